//! What a verdict rests on beside the facts: silence read by a rule, estimates, presumptions, models left out.
//!
//! In: an evaluated frame. Out: for a node, the smallest such set that its value follows from.

use super::frame::{Frame, Who};
use super::machine::{Fault, Machine};
use super::result::Rest;
use crate::given::{Estimate, Given};
use crate::ir::{NodeId, Op, Population, ReferenceId};
use crate::model::Slot;
use crate::possible::Value;
use crate::sorting::sort_by_key;
use crate::syntax::ast::DesignationKind;
use crate::truth::Truth;
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;
use std::sync::Arc;

pub(super) type Rests = BTreeSet<Rest>;

/// What `root` rests on.
pub(super) fn rests<'a>(machine: &mut Machine<'a>, frame: &Frame<'a>, root: NodeId) -> Result<Rests, Fault> {
    rests_along(machine, frame, root, &mut Elsewhere::default())
}

/// What was found on other models, by the way there and what was asked.
type Elsewhere = FxHashMap<(Vec<ReferenceId>, NodeId), Rests>;

fn rests_along<'a>(
    machine: &mut Machine<'a>,
    frame: &Frame<'a>,
    root: NodeId,
    elsewhere: &mut Elsewhere,
) -> Result<Rests, Fault> {
    let closure = machine.closure(root);
    if closure.iter().all(|id| rests_on_facts_alone(machine, frame, *id, root)) {
        return Ok(Rests::new());
    }
    let mut found: FxHashMap<NodeId, Rests> = FxHashMap::default();
    for id in closure.iter().copied() {
        let policy = machine.policy;
        let Some(node) = policy.node(id) else { continue };
        let truth = |id: &NodeId| frame.value(*id).map_or(Truth::Unknown, Value::as_truth);
        let get = |id: &NodeId| found.get(id).cloned().unwrap_or_default();
        let mut own = match &node.op {
            Op::All(list) => joined(list, truth(&id), Truth::True, &truth, &get),
            Op::Any(list) => joined(list, truth(&id), Truth::False, &truth, &get),
            Op::AtLeast(needed, list) => counted(*needed, list, truth(&id), &truth, &get),
            Op::If(condition, a, b) => {
                let mut rests = get(condition);
                match truth(condition) {
                    Truth::True => rests.extend(get(a)),
                    Truth::False => rests.extend(get(b)),
                    Truth::Unknown => rests.extend(get(a).into_iter().chain(get(b))),
                }
                rests
            }
            Op::Otherwise(a, b) => match frame.value(*a).map_or(Truth::Unknown, Value::absent) {
                Truth::False => get(a),
                Truth::Unknown | Truth::True => {
                    let (asked, taken) = (machine.policy.text_of(*a), machine.policy.text_of(*b));
                    let mut rests = get(b);
                    // A value that cannot be, as after a division by zero, rests on what it is made of.
                    let is_silent = frame.value(*a).is_some_and(|value| value.missing == Truth::True);
                    if !is_silent {
                        rests.extend(get(a));
                    }
                    rests.insert(Rest {
                        kind: "otherwise",
                        name: Arc::from(asked.as_str()),
                        // What is false where it is not given says no more than that it is not.
                        text: match machine.policy.node(*b).map(|node| &node.op) {
                            Some(Op::Truth(false)) => format!("{asked} is not given"),
                            _ => format!("{asked} is not given: {taken} is taken"),
                        },
                    });
                    rests
                }
            },
            Op::Shown(a) => {
                if truth(a) == Truth::Unknown && truth(&id) == Truth::False {
                    let text = machine.policy.text_of(*a);
                    BTreeSet::from([Rest {
                        kind: "shown",
                        name: Arc::from(text.as_str()),
                        text: format!("not shown: {text}"),
                    }])
                } else {
                    get(a)
                }
            }
            Op::Fact(fact) => of_fact(machine, frame, fact.index()),
            Op::Param(param, default) => {
                let supplied = machine.circumstances.params.get(param.index()).and_then(Option::as_ref);
                match supplied {
                    Some(Given::Value { estimate: Some(known), .. }) => {
                        let name =
                            policy.schema.params.get(param.index()).map(|param| param.name.clone()).unwrap_or_default();
                        BTreeSet::from([estimate(&name, known)])
                    }
                    Some(_) => Rests::new(),
                    None => default.as_ref().map(get).unwrap_or_default(),
                }
            }
            Op::Through(reference, target) => match (frame.child(*reference), policy.target(*target)) {
                (Some(child), Some(target)) => {
                    let prefix = policy
                        .schema
                        .references
                        .get(reference.index())
                        .map(|found| found.name.clone())
                        .unwrap_or_default();
                    let key = (child.path.clone(), target);
                    let inner = match elsewhere.get(&key) {
                        Some(inner) => inner.clone(),
                        None => {
                            let inner = rests_along(machine, child, target, elsewhere)?;
                            elsewhere.insert(key, inner.clone());
                            inner
                        }
                    };
                    inner.into_iter().map(|rest| rest.of(&prefix)).collect()
                }
                _ => Rests::new(),
            },
            Op::Population(asked) => {
                let mut rests = get(&asked.date);
                let count = machine.left_out(frame, asked)?;
                if count > 0 {
                    let name: Arc<str> = Arc::from(machine.policy.text_of(id));
                    let models = if count == 1 { "1 other model" } else { &format!("{count} other models") };
                    let text = format!("left out of {name} for want of a value: {models}");
                    rests.insert(Rest { kind: "known", name, text });
                }
                rests.extend(of_others(machine, frame, asked)?);
                rests
            }
            _ => node.op.operands().iter().flat_map(get).collect(),
        };
        if id != root {
            own.extend(of_outcome(machine, id));
        }
        found.insert(id, own);
    }
    Ok(found.remove(&root).unwrap_or_default())
}

/// What `node` rests on by being an outcome that is no decision.
pub(super) fn of_outcome(machine: &Machine<'_>, node: NodeId) -> Rests {
    let outcomes = machine.policy.outcome_nodes.iter().filter(|(known, ..)| *known == node);
    outcomes.filter_map(|(_, kind, name)| presumed(*kind, name)).collect()
}

/// Whether a node adds nothing to what is rested on, whatever its operands do: the usual case, told at once.
fn rests_on_facts_alone(machine: &Machine<'_>, frame: &Frame<'_>, id: NodeId, root: NodeId) -> bool {
    let outcome = || {
        machine.policy.outcome_nodes.iter().any(|(node, kind, _)| *node == id && *kind != DesignationKind::Designate)
    };
    match machine.policy.node(id).map(|node| &node.op) {
        Some(Op::Otherwise(..) | Op::Shown(_) | Op::Through(..) | Op::Population(_)) => false,
        Some(Op::Fact(fact)) => of_fact(machine, frame, fact.index()).is_empty(),
        Some(Op::Param(param, _)) => !machine.is_supplied(*param),
        _ => id == root || !outcome(),
    }
}

impl Rest {
    /// The same, of another model.
    pub(super) fn of(mut self, reference: &str) -> Self {
        self.name = Arc::from(format!("{reference}.{}", self.name));
        self.text = format!("{reference}: {}", self.text);
        self
    }
}

/// What the other models that a population asks of rest on.
fn of_others<'a>(machine: &mut Machine<'a>, frame: &Frame<'a>, asked: &Population) -> Result<Rests, Fault> {
    let mut found = Rests::new();
    for (at, counts) in machine.others(frame, asked)? {
        // What keeps a model out for certain counts against it; else all that it is asked does.
        let mut targets = vec![asked.released];
        targets.extend(asked.condition);
        if counts != Truth::False {
            targets.push(asked.quantity);
        }
        for target in targets {
            found.extend(machine.rests_of_other(at, target)?.iter().cloned());
        }
    }
    Ok(found)
}

fn presumed(kind: DesignationKind, name: &Arc<str>) -> Option<Rest> {
    match kind {
        DesignationKind::Designate => None,
        DesignationKind::Presume => Some(Rest {
            kind: "presumption",
            name: name.clone(),
            text: format!("{name} is a presumption, and may be rebutted"),
        }),
        DesignationKind::Indicate => {
            Some(Rest { kind: "indication", name: name.clone(), text: format!("{name} is only an indication") })
        }
    }
}

fn estimate(name: &Arc<str>, known: &Estimate) -> Rest {
    let text = match known {
        Estimate::Interval => format!("{name} is known at 90 %, not for certain"),
        Estimate::Weights(_) => format!("{name} is known by weights, not for certain"),
    };
    Rest { kind: "estimate", name: name.clone(), text }
}

fn of_fact(machine: &Machine<'_>, frame: &Frame<'_>, index: usize) -> Rests {
    let (Some(fact), Who::Model(model, _)) = (machine.policy.schema.facts.get(index), frame.who) else {
        return Rests::new();
    };
    match (model.facts.get(index), &fact.assumed) {
        (Some(Slot { estimate: Some(known), .. }), _) => BTreeSet::from([estimate(&fact.name, known)]),
        (Some(slot), Some((_, text))) if slot.set.is_none() && machine.circumstances.assume => {
            let text = format!("{} is assumed to be {text}", fact.name);
            BTreeSet::from([Rest { kind: "assume", name: fact.name.clone(), text }])
        }
        _ => Rests::new(),
    }
}

/// A conjunction (`neutral` true) or disjunction (`neutral` false): all parts where each is needed, else the best one.
fn joined(
    list: &[NodeId],
    result: Truth,
    neutral: Truth,
    truth: &dyn Fn(&NodeId) -> Truth,
    get: &dyn Fn(&NodeId) -> Rests,
) -> Rests {
    match result {
        // Where refinement decides in the end, it builds on every part.
        Truth::Unknown => list.iter().flat_map(get).collect(),
        _ if result == neutral => list.iter().flat_map(get).collect(),
        _ => list.iter().filter(|id| truth(id) == result).map(get).min_by_key(BTreeSet::len).unwrap_or_default(),
    }
}

/// A count: the parts that make it up or rule it out, taking those that rest on least.
fn counted(
    needed: usize,
    list: &[NodeId],
    result: Truth,
    truth: &dyn Fn(&NodeId) -> Truth,
    get: &dyn Fn(&NodeId) -> Rests,
) -> Rests {
    if result == Truth::Unknown {
        return list.iter().flat_map(get).collect();
    }
    let mut parts: Vec<Rests> = list.iter().filter(|id| truth(id) == result).map(get).collect();
    sort_by_key(&mut parts, BTreeSet::len);
    let enough = match result {
        Truth::True => needed,
        Truth::False => (list.len() + 1).saturating_sub(needed),
        Truth::Unknown => parts.len(),
    };
    parts.into_iter().take(enough).flatten().collect()
}
