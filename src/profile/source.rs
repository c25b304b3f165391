//! A document, or a line of one, that knows its place.
//!
//! In: a text and parts of it. Out: their spans, lines and columns. Never copies the text, never counts a line twice.

use crate::diagnostic::escape;
use crate::span::Span;
use std::sync::Arc;

/// A document, or a part of one that starts a line.
pub(super) struct Source<'t> {
    /// The document's name.
    pub(super) file: Arc<str>,
    /// The text to read, without a byte order mark.
    pub(super) body: &'t str,
    /// Where in the document the body starts.
    offset: usize,
    /// One-based line on which it starts.
    pub(super) line: usize,
}

impl<'t> Source<'t> {
    /// A whole document.
    pub(super) fn new(file: &Arc<str>, text: &'t str) -> Self {
        let body = text.strip_prefix('\u{feff}').unwrap_or(text);
        Source { file: file.clone(), body, offset: text.len() - body.len(), line: 1 }
    }

    /// The part from `start` in the body, which is on line `line`.
    pub(super) fn part(&self, body: &'t str, start: usize, line: usize) -> Self {
        Source { file: self.file.clone(), body, offset: self.offset + start, line }
    }

    /// The place in the document of `range` in the body.
    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.offset + start, self.offset + end)
    }

    /// The place in the document of a slice of the body; an empty place at its start where it is no slice of it.
    pub(super) fn span_of(&self, part: &str) -> Span {
        let start = (part.as_ptr() as usize).wrapping_sub(self.body.as_ptr() as usize);
        match start.checked_add(part.len()) {
            Some(end) if end <= self.body.len() => self.span(start, end),
            Some(_) | None => self.span(0, 0),
        }
    }

    /// `models.json line 3, column 14`, for an offset in the body.
    pub(super) fn describe(&self, at: usize) -> String {
        let (line, column) = self.cursor().advance(at);
        format!("{} line {line}, column {column}", escape(&self.file))
    }

    /// A cursor at the start of the body.
    pub(super) fn cursor(&self) -> Cursor<'t> {
        Cursor { body: self.body, first: self.line, at: 0, line: self.line, column: 1 }
    }

    /// The offset in the body of a span's start.
    pub(super) fn start_of(&self, span: Span) -> usize {
        (span.start as usize).saturating_sub(self.offset)
    }
}

/// Lines and columns of offsets that ascend: each character is looked at once.
pub(super) struct Cursor<'t> {
    body: &'t str,
    first: usize,
    at: usize,
    line: usize,
    column: usize,
}

impl Cursor<'_> {
    /// One-based line and column, in characters, of an offset. An offset before the last one starts over.
    pub(super) fn advance(&mut self, at: usize) -> (usize, usize) {
        if at < self.at {
            (self.at, self.line, self.column) = (0, self.first, 1);
        }
        if let Some(passed) = self.body.get(self.at..at) {
            match passed.rfind('\n') {
                Some(newline) => {
                    self.line += passed.bytes().filter(|byte| *byte == b'\n').count();
                    self.column = passed.get(newline + 1..).unwrap_or("").chars().count() + 1;
                }
                None => self.column += passed.chars().count(),
            }
            self.at = at;
        }
        (self.line, self.column)
    }
}
