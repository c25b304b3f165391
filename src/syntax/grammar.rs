//! From text to syntax tree: the scan, the parser, and what to do where it stops.
//!
//! In: a file's text, or one value's. Out: the tree of all that could be read, and every error found. Never stops at the
//! first error, and never reports one mistake twice.

mod describe;
mod hint;
mod recover;

use super::ast::{File, Value};
use super::build::Builder;
use super::errors::Errors;
use super::scan::{self, MAX_SOURCE};
use crate::diagnostic::{Code, Diagnostic};
use crate::span::Span;
use std::sync::Arc;

pub(super) use describe::{describe, is_fixed};
pub(super) use generated::{BrightlineParser, Rule};

/// How many bytes a value of a profile may have.
const MAX_VALUE: usize = 4096;

/// What the parser generator writes.
mod generated {
    use pest_derive::Parser;

    #[derive(Parser)]
    #[grammar = "../grammar/brightline.pest"]
    pub(in crate::syntax) struct BrightlineParser;
}

/// Reads a file; `name` is how diagnostics call it.
///
/// Statements with errors are left out of the tree; the errors come in the order of the text, at most
/// [`MAX_DIAGNOSTICS`](crate::diagnostic::MAX_DIAGNOSTICS) and one that counts the rest.
pub fn parse_file(name: &Arc<str>, text: &Arc<str>) -> (File, Vec<Diagnostic>) {
    let mut file = File { name: name.clone(), text: text.clone(), statements: Vec::new(), comments: Vec::new() };
    if text.len() > MAX_SOURCE {
        let error = Diagnostic::error(Code::Limit, format!("a file is larger than {} MiB", MAX_SOURCE / 1024 / 1024));
        return (file, vec![error.at(name, Span::new(0, 0), "").help("split it into several, joined by `uses`")]);
    }
    let scan = scan::scan(name, text);
    file.comments = scan.comments;
    let mut builder = Builder::new(name, text, &file.comments, scan.errors);
    let mut statements = Vec::new();
    for chunk in &scan.chunks {
        recover::read_chunk(&mut builder, chunk, &mut statements);
    }
    let errors = builder.into_errors().in_order();
    file.statements = statements;
    (file, errors)
}

/// Reads one value, as a profile, an option or a table's cell gives it; places count from the start of `text`.
pub fn parse_value(file: &Arc<str>, text: &str) -> Result<Value, Diagnostic> {
    if text.len() > MAX_VALUE {
        let error = Diagnostic::error(Code::Limit, format!("a value is longer than {MAX_VALUE} bytes"));
        return Err(error.at(file, Span::new(0, 0), ""));
    }
    let scan = scan::scan(file, text);
    if let Some(error) = scan.errors.in_order().into_iter().next() {
        return Err(error);
    }
    let mut builder = Builder::new(file, text, &scan.comments, Errors::default());
    let value = match recover::parse(Rule::value_entry, text) {
        Ok(pairs) => builder.value_entry(pairs),
        Err(stop) => Err(recover::report(&builder, &stop, 0, text.len())),
    };
    match builder.into_errors().in_order().into_iter().next() {
        Some(error) => Err(error),
        None => value,
    }
}
