//! The smallest change of several facts at once that gives a verdict: solved, where the policy is linear in them.
//!
//! In: a model, an outcome, the facts that may change. Out: a place for each, such that the largest change, as a share of
//! what the fact is now, is as small as it can be; and among those the sum of the changes. `None` where the outcome is not
//! linear in the facts, hangs on others that are not known, or the budget does not reach.

use super::Evaluator;
use super::explore::{Input, KnownInput};
use super::formula::Formula;
use super::machine::Fault;
use super::result::Verdict;
use crate::interval::{End, Interval};
use crate::model::Model;
use crate::possible::Set;
use crate::rational::Rational;
use crate::solve::diagram::Condition;
use crate::solve::{Budget, Domain, Least, Limit, Linear, Unknown};

/// Steps in which one change may be solved.
const STEPS: usize = 5_000;

/// Where one fact comes to.
#[derive(Clone, Debug)]
pub enum Place {
    /// To a number, or as close beside it as one likes.
    Number(Limit),
    /// To this value.
    Value(Set),
}

impl<'a> Evaluator<'a> {
    /// Where each of `inputs` comes to in the smallest change of all of them that gives `wanted`.
    ///
    /// # Errors
    /// [`Fault`] where an exact value or a chain of references outgrows the limits.
    pub fn nearest(
        &mut self,
        model: &'a Model,
        place: Option<usize>,
        outcome: usize,
        inputs: &[&KnownInput],
        wanted: Verdict,
    ) -> Result<Option<Vec<Place>>, Fault> {
        let Some(root) = self.root_of(outcome) else { return Ok(None) };
        let free: Vec<(Input, Set)> = inputs.iter().map(|input| (input.input.clone(), input.domain.clone())).collect();
        let frames = self.frames_where((model, place), root, &free)?;
        Ok(Formula::of_all(&self.machine, &frames, root).and_then(|formula| solve(formula, inputs, wanted)))
    }
}

fn solve(
    (mut formula, sides): (Formula, Vec<super::formula::Sides>),
    inputs: &[&KnownInput],
    wanted: Verdict,
) -> Option<Vec<Place>> {
    let mut condition = Condition::TRUE;
    for side in sides {
        let side = if wanted == Verdict::Covered { side.yes } else { side.no };
        condition = formula.space.and(condition, side);
    }
    let unknowns: Vec<Option<Unknown>> = inputs.iter().map(|input| formula.unknown(input.leaf())).collect();
    if formula.space.unknowns(condition).iter().any(|unknown| !unknowns.contains(&Some(*unknown))) {
        return None;
    }
    let at_least_zero = Interval::new(End::Closed(Rational::zero()), End::Unbounded)?;
    let largest = formula.space.unknown(Domain::Number(at_least_zero.clone()));
    let mut sum = Linear::constant(Rational::zero());
    for (input, unknown) in inputs.iter().zip(&unknowns) {
        let Some((now, unknown)) = now(input).zip(*unknown) else { continue };
        // share * now is as large as the change either way, and no share is above the largest.
        let share = formula.space.unknown(Domain::Number(at_least_zero.clone()));
        let moved = Linear::unknown(unknown).minus(&Linear::constant(now.clone()));
        let size = Linear::unknown(share).times(&now.abs());
        for row in [size.minus(&moved), size.plus(&moved), Linear::unknown(largest).minus(&Linear::unknown(share))] {
            let holds = formula.space.at_least(&row);
            condition = formula.space.and(condition, holds);
        }
        sum = sum.plus(&Linear::unknown(share));
    }
    let found = formula.space.least(condition, &[Linear::unknown(largest), sum], &mut Budget(STEPS));
    let Least::At(_, point) = found else { return None };
    let held = formula.held(&point)?;
    let place = |(input, unknown): (&&KnownInput, &Option<Unknown>)| match (&input.domain, unknown) {
        (Set::Number(_), Some(unknown)) => point.limit(*unknown).cloned().map(Place::Number),
        _ => held.iter().find(|(leaf, _)| leaf == input.leaf()).map(|(_, set)| Place::Value(set.clone())),
    };
    inputs.iter().zip(&unknowns).map(place).collect()
}

/// What a fact is now, where that is one number other than zero.
fn now(input: &KnownInput) -> Option<Rational> {
    match &input.given {
        Some(Set::Number(now)) => now.as_point().filter(|now| !now.is_zero()).cloned(),
        _ => None,
    }
}
