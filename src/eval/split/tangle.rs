//! Whether the lines of a policy tell all: not where an unknown is mixed with others and stands elsewhere too.
//!
//! In: what a node hangs on. Out: whether what settles it may lie between the lines, so that a list of what is needed may
//! not be whole.

use super::super::frame::{Frame, Leaf};
use super::{Affine, Hanging, MAX_DEPTH, live_operands};
use crate::ir::{NodeId, Op, ReferenceId};
use crate::schema::Type;
use crate::syntax::op::Arithmetic;
use rustc_hash::FxHashMap;

/// Occurrences counted so far, by model and node.
type Counted = FxHashMap<(Vec<ReferenceId>, NodeId), Option<Vec<(Leaf, usize)>>>;

impl<'a> Hanging<'_, 'a> {
    /// Whether some comparison mixes a leaf that stands elsewhere too with others, or takes one that cannot be solved:
    /// then what settles a node may lie between the lines.
    pub(in crate::eval) fn is_tangled(&self) -> bool {
        let Some(counts) = self.occurrences(self.frame, self.root, &mut FxHashMap::default(), 0) else { return true };
        let repeated = |leaf: &Leaf| counts.iter().any(|(known, count)| known == leaf && *count > 1);
        let mut mixed: Vec<Vec<Leaf>> = Vec::new();
        for live in &self.lives {
            let Some(node) = self.machine.policy.node(live.node) else { continue };
            let mut memo = FxHashMap::default();
            let here = self.occurrences(live.frame, live.node, &mut memo, 0);
            let Some(here) = here else { return true };
            if here.iter().any(|(_, count)| *count > 1) {
                return true;
            }
            if let Op::Compare(_, a, b) = &node.op
                && matches!(self.machine.policy.node(*a).map(|node| &node.ty), Some(Type::Number(_)))
            {
                let solved = here.iter().all(|(leaf, _)| {
                    let mut memo = FxHashMap::default();
                    let mut whole = |node: NodeId| {
                        let pieces = self.pieces(live.frame, node, leaf, &mut memo, 0);
                        pieces.is_some_and(|pieces| pieces.iter().all(Affine::is_solved))
                    };
                    let mut solve = |side: NodeId, other: NodeId| {
                        let fixed = live.frame.value(other).is_some_and(|value| value.set.is_point());
                        let divided = match self.machine.policy.node(side).map(|node| &node.op) {
                            Some(Op::Arithmetic(Arithmetic::Divide, p, q)) => fixed && whole(*p) && whole(*q),
                            _ => false,
                        };
                        divided || whole(side)
                    };
                    solve(*a, *b) && solve(*b, *a)
                });
                if !solved {
                    return true;
                }
            }
            if here.len() > 1 {
                mixed.push(here.into_iter().map(|(leaf, _)| leaf).collect());
            }
        }
        mixed.iter().flatten().any(repeated)
    }

    /// How often each leaf stands in a quantity, counting paths, at most a few; `None` where the chain is too deep.
    fn occurrences(
        &self,
        frame: &Frame<'a>,
        id: NodeId,
        memo: &mut Counted,
        depth: usize,
    ) -> Option<Vec<(Leaf, usize)>> {
        let key = (frame.path.clone(), id);
        if let Some(found) = memo.get(&key) {
            return found.clone();
        }
        if depth > MAX_DEPTH {
            return None;
        }
        let node = self.machine.policy.node(id)?;
        let open = frame.value(id).is_some_and(|value| !value.set.is_point());
        let mut found: Vec<(Leaf, usize)> = Vec::new();
        let own = match &node.op {
            Op::Fact(fact) => Some(Leaf::Fact(frame.path.clone(), *fact)),
            Op::Param(param, default) if default.is_none() || self.machine.is_supplied(*param) => {
                Some(Leaf::Param(*param))
            }
            Op::Choice(choice) => Some(Leaf::Choice(*choice)),
            Op::EvaluationDate => Some(Leaf::Date),
            Op::Population(asked)
                if self.machine.supplying()
                    && frame.value(id).is_some_and(|value| self.machine.is_deserted(frame, asked, value)) =>
            {
                Some(Leaf::Others(frame.path.clone(), id))
            }
            _ => None,
        };
        match own {
            Some(leaf) => found.extend(open.then_some((leaf, 1))),
            None => {
                let mut inside: Vec<Vec<(Leaf, usize)>> = Vec::new();
                if let Op::Exists(reference) | Op::Through(reference, _) = &node.op
                    && frame.may_be_none(*reference)
                {
                    inside.push(vec![(Leaf::Exists(frame.path_to(*reference)), 1)]);
                }
                if let Op::Through(reference, target) = &node.op
                    && let (Some(child), Some(target)) = (frame.child(*reference), self.machine.policy.target(*target))
                {
                    inside.push(self.occurrences(child, target, memo, depth + 1)?);
                }
                for operand in live_operands(self.machine, frame, &node.op) {
                    inside.push(self.occurrences(frame, operand, memo, depth + 1)?);
                }
                for (leaf, count) in inside.into_iter().flatten() {
                    match found.iter_mut().find(|(known, _)| *known == leaf) {
                        Some((_, sum)) => *sum = (*sum + count).min(8),
                        None => found.push((leaf, count)),
                    }
                }
            }
        }
        memo.insert(key, Some(found.clone()));
        Some(found)
    }
}
