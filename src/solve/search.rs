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

/// A value for each unknown.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    numbers: Vec<Rational>,
    members: Vec<Option<usize>>,
}

impl Point {
    /// The number that an unknown is; zero for a member.
    pub fn number(&self, unknown: Unknown) -> Rational {
        self.numbers.get(unknown.index()).cloned().unwrap_or_else(Rational::zero)
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

/// The least that a quantity can be while a condition holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Least {
    /// This much, at this point or as close to it as one likes.
    At {
        /// The least value, or the end that is not reached.
        value: Rational,
        /// Whether it is reached.
        attained: bool,
        /// A point at or next to it.
        point: Point,
    },
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
        match self.search(condition, None, budget) {
            Least::At { point, .. } => Found::Point(point),
            Least::Nothing => Found::Nothing,
            Least::Unbounded | Least::Open => Found::Open,
        }
    }

    /// The least of `quantity` while a condition holds.
    pub fn least(&self, condition: Condition, quantity: &Linear, budget: &mut Budget) -> Least {
        self.search(condition, Some(quantity), budget)
    }

    fn search(&self, condition: Condition, quantity: Option<&Linear>, budget: &mut Budget) -> Least {
        if self.is_full() {
            return Least::Open;
        }
        let mut search = Search { space: self, quantity, budget, best: None, unbounded: false, open: false };
        search.go(condition, &State::of(self));
        match (search.unbounded, search.open, search.best) {
            (true, ..) => Least::Unbounded,
            // The first point is an answer to whether there is one, whatever was left open before it.
            (_, true, best) if quantity.is_some() || best.is_none() => Least::Open,
            (.., Some((value, point))) => Least::At { attained: value.small.is_zero(), value: value.real, point },
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

    /// The state as a tableau, with a last row for the quantity that is to be small.
    fn tableau(&self, space: &Space, quantity: Option<&Linear>) -> Simplex {
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
        let goal = quantity.map(|quantity| (terms(quantity), Ends::default()));
        Simplex::new(unknowns.collect(), rows.chain(goal).collect())
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
    quantity: Option<&'s Linear>,
    budget: &'s mut Budget,
    best: Option<(Near, Point)>,
    unbounded: bool,
    open: bool,
}

impl Search<'_> {
    fn is_done(&self) -> bool {
        self.unbounded || (self.quantity.is_none() && self.best.is_some())
    }

    fn go(&mut self, condition: Condition, state: &State) {
        if condition == Condition::FALSE || self.is_done() {
            return;
        }
        if !self.budget.spend(1) {
            self.open = true;
            return;
        }
        let Some((least, point)) = self.feasible(state, condition == Condition::TRUE) else { return };
        // What is already no better need not be looked into.
        if self.best.as_ref().zip(least.as_ref()).is_some_and(|((best, _), least)| best <= least) {
            return;
        }
        let Some(node) = self.space.diagram.node(condition) else {
            match (least, point) {
                (Some(least), Some(point)) => self.best = Some((least, point)),
                (None, _) => self.unbounded = true,
                (_, None) => self.open = true,
            }
            return;
        };
        let Some(atom) = self.space.atoms.get(node.atom as usize) else { return };
        for (holds, rest) in [(true, node.high), (false, node.low)] {
            if rest != Condition::FALSE
                && let Some(next) = state.and(self.space, atom, holds)
            {
                self.go(rest, &next);
            }
        }
    }

    /// Whether the constraints so far can hold: with the least of the quantity (`None` where there is no end to it), and a
    /// point where one is asked for and found.
    fn feasible(&mut self, state: &State, with_point: bool) -> Option<(Option<Near>, Option<Point>)> {
        let zero = || Near::at(Rational::zero());
        if state.rows.is_empty() && self.quantity.is_none() {
            let numbers = state.ranges.iter().map(Interval::inner_point).collect();
            return Some((Some(zero()), with_point.then(|| self.point(state, numbers)).flatten()));
        }
        let bits = state.rows.iter().map(|(row, _)| row.bits()).max().unwrap_or(0);
        if bits > MAX_BITS {
            self.open = true;
            return None;
        }
        let mut tableau = state.tableau(self.space, self.quantity);
        let mut outcome = tableau.check(self.budget);
        let goal = state.ranges.len() + state.rows.len();
        if outcome == Outcome::Feasible && self.quantity.is_some() {
            outcome = tableau.minimise(goal, self.budget);
        }
        let least = match self.quantity {
            None => zero(),
            Some(quantity) => {
                let value = tableau.value(goal).cloned().unwrap_or_else(zero);
                Near { real: &value.real + quantity.offset(), small: value.small }
            }
        };
        match outcome {
            Outcome::Infeasible => None,
            Outcome::Open => {
                self.open = true;
                None
            }
            // On the way there may still be an end to it; at its end there is none.
            Outcome::Unbounded => Some((None, None)),
            Outcome::Feasible => {
                let numbers = tableau.point(state.ranges.len());
                Some((Some(least), with_point.then(|| self.point(state, numbers)).flatten()))
            }
        }
    }

    /// The point with these numbers; `None` where one of them should be a whole number and is not.
    fn point(&self, state: &State, numbers: Vec<Rational>) -> Option<Point> {
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
        Some(Point { numbers, members })
    }
}
