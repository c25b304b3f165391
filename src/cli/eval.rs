//! `brightline eval`: what policies say of models.
//!
//! In: policies, profiles, options. Out: an answer for each profile and policy in the form asked for, and how the gates
//! fared. Everything is read and evaluated before anything is printed.

use super::args::{EvalArgs, EvalFormat, Gate, InvalidAs};
use super::load::{self, Sources, once_each};
use super::render;
use super::render::counts::MAX_BLOCKS;
use super::select::Selection;
use super::{End, Report, Screen};
use brightline::bind::Invalid;
use brightline::date::DateRange;
use brightline::diagnostic::{Code, Diagnostic, nearest, quote};
use brightline::eval::result::{Answer, NO_PROFILE, Verdict};
use brightline::ir::Policy;
use brightline::profile::RawProfile;
use brightline::session::{Settings, evaluate};
use std::path::Path;

/// References to models without a profile that one warning names.
const MAX_LOST: usize = 5;

/// Evaluates every policy on every profile.
pub(crate) fn run(args: &EvalArgs, screen: Screen, sources: &mut Sources) -> Result<Report, Vec<Diagnostic>> {
    refuse_repeated(args)?;
    let (policies, mut notes) = load::policies(&args.policies.paths, args.policies.root.as_deref(), sources)?;
    let selection = Selection::of(&args.only, &policies)?;
    let (profiles, documents) = read_profiles(args, sources)?;
    notes.extend(documents);
    let mut settings = settings(args, &mut notes, sources)?;
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
    Ok(Report { text, notes: gathered(once_each(notes)), end })
}

/// The notes, with one for all references to models without a profile where there are several.
fn gathered(notes: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let lost = |note: &Diagnostic| match (note.code, note.is_error()) {
        (Code::Reference, false) => note.message.strip_suffix(NO_PROFILE).map(str::to_owned),
        _ => None,
    };
    let all: Vec<String> = notes.iter().filter_map(lost).collect();
    if all.len() < 2 {
        return notes;
    }
    let mut listed: Vec<String> = all.iter().take(MAX_LOST).cloned().collect();
    if let Some(more) = all.len().checked_sub(MAX_LOST).filter(|more| *more > 0) {
        listed.push(format!("and {more} more"));
    }
    let message = format!("no profile is given of what {} references name: {}", all.len(), listed.join("; "));
    let mut one = Some(Diagnostic::warning(Code::Reference, message).help("add their profiles, or correct the names"));
    notes.into_iter().filter_map(|note| if lost(&note).is_some() { one.take() } else { Some(note) }).collect()
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

/// Today's civil date where the computer is: the one clock of the program.
pub(crate) fn today() -> DateRange {
    DateRange::point(jiff::Zoned::now().date())
}

fn settings(args: &EvalArgs, notes: &mut Vec<Diagnostic>, sources: &mut Sources) -> Result<Settings, Vec<Diagnostic>> {
    let mut references = Vec::new();
    for (name, file) in &args.reference {
        let document = load::document(Path::new(file), sources).map_err(|error| vec![error])?;
        notes.extend(document.diagnostics);
        let count = document.profiles.len();
        let mut profiles = document.profiles.into_iter();
        match (profiles.next(), profiles.next()) {
            (Some(profile), None) => references.push((name.clone(), profile)),
            _ => {
                let message = format!(
                    "--reference {}: {} has {count} profiles, where one is asked for",
                    quote(name),
                    quote(file)
                );
                let mut errors = std::mem::take(notes);
                errors.push(Diagnostic::error(Code::Option, message));
                return Err(errors);
            }
        }
    }
    Ok(Settings {
        assume: args.assume,
        invalid: match args.invalid {
            InvalidAs::Error => Invalid::Error,
            InvalidAs::Unknown => Invalid::Unknown,
        },
        facts: args.set.clone(),
        params: args.param.clone(),
        readings: args.reading.clone(),
        references,
        ..Settings::on(args.as_of.unwrap_or_else(today))
    })
}

/// The profiles of all files, and what was wrong with the files.
fn read_profiles(
    args: &EvalArgs,
    sources: &mut Sources,
) -> Result<(Vec<RawProfile>, Vec<Diagnostic>), Vec<Diagnostic>> {
    if args.profiles.is_empty() && args.set.is_empty() {
        let error = Diagnostic::error(Code::Option, "there is no model to evaluate");
        return Err(vec![
            error.help("give models with --profiles FILE (`-` is standard input), or facts with --set fact=value"),
        ]);
    }
    let (mut profiles, mut notes) = (Vec::new(), Vec::new());
    for path in &args.profiles {
        match load::document(path, sources) {
            Ok(document) => {
                profiles.extend(document.profiles);
                notes.extend(document.diagnostics);
            }
            Err(error) => notes.push(error),
        }
    }
    // A file without profiles must not look like one on which every rule was silent.
    if !args.profiles.is_empty() && profiles.is_empty() {
        if notes.is_empty() {
            notes.push(Diagnostic::error(Code::Option, "there is no model in the files of --profiles"));
        }
        return Err(notes);
    }
    Ok((profiles, notes))
}

/// An option that is given twice for one name was meant once.
fn refuse_repeated(args: &EvalArgs) -> Result<(), Vec<Diagnostic>> {
    let options = [
        ("--set", &args.set),
        ("--param", &args.param),
        ("--reading", &args.reading),
        ("--reference", &args.reference),
    ];
    let mut errors = Vec::new();
    for (option, pairs) in options {
        for (at, (name, _)) in pairs.iter().enumerate() {
            if pairs.iter().take(at).any(|(earlier, _)| earlier == name) {
                errors.push(Diagnostic::error(Code::Option, format!("{option} {} is given twice", quote(name))));
            }
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(errors) }
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
