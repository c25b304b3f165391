//! Expressions: in one line, or with a line for each entry of their blocks.
//!
//! In: an expression. Out: its text. Never adds or drops parentheses: the tree keeps those that were written.

use super::page::Page;
use super::value::{cited, literal, members, quoted};
use crate::span::Span;
use crate::syntax::ast::{Block, Entry, Expr, ExprKind, Population};

/// Where the pieces of an expression go.
trait Sink {
    fn text(&mut self, text: &str);
    fn block(&mut self, entries: &[Entry], span: Span);
}

impl Sink for String {
    fn text(&mut self, text: &str) {
        self.push_str(text);
    }

    fn block(&mut self, entries: &[Entry], _: Span) {
        self.push('{');
        for (place, entry) in entries.iter().enumerate() {
            self.push_str(if place == 0 { " " } else { "; " });
            pieces_of_entry(entry, self);
        }
        self.push_str(" }");
    }
}

impl Sink for Page<'_> {
    fn text(&mut self, text: &str) {
        self.write(text);
    }

    fn block(&mut self, entries: &[Entry], span: Span) {
        self.open(span.start);
        for entry in entries {
            let place = place(entry);
            let whole = holds_block(&entry.condition);
            self.begin(place.start, if whole { place.start } else { place.end });
            print_entry(entry, "", self);
            self.write(";");
            self.end(place.end);
        }
        self.close(span.end);
    }
}

/// The whole expression in one line.
pub(super) fn one_line(expr: &Expr) -> String {
    let mut line = String::new();
    pieces(expr, &mut line);
    line
}

/// The place of an entry, from its label to its citation.
pub(super) fn place(entry: &Entry) -> Span {
    let start = entry.label.as_ref().map_or(entry.condition.span, |label| label.span);
    let end = entry.cite.as_ref().map_or(entry.condition.span, |cite| cite.span);
    start.to(end)
}

/// Prints an entry after `before` on the line that has been begun.
pub(super) fn print_entry(entry: &Entry, before: &str, page: &mut Page<'_>) {
    let label = entry.label.as_ref().map_or_else(String::new, |label| format!("{}: ", label.text));
    let head = format!("{before}{label}");
    page.write(&head);
    print_whole(&entry.condition, head.chars().count(), page);
    if let Some(cite) = &entry.cite {
        page.write(" ");
        page.write(&cited(cite));
    }
}

/// Prints an expression on the line that has been begun and holds `column` characters; long ones over several lines.
pub(super) fn print_whole(expr: &Expr, column: usize, page: &mut Page<'_>) {
    if holds_block(expr) {
        return pieces(expr, page);
    }
    let line = one_line(expr);
    if column + line.chars().count() <= page.room() {
        return page.write(&line);
    }
    match &expr.kind {
        ExprKind::Connective(op, operands) => {
            for (place, operand) in operands.iter().enumerate() {
                if place > 0 {
                    page.break_line();
                    page.write(op.symbol());
                    page.write(" ");
                }
                page.write(&one_line(operand));
            }
        }
        ExprKind::If(..) => {
            let mut branch = expr;
            while let ExprKind::If(condition, then, otherwise) = &branch.kind {
                page.write(&format!("if {} then {}", one_line(condition), one_line(then)));
                page.break_line();
                page.write("else ");
                branch = otherwise;
            }
            page.write(&one_line(branch));
        }
        _ => page.write(&line),
    }
}

/// Whether an expression has a block in it, whose entries each take a line.
pub(super) fn holds_block(expr: &Expr) -> bool {
    let mut open = vec![expr];
    while let Some(expr) = open.pop() {
        match &expr.kind {
            ExprKind::Block(..) => return true,
            ExprKind::Literal(_) | ExprKind::Date(_) | ExprKind::Text(_) | ExprKind::Truth(_) | ExprKind::Path(_) => {}
            ExprKind::Parenthesis(a)
            | ExprKind::Minus(a)
            | ExprKind::Not(a)
            | ExprKind::Shown(a)
            | ExprKind::Membership(a, _)
            | ExprKind::Exists(a)
            | ExprKind::DateShift(_, a) => open.push(a),
            ExprKind::Arithmetic(_, a, b)
            | ExprKind::Comparison(_, a, b)
            | ExprKind::AsOf(a, b)
            | ExprKind::Otherwise(a, b) => open.extend([&**a, &**b]),
            ExprKind::If(a, b, c) => open.extend([&**a, &**b, &**c]),
            ExprKind::Connective(_, many) | ExprKind::Call(_, many) => open.extend(many),
            ExprKind::Population(population) => {
                open.extend(&population.condition);
                open.push(&population.date);
            }
        }
    }
    false
}

fn pieces_of_entry(entry: &Entry, sink: &mut impl Sink) {
    if let Some(label) = &entry.label {
        sink.text(&label.text);
        sink.text(": ");
    }
    pieces(&entry.condition, sink);
    if let Some(cite) = &entry.cite {
        sink.text(" ");
        sink.text(&cited(cite));
    }
}

fn pieces<S: Sink>(expr: &Expr, sink: &mut S) {
    let two = |a: &Expr, between: &str, b: &Expr, sink: &mut S| {
        pieces(a, sink);
        sink.text(" ");
        sink.text(between);
        sink.text(" ");
        pieces(b, sink);
    };
    match &expr.kind {
        ExprKind::Literal(number) => sink.text(&literal(number)),
        ExprKind::Date(date) => sink.text(&date.to_string()),
        ExprKind::Text(text) => sink.text(&quoted(text)),
        ExprKind::Truth(truth) => sink.text(if *truth { "true" } else { "false" }),
        ExprKind::Path(path) => sink.text(path),
        ExprKind::Parenthesis(inner) => {
            sink.text("(");
            pieces(inner, sink);
            sink.text(")");
        }
        ExprKind::Minus(operand) => prefixed("-", operand, sink),
        ExprKind::Not(operand) => prefixed("not ", operand, sink),
        ExprKind::Shown(operand) => prefixed("shown ", operand, sink),
        ExprKind::Arithmetic(op, a, b) => two(a, op.symbol(), b, sink),
        ExprKind::Comparison(op, a, b) => two(a, op.symbol(), b, sink),
        ExprKind::AsOf(a, b) => two(a, "as of", b, sink),
        ExprKind::Otherwise(a, b) => two(a, "otherwise", b, sink),
        ExprKind::Connective(op, operands) => list(operands, &format!(" {} ", op.symbol()), sink),
        ExprKind::Membership(operand, names) => {
            pieces(operand, sink);
            sink.text(" in ");
            sink.text(&members(names));
        }
        ExprKind::Exists(operand) => {
            pieces(operand, sink);
            sink.text(" exists");
        }
        ExprKind::If(condition, then, otherwise) => {
            sink.text("if ");
            two(condition, "then", then, sink);
            sink.text(" else ");
            pieces(otherwise, sink);
        }
        ExprKind::Call(name, arguments) => {
            sink.text(&name.text);
            sink.text("(");
            list(arguments, ", ", sink);
            sink.text(")");
        }
        ExprKind::Block(block, entries) => {
            sink.text(&match block {
                Block::All => "all of ".to_owned(),
                Block::Any => "any of ".to_owned(),
                Block::AtLeast(count) => format!("at least {count} of "),
            });
            sink.block(entries, expr.span);
        }
        ExprKind::DateShift(shift, date) => {
            let way = if shift.before { "before" } else { "after" };
            sink.text(&format!("{} {} {way} ", shift.count, shift.word));
            pieces(date, sink);
        }
        ExprKind::Population(population) => pieces_of_population(population, sink),
    }
}

fn prefixed(prefix: &str, operand: &Expr, sink: &mut impl Sink) {
    sink.text(prefix);
    pieces(operand, sink);
}

fn list(items: &[Expr], between: &str, sink: &mut impl Sink) {
    for (place, item) in items.iter().enumerate() {
        if place > 0 {
            sink.text(between);
        }
        pieces(item, sink);
    }
}

fn pieces_of_population(population: &Population, sink: &mut impl Sink) {
    sink.text(if population.largest { "largest " } else { "smallest " });
    sink.text(if population.known { "known " } else { "" });
    sink.text(&population.quantity.text);
    if let Some(condition) = &population.condition {
        sink.text(" where ");
        pieces(condition, sink);
    }
    sink.text(if population.inclusive { " on or before " } else { " before " });
    pieces(&population.date, sink);
}
