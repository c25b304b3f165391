//! The fields of nested documents, flattened into dotted names.
//!
//! In: groups and values in the document's order. Out: a profile's cells. A name that comes twice, be it as
//! `base: {x: 1}` beside `base.x`, makes every value under it invalid, and each such field is kept once: no reader could say which value was meant.

use super::source::{Cursor, Source};
use super::{Budget, Cell, Document, Format, MAX_KEY, Place, RawProfile, RawValue};
use crate::diagnostic::{Code, Diagnostic, quote};
use crate::sorting::sort_by_key;
use crate::span::Span;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Collects the fields of one profile after the other.
pub(super) struct Fields<'s, 't> {
    source: &'s Source<'t>,
    cursor: Cursor<'t>,
    budget: Budget,
    full: bool,
    /// The names and groups met so far, each with its index in `seen`.
    names: HashMap<Arc<str>, usize>,
    /// For each, the number of the last profile that had it, and the place where that profile had it first.
    seen: Vec<(usize, Span)>,
    number: usize,
    path: String,
    depth: usize,
    /// The name that was opened last, as it is shared among profiles.
    name: Arc<str>,
    /// Those that came again, each with the place where it did so first.
    again: HashMap<Arc<str>, Span>,
    place: Place,
    cells: Vec<Cell>,
    error: Option<Box<Diagnostic>>,
}

/// The state to go back to when a name's value has been read.
pub(super) struct Opened(usize);

impl<'s, 't> Fields<'s, 't> {
    /// For the profiles of one document.
    pub(super) fn new(source: &'s Source<'t>) -> Self {
        Fields {
            source,
            cursor: source.cursor(),
            budget: Budget::new(),
            full: false,
            names: HashMap::new(),
            seen: Vec::new(),
            number: 1,
            path: String::new(),
            depth: 0,
            name: Arc::from(""),
            again: HashMap::new(),
            place: Place { file: source.file.clone(), row: None, format: Format::Json },
            cells: Vec::new(),
            error: None,
        }
    }

    /// Whether the document has more fields, or more that are wrong, than one may have.
    pub(super) fn is_full(&self) -> bool {
        self.full
    }

    /// The document, unless it has too many fields.
    pub(super) fn end(self, document: Document) -> Document {
        if self.full { self.budget.refuse(&self.source.file, &document) } else { document }
    }

    /// Starts the profile at `place`.
    pub(super) fn start(&mut self, place: Place) {
        self.place = place;
    }

    /// The place of the profile that is being read.
    pub(super) fn place(&self) -> &Place {
        &self.place
    }

    /// Goes into the field or group `key`, whose name stands at `span`.
    pub(super) fn open(&mut self, key: &str, span: Span) -> Opened {
        let opened = Opened(self.path.len());
        let key = key.trim();
        if self.path.len() + key.len() >= MAX_KEY {
            let message = format!("{}: the name {} is longer than {MAX_KEY} bytes", self.place, quote(key));
            self.fail(Diagnostic::error(Code::Limit, message).at(&self.source.file, span, ""));
        } else {
            if self.depth > 0 {
                self.path.push('.');
            }
            self.path.push_str(key);
            self.note(span);
        }
        self.depth += 1;
        opened
    }

    /// Comes out of it again.
    pub(super) fn close(&mut self, opened: Opened) {
        self.path.truncate(opened.0);
        self.depth = self.depth.saturating_sub(1);
    }

    /// The name of the field that is open.
    pub(super) fn current(&self) -> &str {
        &self.path
    }

    /// Gives the open field its value, which stands at `span`.
    pub(super) fn put(&mut self, value: RawValue, span: Span) {
        let is_invalid = matches!(value, RawValue::Invalid(_));
        if self.full || !self.budget.take(1) || (is_invalid && !self.budget.take_error()) {
            self.full = true;
            return;
        }
        self.cells.push(Cell { key: self.name.clone(), value, span: Some(span), line: 0, column: 0 });
    }

    /// Marks the whole profile as unreadable; the first reason stays.
    pub(super) fn fail(&mut self, why: Diagnostic) {
        self.error.get_or_insert_with(|| Box::new(why));
    }

    /// The profile, and a clean slate for the next one.
    pub(super) fn finish(&mut self) -> RawProfile {
        let place = self.place.clone();
        let error = self.error.take();
        self.full |= !self.budget.take(1) || (error.is_some() && !self.budget.take_error());
        let mut cells = std::mem::take(&mut self.cells);
        if error.is_some() {
            cells.clear();
        }
        let twice = self.ambiguities(&place);
        // TOML may come back to an earlier group; the cursor wants ascending places.
        sort_by_key(&mut cells, |cell| cell.span);
        for cell in &mut cells {
            let start = cell.span.map_or(0, |span| self.source.start_of(span));
            (cell.line, cell.column) = self.cursor.advance(start);
        }
        if !twice.is_empty() {
            let mut kept = HashSet::new();
            cells.retain_mut(|cell| match ambiguity(&twice, &cell.key) {
                None => true,
                Some(diagnostic) => {
                    cell.value = RawValue::Invalid(diagnostic);
                    kept.insert(cell.key.clone())
                }
            });
        }
        self.path.clear();
        self.depth = 0;
        self.number += 1;
        RawProfile { place, cells, error }
    }

    /// Notes that this profile has the name of the current path, at `span`.
    fn note(&mut self, span: Span) {
        let known = self.names.get_key_value(self.path.as_str()).map(|(name, index)| (name.clone(), *index));
        let (name, index) = known.unwrap_or_else(|| {
            let (name, index): (Arc<str>, usize) = (Arc::from(self.path.as_str()), self.seen.len());
            self.names.insert(name.clone(), index);
            self.seen.push((0, Span::default()));
            (name, index)
        });
        if let Some((number, first)) = self.seen.get_mut(index) {
            if *number != self.number {
                (*number, *first) = (self.number, span);
            } else if !self.again.contains_key(&name) {
                self.full |= !self.budget.take_error();
                self.again.insert(name.clone(), span);
            }
        }
        self.name = name;
    }

    fn ambiguities(&mut self, place: &Place) -> HashMap<Arc<str>, Arc<Diagnostic>> {
        let file = &self.source.file;
        let explain = |(name, again): (Arc<str>, Span)| {
            let message = format!("{place} gives {} twice", quote(&name));
            let first = self.names.get(&name).and_then(|index| self.seen.get(*index)).map(|(_, span)| *span);
            let diagnostic = Diagnostic::error(Code::Duplicate, message)
                .at(file, again, "here again")
                .at(file, first.unwrap_or_default(), "first here")
                .help("keep one of them; spellings with an escape, a dot or a blank count as the same name");
            (name, Arc::new(diagnostic))
        };
        std::mem::take(&mut self.again).into_iter().map(explain).collect()
    }
}

/// Why the field `key` is ambiguous: it, or a group it is in, is given twice.
fn ambiguity(twice: &HashMap<Arc<str>, Arc<Diagnostic>>, key: &str) -> Option<Arc<Diagnostic>> {
    let groups = key.match_indices('.').filter_map(|(dot, _)| key.get(..dot));
    groups.chain([key]).find_map(|name| twice.get(name)).cloned()
}
