//! Which sets of facts may turn a verdict at all.
//!
//! In: whether the verdict may turn where a set of facts is free. Out: all sets of one size that may. Freeing more never
//! makes it turn less, so a set that may turn it has a fact outside every set that may not; only such sets are looked at.
//! After R. Reiter, "A Theory of Diagnosis from First Principles", Artificial Intelligence 32 (1987).

use super::search::{BUDGET, Search};
use crate::eval::Fault;
use crate::eval::result::Verdict;
use crate::sorting::sort;
use rustc_hash::FxHashSet;

/// What is known of sets of facts, by their places among the inputs.
#[derive(Default)]
pub(super) struct Sets {
    /// Sets that cannot turn it, and to which no fact can be added without that it may.
    powerless: Vec<FxHashSet<usize>>,
}

impl Sets {
    /// The sets of `size` facts that may turn `verdict`, in the order of the facts; `None` where the budget did not reach.
    pub(super) fn of_size(
        &mut self,
        size: usize,
        search: &mut Search<'_, '_>,
        verdict: Verdict,
    ) -> Result<Option<Vec<Vec<usize>>>, Fault> {
        let mut seen: FxHashSet<Vec<usize>> = FxHashSet::default();
        let mut found = Vec::new();
        let mut waiting = vec![Vec::new()];
        while let Some(set) = waiting.pop() {
            if search.asked > BUDGET {
                return Ok(None);
            }
            let known = self.powerless.iter().position(|known| set.iter().all(|at| known.contains(at)));
            if set.len() == size {
                // What keeps a set of this size from turning it is asked only once larger ones are looked for.
                if known.is_none() && search.may_turn(&set, verdict, false)? {
                    found.push(set);
                }
                continue;
            }
            let powerless = match known {
                Some(known) => Some(known),
                None if search.may_turn(&set, verdict, false)? => None,
                None => Some(self.grow(&set, search, verdict)?),
            };
            let powerless = powerless.and_then(|known| self.powerless.get(known));
            for at in 0..search.inputs.len() {
                if set.contains(&at) || powerless.is_some_and(|powerless| powerless.contains(&at)) {
                    continue;
                }
                let mut more = set.clone();
                more.push(at);
                sort(&mut more);
                if seen.insert(more.clone()) {
                    waiting.push(more);
                }
            }
        }
        sort(&mut found);
        Ok(Some(found))
    }

    /// Adds facts to a set that cannot turn it as long as it cannot; its place among those.
    fn grow(&mut self, set: &[usize], search: &mut Search<'_, '_>, verdict: Verdict) -> Result<usize, Fault> {
        let mut largest = set.to_vec();
        let others: Vec<usize> = (0..search.inputs.len()).filter(|at| !set.contains(at)).collect();
        // Halves that can be added whole are; of the others each half is looked at by itself.
        let mut waiting = vec![others.as_slice()];
        while let Some(part) = waiting.pop() {
            let before = largest.len();
            largest.extend_from_slice(part);
            if search.may_turn(&largest, verdict, false)? {
                largest.truncate(before);
                if part.len() > 1 {
                    let (first, second) = part.split_at(part.len() / 2);
                    waiting.extend([second, first]);
                }
            }
        }
        self.powerless.push(largest.into_iter().collect());
        Ok(self.powerless.len() - 1)
    }
}
