//! Edges as profiles and as tests.
//!
//! In: what the analysis found. Out: a JSON array that `--profiles` reads as it is, each profile labelled with what it probes
//! and with its verdict; or test blocks in the language, each with the verdict as its expectation.

use crate::analysis::edges::{Draft, Edge, Edges, OTHER, Written};
use crate::date::DateRange;
use crate::eval::result::Verdict;
use crate::ir::Policy;
use crate::profile::{Format, RawProfile, read_document};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Gaps that are listed of one policy.
pub const MAX_GAPS: usize = 8;

/// What was set for the whole request, which each test sets too.
pub struct Beside<'a> {
    /// The evaluation date, where one was given.
    pub as_of: Option<DateRange>,
    /// Params.
    pub params: &'a [(String, String)],
    /// Readings.
    pub readings: &'a [(String, String)],
}

/// `compute: training_compute just below 1e26 FLOP`, with the outcome before it where there are several.
fn label(policy: &Policy, edge: &Edge) -> String {
    let outcome = if policy.designations.len() > 1 { format!("{}, ", edge.outcome) } else { String::new() };
    let decides = if edge.decides { "" } else { " (it decides nothing here)" };
    format!("{outcome}{}: {}{decides}", edge.clause, edge.probe)
}

/// The profiles of all policies as one array, one profile a line.
pub fn profiles(all: &[(&Policy, Edges)]) -> String {
    let lines: Vec<String> =
        all.iter().flat_map(|(policy, edges)| documents(policy, &edges.edges, all.len() > 1)).collect();
    match lines.is_empty() {
        true => "[]\n".to_owned(),
        false => format!("[\n  {}\n]\n", lines.join(",\n  ")),
    }
}

/// The same profiles, read.
pub fn raw(policy: &Policy, edges: &[Edge]) -> Vec<RawProfile> {
    let text = format!("[{}]", documents(policy, edges, false).join(","));
    read_document(&Arc::from("edges"), &text, Format::Json).profiles
}

fn documents(policy: &Policy, edges: &[Edge], with_policy: bool) -> Vec<String> {
    let mut names = BTreeSet::new();
    let document = |edge: &Edge| {
        let before = if with_policy { format!("{}, ", policy.id) } else { String::new() };
        let name = format!("{before}{}: {}", label(policy, edge), edge.verdict.in_words());
        let mut object = Map::new();
        object.insert("name".to_owned(), Value::String(unused(&mut names, name)));
        for (fact, value) in &edge.draft.facts {
            let value = match value {
                Written::Plain(text) | Written::Text(text) => Value::String(text.clone()),
                Written::Truth(truth) => Value::Bool(*truth),
                Written::NoModel => Value::String("none".to_owned()),
            };
            object.insert(fact.to_string(), value);
        }
        spaced(&Value::Object(object))
    };
    edges.iter().map(document).collect()
}

/// An object on one line, with blanks where people put them.
fn spaced(value: &Value) -> String {
    let Value::Object(object) = value else { return value.to_string() };
    let fields: Vec<String> =
        object.iter().map(|(key, value)| format!("{}: {value}", Value::String(key.clone()))).collect();
    format!("{{ {} }}", fields.join(", "))
}

/// The name itself, or with a number where it is taken.
fn unused(taken: &mut BTreeSet<String>, name: String) -> String {
    let mut free = name.clone();
    let mut count = 2;
    while !taken.insert(free.clone()) {
        free = format!("{name} ({count})");
        count += 1;
    }
    free
}

/// Test blocks for each policy; drafts that several clauses share stand once.
pub fn tests(all: &[(&Policy, Edges)], beside: &Beside<'_>) -> String {
    let mut text = String::new();
    for (policy, edges) in all {
        if !text.is_empty() {
            text.push('\n');
        }
        if all.len() > 1 {
            text.push_str(&format!("# {}\n", policy.id));
        }
        text.push_str(HEADING);
        for gap in &edges.gaps {
            text.push_str(&format!("# Not found: `{}` of {} {}.\n", gap.clause, gap.outcome, gap.what));
        }
        let mut taken: BTreeSet<String> = policy.tests.iter().map(|test| test.name.text.to_string()).collect();
        let mut drafts: Vec<(&Draft, Vec<&Edge>)> = Vec::new();
        for edge in &edges.edges {
            match drafts.iter_mut().find(|(draft, _)| **draft == edge.draft) {
                Some((_, same)) => same.push(edge),
                None => drafts.push((&edge.draft, vec![edge])),
            }
        }
        for (draft, same) in drafts {
            let Some(first) = same.first() else { continue };
            let name = unused(&mut taken, label(policy, first));
            text.push_str(&format!("\ntest {} {{\n", quoted(&name)));
            settings(policy, draft, beside, &mut text);
            let mut expected: BTreeMap<&str, Verdict> = BTreeMap::new();
            for edge in &same {
                expected.insert(&edge.outcome, edge.verdict);
            }
            for designation in &policy.designations {
                let Some(verdict) = expected.get(&*designation.id) else { continue };
                let word = match verdict {
                    Verdict::Covered => "",
                    Verdict::NotCovered => "not ",
                    Verdict::Undetermined => "undetermined ",
                };
                text.push_str(&format!("    expect {word}{};\n", designation.id));
            }
            text.push_str("}\n");
        }
    }
    text
}

const HEADING: &str = "\
# Written by `brightline edges --as-tests`: what the engine answers today on either side of each clause.
# Read each one against the text of the rule before it is kept.
";

fn settings(policy: &Policy, draft: &Draft, beside: &Beside<'_>, text: &mut String) {
    let mut line = |key: &str, value: &str| text.push_str(&format!("    {key}: {value};\n"));
    let own = |name: &str| {
        let bare = name.strip_prefix(&*policy.id).and_then(|rest| rest.strip_prefix('.')).unwrap_or(name).to_owned();
        let schema = &policy.schema;
        let is_known = schema.params.iter().any(|param| *param.name == *bare)
            || schema.choices.iter().any(|choice| *choice.name == *bare);
        is_known.then_some(bare)
    };
    for (name, value) in beside.params.iter().chain(beside.readings) {
        if let Some(name) = own(name) {
            line(&name, value);
        }
    }
    draft.params.iter().for_each(|(name, value)| line(name, value));
    draft.readings.iter().for_each(|(name, value)| line(name, value));
    draft.facts.iter().for_each(|(name, value)| line(name, &in_test(value)));
    let day = |day: Option<crate::date::Date>| day.map_or_else(|| "unknown".to_owned(), |day| day.to_string());
    if let Some(own) = draft.as_of.or(beside.as_of.map(|range| range.as_point())) {
        text.push_str(&format!("    as of {};\n", day(own)));
    }
    if !draft.other.is_empty() {
        let facts: Vec<String> =
            draft.other.iter().map(|(name, value)| format!("{name}: {};", in_test(value))).collect();
        text.push_str(&format!("    model {} {{ {} }}\n", quoted(OTHER), facts.join(" ")));
    }
}

fn in_test(value: &Written) -> String {
    match value {
        Written::Plain(text) => text.clone(),
        Written::Truth(truth) => truth.to_string(),
        Written::Text(text) => quoted(text),
        Written::NoModel => "none".to_owned(),
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
