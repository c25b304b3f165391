//! What the options of a command ask, as the library takes it.
//!
//! In: [`Request`]. Out: policies, profiles and settings, each file read once.

use super::args::{InvalidAs, Request};
use super::load::{self, Sources};
use super::select::Selection;
use brightline::bind::Invalid;
use brightline::date::DateRange;
use brightline::diagnostic::{Code, Diagnostic, quote};
use brightline::ir::Policy;
use brightline::profile::RawProfile;
use brightline::session::Settings;
use std::path::Path;

/// A request with everything it names read.
#[derive(Debug)]
pub(crate) struct Read {
    /// All policies, those that are not selected too: others may use them.
    pub(crate) policies: Vec<Policy>,
    /// What `--only` keeps.
    pub(crate) selection: Selection,
    /// The models.
    pub(crate) profiles: Vec<RawProfile>,
    /// What is set beside them.
    pub(crate) settings: Settings,
    /// What is odd about the files.
    pub(crate) notes: Vec<Diagnostic>,
}

/// Reads what a request names.
pub(crate) fn read(request: &Request, sources: &mut Sources) -> Result<Read, Vec<Diagnostic>> {
    refuse_repeated(request)?;
    let (policies, mut notes) = load::policies(&request.policies.paths, request.policies.root.as_deref(), sources)?;
    let selection = Selection::of(&request.only, &policies)?;
    let (profiles, documents) = read_profiles(request, sources)?;
    notes.extend(documents);
    let settings = settings(request, &mut notes, sources)?;
    Ok(Read { policies, selection, profiles, settings, notes })
}

/// Today's civil date where the computer is: the one clock of the program.
pub(crate) fn today() -> DateRange {
    DateRange::point(jiff::Zoned::now().date())
}

fn settings(
    request: &Request,
    notes: &mut Vec<Diagnostic>,
    sources: &mut Sources,
) -> Result<Settings, Vec<Diagnostic>> {
    let mut references = Vec::new();
    for (name, file) in &request.reference {
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
    let (mut profiles, mut notes) = (Vec::new(), Vec::new());
    for path in &request.profiles {
        match load::document(path, sources) {
            Ok(document) => {
                profiles.extend(document.profiles);
                notes.extend(document.diagnostics);
            }
            Err(error) => notes.push(error),
        }
    }
    // A file without profiles must not look like one on which every rule was silent.
    if !request.profiles.is_empty() && profiles.is_empty() {
        if notes.is_empty() {
            notes.push(Diagnostic::error(Code::Option, "there is no model in the files of --profiles"));
        }
        return Err(notes);
    }
    Ok((profiles, notes))
}

/// An option that is given twice for one name was meant once.
fn refuse_repeated(request: &Request) -> Result<(), Vec<Diagnostic>> {
    let options = [
        ("--set", &request.set),
        ("--param", &request.param),
        ("--reading", &request.reading),
        ("--reference", &request.reference),
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
