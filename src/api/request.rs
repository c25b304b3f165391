//! Requests as JSON.
//!
//! In: the text of a request, the policies it is about. Out: [`Read`] and the options of its question; or what is wrong
//! with it. A field that the question does not have is refused.

use super::chance::Wanted;
use super::{Read, Selection, Sources, as_of, day, pair, profiles_of, reference_of, refuse_repeated};
use crate::analysis::chance::{MAX_SAMPLES, POINTS, Sampling};
use crate::bind::Invalid;
use crate::date::{Date, DateRange};
use crate::diagnostic::{Code, Diagnostic, nearest, quote};
use crate::ir::Policy;
use crate::profile::{Document, Format, RawProfile, read_document};
use crate::session::Settings;
use crate::span::Source;
use serde_json::{Map, Value};
use std::sync::Arc;

/// The fields that every question about models has.
const COMMON: [&str; 9] = ["profiles", "as_of", "set", "param", "reading", "reference", "assume", "only", "invalid"];

/// The fields of a request that were not read yet.
pub(super) struct Fields {
    map: Map<String, Value>,
    /// Whether a request may name no model at all.
    may_be_empty: bool,
}

/// A document inside a request.
#[derive(Clone, Debug)]
pub(super) struct Text {
    /// Its name, as in messages; its ending tells the format.
    pub name: String,
    /// What it says.
    pub text: String,
    /// `json`, `ndjson`, `toml` or `csv`, where the name does not tell.
    pub format: Option<String>,
}

impl Text {
    fn of(value: Value) -> Option<Self> {
        let Value::Object(mut map) = value else { return None };
        let (name, text) = (map.remove("name").and_then(text)?, map.remove("text").and_then(text)?);
        let format = match map.remove("format") {
            None | Some(Value::Null) => None,
            Some(format) => Some(self::text(format)?),
        };
        map.is_empty().then_some(Text { name, text, format })
    }
}

/// A field that is a text.
fn text(value: Value) -> Option<String> {
    if let Value::String(text) = value { Some(text) } else { None }
}

/// A field that is a list.
pub(super) fn list<T>(value: Value, each: fn(Value) -> Option<T>) -> Option<Vec<T>> {
    if let Value::Array(values) = value { values.into_iter().map(each).collect() } else { None }
}

/// Names with values, out of an object, or out of a list of pairs, which keeps any name and its order.
fn pairs(value: Value) -> Option<Vec<(String, Value)>> {
    match value {
        Value::Object(object) => Some(object.into_iter().collect()),
        Value::Array(list) => {
            let pair = |item: Value| match item {
                Value::Array(pair) => match <[Value; 2]>::try_from(pair) {
                    Ok([Value::String(name), value]) => Some((name, value)),
                    _ => None,
                },
                _ => None,
            };
            list.into_iter().map(pair).collect()
        }
        _ => None,
    }
}

fn error(message: impl Into<String>) -> Vec<Diagnostic> {
    vec![Diagnostic::error(Code::Option, message)]
}

impl Fields {
    /// The fields of a request, which may have `own` ones beside those of every question where `common`.
    ///
    /// # Errors
    /// One for a text that is no JSON object, and one for each field that is not asked for.
    pub(super) fn of(text: &str, common: bool, own: &[&str]) -> Result<Self, Vec<Diagnostic>> {
        let known: Vec<&str> = COMMON.iter().filter(|_| common).chain(own).copied().collect();
        let map = match serde_json::from_str(text) {
            Ok(Value::Object(map)) => map,
            Ok(_) => return Err(error("the request is no JSON object")),
            Err(why) => return Err(error(format!("the request is not JSON: {why}"))),
        };
        let unknown = map.keys().filter(|name| !known.contains(&name.as_str()));
        let errors: Vec<Diagnostic> = unknown
            .map(|name| {
                let error = Diagnostic::error(Code::Option, format!("the request has no field {}", quote(name)));
                error.help(match nearest(name, known.iter().copied()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None if known.is_empty() => "leave it out".to_owned(),
                    None => format!("there are {}", known.join(", ")),
                })
            })
            .collect();
        if errors.is_empty() { Ok(Fields { map, may_be_empty: false }) } else { Err(errors) }
    }

    /// A field, where it is given and not `null`.
    ///
    /// # Errors
    /// One that names the field and says what it takes.
    pub(super) fn take<T>(
        &mut self,
        name: &str,
        takes: &str,
        read: fn(Value) -> Option<T>,
    ) -> Result<Option<T>, Vec<Diagnostic>> {
        match self.map.remove(name) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => read(value).map(Some).ok_or_else(|| {
                let refused = Diagnostic::error(Code::Option, format!("`{name}` cannot be used"));
                vec![refused.help(format!("give {takes}"))]
            }),
        }
    }

    /// A text, where it is given.
    pub(super) fn text(&mut self, name: &str, takes: &str) -> Result<Option<String>, Vec<Diagnostic>> {
        self.take(name, takes, text)
    }

    /// Whether something is wanted; not, where it is not given.
    pub(super) fn truth(&mut self, name: &str) -> Result<bool, Vec<Diagnostic>> {
        Ok(self.take(name, "true or false", |value| value.as_bool())?.unwrap_or(false))
    }

    /// Lets the request name no model at all.
    pub(super) fn or_empty(&mut self) {
        self.may_be_empty = true;
    }

    /// A list of names.
    pub(super) fn names(&mut self, name: &str) -> Result<Vec<String>, Vec<Diagnostic>> {
        Ok(self.take(name, "a list of names", |value| list(value, text))?.unwrap_or_default())
    }

    /// A whole number between two others.
    pub(super) fn whole(&mut self, name: &str, usual: u64, least: u64, most: u64) -> Result<u64, Vec<Diagnostic>> {
        let takes = format!("a whole number from {least} to {most}");
        let found = self.take(name, &takes, |value| value.as_u64())?.unwrap_or(usual);
        match (least..=most).contains(&found) {
            true => Ok(found),
            false => Err(vec![
                Diagnostic::error(Code::Option, format!("`{name}` cannot be {found}")).help(format!("give {takes}")),
            ]),
        }
    }

    fn pairs(&mut self, name: &str, what: &str) -> Result<Vec<(String, Value)>, Vec<Diagnostic>> {
        let refused = || {
            let error = Diagnostic::error(Code::Option, format!("`{name}` cannot be used"));
            vec![error.help(format!("give {what} by their names: an object, or a list of pairs"))]
        };
        match self.map.remove(name) {
            None | Some(Value::Null) => Ok(Vec::new()),
            Some(value) => pairs(value).ok_or_else(refused),
        }
    }

    /// Values by their names.
    pub(super) fn named(&mut self, name: &str) -> Result<Vec<(String, String)>, Vec<Diagnostic>> {
        let pairs = self.pairs(name, "values")?;
        let of = |(key, value): (String, Value)| {
            let value = match value {
                Value::String(text) => text,
                Value::Bool(truth) => truth.to_string(),
                // JavaScript writes 1e+26.
                Value::Number(number) => number.to_string().replace("e+", "e"),
                Value::Null => "unknown".to_owned(),
                Value::Array(_) | Value::Object(_) => {
                    return Err(error(format!("`{name}`: {} is no text, number, truth value or null", quote(&key))));
                }
            };
            pair(&key, &value).map_err(|why| error(format!("`{name}` {}: {why}", quote(&key))))
        };
        pairs.into_iter().map(of).collect()
    }

    /// The evaluation date.
    pub(super) fn as_of(&mut self) -> Result<DateRange, Vec<Diagnostic>> {
        let missing = || {
            let missing = Diagnostic::error(Code::Option, "`as_of` is missing: the day to judge on");
            vec![missing.help("give a day as 2026-08-01, or `unknown`")]
        };
        self.maybe_as_of()?.ok_or_else(missing)
    }

    /// The evaluation date, where it is given.
    pub(super) fn maybe_as_of(&mut self) -> Result<Option<DateRange>, Vec<Diagnostic>> {
        let text = self.text("as_of", "a day as 2026-08-01, or `unknown`")?;
        let read = |text: String| as_of(&text).map_err(|why| error(format!("`as_of` {}: {why}", quote(&text))));
        text.map(read).transpose()
    }

    /// A day.
    pub(super) fn day(&mut self, name: &str) -> Result<Option<Date>, Vec<Diagnostic>> {
        let text = self.text(name, "a day as 2026-08-01")?;
        let read = |text: String| day(&text).map_err(|why| error(format!("`{name}` {}: {why}", quote(&text))));
        text.map(read).transpose()
    }

    /// What every question about models is asked with.
    pub(super) fn read(&mut self, policies: &Arc<[Policy]>, sources: &mut Sources) -> Result<Read, Vec<Diagnostic>> {
        let (set, param, reading) = (self.named("set")?, self.named("param")?, self.named("reading")?);
        let text = |(name, value): (String, Value)| match Text::of(value) {
            Some(text) => Ok((name, text)),
            None => {
                let refused = Diagnostic::error(Code::Option, format!("`reference` {} cannot be used", quote(&name)));
                Err(vec![refused.help("give a document `{name, text, format}`")])
            }
        };
        let references = self.pairs("reference", "documents")?;
        let references = references.into_iter().map(text).collect::<Result<Vec<_>, _>>()?;
        let files: Vec<(String, String)> =
            references.iter().map(|(name, text)| (name.clone(), text.name.clone())).collect();
        refuse_repeated(&[("--set", &set), ("--param", &param), ("--reading", &reading), ("--reference", &files)])?;
        let selection = Selection::of(&self.names("only")?, policies)?;
        let takes = "a list of documents `{name, text, format}`";
        let texts = self.take("profiles", takes, |value| list(value, Text::of))?.unwrap_or_default();
        if texts.is_empty() && set.is_empty() && !self.may_be_empty {
            let missing = Diagnostic::error(Code::Option, "there is no model to evaluate");
            return Err(vec![missing.help("give models with `profiles`, or facts with `set`")]);
        }
        let (profiles, mut notes) = profiles_of(texts.iter().map(|text| document(text, sources)))?;
        let mut linked: Vec<(String, RawProfile)> = Vec::new();
        for (name, text) in &references {
            let document = document(text, sources).map_err(|error| vec![error])?;
            notes.extend(document.diagnostics.iter().cloned());
            match reference_of(name, &text.name, document) {
                Ok(profile) => linked.push((name.clone(), profile)),
                Err(errors) => return Err(notes.into_iter().chain(errors).collect()),
            }
        }
        let settings = Settings {
            assume: self.truth("assume")?,
            invalid: match self.text("invalid", "`error` or `unknown`")?.as_deref() {
                None | Some("error") => Invalid::Error,
                Some("unknown") => Invalid::Unknown,
                Some(other) => {
                    return Err(error(format!("`invalid` cannot be {}: give `error` or `unknown`", quote(other))));
                }
            },
            facts: set,
            params: param,
            readings: reading,
            references: linked,
            ..Settings::on(self.as_of()?)
        };
        Ok(Read { policies: policies.clone(), selection, profiles, settings, notes })
    }

    /// How probabilities are asked for; the line is left where it is.
    pub(super) fn sampling(&mut self) -> Result<Wanted<'static>, Vec<Diagnostic>> {
        let sampling = Sampling {
            samples: self.whole("samples", 100_000, 1, MAX_SAMPLES)?,
            seed: self.whole("seed", 1, 0, u64::MAX)?,
            sensitivity: self.truth("sensitivity")?,
        };
        Ok(Wanted { sampling, line: None, points: POINTS })
    }
}

/// Reads a document of profiles.
///
/// # Errors
/// One for a format that there is not.
fn document(text: &Text, sources: &mut Sources) -> Result<Document, Diagnostic> {
    let name: Arc<str> = Arc::from(text.name.as_str());
    let format = match text.format.as_deref() {
        None => Format::from_name(&name).unwrap_or_else(|| Format::sniff(&text.text)),
        Some("json") => Format::Json,
        Some("ndjson") => Format::Ndjson,
        Some("toml") => Format::Toml,
        Some("csv") => Format::Csv,
        Some(other) => {
            let error = Diagnostic::error(Code::Option, format!("there is no format {}", quote(other)));
            return Err(error.help("give `json`, `ndjson`, `toml` or `csv`, or leave it out"));
        }
    };
    sources.keep(&Source { name: name.clone(), text: Arc::from(text.text.as_str()) });
    Ok(read_document(&name, &text.text, format))
}
