//! What falls due for the models of a request.
//!
//! In: a request, read, and the days asked for. Out: an [`Agenda`] for each profile, trimmed to what is kept, and the notes.

use super::{Answered, Read, once_each};
use crate::analysis::due::{self, Agenda, Window};
use crate::date::Date;
use crate::diagnostic::{Code, Diagnostic, quote};
use crate::ir::Policy;
use crate::session::ask;

/// What falls due from the first of two days until the second, where they are given, and what is odd.
///
/// # Errors
/// The diagnostics of settings that cannot be used, of days that end before they begin, and of outcomes to keep.
pub fn agendas(read: &Read, (from, until): (Option<Date>, Option<Date>)) -> Answered<Agenda> {
    if let (Some(from), Some(until)) = (from, until)
        && until < from
    {
        let error = Diagnostic::error(Code::Option, format!("--until {until} comes before --from {from}"));
        return Err(vec![error.help("give the earlier day with --from and the later one with --until")]);
    }
    refuse_outcomes(read.selection.names(), &read.policies)?;
    let asked = ask(&read.policies, &read.profiles, &read.settings)?;
    let mut agendas = due::agendas(&asked);
    let mut notes = read.notes.clone();
    notes.extend(asked.diagnostics);
    for agenda in &mut agendas {
        agenda.items.retain(|item| read.selection.keeps(&item.policy, &item.obligation));
        agenda.keep_within(Window { from, until });
        notes.append(&mut agenda.diagnostics);
    }
    Ok((agendas, once_each(notes)))
}

/// An outcome is not due: what follows from it is.
fn refuse_outcomes(only: &[String], policies: &[Policy]) -> Result<(), Vec<Diagnostic>> {
    let mut errors = Vec::new();
    for name in only {
        let follows = |policy: &Policy| {
            let own = |id: &str| *name == *id || *name == format!("{}.{id}", policy.id);
            *name == *policy.id || policy.obligations.iter().any(|obligation| own(&obligation.id))
        };
        if !policies.iter().any(follows) {
            let error = Diagnostic::error(Code::Option, format!("--only {}: an outcome is never due", quote(name)));
            errors.push(error.help("name an obligation, an option or a policy"));
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}
