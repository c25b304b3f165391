//! `brightline facts`: what policies ask about a model, and forms to answer it in.
//!
//! In: policies. Out: the union of the facts and references that their outcomes depend on, as a list, a table, a profile
//! to fill in, or a schema.

use super::args::{FactsArgs, FactsFormat};
use super::load::{Sources, policies};
use super::render::layout::{hang, plain};
use super::render::{csv, markdown};
use super::{Report, Screen};
use brightline::diagnostic::Diagnostic;
use brightline::ir::Policy;
use brightline::schema::{Alias, Type};
use brightline::session::type_word;
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// One thing asked for.
#[derive(Debug)]
struct Asked {
    name: Arc<str>,
    kind: Kind,
    ty: String,
    domain: String,
    text: String,
    also: Vec<String>,
    policies: Vec<Arc<str>>,
}

/// What a profile says of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Number,
    Truth,
    Text,
    Model,
}

/// Lists what the policies ask for.
pub(crate) fn run(args: &FactsArgs, screen: Screen, sources: &mut Sources) -> Result<Report, Vec<Diagnostic>> {
    let (policies, notes) = policies(&args.policies.paths, args.policies.root.as_deref(), sources)?;
    let asked = union(&policies);
    let text = match args.format {
        FactsFormat::Table => list(&asked, screen.width),
        FactsFormat::Json => pretty(&Value::Array(asked.iter().map(object).collect())),
        FactsFormat::Csv => {
            let header = HEADER.iter().map(|name| (*name).to_owned()).collect();
            csv::write(&std::iter::once(header).chain(asked.iter().map(cells)).collect::<Vec<_>>())
        }
        FactsFormat::Markdown => markdown::table(&HEADER, &asked.iter().map(cells).collect::<Vec<_>>()),
        FactsFormat::Template => pretty(&template(&asked)),
        FactsFormat::Schema => pretty(&schema(&asked)),
    };
    Ok(Report { text, notes, ..Report::default() })
}

const HEADER: [&str; 6] = ["name", "type", "domain", "text", "also", "policies"];

/// What any of the policies asks for, in order of declaration.
fn union(policies: &[Policy]) -> Vec<Asked> {
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

fn list(asked: &[Asked], columns: usize) -> String {
    let mut text = String::new();
    for one in asked {
        if !text.is_empty() {
            text.push('\n');
        }
        let domain = if one.domain.is_empty() { String::new() } else { format!(", in {}", one.domain) };
        text.push_str(&hang(&format!("{}: ", one.name), &format!("{}{domain}", one.ty), columns));
        if !one.text.is_empty() {
            text.push_str(&hang("    ", &one.text, columns));
        }
        if !one.also.is_empty() {
            text.push_str(&hang("    in tables  ", &one.also.join("; "), columns));
        }
        text.push_str(&hang("    used by    ", &one.policies.join(", "), columns));
    }
    text
}

fn cells(one: &Asked) -> Vec<String> {
    let policies = one.policies.join("; ");
    vec![one.name.to_string(), one.ty.clone(), one.domain.clone(), one.text.clone(), one.also.join("; "), policies]
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

/// A profile in which nothing is known yet.
fn template(asked: &[Asked]) -> Value {
    let mut profile = Map::new();
    profile.insert("name".to_owned(), Value::Null);
    for one in asked {
        place(&mut profile, &one.name, &Value::Null, &|group| group);
    }
    Value::Object(profile)
}

/// A schema of what the reader of profiles accepts. It names what is asked for and forbids nothing else: a field that no
/// policy uses is a warning.
fn schema(asked: &[Asked]) -> Value {
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
