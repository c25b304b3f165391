//! `brightline edges`: profiles, or tests, that stand exactly on either side of each clause.
//!
//! In: policies, and what is set beside the facts. Out: a JSON document that is read as it is by `--profiles`, or test
//! blocks in the language; notes on what was not found.

use super::args::EdgesArgs;
use super::load::{Sources, policies};
use super::request::today;
use super::{Report, Screen};
use brightline::api::edges::{Wanted, edges};
use brightline::diagnostic::Diagnostic;

/// Prints the edges of every kept outcome.
pub(crate) fn run(args: &EdgesArgs, _: Screen, sources: &mut Sources) -> Result<Report, Vec<Diagnostic>> {
    let (policies, notes) = policies(&args.policies.paths, args.policies.root.as_deref(), sources)?;
    let wanted = Wanted {
        only: &args.only,
        as_tests: args.as_tests,
        given_day: args.as_of,
        day: args.as_of.unwrap_or_else(today),
        params: &args.param,
        readings: &args.reading,
    };
    edges(&policies, &wanted, notes)
}
