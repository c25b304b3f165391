//! What a policy is and what it may be told, for forms and headings.
//!
//! In: a checked policy. Out: JSON with its head, statuses, citations and notes, its facts, references, params and choices
//! with types, units and bounds, its outcomes and what follows from them.

use crate::interval::{End, Interval};
use crate::ir::Policy;
use crate::outline::outlines;
use crate::possible::Set;
use crate::rational::Rational;
use crate::schema::{Alias, Type};
use crate::session::type_word;
use crate::unit::Kind;
use serde_json::{Map, Value, json};

/// The policy as one object.
pub(super) fn about(policy: &Policy) -> Value {
    let schema = &policy.schema;
    let facts = schema.facts.iter().map(|fact| {
        let mut object = typed(&fact.ty, &fact.domain, &fact.domain_text);
        put(&mut object, "name", json!(&*fact.name));
        put(&mut object, "text", json!(&*fact.text));
        put(&mut object, "also", fact.also.iter().map(alias).collect());
        put(&mut object, "used", json!(fact.used));
        put(&mut object, "assumed", json!(fact.assumed.as_ref().map(|(_, text)| &**text)));
        object
    });
    let references = schema.references.iter().map(|reference| {
        json!({
            "name": &*reference.name,
            "text": &*reference.text,
            "or_none": reference.or_none,
            "has_default": reference.default.is_some(),
            "also": reference.also.iter().map(alias).collect::<Vec<_>>(),
            "used": reference.used,
        })
    });
    let params = schema.params.iter().map(|param| {
        let mut object = typed(&param.ty, &param.domain, &param.domain_text);
        put(&mut object, "name", json!(&*param.name));
        put(&mut object, "text", json!(&*param.text));
        put(&mut object, "value", json!(param.default_text.as_deref()));
        put(&mut object, "cite", json!(param.cite.as_deref()));
        put(&mut object, "used", json!(param.used));
        object
    });
    let choices = schema.choices.iter().map(|choice| {
        let members: Vec<&str> = choice.members.iter().map(|member| &**member).collect();
        json!({ "name": &*choice.name, "text": &*choice.text, "members": members, "cite": choice.cite.as_deref() })
    });
    let obligations = policy.obligations.iter().map(|obligation| {
        json!({
            "id": &*obligation.id,
            "title": &*obligation.title,
            "binding": obligation.binding,
            "cite": obligation.cite.as_deref(),
        })
    });
    let statuses =
        policy.statuses.iter().map(|status| json!({ "status": &*status.word, "from": status.from.to_string() }));
    let citations =
        policy.citations.iter().map(|(name, address)| json!({ "name": &**name, "url": address.as_deref() }));
    json!({
        "id": &*policy.id,
        "title": &*policy.title,
        "file": policy.sources.first().map(|source| &*source.name),
        "jurisdiction": policy.jurisdiction.as_deref(),
        "statuses": statuses.collect::<Vec<_>>(),
        "sources": citations.collect::<Vec<_>>(),
        "notes": policy.notes.iter().map(|note| &**note).collect::<Vec<_>>(),
        "facts": facts.collect::<Vec<_>>(),
        "references": references.collect::<Vec<_>>(),
        "params": params.collect::<Vec<_>>(),
        "choices": choices.collect::<Vec<_>>(),
        "designations": outlines(policy),
        "obligations": obligations.collect::<Vec<_>>(),
    })
}

fn put(object: &mut Value, name: &str, value: Value) {
    if let Value::Object(fields) = object {
        fields.insert(name.to_owned(), value);
    }
}

fn alias(alias: &Alias) -> Value {
    json!({ "name": &*alias.name, "unit": alias.unit.as_ref().map(|unit| &*unit.symbol) })
}

/// `{"type":"number","word":"FLOP","unit":"FLOP","kind":"plain",...}`
fn typed(ty: &Type, domain: &Set, domain_text: &str) -> Value {
    let mut object = Map::new();
    let name = match ty {
        Type::Number(_) => "number",
        Type::Bool => "bool",
        Type::Date => "date",
        Type::Text => "text",
        Type::Member(_) => "member",
    };
    object.insert("name".to_owned(), Value::Null);
    object.insert("type".to_owned(), json!(name));
    object.insert("word".to_owned(), json!(type_word(ty)));
    object.insert("domain_text".to_owned(), json!(domain_text));
    match ty {
        Type::Number(quantity) => {
            let unit = &quantity.unit;
            let kind = match unit.kind {
                Kind::Plain => "plain",
                Kind::Percent => "percent",
                Kind::Points => "points",
            };
            object.insert("unit".to_owned(), json!(&*unit.symbol));
            object.insert("dimension".to_owned(), json!(unit.dimension.to_string()));
            object.insert("kind".to_owned(), json!(kind));
            object.insert("interval_scale".to_owned(), json!(quantity.interval_scale));
            object.insert("domain".to_owned(), bounds(domain, &unit.factor));
        }
        Type::Date => drop(object.insert("domain".to_owned(), bounds(domain, &Rational::one()))),
        Type::Member(members) => {
            object.insert("members".to_owned(), members.iter().map(|member| json!(&**member)).collect());
        }
        Type::Bool | Type::Text => {}
    }
    Value::Object(object)
}

/// The ends of a set of numbers in a unit of `factor`, or of days: exact texts, and `null` where there is no end.
pub(super) fn bounds(set: &Set, factor: &Rational) -> Value {
    match set {
        Set::Number(interval) => ends(interval, factor),
        Set::Date(range) => json!({
            "from": range.lo.map(|day| day.to_string()),
            "from_closed": range.lo.is_some(),
            "to": range.hi.map(|day| day.to_string()),
            "to_closed": range.hi.is_some(),
        }),
        Set::Truth(_) | Set::Member(_) | Set::Text(_) => Value::Null,
    }
}

fn ends(interval: &Interval, factor: &Rational) -> Value {
    let text = |end: &End| end.value().map(|value| in_unit(value, factor).to_exact_string());
    json!({
        "from": text(interval.lo()),
        "from_closed": interval.lo().is_closed(),
        "to": text(interval.hi()),
        "to_closed": interval.hi().is_closed(),
    })
}

/// A value in base units in a unit of `factor` of these.
pub(super) fn in_unit(value: &Rational, factor: &Rational) -> Rational {
    value.checked_div(factor).unwrap_or_else(|| value.clone())
}
