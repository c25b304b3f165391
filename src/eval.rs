//! The reference semantics: exact values of every node, three-valued, refined, and explained.
//!
//! In: a checked policy, the circumstances, a population and one model. Out: [`result::Answer`]. Every decision is made
//! in exact rationals; nothing here reads a clock or a file.

mod answer;
mod binding;
mod direction;
pub mod explore;
mod fast;
mod following;
mod formula;
mod frame;
pub mod line;
mod machine;
mod merge;
pub mod nearest;
mod needs;
mod operation;
pub mod plane;
mod polarity;
mod population;
pub mod readings;
mod refine;
mod rests;
pub mod result;
mod split;
mod standing;
mod valueless;

use crate::ir::{NodeId, Policy};
use crate::model::{Circumstances, Model, Population};
use crate::possible::Set;
use crate::truth::Truth;
pub use direction::Direction;
pub use fast::{Block, LANES, Numbers, Prepared, Row, Scale, Varied};
pub use following::Following;
use frame::{Held, Leaf, Who};
pub use machine::{Fault, MAX_CHAIN, MAX_FRAMES};
pub(crate) use needs::next_combination;
use refine::Refined;
use result::{Answer, Verdict};

/// Most readings that are evaluated one by one.
const MAX_READINGS: usize = 64;

/// A policy in some circumstances, ready for many models.
pub struct Evaluator<'a> {
    machine: machine::Machine<'a>,
    /// Every combination of readings of the choices that were not picked.
    readings: Vec<Vec<Held>>,
    /// Whether there are too many readings to list.
    too_many_readings: bool,
    /// Whether undetermined answers say what could settle them.
    needs: bool,
    /// What stays evaluated from one supposition to the next.
    standing: standing::Standing<'a>,
}

/// A truth over all completions, and whether it is exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Settled {
    truth: Truth,
    exact: bool,
}

impl<'a> Evaluator<'a> {
    /// Prepares `policy`; `population` answers for named references and for `largest` and `smallest`.
    pub fn new(policy: &'a Policy, circumstances: &'a Circumstances, population: &'a Population) -> Self {
        let machine = machine::Machine::new(policy, circumstances, population);
        let mut readings: Vec<Vec<Held>> = vec![Vec::new()];
        for (at, choice) in policy.schema.choices.iter().enumerate() {
            if circumstances.choices.get(at).copied().flatten().is_some() || !policy.uses_choice(at) {
                continue;
            }
            let members = circumstances.readings_of(at, choice.members.len());
            readings = readings
                .iter()
                .flat_map(|reading| {
                    members.iter().map(move |member| {
                        let held = (
                            Leaf::Choice(crate::ir::ChoiceId(at as u32)),
                            Set::Member(crate::possible::Members::only(member)),
                        );
                        reading.iter().cloned().chain([held]).collect()
                    })
                })
                .take(MAX_READINGS + 1)
                .collect();
        }
        let too_many_readings = readings.len() > MAX_READINGS;
        if too_many_readings {
            readings = vec![Vec::new()];
        }
        Evaluator { machine, readings, too_many_readings, needs: true, standing: standing::Standing::default() }
    }

    /// The names of the policy's outcomes, in their order.
    pub fn outcomes(&self) -> impl Iterator<Item = std::sync::Arc<str>> + use<'a> {
        self.machine.policy.designations.iter().map(|designation| designation.id.clone())
    }

    /// The circumstances under each combination of readings that are evaluated one by one.
    pub fn readings(&self) -> Vec<Circumstances> {
        let pick = |reading: &Vec<Held>| {
            let mut circumstances = self.machine.circumstances.clone();
            for (leaf, set) in reading {
                if let (Leaf::Choice(choice), Set::Member(members)) = (leaf, set)
                    && let Some(place) = circumstances.choices.get_mut(choice.index())
                {
                    *place = members.as_single();
                }
            }
            circumstances
        };
        self.readings.iter().map(pick).collect()
    }

    /// Whether undetermined answers say what could settle them; they do unless this says otherwise.
    pub fn with_needs(self, needs: bool) -> Self {
        Evaluator { needs, ..self }
    }

    /// The verdict of every designation on `model`, without explanation.
    ///
    /// # Errors
    /// [`Fault`] where an exact value or a chain of references outgrows the limits.
    pub fn verdicts(&mut self, model: &'a Model, place: Option<usize>) -> Result<Vec<Verdict>, Fault> {
        let policy = self.machine.policy;
        let mut verdicts: Vec<Option<Verdict>> = vec![None; policy.designations.len()];
        for reading in self.readings.clone() {
            let frame = self.enter(model, place, reading);
            for (verdict, designation) in verdicts.iter_mut().zip(&policy.designations) {
                let found = Verdict::from(self.settle(&frame, designation.rule.node)?.truth);
                *verdict =
                    Some(verdict.map_or(found, |known| if known == found { found } else { Verdict::Undetermined }));
            }
        }
        Ok(verdicts.into_iter().map(|verdict| verdict.unwrap_or(Verdict::Undetermined)).collect())
    }

    /// All that the policy says of `model`, which stands at `place` of the population where it is one of it.
    pub fn answer(&mut self, model: &'a Model, place: Option<usize>) -> Answer {
        let mut answer = self.explain(model, place);
        answer.write_texts();
        answer
    }

    /// The same with values, lines and margins as exact numbers only: their texts are not written.
    pub fn explain(&mut self, model: &'a Model, place: Option<usize>) -> Answer {
        answer::explain(self, model, place)
    }

    /// What follows from the policy for `model`: one for each obligation and option, in source order.
    ///
    /// # Errors
    /// [`Fault`] where an exact value or a chain of references outgrows the limits.
    pub fn following(&mut self, model: &'a Model, place: Option<usize>) -> Result<Vec<Following>, Fault> {
        following::following(self, model, place)
    }

    /// Begins one reading of one model.
    fn enter(&mut self, model: &'a Model, place: Option<usize>, reading: Vec<Held>) -> frame::Frame<'a> {
        self.begin(reading);
        self.frame(model, place)
    }

    fn begin(&mut self, reading: Vec<Held>) {
        self.machine.begin();
        self.machine.held = reading;
    }

    fn frame(&self, model: &'a Model, place: Option<usize>) -> frame::Frame<'a> {
        let mut frame = self.machine.frame(Who::Model(model, place));
        frame.ancestors = place.into_iter().collect();
        frame
    }

    /// A condition over all completions of what is unknown.
    fn settle(&mut self, frame: &frame::Frame<'a>, node: NodeId) -> Result<Settled, Fault> {
        let refined = self.machine.refine(frame, node)?;
        let exact = !self.machine.has_unrefined_shown(node) && !self.too_many_readings;
        Ok(match refined {
            Refined::Decided(holds) => Settled { truth: holds.into(), exact: true },
            Refined::Undetermined => Settled { truth: Truth::Unknown, exact },
            Refined::Open => Settled { truth: Truth::Unknown, exact: false },
        })
    }
}
