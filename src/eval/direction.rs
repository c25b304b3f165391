//! Which way some inputs push an outcome: whether more of them can only bring it nearer, or only take it away.
//!
//! In: a policy, a root, and what varies. Out: a [`Direction`], the same for every model. Static: where it is `Up` the
//! verdict can only turn from not covered over undetermined to covered as the inputs grow, however the rest turns out.

use super::fast::Varied;
use super::polarity::{is_not_negative, ranges};
use crate::ir::{NodeId, Op, Policy};
use crate::rational::Rational;
use crate::syntax::op::{Arithmetic, Comparison};

/// Which way an outcome can turn as an input grows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// It does not hang on the input.
    Still,
    /// Only towards covered.
    Up,
    /// Only towards not covered.
    Down,
    /// Either way, or nobody can tell.
    Either,
}

impl Direction {
    fn flipped(self) -> Direction {
        match self {
            Direction::Up => Direction::Down,
            Direction::Down => Direction::Up,
            other => other,
        }
    }

    /// Which way an outcome can turn that hangs on both.
    pub fn join(self, other: Direction) -> Direction {
        match (self, other) {
            (Direction::Still, found) | (found, Direction::Still) => found,
            (a, b) if a == b => a,
            _ => Direction::Either,
        }
    }
}

/// Which way what `varied` names pushes `root`; `live` gives the operands of a node that can matter.
pub(super) fn direction(
    policy: &Policy,
    root: NodeId,
    varied: &Varied,
    live: &impl Fn(NodeId) -> Vec<NodeId>,
) -> Direction {
    let varies = varied.reaches(policy);
    let is_varied = |id: &NodeId| varies.get(id.index()).copied().unwrap_or(true);
    if !is_varied(&root) {
        return Direction::Still;
    }
    let closure = policy.closure(root);
    let ranges = ranges(policy, &closure);
    let range = |id: &NodeId| ranges.get(id.index()).and_then(Option::as_ref);
    let mut pushes = vec![Direction::Still; policy.nodes.len()];
    pushes.iter_mut().skip(root.index()).take(1).for_each(|place| *place = Direction::Up);
    let mut found = Direction::Still;
    for id in closure.iter().rev().filter(|id| is_varied(id)) {
        let (Some(node), Some(push)) = (policy.node(*id), pushes.get(id.index()).copied()) else {
            return Direction::Either;
        };
        if push == Direction::Still {
            continue;
        }
        let live_here = live(*id);
        let mut give = |to: &NodeId, push: Direction| {
            if !live_here.contains(to) {
                return;
            }
            pushes.iter_mut().skip(to.index()).take(1).for_each(|place| *place = place.join(push));
        };
        let times = |other: &NodeId| if range(other).is_some_and(is_not_negative) { push } else { Direction::Either };
        match &node.op {
            Op::Fact(_) | Op::Param(_, None) => found = found.join(push),
            // A param that varies is a leaf, whatever its own value.
            Op::Param(param, Some(a)) => {
                if varied.params.contains(&param.index()) {
                    found = found.join(push);
                } else {
                    give(a, push);
                }
            }
            Op::Negate(a) | Op::Not(a) => give(a, push.flipped()),
            Op::Shift(a, ..) | Op::Shown(a) => give(a, push),
            Op::Power(a, exponent) => give(a, if *exponent > 0 { times(a) } else { Direction::Either }),
            Op::Arithmetic(Arithmetic::Add, a, b) => [a, b].into_iter().for_each(|id| give(id, push)),
            Op::Arithmetic(Arithmetic::Subtract, a, b) => {
                give(a, push);
                give(b, push.flipped());
            }
            Op::Arithmetic(Arithmetic::Multiply | Arithmetic::Power, a, b) => {
                let (to_a, to_b) = (times(b), times(a));
                give(a, to_a);
                give(b, to_b);
            }
            Op::Arithmetic(Arithmetic::Divide, a, b) => {
                let is_positive = range(b).is_some_and(|b| is_not_negative(b) && !b.contains(&Rational::zero()));
                let (to_a, to_b) = (times(b), if is_positive { times(a).flipped() } else { Direction::Either });
                give(a, to_a);
                give(b, to_b);
            }
            Op::Min(list) | Op::Max(list) | Op::All(list) | Op::Any(list) | Op::AtLeast(_, list) => {
                list.iter().for_each(|id| give(id, push));
            }
            Op::If(condition, a, b) => {
                give(condition, Direction::Either);
                give(a, push);
                give(b, push);
            }
            Op::Otherwise(a, b) => {
                // What can lose its value can be replaced by anything.
                let may_be_lost = |id: &NodeId| match policy.node(*id).map(|node| &node.op) {
                    Some(Op::If(condition, ..)) => is_varied(condition),
                    Some(Op::Dated(date, _)) => is_varied(date),
                    Some(Op::Arithmetic(Arithmetic::Divide, _, below)) => is_varied(below),
                    Some(Op::Power(_, exponent)) => *exponent < 0,
                    Some(Op::Through(..) | Op::Population(_)) | None => true,
                    Some(_) => false,
                };
                let whole = !policy.closure(*a).iter().any(|id| is_varied(id) && may_be_lost(id));
                give(a, if whole { push } else { Direction::Either });
                give(b, push);
            }
            Op::Compare(Comparison::Above | Comparison::AtLeast, a, b) => {
                give(a, push);
                give(b, push.flipped());
            }
            Op::Compare(Comparison::Below | Comparison::AtMost, a, b) => {
                give(a, push.flipped());
                give(b, push);
            }
            Op::Dated(date, steps) => {
                give(date, Direction::Either);
                steps.iter().for_each(|(_, step)| give(step, push));
            }
            Op::Compare(Comparison::Is | Comparison::IsNot, ..) | Op::Within(..) => return Direction::Either,
            Op::Through(..) | Op::Population(_) | Op::Exists(_) => return Direction::Either,
            Op::Number(_) | Op::Date(_) | Op::Truth(_) | Op::Text(_) | Op::Members(_) => {}
            Op::Choice(_) | Op::EvaluationDate => {}
        }
        if found == Direction::Either {
            return Direction::Either;
        }
    }
    found
}
