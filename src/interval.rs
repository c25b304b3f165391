//! Intervals of exact numbers with open, closed and infinite ends: the possible values of a quantity.
//!
//! In: rationals and intervals. Out: intervals that enclose every possible result, tight where operands are independent.
//! Never rounds. An interval is never empty: [`Interval::new`] refuses inverted ends.

use crate::rational::Rational;
use crate::truth::Truth;
use std::cmp::Ordering;

/// One end of an interval.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// No end: negative infinity below, positive infinity above.
    Unbounded,
    /// An end that is not itself a possible value.
    Open(Rational),
    /// An end that is itself a possible value.
    Closed(Rational),
}

impl End {
    /// The number at this end, where there is one.
    pub fn value(&self) -> Option<&Rational> {
        match self {
            End::Unbounded => None,
            End::Open(value) | End::Closed(value) => Some(value),
        }
    }

    /// Whether the end is itself a possible value.
    pub fn is_closed(&self) -> bool {
        matches!(self, End::Closed(_))
    }

    fn new(value: Rational, closed: bool) -> End {
        if closed { End::Closed(value) } else { End::Open(value) }
    }

    fn map(&self, f: impl FnOnce(&Rational) -> Rational) -> End {
        match self {
            End::Unbounded => End::Unbounded,
            End::Open(value) => End::Open(f(value)),
            End::Closed(value) => End::Closed(f(value)),
        }
    }

    /// The end of a sum or difference: unbounded where either is, closed where both are.
    fn combine(&self, other: &End, f: impl FnOnce(&Rational, &Rational) -> Rational) -> End {
        match (self.value(), other.value()) {
            (Some(a), Some(b)) => End::new(f(a, b), self.is_closed() && other.is_closed()),
            _ => End::Unbounded,
        }
    }
}

/// A non-empty interval of exact numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interval {
    lo: End,
    hi: End,
}

impl Interval {
    /// Every number.
    pub const ALL: Interval = Interval { lo: End::Unbounded, hi: End::Unbounded };

    /// The interval between two ends, or `None` where it would be empty.
    pub fn new(lo: End, hi: End) -> Option<Self> {
        if let (Some(a), Some(b)) = (lo.value(), hi.value()) {
            let closed = lo.is_closed() && hi.is_closed();
            if a > b || (a == b && !closed) {
                return None;
            }
        }
        Some(Interval { lo, hi })
    }

    /// Just this number.
    pub fn point(value: Rational) -> Self {
        Interval { lo: End::Closed(value.clone()), hi: End::Closed(value) }
    }

    /// The lower end.
    pub fn lo(&self) -> &End {
        &self.lo
    }

    /// The upper end.
    pub fn hi(&self) -> &End {
        &self.hi
    }

    /// The number, where only one is possible.
    pub fn as_point(&self) -> Option<&Rational> {
        match (&self.lo, &self.hi) {
            (End::Closed(lo), End::Closed(hi)) if lo == hi => Some(lo),
            _ => None,
        }
    }

    /// Whether `value` is a possible value.
    pub fn contains(&self, value: &Rational) -> bool {
        let above = match &self.lo {
            End::Unbounded => true,
            End::Open(lo) => value > lo,
            End::Closed(lo) => value >= lo,
        };
        above
            && match &self.hi {
                End::Unbounded => true,
                End::Open(hi) => value < hi,
                End::Closed(hi) => value <= hi,
            }
    }

    /// Whether every value of `other` is a possible value of `self`.
    pub fn encloses(&self, other: &Interval) -> bool {
        compare_lo(&self.lo, &other.lo).is_le() && compare_hi(&self.hi, &other.hi).is_ge()
    }

    /// The values both share; `None` where there is none.
    pub fn intersect(&self, other: &Interval) -> Option<Interval> {
        let lo = if compare_lo(&self.lo, &other.lo).is_ge() { &self.lo } else { &other.lo };
        let hi = if compare_hi(&self.hi, &other.hi).is_le() { &self.hi } else { &other.hi };
        Interval::new(lo.clone(), hi.clone())
    }

    /// The smallest interval that covers both.
    pub fn hull(&self, other: &Interval) -> Interval {
        Interval { lo: least(&self.lo, &other.lo, compare_lo), hi: greatest(&self.hi, &other.hi, compare_hi) }
    }

    /// The possible values of the smaller of the two.
    pub fn min(&self, other: &Interval) -> Interval {
        Interval { lo: least(&self.lo, &other.lo, compare_lo), hi: least(&self.hi, &other.hi, compare_hi) }
    }

    /// The possible values of the larger of the two.
    pub fn max(&self, other: &Interval) -> Interval {
        Interval { lo: greatest(&self.lo, &other.lo, compare_lo), hi: greatest(&self.hi, &other.hi, compare_hi) }
    }

    /// The sum.
    pub fn add(&self, other: &Interval) -> Interval {
        if let (Some(a), Some(b)) = (self.as_point(), other.as_point()) {
            return Interval::point(a + b);
        }
        Interval { lo: self.lo.combine(&other.lo, |a, b| a + b), hi: self.hi.combine(&other.hi, |a, b| a + b) }
    }

    /// The difference.
    pub fn sub(&self, other: &Interval) -> Interval {
        self.add(&other.neg())
    }

    /// The negation.
    pub fn neg(&self) -> Interval {
        Interval { lo: self.hi.map(|value| -value.clone()), hi: self.lo.map(|value| -value.clone()) }
    }

    /// The product.
    pub fn mul(&self, other: &Interval) -> Interval {
        if let (Some(a), Some(b)) = (self.as_point(), other.as_point()) {
            return Interval::point(a * b);
        }
        let mut corners = Vec::with_capacity(4);
        for (a, a_is_low) in [(&self.lo, true), (&self.hi, false)] {
            for (b, b_is_low) in [(&other.lo, true), (&other.hi, false)] {
                corners.push(Corner::product(a, a_is_low, b, b_is_low));
            }
        }
        Corner::span(corners)
    }

    /// The reciprocal, where zero is not a possible value.
    pub fn reciprocal(&self) -> Option<Interval> {
        if self.contains(&Rational::zero()) {
            return None;
        }
        let flip = |end: &End| match end.value() {
            None => End::Open(Rational::zero()),
            Some(value) => match Rational::one().checked_div(value) {
                Some(inverse) => End::new(inverse, end.is_closed()),
                None => End::Unbounded,
            },
        };
        Some(Interval { lo: flip(&self.hi), hi: flip(&self.lo) })
    }

    /// The power with a whole exponent; `None` where the exponent is negative and zero is a possible value.
    pub fn pow(&self, exponent: i32) -> Option<Interval> {
        if exponent < 0 {
            return self.reciprocal()?.pow(-exponent);
        }
        if exponent == 0 {
            return Some(Interval::point(Rational::one()));
        }
        let raise = |end: &End| end.map(|value| value.pow(exponent).unwrap_or_else(Rational::zero));
        let (lo, hi) = (raise(&self.lo), raise(&self.hi));
        if exponent % 2 == 1 {
            return Some(Interval { lo, hi });
        }
        let zero = Rational::zero();
        if self.contains(&zero) {
            return Some(Interval { lo: End::Closed(zero), hi: greatest(&lo, &hi, compare_hi) });
        }
        let negative = self.hi.value().is_some_and(|hi| *hi <= zero);
        Some(if negative { Interval { lo: hi, hi: lo } } else { Interval { lo, hi } })
    }

    /// Whether `self > other`, over all possible values of both.
    pub fn greater(&self, other: &Interval) -> Truth {
        if always_above(self, other) {
            Truth::True
        } else if always_at_least(other, self) {
            Truth::False
        } else {
            Truth::Unknown
        }
    }

    /// Whether `self >= other`, over all possible values of both.
    pub fn at_least(&self, other: &Interval) -> Truth {
        !other.greater(self)
    }

    /// Whether both are the same number, over all possible values of both.
    pub fn same(&self, other: &Interval) -> Truth {
        match (self.as_point(), other.as_point()) {
            (Some(a), Some(b)) => (a == b).into(),
            _ if always_above(self, other) || always_above(other, self) => Truth::False,
            _ => Truth::Unknown,
        }
    }

    /// A possible value: an end where one is closed, else one inside, near an end where there is one.
    pub fn inner_point(&self) -> Rational {
        let step = |value: &Rational| value.abs().max(Rational::one());
        match (&self.lo, &self.hi) {
            (End::Closed(lo), _) => lo.clone(),
            (_, End::Closed(hi)) => hi.clone(),
            (End::Open(lo), End::Open(hi)) => (lo + hi).checked_div(&Rational::from(2)).unwrap_or_else(Rational::zero),
            (End::Open(lo), End::Unbounded) => lo + &step(lo),
            (End::Unbounded, End::Open(hi)) => hi - &step(hi),
            (End::Unbounded, End::Unbounded) => Rational::zero(),
        }
    }

    /// Size of the largest end, in bits; compare with [`crate::rational::MAX_BITS`].
    pub fn bits(&self) -> usize {
        let bits = |end: &End| end.value().map_or(0, Rational::bits);
        bits(&self.lo).max(bits(&self.hi))
    }
}

fn always_above(a: &Interval, b: &Interval) -> bool {
    match (a.lo.value(), b.hi.value()) {
        (Some(lo), Some(hi)) => lo > hi || (lo == hi && !(a.lo.is_closed() && b.hi.is_closed())),
        _ => false,
    }
}

fn always_at_least(a: &Interval, b: &Interval) -> bool {
    matches!((a.lo.value(), b.hi.value()), (Some(lo), Some(hi)) if lo >= hi)
}

/// Orders lower ends by where the interval begins: an open end begins just after a closed one.
fn compare_lo(a: &End, b: &End) -> Ordering {
    match (a.value(), b.value()) {
        (None, None) => Ordering::Equal,
        (None, Some(_)) => Ordering::Less,
        (Some(_), None) => Ordering::Greater,
        (Some(x), Some(y)) => x.cmp(y).then(b.is_closed().cmp(&a.is_closed())),
    }
}

/// Orders upper ends by where the interval stops: an open end stops just before a closed one.
fn compare_hi(a: &End, b: &End) -> Ordering {
    match (a.value(), b.value()) {
        (None, None) => Ordering::Equal,
        (None, Some(_)) => Ordering::Greater,
        (Some(_), None) => Ordering::Less,
        (Some(x), Some(y)) => x.cmp(y).then(a.is_closed().cmp(&b.is_closed())),
    }
}

fn least(a: &End, b: &End, order: fn(&End, &End) -> Ordering) -> End {
    if order(a, b).is_le() { a.clone() } else { b.clone() }
}

fn greatest(a: &End, b: &End, order: fn(&End, &End) -> Ordering) -> End {
    if order(a, b).is_ge() { a.clone() } else { b.clone() }
}

/// The product of two ends: a number that is or is not reached, or an infinity.
enum Corner {
    Minus,
    At(Rational, bool),
    Plus,
}

impl Corner {
    fn product(a: &End, a_is_low: bool, b: &End, b_is_low: bool) -> Corner {
        let is_zero = |end: &End| end.value().is_some_and(Rational::is_zero);
        if is_zero(a) || is_zero(b) {
            let reached = (is_zero(a) && a.is_closed()) || (is_zero(b) && b.is_closed());
            return Corner::At(Rational::zero(), reached);
        }
        let negative = |end: &End, is_low: bool| end.value().map_or(is_low, Rational::is_negative);
        match (a.value(), b.value()) {
            (Some(x), Some(y)) => Corner::At(x * y, a.is_closed() && b.is_closed()),
            _ if negative(a, a_is_low) != negative(b, b_is_low) => Corner::Minus,
            _ => Corner::Plus,
        }
    }

    fn span(corners: Vec<Corner>) -> Interval {
        let mut lo: Option<End> = None;
        let mut hi: Option<End> = None;
        for corner in corners {
            let (low, high) = match corner {
                Corner::Minus => (Some(End::Unbounded), None),
                Corner::Plus => (None, Some(End::Unbounded)),
                Corner::At(value, reached) => {
                    let end = End::new(value, reached);
                    (Some(end.clone()), Some(end))
                }
            };
            if let Some(low) = low {
                lo = Some(lo.map_or_else(|| low.clone(), |lo| least(&lo, &low, compare_lo)));
            }
            if let Some(high) = high {
                hi = Some(hi.map_or_else(|| high.clone(), |hi| greatest(&hi, &high, compare_hi)));
            }
        }
        Interval { lo: lo.unwrap_or(End::Unbounded), hi: hi.unwrap_or(End::Unbounded) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn closed(lo: i64, hi: i64) -> Interval {
        Interval::new(End::Closed(lo.into()), End::Closed(hi.into())).unwrap()
    }

    fn from(lo: i64) -> Interval {
        Interval::new(End::Closed(lo.into()), End::Unbounded).unwrap()
    }

    #[test]
    fn ends_keep_whether_they_are_reached() {
        let open = Interval::new(End::Open(0.into()), End::Closed(1.into())).unwrap();
        assert_eq!(open.greater(&Interval::point(0.into())), Truth::True);
        assert_eq!(open.reciprocal().unwrap(), from(1));
        assert_eq!(closed(0, 1).mul(&open).lo(), &End::Closed(0.into()));
        assert_eq!(from(0).mul(&closed(2, 3)), from(0));
        assert_eq!(from(2).mul(&Interval::point(0.into())), Interval::point(0.into()));
        assert_eq!(closed(-2, 1).pow(2).unwrap(), closed(0, 4));
        assert!(Interval::new(End::Open(1.into()), End::Closed(1.into())).is_none());
    }

    #[test]
    fn a_sum_with_a_missing_stage_is_decided_above_the_line_only() {
        let sum = from(0).add(&Interval::point(10.into()));
        assert_eq!(sum.greater(&Interval::point(9.into())), Truth::True);
        assert_eq!(sum.greater(&Interval::point(10.into())), Truth::Unknown);
        assert_eq!(sum.greater(&Interval::point(99.into())), Truth::Unknown);
    }

    fn any_interval() -> impl Strategy<Value = Interval> {
        let end = (-6i64..6, 0..3).prop_map(|(value, kind)| match kind {
            0 => End::Unbounded,
            1 => End::Open(value.into()),
            _ => End::Closed(value.into()),
        });
        (end.clone(), end).prop_filter_map("empty", |(lo, hi)| Interval::new(lo, hi))
    }

    proptest! {
        #[test]
        fn every_operation_encloses_its_points(a in any_interval(), b in any_interval(), x in -8i64..8, y in -8i64..8, n in -3i32..4) {
            let (x, y) = (Rational::from(x), Rational::from(y));
            prop_assume!(a.contains(&x) && b.contains(&y));
            prop_assert!(a.add(&b).contains(&(&x + &y)));
            prop_assert!(a.sub(&b).contains(&(&x - &y)));
            prop_assert!(a.mul(&b).contains(&(&x * &y)));
            prop_assert!(a.min(&b).contains(&x.clone().min(y.clone())));
            prop_assert!(a.max(&b).contains(&x.clone().max(y.clone())));
            prop_assert!(a.hull(&b).contains(&x) && a.hull(&b).contains(&y));
            if let (Some(r), Some(q)) = (b.reciprocal(), x.checked_div(&y)) { prop_assert!(a.mul(&r).contains(&q)); }
            if let (Some(p), Some(v)) = (a.pow(n), x.pow(n)) { prop_assert!(p.contains(&v)); }
            if a.greater(&b).is_decided() { prop_assert_eq!(a.greater(&b), Truth::from(x > y)); }
            if a.at_least(&b).is_decided() { prop_assert_eq!(a.at_least(&b), Truth::from(x >= y)); }
            if a.same(&b).is_decided() { prop_assert_eq!(a.same(&b), Truth::from(x == y)); }
        }
    }
}
