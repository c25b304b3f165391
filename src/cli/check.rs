//! `brightline check`: the mistakes in policies and vocabularies.
//!
//! In: files and folders. Out: every diagnostic, for people or for tools. Evaluates nothing.

use super::args::{CheckArgs, CheckFormat};
use super::load::{Sources, checks};
use super::render::layout::count;
use super::render::sarif;
use super::{End, Report, Screen};
use brightline::api;
use brightline::diagnostic::Diagnostic;

/// Checks every file.
pub(crate) fn run(args: &CheckArgs, _screen: Screen, sources: &mut Sources) -> Result<Report, Vec<Diagnostic>> {
    let checks = checks(&args.policies.paths, args.policies.root.as_deref(), sources)?;
    let counts = checks.counts;
    let found = checks.findings();
    let errors = found.iter().filter(|found| found.is_error()).count();
    let end = End::after(&found);
    match args.format {
        CheckFormat::Text => {
            let what = match counts {
                (policies, 0) => count(policies, "policy", "policies"),
                (0, vocabularies) => count(vocabularies, "vocabulary", "vocabularies"),
                (policies, vocabularies) => {
                    let (policies, vocabularies) =
                        (count(policies, "policy", "policies"), count(vocabularies, "vocabulary", "vocabularies"));
                    format!("{policies} and {vocabularies}")
                }
            };
            let warnings = match found.len() - errors {
                0 => String::new(),
                warnings => format!(", {}", count(warnings, "warning", "warnings")),
            };
            let text = format!("{what} checked: {}{warnings}\n", count(errors, "error", "errors").replace("0 ", "no "));
            Ok(Report { text, notes: found, end })
        }
        CheckFormat::Json => Ok(Report { text: api::diagnostics(&found, sources), end, ..Report::default() }),
        CheckFormat::Sarif => Ok(Report { text: sarif::log(&found, sources), end, ..Report::default() }),
    }
}
