//! A profile on its way: facts as they are written, and what a test sets beside them.
//!
//! In: regions of possible values. Out: short values inside them, and the profile that they make. Knows no policy's rules.

use crate::analysis::words::{self, Digits};
use crate::date::{Date, DateRange};
use crate::interval::{End, Interval};
use crate::possible::Set;
use crate::profile::{Cell, Format, Place, RawProfile, RawValue};
use crate::rational::{Rational, Rounding};
use crate::schema::Type;
use crate::truth::Truth;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A value as a profile or a test writes it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Written {
    /// A number with its unit, a day, a member, or a range of these.
    Plain(String),
    /// `true` or `false`.
    Truth(bool),
    /// A text, without quotes.
    Text(String),
    /// There is no such model.
    NoModel,
}

/// What one edge sets.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Draft {
    /// The facts, by their name in a profile: `base.training_compute`.
    pub facts: BTreeMap<Arc<str>, Written>,
    /// Params that have no value of their own.
    pub params: BTreeMap<Arc<str>, String>,
    /// The readings picked.
    pub readings: BTreeMap<Arc<str>, Arc<str>>,
    /// The evaluation date, where it is another than that of the whole request; `None` inside where nobody knows it.
    pub as_of: Option<Option<Date>>,
    /// The facts of another model.
    pub other: BTreeMap<Arc<str>, Written>,
}

/// What the other model is called.
pub const OTHER: &str = "Another model";

impl Draft {
    /// The same with one fact more, or another value of it.
    pub(super) fn with(&self, name: &Arc<str>, value: Written) -> Draft {
        let mut draft = self.clone();
        draft.facts.insert(name.clone(), value);
        draft
    }

    /// The same without a fact.
    pub(super) fn without(&self, name: &str) -> Draft {
        let mut draft = self.clone();
        draft.facts.remove(name);
        draft
    }

    /// The same with a reading picked.
    pub(super) fn read_as(&self, choice: &Arc<str>, reading: &Arc<str>) -> Draft {
        let mut draft = self.clone();
        draft.readings.insert(choice.clone(), reading.clone());
        draft
    }

    /// The same with a choice left open.
    pub(super) fn without_reading(&self, choice: &str) -> Draft {
        let mut draft = self.clone();
        draft.readings.remove(choice);
        draft
    }

    /// The same without a reference and all that is said behind it.
    pub(super) fn without_model(&self, reference: &str) -> Draft {
        let mut draft = self.clone();
        draft.facts.retain(|name, _| !is_behind(name, reference));
        draft
    }

    /// Whether it sets a reference, or anything behind it.
    pub(super) fn names(&self, reference: &str) -> bool {
        self.facts.keys().any(|name| is_behind(name, reference))
    }
}

/// Whether a name is that of a reference or of something behind it.
fn is_behind(name: &str, reference: &str) -> bool {
    name.strip_prefix(reference).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// A profile with these facts.
pub(super) fn profile(name: &str, facts: &BTreeMap<Arc<str>, Written>) -> RawProfile {
    let cell = |key: &str, value: RawValue| Cell { key: Arc::from(key), value, span: None, line: 0, column: 0 };
    let mut cells = vec![cell("name", RawValue::Text(Arc::from(name)))];
    for (key, value) in facts {
        cells.push(cell(
            key,
            match value {
                Written::Plain(text) | Written::Text(text) => RawValue::Text(Arc::from(text.as_str())),
                Written::Truth(truth) => RawValue::Bool(*truth),
                Written::NoModel => RawValue::Text(Arc::from("none")),
            },
        ));
    }
    RawProfile { place: Place { file: Arc::from("an edge"), row: None, format: Format::Json }, cells, error: None }
}

/// A set as it is written: one value, or a range.
pub(super) fn written(set: &Set, ty: &Type) -> Option<Written> {
    Some(match set {
        Set::Number(interval) if interval.as_point().is_some() => {
            Written::Plain(words::quantity(interval.as_point()?, ty, Digits::All, Rounding::Nearest))
        }
        Set::Number(interval) => {
            let end = |end: &End| end.value().map(|value| words::quantity(value, ty, Digits::All, Rounding::Nearest));
            Written::Plain(format!("{} .. {}", end(interval.lo())?, end(interval.hi())?))
        }
        Set::Date(range) => Written::Plain(range.to_string()),
        Set::Truth(truth) => Written::Truth(*truth == Truth::True),
        Set::Member(_) => Written::Plain(words::region(set, set, ty, Digits::All)),
        Set::Text(text) => Written::Text(text.as_deref()?.to_owned()),
    })
}

/// A short value inside a region, far from its ends where that can be; `scale` is a number that the rule knows.
pub(super) fn typical(region: &Set, ty: &Type, scale: &Rational) -> Option<Set> {
    Some(match region {
        Set::Number(interval) => {
            let unit = unit_factor(ty);
            let candidates = typical_numbers(interval, &unit, scale);
            let found = candidates.into_iter().find(|value| interval.contains(value))?;
            Set::Number(Interval::point(found))
        }
        Set::Date(range) => {
            let day = match (range.lo, range.hi) {
                (Some(lo), Some(hi)) if lo != hi => lo.tomorrow().unwrap_or(lo).min(hi),
                (Some(lo), None) => crate::date::shift(lo, 1, crate::date::CalendarUnit::Month),
                (None, Some(hi)) => crate::date::shift(hi, -1, crate::date::CalendarUnit::Month),
                (one, other) => one.or(other).or(crate::date::parse_date("2026-01-01"))?,
            };
            Set::Date(DateRange::point(day))
        }
        Set::Truth(Truth::Unknown) => return None,
        Set::Truth(_) | Set::Text(Some(_)) => region.clone(),
        Set::Member(members) => Set::Member(crate::possible::Members::only(members.iter().next()?)),
        Set::Text(None) => Set::Text(Some(Arc::from("A firm"))),
    })
}

/// Numbers to try, the shortest and most usual first. Threefold and six tenths leave whole parts when a rule asks for a
/// third or for a tenth of them.
fn typical_numbers(interval: &Interval, unit: &Rational, scale: &Rational) -> Vec<Rational> {
    let (lo, hi) = (interval.lo().value(), interval.hi().value());
    let tenths = |value: &Rational, count: i64| {
        Rational::ratio(count, 10).map(|tenths| value * &tenths).unwrap_or_else(Rational::zero)
    };
    let mut found: Vec<Rational> = interval.as_point().cloned().into_iter().collect();
    match (lo, hi) {
        (_, None) => {
            let lo = lo.cloned().unwrap_or_else(Rational::zero);
            let low = if lo.is_zero() || lo.is_negative() { scale.clone() } else { lo.clone() };
            found.push(tenths(&low, 30));
            found.push(&lo + &tenths(&low.abs(), 30));
        }
        (lo, Some(hi)) => {
            let lo = lo.cloned().unwrap_or_else(|| hi - &tenths(&hi.abs().max(unit.clone()), 20));
            let middle = |share: i64| &lo + &tenths(&(hi - &lo), share);
            let whole = |value: Rational| {
                let text = value.checked_div(unit).map(|value| value.to_rounded_string(2, Rounding::Nearest));
                text.and_then(|text| Rational::parse_decimal(&text).ok()).map(|short| &short * unit)
            };
            let floor = |value: &Rational| {
                let in_unit = value.checked_div(unit)?.to_f64_for_show();
                (in_unit.abs() < 1e6).then(|| &Rational::from(libm::floor(in_unit) as i64) * unit)
            };
            found.extend(floor(&middle(6)).filter(|_| *unit == 1));
            found.extend(whole(middle(6)));
            found.extend([middle(6), middle(5)]);
            found.extend([lo, hi.clone()]);
        }
    }
    found
}

/// How many base units one of a type's own units is.
pub(super) fn unit_factor(ty: &Type) -> Rational {
    match ty {
        Type::Number(quantity) => quantity.unit.factor.clone(),
        _ => Rational::one(),
    }
}

/// A short number just beside `line`, seven digits or the next whole number away.
pub(super) fn beside(line: &Rational, ty: &Type, up: bool) -> Rational {
    let unit = unit_factor(ty);
    let value = line.checked_div(&unit).unwrap_or_else(Rational::zero);
    let is_count = matches!(ty, Type::Number(quantity) if quantity.unit.symbol.is_empty());
    let step = |size: Rational| if up { &value + &size } else { &value - &size };
    let next = if value.is_zero() {
        step(Rational::power_of_ten(-6))
    } else if is_count && value.is_integer() && value.abs() < 1_000_000 {
        step(Rational::one())
    } else {
        let near = step(&value.abs() * &Rational::power_of_ten(-7));
        let rounding = if up { Rounding::Up } else { Rounding::Down };
        Rational::parse_decimal(&near.to_rounded_string(7, rounding)).unwrap_or(near)
    };
    &next * &unit
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain() -> Type {
        Type::Number(crate::schema::Quantity { unit: crate::unit::Unit::number(), interval_scale: false })
    }

    fn number(text: &str) -> Rational {
        Rational::parse_decimal(text).unwrap()
    }

    #[test]
    fn beside_a_line_are_short_numbers() {
        for (line, below, above) in [
            ("1e26", "9.999999e25", "1.000001e26"),
            ("3.86e25", "3.859999e25", "3.860001e25"),
            ("10000", "9999", "10001"),
            ("0.1", "0.09999999", "0.1000001"),
            ("0", "-0.000001", "0.000001"),
            ("-5e7", "-5.000001e7", "-4.999999e7"),
        ] {
            let near = [false, true].map(|up| beside(&number(line), &plain(), up));
            assert_eq!(near, [number(below), number(above)], "{line}");
        }
    }

    #[test]
    fn typical_values_lie_inside() {
        let scale = number("1e26");
        for (lo, hi) in [("0", "1e26"), ("1e26", ""), ("0", ""), ("", ""), ("", "-5"), ("7", "7.0001"), ("0", "1")] {
            let end = |text: &str| Rational::parse_decimal(text).map_or(End::Unbounded, End::Open);
            let interval = Interval::new(end(lo), end(hi)).unwrap();
            let Some(Set::Number(found)) = typical(&Set::Number(interval.clone()), &plain(), &scale) else {
                panic!("{lo} .. {hi}");
            };
            assert!(interval.contains(found.as_point().unwrap()), "{lo} .. {hi}: {found:?}");
        }
    }
}
