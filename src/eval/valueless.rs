//! Why an undetermined condition hangs on something that has no value: a dated line before its first date, a division by
//! zero, a model that there is none of.
//!
//! In: an evaluated frame. Out: a sentence for each. Says only what holds for certain, whatever is still unknown; where
//! there are no other models to compare with, what is needed says so.

use super::frame::{Child, Frame};
use super::machine::Machine;
use super::split::live_operands;
use crate::date::Date;
use crate::ir::{NodeId, Op, ReferenceId};
use crate::possible::Value;
use crate::syntax::op::Arithmetic;
use crate::truth::Truth;
use rustc_hash::FxHashSet;

/// The sentences, in source order, each once.
pub(super) fn reasons(machine: &Machine<'_>, frame: &Frame<'_>, root: NodeId) -> Vec<String> {
    let mut reasons: Vec<String> = Vec::new();
    let mut seen: FxHashSet<(Vec<ReferenceId>, NodeId)> = FxHashSet::default();
    // With each node the param that it is the value of, since people know a line by that name.
    let mut waiting: Vec<(&Frame<'_>, NodeId, NodeId)> = vec![(frame, root, root)];
    while let Some((frame, id, called)) = waiting.pop() {
        let (Some(node), Some(value)) = (machine.policy.node(id), frame.value(id)) else { continue };
        if is_settled(value) || !seen.insert((frame.path.clone(), id)) {
            continue;
        }
        let without = value.undefined == Truth::True;
        if let Some(reason) = why(machine, frame, id, called).filter(|_| without) {
            if !reasons.contains(&reason) {
                reasons.push(reason);
            }
            continue;
        }
        if let Op::Through(reference, target) = &node.op
            && let (Some(child), Some(target)) = (frame.child(*reference), machine.policy.target(*target))
        {
            waiting.push((child, target, target));
        }
        // What is shown is on the record, or is not.
        if matches!(node.op, Op::Shown(_)) {
            continue;
        }
        let called = |operand| if matches!(node.op, Op::Param(..)) { id } else { operand };
        let causes = |operand: &NodeId| !without || frame.value(*operand).is_some_and(|a| a.undefined == Truth::True);
        let operands = live_operands(machine, frame, &node.op).into_iter().rev();
        waiting.extend(operands.filter(causes).map(|operand| (frame, operand, called(operand))));
    }
    reasons
}

fn is_settled(value: &Value) -> bool {
    value.set.is_point() && value.undefined == Truth::False
}

/// Why a node without a value has none, where that is its own doing.
fn why(machine: &Machine<'_>, frame: &Frame<'_>, id: NodeId, called: NodeId) -> Option<String> {
    let policy = machine.policy;
    let exists = |id: &NodeId| frame.value(*id).filter(|value| value.undefined == Truth::False);
    let reason = match &policy.node(id)?.op {
        Op::Dated(date, steps) => {
            let last_day: Date = exists(date)?.date().hi?;
            let (first, _) = steps.first().filter(|(first, _)| last_day < *first)?;
            return Some(format!("{} has no value before {first}", policy.text_of(called)));
        }
        Op::Arithmetic(Arithmetic::Divide, _, below) | Op::Power(below, ..=-1) => {
            exists(below)?.number().as_point().filter(|below| below.is_zero())?;
            format!("{} is zero", policy.text_of(*below))
        }
        Op::Through(reference, _) => {
            matches!(frame.children.get(reference.index()), Some(Some(Child::None))).then_some(())?;
            let path = frame.path_to(*reference).into_iter();
            let names = path.filter_map(|at| policy.schema.references.get(at.index())).map(|found| &*found.name);
            format!("{} is none", names.collect::<Vec<_>>().join("."))
        }
        _ => return None,
    };
    Some(format!("{} has no value: {reason}", policy.text_of(id)))
}
