//! Profiles out of a table: a header with the names of the fields, then a row for each model.
//!
//! In: a [`Source`]. Out: a [`Document`]. A row that does not fit the header is a profile in error, never a profile with
//! its cells moved; what cells mean is read later.

use super::source::Source;
use super::{Budget, Cell, Document, Format, Place, RawProfile, RawValue};
use crate::diagnostic::{Code, Diagnostic, escape, quote};
use rows::{Fault, MAX_COLUMNS, Row, Rows};
use std::collections::HashMap;
use std::sync::Arc;

mod rows;

/// What a table looks like.
pub(super) const SHAPE: &str = "a table has a header with the names of its fields, then one row for each model";

/// A column of the table.
struct Column {
    name: Arc<str>,
    is_twice: bool,
    /// Whether an earlier column has its name: what it says is lost with that one's.
    is_again: bool,
    /// Whether it has been said that the column has cells but no name.
    is_reported: bool,
    /// The last text in it, shared with the next cell that says the same.
    last: Arc<str>,
}

/// Reads a table.
pub(super) fn read(source: &Source<'_>) -> Document {
    let separator = rows::separator(source.body);
    let mut table = Table {
        source,
        separator,
        budget: Budget::new(),
        columns: Vec::new(),
        first_blank: None,
        blank: 0,
        document: Document::default(),
    };
    let mut rows = Rows::new(source.body, source.line, separator);
    let mut row = Row::default();
    while rows.next(&mut row) {
        if row.is_blank() {
            if !table.columns.is_empty() && row.count > 1 {
                table.first_blank.get_or_insert(row.number);
                table.blank += 1;
            }
        } else if table.columns.is_empty() {
            if let Err(why) = table.header(&row) {
                return Document::refused(why);
            }
        } else {
            let profile = table.profile(&row);
            let fits = table.budget.take(1 + row.count) && (profile.error.is_none() || table.budget.take_error());
            table.document.profiles.push(profile);
            if !fits {
                return table.budget.refuse(&source.file, &table.document);
            }
        }
    }
    table.finish()
}

struct Table<'s, 't> {
    source: &'s Source<'t>,
    separator: u8,
    budget: Budget,
    columns: Vec<Column>,
    /// The number of the first row with only empty cells, and how many there are.
    first_blank: Option<usize>,
    blank: usize,
    document: Document,
}

impl Table<'_, '_> {
    fn header(&mut self, row: &Row<'_>) -> Result<(), Diagnostic> {
        let place = self.place(row);
        if let Some(fault) = row.fault {
            return Err(self.fault(row, &place, fault));
        }
        if row.count > MAX_COLUMNS {
            let message = format!("{} has {} columns, more than {MAX_COLUMNS}", escape(&self.source.file), row.count);
            return Err(Diagnostic::error(Code::Limit, message));
        }
        let mut first: HashMap<&str, usize> = HashMap::new();
        for (index, field) in row.fields.iter().enumerate() {
            let name = field.text.trim();
            self.columns.push(Column {
                name: Arc::from(name),
                is_twice: false,
                is_again: false,
                is_reported: false,
                last: Arc::from(""),
            });
            if name.is_empty() {
                continue;
            }
            let Some(earlier) = first.get(name).copied() else {
                first.insert(name, index);
                continue;
            };
            if let Some(column) = self.columns.get_mut(earlier) {
                column.is_twice = true;
            }
            if let Some(column) = self.columns.get_mut(index) {
                column.is_again = true;
            }
            let (one, other) = (earlier + 1, index + 1);
            let message =
                format!("{}: columns {one} and {other} are both called {}", escape(&self.source.file), quote(name));
            let span = |index: usize| row.fields.get(index).map(|field| self.source.span(field.start, field.end));
            let diagnostic = Diagnostic::error(Code::Duplicate, message)
                .at(&self.source.file, span(index).unwrap_or_default(), "here again")
                .at(&self.source.file, span(earlier).unwrap_or_default(), "first here")
                .help("rename or remove one of them");
            self.document.diagnostics.push(diagnostic);
        }
        Ok(())
    }

    fn profile(&mut self, row: &Row<'_>) -> RawProfile {
        let place = self.place(row);
        let error = match row.fault {
            Some(fault) => Some(self.fault(row, &place, fault)),
            None if row.count != self.columns.len() => Some(self.ragged(row, &place)),
            None => None,
        };
        if let Some(error) = error {
            return RawProfile { place, cells: Vec::new(), error: Some(Box::new(error)) };
        }
        let mut cells = Vec::with_capacity(row.fields.len());
        for (index, (column, field)) in self.columns.iter_mut().zip(&row.fields).enumerate() {
            let span = self.source.span(field.start, field.end);
            if column.name.is_empty() {
                if !column.is_reported && !field.text.trim().is_empty() {
                    column.is_reported = true;
                    let message = format!("{place}: column {} has a value but no name in the header", index + 1);
                    let diagnostic = Diagnostic::error(Code::Profile, message).at(&self.source.file, span, "");
                    self.document.diagnostics.push(diagnostic.help("name the column in the header, or remove it"));
                }
                continue;
            }
            if column.is_again {
                continue;
            }
            if *column.last != *field.text {
                column.last = Arc::from(field.text.as_ref());
            }
            let value = if column.is_twice {
                RawValue::Unsupported("in one of several columns with the same name")
            } else {
                RawValue::Text(column.last.clone())
            };
            cells.push(Cell { key: column.name.clone(), value, span: Some(span), line: row.line, column: index + 1 });
        }
        RawProfile { place, cells, error: None }
    }

    fn finish(mut self) -> Document {
        let file = escape(&self.source.file);
        if let Some(first) = self.first_blank {
            let message = match self.blank {
                1 => format!("{file} row {first} has only empty cells and is left out"),
                all => {
                    format!("{file} has {all} rows with only empty cells, which are left out; the first is row {first}")
                }
            };
            let warning = Diagnostic::warning(Code::Profile, message);
            self.document.diagnostics.push(warning.help("remove them, unless a model is missing there"));
        }
        if self.document.profiles.is_empty() {
            let found = if self.columns.is_empty() {
                Diagnostic::error(Code::Profile, format!("{file} has no header"))
            } else {
                Diagnostic::warning(Code::Profile, format!("{file} has a header but no rows"))
            };
            self.document.diagnostics.push(found.help(SHAPE));
        }
        self.document
    }

    fn place(&self, row: &Row<'_>) -> Place {
        Place { file: self.source.file.clone(), row: Some(row.number), format: Format::Csv }
    }

    fn ragged(&self, row: &Row<'_>, place: &Place) -> Diagnostic {
        let (has, wants) = (row.count, self.columns.len());
        let cells = if has == 1 { "cell" } else { "cells" };
        let separator = match self.separator {
            b';' => "semicolon",
            b'\t' => "tab",
            _ => "comma",
        };
        let help = if has > wants {
            format!("quote cells that contain a {separator}")
        } else {
            format!("write a {separator} for each empty cell, and quote cells that contain a line break")
        };
        Diagnostic::error(Code::Profile, format!("{place} has {has} {cells}, the header has {wants}"))
            .at(&self.source.file, self.source.span(row.start, row.end), "")
            .help(help)
    }

    fn fault(&self, row: &Row<'_>, place: &Place, fault: Fault) -> Diagnostic {
        let (at, what, help) = match fault {
            Fault::Unclosed { quote } => {
                let what = format!("the quote that opens column {} is never closed", row.count);
                (quote, what, "close it before the next cell")
            }
            Fault::Behind { quote, column } => {
                let what = format!("column {column} goes on behind its closing quote");
                (quote, what, "write a quote inside a quoted cell twice: `\"\"`")
            }
        };
        let span = self.source.span(at, at + 1);
        Diagnostic::error(Code::Profile, format!("{place}: {what}")).at(&self.source.file, span, "").help(help)
    }
}
