//! Numbers as the field writes them: `1e26 FLOP`, `500 million USD`, `83.1 %`.
//!
//! In: exact numbers in base units. Out: their words, with three significant digits where that says the same as the
//! exact numbers do beside each other: what is below a line never prints as the line. Decides nothing.

use crate::interval::{End, Interval};
use crate::rational::{Rational, Rounding};
use crate::unit::{Kind, Unit};
use std::cmp::Ordering;

/// Significant digits where nothing asks for more.
const DIGITS: usize = 3;
/// Most digits before numbers that lie too near are rounded away from each other instead.
const MOST_DIGITS: usize = 8;
/// Whole numbers below this one are counts, and are never rounded.
const WHOLE: i64 = 10_000;

/// One number with its unit.
pub fn quantity(value: &Rational, unit: &Unit, rounding: Rounding) -> String {
    unit.label(&words(&round(&in_unit(value, unit), DIGITS, rounding), unit))
}

/// A number without a unit.
pub fn number(value: &Rational, rounding: Rounding) -> String {
    words(&round(value, DIGITS, rounding), &Unit::number())
}

/// A part of a whole: `82 %`, and `100 %` only for the whole.
pub fn percent(ratio: &Rational) -> String {
    let hundred = Rational::from(100);
    let [shown, _] = apart(&[&(ratio * &hundred), &hundred], &Unit::number()).try_into().unwrap_or_default();
    format!("{shown} %")
}

/// Several numbers, without the unit, rounded so that they stand to each other as the exact ones do.
pub fn beside(values: &[&Rational], unit: &Unit) -> Vec<String> {
    let values: Vec<Rational> = values.iter().map(|value| in_unit(value, unit)).collect();
    apart(&values.iter().collect::<Vec<_>>(), unit)
}

/// `6e25 .. 1.3e26 FLOP`, `at least 6.14e25 FLOP`: a range in words, its ends as [`beside`] gave them.
pub fn range(interval: &Interval, lo: &str, hi: &str, unit: &Unit) -> String {
    match (interval.lo(), interval.hi()) {
        (End::Unbounded, End::Unbounded) => "any number".to_owned(),
        (End::Closed(_), End::Unbounded) => format!("at least {}", unit.label(lo)),
        (End::Open(_), End::Unbounded) => format!("more than {}", unit.label(lo)),
        (End::Unbounded, End::Closed(_)) => format!("at most {}", unit.label(hi)),
        (End::Unbounded, End::Open(_)) => format!("less than {}", unit.label(hi)),
        (lo_end, hi_end) => {
            let above = if lo_end.is_closed() { "" } else { "above " };
            let below = if hi_end.is_closed() { "" } else { "below " };
            unit.label(&format!("{above}{lo} .. {below}{hi}"))
        }
    }
}

fn in_unit(value: &Rational, unit: &Unit) -> Rational {
    value.checked_div(&unit.factor).unwrap_or_else(Rational::zero)
}

fn apart(values: &[&Rational], unit: &Unit) -> Vec<String> {
    let agree = |rounded: &[Rational]| {
        values
            .iter()
            .zip(rounded)
            .enumerate()
            .all(|(at, (a, x))| values.iter().zip(rounded).skip(at + 1).all(|(b, y)| a.cmp(b) == x.cmp(y)))
    };
    for digits in DIGITS..=MOST_DIGITS {
        let rounded: Vec<Rational> = values.iter().map(|value| round(value, digits, Rounding::Nearest)).collect();
        if agree(&rounded) {
            return rounded.iter().map(|value| words(value, unit)).collect();
        }
    }
    // Too near for so many digits: each is rounded away from the last, which is the line.
    if let Some((line, others)) = values.split_last() {
        let away = |value: &&&Rational| match value.cmp(&line) {
            Ordering::Less => round(value, DIGITS, Rounding::Down),
            Ordering::Equal => round(value, DIGITS, Rounding::Nearest),
            Ordering::Greater => round(value, DIGITS, Rounding::Up),
        };
        let mut rounded: Vec<Rational> = others.iter().map(|value| away(&value)).collect();
        rounded.push(round(line, DIGITS, Rounding::Nearest));
        if agree(&rounded) {
            return rounded.iter().map(|value| words(value, unit)).collect();
        }
    }
    values.iter().map(|value| value.to_exact_string()).collect()
}

fn round(value: &Rational, digits: usize, rounding: Rounding) -> Rational {
    if value.is_integer() && value.abs() < WHOLE {
        return value.clone();
    }
    Rational::parse_decimal(&value.to_rounded_string(digits, rounding)).unwrap_or_else(|_| value.clone())
}

/// A rounded number in words: powers of ten for operations, millions and billions for what is counted in them.
fn words(value: &Rational, unit: &Unit) -> String {
    const SCALES: &[(i64, &str)] = &[(12, "trillion"), (9, "billion"), (6, "million")];
    let magnitude = value.order_of_magnitude();
    if !(6..15).contains(&magnitude) {
        return value.to_exact_string();
    }
    if unit.dimension.to_string().contains("FLOP") {
        let mantissa = value * &Rational::power_of_ten(-magnitude);
        return format!("{}e{magnitude}", mantissa.to_exact_string());
    }
    match SCALES.iter().find(|(power, _)| magnitude >= *power) {
        Some((power, word)) => format!("{} {word}", (value * &Rational::power_of_ten(-power)).to_exact_string()),
        None => value.to_exact_string(),
    }
}

/// An exact text with its long round numbers in words, where they say the same: `500000000 USD` as `500 million USD`.
pub fn in_words(text: &str) -> String {
    let word = |word: &str| {
        let number = Rational::parse_decimal(word).ok().filter(|_| word.bytes().all(|byte| byte.is_ascii_digit()));
        let short = number.filter(|number| round(number, DIGITS + 1, Rounding::Nearest) == *number);
        short.map_or_else(|| word.to_owned(), |number| words(&number, &Unit::number()))
    };
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// The unit of a difference: points between shares.
pub fn unit_of_difference(unit: &Unit) -> Unit {
    match unit.kind {
        Kind::Percent => Unit::points(),
        Kind::Plain | Kind::Points => unit.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::unit::Units;

    fn n(text: &str) -> Rational {
        Rational::parse_decimal(text).unwrap()
    }

    fn unit(name: &str) -> Unit {
        Units::default().resolve(name).unwrap()
    }

    #[test]
    fn exact_texts_keep_what_they_say() {
        assert_eq!(in_words("at most 500000000 USD"), "at most 500 million USD");
        assert_eq!(in_words("450000000 USD .. 1250000000 USD"), "450 million USD .. 1.25 billion USD");
        assert_eq!(in_words("123456789 USD, 2026-08-01, 1e26 FLOP"), "123456789 USD, 2026-08-01, 1e26 FLOP");
    }

    #[test]
    fn numbers_are_written_as_the_field_writes_them() {
        let show = |text, name| quantity(&(&n(text) * &unit(name).factor), &unit(name), Rounding::Nearest);
        assert_eq!(show("1e26", "FLOP"), "1e26 FLOP");
        assert_eq!(show("1.0042e26", "FLOP"), "1e26 FLOP");
        assert_eq!(show("5e9", "FLOP"), "5e9 FLOP");
        assert_eq!(show("500000000", "USD"), "500 million USD");
        assert_eq!(show("1234567890", "USD"), "1.23 billion USD");
        assert_eq!(show("999999999", "USD"), "1 billion USD");
        assert_eq!(show("2.4e12", "parameters"), "2.4 trillion parameters");
        assert_eq!(show("83.14", "%"), "83.1 %");
        assert_eq!(show("9999", "USD"), "9999 USD");
        assert_eq!(show("12345", "USD"), "12300 USD");
        assert_eq!(show("0", "USD"), "0 USD");
        assert_eq!(show("-0.000012345", "USD"), "-0.0000123 USD");
    }

    #[test]
    fn what_is_below_a_line_never_prints_as_the_line() {
        let flop = unit("FLOP");
        let against = |value, line| beside(&[&n(value), &n(line)], &flop);
        assert_eq!(against("8.2e25", "1e26"), ["8.2e25", "1e26"]);
        assert_eq!(against("9.999e25", "1e26"), ["9.999e25", "1e26"]);
        assert_eq!(against("9.99999999999e25", "1e26"), ["9.99e25", "1e26"]);
        assert_eq!(against("1.00000000001e26", "1e26"), ["1.01e26", "1e26"]);
        assert_eq!(against("1e26", "1e26"), ["1e26", "1e26"]);
    }

    #[test]
    fn the_whole_is_a_hundred_percent_and_nothing_else_is() {
        assert_eq!(percent(&n("0.82")), "82 %");
        assert_eq!(percent(&n("1")), "100 %");
        assert_eq!(percent(&n("0.9999999999999")), "99.9 %");
        assert_eq!(percent(&n("1.0001")), "100.01 %");
        assert_eq!(percent(&n("0.00000001")), "0.000001 %");
        assert_eq!(percent(&n("0")), "0 %");
    }
}
