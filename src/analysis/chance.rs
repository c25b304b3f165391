//! How likely a verdict is, where what is known of a model is a range or an estimate.
//!
//! In: a bound [`Question`], one of its models, and how to sample. Out: for each outcome the probabilities of covered, not
//! covered and undetermined, which sum to one; what was drawn; how much each input matters. A value has the distribution
//! that its spelling stands for ([`distribution`]); what is not given has none, and stays unknown in every sample. Where
//! one input decides, the probabilities are those of its distribution at the line; else they are counts of samples, and
//! the same seed gives the same samples on every machine and any number of threads. No distribution is ever invented.

mod answer;
pub mod distribution;
mod engine;
mod input;
mod line;
mod normal;
mod random;
mod readings;
mod turn;

pub use answer::{Chance, InputAnswer, Method, OutcomeChance, Part, Swing};
pub use input::Input;
pub use line::{LineAnswer, LineOutcome, LinePoint, POINTS, over_line};
pub use readings::{ByReading, ReadingChance};

use crate::diagnostic::quote;
use crate::eval::result::Verdict;
use crate::eval::{Direction, Fault};
use crate::ir::Policy;
use crate::model::Model;
use crate::session::Question;
use engine::{Counts, Engine, Subject};
use turn::turns;

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
        found.push(match without_samples(subject, at, *verdict)? {
            Some((method, parts)) => OutcomeChance::of(policy, at, method, parts),
            None => None,
        });
    }
    let open: Vec<usize> = found.iter().enumerate().filter(|(_, one)| one.is_none()).map(|(at, _)| at).collect();
    let swings = sampling.sensitivity && subject.inputs.len() > 1;
    if open.is_empty() && !swings {
        return Ok(found.into_iter().flatten().collect());
    }
    let mut scenarios: Vec<Vec<Option<f64>>> = vec![vec![None; subject.inputs.len()]];
    if swings {
        for (at, input) in subject.inputs.iter().enumerate() {
            for p in [0.05, 0.95] {
                let held = |other: usize| (other == at).then(|| input.distribution.quantile(p));
                scenarios.push((0..subject.inputs.len()).map(held).collect());
            }
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
        let pairs: Vec<(&Input, &[Counts])> =
            subject.inputs.iter().zip(counts.get(1..).unwrap_or_default().chunks(2)).collect();
        for (at, outcome) in found.iter_mut().enumerate() {
            let Some(outcome) = outcome else { continue };
            for (input, pair) in &pairs {
                if let (true, [low, high]) = (reaches(subject, input, at), pair) {
                    outcome.swings.push(Swing::of(input, of(low, at), of(high, at), samples));
                }
            }
            outcome.swings.sort_by_key(|swing| std::cmp::Reverse(swing.size()));
        }
    }
    Ok(found.into_iter().flatten().collect())
}

/// The probabilities of a designation that need no sample: it is certain, or one input decides it.
fn without_samples(subject: &Subject<'_>, at: usize, verdict: Verdict) -> Result<Option<(Method, [Part; 3])>, Fault> {
    let mut deciding = subject.inputs.iter().filter(|input| reaches(subject, input, at));
    let (first, second) = (deciding.next(), deciding.next());
    if verdict != Verdict::Undetermined || first.is_none() {
        return Ok(Some((Method::Certain, Part::certain(engine::place_of(verdict)))));
    }
    let (Some(input), None) = (first, second) else { return Ok(None) };
    let alone = Subject { inputs: std::slice::from_ref(input), ..*subject };
    let readings = alone.readings();
    let mut engine = Engine::new(alone, &readings)?;
    let way = engine.direction(at, input);
    if way == Direction::Either {
        return Ok(None);
    }
    let found = turns(&mut engine, at, &input.distribution, way)?;
    let lines = found.lines.iter().map(|line| answer::whole_text(input, *line)).collect();
    let method = Method::ClosedForm { input: input.name.clone(), turns: lines };
    Ok(Some((method, Part::exact(found.masses(&input.distribution)))))
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
