//! `brightline measure`: what to measure next.
//!
//! In: policies, profiles, options. Out: for each undetermined outcome what would settle it and how likely, as text, as one
//! object a line, or as a table. Everything is read and computed before anything is printed.

use super::args::{MeasureArgs, MeasureFormat};
use super::load::Sources;
use super::render::measure as render;
use super::request::read;
use super::{Report, Screen};
use brightline::analysis::measure::Measures;
use brightline::api::measure::{lines, measures};
use brightline::diagnostic::Diagnostic;

/// Says what to measure next for every kept outcome of every profile.
pub(crate) fn run(args: &MeasureArgs, screen: Screen, sources: &mut Sources) -> Result<Report, Vec<Diagnostic>> {
    let read = read(&args.request, sources)?;
    let (found, notes) = measures(&read)?;
    let shown = read.kept();
    let text = match args.format {
        MeasureFormat::Json => lines(&found),
        MeasureFormat::Csv => render::csv(&found),
        MeasureFormat::Text => {
            let block = |measures: &Vec<Measures>| render::block(&shown, measures, screen.width);
            found.iter().map(block).collect::<Vec<_>>().join("\n")
        }
    };
    Ok(Report::noted(text, notes))
}
