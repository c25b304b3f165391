//! Verdicts without explanation, in doubles with certified bounds; whatever these cannot decide is decided exactly.
//!
//! In: a policy in some circumstances, and models decoded once into [`Row`]s. Out: verdicts, the same as
//! [`super::Evaluator::verdicts`] gives. Every number is an interval whose two ends are each enclosed by two doubles;
//! a comparison is settled where the enclosures are apart, and where they touch the whole model is evaluated exactly.

mod around;
mod span;
mod step;

use super::result::Verdict;
use super::{Evaluator, Fault, polarity};
use crate::date::DateRange;
use crate::given::Given;
use crate::interval::Interval;
use crate::ir::{NodeId, Op, Policy};
use crate::model::{Circumstances, Model, Population};
use crate::possible::{Members, Set, Value};
use crate::schema::Type;
use crate::syntax::op::{Arithmetic, Comparison};
pub use around::{Scale, Varied};
use rustc_hash::FxHashMap;
use span::{GIVEN_UP, LOST, MISSING, NO, Span, YES};
use span::{above, add, count, divide, extreme, multiply, not, of_truth, same, subtract, within};
use step::Step;

/// What a place of a row holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Input {
    Fact(u32),
    /// A param that varies from row to row.
    Param(u32),
}

/// A model decoded for one [`Prepared`] policy.
#[derive(Clone, Debug)]
pub struct Row<'a> {
    spans: Vec<Span>,
    truths: Vec<u8>,
    model: &'a Model,
    place: Option<usize>,
}

/// A policy in some circumstances, prepared for verdicts alone.
pub struct Prepared<'a> {
    steps: Vec<Step>,
    operands: Vec<u32>,
    /// The lines that facts are compared with directly.
    lines: Vec<Span>,
    /// The step of each designation, and whether an unknown there is exact.
    roots: Vec<(u32, bool)>,
    /// What stands behind each place of a row.
    inputs: Vec<Input>,
    numbers: Vec<Span>,
    truths: Vec<u8>,
    verdicts: Vec<Verdict>,
    exact: Evaluator<'a>,
    policy: &'a Policy,
    circumstances: &'a Circumstances,
    /// The values of the nodes that are the same for every row, where rows differ in some inputs alone.
    known: Vec<Option<Value>>,
    /// The params that vary from row to row.
    varied_params: Vec<usize>,
    /// Of each designation, whether it is decided whatever varies.
    decides: Vec<bool>,
    /// The operands that can matter, of each node some of whose cannot.
    live: FxHashMap<NodeId, Vec<NodeId>>,
}

impl<'a> Prepared<'a> {
    /// Prepares `policy`; what the steps cannot express is decided exactly.
    pub fn new(policy: &'a Policy, circumstances: &'a Circumstances, population: &'a Population) -> Self {
        let mut prepared = Prepared::empty(policy, circumstances, population);
        prepared.write_steps(|_| false);
        prepared
    }

    fn empty(policy: &'a Policy, circumstances: &'a Circumstances, population: &'a Population) -> Self {
        Prepared {
            steps: Vec::new(),
            operands: Vec::new(),
            lines: Vec::new(),
            roots: Vec::new(),
            inputs: Vec::new(),
            numbers: Vec::new(),
            truths: Vec::new(),
            verdicts: vec![Verdict::Undetermined; policy.designations.len()],
            exact: Evaluator::new(policy, circumstances, population),
            policy,
            circumstances,
            known: Vec::new(),
            varied_params: Vec::new(),
            decides: Vec::new(),
            live: FxHashMap::default(),
        }
    }

    /// Writes the program; `is_exact` says of a root beyond what holds for every model that an unknown there is exact.
    fn write_steps(&mut self, is_exact: impl Fn(NodeId) -> bool) {
        let policy = self.policy;
        let prepared = self;
        let mut places: Vec<Option<u32>> = vec![None; policy.nodes.len()];
        for designation in &policy.designations {
            for id in policy.closure(designation.rule.node) {
                if places.get(id.index()).copied().flatten().is_none() {
                    let step = prepared.step(id, &places);
                    prepared.steps.push(step);
                    if let Some(place) = places.get_mut(id.index()) {
                        *place = Some(prepared.steps.len() as u32 - 1);
                    }
                }
            }
            let root = places.get(designation.rule.node.index()).copied().flatten().unwrap_or(0);
            let node = designation.rule.node;
            prepared.roots.push((root, is_exact(node) || polarity::is_exact(policy, node)));
        }
        prepared.drop_unread();
        prepared.numbers = vec![Span::LOST; prepared.steps.len()];
        prepared.truths = vec![GIVEN_UP; prepared.steps.len()];
    }

    /// Decodes a model, which stands at `place` of the population where it is one of it.
    pub fn row(&self, model: &'a Model, place: Option<usize>) -> Row<'a> {
        let set = |input: &Input| {
            let at = match input {
                Input::Fact(at) => *at as usize,
                Input::Param(at) => {
                    let param = self.policy.schema.params.get(*at as usize)?;
                    return match self.circumstances.params.get(*at as usize)? {
                        Some(Given::Value { set, .. }) => Some((set, false)),
                        _ => Some((&param.domain, true)),
                    };
                }
            };
            let fact = self.policy.schema.facts.get(at)?;
            match (&model.facts.get(at)?.set, &fact.assumed) {
                (Some(set), _) => Some((set, false)),
                (None, Some((assumed, _))) if self.circumstances.assume => Some((assumed, false)),
                (None, _) => Some((&fact.domain, true)),
            }
        };
        let span = |input: &Input| set(input).map_or(Span::LOST, |(set, missing)| Span { missing, ..Span::of(set) });
        let truth = |input: &Input| match set(input) {
            Some((Set::Truth(truth), missing)) => of_truth(*truth) | if missing { MISSING } else { 0 },
            _ => GIVEN_UP,
        };
        Row {
            spans: self.inputs.iter().map(span).collect(),
            truths: self.inputs.iter().map(truth).collect(),
            model,
            place,
        }
    }

    /// The verdict of every designation, in source order.
    ///
    /// # Errors
    /// [`Fault`] where an exact value or a chain of references outgrows the limits.
    pub fn verdicts(&mut self, row: &Row<'a>) -> Result<&[Verdict], Fault> {
        if !self.run(row) {
            self.verdicts = self.exact.verdicts(row.model, row.place)?;
        }
        Ok(&self.verdicts)
    }

    /// Writes the verdict of every designation that doubles decide, and `None` for what must be decided exactly.
    pub fn certain(&mut self, row: &Row<'a>, verdicts: &mut Vec<Option<Verdict>>) {
        self.run_steps(row);
        verdicts.clear();
        verdicts.extend(self.roots.iter().map(|root| self.verdict_of(*root)));
    }

    /// Runs the steps; false where a verdict is not certain.
    fn run(&mut self, row: &Row<'a>) -> bool {
        self.run_steps(row);
        for (at, root) in self.roots.iter().enumerate() {
            let (Some(found), Some(verdict)) = (self.verdict_of(*root), self.verdicts.get_mut(at)) else {
                return false;
            };
            *verdict = found;
        }
        true
    }

    fn run_steps(&mut self, row: &Row<'a>) {
        for at in 0..self.steps.len() {
            let Some(step) = self.steps.get(at) else { return };
            match self.truth_of(step, row) {
                Some(flags) => {
                    if let Some(place) = self.truths.get_mut(at) {
                        *place = flags;
                    }
                }
                None => {
                    let span = self.number_of(step, row);
                    if let Some(place) = self.numbers.get_mut(at) {
                        *place = span;
                    }
                }
            }
        }
    }

    /// The verdict of a root, where it is certain; `exact` says that an unknown there is.
    #[inline]
    fn verdict_of(&self, (root, exact): (u32, bool)) -> Option<Verdict> {
        let flags = self.truth(root);
        match flags & (YES | NO) {
            YES => Some(Verdict::Covered),
            NO => Some(Verdict::NotCovered),
            _ if exact && flags & LOST == 0 => Some(Verdict::Undetermined),
            _ => None,
        }
    }

    fn number(&self, at: u32) -> &Span {
        self.numbers.get(at as usize).unwrap_or(&Span::LOST)
    }

    fn truth(&self, at: u32) -> u8 {
        self.truths.get(at as usize).copied().unwrap_or(GIVEN_UP)
    }

    /// What a step that gives a truth gives; `None` for one that gives a number.
    #[inline]
    fn truth_of(&self, step: &Step, row: &Row<'a>) -> Option<u8> {
        let number = |at: &u32| self.number(*at);
        let truth = |at: &u32| self.truth(*at);
        let fact = |at: &u32| row.spans.get(*at as usize).unwrap_or(&Span::LOST);
        let line = |at: &u32| self.lines.get(*at as usize).unwrap_or(&Span::LOST);
        let list = |from: &u32, to: &u32| {
            self.operands.get(*from as usize..*to as usize).unwrap_or_default().iter().map(truth)
        };
        Some(match step {
            Step::FactAbove(a, b) => above(fact(a), line(b)),
            Step::FactAtLeast(a, b) => not(above(line(b), fact(a))),
            Step::FactTruth(a) => row.truths.get(*a as usize).copied().unwrap_or(GIVEN_UP),
            Step::All(from, to) => list(from, to).fold(YES, |a, b| (a & b & YES) | ((a | b) & (NO | LOST))),
            Step::Any(from, to) => list(from, to).fold(NO, |a, b| (a & b & NO) | ((a | b) & (YES | LOST))),
            Step::Above(a, b) => above(number(a), number(b)),
            Step::AtLeast(a, b) => not(above(number(b), number(a))),
            Step::Not(a) => not(truth(a)),
            Step::Truth(flags) => *flags,
            Step::Same(a, b) => same(number(a), number(b)),
            Step::Differs(a, b) => not(same(number(a), number(b))),
            Step::Within(a, b) => within(number(a), number(b)),
            Step::Count(needed, from, to) => count(*needed, list(from, to)),
            Step::Shown(a, exact) => match (truth(a) & GIVEN_UP, exact) {
                (YES, _) => YES,
                (NO, _) => NO,
                (found, true) if found & LOST == 0 => NO,
                _ => GIVEN_UP,
            },
            Step::IfTruth(condition, a, b) => match truth(condition) & GIVEN_UP {
                YES => truth(a),
                NO => truth(b),
                _ => GIVEN_UP,
            },
            Step::OtherwiseTruth(a, b) => {
                let first = truth(a);
                if first & LOST != 0 || first & MISSING == 0 { first } else { truth(b) }
            }
            Step::CopyTruth(a) => truth(a),
            Step::LostTruth => GIVEN_UP,
            Step::Constant(_) | Step::Fact(_) | Step::Add(..) | Step::Subtract(..) | Step::Multiply(..) => return None,
            Step::Divide(..) | Step::Min(..) | Step::Max(..) | Step::IfNumber(..) => return None,
            Step::OtherwiseNumber(..) | Step::CopyNumber(_) | Step::LostNumber => return None,
        })
    }

    /// What a step that gives a number gives.
    fn number_of(&self, step: &Step, row: &Row<'a>) -> Span {
        let number = |at: &u32| self.number(*at);
        match step {
            Step::Constant(span) => *span,
            Step::Fact(a) => row.spans.get(*a as usize).copied().unwrap_or(Span::LOST),
            Step::Add(a, b) => add(number(a), number(b)),
            Step::Subtract(a, b) => subtract(number(a), number(b)),
            Step::Multiply(a, b) => multiply(number(a), number(b)),
            Step::Divide(a, b) => divide(number(a), number(b)),
            Step::Min(a, b) => extreme(number(a), number(b), f64::min),
            Step::Max(a, b) => extreme(number(a), number(b), f64::max),
            Step::IfNumber(condition, a, b) => match self.truth(*condition) & GIVEN_UP {
                YES => *number(a),
                NO => *number(b),
                _ => Span::LOST,
            },
            Step::OtherwiseNumber(a, b) => {
                let first = number(a);
                if first.lost || !first.missing { *first } else { *number(b) }
            }
            Step::CopyNumber(a) => *number(a),
            Step::FactAbove(..) | Step::FactAtLeast(..) | Step::FactTruth(_) | Step::All(..) | Step::Any(..) => {
                Span::LOST
            }
            Step::Above(..) | Step::AtLeast(..) | Step::Not(_) | Step::Truth(_) | Step::Same(..) => Span::LOST,
            Step::Differs(..) | Step::Within(..) | Step::Count(..) | Step::Shown(..) | Step::IfTruth(..) => Span::LOST,
            Step::OtherwiseTruth(..) | Step::CopyTruth(_) | Step::LostTruth | Step::LostNumber => Span::LOST,
        }
    }

    /// Takes out the steps whose results no other step reads any more, and renumbers the rest.
    fn drop_unread(&mut self) {
        let mut read = vec![false; self.steps.len()];
        let roots = self.roots.iter().map(|(root, _)| *root);
        let by_steps = self.steps.iter_mut().flat_map(Step::reads).map(|at| *at);
        for at in roots.chain(self.operands.iter().copied()).chain(by_steps) {
            if let Some(place) = read.get_mut(at as usize) {
                *place = true;
            }
        }
        let mut moved = Vec::with_capacity(self.steps.len());
        let mut kept: Vec<Step> = Vec::with_capacity(self.steps.len());
        for (step, read) in std::mem::take(&mut self.steps).into_iter().zip(read) {
            moved.push(kept.len() as u32);
            if read {
                kept.push(step);
            }
        }
        let roots = self.roots.iter_mut().map(|(root, _)| root);
        for at in roots.chain(&mut self.operands).chain(kept.iter_mut().flat_map(Step::reads)) {
            *at = moved.get(*at as usize).copied().unwrap_or(0);
        }
        self.steps = kept;
    }

    fn step(&mut self, id: NodeId, places: &[Option<u32>]) -> Step {
        let Some(node) = self.policy.node(id) else { return Step::LostNumber };
        if let Some(Some(value)) = self.known.get(id.index()) {
            return around::step_of(value, node.ty == Type::Bool);
        }
        let at = |id: &NodeId| places.get(id.index()).copied().flatten().unwrap_or(0);
        let is_truth = node.ty == Type::Bool;
        let constant = |set: &Set, missing: bool| match set {
            Set::Truth(truth) => Step::Truth(of_truth(*truth) | if missing { MISSING } else { 0 }),
            set => Step::Constant(Span { missing, ..Span::of(set) }),
        };
        match &node.op {
            Op::Number(number) => Step::Constant(Span::of_interval(&Interval::point(number.clone()))),
            Op::Date(date) => constant(&Set::Date(DateRange::point(*date)), false),
            Op::Truth(truth) => Step::Truth(if *truth { YES } else { NO }),
            Op::Members(members) => constant(&Set::Member(*members), false),
            Op::EvaluationDate => constant(&Set::Date(self.circumstances.as_of), false),
            Op::Fact(fact) => {
                let place = self.input(Input::Fact(fact.0));
                if is_truth { Step::FactTruth(place) } else { Step::Fact(place) }
            }
            Op::Param(param, _) if self.varied_params.contains(&param.index()) => {
                let place = self.input(Input::Param(param.0));
                if is_truth { Step::FactTruth(place) } else { Step::Fact(place) }
            }
            Op::Param(param, default) => {
                let supplied = self.circumstances.params.get(param.index()).and_then(Option::as_ref);
                match (supplied, default) {
                    (Some(Given::Value { set, .. }), _) => constant(set, false),
                    (None, Some(default)) => self.copy(at(default), is_truth),
                    _ => self
                        .policy
                        .schema
                        .params
                        .get(param.index())
                        .map_or(Step::LostNumber, |param| constant(&param.domain, true)),
                }
            }
            Op::Choice(choice) => match self.circumstances.choices.get(choice.index()).copied().flatten() {
                Some(member) => constant(&Set::Member(Members::only(member)), false),
                None => Step::LostNumber,
            },
            Op::Arithmetic(op, a, b) => match op {
                Arithmetic::Add => Step::Add(at(a), at(b)),
                Arithmetic::Subtract => Step::Subtract(at(a), at(b)),
                Arithmetic::Multiply => Step::Multiply(at(a), at(b)),
                Arithmetic::Divide => Step::Divide(at(a), at(b)),
                Arithmetic::Power => Step::LostNumber,
            },
            Op::Min(list) | Op::Max(list) => match (list.as_slice(), matches!(node.op, Op::Min(_))) {
                ([a], _) => Step::CopyNumber(at(a)),
                ([a, b], true) => Step::Min(at(a), at(b)),
                ([a, b], false) => Step::Max(at(a), at(b)),
                _ => Step::LostNumber,
            },
            Op::If(condition, a, b) if is_truth => Step::IfTruth(at(condition), at(a), at(b)),
            Op::If(condition, a, b) => Step::IfNumber(at(condition), at(a), at(b)),
            Op::Otherwise(a, b) if is_truth => Step::OtherwiseTruth(at(a), at(b)),
            Op::Otherwise(a, b) => Step::OtherwiseNumber(at(a), at(b)),
            Op::Compare(op, a, b) => {
                // Conditions and texts are compared exactly.
                if matches!(self.policy.node(*a).map(|node| &node.ty), Some(Type::Bool | Type::Text)) {
                    return Step::LostTruth;
                }
                match op {
                    Comparison::Above => {
                        self.fact_and_line(at(a), at(b), Step::FactAbove).unwrap_or(Step::Above(at(a), at(b)))
                    }
                    Comparison::AtLeast => {
                        self.fact_and_line(at(a), at(b), Step::FactAtLeast).unwrap_or(Step::AtLeast(at(a), at(b)))
                    }
                    Comparison::Below => Step::Above(at(b), at(a)),
                    Comparison::AtMost => Step::AtLeast(at(b), at(a)),
                    Comparison::Is => Step::Same(at(a), at(b)),
                    Comparison::IsNot => Step::Differs(at(a), at(b)),
                }
            }
            Op::Within(a, b) => Step::Within(at(a), at(b)),
            Op::Not(a) => Step::Not(at(a)),
            Op::All(list) => self.list(list.iter().map(at), Step::All),
            Op::Any(list) => self.list(list.iter().map(at), Step::Any),
            Op::AtLeast(needed, list) => {
                let needed = *needed as u32;
                self.list(list.iter().map(at), |from, to| Step::Count(needed, from, to))
            }
            // What is shown is refined on the record: where it is certain here it is certain there.
            Op::Shown(a) => Step::Shown(at(a), polarity::is_exact(self.policy, *a)),
            Op::Dated(..)
            | Op::Negate(_)
            | Op::Power(..)
            | Op::Shift(..)
            | Op::Text(_)
            | Op::Exists(_)
            | Op::Through(..)
            | Op::Population(_) => {
                if is_truth {
                    Step::LostTruth
                } else {
                    Step::LostNumber
                }
            }
        }
    }

    fn input(&mut self, input: Input) -> u32 {
        self.inputs.push(input);
        self.inputs.len() as u32 - 1
    }

    fn copy(&self, at: u32, is_truth: bool) -> Step {
        match self.steps.get(at as usize) {
            // A line's own value stands for it.
            Some(step @ (Step::Constant(_) | Step::Truth(_))) => step.clone(),
            _ if is_truth => Step::CopyTruth(at),
            _ => Step::CopyNumber(at),
        }
    }

    fn fact_and_line(&mut self, fact: u32, line: u32, step: fn(u32, u32) -> Step) -> Option<Step> {
        match (self.steps.get(fact as usize)?, self.steps.get(line as usize)?) {
            (Step::Fact(fact), Step::Constant(line)) => {
                self.lines.push(*line);
                Some(step(*fact, self.lines.len() as u32 - 1))
            }
            _ => None,
        }
    }

    fn list(&mut self, items: impl Iterator<Item = u32>, step: impl Fn(u32, u32) -> Step) -> Step {
        let from = self.operands.len() as u32;
        self.operands.extend(items);
        step(from, self.operands.len() as u32)
    }
}
