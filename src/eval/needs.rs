//! The smallest sets of unknowns that could settle an undetermined verdict.
//!
//! In: a node and a model. Out: [`Needs`]. A set is listed where some values of it decide the node whatever the rest;
//! that is found by trying the regions between the lines, within a budget.

use super::frame::{Frame, Held, Leaf};
use super::machine::{Fault, Machine, Shown, Supply};
use super::result::{Needs, OTHER_MODELS};
use super::split::Hanging;
use crate::ir::{NodeId, Op};
use crate::possible::Set;
use crate::sorting::sort_by_key;
use crate::truth::Truth;

/// Most facts in a set.
const MAX_FACTS: usize = 3;
/// Most sets listed.
const MAX_SETS: usize = 20;
/// Nodes that may be evaluated for one list, under each reading.
const BUDGET: usize = 15_000;

/// One reading of the choices: what it holds, and what is shown under it.
#[derive(Clone)]
pub(super) struct Reading {
    pub held: Vec<Held>,
    pub shown: Shown,
}

impl<'a> Machine<'a> {
    /// The sets that could settle `root`, which is undetermined on the model of `template` over all `readings`.
    ///
    /// What is measured becomes part of the record: it ends what `otherwise` and `shown` made of silence.
    pub(super) fn needs(&mut self, template: &Frame<'a>, root: NodeId, readings: &[Reading]) -> Result<Needs, Fault> {
        self.supply = Supply::Certain;
        let needs = self.search_needs(template, root, readings);
        self.supply = Supply::Nothing;
        needs
    }

    fn search_needs(&mut self, template: &Frame<'a>, root: NodeId, readings: &[Reading]) -> Result<Needs, Fault> {
        let limit = self.steps.saturating_add(BUDGET.saturating_mul(readings.len()));
        let mut exact = self.is_exact(root) && readings.len() == 1;
        // The readings come first: a choice is settled by picking, not by measuring.
        let mut leaves: Vec<Held> = Vec::new();
        for reading in readings {
            leaves.extend(reading.held.iter().map(|(leaf, set)| (leaf.clone(), set.clone())));
        }
        let mut sets: Vec<Held> = Vec::new();
        for (leaf, set) in leaves {
            match sets.iter_mut().find(|(known, _)| *known == leaf) {
                Some((_, known)) => *known = known.hull(&set),
                None => sets.push((leaf, set)),
            }
        }
        let mut leaves: Vec<Leaf> = sets.into_iter().filter(|(_, set)| !set.is_point()).map(|(leaf, _)| leaf).collect();
        for reading in readings {
            self.begin_reading(reading, &[]);
            let mut scratch = self.scratch(template);
            self.run(&mut scratch, root)?;
            let hanging = Hanging::of(self, &scratch, root);
            exact &= !hanging.is_tangled() && !hanging.passed_over;
            let new = hanging.leaves.into_iter().map(|(leaf, _)| leaf).filter(|leaf| !leaves.contains(leaf));
            leaves.extend(new.collect::<Vec<_>>());
        }
        // What stands in exceptions alone comes last: few of the sets are read.
        let outside = self.policy.outside_exceptions(root);
        let (mut leaves, excepting): (Vec<Leaf>, Vec<Leaf>) =
            leaves.into_iter().partition(|leaf| outside.iter().any(|node| self.is_read_by(leaf, *node)));
        let conditions = leaves.len();
        leaves.extend(excepting);
        let mut search = Search { root, readings, limit, held: Vec::new() };
        let mut found: Vec<Vec<usize>> = Vec::new();
        let mut cut = false;
        'sizes: for size in 1..=MAX_FACTS.min(leaves.len()) {
            let mut set: Vec<usize> = (0..size).collect();
            loop {
                if !found.iter().any(|known| known.iter().all(|at| set.contains(at))) {
                    if self.steps > limit || found.len() >= MAX_SETS {
                        cut = true;
                        break 'sizes;
                    }
                    let chosen: Vec<&Leaf> = set.iter().filter_map(|at| leaves.get(*at)).collect();
                    if search.can_settle(self, template, &chosen) {
                        found.push(set.clone());
                    }
                }
                if !next_combination(&mut set, leaves.len()) {
                    break;
                }
            }
        }
        // Sets beyond three facts can only be made of those that do not settle it alone.
        let alone = found.iter().filter(|set| set.len() == 1).count();
        let complete = !cut && exact && leaves.len() - alone <= MAX_FACTS;
        let excepts = |set: &Vec<usize>| set.iter().any(|at| *at >= conditions);
        sort_by_key(&mut found, excepts);
        let name = |at: &usize| leaves.get(*at).map(|leaf| self.leaf_name(leaf));
        Ok(Needs { sets: once_each(found.iter().map(|set| set.iter().filter_map(name).collect())), complete })
    }

    /// Whether a node is where a leaf is read, of the model itself or of another.
    fn is_read_by(&self, leaf: &Leaf, node: NodeId) -> bool {
        match (leaf, self.policy.node(node).map(|node| &node.op)) {
            (Leaf::Date, Some(Op::EvaluationDate)) => true,
            (Leaf::Fact(_, fact), Some(Op::Fact(read))) => fact == read,
            (Leaf::Param(param), Some(Op::Param(read, _))) => param == read,
            (Leaf::Choice(choice), Some(Op::Choice(read))) => choice == read,
            (Leaf::Exists(path), Some(Op::Exists(read) | Op::Through(read, _))) => path.last() == Some(read),
            (Leaf::Others(_, asked), _) => *asked == node,
            _ => false,
        }
    }

    /// Holds what `reading` holds and `extra`.
    fn begin_reading(&mut self, reading: &Reading, extra: &[Held]) {
        self.held = reading.held.iter().chain(extra).cloned().collect();
        self.shown.clone_from(&reading.shown);
    }

    /// A leaf as a profile or an option names it.
    pub(super) fn leaf_name(&self, leaf: &Leaf) -> String {
        let schema = &self.policy.schema;
        let along = |path: &[crate::ir::ReferenceId]| -> Vec<&str> {
            path.iter().filter_map(|at| schema.references.get(at.index())).map(|found| &*found.name).collect()
        };
        match leaf {
            Leaf::Date => "evaluation_date".to_owned(),
            Leaf::Param(id) => format!("param {}", schema.params.get(id.index()).map_or("", |param| &*param.name)),
            Leaf::Choice(id) => format!("choice {}", schema.choices.get(id.index()).map_or("", |choice| &*choice.name)),
            Leaf::Exists(path) => along(path).join("."),
            Leaf::Fact(path, id) => {
                let fact = schema.facts.get(id.index()).map(|fact| &*fact.name);
                along(path).into_iter().chain(fact).collect::<Vec<_>>().join(".")
            }
            Leaf::Others(..) => OTHER_MODELS.to_owned(),
        }
    }
}

/// The search for values that settle a node under every reading that is left.
struct Search<'s> {
    root: NodeId,
    readings: &'s [Reading],
    limit: usize,
    /// The leaves held so far.
    held: Vec<Held>,
}

impl Search<'_> {
    /// Whether some values of `chosen`, beside what is held, decide the node whatever everything else is.
    fn can_settle<'a>(&mut self, machine: &mut Machine<'a>, template: &Frame<'a>, chosen: &[&Leaf]) -> bool {
        if machine.steps > self.limit {
            return false;
        }
        // What the readings that are left say, and where the next leaf may be split under any of them.
        let (mut common, mut agree): (Option<Truth>, bool) = (None, true);
        let mut regions: Vec<Set> = Vec::new();
        for reading in self.readings {
            let excluded = |(leaf, set): &Held| {
                let picked = self.held.iter().find(|(held, _)| held == leaf);
                matches!(leaf, Leaf::Choice(_)) && picked.is_some_and(|(_, picked)| picked != set)
            };
            if reading.held.iter().any(excluded) {
                continue;
            }
            machine.begin_reading(reading, &self.held);
            let mut scratch = machine.scratch(template);
            // Values at which an exact number outgrows the limits settle nothing.
            let Ok(value) = machine.run(&mut scratch, self.root) else { return false };
            let truth = value.as_truth();
            agree &= truth.is_decided() && common.is_none_or(|common| common == truth);
            common = Some(truth);
            match chosen.first() {
                Some(leaf @ Leaf::Choice(_)) => {
                    regions.extend(reading.held.iter().filter(|(held, _)| held == *leaf).map(|(_, set)| set.clone()))
                }
                Some(leaf) => {
                    let hanging = Hanging::of(machine, &scratch, self.root);
                    if let Some((_, set)) = hanging.leaves.iter().find(|(known, _)| known == *leaf) {
                        regions.extend(hanging.candidates(leaf, set));
                    }
                }
                None => {}
            }
        }
        if agree && common.is_some() {
            return true;
        }
        let Some((leaf, rest)) = chosen.split_first() else { return false };
        let before = self.held.len();
        regions.into_iter().any(|region| {
            // Whose fact is known is known to be there.
            self.held.extend(leaf.of_whom().map(|way| (Leaf::Exists(way), Set::Truth(Truth::True))));
            self.held.push(((*leaf).clone(), region));
            let settled = self.can_settle(machine, template, rest);
            self.held.truncate(before);
            settled
        })
    }
}

/// The sets without repetitions: several things may be asked of the same other models.
fn once_each(sets: impl Iterator<Item = Vec<String>>) -> Vec<Vec<String>> {
    let mut kept: Vec<Vec<String>> = Vec::new();
    for set in sets {
        let mut names: Vec<String> = Vec::new();
        for name in set {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let is_more = |known: &Vec<String>| {
            known.iter().any(|name| name == OTHER_MODELS) && known.iter().all(|name| names.contains(name))
        };
        if !kept.iter().any(is_more) {
            kept.push(names);
        }
    }
    kept
}

/// The next set of places below `count`, in lexicographic order; false after the last.
pub(crate) fn next_combination(set: &mut [usize], count: usize) -> bool {
    let size = set.len();
    let Some(at) = (0..size).rev().find(|at| set.get(*at).is_some_and(|place| *place < count - size + at)) else {
        return false;
    };
    let start = set.get(at).copied().unwrap_or(0) + 1;
    for (offset, place) in set.iter_mut().skip(at).enumerate() {
        *place = start + offset;
    }
    true
}
