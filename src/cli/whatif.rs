//! `brightline whatif`: what a change of facts, lines or readings would move.
//!
//! In: policies, profiles, options. Out: every answer without what is set and with it, in the form asked for. What
//! `--both` names holds on both sides; the day, the assumptions and what is done with invalid values always do.

use super::args::{Request, WhatifArgs, WhatifFormat};
use super::load::Sources;
use super::render::counts::MAX_BLOCKS;
use super::render::csv;
use super::render::whatif::{Change, Words, block, counts, rows};
use super::request::read;
use super::{Report, Screen};
use brightline::analysis::whatif::Pair;
use brightline::api::lines;
use brightline::api::whatif::pairs;
use brightline::diagnostic::Diagnostic;

/// Compares every answer without the change and with it.
pub(crate) fn run(args: &WhatifArgs, screen: Screen, sources: &mut Sources) -> Result<Report, Vec<Diagnostic>> {
    let mut read = read(&args.request, sources)?;
    let counted = read.profiles.len() > MAX_BLOCKS && args.format == WhatifFormat::Text;
    read.settings.needs = !counted;
    let (found, notes) = pairs(&read, &args.both)?;
    let kept = read.kept();
    let words = words(&args.request, &args.both);
    let text = match args.format {
        WhatifFormat::Json => lines(found.iter().flatten().flat_map(Pair::lines)),
        WhatifFormat::Csv => csv::write(&rows(&found)),
        WhatifFormat::Text if found.len() > MAX_BLOCKS => counts(&kept, &found, &words, screen.width),
        WhatifFormat::Text => {
            let blocks = found.iter().map(|pairs| block(&kept, pairs, &words, screen.width));
            blocks.collect::<Vec<_>>().join("\n")
        }
    };
    Ok(Report::noted(text, notes))
}

/// Everything that is set, by the option that sets it.
fn set(request: &Request) -> impl Iterator<Item = (Change, &String, &String)> {
    let options = [
        (Change::Fact, &request.set),
        (Change::Param, &request.param),
        (Change::Reading, &request.reading),
        (Change::Reference, &request.reference),
    ];
    options.into_iter().flat_map(|(change, list)| list.iter().map(move |(name, value)| (change, name, value)))
}

/// What changes and what holds on both sides, for sentences about them.
fn words(request: &Request, both: &[String]) -> Words {
    let sides = |held: bool| {
        let set = set(request).filter(|(_, name, _)| both.contains(name) == held);
        set.map(|(change, name, value)| (change, name.clone(), value.clone())).collect()
    };
    Words { change: sides(false), held: sides(true) }
}
