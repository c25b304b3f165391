//! Profiles, or tests, that stand exactly on either side of each clause.
//!
//! In: policies, and what is set beside the facts. Out: a JSON document of profiles, or test blocks in the language; notes
//! on what was not found.

mod text;

use super::{End, Report, Selection};
use crate::analysis::edges::{self as analysis, Edges, Freedom};
use crate::date::DateRange;
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::Policy;
use crate::session::{Question, Settings, ask, evaluate};
use crate::testing::usual_day;

/// What is asked of the edges.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'w> {
    /// The policies and outcomes that are kept; all where it is empty.
    pub only: &'w [String],
    /// Whether they are wanted as tests in the language.
    pub as_tests: bool,
    /// The evaluation date, where one was given.
    pub given_day: Option<DateRange>,
    /// The evaluation date of profiles.
    pub day: DateRange,
    /// Params.
    pub params: &'w [(String, String)],
    /// Readings.
    pub readings: &'w [(String, String)],
}

/// The edges of every kept outcome, and `notes` with what was not found.
///
/// # Errors
/// The diagnostics of settings that cannot be used.
pub fn edges(policies: &[Policy], wanted: &Wanted<'_>, mut notes: Vec<Diagnostic>) -> Result<Report, Vec<Diagnostic>> {
    let Wanted { as_tests, given_day, .. } = *wanted;
    let selection = Selection::of(wanted.only, policies)?;
    let settings =
        Settings { params: wanted.params.to_vec(), readings: wanted.readings.to_vec(), ..Settings::on(wanted.day) };
    let asked = ask(policies, &[], &settings)?;
    let kept: Vec<Question<'_>> =
        asked.questions.into_iter().filter(|question| selection.keeps_policy(&question.policy.id)).collect();
    let freedom = if as_tests { Freedom::Tests } else { Freedom::Profiles };
    let found = crate::parallel::map(&kept, |question| {
        let mut circumstances = question.circumstances.clone();
        if as_tests && given_day.is_none() {
            circumstances.as_of = usual_day(question.policy);
        }
        let keeps = |outcome: &str| selection.keeps(&question.policy.id, outcome);
        analysis::edges(question.policy, &circumstances, freedom, &keeps)
    });
    let mut all: Vec<(&Policy, Edges)> = kept.iter().map(|question| question.policy).zip(found).collect();
    let text = if as_tests {
        text::tests(&all, &text::Beside { as_of: given_day, params: wanted.params, readings: wanted.readings })
    } else {
        for (policy, edges) in &mut all {
            keep_together(policy, edges, &settings, &mut notes)?;
        }
        text::profiles(&all)
    };
    notes.extend(all.iter().flat_map(|(policy, edges)| gaps(policy, edges, as_tests)));
    Ok(Report { text, notes, end: End::Done })
}

/// Leaves out the profiles whose verdict is another where all of them are evaluated together: a policy may ask about the
/// other models.
fn keep_together(
    policy: &Policy,
    edges: &mut Edges,
    settings: &Settings,
    notes: &mut Vec<Diagnostic>,
) -> Result<(), Vec<Diagnostic>> {
    loop {
        let profiles = text::raw(policy, &edges.edges);
        let evaluated = evaluate(std::slice::from_ref(policy), &profiles, settings)?;
        let mut answers = evaluated.answers.iter().flatten();
        let before = edges.edges.len();
        edges.edges.retain(|edge| {
            let outcome =
                answers.next().and_then(|answer| answer.designations.iter().find(|one| one.id == edge.outcome));
            outcome.is_some_and(|outcome| outcome.verdict == edge.verdict)
        });
        let left_out = before - edges.edges.len();
        if left_out == 0 {
            return Ok(());
        }
        let profiles = if left_out == 1 { "a profile is" } else { "profiles are" };
        let message = format!("{}: {left_out} {profiles} left out, whose verdict hangs on the other models", policy.id);
        notes.push(Diagnostic::warning(Code::Unused, message).help("--as-tests gives each a population of its own"));
    }
}

/// One note for each policy of what was not found.
fn gaps(policy: &Policy, edges: &Edges, as_tests: bool) -> Option<Diagnostic> {
    let first = edges.gaps.first()?;
    let listed: Vec<String> = edges
        .gaps
        .iter()
        .take(text::MAX_GAPS)
        .map(|gap| format!("`{}` of {} {}", gap.clause, gap.outcome, gap.what))
        .collect();
    let more = match edges.gaps.len() - listed.len() {
        0 => String::new(),
        more => format!("; and {more} more"),
    };
    let message = format!("{}: within the search {}{more}", policy.id, listed.join("; "));
    let warning = Diagnostic::warning(Code::Unused, message);
    Some(match (as_tests, first.what) {
        (false, _) => warning.help(
            "a line, a reading or a date may be missing that a profile cannot say: give --param, --reading or --as-of, \
             or use --as-tests",
        ),
        (true, _) => warning.help("a clause that decides nothing may be one that another clause makes needless"),
    })
}
