//! Drafts on which conditions are as wanted, by going down the rule.
//!
//! In: goals, each a condition with the truth it is to have. Out: drafts that reach all of them, one after another until one
//! is taken. What connects conditions is taken apart; the rest is found by setting one fact, two, as many as it takes, or
//! three, each where the lines run. The search is deterministic and ends with its budget.

use super::bench::Bench;
use super::draft::Draft;
use super::free::{Free, Settings};
use crate::eval::result::Verdict;
use crate::ir::{NodeId, Op};
use crate::sorting::sort_by_key;

/// How often conditions may be asked for one set of goals.
const BUDGET: usize = 8_000;
/// How many of these go into setting two facts at once.
const SHARE: usize = 2_000;
/// Most facts that are set one after another.
const MAX_ALL: usize = 16;
/// Most ways in which the conditions beside one can leave it the last word.
const MAX_WAYS: usize = 16;

/// A condition and whether it is to hold.
pub(super) type Goal = (NodeId, bool);

/// What a draft is taken by.
pub(super) type Accept<'f> = &'f mut dyn FnMut(&Draft) -> bool;

impl Bench<'_> {
    /// Goes through drafts that build on `draft` and reach all goals until one is taken; whether one was.
    pub(super) fn solve(&self, goals: &[Goal], draft: &Draft, accept: Accept<'_>) -> bool {
        if self.is_spent(BUDGET) {
            return false;
        }
        let Some((&(node, wanted), rest)) = goals.split_first() else { return accept(draft) };
        match self.glance(draft, node) {
            None => return false,
            Some(Verdict::Undetermined) => {}
            Some(found) if found == verdict_of(wanted) => return self.solve(rest, draft, accept),
            // What silence decided, a fact can still decide otherwise.
            Some(_) if self.reads_silence(node) => {}
            Some(_) => return false,
        }
        let then = |first: &[Goal]| -> Vec<Goal> { first.iter().chain(rest).copied().collect() };
        // What is against it already fails first.
        let each = |list: &[NodeId]| -> Vec<Goal> {
            let mut goals: Vec<Goal> = list.iter().map(|child| (*child, wanted)).collect();
            sort_by_key(&mut goals, |(child, _)| self.glance(draft, *child) != Some(verdict_of(!wanted)));
            goals
        };
        let op = self.policy.node(node).map(|node| &node.op);
        match op {
            Some(Op::All(list) | Op::Any(list)) if matches!(op, Some(Op::All(_))) == wanted => {
                self.solve(&then(&each(list)), draft, accept)
            }
            Some(Op::All(list) | Op::Any(list)) => {
                list.iter().any(|child| self.solve(&then(&[(*child, wanted)]), draft, accept))
            }
            Some(Op::AtLeast(needed, list)) => {
                let count = if wanted { *needed } else { list.len() + 1 - needed.min(&list.len()) };
                subsets(list, count).iter().any(|chosen| self.solve(&then(&each(chosen)), draft, accept))
            }
            Some(Op::Not(inner)) => self.solve(&then(&[(*inner, !wanted)]), draft, accept),
            Some(Op::Shown(inner)) => self.solve(&then(&[(*inner, wanted)]), draft, accept),
            Some(Op::If(condition, a, b)) => [(true, a), (false, b)]
                .iter()
                .any(|(holds, branch)| self.solve(&then(&[(*condition, *holds), (**branch, wanted)]), draft, accept)),
            _ => {
                let goal = (node, wanted);
                let mut next = |found: &Draft| self.solve(rest, found, accept);
                self.set(goal, draft, (1, &[]), BUDGET, &mut next)
                    || self.set(goal, draft, (2, &[]), self.asked() + SHARE, &mut next)
                    || self.set_all(goal, draft, false, &mut next)
                    || self.set_all(goal, draft, true, &mut next)
                    || self.set(goal, draft, (3, &[]), BUDGET, &mut next)
            }
        }
    }

    /// Sets `count` things that a condition hangs on, none of them among `tried`, so that it is as wanted.
    fn set(
        &self,
        (node, wanted): Goal,
        draft: &Draft,
        (count, tried): (usize, &[Free]),
        limit: usize,
        accept: Accept<'_>,
    ) -> bool {
        let mut tried = tried.to_vec();
        for (free, settings) in self.moves(draft, node) {
            if tried.iter().any(|known| known.is(&free)) {
                continue;
            }
            for next in settings.usual.into_iter().chain(settings.points) {
                if self.is_spent(BUDGET.min(limit)) {
                    return false;
                }
                let found = match self.glance(&next, node) {
                    None => false,
                    Some(Verdict::Undetermined) => {
                        count > 1 && self.set((node, wanted), &next, (count - 1, &tried), limit, accept)
                    }
                    Some(found) => count == 1 && found == verdict_of(wanted) && accept(&next),
                };
                if found {
                    return true;
                }
            }
            tried.push(free);
        }
        false
    }

    /// Sets one thing after another, all low or all high, until a condition is decided; what was not needed is left out.
    fn set_all(&self, (node, wanted): Goal, draft: &Draft, high: bool, accept: Accept<'_>) -> bool {
        let as_wanted = |draft: &Draft| self.glance(draft, node) == Some(verdict_of(wanted));
        let is_open = |draft: &&Draft| as_wanted(draft) || self.glance(draft, node) == Some(Verdict::Undetermined);
        let mut whole = draft.clone();
        for _ in 0..MAX_ALL {
            if as_wanted(&whole) || self.is_spent(BUDGET) {
                break;
            }
            let next = self.moves(&whole, node).into_iter().find_map(|(_, settings)| {
                let open = |one: &Draft| is_open(&one).then(|| one.clone());
                let Settings { usual, points } = &settings;
                match high {
                    true => usual.iter().rev().chain(points).find_map(open),
                    false => points.iter().chain(usual).find_map(open),
                }
            });
            let Some(next) = next else { return false };
            whole = next;
        }
        if !as_wanted(&whole) {
            return false;
        }
        let added: Vec<std::sync::Arc<str>> =
            whole.facts.keys().filter(|name| !draft.facts.contains_key(*name)).cloned().collect();
        for name in added {
            let less = whole.without(&name);
            if as_wanted(&less) {
                whole = less;
            }
        }
        accept(&whole)
    }

    /// What can be set, each with its drafts; what certainly moves the condition comes first.
    fn moves(&self, draft: &Draft, node: NodeId) -> Vec<(Free, Settings)> {
        let free = self.free(draft, node).into_iter();
        let mut moves: Vec<(Free, Settings)> = free
            .map(|free| {
                let settings = self.settings(draft, node, &free);
                (free, settings)
            })
            .collect();
        sort_by_key(&mut moves, |(free, _)| !self.is_live(draft, node, free));
        moves
    }

    /// The goals under which `node` decides `root`: each way is one list. None where it stands elsewhere.
    pub(super) fn ways(&self, root: NodeId, node: NodeId) -> Vec<Vec<Goal>> {
        if root == node {
            return vec![Vec::new()];
        }
        let policy = self.policy;
        let Some(op) = policy.node(root).map(|node| &node.op) else { return Vec::new() };
        let Some((at, below)) = op.operands().into_iter().enumerate().find_map(|(at, operand)| {
            let below = policy.closure(operand).contains(&node).then(|| self.ways(operand, node));
            below.filter(|below| !below.is_empty()).map(|below| (at, below))
        }) else {
            return Vec::new();
        };
        let beside = |list: &[NodeId]| -> Vec<NodeId> {
            list.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, id)| *id).collect()
        };
        let all = |list: &[NodeId], wanted: bool| list.iter().map(|id| (*id, wanted)).collect::<Vec<Goal>>();
        let here: Vec<Vec<Goal>> = match op {
            Op::All(list) => vec![all(&beside(list), true)],
            Op::Any(list) => vec![all(&beside(list), false)],
            Op::AtLeast(needed, list) => {
                let others = beside(list);
                let hold = |chosen: Vec<NodeId>| {
                    others.iter().map(|other| (*other, chosen.contains(other))).collect::<Vec<Goal>>()
                };
                subsets(&others, needed.saturating_sub(1)).into_iter().map(hold).collect()
            }
            Op::Not(_) | Op::Shown(_) => vec![Vec::new()],
            Op::If(condition, ..) if at > 0 => vec![vec![(*condition, at == 1)]],
            _ => return Vec::new(),
        };
        let join = |first: &Vec<Goal>| {
            below.iter().map(|second| first.iter().chain(second).copied().collect()).collect::<Vec<Vec<Goal>>>()
        };
        here.iter().flat_map(join).take(MAX_WAYS).collect()
    }
}

fn verdict_of(holds: bool) -> Verdict {
    if holds { Verdict::Covered } else { Verdict::NotCovered }
}

/// The subsets of `count` conditions, in order, as far as they are tried.
fn subsets(list: &[NodeId], count: usize) -> Vec<Vec<NodeId>> {
    let mut chosen: Vec<usize> = (0..count.min(list.len())).collect();
    let mut found = Vec::new();
    loop {
        found.push(chosen.iter().filter_map(|at| list.get(*at)).copied().collect());
        if found.len() >= MAX_WAYS || !crate::eval::next_combination(&mut chosen, list.len()) {
            return found;
        }
    }
}
