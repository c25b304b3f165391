//! `brightline whatif`: what a change of facts, lines or readings would move.
//!
//! In: policies, profiles, options. Out: every answer without what is set and with it, in the form asked for. What
//! `--both` names holds on both sides; the day, the assumptions and what is done with invalid values always do.

use super::args::{Request, WhatifArgs, WhatifFormat};
use super::eval::suggest;
use super::load::{Sources, once_each};
use super::render::counts::MAX_BLOCKS;
use super::render::csv;
use super::render::whatif::{Change, Words, block, counts, rows};
use super::request::{Read, read};
use super::{End, Report, Screen};
use brightline::analysis::whatif::{Line, Pair, whatif};
use brightline::diagnostic::{Code, Diagnostic, quote};
use brightline::ir::Policy;
use brightline::session::Settings;

/// Compares every answer without the change and with it.
pub(crate) fn run(args: &WhatifArgs, screen: Screen, sources: &mut Sources) -> Result<Report, Vec<Diagnostic>> {
    refuse_no_change(args)?;
    let Read { policies, selection, profiles, settings: mut after, mut notes } = read(&args.request, sources)?;
    let holds = |name: &String| args.both.contains(name);
    let mut before = Settings {
        facts: after.facts.iter().filter(|(name, _)| holds(name)).cloned().collect(),
        params: after.params.iter().filter(|(name, _)| holds(name)).cloned().collect(),
        readings: after.readings.iter().filter(|(name, _)| holds(name)).cloned().collect(),
        references: after.references.iter().filter(|(name, _)| holds(name)).cloned().collect(),
        ..after.clone()
    };
    if profiles.is_empty() && before.facts.is_empty() {
        let error = Diagnostic::error(Code::Option, "there is no model before the change");
        return Err(vec![error.help("give models with --profiles FILE; what --set says is the change")]);
    }
    let counted = profiles.len() > MAX_BLOCKS && args.format == WhatifFormat::Text;
    (before.needs, after.needs) = (!counted, !counted);
    let mut found = whatif(&policies, &profiles, &before, &after)?;
    let kept: Vec<&Policy> = policies.iter().filter(|policy| selection.keeps_policy(&policy.id)).collect();
    for pair in &mut found.pairs {
        pair.retain(|pair| selection.keeps_policy(&pair.before.policy));
        for Pair { before, after } in pair {
            selection.apply(before);
            selection.apply(after);
        }
    }
    let pairs = || found.pairs.iter().flatten();
    notes.extend(found.diagnostics.iter().cloned());
    notes.extend(pairs().flat_map(|pair| pair.before.diagnostics.iter().chain(&pair.after.diagnostics).cloned()));
    let in_error = notes.iter().any(Diagnostic::is_error);
    let words = words(&args.request, &args.both);
    let text = match args.format {
        WhatifFormat::Json => pairs().flat_map(Pair::lines).map(|line| json(&line)).collect(),
        WhatifFormat::Csv => csv::write(&rows(&found.pairs)),
        WhatifFormat::Text if found.pairs.len() > MAX_BLOCKS => counts(&kept, &found.pairs, &words, screen.width),
        WhatifFormat::Text => {
            let blocks = found.pairs.iter().map(|pairs| block(&kept, pairs, &words, screen.width));
            blocks.collect::<Vec<_>>().join("\n")
        }
    };
    Ok(Report { text, notes: once_each(notes), end: if in_error { End::InError } else { End::Done } })
}

fn json(line: &Line) -> String {
    format!("{}\n", serde_json::to_string(line).unwrap_or_default())
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

/// A comparison in which nothing changes was not meant.
fn refuse_no_change(args: &WhatifArgs) -> Result<(), Vec<Diagnostic>> {
    let known: Vec<&str> = set(&args.request).map(|(_, name, _)| name.as_str()).collect();
    let mut errors = Vec::new();
    for name in args.both.iter().filter(|name| !known.contains(&name.as_str())) {
        let message = format!("--both {}: no option sets anything of this name", quote(name));
        let help = match known.is_empty() {
            true => "set it, as in `--param NAME=VALUE --both NAME`".to_owned(),
            false => suggest(name, &known),
        };
        errors.push(Diagnostic::error(Code::Option, message).help(help));
    }
    if errors.is_empty() && known.iter().all(|name| args.both.iter().any(|both| both == name)) {
        let error = Diagnostic::error(Code::Option, "nothing changes");
        let help = match known.is_empty() {
            true => "say what would be otherwise with --set, --param, --reading or --reference",
            false => "what --both names holds on both sides: leave it out for what is the change",
        };
        errors.push(error.help(help));
    }
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}
