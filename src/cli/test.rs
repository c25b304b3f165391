//! `brightline test`: the tests beside policies, and the clauses they leave unseen.
//!
//! In: files and folders. Out: a line a policy, each failing test with its place, and the clauses that no test saw true,
//! false or unknown, or below, at and above their line.

use super::args::TestArgs;
use super::load::{Sources, policies};
use super::render::layout::{count, hang, pad, plain, width};
use super::{End, Report, Screen};
use brightline::diagnostic::Diagnostic;
use brightline::testing::{Coverage, run_tests};
use std::sync::Arc;

/// Runs the tests of every policy.
pub(crate) fn run(args: &TestArgs, screen: Screen, sources: &mut Sources) -> Result<Report, Vec<Diagnostic>> {
    let (policies, mut notes) = policies(&args.policies.paths, args.policies.root.as_deref(), sources)?;
    let names = policies.iter().map(|policy| width(&policy.id)).max().unwrap_or(0);
    let (mut text, mut unseen) = (String::new(), Vec::new());
    let (mut tests, mut failing, mut clauses) = (0, 0, 0);
    for policy in &policies {
        let (runs, coverage) = run_tests(policy);
        let failed = runs.iter().filter(|run| !run.failures.is_empty()).count();
        let word = match (runs.len(), failed) {
            (0, _) => "none",
            (_, 0) => "ok",
            _ => "FAIL",
        };
        let fails = match failed {
            0 => String::new(),
            failed => format!(", {}", count(failed, "fails", "fail")),
        };
        let tally = format!("{}{fails}", count(runs.len(), "test", "tests"));
        text.push_str(&format!("{}  {}  {tally}\n", pad(word, 4), pad(&policy.id, names)));
        for run in runs.iter().filter(|run| !run.failures.is_empty()) {
            text.push_str(&format!("        {}\n", plain(&run.name)));
        }
        tests += runs.len();
        failing += failed;
        clauses += coverage.len();
        unseen.extend(
            coverage.into_iter().filter(|seen| !seen.is_full() || !seen.is_met()).map(|seen| (policy.id.clone(), seen)),
        );
        notes.extend(runs.into_iter().flat_map(|run| run.failures));
    }
    if !unseen.is_empty() {
        let heading = format!("\n{} of {} not seen whole\n", unseen.len(), count(clauses, "clause", "clauses"));
        text.push_str(&heading);
        list_unseen(&unseen, screen.width, &mut text);
    }
    let verdict = match failing {
        0 => "all pass".to_owned(),
        failing => count(failing, "fails", "fail"),
    };
    text.push_str(&format!(
        "\n{}, {}: {verdict}\n",
        count(policies.len(), "policy", "policies"),
        count(tests, "test", "tests")
    ));
    let end = if failing > 0 || (args.require_full && !unseen.is_empty()) { End::Failed } else { End::Done };
    Ok(Report { text, notes, end })
}

/// The clauses of each outcome below its name.
fn list_unseen(unseen: &[(Arc<str>, Coverage)], columns: usize, text: &mut String) {
    let names = unseen.iter().map(|(_, seen)| width(&seen.clause)).max().unwrap_or(0).min(columns / 2);
    let mut last = String::new();
    for (policy, seen) in unseen {
        let outcome = format!("{policy}.{}", seen.outcome);
        if outcome != last {
            text.push_str(&hang("  ", &outcome, columns));
            last = outcome;
        }
        text.push_str(&hang(&format!("    {}  ", pad(&seen.clause, names)), &missing(seen), columns));
    }
}

/// `never true, unknown, exactly at its line`
fn missing(seen: &Coverage) -> String {
    let [no, maybe, yes] = seen.seen;
    let [below, at, above] = seen.sides.unwrap_or([true; 3]);
    let all = [
        (yes, "true"),
        (no, "false"),
        (maybe || !seen.can_be_unknown, "unknown"),
        (below, "below its line"),
        (at, "exactly at its line"),
        (above, "above its line"),
    ];
    let words: Vec<&str> = all.iter().filter(|(seen, _)| !seen).map(|(_, word)| *word).collect();
    format!("never {}", words.join(", "))
}
