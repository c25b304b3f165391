//! Conditions over unknowns, decided exactly: which values make one true, and which does so with the least of something.
//!
//! In: unknowns with their domains, linear comparisons and choices among members, joined by `and`, `or` and `not`. Out: a
//! witness, the proof that there is none, or that the budget in steps was used up. A condition is a decision [`diagram`] over
//! its atoms; a way through it is a conjunction of linear constraints, which the simplex method decides in rationals. No
//! answer is a guess, and nothing is rounded.
//!
//! Solvers that exist for this either round (linear programs in doubles), bring arithmetic of their own, or cannot minimise
//! up to an end that is left out; the parts needed here are small.

pub mod diagram;
pub mod linear;
mod search;
mod simplex;
#[cfg(test)]
mod tests;

use crate::interval::Interval;
use crate::rational::Rational;
use crate::sorting::sort;
use diagram::{Condition, Diagram};
pub use linear::{Linear, Unknown};
use rustc_hash::FxHashMap;
pub use search::{Budget, Found, Least, Limit, Point};

/// Most atoms of a space; beyond it nothing is decided.
pub const MAX_ATOMS: usize = 1_000;

/// What an unknown may be.
#[derive(Clone, Debug, PartialEq)]
pub enum Domain {
    /// A number.
    Number(Interval),
    /// A whole number: a day.
    Whole(Interval),
    /// One of these members; `None` where it may be any, and there is no end to them.
    Member(Option<Vec<usize>>),
}

/// The smallest condition: something that is true or false of a point.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Atom {
    /// The quantity is above zero.
    Above(Linear),
    /// The quantity is zero or above.
    AtLeast(Linear),
    /// The unknown is this member.
    Is(Unknown, usize),
}

/// Some unknowns, and conditions over them.
#[derive(Debug, Default)]
pub struct Space {
    domains: Vec<Domain>,
    atoms: Vec<Atom>,
    places: FxHashMap<Atom, u32>,
    diagram: Diagram,
    is_full: bool,
}

impl Space {
    /// One more unknown.
    pub fn unknown(&mut self, domain: Domain) -> Unknown {
        self.domains.push(domain);
        Unknown((self.domains.len() - 1) as u32)
    }

    /// What an unknown may be.
    pub fn domain(&self, unknown: Unknown) -> Option<&Domain> {
        self.domains.get(unknown.index())
    }

    /// `quantity > 0`
    pub fn above(&mut self, quantity: &Linear) -> Condition {
        if let Some(value) = quantity.as_constant() {
            return Condition::from(!value.is_zero() && !value.is_negative());
        }
        // The leading coefficient is made 1, so that one line is one atom however it is written.
        let (scaled, turned) = quantity.normal();
        if turned {
            // `q > 0` with `q = -s * p` is `not (p >= 0)`.
            let at_least = self.atom(Atom::AtLeast(scaled));
            self.diagram.not(at_least)
        } else {
            self.atom(Atom::Above(scaled))
        }
    }

    /// `quantity >= 0`
    pub fn at_least(&mut self, quantity: &Linear) -> Condition {
        let below = self.above(&quantity.times(&Rational::from(-1)));
        self.diagram.not(below)
    }

    /// `quantity = 0`
    pub fn zero(&mut self, quantity: &Linear) -> Condition {
        let (at_least, above) = (self.at_least(quantity), self.above(quantity));
        let not_above = self.diagram.not(above);
        self.diagram.and(at_least, not_above)
    }

    /// The unknown is this member.
    pub fn is(&mut self, unknown: Unknown, member: usize) -> Condition {
        if let Some(Domain::Member(Some(members))) = self.domain(unknown)
            && !members.contains(&member)
        {
            return Condition::FALSE;
        }
        self.atom(Atom::Is(unknown, member))
    }

    fn atom(&mut self, atom: Atom) -> Condition {
        let next = self.atoms.len();
        if !self.places.contains_key(&atom) && next >= MAX_ATOMS {
            self.is_full = true;
            return Condition::FALSE;
        }
        let place = *self.places.entry(atom.clone()).or_insert(next as u32);
        if place as usize == next {
            self.atoms.push(atom);
        }
        self.diagram.variable(place)
    }

    /// Not so.
    pub fn not(&mut self, condition: Condition) -> Condition {
        self.diagram.not(condition)
    }

    /// Both.
    pub fn and(&mut self, a: Condition, b: Condition) -> Condition {
        self.diagram.and(a, b)
    }

    /// Either, or both.
    pub fn or(&mut self, a: Condition, b: Condition) -> Condition {
        self.diagram.or(a, b)
    }

    /// At least so many of them.
    pub fn count(&mut self, needed: usize, conditions: &[Condition]) -> Condition {
        self.diagram.count(needed, conditions)
    }

    /// The unknowns that a condition hangs on.
    pub fn unknowns(&self, condition: Condition) -> Vec<Unknown> {
        let mut found = Vec::new();
        for atom in self.diagram.atoms(condition) {
            match self.atoms.get(atom as usize) {
                Some(Atom::Above(quantity) | Atom::AtLeast(quantity)) => {
                    found.extend(quantity.terms().iter().map(|(unknown, _)| *unknown));
                }
                Some(Atom::Is(unknown, _)) => found.push(*unknown),
                None => {}
            }
        }
        sort(&mut found);
        found.dedup();
        found
    }

    /// The quantities whose sign some of these conditions hang on, each once.
    pub fn quantities(&self, conditions: impl Iterator<Item = Condition>) -> Vec<&Linear> {
        let mut places: Vec<u32> = conditions.flat_map(|condition| self.diagram.atoms(condition)).collect();
        places.sort_unstable();
        places.dedup();
        let atoms = places.into_iter().filter_map(|place| self.atoms.get(place as usize));
        atoms
            .filter_map(|atom| match atom {
                Atom::Above(quantity) | Atom::AtLeast(quantity) => Some(quantity),
                Atom::Is(..) => None,
            })
            .collect()
    }

    /// Whether the limits were met while the conditions were made, so that they mean nothing.
    pub fn is_full(&self) -> bool {
        self.is_full || self.diagram.is_full()
    }
}
