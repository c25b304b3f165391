//! Where a policy draws its lines: for lists and indexes of policies, without a profile.
//!
//! In: a checked policy. Out: for each outcome its condition and its exception on one line, in the policy's own words,
//! with the values of its params put in.

use crate::ir::{Clause, ClauseKind, Designation, Policy, Prefix};
use serde::Serialize;
use std::sync::Arc;

/// One outcome as an index has it.
#[derive(Clone, Debug, Serialize)]
pub struct Outline {
    /// Its name.
    pub id: Arc<str>,
    /// `designate`, `presume` or `indicate`.
    pub kind: &'static str,
    /// Its title.
    pub title: Arc<str>,
    /// Its citation.
    pub cite: Option<Arc<str>>,
    /// Its condition, operators as written: `foundation_model and total_compute > 1e26 FLOP`.
    pub when: String,
    /// The condition of its exception.
    pub unless: Option<String>,
}

/// The outlines of a policy's outcomes, in their order.
pub fn outlines(policy: &Policy) -> Vec<Outline> {
    policy.designations.iter().map(|designation| outline(policy, designation)).collect()
}

fn outline(policy: &Policy, designation: &Designation) -> Outline {
    Outline {
        id: designation.id.clone(),
        kind: designation.kind.as_str(),
        title: designation.title.clone(),
        cite: designation.cite.clone(),
        when: in_line(policy, &designation.rule.when, false),
        unless: designation.rule.unless.as_ref().map(|unless| in_line(policy, unless, false)),
    }
}

/// A clause and what is inside it; in parentheses where it would be mistaken for a part of what it stands in.
fn in_line(policy: &Policy, clause: &Clause, inside: bool) -> String {
    let parts = || clause.children.iter().map(|child| in_line(policy, child, true)).collect::<Vec<_>>();
    let (said, is_joined) = match clause.kind {
        ClauseKind::Leaf => return with_values(policy, &clause.text),
        ClauseKind::All => (parts().join(" and "), clause.children.len() > 1),
        ClauseKind::Any => (parts().join(" or "), clause.children.len() > 1),
        ClauseKind::AtLeast(number) => (format!("at least {number} of ({})", parts().join("; ")), false),
    };
    let words = clause.prefix.iter().map(|word| match word {
        Prefix::Not => "not ",
        Prefix::Shown => "shown ",
    });
    let before: String = words.collect();
    if is_joined && (inside || !before.is_empty()) { format!("{before}({said})") } else { format!("{before}{said}") }
}

/// A condition as written, each param by its value where it has one, and by its bounds where it has none.
fn with_values(policy: &Policy, written: &str) -> String {
    let is_part = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '.');
    let mut text = String::with_capacity(written.len());
    let mut rest = written;
    while !rest.is_empty() {
        let (between, word) = rest.split_at(rest.find(is_part).unwrap_or(rest.len()));
        let (word, after) = word.split_at(word.find(|letter| !is_part(letter)).unwrap_or(word.len()));
        text.push_str(between);
        match policy.schema.params.iter().find(|param| *param.name == *word) {
            None => text.push_str(word),
            Some(param) => match &param.default_text {
                Some(value) => text.push_str(&value.split_whitespace().collect::<Vec<_>>().join(" ")),
                None => text.push_str(&format!("{word} (not known, {})", param.domain_text)),
            },
        }
        rest = after;
    }
    text
}
