//! The formatter: a tree and its comments back to text.
//!
//! In: a source, or an expression. Out: the one canonical text. Never changes the meaning: what it printed is read again
//! and compared with what was read first. Never prints a source that has errors.

mod expr;
mod page;
mod statement;
mod value;

use super::ast::{Expr, File, Statement, Value};
use super::grammar::parse_file;
use crate::diagnostic::{Code, Diagnostic};
use std::sync::Arc;

/// The canonical text of a source; its errors where it has any.
///
/// Statements, entries and comments keep their order; of several blank lines one is kept.
pub fn format_source(name: &Arc<str>, text: &Arc<str>) -> Result<String, Vec<Diagnostic>> {
    let (file, errors) = parse_file(name, text);
    if !errors.is_empty() {
        return Err(errors);
    }
    let printed = statement::print_file(&file);
    let (again, errors) = parse_file(name, &Arc::from(printed.as_str()));
    match difference(&file, &again, &errors) {
        None => Ok(printed),
        Some(error) => Err(vec![error]),
    }
}

/// An expression in one line, with single blanks; blocks as `all of { a; b }`.
pub fn print_expr(expr: &Expr) -> String {
    expr::one_line(expr)
}

/// A value in one line.
pub fn print_value(value: &Value) -> String {
    value::value(value)
}

/// Where the printed file, read again, means something else.
fn difference(file: &File, again: &File, errors: &[Diagnostic]) -> Option<Diagnostic> {
    let changed = file.statements.iter().zip(&again.statements).find(|(before, after)| shape(before) != shape(after));
    let all_there =
        file.statements.len() == again.statements.len() && comments(file).eq(comments(again)) && errors.is_empty();
    if changed.is_none() && all_there {
        return None;
    }
    let message = "formatting would change the meaning of this file, so it is left as it is";
    let error = Diagnostic::error(Code::Internal, message);
    let place = changed.map(|(before, _)| before.span).or(file.statements.last().map(|statement| statement.span));
    Some(
        error
            .at(&file.name, place.unwrap_or_default(), "printed wrongly")
            .help("this is a defect of the program; please report it with this text"),
    )
}

fn comments(file: &File) -> impl Iterator<Item = &str> {
    file.comments.iter().map(|comment| comment.slice(&file.text))
}

/// What a statement says, without its places.
fn shape(statement: &Statement) -> String {
    const PLACE: &str = "Span { start: ";
    let whole = format!("{:?}", statement.kind);
    let mut parts = whole.split(PLACE);
    let mut shape = parts.next().unwrap_or("").to_owned();
    for part in parts {
        shape.push_str(part.split_once('}').map_or("", |(_, rest)| rest));
    }
    shape
}
