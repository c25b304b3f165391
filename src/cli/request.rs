//! What the options of a command ask, as the library takes it.
//!
//! In: [`Request`]. Out: policies, profiles and settings, each file read once.

use super::args::{InvalidAs, Request};
use super::load::{self, Sources};
pub(crate) use brightline::api::Read;
use brightline::api::{Selection, profiles_of, reference_of, refuse_repeated};
use brightline::bind::Invalid;
use brightline::date::{Date, DateRange};
use brightline::diagnostic::{Code, Diagnostic};
use brightline::profile::RawProfile;
use brightline::session::Settings;
use std::path::Path;

/// Reads what a request names.
pub(crate) fn read(request: &Request, sources: &mut Sources) -> Result<Read, Vec<Diagnostic>> {
    refuse_repeated(&[
        ("--set", &request.set),
        ("--param", &request.param),
        ("--reading", &request.reading),
        ("--reference", &request.reference),
    ])?;
    let (policies, mut notes) = load::policies(&request.policies.paths, request.policies.root.as_deref(), sources)?;
    let selection = Selection::of(&request.only, &policies)?;
    let (profiles, documents) = read_profiles(request, sources)?;
    notes.extend(documents);
    let settings = settings(request, &mut notes, sources)?;
    Ok(Read { policies: policies.into(), selection, profiles, settings, notes })
}

/// Today's civil date where the computer is: the one clock of the program.
pub(crate) fn today() -> DateRange {
    let today = jiff::Zoned::now().date();
    Date::new(today.year(), today.month(), today.day()).map_or(DateRange::ALL, DateRange::point)
}

fn settings(
    request: &Request,
    notes: &mut Vec<Diagnostic>,
    sources: &mut Sources,
) -> Result<Settings, Vec<Diagnostic>> {
    let mut references = Vec::new();
    for (name, file) in &request.reference {
        let document = load::document(Path::new(file), sources).map_err(|error| vec![error])?;
        notes.extend(document.diagnostics.iter().cloned());
        match reference_of(name, file, document) {
            Ok(profile) => references.push((name.clone(), profile)),
            Err(errors) => return Err(std::mem::take(notes).into_iter().chain(errors).collect()),
        }
    }
    Ok(Settings {
        assume: request.assume,
        invalid: match request.invalid {
            InvalidAs::Error => Invalid::Error,
            InvalidAs::Unknown => Invalid::Unknown,
        },
        facts: request.set.clone(),
        params: request.param.clone(),
        readings: request.reading.clone(),
        references,
        ..Settings::on(request.as_of.unwrap_or_else(today))
    })
}

/// The profiles of all files, and what was wrong with the files.
fn read_profiles(
    request: &Request,
    sources: &mut Sources,
) -> Result<(Vec<RawProfile>, Vec<Diagnostic>), Vec<Diagnostic>> {
    if request.profiles.is_empty() && request.set.is_empty() {
        let error = Diagnostic::error(Code::Option, "there is no model to evaluate");
        return Err(vec![
            error.help("give models with --profiles FILE (`-` is standard input), or facts with --set fact=value"),
        ]);
    }
    profiles_of(request.profiles.iter().map(|path| load::document(path, sources)))
}
