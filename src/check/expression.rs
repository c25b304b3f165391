//! Expressions: names resolved, types inferred, nodes added. One function for each kind of expression.

use super::number::Side;
use super::scope::{Declared, DefinitionKind, Target};
use super::{Checker, SharedNode, Typed};
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::ir::{NodeId, Op, ParamId, TargetId};
use crate::possible::Members;
use crate::schema::{Quantity, Type};
use crate::span::Span;
use crate::syntax::ast::{self, Expr, ExprKind};
use crate::syntax::op::{Arithmetic, Comparison};
use crate::syntax::print_expr;
use crate::unit::Unit;
use std::sync::Arc;

/// What can be done with scores on an interval scale.
pub(super) const SCORES: &str = "compare it, or subtract two such scores: `score - baseline.score >= 10`";

/// Longest chain of references that one name may spell out.
const MAX_REFERENCE_CHAIN: usize = 64;

impl Checker {
    fn typed(&mut self, op: Op, ty: Type, span: Span) -> Option<Typed> {
        Some(Typed { node: self.add(op, ty.clone(), span), ty, bare: false })
    }

    /// Lowers an expression of any type.
    pub(super) fn lower(&mut self, expr: &Expr) -> Option<Typed> {
        match &expr.kind {
            ExprKind::Literal(literal) => self.lower_literal(literal),
            ExprKind::Date(date) => self.typed(Op::Date(*date), Type::Date, expr.span),
            ExprKind::Text(text) => self.typed(Op::Text(text.clone()), Type::Text, expr.span),
            ExprKind::Truth(truth) => self.typed(Op::Truth(*truth), Type::Bool, expr.span),
            ExprKind::Path(path) => self.lower_path(path, expr.span),
            ExprKind::Parenthesis(inner) => self.lower(inner),
            ExprKind::Minus(inner) => self.lower_minus(expr, inner),
            ExprKind::Arithmetic(op, a, b) => self.lower_arithmetic(expr, *op, a, b),
            ExprKind::AsOf(line, date) => self.lower_as_of(expr, line, date),
            ExprKind::Otherwise(a, b) => self.lower_otherwise(expr, a, b),
            ExprKind::If(condition, a, b) => self.lower_if(expr, condition, a, b),
            ExprKind::Call(name, arguments) => self.lower_call(expr, name, arguments),
            ExprKind::DateShift(shift, date) => {
                let date = self.lower_date(date)?;
                let count = i64::from(shift.count);
                let count = if shift.before { -count } else { count };
                self.typed(Op::Shift(date, count, shift.unit), Type::Date, expr.span)
            }
            ExprKind::Population(population) => self.lower_population(expr, population),
            ExprKind::Not(_)
            | ExprKind::Shown(_)
            | ExprKind::Connective(..)
            | ExprKind::Comparison(..)
            | ExprKind::Membership(..)
            | ExprKind::Exists(_)
            | ExprKind::Block(..) => {
                let node = self.lower_condition(expr)?;
                Some(Typed { node, ty: Type::Bool, bare: false })
            }
        }
    }

    /// Lowers an expression that must be a date.
    pub(super) fn lower_date(&mut self, expr: &Expr) -> Option<NodeId> {
        let typed = self.lower(expr)?;
        if typed.ty == Type::Date {
            return Some(typed.node);
        }
        self.wrong_type("a date", &typed.ty, expr);
        None
    }

    fn lower_literal(&mut self, literal: &ast::Literal) -> Option<Typed> {
        let unit = match &literal.unit {
            None => Unit::number(),
            Some(name) => self.unit(name)?,
        };
        let number = &literal.number * &unit.factor;
        let bare = literal.unit.is_none();
        let ty = Type::Number(Quantity { unit, interval_scale: false });
        let node = self.add(Op::Number(number), ty.clone(), literal.span);
        Some(Typed { node, ty, bare })
    }

    fn lower_path(&mut self, path: &Arc<str>, span: Span) -> Option<Typed> {
        match self.look_up(path) {
            Some(declared) => self.lower_declared(path, declared, span),
            None => match self.split_reference(path) {
                Some((reference, rest)) => {
                    if path.split('.').count() > MAX_REFERENCE_CHAIN {
                        let message = format!("a chain of more than {MAX_REFERENCE_CHAIN} references");
                        self.error(Code::Limit, message, span, "");
                        return None;
                    }
                    let (target, ty) = self.target_of(&Arc::from(rest), span)?;
                    let node = self.add_shared(
                        SharedNode::Through(reference, target),
                        Op::Through(reference, target),
                        ty.clone(),
                        span,
                    );
                    Some(Typed { node, ty, bare: false })
                }
                None if &**path == "evaluation_date" => {
                    let node = self.add_shared(SharedNode::EvaluationDate, Op::EvaluationDate, Type::Date, span);
                    Some(Typed { node, ty: Type::Date, bare: false })
                }
                None => self.unknown_name(path, span, "fact, let, param or designation"),
            },
        }
    }

    fn lower_declared(&mut self, path: &Arc<str>, declared: Declared, span: Span) -> Option<Typed> {
        match declared {
            Declared::Fact(id) => {
                let ty = self.schema.facts.get(id.index())?.ty.clone();
                let node = self.add_shared(SharedNode::Fact(id), Op::Fact(id), ty.clone(), span);
                Some(Typed { node, ty, bare: false })
            }
            Declared::Choice(id) => {
                let ty = Type::Member(self.schema.choices.get(id.index())?.members.clone());
                let node = self.add_shared(SharedNode::Choice(id), Op::Choice(id), ty.clone(), span);
                Some(Typed { node, ty, bare: false })
            }
            Declared::Param(id) => {
                self.param_definition(id).and_then(|definition| self.definitions.get(definition)?.lowered.clone())
            }
            // Where a definition is in error, that has been said; what uses it is not blamed again.
            Declared::Definition(definition) => self.definitions.get(definition)?.lowered.clone(),
            Declared::Reference(_) => {
                let error = Diagnostic::error(Code::Type, format!("`{path}` is another model, not a value"));
                let help = format!(
                    "ask for one of its facts, as in `{path}.training_compute`, or whether there is one: `{path} exists`"
                );
                self.report(error.help(help), span, "");
                None
            }
        }
    }

    pub(super) fn param_definition(&self, id: ParamId) -> Option<usize> {
        self.param_definitions.get(&id).copied()
    }

    /// What is asked of another model when `path` stands behind its name.
    pub(super) fn target_of(&mut self, path: &Arc<str>, span: Span) -> Option<(TargetId, Type)> {
        let (target, ty) = match self.look_up(path) {
            Some(Declared::Definition(at)) => {
                let definition = self.definitions.get(at)?;
                let ty = match definition.kind {
                    DefinitionKind::Designation(_) => Type::Bool,
                    DefinitionKind::Let | DefinitionKind::Param(_) => definition.lowered.as_ref()?.ty.clone(),
                };
                (Target::Definition(at), ty)
            }
            _ => {
                let typed = self.lower_path(path, span)?;
                (Target::Node(typed.node), typed.ty)
            }
        };
        let next = TargetId(self.targets.len() as u32);
        let id = *self.target_ids.entry(target).or_insert(next);
        if id == next {
            self.targets.push(target);
        }
        Some((id, ty))
    }

    /// Lowers an expression that must be a number; `what` is the operator it stands beside.
    fn lower_number(&mut self, expr: &Expr) -> Option<Typed> {
        let typed = self.lower(expr)?;
        if matches!(typed.ty, Type::Number(_)) {
            return Some(typed);
        }
        self.wrong_type("a number", &typed.ty, expr);
        None
    }

    fn lower_minus(&mut self, expr: &Expr, inner: &Expr) -> Option<Typed> {
        let typed = self.lower_number(inner)?;
        if matches!(&typed.ty, Type::Number(quantity) if quantity.interval_scale) {
            let message = format!("`{}` lies on an interval scale: it has no negative", shortened(inner));
            self.report(Diagnostic::error(Code::Scale, message).help(SCORES), inner.span, "");
            return None;
        }
        let node = self.add(Op::Negate(typed.node), typed.ty.clone(), expr.span);
        Some(Typed { node, ..typed })
    }

    fn lower_arithmetic(&mut self, expr: &Expr, op: Arithmetic, a: &Expr, b: &Expr) -> Option<Typed> {
        if op == Arithmetic::Power {
            return self.lower_power(expr, a, b);
        }
        let (left, right) = (self.lower(a), self.lower(b));
        let (left, right) = (left?, right?);
        if left.ty == Type::Date || right.ty == Type::Date {
            self.refuse_date_arithmetic(op, (a, &left), (b, &right));
            return None;
        }
        for (typed, side) in [(&left, a), (&right, b)] {
            if !matches!(typed.ty, Type::Number(_)) {
                self.wrong_type("a number", &typed.ty, side);
                return None;
            }
        }
        let (Type::Number(p), Type::Number(q)) = (&left.ty, &right.ty) else { return None };
        let side = |typed, quantity, expr: &Expr| (typed, quantity, expr.span, shortened(expr));
        let build = |(typed, quantity, span, text)| Side { typed, quantity, span, text };
        let ty = self.arithmetic_type(op, &build(side(&left, p, a)), &build(side(&right, q, b)))?;
        let node = self.add(Op::Arithmetic(op, left.node, right.node), ty.clone(), expr.span);
        Some(Typed { node, ty, bare: left.bare && right.bare })
    }

    fn lower_power(&mut self, expr: &Expr, a: &Expr, b: &Expr) -> Option<Typed> {
        let base = self.lower_number(a)?;
        let Type::Number(quantity) = &base.ty else { return None };
        let exponent = whole_exponent(b);
        let Some(exponent) = exponent else {
            let message = format!("`{}` is no whole number between -64 and 64", shortened(b));
            let error = Diagnostic::error(Code::Type, message);
            self.report(error.help("a power has such an exponent, as in `x ^ 2`"), b.span, "an exponent");
            return None;
        };
        if quantity.interval_scale {
            let message = format!("`{}` lies on an interval scale: it has no powers", shortened(a));
            self.report(Diagnostic::error(Code::Scale, message).help(SCORES), a.span, "");
            return None;
        }
        let unit = Unit::of_dimension(crate::unit::Dimension::NONE.times(&quantity.unit.dimension, exponent));
        let ty = Type::Number(Quantity { unit, interval_scale: false });
        let node = self.add(Op::Power(base.node, exponent), ty.clone(), expr.span);
        Some(Typed { node, ty, bare: base.bare })
    }

    /// The type two branches share; reports where there is none.
    pub(super) fn shared_type(
        &mut self,
        (a, left): (&Expr, &Typed),
        (b, right): (&Expr, &Typed),
        word: &str,
    ) -> Option<Type> {
        match (&left.ty, &right.ty) {
            (Type::Number(p), Type::Number(q)) => {
                let sides = (
                    Side { typed: left, quantity: p, span: a.span, text: shortened(a) },
                    Side { typed: right, quantity: q, span: b.span, text: shortened(b) },
                );
                if !self.comparable(word, &sides.0, &sides.1) {
                    return None;
                }
                let interval_scale = p.interval_scale || q.interval_scale;
                let unit = if left.bare { q.unit.clone() } else { p.unit.clone() };
                Some(Type::Number(Quantity { unit, interval_scale }))
            }
            (p, q) if p == q => Some(p.clone()),
            (p, q) => {
                let message = format!("`{}` is {}, `{}` is {}", shortened(a), p.describe(), shortened(b), q.describe());
                let error = Diagnostic::error(Code::Type, message);
                if let Some(file) = self.files.get(self.file) {
                    self.diagnostics.push(error.at(file, a.span, p.describe()).at(file, b.span, q.describe()));
                }
                None
            }
        }
    }

    fn lower_otherwise(&mut self, expr: &Expr, a: &Expr, b: &Expr) -> Option<Typed> {
        let (left, right) = (self.lower(a), self.lower(b));
        let (left, right) = (left?, right?);
        let ty = self.shared_type((a, &left), (b, &right), "otherwise")?;
        let node = self.add(Op::Otherwise(left.node, right.node), ty.clone(), expr.span);
        Some(Typed { node, ty, bare: left.bare && right.bare })
    }

    fn lower_if(&mut self, expr: &Expr, condition: &Expr, a: &Expr, b: &Expr) -> Option<Typed> {
        let condition = self.lower_condition(condition);
        let (left, right) = (self.lower(a), self.lower(b));
        let (condition, left, right) = (condition?, left?, right?);
        let ty = self.shared_type((a, &left), (b, &right), "else")?;
        let node = self.add(Op::If(condition, left.node, right.node), ty.clone(), expr.span);
        Some(Typed { node, ty, bare: left.bare && right.bare })
    }

    fn lower_call(&mut self, expr: &Expr, name: &ast::Name, arguments: &[Expr]) -> Option<Typed> {
        if !matches!(&*name.text, "min" | "max") {
            let mut error = Diagnostic::error(Code::Name, format!("there is no function `{}`", name.text));
            let near = nearest(&name.text, ["min", "max"]);
            error = error.help(
                near.map_or("the functions are `min` and `max`".to_owned(), |near| format!("did you mean `{near}`?")),
            );
            self.report(error, name.span, "");
            return None;
        }
        let lowered: Vec<Option<Typed>> = arguments.iter().map(|argument| self.lower(argument)).collect();
        let lowered: Vec<Typed> = lowered.into_iter().collect::<Option<_>>()?;
        let (first, rest) = (lowered.first()?, lowered.get(1..)?);
        if !matches!(first.ty, Type::Number(_) | Type::Date) {
            self.wrong_type("a number or a date", &first.ty, arguments.first()?);
            return None;
        }
        let mut result = first.clone();
        for (argument, typed) in arguments.iter().skip(1).zip(rest) {
            result.ty = self.shared_type((arguments.first()?, &result), (argument, typed), &name.text)?;
            result.bare &= typed.bare;
        }
        let nodes = lowered.iter().map(|typed| typed.node).collect();
        let op = if &*name.text == "min" { Op::Min(nodes) } else { Op::Max(nodes) };
        result.node = self.add(op, result.ty.clone(), expr.span);
        Some(result)
    }

    fn lower_as_of(&mut self, expr: &Expr, line: &Expr, date: &Expr) -> Option<Typed> {
        let date = self.lower_date(date);
        let declared = match &line.kind {
            ExprKind::Path(path) => self.look_up(path),
            _ => None,
        };
        let Some(Declared::Param(id)) = declared else {
            let error = Diagnostic::error(Code::Type, format!("`{}` is no dated line", shortened(line)));
            self.report(error.help("`as of` stands behind a param whose value has dates"), line.span, "");
            return None;
        };
        let typed = self.lower(line)?;
        let value = match &self.nodes.get(typed.node.index())?.op {
            Op::Param(_, Some(value)) => *value,
            _ => typed.node,
        };
        let Some(Op::Dated(_, steps)) = self.nodes.get(value.index()).map(|node| node.op.clone()) else {
            let error = Diagnostic::error(Code::Type, format!("`{}` has one value for all days", shortened(line)));
            self.report(
                error.help("leave `as of ...` out, or give the param a value from each date on"),
                line.span,
                "",
            );
            return None;
        };
        let dated = self.add(Op::Dated(date?, steps), typed.ty.clone(), expr.span);
        self.typed(Op::Param(id, Some(dated)), typed.ty, expr.span)
    }

    fn lower_population(&mut self, expr: &Expr, population: &ast::Population) -> Option<Typed> {
        let (quantity, ty) = self.target_of(&population.quantity.text, population.quantity.span)?;
        if !matches!(ty, Type::Number(_) | Type::Date) {
            let message = format!(
                "`{}` is {}; only numbers and dates have a largest one",
                population.quantity.text,
                ty.describe()
            );
            self.error(Code::Type, message, population.quantity.span, ty.describe());
            return None;
        }
        let condition = match &population.condition {
            None => None,
            Some(condition) => {
                let node = self.lower_condition(condition)?;
                let id = TargetId(self.targets.len() as u32);
                self.targets.push(Target::Node(node));
                Some(id)
            }
        };
        let date = self.lower_date(&population.date)?;
        let released = match self.look_up("release_date") {
            Some(Declared::Fact(id)) if self.schema.facts.get(id.index()).is_some_and(|fact| fact.ty == Type::Date) => {
                self.target_of(&Arc::from("release_date"), expr.span)?.0
            }
            _ => {
                let error = Diagnostic::error(
                    Code::Name,
                    "other models are placed in time by a fact `release_date`, which is not declared",
                );
                self.report(error.help("declare `fact release_date: date \"...\";`"), expr.span, "");
                return None;
            }
        };
        let op = Op::Population(Box::new(crate::ir::Population {
            largest: population.largest,
            known: population.known,
            quantity,
            condition,
            released,
            date,
            inclusive: population.inclusive,
        }));
        self.typed(op, ty, expr.span)
    }

    /// `a op b`, over numbers, dates, and (for `is`) any one type.
    pub(super) fn lower_comparison(&mut self, expr: &Expr, op: Comparison, a: &Expr, b: &Expr) -> Option<NodeId> {
        let equality = matches!(op, Comparison::Is | Comparison::IsNot);
        let left = self.lower(a);
        if let Some(Typed { ty, .. }) = &left
            && self.refuse_comparison(ty, equality, (a, b))
        {
            return None;
        }
        if let (true, Some(Typed { ty: Type::Member(members), node, .. }), ExprKind::Path(word)) =
            (equality, &left, &b.kind)
        {
            let member = self.member(word, members, b.span)?;
            let constant = self.add(Op::Members(Members::only(member)), Type::Member(members.clone()), b.span);
            return Some(self.add(Op::Compare(op, *node, constant), Type::Bool, expr.span));
        }
        let right = self.lower(b);
        let (left, right) = (left?, right?);
        let fits = match (&left.ty, &right.ty) {
            (Type::Number(p), Type::Number(q)) => {
                let sides = (
                    Side { typed: &left, quantity: p, span: a.span, text: shortened(a) },
                    Side { typed: &right, quantity: q, span: b.span, text: shortened(b) },
                );
                self.comparable(op.symbol(), &sides.0, &sides.1)
            }
            (Type::Date, Type::Date) => true,
            (p, q) if equality && p == q => true,
            (p, q) => {
                let message = if p == q {
                    format!("`{}` is {}, which has no order", shortened(a), p.describe())
                } else {
                    format!("`{}` is {}, `{}` is {}", shortened(a), p.describe(), shortened(b), q.describe())
                };
                let mut error = Diagnostic::error(Code::Type, message);
                if p == q {
                    error = error.help("compare it with `is` or `is not`");
                }
                if let Some(file) = self.files.get(self.file) {
                    self.diagnostics.push(error.at(file, a.span, p.describe()).at(file, b.span, q.describe()));
                }
                false
            }
        };
        fits.then(|| self.add(Op::Compare(op, left.node, right.node), Type::Bool, expr.span))
    }

    /// The place of `word` among `members`; reports a word that is none.
    pub(super) fn member(&mut self, word: &str, members: &[Arc<str>], span: Span) -> Option<usize> {
        let found = members.iter().position(|member| **member == *word);
        if found.is_none() {
            let error = Diagnostic::error(Code::Name, format!("`{word}` is none of {}", members.join(", ")));
            let near = nearest(word, members.iter().map(|member| &**member));
            let error = match near {
                Some(near) => error.help(format!("did you mean `{near}`?")),
                None => error.help("write one of these, or add it where they are declared"),
            };
            self.report(error, span, "");
        }
        found
    }
}

/// The text of an expression, shortened for a message.
pub(super) fn shortened(expr: &Expr) -> String {
    crate::diagnostic::escape(&print_expr(expr))
}

fn whole_exponent(expr: &Expr) -> Option<i32> {
    match &expr.kind {
        ExprKind::Literal(literal) if literal.unit.is_none() => {
            literal.number.to_i64().filter(|n| (-64..=64).contains(n)).map(|n| n as i32)
        }
        ExprKind::Minus(inner) => whole_exponent(inner).map(|n| -n),
        ExprKind::Parenthesis(inner) => whole_exponent(inner),
        _ => None,
    }
}
