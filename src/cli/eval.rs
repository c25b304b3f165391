//! `brightline eval`: what policies say of models.
//!
//! In: policies, profiles, options. Out: an answer for each profile and policy in the form asked for, and how the gates
//! fared. Everything is read and evaluated before anything is printed.

use super::args::{EvalArgs, EvalFormat, Gate};
use super::load::{Sources, once_each};
use super::render;
use super::render::counts::MAX_BLOCKS;
use super::request::{Material, read};
use super::{End, Report, Screen};
use brightline::diagnostic::{Code, Diagnostic, nearest, quote};
use brightline::eval::result::{Answer, Verdict};
use brightline::ir::Policy;
use brightline::session::evaluate;

/// Evaluates every policy on every profile.
pub(crate) fn run(args: &EvalArgs, screen: Screen, sources: &mut Sources) -> Result<Report, Vec<Diagnostic>> {
    let Material { policies, selection, profiles, mut settings, mut notes } = read(&args.request, sources)?;
    // The counts of many models do not show it.
    let counted = profiles.len() > MAX_BLOCKS && matches!(args.format, EvalFormat::Text | EvalFormat::Markdown);
    settings.needs = !counted;
    let mut evaluated = evaluate(&policies, &profiles, &settings)?;
    let kept: Vec<&Policy> = policies.iter().filter(|policy| selection.keeps_policy(&policy.id)).collect();
    for answers in &mut evaluated.answers {
        answers.retain(|answer| selection.keeps_policy(&answer.policy));
        answers.iter_mut().for_each(|answer| selection.apply(answer));
    }
    notes.extend(evaluated.diagnostics);
    notes.extend(evaluated.answers.iter().flatten().flat_map(|answer| answer.diagnostics.iter().cloned()));
    let text = show(args, screen, &kept, &evaluated.answers);
    let gates = gates(args, &evaluated.answers);
    let in_error =
        notes.iter().any(Diagnostic::is_error) || evaluated.answers.iter().flatten().any(|a| a.error.is_some());
    let end = match (in_error, gates.is_empty()) {
        (true, _) => End::InError,
        (false, false) => End::Failed,
        (false, true) => End::Done,
    };
    notes.extend(gates);
    Ok(Report { text, notes: once_each(notes), end })
}

fn show(args: &EvalArgs, screen: Screen, policies: &[&Policy], answers: &[Vec<Answer>]) -> String {
    match args.format {
        EvalFormat::Json => json(answers),
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

/// One object a line, profiles outside and policies inside.
fn json(answers: &[Vec<Answer>]) -> String {
    let mut text = String::new();
    for answer in answers.iter().flatten() {
        text.push_str(&serde_json::to_string(answer).unwrap_or_default());
        text.push('\n');
    }
    text
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

/// The name that was meant, or what there is.
pub(crate) fn suggest(wanted: &str, known: &[&str]) -> String {
    match nearest(wanted, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.len() <= 12 => format!("there are {}", known.join(", ")),
        None => "`brightline list` shows what there is".to_owned(),
    }
}
