//! Probabilities without a sample: nothing that is drawn matters, or what does has a closed form.
//!
//! In: a subject, a designation. Out: its three probabilities, where weights decide, or one distribution does, or one
//! distribution under each combination of weighted values. What has weights alone is summed exactly.

use super::answer::{Method, OutcomeChance, Part, Pieces, whole_text};
use super::engine::{Engine, Subject, place_of, verdict_of};
use super::input::Input;
use super::reaches;
use super::turn::turns;
use crate::eval::result::Verdict;
use crate::eval::{Direction, Fault};
use crate::rational::Rational;
use crate::sorting::sort_by;

/// Most combinations of weighted values that are gone through one by one.
const MAX_COMBINATIONS: usize = 4_096;

/// How likely a designation is whose verdict over everything that can be drawn is `verdict`, where that needs no sample.
///
/// # Errors
/// [`Fault`] where an exact value or a chain of references outgrows the limits.
pub(super) fn without_samples(
    subject: &Subject<'_>,
    at: usize,
    verdict: Verdict,
) -> Result<Option<OutcomeChance>, Fault> {
    let policy = subject.question.policy;
    let deciding = || subject.inputs.iter().filter(|input| reaches(subject, input, at));
    if verdict != Verdict::Undetermined || deciding().next().is_none() {
        return Ok(OutcomeChance::of(policy, at, Method::Certain, Part::certain(place_of(verdict))));
    }
    let (weighted, continuous): (Vec<Input>, Vec<Input>) =
        deciding().cloned().partition(|input| input.distribution.weights().is_some());
    let Some(combinations) = combinations(&weighted) else { return Ok(None) };
    let inputs: Vec<Input> = weighted.into_iter().chain(continuous.iter().cloned()).collect();
    let alone = Subject { inputs: &inputs, ..*subject };
    let readings = alone.readings();
    let mut engine = Engine::new(alone, &readings)?;
    match continuous.as_slice() {
        [] => {
            let mut shares = [0, 1, 2].map(|_| Rational::zero());
            for Combination { values, weight } in combinations {
                let found = engine.verdicts(&values)?.get(at).copied().unwrap_or(Verdict::Undetermined);
                shares.iter_mut().skip(place_of(found)).take(1).for_each(|share| *share = &*share + &weight);
            }
            Ok(OutcomeChance::of(policy, at, Method::ClosedForm { turns: None }, shares.map(Part::known)))
        }
        [input] => {
            let way = engine.direction(at, input);
            if way == Direction::Either {
                return Ok(None);
            }
            let mut masses = [0.0; 3];
            let mut lines: Vec<f64> = Vec::new();
            let mut pieces = None;
            let is_one = combinations.len() == 1;
            for Combination { values, weight } in combinations {
                let found = turns(&mut engine, at, (&values, &input.distribution), way)?;
                let weight = weight.to_f64_for_show();
                masses.iter_mut().zip(found.masses(&input.distribution)).for_each(|(sum, mass)| *sum += weight * mass);
                if is_one {
                    pieces = Some(Pieces {
                        input: input.name.clone(),
                        ty: input.ty.clone(),
                        distribution: input.distribution.clone(),
                        lines: found.lines.clone(),
                        verdicts: found.pieces.iter().map(|place| verdict_of(*place)).collect(),
                    });
                }
                lines.extend(found.lines);
            }
            sort_by(&mut lines, f64::total_cmp);
            lines.dedup();
            let turns = Some((input.name.clone(), lines.iter().map(|line| whole_text(input, *line)).collect()));
            let outcome = OutcomeChance::of(policy, at, Method::ClosedForm { turns }, Part::exact(masses));
            Ok(outcome.map(|outcome| OutcomeChance { pieces, ..outcome }))
        }
        _ => Ok(None),
    }
}

/// A value for each weighted input, by its place, and how likely these are together.
struct Combination {
    values: Vec<f64>,
    weight: Rational,
}

/// Every combination of the values of inputs with weights; `None` where there are too many.
fn combinations(inputs: &[Input]) -> Option<Vec<Combination>> {
    let mut found = vec![Combination { values: Vec::new(), weight: Rational::one() }];
    for weights in inputs.iter().filter_map(|input| input.distribution.weights()) {
        if found.len() * weights.parts().len() > MAX_COMBINATIONS {
            return None;
        }
        let with = |before: &Combination| {
            let parts = weights.parts().iter().enumerate();
            let one = parts.map(|(place, (_, share))| Combination {
                values: before.values.iter().copied().chain([place as f64]).collect(),
                weight: &before.weight * share,
            });
            one.collect::<Vec<_>>()
        };
        found = found.iter().flat_map(with).collect();
    }
    Some(found)
}
