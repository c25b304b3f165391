//! Profiles out of JSON: one object, an array of objects, or objects in a row, one a line or not.
//!
//! In: a [`Source`]. Out: a [`Document`]. Numbers keep their text and names are compared after their escapes are read,
//! at every level. `serde_json` splits the text; this module never asks it for a number.

use super::fields::Fields;
use super::source::Source;
use super::{Document, Format, MAX_CELLS, MAX_NESTING, Place, RawProfile, RawValue};
use crate::diagnostic::{Code, Diagnostic, escape, quote};
use crate::span::Span;
use serde::Deserializer as _;
use serde::de::{Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue as Raw;
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

mod mistake;

/// What a JSON profile looks like.
pub(super) const SHAPE: &str = "a profile is an object of fields: `{\"name\": \"...\", \"training_compute\": 1e26}`";

/// Whether each line seems to be an object of its own.
pub(super) fn looks_like_lines(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let (first, second) = (lines.next().unwrap_or(""), lines.next().unwrap_or(""));
    first.starts_with('{') && first != "{" && second.starts_with('{')
}

/// Reads a document of JSON.
pub(super) fn read(source: &Source<'_>) -> Document {
    if looks_like_lines(source.body) {
        return read_lines(source);
    }
    let values = match split(source) {
        Ok(values) => values,
        Err(why) => return Document::refused(why),
    };
    let mut fields = Fields::new(source);
    let mut document = Document::default();
    let place = |row| Place { file: source.file.clone(), row, format: Format::Json };
    match values.as_slice() {
        [array] if array.get().starts_with('[') => {
            let mut row = 0;
            each_element(array, |element| {
                row += 1;
                document.profiles.push(profile(&mut fields, source, element, place(Some(row))));
                !fields.is_full()
            });
            if row == 0 {
                let message = format!("{} has no profiles: its array is empty", place(None));
                document.diagnostics.push(Diagnostic::warning(Code::Profile, message).help(SHAPE));
            }
        }
        objects if objects.iter().all(|value| value.get().starts_with('{')) => {
            for (index, object) in objects.iter().enumerate() {
                let row = (objects.len() > 1).then_some(index + 1);
                document.profiles.push(profile(&mut fields, source, object, place(row)));
            }
        }
        others => {
            let other = others.iter().find(|value| !value.get().starts_with('{'));
            let text = other.map_or("", |value| value.get());
            let message = match others.len() {
                1 => format!("{} is {}, not a profile", place(None), kind(text)),
                _ => format!("{} has {} beside other values", place(None), kind(text)),
            };
            return Document::refused(wrong_shape(source, text, message));
        }
    }
    fields.end(document)
}

/// Reads a document with one object on each line; a line that cannot be read costs that line.
pub(super) fn read_lines(source: &Source<'_>) -> Document {
    let mut fields = Fields::new(source);
    let mut document = Document::default();
    let mut start = 0;
    for (index, line) in source.body.split_inclusive('\n').enumerate() {
        let part = source.part(line, start, source.line + index);
        start += line.len();
        if line.trim().is_empty() {
            continue;
        }
        let place = Place { file: source.file.clone(), row: Some(part.line), format: Format::Ndjson };
        let object = split(&part).and_then(|values| match values.as_slice() {
            [object] => Ok(*object),
            [_, second, ..] => {
                let message = format!("{place} has more than one value");
                Err(Diagnostic::error(Code::Profile, message)
                    .at(&part.file, part.span_of(second.get()), "the second starts here")
                    .help("write each profile on a line of its own"))
            }
            [] => Err(Diagnostic::error(Code::Profile, format!("{place} is empty"))),
        });
        document.profiles.push(match object {
            Ok(object) => profile(&mut fields, source, object, place),
            Err(why) => {
                fields.start(place);
                fields.fail(why);
                fields.finish()
            }
        });
        if fields.is_full() {
            break;
        }
    }
    fields.end(document)
}

/// The values at the top of a text, once all of it is known to be JSON.
fn split<'t>(source: &Source<'t>) -> Result<Vec<&'t Raw>, Diagnostic> {
    if let Some(deep) = too_deep(source.body) {
        let message = format!("{}: more than {MAX_NESTING} levels of nesting", source.describe(deep));
        return Err(Diagnostic::error(Code::Limit, message)
            .at(&source.file, source.span(deep, deep + 1), "")
            .help("write groups within groups as one name with dots"));
    }
    let mut values = Vec::new();
    for value in serde_json::Deserializer::from_str(source.body).into_iter::<&Raw>() {
        match value {
            Ok(_) if values.len() == MAX_CELLS => {
                let message = format!("{} has more than {MAX_CELLS} values", escape(&source.file));
                return Err(Diagnostic::error(Code::Limit, message).help("split it into several documents"));
            }
            Ok(value) => values.push(value),
            Err(error) => return Err(mistake::explain(source, &error, !values.is_empty())),
        }
    }
    Ok(values)
}

/// Where nesting goes beyond its limit, brackets in strings not counted.
fn too_deep(text: &str) -> Option<usize> {
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b'[' | b'{' if depth == MAX_NESTING => return Some(at),
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}

/// Reads one value as a profile.
fn profile(fields: &mut Fields<'_, '_>, source: &Source<'_>, value: &Raw, place: Place) -> RawProfile {
    fields.start(place);
    if value.get().starts_with('{') {
        group(fields, source, value);
    } else {
        let message = format!("{} is {}, not a profile", fields.place(), kind(value.get()));
        fields.fail(wrong_shape(source, value.get(), message));
    }
    fields.finish()
}

/// Reads the fields of an object. Recursion is bounded: nesting was counted before.
fn group(fields: &mut Fields<'_, '_>, source: &Source<'_>, object: &Raw) -> usize {
    let mut count = 0;
    each_entry(object, |key, value| {
        count += 1;
        let span = source.span_of(value.get());
        let Some(name) = text_of(key) else {
            let message = format!("{}: the name of a field has half of a character", fields.place());
            fields.fail(half_character(source, source.span_of(key.get()), message));
            return true;
        };
        let opened = fields.open(&name, source.span_of(key.get()));
        match value.get().bytes().next() {
            Some(b'{') => {
                if group(fields, source, value) == 0 {
                    fields.put(RawValue::Unsupported("an empty object"), span);
                }
            }
            Some(b'[') => fields.put(RawValue::Unsupported("an array"), span),
            Some(b'"') => {
                let read = text_of(value).map(|text| RawValue::Text(Arc::from(text)));
                let read = read.unwrap_or_else(|| {
                    let message = format!("{}: {} has half of a character", fields.place(), quote(fields.current()));
                    RawValue::Invalid(Arc::new(half_character(source, span, message)))
                });
                fields.put(read, span);
            }
            Some(b't') => fields.put(RawValue::Bool(true), span),
            Some(b'f') => fields.put(RawValue::Bool(false), span),
            Some(b'n') => fields.put(RawValue::Null, span),
            Some(_) | None => fields.put(RawValue::Number(Arc::from(value.get())), span),
        }
        fields.close(opened);
        !fields.is_full()
    });
    count
}

/// A JSON string's text; `None` where an escape is half of a character.
fn text_of(string: &Raw) -> Option<Cow<'_, str>> {
    let text = string.get();
    let inner = text.strip_prefix('"')?.strip_suffix('"')?;
    if inner.contains('\\') { serde_json::from_str(text).ok().map(Cow::Owned) } else { Some(Cow::Borrowed(inner)) }
}

fn half_character(source: &Source<'_>, span: Span, message: String) -> Diagnostic {
    Diagnostic::error(Code::Value, message)
        .at(&source.file, span, "")
        .help("escapes from `\\ud800` to `\\udfff` stand in pairs: `\\ud83d\\ude00`")
}

fn wrong_shape(source: &Source<'_>, value: &str, message: String) -> Diagnostic {
    Diagnostic::error(Code::Profile, message)
        .at(&source.file, source.span_of(value), "")
        .help(SHAPE)
        .help("a document is one profile, an array of profiles, or one profile on each line")
}

/// What a JSON value is, by its first character.
fn kind(value: &str) -> &'static str {
    match value.bytes().next() {
        Some(b'{') => "an object",
        Some(b'[') => "an array",
        Some(b'"') => "a text",
        Some(b't' | b'f') => "a truth value",
        Some(b'n') => "null",
        Some(_) => "a number",
        None => "nothing",
    }
}

/// Calls `each` with the elements of an array until it returns `false`.
fn each_element<'t>(array: &'t Raw, each: impl FnMut(&'t Raw) -> bool) {
    // The text is known to be JSON, so the only error is our own stop.
    drop(serde_json::Deserializer::from_str(array.get()).deserialize_seq(Elements(each)));
}

/// Calls `each` with the names and values of an object until it returns `false`.
fn each_entry<'t>(object: &'t Raw, each: impl FnMut(&'t Raw, &'t Raw) -> bool) {
    drop(serde_json::Deserializer::from_str(object.get()).deserialize_map(Entries(each)));
}

struct Elements<F>(F);

impl<'t, F: FnMut(&'t Raw) -> bool> Visitor<'t> for Elements<F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'t>>(mut self, mut array: A) -> Result<(), A::Error> {
        while let Some(element) = array.next_element::<&Raw>()? {
            if !(self.0)(element) {
                return Err(A::Error::custom("stopped"));
            }
        }
        Ok(())
    }
}

struct Entries<F>(F);

impl<'t, F: FnMut(&'t Raw, &'t Raw) -> bool> Visitor<'t> for Entries<F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'t>>(mut self, mut object: A) -> Result<(), A::Error> {
        while let Some((key, value)) = object.next_entry::<&Raw, &Raw>()? {
            if !(self.0)(key, value) {
                return Err(A::Error::custom("stopped"));
            }
        }
        Ok(())
    }
}
