//! Good refusals: what the grammar reads only to say how it is written.
//!
//! In: what was written and where. Out: one diagnostic each, with the right spelling in the user's own words. Never
//! decides whether to refuse: that is the caller's.

use super::Builder;
use crate::diagnostic::{Code, Diagnostic};
use crate::span::Span;
use crate::syntax::ast::{Expr, ExprKind};
use crate::syntax::op::{Connective, Infix};
use crate::syntax::scan::shorten;

/// How many characters of an operand a suggestion shows.
const SHOWN: usize = 32;

impl Builder<'_> {
    /// The user's text at `span`, fit for a message.
    fn shown(&self, span: Span) -> String {
        shorten(span.slice(self.text()), SHOWN)
    }

    pub(super) fn refuse_date(&self, written: &str, span: Span) -> Diagnostic {
        let short = shorten(written, SHOWN);
        let parts: Vec<&str> = written.split('-').collect();
        let digits =
            |part: &&str| !part.is_empty() && part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit());
        let [year, month, day] = parts.as_slice() else {
            return Diagnostic::error(Code::Literal, format!("`{short}` is not a date"))
                .at(self.file(), span, "not a date")
                .help("a date is written as in `2026-08-01`; arithmetic has blanks round its `-`");
        };
        let numbers = parts.iter().all(digits);
        let padded = format!("{year}-{month:0>2}-{day:0>2}");
        if numbers && year.len() == 4 && crate::date::parse_date(&padded).is_some() {
            return Diagnostic::error(Code::Literal, format!("`{short}` is not written as a date is"))
                .at(self.file(), span, "not a date")
                .help(format!("write `{padded}`"));
        }
        if numbers && year.len() == 4 && month.len() <= 2 && day.len() <= 2 {
            return Diagnostic::error(Code::Literal, format!("no calendar has the day `{short}`"))
                .at(self.file(), span, "no such day")
                .help("a date is year, month and day, as in `2026-08-01`");
        }
        Diagnostic::error(Code::Literal, format!("`{short}` is not a date"))
            .at(self.file(), span, "not a date")
            .help("a date is year, month and day, as in `2026-08-01`")
            .help("arithmetic has blanks round its `-`")
    }

    pub(super) fn refuse_month(&self, written: &str, span: Span) -> Diagnostic {
        let error = Diagnostic::error(
            Code::Literal,
            format!("`{written}` is a month, where one day or a number is read"),
        )
        .at(self.file(), span, "a month");
        let error = match crate::date::parse_month(written) {
            Some(_) => error.help(format!("write a day, such as `{written}-01`")),
            None => error,
        };
        error.help(format!("write `{}` if this is a difference", written.replace("-0", "-").replace('-', " - ")))
    }

    pub(super) fn refuse_symbol(&self, wrong: &str, right: &str, span: Span) -> Diagnostic {
        Diagnostic::error(Code::Spelling, format!("`{wrong}` is written `{right}` here")).at(
            self.file(),
            span,
            format!("write `{right}`"),
        )
    }

    /// `a < b < c`.
    pub(super) fn refuse_chain(&self, left: &Expr, op: &str, op_span: Span, right: Span) -> Diagnostic {
        let middle = match &left.kind {
            ExprKind::Comparison(_, _, middle) => middle.span,
            _ => left.span,
        };
        let op = if op.is_empty() { String::new() } else { format!("{op} ") };
        let (left, middle, right) = (self.shown(left.span), self.shown(middle), self.shown(right));
        Diagnostic::error(Code::Spelling, "comparisons do not chain")
            .at(self.file(), op_span, "a second comparison")
            .help(format!("write `{left} and {middle} {op}{right}`"))
    }

    /// `a and b or c`, where one of the two operands joins with `and`.
    pub(super) fn refuse_mixture(&self, left: &Expr, right: &Expr, op_span: Span) -> Diagnostic {
        let and = |expr: &Expr| match &expr.kind {
            ExprKind::Connective(Connective::And, operands) => {
                let first = operands.first().map_or(expr.span, |operand| operand.span);
                let last = operands.last().map_or(expr.span, |operand| operand.span);
                let others = operands.iter().rev().nth(1).map_or(expr.span, |operand| operand.span);
                let second = operands.get(1).map_or(expr.span, |operand| operand.span);
                Some((first, Span::new(second.start as usize, last.end as usize), first.to(others), last))
            }
            _ => None,
        };
        let (whole_left, whole_right) = (self.shown(left.span), self.shown(right.span));
        let readings = match (and(left), and(right)) {
            (Some((_, _, before, last)), _) => [
                format!("({whole_left}) or {whole_right}"),
                format!("{} and ({} or {whole_right})", self.shown(before), self.shown(last)),
            ],
            (None, Some((first, after, _, _))) => [
                format!("{whole_left} or ({whole_right})"),
                format!("({whole_left} or {}) and {}", self.shown(first), self.shown(after)),
            ],
            (None, None) => [format!("({whole_left}) or {whole_right}"), format!("{whole_left} or ({whole_right})")],
        };
        let [first, second] = readings;
        Diagnostic::error(Code::Spelling, "`and` beside `or` needs parentheses")
            .at(self.file(), op_span, "beside `and`")
            .help(format!("write `{first}`"))
            .help(format!("or, if that is what is meant, `{second}`"))
    }

    /// `a otherwise b + c` and the like.
    pub(super) fn refuse_otherwise(&self, left: &Expr, right: &Expr, op_span: Span) -> Diagnostic {
        let (whole_left, whole_right) = (self.shown(left.span), self.shown(right.span));
        let beside = |expr: &Expr| match &expr.kind {
            ExprKind::Arithmetic(op, a, b) => Some((op.symbol(), a.span, b.span)),
            ExprKind::Comparison(op, a, b) => Some((op.symbol(), a.span, b.span)),
            _ => None,
        };
        let readings = match (beside(left), beside(right)) {
            (Some((op, a, b)), _) => [
                format!("({whole_left}) otherwise {whole_right}"),
                format!("{} {op} ({} otherwise {whole_right})", self.shown(a), self.shown(b)),
            ],
            (None, Some((op, a, b))) => [
                format!("{whole_left} otherwise ({whole_right})"),
                format!("({whole_left} otherwise {}) {op} {}", self.shown(a), self.shown(b)),
            ],
            (None, None) => {
                let bracket =
                    |expr: &Expr, text: &str| if is_lone(expr) { text.to_owned() } else { format!("({text})") };
                let both = format!("{} otherwise {}", bracket(left, &whole_left), bracket(right, &whole_right));
                [both.clone(), both]
            }
        };
        let [first, second] = readings;
        let error = Diagnostic::error(Code::Spelling, "`otherwise` beside another operator needs parentheses")
            .at(self.file(), op_span, "beside another operator")
            .help(format!("write `{first}`"));
        if first == second { error } else { error.help(format!("or, if that is what is meant, `{second}`")) }
    }

    /// `a ^ b ^ c`, or a fraction or power written tight beside an operator that binds as tightly.
    pub(super) fn refuse_tight(&self, op: Infix, left: &Expr, right: &Expr, op_span: Span) -> Diagnostic {
        let (whole_left, whole_right) = (self.shown(left.span), self.shown(right.span));
        let op = op.symbol();
        let readings = match (parts(left), parts(right)) {
            (_, Some((a, sign, b))) => {
                [format!("{whole_left} {op} ({whole_right})"), format!("({whole_left} {op} {a}) {sign} {b}")]
            }
            (Some((a, sign, b)), None) => {
                [format!("({whole_left}) {op} {whole_right}"), format!("{a} {sign} ({b} {op} {whole_right})")]
            }
            (None, None) => {
                let (a, b) = match &left.kind {
                    ExprKind::Arithmetic(_, a, b) => (self.shown(a.span), self.shown(b.span)),
                    _ => (whole_left.clone(), String::new()),
                };
                [format!("({whole_left}) {op} {whole_right}"), format!("{a} {op} ({b} {op} {whole_right})")]
            }
        };
        let [first, second] = readings;
        Diagnostic::error(Code::Spelling, format!("`{whole_left} {op} {whole_right}` can be read in two ways"))
            .at(self.file(), op_span, "between these")
            .help(format!("write `{first}`"))
            .help(format!("or, if that is what is meant, `{second}`"))
    }

    /// `a > not b`.
    pub(super) fn refuse_prefix(&self, prefix: &str, operand: Span, span: Span) -> Diagnostic {
        Diagnostic::error(Code::Spelling, format!("`{prefix}` needs parentheses here"))
            .at(self.file(), span, "beside another operator")
            .help(format!("write `({prefix} {})`", self.shown(operand)))
    }

    pub(super) fn refuse_unknown(&self, span: Span) -> Diagnostic {
        Diagnostic::error(Code::Spelling, "a rule cannot ask whether something is `unknown`")
            .at(self.file(), span, "`unknown` is no value")
            .help("write `shown CONDITION` for what must be known to hold")
            .help("write `VALUE otherwise OTHER` for what holds where no value is given")
    }

    pub(super) fn refuse_none(&self, span: Span) -> Diagnostic {
        Diagnostic::error(Code::Spelling, "a rule cannot compare with `none`")
            .at(self.file(), span, "`none` is no value")
            .help("write `not base exists` for a reference `base` that stands for no model")
    }

    pub(super) fn refuse_count(&self, count: &str, span: Span) -> Diagnostic {
        Diagnostic::error(Code::Literal, format!("`{}` is not a whole number below 4294967296", shorten(count, SHOWN)))
            .at(self.file(), span, "a count")
            .help("dates are moved, and conditions counted, in whole numbers")
    }
}

/// The two numbers of a fraction or power written tight, and the sign between them.
fn parts(expr: &Expr) -> Option<(&str, char, &str)> {
    let ExprKind::Literal(literal) = &expr.kind else {
        return None;
    };
    let sign = if literal.spelling.contains('/') { '/' } else { '^' };
    let (a, b) = literal.spelling.split_once(sign)?;
    Some((a, sign, b))
}

/// Whether `otherwise` may stand beside this operand without parentheses.
pub(super) fn is_lone(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Literal(_)
        | ExprKind::Date(_)
        | ExprKind::Text(_)
        | ExprKind::Truth(_)
        | ExprKind::Path(_)
        | ExprKind::Parenthesis(_)
        | ExprKind::Exists(_)
        | ExprKind::AsOf(..)
        | ExprKind::Otherwise(..)
        | ExprKind::Call(..)
        | ExprKind::Block(..)
        | ExprKind::DateShift(..)
        | ExprKind::Population(_) => true,
        ExprKind::Minus(operand) => matches!(operand.kind, ExprKind::Literal(_)),
        ExprKind::Arithmetic(..)
        | ExprKind::Not(_)
        | ExprKind::Shown(_)
        | ExprKind::Connective(..)
        | ExprKind::Comparison(..)
        | ExprKind::Membership(..)
        | ExprKind::If(..) => false,
    }
}
