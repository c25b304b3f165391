//! What a draft leaves open, and the drafts in which one thing more is set.
//!
//! In: a draft and a condition. Out: each thing that the condition hangs on, with a value in every region that matters.

use super::bench::{Bench, Freedom};
use super::draft::{Draft, Written, typical, written};
use crate::date::Date;
use crate::eval::explore::KnownInput;
use crate::given::Given;
use crate::interval::{End, Interval};
use crate::ir::{NodeId, Op, ReferenceId};
use crate::possible::Set;
use crate::sorting::sort;
use std::sync::Arc;

/// Something that a draft does not set yet.
#[derive(Clone, Debug)]
pub(super) enum Free {
    /// A fact.
    Fact(Box<KnownInput>),
    /// Whether there is a model behind a reference.
    Reference(Arc<str>),
    /// A param without a value, by its place.
    Param(usize),
    /// A choice, by its place.
    Choice(usize),
    /// The evaluation date.
    Day,
    /// The other models: the fact that is asked of them, and the day by which they are placed in time.
    Other(Arc<str>, Arc<str>),
}

/// Drafts in which one thing more is set.
#[derive(Clone, Debug, Default)]
pub(super) struct Settings {
    /// To a value within each region.
    pub usual: Vec<Draft>,
    /// To a region that is one number, such as none at all.
    pub points: Vec<Draft>,
}

impl Free {
    /// Whether two are the same thing.
    pub(super) fn is(&self, other: &Free) -> bool {
        match (self, other) {
            (Free::Fact(a), Free::Fact(b)) => a.name == b.name,
            (Free::Reference(a), Free::Reference(b)) => a == b,
            (Free::Param(a), Free::Param(b)) | (Free::Choice(a), Free::Choice(b)) => a == b,
            (Free::Day, Free::Day) | (Free::Other(..), Free::Other(..)) => true,
            _ => false,
        }
    }
}

impl Bench<'_> {
    /// Whether a condition certainly hangs on something that is not set.
    pub(super) fn is_live(&self, draft: &Draft, node: NodeId, free: &Free) -> bool {
        match free {
            Free::Fact(input) => self.cuts(draft, node, input).len() > 1,
            _ => true,
        }
    }

    /// What a condition hangs on and the draft does not set.
    pub(super) fn free(&self, draft: &Draft, node: NodeId) -> Vec<Free> {
        let mut found: Vec<Free> = Vec::new();
        let schema = &self.policy.schema;
        let reachable = self.policy.reachable(vec![node]);
        for id in &reachable {
            let op = self.policy.node(*id).map(|node| &node.op);
            let more = match op {
                Some(Op::Exists(reference) | Op::Through(reference, _)) => {
                    self.open_reference(draft, *reference).map(Free::Reference)
                }
                _ if self.freedom == Freedom::Profiles => None,
                Some(Op::Param(param, None)) => {
                    let at = param.index();
                    let is_open = matches!(self.circumstances.params.get(at), Some(None));
                    let is_set = schema.params.get(at).is_none_or(|param| draft.params.contains_key(&param.name));
                    (is_open && !is_set).then_some(Free::Param(at))
                }
                Some(Op::Choice(choice)) => {
                    let at = choice.index();
                    let name = schema.choices.get(at).map(|choice| &choice.name);
                    let is_open =
                        self.picked(at).is_none() && name.is_some_and(|name| !draft.readings.contains_key(name));
                    is_open.then_some(Free::Choice(at))
                }
                Some(Op::EvaluationDate) => draft.as_of.is_none().then_some(Free::Day),
                Some(Op::Population(asked)) if draft.other.is_empty() => {
                    let fact = |target| match self.policy.target(target).and_then(|id| self.policy.node(id))?.op {
                        Op::Fact(fact) => schema.facts.get(fact.index()).map(|fact| fact.name.clone()),
                        _ => None,
                    };
                    fact(asked.quantity).zip(fact(asked.released)).map(|(name, day)| Free::Other(name, day))
                }
                _ => None,
            };
            found.extend(more.filter(|more| !found.iter().any(|known| known.is(more))));
        }
        let inputs = self.inputs(draft, node).into_iter().filter(|input| !draft.facts.contains_key(&input.name));
        let facts = inputs.map(|input| Free::Fact(Box::new(input)));
        // Facts come first: what is not said of a base is mostly that there is none.
        facts.chain(found).collect()
    }

    /// The name under which a profile can say whether there is a model behind a reference: of this model, or of one that
    /// it names already.
    fn open_reference(&self, draft: &Draft, reference: ReferenceId) -> Option<Arc<str>> {
        let references = &self.policy.schema.references;
        let found = references.get(reference.index()).filter(|found| found.or_none)?;
        let behind = references
            .iter()
            .filter(|first| draft.names(&first.name) && draft.facts.get(&first.name) != Some(&Written::NoModel));
        let behind = behind.map(|first| Arc::from(format!("{}.{}", first.name, found.name)));
        std::iter::once(found.name.clone()).chain(behind).find(|name| !draft.names(name))
    }

    /// The drafts in which one thing is set, to a value in each region that matters to a condition.
    pub(super) fn settings(&self, draft: &Draft, node: NodeId, free: &Free) -> Settings {
        let schema = &self.policy.schema;
        let usual = match free {
            Free::Fact(input) => {
                let scale = self.scale(&input.ty);
                let regions = self.regions(draft, node, input);
                let typical = |region: &Set| typical(region, &input.ty, &scale);
                let is_point = |region: &&Set| matches!(region, Set::Number(_)) && region.is_point();
                let mut sets: Vec<Set> = regions.iter().filter(|one| !is_point(one)).filter_map(typical).collect();
                // Other conditions may ask for other values of the same region.
                for part in regions.iter().flat_map(|region| self.parts(region, &input.name)) {
                    sets.extend(typical(&part).filter(|set| !sets.contains(set)));
                }
                let points: Vec<Set> = regions.iter().filter(is_point).cloned().collect();
                let with = |set: &Set| Some(draft.with(&input.name, written(set, &input.ty)?));
                return Settings {
                    usual: sets.iter().filter_map(with).collect(),
                    points: points.iter().filter_map(with).collect(),
                };
            }
            Free::Reference(name) => vec![
                draft.with(name, Written::NoModel),
                draft.with(&Arc::from(format!("{name}.name")), Written::Text(format!("The {name} model"))),
            ],
            Free::Param(at) => {
                let Some(param) = schema.params.get(*at) else { return Settings::default() };
                let typical = typical(&param.domain, &param.ty, &self.scale(&param.ty));
                let Some(Written::Plain(text)) = typical.and_then(|set| written(&set, &param.ty)) else {
                    return Settings::default();
                };
                let mut draft = draft.clone();
                draft.params.insert(param.name.clone(), text);
                vec![draft]
            }
            Free::Choice(at) => {
                let Some(choice) = schema.choices.get(*at) else { return Settings::default() };
                choice.members.iter().map(|reading| draft.read_as(&choice.name, reading)).collect()
            }
            Free::Day => {
                let on = |day: Date| Draft { as_of: Some(Some(day)), ..draft.clone() };
                self.days(node).into_iter().flat_map(|day| day.yesterday().into_iter().chain([day])).map(on).collect()
            }
            Free::Other(name, day) => {
                let fact = schema.facts.iter().find(|fact| fact.name == *name);
                let typical =
                    fact.and_then(|fact| written(&typical(&fact.domain, &fact.ty, &self.scale(&fact.ty))?, &fact.ty));
                let Some(value) = typical else { return Settings::default() };
                let long_ago = (day.clone(), Written::Plain("2000-01-01".to_owned()));
                vec![Draft { other: [(name.clone(), value), long_ago].into_iter().collect(), ..draft.clone() }]
            }
        };
        Settings { usual, points: Vec::new() }
    }

    /// The parts of a region between the lines of other comparisons; none where none runs through it.
    fn parts(&self, region: &Set, name: &Arc<str>) -> Vec<Set> {
        let (Set::Number(region), Some(lines)) = (region, self.lines.get(name)) else { return Vec::new() };
        let mut ends = vec![region.lo().clone()];
        ends.extend(lines.iter().filter(|line| region.contains(line)).cloned().map(End::Open));
        ends.push(region.hi().clone());
        let parts = ends.windows(2).filter_map(|pair| match pair {
            [lo, hi] => Interval::new(lo.clone(), hi.clone()).map(Set::Number),
            _ => None,
        });
        if ends.len() > 2 { parts.collect() } else { Vec::new() }
    }

    /// The days that a condition names.
    fn days(&self, node: NodeId) -> Vec<Date> {
        let reachable = self.policy.reachable(vec![node]);
        let mut days: Vec<Date> = Vec::new();
        for id in reachable {
            match self.policy.node(id).map(|node| &node.op) {
                Some(Op::Date(day)) => days.push(*day),
                Some(Op::Dated(_, steps)) => days.extend(steps.iter().map(|(from, _)| *from)),
                Some(Op::Param(param, None)) => {
                    if let Some(Some(Given::Value { set: Set::Date(range), .. })) =
                        self.circumstances.params.get(param.index())
                    {
                        days.extend(range.lo);
                    }
                }
                _ => {}
            }
        }
        sort(&mut days);
        days.dedup();
        days
    }
}
