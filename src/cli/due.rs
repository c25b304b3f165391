//! `brightline due`: what falls due for each model, across policies and in order of date.
//!
//! In: policies, profiles, options. Out: an agenda for each model as text, JSON, CSV or a calendar, on standard output or in
//! a file. Everything is read and evaluated before anything is printed or written.

use super::args::{DueArgs, DueFormat};
use super::load::{Sources, once_each};
use super::render::{csv, due, ics};
use super::request::read;
use super::{End, Report, Screen, output};
use brightline::analysis::due::{Agenda, Item};
use brightline::api::due::agendas;
use brightline::api::lines;
use brightline::diagnostic::{Code, Diagnostic};

/// Says what falls due.
pub(crate) fn run(args: &DueArgs, screen: Screen, sources: &mut Sources) -> Result<Report, Vec<Diagnostic>> {
    let (agendas, mut notes) = agendas(&read(&args.request, sources)?, (args.from, args.until))?;
    let in_error = notes.iter().any(Diagnostic::is_error);
    if in_error && args.output.is_some() {
        let message = "nothing is written, since some of the input is in error".to_owned();
        notes.push(Diagnostic::warning(Code::Option, message));
        return Ok(Report { text: String::new(), notes: once_each(notes), end: End::InError });
    }
    let text = match args.format {
        DueFormat::Text => due::text(&agendas, screen.width),
        DueFormat::Json => lines(items(&agendas)),
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
