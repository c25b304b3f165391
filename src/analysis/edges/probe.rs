//! The edges of one clause: drafts that differ in one thing alone, on either side of where the clause turns.
//!
//! In: a clause of an outcome. Out: [`Edge`]s, each with the full answer's verdict. Where the clause can be found to decide,
//! the outcome turns with it; else its own two sides are given, and that is said.

use super::bench::{Bench, Freedom};
use super::draft::{Draft, Written, beside, typical, written};
use super::goal::Goal;
use super::{Edge, Side, Told};
use crate::analysis::words::{self, Digits};
use crate::date::{CalendarUnit, Date, DateRange, shift};
use crate::eval::explore::KnownInput;
use crate::eval::result::{Answer, ClauseAnswer, Verdict};
use crate::interval::{End, Interval};
use crate::ir::{Clause, NodeId};
use crate::possible::Set;
use crate::rational::Rational;
use crate::schema::Type;
use crate::truth::Truth;
use std::cmp::Ordering;
use std::sync::Arc;

/// Most facts of a draft that are moved to the other side to find what that side asks for.
const MAX_MOVED: usize = 4;
/// Most drafts that are tried from there.
const MAX_MORE: usize = 3;
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

/// What is moved to and fro.
#[derive(Clone)]
enum Driver {
    Fact(Box<KnownInput>),
    /// A reference, with a draft in which it names a model.
    Reference(Arc<str>, Draft),
    Reading(Arc<str>),
    Day,
}

/// A driver with a draft that sets all but it, and what it is set to.
struct Pivot {
    rest: Draft,
    driver: Driver,
    steps: Vec<Step>,
}

/// One value of a driver.
struct Step {
    side: Side,
    text: String,
    draft: Draft,
}

impl Bench<'_> {
    /// The edges of a clause, and whether it was found to decide its outcome.
    pub(super) fn edges_of(&self, probed: &Probed<'_>) -> (Vec<Told>, bool) {
        for decides in [true, false] {
            self.begin_clause();
            for start in self.starts(probed.clause.node) {
                if let Some(pivot) = self.pivot(probed, &start, decides) {
                    return (self.finish(probed, pivot, decides), decides);
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

    /// A draft on which the clause turns; one about which nothing is odd, where there is one.
    fn pivot(&self, probed: &Probed<'_>, start: &Draft, decides: bool) -> Option<Pivot> {
        let node = probed.clause.node;
        let ways = if decides { self.ways(probed.root, node) } else { vec![Vec::new()] };
        let mut odd = None;
        for way in ways {
            for holds in [true, false] {
                let mut goals: Vec<Goal> = vec![(node, holds)];
                goals.extend(way.iter().copied());
                let mut found = None;
                self.begin();
                self.solve(&goals, start, &mut |draft| {
                    let pivot = self
                        .turn(probed, draft, decides)
                        .or_else(|| self.turn_with_more(probed, draft, decides, holds));
                    match pivot {
                        Some(pivot) if pivot.steps.iter().all(|step| self.is_sound(&step.draft)) => found = Some(pivot),
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
    fn turn_with_more(&self, probed: &Probed<'_>, draft: &Draft, decides: bool, holds: bool) -> Option<Pivot> {
        let node = probed.clause.node;
        let mut goals: Vec<Goal> = vec![(node, !holds)];
        if decides {
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
                    found = self.turn(probed, more, decides);
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
    fn turn(&self, probed: &Probed<'_>, draft: &Draft, decides: bool) -> Option<Pivot> {
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
            self.turns(probed, &steps, decides).then(|| self.slim(probed, Pivot { rest, driver, steps }, decides))
        })
    }

    /// The same without the facts that it turns without, too.
    fn slim(&self, probed: &Probed<'_>, mut pivot: Pivot, decides: bool) -> Pivot {
        if let Driver::Reference(..) = pivot.driver {
            return pivot;
        }
        let names: Vec<Arc<str>> = pivot.rest.facts.keys().cloned().collect();
        for name in names {
            let rest = pivot.rest.without(&name);
            let steps = self.steps(probed, &rest, &pivot.driver);
            if self.turns(probed, &steps, decides) {
                (pivot.rest, pivot.steps) = (rest, steps);
            }
        }
        pivot
    }

    /// Whether these steps show the clause both ways, its line from all sides, and the outcome both ways.
    fn turns(&self, probed: &Probed<'_>, steps: &[Step], decides: bool) -> bool {
        let mut pairs: Vec<(Verdict, Verdict)> = Vec::new();
        for step in steps {
            let clause = self.glance(&step.draft, probed.clause.node);
            let outcome = self.glance(&step.draft, probed.root);
            pairs.extend(clause.zip(outcome));
        }
        let both = |wanted: [Verdict; 2]| {
            let mut seen = pairs.iter().filter(|(clause, _)| *clause == wanted[0]);
            !decides && seen.clone().next().is_some() || seen.any(|(_, outcome)| *outcome == wanted[1])
        };
        let (yes, no) = (Verdict::Covered, Verdict::NotCovered);
        let along = both([yes, yes]) && both([no, no]);
        let against = both([yes, no]) && both([no, yes]);
        let is_open = |one: &Verdict| *one == Verdict::Undetermined;
        let mut decided = pairs.iter().filter(|(clause, outcome)| !is_open(clause) && !is_open(outcome));
        let pure = !decides || decided.all(|(clause, outcome)| (clause == outcome) == along);
        let sides = |order: Ordering| steps.iter().any(|step| self.order(probed, &step.draft) == Some(order));
        // Where readings are open, each may compare another value: a test picks one, a profile cannot.
        let may_part = self.freedom == Freedom::Profiles;
        let is_met =
            !probed.has_line || may_part || [Ordering::Less, Ordering::Equal, Ordering::Greater].into_iter().all(sides);
        (along || against) && pure && is_met
    }

    /// How the value of the clause stands to its line.
    fn order(&self, probed: &Probed<'_>, draft: &Draft) -> Option<Ordering> {
        let (answer, _) = self.answer(draft)?;
        clause_of(&answer, probed)?.comparison.as_ref()?.order()
    }

    /// The values of a driver on either side of the first line at which the clause turns.
    fn steps(&self, probed: &Probed<'_>, rest: &Draft, driver: &Driver) -> Vec<Step> {
        let step = |side: Side, text: String, draft: Draft| Step { side, text, draft };
        match driver {
            Driver::Reference(name, draft) => {
                let model: Arc<str> = Arc::from(format!("{name}.name"));
                let there = match draft.facts.get(name) {
                    Some(Written::NoModel) => rest.with(&model, Written::Text(format!("The {name} model"))),
                    _ => draft.clone(),
                };
                vec![
                    step(Side::Value, format!("there is no {name}"), rest.with(name, Written::NoModel)),
                    step(Side::Value, format!("there is a {name}"), there),
                ]
            }
            Driver::Reading(name) => {
                let choice = self.policy.schema.choices.iter().find(|choice| choice.name == *name);
                let members = choice.iter().flat_map(|choice| choice.members.iter());
                members
                    .map(|member| step(Side::Value, format!("{name} read as {member}"), rest.read_as(name, member)))
                    .collect()
            }
            Driver::Day => self.line_day(probed, rest).map_or_else(Vec::new, |line| {
                let on = |(count, side)| {
                    let day = shift(line, count, CalendarUnit::Day);
                    step(side, format!("as of {day}"), Draft { as_of: Some(Some(day)), ..rest.clone() })
                };
                [(-1, Side::Below), (0, Side::At), (1, Side::Above)].map(on).into_iter().collect()
            }),
            Driver::Fact(input) => self.values(probed, rest, input),
        }
    }

    fn values(&self, probed: &Probed<'_>, rest: &Draft, input: &KnownInput) -> Vec<Step> {
        let node = probed.clause.node;
        let scale = self.scale(&input.ty);
        let regions = self.regions(rest, node, input);
        let value = |set: &Set| Some(rest.with(&input.name, written(set, &input.ty)?));
        let truth_in = |region: &Set| {
            let set = typical(region, &input.ty, &scale)?;
            self.glance(&value(&set)?, node).filter(|truth| *truth != Verdict::Undetermined)
        };
        let truths: Vec<Option<Verdict>> = regions.iter().map(truth_in).collect();
        let step = |side: Side, set: Set| {
            let shown = words::region(&set, &set, &input.ty, Digits::All);
            let shown = shown.strip_prefix("exactly ").unwrap_or(&shown).to_owned();
            let text = match side {
                Side::Value => format!("{} {shown}", input.name),
                _ => shown,
            };
            Some(Step { side, text, draft: value(&set)? })
        };
        if !matches!(input.ty, Type::Number(_) | Type::Date) {
            // One value of each side.
            let first = |wanted: Verdict| {
                let at = truths.iter().position(|truth| *truth == Some(wanted))?;
                step(Side::Value, typical(regions.get(at)?, &input.ty, &scale)?)
            };
            return [Verdict::Covered, Verdict::NotCovered].into_iter().filter_map(first).collect();
        }
        let turn = truths.windows(2).position(|pair| matches!(pair, [Some(a), Some(b)] if a != b));
        let Some((low, high)) = turn.and_then(|at| regions.get(at).zip(regions.get(at + 1))) else {
            return Vec::new();
        };
        let around: Vec<(Side, Set)> = match (low, high) {
            (Set::Number(low), Set::Number(high)) => numbers_around(low, high, &input.ty),
            (Set::Date(_), Set::Date(DateRange { lo: Some(first), .. })) => self.days_around(probed, &value, *first),
            _ => Vec::new(),
        };
        let inside = |set: &Set| set.is_within(&input.domain);
        let line = around.iter().find(|(side, _)| *side == Side::At).map(|(_, set)| set.clone());
        let steps = around.into_iter().filter(|(_, set)| inside(set)).filter_map(|(side, set)| {
            let mut step = step(side, set)?;
            let line = line.as_ref().map(|line| words::region(line, line, &input.ty, Digits::All));
            let line = line.as_deref().map(|line| line.strip_prefix("exactly ").unwrap_or(line)).unwrap_or_default();
            step.text = match (side, &input.ty) {
                (Side::Below, Type::Date) => format!("{} the day before {line}", input.name),
                (Side::Above, Type::Date) => format!("{} the day after {line}", input.name),
                (Side::At, Type::Date) => format!("{} on {line}", input.name),
                (Side::Below, _) => format!("{} just below {line}", input.name),
                (Side::Above, _) => format!("{} just above {line}", input.name),
                _ => format!("{} exactly {line}", input.name),
            };
            Some(step)
        });
        steps.collect()
    }

    /// Three days on which the value stands before, on and after its line, next to the day on which the clause turns.
    fn days_around(&self, probed: &Probed<'_>, value: &dyn Fn(&Set) -> Option<Draft>, first: Date) -> Vec<(Side, Set)> {
        let day = |count: i64| Set::Date(DateRange::point(shift(first, count, CalendarUnit::Day)));
        let met = [0, -1, 1]
            .into_iter()
            .find(|count| value(&day(*count)).and_then(|draft| self.order(probed, &draft)) == Some(Ordering::Equal));
        let middle = met.unwrap_or(0);
        vec![(Side::Below, day(middle - 1)), (Side::At, day(middle)), (Side::Above, day(middle + 1))]
    }

    /// The day with which a clause compares the evaluation date.
    fn line_day(&self, probed: &Probed<'_>, rest: &Draft) -> Option<Date> {
        let (answer, _) = self.answer(rest)?;
        let compared = clause_of(&answer, probed)?.comparison.as_ref()?;
        let (value, line) = (compared.value.date().as_point()?, compared.line.date().as_point()?);
        let today = rest.as_of.flatten().or(self.circumstances.as_of.as_point())?;
        match (value == today, line == today) {
            (true, _) => Some(line),
            (false, true) => Some(value),
            (false, false) => None,
        }
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

/// Three short numbers around the line between two regions.
fn numbers_around(low: &Interval, high: &Interval, ty: &Type) -> Vec<(Side, Set)> {
    let Some(line) = high.lo().value().or_else(|| low.hi().value()).cloned() else { return Vec::new() };
    let point = |value: Rational| Set::Number(Interval::point(value));
    // No further than the middle of a narrow region.
    let held = |value: Rational, end: Option<&End>| match end.and_then(End::value) {
        Some(last)
            if (&value - &line).abs() > (last - &line).abs()
                || (value == *last && end == Some(&End::Open(value.clone()))) =>
        {
            (last + &line).checked_div(&Rational::from(2)).unwrap_or(value)
        }
        _ => value,
    };
    let below = held(beside(&line, ty, false), (low.as_point().is_none()).then(|| low.lo()));
    let above = held(beside(&line, ty, true), (high.as_point().is_none()).then(|| high.hi()));
    vec![(Side::Below, point(below)), (Side::At, point(line)), (Side::Above, point(above))]
}
