//! The smallest changes that turn a verdict, exactly; and what each fact would have to be where it is open.
//!
//! In: an outcome for one model, and the facts that are held fixed. Out: for each fact alone the nearest values on which
//! the verdict turns; where none does, the smallest joint changes; or the proof that nothing within the domains does. A
//! verdict is asked of whole regions between lines, so that what is said holds for every value in them.

mod change;
mod search;
mod sets;

use crate::eval::explore::{Input, KnownInput, point_in};
use crate::eval::result::Verdict;
use crate::eval::{Evaluator, Fault};
use crate::model::Model;
use crate::possible::Set;
use crate::schema::Type;
pub use change::{Bound, Change, Part};
use search::Search;
use std::sync::Arc;

/// Most facts in a joint change.
pub const MAX_JOINT: usize = 3;
/// What would turn one outcome.
#[derive(Clone, Debug)]
pub struct Flips {
    /// The outcome.
    pub outcome: Arc<str>,
    /// Its verdict.
    pub verdict: Verdict,
    /// Of a decided verdict: the nearest changes of one fact that turn it, the fact nearest to its line first.
    pub single: Vec<Change>,
    /// Where no single change does: the smallest joint ones.
    pub joint: Vec<Vec<Change>>,
    /// Whether it is proven that nothing within the domains turns it.
    pub impossible: bool,
    /// Of an open verdict: what each fact would have to be for either answer, the others as they are.
    pub open: Vec<Part>,
    /// Whether the search was whole: within its budget, and with a verdict in every region it looked at.
    pub complete: bool,
}

/// What would turn each outcome of the policy that `evaluator` was made for; `hold` names the facts that stay as they are.
///
/// # Errors
/// [`Fault`] where an exact value or a chain of references outgrows the limits.
pub fn flips<'a>(
    evaluator: &mut Evaluator<'a>,
    model: &'a Model,
    place: Option<usize>,
    hold: &[String],
) -> Result<Vec<Flips>, Fault> {
    let outcomes: Vec<Arc<str>> = evaluator.outcomes().collect();
    let verdicts = evaluator.verdicts(model, place)?;
    let mut found = Vec::with_capacity(outcomes.len());
    for (outcome, (name, verdict)) in outcomes.into_iter().zip(verdicts).enumerate() {
        let is_free = |input: &KnownInput| input.ty != Type::Text && !hold.iter().any(|held| **held == *input.name);
        let inputs = evaluator.inputs(model, place, outcome)?.into_iter().filter(is_free).collect();
        found.push(Search::new(evaluator, (model, place), outcome, inputs).run(name, verdict)?);
    }
    Ok(found)
}

/// The verdict at one value of each change: a second look at what was found.
///
/// # Errors
/// [`Fault`] where an exact value or a chain of references outgrows the limits.
pub fn verdict_after<'a>(
    evaluator: &mut Evaluator<'a>,
    model: &'a Model,
    place: Option<usize>,
    outcome: usize,
    changes: &[Change],
) -> Result<Verdict, Fault> {
    let points: Vec<(Input, Set)> =
        changes.iter().map(|change| (change.input.clone(), point_in(&change.region, false))).collect();
    evaluator.verdict_where(model, place, outcome, &points)
}
