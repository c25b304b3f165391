//! Where drafts are tried: what every condition of a policy says of them, and what could still be set.
//!
//! In: a policy in some circumstances, and drafts. Out: the truth of single conditions, full answers, and drafts with one
//! thing more. A draft is bound like any profile, so that what is found here is what a reader of it gets.

use super::draft::{Draft, OTHER, Written, profile, unit_factor};
use crate::bind::{Columns, Invalid};
use crate::date::DateRange;
use crate::diagnostic::Diagnostic;
use crate::eval::Evaluator;
use crate::eval::explore::KnownInput;
use crate::eval::result::{Answer, Verdict};
use crate::given::read_value;
use crate::ir::{Clause, ClauseKind, Designation, NodeId, Op, Policy, Rule};
use crate::model::{Circumstances, Model, Population};
use crate::possible::{Members, Set};
use crate::rational::Rational;
use crate::schema::Type;
use crate::sorting::sort;
use crate::syntax::ast::DesignationKind;
use crate::syntax::parse_value;
use crate::truth::Truth;
use rustc_hash::FxHashMap;
use std::cell::Cell;
use std::sync::Arc;

/// How often conditions may be asked for one clause.
const CLAUSE_BUDGET: usize = 24_000;
/// Most conditions whose lines are kept in mind.
const MAX_COMPARED: usize = 600;
/// Most lines of one fact that are kept in mind.
const MAX_LINES: usize = 12;
/// Drafts that may be refused in one search.
const MAX_REFUSED: usize = 48;

/// What may be set beside the facts of a profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freedom {
    /// Nothing: what is found is a profile.
    Profiles,
    /// Params without a value, readings, the evaluation date, another model: what is found is a test.
    Tests,
}

/// A policy of which every condition can be asked by itself.
pub(super) struct Bench<'p> {
    /// The policy as it is.
    pub policy: &'p Policy,
    /// The same with an outcome for each condition.
    probed: Policy,
    places: FxHashMap<NodeId, usize>,
    columns: Columns<'p>,
    pub circumstances: &'p Circumstances,
    pub freedom: Freedom,
    /// How often a condition was asked, for one set of goals and for one clause.
    asked: Cell<usize>,
    asked_of_clause: Cell<usize>,
    /// How many drafts were not taken.
    refused: Cell<usize>,
    /// The conditions that hang on what a profile does not say.
    silent: Vec<bool>,
    /// The numbers at which any comparison turns, by fact, where nothing is set.
    pub lines: FxHashMap<Arc<str>, Vec<Rational>>,
    /// Drafts on which some clause turned.
    pub found: std::cell::RefCell<Vec<Draft>>,
    /// The conditions asked so far.
    known: std::cell::RefCell<FxHashMap<(Draft, NodeId), Option<Verdict>>>,
}

impl<'p> Bench<'p> {
    pub(super) fn new(policy: &'p Policy, circumstances: &'p Circumstances, freedom: Freedom) -> Self {
        let mut probed = policy.clone();
        let mut places = FxHashMap::default();
        for (at, designation) in policy.designations.iter().enumerate() {
            places.insert(designation.rule.node, at);
        }
        let roots = policy.designations.iter().map(|designation| designation.rule.node);
        for root in roots {
            for id in policy.closure(root) {
                let is_condition = policy.node(id).is_some_and(|node| node.ty == Type::Bool);
                if is_condition && !places.contains_key(&id) {
                    places.insert(id, probed.designations.len());
                    probed.designations.push(condition(id));
                }
            }
        }
        let (known, found) = Default::default();
        let columns = Columns::of(&policy.schema);
        let silent = silence_readers(policy);
        let (asked, asked_of_clause, refused) = (Cell::new(0), Cell::new(0), Cell::new(0));
        let lines = FxHashMap::default();
        let mut bench = Bench {
            policy,
            probed,
            places,
            columns,
            circumstances,
            freedom,
            asked,
            asked_of_clause,
            refused,
            silent,
            lines,
            found,
            known,
        };
        bench.lines = bench.all_lines();
        bench
    }

    /// Does something with the evaluator and the model of a draft; `None` where the draft cannot be used.
    fn with<R>(&self, draft: &Draft, act: impl for<'e> FnOnce(&mut Evaluator<'e>, &'e Model) -> R) -> Option<R> {
        self.asked.set(self.asked.get() + 1);
        self.asked_of_clause.set(self.asked_of_clause.get() + 1);
        let (circumstances, population, model) = self.setting(draft)?;
        let mut evaluator = Evaluator::new(&self.probed, &circumstances, &population);
        Some(act(&mut evaluator, &model))
    }

    fn setting(&self, draft: &Draft) -> Option<(Circumstances, Population, Model)> {
        let schema = &self.policy.schema;
        let mut circumstances = self.circumstances.clone();
        for (name, text) in &draft.params {
            let at = schema.params.iter().position(|param| param.name == *name)?;
            let value = parse_value(name, text).ok()?;
            let given = read_value(&value, &schema.params.get(at)?.ty, None, &schema.units).ok()?;
            *circumstances.params.get_mut(at)? = Some(given);
        }
        for (name, reading) in &draft.readings {
            let at = schema.choices.iter().position(|choice| choice.name == *name)?;
            let member = schema.choices.get(at)?.members.iter().position(|member| member == reading)?;
            *circumstances.choices.get_mut(at)? = Some(member);
        }
        if let Some(day) = draft.as_of {
            circumstances.as_of = day.map_or(DateRange::ALL, DateRange::point);
        }
        let bind = |name: &str, facts| {
            let model = self.columns.bind(&profile(name, facts), Invalid::Error).model;
            model.errors.is_empty().then_some(model)
        };
        let others = match draft.other.is_empty() {
            true => Vec::new(),
            false => vec![bind(OTHER, &draft.other)?],
        };
        Some((circumstances, Population::new(others), bind("an edge", &draft.facts)?))
    }

    /// What a condition says of a draft, without refinement.
    pub(super) fn glance(&self, draft: &Draft, node: NodeId) -> Option<Verdict> {
        let key = (draft.clone(), node);
        if let Some(known) = self.known.borrow().get(&key) {
            return *known;
        }
        let at = *self.places.get(&node)?;
        let found = self.with(draft, |evaluator, model| evaluator.verdict_at_a_glance(model, None, at, &[]).ok());
        self.known.borrow_mut().insert(key, found.flatten());
        found.flatten()
    }

    /// The reading that the circumstances pick of a choice.
    pub(super) fn picked(&self, choice: usize) -> Option<usize> {
        self.circumstances.choices.get(choice).copied().flatten()
    }

    /// Begins with another clause.
    pub(super) fn begin_clause(&self) {
        self.asked_of_clause.set(0);
        self.begin();
    }

    /// Forgets what was asked, which would only grow.
    pub(super) fn begin(&self) {
        self.asked.set(0);
        self.refused.set(0);
        self.known.borrow_mut().clear();
    }

    /// Whether a search has asked so often, or been refused so often, that it ends.
    pub(super) fn is_spent(&self, budget: usize) -> bool {
        let is_over = self.asked.get() > budget || self.asked_of_clause.get() > CLAUSE_BUDGET;
        is_over || self.refused.get() > MAX_REFUSED
    }

    /// How often conditions were asked.
    pub(super) fn asked(&self) -> usize {
        self.asked.get()
    }

    /// Counts a draft that was not taken.
    pub(super) fn refuse(&self) {
        self.refused.set(self.refused.get() + 1);
    }

    /// Whether a condition may be decided by what a profile does not say.
    pub(super) fn reads_silence(&self, node: NodeId) -> bool {
        self.silent.get(node.index()).copied().unwrap_or(false)
    }

    /// The full answer on a draft, and what is odd about its profile.
    pub(super) fn answer(&self, draft: &Draft) -> Option<(Answer, Vec<Diagnostic>)> {
        let (circumstances, population, model) = self.setting(draft)?;
        let answer = Evaluator::new(self.policy, &circumstances, &population).with_needs(false).explain(&model, None);
        answer.error.is_none().then(|| (answer, model.warnings.clone()))
    }

    /// The facts of a condition, those that the draft sets included, in the order in which the policy asks for them.
    pub(super) fn inputs(&self, draft: &Draft, node: NodeId) -> Vec<KnownInput> {
        let Some(at) = self.places.get(&node) else { return Vec::new() };
        let found = self.with(draft, |evaluator, model| evaluator.inputs(model, None, *at).unwrap_or_default());
        let mut once: Vec<KnownInput> = Vec::new();
        for input in found.unwrap_or_default() {
            if !once.iter().any(|known| known.name == input.name) {
                once.push(input);
            }
        }
        once
    }

    /// The regions of a fact's domain between the lines of a condition, under the rest of the draft.
    pub(super) fn regions(&self, draft: &Draft, node: NodeId, input: &KnownInput) -> Vec<Set> {
        if let Set::Text(_) = input.domain {
            return self.texts(draft, node);
        }
        let regions = self.cuts(draft, node, input);
        // What no line runs through has its values all the same.
        match regions.as_slice() {
            [Set::Truth(Truth::Unknown)] => vec![Set::Truth(Truth::True), Set::Truth(Truth::False)],
            [Set::Member(members)] => members.iter().map(|at| Set::Member(Members::only(at))).collect(),
            _ => regions,
        }
    }

    /// The same, where no line runs through the domain the domain itself.
    pub(super) fn cuts(&self, draft: &Draft, node: NodeId, input: &KnownInput) -> Vec<Set> {
        let Some(at) = self.places.get(&node) else { return Vec::new() };
        let found = self.with(&draft.without(&input.name), |evaluator, model| {
            evaluator.regions(model, None, *at, (&input.input, &input.domain), &[])
        });
        found.and_then(Result::ok).unwrap_or_default()
    }

    fn texts(&self, draft: &Draft, node: NodeId) -> Vec<Set> {
        let mut texts: Vec<Arc<str>> = Vec::new();
        for value in draft.facts.values() {
            if let Written::Text(text) = value {
                texts.push(Arc::from(text.as_str()));
            }
        }
        for id in self.policy.reachable(vec![node]) {
            if let Some(Op::Text(text)) = self.policy.node(id).map(|node| &node.op) {
                texts.push(text.clone());
            }
        }
        texts.extend(["A firm", "Another firm"].map(Arc::from));
        texts.dedup();
        texts.into_iter().map(|text| Set::Text(Some(text))).collect()
    }

    fn all_lines(&self) -> FxHashMap<Arc<str>, Vec<Rational>> {
        let mut found: FxHashMap<Arc<str>, Vec<Rational>> = FxHashMap::default();
        let nothing = Draft::default();
        let mut nodes: Vec<NodeId> = self.places.keys().copied().collect();
        sort(&mut nodes);
        nodes.truncate(MAX_COMPARED);
        nodes.retain(|id| matches!(self.policy.node(*id).map(|node| &node.op), Some(Op::Compare(..))));
        for node in nodes {
            for input in self.inputs(&nothing, node) {
                let lines = found.entry(input.name.clone()).or_default();
                for region in self.regions(&nothing, node, &input) {
                    if let Set::Number(region) = region {
                        lines.extend(region.hi().value().filter(|line| !line.is_zero()).cloned());
                    }
                }
                sort(lines);
                lines.dedup();
                lines.truncate(MAX_LINES);
            }
        }
        found
    }

    /// The largest number of a type that the policy speaks of: what is usual for it.
    pub(super) fn scale(&self, ty: &Type) -> Rational {
        let usual = &Rational::from(10) * &unit_factor(ty);
        let Type::Number(wanted) = ty else { return usual };
        let fits = |node: &&crate::ir::Node| matches!(&node.ty, Type::Number(found) if found.unit.dimension == wanted.unit.dimension && found.unit.kind == wanted.unit.kind);
        let numbers = self.policy.nodes.iter().filter(fits).filter_map(|node| match &node.op {
            Op::Number(number) if *number > 0 && wanted.unit.dimension != crate::unit::Dimension::NONE => {
                Some(number.clone())
            }
            _ => None,
        });
        numbers.max().unwrap_or(usual)
    }
}

/// Which nodes hang on a `shown` or an `otherwise`, on this model or another.
fn silence_readers(policy: &Policy) -> Vec<bool> {
    let mut readers = vec![false; policy.nodes.len()];
    // Operands come before what they make up; only what is asked of other models may come later.
    for _ in 0..=policy.designations.len() {
        let before = readers.clone();
        for (at, node) in policy.nodes.iter().enumerate() {
            let targets = node.op.targets();
            let below = targets.iter().filter_map(|target| policy.target(*target)).chain(node.op.operands());
            let reads = below.into_iter().any(|id| readers.get(id.index()).copied().unwrap_or(false));
            let own = matches!(node.op, Op::Shown(_) | Op::Otherwise(..));
            readers.iter_mut().skip(at).take(1).for_each(|place| *place = own || reads);
        }
        if readers == before {
            break;
        }
    }
    readers
}

/// A condition as an outcome of its own.
fn condition(node: NodeId) -> Designation {
    let name: Arc<str> = Arc::from("a condition");
    let clause = Clause {
        id: name.clone(),
        text: name.clone(),
        cite: None,
        node,
        prefix: Vec::new(),
        kind: ClauseKind::Leaf,
        children: Vec::new(),
    };
    let rule = Rule { when: clause, unless: None, node };
    Designation { id: name.clone(), kind: DesignationKind::Designate, title: name, cite: None, rule }
}
