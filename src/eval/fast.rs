//! Verdicts without explanation, in doubles with certified bounds; whatever these cannot decide is decided exactly.
//!
//! In: a policy in some circumstances, and models decoded once into [`Row`]s. Out: verdicts, the same as
//! [`super::Evaluator::verdicts`] gives. Every number is an interval whose two ends are each enclosed by two doubles;
//! a comparison is settled where the enclosures are apart, and where they touch the whole model is evaluated exactly.

use super::result::Verdict;
use super::{Evaluator, Fault, polarity};
use crate::interval::{End, Interval};
use crate::ir::{NodeId, Op, Policy};
use crate::model::{Circumstances, Model, Population};
use crate::possible::{Members, Set};
use crate::rational::Rational;
use crate::syntax::op::{Arithmetic, Comparison};

/// A possible value: the interval's lower end lies in `lo`, its upper end in `hi`.
#[derive(Clone, Copy, Debug)]
struct Span {
    lo: [f64; 2],
    hi: [f64; 2],
    /// The double whose shortest decimal the value is, where it is just that; else NaN. Such values compare as doubles.
    short: f64,
    /// -1 false, 0 unknown, 1 true.
    truth: i8,
    missing: bool,
    /// Not representable here: whatever hangs on it is decided exactly.
    lost: bool,
    members: u64,
}

impl Span {
    const LOST: Span = Span {
        lo: [f64::NAN; 2],
        hi: [f64::NAN; 2],
        short: f64::NAN,
        truth: 0,
        missing: false,
        lost: true,
        members: 0,
    };

    fn number(lo: [f64; 2], hi: [f64; 2]) -> Span {
        let lost = lo.iter().chain(&hi).any(|end| end.is_nan());
        Span { lo, hi, lost, ..Span::LOST }
    }

    fn truth(truth: i8) -> Span {
        Span { truth, lost: false, ..Span::LOST }
    }

    fn of(set: &Set) -> Span {
        match set {
            Set::Number(interval) => Span::of_interval(interval),
            Set::Date(range) => {
                let day =
                    |date: crate::date::Date| (date.duration_since(crate::date::Date::ZERO).as_hours() / 24) as f64;
                let lo = range.lo.map_or(f64::NEG_INFINITY, day);
                let hi = range.hi.map_or(f64::INFINITY, day);
                Span { short: if lo == hi { lo } else { f64::NAN }, ..Span::number([lo; 2], [hi; 2]) }
            }
            Set::Truth(truth) => Span::truth(*truth as i8 - 1),
            Set::Member(members) => Span { members: bits(*members), lost: false, ..Span::LOST },
            Set::Text(_) => Span::LOST,
        }
    }

    fn of_interval(interval: &Interval) -> Span {
        let ends = |end: &End, infinite: f64| {
            end.value().map_or([infinite; 2], |value| {
                let (lo, hi) = value.to_f64_bounds();
                [lo, hi]
            })
        };
        let mut span = Span::number(ends(interval.lo(), f64::NEG_INFINITY), ends(interval.hi(), f64::INFINITY));
        if let Some(point) = interval.as_point() {
            let nearest = point.to_f64_for_show();
            if Rational::from_shortest(nearest).as_ref() == Some(point) {
                span.short = nearest;
            }
        }
        span
    }
}

fn bits(members: Members) -> u64 {
    members.iter().fold(0, |bits, at| bits | 1 << at)
}

/// One step of the program: where its result goes is its place in the list.
#[derive(Clone, Debug)]
enum Step {
    Constant(Span),
    Fact(u32),
    Add(u32, u32),
    Subtract(u32, u32),
    Multiply(u32, u32),
    Divide(u32, u32),
    Min(u32, u32),
    Max(u32, u32),
    Above(u32, u32),
    AtLeast(u32, u32),
    Same(u32, u32),
    Within(u32, u32),
    Not(u32),
    All(u32, u32),
    Any(u32, u32),
    Count(u32, u32, u32),
    /// Whether its unknown is exact, and so not shown.
    Shown(u32, bool),
    If(u32, u32, u32),
    Otherwise(u32, u32),
    Copy(u32),
    Lost,
}

/// A model decoded for one [`Prepared`] policy.
#[derive(Clone, Debug)]
pub struct Row<'a> {
    spans: Vec<Span>,
    model: &'a Model,
    place: Option<usize>,
}

/// A policy in some circumstances, prepared for verdicts alone.
pub struct Prepared<'a> {
    steps: Vec<Step>,
    operands: Vec<u32>,
    /// The step of each designation, and whether an unknown there is exact.
    roots: Vec<(u32, bool)>,
    /// The fact behind each place of a row.
    facts: Vec<u32>,
    registers: Vec<Span>,
    verdicts: Vec<Verdict>,
    exact: Evaluator<'a>,
    policy: &'a Policy,
    circumstances: &'a Circumstances,
}

impl<'a> Prepared<'a> {
    /// Prepares `policy`; what the steps cannot express is decided exactly.
    pub fn new(policy: &'a Policy, circumstances: &'a Circumstances, population: &'a Population) -> Self {
        let mut prepared = Prepared {
            steps: Vec::new(),
            operands: Vec::new(),
            roots: Vec::new(),
            facts: Vec::new(),
            registers: Vec::new(),
            verdicts: Vec::new(),
            exact: Evaluator::new(policy, circumstances, population),
            policy,
            circumstances,
        };
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
            prepared.roots.push((root, polarity::is_exact(policy, designation.rule.node)));
        }
        prepared.registers = vec![Span::LOST; prepared.steps.len()];
        prepared.verdicts = vec![Verdict::Undetermined; prepared.roots.len()];
        prepared
    }

    /// Decodes a model, which stands at `place` of the population where it is one of it.
    pub fn row(&self, model: &'a Model, place: Option<usize>) -> Row<'a> {
        let span = |at: &u32| {
            let (Some(fact), Some(slot)) = (self.policy.schema.facts.get(*at as usize), model.facts.get(*at as usize))
            else {
                return Span::LOST;
            };
            match (&slot.set, &fact.assumed) {
                (Some(set), _) => Span::of(set),
                (None, Some((assumed, _))) if self.circumstances.assume => Span::of(assumed),
                (None, _) => Span { missing: true, ..Span::of(&fact.domain) },
            }
        };
        Row { spans: self.facts.iter().map(span).collect(), model, place }
    }

    /// The verdict of every designation, in source order.
    ///
    /// # Errors
    /// [`Fault`] where an exact value or a chain of references outgrows the limits.
    pub fn verdicts(&mut self, row: &Row<'a>) -> Result<&[Verdict], Fault> {
        if self.run(row) {
            return Ok(&self.verdicts);
        }
        self.verdicts = self.exact.verdicts(row.model, row.place)?;
        Ok(&self.verdicts)
    }

    /// Runs the steps; false where a verdict is not certain.
    fn run(&mut self, row: &Row<'a>) -> bool {
        for (at, step) in self.steps.iter().enumerate() {
            let get = |at: &u32| self.registers.get(*at as usize).copied().unwrap_or(Span::LOST);
            let list = |from: &u32, to: &u32| self.operands.get(*from as usize..*to as usize).unwrap_or_default();
            let span = match step {
                Step::Constant(span) => *span,
                Step::Fact(at) => row.spans.get(*at as usize).copied().unwrap_or(Span::LOST),
                Step::Add(a, b) => add(&get(a), &get(b)),
                Step::Subtract(a, b) => subtract(&get(a), &get(b)),
                Step::Multiply(a, b) => multiply(&get(a), &get(b)),
                Step::Divide(a, b) => divide(&get(a), &get(b)),
                Step::Min(a, b) => extreme(&get(a), &get(b), f64::min),
                Step::Max(a, b) => extreme(&get(a), &get(b), f64::max),
                Step::Above(a, b) => above(&get(a), &get(b)),
                Step::AtLeast(a, b) => negate(above(&get(b), &get(a))),
                Step::Same(a, b) => same(&get(a), &get(b)),
                Step::Within(a, b) => {
                    let (a, b) = (get(a), get(b));
                    let truth = match (a.members & b.members, a.members & !b.members) {
                        (_, 0) => 1,
                        (0, _) => -1,
                        _ => 0,
                    };
                    Span { lost: a.lost, ..Span::truth(truth) }
                }
                Step::Not(a) => negate(get(a)),
                Step::All(from, to) => fold(list(from, to).iter().map(get), 1, i8::min),
                Step::Any(from, to) => fold(list(from, to).iter().map(get), -1, i8::max),
                Step::Count(needed, from, to) => count(*needed, list(from, to).iter().map(get)),
                Step::Shown(a, exact) => match get(a) {
                    Span { lost: true, .. } => Span::LOST,
                    Span { truth: 0, .. } if !exact => Span::LOST,
                    span => Span::truth(if span.truth == 1 { 1 } else { -1 }),
                },
                Step::If(condition, a, b) => match get(condition) {
                    Span { lost: true, .. } => Span::LOST,
                    Span { truth: 1, .. } => get(a),
                    Span { truth: -1, .. } => get(b),
                    _ => Span::LOST,
                },
                Step::Otherwise(a, b) => {
                    let first = get(a);
                    if first.lost || !first.missing { first } else { get(b) }
                }
                Step::Copy(a) => get(a),
                Step::Lost => Span::LOST,
            };
            if let Some(register) = self.registers.get_mut(at) {
                *register = span;
            }
        }
        for ((root, exact), verdict) in self.roots.iter().zip(&mut self.verdicts) {
            let Some(span) = self.registers.get(*root as usize) else { return false };
            *verdict = match (span.truth, span.lost) {
                (_, true) => return false,
                (1, false) => Verdict::Covered,
                (-1, false) => Verdict::NotCovered,
                _ if *exact => Verdict::Undetermined,
                _ => return false,
            };
        }
        true
    }

    fn step(&mut self, id: NodeId, places: &[Option<u32>]) -> Step {
        let Some(node) = self.policy.node(id) else { return Step::Lost };
        let at = |id: &NodeId| places.get(id.index()).copied().flatten().unwrap_or(0);
        match &node.op {
            Op::Number(number) => Step::Constant(Span::of_interval(&Interval::point(number.clone()))),
            Op::Date(date) => Step::Constant(Span::of(&Set::Date(crate::date::DateRange::point(*date)))),
            Op::Truth(truth) => Step::Constant(Span::truth(if *truth { 1 } else { -1 })),
            Op::Members(members) => Step::Constant(Span::of(&Set::Member(*members))),
            Op::EvaluationDate => Step::Constant(Span::of(&Set::Date(self.circumstances.as_of))),
            Op::Fact(fact) => {
                self.facts.push(fact.0);
                Step::Fact(self.facts.len() as u32 - 1)
            }
            Op::Param(param, default) => {
                match (self.circumstances.params.get(param.index()).and_then(Option::as_ref), default) {
                    (Some(crate::given::Given::Value { set, .. }), _) => Step::Constant(Span::of(set)),
                    (None, Some(default)) => Step::Copy(at(default)),
                    _ => match self.policy.schema.params.get(param.index()) {
                        Some(param) => Step::Constant(Span { missing: true, ..Span::of(&param.domain) }),
                        None => Step::Lost,
                    },
                }
            }
            Op::Choice(choice) => match self.circumstances.choices.get(choice.index()).copied().flatten() {
                Some(member) => Step::Constant(Span::of(&Set::Member(Members::only(member)))),
                None => Step::Lost,
            },
            Op::Arithmetic(op, a, b) => match op {
                Arithmetic::Add => Step::Add(at(a), at(b)),
                Arithmetic::Subtract => Step::Subtract(at(a), at(b)),
                Arithmetic::Multiply => Step::Multiply(at(a), at(b)),
                Arithmetic::Divide => Step::Divide(at(a), at(b)),
                Arithmetic::Power => Step::Lost,
            },
            Op::Min(list) | Op::Max(list) => match (list.as_slice(), matches!(node.op, Op::Min(_))) {
                ([a], _) => Step::Copy(at(a)),
                ([a, b], true) => Step::Min(at(a), at(b)),
                ([a, b], false) => Step::Max(at(a), at(b)),
                _ => Step::Lost,
            },
            Op::If(condition, a, b) => Step::If(at(condition), at(a), at(b)),
            Op::Otherwise(a, b) => Step::Otherwise(at(a), at(b)),
            Op::Compare(op, a, b) => match op {
                Comparison::Above => Step::Above(at(a), at(b)),
                Comparison::AtLeast => Step::AtLeast(at(a), at(b)),
                Comparison::Below => Step::Above(at(b), at(a)),
                Comparison::AtMost => Step::AtLeast(at(b), at(a)),
                Comparison::Is => Step::Same(at(a), at(b)),
                Comparison::IsNot => {
                    self.steps.push(Step::Same(at(a), at(b)));
                    Step::Not(self.steps.len() as u32 - 1)
                }
            },
            Op::Within(a, b) => Step::Within(at(a), at(b)),
            Op::Not(a) => Step::Not(at(a)),
            Op::All(list) => {
                let (from, to) = self.list(list.iter().map(at));
                Step::All(from, to)
            }
            Op::Any(list) => {
                let (from, to) = self.list(list.iter().map(at));
                Step::Any(from, to)
            }
            Op::AtLeast(needed, list) => {
                let (from, to) = self.list(list.iter().map(at));
                Step::Count(*needed as u32, from, to)
            }
            Op::Shown(a) => Step::Shown(at(a), polarity::is_exact(self.policy, *a)),
            Op::Dated(..)
            | Op::Negate(_)
            | Op::Power(..)
            | Op::Shift(..)
            | Op::Text(_)
            | Op::Exists(_)
            | Op::Through(..)
            | Op::Population(_) => Step::Lost,
        }
    }

    fn list(&mut self, items: impl Iterator<Item = u32>) -> (u32, u32) {
        let from = self.operands.len() as u32;
        self.operands.extend(items);
        (from, self.operands.len() as u32)
    }
}

fn lost_if(a: &Span, b: &Span, span: Span) -> Span {
    Span { missing: a.missing || b.missing, lost: span.lost || a.lost || b.lost, ..span }
}

/// Two doubles round a sum or product of exact numbers that lie in `a` and `b`.
fn outward(lo: f64, hi: f64) -> [f64; 2] {
    [lo.next_down(), hi.next_up()]
}

fn add(a: &Span, b: &Span) -> Span {
    let lo = outward(a.lo[0] + b.lo[0], a.lo[1] + b.lo[1]);
    let hi = outward(a.hi[0] + b.hi[0], a.hi[1] + b.hi[1]);
    lost_if(a, b, Span::number(lo, hi))
}

fn subtract(a: &Span, b: &Span) -> Span {
    let lo = outward(a.lo[0] - b.hi[1], a.lo[1] - b.hi[0]);
    let hi = outward(a.hi[0] - b.lo[1], a.hi[1] - b.lo[0]);
    lost_if(a, b, Span::number(lo, hi))
}

/// Quantities below zero are rare here and left to exact evaluation.
fn multiply(a: &Span, b: &Span) -> Span {
    if !(a.lo[0] >= 0.0 && b.lo[0] >= 0.0) {
        return Span::LOST;
    }
    let times = |x: f64, y: f64| if x == 0.0 || y == 0.0 { 0.0 } else { x * y };
    let lo = outward(times(a.lo[0], b.lo[0]), times(a.lo[1], b.lo[1]));
    let hi = outward(times(a.hi[0], b.hi[0]), times(a.hi[1], b.hi[1]));
    lost_if(a, b, Span::number([lo[0].max(0.0), lo[1]], hi))
}

fn divide(a: &Span, b: &Span) -> Span {
    if !(a.lo[0] >= 0.0 && b.lo[0] > 0.0) {
        return Span::LOST;
    }
    let lo = outward(a.lo[0] / b.hi[1], a.lo[1] / b.hi[0]);
    let hi = outward(a.hi[0] / b.lo[1], a.hi[1] / b.lo[0]);
    lost_if(a, b, Span::number([lo[0].max(0.0), lo[1]], hi))
}

fn extreme(a: &Span, b: &Span, pick: fn(f64, f64) -> f64) -> Span {
    let lo = [pick(a.lo[0], b.lo[0]), pick(a.lo[1], b.lo[1])];
    let hi = [pick(a.hi[0], b.hi[0]), pick(a.hi[1], b.hi[1])];
    lost_if(a, b, Span::number(lo, hi))
}

fn above(a: &Span, b: &Span) -> Span {
    let truth = if !a.short.is_nan() && !b.short.is_nan() {
        if a.short > b.short { 1 } else { -1 }
    } else if a.lo[0] > b.hi[1] {
        1
    } else if a.hi[1] < b.lo[0] {
        -1
    } else if a.hi[0] > b.lo[1] && a.lo[1] < b.hi[0] {
        0
    } else {
        return Span::LOST;
    };
    Span { lost: a.lost || b.lost, missing: a.missing || b.missing, ..Span::truth(truth) }
}

fn same(a: &Span, b: &Span) -> Span {
    let equal = if a.members != 0 && b.members != 0 {
        match (a.members & b.members, a.members == b.members && a.members.count_ones() == 1) {
            (_, true) => 1,
            (0, _) => -1,
            _ => 0,
        }
    } else if !a.short.is_nan() && !b.short.is_nan() {
        if a.short == b.short { 1 } else { -1 }
    } else if a.lo[0] > b.hi[1] || a.hi[1] < b.lo[0] {
        -1
    } else {
        return Span::LOST;
    };
    Span { lost: a.lost || b.lost, missing: a.missing || b.missing, ..Span::truth(equal) }
}

fn negate(span: Span) -> Span {
    Span { truth: -span.truth, ..span }
}

/// A conjunction or disjunction: what decides it alone does so whatever was lost.
fn fold(spans: impl Iterator<Item = Span>, neutral: i8, pick: fn(i8, i8) -> i8) -> Span {
    let (mut truth, mut lost) = (neutral, false);
    for span in spans {
        if span.lost {
            lost = true;
        } else {
            truth = pick(truth, span.truth);
        }
    }
    if lost && truth != -neutral { Span::LOST } else { Span::truth(truth) }
}

fn count(needed: u32, spans: impl Iterator<Item = Span>) -> Span {
    let (mut certain, mut possible, mut lost) = (0, 0, 0);
    for span in spans {
        lost += u32::from(span.lost);
        certain += u32::from(!span.lost && span.truth == 1);
        possible += u32::from(!span.lost && span.truth != -1);
    }
    match (certain >= needed, possible + lost >= needed) {
        (true, _) => Span::truth(1),
        (false, false) => Span::truth(-1),
        (false, true) if lost > 0 => Span::LOST,
        (false, true) => Span::truth(0),
    }
}
