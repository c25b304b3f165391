//! How likely an outcome is under each reading of what is disputed, and which choice decides.
//!
//! In: a model of a question, and how likely its outcomes are with every choice that was not picked left open. Out: for each
//! outcome that such a choice matters to, the probabilities under each reading. Nothing says how likely a reading is, so
//! that none is weighed: a verdict on which readings disagree stays undetermined.

use super::answer::{OutcomeChance, Part};
use super::engine::Subject;
use super::{Method, Sampling, outcomes};
use crate::eval::Fault;
use crate::eval::readings::{Picks, deciding};
use crate::model::Circumstances;
use crate::sorting::sort_by_key;
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Standard errors within which a count and an exact probability are taken for the same.
const SAME: f64 = 6.0;

/// How likely an outcome is under each reading.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ByReading {
    /// One for each reading of the choices that matter to the outcome.
    pub readings: Vec<ReadingChance>,
    /// The choices that decide: those for which two readings that differ in nothing else give different verdicts on
    /// something that may be drawn.
    pub deciding: Vec<Arc<str>>,
    /// Whether the verdict hangs on the one choice that decides, whatever the others are.
    pub alone: bool,
}

/// How likely an outcome is under one reading.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReadingChance {
    /// Each choice with the reading taken.
    #[serde(serialize_with = "map")]
    pub choices: Vec<(Arc<str>, Arc<str>)>,
    /// How the probabilities were found.
    pub method: Method,
    /// The probability that the model is covered.
    pub covered: Part,
    /// That it is not covered.
    pub not_covered: Part,
    /// That what is not given leaves it open.
    pub undetermined: Part,
}

fn map<S: Serializer>(choices: &[(Arc<str>, Arc<str>)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(choices.iter().map(|(name, member)| (&**name, &**member)))
}

impl ReadingChance {
    fn parts(&self) -> [&Part; 3] {
        [&self.covered, &self.not_covered, &self.undetermined]
    }
}

/// The reading made of each choice of the schema; `None` where it is open.
type Made = Vec<Option<usize>>;

/// The outcomes with some readings made, each combination looked at once.
struct Runs<'s, 'q> {
    subject: &'s Subject<'q>,
    sampling: Sampling,
    known: BTreeMap<Made, Vec<OutcomeChance>>,
}

impl Runs<'_, '_> {
    fn of(&mut self, made: &Made) -> Result<&[OutcomeChance], Fault> {
        if !self.known.contains_key(made) {
            let circumstances = Circumstances { choices: made.clone(), ..self.subject.circumstances.clone() };
            let found = outcomes(&Subject { circumstances: &circumstances, ..*self.subject }, &self.sampling)?;
            self.known.insert(made.clone(), found);
        }
        Ok(self.known.get(made).map(Vec::as_slice).unwrap_or_default())
    }
}

/// The outcomes `found` with every choice left open, each with how likely it is under each reading.
///
/// # Errors
/// [`Fault`] where an exact value or a chain of references outgrows the limits.
pub(super) fn with(
    subject: &Subject<'_>,
    sampling: &Sampling,
    mut found: Vec<OutcomeChance>,
) -> Result<Vec<OutcomeChance>, Fault> {
    let policy = subject.question.policy;
    let open = &subject.circumstances.choices;
    // A choice whose readings have weights is drawn like any other input.
    let is_drawn = |choice: usize| subject.circumstances.reading_weights.get(choice).is_some_and(Option::is_some);
    let undrawn = |reading: Circumstances| -> Made {
        let made = reading.choices.into_iter().enumerate().zip(open);
        made.map(|((choice, made), picked)| if is_drawn(choice) { *picked } else { made }).collect()
    };
    let readings: Vec<Made> = subject.readings().into_iter().map(undrawn).collect();
    if readings.len() < 2 {
        return Ok(found);
    }
    let sampling = Sampling { sensitivity: false, ..*sampling };
    let mut runs = Runs { subject, sampling, known: BTreeMap::from([(open.clone(), found.clone())]) };
    for (at, (designation, outcome)) in policy.designations.iter().zip(&mut found).enumerate() {
        let choices = policy.schema.choices.iter().enumerate();
        let open = choices
            .zip(open)
            .filter(|((at, _), made)| made.is_none() && !is_drawn(*at))
            .filter(|((_, choice), _)| policy.choice_matters(designation.rule.node, &choice.name));
        let open: Vec<usize> = open.map(|((choice, _), _)| choice).collect();
        // The first reading of each kind: what does not matter to the outcome makes no difference to it.
        let mut kinds: Vec<Made> = Vec::new();
        for made in &readings {
            if !kinds.iter().any(|kind| open.iter().all(|choice| kind.get(*choice) == made.get(*choice))) {
                kinds.push(made.clone());
            }
        }
        if !open.is_empty() {
            outcome.by_reading = by_reading(&mut runs, at, &open, &kinds)?;
        }
    }
    Ok(found)
}

/// How likely the outcome at a place is with each of `kinds` made, which pick the choices in `open`.
fn by_reading(runs: &mut Runs<'_, '_>, at: usize, open: &[usize], kinds: &[Made]) -> Result<Option<ByReading>, Fault> {
    let schema = &runs.subject.question.policy.schema;
    let pick = |made: &Made, choice: usize| {
        let declared = schema.choices.get(choice)?;
        Some((declared.name.clone(), declared.members.get(made.get(choice).copied()??)?.clone()))
    };
    let mut readings: Vec<ReadingChance> = Vec::with_capacity(kinds.len());
    for made in kinds {
        let Some(found) = runs.of(made)?.get(at) else { return Ok(None) };
        let OutcomeChance { method, covered, not_covered, undetermined, .. } = found.clone();
        let choices = open.iter().filter_map(|choice| pick(made, *choice)).collect();
        readings.push(ReadingChance { choices, method, covered, not_covered, undetermined });
    }
    let likely: Vec<(&Picks, Likely<'_>)> =
        readings.iter().map(|reading| (&*reading.choices, Likely(reading.parts()))).collect();
    let mut decide = deciding(&likely);
    // Readings that are as likely may be so of different draws. Then what both of them decide is less likely.
    for choice in open {
        let Some(name) = schema.choices.get(*choice).map(|choice| &choice.name).filter(|name| !decide.contains(name))
        else {
            continue;
        };
        for (made, (_, own)) in kinds.iter().zip(&likely) {
            let mut left_open = made.clone();
            left_open.iter_mut().skip(*choice).take(1).for_each(|made| *made = None);
            let together = runs.of(&left_open)?.get(at);
            if together.is_some_and(|found| *own != Likely([&found.covered, &found.not_covered, &found.undetermined])) {
                decide.push(name.clone());
                break;
            }
        }
    }
    let place = |name: &Arc<str>| schema.choices.iter().position(|choice| choice.name == *name);
    sort_by_key(&mut decide, place);
    let alone = decide.len() == 1;
    Ok(Some(ByReading { deciding: decide, alone, readings }))
}

/// The three probabilities, which differ where more than the error of a count tells them apart. Counts are of the same draws.
struct Likely<'p>([&'p Part; 3]);

impl PartialEq for Likely<'_> {
    fn eq(&self, other: &Self) -> bool {
        let same = |(a, b): (&&Part, &&Part)| {
            let apart = (&a.share - &b.share).abs();
            match a.is_exact() == b.is_exact() {
                true => apart.is_zero(),
                false => apart.to_f64_for_show() <= SAME * a.standard_error.max(b.standard_error),
            }
        };
        self.0.iter().zip(&other.0).all(same)
    }
}
