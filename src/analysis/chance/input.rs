//! The inputs of a question that have a distribution: facts and params given as ranges, 90 % intervals or
//! weights, and choices whose readings have weights.
//!
//! In: a bound question and a model of it. Out: its [`Input`]s, and the model with a value put into each. What is not
//! given has no distribution; neither has what another profile says that a reference names.

use super::distribution::Distribution;
use crate::eval::Varied;
use crate::given::Given;
use crate::model::{Circumstances, Link, Model, Slot};
use crate::possible::{Members, Set};
use crate::schema::Type;
use crate::session::Question;
use std::sync::Arc;

/// Where a value is put.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A fact of the model, or of the models given with it along these references.
    Fact(Vec<usize>, usize),
    /// A param.
    Param(usize),
    /// A choice.
    Choice(usize),
}

/// Something that is drawn.
#[derive(Clone, Debug)]
pub struct Input {
    /// The fact or param, behind its references: `base.training_compute`.
    pub name: String,
    /// Whether it is a param.
    pub is_param: bool,
    /// Its type.
    pub ty: Type,
    /// What was given.
    pub given: Set,
    /// What that stands for.
    pub distribution: Distribution,
    /// Where its value goes: facts of one name in several vocabularies are one field of a profile.
    pub(super) places: Vec<Place>,
}

impl Input {
    /// The place of the choice whose reading it is.
    pub(super) fn choice(&self) -> Option<usize> {
        self.places.iter().find_map(|place| match place {
            Place::Choice(choice) => Some(*choice),
            Place::Fact(..) | Place::Param(_) => None,
        })
    }

    /// `fact`, `param` or `choice`.
    pub(super) fn kind(&self) -> &'static str {
        match (self.choice(), self.is_param) {
            (Some(_), _) => "choice",
            (None, true) => "param",
            (None, false) => "fact",
        }
    }

    /// The values at which it is held to see what it does: its 5 % and its 95 % point, or all of its values where none
    /// is more than another.
    pub(super) fn probes(&self) -> Vec<f64> {
        match self.distribution.weights() {
            Some(weights) if !weights.is_ordered() => (0..weights.parts().len()).map(|place| place as f64).collect(),
            _ => [0.05, 0.95].map(|p| self.distribution.quantile(p)).to_vec(),
        }
    }

    /// What varies with it alone.
    pub(super) fn varied(&self) -> Varied {
        varied(std::slice::from_ref(self))
    }
}

/// What varies with some inputs.
pub(super) fn varied(inputs: &[Input]) -> Varied {
    let mut found = Varied::default();
    for place in inputs.iter().flat_map(|input| &input.places) {
        match place {
            Place::Fact(path, fact) => match path.first() {
                None => found.facts.push(*fact),
                Some(first) => found.references.push(*first),
            },
            Place::Param(param) => found.params.push(*param),
            Place::Choice(choice) => found.choices.push(*choice),
        }
    }
    found
}

/// The inputs of the model at a place of the population, in the order of the schema, then params, then choices.
pub(super) fn inputs(question: &Question<'_>, model: &Model) -> Vec<Input> {
    let mut found: Vec<Input> = Vec::new();
    facts(question, model, &mut Vec::new(), &mut found);
    for (at, param) in question.policy.schema.params.iter().enumerate().filter(|(_, param)| param.used) {
        if let Some(Some(Given::Value { set, estimate })) = question.circumstances.params.get(at)
            && let Some(distribution) = Distribution::of(set, estimate.as_ref(), &param.domain)
        {
            found.push(Input {
                name: param.name.to_string(),
                is_param: true,
                ty: param.ty.clone(),
                given: set.clone(),
                distribution,
                places: vec![Place::Param(at)],
            });
        }
    }
    let Circumstances { choices, reading_weights, .. } = &question.circumstances;
    for (at, choice) in question.policy.schema.choices.iter().enumerate() {
        let is_picked = choices.get(at).copied().flatten().is_some();
        if let (Some(Some(weights)), false) = (reading_weights.get(at), is_picked) {
            found.push(Input {
                name: choice.name.to_string(),
                is_param: false,
                ty: Type::Member(choice.members.clone()),
                given: weights.set(),
                distribution: Distribution::of_weights(weights),
                places: vec![Place::Choice(at)],
            });
        }
    }
    found
}

fn facts(question: &Question<'_>, model: &Model, path: &mut Vec<usize>, found: &mut Vec<Input>) {
    let schema = &question.policy.schema;
    let before: Vec<&str> =
        path.iter().filter_map(|at| schema.references.get(*at)).map(|reference| &*reference.name).collect();
    for (at, (fact, slot)) in schema.facts.iter().zip(&model.facts).enumerate().filter(|(_, (fact, _))| fact.used) {
        let Some(set) = &slot.set else { continue };
        let Some(distribution) = Distribution::of(set, slot.estimate.as_ref(), &fact.domain) else { continue };
        let name = before.iter().copied().chain([&*fact.name]).collect::<Vec<_>>().join(".");
        let place = Place::Fact(path.clone(), at);
        match found.iter_mut().find(|input| input.name == name && input.given == *set) {
            Some(input) => input.places.push(place),
            None => found.push(Input {
                name,
                is_param: false,
                ty: fact.ty.clone(),
                given: set.clone(),
                distribution,
                places: vec![place],
            }),
        }
    }
    for (at, link) in model.references.iter().enumerate() {
        // What the command line says of a reference stands for every model, and before what a profile says.
        let is_supplied = question.circumstances.references.get(at).is_some_and(Option::is_some);
        let used = schema.references.get(at).is_some_and(|reference| reference.used);
        if let (Link::Inline(inner), true, false) = (link, used, is_supplied) {
            path.push(at);
            facts(question, inner, path, found);
            path.pop();
        }
    }
}

/// Puts a set into each place of an input.
pub(super) fn put(model: &mut Model, circumstances: &mut Circumstances, input: &Input, set: &Set) {
    for place in &input.places {
        match place {
            Place::Fact(path, fact) => put_fact(model, path, *fact, set),
            Place::Param(param) => {
                let given = Some(Given::Value { set: set.clone(), estimate: None });
                circumstances.params.iter_mut().skip(*param).take(1).for_each(|place| *place = given.clone());
            }
            Place::Choice(choice) => {
                let member = set.as_members().and_then(Members::as_single);
                circumstances.choices.iter_mut().skip(*choice).take(1).for_each(|place| *place = member);
            }
        }
    }
}

fn put_fact(model: &mut Model, path: &[usize], fact: usize, set: &Set) {
    match path.split_first() {
        None => {
            let slot = Slot { set: Some(set.clone()), estimate: None };
            model.facts.iter_mut().skip(fact).take(1).for_each(|place| *place = slot.clone());
        }
        Some((first, rest)) => {
            if let Some(Link::Inline(inner)) = model.references.get_mut(*first) {
                put_fact(Arc::make_mut(inner), rest, fact, set);
            }
        }
    }
}
