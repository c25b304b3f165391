//! `brightline due`: what falls due for each model, across policies and in order of date.
//!
//! In: policies, profiles, options. Out: an agenda for each model as text, JSON, CSV or a calendar, on standard output or in
//! a file. Everything is read and evaluated before anything is printed or written.

use super::args::{DueArgs, DueFormat, Request};
use super::load::{Sources, once_each};
use super::render::{csv, due, ics};
use super::request::{Read, read};
use super::{End, Report, Screen, output};
use brightline::analysis::due::{Agenda, Item, Window, agendas};
use brightline::diagnostic::{Code, Diagnostic, quote};
use brightline::ir::Policy;
use brightline::session::ask;

/// Says what falls due.
pub(crate) fn run(args: &DueArgs, screen: Screen, sources: &mut Sources) -> Result<Report, Vec<Diagnostic>> {
    let window = window(args)?;
    let Read { policies, selection, profiles, settings, mut notes } = read(&args.request, sources)?;
    refuse_outcomes(&args.request, &policies)?;
    let asked = ask(&policies, &profiles, &settings)?;
    let mut agendas = agendas(&asked);
    notes.extend(asked.diagnostics);
    for agenda in &mut agendas {
        agenda.items.retain(|item| selection.keeps(&item.policy, &item.obligation));
        agenda.keep_within(window);
        notes.append(&mut agenda.diagnostics);
    }
    let in_error = notes.iter().any(Diagnostic::is_error);
    if in_error && args.output.is_some() {
        let message = "nothing is written, since some of the input is in error".to_owned();
        notes.push(Diagnostic::warning(Code::Option, message));
        return Ok(Report { text: String::new(), notes: once_each(notes), end: End::InError });
    }
    let text = match args.format {
        DueFormat::Text => due::text(&agendas, screen.width),
        DueFormat::Json => items(&agendas).map(json).collect(),
        DueFormat::Csv => csv::write(&due::rows(items(&agendas))),
        DueFormat::Ics => {
            let calendar = ics::calendar(items(&agendas));
            notes.extend(ics::about_dateless(calendar.without_day));
            calendar.text
        }
    };
    let text = match &args.output {
        Some(path) if path.as_os_str() != "-" && path.as_os_str() != "/dev/stdout" => {
            output::write(path, text.as_bytes())?;
            String::new()
        }
        _ => text,
    };
    let end = if in_error { End::InError } else { End::Done };
    Ok(Report { text, notes: once_each(notes), end })
}

/// The items of all models, one after the other.
fn items(agendas: &[Agenda]) -> impl Iterator<Item = &Item> {
    agendas.iter().flat_map(|agenda| &agenda.items)
}

fn json(item: &Item) -> String {
    format!("{}\n", serde_json::to_string(item).unwrap_or_default())
}

/// The days asked for.
fn window(args: &DueArgs) -> Result<Window, Vec<Diagnostic>> {
    match (args.from, args.until) {
        (Some(from), Some(until)) if until < from => {
            let error = Diagnostic::error(Code::Option, format!("--until {until} comes before --from {from}"));
            Err(vec![error.help("give the earlier day with --from and the later one with --until")])
        }
        (from, until) => Ok(Window { from, until }),
    }
}

/// An outcome is not due: what follows from it is.
fn refuse_outcomes(request: &Request, policies: &[Policy]) -> Result<(), Vec<Diagnostic>> {
    let mut errors = Vec::new();
    for name in &request.only {
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
