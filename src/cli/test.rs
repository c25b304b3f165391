//! `brightline test`: the tests beside policies, and the clauses they leave unseen.
//!
//! In: files and folders. Out: as text a line a policy, each failing test with its place, and the clauses that no test saw true,
//! false or unknown, or below, at and above their line.

use super::args::{TestArgs, TestFormat};
use super::load::{Sources, policies};
use super::render::layout::{count, hang, pad, plain, width};
use super::{Report, Screen};
use brightline::api::lines;
use brightline::api::tests::{Tested, end, tested};
use brightline::diagnostic::Diagnostic;
use brightline::testing::Coverage;

/// Runs the tests of every policy.
pub(crate) fn run(args: &TestArgs, screen: Screen, sources: &mut Sources) -> Result<Report, Vec<Diagnostic>> {
    let (policies, mut notes) = policies(&args.policies.paths, args.policies.root.as_deref(), sources)?;
    let names = policies.iter().map(|policy| width(&policy.id)).max().unwrap_or(0);
    let tested = tested(&policies);
    let end = end(&tested, args.require_full);
    if args.format == TestFormat::Json {
        let text = lines(tested.iter().map(Tested::line));
        notes.extend(failures(tested));
        return Ok(Report { text, notes, end });
    }
    let mut text = String::new();
    for one in &tested {
        let failed = one.failing();
        let word = match (one.runs.len(), failed) {
            (0, _) => "none",
            (_, 0) => "ok",
            _ => "FAIL",
        };
        let fails = match failed {
            0 => String::new(),
            failed => format!(", {}", count(failed, "fails", "fail")),
        };
        let tally = format!("{}{fails}", count(one.runs.len(), "test", "tests"));
        text.push_str(&format!("{}  {}  {tally}\n", pad(word, 4), pad(&one.policy.id, names)));
        for run in one.runs.iter().filter(|run| !run.passes()) {
            text.push_str(&format!("        {}\n", plain(&run.name)));
        }
    }
    let tests = tested.iter().map(|one| one.runs.len()).sum();
    let failing: usize = tested.iter().map(Tested::failing).sum();
    let clauses = tested.iter().map(|one| one.coverage.len()).sum();
    let unseen: Vec<(&str, &Coverage)> =
        tested.iter().flat_map(|one| one.unseen().map(|seen| (&*one.policy.id, seen))).collect();
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
    notes.extend(failures(tested));
    Ok(Report { text, notes, end })
}

/// What was not as expected.
fn failures(tested: Vec<Tested<'_>>) -> impl Iterator<Item = Diagnostic> {
    tested.into_iter().flat_map(|one| one.runs).flat_map(|run| run.failures)
}

/// The clauses of each outcome below its name.
fn list_unseen(unseen: &[(&str, &Coverage)], columns: usize, text: &mut String) {
    let names = unseen.iter().map(|(_, seen)| width(&seen.clause)).max().unwrap_or(0).min(columns / 2);
    let mut last = String::new();
    for (policy, seen) in unseen {
        let outcome = format!("{policy}.{}", seen.outcome);
        if outcome != last {
            text.push_str(&hang("  ", &outcome, columns));
            last = outcome;
        }
        text.push_str(&hang(
            &format!("    {}  ", pad(&seen.clause, names)),
            &format!("never {}", seen.never().join(", ")),
            columns,
        ));
    }
}
