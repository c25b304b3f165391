//! The smallest sets of unknowns that could settle an undetermined verdict.
//!
//! In: a node and a model. Out: [`Needs`]. A set is listed where some values of it decide the node whatever the rest;
//! that is found by trying the regions between the lines, within a budget.

use super::frame::{Frame, Held, Leaf};
use super::machine::{Fault, Machine};
use super::result::Needs;
use super::split::Hanging;
use crate::ir::NodeId;

/// Most facts in a set.
const MAX_FACTS: usize = 3;
/// Most sets listed.
const MAX_SETS: usize = 20;
/// Nodes that may be evaluated for one list.
const BUDGET: usize = 200_000;

impl<'a> Machine<'a> {
    /// The sets that could settle `root`, which is undetermined on the model of `template`.
    pub(super) fn needs(&mut self, template: &Frame<'a>, root: NodeId) -> Result<Needs, Fault> {
        let mut scratch = self.scratch(template);
        self.run(&mut scratch, root)?;
        let exact = self.is_exact(root);
        let hanging = Hanging::of(self, &scratch, root);
        let tangled = hanging.is_tangled();
        let leaves: Vec<Held> = hanging.leaves;
        let limit = self.steps.saturating_add(BUDGET);
        let mut found: Vec<Vec<usize>> = Vec::new();
        let mut cut = false;
        for size in 1..=MAX_FACTS.min(leaves.len()) {
            let mut set: Vec<usize> = (0..size).collect();
            loop {
                let minimal = !found.iter().any(|known| known.iter().all(|at| set.contains(at)));
                if minimal {
                    if self.steps > limit || found.len() >= MAX_SETS {
                        cut = true;
                        break;
                    }
                    let chosen: Vec<&Leaf> =
                        set.iter().filter_map(|at| leaves.get(*at)).map(|(leaf, _)| leaf).collect();
                    if self.can_settle(template, root, &chosen, limit)? {
                        found.push(set.clone());
                    }
                }
                if !next_combination(&mut set, leaves.len()) {
                    break;
                }
            }
            if cut {
                break;
            }
        }
        // Sets beyond three facts can only be made of those that do not settle it alone.
        let alone = found.iter().filter(|set| set.len() == 1).count();
        let complete = !cut && !tangled && exact && leaves.len() - alone <= MAX_FACTS;
        let name = |at: &usize| leaves.get(*at).map(|(leaf, _)| self.leaf_name(leaf));
        Ok(Needs { sets: found.iter().map(|set| set.iter().filter_map(name).collect()).collect(), complete })
    }

    /// Whether some values of `chosen` decide `root` whatever everything else is.
    fn can_settle(
        &mut self,
        template: &Frame<'a>,
        root: NodeId,
        chosen: &[&Leaf],
        limit: usize,
    ) -> Result<bool, Fault> {
        let mut scratch = self.scratch(template);
        // Values at which an exact number outgrows the limits settle nothing.
        match self.run(&mut scratch, root) {
            Ok(value) if value.as_truth().is_decided() => return Ok(true),
            Ok(_) => {}
            Err(_) => return Ok(false),
        }
        let Some((leaf, rest)) = chosen.split_first() else { return Ok(false) };
        if self.steps > limit {
            return Ok(false);
        }
        let hanging = Hanging::of(self, &scratch, root);
        let Some((_, set)) = hanging.leaves.iter().find(|(known, _)| known == *leaf) else { return Ok(false) };
        let regions = hanging.regions(leaf, set);
        for region in regions {
            self.held.push(((*leaf).clone(), region));
            let settled = self.can_settle(template, root, rest, limit);
            self.held.pop();
            if settled? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// A leaf as a profile or an option names it.
    pub(super) fn leaf_name(&self, leaf: &Leaf) -> String {
        let schema = &self.policy.schema;
        match leaf {
            Leaf::Date => "evaluation_date".to_owned(),
            Leaf::Param(id) => format!("param {}", schema.params.get(id.index()).map_or("", |param| &*param.name)),
            Leaf::Choice(id) => format!("choice {}", schema.choices.get(id.index()).map_or("", |choice| &*choice.name)),
            Leaf::Fact(path, id) => {
                let references =
                    path.iter().filter_map(|at| schema.references.get(at.index())).map(|found| &*found.name);
                let fact = schema.facts.get(id.index()).map(|fact| &*fact.name);
                references.chain(fact).collect::<Vec<_>>().join(".")
            }
        }
    }
}

/// The next set of places below `count`, in lexicographic order; false after the last.
fn next_combination(set: &mut [usize], count: usize) -> bool {
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
