//! Single operations on values that may not exist: comparison, division by zero, extremes, dated lines.
//!
//! In: the values of the operands. Out: the value of the result, which encloses every possible one.

use crate::date::DateRange;
use crate::interval::Interval;
use crate::possible::{Set, Value};
use crate::syntax::op::Comparison;
use crate::truth::Truth;

/// `a op b` over all possible values; unknown where either may not exist.
pub(super) fn compare(op: Comparison, a: &Value, b: &Value) -> Truth {
    if a.undefined.or(b.undefined) != Truth::False {
        return Truth::Unknown;
    }
    let above = |a: &Value, b: &Value| match (&a.set, &b.set) {
        (Set::Number(a), Set::Number(b)) => a.greater(b),
        (Set::Date(a), Set::Date(b)) => a.after(b),
        _ => Truth::Unknown,
    };
    match op {
        Comparison::Above => above(a, b),
        Comparison::AtMost => !above(a, b),
        Comparison::Below => above(b, a),
        Comparison::AtLeast => !above(b, a),
        Comparison::Is => a.set.same(&b.set),
        Comparison::IsNot => !a.set.same(&b.set),
    }
}

/// The result of a division whose denominator is or may be zero.
pub(super) fn divided_by_zero(denominator: &Value, operands: &[&Value]) -> Value {
    let certain = denominator.number().as_point().is_some();
    let mut value = Value::given(Set::Number(Interval::ALL)).resting_on(operands.iter().copied());
    value.undefined = value.undefined.or(if certain { Truth::True } else { Truth::Unknown });
    value
}

/// The least or the greatest of some numbers or dates.
pub(super) fn extreme(
    values: impl Iterator<Item = Value>,
    numbers: fn(&Interval, &Interval) -> Interval,
    dates: fn(&DateRange, &DateRange) -> DateRange,
) -> Value {
    let joined = values.reduce(|a, b| {
        let set = match (&a.set, &b.set) {
            (Set::Number(x), Set::Number(y)) => Set::Number(numbers(x, y)),
            (Set::Date(x), Set::Date(y)) => Set::Date(dates(x, y)),
            (set, _) => set.clone(),
        };
        Value::given(set).resting_on([&a, &b])
    });
    joined.unwrap_or(Value::truth(Truth::Unknown))
}

/// What a dated line is on the possible days: the hull of the steps that may hold, and no value before the first.
pub(super) fn dated(date: &Value, steps: impl Iterator<Item = (crate::date::Date, Value)>) -> Value {
    let days = date.date();
    let steps: Vec<(crate::date::Date, Value)> = steps.collect();
    let mut result: Option<Value> = None;
    for (at, (from, value)) in steps.iter().enumerate() {
        let next = steps.get(at + 1).map(|(next, _)| *next);
        let begins = days.hi.is_none_or(|hi| hi >= *from);
        let lasts = next.is_none_or(|next| days.lo.is_none_or(|lo| lo < next));
        if begins && lasts {
            result = Some(result.map_or_else(|| value.clone(), |known| known.hull(value)));
        }
    }
    let first = steps.first().map(|(from, _)| *from);
    let may_be_early = first.is_some_and(|first| days.lo.is_none_or(|lo| lo < first));
    let value = match result {
        Some(mut value) => {
            if may_be_early {
                value.undefined = value.undefined.or(Truth::Unknown);
            }
            value
        }
        None => Value { set: Set::Number(Interval::ALL), missing: Truth::False, undefined: Truth::True },
    };
    Value { undefined: value.undefined.or(date.undefined), ..value }
}
