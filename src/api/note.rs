//! Diagnostics as data, with the places that editors count in.
//!
//! In: diagnostics and the texts of their files. Out: JSON with lines and columns from one in characters, and with byte and
//! UTF-16 offsets from zero.

use crate::diagnostic::{Diagnostic, Label};
use crate::sorting::sort;
use crate::span::{LineIndex, Source};
use rustc_hash::FxHashMap;
use serde_json::{Value, json};
use std::collections::HashSet;
use std::sync::Arc;

/// The texts of all files read, to show diagnostics with.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    texts: FxHashMap<Arc<str>, Arc<str>>,
}

impl Sources {
    /// Keeps a text.
    pub fn keep(&mut self, source: &Source) {
        self.texts.insert(source.name.clone(), source.text.clone());
    }

    /// The text of a file by the name it was read under.
    pub fn text(&self, name: &str) -> Option<&Arc<str>> {
        self.texts.get(name)
    }
}

/// A place in lines and columns, from one; the end is one past the last character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Line and column of the first character.
    pub start: (usize, usize),
    /// Line and column behind the last one.
    pub end: (usize, usize),
}

/// Finds places, reading the lines of each file once.
#[derive(Debug)]
pub struct Places<'s> {
    sources: &'s Sources,
    indexes: FxHashMap<Arc<str>, LineIndex>,
}

impl<'s> Places<'s> {
    /// Finds places in these texts.
    pub fn new(sources: &'s Sources) -> Self {
        Places { sources, indexes: FxHashMap::default() }
    }

    /// Where a label stands; `None` where its file is not known.
    pub fn of(&mut self, label: &Label) -> Option<Place> {
        let text = self.sources.text(&label.file)?;
        let index = self.indexes.entry(label.file.clone()).or_insert_with(|| LineIndex::new(text));
        let at = |offset| index.line_column(text, offset);
        Some(Place { start: at(label.span.start), end: at(label.span.end) })
    }
}

/// One object a line, as `brightline check --format json` prints.
pub fn lines(notes: &[Diagnostic], sources: &Sources) -> String {
    super::lines(objects(notes, sources, |_, _| ()))
}

/// The same as a list, each label with `span` in bytes and `utf16` in the units of a JavaScript string.
pub(super) fn structured(notes: &[Diagnostic], sources: &Sources) -> Vec<Value> {
    objects(notes, sources, |label, object| {
        let (start, end) = (label.span.start, label.span.end);
        let units = sources.text(&label.file).map(|text| {
            let units = |offset: u32| text.get(..offset as usize).map_or(0, |before| before.encode_utf16().count());
            [units(start), units(end)]
        });
        if let Value::Object(object) = object {
            object.insert("span".to_owned(), json!([start, end]));
            object.insert("utf16".to_owned(), json!(units));
        }
    })
}

fn objects(notes: &[Diagnostic], sources: &Sources, add: impl Fn(&Label, &mut Value)) -> Vec<Value> {
    let mut places = Places::new(sources);
    let mut label = |label: &Label| {
        let place = places.of(label);
        let mut object = json!({
            "file": &*label.file,
            "line": place.map(|place| place.start.0),
            "column": place.map(|place| place.start.1),
            "end_line": place.map(|place| place.end.0),
            "end_column": place.map(|place| place.end.1),
            "text": label.text,
        });
        add(label, &mut object);
        object
    };
    let mut object = |note: &Diagnostic| {
        json!({
            "severity": note.severity,
            "code": note.code.as_str(),
            "message": note.message,
            "labels": note.labels.iter().map(&mut label).collect::<Vec<_>>(),
            "help": note.help,
        })
    };
    notes.iter().map(&mut object).collect()
}

/// The same without repetitions: a mistake in a vocabulary is found by each policy that uses it, and one between two
/// files from either side.
pub fn once_each(found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut seen = HashSet::new();
    let key = |found: &Diagnostic| {
        let mut labels: Vec<_> = found
            .labels
            .iter()
            .map(|label| (label.file.clone(), label.span.range().start, label.span.range().end))
            .collect();
        let mut words: Vec<String> = found.message.split(' ').map(str::to_owned).collect();
        if labels.len() > 1 {
            sort(&mut labels);
            sort(&mut words);
        }
        (found.code, words, labels)
    };
    found.into_iter().filter(|diagnostic| seen.insert(key(diagnostic))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;
    use crate::span::Span;

    #[test]
    fn places_are_given_in_every_unit_that_editors_count_in() {
        let name: Arc<str> = Arc::from("a.bright");
        let mut sources = Sources::default();
        sources.keep(&Source { name: name.clone(), text: Arc::from("é\n😀 x") });
        let note = Diagnostic::error(Code::Name, "no x").at(&name, Span::new(8, 9), "here");
        let found = structured(&[note], &sources);
        let label = &found[0]["labels"][0];
        assert_eq!(label["span"], json!([8, 9]));
        assert_eq!(label["utf16"], json!([5, 6]));
        assert_eq!((&label["line"], &label["column"]), (&json!(2), &json!(3)));
    }
}
