//! A profile in a policy's own terms: a value or nothing for each of its facts, a model or nothing for each reference.
//!
//! In: what the profile's reader settled. Out: what evaluation reads. Knows nothing of documents.

use crate::date::DateRange;
use crate::diagnostic::Diagnostic;
use crate::given::{Estimate, Given, Weights};
use crate::possible::{Members, Set};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// What a profile says of a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// The possible values; `None` where the profile is silent.
    pub set: Option<Set>,
    /// How it is known, where it is not for certain.
    pub estimate: Option<Estimate>,
}

impl Slot {
    /// A silent profile's.
    pub const SILENT: Slot = Slot { set: None, estimate: None };
}

/// What a profile says of a reference.
#[derive(Clone, Debug)]
pub enum Link {
    /// Nothing.
    Unknown,
    /// There is no such model.
    None,
    /// A model of the population, or of nobody knows where.
    Named(Arc<str>),
    /// Its facts.
    Inline(Arc<Model>),
}

/// A profile bound to one policy's schema.
#[derive(Clone, Debug)]
pub struct Model {
    /// Its name.
    pub name: Arc<str>,
    /// One for each fact of the schema.
    pub facts: Vec<Slot>,
    /// One for each reference of the schema.
    pub references: Vec<Link>,
    /// What is odd about it.
    pub warnings: Vec<Diagnostic>,
    /// What cannot be used; a model with errors has no verdict.
    pub errors: Vec<Diagnostic>,
}

/// The models that are known by name.
#[derive(Clone, Debug, Default)]
pub struct Population {
    /// All of them, in the order they were read.
    pub models: Vec<Model>,
    by_name: FxHashMap<Arc<str>, usize>,
}

impl Population {
    /// The population of `models`; where a name stands twice the first one answers to it.
    pub fn new(models: Vec<Model>) -> Self {
        let mut by_name = FxHashMap::default();
        for (at, model) in models.iter().enumerate() {
            by_name.entry(model.name.clone()).or_insert(at);
        }
        Population { models, by_name }
    }

    /// The place of the model of that name.
    pub fn find(&self, name: &str) -> Option<usize> {
        self.by_name.get(name.trim()).copied()
    }
}

/// What holds for a whole evaluation, whichever the profile.
#[derive(Clone, Debug)]
pub struct Circumstances {
    /// The evaluation date, or the days it may be.
    pub as_of: DateRange,
    /// Whether the vocabulary's assumptions are made where a profile is silent.
    pub assume: bool,
    /// What was supplied for each param of the schema.
    pub params: Vec<Option<Given>>,
    /// The reading picked for each choice of the schema.
    pub choices: Vec<Option<usize>>,
    /// The weights given to the readings of each choice of the schema, where there are some: a verdict is about those
    /// readings alone, and only how likely it is about the weights.
    pub reading_weights: Vec<Option<Arc<Weights>>>,
    /// The model supplied for each reference of the schema, whichever the profile.
    pub references: Vec<Option<Link>>,
    /// The model that stands in for each reference where nothing else says so.
    pub defaults: Vec<Option<Link>>,
}

impl Circumstances {
    /// Nothing supplied, on this day.
    pub fn on(as_of: DateRange, schema: &crate::schema::Schema) -> Self {
        Circumstances {
            as_of,
            assume: false,
            params: vec![None; schema.params.len()],
            choices: vec![None; schema.choices.len()],
            reading_weights: vec![None; schema.choices.len()],
            references: vec![None; schema.references.len()],
            defaults: vec![None; schema.references.len()],
        }
    }

    /// The readings that are possible of the choice at a place, which has `count` of them.
    pub fn readings_of(&self, choice: usize, count: usize) -> Members {
        let weighted = || self.reading_weights.get(choice)?.as_ref()?.set().as_members();
        let picked = self.choices.get(choice).copied().flatten().map(Members::only);
        picked.or_else(weighted).unwrap_or_else(|| Members::all(count))
    }
}
