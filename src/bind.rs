//! From a raw profile to a model in a policy's terms: columns found by name and alias, values read and checked.
//!
//! In: raw cells and a schema. Out: a [`Model`] with its warnings and errors, and the names of cells nobody asked for.
//! Nothing is coerced and nothing is lost: a field that cannot be used is an error that names profile, field and place.

use crate::diagnostic::{Code, Diagnostic, escape, nearest, quote};
use crate::given::{Given, Refusal, read_value, refuse_text};
use crate::interval::Interval;
use crate::model::{Link, Model, Slot};
use crate::possible::Set;
use crate::profile::{Cell, Place, RawProfile, RawValue};
use crate::rational::{MAX_DIGITS, MAX_EXPONENT, NumberError, Rational};
use crate::schema::{Alias, Fact, Schema, Type};
use crate::syntax::parse_value;
use crate::unit::{Kind, Unit};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What to do with a value that cannot be used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Invalid {
    /// The profile is in error and has no verdict.
    #[default]
    Error,
    /// The value is unknown, with a warning.
    Unknown,
}

/// What a column means to a policy.
#[derive(Clone, Debug)]
enum Column {
    Name,
    Fact(usize, Option<Unit>),
    Reference(usize),
}

/// The columns a schema knows, by every name they have.
#[derive(Debug)]
pub struct Columns<'s> {
    schema: &'s Schema,
    by_name: FxHashMap<Arc<str>, Vec<Column>>,
}

/// A profile bound to a schema.
#[derive(Debug)]
pub struct Bound {
    /// The model.
    pub model: Model,
    /// The names of the cells that mean nothing to the schema.
    pub unused: Vec<Arc<str>>,
}

impl<'s> Columns<'s> {
    /// The columns of `schema`.
    pub fn of(schema: &'s Schema) -> Self {
        let mut by_name: FxHashMap<Arc<str>, Vec<Column>> = FxHashMap::default();
        let mut add = |name: &Arc<str>, column: Column| by_name.entry(name.clone()).or_default().push(column);
        add(&Arc::from("name"), Column::Name);
        schema.name_columns.iter().for_each(|name| add(name, Column::Name));
        for (at, fact) in schema.facts.iter().enumerate() {
            add(&fact.name, Column::Fact(at, None));
            fact.also.iter().for_each(|alias: &Alias| add(&alias.name, Column::Fact(at, alias.unit.clone())));
        }
        for (at, reference) in schema.references.iter().enumerate() {
            add(&reference.name, Column::Reference(at));
            reference.also.iter().for_each(|alias| add(&alias.name, Column::Reference(at)));
        }
        Columns { schema, by_name }
    }

    /// Whether a cell called `key` holds the name of the profile.
    pub fn is_name(&self, key: &str) -> bool {
        self.by_name.get(key).is_some_and(|columns| columns.iter().any(|column| matches!(column, Column::Name)))
    }

    /// The names a cell could have been meant to have, for suggestions.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.by_name.keys().map(|name| &**name)
    }

    /// Binds a profile. Where it has no name it is called by its place.
    pub fn bind(&self, raw: &RawProfile, invalid: Invalid) -> Bound {
        let cells: Vec<(&str, &Cell)> = raw.cells.iter().map(|cell| (&*cell.key, cell)).collect();
        let mut binder = Binder { columns: self, place: &raw.place, invalid, unused: Vec::new(), who: None };
        let mut model = binder.model(&cells);
        if let Some(error) = &raw.error {
            model.errors.push((**error).clone());
        }
        if model.name.is_empty() {
            model.name = Arc::from(raw.place.to_string());
        }
        Bound { model, unused: binder.unused }
    }
}

/// One profile on its way.
struct Binder<'b> {
    columns: &'b Columns<'b>,
    place: &'b Place,
    invalid: Invalid,
    unused: Vec<Arc<str>>,
    /// The profile's name, once known, for messages.
    who: Option<Arc<str>>,
}

impl<'b> Binder<'b> {
    /// The model that `cells` describe, each under the part of its name that is left.
    fn model(&mut self, cells: &[(&str, &Cell)]) -> Model {
        let schema = self.columns.schema;
        let mut model = Model {
            name: Arc::from(""),
            facts: vec![Slot::SILENT; schema.facts.len()],
            references: vec![Link::Unknown; schema.references.len()],
            warnings: Vec::new(),
            errors: Vec::new(),
        };
        if let Some(name) = self.name_of(cells) {
            self.who = self.who.take().or_else(|| Some(name.clone()));
            model.name = name;
        }
        let mut supplied: FxHashMap<usize, &str> = FxHashMap::default();
        let mut refused: FxHashSet<usize> = FxHashSet::default();
        // In the order of the schema, which is the same on every platform.
        let mut inline: BTreeMap<usize, Vec<(&str, &Cell)>> = BTreeMap::new();
        let mut led: FxHashMap<usize, &str> = FxHashMap::default();
        for (key, cell) in cells {
            match self.columns.by_name.get(*key) {
                Some(columns) => {
                    for column in columns {
                        match column {
                            Column::Name => {}
                            Column::Fact(at, unit) => {
                                let fits = self.fact(&mut model, *at, unit.as_ref(), (*key, *cell), &mut supplied);
                                if !fits {
                                    refused.insert(*at);
                                }
                            }
                            Column::Reference(at) => match led.get(at) {
                                Some(first) if !is_silent(&cell.value) => {
                                    self.refuse_second(&mut model, *at, first, key, cell)
                                }
                                _ if is_silent(&cell.value) => {}
                                _ => {
                                    led.insert(*at, *key);
                                    self.reference(&mut model, *at, key, cell);
                                }
                            },
                        }
                    }
                }
                None => match self.behind_reference(key) {
                    Some((at, rest)) => inline.entry(at).or_default().push((rest, cell)),
                    None => match self.group_of(key) {
                        Some((at, fact)) => {
                            if refused.insert(at) {
                                let group = self.refuse_group(fact, cell);
                                self.reject(&mut model, group);
                            }
                        }
                        None => self.unused.push(cell.key.clone()),
                    },
                },
            }
        }
        for (at, cells) in inline {
            // An empty row of columns such as `base.training_compute` says nothing of a base.
            if cells.iter().all(|(_, cell)| is_silent(&cell.value)) {
                continue;
            }
            if let (Some(Link::None), Some((key, cell))) = (model.references.get(at), cells.first()) {
                let first = led.get(&at).copied().unwrap_or_default();
                self.refuse_second(&mut model, at, &format!("{first}: none"), &format!("{first}.{key}"), cell);
                continue;
            }
            let mut inner = self.model(&cells);
            let name = schema.references.get(at).map(|reference| reference.name.clone()).unwrap_or_default();
            if inner.name.is_empty() {
                inner.name = match model.references.get(at) {
                    Some(Link::Named(named)) => named.clone(),
                    _ => Arc::from(format!("{}'s {name}", model.name)),
                };
            }
            model.warnings.append(&mut inner.warnings);
            model.errors.append(&mut inner.errors);
            if let Some(link) = model.references.get_mut(at) {
                *link = Link::Inline(Arc::new(inner));
            }
        }
        self.check_companions(&mut model, &refused);
        model
    }

    fn name_of(&self, cells: &[(&str, &Cell)]) -> Option<Arc<str>> {
        cells.iter().find_map(|(key, cell)| {
            self.columns.is_name(key).then_some(())?;
            match &cell.value {
                RawValue::Text(text) | RawValue::Number(text) if !text.trim().is_empty() => {
                    Some(Arc::from(text.trim()))
                }
                _ => None,
            }
        })
    }

    /// `base.training_compute` as the place of `base` and the rest.
    fn behind_reference<'k>(&self, key: &'k str) -> Option<(usize, &'k str)> {
        let (first, rest) = key.split_once('.')?;
        let at = self.columns.schema.references.iter().position(|reference| *reference.name == *first)?;
        Some((at, rest))
    }

    /// The fact that `key` gives fields of its own, as in `training_compute.value`.
    fn group_of(&self, key: &str) -> Option<(usize, &'b Fact)> {
        let columns: &'b Columns<'b> = self.columns;
        key.match_indices('.').find_map(|(dot, _)| {
            columns.by_name.get(key.get(..dot)?)?.iter().find_map(|column| match column {
                Column::Fact(at, _) => Some((*at, columns.schema.facts.get(*at).filter(|fact| fact.used)?)),
                Column::Name | Column::Reference(_) => None,
            })
        })
    }

    fn refuse_group(&self, fact: &Fact, cell: &Cell) -> Diagnostic {
        let message =
            format!("{}`{}` is a group of fields: {} is asked for", self.whose(), fact.name, fact.ty.describe());
        let help = match &fact.ty {
            Type::Number(quantity) => format!("write the number with its unit: `\"{}\"`", quantity.unit.label("12")),
            _ => "write one value, or `unknown`".to_owned(),
        };
        self.place_at(Diagnostic::error(Code::Value, message).help(help), cell)
    }

    /// Reads the cell of a fact into the model; `false` where it cannot be used.
    fn fact<'k>(
        &mut self,
        model: &mut Model,
        at: usize,
        unit: Option<&Unit>,
        (key, cell): (&'k str, &Cell),
        supplied: &mut FxHashMap<usize, &'k str>,
    ) -> bool {
        let Some(fact) = self.columns.schema.facts.get(at).filter(|fact| fact.used) else { return true };
        let slot = match self.read(fact, unit, key, cell, model) {
            Ok(Some(slot)) => slot,
            Ok(None) => return true,
            Err(error) => {
                self.reject(model, *error);
                return false;
            }
        };
        if let Some(first) = supplied.insert(at, key) {
            let message =
                format!("{}`{}` is given twice, as {} and as {}", self.whose(), fact.name, quote(first), quote(key));
            self.reject(
                model,
                self.place_at(Diagnostic::error(Code::Duplicate, message).help("leave one of the two empty"), cell),
            );
            return false;
        }
        if let Some(place) = model.facts.get_mut(at) {
            *place = slot;
        }
        true
    }

    /// A cell's value; `None` where it is silent.
    fn read(
        &self,
        fact: &Fact,
        unit: Option<&Unit>,
        key: &str,
        cell: &Cell,
        model: &mut Model,
    ) -> Result<Option<Slot>, Box<Diagnostic>> {
        let refuse = |refusal: Refusal| {
            let field = if key == &*fact.name { quote(key) } else { format!("`{}` ({})", fact.name, quote(key)) };
            let message = format!("{}{field} is {}: {}", self.whose(), shown(&cell.value), refusal.message);
            let mut error = Diagnostic::error(Code::Value, message);
            error.help.extend(refusal.help);
            Box::new(self.place_at(error, cell))
        };
        if is_silent(&cell.value) {
            return Ok(None);
        }
        let given = match (&cell.value, &fact.ty) {
            (RawValue::Invalid(diagnostic), _) => return Err(Box::new((**diagnostic).clone())),
            (RawValue::Unsupported(_), _) => {
                return Err(refuse(Refusal::new(
                    format!("{} is asked for", fact.ty.describe()),
                    "write one value, or `unknown`",
                )));
            }
            (RawValue::Bool(truth), Type::Bool) => Given::Value { set: Set::Truth((*truth).into()), estimate: None },
            (RawValue::Bool(_), ty) => {
                return Err(refuse(Refusal::new(
                    format!("{} is asked for", ty.describe()),
                    "write `unknown` where it is not known",
                )));
            }
            (RawValue::Text(text), Type::Text) => {
                Given::Value { set: Set::Text(Some(Arc::from(text.trim()))), estimate: None }
            }
            (RawValue::Number(text) | RawValue::Text(text), ty) => {
                let text = text.trim();
                match (Rational::parse_decimal(text), ty) {
                    (Ok(number), Type::Number(quantity)) => {
                        let unit = unit.unwrap_or(&quantity.unit);
                        self.warn_of_fraction(fact, unit, key, &number, cell, model);
                        Given::Value { set: Set::Number(Interval::point(&number * &unit.factor)), estimate: None }
                    }
                    (Err(NumberError::Malformed), _) | (Ok(_), _) => {
                        self.read_text(text, fact, unit).map_err(refuse)?
                    }
                    (Err(limit), _) => {
                        let help = match limit {
                            NumberError::ExponentTooLarge => {
                                format!("exponents go from -{MAX_EXPONENT} to {MAX_EXPONENT}")
                            }
                            NumberError::TooManyDigits | NumberError::Malformed => {
                                format!("round it to {MAX_DIGITS} digits or fewer")
                            }
                        };
                        return Err(refuse(Refusal::new(limit.to_string(), help)));
                    }
                }
            }
            (RawValue::Null, _) => return Ok(None),
        };
        match given {
            Given::Unknown => Ok(None),
            Given::None => {
                Err(refuse(Refusal::new("only a reference can be `none`", "write `unknown` where it is not known")))
            }
            Given::Value { set, estimate } if set.is_within(&fact.domain) => {
                Ok(Some(Slot { set: Some(set), estimate }))
            }
            Given::Value { .. } => {
                let help = format!("the domain is `{}`", fact.domain_text);
                Err(refuse(Refusal::new("the value lies outside the domain", help)))
            }
        }
    }

    fn read_text(&self, text: &str, fact: &Fact, unit: Option<&Unit>) -> Result<Given, Refusal> {
        let value = match (parse_value(&self.place.file, text), &fact.ty) {
            (Ok(value), _) => value,
            // A member may be any text that the grammar has no word for.
            (Err(_), Type::Member(members)) if members.iter().any(|member| **member == *text) => {
                let index = members.iter().position(|member| **member == *text).unwrap_or(0);
                return Ok(Given::Value { set: Set::Member(crate::possible::Members::only(index)), estimate: None });
            }
            (Err(error), ty) => {
                return Err(refuse_text(text, ty, error));
            }
        };
        read_value(&value, &fact.ty, unit, &self.columns.schema.units)
    }

    /// Vendors print shares both as 0.83 and as 83 %: a bare number below one is read as written, with a warning.
    fn warn_of_fraction(&self, fact: &Fact, unit: &Unit, key: &str, number: &Rational, cell: &Cell, model: &mut Model) {
        if unit.kind != Kind::Percent || number.is_zero() || number.is_negative() || *number > 1 {
            return;
        }
        let percent = (number * &Rational::from(100)).to_exact_string();
        let message = format!("{}{} is `{number}`, read as {number} %", self.whose(), quote(key));
        let help = if key == &*fact.name {
            format!("write `{percent} %` if it is a share of one, and `{number} %` if it is not")
        } else {
            format!(
                "write `{percent} %` if it is a share of one, or declare the column of `{}` with `also \"{key}\" in fraction`",
                fact.name
            )
        };
        model.warnings.push(self.place_at(Diagnostic::warning(Code::Value, message).help(help), cell));
    }

    fn reference(&mut self, model: &mut Model, at: usize, key: &str, cell: &Cell) {
        let Some(reference) = self.columns.schema.references.get(at).filter(|reference| reference.used) else { return };
        let link = match &cell.value {
            value if is_silent(value) => return,
            RawValue::Text(text) => match text.trim().trim_matches('"') {
                "none" if !reference.or_none => {
                    let message = format!("{}{} is `none`, but there must be such a model", self.whose(), quote(key));
                    self.reject(
                        model,
                        self.place_at(
                            Diagnostic::error(Code::Value, message).help("leave it empty where it is not known"),
                            cell,
                        ),
                    );
                    return;
                }
                "none" => Link::None,
                name => Link::Named(Arc::from(name)),
            },
            RawValue::Invalid(diagnostic) => {
                self.reject(model, (**diagnostic).clone());
                return;
            }
            value => {
                let message = format!("{}{} is {}, which names no model", self.whose(), quote(key), shown(value));
                self.reject(
                    model,
                    self.place_at(
                        Diagnostic::error(Code::Value, message)
                            .help("write a model's name in quotes, `none`, or its facts"),
                        cell,
                    ),
                );
                return;
            }
        };
        if let Some(place) = model.references.get_mut(at) {
            *place = link;
        }
    }

    /// Refuses a second answer to which model a reference leads to.
    fn refuse_second(&self, model: &mut Model, at: usize, first: &str, second: &str, cell: &Cell) {
        let Some(reference) = self.columns.schema.references.get(at).filter(|reference| reference.used) else { return };
        let message = format!("{}`{}` is given twice, as `{first}` and as `{second}`", self.whose(), reference.name);
        let error = Diagnostic::error(Code::Duplicate, message).help("leave one of the two empty");
        self.reject(model, self.place_at(error, cell));
        if let Some(link) = model.references.get_mut(at) {
            *link = Link::Unknown;
        }
    }

    fn check_companions(&self, model: &mut Model, refused: &FxHashSet<usize>) {
        let facts = &self.columns.schema.facts;
        let given = |at: usize| model.facts.get(at).is_some_and(|slot| slot.set.is_some());
        let mut missing = Vec::new();
        for (at, fact) in facts.iter().enumerate() {
            let Some(companion) = fact.companion.as_ref().filter(|_| fact.used && given(at)) else { continue };
            if !facts
                .iter()
                .enumerate()
                .any(|(other, found)| found.name == *companion && (given(other) || refused.contains(&other)))
            {
                missing.push((fact.name.clone(), companion.clone()));
            }
        }
        for (score, companion) in missing {
            let message =
                format!("{}`{score}` is given without `{companion}`, which says what it was measured on", self.whose());
            model.warnings.push(Diagnostic::warning(Code::Value, message).help(format!("add `{companion}`")));
        }
    }

    fn reject(&self, model: &mut Model, error: Diagnostic) {
        match self.invalid {
            Invalid::Error => model.errors.push(error),
            Invalid::Unknown => {
                let message = format!("{}; taken as unknown", error.message);
                model.warnings.push(Diagnostic { severity: crate::diagnostic::Severity::Warning, message, ..error });
            }
        }
    }

    /// `models.csv row 17 (GPT-4): `
    fn whose(&self) -> String {
        match &self.who {
            Some(name) => format!("{} ({}): ", self.place, escape(name)),
            None => format!("{}: ", self.place),
        }
    }

    fn place_at(&self, diagnostic: Diagnostic, cell: &Cell) -> Diagnostic {
        match cell.span {
            Some(span) => diagnostic.at(&self.place.file, span, ""),
            None => diagnostic,
        }
    }
}

/// What counts as saying nothing: an empty cell, `NA`, `N/A`, `null`, `unknown`.
fn is_silent(value: &RawValue) -> bool {
    match value {
        RawValue::Null => true,
        RawValue::Text(text) => matches!(text.trim(), "" | "NA" | "N/A" | "null" | "unknown"),
        RawValue::Number(_) | RawValue::Bool(_) | RawValue::Unsupported(_) | RawValue::Invalid(_) => false,
    }
}

fn shown(value: &RawValue) -> String {
    match value {
        RawValue::Text(text) | RawValue::Number(text) => quote(text),
        RawValue::Bool(truth) => format!("`{truth}`"),
        RawValue::Null => "`null`".to_owned(),
        RawValue::Unsupported(what) => (*what).to_owned(),
        RawValue::Invalid(_) => "wrong".to_owned(),
    }
}

/// The field that an unused one was probably meant to be.
pub fn meant<'n>(unused: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    nearest(unused, names)
}
