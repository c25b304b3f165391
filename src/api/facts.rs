//! What policies ask about a model, and forms to answer it in.
//!
//! In: policies. Out: the union of the facts and references that their outcomes depend on, as JSON, a profile to fill in, or
//! a JSON Schema.

use crate::diagnostic::plain;
use crate::ir::Policy;
use crate::schema::{Alias, Type};
use crate::session::type_word;
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// One thing asked for.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Its name in a profile.
    pub name: Arc<str>,
    /// What a profile says of it.
    pub kind: Kind,
    /// Its type in a word.
    pub ty: String,
    /// The values it may have, as written; may be empty.
    pub domain: String,
    /// What it is.
    pub text: String,
    /// Other names of it in tables.
    pub also: Vec<String>,
    /// Who asks for it.
    pub policies: Vec<Arc<str>>,
}

/// What a profile says of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A number.
    Number,
    /// Yes or no.
    Truth,
    /// A date, a text, or one of some members.
    Text,
    /// Another model.
    Model,
}

/// What any of the policies asks for, in order of declaration.
pub fn union(policies: &[Policy]) -> Vec<Asked> {
    let mut asked: Vec<Asked> = Vec::new();
    let mut add = |one: Asked| {
        let same = |known: &&mut Asked| known.name == one.name && known.ty == one.ty && known.domain == one.domain;
        match asked.iter_mut().find(same) {
            Some(known) => {
                let new: Vec<String> = one.also.into_iter().filter(|name| !known.also.contains(name)).collect();
                known.also.extend(new);
                known.policies.extend(one.policies);
            }
            None => asked.push(one),
        }
    };
    for policy in policies {
        for fact in policy.schema.facts.iter().filter(|fact| fact.used) {
            add(Asked {
                name: fact.name.clone(),
                kind: match fact.ty {
                    Type::Number(_) => Kind::Number,
                    Type::Bool => Kind::Truth,
                    Type::Date | Type::Text | Type::Member(_) => Kind::Text,
                },
                ty: type_word(&fact.ty),
                domain: plain(&fact.domain_text),
                text: plain(&fact.text),
                also: fact.also.iter().map(alias).collect(),
                policies: vec![policy.id.clone()],
            });
        }
        for reference in policy.schema.references.iter().filter(|reference| reference.used) {
            add(Asked {
                name: reference.name.clone(),
                kind: Kind::Model,
                ty: if reference.or_none { "another model, or none" } else { "another model" }.to_owned(),
                domain: String::new(),
                text: plain(&reference.text),
                also: reference.also.iter().map(alias).collect(),
                policies: vec![policy.id.clone()],
            });
        }
    }
    asked
}

fn alias(alias: &Alias) -> String {
    match &alias.unit {
        Some(unit) if unit.symbol.is_empty() => format!("{} (a fraction)", plain(&alias.name)),
        Some(unit) => format!("{} (in {})", plain(&alias.name), plain(&unit.symbol)),
        None => plain(&alias.name),
    }
}

/// All of it as one array.
pub fn json(asked: &[Asked]) -> String {
    pretty(&Value::Array(asked.iter().map(object).collect()))
}

/// A profile in which nothing is known yet.
pub fn template(asked: &[Asked]) -> String {
    pretty(&template_of(asked))
}

/// A JSON Schema of what the reader of profiles accepts.
pub fn schema(asked: &[Asked]) -> String {
    pretty(&schema_of(asked))
}

fn object(one: &Asked) -> Value {
    json!({
        "name": &*one.name,
        "type": one.ty,
        "domain": (!one.domain.is_empty()).then_some(&one.domain),
        "text": one.text,
        "also": one.also,
        "policies": one.policies.iter().map(|id| &**id).collect::<Vec<_>>(),
    })
}

fn template_of(asked: &[Asked]) -> Value {
    let mut profile = Map::new();
    profile.insert("name".to_owned(), Value::Null);
    for one in asked {
        place(&mut profile, &one.name, &Value::Null, &|group| group);
    }
    Value::Object(profile)
}

/// A schema of what the reader of profiles accepts. It names what is asked for and forbids nothing else: a field that no
/// policy uses is a warning.
fn schema_of(asked: &[Asked]) -> Value {
    let mut fields = Map::new();
    fields
        .insert("name".to_owned(), json!({ "type": ["string", "number", "null"], "description": "The model's name" }));
    for one in asked {
        let types: Value = match one.kind {
            Kind::Number => json!(["number", "string", "null"]),
            Kind::Truth => json!(["boolean", "string", "null"]),
            Kind::Text => json!(["string", "number", "null"]),
            Kind::Model => json!(["string", "object", "null"]),
        };
        let domain = if one.domain.is_empty() { String::new() } else { format!(", in {}", one.domain) };
        let description = format!("{} ({}{domain})", one.text, one.ty);
        let mut field = json!({ "type": types, "description": description });
        if let (Kind::Model, Some(field)) = (one.kind, field.as_object_mut()) {
            field.insert("$ref".to_owned(), json!("#/$defs/reference"));
            field.remove("type");
        }
        place(&mut fields, &one.name, &field, &|group| json!({ "type": ["object", "null"], "properties": group }));
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Profiles of AI models",
        "anyOf": [
            { "$ref": "#/$defs/profile" },
            { "type": "array", "items": { "$ref": "#/$defs/profile" } },
        ],
        "$defs": {
            "profile": { "type": "object", "properties": fields },
            "reference": {
                "description": "A model's name, `none`, or its facts",
                "anyOf": [{ "type": ["string", "null"] }, { "$ref": "#/$defs/profile" }],
            },
        },
    })
}

/// Puts `value` under a dotted name, each group inside the one before it; under the whole name where a fact of the same
/// name as the group stands in the way.
fn place(fields: &mut Map<String, Value>, name: &str, value: &Value, group: &dyn Fn(Value) -> Value) {
    let Some((first, rest)) = name.split_once('.') else {
        fields.entry(name).or_insert_with(|| value.clone());
        return;
    };
    let entry = fields.entry(first).or_insert_with(|| group(Value::Object(Map::new())));
    let inner = match entry.get("properties").is_some() {
        true => entry.get_mut("properties"),
        false => Some(entry),
    };
    match inner.and_then(Value::as_object_mut) {
        Some(inner) => place(inner, rest, value, group),
        None => drop(fields.insert(name.to_owned(), value.clone())),
    }
}

fn pretty(value: &Value) -> String {
    format!("{}\n", serde_json::to_string_pretty(value).unwrap_or_default())
}
