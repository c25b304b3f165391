//! The rows and cells of a table, with their places.
//!
//! In: a text. Out: one row after the other, blank lines too, so that rows count as in a spreadsheet. Cells follow
//! RFC 4180; a quote that never closes, or has text behind it, is a fault of its row, where the `csv` crate would take
//! the rest of the document into the cell without a word. The tests hold the two against each other.

use std::borrow::Cow;

/// The separator a table uses: a comma, unless its header has none and has semicolons or tabs.
pub(super) fn separator(text: &str) -> u8 {
    let (mut commas, mut semicolons, mut tabs) = (0_usize, 0_usize, 0_usize);
    let mut quoted = false;
    for byte in text.trim_start().bytes() {
        match byte {
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b'\n' | b'\r' => break,
            b',' => commas += 1,
            b';' => semicolons += 1,
            b'\t' => tabs += 1,
            _ => {}
        }
    }
    match (commas, semicolons, tabs) {
        (0, semicolons, tabs) if tabs > semicolons => b'\t',
        (0, semicolons, _) if semicolons > 0 => b';',
        _ => b',',
    }
}

/// Most columns of a table; the cells of a longer row are counted, not kept.
pub(super) const MAX_COLUMNS: usize = 65_536;

/// One cell.
pub(super) struct Field<'t> {
    /// Where it starts, quote included.
    pub(super) start: usize,
    /// Where it ends.
    pub(super) end: usize,
    /// What it says, quotes read.
    pub(super) text: Cow<'t, str>,
}

/// What is wrong with the quotes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// `"abc` to the document's end: the last cell of the row. The next row starts on the next line.
    Unclosed {
        /// Where the opening quote stands.
        quote: usize,
    },
    /// `"abc"def`.
    Behind {
        /// Where the closing quote stands.
        quote: usize,
        /// The one-based column.
        column: usize,
    },
}

/// One row.
#[derive(Default)]
pub(super) struct Row<'t> {
    /// Its number, from one; blank lines count.
    pub(super) number: usize,
    /// The line it starts on, from one.
    pub(super) line: usize,
    /// Where it starts.
    pub(super) start: usize,
    /// Where it ends, line break excluded.
    pub(super) end: usize,
    /// How many cells it has.
    pub(super) count: usize,
    /// Its cells.
    pub(super) fields: Vec<Field<'t>>,
    /// Whether a cell says anything.
    has_text: bool,
    /// The first thing that is wrong with its quotes.
    pub(super) fault: Option<Fault>,
}

impl Row<'_> {
    /// Whether it says nothing at all.
    pub(super) fn is_blank(&self) -> bool {
        self.fault.is_none() && !self.has_text
    }
}

/// Goes through a text row by row.
pub(super) struct Rows<'t> {
    text: &'t str,
    at: usize,
    line: usize,
    number: usize,
    separator: u8,
}

impl<'t> Rows<'t> {
    /// At the start of `text`, which is on line `line`.
    pub(super) fn new(text: &'t str, line: usize, separator: u8) -> Self {
        Rows { text, at: 0, line, number: 0, separator }
    }

    /// Reads the next row into `row`; `false` at the end.
    pub(super) fn next(&mut self, row: &mut Row<'t>) -> bool {
        if self.at >= self.text.len() {
            return false;
        }
        self.number += 1;
        row.fields.clear();
        (row.number, row.line, row.start, row.count, row.fault) = (self.number, self.line, self.at, 0, None);
        row.has_text = false;
        loop {
            let field = self.field(row);
            row.count += 1;
            row.has_text |= !field.text.trim().is_empty();
            if row.fields.len() < MAX_COLUMNS {
                row.fields.push(field);
            }
            if self.peek() != Some(self.separator) || matches!(row.fault, Some(Fault::Unclosed { .. })) {
                break;
            }
            self.at += 1;
        }
        row.end = self.at;
        self.at += match (self.peek(), self.byte(self.at + 1)) {
            (Some(b'\r'), Some(b'\n')) => 2,
            (Some(_), _) => 1,
            (None, _) => 0,
        };
        let passed = self.text.as_bytes().get(row.start..self.at).unwrap_or_default();
        self.line += passed.iter().filter(|byte| **byte == b'\n').count();
        true
    }

    fn field(&mut self, row: &mut Row<'t>) -> Field<'t> {
        let start = self.at;
        if self.peek() != Some(b'"') {
            self.skip_to_end();
            return Field { start, end: self.at, text: Cow::Borrowed(self.slice(start, self.at)) };
        }
        let mut doubled = false;
        let mut from = start + 1;
        let close = loop {
            let Some(found) = self.text.get(from..).and_then(|rest| rest.find('"')) else {
                // Every later quote was one of a pair, so no later line can lose its closing quote again: this stays linear.
                row.fault.get_or_insert(Fault::Unclosed { quote: start });
                let rest = self.slice(start, self.text.len());
                self.at = start + rest.find(['\r', '\n']).unwrap_or(rest.len());
                return Field { start, end: self.at, text: Cow::Borrowed("") };
            };
            let quote = from + found;
            if self.byte(quote + 1) != Some(b'"') {
                break quote;
            }
            doubled = true;
            from = quote + 2;
        };
        let inner = self.slice(start + 1, close);
        self.at = close + 1;
        self.skip_to_end();
        if self.slice(close + 1, self.at).contains(|behind: char| !matches!(behind, ' ' | '\t')) {
            row.fault.get_or_insert(Fault::Behind { quote: close, column: row.count + 1 });
        }
        let text = if doubled { Cow::Owned(inner.replace("\"\"", "\"")) } else { Cow::Borrowed(inner) };
        Field { start, end: close + 1, text }
    }

    /// Goes to the next separator or line break, or to the end.
    fn skip_to_end(&mut self) {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let ends = |byte: &u8| *byte == self.separator || *byte == b'\n' || *byte == b'\r';
        self.at += rest.iter().position(ends).unwrap_or(rest.len());
    }

    fn slice(&self, start: usize, end: usize) -> &'t str {
        self.text.get(start..end).unwrap_or("")
    }

    fn peek(&self) -> Option<u8> {
        self.byte(self.at)
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }
}
