//! Verdicts without explanation, in doubles with certified bounds; whatever these cannot decide is decided exactly.
//!
//! In: a policy in some circumstances, and models decoded once into [`Row`]s. Out: verdicts, the same as
//! [`super::Evaluator::verdicts`] gives. Every number is an interval whose two ends are each enclosed by two doubles;
//! a comparison is settled where the enclosures are apart, and where they touch the whole model is evaluated exactly.

mod around;
mod lanes;
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
use lanes::{Inputs, Program, Results};
use rustc_hash::FxHashMap;
use span::{GIVEN_UP, LOST, MISSING, NO, Span, YES, of_truth};
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
    values: Inputs<1>,
    model: &'a Model,
    place: Option<usize>,
}

/// How many rows a [`Block`] has.
pub const LANES: usize = 32;

/// Rows of one [`Prepared`] policy that are asked about at once.
#[derive(Clone, Debug)]
pub struct Block {
    values: Inputs<LANES>,
    /// Of each place, whether spans were written there.
    has_spans: Vec<bool>,
    results: Results<LANES>,
}

/// A number for each row of a [`Block`].
#[derive(Clone, Debug)]
pub struct Numbers {
    /// The doubles whose shortest decimals they are, in base units; NaN where they are none.
    short: [f64; LANES],
    /// What is known of those that are not short; nothing of those that are unknown.
    spans: [Option<Span>; LANES],
    /// Whether there are such spans.
    has_spans: bool,
}

/// A policy in some circumstances, prepared for verdicts alone.
pub struct Prepared<'a> {
    program: Program,
    /// The truth of each designation, and whether an unknown there is exact.
    roots: Vec<(u32, bool)>,
    /// What stands behind each place of a row.
    inputs: Vec<Input>,
    results: Results<1>,
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
            program: Program::default(),
            roots: Vec::new(),
            inputs: Vec::new(),
            results: Results::default(),
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
                    prepared.program.steps.push(step);
                    if let Some(place) = places.get_mut(id.index()) {
                        *place = Some(prepared.program.steps.len() as u32 - 1);
                    }
                }
            }
            let root = places.get(designation.rule.node.index()).copied().flatten().unwrap_or(0);
            let node = designation.rule.node;
            prepared.roots.push((root, is_exact(node) || polarity::is_exact(policy, node)));
        }
        prepared.drop_unread();
        prepared.results = Results::of(&prepared.program);
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
        let values = Inputs::of(self.inputs.iter().map(|input| (span(input), truth(input))));
        Row { values, model, place }
    }

    /// So many times the row.
    pub fn block(&self, row: &Row<'_>) -> Block {
        Block {
            values: Inputs::repeat(&row.values),
            has_spans: vec![false; self.inputs.len()],
            results: Results::of(&self.program),
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
        self.program.run(&row.values, &mut self.results);
        verdicts.clear();
        verdicts.extend(self.roots.iter().map(|(root, exact)| {
            let [flags] = self.results.truth(*root);
            verdict_of(*flags, *exact)
        }));
    }

    /// Writes the same of every row of a block: the designations of the first row, then those of the next.
    pub fn certain_of_each(&self, block: &mut Block, verdicts: &mut Vec<Option<Verdict>>) {
        let Block { values, results, .. } = block;
        self.program.run(values, results);
        verdicts.clear();
        verdicts.resize(LANES * self.roots.len(), None);
        for (at, (root, exact)) in self.roots.iter().enumerate() {
            let places = verdicts.iter_mut().skip(at).step_by(self.roots.len());
            for (place, flags) in places.zip(results.truth(*root)) {
                *place = verdict_of(*flags, *exact);
            }
        }
    }

    /// Runs the steps; false where a verdict is not certain.
    fn run(&mut self, row: &Row<'a>) -> bool {
        self.program.run(&row.values, &mut self.results);
        for ((root, exact), verdict) in self.roots.iter().zip(&mut self.verdicts) {
            let [flags] = self.results.truth(*root);
            let Some(found) = verdict_of(*flags, *exact) else { return false };
            *verdict = found;
        }
        true
    }

    /// Takes out the steps whose results no other step reads any more, and numbers the rest by their kind.
    fn drop_unread(&mut self) {
        let Program { steps, operands, .. } = &mut self.program;
        let mut read = vec![false; steps.len()];
        let roots = self.roots.iter().map(|(root, _)| *root);
        let by_steps = steps.iter_mut().flat_map(Step::reads).map(|at| *at);
        for at in roots.chain(operands.iter().copied()).chain(by_steps) {
            if let Some(place) = read.get_mut(at as usize) {
                *place = true;
            }
        }
        let mut moved = Vec::with_capacity(steps.len());
        let mut kept: Vec<Step> = Vec::with_capacity(steps.len());
        let (mut numbers, mut truths) = (0, 0);
        for (step, read) in std::mem::take(steps).into_iter().zip(read) {
            let place = if step.is_truth() { &mut truths } else { &mut numbers };
            moved.push(*place);
            if read {
                *place += 1;
                kept.push(step);
            }
        }
        let roots = self.roots.iter_mut().map(|(root, _)| root);
        for at in roots.chain(operands).chain(kept.iter_mut().flat_map(Step::reads)) {
            *at = moved.get(*at as usize).copied().unwrap_or(0);
        }
        self.program.steps = kept;
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
        match self.program.steps.get(at as usize) {
            // A line's own value stands for it.
            Some(step @ (Step::Constant(_) | Step::Truth(_))) => step.clone(),
            _ if is_truth => Step::CopyTruth(at),
            _ => Step::CopyNumber(at),
        }
    }

    fn fact_and_line(&mut self, fact: u32, line: u32, step: fn(u32, u32) -> Step) -> Option<Step> {
        match (self.program.steps.get(fact as usize)?, self.program.steps.get(line as usize)?) {
            (Step::Fact(fact), Step::Constant(line)) => {
                let step = step(*fact, self.program.lines.len() as u32);
                let line = *line;
                self.program.lines.push(line);
                Some(step)
            }
            _ => None,
        }
    }

    fn list(&mut self, items: impl Iterator<Item = u32>, step: impl Fn(u32, u32) -> Step) -> Step {
        let operands = &mut self.program.operands;
        let from = operands.len() as u32;
        operands.extend(items);
        step(from, operands.len() as u32)
    }
}

/// The verdict of a root, where it is certain; `exact` says that an unknown there is.
#[inline]
fn verdict_of(flags: u8, exact: bool) -> Option<Verdict> {
    match flags & (YES | NO) {
        YES => Some(Verdict::Covered),
        NO => Some(Verdict::NotCovered),
        _ if exact && flags & LOST == 0 => Some(Verdict::Undetermined),
        _ => None,
    }
}
