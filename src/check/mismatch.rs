//! What does not fit its place: values of the wrong type, said with what each is and how to write what was meant.
//!
//! In: an expression and what it turned out to be. Out: one finding. Never decides what a type is.

use super::expression::shortened;
use super::{Checker, Typed};
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::schema::Type;
use crate::syntax::ast::{Expr, ExprKind};
use crate::syntax::op::Arithmetic;

impl Checker {
    /// Reports an expression where `wanted` is asked for.
    pub(super) fn wrong_type(&mut self, wanted: &str, found: &Type, expr: &Expr) {
        let text = shortened(expr);
        let message = format!("`{text}` is {}; {wanted} is asked for here", found.describe());
        let error = Diagnostic::error(Code::Type, message);
        let help = match (wanted, found) {
            ("a condition", Type::Number(quantity)) => {
                Some(format!("compare it: `{text} >= {}`", quantity.unit.label("1")))
            }
            ("a condition", Type::Member(members)) => {
                members.first().map(|member| format!("ask which: `{text} is {member}`"))
            }
            ("a condition", Type::Date) => Some(format!("compare it: `{text} >= 2026-08-01`")),
            ("a condition", Type::Text) => Some(format!("compare it: `{text} is \"...\"`")),
            ("a date", Type::Number(quantity)) if quantity.unit.dimension == crate::unit::Dimension::base("s") => {
                Some(format!("say from which day: `{text} after release_date`"))
            }
            ("a date", _) => Some("write a day, a fact of type `date`, or `30 days before` one of them".to_owned()),
            ("a number" | "a number or a date", Type::Bool) => {
                Some(format!("to count it, write `(if {text} then 1 else 0)`"))
            }
            ("one of some members", Type::Number(quantity)) => {
                let compared = format!("{text} >= {}", quantity.unit.label("1"));
                Some(format!("`in` asks for a member of a `one of`; compare a number: `{compared}`"))
            }
            ("one of some members", _) => Some("`in` asks for a member of a `one of`".to_owned()),
            (_, Type::Text | Type::Member(_)) => Some("compare it with `is` or `is not`".to_owned()),
            _ => None,
        };
        let error = Diagnostic { help: help.into_iter().collect(), ..error };
        self.report(error, expr.span, found.describe());
    }

    /// Reports arithmetic beside a date.
    pub(super) fn refuse_date_arithmetic(
        &mut self,
        op: Arithmetic,
        (a, left): (&Expr, &Typed),
        (b, right): (&Expr, &Typed),
    ) {
        let message = format!("`{}` has no meaning for dates", op.symbol());
        let (x, y) = (shortened(a), shortened(b));
        let help = match (op, &left.ty, &right.ty) {
            (Arithmetic::Subtract, Type::Date, Type::Date) => {
                format!("compare them: `{x} >= 30 days after {y}`")
            }
            (Arithmetic::Add, Type::Date, _) => format!("move a date: `30 days after {x}`"),
            (Arithmetic::Subtract, Type::Date, _) => format!("move a date: `30 days before {x}`"),
            _ => "move a date: `30 days after release_date`".to_owned(),
        };
        let error = Diagnostic::error(Code::Type, message).help(help);
        if let Some(file) = self.files.get(self.file) {
            let error = error.at(file, a.span, left.ty.describe()).at(file, b.span, right.ty.describe());
            self.diagnostics.push(error);
        }
    }

    /// Comparisons that can be told to be wrong by their left side alone; `true` where one was refused.
    pub(super) fn refuse_comparison(&mut self, left: &Type, equality: bool, (a, b): (&Expr, &Expr)) -> bool {
        let word = match &b.kind {
            ExprKind::Path(word) | ExprKind::Text(word) => word,
            _ => return false,
        };
        let text = shortened(a);
        let (message, help) = match left {
            Type::Bool if self.look_up(word).is_none() => {
                let help = match word.to_ascii_lowercase().as_str() {
                    "yes" | "true" | "y" => format!("write `{text}` alone"),
                    "no" | "false" | "n" => format!("write `not {text}`"),
                    _ => return false,
                };
                (format!("`{text}` is a condition; it is not compared with `{word}`"), help)
            }
            Type::Member(members) if !equality && members.contains(word) => (
                format!("`{text}` is {}, which has no order", left.describe()),
                format!("ask which: `{text} is {word}`, or `{text} in {{ {word} }}` for several"),
            ),
            Type::Member(members) if matches!(b.kind, ExprKind::Text(_)) => {
                let near = members.iter().find(|member| *member == word);
                let near =
                    near.map_or_else(|| nearest(word, members.iter().map(|member| &**member)), |same| Some(same));
                let help = match near {
                    Some(near) => format!("write `{near}`, without quotes"),
                    None => format!("write one of {}, without quotes", members.join(", ")),
                };
                (format!("`{text}` is {}, not text", left.describe()), help)
            }
            _ => return false,
        };
        self.report(Diagnostic::error(Code::Type, message).help(help), b.span, "");
        true
    }
}
