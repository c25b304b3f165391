//! Verdicts of one model with a few of its values drawn anew each time: all that hangs on none of them is decided once.
//!
//! In: a model, and which facts, params and references vary. Out: a [`Prepared`] policy whose steps are what hangs on
//! those, and rows into which doubles can be written. A verdict is what [`crate::eval::Evaluator::verdicts`] gives for the model with
//! these values in it; where that is not certain in doubles there is none.

use super::span::{GIVEN_UP, MISSING, Span, multiply, of_truth};
use super::{Block, Input, LANES, Numbers, Prepared, Row, Step};
use crate::eval::Fault;
use crate::eval::direction::{Direction, direction};
use crate::eval::polarity::ranges;
use crate::interval::Interval;
use crate::ir::{NodeId, Op, Policy};
use crate::model::{Circumstances, Model, Population};
use crate::possible::{Set, Value};
use crate::rational::Rational;
use crate::schema::Type;
use crate::sorting::sort;
use crate::syntax::op::{Arithmetic, Comparison};
use crate::truth::Truth;
use rustc_hash::{FxHashMap, FxHashSet};

/// What varies among the rows, each by its place in the schema.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Varied {
    /// Facts of the model itself.
    pub facts: Vec<usize>,
    /// Params.
    pub params: Vec<usize>,
    /// References to a model of which something varies.
    pub references: Vec<usize>,
    /// Choices, whose reading varies from program to program and not from row to row.
    pub choices: Vec<usize>,
}

impl Varied {
    /// For each node, whether it hangs on something that varies.
    pub fn reaches(&self, policy: &Policy) -> Vec<bool> {
        let mut found: Vec<bool> = Vec::with_capacity(policy.nodes.len());
        let all: Vec<NodeId> = (0..policy.nodes.len()).map(|at| NodeId(at as u32)).collect();
        let ranges = ranges(policy, &all);
        for node in &policy.nodes {
            let own = match &node.op {
                Op::Fact(fact) => self.facts.contains(&fact.index()),
                Op::Param(param, _) => self.params.contains(&param.index()),
                Op::Choice(choice) => self.choices.contains(&choice.index()),
                Op::Through(reference, _) => {
                    self.references.contains(&reference.index()) || self.reaches_other_models(policy, &node.op)
                }
                Op::Population(_) => self.reaches_other_models(policy, &node.op),
                _ => false,
            };
            let below = node.op.operands().iter().any(|operand| found.get(operand.index()).copied().unwrap_or(false));
            let at = NodeId(found.len() as u32);
            let may_be_lost = |id: &NodeId| {
                let op = policy.node(*id).map(|node| &node.op);
                let varied = found.get(id.index()).copied().unwrap_or(false);
                varied && matches!(op, Some(Op::Dated(..) | Op::Through(..) | Op::Population(_)))
            };
            let is_fixed = || is_decided_by_domains(&node.op, &ranges) && !policy.closure(at).iter().any(may_be_lost);
            let varies = (own || below) && !is_fixed();
            found.push(varies);
        }
        found
    }

    /// Whether what is asked of other models hangs on a param that varies, or leads on through a reference that does.
    fn reaches_other_models(&self, policy: &Policy, op: &Op) -> bool {
        let roots = op.targets().iter().filter_map(|target| policy.target(*target)).collect();
        policy.reachable(roots).iter().any(|id| match policy.node(*id).map(|node| &node.op) {
            Some(Op::Param(param, _)) => self.params.contains(&param.index()),
            Some(Op::Choice(choice)) => self.choices.contains(&choice.index()),
            _ => false,
        })
    }
}

/// Whether the domains alone decide a comparison, as that of an amount with zero.
fn is_decided_by_domains(op: &Op, ranges: &[Option<Interval>]) -> bool {
    let range = |id: &NodeId| ranges.get(id.index()).and_then(Option::as_ref);
    let Op::Compare(comparison, a, b) = op else { return false };
    let Some((a, b)) = range(a).zip(range(b)) else { return false };
    let truth = match comparison {
        Comparison::Above | Comparison::AtMost => a.greater(b),
        Comparison::Below | Comparison::AtLeast => b.greater(a),
        Comparison::Is | Comparison::IsNot => a.same(b),
    };
    truth.is_decided()
}

/// A step that gives a value found already.
pub(super) fn step_of(value: &Value, is_truth: bool) -> Step {
    let missing = match value.missing {
        Truth::True => true,
        Truth::False => false,
        Truth::Unknown => return if is_truth { Step::LostTruth } else { Step::LostNumber },
    };
    match (&value.set, value.undefined) {
        (Set::Truth(truth), Truth::False) if is_truth => {
            Step::Truth(of_truth(*truth) | if missing { MISSING } else { 0 })
        }
        (_, _) if is_truth => Step::Truth(GIVEN_UP | if missing { MISSING } else { 0 }),
        (set, Truth::False) => Step::Constant(Span { missing, ..Span::of(set) }),
        _ => Step::LostNumber,
    }
}

impl<'a> Prepared<'a> {
    /// Prepares `policy` for `model`, which stands at `place` of the population where it is one of it, with what
    /// `varied` names drawn anew for each row. The circumstances pick every reading.
    ///
    /// # Errors
    /// [`Fault`] where an exact value or a chain of references outgrows the limits.
    pub fn around(
        policy: &'a Policy,
        circumstances: &'a Circumstances,
        population: &'a Population,
        (model, place): (&'a Model, Option<usize>),
        varied: &Varied,
    ) -> Result<Self, Fault> {
        let mut prepared = Prepared::empty(policy, circumstances, population);
        let varies = varied.reaches(policy);
        let is_varied = |id: NodeId| varies.get(id.index()).copied().unwrap_or(true);
        let mut known: Vec<Option<Value>> = vec![None; policy.nodes.len()];
        // Whether each possible value of what is known is one that it has for some completion.
        let mut attained = vec![false; policy.nodes.len()];
        let reading = prepared.exact.readings.first().cloned().unwrap_or_default();
        let mut frame = prepared.exact.enter(model, place, reading);
        for designation in &policy.designations {
            let root = designation.rule.node;
            let closure = policy.closure(root);
            for id in closure.iter().copied().filter(|id| !is_varied(*id)) {
                let value = prepared.exact.machine.run(&mut frame, id)?;
                known.iter_mut().skip(id.index()).take(1).for_each(|place| *place = Some(value.clone()));
            }
            for id in frontier(policy, &closure, root, &is_varied) {
                let Some(node) = policy.node(id) else { continue };
                let Some(Some(value)) = known.get_mut(id.index()) else { continue };
                let sure = match (&value.set, &node.ty) {
                    (Set::Truth(_), Type::Bool) if !value.as_truth().is_decided() => {
                        let settled = prepared.exact.settle(&frame, id)?;
                        if settled.truth.is_decided() {
                            *value = Value { missing: value.missing, ..Value::truth(settled.truth) };
                        }
                        // What a root alone is made of is its verdict, refined as far as it goes.
                        settled.exact || id == root
                    }
                    (set, _) => set.is_point() || matches!(node.op, Op::Fact(_) | Op::Param(_, None)),
                };
                attained.iter_mut().skip(id.index()).take(1).for_each(|place| *place = sure);
                if id == root && !value.as_truth().is_decided() {
                    // An undetermined verdict is one, whatever made it so.
                    value.undefined = Truth::False;
                    value.set = Set::Truth(Truth::Unknown);
                }
            }
        }
        for designation in &policy.designations {
            prepared.exact.machine.run(&mut frame, designation.rule.node)?;
        }
        for (at, node) in policy.nodes.iter().enumerate() {
            let id = NodeId(at as u32);
            let value = |id: &NodeId| frame.value(*id).cloned();
            let kept = match &node.op {
                Op::If(condition, a, b) if !is_varied(*condition) => {
                    match value(condition).map(|value| value.as_truth()) {
                        Some(Truth::True) => vec![*condition, *a],
                        Some(Truth::False) => vec![*condition, *b],
                        _ => continue,
                    }
                }
                // Whether there is a value is a matter of the record, which what is drawn leaves as it is.
                Op::Otherwise(a, b) => match value(a).map(|value| value.absent()) {
                    Some(Truth::False) => vec![*a],
                    Some(Truth::True) => vec![*b],
                    _ => continue,
                },
                _ => continue,
            };
            prepared.live.insert(id, kept);
        }
        let live = |id: NodeId| live_operands(policy, &prepared.live, id);
        let exact: FxHashSet<NodeId> = policy
            .designations
            .iter()
            .map(|designation| designation.rule.node)
            .filter(|root| is_exact_around(policy, *root, &is_varied, &live, &known, &attained))
            .collect();
        prepared.decides = policy
            .designations
            .iter()
            .map(|designation| designation.rule.node)
            .map(|root| always_decides(policy, root, &is_varied, &known))
            .collect();
        prepared.known = known;
        prepared.varied_params = varied.params.clone();
        prepared.write_steps(|root| exact.contains(&root));
        Ok(prepared)
    }

    /// Which way what `varied` names pushes a designation, by its place, on this model.
    pub fn direction(&self, designation: usize, varied: &Varied) -> Direction {
        let Some(designation) = self.policy.designations.get(designation) else { return Direction::Either };
        let live = |id: NodeId| live_operands(self.policy, &self.live, id);
        direction(self.policy, designation.rule.node, varied, &live)
    }

    /// Whether a designation, by its place, is decided whatever is drawn: nothing else that it hangs on is open.
    pub fn always_decides(&self, designation: usize) -> bool {
        self.decides.get(designation).copied().unwrap_or(false)
    }

    /// The places of a row that hold a fact, by its place in the schema.
    pub fn places_of_fact(&self, fact: usize) -> Vec<usize> {
        self.places_of(Input::Fact(fact as u32))
    }

    /// The places of a row that hold a param that varies.
    pub fn places_of_param(&self, param: usize) -> Vec<usize> {
        self.places_of(Input::Param(param as u32))
    }

    fn places_of(&self, wanted: Input) -> Vec<usize> {
        self.inputs.iter().enumerate().filter(|(_, input)| **input == wanted).map(|(at, _)| at).collect()
    }
}

/// How many base units one of a unit is.
#[derive(Clone, Debug)]
pub struct Scale {
    factor: Span,
    /// The factor, where it is a whole number that a double holds; else NaN.
    whole: f64,
    /// Whether it is a hundredth, as of percent.
    is_percent: bool,
}

/// Whole numbers below this, and their products below this, are exact doubles whose shortest decimals they are.
const WHOLE: f64 = 9_007_199_254_740_992.0;
/// Decimals after the point with which a share is tried.
const SHARES: [f64; 4] = [1.0, 10.0, 100.0, 1000.0];

impl Scale {
    /// Of a unit of so many base units.
    pub fn of(factor: &Rational) -> Self {
        let whole = factor.to_i64().map(|whole| whole as f64).filter(|whole| whole.abs() < WHOLE);
        Scale {
            factor: Span::of_interval(&Interval::point(factor.clone())),
            whole: whole.unwrap_or(f64::NAN),
            is_percent: *factor == Rational::power_of_ten(-2),
        }
    }

    /// The shortest decimal of the double, times the unit.
    fn span(&self, value: f64) -> Span {
        match self.short(value) {
            short if short.is_nan() => multiply(&Span::of_double(value), &self.factor),
            short => Span::of_double(short),
        }
    }

    /// The double of which that is the shortest decimal; NaN where that is not plain to see.
    fn short(&self, value: f64) -> f64 {
        if self.whole == 1.0 {
            return value;
        }
        // Where there is no whole factor, no product is below the limit.
        let product = value * self.whole;
        if product.abs() < WHOLE && value.abs() < WHOLE && value.fract() == 0.0 {
            return product;
        }
        if self.is_percent {
            // A double that is the quotient of a whole number of at most 15 digits and a power of ten has that quotient
            // as its shortest decimal; and so has the hundredth of it, which is such a quotient too.
            for power in SHARES {
                let count = (value * power).round_ties_even();
                if count.abs() < 1e15 && count / power == value {
                    return count / (power * 100.0);
                }
            }
        }
        f64::NAN
    }
}

impl Row<'_> {
    /// Writes a number, in base units, into a place: the shortest decimal of the double.
    pub fn set_number(&mut self, place: usize, value: f64) {
        self.values.set(place, Span::of_double(value));
    }

    /// Writes a value of any type into a place.
    pub fn set_value(&mut self, place: usize, value: &Set) {
        self.values.set(place, Span::of(value));
        if let (Set::Truth(truth), Some(place)) = (value, self.values.truths.get_mut(place)) {
            *place = [of_truth(*truth)];
        }
    }

    /// Writes a day into a place.
    pub fn set_day(&mut self, place: usize, day: i64) {
        self.values.set(place, Span::of_day(day));
    }
}

impl Default for Numbers {
    fn default() -> Self {
        Numbers { short: [f64::NAN; LANES], spans: [None; LANES], has_spans: false }
    }
}

impl Numbers {
    /// Reads values in a unit, one for each row from the first on: the shortest decimal of each double times the unit. What
    /// is no number is unknown.
    pub fn read(&mut self, values: &[f64], scale: &Scale) {
        let mut has_spans = false;
        for (value, short) in values.iter().zip(&mut self.short) {
            *short = scale.short(*value);
            has_spans |= short.is_nan() && !value.is_nan();
        }
        if has_spans {
            for ((value, short), span) in values.iter().zip(&self.short).zip(&mut self.spans) {
                *span = (short.is_nan() && !value.is_nan()).then(|| scale.span(*value));
            }
        } else if self.has_spans {
            self.spans = [None; LANES];
        }
        self.has_spans = has_spans;
    }
}

impl Block {
    /// Writes numbers into a place, and what a row of the same program holds there where they are unknown.
    pub fn set(&mut self, place: usize, numbers: &Numbers, unknown: &Row<'_>) {
        let blank = unknown.values.short.get(place).zip(unknown.values.spans.get(place));
        let own = self.values.short.get_mut(place).zip(self.values.spans.get_mut(place));
        let Some((([short], [span]), (shorts, spans))) = blank.zip(own) else { return };
        *shorts = numbers.short;
        let had_spans = self.has_spans.get_mut(place).is_some_and(|place| std::mem::replace(place, numbers.has_spans));
        if !had_spans && !numbers.has_spans && short.is_nan() {
            return;
        }
        for ((own_short, own), number) in shorts.iter_mut().zip(spans).zip(&numbers.spans) {
            if own_short.is_nan() {
                (*own_short, *own) = number.map_or((*short, *span), |span| (f64::NAN, span));
            }
        }
    }
}

fn live_operands(policy: &Policy, live: &FxHashMap<NodeId, Vec<NodeId>>, id: NodeId) -> Vec<NodeId> {
    let all = || policy.node(id).map(|node| node.op.operands()).unwrap_or_default();
    live.get(&id).cloned().unwrap_or_else(all)
}

/// Whether nothing that `root` is made of is open once what varies is drawn, and nothing can lose its value.
fn always_decides(policy: &Policy, root: NodeId, is_varied: &impl Fn(NodeId) -> bool, known: &[Option<Value>]) -> bool {
    let closure = policy.closure(root);
    frontier(policy, &closure, root, is_varied).into_iter().all(|id| {
        let value = known.get(id.index()).and_then(Option::as_ref);
        value.is_some_and(|value| value.undefined == Truth::False && value.set.is_point())
    }) && !closure.into_iter().filter(|id| is_varied(*id)).any(|id| match policy.node(id).map(|node| &node.op) {
        Some(Op::Arithmetic(Arithmetic::Divide, _, below)) => is_varied(*below),
        Some(Op::Power(_, exponent)) => *exponent < 0,
        Some(Op::Through(..) | Op::Population(_) | Op::Exists(_)) | None => true,
        // What a step gives before the first of its dates has no value.
        Some(Op::Dated(..)) => true,
        Some(_) => false,
    })
}

/// The nodes that hang on nothing that varies and stand directly under one that does, or are the root.
fn frontier(policy: &Policy, closure: &[NodeId], root: NodeId, is_varied: &impl Fn(NodeId) -> bool) -> Vec<NodeId> {
    let mut found: Vec<NodeId> = closure
        .iter()
        .filter(|id| is_varied(**id))
        .filter_map(|id| policy.node(*id))
        .flat_map(|node| node.op.operands())
        .filter(|id| !is_varied(*id))
        .collect();
    if !is_varied(root) {
        found.push(root);
    }
    sort(&mut found);
    found.dedup();
    found
}

/// Whether an unknown root is undetermined over all completions: each unknown it hangs on stands in it once, apart from
/// the others, takes every value that the steps allow it, and reaches the root through operations without gaps.
fn is_exact_around(
    policy: &Policy,
    root: NodeId,
    is_varied: &impl Fn(NodeId) -> bool,
    live: &impl Fn(NodeId) -> Vec<NodeId>,
    known: &[Option<Value>],
    attained: &[bool],
) -> bool {
    if !is_varied(root) {
        return true;
    }
    let closure = policy.closure(root);
    let mut paths = vec![0u8; policy.nodes.len()];
    let mut open = vec![false; policy.nodes.len()];
    let at = |list: &[bool], id: NodeId| list.get(id.index()).copied().unwrap_or(false);
    for id in &closure {
        let is_open = match (is_varied(*id), known.get(id.index()).and_then(Option::as_ref)) {
            (true, _) => live(*id).iter().any(|below| at(&open, *below)),
            (false, Some(value)) => value.undefined != Truth::False || !value.set.is_point(),
            (false, None) => true,
        };
        open.iter_mut().skip(id.index()).take(1).for_each(|place| *place = is_open);
    }
    paths.iter_mut().skip(root.index()).take(1).for_each(|place| *place = 1);
    let mut leaves: FxHashSet<NodeId> = FxHashSet::default();
    let mut names: FxHashSet<&str> = FxHashSet::default();
    for id in closure.iter().rev() {
        let (Some(node), Some(ways)) = (policy.node(*id), paths.get(id.index()).copied()) else { return false };
        if ways == 0 || !at(&open, *id) {
            continue;
        }
        if !is_varied(*id) {
            let is_defined =
                known.get(id.index()).and_then(Option::as_ref).is_some_and(|v| v.undefined == Truth::False);
            if ways > 1 || !is_defined || !at(attained, *id) {
                return false;
            }
            for leaf in policy.reachable(vec![*id]) {
                let fresh = match policy.node(leaf).map(|node| &node.op) {
                    Some(Op::Fact(fact)) => {
                        policy.schema.facts.get(fact.index()).is_some_and(|fact| names.insert(&fact.name))
                    }
                    Some(Op::Param(_, None) | Op::EvaluationDate) => leaves.insert(leaf),
                    Some(Op::Through(..) | Op::Exists(_) | Op::Population(_) | Op::Choice(_)) => leaves.insert(leaf),
                    _ => true,
                };
                if !fresh {
                    return false;
                }
            }
            continue;
        }
        let allowed = match &node.op {
            Op::If(condition, ..) => !at(&open, *condition),
            Op::Arithmetic(op, ..) => *op != Arithmetic::Divide,
            Op::Param(_, Some(_)) | Op::Negate(_) | Op::Min(_) | Op::Max(_) | Op::Compare(..) | Op::Not(_) => true,
            Op::All(_) | Op::Any(_) | Op::AtLeast(..) | Op::Otherwise(..) => true,
            _ => false,
        };
        if !allowed {
            return false;
        }
        for below in live(*id) {
            let place = paths.get_mut(below.index()).into_iter();
            place.for_each(|place| *place = place.saturating_add(ways).min(2));
        }
    }
    true
}
