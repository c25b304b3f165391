//! Possible values in doubles: each end of an interval enclosed by two of them, and truths as flags.
//!
//! In: exact sets. Out: spans that enclose them, sums and comparisons of spans. What cannot be told here for certain is
//! marked as lost; nothing is ever decided that is not so exactly.

use crate::date::{Date, day_number};
use crate::interval::{End, Interval};
use crate::possible::Set;
use crate::rational::Rational;
use crate::truth::Truth;

/// May be true.
pub(super) const YES: u8 = 1;
/// May be false.
pub(super) const NO: u8 = 2;
/// Not certain here: what still hangs on it is decided exactly.
pub(super) const LOST: u8 = 4;
/// The record has no value.
pub(super) const MISSING: u8 = 8;
/// Neither true nor false for certain, and no more can be said here.
pub(super) const GIVEN_UP: u8 = YES | NO | LOST;

/// A possible value: the interval's lower end lies in `lo`, its upper end in `hi`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    pub lo: [f64; 2],
    pub hi: [f64; 2],
    /// The double whose shortest decimal the value is, where it is just that; else NaN. Such values compare as doubles.
    pub short: f64,
    /// The members it may be, where it is a member.
    pub members: u64,
    pub missing: bool,
    /// Not representable here.
    pub lost: bool,
}

impl Span {
    pub(super) const LOST: Span =
        Span { lo: [f64::NAN; 2], hi: [f64::NAN; 2], short: f64::NAN, members: 0, missing: false, lost: true };

    fn number(lo: [f64; 2], hi: [f64; 2]) -> Span {
        let lost = lo.iter().chain(&hi).any(|end| end.is_nan());
        Span { lo, hi, lost, ..Span::LOST }
    }

    pub(super) fn of(set: &Set) -> Span {
        match set {
            Set::Number(interval) => Span::of_interval(interval),
            Set::Date(range) => {
                let day = |date: Date| day_number(date) as f64;
                let lo = range.lo.map_or(f64::NEG_INFINITY, day);
                let hi = range.hi.map_or(f64::INFINITY, day);
                Span { short: if lo == hi { lo } else { f64::NAN }, ..Span::number([lo; 2], [hi; 2]) }
            }
            Set::Member(members) => {
                let bits = members.iter().fold(0, |bits, at| bits | 1 << at);
                Span { members: bits, lost: false, ..Span::LOST }
            }
            Set::Truth(_) | Set::Text(_) => Span::LOST,
        }
    }

    pub(super) fn of_interval(interval: &Interval) -> Span {
        let ends = |end: &End, infinite: f64| {
            end.value().map_or([infinite; 2], |value| {
                let (lo, hi) = value.to_f64_bounds();
                [lo, hi]
            })
        };
        let mut span = Span::number(ends(interval.lo(), f64::NEG_INFINITY), ends(interval.hi(), f64::INFINITY));
        if let Some(point) = interval.as_point() {
            let nearest = point.to_f64_for_show();
            if Rational::from_shortest(nearest).as_ref() == Some(point) {
                span.short = nearest;
            }
        }
        span
    }

    /// The number whose shortest decimal in doubles this is.
    pub(super) fn of_double(value: f64) -> Span {
        let round = [value.next_down(), value.next_up()];
        Span { lo: round, hi: round, short: value, lost: value.is_nan(), ..Span::LOST }
    }

    /// The day of that number.
    pub(super) fn of_day(day: i64) -> Span {
        Span { short: day as f64, ..Span::number([day as f64; 2], [day as f64; 2]) }
    }

    fn flags(&self) -> u8 {
        (if self.missing { MISSING } else { 0 }) | (if self.lost { GIVEN_UP } else { 0 })
    }
}

pub(super) fn of_truth(truth: Truth) -> u8 {
    match truth {
        Truth::True => YES,
        Truth::False => NO,
        Truth::Unknown => YES | NO,
    }
}

fn lost_if(a: &Span, b: &Span, span: Span) -> Span {
    Span { missing: a.missing || b.missing, lost: span.lost || a.lost || b.lost, ..span }
}

/// Two doubles round a sum or product of exact numbers that lie in `a` and `b`.
fn outward(lo: f64, hi: f64) -> [f64; 2] {
    [lo.next_down(), hi.next_up()]
}

pub(super) fn add(a: &Span, b: &Span) -> Span {
    let lo = outward(a.lo[0] + b.lo[0], a.lo[1] + b.lo[1]);
    let hi = outward(a.hi[0] + b.hi[0], a.hi[1] + b.hi[1]);
    lost_if(a, b, Span::number(lo, hi))
}

pub(super) fn subtract(a: &Span, b: &Span) -> Span {
    let lo = outward(a.lo[0] - b.hi[1], a.lo[1] - b.hi[0]);
    let hi = outward(a.hi[0] - b.lo[1], a.hi[1] - b.lo[0]);
    lost_if(a, b, Span::number(lo, hi))
}

/// Quantities below zero are rare here and left to exact evaluation.
pub(super) fn multiply(a: &Span, b: &Span) -> Span {
    if !(a.lo[0] >= 0.0 && b.lo[0] >= 0.0) {
        return Span::LOST;
    }
    let times = |x: f64, y: f64| if x == 0.0 || y == 0.0 { 0.0 } else { x * y };
    let lo = outward(times(a.lo[0], b.lo[0]), times(a.lo[1], b.lo[1]));
    let hi = outward(times(a.hi[0], b.hi[0]), times(a.hi[1], b.hi[1]));
    lost_if(a, b, Span::number([lo[0].max(0.0), lo[1]], hi))
}

pub(super) fn divide(a: &Span, b: &Span) -> Span {
    if !(a.lo[0] >= 0.0 && b.lo[0] > 0.0) {
        return Span::LOST;
    }
    let lo = outward(a.lo[0] / b.hi[1], a.lo[1] / b.hi[0]);
    let hi = outward(a.hi[0] / b.lo[1], a.hi[1] / b.lo[0]);
    lost_if(a, b, Span::number([lo[0].max(0.0), lo[1]], hi))
}

pub(super) fn extreme(a: &Span, b: &Span, pick: fn(f64, f64) -> f64) -> Span {
    let lo = [pick(a.lo[0], b.lo[0]), pick(a.lo[1], b.lo[1])];
    let hi = [pick(a.hi[0], b.hi[0]), pick(a.hi[1], b.hi[1])];
    lost_if(a, b, Span::number(lo, hi))
}

pub(super) fn above(a: &Span, b: &Span) -> u8 {
    if a.short > b.short {
        return YES | ((a.flags() | b.flags()) & MISSING);
    }
    if a.short <= b.short {
        return NO | ((a.flags() | b.flags()) & MISSING);
    }
    let truth = if a.lo[0] > b.hi[1] {
        YES
    } else if a.hi[1] < b.lo[0] {
        NO
    } else if a.hi[0] > b.lo[1] && a.lo[1] < b.hi[0] {
        YES | NO
    } else {
        GIVEN_UP
    };
    truth | a.flags() | b.flags()
}

pub(super) fn same(a: &Span, b: &Span) -> u8 {
    let equal = if a.members != 0 && b.members != 0 {
        match (a.members & b.members, a.members == b.members && a.members.count_ones() == 1) {
            (_, true) => YES,
            (0, _) => NO,
            _ => YES | NO,
        }
    } else if !a.short.is_nan() && !b.short.is_nan() {
        if a.short == b.short { YES } else { NO }
    } else if a.lo[0] > b.hi[1] || a.hi[1] < b.lo[0] {
        NO
    } else {
        GIVEN_UP
    };
    equal | a.flags() | b.flags()
}

pub(super) fn within(a: &Span, b: &Span) -> u8 {
    let truth = match (a.members & b.members, a.members & !b.members) {
        (_, 0) => YES,
        (0, _) => NO,
        _ => YES | NO,
    };
    truth | a.flags()
}

pub(super) fn not(flags: u8) -> u8 {
    (flags & (LOST | MISSING)) | ((flags & YES) << 1) | ((flags & NO) >> 1)
}
