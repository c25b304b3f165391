//! How likely the outcomes of a request are.
//!
//! In: a request, read, and how to sample. Out: a [`Chance`] for each profile and kept policy, and the notes.

use super::{Answered, Read, once_each, suggest};
use crate::analysis::chance::{Chance, Sampling, chance, over_line_in};
use crate::diagnostic::{Code, Diagnostic, quote};
use crate::ir::Policy;
use crate::session::ask;

/// What is asked of the probabilities.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'w> {
    /// How to sample.
    pub sampling: Sampling,
    /// The param that moves, and its bounds where they are given: `floor`, `floor = 1e25 FLOP .. 1e26 FLOP`.
    pub line: Option<&'w str>,
    /// At how many places of it.
    pub points: usize,
}

/// The probabilities, by profile and by policy within it, and what is odd.
///
/// # Errors
/// The diagnostics of settings that cannot be used, and of a line that no policy has.
pub fn chances(read: &Read, wanted: &Wanted<'_>) -> Answered<Vec<Chance>> {
    let line = wanted.line.map(split_line);
    if let Some((name, _)) = line {
        refuse_unknown(name, &read.policies).map_err(|error| vec![error])?;
    }
    let Read { selection, .. } = read;
    let asked = ask(&read.policies, &read.profiles, &read.settings)?;
    let mut notes = read.notes.clone();
    notes.extend(asked.diagnostics);
    let kept: Vec<_> = asked.questions.iter().filter(|question| selection.keeps_policy(&question.policy.id)).collect();
    let mut chances: Vec<Vec<Chance>> = Vec::with_capacity(asked.profiles);
    for place in 0..asked.profiles {
        let mut of_profile = Vec::with_capacity(kept.len());
        for question in &kept {
            let Some(mut found) = chance(question, place, &wanted.sampling) else { continue };
            if let Some(model) = question.population.models.get(place) {
                notes.extend(model.warnings.iter().chain(&model.errors).cloned());
                if let (Some(error), true) = (&found.error, model.errors.is_empty()) {
                    notes.push(Diagnostic::error(Code::Limit, error.clone()));
                }
            }
            found.designations.retain(|outcome| selection.keeps(&found.policy, &outcome.id));
            if let Some(line) = line {
                let moved = over_line_in(question, place, line, &wanted.sampling, wanted.points);
                found.line = moved.map_err(|error| vec![*error])?;
                if let Some(moved) = &mut found.line {
                    moved.designations.retain(|outcome| selection.keeps(&found.policy, &outcome.id));
                }
            }
            of_profile.push(found);
        }
        chances.push(of_profile);
    }
    Ok((chances, once_each(notes)))
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
