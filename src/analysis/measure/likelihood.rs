//! What the likelihood of a fact's values rests on: what was given for it, or a default that is named.
//!
//! In: an input, and the regions of its values with the verdict in each. Out: a [`Basis`], and the probability of each
//! region under it. A default never decides, and where no honest one exists there is none.

use crate::analysis::chance::distribution::Distribution;
use crate::eval::explore::KnownInput;
use crate::eval::result::Verdict;
use crate::interval::{End, Interval};
use crate::possible::{Members, Set};
use crate::rational::Rational;
use crate::schema::Type;
use crate::truth::Truth;

/// How far beyond the outermost lines a quantity without bounds is taken to lie, as a factor.
pub const AROUND: i64 = 100;

/// What a likelihood rests on.
#[derive(Clone, Debug, PartialEq)]
pub enum Basis {
    /// The distribution that the range or estimate as given stands for.
    Given(Distribution),
    /// Nothing was given: the distribution that the whole domain would stand for as a range.
    Domain(Distribution),
    /// Nothing was given and the domain has no end: each order of magnitude as likely, from [`AROUND`] times below the
    /// lowest line on which the verdict turns to as far above the highest.
    AroundLines(Distribution),
    /// Nothing was given: each of so many values as likely.
    Even(usize),
    /// No likelihood can be given; why.
    None(&'static str),
}

/// What a fact may be, as far as that can be measured.
#[derive(Clone, Debug)]
pub(super) struct Range {
    /// Every value that may be measured.
    pub possible: Set,
    /// The distribution of what was given.
    given: Option<Distribution>,
    is_given: bool,
}

impl Range {
    /// What `input` may turn out to be; `None` where that is known exactly.
    pub(super) fn of(input: &KnownInput) -> Option<Range> {
        let Some(set) = &input.given else {
            return Some(Range { possible: input.domain.clone(), given: None, is_given: false });
        };
        if set.is_point() {
            return None;
        }
        let given = Distribution::of(set, input.estimate.as_ref(), &input.domain);
        // A 90 % interval leaves a tenth for what lies outside it.
        let possible = given.as_ref().map_or(set, |given| &given.support).clone();
        Some(Range { possible, given, is_given: true })
    }

    /// What the likelihood of these regions rests on; `lines` are where their verdicts turn.
    pub(super) fn basis(&self, ty: &Type, lines: &[Rational]) -> Basis {
        if let Some(given) = &self.given {
            return Basis::Given(given.clone());
        }
        match &self.possible {
            _ if self.is_given => Basis::None("its ends lie beyond the numbers that can be drawn"),
            Set::Truth(_) => Basis::Even(2),
            Set::Member(members) => Basis::Even(members.iter().count()),
            Set::Text(_) => Basis::None("not given, and a text has no default distribution"),
            Set::Date(_) => Distribution::over(&self.possible)
                .map_or(Basis::None("not given, and its domain has no end"), Basis::Domain),
            Set::Number(domain) => match Distribution::over(&self.possible) {
                Some(even) => Basis::Domain(even),
                None => around(domain, ty, lines).map_or(
                    Basis::None("not given, its domain has no end, and it turns at no value above zero"),
                    Basis::AroundLines,
                ),
            },
        }
    }
}

/// Each order of magnitude around the lines as likely, where all of them lie above zero on a scale that has one.
fn around(domain: &Interval, ty: &Type, lines: &[Rational]) -> Option<Distribution> {
    let is_ratio = matches!(ty, Type::Number(quantity) if !quantity.interval_scale);
    let (first, last) = (lines.iter().min()?, lines.iter().max()?);
    let starts_above = domain.lo().value().is_some_and(|lo| !lo.is_negative());
    if !is_ratio || !starts_above || first.is_negative() || first.is_zero() {
        return None;
    }
    let factor = Rational::from(AROUND);
    let wide = Interval::new(End::Closed(first.checked_div(&factor)?), End::Closed(last * &factor))?;
    let within = Set::Number(wide.intersect(domain)?);
    Distribution::over(&within)
}

impl Basis {
    /// The probability of a region of the possible values; `None` where there is no likelihood.
    pub(super) fn of_region(&self, region: &Set) -> Option<f64> {
        match self {
            Basis::Given(found) | Basis::Domain(found) | Basis::AroundLines(found) => Some(found.of_region(region)),
            Basis::Even(count) => {
                let here = match region {
                    Set::Truth(Truth::Unknown) => 2,
                    Set::Truth(_) => 1,
                    Set::Member(members) => members.iter().count().min(Members::MAX),
                    Set::Number(_) | Set::Date(_) | Set::Text(_) => return None,
                };
                Some(here as f64 / *count as f64)
            }
            Basis::None(_) => None,
        }
    }

    /// Whether it is assumed rather than given.
    pub fn is_assumed(&self) -> bool {
        matches!(self, Basis::Domain(_) | Basis::AroundLines(_) | Basis::Even(_))
    }

    /// The distribution, where it is one of numbers or days.
    pub fn distribution(&self) -> Option<&Distribution> {
        match self {
            Basis::Given(found) | Basis::Domain(found) | Basis::AroundLines(found) => Some(found),
            Basis::Even(_) | Basis::None(_) => None,
        }
    }
}

/// The values at which the verdict turns from one region to the next.
pub(super) fn lines(parts: &[(Set, Verdict)]) -> Vec<Rational> {
    let ends = |pair: &[(Set, Verdict)]| match pair {
        [(Set::Number(low), _), (Set::Number(high), _)] => {
            high.lo().value().or_else(|| low.hi().value()).cloned().into_iter().collect()
        }
        _ => Vec::new(),
    };
    parts.windows(2).flat_map(ends).collect()
}
