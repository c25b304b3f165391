//! A checked policy as a flat program: nodes in an order in which each comes after what it is made of.
//!
//! In: the checker's lowering. Out: what every evaluator reads. Names are resolved, units converted to base units, types
//! agreed; evaluation needs one pass over the nodes and no recursion.

use crate::date::{CalendarUnit, Date};
use crate::possible::Members;
use crate::rational::Rational;
use crate::schema::{Schema, Type};
use crate::span::{Source, Span};
use crate::syntax::ast::{DesignationKind, DueWord};
use crate::syntax::op::{Arithmetic, Comparison};
use rustc_hash::FxHashMap;
use std::sync::Arc;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub u32);

        impl $name {
            /// Its place in the list it counts.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}
ids!(
    /// A node of a [`Policy`].
    NodeId,
    /// A fact of its [`Schema`].
    FactId,
    /// A reference of its [`Schema`].
    ReferenceId,
    /// A param of its [`Schema`].
    ParamId,
    /// A choice of its [`Schema`].
    ChoiceId,
    /// Something asked of another model: an entry of [`Policy::targets`].
    TargetId
);

/// One step of a computation.
#[derive(Clone, Debug)]
pub enum Op {
    /// A number, in base units.
    Number(Rational),
    /// A day.
    Date(Date),
    /// A truth value.
    Truth(bool),
    /// A text.
    Text(Arc<str>),
    /// Some members of a `one of`.
    Members(Members),
    /// The profile's fact.
    Fact(FactId),
    /// The param's supplied value, else the node of its own value, else its bounds.
    Param(ParamId, Option<NodeId>),
    /// The chosen reading.
    Choice(ChoiceId),
    /// The evaluation date.
    EvaluationDate,
    /// `- a`
    Negate(NodeId),
    /// `a + b`, `a - b`, `a * b`, `a / b`
    Arithmetic(Arithmetic, NodeId, NodeId),
    /// `a ^ n`
    Power(NodeId, i32),
    /// The least of some numbers or dates.
    Min(Vec<NodeId>),
    /// The greatest of some numbers or dates.
    Max(Vec<NodeId>),
    /// `if a then b else c`
    If(NodeId, NodeId, NodeId),
    /// `a otherwise b`
    Otherwise(NodeId, NodeId),
    /// A date moved by a calendar shift.
    Shift(NodeId, i64, CalendarUnit),
    /// The value that holds on a date: the last step that begins on or before it.
    Dated(NodeId, Vec<(Date, NodeId)>),
    /// `a > b` and the like, over numbers, dates, or (for `is`) any type.
    Compare(Comparison, NodeId, NodeId),
    /// Whether a member lies among some others.
    Within(NodeId, NodeId),
    /// `not a`
    Not(NodeId),
    /// All of them.
    All(Vec<NodeId>),
    /// Any of them.
    Any(Vec<NodeId>),
    /// At least so many of them.
    AtLeast(usize, Vec<NodeId>),
    /// `shown a`
    Shown(NodeId),
    /// Whether the reference names a model.
    Exists(ReferenceId),
    /// Something asked of the referenced model.
    Through(ReferenceId, TargetId),
    /// Something asked of all other models of the population.
    Population(Box<Population>),
}

/// The largest or smallest value over the other models of the population.
#[derive(Clone, Debug)]
pub struct Population {
    /// Whether the largest rather than the smallest.
    pub largest: bool,
    /// Whether models without a value are left out and counted.
    pub known: bool,
    /// The quantity asked of each.
    pub quantity: TargetId,
    /// The condition asked of each.
    pub condition: Option<TargetId>,
    /// Their release date.
    pub released: TargetId,
    /// The day before which they count; a node of this model.
    pub date: NodeId,
    /// Whether the day itself counts.
    pub inclusive: bool,
}

impl Op {
    /// The nodes of the same model that it is made of.
    pub fn operands(&self) -> Vec<NodeId> {
        match self {
            Op::Number(_) | Op::Date(_) | Op::Truth(_) | Op::Text(_) | Op::Members(_) | Op::Fact(_) | Op::Choice(_) => {
                vec![]
            }
            Op::EvaluationDate | Op::Exists(_) | Op::Through(..) => vec![],
            Op::Param(_, value) => value.iter().copied().collect(),
            Op::Negate(a) | Op::Power(a, _) | Op::Shift(a, ..) | Op::Not(a) | Op::Shown(a) => vec![*a],
            Op::Arithmetic(_, a, b) | Op::Otherwise(a, b) | Op::Compare(_, a, b) | Op::Within(a, b) => vec![*a, *b],
            Op::Min(list) | Op::Max(list) | Op::All(list) | Op::Any(list) | Op::AtLeast(_, list) => list.clone(),
            Op::If(a, b, c) => vec![*a, *b, *c],
            Op::Dated(date, steps) => std::iter::once(*date).chain(steps.iter().map(|(_, node)| *node)).collect(),
            Op::Population(population) => vec![population.date],
        }
    }
}

impl Op {
    /// What it asks of other models.
    pub fn targets(&self) -> Vec<TargetId> {
        match self {
            Op::Through(_, target) => vec![*target],
            Op::Population(population) => {
                let always = [population.quantity, population.released];
                always.into_iter().chain(population.condition).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// A node: what it computes, of what type, and where it is written.
#[derive(Clone, Debug)]
pub struct Node {
    /// What it computes.
    pub op: Op,
    /// Its type.
    pub ty: Type,
    /// Which of [`Policy::sources`] it is written in.
    pub file: u32,
    /// Where in that file.
    pub span: Span,
}

/// How the children of a clause are joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClauseKind {
    /// All must hold.
    All,
    /// One must hold.
    Any,
    /// So many must hold.
    AtLeast(usize),
    /// A condition without clauses of its own.
    Leaf,
}

/// A named condition of an outcome.
#[derive(Clone, Debug)]
pub struct Clause {
    /// Its labels or places from the outcome down, joined by dots: `compute`, `2.1`.
    pub id: Arc<str>,
    /// The condition as written, on one line.
    pub text: Arc<str>,
    /// Its citation.
    pub cite: Option<Arc<str>>,
    /// Its truth.
    pub node: NodeId,
    /// `not` and `shown` before the block, from the outside in: `shown all of { ... }`.
    pub prefix: Vec<Prefix>,
    /// How its children are joined.
    pub kind: ClauseKind,
    /// The clauses inside it.
    pub children: Vec<Clause>,
}

/// A word before a block of clauses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prefix {
    /// `not`
    Not,
    /// `shown`
    Shown,
}

/// When something holds, and its exception.
#[derive(Clone, Debug)]
pub struct Rule {
    /// The condition behind `when`.
    pub when: Clause,
    /// The condition behind `unless`.
    pub unless: Option<Clause>,
    /// `when and not unless`.
    pub node: NodeId,
}

/// An outcome.
#[derive(Clone, Debug)]
pub struct Designation {
    /// Its name.
    pub id: Arc<str>,
    /// How binding it is.
    pub kind: DesignationKind,
    /// Its title.
    pub title: Arc<str>,
    /// Its citation.
    pub cite: Option<Arc<str>>,
    /// When it holds.
    pub rule: Rule,
}

/// What follows from an outcome.
#[derive(Clone, Debug)]
pub struct Obligation {
    /// Its name.
    pub id: Arc<str>,
    /// Whether it is an obligation rather than an option.
    pub binding: bool,
    /// What is to be done, or may be.
    pub title: Arc<str>,
    /// Its citation.
    pub cite: Option<Arc<str>>,
    /// When it applies.
    pub rule: Rule,
    /// By when.
    pub due: Option<(DueWord, NodeId)>,
}

/// What a profile is warned of: facts that do not fit together.
#[derive(Clone, Debug)]
pub struct Warning {
    /// What is wrong with them.
    pub text: Arc<str>,
    /// When.
    pub node: NodeId,
    /// The facts and definitions that it compares, in source order.
    pub about: Vec<NodeId>,
}

/// A status word from a date on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// One of [`STATUSES`].
    pub word: Arc<str>,
    /// Its first day.
    pub from: Date,
}

/// The status words, in the order of a policy's life.
pub const STATUSES: &[&str] = &[
    "proposed",
    "enacted",
    "in_force",
    "guidance",
    "voluntary",
    "hypothetical",
    "rescinded",
    "superseded",
    "vetoed",
    "lapsed",
];

/// A checked policy.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Its id.
    pub id: Arc<str>,
    /// Its title.
    pub title: Arc<str>,
    /// Whose rule it is, as an ISO 3166 code.
    pub jurisdiction: Option<Arc<str>>,
    /// Its statuses, by date.
    pub statuses: Vec<Status>,
    /// Its sources: a name, and an address where there is one.
    pub citations: Vec<(Arc<str>, Option<Arc<str>>)>,
    /// What it says about itself.
    pub notes: Vec<Arc<str>>,
    /// What it may be told.
    pub schema: Schema,
    /// The program.
    pub nodes: Vec<Node>,
    /// What may be asked of other models: a node, evaluated on theirs.
    pub targets: Vec<NodeId>,
    /// Its outcomes.
    pub designations: Vec<Designation>,
    /// What follows from them.
    pub obligations: Vec<Obligation>,
    /// Outcomes of this policy and of those it uses, by their node, for what rests on presumptions.
    pub outcome_nodes: Vec<(NodeId, DesignationKind, Arc<str>)>,
    /// What it warns of, as far as it asks for all that is compared.
    pub warnings: Vec<Warning>,
    /// Its tests.
    pub tests: Vec<crate::syntax::ast::Test>,
    /// The names of the nodes that a `let`, a param or an outcome defines.
    pub names: FxHashMap<NodeId, Arc<str>>,
    /// The files it was made from; the first is its own.
    pub sources: Vec<Source>,
}

impl Policy {
    /// The node, where the id is one of this policy's.
    pub fn node(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id.index())
    }

    /// The nodes that `roots` are made of, on this model or another; each once, in ascending order.
    pub fn reachable(&self, roots: Vec<NodeId>) -> Vec<NodeId> {
        let mut seen = vec![false; self.nodes.len()];
        let mut waiting = roots;
        while let Some(id) = waiting.pop() {
            match (seen.get_mut(id.index()), self.node(id)) {
                (Some(seen), Some(node)) if !*seen => {
                    *seen = true;
                    waiting.extend(node.op.operands());
                    waiting.extend(node.op.targets().iter().filter_map(|target| self.target(*target)));
                }
                _ => {}
            }
        }
        seen.iter().enumerate().filter(|(_, seen)| **seen).map(|(at, _)| NodeId(at as u32)).collect()
    }

    /// The nodes that `root` is made of, on this model or another, without those that stand in exceptions alone.
    pub fn outside_exceptions(&self, root: NodeId) -> Vec<NodeId> {
        let mut seen = vec![false; self.nodes.len()];
        let mut waiting = vec![root];
        while let Some(id) = waiting.pop() {
            match (seen.get_mut(id.index()), self.node(id)) {
                (Some(seen), Some(node)) if !*seen => {
                    *seen = true;
                    let exception = self.exception_of(node);
                    waiting.extend(node.op.operands().into_iter().filter(|operand| Some(*operand) != exception));
                    waiting.extend(node.op.targets().iter().filter_map(|target| self.target(*target)));
                }
                _ => {}
            }
        }
        seen.iter().enumerate().filter(|(_, seen)| **seen).map(|(at, _)| NodeId(at as u32)).collect()
    }

    /// The negated exception of a rule that has one. It is written at the same place as the rule itself, which no part
    /// of a condition is.
    fn exception_of(&self, rule: &Node) -> Option<NodeId> {
        let Op::All(parts) = &rule.op else { return None };
        let [_, exception] = parts.as_slice() else { return None };
        let negated = self.node(*exception)?;
        let of_rule = matches!(negated.op, Op::Not(_)) && negated.span == rule.span && negated.file == rule.file;
        of_rule.then_some(*exception)
    }

    /// The nodes of the same model that `root` is made of, itself included, in an order fit for evaluation.
    pub fn closure(&self, root: NodeId) -> Vec<NodeId> {
        let mut seen = vec![false; root.index() + 1];
        let mut waiting = vec![root];
        while let Some(id) = waiting.pop() {
            match (seen.get_mut(id.index()), self.node(id)) {
                (Some(seen), Some(node)) if !*seen => {
                    *seen = true;
                    waiting.extend(node.op.operands());
                }
                _ => {}
            }
        }
        seen.iter().enumerate().filter(|(_, seen)| **seen).map(|(at, _)| NodeId(at as u32)).collect()
    }

    /// A node in the policy's own words: its name, or its text on one line, shortened where it is long.
    pub fn text_of(&self, id: NodeId) -> String {
        if let Some(name) = self.names.get(&id) {
            return name.to_string();
        }
        let Some(node) = self.node(id) else { return String::new() };
        let text = self.sources.get(node.file as usize).map_or("", |source| node.span.slice(&source.text));
        let words: Vec<&str> = text.split_whitespace().collect();
        let line = words.join(" ");
        if line.chars().count() <= 80 { line } else { format!("{}...", line.chars().take(77).collect::<String>()) }
    }

    /// Whether an outcome or an obligation depends on a choice, by its place in the schema.
    pub fn uses_choice(&self, choice: usize) -> bool {
        let rules = self.designations.iter().map(|designation| &designation.rule);
        let rules = rules.chain(self.obligations.iter().map(|obligation| &obligation.rule));
        let due = self.obligations.iter().filter_map(|obligation| obligation.due.map(|(_, node)| node));
        let roots: Vec<NodeId> = rules.map(|rule| rule.node).chain(due).collect();
        self.reachable(roots).iter().any(|id| self.is_choice(*id, choice))
    }

    /// Whether `root` depends on the choice called `name`.
    pub fn choice_matters(&self, root: NodeId, name: &str) -> bool {
        match self.schema.choices.iter().position(|choice| &*choice.name == name) {
            Some(choice) => self.reachable(vec![root]).iter().any(|id| self.is_choice(*id, choice)),
            None => false,
        }
    }

    fn is_choice(&self, id: NodeId, choice: usize) -> bool {
        matches!(self.node(id), Some(Node { op: Op::Choice(found), .. }) if found.index() == choice)
    }

    /// The node that is asked of another model.
    pub fn target(&self, id: TargetId) -> Option<NodeId> {
        self.targets.get(id.index()).copied()
    }

    /// The status on a day: the last that began by then; `None` before the first.
    pub fn status_on(&self, date: Date) -> Option<&Status> {
        self.statuses.iter().rfind(|status| status.from <= date)
    }
}
