//! A frame that stands while many suppositions are tried on one model: only what hangs on what they hold is evaluated again.
//!
//! In: the leaves that were held before and those that are held now. Out: the frame, with the values of all other nodes kept.

use super::frame::{Frame, Held, Leaf};
use super::machine::Supply;
use crate::ir::{NodeId, Op, Policy};
use crate::model::Model;
use rustc_hash::FxHashMap;

/// What a frame was evaluated for: values hold only for the same.
#[derive(Clone, Copy)]
pub(super) struct Ground<'a> {
    pub model: &'a Model,
    pub place: Option<usize>,
    /// The place of the reading among those of the evaluator.
    pub reading: usize,
    pub supply: Supply,
}

impl Ground<'_> {
    fn is(&self, other: &Ground<'_>) -> bool {
        std::ptr::eq(self.model, other.model)
            && (self.place, self.reading, self.supply) == (other.place, other.reading, other.supply)
    }
}

/// The frames of one model, and which nodes hang on which leaf.
#[derive(Default)]
pub(super) struct Standing<'a> {
    frames: Vec<(Ground<'a>, Frame<'a>, Vec<Leaf>)>,
    hanging: FxHashMap<Leaf, Vec<NodeId>>,
}

impl<'a> Standing<'a> {
    /// The frame that stands on this ground, without the values that hang on leaves which were or are held; `None` where
    /// there is none yet.
    pub(super) fn take(&mut self, policy: &Policy, ground: &Ground<'a>, held: [&[Held]; 2]) -> Option<Frame<'a>> {
        let at = self.frames.iter().position(|(known, ..)| known.is(ground))?;
        let (_, mut frame, before) = self.frames.swap_remove(at);
        let now = held.into_iter().flatten().map(|(leaf, _)| leaf);
        for leaf in before.iter().chain(now) {
            let hanging = self.hanging.entry(leaf.clone()).or_insert_with_key(|leaf| hanging_on(policy, leaf));
            for node in hanging {
                if let Some(value) = frame.values.get_mut(node.index()) {
                    *value = None;
                }
            }
            if !is_own_fact(leaf) {
                frame.children.iter_mut().for_each(|child| *child = None);
            }
        }
        Some(frame)
    }

    /// Keeps a frame with what was held for it; frames of other models are dropped.
    pub(super) fn keep(&mut self, ground: Ground<'a>, frame: Frame<'a>, held: [&[Held]; 2]) {
        self.frames.retain(|(known, ..)| std::ptr::eq(known.model, ground.model));
        let leaves = held.into_iter().flatten().map(|(leaf, _)| leaf.clone()).collect();
        self.frames.push((ground, frame, leaves));
    }
}

/// Whether it is a fact of the model itself, on which nothing behind a reference hangs.
fn is_own_fact(leaf: &Leaf) -> bool {
    matches!(leaf, Leaf::Fact(path, _) if path.is_empty())
}

/// The nodes that hang on a leaf. What is shown, and what other models answer, may hang on anything that is held.
fn hanging_on(policy: &Policy, leaf: &Leaf) -> Vec<NodeId> {
    let mut hangs: Vec<bool> = Vec::with_capacity(policy.nodes.len());
    for node in &policy.nodes {
        let own = match (&node.op, leaf) {
            (Op::Shown(_) | Op::Population(_), _) => true,
            (Op::Fact(fact), Leaf::Fact(path, held)) => path.is_empty() && fact == held,
            (Op::Param(param, _), Leaf::Param(held)) => param == held,
            (Op::Choice(choice), Leaf::Choice(held)) => choice == held,
            (Op::EvaluationDate, Leaf::Date) => true,
            (Op::Through(..) | Op::Exists(_), leaf) => !is_own_fact(leaf),
            _ => false,
        };
        let below = node.op.operands().iter().any(|operand| hangs.get(operand.index()).copied().unwrap_or(false));
        hangs.push(own || below);
    }
    let places = hangs.iter().enumerate().filter(|(_, hangs)| **hangs);
    places.map(|(at, _)| NodeId(at as u32)).collect()
}
