//! The values of one thing on either side of where a clause turns.
//!
//! In: a clause, what is moved, and all else as a draft. Out: [`Step`]s next to the first line at which the clause turns,
//! short and exact.

use super::Side;
use super::bench::Bench;
use super::draft::{Draft, Written, beside, typical, written};
use super::probe::{Probed, clause_of};
use crate::analysis::words::{self, Digits};
use crate::date::{CalendarUnit, Date, DateRange, shift};
use crate::eval::explore::KnownInput;
use crate::eval::result::Verdict;
use crate::interval::{End, Interval};
use crate::possible::Set;
use crate::rational::Rational;
use crate::schema::Type;
use std::cmp::Ordering;
use std::sync::Arc;

/// What is moved to and fro.
#[derive(Clone)]
pub(super) enum Driver {
    Fact(Box<KnownInput>),
    /// A reference, with a draft in which it names a model.
    Reference(Arc<str>, Draft),
    Reading(Arc<str>),
    Day,
}

/// One value of a driver.
pub(super) struct Step {
    pub side: Side,
    pub text: String,
    pub draft: Draft,
}

impl Bench<'_> {
    /// How the value of the clause stands to its line.
    pub(super) fn order(&self, probed: &Probed<'_>, draft: &Draft) -> Option<Ordering> {
        let (answer, _) = self.answer(draft)?;
        clause_of(&answer, probed)?.comparison.as_ref()?.order()
    }

    /// The values of a driver on either side of the first line at which the clause turns.
    pub(super) fn steps(&self, probed: &Probed<'_>, rest: &Draft, driver: &Driver) -> Vec<Step> {
        let step = |side: Side, text: String, draft: Draft| Step { side, text, draft };
        match driver {
            Driver::Reference(name, draft) => {
                let model: Arc<str> = Arc::from(format!("{name}.name"));
                let there = match draft.facts.get(name) {
                    Some(Written::NoModel) => rest.with(&model, Written::Text(format!("The {name} model"))),
                    _ => draft.clone(),
                };
                vec![
                    step(Side::Value, format!("there is no {name}"), rest.with(name, Written::NoModel)),
                    step(Side::Value, format!("there is a {name}"), there),
                ]
            }
            Driver::Reading(name) => {
                let choice = self.policy.schema.choices.iter().find(|choice| choice.name == *name);
                let members = choice.iter().flat_map(|choice| choice.members.iter());
                members
                    .map(|member| step(Side::Value, format!("{name} read as {member}"), rest.read_as(name, member)))
                    .collect()
            }
            Driver::Day => self.line_day(probed, rest).map_or_else(Vec::new, |line| {
                let on = |(count, side)| {
                    let day = shift(line, count, CalendarUnit::Day);
                    step(side, format!("as of {day}"), Draft { as_of: Some(Some(day)), ..rest.clone() })
                };
                [(-1, Side::Below), (0, Side::At), (1, Side::Above)].map(on).into_iter().collect()
            }),
            Driver::Fact(input) => self.values(probed, rest, input),
        }
    }

    fn values(&self, probed: &Probed<'_>, rest: &Draft, input: &KnownInput) -> Vec<Step> {
        let node = probed.clause.node;
        let scale = self.scale(&input.ty);
        let regions = self.regions(rest, node, input);
        let value = |set: &Set| Some(rest.with(&input.name, written(set, &input.ty)?));
        let truth_in = |region: &Set| {
            let set = typical(region, &input.ty, &scale)?;
            self.glance(&value(&set)?, node).filter(|truth| *truth != Verdict::Undetermined)
        };
        let truths: Vec<Option<Verdict>> = regions.iter().map(truth_in).collect();
        let step = |side: Side, set: Set| {
            let shown = words::region(&set, &set, &input.ty, Digits::All);
            let shown = shown.strip_prefix("exactly ").unwrap_or(&shown).to_owned();
            let text = match side {
                Side::Value => format!("{} {shown}", input.name),
                _ => shown,
            };
            Some(Step { side, text, draft: value(&set)? })
        };
        if !matches!(input.ty, Type::Number(_) | Type::Date) {
            // One value of each side.
            let first = |wanted: Verdict| {
                let at = truths.iter().position(|truth| *truth == Some(wanted))?;
                step(Side::Value, typical(regions.get(at)?, &input.ty, &scale)?)
            };
            return [Verdict::Covered, Verdict::NotCovered].into_iter().filter_map(first).collect();
        }
        let turn = truths.windows(2).position(|pair| matches!(pair, [Some(a), Some(b)] if a != b));
        let Some((low, high)) = turn.and_then(|at| regions.get(at).zip(regions.get(at + 1))) else {
            return Vec::new();
        };
        let around: Vec<(Side, Set)> = match (low, high) {
            (Set::Number(low), Set::Number(high)) => numbers_around(low, high, &input.ty),
            (Set::Date(_), Set::Date(DateRange { lo: Some(first), .. })) => self.days_around(probed, &value, *first),
            _ => Vec::new(),
        };
        let inside = |set: &Set| set.is_within(&input.domain);
        let line = around.iter().find(|(side, _)| *side == Side::At).map(|(_, set)| set.clone());
        let steps = around.into_iter().filter(|(_, set)| inside(set)).filter_map(|(side, set)| {
            let mut step = step(side, set)?;
            let line = line.as_ref().map(|line| words::region(line, line, &input.ty, Digits::All));
            let line = line.as_deref().map(|line| line.strip_prefix("exactly ").unwrap_or(line)).unwrap_or_default();
            step.text = match (side, &input.ty) {
                (Side::Below, Type::Date) => format!("{} the day before {line}", input.name),
                (Side::Above, Type::Date) => format!("{} the day after {line}", input.name),
                (Side::At, Type::Date) => format!("{} on {line}", input.name),
                (Side::Below, _) => format!("{} just below {line}", input.name),
                (Side::Above, _) => format!("{} just above {line}", input.name),
                _ => format!("{} exactly {line}", input.name),
            };
            Some(step)
        });
        steps.collect()
    }

    /// Three days on which the value stands before, on and after its line, next to the day on which the clause turns.
    fn days_around(&self, probed: &Probed<'_>, value: &dyn Fn(&Set) -> Option<Draft>, first: Date) -> Vec<(Side, Set)> {
        let day = |count: i64| Set::Date(DateRange::point(shift(first, count, CalendarUnit::Day)));
        let met = [0, -1, 1]
            .into_iter()
            .find(|count| value(&day(*count)).and_then(|draft| self.order(probed, &draft)) == Some(Ordering::Equal));
        let middle = met.unwrap_or(0);
        vec![(Side::Below, day(middle - 1)), (Side::At, day(middle)), (Side::Above, day(middle + 1))]
    }

    /// The day with which a clause compares the evaluation date.
    fn line_day(&self, probed: &Probed<'_>, rest: &Draft) -> Option<Date> {
        let (answer, _) = self.answer(rest)?;
        let compared = clause_of(&answer, probed)?.comparison.as_ref()?;
        let (value, line) = (compared.value.date().as_point()?, compared.line.date().as_point()?);
        let today = rest.as_of.flatten().or(self.circumstances.as_of.as_point())?;
        match (value == today, line == today) {
            (true, _) => Some(line),
            (false, true) => Some(value),
            (false, false) => None,
        }
    }
}

/// Three short numbers around the line between two regions.
fn numbers_around(low: &Interval, high: &Interval, ty: &Type) -> Vec<(Side, Set)> {
    let Some(line) = high.lo().value().or_else(|| low.hi().value()).cloned() else { return Vec::new() };
    let point = |value: Rational| Set::Number(Interval::point(value));
    // No further than the middle of a narrow region.
    let held = |value: Rational, end: Option<&End>| match end.and_then(End::value) {
        Some(last)
            if (&value - &line).abs() > (last - &line).abs()
                || (value == *last && end == Some(&End::Open(value.clone()))) =>
        {
            (last + &line).checked_div(&Rational::from(2)).unwrap_or(value)
        }
        _ => value,
    };
    let below = held(beside(&line, ty, false), (low.as_point().is_none()).then(|| low.lo()));
    let above = held(beside(&line, ty, true), (high.as_point().is_none()).then(|| high.hi()));
    vec![(Side::Below, point(below)), (Side::At, point(line)), (Side::Above, point(above))]
}
