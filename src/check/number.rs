//! The types of arithmetic: dimensions, percentages and points, interval scales. Explains what does not fit, and what would.

use super::expression::SCORES;
use super::{Checker, Typed};
use crate::diagnostic::{Code, Diagnostic};
use crate::schema::{Quantity, Type};
use crate::span::Span;
use crate::syntax::op::Arithmetic;
use crate::unit::{Dimension, Kind, Unit};

/// An operand with its place, for two-sided messages.
pub(super) struct Side<'a> {
    pub typed: &'a Typed,
    pub quantity: &'a Quantity,
    pub span: Span,
    pub text: String,
}

impl Side<'_> {
    /// What the operand is, for its label.
    fn describe(&self) -> String {
        self.typed.ty.describe()
    }
}

/// The type of a plain quantity in `unit`.
fn plain(unit: Unit) -> Option<Type> {
    Some(Type::Number(Quantity { unit, interval_scale: false }))
}

/// The first unit of plain quantities; the other one where the first has none.
fn unit_of(a: &Unit, b: &Unit) -> Unit {
    if a.symbol.is_empty() { b.clone() } else { a.clone() }
}

impl Checker {
    /// The type of `a op b`; `None` where they do not go together, which is then reported.
    pub(super) fn arithmetic_type(&mut self, op: Arithmetic, a: &Side<'_>, b: &Side<'_>) -> Option<Type> {
        if a.quantity.interval_scale || b.quantity.interval_scale {
            return self.interval_arithmetic(op, a, b);
        }
        let (left, right) = (&a.quantity.unit, &b.quantity.unit);
        match op {
            Arithmetic::Add | Arithmetic::Subtract => {
                if left.dimension != right.dimension {
                    self.disagree(op.symbol(), a, b);
                    return None;
                }
                let kind = match (left.kind, right.kind, op) {
                    (Kind::Plain, Kind::Plain, _) => return plain(unit_of(left, right)),
                    (Kind::Percent, Kind::Percent, Arithmetic::Subtract) => Kind::Points,
                    (Kind::Percent, Kind::Percent | Kind::Points, _)
                    | (Kind::Points, Kind::Percent, Arithmetic::Add) => Kind::Percent,
                    (Kind::Points, Kind::Points, _) => Kind::Points,
                    _ => {
                        self.disagree(op.symbol(), a, b);
                        return None;
                    }
                };
                plain(if kind == Kind::Points { Unit::points() } else { Unit::percent() })
            }
            Arithmetic::Multiply => match (left.kind, right.kind) {
                (Kind::Plain, Kind::Plain) if left.dimension.is_none() => plain(right.clone()),
                (Kind::Plain, Kind::Plain) if right.dimension.is_none() => plain(left.clone()),
                (Kind::Plain, Kind::Plain) => plain(Unit::of_dimension(left.dimension.times(&right.dimension, 1))),
                // A share of something is that thing; a multiple of a share is a share.
                (Kind::Plain, _) if left.dimension.is_none() => plain(right.clone()),
                (_, Kind::Plain) if right.dimension.is_none() => plain(left.clone()),
                (Kind::Plain, _) => plain(left.clone()),
                (_, _) => plain(right.clone()),
            },
            Arithmetic::Divide => match (left.kind, right.kind) {
                (Kind::Percent | Kind::Points, Kind::Plain) if right.dimension.is_none() => plain(left.clone()),
                (Kind::Plain, Kind::Plain) if right.dimension.is_none() => plain(left.clone()),
                _ => plain(Unit::of_dimension(left.dimension.times(&right.dimension, -1))),
            },
            Arithmetic::Power => None,
        }
    }

    fn interval_arithmetic(&mut self, op: Arithmetic, a: &Side<'_>, b: &Side<'_>) -> Option<Type> {
        if a.quantity.unit.dimension != b.quantity.unit.dimension {
            self.disagree(op.symbol(), a, b);
            return None;
        }
        let unit = a.quantity.unit.clone();
        match (op, a.quantity.interval_scale, b.quantity.interval_scale) {
            (Arithmetic::Subtract, true, true) => plain(unit),
            (Arithmetic::Add, true, false) | (Arithmetic::Subtract, true, false) | (Arithmetic::Add, false, true) => {
                Some(Type::Number(Quantity { unit, interval_scale: true }))
            }
            _ => {
                let scaled = if a.quantity.interval_scale { a } else { b };
                let message = format!(
                    "`{}` lies on an interval scale: its zero is arbitrary, so `{}` has no meaning",
                    scaled.text,
                    op.symbol()
                );
                let error = Diagnostic::error(Code::Scale, message);
                self.report(error.help(SCORES), scaled.span, "a score on an interval scale");
                None
            }
        }
    }

    /// Whether `a` and `b` can be compared; reports it where not.
    pub(super) fn comparable(&mut self, symbol: &str, a: &Side<'_>, b: &Side<'_>) -> bool {
        let (left, right) = (&a.quantity.unit, &b.quantity.unit);
        if left.dimension != right.dimension {
            self.disagree(symbol, a, b);
            return false;
        }
        let fits = match (left.kind, right.kind) {
            (Kind::Plain, Kind::Plain) => {
                // A score on an interval scale is compared with such scores and with bare numbers, not with ratios.
                return true;
            }
            (Kind::Percent, Kind::Percent) | (Kind::Points, Kind::Points) => true,
            (Kind::Plain, Kind::Percent) => !a.typed.bare,
            (Kind::Percent, Kind::Plain) => !b.typed.bare,
            _ => false,
        };
        if !fits {
            self.disagree(symbol, a, b);
        }
        fits
    }

    /// Reports two quantities that do not go together, each with what it is, and what would make it right.
    pub(super) fn disagree(&mut self, symbol: &str, a: &Side<'_>, b: &Side<'_>) {
        let message = format!("`{}` is {}, `{}` is {}", a.text, a.describe(), b.text, b.describe());
        let mut error = Diagnostic::error(Code::Units, message);
        error.help.extend(conversion(symbol, a, b).or_else(|| conversion(symbol, b, a)));
        if let Some(file) = self.files.get(self.file) {
            self.diagnostics.push(error.at(file, a.span, a.describe()).at(file, b.span, b.describe()));
        }
    }
}

/// What to write so that `b` fits `a`, where there is something.
fn conversion(symbol: &str, a: &Side<'_>, b: &Side<'_>) -> Option<String> {
    let (left, right) = (&a.quantity.unit, &b.quantity.unit);
    if b.typed.bare {
        return match left.kind {
            Kind::Percent if matches!(symbol, "+" | "-") => {
                Some(format!("write `{} points`, or `{} %`", b.text, b.text))
            }
            Kind::Percent => Some(format!("write the share in percent: `{}`", percent_text(&b.text))),
            Kind::Points => Some(format!("write `{} points`", b.text)),
            Kind::Plain => Some(format!("write the unit: `{} {}`", b.text, left.symbol)),
        };
    }
    match (left.kind, right.kind) {
        (Kind::Percent, Kind::Points) | (Kind::Points, Kind::Percent) => {
            return Some("a difference of percentages is in points: `a - b >= 10 points`".to_owned());
        }
        _ => {}
    }
    let gap = left.dimension.times(&right.dimension, -1);
    if gap == Dimension::base("s") && !right.dimension.is_none() {
        Some(format!("a rate times a time would fit: `{} * 30 days`", b.text))
    } else if is_money(&left.dimension) && is_money(&right.dimension) {
        Some("there is no exchange rate built in: declare it as a param, as in `param rate = 1.08 USD/EUR;`, and multiply".to_owned())
    } else if right.dimension.is_none() && right.kind == Kind::Plain {
        Some(format!("`{}` has no unit: give it one where it is declared, as in `{}`", b.text, left.label("12")))
    } else {
        None
    }
}

fn is_money(dimension: &Dimension) -> bool {
    ["USD", "EUR", "GBP", "KRW", "CNY", "JPY"].iter().any(|name| *dimension == Dimension::base(name))
}

/// A bare number as a percentage: `0.55` as `55 %`.
fn percent_text(text: &str) -> String {
    match crate::rational::Rational::parse_decimal(text) {
        Ok(number) if number.abs() <= crate::rational::Rational::one() => {
            format!("{} %", (number * crate::rational::Rational::from(100)).to_exact_string())
        }
        Ok(_) | Err(_) => format!("{text} %"),
    }
}
