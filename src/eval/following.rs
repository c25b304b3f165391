//! What follows from a policy for one model: whether each obligation and option applies, when it is due, and what both
//! hang on.
//!
//! In: a model. Out: one [`Following`] for each obligation and option. Each reading is evaluated, then all are merged, as
//! for an answer.

use super::machine::Fault;
use super::rests::Rests;
use super::result::{Needs, Rest};
use super::split::Hanging;
use super::{Evaluator, merge, needs, rests};
use crate::date::DateRange;
use crate::model::Model;
use crate::truth::Truth;

/// What a policy says of one obligation or option, with what that hangs on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Following {
    /// Whether it applies, over all completions of what is unknown.
    pub applies: Truth,
    /// What would settle whether it applies, where that is not known.
    pub needs: Needs,
    /// The days on which it may be due; `None` where the text sets none or nobody knows.
    pub days: Option<DateRange>,
    /// The facts (`param NAME` and `choice NAME` are marked) that would give the day, where nobody knows it or it has no
    /// end on one side.
    pub day_needs: Vec<String>,
    /// What the condition and the day rest on beside the facts.
    pub rests_on: Vec<Rest>,
}

/// What was found of one obligation under the readings so far.
#[derive(Default)]
struct Found {
    readings: Vec<(Truth, Option<DateRange>)>,
    day_needs: Vec<String>,
    rests_on: Rests,
}

pub(super) fn following<'a>(
    evaluator: &mut Evaluator<'a>,
    model: &'a Model,
    place: Option<usize>,
) -> Result<Vec<Following>, Fault> {
    let policy = evaluator.machine.policy;
    let mut found: Vec<Found> = Vec::new();
    found.resize_with(policy.obligations.len(), Found::default);
    let mut under: Vec<needs::Reading> = Vec::new();
    for reading in evaluator.readings.clone() {
        let mut frame = evaluator.enter(model, place, reading);
        for (found, obligation) in found.iter_mut().zip(&policy.obligations) {
            let (truth, days) = evaluator.obligation(&mut frame, obligation)?;
            found.readings.push((truth, days));
            let condition = obligation.rule.node;
            found.rests_on.extend(rests::rests(&mut evaluator.machine, &frame, condition)?);
            found.rests_on.extend(rests::of_outcome(&evaluator.machine, condition));
            let Some((_, day)) = obligation.due else { continue };
            found.rests_on.extend(rests::rests(&mut evaluator.machine, &frame, day)?);
            if days.is_some_and(|days| days.lo.is_some() && days.hi.is_some()) {
                continue;
            }
            let hanging = Hanging::of(&evaluator.machine, &frame, day);
            for (leaf, _) in &hanging.leaves {
                let name = evaluator.machine.leaf_name(leaf);
                if !found.day_needs.contains(&name) {
                    found.day_needs.push(name);
                }
            }
        }
        under.push(needs::Reading { held: evaluator.machine.held.clone(), shown: evaluator.machine.shown.clone() });
    }
    let mut all = Vec::with_capacity(found.len());
    for (found, obligation) in found.into_iter().zip(&policy.obligations) {
        let (applies, days) = merge::merge_due(&found.readings);
        let root = obligation.rule.node;
        let needs = if applies.is_decided() || !evaluator.needs {
            Needs { sets: Vec::new(), complete: applies.is_decided() }
        } else {
            let frame = evaluator.enter(model, place, Vec::new());
            let relevant = |reading: &&needs::Reading| evaluator.is_first_of_its_kind(reading, &under, root);
            let relevant: Vec<_> = under.iter().filter(relevant).cloned().collect();
            evaluator.machine.needs(&frame, root, &relevant)?
        };
        let rests_on = found.rests_on.into_iter().collect();
        all.push(Following { applies, needs, days, day_needs: found.day_needs, rests_on });
    }
    Ok(all)
}
