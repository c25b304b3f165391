//! What a verdict would be if facts were otherwise: the inputs it hangs on, and the lines between which it cannot change.
//!
//! In: a model, an outcome, facts that are taken to be otherwise. Out: inputs, regions and verdicts, by the same exact
//! evaluation as any verdict. What is changed counts as given: it ends what silence meant.

use super::frame::{Frame, Leaf};
use super::machine::{Fault, Supply};
use super::result::Verdict;
use super::split::Hanging;
use super::standing::Ground;
use super::{Evaluator, Held};
use crate::date::DateRange;
use crate::given::Estimate;
use crate::ir::{NodeId, Op};
use crate::model::Model;
use crate::possible::Set;
use crate::schema::Type;
use crate::truth::Truth;
use rustc_hash::FxHashSet;
use std::sync::Arc;

/// A fact of the model, or of one that it refers to, on which an outcome hangs.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Input(Leaf);

impl Input {
    /// A fact by its place in the schema, of the model that these references lead to.
    pub fn of_fact(path: &[usize], fact: usize) -> Self {
        let path = path.iter().map(|at| crate::ir::ReferenceId(*at as u32)).collect();
        Input(Leaf::Fact(path, crate::ir::FactId(fact as u32)))
    }
}

/// An input with what is known of it.
#[derive(Clone, Debug)]
pub struct KnownInput {
    /// Which it is.
    pub input: Input,
    /// Its name in a profile: `training_compute`, `base.training_compute`.
    pub name: Arc<str>,
    /// Its type.
    pub ty: Type,
    /// The values it may have at all.
    pub domain: Set,
    /// The values it may have for this model; `None` where the profile is silent.
    pub given: Option<Set>,
    /// What makes these an estimate rather than certain bounds.
    pub estimate: Option<Estimate>,
}

/// Facts that are taken to be otherwise.
pub type Changes = [(Input, Set)];

impl<'a> Evaluator<'a> {
    /// The facts on which the designation at `outcome` hangs for `model`, in the order in which the policy asks for them,
    /// those of its known references included.
    ///
    /// # Errors
    /// [`Fault`] where an exact value or a chain of references outgrows the limits.
    pub fn inputs(&mut self, model: &'a Model, place: Option<usize>, outcome: usize) -> Result<Vec<KnownInput>, Fault> {
        let mut found: Vec<KnownInput> = Vec::new();
        let Some(root) = self.root_of(outcome) else { return Ok(found) };
        let mut frame = self.enter(model, place, Vec::new());
        self.machine.run(&mut frame, root)?;
        let mut seen: FxHashSet<(Vec<crate::ir::ReferenceId>, NodeId)> = FxHashSet::default();
        let mut waiting: Vec<(&Frame<'a>, NodeId)> = vec![(&frame, root)];
        while let Some((frame, id)) = waiting.pop() {
            let Some(node) = self.machine.policy.node(id) else { continue };
            if !seen.insert((frame.path.clone(), id)) {
                continue;
            }
            match &node.op {
                Op::Fact(fact) => {
                    let leaf = Leaf::Fact(frame.path.clone(), *fact);
                    let Some(declared) = self.machine.policy.schema.facts.get(fact.index()) else { continue };
                    let given = frame.value(id).filter(|value| value.absent() != Truth::True);
                    found.push(KnownInput {
                        name: Arc::from(self.machine.leaf_name(&leaf)),
                        ty: declared.ty.clone(),
                        domain: declared.domain.clone(),
                        given: given.map(|value| value.set.clone()),
                        estimate: frame.estimate(*fact).filter(|_| given.is_some()),
                        input: Input(leaf),
                    });
                }
                Op::Through(reference, target) => {
                    if let (Some(child), Some(target)) = (frame.child(*reference), self.machine.policy.target(*target))
                    {
                        waiting.push((child, target));
                    }
                }
                op => waiting.extend(op.operands().into_iter().rev().map(|operand| (frame, operand))),
            }
        }
        Ok(found)
    }

    /// The verdict of the designation at `outcome` where `changes` hold, over all readings and completions.
    ///
    /// # Errors
    /// [`Fault`] where an exact value or a chain of references outgrows the limits.
    pub fn verdict_where(
        &mut self,
        model: &'a Model,
        place: Option<usize>,
        outcome: usize,
        changes: &Changes,
    ) -> Result<Verdict, Fault> {
        self.verdict_of(model, place, outcome, changes, true)
    }

    /// The same without refinement: what it decides is decided, and it is quick.
    ///
    /// # Errors
    /// [`Fault`] where an exact value or a chain of references outgrows the limits.
    pub fn verdict_at_a_glance(
        &mut self,
        model: &'a Model,
        place: Option<usize>,
        outcome: usize,
        changes: &Changes,
    ) -> Result<Verdict, Fault> {
        self.verdict_of(model, place, outcome, changes, false)
    }

    /// Whether the outcome may turn from a decided `verdict` where the facts of `free` are anything that `free` says, or stay
    /// as they are, and `others` turn out as they say: whether no reading keeps it. What is false is proven. Refined, it is
    /// false more often.
    ///
    /// # Errors
    /// [`Fault`] where an exact value or a chain of references outgrows the limits.
    pub fn may_turn(
        &mut self,
        model: &'a Model,
        place: Option<usize>,
        outcome: usize,
        (free, others, refined): (&Changes, &Changes, bool),
        verdict: Verdict,
    ) -> Result<bool, Fault> {
        let Some(root) = self.root_of(outcome) else { return Ok(false) };
        let (free, others) = (held(free), held(others));
        for reading in 0..self.readings.len() {
            let ground = Ground { model, place, reading, supply: Supply::Possible };
            let truth = self.supposing(ground, [&free, &others], |one, frame| one.truth(frame, root, refined));
            if Verdict::from(truth?) == verdict {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The verdict that holds for every value of `changes`, whichever values of their sets they take, where a glance tells;
    /// `None` where it does not. What is not known may also be tried at its `corners`: where two of them are decided
    /// differently for all these values, the verdict is undetermined for all of them.
    ///
    /// # Errors
    /// [`Fault`] where an exact value or a chain of references outgrows the limits.
    pub fn verdict_throughout(
        &mut self,
        model: &'a Model,
        place: Option<usize>,
        outcome: usize,
        changes: &Changes,
        corners: [&Changes; 2],
    ) -> Result<Option<Verdict>, Fault> {
        let Some(root) = self.root_of(outcome) else { return Ok(None) };
        let changes = given(changes);
        let mut decided: Option<Verdict> = None;
        let mut all = true;
        for (at, corner) in [&[][..], corners[0], corners[1]].into_iter().enumerate() {
            let corner = held(corner);
            for reading in 0..self.readings.len() {
                let ground = Ground { model, place, reading, supply: Supply::Certain };
                let found = self.supposing(ground, [&changes, &corner], |one, frame| one.truth(frame, root, false));
                let found = Verdict::from(found?);
                match (found, decided) {
                    (Verdict::Undetermined, _) => all = false,
                    (found, Some(known)) if found != known => return Ok(Some(Verdict::Undetermined)),
                    (found, _) => decided = Some(found),
                }
            }
            // Where each reading is decided alike, no completion matters.
            if at == 0 && all {
                return Ok(decided);
            }
        }
        Ok(None)
    }

    /// The verdict under each reading that is left open, refined.
    ///
    /// # Errors
    /// [`Fault`] where an exact value or a chain of references outgrows the limits.
    pub fn verdict_by_reading(
        &mut self,
        model: &'a Model,
        place: Option<usize>,
        outcome: usize,
        changes: &Changes,
    ) -> Result<Vec<Verdict>, Fault> {
        let changes = given(changes);
        let readings = 0..self.readings.len();
        readings.map(|reading| self.verdict_under(model, place, outcome, &changes, (reading, true))).collect()
    }

    fn verdict_of(
        &mut self,
        model: &'a Model,
        place: Option<usize>,
        outcome: usize,
        changes: &Changes,
        refined: bool,
    ) -> Result<Verdict, Fault> {
        let mut common: Option<Verdict> = None;
        let changes = given(changes);
        for reading in 0..self.readings.len() {
            let found = self.verdict_under(model, place, outcome, &changes, (reading, refined))?;
            if common.is_some_and(|common| common != found) {
                return Ok(Verdict::Undetermined);
            }
            common = Some(found);
        }
        Ok(common.unwrap_or(Verdict::Undetermined))
    }

    fn verdict_under(
        &mut self,
        model: &'a Model,
        place: Option<usize>,
        outcome: usize,
        changes: &[Held],
        (reading, refined): (usize, bool),
    ) -> Result<Verdict, Fault> {
        let Some(root) = self.root_of(outcome) else { return Ok(Verdict::Undetermined) };
        let ground = Ground { model, place, reading, supply: Supply::Certain };
        self.supposing(ground, [changes, &[]], |one, frame| one.truth(frame, root, refined)).map(Verdict::from)
    }

    /// The truth of `root` under what is supposed.
    fn truth(&mut self, frame: &mut Frame<'a>, root: NodeId, refined: bool) -> Result<Truth, Fault> {
        match refined {
            true => self.settle(frame, root).map(|settled| settled.truth),
            false => self.machine.run(frame, root).map(|value| value.as_truth()),
        }
    }

    /// The parts of `domain`, in order, between which the outcome may change as `input` moves through it, while `changes`
    /// hold. Whether it does is for [`Evaluator::verdict_where`] to say.
    ///
    /// # Errors
    /// [`Fault`] where an exact value or a chain of references outgrows the limits.
    pub fn regions(
        &mut self,
        model: &'a Model,
        place: Option<usize>,
        outcome: usize,
        (input, domain): (&Input, &Set),
        changes: &Changes,
    ) -> Result<Vec<Set>, Fault> {
        let mut parts = vec![domain.clone()];
        let Some(root) = self.root_of(outcome) else { return Ok(parts) };
        let mut all: Vec<(Input, Set)> = changes.to_vec();
        all.push((input.clone(), domain.clone()));
        let all = given(&all);
        for reading in 0..self.readings.len() {
            let ground = Ground { model, place, reading, supply: Supply::Certain };
            self.supposing(ground, [&all, &[]], |one, frame| {
                one.machine.run(frame, root)?;
                let hanging = Hanging::of(&one.machine, frame, root);
                if hanging.leaves.iter().any(|(leaf, _)| *leaf == input.0) {
                    parts = cut(&parts, &hanging.regions(&input.0, domain));
                }
                Ok(())
            })?;
        }
        Ok(parts)
    }

    pub(super) fn root_of(&self, outcome: usize) -> Option<NodeId> {
        self.machine.policy.designations.get(outcome).map(|designation| designation.rule.node)
    }

    /// What `ask` finds where some leaves are held and completions of others are tried.
    pub(super) fn supposing<T>(
        &mut self,
        ground: Ground<'a>,
        [held, tried]: [&[Held]; 2],
        ask: impl FnOnce(&mut Self, &mut Frame<'a>) -> T,
    ) -> T {
        self.begin(self.readings.get(ground.reading).cloned().unwrap_or_default());
        let standing = self.standing.take(self.machine.policy, &ground, [held, tried]);
        let mut frame = standing.unwrap_or_else(|| self.frame(ground.model, ground.place));
        self.machine.held.extend_from_slice(held);
        self.machine.tried.extend_from_slice(tried);
        self.machine.supply = ground.supply;
        let found = ask(self, &mut frame);
        self.machine.supply = Supply::Nothing;
        self.machine.tried.clear();
        self.standing.keep(ground, frame, [held, tried]);
        found
    }

    /// A frame for each reading, on which `root` is evaluated where `changes` hold.
    pub(super) fn frames_where(
        &mut self,
        (model, place): (&'a Model, Option<usize>),
        root: NodeId,
        changes: &Changes,
    ) -> Result<Vec<Frame<'a>>, Fault> {
        let changes = given(changes);
        let mut frames = Vec::with_capacity(self.readings.len());
        for reading in self.readings.clone() {
            let mut frame = self.enter(model, place, reading);
            self.machine.held.extend_from_slice(&changes);
            self.machine.supply = Supply::Certain;
            let run = self.machine.run(&mut frame, root).map(|_| ());
            self.machine.supply = Supply::Nothing;
            run?;
            frames.push(frame);
        }
        Ok(frames)
    }
}

impl Input {
    /// The param at a place of the schema, which the circumstances supply: it moves as a fact does.
    pub fn of_param(param: usize) -> Input {
        Input(Leaf::Param(crate::ir::ParamId(param as u32)))
    }

    pub(super) fn leaf(&self) -> &Leaf {
        &self.0
    }
}

impl KnownInput {
    /// Whether it is not known to a point.
    pub fn is_open(&self) -> bool {
        self.given.as_ref().is_none_or(|given| !given.is_point())
    }

    /// One of the values that it may have for this model: at its low or at its high end.
    pub fn corner(&self, high: bool) -> Set {
        point_in(self.given.as_ref().unwrap_or(&self.domain), high)
    }

    pub(super) fn leaf(&self) -> &Leaf {
        &self.input.0
    }
}

/// Changes that are given: whose fact is known is known to be there.
pub(super) fn given(changes: &Changes) -> Vec<Held> {
    let mut given = Vec::with_capacity(changes.len());
    for (Input(leaf), set) in changes {
        given.extend(leaf.of_whom().map(|way| (Leaf::Exists(way), Set::Truth(Truth::True))));
        given.push((leaf.clone(), set.clone()));
    }
    given
}

/// Changes that may be given, or how facts turn out.
fn held(changes: &Changes) -> Vec<Held> {
    changes.iter().map(|(Input(leaf), set)| (leaf.clone(), set.clone())).collect()
}

/// The parts of one partition cut at the borders of another, in order.
fn cut(parts: &[Set], others: &[Set]) -> Vec<Set> {
    let meet = |a: &Set, b: &Set| match (a, b) {
        (Set::Number(a), Set::Number(b)) => a.intersect(b).map(Set::Number),
        (Set::Date(a), Set::Date(b)) => common_days(a, b).map(Set::Date),
        (Set::Truth(Truth::Unknown), b) => Some(b.clone()),
        (Set::Member(whole), Set::Member(b)) if b.within(*whole) == Truth::True => Some(Set::Member(*b)),
        (Set::Member(a), Set::Member(whole)) if a.within(*whole) == Truth::True => Some(Set::Member(*a)),
        (a, Set::Truth(Truth::Unknown) | Set::Text(None)) => Some(a.clone()),
        (a, b) => (a == b || *a == Set::Text(None)).then(|| b.clone()),
    };
    let mut pieces: Vec<Set> = Vec::with_capacity(parts.len() + others.len());
    for a in parts {
        pieces.extend(others.iter().filter_map(|b| meet(a, b)));
    }
    pieces
}

fn common_days(a: &DateRange, b: &DateRange) -> Option<DateRange> {
    let lo = match (a.lo, b.lo) {
        (Some(a), Some(b)) => Some(a.max(b)),
        (one, other) => one.or(other),
    };
    let hi = match (a.hi, b.hi) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (one, other) => one.or(other),
    };
    (lo.zip(hi).is_none_or(|(lo, hi)| lo <= hi)).then_some(DateRange { lo, hi })
}

/// One value of a region, near its low or its high end: for a second look at it by a point.
pub fn point_in(region: &Set, high: bool) -> Set {
    super::refine::one_of(region, high)
}
