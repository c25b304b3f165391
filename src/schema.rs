//! What a policy asks for: its facts, references, params and choices, with types, domains and names.
//!
//! In: the checker's findings. Out: declarations that readers of profiles, forms and templates work from.

use crate::date::DateRange;
use crate::interval::Interval;
use crate::possible::{Members, Set};
use crate::span::Span;
use crate::truth::Truth;
use crate::unit::Unit;
use std::sync::Arc;

/// The type of a quantity: its unit, and whether its zero is arbitrary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quantity {
    /// The unit it is shown in; its dimension and kind are what must agree.
    pub unit: Unit,
    /// Whether it lies on an interval scale: compared and subtracted, never multiplied.
    pub interval_scale: bool,
}

/// The type of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// A number with a unit.
    Number(Quantity),
    /// A condition.
    Bool,
    /// A day.
    Date,
    /// Text, only ever compared for equality.
    Text,
    /// One of some members.
    Member(Arc<[Arc<str>]>),
}

impl Type {
    /// What the type is called in messages.
    pub fn describe(&self) -> String {
        match self {
            Type::Number(quantity) => match (quantity.unit.kind, quantity.unit.dimension.is_none()) {
                (crate::unit::Kind::Percent, _) => "a share in %".to_owned(),
                (crate::unit::Kind::Points, _) => "a difference in percentage points".to_owned(),
                (crate::unit::Kind::Plain, true) if quantity.interval_scale => {
                    "a score on an interval scale".to_owned()
                }
                (crate::unit::Kind::Plain, true) => "a plain number".to_owned(),
                (crate::unit::Kind::Plain, false) if quantity.unit.symbol.is_empty() => {
                    format!("a quantity in {}", quantity.unit.dimension)
                }
                (crate::unit::Kind::Plain, false) => format!("a quantity in {}", quantity.unit.symbol),
            },
            Type::Bool => "a condition".to_owned(),
            Type::Date => "a date".to_owned(),
            Type::Text => "text".to_owned(),
            Type::Member(members) => format!("one of {{ {} }}", members.join(", ")),
        }
    }

    /// The set of all values of the type.
    pub fn everything(&self) -> Set {
        match self {
            Type::Number(_) => Set::Number(Interval::ALL),
            Type::Bool => Set::Truth(Truth::Unknown),
            Type::Date => Set::Date(DateRange::ALL),
            Type::Text => Set::Text(None),
            Type::Member(members) => Set::Member(Members::all(members.len())),
        }
    }
}

/// Another name under which a table carries a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alias {
    /// The column's name.
    pub name: Arc<str>,
    /// The unit of the column, where it is not the fact's own.
    pub unit: Option<Unit>,
}

/// Where something is declared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The file.
    pub file: Arc<str>,
    /// The place in it.
    pub span: Span,
}

/// A declared input.
#[derive(Clone, Debug)]
pub struct Fact {
    /// Its dotted name.
    pub name: Arc<str>,
    /// Its type.
    pub ty: Type,
    /// Every value it may have.
    pub domain: Set,
    /// The domain as written, without `in`; empty where there is none.
    pub domain_text: Arc<str>,
    /// What it is, in plain words.
    pub text: Arc<str>,
    /// Other names of it in tables.
    pub also: Vec<Alias>,
    /// What may be taken for it where a profile is silent, and its text.
    pub assumed: Option<(Set, Arc<str>)>,
    /// The fact that should be given with it.
    pub companion: Option<Arc<str>>,
    /// Whether an outcome of the policy depends on it.
    pub used: bool,
    /// Where it is declared.
    pub origin: Origin,
}

/// Another model that a policy asks about.
#[derive(Clone, Debug)]
pub struct Reference {
    /// Its name.
    pub name: Arc<str>,
    /// Whether a profile may say that there is none.
    pub or_none: bool,
    /// What it is.
    pub text: Arc<str>,
    /// Other names of it in tables.
    pub also: Vec<Alias>,
    /// The model that stands in where a profile names none.
    pub default: Option<ReferenceDefault>,
    /// Whether an outcome of the policy depends on it.
    pub used: bool,
    /// Where it is declared.
    pub origin: Origin,
}

/// The model that stands in where a profile names none.
#[derive(Clone, Debug)]
pub enum ReferenceDefault {
    /// By name, out of the population.
    Named(Arc<str>),
    /// By its facts, as dotted names with their values as written.
    Inline(Vec<crate::syntax::ast::Setting>),
}

/// A line as a named knob.
#[derive(Clone, Debug)]
pub struct Param {
    /// Its name.
    pub name: Arc<str>,
    /// Its type.
    pub ty: Type,
    /// Its bounds.
    pub domain: Set,
    /// The bounds as written, without `in`.
    pub domain_text: Arc<str>,
    /// Its value as written; `None` where it is unknown until supplied.
    pub default_text: Option<Arc<str>>,
    /// What it is.
    pub text: Arc<str>,
    /// Where it comes from.
    pub cite: Option<Arc<str>>,
    /// Whether an outcome of the policy depends on it.
    pub used: bool,
    /// Where it is declared.
    pub origin: Origin,
}

/// A disputed reading.
#[derive(Clone, Debug)]
pub struct Choice {
    /// Its name.
    pub name: Arc<str>,
    /// The readings.
    pub members: Arc<[Arc<str>]>,
    /// What is disputed.
    pub text: Arc<str>,
    /// Where.
    pub cite: Option<Arc<str>>,
    /// Where it is declared.
    pub origin: Origin,
}

/// Everything a policy may be told.
#[derive(Clone, Debug, Default)]
pub struct Schema {
    /// Facts, in order of declaration; [`crate::ir::FactId`] counts them.
    pub facts: Vec<Fact>,
    /// References; [`crate::ir::ReferenceId`] counts them.
    pub references: Vec<Reference>,
    /// Params; [`crate::ir::ParamId`] counts them.
    pub params: Vec<Param>,
    /// Choices; [`crate::ir::ChoiceId`] counts them.
    pub choices: Vec<Choice>,
    /// Columns that carry a profile's name, besides `name`.
    pub name_columns: Vec<Arc<str>>,
    /// The units in use, built in and declared.
    pub units: crate::unit::Units,
}
