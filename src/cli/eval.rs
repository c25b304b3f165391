//! `brightline eval`: what policies say of models.
//!
//! In: policies, profiles, options. Out: an answer for each profile and policy in the form asked for, and how the gates
//! fared. Everything is read and evaluated before anything is printed.

use super::args::{EvalArgs, EvalFormat, Gate};
use super::load::Sources;
use super::render;
use super::render::counts::MAX_BLOCKS;
use super::request;
use super::{End, Report, Screen};
use brightline::api::{eval, lines};
use brightline::diagnostic::{Code, Diagnostic, quote};
use brightline::eval::result::{Answer, Verdict};
use brightline::ir::Policy;

/// Evaluates every policy on every profile.
pub(crate) fn run(args: &EvalArgs, screen: Screen, sources: &mut Sources) -> Result<Report, Vec<Diagnostic>> {
    let mut read = request::read(&args.request, sources)?;
    // The counts of many models do not show it.
    let counted = read.profiles.len() > MAX_BLOCKS && matches!(args.format, EvalFormat::Text | EvalFormat::Markdown);
    read.settings.needs = !counted;
    let (answers, mut notes) = eval::answers(&read)?;
    let kept = read.kept();
    let text = show(args, screen, &kept, &answers);
    let gates = gates(args, &answers);
    let in_error = eval::end(&answers, &notes) == End::InError;
    let end = match (in_error, gates.is_empty()) {
        (true, _) => End::InError,
        (false, false) => End::Failed,
        (false, true) => End::Done,
    };
    notes.extend(gates);
    Ok(Report { text, notes, end })
}

fn show(args: &EvalArgs, screen: Screen, policies: &[&Policy], answers: &[Vec<Answer>]) -> String {
    match args.format {
        EvalFormat::Json => lines(answers.iter().flatten()),
        EvalFormat::Csv => render::csv::table(answers),
        EvalFormat::Text if answers.len() > MAX_BLOCKS => render::counts::block(policies, answers, screen.width),
        EvalFormat::Markdown if answers.len() > MAX_BLOCKS => render::markdown::counts(policies, answers),
        EvalFormat::Text | EvalFormat::Markdown => {
            let block = |answers: &Vec<Answer>| match (args.format, args.explain) {
                (EvalFormat::Markdown, explain) => render::markdown::block(policies, answers, explain),
                (_, true) => render::tree::block(policies, answers, screen.width),
                (_, false) => render::table::block(policies, answers, screen.width),
            };
            answers.iter().map(block).collect::<Vec<_>>().join("\n\n")
        }
    }
}

/// A note for each gate that failed.
fn gates(args: &EvalArgs, answers: &[Vec<Answer>]) -> Vec<Diagnostic> {
    let mut notes = Vec::new();
    for gate in &args.fail_on {
        let verdict = match gate {
            Gate::Covered => Verdict::Covered,
            Gate::Undetermined => Verdict::Undetermined,
        };
        let hits: Vec<String> = answers
            .iter()
            .flatten()
            .flat_map(|answer| answer.designations.iter().map(move |designation| (answer, designation)))
            .filter(|(_, designation)| designation.verdict == verdict)
            .map(|(answer, designation)| format!("{}.{} of {}", answer.policy, designation.id, quote(&answer.profile)))
            .collect();
        if let Some(first) = hits.first() {
            let more = match hits.len() - 1 {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            let message = format!("--fail-on {0}: {first}{more} is {0}", verdict.in_words());
            notes.push(Diagnostic::warning(Code::Option, message.replace("more is", "more are")));
        }
    }
    notes
}
