//! What a page can do without at first: the questions that take long, and the canonical form of a file.
//!
//! In: a question and its request, or a file. Out: a report, or the canonical text. Where the crate is built without its
//! feature `full` the answer says that the full engine has it.

use super::request::Fields;
use super::{Report, Sources, chance, edges, lines, measure, tests, whatif};
use crate::analysis::whatif::Pair;
use crate::date::DateRange;
use crate::diagnostic::Diagnostic;
use crate::ir::Policy;
use crate::span::Source;
use crate::syntax::format_source;
use std::sync::Arc;

/// Whether this build has all of it.
const FULL: bool = cfg!(feature = "full");

/// The canonical text of a file.
pub(super) fn format(source: &Source) -> Result<String, Vec<Diagnostic>> {
    if FULL { format_source(&source.name, &source.text) } else { Err(vec![Diagnostic::beyond("canonical forms")]) }
}

/// Answers `chance`, `whatif`, `measure`, `test` or `edges`.
pub(super) fn report(
    question: &str,
    request: &str,
    policies: &Arc<[Policy]>,
    sources: &mut Sources,
) -> Result<Report, Vec<Diagnostic>> {
    if !FULL {
        return Err(vec![Diagnostic::beyond(&format!("answers to `{question}`"))]);
    }
    match question {
        "chance" => {
            let mut fields = Fields::of(request, true, &["samples", "seed", "line", "sensitivity"])?;
            let read = fields.read(policies, sources)?;
            let line = fields.text("line", "a param, as in `floor = 1e25 FLOP .. 1e26 FLOP`")?;
            let wanted = chance::Wanted { line: line.as_deref(), ..fields.sampling()? };
            let (chances, notes) = chance::chances(&read, &wanted)?;
            Ok(Report::noted(lines(chances.iter().flatten()), notes))
        }
        "whatif" => {
            let mut fields = Fields::of(request, true, &["both"])?;
            let read = fields.read(policies, sources)?;
            let (pairs, notes) = whatif::pairs(&read, &fields.names("both")?)?;
            Ok(Report::noted(lines(pairs.iter().flatten().flat_map(Pair::lines)), notes))
        }
        "measure" => {
            let (found, notes) = measure::measures(&Fields::of(request, true, &[])?.read(policies, sources)?)?;
            Ok(Report::noted(measure::lines(&found), notes))
        }
        "test" => {
            let mut fields = Fields::of(request, false, &["require_full"])?;
            Ok(tests::tests(policies, fields.truth("require_full")?))
        }
        _ => {
            let mut fields = Fields::of(request, false, &["only", "as_tests", "as_of", "param", "reading"])?;
            let as_tests = fields.truth("as_tests")?;
            let given_day = if as_tests { fields.maybe_as_of()? } else { Some(fields.as_of()?) };
            let (only, params, readings) = (fields.names("only")?, fields.named("param")?, fields.named("reading")?);
            let wanted = edges::Wanted {
                only: &only,
                as_tests,
                given_day,
                day: given_day.unwrap_or(DateRange::ALL),
                params: &params,
                readings: &readings,
            };
            edges::edges(policies, &wanted, Vec::new())
        }
    }
}
