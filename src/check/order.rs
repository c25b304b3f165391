//! The order in which definitions are lowered: each after those it is made of; rings are reported with their path.

use super::Checker;
use super::scope::{Declared, DefinitionKind};
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::ParamId;
use crate::syntax::ast::{Entry, Expr, ExprKind, File, ParamValue, StatementKind};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// How far a definition has come on the way through the graph.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Fresh,
    OnTheWay,
    Done,
}

impl Checker {
    /// Lowers every `let`, param and designation of every file.
    pub(super) fn lower_definitions(&mut self, files: &[File]) {
        let params = std::mem::take(&mut self.param_definitions);
        let needs: Vec<Vec<usize>> =
            (0..self.definitions.len()).map(|definition| self.needs_of(definition, files, &params)).collect();
        self.param_definitions = params;
        let mut marks = vec![Mark::Fresh; needs.len()];
        for start in 0..needs.len() {
            // The way from `start`, each step with how many of its needs are done.
            let mut way: Vec<(usize, usize)> =
                if marks.get(start) == Some(&Mark::Fresh) { vec![(start, 0)] } else { vec![] };
            while let Some((definition, next)) = way.pop() {
                set(&mut marks, definition, Mark::OnTheWay);
                match needs.get(definition).and_then(|list| list.get(next)) {
                    None => {
                        set(&mut marks, definition, Mark::Done);
                        self.lower_definition(definition, files);
                    }
                    Some(need) => {
                        way.push((definition, next + 1));
                        match marks.get(*need) {
                            Some(Mark::Fresh) => way.push((*need, 0)),
                            Some(Mark::OnTheWay) => self.report_ring(&way, *need),
                            Some(Mark::Done) | None => {}
                        }
                    }
                }
            }
        }
    }

    fn report_ring(&mut self, way: &[(usize, usize)], back_to: usize) {
        let ring = way.iter().map(|(at, _)| *at).skip_while(|at| *at != back_to);
        let names: Vec<String> = ring
            .clone()
            .chain([back_to])
            .filter_map(|at| self.definitions.get(at))
            .map(|definition| format!("`{}`", definition.name))
            .collect();
        let Some(first) = self.definitions.get(back_to) else { return };
        let (file, span) = (first.file, first.span);
        let message = match names.as_slice() {
            [name, _] => format!("{name} needs itself"),
            _ => format!("definitions need each other in a ring: {}", names.join(" needs ")),
        };
        self.file = file;
        let is_outcome = |at: &usize| {
            let kind = self.definitions.get(*at).map(|definition| definition.kind);
            matches!(kind, Some(DefinitionKind::Designation(_)))
        };
        let of_models = ring.clone().any(|at| is_outcome(&at)) || !self.schema.references.is_empty();
        let help = if of_models {
            "only a designation may ask for itself, and only through a reference, as in `base.covered`"
        } else {
            "write one of them without the others"
        };
        self.report(Diagnostic::error(Code::Cycle, message).help(help), span, "the ring begins here");
    }

    /// The definitions that `definition` is made of.
    fn needs_of(&mut self, definition: usize, files: &[File], params: &FxHashMap<ParamId, usize>) -> Vec<usize> {
        let mut needs = Vec::new();
        let Some(this) = self.definitions.get(definition) else { return needs };
        self.file = this.file;
        let Some(statement) = files.get(this.file).and_then(|file| file.statements.get(this.statement)) else {
            return needs;
        };
        let mut visit = |path: &str| {
            let mut rest = path;
            let mut through = false;
            loop {
                match self.look_up(rest) {
                    Some(Declared::Definition(at)) => {
                        let designation = self.definitions.get(at).map(|found| found.kind);
                        if !(through && matches!(designation, Some(DefinitionKind::Designation(_)))) {
                            needs.push(at);
                        }
                        return;
                    }
                    Some(Declared::Param(id)) => {
                        needs.extend(params.get(&id));
                        return;
                    }
                    Some(Declared::Fact(_) | Declared::Reference(_) | Declared::Choice(_)) => return,
                    None => match self.split_reference(rest) {
                        Some((_, tail)) => (rest, through) = (tail, true),
                        None => return,
                    },
                }
            }
        };
        match &statement.kind {
            StatementKind::Let { value, .. } => visit_paths(value, &mut visit),
            StatementKind::Param(param) => match &param.value {
                Some(ParamValue::Always(value)) => visit_paths(value, &mut visit),
                Some(ParamValue::Dated(steps, _)) => steps.iter().for_each(|(_, value)| visit_paths(value, &mut visit)),
                None => {}
            },
            StatementKind::Designation(designation) => {
                visit_paths(&designation.when.condition, &mut visit);
                if let Some(unless) = &designation.unless {
                    visit_paths(&unless.condition, &mut visit);
                }
            }
            _ => {}
        }
        needs
    }
}

fn set(marks: &mut [Mark], at: usize, mark: Mark) {
    if let Some(place) = marks.get_mut(at) {
        *place = mark;
    }
}

/// Calls `visit` with each dotted name that stands in the expression.
fn visit_paths(expr: &Expr, visit: &mut dyn FnMut(&str)) {
    let entries = |entries: &[Entry], visit: &mut dyn FnMut(&str)| {
        entries.iter().for_each(|entry| visit_paths(&entry.condition, visit));
    };
    match &expr.kind {
        ExprKind::Path(path) => visit(path),
        ExprKind::Literal(_) | ExprKind::Date(_) | ExprKind::Text(_) | ExprKind::Truth(_) => {}
        ExprKind::Parenthesis(a) | ExprKind::Minus(a) | ExprKind::Not(a) | ExprKind::Shown(a) => visit_paths(a, visit),
        ExprKind::Membership(a, _) | ExprKind::Exists(a) | ExprKind::DateShift(_, a) => visit_paths(a, visit),
        ExprKind::Arithmetic(_, a, b) | ExprKind::Comparison(_, a, b) => {
            visit_paths(a, visit);
            visit_paths(b, visit);
        }
        ExprKind::AsOf(a, b) | ExprKind::Otherwise(a, b) => {
            visit_paths(a, visit);
            visit_paths(b, visit);
        }
        ExprKind::If(a, b, c) => [a, b, c].into_iter().for_each(|part| visit_paths(part, visit)),
        ExprKind::Connective(_, list) | ExprKind::Call(_, list) => {
            list.iter().for_each(|part| visit_paths(part, visit))
        }
        ExprKind::Block(_, list) => entries(list, visit),
        ExprKind::Population(population) => {
            visit(&population.quantity.text);
            if let Some(condition) = &population.condition {
                visit_paths(condition, visit);
            }
            visit_paths(&population.date, visit);
        }
    }
}

/// Calls `visit` with the label of an entry and of each entry in its condition.
pub(super) fn visit_labels(entry: &Entry, visit: &mut dyn FnMut(&Arc<str>)) {
    if let Some(label) = &entry.label {
        visit(&label.text);
    }
    let mut inner = &entry.condition;
    while let ExprKind::Parenthesis(next) | ExprKind::Not(next) | ExprKind::Shown(next) = &inner.kind {
        inner = next;
    }
    if let ExprKind::Block(_, entries) = &inner.kind {
        entries.iter().for_each(|entry| visit_labels(entry, visit));
    }
}
