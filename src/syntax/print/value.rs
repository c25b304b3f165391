//! Values, literals, domains and texts in one line.
//!
//! In: their trees. Out: text that reads back as the same. Never breaks a line.

use crate::syntax::ast::{Cite, Domain, DomainEnd, Literal, Name, Quantity, Text, Value, ValueKind};

/// A text in its quotes.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// ` "text"`, or nothing.
pub(super) fn maybe_text(text: Option<&Text>) -> Option<String> {
    text.map(|text| quoted(&text.text))
}

/// `[citation]`.
pub(super) fn cited(cite: &Cite) -> String {
    format!("[{}]", cite.text)
}

/// `{ a, b }`.
pub(super) fn members(members: &[Name]) -> String {
    let names: Vec<&str> = members.iter().map(|member| &*member.text).collect();
    format!("{{ {} }}", names.join(", "))
}

pub(super) fn literal(literal: &Literal) -> String {
    match &literal.unit {
        Some(unit) => format!("{} {}", literal.spelling, unit.text),
        None => literal.spelling.to_string(),
    }
}

fn quantity(quantity: &Quantity) -> String {
    format!("{}{}", if quantity.negative { "-" } else { "" }, literal(&quantity.literal))
}

pub(super) fn value(value: &Value) -> String {
    match &value.kind {
        ValueKind::Quantity(number) => quantity(number),
        ValueKind::Date(date) => date.to_string(),
        ValueKind::Month(month) => {
            month.lo.map(|day| format!("{:04}-{:02}", day.year(), day.month())).unwrap_or_default()
        }
        ValueKind::Range(lo, hi) => format!("{} .. {}", self::value(lo), self::value(hi)),
        ValueKind::Estimate(lo, hi) => format!("{} to {}", quantity(lo), quantity(hi)),
        ValueKind::PlusMinus(middle, spread) => format!("{} +/- {}", quantity(middle), quantity(spread)),
        ValueKind::Weighted(parts) => {
            let part = |(value, weight): &(Value, Quantity)| format!("{} {}", self::value(value), quantity(weight));
            parts.iter().map(part).collect::<Vec<_>>().join(", ")
        }
        ValueKind::Truth(truth) => truth.to_string(),
        ValueKind::Unknown => "unknown".to_owned(),
        ValueKind::None => "none".to_owned(),
        ValueKind::Text(text) => quoted(text),
        ValueKind::Word(word) => word.to_string(),
    }
}

/// `in LO .. HI`.
pub(super) fn domain(domain: &Domain) -> String {
    let end = |end: &DomainEnd, word: &str| format!("{}{}", if end.open { word } else { "" }, value(&end.value));
    let lo = domain.lo.as_ref().map_or_else(String::new, |lo| format!("{} ", end(lo, "above ")));
    let hi = domain.hi.as_ref().map_or_else(String::new, |hi| format!(" {}", end(hi, "below ")));
    format!("in {lo}..{hi}")
}
