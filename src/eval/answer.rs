//! The explained answer: each reading evaluated, then all merged into one.

use super::frame::Frame;
use super::line::{Binding, Bindings, bindings, value_text};
use super::machine::{Fault, Machine};
use super::result::{Answer, ClauseAnswer, DesignationAnswer, NO_PROFILE, NOT_REFINED, Needs, Reading, Verdict};
use super::{Evaluator, merge, needs, rests, valueless};
use crate::diagnostic::{Code, Diagnostic, quote};
use crate::ir::{Clause, ClauseKind, Designation, NodeId, Obligation, Op, Prefix, ReferenceId, Rule};
use crate::model::{Link, Model};
use crate::possible::Value;
use crate::schema::Type;
use crate::syntax::ast::DesignationKind;
use crate::syntax::op::Arithmetic;
use crate::truth::Truth;
use std::sync::Arc;

/// The answer in exact numbers, its texts not yet written.
pub(super) fn explain<'a>(evaluator: &mut Evaluator<'a>, model: &'a Model, place: Option<usize>) -> Answer {
    let policy = evaluator.machine.policy;
    let as_of = evaluator.machine.circumstances.as_of;
    let day = as_of.as_point();
    let mut answer = Answer {
        policy: policy.id.clone(),
        profile: model.name.clone(),
        as_of: if as_of == crate::date::DateRange::ALL { "unknown".to_owned() } else { as_of.to_string() },
        status: day.and_then(|day| policy.status_on(day)).map(|status| status.word.clone()),
        designations: Vec::new(),
        obligations: Vec::new(),
        warnings: Vec::new(),
        error: None,
        diagnostics: model.warnings.clone(),
    };
    if model.errors.is_empty() {
        match evaluate(evaluator, model, place, &mut answer) {
            Ok(()) => {}
            Err(fault) => {
                answer.designations.clear();
                answer.obligations.clear();
                let (message, help) = match &fault {
                    Fault::TooLarge(node) => {
                        (format!("{fault}, in `{}`", policy.text_of(*node)), "give smaller numbers, or lower powers")
                    }
                    Fault::Ring(_) => (fault.to_string(), "give each model the one it was made from, or `none`"),
                    Fault::Chain | Fault::Fan => {
                        (fault.to_string(), "give the first of them as `none`, or leave it empty")
                    }
                };
                let message = format!("{}: {message}", quote(&model.name));
                answer.diagnostics.push(Diagnostic::error(Code::Limit, message).help(help));
            }
        }
    } else {
        answer.diagnostics.extend(model.errors.iter().cloned());
    }
    answer.warnings =
        answer.diagnostics.iter().filter(|found| !found.is_error()).map(|found| found.message.clone()).collect();
    let errors: Vec<&str> =
        answer.diagnostics.iter().filter(|found| found.is_error()).map(|found| found.message.as_str()).collect();
    answer.error = (!errors.is_empty()).then(|| errors.join("; "));
    answer
}

fn evaluate<'a>(
    evaluator: &mut Evaluator<'a>,
    model: &'a Model,
    place: Option<usize>,
    answer: &mut Answer,
) -> Result<(), Fault> {
    let policy = evaluator.machine.policy;
    let mut designations: Vec<Vec<(Reading, DesignationAnswer)>> = vec![Vec::new(); policy.designations.len()];
    let mut obligations: Vec<Vec<(Truth, Option<crate::date::DateRange>)>> = vec![Vec::new(); policy.obligations.len()];
    let mut under: Vec<needs::Reading> = Vec::new();
    for reading in evaluator.readings.clone() {
        let choices = evaluator.choice_names(&reading);
        let mut frame = evaluator.enter(model, place, reading);
        for (found, designation) in designations.iter_mut().zip(&policy.designations) {
            let one = evaluator.designation(&mut frame, designation)?;
            let relevant = |name: &Arc<str>| policy.choice_matters(designation.rule.node, name);
            let choices = choices.iter().filter(|(name, _)| relevant(name)).cloned().collect();
            found.push((Reading { choices, verdict: one.verdict }, one));
        }
        for (found, obligation) in obligations.iter_mut().zip(&policy.obligations) {
            found.push(evaluator.obligation(&mut frame, obligation)?);
        }
        evaluator.warn_of_contradictions(&mut frame, model, answer)?;
        evaluator.warn(&frame, model, answer);
        under.push(needs::Reading { held: evaluator.machine.held.clone(), shown: evaluator.machine.shown.clone() });
    }
    answer.designations = designations.into_iter().filter_map(merge::merge_designation).collect();
    for (found, designation) in answer.designations.iter_mut().zip(&policy.designations) {
        if found.verdict == Verdict::Undetermined && evaluator.needs {
            let frame = evaluator.enter(model, place, Vec::new());
            let relevant: Vec<_> = under
                .iter()
                .filter(|reading| evaluator.is_first_of_its_kind(reading, &under, designation.rule.node))
                .cloned()
                .collect();
            found.needs = evaluator.machine.needs(&frame, designation.rule.node, &relevant)?;
        }
    }
    let merged = policy.obligations.iter().zip(obligations);
    answer.obligations = merged.map(|(obligation, found)| merge::merge_obligation(obligation, &found)).collect();
    Ok(())
}

impl<'a> Evaluator<'a> {
    /// Whether no earlier reading picks the same for the choices that matter to `root`.
    pub(super) fn is_first_of_its_kind(&self, reading: &needs::Reading, all: &[needs::Reading], root: NodeId) -> bool {
        let mattering = |reading: &needs::Reading| -> Vec<(Arc<str>, Arc<str>)> {
            let names = self.choice_names(&reading.held).into_iter();
            names.filter(|(name, _)| self.machine.policy.choice_matters(root, name)).collect()
        };
        let own = mattering(reading);
        all.iter().find(|other| mattering(other) == own).is_some_and(|first| first.held == reading.held)
    }

    fn choice_names(&self, reading: &[super::Held]) -> Vec<(Arc<str>, Arc<str>)> {
        let schema = &self.machine.policy.schema;
        let name = |(leaf, set): &super::Held| match (leaf, set) {
            (super::Leaf::Choice(id), crate::possible::Set::Member(members)) => {
                let choice = schema.choices.get(id.index())?;
                Some((choice.name.clone(), choice.members.get(members.as_single()?)?.clone()))
            }
            _ => None,
        };
        reading.iter().filter_map(name).collect()
    }

    fn designation(&mut self, frame: &mut Frame<'a>, designation: &Designation) -> Result<DesignationAnswer, Fault> {
        let root = designation.rule.node;
        let truth = self.machine.run(frame, root)?.as_truth();
        let settled =
            if truth.is_decided() { super::Settled { truth, exact: true } } else { self.settle(frame, root)? };
        let verdict = Verdict::from(settled.truth);
        let rests_on = rests::rests(&mut self.machine, frame, root)?.into_iter();
        let closure = self.machine.closure(root);
        let bindings = bindings(&self.machine, frame, &closure);
        let binding = bindings.of(root).and_then(Binding::place);
        let view = View { machine: &self.machine, frame, bindings: &bindings, binding };
        let (joined, clauses) = view.rule_clauses(&designation.rule);
        let unless = designation.rule.unless.as_ref().map(|clause| view.clause(clause));
        let mut because = Vec::new();
        view.because(&designation.rule, settled.truth, &mut because);
        let mut notes = Vec::new();
        if !settled.exact {
            notes.push(NOT_REFINED.to_owned());
        }
        if !settled.truth.is_decided() {
            notes.extend(valueless::reasons(&self.machine, frame, root));
        }
        Ok(DesignationAnswer {
            id: designation.id.clone(),
            kind: designation.kind.as_str(),
            verdict,
            because,
            needs: Needs { sets: Vec::new(), complete: settled.truth.is_decided() },
            rests_on: rests_on.chain(of_kind(designation)).collect(),
            readings: Vec::new(),
            readings_summary: None,
            notes,
            clauses,
            unless,
            joined,
        })
    }

    /// Whether an obligation or option applies under one reading, and when it is due, as far as that is known.
    pub(super) fn obligation(
        &mut self,
        frame: &mut Frame<'a>,
        obligation: &Obligation,
    ) -> Result<(Truth, Option<crate::date::DateRange>), Fault> {
        let found = self.machine.run(frame, obligation.rule.node)?.as_truth();
        let truth = if found.is_decided() { found } else { self.settle(frame, obligation.rule.node)?.truth };
        let due = match &obligation.due {
            None => None,
            Some((_, node)) => {
                let value = self.machine.run(frame, *node)?;
                let known = value.undefined == Truth::False && value.date() != crate::date::DateRange::ALL;
                known.then(|| value.date())
            }
        };
        Ok((truth, due))
    }

    /// Warns where the policy does, with the values that do not fit together.
    fn warn_of_contradictions(
        &mut self,
        frame: &mut Frame<'a>,
        model: &Model,
        answer: &mut Answer,
    ) -> Result<(), Fault> {
        let policy = self.machine.policy;
        for warning in &policy.warnings {
            if self.machine.run(frame, warning.node)?.as_truth() != Truth::True {
                continue;
            }
            let said = warning.about.iter().filter_map(|id| {
                let Type::Number(quantity) = &policy.node(*id)?.ty else { return None };
                let value = value_text(frame.value(*id)?, Some(&quantity.unit), None)?;
                Some(format!("{} is {value}", policy.text_of(*id)))
            });
            let said: Vec<String> = said.collect();
            let message = format!("{}: {}: {}", quote(&model.name), warning.text, said.join(", "));
            let diagnostic = Diagnostic::warning(Code::Contradiction, message)
                .help("look both figures up: one of them may be mistaken, or they may not be about the same thing");
            if !answer.diagnostics.contains(&diagnostic) {
                answer.diagnostics.push(diagnostic);
            }
        }
        Ok(())
    }

    /// Warns of denominators that may be zero and of names that no profile answers to.
    fn warn(&self, frame: &Frame<'a>, model: &Model, answer: &mut Answer) {
        let policy = self.machine.policy;
        let mut push = |diagnostic: Diagnostic| {
            if !answer.diagnostics.contains(&diagnostic) {
                answer.diagnostics.push(diagnostic);
            }
        };
        // The model's own quotients, and those of the models it refers to.
        let mut frames = vec![frame];
        let mut next = 0;
        while let Some(frame) = frames.get(next) {
            let children = (0..policy.schema.references.len()).filter_map(|at| frame.child(ReferenceId(at as u32)));
            frames.extend(children.collect::<Vec<_>>());
            next += 1;
        }
        let places = frames.iter().flat_map(|frame| policy.nodes.iter().enumerate().map(move |place| (frame, place)));
        for (frame, (at, node)) in places {
            let (Op::Arithmetic(Arithmetic::Divide, _, below) | Op::Power(below, ..=-1)) = &node.op else { continue };
            let (Some(value), Some(below)) = (frame.value(NodeId(at as u32)), frame.value(*below)) else { continue };
            if value.undefined != Truth::False
                && below.undefined == Truth::False
                && below.number().reciprocal().is_none()
            {
                let certain = if value.undefined == Truth::True { "is" } else { "may be" };
                let text = policy.text_of(NodeId(at as u32));
                push(Diagnostic::warning(
                    Code::Domain,
                    format!("the denominator of `{text}` {certain} zero, so it decides nothing"),
                ));
            }
        }
        for (reference, link) in policy.schema.references.iter().zip(&model.references) {
            if let (true, Link::Named(name)) = (reference.used, link)
                && self.machine.population.find(name).is_none()
            {
                let (whose, name) = (quote(&model.name), quote(name));
                let message = format!("`{}` of {whose} is {name}{NO_PROFILE}", reference.name);
                push(Diagnostic::warning(Code::Reference, message).help("add its profile, or correct the name"));
            }
        }
    }
}

/// What an outcome that is not a decision says of itself.
fn of_kind(designation: &Designation) -> Option<super::result::Rest> {
    let (kind, text) = match designation.kind {
        DesignationKind::Designate => return None,
        DesignationKind::Presume => ("presumption", "a presumption, which may be rebutted"),
        DesignationKind::Indicate => ("indication", "only an indication"),
    };
    Some(super::result::Rest { kind, name: designation.id.clone(), text: format!("{} is {text}", designation.id) })
}

/// One designation on one frame.
struct View<'v, 'a> {
    machine: &'v Machine<'a>,
    frame: &'v Frame<'a>,
    bindings: &'v Bindings,
    /// The binding comparison of the whole designation.
    binding: Option<super::line::Place>,
}

impl View<'_, '_> {
    fn truth(&self, node: NodeId) -> Truth {
        self.frame.value(node).map_or(Truth::Unknown, Value::as_truth)
    }

    /// The clauses behind `when`, without the outermost block, and how it joins them.
    fn rule_clauses(&self, rule: &Rule) -> (Option<String>, Vec<ClauseAnswer>) {
        if rule.when.kind != ClauseKind::Leaf && rule.when.prefix.is_empty() {
            return (joined(&rule.when), rule.when.children.iter().map(|child| self.clause(child)).collect());
        }
        (None, vec![self.clause(&rule.when)])
    }

    fn clause(&self, clause: &Clause) -> ClauseAnswer {
        let bound = self.bindings.of(clause.node).filter(|_| clause.kind == ClauseKind::Leaf);
        let binding = self.binding.is_some() && bound.and_then(Binding::place) == self.binding;
        ClauseAnswer {
            id: clause.id.clone(),
            truth: self.truth(clause.node),
            text: clause.text.clone(),
            cite: clause.cite.clone(),
            binding,
            value: None,
            line: None,
            margin: None,
            note: None,
            by_reading: Vec::new(),
            clauses: clause.children.iter().map(|child| self.clause(child)).collect(),
            joined: joined(clause),
            comparison: bound.and_then(|bound| bound.compared(self.machine, self.frame)),
        }
    }

    /// The clauses whose truth gives the rule's, the binding one first.
    fn because(&self, rule: &Rule, truth: Truth, because: &mut Vec<Arc<str>>) {
        let mut found: Vec<&Clause> = Vec::new();
        match (truth, &rule.unless) {
            (Truth::True, _) | (_, None) => self.deciding(&rule.when, truth, &mut found),
            (Truth::False, Some(unless)) => match self.truth(rule.when.node) {
                Truth::False => self.deciding(&rule.when, Truth::False, &mut found),
                Truth::Unknown | Truth::True => self.deciding(unless, self.truth(unless.node), &mut found),
            },
            (Truth::Unknown, Some(unless)) => {
                for clause in [&rule.when, unless] {
                    if self.truth(clause.node) == Truth::Unknown {
                        self.deciding(clause, Truth::Unknown, &mut found);
                    }
                }
            }
        }
        let is_binding = |clause: &&&Clause| {
            self.binding.is_some() && self.bindings.of(clause.node).and_then(Binding::place) == self.binding
        };
        because.extend(found.iter().filter(is_binding).map(|clause| clause.id.clone()));
        because.extend(found.iter().filter(|clause| !is_binding(clause)).map(|clause| clause.id.clone()));
    }

    /// The leaf clauses that make `clause` what it is.
    fn deciding<'c>(&self, clause: &'c Clause, truth: Truth, found: &mut Vec<&'c Clause>) {
        if clause.kind == ClauseKind::Leaf {
            found.push(clause);
            return;
        }
        let negated = clause.prefix.iter().filter(|word| **word == Prefix::Not).count() % 2 == 1;
        let inner = if negated { !truth } else { truth };
        // A `shown` that fails rests on whatever keeps its condition from being true.
        let silent = clause.prefix.contains(&Prefix::Shown);
        let fits = |child: &&Clause| {
            let own = self.truth(child.node);
            own == inner || (silent && own == Truth::Unknown) || (truth == Truth::Unknown && own == Truth::Unknown)
        };
        let mut children: Vec<&Clause> = clause.children.iter().filter(fits).collect();
        // Where refinement decided what no child decides alone, all of them matter.
        if children.is_empty() {
            children = clause.children.iter().collect();
        }
        for child in children {
            self.deciding(child, self.truth(child.node), found);
        }
    }
}

fn joined(clause: &Clause) -> Option<String> {
    let block = match clause.kind {
        ClauseKind::Leaf => return None,
        ClauseKind::All => "all of".to_owned(),
        ClauseKind::Any => "any of".to_owned(),
        ClauseKind::AtLeast(needed) => format!("at least {needed} of"),
    };
    let prefix: String = clause
        .prefix
        .iter()
        .map(|word| match word {
            Prefix::Not => "not ",
            Prefix::Shown => "shown ",
        })
        .collect();
    Some(format!("{prefix}{block}"))
}
