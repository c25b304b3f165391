//! The policy itself: its head, the values of its definitions, its outcomes, and what follows from them.

use super::scope::{DefinitionKind, Target};
use super::{Checker, Typed};
use crate::date::Date;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::ir::{Clause, Designation, NodeId, Obligation, Op, ParamId, Policy, Rule, STATUSES, Status};
use crate::rational::Rational;
use crate::schema::Type;
use crate::span::{Source, Span};
use crate::syntax::ast::{self, File, ParamValue, StatementKind};
use crate::syntax::op::Arithmetic;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// How deep the value of a param may be for it to be held against the param's bounds.
const MAX_FOLD: usize = 6;

impl Checker {
    /// Lowers one definition; what it is made of has been lowered, or is in error.
    pub(super) fn lower_definition(&mut self, at: usize, files: &[File]) {
        let Some(definition) = self.definitions.get(at) else { return };
        let (file, statement, kind, span) = (definition.file, definition.statement, definition.kind, definition.span);
        self.file = file;
        let Some(statement) = files.get(file).and_then(|file| file.statements.get(statement)) else { return };
        let lowered = match (&statement.kind, kind) {
            (StatementKind::Let { value, .. }, _) => self.lower(value),
            (StatementKind::Param(param), DefinitionKind::Param(id)) => self.lower_param(id, param, span),
            (StatementKind::Designation(designation), _) => {
                let rule = self.lower_rule(&designation.when, designation.unless.as_ref());
                let lowered = rule.as_ref().map(|rule| Typed { node: rule.node, ty: Type::Bool, bare: false });
                self.rules.insert(at, rule);
                lowered
            }
            _ => None,
        };
        if let Some(definition) = self.definitions.get_mut(at) {
            definition.lowered = lowered;
        }
    }

    fn lower_param(&mut self, id: ParamId, param: &ast::Param, span: Span) -> Option<Typed> {
        let value = match &param.value {
            None => None,
            Some(ParamValue::Always(value)) => Some(self.lower(value)?),
            Some(ParamValue::Dated(steps, steps_span)) => Some(self.lower_dated(steps, *steps_span)?),
        };
        let declared = self.schema.params.get(id.index())?;
        let (domain_given, declared_ty) = (param.domain.is_some(), declared.ty.clone());
        let (ty, bare) = match &value {
            // Bounds that cannot be read leave the param without a type; that has been said.
            _ if domain_given && declared_ty == Type::Bool => return None,
            None if domain_given => (declared_ty, false),
            None => return None,
            Some(value) if !domain_given => (value.ty.clone(), false),
            Some(value) => match (&value.ty, &declared_ty) {
                (Type::Number(found), Type::Number(wanted)) => {
                    if let Err(mut refusal) = crate::given::agree(&found.unit, wanted) {
                        refusal.help = Some("give the value and the bounds in one unit".to_owned());
                        self.refuse(Code::Units, refusal, value_span(param).unwrap_or(span));
                        return None;
                    }
                    (value.ty.clone(), false)
                }
                (found, wanted) if found == wanted => (found.clone(), false),
                (found, wanted) => {
                    let message = format!("the value is {}, the bounds are {}", found.describe(), wanted.describe());
                    self.error(Code::Type, message, value_span(param).unwrap_or(span), found.describe());
                    return None;
                }
            },
        };
        self.check_default_in_bounds(id, value.as_ref().map(|value| value.node));
        let declared = self.schema.params.get_mut(id.index())?;
        declared.ty = ty.clone();
        if !domain_given {
            declared.domain = ty.everything();
        }
        let node = self.add(Op::Param(id, value.map(|value| value.node)), ty.clone(), span);
        Some(Typed { node, ty, bare })
    }

    /// A constant value outside its own bounds is a mistake in one of the two.
    fn check_default_in_bounds(&mut self, id: ParamId, value: Option<NodeId>) {
        use crate::possible::Set;
        let Some(param) = self.schema.params.get(id.index()) else { return };
        let steps: Vec<NodeId> = match value.and_then(|node| self.nodes.get(node.index())).map(|node| &node.op) {
            Some(Op::Dated(_, steps)) => steps.iter().map(|(_, node)| *node).collect(),
            _ => value.into_iter().collect(),
        };
        let outside = |step: &&NodeId| match (self.nodes.get(step.index()).map(|node| &node.op), &param.domain) {
            (Some(Op::Date(date)), Set::Date(_)) => {
                !Set::Date(crate::date::DateRange::point(*date)).is_within(&param.domain)
            }
            (Some(_), Set::Number(bounds)) => {
                self.constant(**step, MAX_FOLD).is_some_and(|number| !bounds.contains(&number))
            }
            _ => false,
        };
        let found: Vec<Span> =
            steps.iter().filter(outside).filter_map(|step| Some(self.nodes.get(step.index())?.span)).collect();
        let message = format!("the value of `{}` lies outside its own bounds", param.name);
        let help = format!("the bounds are `{}`", param.domain_text);
        for span in found {
            self.report(Diagnostic::error(Code::Domain, &*message).help(&*help), span, "");
        }
    }

    /// The number that a node stands for where it is made of plain numbers only, at most `depth` steps deep.
    fn constant(&self, node: NodeId, depth: usize) -> Option<Rational> {
        let depth = depth.checked_sub(1)?;
        let number = match &self.nodes.get(node.index())?.op {
            Op::Number(number) => Some(number.clone()),
            Op::Negate(inner) => self.constant(*inner, depth).map(|number| -number),
            Op::Arithmetic(op, a, b) => {
                let (a, b) = (self.constant(*a, depth)?, self.constant(*b, depth)?);
                match op {
                    Arithmetic::Add => Some(&a + &b),
                    Arithmetic::Subtract => Some(&a - &b),
                    Arithmetic::Multiply => Some(&a * &b),
                    Arithmetic::Divide => a.checked_div(&b),
                    Arithmetic::Power => None,
                }
            }
            _ => None,
        };
        number.filter(|number| number.bits() <= crate::rational::MAX_BITS)
    }

    fn lower_dated(&mut self, steps: &[(ast::Spanned<Date>, ast::Expr)], span: Span) -> Option<Typed> {
        let mut lowered: Vec<(Date, NodeId)> = Vec::with_capacity(steps.len());
        let mut first: Option<(Typed, &ast::Expr)> = None;
        for (from, value) in steps {
            if lowered.last().is_some_and(|(last, _)| *last >= from.value) {
                let error = Diagnostic::error(Code::Policy, "the dates of a dated line must rise");
                self.report(error.help("write the earliest first, each once"), from.span, "");
                return None;
            }
            let typed = self.lower(value)?;
            if let Some((first, first_expr)) = &first {
                self.shared_type((first_expr, first), (value, &typed), "from")?;
            }
            lowered.push((from.value, typed.node));
            first = first.or(Some((typed, value)));
        }
        let (first, _) = first?;
        let date = self.add_shared(super::SharedNode::EvaluationDate, Op::EvaluationDate, Type::Date, span);
        let node = self.add(Op::Dated(date, lowered), first.ty.clone(), span);
        Some(Typed { node, ..first })
    }

    fn lower_rule(&mut self, when: &ast::Entry, unless: Option<&ast::Entry>) -> Option<Rule> {
        let span = when.condition.span;
        let when = self.lower_rule_clause(when, "when", true);
        let unless = match unless {
            None => None,
            Some(unless) => Some(self.lower_rule_clause(unless, "unless", false)?),
        };
        let when = when?;
        let node = match &unless {
            None => when.node,
            Some(unless) => {
                let exception = self.add(Op::Not(unless.node), Type::Bool, span);
                self.add(Op::All(vec![when.node, exception]), Type::Bool, span)
            }
        };
        Some(Rule { when, unless, node })
    }

    /// The policy of the first file; `None` for a vocabulary.
    pub(super) fn lower_policy(&mut self, files: &[File]) -> Option<Policy> {
        for at in 1..files.len() {
            self.file = at;
            self.check_head(files.get(at)?);
        }
        self.file = 0;
        let file = files.first()?;
        let (id, title) = self.check_head(file)?;
        let mut policy = Policy {
            id,
            title,
            jurisdiction: None,
            statuses: Vec::new(),
            citations: Vec::new(),
            notes: Vec::new(),
            schema: crate::schema::Schema::default(),
            nodes: Vec::new(),
            targets: Vec::new(),
            designations: Vec::new(),
            obligations: Vec::new(),
            warnings: Vec::new(),
            outcome_nodes: Vec::new(),
            tests: Vec::new(),
            names: self.names_of_nodes(),
            sources: files.iter().map(|file| Source { name: file.name.clone(), text: file.text.clone() }).collect(),
        };
        for statement in &file.statements {
            match &statement.kind {
                StatementKind::Jurisdiction(text) => {
                    if policy.jurisdiction.is_some() {
                        let error = Diagnostic::error(Code::Duplicate, "the policy has two jurisdictions");
                        self.report(error.help("write a policy for each, or the one that holds both"), text.span, "");
                    }
                    policy.jurisdiction = Some(text.text.clone());
                }
                StatementKind::Source { name, address } => {
                    policy.citations.push((name.text.clone(), address.as_ref().map(|address| address.text.clone())));
                }
                StatementKind::Note(text) => policy.notes.push(text.text.clone()),
                StatementKind::Test(test) => policy.tests.push(test.clone()),
                StatementKind::Obligation(obligation) => policy.obligations.extend(self.lower_obligation(obligation)),
                _ => {}
            }
        }
        policy.statuses = self.check_statuses(file);
        self.check_duties(file);
        for at in 0..self.definitions.len() {
            let Some(definition) = self.definitions.get(at) else { continue };
            let DefinitionKind::Designation(kind) = definition.kind else { continue };
            let own = definition.file == 0;
            let name = match self.scopes.get(definition.file) {
                Some(scope) if !own => Arc::from(format!("{}.{}", scope.id, definition.name)),
                _ => definition.name.clone(),
            };
            if let Some(lowered) = &definition.lowered {
                policy.outcome_nodes.push((lowered.node, kind, name));
            }
            let Some(StatementKind::Designation(written)) =
                file.statements.get(definition.statement).map(|statement| &statement.kind).filter(|_| own)
            else {
                continue;
            };
            if let Some(Some(rule)) = self.rules.remove(&at) {
                policy.designations.push(Designation {
                    id: written.name.text.clone(),
                    kind,
                    title: written.title.text.clone(),
                    cite: written.cite.as_ref().map(|cite| cite.text.clone()),
                    rule,
                });
            }
        }
        let has_outcome =
            file.statements.iter().any(|statement| matches!(statement.kind, StatementKind::Designation(_)));
        if !has_outcome && !self.lost.has_part_of(&file.name) {
            let error = Diagnostic::error(Code::Policy, format!("the policy `{}` has no outcome", policy.id));
            self.report(error.help("add `designate NAME \"title\" when CONDITION;`"), id_span(file), "");
        }
        self.check_tests(file);
        policy.warnings = self.lower_warnings(files);
        self.finish(&mut policy);
        Some(policy)
    }

    fn names_of_nodes(&self) -> FxHashMap<NodeId, Arc<str>> {
        let lowered =
            |definition: &super::scope::Definition| Some((definition.lowered.as_ref()?.node, definition.name.clone()));
        self.definitions.iter().filter_map(lowered).collect()
    }

    /// Moves the program over, with targets resolved and uses marked.
    fn finish(&mut self, policy: &mut Policy) {
        policy.targets = self
            .targets
            .iter()
            .map(|target| match target {
                Target::Node(node) => *node,
                Target::Definition(at) => {
                    let lowered = self.definitions.get(*at).and_then(|definition| definition.lowered.as_ref());
                    // A definition in error leaves no policy behind, so the node is never read.
                    lowered.map_or(NodeId(0), |typed| typed.node)
                }
            })
            .collect();
        policy.nodes = std::mem::take(&mut self.nodes);
        policy.schema = std::mem::take(&mut self.schema);
        let roots = policy.designations.iter().map(|designation| designation.rule.node);
        let roots = roots.chain(policy.obligations.iter().map(|obligation| obligation.rule.node));
        let roots =
            roots.chain(policy.obligations.iter().filter_map(|obligation| obligation.due.map(|(_, node)| node)));
        for node in policy.reachable(roots.collect()) {
            let Some(node) = policy.nodes.get(node.index()) else { continue };
            let schema = &mut policy.schema;
            match &node.op {
                Op::Fact(id) => schema.facts.get_mut(id.index()).into_iter().for_each(|fact| fact.used = true),
                Op::Param(id, _) => schema.params.get_mut(id.index()).into_iter().for_each(|param| param.used = true),
                Op::Exists(id) | Op::Through(id, _) => {
                    schema.references.get_mut(id.index()).into_iter().for_each(|reference| reference.used = true);
                }
                _ => {}
            }
        }
        let facts = &mut policy.schema.facts;
        let companions: Vec<Arc<str>> =
            facts.iter().filter(|fact| fact.used).filter_map(|fact| fact.companion.clone()).collect();
        for fact in facts.iter_mut() {
            fact.used |= companions.contains(&fact.name);
        }
        super::warning::keep_warnings(policy);
    }

    /// Refuses an obligation that is called like another one, or like an outcome: no test could tell them apart.
    fn check_duties(&mut self, file: &File) {
        let mut seen: FxHashMap<Arc<str>, Span> = FxHashMap::default();
        for statement in &file.statements {
            match &statement.kind {
                StatementKind::Designation(designation) => {
                    seen.entry(designation.name.text.clone()).or_insert(designation.name.span);
                }
                StatementKind::Obligation(obligation) => {
                    let name = &obligation.name;
                    let Some(first) = seen.insert(name.text.clone(), name.span) else { continue };
                    let error = Diagnostic::error(Code::Duplicate, format!("`{}` is declared twice", name.text));
                    let error = error.at(&file.name, name.span, "declared again");
                    self.diagnostics.push(error.at(&file.name, first, "first declared here"));
                }
                _ => {}
            }
        }
    }

    fn lower_obligation(&mut self, written: &ast::Obligation) -> Option<Obligation> {
        let rule = self.lower_rule(&written.when, written.unless.as_ref());
        let due = match &written.due {
            None => None,
            Some(due) => Some((due.word, self.lower_date(&due.date)?)),
        };
        Some(Obligation {
            id: written.name.text.clone(),
            binding: written.binding,
            title: written.title.text.clone(),
            cite: written.cite.as_ref().map(|cite| cite.text.clone()),
            rule: rule?,
            due,
        })
    }

    /// The id and title of a file; reports a head that is missing, doubled, or not the file's name.
    fn check_head(&mut self, file: &File) -> Option<(Arc<str>, Arc<str>)> {
        let mut heads = file.statements.iter().filter_map(|statement| match &statement.kind {
            StatementKind::Policy { id, title } => Some((id, title, false)),
            StatementKind::Vocabulary { id, title } => Some((id, title, true)),
            _ => None,
        });
        let Some((id, title, vocabulary)) = heads.next() else {
            if !self.lost.has_part_of(&file.name) {
                let error = Diagnostic::error(Code::Policy, "the file is neither a policy nor a vocabulary");
                self.report(error.help("begin it with `policy my_id \"title\";`"), Span::new(0, 0), "");
            }
            return None;
        };
        if let Some((second, ..)) = heads.next() {
            self.error(Code::Policy, "a file holds one policy or vocabulary", second.span, "a second head");
        }
        let stem = file.name.rsplit('/').next().unwrap_or(&file.name);
        let stem = stem.strip_suffix(".bright").unwrap_or(stem);
        if stem != id.text.replace('_', "-") && file.name.ends_with(".bright") {
            let error = Diagnostic::error(
                Code::Policy,
                format!("the id `{}` does not match the file's name `{stem}.bright`", id.text),
            );
            self.report(
                error.help(format!(
                    "name the file `{}.bright`, or the id `{}`",
                    id.text.replace('_', "-"),
                    stem.replace('-', "_")
                )),
                id.span,
                "",
            );
        }
        if vocabulary {
            for statement in &file.statements {
                let (what, span) = match &statement.kind {
                    StatementKind::Designation(designation) => ("outcomes", designation.name.span),
                    StatementKind::Obligation(obligation) => ("obligations", obligation.name.span),
                    StatementKind::Test(test) => ("tests", test.name.span),
                    StatementKind::Status { word, .. } => ("status", word.span),
                    StatementKind::Jurisdiction(text) => ("jurisdiction", text.span),
                    _ => continue,
                };
                let error = Diagnostic::error(Code::Policy, format!("a vocabulary has no {what}"));
                self.report(error.help("move it to a policy that uses this vocabulary"), span, "");
            }
        }
        (!vocabulary).then(|| (id.text.clone(), title.text.clone()))
    }

    fn check_statuses(&mut self, file: &File) -> Vec<Status> {
        let mut statuses: Vec<Status> = Vec::new();
        for statement in &file.statements {
            let StatementKind::Status { word, from } = &statement.kind else { continue };
            if !STATUSES.contains(&&*word.text) {
                let error = Diagnostic::error(Code::Policy, format!("there is no status `{}`", word.text));
                let near = nearest(&word.text, STATUSES.iter().copied());
                let help = near.map_or_else(
                    || format!("write one of {}", STATUSES.join(", ")),
                    |near| format!("did you mean `{near}`?"),
                );
                self.report(error.help(help), word.span, "");
                continue;
            }
            if statuses.last().is_some_and(|last| last.from >= from.value) {
                let error = Diagnostic::error(Code::Policy, "the dates of the statuses must rise");
                self.report(error.help("write the earliest first"), from.span, "");
            }
            statuses.push(Status { word: word.text.clone(), from: from.value });
        }
        let written = file.statements.iter().any(|statement| matches!(statement.kind, StatementKind::Status { .. }));
        if !written && !self.lost.has_part_of(&file.name) {
            let error = Diagnostic::error(Code::Policy, "the policy has no status");
            self.report(error.help("write for example `status proposed from 2026-01-01;`"), id_span(file), "");
        }
        statuses
    }
}

/// The place of a param's value.
fn value_span(param: &ast::Param) -> Option<Span> {
    match param.value.as_ref()? {
        ParamValue::Always(value) => Some(value.span),
        ParamValue::Dated(_, span) => Some(*span),
    }
}

/// The place of a file's id, or of its beginning.
fn id_span(file: &File) -> Span {
    let id = file.statements.iter().find_map(|statement| match &statement.kind {
        StatementKind::Policy { id, .. } | StatementKind::Vocabulary { id, .. } => Some(id.span),
        _ => None,
    });
    id.unwrap_or(Span::new(0, 0))
}

impl Clause {
    /// Calls `visit` with this clause and all inside it, from the outside in, in source order.
    pub fn walk<'a>(&'a self, visit: &mut dyn FnMut(&'a Clause)) {
        visit(self);
        self.children.iter().for_each(|child| child.walk(visit));
    }
}
