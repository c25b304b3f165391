//! Exact numbers: decimals read as written, exact arithmetic, and printing that never rounds by accident.
//!
//! In: text or other rationals. Out: [`Rational`], its exact text, its rounded text, and certified `f64` bounds.
//! Nothing here passes through binary floating point except the bounds, which are widened outward.

use dashu_base::{Abs, Approximation, BitTest, Signed};
use dashu_int::{IBig, UBig};
use dashu_ratio::RBig;
use std::cmp::Ordering;
use std::fmt;
use std::ops::{Add, Div, Mul, Neg, Sub};

/// Most significant digits a literal may have.
pub const MAX_DIGITS: usize = 64;
/// Largest magnitude of a literal's exponent.
pub const MAX_EXPONENT: i64 = 400;
/// Largest size of an exact value, in bits of its numerator or denominator.
pub const MAX_BITS: usize = 65_536;

/// An exact rational number.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rational(RBig);

/// Why a text is not a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// A text such as `abc`, `1,000`, `NaN` or `1e`.
    #[error("not a number")]
    Malformed,
    /// A text with more than [`MAX_DIGITS`] significant digits.
    #[error("more than {MAX_DIGITS} significant digits")]
    TooManyDigits,
    /// A text such as `1e999`.
    #[error("an exponent beyond {MAX_EXPONENT}")]
    ExponentTooLarge,
}

/// Which way a shown number may leave the exact one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    /// To the nearest, ties away from zero.
    Nearest,
    /// Towards negative infinity.
    Down,
    /// Towards positive infinity.
    Up,
}

impl Rational {
    /// Zero.
    pub fn zero() -> Self {
        Rational(RBig::ZERO)
    }

    /// One.
    pub fn one() -> Self {
        Rational(RBig::ONE)
    }

    /// `numerator / denominator`, or `None` where the denominator is zero.
    pub fn ratio(numerator: i64, denominator: i64) -> Option<Self> {
        Rational::from(numerator).checked_div(&Rational::from(denominator))
    }

    /// Ten to the power of `exponent`.
    pub fn power_of_ten(exponent: i64) -> Self {
        let power = UBig::from(10u8).pow(exponent.unsigned_abs() as usize);
        let power = RBig::from(power);
        Rational(if exponent < 0 { RBig::ONE / power } else { power })
    }

    /// Reads a decimal: an optional `-`, digits with single `_` between them, an optional fraction and exponent.
    ///
    /// # Errors
    /// [`NumberError`] for anything else, and for what exceeds the limits of the language.
    pub fn parse_decimal(text: &str) -> Result<Self, NumberError> {
        let (negative, unsigned) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (mantissa, exponent) = match unsigned.find(['e', 'E']) {
            Some(at) => {
                let (mantissa, exponent) = unsigned.split_at(at);
                (mantissa, parse_exponent(exponent.get(1..).unwrap_or(""))?)
            }
            None => (unsigned, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
        if !is_digits(whole) || !is_digits(fraction) {
            return Err(NumberError::Malformed);
        }
        let fraction: String = fraction.chars().filter(|c| *c != '_').collect();
        let digits: String = whole.chars().filter(|c| *c != '_').chain(fraction.chars()).collect();
        let significant = digits.trim_start_matches('0').trim_end_matches('0');
        if significant.len() > MAX_DIGITS {
            return Err(NumberError::TooManyDigits);
        }
        if significant.is_empty() {
            return Ok(Rational::zero());
        }
        let trailing = digits.len() - digits.trim_end_matches('0').len();
        let scale = exponent + trailing as i64 - fraction.len() as i64;
        if exponent.abs() > MAX_EXPONENT || scale.abs() > MAX_EXPONENT + MAX_DIGITS as i64 {
            return Err(NumberError::ExponentTooLarge);
        }
        let integer = UBig::from_str_radix(significant, 10).map_err(|_| NumberError::Malformed)?;
        let value = Rational(RBig::from(integer)) * Rational::power_of_ten(scale);
        Ok(if negative { -value } else { value })
    }

    /// The value that a binary double stands for: its shortest decimal that reads back as the same double.
    /// `None` for infinities and NaN.
    pub fn from_shortest(value: f64) -> Option<Self> {
        if !value.is_finite() {
            return None;
        }
        Rational::parse_decimal(&format!("{value:e}")).ok()
    }

    /// Division, or `None` where `divisor` is zero.
    pub fn checked_div(&self, divisor: &Rational) -> Option<Rational> {
        (!divisor.is_zero()).then(|| Rational(&self.0 / &divisor.0))
    }

    /// The `exponent`-th power, exact; `None` for zero to a negative power.
    pub fn pow(&self, exponent: i32) -> Option<Rational> {
        let power = Rational(self.0.pow(exponent.unsigned_abs() as isize));
        if exponent < 0 { Rational::one().checked_div(&power) } else { Some(power) }
    }

    /// The magnitude.
    pub fn abs(&self) -> Rational {
        Rational(self.0.clone().abs())
    }

    /// Whether it is zero.
    pub fn is_zero(&self) -> bool {
        self.0.is_zero()
    }

    /// Whether it is below zero.
    pub fn is_negative(&self) -> bool {
        self.0.is_negative()
    }

    /// Whether it is a whole number.
    pub fn is_integer(&self) -> bool {
        self.0.denominator().is_one()
    }

    /// The largest whole number that is no larger.
    pub fn floor(&self) -> Rational {
        Rational(RBig::from(self.0.floor()))
    }

    /// The smallest whole number that is no smaller.
    pub fn ceil(&self) -> Rational {
        Rational(RBig::from(self.0.ceil()))
    }

    /// The whole number, where it is one and fits.
    pub fn to_i64(&self) -> Option<i64> {
        if !self.is_integer() {
            return None;
        }
        i64::try_from(self.0.numerator().clone()).ok()
    }

    /// Size of the larger of numerator and denominator, in bits; compare with [`MAX_BITS`].
    pub fn bits(&self) -> usize {
        self.0.numerator().bit_len().max(self.0.denominator().bit_len())
    }

    /// The nearest double and whether it is exact. Beyond the range of doubles it is infinite and not exact.
    fn to_nearest(&self) -> (f64, bool) {
        match self.0.to_f64() {
            Approximation::Exact(value) => (value, true),
            Approximation::Inexact(value, _) => (value, false),
        }
    }

    /// Doubles below and above (or equal to, where exact) the number.
    pub fn to_f64_bounds(&self) -> (f64, f64) {
        let (value, exact) = self.to_nearest();
        if exact { (value, value) } else { (value.next_down(), value.next_up()) }
    }

    /// The nearest double, for plots and logarithms; never for a decision.
    pub fn to_f64_for_show(&self) -> f64 {
        self.to_nearest().0
    }

    /// The exact text: a finite decimal where there is one (`0.55`, `1.2e26`), else `p/q`.
    pub fn to_exact_string(&self) -> String {
        match self.to_decimal() {
            Some((digits, exponent)) => write_decimal(self.is_negative(), &digits, exponent),
            None => format!("{}/{}", self.0.numerator(), self.0.denominator()),
        }
    }

    /// The text rounded to `digits` significant digits in the given direction.
    pub fn to_rounded_string(&self, digits: usize, rounding: Rounding) -> String {
        if self.is_zero() {
            return "0".to_owned();
        }
        let magnitude = self.abs();
        let mut exponent = magnitude.order_of_magnitude() - digits as i64 + 1;
        let scaled = &magnitude * &Rational::power_of_ten(-exponent);
        let away = match rounding {
            Rounding::Nearest => None,
            Rounding::Down => Some(self.is_negative()),
            Rounding::Up => Some(!self.is_negative()),
        };
        let rounded = match away {
            None => (scaled + Rational(RBig::ONE / RBig::from(2))).0.floor(),
            Some(true) => scaled.0.ceil(),
            Some(false) => scaled.0.floor(),
        };
        let text = rounded.to_string();
        let trimmed = text.trim_end_matches('0');
        exponent += (text.len() - trimmed.len()) as i64;
        write_decimal(self.is_negative(), trimmed, exponent)
    }

    /// The exponent `e` with `10^e <= |self| < 10^(e+1)`; 0 for zero.
    pub fn order_of_magnitude(&self) -> i64 {
        if self.is_zero() {
            return 0;
        }
        let magnitude = self.abs();
        let bits = |n: usize| n as f64 * std::f64::consts::LOG10_2;
        let guess = bits(magnitude.0.numerator().bit_len()) - bits(magnitude.0.denominator().bit_len());
        let mut exponent = guess.floor() as i64;
        while Rational::power_of_ten(exponent) > magnitude {
            exponent -= 1;
        }
        while Rational::power_of_ten(exponent + 1) <= magnitude {
            exponent += 1;
        }
        exponent
    }

    /// Digits without trailing zeros and the power of ten they are multiplied with, where the decimal is finite.
    fn to_decimal(&self) -> Option<(String, i64)> {
        if self.is_zero() {
            return Some(("0".to_owned(), 0));
        }
        let denominator = self.0.denominator();
        let twos = denominator.trailing_zeros().unwrap_or(0);
        let mut odd = denominator >> twos;
        let five = UBig::from(5u8);
        let mut fives = 0usize;
        while !odd.is_one() {
            if !(&odd % &five).is_zero() {
                return None;
            }
            odd /= &five;
            fives += 1;
        }
        let places = twos.max(fives);
        let scaled = self.0.clone().abs() * RBig::from(UBig::from(10u8).pow(places));
        let text = scaled.numerator().to_string();
        let digits = text.trim_end_matches('0');
        let exponent = (text.len() - digits.len()) as i64 - places as i64;
        Some((digits.to_owned(), exponent))
    }
}

fn is_digits(text: &str) -> bool {
    let bytes = text.as_bytes();
    let edges = [bytes.first(), bytes.last()];
    edges.iter().all(|edge| edge.is_some_and(|byte| byte.is_ascii_digit()))
        && bytes.iter().all(|byte| byte.is_ascii_digit() || *byte == b'_')
        && !text.contains("__")
}

fn parse_exponent(text: &str) -> Result<i64, NumberError> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(NumberError::Malformed);
    }
    let value: i64 = digits.trim_start_matches('0').parse().or_else(|_| {
        if digits.bytes().all(|byte| byte == b'0') { Ok(0) } else { Err(NumberError::ExponentTooLarge) }
    })?;
    Ok(if text.starts_with('-') { -value } else { value })
}

/// `digits * 10^exponent` as people in the field write it: plain between a millionth and a million billion.
fn write_decimal(negative: bool, digits: &str, exponent: i64) -> String {
    let sign = if negative { "-" } else { "" };
    let magnitude = digits.len() as i64 - 1 + exponent;
    if digits == "0" {
        return "0".to_owned();
    }
    if !(-6..15).contains(&magnitude) {
        let (first, rest) = digits.split_at(1);
        let point = if rest.is_empty() { "" } else { "." };
        return format!("{sign}{first}{point}{rest}e{magnitude}");
    }
    if exponent >= 0 {
        return format!("{sign}{digits}{}", "0".repeat(exponent as usize));
    }
    let places = exponent.unsigned_abs() as usize;
    if digits.len() > places {
        let (whole, fraction) = digits.split_at(digits.len() - places);
        format!("{sign}{whole}.{fraction}")
    } else {
        format!("{sign}0.{}{digits}", "0".repeat(places - digits.len()))
    }
}

impl From<i64> for Rational {
    fn from(value: i64) -> Self {
        Rational(RBig::from(IBig::from(value)))
    }
}

macro_rules! arithmetic {
    ($($trait:ident $method:ident),*) => {$(
        impl $trait<&Rational> for &Rational {
            type Output = Rational;
            fn $method(self, other: &Rational) -> Rational { Rational($trait::$method(&self.0, &other.0)) }
        }
        impl $trait<Rational> for Rational {
            type Output = Rational;
            fn $method(self, other: Rational) -> Rational { Rational($trait::$method(self.0, other.0)) }
        }
    )*};
}
arithmetic!(Add add, Sub sub, Mul mul);

impl Div<&Rational> for &Rational {
    type Output = Option<Rational>;

    fn div(self, other: &Rational) -> Option<Rational> {
        self.checked_div(other)
    }
}

impl Neg for Rational {
    type Output = Rational;

    fn neg(self) -> Rational {
        Rational(-self.0)
    }
}

impl PartialEq<i64> for Rational {
    fn eq(&self, other: &i64) -> bool {
        self.cmp(&Rational::from(*other)).is_eq()
    }
}

impl PartialOrd<i64> for Rational {
    fn partial_cmp(&self, other: &i64) -> Option<Ordering> {
        Some(self.cmp(&Rational::from(*other)))
    }
}

impl fmt::Display for Rational {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_exact_string())
    }
}

impl fmt::Debug for Rational {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_exact_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn r(text: &str) -> Rational {
        Rational::parse_decimal(text).unwrap()
    }

    #[test]
    fn decimals_are_read_as_written_and_printed_back() {
        for (text, printed) in [
            ("1e26", "1e26"),
            ("100000000000000000000000001", "1.00000000000000000000000001e26"),
            ("0.55", "0.55"),
            ("1_000_000", "1000000"),
            ("5.0000000001e+25", "5.0000000001e25"),
            ("-0.001", "-0.001"),
            ("0e9", "0"),
            ("1e-7", "1e-7"),
            ("1.50", "1.5"),
        ] {
            assert_eq!(r(text).to_exact_string(), printed, "{text}");
        }
        assert_eq!(Rational::ratio(1, 3).unwrap().to_exact_string(), "1/3");
    }

    #[test]
    fn what_is_not_a_number_is_refused() {
        for text in ["", "-", "1e", "1,000", "NaN", "inf", "0x10", "1__0", "_1", "1_", ".5", "5.", "1e5.5", "١"] {
            assert_eq!(Rational::parse_decimal(text), Err(NumberError::Malformed), "{text}");
        }
        assert_eq!(Rational::parse_decimal("1e401"), Err(NumberError::ExponentTooLarge));
        assert_eq!(Rational::parse_decimal("1e99999999999999999999"), Err(NumberError::ExponentTooLarge));
        assert_eq!(Rational::parse_decimal(&"9".repeat(65)), Err(NumberError::TooManyDigits));
    }

    #[test]
    fn sums_are_exact_in_every_order() {
        let (a, b, c, line) = (r("5.26e25"), r("1.65e25"), r("3.09e25"), r("1e26"));
        for (x, y, z) in [(&a, &b, &c), (&b, &c, &a), (&c, &a, &b), (&c, &b, &a), (&b, &a, &c), (&a, &c, &b)] {
            assert_eq!(&(x + y) + z, line);
        }
        assert_eq!(r("0.7") + r("0.1"), r("0.8"));
    }

    #[test]
    fn rounding_is_directed() {
        let third = Rational::ratio(1, 3).unwrap();
        assert_eq!(third.to_rounded_string(3, Rounding::Nearest), "0.333");
        assert_eq!(third.to_rounded_string(3, Rounding::Up), "0.334");
        assert_eq!((-third).to_rounded_string(3, Rounding::Up), "-0.333");
        assert_eq!(r("9.999e25").to_rounded_string(3, Rounding::Nearest), "1e26");
        assert_eq!(r("9.999e25").to_rounded_string(3, Rounding::Down), "9.99e25");
    }

    #[test]
    fn bounds_enclose_and_are_tight() {
        for text in ["1e26", "0.1", "123456789", "1e300", "1e-300"] {
            let (lo, hi) = r(text).to_f64_bounds();
            assert!(Rational::from_shortest(lo).unwrap() <= r(text) || lo == hi);
            assert!(hi <= lo.next_up().next_up());
        }
    }
}
