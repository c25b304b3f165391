//! What a change would move: every answer before it and after it, side by side.
//!
//! In: policies, profiles, and two requests about them, one as things are and one as they would be. Out: for each profile
//! and policy both answers, and what differs between them: verdicts, clauses with their values, lines and margins, what
//! would settle them, and what follows. Both are whole answers; nothing is estimated from one to the other.

use crate::diagnostic::Diagnostic;
use crate::eval::result::{Answer, ClauseAnswer, DesignationAnswer, Margin, ObligationAnswer, Verdict};
use crate::ir::Policy;
use crate::profile::RawProfile;
use crate::session::{Settings, evaluate};
use crate::truth::Truth;
use serde::Serialize;
use std::sync::Arc;

/// What a change moves.
#[derive(Clone, Debug, Default)]
pub struct WhatIf {
    /// For each profile, in order, one for each policy, in order.
    pub pairs: Vec<Vec<Pair>>,
    /// What is odd about the requests and their documents as a whole.
    pub diagnostics: Vec<Diagnostic>,
}

/// What one policy says of one profile, before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// As things are.
    pub before: Answer,
    /// As they would be.
    pub after: Answer,
}

/// The answers under `before` and under `after`, in pairs. A profile that only one of the two requests has, as one that
/// is made of nothing but set facts, has no pair.
///
/// # Errors
/// The diagnostics of settings that cannot be used: an unknown fact, param or reading, a value out of bounds.
pub fn whatif(
    policies: &[Policy],
    profiles: &[RawProfile],
    before: &Settings,
    after: &Settings,
) -> Result<WhatIf, Vec<Diagnostic>> {
    let before = evaluate(policies, profiles, before)?;
    let after = evaluate(policies, profiles, after)?;
    let pair = |(before, after)| Pair { before, after };
    let of_profile = |(before, after): (Vec<Answer>, Vec<Answer>)| before.into_iter().zip(after).map(pair).collect();
    let mut diagnostics = before.diagnostics;
    diagnostics.extend(after.diagnostics);
    Ok(WhatIf { pairs: before.answers.into_iter().zip(after.answers).map(of_profile).collect(), diagnostics })
}

/// An outcome, before and after; an answer in error has none.
#[derive(Clone, Copy, Debug)]
pub struct Outcome<'p> {
    /// As things are.
    pub before: Option<&'p DesignationAnswer>,
    /// As they would be.
    pub after: Option<&'p DesignationAnswer>,
}

/// An obligation or option, before and after; an answer in error has none.
#[derive(Clone, Copy, Debug)]
pub struct Consequence<'p> {
    /// As things are.
    pub before: Option<&'p ObligationAnswer>,
    /// As they would be.
    pub after: Option<&'p ObligationAnswer>,
}

/// A clause, before and after.
#[derive(Clone, Copy, Debug)]
pub struct ClauseMove<'p> {
    /// As it is.
    pub before: &'p ClauseAnswer,
    /// As it would be.
    pub after: &'p ClauseAnswer,
}

impl Pair {
    /// The outcomes, in source order.
    pub fn outcomes(&self) -> Vec<Outcome<'_>> {
        let (before, after) = aligned(&self.before.designations, &self.after.designations);
        before.zip(after).map(|(before, after)| Outcome { before, after }).collect()
    }

    /// The obligations and options, in source order.
    pub fn consequences(&self) -> Vec<Consequence<'_>> {
        let (before, after) = aligned(&self.before.obligations, &self.after.obligations);
        before.zip(after).map(|(before, after)| Consequence { before, after }).collect()
    }

    /// What it says, in the form it is printed as JSON: one for each outcome, then one for each obligation and option; one
    /// of the policy as a whole where both answers are in error.
    pub fn lines(&self) -> Vec<Line> {
        let errors = Sides { before: self.before.error.clone(), after: self.after.error.clone() };
        let line = |kind| Line {
            profile: self.before.profile.clone(),
            policy: self.before.policy.clone(),
            as_of: self.after.as_of.clone(),
            status: self.after.status.clone(),
            kind,
            designation: None,
            obligation: None,
            before: None,
            after: None,
            moved: false,
            clauses: None,
            needs: None,
            due: None,
            error: (errors != Sides::default()).then(|| errors.clone()),
        };
        let mut lines = Vec::new();
        for outcome in self.outcomes() {
            let Some(one) = outcome.before.or(outcome.after) else { continue };
            let word = |side: Option<&DesignationAnswer>| side.map(|answer| answer.verdict.as_str());
            lines.push(Line {
                designation: Some(one.id.clone()),
                before: word(outcome.before),
                after: word(outcome.after),
                moved: outcome.is_moved(),
                clauses: Some(outcome.clauses().iter().map(ClauseLine::of).collect()),
                needs: Some(outcome.needs()),
                ..line(Some(one.kind))
            });
        }
        for found in self.consequences() {
            let Some(one) = found.before.or(found.after) else { continue };
            let due = |side: Option<&ObligationAnswer>| side.and_then(|answer| answer.due.clone());
            lines.push(Line {
                obligation: Some(one.id.clone()),
                before: found.before.map(|answer| answer.applies),
                after: found.after.map(|answer| answer.applies),
                moved: found.is_moved(),
                due: Some(Sides { before: due(found.before), after: due(found.after) }),
                ..line(Some(if one.binding { "obligation" } else { "option" }))
            });
        }
        if lines.is_empty() && errors != Sides::default() {
            lines.push(line(None));
        }
        lines
    }
}

/// Both lists at one length, where one of them is empty since its answer is in error.
fn aligned<'p, T>(
    before: &'p [T],
    after: &'p [T],
) -> (impl Iterator<Item = Option<&'p T>>, impl Iterator<Item = Option<&'p T>>) {
    let length = before.len().max(after.len());
    ((0..length).map(|at| before.get(at)), (0..length).map(|at| after.get(at)))
}

impl<'p> Outcome<'p> {
    /// Whether its verdict moves.
    pub fn is_moved(&self) -> bool {
        self.verdicts().0 != self.verdicts().1
    }

    /// Whether anything of it moves: its verdict, a clause, or what would settle it.
    pub fn differs(&self) -> bool {
        self.is_moved() || !self.clauses().is_empty() || self.needs() != NeedsMove::default()
    }

    /// Its verdicts.
    pub fn verdicts(&self) -> (Option<Verdict>, Option<Verdict>) {
        (self.before.map(|answer| answer.verdict), self.after.map(|answer| answer.verdict))
    }

    /// The clauses that move, those of the exception too, in source order, each before those inside it.
    pub fn clauses(&self) -> Vec<ClauseMove<'p>> {
        let list = |answer: Option<&'p DesignationAnswer>| {
            let mut all = Vec::new();
            answer.iter().flat_map(|answer| answer.clauses.iter().chain(&answer.unless)).for_each(|clause| {
                flatten(clause, &mut all);
            });
            all
        };
        // One policy has the same clauses whatever it is asked about.
        let both = list(self.before).into_iter().zip(list(self.after));
        both.map(|(before, after)| ClauseMove { before, after }).filter(ClauseMove::is_moved).collect()
    }

    /// The sets of unknowns that could settle it after and could not before, and the other way round.
    pub fn needs(&self) -> NeedsMove {
        let sets = |answer: Option<&'p DesignationAnswer>| answer.map(|answer| &*answer.needs.sets).unwrap_or_default();
        let (before, after) = (sets(self.before), sets(self.after));
        let without = |list: &[Vec<String>], others: &[Vec<String>]| {
            list.iter().filter(|set| !others.contains(set)).cloned().collect()
        };
        NeedsMove { new: without(after, before), gone: without(before, after) }
    }
}

fn flatten<'p>(clause: &'p ClauseAnswer, all: &mut Vec<&'p ClauseAnswer>) {
    all.push(clause);
    clause.clauses.iter().for_each(|inner| flatten(inner, all));
}

impl Consequence<'_> {
    /// Whether it applies otherwise, or is due on another day.
    pub fn is_moved(&self) -> bool {
        let known = |side: Option<&ObligationAnswer>| side.map(|answer| (answer.applies, answer.due.clone()));
        known(self.before) != known(self.after)
    }
}

impl ClauseMove<'_> {
    /// Whether its truth, value, line or margin differs.
    pub fn is_moved(&self) -> bool {
        let known =
            |clause: &'_ ClauseAnswer| (clause.truth, clause.value.clone(), clause.line.clone(), clause.margin.clone());
        known(self.before) != known(self.after)
    }
}

/// Something before and after.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Sides<T> {
    /// As it is.
    pub before: T,
    /// As it would be.
    pub after: T,
}

/// What would settle a verdict on one side alone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct NeedsMove {
    /// Sets of unknowns that could settle it after, and not before.
    pub new: Vec<Vec<String>>,
    /// Sets that could before, and cannot or need not after.
    pub gone: Vec<Vec<String>>,
}

/// One outcome, obligation or option of one policy for one profile, as it is printed as JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// The profile's name, as things are.
    pub profile: Arc<str>,
    /// The policy's id.
    pub policy: Arc<str>,
    /// The evaluation date, the days it may be, or `unknown`.
    pub as_of: String,
    /// The policy's status on that day.
    pub status: Option<Arc<str>>,
    /// `designate`, `presume`, `indicate`, `obligation` or `option`.
    pub kind: Option<&'static str>,
    /// The name of the outcome.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub designation: Option<Arc<str>>,
    /// The name of the obligation or option.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub obligation: Option<Arc<str>>,
    /// The verdict, or whether it applies; `null` where the answer is in error.
    pub before: Option<&'static str>,
    /// The same after.
    pub after: Option<&'static str>,
    /// Whether these differ; of an obligation also whether its day does.
    pub moved: bool,
    /// Of an outcome: the clauses that move.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clauses: Option<Vec<ClauseLine>>,
    /// Of an outcome: what would settle it on one side alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub needs: Option<NeedsMove>,
    /// Of an obligation or option: when it is due.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<Sides<Option<String>>>,
    /// Why an answer has no verdict.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<Sides<Option<String>>>,
}

/// A clause that moves, as it is printed as JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ClauseLine {
    /// Its id.
    pub clause: Arc<str>,
    /// As it is.
    pub before: ClauseSide,
    /// As it would be.
    pub after: ClauseSide,
}

/// What a clause says on one side, as `eval` shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ClauseSide {
    /// Its truth; `null` is unknown.
    pub truth: Option<bool>,
    /// The value that its binding comparison compares.
    pub value: Option<String>,
    /// The line it is compared with.
    pub line: Option<String>,
    /// How far apart they are.
    pub margin: Option<Margin>,
}

impl ClauseLine {
    fn of(found: &ClauseMove<'_>) -> Self {
        let side = |clause: &ClauseAnswer| ClauseSide {
            truth: match clause.truth {
                Truth::True => Some(true),
                Truth::False => Some(false),
                Truth::Unknown => None,
            },
            value: clause.value.clone(),
            line: clause.line.clone(),
            margin: clause.margin.clone(),
        };
        ClauseLine { clause: found.before.id.clone(), before: side(found.before), after: side(found.after) }
    }
}
