//! What to measure next: which facts would settle an undetermined verdict, and how likely each does alone.
//!
//! In: a bound [`Question`] and the place of one of its models. Out: for each undetermined outcome the sets of facts that
//! could settle it, the probability with which the exact measurement of one fact does (the others staying as unknown as
//! they are), what a decision on a reading settles, and the best pair where no fact does alone. Every verdict is one over
//! a whole region of values, and every probability that of a region, in closed form: nothing is drawn. What the
//! probability rests on, as given or by a default, is named with it.

mod likelihood;
mod search;

use crate::analysis::chance::Part;
use crate::date::DateRange;
use crate::diagnostic::quote;
use crate::eval::result::{Needs, Verdict};
use crate::eval::{Evaluator, Fault};
use crate::model::{Circumstances, Link, Model, Slot};
use crate::possible::Set;
use crate::rational::Rational;
use crate::schema::Type;
use crate::session::Question;
use crate::sorting::sort_by_key;
use crate::truth::Truth;
pub use likelihood::{AROUND, Basis};
use search::Search;
use std::sync::Arc;

/// What to measure for one policy and one model.
#[derive(Clone, Debug)]
pub struct Measures {
    /// The policy's id.
    pub policy: Arc<str>,
    /// The profile's name.
    pub profile: Arc<str>,
    /// The evaluation date, the days it may be, or `unknown`.
    pub as_of: String,
    /// The policy's status on that day.
    pub status: Option<Arc<str>>,
    /// The verdict of each outcome, in source order.
    pub verdicts: Vec<(Arc<str>, Verdict)>,
    /// What is to be measured for each undetermined one.
    pub open: Vec<Open>,
    /// Why there is no answer.
    pub error: Option<String>,
}

/// An undetermined outcome, and what would settle it.
#[derive(Clone, Debug)]
pub struct Open {
    /// The outcome.
    pub outcome: Arc<str>,
    /// The smallest sets of facts, params and choices that could settle it.
    pub needs: Needs,
    /// The facts that can settle it alone, the likeliest first; those without a likelihood last.
    pub facts: Vec<Measured>,
    /// The facts that are not known exactly either, and settle nothing alone.
    pub idle: Vec<Arc<str>>,
    /// The decisions on a reading that settle it alone.
    pub readings: Vec<Decided>,
    /// What else could settle it alone, as [`Needs`] names it: a param, the evaluation date, other models.
    pub others: Vec<String>,
    /// What it hangs on that has no value, whatever is measured, and whether it was refined.
    pub notes: Vec<String>,
    /// Where no reading settles it and no fact has a chance to do so alone: the likeliest pair of facts, or one without a likelihood.
    pub pair: Option<Pair>,
}

/// What the exact measurement of one fact would settle.
#[derive(Clone, Debug)]
pub struct Measured {
    /// The fact, or the reference of which it is not known whether there is one.
    pub fact: Arc<str>,
    /// Its type.
    pub ty: Type,
    /// Every value that may be measured.
    pub possible: Set,
    /// Regions of these values with the verdict that follows, in order.
    pub regions: Vec<(Set, Verdict)>,
    /// What the probabilities rest on.
    pub basis: Basis,
    /// The probabilities of covered, not covered and still undetermined; `None` where there is no likelihood.
    pub odds: Option<[Part; 3]>,
    /// Whether the regions are all there are; else covered and not covered are at least as likely as said.
    pub whole: bool,
}

/// What follows from a decision on how something is to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// The choice.
    pub choice: Arc<str>,
    /// The reading.
    pub reading: Arc<str>,
    /// What follows.
    pub verdict: Verdict,
}

/// Two facts that settle it together.
#[derive(Clone, Debug)]
pub struct Pair {
    /// The two, each with its type and what may be measured.
    pub facts: [(Arc<str>, Type, Set); 2],
    /// Regions of both with the verdict that follows, where it is decided.
    pub boxes: Vec<([Set; 2], Verdict)>,
    /// What the probabilities rest on.
    pub basis: [Basis; 2],
    /// The probabilities as for one fact, the two taken as independent; `None` where there is no likelihood, or where the
    /// regions that settle it are no boxes.
    pub odds: Option<[Part; 3]>,
}

/// The probability that a verdict is settled either way; 1 also where what settles it is not known, and `None` where there
/// is no likelihood.
fn settles(odds: Option<&[Part; 3]>, mut verdicts: impl Iterator<Item = Verdict>) -> Option<Rational> {
    match odds {
        Some([_, _, open]) => Some(&Rational::one() - &open.share),
        None => verdicts.all(|verdict| verdict != Verdict::Undetermined).then(Rational::one),
    }
}

impl Measured {
    /// The probability that it settles the verdict; at least that where the regions are not [`Measured::whole`].
    pub fn settles(&self) -> Option<Rational> {
        settles(self.odds.as_ref(), self.regions.iter().map(|(_, verdict)| *verdict))
    }

    /// The regions on which a verdict follows.
    pub fn regions_of(&self, wanted: Verdict) -> impl Iterator<Item = &Set> {
        self.regions.iter().filter(move |(_, verdict)| *verdict == wanted).map(|(set, _)| set)
    }
}

impl Pair {
    /// The probability that the two settle the verdict.
    pub fn settles(&self) -> Option<Rational> {
        settles(self.odds.as_ref(), std::iter::once(Verdict::Undetermined))
    }
}

/// What to measure next for the model at a place of the population.
pub fn measure(question: &Question<'_>, place: usize) -> Option<Measures> {
    let model = question.population.models.get(place)?;
    let as_of = question.circumstances.as_of;
    let status = as_of.as_point().and_then(|day| question.policy.status_on(day));
    let errors: Vec<&str> = model.errors.iter().map(|error| error.message.as_str()).collect();
    let mut found = Measures {
        policy: question.policy.id.clone(),
        profile: model.name.clone(),
        as_of: if as_of == DateRange::ALL { "unknown".to_owned() } else { as_of.to_string() },
        status: status.map(|status| status.word.clone()),
        verdicts: Vec::new(),
        open: Vec::new(),
        error: (!errors.is_empty()).then(|| errors.join("; ")),
    };
    if found.error.is_none()
        && let Err(fault) = fill(question, model, place, &mut found)
    {
        found.error = Some(format!("{}: {fault}", quote(&model.name)));
    }
    Some(found)
}

fn fill(question: &Question<'_>, model: &Model, place: usize, found: &mut Measures) -> Result<(), Fault> {
    let Question { policy, circumstances, population } = question;
    let mut evaluator = Evaluator::new(policy, circumstances, population);
    let answer = evaluator.explain(model, Some(place));
    found.error = answer.error;
    found.verdicts = answer.designations.iter().map(|outcome| (outcome.id.clone(), outcome.verdict)).collect();
    for (at, outcome) in answer.designations.into_iter().enumerate() {
        if outcome.verdict != Verdict::Undetermined {
            continue;
        }
        let mut search = Search { evaluator: &mut evaluator, model, place, outcome: at };
        let (mut facts, idle) = search.facts(policy)?;
        facts.extend(existence(question, (model, place), at, &outcome.needs)?);
        // The order of the policy, and within it the likeliest first.
        sort_by_key(&mut facts, |fact| std::cmp::Reverse(fact.settles()));
        let readings = readings(question, (model, place), at)?;
        let others = others(&outcome.needs, &facts);
        let is_hopeless = facts.iter().all(|fact| fact.settles().is_some_and(|share| share.is_zero()));
        let pair = match is_hopeless && readings.is_empty() {
            true => search.pair(&outcome.needs, &facts)?,
            false => None,
        };
        let (id, needs, notes) = (outcome.id, outcome.needs, outcome.notes);
        found.open.push(Open { outcome: id, needs, facts, idle, readings, others, notes, pair });
    }
    Ok(())
}

/// The verdict on a model that differs from the one asked about, or in other circumstances.
fn verdict_if(
    question: &Question<'_>,
    circumstances: &Circumstances,
    (model, place): (&Model, usize),
    outcome: usize,
) -> Result<Verdict, Fault> {
    let mut evaluator = Evaluator::new(question.policy, circumstances, &question.population);
    Ok(evaluator.verdicts(model, Some(place))?.get(outcome).copied().unwrap_or(Verdict::Undetermined))
}

/// What follows from learning that there is no model behind a reference of which nothing is said, or that there is one.
fn existence(
    question: &Question<'_>,
    (model, place): (&Model, usize),
    outcome: usize,
    needs: &Needs,
) -> Result<Vec<Measured>, Fault> {
    let Question { policy, circumstances, .. } = question;
    let mut found = Vec::new();
    for (at, reference) in policy.schema.references.iter().enumerate() {
        let is_open = matches!(model.references.get(at), Some(Link::Unknown)) && reference.or_none;
        let stands_in = [&circumstances.references, &circumstances.defaults];
        let is_supplied = stands_in.iter().any(|links| links.get(at).is_some_and(Option::is_some));
        let is_needed = needs.sets.iter().any(|set| set.iter().any(|name| **name == *reference.name));
        if !is_open || is_supplied || !is_needed {
            continue;
        }
        let verdict = |link: Link| {
            let mut other = model.clone();
            other.references.iter_mut().skip(at).take(1).for_each(|place| *place = link.clone());
            verdict_if(question, circumstances, (&other, place), outcome)
        };
        let regions = vec![
            (Set::Truth(Truth::False), verdict(Link::None)?),
            (Set::Truth(Truth::True), verdict(Link::Inline(Arc::new(model_of_nothing(model, &reference.name))))?),
        ];
        let name = reference.name.clone();
        found.extend(search::measured(name, Type::Bool, Set::Truth(Truth::Unknown), Basis::Even(2), regions, true));
    }
    Ok(found)
}

/// A model of which nothing is known but that it is there.
fn model_of_nothing(model: &Model, name: &Arc<str>) -> Model {
    Model {
        name: name.clone(),
        facts: vec![Slot::SILENT; model.facts.len()],
        references: vec![Link::Unknown; model.references.len()],
        warnings: Vec::new(),
        errors: Vec::new(),
    }
}

/// The decisions on one choice that settle the outcome, the other choices staying open.
fn readings(question: &Question<'_>, (model, place): (&Model, usize), outcome: usize) -> Result<Vec<Decided>, Fault> {
    let Question { policy, circumstances, .. } = question;
    let mut found = Vec::new();
    for (at, choice) in policy.schema.choices.iter().enumerate() {
        let root = policy.designations.get(outcome).map(|designation| designation.rule.node);
        let matters = root.is_some_and(|root| policy.choice_matters(root, &choice.name));
        if !matters || circumstances.choices.get(at).copied().flatten().is_some() {
            continue;
        }
        for (member, reading) in choice.members.iter().enumerate() {
            let mut picked = circumstances.clone();
            picked.choices.iter_mut().skip(at).take(1).for_each(|place| *place = Some(member));
            let verdict = verdict_if(question, &picked, (model, place), outcome)?;
            if verdict != Verdict::Undetermined {
                found.push(Decided { choice: choice.name.clone(), reading: reading.clone(), verdict });
            }
        }
    }
    Ok(found)
}

/// What the needs name alone that is neither one of these facts nor a choice.
fn others(needs: &Needs, facts: &[Measured]) -> Vec<String> {
    let singles = needs.sets.iter().filter_map(|set| match set.as_slice() {
        [one] => Some(one),
        _ => None,
    });
    let is_listed = |name: &str| name.starts_with("choice ") || facts.iter().any(|fact| *fact.fact == *name);
    singles.filter(|name| !is_listed(name)).cloned().collect()
}
