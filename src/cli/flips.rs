//! `brightline flips`: the smallest changes that would turn a verdict.
//!
//! In: policies, profiles, options, facts that are held fixed. Out: for each outcome what would turn it, as text or as one
//! object a line.

use super::args::{FlipsArgs, FlipsFormat};
use super::load::Sources;
use super::render::flips::block;
use super::{End, Report, Screen, request};
use brightline::api::flips::{lines, turned};
use brightline::diagnostic::Diagnostic;

/// Looks for what turns every kept outcome of every profile.
pub(crate) fn run(args: &FlipsArgs, screen: Screen, sources: &mut Sources) -> Result<Report, Vec<Diagnostic>> {
    let read = request::read(&args.request, sources)?.narrowed();
    let (found, notes) = turned(&read, &args.hold)?;
    let as_of = read.settings.as_of;
    let text = match args.format {
        FlipsFormat::Json => lines(&found, as_of),
        FlipsFormat::Text => {
            found.iter().map(|turned| block(turned, as_of, screen.width)).collect::<Vec<_>>().join("\n")
        }
    };
    Ok(Report { text, end: End::after(&notes), notes })
}
