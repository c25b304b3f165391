//! One change of one fact: from what it is to the nearest value on which a verdict turns, in the fact's own unit.
//!
//! In: the regions of a fact with their verdicts. Out: [`Change`]s and [`Part`]s with exact texts.

use crate::analysis::words::{self, Digits};
use crate::date::DateRange;
use crate::eval::explore::{Input, KnownInput};
use crate::eval::line::number_text;
use crate::eval::result::Verdict;
use crate::interval::{End, Interval};
use crate::possible::Set;
use crate::rational::Rational;
use crate::schema::Type;
use crate::solve::Limit;
use crate::sorting::sort_by;
use crate::truth::Truth;
use crate::unit::Unit;
use serde::Serialize;
use std::cmp::Ordering;
use std::sync::Arc;

/// Where the values begin on which a verdict is turned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// At the value and upwards.
    AtLeast,
    /// Above the value.
    MoreThan,
    /// At the value and downwards.
    AtMost,
    /// Below the value.
    LessThan,
    /// On this value, or between these.
    Is,
    /// Somewhere between the two values: on the first the verdict is as now, on the second it is turned. The line itself is
    /// not solved for.
    Between,
}

/// The nearest values of a fact on which a verdict turns.
#[derive(Clone, Debug)]
pub struct Change {
    /// The fact.
    pub input: Input,
    /// Its name in a profile.
    pub fact: Arc<str>,
    /// What it is now, exactly; `None` where the profile is silent.
    pub from: Option<String>,
    /// Where the values begin on which the verdict is turned.
    pub bound: Bound,
    /// That value, exactly.
    pub to: String,
    /// All values next to it on which the verdict is turned.
    pub region: Set,
    /// The value over what it is now, exactly; `None` where that has no meaning.
    pub ratio: Option<Rational>,
    /// The value less what it is now, in the fact's unit.
    pub difference: Option<String>,
}

/// What one fact says about an open verdict, the others as they are.
#[derive(Clone, Debug, Serialize)]
pub struct Part {
    /// The fact.
    pub fact: Arc<str>,
    /// The values on which it is covered.
    pub covered: Vec<String>,
    /// The values on which it is not covered.
    pub not_covered: Vec<String>,
    /// The values on which it stays open.
    pub undetermined: Vec<String>,
}

/// The changes of one fact to the regions nearest to what it is: one upwards, one downwards, or one of its members.
pub(super) fn nearest(input: &KnownInput, parts: &[(Set, Verdict)], wanted: Verdict) -> Vec<Change> {
    let mut found: Vec<Change> = parts
        .iter()
        .filter(|(_, verdict)| *verdict == wanted)
        .filter_map(|(set, _)| Change::into(input, set))
        .collect();
    sort(&mut found);
    let mut kept: Vec<Change> = Vec::new();
    for change in found {
        if change.bound == Bound::Is || kept.iter().all(|known| known.is_upward() != change.is_upward()) {
            kept.push(change);
        }
    }
    kept
}

/// All values of a fact from a place on, away from what it is now; `None` where the place is on neither side of it.
pub(super) fn outwards(input: &KnownInput, place: &Limit) -> Option<Set> {
    let Set::Number(domain) = &input.domain else { return None };
    let now = match &input.given {
        Some(Set::Number(now)) => now.as_point(),
        _ => None,
    };
    let end = if place.side.is_eq() { End::Closed(place.value.clone()) } else { End::Open(place.value.clone()) };
    let upwards =
        now.map_or(place.side.is_ge(), |now| place.value > *now || (place.value == *now && place.side.is_gt()));
    let region =
        if upwards { Interval::new(end, domain.hi().clone()) } else { Interval::new(domain.lo().clone(), end) };
    region.map(Set::Number)
}

/// Sorts changes, the one nearest to what is now first; those without a ratio come last, in the order they were in.
pub(super) fn sort(changes: &mut [Change]) {
    sort_by(changes, Change::compare);
}

/// Compares joint changes by their farthest.
pub(super) fn compare_joint(a: &[Change], b: &[Change]) -> Ordering {
    match (a.iter().max_by(|a, b| a.compare(b)), b.iter().max_by(|a, b| a.compare(b))) {
        (Some(a), Some(b)) => a.compare(b),
        (a, b) => a.is_some().cmp(&b.is_some()),
    }
}

impl Change {
    /// The change of `input` into `region`; `None` where it may already be there.
    pub(super) fn into(input: &KnownInput, region: &Set) -> Option<Change> {
        let given = input.given.as_ref();
        if given.is_some_and(|given| given.same(region) != Truth::False && overlap(given, region)) {
            return None;
        }
        let from = given.map(|given| text(given, &input.ty));
        let change = |bound, to: String| Change {
            input: input.input.clone(),
            fact: input.name.clone(),
            from: from.clone(),
            bound,
            to,
            region: region.clone(),
            ratio: None,
            difference: None,
        };
        let (Set::Number(interval), Type::Number(quantity)) = (region, &input.ty) else {
            return Some(match (region, given) {
                (Set::Date(range), given) => days(range, given, &input.domain, change),
                _ => change(Bound::Is, text(region, &input.ty)),
            });
        };
        let (bound, end) = number_bound(interval, given, &input.domain)?;
        let Some(to) = end else { return Some(change(Bound::Is, text(region, &input.ty))) };
        let mut change = change(bound, number_text(&Interval::point(to.clone()), &quantity.unit));
        if let Some(Set::Number(now)) = given
            && let Some(now) = now.as_point()
        {
            change.ratio = to.checked_div(now).filter(|_| !quantity.interval_scale && !now.is_negative());
            let difference = Interval::point(&to - now);
            change.difference = Some(number_text(&difference, &unit_of_difference(&quantity.unit)));
        }
        Some(change)
    }

    /// The change of `input` to somewhere between two values, the nearer one first.
    pub(super) fn between(input: &KnownInput, near: Rational, beyond: Rational) -> Change {
        let unit = match &input.ty {
            Type::Number(quantity) => quantity.unit.clone(),
            _ => Unit::number(),
        };
        let ends = [&near, &beyond].map(|value| number_text(&Interval::point(value.clone()), &unit));
        Change {
            input: input.input.clone(),
            fact: input.name.clone(),
            from: input.given.as_ref().map(|given| text(given, &input.ty)),
            bound: Bound::Between,
            to: ends.join(" .. "),
            region: Set::Number(Interval::point(beyond)),
            ratio: None,
            difference: None,
        }
    }

    /// Changes that do not come as far: the line itself where it is left out, and a value a millionth short of it.
    pub fn just_before(&self) -> Vec<Change> {
        let Set::Number(region) = &self.region else { return Vec::new() };
        let (end, is_open) = match self.bound {
            Bound::MoreThan | Bound::AtLeast => (region.lo(), self.bound == Bound::MoreThan),
            Bound::LessThan | Bound::AtMost => (region.hi(), self.bound == Bound::LessThan),
            Bound::Is | Bound::Between => return Vec::new(),
        };
        let Some(line) = end.value() else { return Vec::new() };
        let share =
            if self.is_upward() { Rational::ratio(999_999, 1_000_000) } else { Rational::ratio(1_000_001, 1_000_000) };
        let short = share.map(|share| line * &share).filter(|_| !line.is_zero());
        let points = is_open.then(|| line.clone()).into_iter().chain(short);
        points.map(|point| Change { region: Set::Number(Interval::point(point)), ..self.clone() }).collect()
    }

    fn is_upward(&self) -> bool {
        matches!(self.bound, Bound::AtLeast | Bound::MoreThan)
    }

    /// By how far the value is from what is now, as a ratio either way; what has none is farther than what has one.
    pub(super) fn compare(&self, other: &Change) -> Ordering {
        let away = |change: &Change| {
            let ratio = change.ratio.clone().filter(|ratio| !ratio.is_zero())?;
            if ratio < 1 { Rational::one().checked_div(&ratio) } else { Some(ratio) }
        };
        match (away(self), away(other)) {
            (Some(a), Some(b)) => a.cmp(&b),
            (a, b) => b.is_some().cmp(&a.is_some()),
        }
    }
}

impl Part {
    /// What a fact's regions say; `None` where it alone decides nothing.
    pub(super) fn of(input: &KnownInput, parts: &[(Set, Verdict)]) -> Option<Part> {
        let texts = |wanted: Verdict| -> Vec<String> {
            let sets = parts.iter().filter(|(_, verdict)| *verdict == wanted);
            sets.map(|(set, _)| words::region(set, &input.domain, &input.ty, Digits::All)).collect()
        };
        let part = Part {
            fact: input.name.clone(),
            covered: texts(Verdict::Covered),
            not_covered: texts(Verdict::NotCovered),
            undetermined: texts(Verdict::Undetermined),
        };
        (!part.covered.is_empty() || !part.not_covered.is_empty()).then_some(part)
    }
}

/// Whether two sets have a value in common.
fn overlap(a: &Set, b: &Set) -> bool {
    match (a, b) {
        (Set::Number(a), Set::Number(b)) => a.intersect(b).is_some(),
        _ => a.same(b) != Truth::False,
    }
}

/// The end of a region that is next to what is now, and which way it lies; an end of the domain is none.
fn number_bound(region: &Interval, given: Option<&Set>, domain: &Set) -> Option<(Bound, Option<Rational>)> {
    let up = |end: &End| {
        let bound = if end.is_closed() { Bound::AtLeast } else { Bound::MoreThan };
        end.value().cloned().map(|value| (bound, Some(value)))
    };
    let down = |end: &End| {
        let bound = if end.is_closed() { Bound::AtMost } else { Bound::LessThan };
        end.value().cloned().map(|value| (bound, Some(value)))
    };
    if let Some(Set::Number(now)) = given {
        return if region.greater(now) == Truth::True || region.at_least(now) == Truth::True {
            up(region.lo())
        } else {
            down(region.hi())
        };
    }
    let Set::Number(domain) = domain else { return None };
    match (region.lo() == domain.lo(), region.hi() == domain.hi()) {
        (true, false) => down(region.hi()),
        (false, true) => up(region.lo()),
        _ => Some((Bound::Is, None)),
    }
}

fn days(range: &DateRange, given: Option<&Set>, domain: &Set, change: impl Fn(Bound, String) -> Change) -> Change {
    let later = match (given, domain) {
        (Some(Set::Date(now)), _) => range.lo.zip(now.hi).is_some_and(|(lo, now)| lo > now),
        (_, Set::Date(domain)) => range.lo != domain.lo,
        _ => range.lo.is_some(),
    };
    match (later, range.lo, range.hi) {
        (true, Some(lo), _) => change(Bound::AtLeast, lo.to_string()),
        (false, _, Some(hi)) => change(Bound::AtMost, hi.to_string()),
        _ => change(Bound::Is, range.to_string()),
    }
}

/// A set in its type's own words, exactly.
fn text(set: &Set, ty: &Type) -> String {
    match (set, ty) {
        (Set::Number(interval), Type::Number(quantity)) => number_text(interval, &quantity.unit),
        (Set::Number(interval), _) => number_text(interval, &Unit::number()),
        (Set::Date(range), _) => range.to_string(),
        (Set::Truth(truth), _) => match truth {
            Truth::True => "true".to_owned(),
            Truth::False => "false".to_owned(),
            Truth::Unknown => "true or false".to_owned(),
        },
        (Set::Member(members), Type::Member(names)) => {
            let names: Vec<&str> = members.iter().filter_map(|at| names.get(at)).map(|name| &**name).collect();
            names.join(" or ")
        }
        (Set::Member(_), _) => String::new(),
        (Set::Text(text), _) => text.as_deref().unwrap_or("any text").to_owned(),
    }
}

fn unit_of_difference(unit: &Unit) -> Unit {
    match unit.kind {
        crate::unit::Kind::Percent => Unit::points(),
        crate::unit::Kind::Plain | crate::unit::Kind::Points => unit.clone(),
    }
}
