//! Profiles out of TOML: a document is one profile, or several as `[[profile]]`; tables are groups of fields.
//!
//! In: a [`Source`]. Out: a [`Document`]. Numbers and dates keep the text they were written with; `toml` splits the
//! document, and is never asked for a number.

use super::fields::Fields;
use super::source::Source;
use super::{Document, Format, MAX_NESTING, Place, RawValue};
use crate::diagnostic::{Code, Diagnostic, MAX_DIAGNOSTICS, quote};
use crate::sorting::sort_by_key;
use crate::span::Span;
use std::sync::Arc;
use toml::Spanned;
use toml::de::{DeTable, DeValue, Error};

mod depth;

/// What a TOML profile looks like.
pub(super) const SHAPE: &str = "a profile has one field on each line: `training_compute = \"1e26 FLOP\"`";

/// Whether the first lines of a text, blank ones left out, seem to be TOML.
pub(super) fn looks_like<'t>(lines: impl Iterator<Item = &'t str>) -> bool {
    lines.take(200).find(|line| !line.starts_with('#')).is_some_and(|line| {
        let before_comment = line.split('#').next().unwrap_or("").trim_end();
        let header = before_comment.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        let header =
            header.map(|inner| inner.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(inner));
        let key = header.or_else(|| line.split_once('=').map(|(key, _)| key)).unwrap_or("").trim();
        let word = |part: &str| {
            let bare = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-');
            let part = part.trim();
            let is_json = matches!(part, "true" | "false" | "null") || part.bytes().all(|byte| byte.is_ascii_digit());
            !part.is_empty() && (header.is_none() || !is_json) && part.chars().all(bare)
        };
        let closed = |quote| key.len() > 2 && key.starts_with(quote) && key.ends_with(quote);
        let quoted = header.is_none() && (closed('"') || closed('\'')) && !key.contains(',');
        quoted || (!key.is_empty() && key.split('.').all(word))
    })
}

/// Reads a document of TOML.
pub(super) fn read(source: &Source<'_>) -> Document {
    if let Some(deep) = depth::too_deep(source.body) {
        let message = format!("{}: more than {MAX_NESTING} levels of nesting", source.describe(deep));
        let place = source.span(deep, deep + 1);
        return Document::refused(
            Diagnostic::error(Code::Limit, message)
                .at(&source.file, place, "")
                .help("write groups within groups as one name with dots"),
        );
    }
    let root = match DeTable::parse(source.body) {
        Ok(root) => root.into_inner(),
        Err(error) => return Document::refused(explain(source, &error)),
    };
    let place = |row| Place { file: source.file.clone(), row, format: Format::Toml };
    let mut fields = Fields::new(source);
    let mut document = Document::default();
    let several = root.iter().find_map(|(key, value)| {
        let named = matches!(key.get_ref().as_ref(), "profile" | "profiles");
        let elements = value.get_ref().as_array().filter(|_| named)?;
        elements.iter().any(|element| element.get_ref().is_table()).then_some((key, elements))
    });
    if let Some((name, elements)) = several {
        for (key, _) in root.iter().filter(|(key, _)| *key != name).take(MAX_DIAGNOSTICS) {
            let (key, at) = (quote(key.get_ref()), key.span());
            let message = format!("{}: the field {key} belongs to no profile", place(None));
            let help = format!("move it under one of the `[[{}]]`", name.get_ref());
            let found = Diagnostic::error(Code::Profile, message).at(&source.file, source.span(at.start, at.end), "");
            document.diagnostics.push(found.help(help));
        }
        for (index, element) in elements.iter().enumerate() {
            let place = place(Some(index + 1));
            fields.start(place.clone());
            match element.get_ref().as_table() {
                Some(table) => group(&mut fields, source, table),
                None => {
                    let message = format!("{place} is {}, not a table", kind(element.get_ref()));
                    let at = element.span();
                    let found = Diagnostic::error(Code::Profile, message);
                    fields.fail(found.at(&source.file, source.span(at.start, at.end), ""));
                }
            }
            document.profiles.push(fields.finish());
        }
    } else {
        if root.is_empty() {
            let message = format!("{} has no fields", place(None));
            document.diagnostics.push(Diagnostic::error(Code::Profile, message).help(SHAPE));
            return document;
        }
        fields.start(place(None));
        group(&mut fields, source, &root);
        document.profiles.push(fields.finish());
    }
    fields.end(document)
}

/// Reads the fields of a table. Recursion is bounded: nesting was counted before.
fn group(fields: &mut Fields<'_, '_>, source: &Source<'_>, table: &DeTable<'_>) {
    let mut entries: Vec<_> = table.iter().collect();
    sort_by_key(&mut entries, |(key, _)| key.span().start);
    for (key, value) in entries {
        if fields.is_full() {
            return;
        }
        let (name, at) = (key.get_ref(), key.span());
        let opened = fields.open(name, source.span(at.start, at.end));
        match value.get_ref() {
            DeValue::Table(inner) if !inner.is_empty() => group(fields, source, inner),
            _ => {
                let at = value.span();
                let span = source.span(at.start, at.end);
                let value = leaf(source, fields, value, span);
                fields.put(value, span);
            }
        }
        fields.close(opened);
    }
}

/// Reads a value that is no group.
fn leaf(source: &Source<'_>, fields: &Fields<'_, '_>, value: &Spanned<DeValue<'_>>, span: Span) -> RawValue {
    let written = source.body.get(value.span()).unwrap_or("");
    let invalid = |what: &str, help: &str| {
        let message = format!("{}: {} is {}, {what}", fields.place(), quote(fields.current()), quote(written));
        RawValue::Invalid(Arc::new(Diagnostic::error(Code::Value, message).at(&source.file, span, "").help(help)))
    };
    match value.get_ref() {
        DeValue::String(text) => RawValue::Text(Arc::from(text.as_ref())),
        DeValue::Integer(number) if number.radix() != 10 => {
            invalid("which is not a decimal number", "write its digits in base ten")
        }
        DeValue::Float(number) if number.as_str().contains(['i', 'n']) => {
            invalid("which is not a number", "leave the field out, or write `\"unknown\"`, for what is not known")
        }
        DeValue::Integer(_) | DeValue::Float(_) => RawValue::Number(Arc::from(written)),
        DeValue::Boolean(truth) => RawValue::Bool(*truth),
        DeValue::Datetime(date) if date.date.is_some() && date.time.is_none() => RawValue::Text(Arc::from(written)),
        DeValue::Datetime(_) => invalid("with a time of day", "a date is a day alone: `2026-08-01`"),
        DeValue::Array(_) => RawValue::Unsupported("an array"),
        DeValue::Table(_) => RawValue::Unsupported("an empty table"),
    }
}

/// What a value is.
fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "a truth value",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "an array",
        DeValue::Table(_) => "a table",
    }
}

/// Explains an error of the library.
fn explain(source: &Source<'_>, error: &Error) -> Diagnostic {
    let at = error.span().unwrap_or(source.body.len()..source.body.len());
    let written = source.body.get(at.clone()).unwrap_or("");
    let first_line = written.lines().next().unwrap_or("");
    let place = source.describe(at.start);
    let (said, expected) = error.message().split_once(", expected ").unwrap_or((error.message(), ""));
    let message = match said {
        "duplicate key" => format!("{place}: {} is given twice", quote(first_line)),
        "string values must be quoted" => format!("{place}: {} needs quotes", quote(first_line)),
        "invalid basic string" | "invalid literal string" if first_line.is_empty() => {
            format!("{place}: a text in quotes is not closed")
        }
        _ if first_line.is_empty() => format!("{place}: {said}"),
        _ => format!("{place}: {said} at {}", quote(first_line)),
    };
    let help = match said {
        "duplicate key" => "keep one of them".to_owned(),
        "string values must be quoted" => {
            "put texts, and values with a unit, in quotes: `\"1e26 FLOP\"`; a number alone is written `12`, `0.5` or `1e26`".to_owned()
        }
        _ if expected.is_empty() => "a field is written `name = value`, a group `[name]`".to_owned(),
        _ => format!("expected here: {expected}"),
    };
    let code = if said == "duplicate key" { Code::Duplicate } else { Code::Profile };
    Diagnostic::error(code, message).at(&source.file, source.span(at.start, at.end), "").help(help)
}
