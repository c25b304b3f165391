//! A request with everything it names read, and the rules that hold for requests however they arrive.
//!
//! In: checked files, documents, settings as written. Out: [`Read`], or what is wrong with the request.

use super::{Selection, once_each};
use crate::check::Checked;
use crate::date::{Date, DateRange, parse_date};
use crate::diagnostic::{Code, Diagnostic, quote, visible};
use crate::ir::Policy;
use crate::profile::{Document, RawProfile};
use crate::session::Settings;
use std::sync::Arc;

/// A request with everything it names read.
#[derive(Clone, Debug)]
pub struct Read {
    /// All policies, those that are not selected too: others may use them.
    pub policies: Arc<[Policy]>,
    /// What `--only` keeps.
    pub selection: Selection,
    /// The models.
    pub profiles: Vec<RawProfile>,
    /// What is set beside them.
    pub settings: Settings,
    /// What is odd about the files.
    pub notes: Vec<Diagnostic>,
}

impl Read {
    /// The policies of which something is kept.
    pub fn kept(&self) -> Vec<&Policy> {
        self.policies.iter().filter(|policy| self.selection.keeps_policy(&policy.id)).collect()
    }

    /// The same request of the kept policies alone.
    pub fn narrowed(mut self) -> Self {
        let kept = self.kept();
        if kept.len() < self.policies.len() {
            self.policies = kept.into_iter().cloned().collect();
        }
        self
    }
}

/// Files of the language, checked one after the other.
#[derive(Debug, Default)]
pub struct Checks {
    policies: Vec<Policy>,
    found: Vec<Diagnostic>,
    named: Vec<String>,
    /// How many policies there are, those in error too, and how many vocabularies.
    pub counts: (usize, usize),
}

impl Checks {
    /// Adds a file; `named` where the request names it itself, rather than a folder that holds it.
    pub fn add(&mut self, name: &str, named: bool, checked: Result<Checked, Diagnostic>) {
        let name = format!("`{}`", visible(name));
        match checked {
            Ok(mut checked) => {
                // Where a vocabulary is missing so are its names: that is one mistake, not one for each name.
                if checked.diagnostics.iter().any(|found| found.code == Code::Import && found.is_error()) {
                    let of_its_own = [Code::Import, Code::Syntax, Code::Spelling, Code::Literal, Code::Limit];
                    checked.diagnostics.retain(|found| of_its_own.contains(&found.code));
                }
                if checked.is_vocabulary {
                    self.counts.1 += 1;
                    if named {
                        self.named.push(name);
                    }
                } else {
                    self.counts.0 += 1;
                }
                self.found.extend(checked.diagnostics);
                self.policies.extend(checked.policy);
            }
            Err(error) => self.found.push(error),
        }
    }

    /// Everything that was found, each once.
    pub fn findings(self) -> Vec<Diagnostic> {
        once_each(self.found)
    }

    /// The policies, and warnings about them; vocabularies in folders are passed over. `places` is where they were
    /// looked for.
    ///
    /// # Errors
    /// Every error in them, vocabularies that were named, and that there is no policy at all.
    pub fn policies(self, places: &str) -> Result<(Vec<Policy>, Vec<Diagnostic>), Vec<Diagnostic>> {
        let vocabulary = |name: &String| {
            let message = format!("{name} is a vocabulary: it declares facts and decides nothing");
            Diagnostic::error(Code::Option, message).help("give a policy that uses it")
        };
        let found = once_each(self.named.iter().map(vocabulary).chain(self.found).collect());
        if found.iter().any(Diagnostic::is_error) {
            return Err(found);
        }
        if self.policies.is_empty() {
            let message = format!("there is no policy in {places}, only vocabularies");
            return Err(vec![Diagnostic::error(Code::Option, message)]);
        }
        Ok((self.policies, found))
    }
}

/// The profiles of all documents, and what was wrong with them.
///
/// # Errors
/// What is wrong where there is not one profile: that must not look like profiles on which every rule was silent.
pub fn profiles_of(
    documents: impl IntoIterator<Item = Result<Document, Diagnostic>>,
) -> Result<(Vec<RawProfile>, Vec<Diagnostic>), Vec<Diagnostic>> {
    let (mut profiles, mut notes, mut any) = (Vec::new(), Vec::new(), false);
    for document in documents {
        any = true;
        match document {
            Ok(document) => {
                profiles.extend(document.profiles);
                notes.extend(document.diagnostics);
            }
            Err(error) => notes.push(error),
        }
    }
    if any && profiles.is_empty() {
        if notes.is_empty() {
            notes.push(Diagnostic::error(Code::Option, "there is no model in the files of --profiles"));
        }
        return Err(notes);
    }
    Ok((profiles, notes))
}

/// The one profile of a document that a reference leads to.
///
/// # Errors
/// What is wrong with the document, or that it holds another number of profiles.
pub fn reference_of(name: &str, file: &str, document: Document) -> Result<RawProfile, Vec<Diagnostic>> {
    let count = document.profiles.len();
    let mut profiles = document.profiles.into_iter();
    match (profiles.next(), profiles.next()) {
        (Some(profile), None) => Ok(profile),
        _ => {
            let message =
                format!("--reference {}: {} has {count} profiles, where one is asked for", quote(name), quote(file));
            Err(vec![Diagnostic::error(Code::Option, message)])
        }
    }
}

/// Options of `name=value`, each with how it is called.
pub type Pairs<'o> = [(&'static str, &'o [(String, String)])];

/// An option that is given twice for one name was meant once.
///
/// # Errors
/// One for each name that is given again.
pub fn refuse_repeated(options: &Pairs<'_>) -> Result<(), Vec<Diagnostic>> {
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

/// A name and its value without blanks around them.
///
/// # Errors
/// One sentence where either is missing, or what multiplies stands at the name.
pub fn pair(name: &str, value: &str) -> Result<(String, String), String> {
    let (name, value) = (name.trim(), value.trim());
    if name.is_empty() {
        return Err("there is no name before `=`".to_owned());
    }
    if name.ends_with('*') {
        return Err("what multiplies stands behind the `=`: write 'FACT=*3'".to_owned());
    }
    if value.is_empty() {
        return Err("there is no value behind `=`; write `unknown` where it is not known".to_owned());
    }
    Ok((name.to_owned(), value.to_owned()))
}

/// Reads a day, or `unknown`.
///
/// # Errors
/// One sentence that says how a day is written.
pub fn as_of(text: &str) -> Result<DateRange, String> {
    if text == "unknown" {
        return Ok(DateRange::ALL);
    }
    parse_date(text).map(DateRange::point).ok_or_else(|| "write a day as 2026-08-01, or `unknown`".to_owned())
}

/// Reads a day.
///
/// # Errors
/// One sentence that says how a day is written.
pub fn day(text: &str) -> Result<Date, String> {
    parse_date(text).ok_or_else(|| "write a day as 2026-08-01".to_owned())
}
