//! What every command that asks policies about models begins with: the policies, the profiles, the settings.
//!
//! In: arguments. Out: what they name, read. A mistake in any of it is reported before anything is answered.

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

/// What a request names, read.
pub(crate) struct Material {
    /// The policies.
    pub(crate) policies: Vec<Policy>,
    /// What `--only` keeps of them.
    pub(crate) selection: Selection,
    /// The profiles, in the order of their files.
    pub(crate) profiles: Vec<RawProfile>,
    /// How to ask.
    pub(crate) settings: Settings,
    /// What is odd about any of it.
    pub(crate) notes: Vec<Diagnostic>,
}

/// Reads what a request names.
///
/// # Errors
/// The diagnostics of policies, profiles and options that cannot be used.
pub(crate) fn read(args: &Request, sources: &mut Sources) -> Result<Material, Vec<Diagnostic>> {
    refuse_repeated(args)?;
    let (policies, mut notes) = load::policies(&args.policies.paths, args.policies.root.as_deref(), sources)?;
    let selection = Selection::of(&args.only, &policies)?;
    let (profiles, documents) = read_profiles(args, sources)?;
    notes.extend(documents);
    let settings = settings(args, &mut notes, sources)?;
    Ok(Material { policies, selection, profiles, settings, notes })
}

/// Today's civil date where the computer is: the one clock of the program.
pub(crate) fn today() -> DateRange {
    DateRange::point(jiff::Zoned::now().date())
}

fn settings(args: &Request, notes: &mut Vec<Diagnostic>, sources: &mut Sources) -> Result<Settings, Vec<Diagnostic>> {
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
fn read_profiles(args: &Request, sources: &mut Sources) -> Result<(Vec<RawProfile>, Vec<Diagnostic>), Vec<Diagnostic>> {
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
fn refuse_repeated(args: &Request) -> Result<(), Vec<Diagnostic>> {
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
