//! The evaluation of nodes: one pass in order over what a root is made of, on one model's frame.

use super::binding::Binding;
use super::frame::{Child, Frame, Held, Leaf, Who};
use super::operation::{compare, dated, divided_by_zero, extreme};
use super::rests::Rests;
use crate::date::DateRange;
use crate::diagnostic::quote;
use crate::interval::Interval;
use crate::ir::{FactId, NodeId, Op, ParamId, Policy, ReferenceId, TargetId};
use crate::model::{Circumstances, Population};
use crate::possible::{Set, Value};
use crate::rational::MAX_BITS;
use crate::syntax::op::Arithmetic;
use crate::truth::Truth;
use rustc_hash::FxHashMap;
use std::rc::Rc;

/// Longest chain of references that is followed.
pub const MAX_CHAIN: usize = 64;
/// Most models entered for one evaluation.
pub const MAX_FRAMES: usize = 10_000;

/// Why a model has no verdict although its fields are in order.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// An exact value outgrew [`MAX_BITS`].
    #[error("an exact value needs more than {MAX_BITS} bits")]
    TooLarge(NodeId),
    /// References lead back to a model they came from.
    #[error("the references lead in a ring: {0}")]
    Ring(String),
    /// References lead further than [`MAX_CHAIN`].
    #[error("the chain of references is longer than {MAX_CHAIN}")]
    Chain,
    /// References fan out to more than [`MAX_FRAMES`] models.
    #[error("the references lead to more than {MAX_FRAMES} models")]
    Fan,
}

/// What is known of a `shown`, by the path of its model and its node.
pub(super) type Shown = FxHashMap<(Vec<ReferenceId>, NodeId), Truth>;

/// What the facts that are held say of the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Supply {
    /// They are completions of what the record leaves open, and it stays as it is.
    Nothing,
    /// They are in the record.
    Certain,
    /// They may be in the record, or it may stay as silent of them as it is.
    Possible,
}

/// What stands for a node that was never evaluated.
pub(super) static NOTHING: Value =
    Value { set: Set::Truth(Truth::Unknown), missing: Truth::False, undefined: Truth::False };

/// A policy under evaluation.
pub(super) struct Machine<'a> {
    pub policy: &'a Policy,
    pub circumstances: &'a Circumstances,
    pub population: &'a Population,
    closures: FxHashMap<NodeId, Rc<[NodeId]>>,
    /// Which nodes are made of constants, params and dates alone.
    lines: Vec<bool>,
    /// Whether the connectives alone are exact for a root.
    exactness: FxHashMap<NodeId, bool>,
    /// Leaves held at some of their values, while a question is asked.
    pub held: Vec<Held>,
    /// Completions of leaves that are not held; they never count as supplied.
    pub tried: Vec<Held>,
    /// The value of each `shown` on the record, so that completions do not change it.
    pub shown: Shown,
    /// Whether what is held counts as supplied: asked when looking for what to measure or change, never for a verdict.
    pub supply: Supply,
    /// Which nodes hang on what the record says: on an `otherwise` or a `shown`.
    record_readers: Vec<bool>,
    /// What other models answer, while nothing global is held.
    pub others: FxHashMap<(TargetId, usize), Value>,
    /// What was found over the population: by node, model that asks, whether it is unknown, and days.
    pub surveys: FxHashMap<(NodeId, Option<usize>, bool, DateRange), Value>,
    /// What the answers of other models rest on, while nothing global is held.
    pub rests_of_others: FxHashMap<(TargetId, usize), Rc<Rests>>,
    /// What is being asked of other models, from the outside in.
    pub asking: Vec<(TargetId, usize)>,
    pub frames: usize,
    /// Nodes evaluated so far, the measure of every budget.
    pub steps: usize,
}

impl<'a> Machine<'a> {
    pub(super) fn new(policy: &'a Policy, circumstances: &'a Circumstances, population: &'a Population) -> Self {
        Machine {
            policy,
            circumstances,
            population,
            closures: FxHashMap::default(),
            lines: lines(policy),
            exactness: FxHashMap::default(),
            held: Vec::new(),
            tried: Vec::new(),
            shown: FxHashMap::default(),
            supply: Supply::Nothing,
            record_readers: record_readers(policy),
            others: FxHashMap::default(),
            surveys: FxHashMap::default(),
            rests_of_others: FxHashMap::default(),
            asking: Vec::new(),
            frames: 0,
            steps: 0,
        }
    }

    /// A frame for `who`, nothing evaluated yet.
    pub(super) fn frame(&self, who: Who<'a>) -> Frame<'a> {
        Frame::new(who, self.policy.nodes.len(), self.policy.schema.references.len())
    }

    /// Forgets what depends on the model that was evaluated before.
    pub(super) fn begin(&mut self) {
        self.shown.clear();
        self.tried.clear();
        self.asking.clear();
        self.frames = 0;
        self.steps = 0;
    }

    /// Whether a node is made of constants, params and dates alone, and so is a line rather than a value.
    pub(super) fn is_line(&self, id: NodeId) -> bool {
        self.lines.get(id.index()).copied().unwrap_or(false)
    }

    /// Whether what is held counts as supplied.
    pub(super) fn supplying(&self) -> bool {
        self.supply != Supply::Nothing
    }

    /// Whether facts are supplied below `root`, and not at one value each: then the record may say one thing of it or
    /// another.
    pub(super) fn may_be_supplied(&mut self, frame: &Frame<'a>, root: NodeId) -> bool {
        if !self.supplying() || self.held.is_empty() {
            return false;
        }
        let closure = self.closure(root);
        let policy = self.policy;
        let ops = || closure.iter().filter_map(|id| policy.node(*id)).map(|node| &node.op);
        self.held.iter().any(|(leaf, set)| {
            let Leaf::Fact(path, held) = leaf else { return false };
            let is_open = self.supply == Supply::Possible || !set.is_point();
            let Some(beyond) = path.strip_prefix(frame.path.as_slice()).filter(|_| is_open) else { return false };
            match beyond.first() {
                None => ops().any(|op| matches!(op, Op::Fact(fact) if fact == held)),
                Some(next) => ops().any(|op| matches!(op, Op::Through(reference, _) if reference == next)),
            }
        })
    }

    /// Whether a node hangs on what the record says, and so may change where something is supplied.
    pub(super) fn reads_record(&self, id: NodeId) -> bool {
        self.record_readers.get(id.index()).copied().unwrap_or(false)
    }

    /// Whether an undetermined `root` is undetermined over all completions, whatever the model.
    pub(super) fn is_exact(&mut self, root: NodeId) -> bool {
        let policy = self.policy;
        *self.exactness.entry(root).or_insert_with(|| super::polarity::is_exact(policy, root))
    }

    pub(super) fn closure(&mut self, root: NodeId) -> Rc<[NodeId]> {
        let policy = self.policy;
        self.closures.entry(root).or_insert_with(|| policy.closure(root).into()).clone()
    }

    /// Evaluates `root` and all it is made of on `frame`.
    pub(super) fn run(&mut self, frame: &mut Frame<'a>, root: NodeId) -> Result<Value, Fault> {
        for node in self.closure(root).iter() {
            if frame.value(*node).is_none() {
                self.steps += 1;
                let value = self.evaluate(frame, *node)?;
                if let Some(place) = frame.values.get_mut(node.index()) {
                    *place = Some(value);
                }
            }
        }
        Ok(frame.value(root).cloned().unwrap_or(Value::truth(Truth::Unknown)))
    }

    fn evaluate(&mut self, frame: &mut Frame<'a>, id: NodeId) -> Result<Value, Fault> {
        let policy = self.policy;
        let Some(node) = policy.node(id) else { return Ok(Value::truth(Truth::Unknown)) };
        let value = |node: &NodeId| frame.value(*node).unwrap_or(&NOTHING);
        let truth = |node: &NodeId| frame.value(*node).map_or(Truth::Unknown, Value::as_truth);
        Ok(match &node.op {
            Op::Number(number) => Value::given(Set::Number(Interval::point(number.clone()))),
            Op::Date(date) => Value::given(Set::Date(DateRange::point(*date))),
            Op::Truth(truth) => Value::truth((*truth).into()),
            Op::Text(text) => Value::given(Set::Text(Some(text.clone()))),
            Op::Members(members) => Value::given(Set::Member(*members)),
            Op::Fact(fact) => self.fact(frame, *fact),
            Op::Param(param, default) => self.param(*param, default.as_ref().map(|node| value(node).clone())),
            Op::Choice(choice) => {
                let count = policy.schema.choices.get(choice.index()).map_or(0, |choice| choice.members.len());
                let set = Set::Member(self.circumstances.readings_of(choice.index(), count));
                self.held_set(&Leaf::Choice(*choice)).map_or_else(|| Value::given(set), Value::given)
            }
            Op::EvaluationDate => {
                Value::given(self.held_set(&Leaf::Date).unwrap_or(Set::Date(self.circumstances.as_of)))
            }
            Op::Negate(a) => {
                let a = value(a);
                Value { set: Set::Number(a.number().neg()), ..*a }
            }
            Op::Arithmetic(op, a, b) => self.arithmetic(id, *op, value(a), value(b))?,
            Op::Power(a, exponent) => {
                let a = value(a);
                match a.number().pow(*exponent) {
                    Some(interval) => self.sized(id, Value { set: Set::Number(interval), ..*a })?,
                    None => divided_by_zero(a, &[a]),
                }
            }
            Op::Min(list) => extreme(list.iter().map(|node| value(node).clone()), Interval::min, DateRange::min),
            Op::Max(list) => extreme(list.iter().map(|node| value(node).clone()), Interval::max, DateRange::max),
            Op::If(condition, a, b) => match truth(condition) {
                Truth::True => value(a).clone(),
                Truth::False => value(b).clone(),
                Truth::Unknown => value(a).hull(value(b)),
            },
            Op::Otherwise(a, b) => {
                let a = value(a);
                match a.absent() {
                    Truth::True => value(b).clone(),
                    Truth::False => a.clone(),
                    Truth::Unknown => {
                        let exists = Value { undefined: Truth::False, missing: Truth::False, set: a.set.clone() };
                        exists.hull(value(b))
                    }
                }
            }
            Op::Shift(date, count, unit) => {
                let date = value(date);
                Value { set: Set::Date(date.date().shifted(*count, *unit)), ..*date }
            }
            Op::Dated(date, steps) => dated(value(date), steps.iter().map(|(from, step)| (*from, value(step).clone()))),
            Op::Compare(op, a, b) => {
                let (a, b) = (value(a), value(b));
                Value::truth(compare(*op, a, b)).resting_on([a, b])
            }
            Op::Within(a, members) => {
                let (a, members) = (value(a), value(members));
                let within = match (&a.set, &members.set) {
                    (Set::Member(a), Set::Member(members)) => a.within(*members),
                    _ => Truth::Unknown,
                };
                Value::truth(within).resting_on([a])
            }
            Op::Not(a) => {
                let inner = value(a);
                Value { set: Set::Truth(!inner.as_truth()), ..*inner }
            }
            Op::All(list) => Value::truth(list.iter().map(truth).fold(Truth::True, Truth::and)),
            Op::Any(list) => Value::truth(list.iter().map(truth).fold(Truth::False, Truth::or)),
            Op::AtLeast(needed, list) => Value::truth(Truth::at_least(*needed, list.iter().map(truth))),
            Op::Shown(a) => {
                let on_record = truth(a);
                Value::truth(self.shown_on_record(frame, id, *a, on_record)?)
            }
            Op::Exists(reference) => Value::truth(self.exists(frame, *reference)?),
            Op::Through(reference, target) => self.through(frame, *reference, *target)?,
            Op::Population(population) => self.over_population(frame, id, population)?,
        })
    }

    /// The set a leaf is held at, if it is.
    pub(super) fn held_set(&self, leaf: &Leaf) -> Option<Set> {
        let of = |list: &[Held]| list.iter().rfind(|(held, _)| held == leaf).map(|(_, set)| set.clone());
        of(&self.held).or_else(|| of(&self.tried))
    }

    fn fact(&self, frame: &Frame<'a>, id: FactId) -> Value {
        let Some(fact) = self.policy.schema.facts.get(id.index()) else { return Value::truth(Truth::Unknown) };
        let mut value = match frame.who {
            Who::Unknown => Value::missing(fact.domain.clone()),
            Who::Model(model, _) => {
                match (model.facts.get(id.index()).and_then(|slot| slot.set.clone()), &fact.assumed) {
                    (Some(set), _) => Value::given(set),
                    (None, Some((assumed, _))) if self.circumstances.assume => Value::given(assumed.clone()),
                    (None, _) => Value::missing(fact.domain.clone()),
                }
            }
        };
        if let Some((_, set)) = self.held.iter().rfind(|(leaf, _)| is_fact(leaf, &frame.path, id)) {
            value = match self.supply {
                Supply::Certain => Value::given(set.clone()),
                Supply::Possible => Value { set: set.clone(), missing: value.missing.and(Truth::Unknown), ..value },
                Supply::Nothing => Value { set: set.clone(), ..value },
            };
        } else if let Some((_, set)) = self.tried.iter().rfind(|(leaf, _)| is_fact(leaf, &frame.path, id)) {
            value.set = set.clone();
        }
        value
    }

    fn param(&self, id: ParamId, default: Option<Value>) -> Value {
        let Some(param) = self.policy.schema.params.get(id.index()) else { return Value::truth(Truth::Unknown) };
        let mut value = match (self.circumstances.params.get(id.index()).and_then(Option::as_ref), default) {
            (Some(crate::given::Given::Value { set, .. }), _) => Value::given(set.clone()),
            (Some(crate::given::Given::Unknown | crate::given::Given::None), _) => Value::missing(param.domain.clone()),
            (None, Some(default)) => default,
            (None, None) => Value::missing(param.domain.clone()),
        };
        if let Some(set) = self.held_set(&Leaf::Param(id)) {
            value.set = set;
        }
        value
    }

    fn sized(&self, node: NodeId, value: Value) -> Result<Value, Fault> {
        match &value.set {
            Set::Number(interval) if interval.bits() > MAX_BITS => Err(Fault::TooLarge(node)),
            _ => Ok(value),
        }
    }

    fn arithmetic(&self, node: NodeId, op: Arithmetic, a: &Value, b: &Value) -> Result<Value, Fault> {
        let (x, y) = (a.number(), b.number());
        let interval = match op {
            Arithmetic::Add => x.add(&y),
            Arithmetic::Subtract => x.sub(&y),
            Arithmetic::Multiply => x.mul(&y),
            Arithmetic::Divide => match y.reciprocal() {
                Some(inverse) => x.mul(&inverse),
                None => return Ok(divided_by_zero(b, &[a, b])),
            },
            // A power has a node of its own.
            Arithmetic::Power => Interval::ALL,
        };
        self.sized(node, Value::given(Set::Number(interval)).resting_on([a, b]))
    }

    fn exists(&mut self, frame: &mut Frame<'a>, reference: ReferenceId) -> Result<Truth, Fault> {
        Ok(match self.enter(frame, reference)? {
            Child::None => Truth::False,
            Child::Frame { may_be_none, .. } => {
                if *may_be_none {
                    Truth::Unknown
                } else {
                    Truth::True
                }
            }
            Child::Opaque => {
                let or_none = self.policy.schema.references.get(reference.index()).is_none_or(|found| found.or_none);
                let held = self.held_set(&Leaf::Exists(frame.path_to(reference)));
                match held {
                    _ if !or_none => Truth::True,
                    Some(Set::Truth(held)) => held,
                    _ => Truth::Unknown,
                }
            }
        })
    }

    fn through(&mut self, frame: &mut Frame<'a>, reference: ReferenceId, target: TargetId) -> Result<Value, Fault> {
        let Some(node) = self.policy.target(target) else { return Ok(Value::truth(Truth::Unknown)) };
        let anything = self.policy.node(node).map_or(Set::Truth(Truth::Unknown), |node| node.ty.everything());
        self.enter(frame, reference)?;
        // The child is taken out while it is evaluated, so that its own frame can be borrowed.
        let Some(place) = frame.children.get_mut(reference.index()) else { return Ok(Value::truth(Truth::Unknown)) };
        let mut child = place.take();
        let value = match &mut child {
            Some(Child::Frame { frame: inner, may_be_none }) => self.run(inner, node).map(|mut value| {
                if *may_be_none {
                    value.undefined = value.undefined.or(Truth::Unknown);
                }
                value
            }),
            Some(Child::None) => Ok(Value { set: anything, missing: Truth::True, undefined: Truth::True }),
            Some(Child::Opaque) | None => Ok(Value { set: anything, missing: Truth::True, undefined: Truth::Unknown }),
        };
        if let Some(place) = frame.children.get_mut(reference.index()) {
            *place = child;
        }
        value
    }

    /// The child behind a reference, made where it is asked for first.
    fn enter<'f>(&mut self, frame: &'f mut Frame<'a>, reference: ReferenceId) -> Result<&'f Child<'a>, Fault> {
        if matches!(frame.children.get(reference.index()), Some(None)) {
            let child = self.make_child(frame, reference)?;
            if let Some(place) = frame.children.get_mut(reference.index()) {
                *place = Some(child);
            }
        }
        frame.children.get(reference.index()).and_then(Option::as_ref).ok_or(Fault::Chain)
    }

    fn make_child(&mut self, frame: &Frame<'a>, reference: ReferenceId) -> Result<Child<'a>, Fault> {
        self.frames += 1;
        if self.frames > MAX_FRAMES {
            return Err(Fault::Fan);
        }
        let or_none = self.policy.schema.references.get(reference.index()).is_some_and(|found| found.or_none);
        let Who::Model(model, _) = frame.who else { return Ok(Child::Opaque) };
        let mut ancestors = frame.ancestors.clone();
        let (who, may_be_none) = match Binding::of(self, model, &frame.path, reference) {
            Binding::None => return Ok(Child::None),
            Binding::Unknown if or_none => match self.held_set(&Leaf::Exists(frame.path_to(reference))) {
                Some(Set::Truth(Truth::False)) => return Ok(Child::None),
                Some(Set::Truth(Truth::True)) => (Who::Unknown, false),
                _ => (Who::Unknown, true),
            },
            Binding::Unknown => (Who::Unknown, false),
            // A name that no profile answers to: there is such a model, and nothing is known of it.
            Binding::Stranger => (Who::Unknown, false),
            Binding::Inline(inline) => (Who::Model(inline, None), false),
            Binding::Known(place, known) => {
                if ancestors.contains(&place) {
                    let names = ancestors
                        .iter()
                        .skip_while(|at| **at != place)
                        .filter_map(|at| self.population.models.get(*at));
                    let names: Vec<String> =
                        names.map(|model| quote(&model.name)).chain([quote(&known.name)]).collect();
                    return Err(Fault::Ring(names.join(" -> ")));
                }
                ancestors.push(place);
                (Who::Model(known, Some(place)), false)
            }
        };
        if frame.path.len() >= MAX_CHAIN {
            return Err(Fault::Chain);
        }
        let mut child = self.frame(who);
        child.path = frame.path_to(reference);
        child.ancestors = ancestors;
        Ok(Child::Frame { frame: Box::new(child), may_be_none })
    }

    /// Whether `root` hangs on a `shown` that could not be refined.
    pub(super) fn has_unrefined_shown(&self, root: NodeId) -> bool {
        let mut open =
            self.shown.iter().filter(|(_, truth)| **truth == Truth::Unknown).map(|((_, id), _)| id).peekable();
        open.peek().is_some() && {
            let reachable = self.policy.reachable(vec![root]);
            open.any(|id| reachable.binary_search(id).is_ok())
        }
    }

    /// Whether a param was supplied, and so does not rest on its own value.
    pub(super) fn is_supplied(&self, id: ParamId) -> bool {
        self.circumstances.params.get(id.index()).is_some_and(Option::is_some)
    }
}

/// Which nodes hang on an `otherwise` or a `shown`.
fn record_readers(policy: &Policy) -> Vec<bool> {
    let mut readers: Vec<bool> = Vec::with_capacity(policy.nodes.len());
    for node in &policy.nodes {
        let own = matches!(node.op, Op::Otherwise(..) | Op::Shown(_) | Op::Through(..));
        let below = node.op.operands().iter().any(|operand| readers.get(operand.index()).copied().unwrap_or(false));
        readers.push(own || below);
    }
    readers
}

/// Which nodes are made of constants, params and dates alone.
fn lines(policy: &Policy) -> Vec<bool> {
    let mut lines: Vec<bool> = Vec::with_capacity(policy.nodes.len());
    for node in &policy.nodes {
        let of_a_model = matches!(node.op, Op::Fact(_) | Op::Through(..) | Op::Population(_) | Op::Exists(_));
        let made_of_lines =
            node.op.operands().iter().all(|operand| lines.get(operand.index()).copied().unwrap_or(false));
        lines.push(!of_a_model && made_of_lines);
    }
    lines
}

fn is_fact(leaf: &Leaf, path: &[ReferenceId], id: FactId) -> bool {
    matches!(leaf, Leaf::Fact(at, fact) if *fact == id && at == path)
}
