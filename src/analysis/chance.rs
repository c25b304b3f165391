//! How likely a verdict is, where what is known of a model is a range or an estimate.
//!
//! In: a bound [`Question`], one of its models, and how to sample. Out: for each outcome the probabilities of covered, not
//! covered and undetermined, which sum to one; what was drawn; how much each input matters. A value has the distribution
//! that its spelling stands for ([`distribution`]); what is not given has none, and stays unknown in every sample. Where
//! one input decides, or weights do, the probabilities have a closed form; else they are counts of samples, and
//! the same seed gives the same samples on every machine and any number of threads. No distribution is ever invented.

mod answer;
mod boxes;
mod closed;
pub mod distribution;
mod engine;
mod input;
mod line;
mod normal;
mod random;
mod readings;
mod turn;

pub use answer::{Chance, InputAnswer, Method, OutcomeChance, Part, Pieces, Points, Swing, WeightAnswer};
pub use input::Input;
pub use line::{LineAnswer, LineOutcome, LinePoint, POINTS, over_line, over_line_in};
pub use readings::{ByReading, ReadingChance};

use crate::diagnostic::quote;
use crate::eval::Fault;
use crate::ir::Policy;
use crate::model::Model;
use crate::session::Question;
use crate::sorting::sort_by_key;
use engine::{Counts, Engine, Subject};

/// Most samples of one request.
pub const MAX_SAMPLES: u64 = 10_000_000;

/// How to sample.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sampling {
    /// How many samples, from 1 to [`MAX_SAMPLES`].
    pub samples: u64,
    /// What the samples come from: the same seed, the same samples.
    pub seed: u64,
    /// Whether to move each input alone to its 5 % and its 95 % point.
    pub sensitivity: bool,
}

impl Sampling {
    /// The number of samples within its limits.
    fn samples(&self) -> u64 {
        self.samples.clamp(1, MAX_SAMPLES)
    }
}

/// How likely each outcome of the policy is for the model at a place of the population. A model in error has no outcomes.
pub fn chance(question: &Question<'_>, place: usize, sampling: &Sampling) -> Option<Chance> {
    let model = question.population.models.get(place)?;
    let mut inputs = if model.errors.is_empty() { input::inputs(question, model) } else { Vec::new() };
    inputs.retain(|input| matters(question.policy, input));
    let mut answer = Chance::about(question, model, &inputs, sampling);
    if model.errors.is_empty() {
        let subject = Subject { question, circumstances: &question.circumstances, model, place, inputs: &inputs };
        match outcomes(&subject, sampling).and_then(|found| readings::with(&subject, sampling, found)) {
            Ok(outcomes) => answer.designations = outcomes,
            Err(fault) => answer.error = Some(format!("{}: {fault}", quote(&model.name))),
        }
    }
    Some(answer)
}

fn outcomes(subject: &Subject<'_>, sampling: &Sampling) -> Result<Vec<OutcomeChance>, Fault> {
    let policy = subject.question.policy;
    let certain = subject.over_everything()?;
    let readings = subject.readings();
    let mut found: Vec<Option<OutcomeChance>> = Vec::with_capacity(certain.len());
    for (at, verdict) in certain.iter().enumerate() {
        found.push(closed::without_samples(subject, at, *verdict)?);
    }
    let open: Vec<usize> = found.iter().enumerate().filter(|(_, one)| one.is_none()).map(|(at, _)| at).collect();
    let swings = sampling.sensitivity && subject.inputs.len() > 1;
    if open.is_empty() && !swings {
        return Ok(found.into_iter().flatten().collect());
    }
    let mut scenarios: Vec<Vec<Option<f64>>> = vec![vec![None; subject.inputs.len()]];
    let mut probes: Vec<Vec<f64>> = Vec::new();
    if swings {
        probes.extend(subject.inputs.iter().map(Input::probes));
        for (at, probes) in probes.iter().enumerate() {
            let hold = |value: &f64| (0..subject.inputs.len()).map(|other| (other == at).then_some(*value)).collect();
            scenarios.extend(probes.iter().map(hold));
        }
    }
    let samples = sampling.samples();
    let counts = subject.tally(&scenarios, samples, sampling.seed)?;
    let engine = Engine::new(*subject, &readings)?;
    let of = |counts: &Counts, at: usize| counts.get(at).copied().unwrap_or_default();
    for at in open {
        let Some(base) = counts.first() else { continue };
        let parts = Part::counted(of(base, at), samples, engine.always_decides(at));
        found.iter_mut().skip(at).take(1).for_each(|place| {
            *place = OutcomeChance::of(policy, at, Method::Sampled, parts.clone());
        });
    }
    if swings {
        let mut held = counts.get(1..).unwrap_or_default();
        for (input, probes) in subject.inputs.iter().zip(&probes) {
            let (own, others) = held.split_at_checked(probes.len()).unwrap_or_default();
            held = others;
            for (at, outcome) in found.iter_mut().enumerate().filter(|(at, _)| reaches(subject, input, *at)) {
                let ends: Vec<(f64, u64)> =
                    probes.iter().copied().zip(own.iter().map(|counts| of(counts, at)[0])).collect();
                let swing = Swing::of(input, &ends, samples);
                outcome.iter_mut().for_each(|outcome| outcome.swings.extend(swing.clone()));
            }
        }
        found
            .iter_mut()
            .flatten()
            .for_each(|outcome| sort_by_key(&mut outcome.swings, |swing| std::cmp::Reverse(swing.size())));
    }
    Ok(found.into_iter().flatten().collect())
}

/// Whether a designation hangs on an input.
fn reaches(subject: &Subject<'_>, input: &Input, designation: usize) -> bool {
    let policy = subject.question.policy;
    let root = policy.designations.get(designation).map(|designation| designation.rule.node);
    let reached = input.varied().reaches(policy);
    root.is_some_and(|root| reached.get(root.index()).copied().unwrap_or(true))
}

/// Whether any designation hangs on an input.
fn matters(policy: &Policy, input: &Input) -> bool {
    let reached = input.varied().reaches(policy);
    let mut roots = policy.designations.iter().map(|designation| designation.rule.node);
    roots.any(|root| reached.get(root.index()).copied().unwrap_or(true))
}

/// The model of a place, where it has no errors.
fn sound<'q>(question: &'q Question<'_>, place: usize) -> Option<&'q Model> {
    question.population.models.get(place).filter(|model| model.errors.is_empty())
}
