//! A condition as a formula over what is unknown: exact where quantities are linear in the unknowns, or quotients of such.
//!
//! In: an evaluated frame and a node of it. Out: [`Formula`], true exactly on the completions on which the node is true, and
//! false exactly on those on which it is false; `None` where something is not linear, hangs on other models, or on a
//! reference that is open. Reads the record where the language does; never evaluates anything anew.

mod quantity;

use super::frame::{Frame, Held, Leaf};
use super::machine::Machine;
use crate::date::{CalendarUnit, DateRange, day_number, day_of};
use crate::interval::{End, Interval};
use crate::ir::{NodeId, Op, ReferenceId};
use crate::possible::{Members, Set, Value};
use crate::rational::Rational;
use crate::schema::Type;
use crate::solve::diagram::Condition;
use crate::solve::{Budget, Domain, Found, Linear, Point, Space, Unknown};
use crate::syntax::op::Comparison;
use crate::truth::Truth;
use quantity::Quantity;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Deepest nest of nodes that is made a formula.
const MAX_DEPTH: usize = 200;
/// Most pieces a quantity is taken apart into.
const MAX_PIECES: usize = 64;

/// Where a node is true and where it is false; where neither, it decides nothing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Sides {
    pub yes: Condition,
    pub no: Condition,
}

impl Sides {
    fn of(truth: bool) -> Self {
        Sides { yes: truth.into(), no: (!truth).into() }
    }
}

/// A node as a formula, with the leaves that its unknowns stand for.
pub(super) struct Formula {
    pub space: Space,
    leaves: Vec<(Leaf, Set, Unknown)>,
    /// The texts that are told apart, by their number as members.
    texts: Vec<Arc<str>>,
}

impl Formula {
    /// `root` on an evaluated frame.
    pub(super) fn of(machine: &Machine<'_>, frame: &Frame<'_>, root: NodeId) -> Option<(Formula, Sides)> {
        let (formula, sides) = Formula::of_all(machine, std::slice::from_ref(frame), root)?;
        sides.first().copied().map(|sides| (formula, sides))
    }

    /// `root` on each of some frames of one model, over the same unknowns.
    pub(super) fn of_all(machine: &Machine<'_>, frames: &[Frame<'_>], root: NodeId) -> Option<(Formula, Vec<Sides>)> {
        let mut maker = Maker {
            machine,
            space: Space::default(),
            leaves: Vec::new(),
            texts: Vec::new(),
            truths: FxHashMap::default(),
            quantities: FxHashMap::default(),
        };
        let mut sides = Vec::with_capacity(frames.len());
        for frame in frames {
            maker.truths.clear();
            maker.quantities.clear();
            sides.push(maker.truth(frame, root, 0)?);
        }
        let Maker { space, leaves, texts, .. } = maker;
        (!space.is_full()).then_some((Formula { space, leaves, texts }, sides))
    }

    /// The unknown that stands for a leaf, where it has a part in the formula.
    pub(super) fn unknown(&self, leaf: &Leaf) -> Option<Unknown> {
        self.leaves.iter().find(|(known, ..)| known == leaf).map(|(.., unknown)| *unknown)
    }

    /// Where it decides nothing.
    pub(super) fn neither(&mut self, sides: Sides) -> Condition {
        let decided = self.space.or(sides.yes, sides.no);
        self.space.not(decided)
    }

    /// A completion on which a condition over its unknowns holds.
    pub(super) fn completion(&self, condition: Condition, budget: &mut Budget) -> Completion {
        match self.space.find(condition, budget) {
            Found::Nothing => Completion::None,
            Found::Open => Completion::Open,
            Found::Point(point) => self.held(&point).map_or(Completion::Open, Completion::Found),
        }
    }

    /// The leaves held at a point.
    pub(super) fn held(&self, point: &Point) -> Option<Vec<Held>> {
        let held = |(leaf, set, unknown): &(Leaf, Set, Unknown)| {
            let value = match set {
                Set::Number(_) => Set::Number(Interval::point(point.number(*unknown))),
                Set::Date(_) => Set::Date(DateRange::point(day_of(point.number(*unknown).to_i64()?))),
                Set::Truth(_) => Set::Truth((point.member(*unknown)? == 1).into()),
                Set::Member(_) => Set::Member(Members::only(point.member(*unknown)?)),
                Set::Text(_) => {
                    let known = point.member(*unknown).and_then(|member| self.texts.get(member));
                    let other = || "\u{fffd} none of the texts that are asked for".into();
                    Set::Text(Some(known.cloned().unwrap_or_else(other)))
                }
            };
            Some((leaf.clone(), value))
        };
        self.leaves.iter().map(held).collect()
    }
}

/// Whether some completion fits.
pub(super) enum Completion {
    /// This one does.
    Found(Vec<Held>),
    /// None does.
    None,
    /// The budget left it open.
    Open,
}

type Key = (Vec<ReferenceId>, NodeId);

struct Maker<'m, 'a> {
    machine: &'m Machine<'a>,
    space: Space,
    leaves: Vec<(Leaf, Set, Unknown)>,
    texts: Vec<Arc<str>>,
    truths: FxHashMap<Key, Option<Sides>>,
    quantities: FxHashMap<Key, Option<Quantity>>,
}

impl Maker<'_, '_> {
    fn truth(&mut self, frame: &Frame<'_>, id: NodeId, depth: usize) -> Option<Sides> {
        let key = (frame.path.clone(), id);
        if let Some(known) = self.truths.get(&key) {
            return *known;
        }
        let made = if depth > MAX_DEPTH { None } else { self.make_truth(frame, id, depth + 1) };
        self.truths.insert(key, made);
        made
    }

    fn make_truth(&mut self, frame: &Frame<'_>, id: NodeId, depth: usize) -> Option<Sides> {
        let node = self.machine.policy.node(id)?;
        let value = frame.value(id)?;
        if let Truth::True | Truth::False = value.as_truth() {
            return Some(Sides::of(value.as_truth() == Truth::True));
        }
        match &node.op {
            Op::Fact(fact) => {
                let unknown = self.leaf(Leaf::Fact(frame.path.clone(), *fact), &value.set)?;
                let yes = self.space.is(unknown, 1);
                Some(Sides { yes, no: self.space.not(yes) })
            }
            Op::Param(param, default) => match default.filter(|_| !self.machine.is_supplied(*param)) {
                Some(default) => self.truth(frame, default, depth),
                None => {
                    let unknown = self.leaf(Leaf::Param(*param), &value.set)?;
                    let yes = self.space.is(unknown, 1);
                    Some(Sides { yes, no: self.space.not(yes) })
                }
            },
            Op::Not(a) => self.truth(frame, *a, depth).map(|sides| Sides { yes: sides.no, no: sides.yes }),
            Op::All(list) => self.count(frame, list.len(), list, depth),
            Op::Any(list) => self.count(frame, 1, list, depth),
            Op::AtLeast(needed, list) => self.count(frame, *needed, list, depth),
            Op::If(condition, a, b) => {
                let (condition, [a, b]) = (
                    self.truth(frame, *condition, depth)?,
                    [self.truth(frame, *a, depth)?, self.truth(frame, *b, depth)?],
                );
                Some(Sides { yes: self.either(condition, a.yes, b.yes), no: self.either(condition, a.no, b.no) })
            }
            Op::Otherwise(..) => self.truth(frame, self.taken(frame, id)?, depth),
            Op::Dated(date, steps) => {
                let starts = self.starts(frame, *date, steps, depth)?;
                let mut sides = Sides { yes: Condition::FALSE, no: Condition::FALSE };
                for ((_, step), holds) in steps.iter().zip(starts) {
                    let step = self.truth(frame, *step, depth)?;
                    sides.yes = self.along(sides.yes, holds, step.yes);
                    sides.no = self.along(sides.no, holds, step.no);
                }
                Some(sides)
            }
            Op::Through(reference, target) => {
                let child = frame.child(*reference).filter(|_| !frame.may_be_none(*reference))?;
                self.truth(child, self.machine.policy.target(*target)?, depth)
            }
            Op::Compare(op, a, b) => match &self.machine.policy.node(*a)?.ty {
                Type::Number(_) | Type::Date => {
                    let (a, b) = (self.quantity(frame, *a, depth)?, self.quantity(frame, *b, depth)?);
                    self.compare(*op, &a, &b)
                }
                Type::Bool => {
                    let (a, b) = (self.truth(frame, *a, depth)?, self.truth(frame, *b, depth)?);
                    let (both, neither) = (self.space.and(a.yes, b.yes), self.space.and(a.no, b.no));
                    let (first, second) = (self.space.and(a.yes, b.no), self.space.and(a.no, b.yes));
                    let same = Sides { yes: self.space.or(both, neither), no: self.space.or(first, second) };
                    Some(if *op == Comparison::IsNot { Sides { yes: same.no, no: same.yes } } else { same })
                }
                Type::Member(_) | Type::Text => {
                    let same = self.same_member(frame, *a, *b)?;
                    Some(if *op == Comparison::IsNot { Sides { yes: same.no, no: same.yes } } else { same })
                }
            },
            Op::Within(a, members) => match &frame.value(*members)?.set {
                Set::Member(members) => {
                    let among: Vec<usize> = members.iter().collect();
                    self.is_among(frame, *a, &among)
                }
                _ => None,
            },
            // `shown` that is not decided on the record was not refined; a reference that is open is split before.
            _ => None,
        }
    }

    fn count(&mut self, frame: &Frame<'_>, needed: usize, list: &[NodeId], depth: usize) -> Option<Sides> {
        let sides: Vec<Sides> = list.iter().map(|node| self.truth(frame, *node, depth)).collect::<Option<_>>()?;
        let yes: Vec<Condition> = sides.iter().map(|sides| sides.yes).collect();
        let no: Vec<Condition> = sides.iter().map(|sides| sides.no).collect();
        // It fails where so many fail that too few are left.
        let enough_fail = (list.len() + 1).saturating_sub(needed);
        Some(Sides { yes: self.space.count(needed, &yes), no: self.space.count(enough_fail, &no) })
    }

    /// `a` where the condition holds, `b` where it fails; where it decides nothing, what both agree on.
    fn either(&mut self, condition: Sides, a: Condition, b: Condition) -> Condition {
        let (first, second) = (self.space.and(condition.yes, a), self.space.and(condition.no, b));
        let agreed = self.space.and(a, b);
        let chosen = self.space.or(first, second);
        self.space.or(chosen, agreed)
    }

    fn along(&mut self, so_far: Condition, holds: Condition, then: Condition) -> Condition {
        let here = self.space.and(holds, then);
        self.space.or(so_far, here)
    }

    /// The operand of an `otherwise` that the record takes.
    fn taken(&self, frame: &Frame<'_>, id: NodeId) -> Option<NodeId> {
        let Op::Otherwise(a, b) = &self.machine.policy.node(id)?.op else { return None };
        match frame.value(*a)?.absent() {
            Truth::True => Some(*b),
            Truth::False => Some(*a),
            Truth::Unknown => None,
        }
    }

    /// When each step of a dated line holds.
    fn starts(
        &mut self,
        frame: &Frame<'_>,
        date: NodeId,
        steps: &[(crate::date::Date, NodeId)],
        depth: usize,
    ) -> Option<Vec<Condition>> {
        let date = self.quantity(frame, date, depth)?;
        let mut begun = Vec::with_capacity(steps.len());
        for (from, _) in steps {
            let from = Quantity::constant(Rational::from(day_number(*from)));
            begun.push(self.compare(Comparison::AtLeast, &date, &from)?.yes);
        }
        let mut holds = Vec::with_capacity(steps.len());
        for (at, own) in begun.iter().enumerate() {
            let next = begun.get(at + 1).copied().unwrap_or(Condition::FALSE);
            let not_yet = self.space.not(next);
            holds.push(self.space.and(*own, not_yet));
        }
        Some(holds)
    }

    /// The leaf a member or a text is read from; `None` where it is computed.
    fn member_leaf(&mut self, frame: &Frame<'_>, id: NodeId) -> Option<Unknown> {
        let value = frame.value(id)?;
        match &self.machine.policy.node(id)?.op {
            Op::Fact(fact) => self.leaf(Leaf::Fact(frame.path.clone(), *fact), &value.set),
            Op::Choice(choice) => self.leaf(Leaf::Choice(*choice), &value.set),
            Op::Param(param, default) => match default.filter(|_| !self.machine.is_supplied(*param)) {
                Some(default) => self.member_leaf(frame, default),
                None => self.leaf(Leaf::Param(*param), &value.set),
            },
            Op::Otherwise(..) => self.member_leaf(frame, self.taken(frame, id)?),
            Op::Through(reference, target) => {
                let child = frame.child(*reference).filter(|_| !frame.may_be_none(*reference))?;
                self.member_leaf(child, self.machine.policy.target(*target)?)
            }
            _ => None,
        }
    }

    fn same_member(&mut self, frame: &Frame<'_>, a: NodeId, b: NodeId) -> Option<Sides> {
        for (open, known) in [(a, b), (b, a)] {
            let known = frame.value(known)?;
            if known.undefined != Truth::False {
                return None;
            }
            match &known.set {
                Set::Member(members) => {
                    if let Some(member) = members.as_single() {
                        return self.is_among(frame, open, &[member]);
                    }
                }
                Set::Text(Some(text)) => {
                    let at = self.texts.iter().position(|known| known == text).unwrap_or_else(|| {
                        self.texts.push(text.clone());
                        self.texts.len() - 1
                    });
                    return self.is_among(frame, open, &[at]);
                }
                _ => {}
            }
        }
        None
    }

    fn is_among(&mut self, frame: &Frame<'_>, id: NodeId, members: &[usize]) -> Option<Sides> {
        if frame.value(id)?.undefined != Truth::False {
            return None;
        }
        let unknown = self.member_leaf(frame, id)?;
        let mut yes = Condition::FALSE;
        for member in members {
            let is = self.space.is(unknown, *member);
            yes = self.space.or(yes, is);
        }
        Some(Sides { yes, no: self.space.not(yes) })
    }

    /// The unknown that stands for a leaf.
    fn leaf(&mut self, leaf: Leaf, set: &Set) -> Option<Unknown> {
        if let Some((.., unknown)) = self.leaves.iter().find(|(known, ..)| *known == leaf) {
            return Some(*unknown);
        }
        let domain = match set {
            Set::Number(interval) => Domain::Number(interval.clone()),
            Set::Date(days) => {
                let end = |day: Option<crate::date::Date>| {
                    day.map_or(End::Unbounded, |day| End::Closed(Rational::from(day_number(day))))
                };
                Domain::Whole(Interval::new(end(days.lo), end(days.hi))?)
            }
            Set::Truth(Truth::Unknown) => Domain::Member(Some(vec![0, 1])),
            Set::Member(members) => Domain::Member(Some(members.iter().collect())),
            Set::Text(None) => Domain::Member(None),
            Set::Truth(_) | Set::Text(Some(_)) => return None,
        };
        let unknown = self.space.unknown(domain);
        self.leaves.push((leaf, set.clone(), unknown));
        Some(unknown)
    }
}
