//! The edges of one clause: drafts that differ in one thing alone, on either side of where the clause turns.
//!
//! In: a clause of an outcome. Out: [`Edge`]s, each with the full answer's verdict. Where the clause can be found to decide,
//! the outcome turns with it; else its own two sides are given, and that is said.

use super::bench::{Bench, Freedom};
use super::draft::{Draft, Written, typical, written};
use super::goal::Goal;
use super::steps::{Driver, Step};
use super::{Edge, Side, Told};
use crate::eval::explore::KnownInput;
use crate::eval::result::{Answer, ClauseAnswer, Verdict};
use crate::ir::{Clause, NodeId};
use crate::truth::Truth;
use std::cmp::Ordering;
use std::sync::Arc;

/// Most facts of a draft that are moved to the other side to find what that side asks for.
const MAX_MOVED: usize = 4;
/// Most drafts that are tried from there.
const MAX_MORE: usize = 3;
/// Most drafts that are kept in mind, and most facts that are tried to be left out.
const MAX_KEPT: usize = 12;
/// Most combinations of readings that are gone through.
const MAX_STARTS: usize = 8;

/// A clause whose edges are looked for.
pub(super) struct Probed<'p> {
    pub outcome: Arc<str>,
    /// The place of the outcome.
    pub at: usize,
    pub root: NodeId,
    pub clause: &'p Clause,
    /// Whether it is one comparison, to be met from below, exactly and from above.
    pub has_line: bool,
}

/// What the edges of a clause are to show.
#[derive(Clone, Copy)]
struct Want {
    /// The outcome turning with the clause.
    decides: bool,
    /// The value below its line, exactly on it and above it.
    meets: bool,
}

impl Want {
    /// From the most that can be shown to the least.
    const ALL: [Want; 4] = [
        Want { decides: true, meets: true },
        Want { decides: true, meets: false },
        Want { decides: false, meets: true },
        Want { decides: false, meets: false },
    ];
}

/// A driver with a draft that sets all but it, and what it is set to.
struct Pivot {
    rest: Draft,
    /// The draft with which it was found.
    origin: Draft,
    driver: Driver,
    steps: Vec<Step>,
}

impl Bench<'_> {
    /// The edges of a clause, and whether it was found to decide its outcome.
    pub(super) fn edges_of(&self, probed: &Probed<'_>) -> (Vec<Told>, bool) {
        // Where readings are open, each may compare another value: a test picks one, a profile cannot.
        let may_meet = probed.has_line && self.freedom == Freedom::Tests;
        for want in Want::ALL.into_iter().filter(|want| may_meet || !want.meets) {
            self.begin_clause();
            // What showed other clauses deciding often shows this one, too.
            let known = self.found.borrow().clone();
            for draft in known.iter().rev().filter(|_| want.decides) {
                if let Some(pivot) = self.turn(probed, draft, want).filter(|pivot| self.is_fit(pivot)) {
                    return (self.finish(probed, pivot, want.decides), want.decides);
                }
            }
            for start in self.starts(probed.clause.node) {
                if let Some(pivot) = self.pivot(probed, &start, want) {
                    self.keep(&pivot);
                    return (self.finish(probed, pivot, want.decides), want.decides);
                }
            }
        }
        (Vec::new(), false)
    }

    /// Nothing, and then the readings of the choices that a clause depends on: what it compares may differ among them.
    fn starts(&self, node: NodeId) -> Vec<Draft> {
        let mut found = vec![Draft::default()];
        let choices = self.policy.schema.choices.iter().enumerate();
        let open = choices.filter(|(at, choice)| {
            self.freedom == Freedom::Tests
                && self.picked(*at).is_none()
                && self.policy.choice_matters(node, &choice.name)
        });
        for (_, choice) in open {
            let read = |draft: &Draft| {
                choice.members.iter().map(|member| draft.read_as(&choice.name, member)).collect::<Vec<_>>()
            };
            found = found.iter().flat_map(read).take(MAX_STARTS).collect();
        }
        if found.first().is_some_and(|first| !first.readings.is_empty()) {
            found.insert(0, Draft::default());
        }
        found
    }

    /// Whether nothing about the profiles of a pivot is odd.
    fn is_fit(&self, pivot: &Pivot) -> bool {
        pivot.steps.iter().all(|step| self.is_sound(&step.draft))
    }

    /// Keeps the draft of a pivot in mind for other clauses.
    fn keep(&self, pivot: &Pivot) {
        let mut found = self.found.borrow_mut();
        found.push(pivot.origin.clone());
        let over = found.len().saturating_sub(MAX_KEPT);
        found.drain(..over);
    }

    /// A draft on which the clause turns; one about which nothing is odd, where there is one.
    fn pivot(&self, probed: &Probed<'_>, start: &Draft, want: Want) -> Option<Pivot> {
        let node = probed.clause.node;
        let ways = if want.decides { self.ways(probed.root, node) } else { vec![Vec::new()] };
        let mut odd = None;
        for way in ways {
            for holds in [true, false] {
                let mut goals: Vec<Goal> = vec![(node, holds)];
                goals.extend(way.iter().copied());
                let mut found = None;
                self.begin();
                self.solve(&goals, start, &mut |draft| {
                    let pivot =
                        self.turn(probed, draft, want).or_else(|| self.turn_with_more(probed, draft, want, holds));
                    match pivot {
                        Some(pivot) if self.is_fit(&pivot) => found = Some(pivot),
                        Some(pivot) if odd.is_none() => odd = Some(pivot),
                        _ => {}
                    }
                    if found.is_none() {
                        self.refuse();
                    }
                    found.is_some()
                });
                if found.is_some() {
                    return found;
                }
            }
        }
        odd
    }

    /// The same where the other side of the clause asks for more facts: these are looked for from that side.
    fn turn_with_more(&self, probed: &Probed<'_>, draft: &Draft, want: Want, holds: bool) -> Option<Pivot> {
        let node = probed.clause.node;
        let mut goals: Vec<Goal> = vec![(node, !holds)];
        if want.decides {
            goals.push((probed.root, self.glance(draft, probed.root)? == Verdict::NotCovered));
        }
        let inputs = self.inputs(draft, node).into_iter().filter(|input| draft.facts.contains_key(&input.name));
        for input in inputs.take(MAX_MOVED) {
            let rest = draft.without(&input.name);
            let regions = self.regions(&rest, node, &input);
            let scale = self.scale(&input.ty);
            for region in regions.first().into_iter().chain(regions.last().filter(|_| regions.len() > 1)) {
                let value = typical(region, &input.ty, &scale).and_then(|set| written(&set, &input.ty));
                let Some(start) = value.map(|value| rest.with(&input.name, value)) else { continue };
                let mut found = None;
                let mut tries = 0;
                self.solve(&goals, &start, &mut |more| {
                    tries += 1;
                    found = self.turn(probed, more, want);
                    found.is_some() || tries >= MAX_MORE
                });
                if found.is_some() {
                    return found;
                }
            }
        }
        None
    }

    /// Whether nothing about a profile is odd.
    fn is_sound(&self, draft: &Draft) -> bool {
        self.answer(&self.with_companions(draft))
            .is_some_and(|(answer, warnings)| warnings.is_empty() && answer.warnings.is_empty())
    }

    /// Something in a draft that turns the clause, and the outcome with it where it is to decide.
    fn turn(&self, probed: &Probed<'_>, draft: &Draft, want: Want) -> Option<Pivot> {
        let node = probed.clause.node;
        let mut drivers: Vec<Driver> =
            self.inputs(draft, node).into_iter().map(|input| Driver::Fact(Box::new(input))).collect();
        let schema = &self.policy.schema;
        let references = schema.references.iter().filter(|found| found.or_none && draft.names(&found.name));
        drivers.extend(references.map(|found| Driver::Reference(found.name.clone(), draft.clone())));
        if self.freedom == Freedom::Tests {
            let picked = draft.readings.keys();
            drivers.extend(picked.map(|name| Driver::Reading(name.clone())));
            drivers.push(Driver::Day);
        }
        drivers.into_iter().find_map(|driver| {
            let rest = match &driver {
                Driver::Fact(input) => draft.facts.contains_key(&input.name).then(|| draft.without(&input.name))?,
                Driver::Reference(name, _) => draft.without_model(name),
                Driver::Reading(name) => draft.without_reading(name),
                Driver::Day => Draft { as_of: None, ..draft.clone() },
            };
            let steps = self.steps(probed, &rest, &driver);
            self.turns(probed, &steps, want)
                .then(|| self.slim(probed, Pivot { rest, origin: draft.clone(), driver, steps }, want))
        })
    }

    /// The same without the facts that it turns without, too.
    fn slim(&self, probed: &Probed<'_>, mut pivot: Pivot, want: Want) -> Pivot {
        if let Driver::Reference(..) = pivot.driver {
            return pivot;
        }
        let names: Vec<Arc<str>> = pivot.rest.facts.keys().take(MAX_KEPT).cloned().collect();
        for name in names {
            let is_needed = pivot.steps.iter().any(|step| {
                self.glance(&step.draft.without(&name), probed.root) != self.glance(&step.draft, probed.root)
            });
            if is_needed {
                continue;
            }
            let rest = pivot.rest.without(&name);
            let steps = self.steps(probed, &rest, &pivot.driver);
            if self.turns(probed, &steps, want) {
                (pivot.rest, pivot.steps) = (rest, steps);
                pivot.origin = pivot.origin.without(&name);
            }
        }
        pivot
    }

    /// Whether these steps show the clause both ways, its line from all sides, and the outcome both ways.
    fn turns(&self, probed: &Probed<'_>, steps: &[Step], want: Want) -> bool {
        let mut pairs: Vec<(Verdict, Verdict)> = Vec::new();
        for step in steps {
            let clause = self.glance(&step.draft, probed.clause.node);
            let outcome = self.glance(&step.draft, probed.root);
            pairs.extend(clause.zip(outcome));
        }
        let both = |wanted: [Verdict; 2]| {
            let mut seen = pairs.iter().filter(|(clause, _)| *clause == wanted[0]);
            !want.decides && seen.clone().next().is_some() || seen.any(|(_, outcome)| *outcome == wanted[1])
        };
        let (yes, no) = (Verdict::Covered, Verdict::NotCovered);
        let along = both([yes, yes]) && both([no, no]);
        let against = both([yes, no]) && both([no, yes]);
        let is_open = |one: &Verdict| *one == Verdict::Undetermined;
        let mut decided = pairs.iter().filter(|(clause, outcome)| !is_open(clause) && !is_open(outcome));
        let pure = !want.decides || decided.all(|(clause, outcome)| (clause == outcome) == along);
        if !(along || against) || !pure {
            return false;
        }
        if !want.meets {
            return true;
        }
        let orders: Vec<Option<Ordering>> = steps.iter().map(|step| self.order(probed, &step.draft)).collect();
        [Ordering::Less, Ordering::Equal, Ordering::Greater].iter().all(|order| orders.contains(&Some(*order)))
    }

    /// The edges of a pivot, with the driver missing as the last of them.
    fn finish(&self, probed: &Probed<'_>, pivot: Pivot, decides: bool) -> Vec<Told> {
        let name = match &pivot.driver {
            Driver::Fact(input) => input.name.to_string(),
            Driver::Reference(name, _) | Driver::Reading(name) => name.to_string(),
            Driver::Day => "evaluation date".to_owned(),
        };
        let missing = match &pivot.driver {
            Driver::Day => Draft { as_of: Some(None), ..pivot.rest.clone() },
            Driver::Fact(_) | Driver::Reference(..) | Driver::Reading(_) => pivot.rest.clone(),
        };
        let mut steps = pivot.steps;
        steps.push(Step { side: Side::Missing, text: format!("{name} not given"), draft: missing });
        let mut edges: Vec<Told> =
            steps.into_iter().filter_map(|step| self.edge(probed, step.side, step.text, step.draft, decides)).collect();
        let is_open = edges.iter().any(|(edge, _)| edge.truth == Truth::Unknown);
        if !is_open && let Driver::Fact(input) = &pivot.driver {
            edges.extend(self.across(probed, input, &pivot.rest, &edges, decides));
        }
        edges
    }

    /// A range across the line, where silence means something.
    fn across(
        &self,
        probed: &Probed<'_>,
        input: &KnownInput,
        rest: &Draft,
        edges: &[Told],
        decides: bool,
    ) -> Option<Told> {
        let value = |side: Side| {
            let (edge, _) = edges.iter().find(|(edge, _)| edge.side == side)?;
            match edge.draft.facts.get(&input.name)? {
                Written::Plain(text) => Some(text.clone()),
                _ => None,
            }
        };
        let range = format!("{} .. {}", value(Side::Below)?, value(Side::Above)?);
        let draft = rest.with(&input.name, Written::Plain(range));
        let edge =
            self.edge(probed, Side::Across, format!("{} on both sides of the line", input.name), draft, decides)?;
        (edge.0.truth == Truth::Unknown).then_some(edge)
    }

    /// A draft with what the full answer says of it.
    pub(super) fn edge(
        &self,
        probed: &Probed<'_>,
        side: Side,
        text: String,
        draft: Draft,
        decides: bool,
    ) -> Option<Told> {
        let draft = self.with_companions(&draft);
        let (answer, _) = self.answer(&draft)?;
        let verdict = answer.designations.get(probed.at)?.verdict;
        let truth = clause_of(&answer, probed)?.truth;
        let (outcome, clause) = (probed.outcome.clone(), probed.clause.id.clone());
        Some((Edge { outcome, clause, side, probe: text, decides, draft, verdict, truth }, answer))
    }

    /// The draft with the facts that should be given with its own.
    fn with_companions(&self, draft: &Draft) -> Draft {
        let mut whole = draft.clone();
        let schema = &self.policy.schema;
        for name in draft.facts.keys() {
            for fact in &schema.facts {
                let Some(before) = name.strip_suffix(&*fact.name) else { continue };
                if !before.is_empty() && !before.ends_with('.') {
                    continue;
                }
                let Some(companion) = fact.companion.as_ref() else { continue };
                let full: Arc<str> = Arc::from(format!("{before}{companion}"));
                let Some(other) = schema.facts.iter().find(|fact| fact.name == *companion) else { continue };
                let set = typical(&other.domain, &other.ty, &self.scale(&other.ty));
                if let (Some(value), false) =
                    (set.and_then(|set| written(&set, &other.ty)), whole.facts.contains_key(&full))
                {
                    whole = whole.with(&full, value);
                }
            }
        }
        whole
    }
}

/// The answer's clause that is probed.
pub(super) fn clause_of<'a>(answer: &'a Answer, probed: &Probed<'_>) -> Option<&'a ClauseAnswer> {
    fn find<'a>(clauses: &'a [ClauseAnswer], id: &str) -> Option<&'a ClauseAnswer> {
        clauses.iter().find_map(|clause| if *clause.id == *id { Some(clause) } else { find(&clause.clauses, id) })
    }
    let designation = answer.designations.get(probed.at)?;
    let unless = designation.unless.as_slice();
    find(&designation.clauses, &probed.clause.id).or_else(|| find(unless, &probed.clause.id))
}
