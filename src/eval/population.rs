//! The largest and the smallest over the other models of the population.
//!
//! In: what is asked, and the frame of the model that asks. Out: the possible values. Every other model is asked on a
//! frame of its own, once for each question, while nothing that concerns all models is held.

use super::frame::{Frame, Leaf, Who};
use super::machine::{Fault, MAX_CHAIN, Machine, NOTHING};
use super::rests::Rests;
use crate::date::DateRange;
use crate::diagnostic::quote;
use crate::ir::{NodeId, TargetId};
use crate::possible::{Set, Value};
use crate::truth::Truth;
use std::rc::Rc;

impl<'a> Machine<'a> {
    pub(super) fn over_population(
        &mut self,
        frame: &Frame<'a>,
        id: NodeId,
        asked: &crate::ir::Population,
    ) -> Result<Value, Fault> {
        if !self.supplying() {
            return self.survey(frame, id, asked);
        }
        if let Some(set) = self.held_set(&Leaf::Others(frame.path.clone(), id)) {
            let no_day = frame.value(asked.date).unwrap_or(&NOTHING).undefined;
            return Ok(Value { undefined: no_day, ..Value::given(set) });
        }
        let value = self.survey(frame, id, asked)?;
        Ok(match self.is_deserted(frame, asked, &value) {
            true => Value { set: self.of_anybody(frame, asked.quantity, value.set), ..value },
            false => value,
        })
    }

    /// Whether there is for certain no other model to compare with, on the days that `asked` is about.
    pub(super) fn is_deserted(&self, frame: &Frame<'a>, asked: &crate::ir::Population, found: &Value) -> bool {
        found.undefined == Truth::True && frame.value(asked.date).unwrap_or(&NOTHING).undefined == Truth::False
    }

    /// What a quantity may be on a model of which nothing is known; `anything` where that cannot be told.
    fn of_anybody(&mut self, frame: &Frame<'a>, quantity: TargetId, anything: Set) -> Set {
        let Some(node) = self.policy.target(quantity).filter(|_| !matches!(frame.who, Who::Unknown)) else {
            return anything;
        };
        let found = self.aside(Who::Unknown, Vec::new(), |machine, frame| machine.run(frame, node));
        found.map_or(anything, |value| value.set)
    }

    fn survey(&mut self, frame: &Frame<'a>, id: NodeId, asked: &crate::ir::Population) -> Result<Value, Fault> {
        let anything = self.policy.node(id).map_or(Set::Truth(Truth::Unknown), |node| node.ty.everything());
        let me = self.place_of(frame.who);
        let date = frame.value(asked.date).unwrap_or(&NOTHING);
        let (day, no_day) = (date.date(), date.undefined);
        // A model that nobody names may be any of the population, and then it is not among the others.
        let is_unknown = matches!(frame.who, Who::Unknown);
        let key = (id, me, is_unknown, day);
        let global = self.holds_for_all();
        if let Some(known) = self.surveys.get(&key).filter(|_| !global) {
            return Ok(Value { undefined: known.undefined.or(no_day), ..known.clone() });
        }
        let (mut certain, mut possible, mut any): (Option<Set>, Option<Set>, Option<Set>) = (None, None, None);
        for at in (0..self.population.models.len()).filter(|at| Some(*at) != me) {
            let counts = self.counts(at, asked, &day)?;
            let mut value = self.ask_other(at, asked.quantity)?;
            let absent = if asked.known { value.absent() } else { Truth::False };
            if counts == Truth::False || absent == Truth::True {
                continue;
            }
            if value.undefined == Truth::True {
                value.set = anything.clone();
            }
            let certainly = value.undefined == Truth::False && absent == Truth::False && !is_unknown;
            let counts = if certainly { counts } else { Truth::Unknown };
            let join = |set: Option<Set>| {
                Some(set.map_or_else(|| value.set.clone(), |set| best(&set, &value.set, asked.largest)))
            };
            if counts == Truth::True {
                certain = join(certain);
            }
            possible = join(possible);
            any = Some(any.map_or_else(|| value.set.clone(), |set| set.hull(&value.set)));
        }
        let value = match (certain, possible, any) {
            // Those that may count can only move the result one way.
            (Some(certain), Some(possible), _) => Value::given(certain.hull(&possible)),
            // Where none counts for certain, the result is the value of any that may, or there is none.
            (None, _, Some(any)) => Value { set: any, missing: Truth::Unknown, undefined: Truth::Unknown },
            _ => Value { set: anything, missing: Truth::True, undefined: Truth::True },
        };
        if !global {
            self.surveys.insert(key, value.clone());
        }
        Ok(Value { undefined: value.undefined.or(no_day), ..value })
    }

    /// Whether something is held that concerns all models: a line, a reading, the date.
    fn holds_for_all(&self) -> bool {
        self.held.iter().any(|(leaf, _)| !leaf.is_of_a_model())
    }

    /// The place of a model in the population: its own, or that of the model it is called after.
    fn place_of(&self, who: Who<'_>) -> Option<usize> {
        match who {
            Who::Model(model, place) => place.or_else(|| self.population.find(&model.name)),
            Who::Unknown => None,
        }
    }

    /// Whether the model at `at` was released in time and meets the condition.
    fn counts(&mut self, at: usize, asked: &crate::ir::Population, day: &DateRange) -> Result<Truth, Fault> {
        let released = self.ask_other(at, asked.released)?.date();
        let late = if asked.inclusive { released.after(day) } else { !day.after(&released) };
        Ok(match asked.condition {
            Some(condition) => (!late).and(self.ask_other(at, condition)?.as_truth()),
            None => !late,
        })
    }

    /// The other models of the population, and whether each counts for what is asked.
    pub(super) fn others(
        &mut self,
        frame: &Frame<'a>,
        asked: &crate::ir::Population,
    ) -> Result<Vec<(usize, Truth)>, Fault> {
        let me = self.place_of(frame.who);
        let day = frame.value(asked.date).map_or(DateRange::ALL, Value::date);
        let places = (0..self.population.models.len()).filter(|at| Some(*at) != me);
        places.map(|at| Ok((at, self.counts(at, asked, &day)?))).collect()
    }

    /// What the answer of another model rests on.
    pub(super) fn rests_of_other(&mut self, at: usize, target: TargetId) -> Result<Rc<Rests>, Fault> {
        let global = self.holds_for_all();
        if !global && let Some(rests) = self.rests_of_others.get(&(target, at)) {
            return Ok(rests.clone());
        }
        let mut found = Rests::new();
        if let (Some(model), Some(node)) = (self.population.models.get(at), self.policy.target(target)) {
            let rests = self.on_other(at, model, |machine, frame| {
                machine.run(frame, node)?;
                super::rests::rests(machine, frame, node)
            })?;
            found.extend(rests.into_iter().map(|rest| rest.of(&model.name)));
        }
        let found = Rc::new(found);
        if !global {
            self.rests_of_others.insert((target, at), found.clone());
        }
        Ok(found)
    }

    /// Does something on the frame of another model, with limits of its own.
    fn on_other<T>(
        &mut self,
        at: usize,
        model: &'a crate::model::Model,
        what: impl FnOnce(&mut Self, &mut Frame<'a>) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        self.aside(Who::Model(model, Some(at)), vec![at], what)
    }

    fn aside<T>(
        &mut self,
        who: Who<'a>,
        ancestors: Vec<usize>,
        what: impl FnOnce(&mut Self, &mut Frame<'a>) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        let mut frame = self.frame(who);
        frame.ancestors = ancestors;
        // Another model's facts are not the ones that are held.
        let held = std::mem::take(&mut self.held);
        self.held = held.iter().filter(|(leaf, _)| !leaf.is_of_a_model()).cloned().collect();
        let global = !self.held.is_empty();
        let shown = std::mem::take(&mut self.shown);
        // Limits hold for each model by itself: else an answer would hang on what was asked before.
        let (frames, steps) = (std::mem::take(&mut self.frames), self.steps);
        let found = what(self, &mut frame);
        self.held = held;
        self.shown = shown;
        self.frames = frames;
        if !global {
            self.steps = steps;
        }
        found
    }

    /// How many other models a `known` leaves out because they have no value.
    pub(super) fn left_out(&mut self, frame: &Frame<'a>, asked: &crate::ir::Population) -> Result<usize, Fault> {
        if !asked.known {
            return Ok(0);
        }
        let mut count = 0;
        for (at, counts) in self.others(frame, asked)? {
            let absent = self.ask_other(at, asked.quantity)?.absent() != Truth::False;
            count += usize::from(absent && counts != Truth::False);
        }
        Ok(count)
    }

    fn ask_other(&mut self, at: usize, target: TargetId) -> Result<Value, Fault> {
        let global = self.holds_for_all();
        if !global && let Some(value) = self.others.get(&(target, at)) {
            return Ok(value.clone());
        }
        let (Some(model), Some(node)) = (self.population.models.get(at), self.policy.target(target)) else {
            return Ok(Value::truth(Truth::Unknown));
        };
        if self.asking.contains(&(target, at)) {
            return Err(Fault::Ring(format!("{0} asks what others ask of {0}", quote(&model.name))));
        }
        if self.asking.len() >= MAX_CHAIN {
            return Err(Fault::Chain);
        }
        self.asking.push((target, at));
        let value = self.on_other(at, model, |machine, frame| machine.run(frame, node));
        self.asking.pop();
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
