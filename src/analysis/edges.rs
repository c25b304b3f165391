//! Profiles exactly on either side of each clause of a policy: what its tests and its readers begin with.
//!
//! In: a policy in some circumstances. Out: for each clause of each outcome drafts that differ in one thing alone, on which
//! the clause turns and, where that is found, the outcome with it; each with the verdict that the engine gives today. What
//! is not found is said. The search is deterministic and bounded; the verdicts are those of the full answer.

mod bench;
mod draft;
mod free;
mod goal;
mod probe;
mod steps;

use crate::eval::result::{Answer, Verdict};
use crate::ir::{Clause, Policy};
use crate::model::Circumstances;
use crate::testing::{Coverage, note_coverage, unseen};
use crate::truth::Truth;
use bench::Bench;
pub use bench::Freedom;
pub use draft::{Draft, OTHER, Written};
use probe::{Probed, clause_of};
use std::sync::Arc;

/// Drafts that are tried for a clause to be unknown on.
const MAX_TRIED: usize = 400;

/// Where a value stands to the line of its clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// Just below it, or the day before.
    Below,
    /// Exactly on it.
    At,
    /// Just above it, or the day after.
    Above,
    /// A range with the line inside.
    Across,
    /// One of the values of what has no order.
    Value,
    /// Not given.
    Missing,
}

/// A draft that stands at the edge of a clause.
#[derive(Clone, Debug)]
pub struct Edge {
    /// The outcome.
    pub outcome: Arc<str>,
    /// The clause that is probed.
    pub clause: Arc<str>,
    /// Where the value stands that was moved.
    pub side: Side,
    /// What is probed, in words: `training_compute just below 1e26 FLOP`.
    pub probe: String,
    /// Whether the clause was found to decide the outcome, everything else being as it is here.
    pub decides: bool,
    /// What is set.
    pub draft: Draft,
    /// The verdict of the outcome.
    pub verdict: Verdict,
    /// The truth of the clause.
    pub truth: Truth,
}

/// An edge with all that the policy says of it.
type Told = (Edge, Answer);

/// A clause of which something was not found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The outcome.
    pub outcome: Arc<str>,
    /// The clause.
    pub clause: Arc<str>,
    /// What was not found, in words: `decides nothing`, `never unknown`.
    pub what: &'static str,
}

/// What was found of one policy.
#[derive(Clone, Debug, Default)]
pub struct Edges {
    /// The edges, outcome by outcome and clause by clause.
    pub edges: Vec<Edge>,
    /// What was not found.
    pub gaps: Vec<Gap>,
}

/// The edges of the outcomes that `keeps` keeps, of a policy in its circumstances.
pub fn edges(policy: &Policy, circumstances: &Circumstances, freedom: Freedom, keeps: &dyn Fn(&str) -> bool) -> Edges {
    let bench = Bench::new(policy, circumstances, freedom);
    let mut coverage = unseen(policy);
    let probed = clauses(policy, &coverage, keeps);
    let mut found = Edges::default();
    for one in &probed {
        let (edges, decides) = bench.edges_of(one);
        if !decides {
            found.gaps.push(one.gap("decides nothing"));
        }
        edges.into_iter().for_each(|told| found.take(told, &mut coverage));
    }
    for one in &probed {
        bench.fill(one, &mut found, &mut coverage);
    }
    found
}

impl Edges {
    fn take(&mut self, (edge, answer): Told, coverage: &mut [Coverage]) {
        note_coverage(&answer, coverage);
        self.edges.push(edge);
    }
}

impl Probed<'_> {
    fn gap(&self, what: &'static str) -> Gap {
        Gap { outcome: self.outcome.clone(), clause: self.clause.id.clone(), what }
    }

    /// What the coverage knows of the clause.
    fn seen<'c>(&self, coverage: &'c [Coverage]) -> Option<&'c Coverage> {
        coverage.iter().find(|seen| seen.outcome == self.outcome && seen.clause == self.clause.id)
    }
}

/// The clauses that coverage asks for.
fn clauses<'p>(policy: &'p Policy, coverage: &[Coverage], keeps: &dyn Fn(&str) -> bool) -> Vec<Probed<'p>> {
    let mut found = Vec::new();
    for (at, designation) in policy.designations.iter().enumerate().filter(|(_, one)| keeps(&one.id)) {
        let mut add = |clause: &'p Clause| {
            let (outcome, root) = (designation.id.clone(), designation.rule.node);
            let mut probed = Probed { outcome, at, root, clause, has_line: false };
            probed.has_line = probed.seen(coverage).is_some_and(|seen| seen.sides.is_some());
            found.push(probed);
        };
        designation.rule.when.children.iter().for_each(|child| child.walk(&mut add));
        if designation.rule.when.children.is_empty() {
            add(&designation.rule.when);
        }
        if let Some(unless) = &designation.rule.unless {
            unless.walk(&mut add);
        }
    }
    found
}

impl Bench<'_> {
    /// Adds what no edge shows of a clause yet.
    fn fill(&self, probed: &Probed<'_>, found: &mut Edges, coverage: &mut [Coverage]) {
        for wanted in [Truth::True, Truth::False, Truth::Unknown] {
            let Some(seen) = probed.seen(coverage) else { continue };
            let [no, maybe, yes] = seen.seen;
            let (is_seen, what) = match wanted {
                Truth::True => (yes, "is never true"),
                Truth::False => (no, "is never false"),
                Truth::Unknown => (maybe || !seen.can_be_unknown, "is never unknown"),
            };
            if is_seen {
                continue;
            }
            match self.any_with(probed, wanted, &found.edges) {
                Some(told) => found.take(told, coverage),
                None => found.gaps.push(probed.gap(what)),
            }
        }
        if probed.seen(coverage).is_some_and(|seen| !seen.is_met()) && self.freedom == Freedom::Tests {
            found.gaps.push(probed.gap("is not met from below, exactly and from above its line"));
        }
    }

    /// Any draft on which a clause has this truth.
    fn any_with(&self, probed: &Probed<'_>, wanted: Truth, edges: &[Edge]) -> Option<Told> {
        let word = match wanted {
            Truth::True => "true",
            Truth::False => "false",
            Truth::Unknown => "unknown",
        };
        let fits = |draft: &Draft| {
            let (answer, _) = self.answer(draft)?;
            (clause_of(&answer, probed)?.truth == wanted).then(|| draft.clone())
        };
        let mut found = None;
        if wanted == Truth::Unknown {
            // Nothing said, or something left out of what was found so far.
            let others = edges.iter().filter(|edge| edge.outcome == probed.outcome);
            let less = others.flat_map(|edge| edge.draft.facts.keys().map(|name| edge.draft.without(name)));
            found = std::iter::once(Draft::default()).chain(less).take(MAX_TRIED).find_map(|draft| fits(&draft));
        } else {
            self.begin_clause();
            self.solve(&[(probed.clause.node, wanted == Truth::True)], &Draft::default(), &mut |draft| {
                found = fits(draft);
                found.is_some()
            });
        }
        self.edge(probed, Side::Value, word.to_owned(), found?, false)
    }
}
