//! `brightline edges`: profiles, or tests, that stand exactly on either side of each clause.
//!
//! In: policies, and what is set beside the facts. Out: a JSON document that is read as it is by `--profiles`, or test
//! blocks in the language; notes on what was not found.

use super::args::EdgesArgs;
use super::load::{Sources, policies};
use super::render::edges as render;
use super::request::today;
use super::{End, Report, Screen};
use brightline::analysis::edges::{Edges, Freedom, edges};
use brightline::api::Selection;
use brightline::diagnostic::{Code, Diagnostic};
use brightline::ir::Policy;
use brightline::session::{Question, Settings, ask, evaluate};
use brightline::testing::usual_day;

/// Prints the edges of every kept outcome.
pub(crate) fn run(args: &EdgesArgs, _: Screen, sources: &mut Sources) -> Result<Report, Vec<Diagnostic>> {
    let (policies, mut notes) = policies(&args.policies.paths, args.policies.root.as_deref(), sources)?;
    let selection = Selection::of(&args.only, &policies)?;
    let settings = Settings {
        params: args.param.clone(),
        readings: args.reading.clone(),
        ..Settings::on(args.as_of.unwrap_or_else(today))
    };
    let asked = ask(&policies, &[], &settings)?;
    let kept: Vec<Question<'_>> =
        asked.questions.into_iter().filter(|question| selection.keeps_policy(&question.policy.id)).collect();
    let freedom = if args.as_tests { Freedom::Tests } else { Freedom::Profiles };
    let found = brightline::parallel::map(&kept, |question| {
        let mut circumstances = question.circumstances.clone();
        if args.as_tests && args.as_of.is_none() {
            circumstances.as_of = usual_day(question.policy);
        }
        let keeps = |outcome: &str| selection.keeps(&question.policy.id, outcome);
        edges(question.policy, &circumstances, freedom, &keeps)
    });
    let mut all: Vec<(&Policy, Edges)> = kept.iter().map(|question| question.policy).zip(found).collect();
    let text = if args.as_tests {
        let set = render::Beside { as_of: args.as_of, params: &args.param, readings: &args.reading };
        render::tests(&all, &set)
    } else {
        for (policy, edges) in &mut all {
            keep_together(policy, edges, &settings, &mut notes)?;
        }
        render::profiles(&all)
    };
    notes.extend(all.iter().flat_map(|(policy, edges)| gaps(policy, edges, args.as_tests)));
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
        let profiles = render::raw(policy, &edges.edges);
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
        .take(render::MAX_GAPS)
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
