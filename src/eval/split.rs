//! Where an unknown matters: the leaves a node still hangs on, and the finitely many lines at which each is split.
//!
//! In: an evaluated frame. Out: leaves and regions of their possible values. A region that is missed costs refinement,
//! never soundness: every region is evaluated by the same enclosures.

mod tangle;

use super::frame::{Frame, Leaf};
use super::machine::Machine;
use crate::date::{CalendarUnit, Date, DateRange, shift};
use crate::interval::{End, Interval};
use crate::ir::{NodeId, Op, ReferenceId};
use crate::possible::{Members, Set, Value};
use crate::rational::Rational;
use crate::schema::Type;
use crate::sorting::sort;
use crate::syntax::op::Arithmetic;
use crate::truth::Truth;
use rustc_hash::{FxHashMap, FxHashSet};

/// Deepest chain of definitions that is solved for a leaf; beyond it the leaf is not split.
const MAX_DEPTH: usize = 128;
/// Most pieces (through `min`, `max` and `if`) a quantity is taken apart into.
const MAX_PIECES: usize = 16;
/// Largest root a leaf is split at, in bits; splits upon splits can make them grow.
const MAX_ROOT_BITS: usize = 2_048;
/// Most regions one leaf is split into.
const MAX_REGIONS: usize = 256;

/// `alpha * leaf + beta`, for all possible values of everything else.
#[derive(Clone)]
struct Affine {
    alpha: Interval,
    beta: Interval,
    /// Where a factor that multiplied both changed its sign. There `alpha` and `beta` move together, and the roots of
    /// the two taken apart are not all of them.
    kinks: Vec<Rational>,
}

impl Affine {
    fn constant(beta: Interval) -> Self {
        Affine { alpha: Interval::point(Rational::zero()), beta, kinks: Vec::new() }
    }

    fn is_constant(&self) -> bool {
        self.alpha.as_point().is_some_and(Rational::is_zero)
    }

    fn plus(&self, other: &Affine) -> Affine {
        Affine {
            alpha: self.alpha.add(&other.alpha),
            beta: self.beta.add(&other.beta),
            kinks: self.kinks.iter().chain(&other.kinks).cloned().collect(),
        }
    }

    fn times(&self, factor: &Interval) -> Affine {
        let mut kinks = self.kinks.clone();
        let apart = self.is_constant() || self.beta.as_point().is_some_and(Rational::is_zero);
        if factor.as_point().is_none() && !apart {
            kinks.extend(self.roots());
        }
        Affine { alpha: self.alpha.mul(factor), beta: self.beta.mul(factor), kinks }
    }

    /// Whether its roots are all the places at which the sign may change.
    fn is_solved(&self) -> bool {
        self.kinks.is_empty()
    }

    /// The values of the leaf at which the sign may change.
    fn roots(&self) -> Vec<Rational> {
        let mut roots = self.kinks.clone();
        roots.push(Rational::zero());
        for alpha in [self.alpha.lo(), self.alpha.hi()].into_iter().filter_map(End::value) {
            for beta in [self.beta.lo(), self.beta.hi()].into_iter().filter_map(End::value) {
                roots.extend((-beta.clone()).checked_div(alpha));
            }
        }
        roots
    }
}

/// A comparison or a dated line that a node still hangs on, and the frame it is evaluated on.
struct Live<'f, 'a> {
    frame: &'f Frame<'a>,
    node: NodeId,
}

/// What a node still hangs on.
pub(super) struct Hanging<'f, 'a> {
    machine: &'f Machine<'a>,
    frame: &'f Frame<'a>,
    root: NodeId,
    lives: Vec<Live<'f, 'a>>,
    /// The leaves that are not points, in source order, with their possible values.
    pub leaves: Vec<(Leaf, Set)>,
    /// Whether it hangs on something that cannot be split: other models, or a model that an unknown one refers to.
    pub beyond: bool,
    /// Whether something that could be supplied is passed over, since a settled value stands in for it.
    pub passed_over: bool,
}

impl<'f, 'a> Hanging<'f, 'a> {
    /// What `root` hangs on, given the values in `frame`.
    pub(super) fn of(machine: &'f Machine<'a>, frame: &'f Frame<'a>, root: NodeId) -> Self {
        let mut hanging =
            Hanging { machine, frame, root, lives: Vec::new(), leaves: Vec::new(), beyond: false, passed_over: false };
        let mut seen: FxHashSet<(Vec<ReferenceId>, NodeId)> = FxHashSet::default();
        let mut known: FxHashSet<Leaf> = FxHashSet::default();
        let mut waiting: Vec<(&'f Frame<'a>, NodeId)> = vec![(frame, root)];
        while let Some((frame, id)) = waiting.pop() {
            let (Some(node), Some(value)) = (machine.policy.node(id), frame.value(id)) else { continue };
            let settled = value.set.is_point() && value.undefined == Truth::False && value.absent().is_decided();
            let may_be_supplied = machine.supplying() && machine.reads_record(id);
            if (settled && !may_be_supplied) || !seen.insert((frame.path.clone(), id)) {
                continue;
            }
            if let Op::Exists(reference) | Op::Through(reference, _) = &node.op {
                let asks_whether = matches!(node.op, Op::Exists(_));
                hanging.beyond |= frame.is_opaque(*reference) && !asks_whether;
                let leaf = Leaf::Exists(frame.path_to(*reference));
                let is_open = frame.may_be_none(*reference) || frame.is_opaque(*reference) && asks_whether;
                if is_open && known.insert(leaf.clone()) {
                    hanging.leaves.push((leaf, Set::Truth(Truth::Unknown)));
                }
            }
            // Where there is nobody to compare with there is no value, which is no open question.
            let deserted = matches!(&node.op, Op::Population(asked) if machine.is_deserted(frame, asked, value));
            hanging.beyond |= matches!(node.op, Op::Population(_) | Op::Shown(_)) && !deserted;
            hanging.passed_over |= matches!(&node.op, Op::Otherwise(a, b)
                if is_settled(frame, *b) && frame.value(*a).is_none_or(|a| a.absent() != Truth::False));
            let leaf = match &node.op {
                Op::Fact(fact) => Some(Leaf::Fact(frame.path.clone(), *fact)),
                Op::Param(param, default) if default.is_none() || machine.is_supplied(*param) => {
                    Some(Leaf::Param(*param))
                }
                Op::Choice(choice) => Some(Leaf::Choice(*choice)),
                Op::EvaluationDate => Some(Leaf::Date),
                Op::Population(_) if machine.supplying() && deserted => Some(Leaf::Others(frame.path.clone(), id)),
                Op::Compare(..) | Op::Dated(..) => {
                    hanging.lives.push(Live { frame, node: id });
                    None
                }
                _ => None,
            };
            match leaf {
                Some(leaf) => {
                    if !value.set.is_point() && known.insert(leaf.clone()) {
                        hanging.leaves.push((leaf, value.set.clone()));
                    }
                }
                None => {
                    if let Op::Through(reference, target) = &node.op
                        && let (Some(child), Some(target)) = (frame.child(*reference), machine.policy.target(*target))
                    {
                        waiting.push((child, target));
                    }
                    // `shown` reads the record: no completion moves it, only what is supplied does.
                    let frozen = matches!(node.op, Op::Shown(_)) && !machine.supplying();
                    // Of what is settled, only what the record has a part in can still move.
                    let all = !settled || matches!(node.op, Op::Otherwise(..) | Op::Shown(_));
                    let operands = live_operands(machine, frame, &node.op).into_iter().rev();
                    let moving = operands.filter(|operand| !frozen && (all || machine.reads_record(*operand)));
                    waiting.extend(moving.map(|operand| (frame, operand)));
                }
            }
        }
        hanging
    }

    /// The regions of a leaf's possible values between which some line runs; one region where none does.
    pub(super) fn regions(&self, leaf: &Leaf, set: &Set) -> Vec<Set> {
        match set {
            Set::Truth(Truth::Unknown) => vec![Set::Truth(Truth::False), Set::Truth(Truth::True)],
            Set::Member(members) => members.iter().map(|at| Set::Member(Members::only(at))).collect(),
            Set::Number(interval) => number_regions(interval, self.roots(leaf)),
            Set::Date(range) => date_regions(range, self.boundaries(leaf)),
            Set::Truth(_) | Set::Text(_) => vec![set.clone()],
        }
    }

    /// Some sets of a leaf's possible values, one of which settles what any value of it settles: its regions, and for
    /// a text those it is compared with.
    pub(super) fn candidates(&self, leaf: &Leaf, set: &Set) -> Vec<Set> {
        if !matches!(set, Set::Text(None)) {
            return self.regions(leaf, set);
        }
        let sides =
            self.lives.iter().filter_map(|live| match self.machine.policy.node(live.node).map(|node| &node.op) {
                Some(Op::Compare(_, a, b)) => {
                    Some([live.frame.value(*a)?.set.clone(), live.frame.value(*b)?.set.clone()])
                }
                _ => None,
            });
        sides.flatten().filter(|side| matches!(side, Set::Text(Some(_)))).collect()
    }

    fn roots(&self, leaf: &Leaf) -> Vec<Rational> {
        let mut roots = Vec::new();
        let mut memo = FxHashMap::default();
        for live in &self.lives {
            let Some(Op::Compare(_, a, b)) = self.machine.policy.node(live.node).map(|node| &node.op) else { continue };
            if !matches!(self.machine.policy.node(*a).map(|node| &node.ty), Some(Type::Number(_))) {
                continue;
            }
            roots.extend(self.crossing(live.frame, *a, *b, leaf, &mut memo));
        }
        roots
    }

    /// Where `a - b` may change its sign as the leaf moves.
    fn crossing(&self, frame: &Frame<'a>, a: NodeId, b: NodeId, leaf: &Leaf, memo: &mut Memo) -> Vec<Rational> {
        let mut roots = Vec::new();
        let minus_one = Interval::point(Rational::from(-1));
        if let (Some(left), Some(right)) = (self.pieces(frame, a, leaf, memo, 0), self.pieces(frame, b, leaf, memo, 0))
        {
            for p in &left {
                roots.extend(
                    right
                        .iter()
                        .map(|q| p.plus(&q.times(&minus_one)))
                        .filter(|gap| !gap.is_constant())
                        .flat_map(|gap| gap.roots()),
                );
            }
            return roots;
        }
        // A ratio with the leaf below: `p / q` against `r` crosses where `p` crosses `r * q`, and where `q` is zero.
        for (ratio, other) in [(a, b), (b, a)] {
            let Some(Op::Arithmetic(Arithmetic::Divide, p, q)) = self.machine.policy.node(ratio).map(|node| &node.op)
            else {
                continue;
            };
            let Some(line) = frame.value(other).map(Value::number) else { continue };
            if let (Some(above), Some(below)) =
                (self.pieces(frame, *p, leaf, memo, 0), self.pieces(frame, *q, leaf, memo, 0))
            {
                for p in &above {
                    roots.extend(
                        below.iter().map(|q| p.plus(&q.times(&line).times(&minus_one))).flat_map(|gap| gap.roots()),
                    );
                }
                roots.extend(below.iter().flat_map(Affine::roots));
            }
        }
        roots
    }

    /// A quantity as pieces that are affine in the leaf; `None` where it is not.
    fn pieces(&self, frame: &Frame<'a>, id: NodeId, leaf: &Leaf, memo: &mut Memo, depth: usize) -> Option<Vec<Affine>> {
        let key = (frame.path.clone(), id);
        if let Some(found) = memo.get(&key) {
            return found.clone();
        }
        if depth > MAX_DEPTH {
            return None;
        }
        let node = self.machine.policy.node(id)?;
        let value = frame.value(id)?;
        let deeper = |this: &Self, node: NodeId, memo: &mut Memo| this.pieces(frame, node, leaf, memo, depth + 1);
        let found = match &node.op {
            Op::Fact(fact) if matches!(leaf, Leaf::Fact(path, at) if at == fact && *path == frame.path) => {
                Some(vec![identity()])
            }
            Op::Param(param, _) if matches!(leaf, Leaf::Param(at) if at == param) => Some(vec![identity()]),
            Op::Population(_) if is_others(leaf, frame, id) => Some(vec![identity()]),
            Op::Param(param, Some(default)) if !self.machine.is_supplied(*param) => deeper(self, *default, memo),
            Op::Negate(a) => {
                let minus_one = Interval::point(Rational::from(-1));
                deeper(self, *a, memo).map(|pieces| pieces.iter().map(|piece| piece.times(&minus_one)).collect())
            }
            Op::Arithmetic(op, a, b) => {
                let (left, right) = (deeper(self, *a, memo)?, deeper(self, *b, memo)?);
                combine(*op, &left, &right)
            }
            Op::Min(list) | Op::Max(list) => self.union(list, frame, leaf, memo, depth),
            Op::If(condition, ..) => {
                let mut branches = live_operands(self.machine, frame, &node.op);
                branches.retain(|branch| branch != condition);
                self.union(&branches, frame, leaf, memo, depth)
            }
            Op::Otherwise(..) => self.union(&live_operands(self.machine, frame, &node.op), frame, leaf, memo, depth),
            Op::Dated(_, steps) => {
                let steps: Vec<NodeId> = steps.iter().map(|(_, step)| *step).collect();
                self.union(&steps, frame, leaf, memo, depth)
            }
            Op::Through(reference, target) => match (frame.child(*reference), self.machine.policy.target(*target)) {
                (Some(child), Some(target)) => self.pieces(child, target, leaf, memo, depth + 1),
                _ => Some(vec![Affine::constant(value.number())]),
            },
            Op::Power(a, _) => {
                let inside = deeper(self, *a, memo)?;
                inside.iter().all(Affine::is_constant).then(|| vec![Affine::constant(value.number())])
            }
            _ => Some(vec![Affine::constant(value.number())]),
        };
        let found = found.filter(|pieces| pieces.len() <= MAX_PIECES).map(|pieces| {
            // What the leaf has no part in is known best by its own value.
            let apart = pieces.iter().all(Affine::is_constant);
            if apart { vec![Affine::constant(value.number())] } else { pieces }
        });
        memo.insert(key, found.clone());
        found
    }

    fn union(
        &self,
        nodes: &[NodeId],
        frame: &Frame<'a>,
        leaf: &Leaf,
        memo: &mut Memo,
        depth: usize,
    ) -> Option<Vec<Affine>> {
        let mut pieces = Vec::new();
        for node in nodes {
            pieces.extend(self.pieces(frame, *node, leaf, memo, depth + 1)?);
        }
        Some(pieces)
    }

    /// The first days of the ranges between which some comparison of dates, or some dated line, changes.
    fn boundaries(&self, leaf: &Leaf) -> Vec<Date> {
        let mut boundaries = Vec::new();
        let policy = self.machine.policy;
        for live in &self.lives {
            let mut solve = |side: NodeId, ends: &[Option<Date>]| {
                for moves in self.moves(live.frame, side, leaf, 0) {
                    for end in ends.iter().flatten() {
                        let back = moves.iter().rev().fold(*end, |date, (count, unit)| shift(date, -count, *unit));
                        // Months of different length make the way back inexact by a few days.
                        let slack = if moves.is_empty() { 0 } else { 3 };
                        boundaries.extend((-slack..=slack + 1).map(|days| shift(back, days, CalendarUnit::Day)));
                    }
                }
            };
            match policy.node(live.node).map(|node| &node.op) {
                Some(Op::Compare(_, a, b)) => {
                    let range = |node: &NodeId| live.frame.value(*node).map_or(DateRange::ALL, Value::date);
                    let (left, right) = (range(a), range(b));
                    solve(*a, &[right.lo, right.hi]);
                    solve(*b, &[left.lo, left.hi]);
                }
                Some(Op::Dated(date, steps)) => {
                    let starts: Vec<Option<Date>> = steps.iter().map(|(from, _)| Some(*from)).collect();
                    solve(*date, &starts);
                }
                _ => {}
            }
        }
        boundaries
    }

    /// The calendar shifts by which the leaf reaches a date.
    fn moves(&self, frame: &Frame<'a>, id: NodeId, leaf: &Leaf, depth: usize) -> Vec<Vec<(i64, CalendarUnit)>> {
        let Some(node) = self.machine.policy.node(id).filter(|_| depth <= MAX_DEPTH) else { return Vec::new() };
        let mut moves: Vec<Vec<(i64, CalendarUnit)>> = match &node.op {
            Op::Fact(fact) if matches!(leaf, Leaf::Fact(path, at) if at == fact && *path == frame.path) => vec![vec![]],
            Op::EvaluationDate if *leaf == Leaf::Date => vec![vec![]],
            Op::Param(param, _) if *leaf == Leaf::Param(*param) => vec![vec![]],
            Op::Population(_) if is_others(leaf, frame, id) => vec![vec![]],
            Op::Shift(inner, count, unit) => {
                let mut moves = self.moves(frame, *inner, leaf, depth + 1);
                moves.iter_mut().for_each(|list| list.push((*count, *unit)));
                moves
            }
            Op::Min(_) | Op::Max(_) | Op::If(..) | Op::Otherwise(..) | Op::Param(..) => {
                node.op.operands().into_iter().flat_map(|operand| self.moves(frame, operand, leaf, depth + 1)).collect()
            }
            Op::Through(reference, target) => match (frame.child(*reference), self.machine.policy.target(*target)) {
                (Some(child), Some(target)) => self.moves(child, target, leaf, depth + 1),
                _ => Vec::new(),
            },
            _ => Vec::new(),
        };
        moves.truncate(MAX_PIECES);
        moves
    }
}

/// Whether a leaf is what the node at `id` finds over the other models.
fn is_others(leaf: &Leaf, frame: &Frame<'_>, id: NodeId) -> bool {
    matches!(leaf, Leaf::Others(path, at) if *at == id && *path == frame.path)
}

/// The operands that can still move a node: of a choice that the record has made, only the one that was taken.
pub(super) fn live_operands(machine: &Machine<'_>, frame: &Frame<'_>, op: &Op) -> Vec<NodeId> {
    match op {
        // What could be supplied still moves it, but where something stands in for it nobody misses it.
        Op::Otherwise(_, b) if machine.supplying() && !is_settled(frame, *b) => op.operands(),
        Op::Otherwise(a, b) => match frame.value(*a).map_or(Truth::Unknown, Value::absent) {
            Truth::True => vec![*b],
            Truth::False => vec![*a],
            Truth::Unknown => vec![*a, *b],
        },
        Op::If(condition, a, b) => match frame.value(*condition).map_or(Truth::Unknown, Value::as_truth) {
            Truth::True => vec![*a],
            Truth::False => vec![*b],
            Truth::Unknown => vec![*condition, *a, *b],
        },
        _ => op.operands(),
    }
}

fn is_settled(frame: &Frame<'_>, id: NodeId) -> bool {
    frame.value(id).is_some_and(|value| value.set.is_point() && value.absent() == Truth::False)
}

/// Pieces found so far, by model and node.
type Memo = FxHashMap<(Vec<ReferenceId>, NodeId), Option<Vec<Affine>>>;

fn identity() -> Affine {
    Affine { alpha: Interval::point(Rational::one()), beta: Interval::point(Rational::zero()), kinks: Vec::new() }
}

fn combine(op: Arithmetic, left: &[Affine], right: &[Affine]) -> Option<Vec<Affine>> {
    let mut pieces = Vec::with_capacity(left.len() * right.len());
    for a in left {
        for b in right {
            pieces.push(match op {
                Arithmetic::Add => a.plus(b),
                Arithmetic::Subtract => a.plus(&b.times(&Interval::point(Rational::from(-1)))),
                Arithmetic::Multiply if b.is_constant() => a.times(&b.beta),
                Arithmetic::Multiply if a.is_constant() => b.times(&a.beta),
                Arithmetic::Divide if b.is_constant() => a.times(&b.beta.reciprocal()?),
                Arithmetic::Multiply | Arithmetic::Divide | Arithmetic::Power => return None,
            });
        }
    }
    Some(pieces)
}

fn number_regions(interval: &Interval, mut roots: Vec<Rational>) -> Vec<Set> {
    roots.retain(|root| interval.contains(root) && root.bits() <= MAX_ROOT_BITS);
    sort(&mut roots);
    roots.dedup();
    roots.truncate(MAX_REGIONS / 2);
    let mut regions = Vec::with_capacity(roots.len() * 2 + 1);
    let mut lo = interval.lo().clone();
    for root in roots {
        regions.extend(Interval::new(lo, End::Open(root.clone())));
        regions.push(Interval::point(root.clone()));
        lo = End::Open(root);
    }
    regions.extend(Interval::new(lo, interval.hi().clone()));
    regions.into_iter().map(Set::Number).collect()
}

fn date_regions(range: &DateRange, mut boundaries: Vec<Date>) -> Vec<Set> {
    boundaries.retain(|day| range.lo.is_none_or(|lo| *day > lo) && range.hi.is_none_or(|hi| *day <= hi));
    sort(&mut boundaries);
    boundaries.dedup();
    boundaries.truncate(MAX_REGIONS);
    let mut regions = Vec::with_capacity(boundaries.len() + 1);
    let mut lo = range.lo;
    for day in boundaries {
        regions.push(Set::Date(DateRange { lo, hi: day.yesterday() }));
        lo = Some(day);
    }
    regions.push(Set::Date(DateRange { lo, hi: range.hi }));
    regions
}
