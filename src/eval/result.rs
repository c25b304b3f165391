//! What an evaluation answers, in the form it is printed as JSON.
//!
//! Exact numbers are strings: a finite decimal, or `p/q`, with their unit. Truths are `true`, `false` or `null`.

use super::readings::ReadingsSummary;
use crate::diagnostic::Diagnostic;
use crate::truth::Truth;
use serde::{Serialize, Serializer};
use std::sync::Arc;

/// The note of an answer that a sharper look might decide.
pub const NOT_REFINED: &str = "not refined";
/// What [`Needs`] calls the models that `largest` and `smallest` look over.
pub const OTHER_MODELS: &str = "other models";
/// What ends the warning of a reference that names a model without a profile.
pub const NO_PROFILE: &str = ", of which no profile is given";

/// The answer of one designation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The rule holds.
    Covered,
    /// The rule does not hold.
    NotCovered,
    /// What is known does not decide it.
    Undetermined,
}

impl From<Truth> for Verdict {
    fn from(truth: Truth) -> Self {
        match truth {
            Truth::True => Verdict::Covered,
            Truth::False => Verdict::NotCovered,
            Truth::Unknown => Verdict::Undetermined,
        }
    }
}

impl Verdict {
    /// The word, as in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::Covered => "covered",
            Verdict::NotCovered => "not_covered",
            Verdict::Undetermined => "undetermined",
        }
    }

    /// The word, as people read it.
    pub fn in_words(self) -> &'static str {
        match self {
            Verdict::Covered => "covered",
            Verdict::NotCovered => "not covered",
            Verdict::Undetermined => "undetermined",
        }
    }
}

/// `true`, `false`, or `null` for unknown.
fn truth_or_null<S: Serializer>(truth: &Truth, serializer: S) -> Result<S::Ok, S::Error> {
    match truth {
        Truth::True => serializer.serialize_some(&true),
        Truth::False => serializer.serialize_some(&false),
        Truth::Unknown => serializer.serialize_none(),
    }
}

/// All that one policy says of one profile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// The policy's id.
    pub policy: Arc<str>,
    /// The profile's name.
    pub profile: Arc<str>,
    /// The evaluation date, the days it may be, or `unknown`.
    pub as_of: String,
    /// The status on that day; `null` before the first, or where the day is not known.
    pub status: Option<Arc<str>>,
    /// One for each outcome, in source order; none where there is an error.
    pub designations: Vec<DesignationAnswer>,
    /// One for each obligation and option, in source order.
    pub obligations: Vec<ObligationAnswer>,
    /// What is odd about the profile or the evaluation.
    pub warnings: Vec<String>,
    /// Why there is no verdict.
    pub error: Option<String>,
    /// The same warnings and errors with their places.
    #[serde(skip)]
    pub diagnostics: Vec<Diagnostic>,
}

/// What a policy says of one of its outcomes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DesignationAnswer {
    /// The outcome's name.
    pub id: Arc<str>,
    /// `designate`, `presume` or `indicate`.
    pub kind: &'static str,
    /// The verdict over all completions of what is unknown.
    pub verdict: Verdict,
    /// The clauses that decide it, the binding one first.
    pub because: Vec<Arc<str>>,
    /// What would settle an undetermined verdict.
    pub needs: Needs,
    /// What the verdict rests on beside the facts.
    pub rests_on: Vec<Rest>,
    /// The verdict under each reading of the choices that were not picked.
    pub readings: Vec<Reading>,
    /// How these fall out, and which choice decides; none where there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub readings_summary: Option<ReadingsSummary>,
    /// [`NOT_REFINED`] where the exact answer over all completions may be sharper, and for an undetermined verdict what
    /// it hangs on that has no value, whatever the facts.
    pub notes: Vec<String>,
    /// The clauses behind `when`.
    pub clauses: Vec<ClauseAnswer>,
    /// The clause behind `unless`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unless: Option<ClauseAnswer>,
    /// How the clauses behind `when` are joined, in words.
    #[serde(skip)]
    pub joined: Option<String>,
}

/// The smallest sets of unknowns that could settle a verdict.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Needs {
    /// Each a set of facts (`param NAME` and `choice NAME` are marked, [`OTHER_MODELS`] are none of them), smallest
    /// first; those with a fact that stands in exceptions alone come last.
    pub sets: Vec<Vec<String>>,
    /// Whether that is all.
    pub complete: bool,
}

/// Something a verdict rests on beside the facts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Rest {
    /// `assume`, `otherwise`, `shown`, `estimate`, `presumption`, `indication` or `known`.
    pub kind: &'static str,
    /// What it is about.
    pub name: Arc<str>,
    /// It in a sentence.
    pub text: String,
}

/// The verdict under one reading: `{"counted":"original_run","verdict":"covered"}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Each choice with the reading taken.
    pub choices: Vec<(Arc<str>, Arc<str>)>,
    /// What follows.
    pub verdict: Verdict,
}

impl Serialize for Reading {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let choices = self.choices.iter().map(|(name, member)| (&**name, &**member));
        serializer.collect_map(choices.chain([("verdict", self.verdict.as_str())]))
    }
}

/// One clause and what it says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ClauseAnswer {
    /// Its id.
    pub id: Arc<str>,
    /// Its truth.
    #[serde(serialize_with = "truth_or_null")]
    pub truth: Truth,
    /// The condition as written.
    pub text: Arc<str>,
    /// Its citation.
    pub cite: Option<Arc<str>>,
    /// Whether it is the binding one.
    pub binding: bool,
    /// The value that its binding comparison compares.
    pub value: Option<String>,
    /// The line it is compared with.
    pub line: Option<String>,
    /// How far apart they are.
    pub margin: Option<Margin>,
    /// What else to know, as at equality.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The clauses inside it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub clauses: Vec<ClauseAnswer>,
    /// How the clauses inside are joined: `all of`, `any of`, `at least 2 of`, with `not` and `shown` before it.
    #[serde(skip)]
    pub joined: Option<String>,
    /// The comparison, for rounding in words; `None` where readings compare different values.
    #[serde(skip)]
    pub comparison: Option<super::line::Compared>,
    /// What each reading compares, where they differ.
    #[serde(skip)]
    pub by_reading: Vec<super::line::Compared>,
}

impl Answer {
    /// Writes the texts of values, lines and margins, which evaluation leaves as exact numbers.
    pub(super) fn write_texts(&mut self) {
        for designation in &mut self.designations {
            designation.clauses.iter_mut().chain(&mut designation.unless).for_each(ClauseAnswer::write_texts);
        }
    }
}

impl ClauseAnswer {
    fn write_texts(&mut self) {
        let list = |text: fn(&super::line::Compared) -> Option<String>| {
            let mut texts: Vec<String> = Vec::new();
            for text in self.comparison.iter().chain(&self.by_reading).filter_map(text) {
                if !texts.contains(&text) {
                    texts.push(text);
                }
            }
            (!texts.is_empty()).then(|| texts.join(" or "))
        };
        let (value, line, note) = (
            list(super::line::Compared::value_text),
            list(super::line::Compared::line_text),
            list(|compared| compared.note().map(str::to_owned)),
        );
        (self.value, self.line, self.note) = (value, line, note);
        self.margin = self.comparison.as_ref().and_then(super::line::Compared::margin);
        self.clauses.iter_mut().for_each(ClauseAnswer::write_texts);
    }
}

/// How far a value is from its line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Margin {
    /// Value less line, in the line's unit; a range where the value is one.
    pub difference: String,
    /// Value over line; `null` where it has no meaning.
    pub ratio: Option<String>,
    /// The decimal logarithm of the ratio to two places, for show only.
    pub orders: Option<String>,
}

/// What a policy says of what follows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ObligationAnswer {
    /// Its name.
    pub id: Arc<str>,
    /// Whether it binds; else it is voluntary.
    pub binding: bool,
    /// `yes`, `no` or `undetermined`.
    pub applies: &'static str,
    /// The day it is due, or the days it may be; `null` where there is none or nobody knows.
    pub due: Option<String>,
    /// What is to be done.
    #[serde(skip)]
    pub title: Arc<str>,
    /// Its citation.
    #[serde(skip)]
    pub cite: Option<Arc<str>>,
}
