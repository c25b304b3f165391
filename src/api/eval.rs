//! What policies say of models: every answer of a request.
//!
//! In: a request, read. Out: an [`Answer`] for each profile and kept policy, trimmed to what is kept, and the notes.

use super::{Answered, End, Read, once_each};
use crate::diagnostic::{Code, Diagnostic};
use crate::eval::result::{Answer, NO_PROFILE};
use crate::session::evaluate;

/// References to models without a profile that one warning names.
const MAX_LOST: usize = 5;

/// The answers, by profile and by policy within it, and what is odd.
///
/// # Errors
/// The diagnostics of settings that cannot be used.
pub fn answers(read: &Read) -> Answered<Vec<Answer>> {
    let mut evaluated = evaluate(&read.policies, &read.profiles, &read.settings)?;
    for answers in &mut evaluated.answers {
        answers.retain(|answer| read.selection.keeps_policy(&answer.policy));
        answers.iter_mut().for_each(|answer| read.selection.apply(answer));
    }
    let mut notes = read.notes.clone();
    notes.extend(evaluated.diagnostics);
    notes.extend(evaluated.answers.iter().flatten().flat_map(|answer| answer.diagnostics.iter().cloned()));
    Ok((evaluated.answers, gathered(once_each(notes))))
}

/// How such an evaluation ends: in error where a profile could not be used, though others have their answers.
pub fn end(answers: &[Vec<Answer>], notes: &[Diagnostic]) -> End {
    let in_error = answers.iter().flatten().any(|answer| answer.error.is_some());
    if in_error { End::InError } else { End::after(notes) }
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
