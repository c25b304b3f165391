//! Refinement: what is undetermined by the connectives alone may be decided over all completions.
//!
//! In: a node and a model. Out: [`Refined`]. Leaves are split at their lines, within a budget counted in nodes
//! evaluated; beyond it the answer is that it was not refined, never a guess.

use super::formula::{Completion, Formula};
use super::frame::{Frame, Held};
use super::machine::{Fault, Machine};
use super::split::Hanging;
use crate::date::DateRange;
use crate::interval::{End, Interval};
use crate::ir::{NodeId, Op, ReferenceId};
use crate::possible::{Members, Set};
use crate::rational::Rational;
use crate::solve::Budget as SolverBudget;
use crate::truth::Truth;

/// Nodes that may be evaluated for one question.
pub(super) const BUDGET: usize = 60_000;
/// Steps in which one side of a formula may be solved.
const SOLVER_STEPS: usize = 20_000;
/// Deepest nest of splits.
const MAX_SPLITS: usize = 40;

/// What holds over all completions of the unknowns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refined {
    /// Every completion gives this.
    Decided(bool),
    /// Completions differ, or one decides nothing.
    Undetermined,
    /// The budget or the kind of expression left it open.
    Open,
}

/// How far out an unknown without an upper end is tried, in orders of magnitude: beyond any quantity of the field.
const FAR: i64 = 40;
/// Completions that are tried before the regions are gone through.
const MAX_PROBES: usize = 40;
/// How often a completion opens further unknowns before it is given up.
const MAX_ROUNDS: usize = 6;

/// The same arbitrary numbers each time: where a completion is looked for.
struct Picks(u64);

impl Picks {
    /// A number below `count`, or 0.
    fn below(&mut self, count: usize) -> usize {
        // The multiplier of Knuth's MMIX.
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize).checked_rem(count).unwrap_or(0)
    }
}

/// What the completions tried so far gave.
#[derive(Default)]
struct Seen {
    yes: bool,
    no: bool,
    /// A completion that decides nothing.
    nothing: bool,
    /// A region that was given up.
    open: bool,
}

impl Seen {
    fn note(&mut self, truth: Truth) {
        match truth {
            Truth::True => self.yes = true,
            Truth::False => self.no = true,
            Truth::Unknown => self.nothing = true,
        }
    }

    fn is_mixed(&self) -> bool {
        self.nothing || (self.yes && self.no)
    }
}

impl<'a> Machine<'a> {
    /// What `root` is over all completions, asked of the model of `template`.
    pub(super) fn refine(&mut self, template: &Frame<'a>, root: NodeId) -> Result<Refined, Fault> {
        let mut scratch = self.scratch(template);
        let limit = self.steps.saturating_add(BUDGET);
        let first = self.run(&mut scratch, root)?.as_truth();
        if first.is_decided() {
            return Ok(Refined::Decided(first == Truth::True));
        }
        if self.is_exact(root) {
            return Ok(Refined::Undetermined);
        }
        let mut seen = Seen::default();
        for high in [false, true] {
            let completion = self.corner(&scratch, root, high);
            self.try_completion(template, root, completion, &mut seen);
        }
        let mut picks = Picks(1);
        for _ in 0..MAX_PROBES {
            if seen.is_mixed() {
                break;
            }
            self.probe(template, root, &mut picks, &mut seen);
        }
        // What the completions could not say, the regions may.
        seen.open = false;
        if !seen.is_mixed() {
            self.settle(template, root, &mut seen, 0, limit);
        }
        Ok(match (seen.is_mixed(), seen.open) {
            (true, _) => Refined::Undetermined,
            (false, true) => Refined::Open,
            (false, false) => Refined::Decided(seen.yes),
        })
    }

    /// The value of a `shown`: true where its condition holds in every completion of the record, else false.
    pub(super) fn shown_on_record(
        &mut self,
        frame: &Frame<'a>,
        id: NodeId,
        inner: NodeId,
        truth: Truth,
    ) -> Result<Truth, Fault> {
        let key: (Vec<ReferenceId>, NodeId) = (frame.path.clone(), id);
        // The record knows nothing of completions.
        if self.supplying() && !self.tried.is_empty() {
            let tried = std::mem::take(&mut self.tried);
            let mut scratch = self.scratch_aside(frame);
            let on_record = self.run(&mut scratch, inner).map(|value| value.as_truth());
            let shown = on_record.and_then(|truth| self.shown_on_record(frame, id, inner, truth));
            self.tried = tried;
            return shown;
        }
        // Where what is supplied decides it, or leaves open what the record will say, the record of now says nothing.
        if self.supplying() && truth.is_decided() {
            return Ok(truth);
        }
        if self.may_be_supplied(frame, inner) {
            let fails = self.fails_for_some(frame, inner)?;
            return Ok(if fails { Truth::False } else { Truth::Unknown });
        }
        if let Some(known) = self.shown.get(&key) {
            return Ok(*known);
        }
        let shown = match truth {
            Truth::True => Truth::True,
            Truth::False => Truth::False,
            Truth::Unknown => match self.refine_aside(frame, inner)? {
                Refined::Decided(holds) => holds.into(),
                Refined::Undetermined => Truth::False,
                Refined::Open => Truth::Unknown,
            },
        };
        self.shown.insert(key, shown);
        Ok(shown)
    }

    /// Whether some completion of what is not supplied makes `inner` false, whatever is supplied: then nothing that is
    /// supplied shows it.
    fn fails_for_some(&mut self, frame: &Frame<'a>, inner: NodeId) -> Result<bool, Fault> {
        let policy = self.policy;
        // What is shown inside is frozen on the record, and would not be in a completion.
        if self.closure(inner).iter().any(|id| policy.node(*id).is_some_and(|node| matches!(node.op, Op::Shown(_)))) {
            return Ok(false);
        }
        let mut fails = false;
        for high in [false, true] {
            let corner = self.corner(frame, inner, high).into_iter();
            let free: Vec<Held> = corner.filter(|(leaf, _)| self.held.iter().all(|(held, _)| held != leaf)).collect();
            self.tried = free;
            let mut scratch = self.scratch_aside(frame);
            let value = self.run(&mut scratch, inner).map(|value| value.as_truth());
            self.tried.clear();
            fails |= value? == Truth::False;
        }
        Ok(fails)
    }

    /// Refines in the middle of another evaluation, whose count of models goes on where it was.
    fn refine_aside(&mut self, frame: &Frame<'a>, inner: NodeId) -> Result<Refined, Fault> {
        let frames = self.frames;
        let refined = self.refine(frame, inner);
        self.frames = frames;
        refined
    }

    /// The same in the middle of another evaluation, whose count of models goes on.
    fn scratch_aside(&mut self, template: &Frame<'a>) -> Frame<'a> {
        let frames = self.frames;
        let scratch = self.scratch(template);
        self.frames = frames;
        scratch
    }

    /// An empty frame for the same model, reached the same way.
    pub(super) fn scratch(&mut self, template: &Frame<'a>) -> Frame<'a> {
        // The limit on models entered holds for each evaluation by itself.
        self.frames = 0;
        let mut frame = self.frame(template.who);
        frame.path = template.path.clone();
        frame.ancestors = template.ancestors.clone();
        frame
    }

    /// One value for each leaf that `root` hangs on: all at their low ends, or all at their high ends.
    pub(super) fn corner(&self, frame: &Frame<'a>, root: NodeId, high: bool) -> Vec<Held> {
        let hanging = Hanging::of(self, frame, root);
        let pick = |(leaf, set): &Held| {
            let regions = hanging.regions(leaf, set);
            let region = if high { regions.last() } else { regions.first() };
            (leaf.clone(), one_of(region.unwrap_or(set), high))
        };
        hanging.leaves.iter().map(pick).collect()
    }

    /// Notes the truth of `root` where these leaves are held too. A completion that outgrows the limits says nothing
    /// (the record itself did not), and so does one that leaves open what no leaf stands for.
    fn try_completion(&mut self, template: &Frame<'a>, root: NodeId, held: Vec<Held>, seen: &mut Seen) {
        let before = self.held.len();
        self.held.extend(held);
        let mut scratch = self.scratch(template);
        let value = self.run(&mut scratch, root);
        self.held.truncate(before);
        match value.map(|value| value.as_truth()) {
            Ok(Truth::Unknown) if Hanging::of(self, &scratch, root).beyond => seen.open = true,
            Ok(truth) => seen.note(truth),
            Err(_) => seen.open = true,
        }
    }

    /// Tries one completion among the regions. What is held may open others: a base that exists has facts.
    fn probe(&mut self, template: &Frame<'a>, root: NodeId, picks: &mut Picks, seen: &mut Seen) {
        let before = self.held.len();
        for _ in 0..MAX_ROUNDS {
            let mut scratch = self.scratch(template);
            if !self.run(&mut scratch, root).is_ok_and(|value| !value.as_truth().is_decided()) {
                break;
            }
            let hanging = Hanging::of(self, &scratch, root);
            let mut pick = |(leaf, set): &Held| {
                let mut regions = hanging.candidates(leaf, set);
                // Of texts, also one that nothing is compared with.
                regions.extend(matches!(set, Set::Text(None)).then(|| set.clone()));
                let region = regions.get(picks.below(regions.len()));
                (leaf.clone(), one_of(region.unwrap_or(set), picks.below(2) == 1))
            };
            let picked: Vec<Held> = hanging.leaves.iter().map(&mut pick).collect();
            if picked.is_empty() {
                break;
            }
            self.held.extend(picked);
        }
        self.try_completion(template, root, Vec::new(), seen);
        self.held.truncate(before);
    }

    /// Goes through the regions until all are decided, or completions differ. A region is solved as a formula where it can
    /// be, else it is split; a reference that is open is split first.
    fn settle(&mut self, template: &Frame<'a>, root: NodeId, seen: &mut Seen, depth: usize, limit: usize) {
        let mut scratch = self.scratch(template);
        let Ok(value) = self.run(&mut scratch, root) else {
            seen.open = true;
            return;
        };
        if value.as_truth().is_decided() {
            seen.note(value.as_truth());
            return;
        }
        if depth >= MAX_SPLITS || self.steps > limit {
            seen.open = true;
            return;
        }
        if self.solve(template, &scratch, root, seen) {
            return;
        }
        let hanging = Hanging::of(self, &scratch, root);
        let split = hanging.leaves.iter().find_map(|(leaf, set)| {
            let regions = hanging.regions(leaf, set);
            (regions.len() > 1).then(|| (leaf.clone(), regions))
        });
        let Some((leaf, regions)) = split else {
            let completion: Vec<Held> =
                hanging.leaves.iter().map(|(leaf, set)| (leaf.clone(), one_of(set, false))).collect();
            // The region was not settled by its sets, only tried at one point.
            seen.open |= !completion.is_empty();
            self.try_completion(template, root, completion, seen);
            return;
        };
        for region in regions {
            self.held.push((leaf.clone(), region));
            self.settle(template, root, seen, depth + 1, limit);
            self.held.pop();
            if seen.is_mixed() {
                break;
            }
        }
    }
}

impl<'a> Machine<'a> {
    /// Notes what the completions of a region give, solved as a formula; false where it is none, or was left open. What is
    /// found is evaluated before it counts.
    fn solve(&mut self, template: &Frame<'a>, scratch: &Frame<'a>, root: NodeId, seen: &mut Seen) -> bool {
        let Some((mut formula, sides)) = Formula::of(self, scratch, root) else { return false };
        let neither = formula.neither(sides);
        for (condition, truth) in [(sides.yes, Truth::True), (sides.no, Truth::False), (neither, Truth::Unknown)] {
            match formula.completion(condition, &mut SolverBudget(SOLVER_STEPS)) {
                Completion::None => {}
                Completion::Open => return false,
                Completion::Found(held) => {
                    let mut one = Seen::default();
                    self.try_completion(template, root, held, &mut one);
                    let confirmed = match truth {
                        Truth::True => one.yes,
                        Truth::False => one.no,
                        Truth::Unknown => one.nothing,
                    };
                    if !confirmed {
                        return false;
                    }
                    seen.note(truth);
                }
            }
            if seen.is_mixed() {
                break;
            }
        }
        true
    }
}

/// One value of a set: at its low or high end where it has one.
pub(super) fn one_of(set: &Set, high: bool) -> Set {
    match set {
        Set::Number(interval) => {
            let point = match (high, interval.hi()) {
                (true, End::Closed(hi)) => hi.clone(),
                // Far out: a product reaches its line only where its factors are large.
                (true, End::Unbounded) => {
                    let lo = interval.lo().value().cloned().unwrap_or_else(Rational::zero);
                    &(&lo + &lo.abs()) + &Rational::power_of_ten(FAR)
                }
                _ => interval.inner_point(),
            };
            Set::Number(Interval::point(point))
        }
        Set::Date(range) => {
            let day = if high { range.hi.or(range.lo) } else { range.lo.or(range.hi) };
            Set::Date(DateRange::point(day.unwrap_or(crate::date::Date::ZERO)))
        }
        Set::Truth(_) => {
            if set.is_point() {
                set.clone()
            } else {
                Set::Truth(high.into())
            }
        }
        Set::Member(members) => {
            let at = if high { members.iter().last() } else { members.iter().next() };
            Set::Member(Members::only(at.unwrap_or(0)))
        }
        Set::Text(text) => {
            Set::Text(Some(text.clone().unwrap_or_else(|| if high { "another text" } else { "" }.into())))
        }
    }
}
