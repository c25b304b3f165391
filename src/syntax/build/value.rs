//! Values, as profiles, options and tests give them.
//!
//! In: the pair of one value. Out: its tree. Never compares a value with a unit or a domain.

use super::{Builder, Built};
use crate::date::parse_month;
use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::ast::{Quantity, Value, ValueKind};
use crate::syntax::grammar::Rule;
use pest::iterators::Pair;

impl Builder<'_> {
    /// The value in a `value` pair.
    pub(super) fn value(&mut self, pair: Pair<'_, Rule>) -> Built<Value> {
        let inside = self.cursor(&pair).next()?;
        self.value_part(inside)
    }

    /// A value of one kind.
    pub(super) fn value_part(&mut self, pair: Pair<'_, Rule>) -> Built<Value> {
        let span = self.span(&pair);
        let mut inner = self.cursor(&pair);
        let kind = match pair.as_rule() {
            Rule::quantity => ValueKind::Quantity(self.quantity(&pair)?),
            Rule::date | Rule::wrong_date => ValueKind::Date(self.date(&pair).value),
            Rule::month => match parse_month(pair.as_str()) {
                Some(month) => ValueKind::Month(month),
                None => {
                    let message = format!("`{}` is not a month of any year", pair.as_str());
                    let error = Diagnostic::error(Code::Literal, message).at(self.file(), span, "no such month");
                    self.report(error.help("a month is written as in `2026-08`"));
                    ValueKind::Unknown
                }
            },
            Rule::range => {
                let lo = self.value_part(inner.next()?)?;
                let hi = self.value_part(inner.next()?)?;
                ValueKind::Range(Box::new(lo), Box::new(hi))
            }
            Rule::estimate | Rule::plus_minus => {
                let first = self.quantity(&inner.required(Rule::quantity)?)?;
                let second = self.quantity(&inner.required(Rule::quantity)?)?;
                match pair.as_rule() {
                    Rule::estimate => ValueKind::Estimate(first, second),
                    _ => ValueKind::PlusMinus(first, second),
                }
            }
            Rule::weighted => {
                let mut parts = Vec::new();
                for pair in inner.all(Rule::weighted_value) {
                    let mut part = self.cursor(&pair);
                    let value = self.value_part(part.next()?)?;
                    let weight = part.required(Rule::weight)?;
                    let weight = self.quantity(&self.cursor(&weight).required(Rule::quantity)?)?;
                    parts.push((value, weight));
                }
                ValueKind::Weighted(parts)
            }
            Rule::yes => ValueKind::Truth(true),
            Rule::no => ValueKind::Truth(false),
            Rule::unknown => ValueKind::Unknown,
            Rule::none => ValueKind::None,
            Rule::string => ValueKind::Text(self.quoted(&pair).text),
            Rule::name => ValueKind::Word(pair.as_str().into()),
            _ => return Err(self.internal(&pair)),
        };
        Ok(Value { kind, span })
    }

    fn quantity(&mut self, pair: &Pair<'_, Rule>) -> Built<Quantity> {
        let mut inner = self.cursor(pair);
        let negative = inner.opt(Rule::negate).is_some();
        let literal = self.literal(&inner.required(Rule::literal)?)?;
        inner.end()?;
        Ok(Quantity { negative, literal })
    }
}
