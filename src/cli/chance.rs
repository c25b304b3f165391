//! `brightline chance`: how likely each outcome is for each model.
//!
//! In: policies, profiles, options. Out: probabilities in the form asked for, and a picture of them. Everything is read and
//! computed before anything is printed or written.

use super::args::{ChanceArgs, ChanceFormat};
use super::load::{Sources, once_each};
use super::render;
use super::request::read;
use super::{End, Report, Screen, output, plot};
use brightline::analysis::chance::{Chance, POINTS, Sampling};
use brightline::api::{chance, lines};
use brightline::diagnostic::{Code, Diagnostic};
use brightline::ir::Policy;

/// How many times finer the table of `--line` is where it is drawn.
const FINER: usize = 4;

/// Says how likely each outcome is for every profile.
pub(crate) fn run(args: &ChanceArgs, screen: Screen, sources: &mut Sources) -> Result<Report, Vec<Diagnostic>> {
    let picture = args.plot.as_deref().map(|path| plot::Format::of(path).map(|format| (path, format)));
    let picture = picture.transpose().map_err(|error| vec![error])?;
    let read = read(&args.request, sources)?;
    let wanted = chance::Wanted {
        sampling: Sampling { samples: args.samples, seed: args.seed, sensitivity: args.sensitivity },
        line: args.line.as_deref(),
        points: if picture.is_some() { FINER * (POINTS - 1) + 1 } else { POINTS },
    };
    let (chances, mut notes) = chance::chances(&read, &wanted)?;
    let shown = read.kept();
    let text = match args.format {
        ChanceFormat::Json => lines(chances.iter().flatten()),
        ChanceFormat::Csv => render::chance::csv(&chances),
        ChanceFormat::Text => {
            let block = |chances: &Vec<Chance>| render::chance::block(&shown, chances, screen.width);
            chances.iter().map(block).collect::<Vec<_>>().join("\n")
        }
    };
    let in_error = notes.iter().any(Diagnostic::is_error);
    match picture {
        Some(_) if in_error => {
            let message = "no plot is written, since some of the input is in error";
            notes.push(Diagnostic::warning(Code::Option, message));
        }
        Some((path, format)) => {
            let found: Vec<(&Policy, &Chance)> =
                chances.iter().flat_map(|chances| shown.iter().copied().zip(chances)).collect();
            let wanted = plot::chance::Wanted { line: args.line.is_some(), sensitivity: args.sensitivity };
            let drawn = plot::chance::panels(&found, wanted).map_err(|error| vec![error])?;
            let caption = plot::chance::caption(&found, &plot::command::chance(args, read.settings.as_of));
            let bytes = plot::picture(&drawn.panels, &caption, format).map_err(|error| vec![error])?;
            output::write(path, &bytes)?;
            notes.extend(drawn.notes);
        }
        None => {}
    }
    let end = if in_error { End::InError } else { End::Done };
    Ok(Report { text, notes: once_each(notes), end })
}
