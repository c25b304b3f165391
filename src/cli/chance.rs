//! `brightline chance`: how likely each outcome is for each model.
//!
//! In: policies, profiles, options. Out: probabilities in the form asked for, and a picture of them. Everything is read and
//! computed before anything is printed or written.

use super::args::{ChanceArgs, ChanceFormat};
use super::eval::suggest;
use super::load::{Sources, once_each};
use super::render;
use super::request::{Read, read};
use super::{End, Report, Screen, output, plot};
use brightline::analysis::chance::{Chance, POINTS, Sampling, chance, over_line_in};
use brightline::diagnostic::{Code, Diagnostic, quote};
use brightline::ir::Policy;
use brightline::session::ask;

/// How many times finer the table of `--line` is where it is drawn.
const FINER: usize = 4;

/// Says how likely each outcome is for every profile.
pub(crate) fn run(args: &ChanceArgs, screen: Screen, sources: &mut Sources) -> Result<Report, Vec<Diagnostic>> {
    let picture = args.plot.as_deref().map(|path| plot::Format::of(path).map(|format| (path, format)));
    let picture = picture.transpose().map_err(|error| vec![error])?;
    let Read { policies, selection, profiles, settings, mut notes } = read(&args.request, sources)?;
    let line = args.line.as_deref().map(split_line);
    if let Some((name, _)) = line {
        refuse_unknown(name, &policies).map_err(|error| vec![error])?;
    }
    let asked = ask(&policies, &profiles, &settings)?;
    notes.extend(asked.diagnostics);
    let points = if picture.is_some() { FINER * (POINTS - 1) + 1 } else { POINTS };
    let sampling = Sampling { samples: args.samples, seed: args.seed, sensitivity: args.sensitivity };
    let kept: Vec<_> = asked.questions.iter().filter(|question| selection.keeps_policy(&question.policy.id)).collect();
    let mut chances: Vec<Vec<Chance>> = Vec::with_capacity(asked.profiles);
    for place in 0..asked.profiles {
        let mut of_profile = Vec::with_capacity(kept.len());
        for question in &kept {
            let Some(mut found) = chance(question, place, &sampling) else { continue };
            if let Some(model) = question.population.models.get(place) {
                notes.extend(model.warnings.iter().chain(&model.errors).cloned());
                if let (Some(error), true) = (&found.error, model.errors.is_empty()) {
                    notes.push(Diagnostic::error(Code::Limit, error.clone()));
                }
            }
            found.designations.retain(|outcome| selection.keeps(&found.policy, &outcome.id));
            if let Some(line) = line {
                found.line = over_line_in(question, place, line, &sampling, points).map_err(|error| vec![*error])?;
                if let Some(moved) = &mut found.line {
                    moved.designations.retain(|outcome| selection.keeps(&found.policy, &outcome.id));
                }
            }
            of_profile.push(found);
        }
        chances.push(of_profile);
    }
    let shown: Vec<&Policy> = kept.iter().map(|question| question.policy).collect();
    let text = match args.format {
        ChanceFormat::Json => json(&chances),
        ChanceFormat::Csv => render::chance::csv(&chances),
        ChanceFormat::Text => {
            let block = |chances: &Vec<Chance>| render::chance::block(&shown, chances, screen.width);
            chances.iter().map(block).collect::<Vec<_>>().join("\n")
        }
    };
    let in_error = notes.iter().any(Diagnostic::is_error);
    match picture {
        Some(_) if in_error => {
            let message = "no plot is written, since some of the input is in error";
            notes.push(Diagnostic::warning(Code::Option, message));
        }
        Some((path, format)) => {
            let found: Vec<(&Policy, &Chance)> =
                chances.iter().flat_map(|chances| shown.iter().copied().zip(chances)).collect();
            let wanted = plot::chance::Wanted { line: line.is_some(), sensitivity: args.sensitivity };
            let drawn = plot::chance::panels(&found, wanted).map_err(|error| vec![error])?;
            let caption = plot::chance::caption(&found, &plot::command::chance(args, settings.as_of));
            let bytes = plot::picture(&drawn.panels, &caption, format).map_err(|error| vec![error])?;
            output::write(path, &bytes)?;
            notes.extend(drawn.notes);
        }
        None => {}
    }
    let end = if in_error { End::InError } else { End::Done };
    Ok(Report { text, notes: once_each(notes), end })
}

/// One object a line, profiles outside and policies inside.
fn json(chances: &[Vec<Chance>]) -> String {
    let mut text = String::new();
    for chance in chances.iter().flatten() {
        text.push_str(&serde_json::to_string(chance).unwrap_or_default());
        text.push('\n');
    }
    text
}

/// The param of `--line`, and its bounds where they are given.
fn split_line(text: &str) -> (&str, Option<&str>) {
    match text.split_once('=') {
        Some((name, bounds)) => (name.trim(), Some(bounds.trim())),
        None => (text.trim(), None),
    }
}

fn refuse_unknown(name: &str, policies: &[Policy]) -> Result<(), Diagnostic> {
    let inner =
        |policy: &Policy| name.strip_prefix(&*policy.id).and_then(|rest| rest.strip_prefix('.')).map(str::to_owned);
    let known: Vec<&str> =
        policies.iter().flat_map(|policy| policy.schema.params.iter().map(|param| &*param.name)).collect();
    let found = policies.iter().any(|policy| {
        let own = inner(policy);
        policy.schema.params.iter().any(|param| *param.name == *name || own.as_deref() == Some(&*param.name))
    });
    if found {
        return Ok(());
    }
    let error = Diagnostic::error(Code::Option, format!("--line {}: no policy has such a param", quote(name)));
    Err(if known.is_empty() { error.help("leave it out") } else { error.help(suggest(name, &known)) })
}
