//! Whether the connectives alone are exact: every unknown pushes an outcome one way only, or stands in it once.
//!
//! In: a policy and a root. Out: whether a verdict that is undetermined without refinement is so over all completions.
//! Static: it holds for every model, so it is asked once.
//!
//! Why it is enough: give each occurrence of an unknown a copy of its own. Over copies the connectives and the
//! enclosures are exact, since each stands once; and copies of an unknown that pushes one way only can all be moved to
//! the same end without losing the outcome they reach.

use crate::interval::{End, Interval};
use crate::ir::{NodeId, Op, Policy};
use crate::possible::Set;
use crate::rational::Rational;
use crate::schema::Type;
use crate::syntax::op::{Arithmetic, Comparison};

/// Which ways a node can push the outcome.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Push {
    up: bool,
    down: bool,
    /// How many ways lead from the root to it, at most 2.
    paths: u8,
}

impl Push {
    const UP: Push = Push { up: true, down: false, paths: 1 };

    fn flipped(self) -> Push {
        Push { up: self.down, down: self.up, ..self }
    }

    fn both(self) -> Push {
        Push { up: true, down: true, ..self }
    }

    fn add(&mut self, other: Push) {
        self.up |= other.up;
        self.down |= other.down;
        self.paths = (self.paths + other.paths).min(2);
    }

    fn is_exact(self) -> bool {
        self.paths < 2 || !(self.up && self.down)
    }
}

/// Whether an undetermined `root` is undetermined over all completions, whatever the model. What is computed on other
/// models is not looked into: where there is any the answer is no.
pub(super) fn is_exact(policy: &Policy, root: NodeId) -> bool {
    let closure = policy.closure(root);
    if has_namesakes(policy, &closure) {
        return false;
    }
    let ranges = ranges(policy, &closure);
    let shapes = Shapes::of(policy, &closure, &ranges);
    let mut pushes = vec![Push::default(); policy.nodes.len()];
    if let Some(push) = pushes.get_mut(root.index()) {
        *push = Push::UP;
    }
    for id in closure.iter().rev() {
        let (Some(node), Some(push)) = (policy.node(*id), pushes.get(id.index()).copied()) else { return false };
        let mut give = |to: &NodeId, push: Push| {
            if let Some(place) = pushes.get_mut(to.index()) {
                place.add(push);
            }
        };
        let range = |id: &NodeId| ranges.get(id.index()).and_then(Option::as_ref);
        let along = |other: &NodeId| if range(other).is_some_and(is_not_negative) { push } else { push.both() };
        match &node.op {
            Op::Population(_) => return false,
            // A fact of another model is a leaf like one's own; anything else of it may hang on several.
            Op::Through(_, target) => {
                let leaf = policy.target(*target).and_then(|target| policy.node(target)).map(|node| &node.op);
                if !matches!(leaf, Some(Op::Fact(_))) || !push.is_exact() {
                    return false;
                }
            }
            Op::Fact(_) | Op::EvaluationDate | Op::Param(_, None) => {
                if !push.is_exact() {
                    return false;
                }
            }
            Op::Number(_) | Op::Date(_) | Op::Truth(_) | Op::Text(_) | Op::Members(_) => {}
            // Whether there is such a model and what it is hang together.
            Op::Exists(_) => return false,
            // A reading is picked before anything is evaluated.
            Op::Choice(_) => {}
            // What is shown is part of the record.
            Op::Shown(_) => {}
            // A supplied value is a leaf of its own, a default is what it is made of.
            Op::Param(_, Some(a)) => {
                if !push.is_exact() {
                    return false;
                }
                give(a, push);
            }
            Op::Negate(a) | Op::Not(a) => give(a, push.flipped()),
            Op::Power(a, exponent) => {
                if shapes.has_gaps(a) {
                    return false;
                }
                let along = if *exponent < 0 { push.both() } else { along(a) };
                give(a, along);
            }
            Op::Shift(a, ..) => give(a, push),
            Op::Arithmetic(Arithmetic::Add, a, b) => {
                give(a, push);
                give(b, push);
            }
            Op::Otherwise(a, b) => {
                // Where it is open whether there is a value, what replaces it and its values hang together.
                if shapes.may_be_absent(a) {
                    return false;
                }
                give(a, push);
                give(b, push);
            }
            Op::Arithmetic(Arithmetic::Subtract, a, b) => {
                give(a, push);
                give(b, push.flipped());
            }
            Op::Arithmetic(Arithmetic::Multiply | Arithmetic::Power, a, b) => {
                give(a, along(b));
                give(b, along(a));
            }
            Op::Arithmetic(Arithmetic::Divide, a, b) => {
                // At zero there is no value, which is no step up or down.
                let may_be_zero = range(b).is_none_or(|range| range.contains(&Rational::zero()));
                if may_be_zero && shapes.has_gaps(b) {
                    return false;
                }
                let not_negative = range(b).is_some_and(is_not_negative);
                give(a, along(b));
                give(b, if not_negative && !may_be_zero { along(a).flipped() } else { push.both() });
            }
            Op::Min(list) | Op::Max(list) | Op::All(list) | Op::Any(list) | Op::AtLeast(_, list) => {
                list.iter().for_each(|id| give(id, push));
            }
            Op::If(condition, a, b) => {
                give(condition, push.both());
                give(a, push);
                give(b, push);
            }
            Op::Dated(date, steps) => {
                if shapes.has_gaps(date) {
                    return false;
                }
                give(date, push.both());
                steps.iter().for_each(|(_, step)| give(step, push));
            }
            Op::Compare(Comparison::Above | Comparison::AtLeast, a, b) => {
                give(a, push);
                give(b, push.flipped());
            }
            Op::Compare(Comparison::Below | Comparison::AtMost, a, b) => {
                give(a, push.flipped());
                give(b, push);
            }
            Op::Compare(Comparison::Is | Comparison::IsNot, a, b) | Op::Within(a, b) => {
                if shapes.has_gaps(a) || shapes.has_gaps(b) {
                    return false;
                }
                give(a, push.both());
                give(b, push.both());
            }
        }
    }
    true
}

/// What the enclosure of a node leaves out of sight.
struct Shapes {
    /// Whether it covers values between the possible ones, as that of `if p then 1 else 3` does.
    gaps: Vec<bool>,
    /// Whether the record may leave open if there is a value at all.
    absent: Vec<bool>,
}

impl Shapes {
    fn of(policy: &Policy, closure: &[NodeId], ranges: &[Option<Interval>]) -> Self {
        let mut shapes = Shapes { gaps: vec![false; policy.nodes.len()], absent: vec![false; policy.nodes.len()] };
        for id in closure {
            let Some(node) = policy.node(*id) else { continue };
            let operands = node.op.operands();
            // A truth and a member are sets without order, so nothing lies between.
            let has_order = !matches!(node.ty, Type::Bool | Type::Member(_));
            let makes_gaps = matches!(node.op, Op::If(..) | Op::Dated(..) | Op::Shift(..));
            let gaps = has_order && (makes_gaps || operands.iter().any(|operand| shapes.has_gaps(operand)));
            let may_be_zero = |id: &NodeId| match ranges.get(id.index()) {
                Some(Some(range)) => range.contains(&Rational::zero()),
                Some(None) | None => true,
            };
            let absent = match &node.op {
                Op::If(..) | Op::Dated(..) => true,
                Op::Arithmetic(Arithmetic::Divide, _, below) => may_be_zero(below),
                Op::Power(a, exponent) => *exponent < 0 && may_be_zero(a),
                _ => false,
            };
            let absent = absent || operands.iter().any(|operand| shapes.may_be_absent(operand));
            for (list, found) in [(&mut shapes.gaps, gaps), (&mut shapes.absent, absent)] {
                list.iter_mut().skip(id.index()).take(1).for_each(|place| *place = found);
            }
        }
        shapes
    }

    fn has_gaps(&self, id: &NodeId) -> bool {
        self.gaps.get(id.index()).copied().unwrap_or(true)
    }

    fn may_be_absent(&self, id: &NodeId) -> bool {
        self.absent.get(id.index()).copied().unwrap_or(true)
    }
}

/// Whether two facts of one name, declared in different files, are one field of a profile and so move together.
fn has_namesakes(policy: &Policy, closure: &[NodeId]) -> bool {
    let mut names = rustc_hash::FxHashSet::default();
    closure.iter().any(|id| match policy.node(*id).map(|node| &node.op) {
        Some(Op::Fact(fact)) => policy.schema.facts.get(fact.index()).is_some_and(|fact| !names.insert(&fact.name)),
        _ => false,
    })
}

/// What each number can be at all, from the domains.
pub(super) fn ranges(policy: &Policy, closure: &[NodeId]) -> Vec<Option<Interval>> {
    let mut ranges: Vec<Option<Interval>> = vec![None; policy.nodes.len()];
    for id in closure {
        let Some(node) = policy.node(*id) else { continue };
        let get = |id: &NodeId| ranges.get(id.index()).cloned().flatten();
        let domain = |set: &Set| match set {
            Set::Number(interval) => Some(interval.clone()),
            _ => None,
        };
        let hull = |list: &[NodeId]| list.iter().map(get).reduce(|a, b| Some(a?.hull(&b?))).flatten();
        let found = match &node.op {
            Op::Number(number) => Some(Interval::point(number.clone())),
            Op::Fact(fact) => policy.schema.facts.get(fact.index()).and_then(|fact| domain(&fact.domain)),
            Op::Param(param, default) => {
                // A supplied value lies within the bounds; the policy's own value may lie anywhere it can be.
                let bounds = policy.schema.params.get(param.index()).and_then(|param| domain(&param.domain));
                match default {
                    Some(default) => bounds.zip(get(default)).map(|(bounds, default)| bounds.hull(&default)),
                    None => bounds,
                }
            }
            Op::Arithmetic(op, a, b) => get(a).zip(get(b)).and_then(|(a, b)| match op {
                Arithmetic::Add => Some(a.add(&b)),
                Arithmetic::Subtract => Some(a.sub(&b)),
                Arithmetic::Multiply => Some(a.mul(&b)),
                Arithmetic::Divide => b.reciprocal().map(|inverse| a.mul(&inverse)),
                Arithmetic::Power => None,
            }),
            Op::Negate(a) => get(a).map(|a| a.neg()),
            Op::Power(a, exponent) => get(a).and_then(|a| a.pow(*exponent)),
            Op::Min(list) | Op::Max(list) => hull(list),
            Op::If(_, a, b) | Op::Otherwise(a, b) => hull(&[*a, *b]),
            Op::Dated(_, steps) => hull(&steps.iter().map(|(_, step)| *step).collect::<Vec<_>>()),
            _ => None,
        };
        // What outgrows the limits is of no use as a bound.
        let found = found.filter(|range| range.bits() <= 4_096);
        if let Some(place) = ranges.get_mut(id.index()) {
            *place = found;
        }
    }
    ranges
}

pub(super) fn is_not_negative(range: &Interval) -> bool {
    match range.lo() {
        End::Unbounded => false,
        End::Open(lo) | End::Closed(lo) => !lo.is_negative(),
    }
}
