//! Values of a fact, and regions of them, in words: `above 1e26 FLOP`, `75 % or less`, `research or other`.
//!
//! In: sets of possible values with their type. Out: texts, exact or of a few digits. What is shortened is rounded into the
//! region, so that nothing outside it is promised. Decides nothing.

use crate::date::DateRange;
use crate::eval::line::number_text;
use crate::interval::{End, Interval};
use crate::possible::Set;
use crate::rational::{Rational, Rounding};
use crate::schema::Type;
use crate::truth::Truth;
use crate::unit::Unit;

/// How numbers are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Digits {
    /// Exactly.
    All,
    /// To so many significant digits at most.
    Few(usize),
}

/// A region of the values that make up `whole`; an end that it shares with `whole` is left out.
pub fn region(set: &Set, whole: &Set, ty: &Type, digits: Digits) -> String {
    match (set, whole) {
        (Set::Number(interval), Set::Number(whole)) => numbers(interval, whole, &unit_of(ty), digits),
        (Set::Date(range), Set::Date(whole)) => days(range, whole),
        (Set::Truth(Truth::True), _) => "true".to_owned(),
        (Set::Truth(Truth::False), _) => "false".to_owned(),
        (Set::Text(Some(text)), _) => format!("\"{text}\""),
        (Set::Text(None), _) => "any other text".to_owned(),
        (Set::Member(members), _) => {
            let Type::Member(names) = ty else { return String::new() };
            let names: Vec<&str> = members.iter().filter_map(|at| names.get(at)).map(|name| &**name).collect();
            names.join(" or ")
        }
        _ => "any value".to_owned(),
    }
}

/// Regions of one verdict, joined.
pub fn regions<'s>(sets: impl IntoIterator<Item = &'s Set>, whole: &Set, ty: &Type, digits: Digits) -> String {
    let texts: Vec<String> = sets.into_iter().map(|set| region(set, whole, ty, digits)).collect();
    let is_ordered = matches!(ty, Type::Number(_) | Type::Date);
    texts.join(if is_ordered { ", or " } else { " or " })
}

/// A number in its unit, rounded.
pub fn quantity(value: &Rational, ty: &Type, digits: Digits, rounding: Rounding) -> String {
    let unit = unit_of(ty);
    number_text(&Interval::point(shortened(value, &unit, digits, rounding)), &unit)
}

fn unit_of(ty: &Type) -> Unit {
    match ty {
        Type::Number(quantity) => quantity.unit.clone(),
        _ => Unit::number(),
    }
}

fn shortened(value: &Rational, unit: &Unit, digits: Digits, rounding: Rounding) -> Rational {
    let Digits::Few(digits) = digits else { return value.clone() };
    let in_unit = value.checked_div(&unit.factor).unwrap_or_else(Rational::zero);
    let rounded = Rational::parse_decimal(&in_unit.to_rounded_string(digits, rounding));
    rounded.map_or_else(|_| value.clone(), |rounded| &rounded * &unit.factor)
}

fn numbers(interval: &Interval, whole: &Interval, unit: &Unit, digits: Digits) -> String {
    if interval.as_point().is_some() {
        return format!("exactly {}", number_text(interval, unit));
    }
    let inward = |end: &End, rounding| match end {
        End::Unbounded => End::Unbounded,
        End::Open(value) => End::Open(shortened(value, unit, digits, rounding)),
        End::Closed(value) => End::Closed(shortened(value, unit, digits, rounding)),
    };
    // Ends that rounding would make one are written out.
    let short = Interval::new(inward(interval.lo(), Rounding::Up), inward(interval.hi(), Rounding::Down));
    let shown = short.filter(|short| short.as_point().is_none()).unwrap_or_else(|| interval.clone());
    let end = |end: &End| end.value().map(|value| number_text(&Interval::point(value.clone()), unit));
    let (lo, hi) = (end(shown.lo()), end(shown.hi()));
    let (is_first, is_last) = (interval.lo() == whole.lo(), interval.hi() == whole.hi());
    match (lo.filter(|_| !is_first), hi.filter(|_| !is_last)) {
        (Some(_), Some(_)) => number_text(&shown, unit),
        (Some(lo), None) if shown.lo().is_closed() => format!("{lo} or more"),
        (Some(lo), None) => format!("above {lo}"),
        (None, Some(hi)) if shown.hi().is_closed() => format!("{hi} or less"),
        (None, Some(hi)) => format!("below {hi}"),
        (None, None) => "any value".to_owned(),
    }
}

fn days(range: &DateRange, whole: &DateRange) -> String {
    let (lo, hi) = (range.lo.filter(|_| range.lo != whole.lo), range.hi.filter(|_| range.hi != whole.hi));
    match (lo, hi) {
        _ if range.as_point().is_some() => range.to_string(),
        (Some(lo), Some(hi)) => format!("{lo} .. {hi}"),
        (Some(lo), None) => format!("{lo} or later"),
        (None, Some(hi)) => format!("{hi} or earlier"),
        (None, None) => "any day".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flop(lo: End, hi: End, digits: Digits) -> String {
        let unit = crate::unit::Units::default().resolve("FLOP").unwrap();
        let ty = Type::Number(crate::schema::Quantity { unit, interval_scale: false });
        let whole = Interval::new(End::Closed(Rational::zero()), End::Unbounded).unwrap();
        region(&Set::Number(Interval::new(lo, hi).unwrap()), &Set::Number(whole), &ty, digits)
    }

    fn closed(text: &str) -> End {
        End::Closed(Rational::parse_decimal(text).unwrap())
    }

    fn open(text: &str) -> End {
        End::Open(Rational::parse_decimal(text).unwrap())
    }

    #[test]
    fn ends_of_the_whole_are_left_out() {
        assert_eq!(flop(open("1e26"), End::Unbounded, Digits::All), "above 1e26 FLOP");
        assert_eq!(flop(closed("0"), closed("1e26"), Digits::All), "1e26 FLOP or less");
        assert_eq!(flop(closed("0"), End::Unbounded, Digits::All), "any value");
        assert_eq!(flop(open("1e25"), closed("1e26"), Digits::All), "above 1e25 .. 1e26 FLOP");
        assert_eq!(flop(closed("1e26"), closed("1e26"), Digits::All), "exactly 1e26 FLOP");
    }

    #[test]
    fn what_is_shortened_lies_inside() {
        assert_eq!(flop(open("1.00000049e26"), End::Unbounded, Digits::Few(6)), "above 1.00001e26 FLOP");
        assert_eq!(flop(closed("0"), closed("1.99999999e26"), Digits::Few(6)), "1.99999e26 FLOP or less");
        let narrow = flop(open("1.00000041e26"), open("1.00000042e26"), Digits::Few(6));
        assert_eq!(narrow, "above 1.00000041e26 .. below 1.00000042e26 FLOP");
    }
}
