//! From settings written in a policy (tests, defaults of references) to a model and its circumstances.
//!
//! In: `name: value` pairs of the syntax tree. Out: a [`Model`], params and choices. The same rules as for profiles: a
//! value that cannot be used is an error.

use crate::diagnostic::{Code, Diagnostic};
use crate::given::{Given, read_value, refuse_bare_share};
use crate::model::{Circumstances, Link, Model, Slot};
use crate::schema::{ReferenceDefault, Schema, Type};
use crate::syntax::ast::{Setting, Value, ValueKind};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What some settings say: of the model, of params, of choices.
#[derive(Debug)]
pub struct Settled {
    /// The model.
    pub model: Model,
    /// What they say of params, by their place in the schema.
    pub params: Vec<(usize, Given)>,
    /// What they say of choices, by their place in the schema.
    pub choices: Vec<(usize, usize)>,
}

/// Reads settings as a model called `name`.
pub fn settle(schema: &Schema, file: &Arc<str>, name: &Arc<str>, settings: &[&Setting]) -> Settled {
    let named: Vec<(&str, &Setting)> = settings.iter().map(|setting| (&*setting.name.text, *setting)).collect();
    read(schema, file, name, &named)
}

/// The links that stand in for a silent profile, one for each reference of the schema.
pub fn defaults(schema: &Schema, file: &Arc<str>) -> Vec<Option<Link>> {
    let link = |reference: &crate::schema::Reference| match reference.default.as_ref()? {
        ReferenceDefault::Named(name) => Some(Link::Named(name.clone())),
        ReferenceDefault::Inline(settings) => {
            let settings: Vec<&Setting> = settings.iter().collect();
            Some(Link::Inline(Arc::new(settle(schema, file, &reference.name, &settings).model)))
        }
    };
    schema.references.iter().map(link).collect()
}

impl Settled {
    /// Puts what was said of params and choices into `circumstances`.
    pub fn apply(&self, circumstances: &mut Circumstances) {
        for (at, given) in &self.params {
            if let Some(place) = circumstances.params.get_mut(*at) {
                *place = Some(given.clone());
            }
        }
        for (at, member) in &self.choices {
            if let Some(place) = circumstances.choices.get_mut(*at) {
                *place = Some(*member);
            }
        }
    }
}

fn read(schema: &Schema, file: &Arc<str>, name: &Arc<str>, settings: &[(&str, &Setting)]) -> Settled {
    let mut settled = Settled {
        model: Model {
            name: name.clone(),
            facts: vec![Slot::SILENT; schema.facts.len()],
            references: vec![Link::Unknown; schema.references.len()],
            warnings: Vec::new(),
            errors: Vec::new(),
        },
        params: Vec::new(),
        choices: Vec::new(),
    };
    let mut inline: BTreeMap<usize, Vec<(&str, &Setting)>> = BTreeMap::new();
    for (key, setting) in settings {
        if let Err(error) = settled.set(schema, key, &setting.value) {
            settled.model.errors.push(error.at(file, setting.value.span, ""));
            continue;
        }
        let behind = key.split_once('.').and_then(|(first, rest)| {
            let at = schema.references.iter().position(|reference| *reference.name == *first)?;
            Some((at, rest))
        });
        if let Some((at, rest)) = behind {
            inline.entry(at).or_default().push((rest, setting));
        }
    }
    for (at, settings) in inline {
        let own = settings.iter().find(|(key, _)| *key == "name").and_then(|(_, setting)| match &setting.value.kind {
            ValueKind::Text(text) => Some(text.clone()),
            _ => None,
        });
        let reference = schema.references.get(at).map(|reference| reference.name.clone()).unwrap_or_default();
        let facts: Vec<(&str, &Setting)> = settings.into_iter().filter(|(key, _)| *key != "name").collect();
        let inner = read(schema, file, &own.unwrap_or_else(|| Arc::from(format!("{name}'s {reference}"))), &facts);
        settled.model.errors.extend(inner.model.errors.iter().cloned());
        if let Some(link) = settled.model.references.get_mut(at) {
            *link = Link::Inline(Arc::new(inner.model));
        }
    }
    settled
}

impl Settled {
    fn set(&mut self, schema: &Schema, key: &str, value: &Value) -> Result<(), Diagnostic> {
        let refused = |refusal: crate::given::Refusal| {
            let mut error = Diagnostic::error(Code::Value, format!("`{key}`: {}", refusal.message));
            error.help.extend(refusal.help);
            error
        };
        let outside = |what: &str, text: &str| {
            let error = Diagnostic::error(Code::Domain, format!("`{key}`: the value lies outside {what}"));
            error.help(format!("{} `{text}`", if what == "its bounds" { "the bounds are" } else { "the domain is" }))
        };
        let no_model = |what: &str| {
            let error = Diagnostic::error(Code::Value, format!("`{key}` is no reference, so it cannot be `none`"));
            error.help(what)
        };
        let share = |ty: &Type| match refuse_bare_share(value, ty) {
            Some(refusal) => Err(refused(refusal)),
            None => Ok(()),
        };
        // Files used together may each declare a fact of one name: it is one field of a profile.
        for (at, fact) in schema.facts.iter().enumerate().filter(|(_, fact)| *fact.name == *key) {
            share(&fact.ty)?;
            let slot = match read_value(value, &fact.ty, None, &schema.units).map_err(refused)? {
                Given::Unknown => Slot::SILENT,
                Given::None => return Err(no_model("write `unknown`, or leave it out")),
                Given::Value { set, .. } if !set.is_within(&fact.domain) => {
                    return Err(outside("its domain", &fact.domain_text));
                }
                Given::Value { set, estimate } => Slot { set: Some(set), estimate },
            };
            if let Some(place) = self.model.facts.get_mut(at) {
                *place = slot;
            }
        }
        for (at, param) in schema.params.iter().enumerate().filter(|(_, param)| *param.name == *key) {
            share(&param.ty)?;
            let given = read_value(value, &param.ty, None, &schema.units).map_err(refused)?;
            match &given {
                Given::None => return Err(no_model("write `unknown`, or leave it out")),
                Given::Value { set, .. } if !set.is_within(&param.domain) => {
                    return Err(outside("its bounds", &param.domain_text));
                }
                Given::Value { .. } | Given::Unknown => self.params.push((at, given)),
            }
        }
        for (at, choice) in schema.choices.iter().enumerate().filter(|(_, choice)| *choice.name == *key) {
            let given =
                read_value(value, &Type::Member(choice.members.clone()), None, &schema.units).map_err(refused)?;
            match given {
                Given::Value { estimate: Some(_), .. } => {
                    let error =
                        Diagnostic::error(Code::Value, format!("`{key}` has one reading in a test, or all of them"));
                    return Err(error.help("write one reading, or leave it out for all; weights are for `--reading`"));
                }
                Given::Value { set: crate::possible::Set::Member(members), .. } => {
                    self.choices.extend(members.as_single().map(|member| (at, member)));
                }
                Given::None => return Err(no_model("leave it out for both readings")),
                Given::Value { .. } | Given::Unknown => {}
            }
        }
        for (at, reference) in schema.references.iter().enumerate().filter(|(_, reference)| *reference.name == *key) {
            let link = match &value.kind {
                ValueKind::None if reference.or_none => Link::None,
                ValueKind::None => {
                    let error = Diagnostic::error(Code::Value, format!("`{key}` is not declared `or none`"));
                    return Err(error.help("write `unknown`, or leave it out, where it is not known"));
                }
                ValueKind::Unknown => Link::Unknown,
                ValueKind::Text(name) => Link::Named(name.clone()),
                _ => {
                    let error = Diagnostic::error(Code::Value, format!("`{key}` is another model, not a value"));
                    return Err(error.help("write its name in quotes, `none` or `unknown`"));
                }
            };
            if let Some(place) = self.model.references.get_mut(at) {
                *place = link;
            }
        }
        Ok(())
    }
}
