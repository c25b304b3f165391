//! The search through a condition: each way to its truth is a conjunction of constraints, looked at until one can hold.
//!
//! In: a condition of a [`Space`], a budget. Out: a point at which it holds, the least of a quantity, or the proof that it
//! never holds. Ways that cannot hold are left as soon as the constraints so far say so.

use super::diagram::Condition;
use super::linear::{Linear, Unknown};
use super::simplex::{Ends, Near, Outcome, Simplex};
use super::{Atom, Domain, Space};
use crate::interval::{End, Interval};
use crate::rational::Rational;
use std::cmp::Ordering;

/// Steps that may still be taken.
#[derive(Clone, Copy, Debug)]
pub struct Budget(pub usize);

impl Budget {
    /// Takes some steps; false where there are not so many left.
    pub(super) fn spend(&mut self, steps: usize) -> bool {
        let left = self.0.checked_sub(steps);
        self.0 = left.unwrap_or(0);
        left.is_some()
    }
}

/// A number, reached or approached from one side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limit {
    /// The number.
    pub value: Rational,
    /// `Equal` where it is reached, `Greater` where it is approached from above, `Less` from below.
    pub side: Ordering,
}

impl From<&Near> for Limit {
    fn from(near: &Near) -> Self {
        Limit { value: near.real.clone(), side: near.small.cmp(&Rational::zero()) }
    }
}

/// A value for each unknown.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    numbers: Vec<Rational>,
    limits: Vec<Limit>,
    members: Vec<Option<usize>>,
}

impl Point {
    /// The number that an unknown is; zero for a member.
    pub fn number(&self, unknown: Unknown) -> Rational {
        self.numbers.get(unknown.index()).cloned().unwrap_or_else(Rational::zero)
    }

    /// The number that it stands beside, where an end that is left out keeps it away from there.
    pub fn limit(&self, unknown: Unknown) -> Option<&Limit> {
        self.limits.get(unknown.index())
    }

    /// The member that an unknown is; `None` for a number, and for a member that no condition names.
    pub fn member(&self, unknown: Unknown) -> Option<usize> {
        self.members.get(unknown.index()).copied().flatten()
    }
}

/// What was found of a condition.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// It holds here.
    Point(Point),
    /// It never holds.
    Nothing,
    /// The budget or the limits left it open.
    Open,
}

/// The least that quantities can be while a condition holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Least {
    /// This much each, at this point or as close to it as one likes.
    At(Vec<Limit>, Point),
    /// As small as one likes.
    Unbounded,
    /// The condition never holds.
    Nothing,
    /// The budget or the limits left it open.
    Open,
}

impl Space {
    /// A point at which a condition holds.
    pub fn find(&self, condition: Condition, budget: &mut Budget) -> Found {
        match self.search(condition, &[], budget) {
            Least::At(_, point) => Found::Point(point),
            Least::Nothing => Found::Nothing,
            Least::Unbounded | Least::Open => Found::Open,
        }
    }

    /// The least of the first of `goals` while a condition holds; while that is so, the least of the second, and so on.
    pub fn least(&self, condition: Condition, goals: &[Linear], budget: &mut Budget) -> Least {
        self.search(condition, goals, budget)
    }

    fn search(&self, condition: Condition, goals: &[Linear], budget: &mut Budget) -> Least {
        if self.is_full() {
            return Least::Open;
        }
        let mut search = Search { space: self, goals, budget, best: None, unbounded: false, open: false };
        search.go(condition, &State::of(self));
        match (search.unbounded, search.open, search.best) {
            (true, ..) => Least::Unbounded,
            // The first point is an answer to whether there is one, whatever was left open before it.
            (_, true, best) if !goals.is_empty() || best.is_none() => Least::Open,
            (.., Some((least, point))) => Least::At(least.iter().map(Limit::from).collect(), point),
            (.., None) => Least::Nothing,
        }
    }
}

/// What is assumed on the way so far.
#[derive(Clone)]
struct State {
    ranges: Vec<Interval>,
    members: Vec<Option<usize>>,
    excluded: Vec<(Unknown, usize)>,
    /// Quantities of several unknowns that are above zero (true) or at least zero.
    rows: Vec<(Linear, bool)>,
}

impl State {
    fn of(space: &Space) -> Self {
        let range = |domain: &Domain| match domain {
            Domain::Number(interval) | Domain::Whole(interval) => interval.clone(),
            Domain::Member(_) => Interval::point(Rational::zero()),
        };
        State {
            ranges: space.domains.iter().map(range).collect(),
            members: vec![None; space.domains.len()],
            excluded: Vec::new(),
            rows: Vec::new(),
        }
    }

    /// The state where this atom is so as well; `None` where that cannot be.
    fn and(&self, space: &Space, atom: &Atom, holds: bool) -> Option<State> {
        let mut next = self.clone();
        let fits = match atom {
            Atom::Is(unknown, member) => next.choose(space, *unknown, *member, holds),
            // The opposite of `q > 0` is `-q >= 0`, and of `q >= 0` it is `-q > 0`.
            Atom::Above(quantity) | Atom::AtLeast(quantity) => {
                let strict = matches!(atom, Atom::Above(_)) == holds;
                let sign = Rational::from(if holds { 1 } else { -1 });
                next.limit(space, quantity.times(&sign), strict)
            }
        };
        fits.then_some(next)
    }

    fn choose(&mut self, space: &Space, unknown: Unknown, member: usize, holds: bool) -> bool {
        let Some(Domain::Member(members)) = space.domain(unknown) else { return false };
        let excluded = |member: usize, state: &Self| state.excluded.contains(&(unknown, member));
        if !holds {
            self.excluded.push((unknown, member));
            let chosen = self.members.get(unknown.index()).copied().flatten();
            return chosen != Some(member)
                && members.as_ref().is_none_or(|members| members.iter().any(|member| !excluded(*member, self)));
        }
        if excluded(member, self) {
            return false;
        }
        match self.members.get_mut(unknown.index()) {
            Some(place) => place.replace(member).is_none_or(|known| known == member),
            None => false,
        }
    }

    /// Assumes `quantity > 0` (strict) or `quantity >= 0`.
    fn limit(&mut self, space: &Space, quantity: Linear, strict: bool) -> bool {
        if let [(unknown, factor)] = quantity.terms() {
            let Some(line) = (-quantity.offset().clone()).checked_div(factor) else { return false };
            let end = if strict { End::Open(line) } else { End::Closed(line) };
            let half = match factor.is_negative() {
                true => Interval::new(End::Unbounded, end),
                false => Interval::new(end, End::Unbounded),
            };
            let whole = matches!(space.domain(*unknown), Some(Domain::Whole(_)));
            let half = half.and_then(|half| if whole { inward(&half) } else { Some(half) });
            let Some(place) = self.ranges.get_mut(unknown.index()) else { return false };
            let Some(common) = half.and_then(|half| place.intersect(&half)) else { return false };
            *place = common;
            return true;
        }
        self.rows.push((quantity, strict));
        true
    }

    /// The state as a tableau, with a last row for each quantity that is to be small.
    fn tableau(&self, space: &Space, goals: &[Linear]) -> Simplex {
        let near = |end: &End, beside: i64| match end {
            End::Unbounded => None,
            End::Closed(value) => Some(Near::at(value.clone())),
            End::Open(value) => Some(Near::beside(value.clone(), beside)),
        };
        let unknowns = self.ranges.iter().map(|range| Ends { lo: near(range.lo(), 1), hi: near(range.hi(), -1) });
        let terms = |row: &Linear| row.terms().iter().map(|(unknown, by)| (unknown.index(), by.clone())).collect();
        let rows = self.rows.iter().map(|(row, strict)| {
            let line = -row.offset().clone();
            let is_whole = |(unknown, by): &(Unknown, Rational)| {
                by.is_integer() && matches!(space.domain(*unknown), Some(Domain::Whole(_)))
            };
            let whole = line.is_integer() && row.terms().iter().all(is_whole);
            let lo = match (strict, whole) {
                (true, true) => Near::at(&line + &Rational::one()),
                (true, false) => Near::beside(line, 1),
                (false, _) => Near::at(line),
            };
            (terms(row), Ends { lo: Some(lo), hi: None })
        });
        let goals = goals.iter().map(|goal| (terms(goal), Ends::default()));
        Simplex::new(unknowns.collect(), rows.chain(goals).collect())
    }
}

/// The whole numbers of an interval, from the first to the last.
fn inward(interval: &Interval) -> Option<Interval> {
    let lo = match interval.lo() {
        End::Open(lo) => End::Closed(&lo.floor() + &Rational::one()),
        End::Closed(lo) => End::Closed(lo.ceil()),
        End::Unbounded => End::Unbounded,
    };
    let hi = match interval.hi() {
        End::Open(hi) => End::Closed(&hi.ceil() - &Rational::one()),
        End::Closed(hi) => End::Closed(hi.floor()),
        End::Unbounded => End::Unbounded,
    };
    Interval::new(lo, hi)
}

/// Largest number in a row, in bits; pivots make them grow.
const MAX_BITS: usize = 4_096;

struct Search<'s> {
    space: &'s Space,
    goals: &'s [Linear],
    budget: &'s mut Budget,
    best: Option<(Vec<Near>, Point)>,
    unbounded: bool,
    open: bool,
}

/// What the constraints so far allow.
enum Allowed {
    /// The goals can be as small as this; without a point where none was asked for, or none was found.
    Down(Vec<Near>, Option<Point>),
    /// The first goal has no least value.
    Anything,
    /// They cannot all hold, or the budget left it open.
    Nothing,
}

impl Search<'_> {
    fn is_done(&self) -> bool {
        self.unbounded || (self.goals.is_empty() && self.best.is_some())
    }

    fn go(&mut self, condition: Condition, state: &State) {
        if condition == Condition::FALSE || self.is_done() {
            return;
        }
        if !self.budget.spend(1) {
            self.open = true;
            return;
        }
        let is_end = condition == Condition::TRUE;
        match self.allowed(state, is_end) {
            Allowed::Nothing => return,
            // On the way there may still come an end to it.
            Allowed::Anything => self.unbounded = is_end,
            // What is already no better need not be looked into.
            Allowed::Down(least, _) if self.best.as_ref().is_some_and(|(best, _)| *best <= least) => return,
            Allowed::Down(least, Some(point)) if is_end => self.best = Some((least, point)),
            Allowed::Down(..) => self.open |= is_end,
        }
        let Some(node) = self.space.diagram.node(condition) else { return };
        let Some(atom) = self.space.atoms.get(node.atom as usize) else { return };
        for (holds, rest) in [(true, node.high), (false, node.low)] {
            if rest != Condition::FALSE
                && let Some(next) = state.and(self.space, atom, holds)
            {
                self.go(rest, &next);
            }
        }
    }

    /// What the constraints so far allow, with a point where one is asked for.
    fn allowed(&mut self, state: &State, with_point: bool) -> Allowed {
        if state.rows.is_empty() && self.goals.is_empty() {
            let inside = || state.ranges.iter().map(Interval::inner_point);
            let limits = inside().map(|value| Limit { value, side: Ordering::Equal }).collect();
            let point = with_point.then(|| self.point(state, inside().collect(), limits)).flatten();
            return Allowed::Down(Vec::new(), point);
        }
        if state.rows.iter().any(|(row, _)| row.bits() > MAX_BITS) {
            self.open = true;
            return Allowed::Nothing;
        }
        let mut tableau = state.tableau(self.space, self.goals);
        let mut outcome = tableau.check(self.budget);
        let first = state.ranges.len() + state.rows.len();
        let mut least = Vec::with_capacity(self.goals.len());
        for (goal, own) in (first..).zip(self.goals) {
            if outcome == Outcome::Feasible {
                outcome = tableau.minimise(goal, self.budget);
            }
            let Some(value) = tableau.value(goal) else { continue };
            least.push(Near { real: &value.real + own.offset(), small: value.small.clone() });
        }
        match outcome {
            Outcome::Infeasible => Allowed::Nothing,
            Outcome::Open => {
                self.open = true;
                Allowed::Nothing
            }
            Outcome::Unbounded => Allowed::Anything,
            Outcome::Feasible => {
                let count = state.ranges.len();
                let limits = (0..count).filter_map(|at| tableau.value(at)).map(Limit::from).collect();
                let point = with_point.then(|| self.point(state, tableau.point(count), limits)).flatten();
                Allowed::Down(least, point)
            }
        }
    }

    /// The point with these numbers; `None` where one of them should be a whole number and is not.
    fn point(&self, state: &State, numbers: Vec<Rational>, limits: Vec<Limit>) -> Option<Point> {
        let mut members = state.members.clone();
        for (at, domain) in self.space.domains.iter().enumerate() {
            match domain {
                Domain::Whole(_) if !numbers.get(at).is_some_and(Rational::is_integer) => return None,
                Domain::Member(Some(all)) => {
                    let unknown = Unknown(at as u32);
                    let free = all.iter().copied().find(|member| !state.excluded.contains(&(unknown, *member)));
                    if let Some(place) = members.get_mut(at) {
                        *place = place.or(free);
                    }
                }
                _ => {}
            }
        }
        Some(Point { numbers, limits, members })
    }
}
