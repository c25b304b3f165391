//! The largest and the smallest over the other models of the population.
//!
//! In: what is asked, and the frame of the model that asks. Out: the possible values. Every other model is asked on a
//! frame of its own, once for each question, while nothing that concerns all models is held.

use super::frame::{Frame, Leaf, Who};
use super::machine::{Fault, Machine};
use crate::date::DateRange;
use crate::ir::{NodeId, TargetId};
use crate::possible::{Set, Value};
use crate::truth::Truth;

impl<'a> Machine<'a> {
    pub(super) fn over_population(
        &mut self,
        frame: &Frame<'a>,
        id: NodeId,
        asked: &crate::ir::Population,
    ) -> Result<Value, Fault> {
        let anything = self.policy.node(id).map_or(Set::Truth(Truth::Unknown), |node| node.ty.everything());
        let me = match frame.who {
            Who::Model(_, place) => place,
            Who::Unknown => None,
        };
        let day = frame.value(asked.date).map_or(DateRange::ALL, Value::date);
        let (mut certain, mut possible, mut any): (Option<Set>, Option<Set>, Option<Set>) = (None, None, None);
        for at in (0..self.population.models.len()).filter(|at| Some(*at) != me) {
            let released = self.ask_other(at, asked.released)?;
            let late = if asked.inclusive { released.date().after(&day) } else { !day.after(&released.date()) };
            let mut counts = !late;
            if let Some(condition) = asked.condition {
                counts = counts.and(self.ask_other(at, condition)?.as_truth());
            }
            let value = self.ask_other(at, asked.quantity)?;
            if counts == Truth::False || value.undefined == Truth::True || (asked.known && value.missing == Truth::True)
            {
                continue;
            }
            let counts = if value.undefined == Truth::False { counts } else { Truth::Unknown };
            let join = |set: Option<Set>| {
                Some(set.map_or_else(|| value.set.clone(), |set| best(&set, &value.set, asked.largest)))
            };
            if counts == Truth::True {
                certain = join(certain);
            }
            possible = join(possible);
            any = Some(any.map_or_else(|| value.set.clone(), |set| set.hull(&value.set)));
        }
        Ok(match (certain, possible, any) {
            // Those that may count can only move the result one way.
            (Some(certain), Some(possible), _) => Value::given(certain.hull(&possible)),
            // Where none counts for certain, the result is the value of any that may, or there is none.
            (None, _, Some(any)) => Value { set: any, missing: Truth::Unknown, undefined: Truth::Unknown },
            _ => Value { set: anything, missing: Truth::True, undefined: Truth::True },
        })
    }

    /// How many other models a `known` leaves out because they have no value.
    pub(super) fn left_out(&mut self, frame: &Frame<'a>, asked: &crate::ir::Population) -> Result<usize, Fault> {
        let me = match frame.who {
            Who::Model(_, place) => place,
            Who::Unknown => None,
        };
        let mut count = 0;
        for at in (0..self.population.models.len()).filter(|at| Some(*at) != me) {
            count += usize::from(asked.known && self.ask_other(at, asked.quantity)?.missing == Truth::True);
        }
        Ok(count)
    }

    fn ask_other(&mut self, at: usize, target: TargetId) -> Result<Value, Fault> {
        let global = self.held.iter().any(|(leaf, _)| !matches!(leaf, Leaf::Fact(..)));
        if !global && let Some(value) = self.others.get(&(target, at)) {
            return Ok(value.clone());
        }
        let (Some(model), Some(node)) = (self.population.models.get(at), self.policy.target(target)) else {
            return Ok(Value::truth(Truth::Unknown));
        };
        let mut frame = self.frame(Who::Model(model, Some(at)));
        frame.ancestors = vec![at];
        // Another model's facts are not the ones that are held.
        let held = std::mem::take(&mut self.held);
        self.held = held.iter().filter(|(leaf, _)| !matches!(leaf, Leaf::Fact(..))).cloned().collect();
        let shown = std::mem::take(&mut self.shown);
        let value = self.run(&mut frame, node);
        self.held = held;
        self.shown = shown;
        let value = value?;
        if !global {
            self.others.insert((target, at), value.clone());
        }
        Ok(value)
    }
}

/// The larger or smaller of two sets, over all their values.
fn best(a: &Set, b: &Set, largest: bool) -> Set {
    match (a, b) {
        (Set::Number(a), Set::Number(b)) => Set::Number(if largest { a.max(b) } else { a.min(b) }),
        (Set::Date(a), Set::Date(b)) => Set::Date(if largest { a.max(b) } else { a.min(b) }),
        (a, _) => a.clone(),
    }
}
