//! Conditions: nodes for `and`, `or`, `not`, blocks and comparisons, and the tree of named clauses above them.

use super::expression::shortened;
use super::scope::Declared;
use super::{Checker, MAX_CLAUSES, SharedNode};
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Clause, ClauseKind, NodeId, Op, Prefix};
use crate::possible::Members;
use crate::schema::Type;
use crate::span::Span;
use crate::syntax::ast::{Block, Cite, Entry, Expr, ExprKind, Name};
use crate::syntax::op::Connective;
use crate::syntax::print_expr;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// What a clause is called and cited as.
struct Heading<'a> {
    id: Arc<str>,
    cite: Option<&'a Cite>,
}

impl Checker {
    /// Lowers an expression that must be a condition.
    pub(super) fn lower_condition(&mut self, expr: &Expr) -> Option<NodeId> {
        match &expr.kind {
            ExprKind::Parenthesis(inner) => self.lower_condition(inner),
            ExprKind::Not(inner) => {
                let node = self.lower_condition(inner)?;
                Some(self.add(Op::Not(node), Type::Bool, expr.span))
            }
            ExprKind::Shown(inner) => {
                let node = self.lower_condition(inner)?;
                Some(self.add(Op::Shown(node), Type::Bool, expr.span))
            }
            ExprKind::Connective(connective, operands) => {
                self.count_clauses(operands.len(), expr.span)?;
                let nodes: Vec<Option<NodeId>> = operands.iter().map(|operand| self.lower_condition(operand)).collect();
                let nodes = nodes.into_iter().collect::<Option<Vec<_>>>()?;
                Some(self.join(kind_of(*connective), nodes, expr.span))
            }
            ExprKind::Block(block, entries) => {
                self.count_clauses(entries.len(), expr.span)?;
                self.check_block(*block, entries, expr.span)?;
                let nodes: Vec<Option<NodeId>> =
                    entries.iter().map(|entry| self.lower_condition(&entry.condition)).collect();
                let nodes = nodes.into_iter().collect::<Option<Vec<_>>>()?;
                Some(self.join(kind_of_block(*block), nodes, expr.span))
            }
            ExprKind::Comparison(op, a, b) => self.lower_comparison(expr, *op, a, b),
            ExprKind::Membership(a, names) => self.lower_membership(expr, a, names),
            ExprKind::Exists(inner) => self.lower_exists(expr, inner),
            _ => {
                let typed = self.lower(expr)?;
                if typed.ty == Type::Bool {
                    return Some(typed.node);
                }
                self.wrong_type("a condition", &typed.ty, expr);
                None
            }
        }
    }

    fn lower_membership(&mut self, expr: &Expr, a: &Expr, names: &[Name]) -> Option<NodeId> {
        let typed = self.lower(a)?;
        let Type::Member(members) = &typed.ty else {
            self.wrong_type("one of some members", &typed.ty, a);
            return None;
        };
        let places: Vec<Option<usize>> = names.iter().map(|name| self.member(&name.text, members, name.span)).collect();
        let mut listed: Option<Members> = None;
        for place in places {
            let one = Members::only(place?);
            listed = Some(listed.map_or(one, |listed| listed.union(one)));
        }
        let constant = self.add(Op::Members(listed?), typed.ty.clone(), expr.span);
        Some(self.add(Op::Within(typed.node, constant), Type::Bool, expr.span))
    }

    fn lower_exists(&mut self, expr: &Expr, inner: &Expr) -> Option<NodeId> {
        if let ExprKind::Path(path) = &inner.kind {
            if let Some(Declared::Reference(id)) = self.look_up(path) {
                return Some(self.add_shared(SharedNode::Exists(id), Op::Exists(id), Type::Bool, expr.span));
            }
            if let Some((reference, rest)) = self.split_reference(path) {
                // `base.base exists`: asked of the other model.
                let inner = Expr { kind: ExprKind::Path(Arc::from(rest)), span: inner.span };
                let node = self.lower_exists(expr, &inner)?;
                let id = self.target_of_node(node);
                return Some(self.add(Op::Through(reference, id), Type::Bool, expr.span));
            }
        }
        let error = Diagnostic::error(Code::Type, format!("`{}` is no reference", shortened(inner)));
        let help = "`exists` asks whether a reference names a model; whether a fact is known is not for a rule to ask";
        self.report(error.help(help), inner.span, "");
        None
    }

    fn target_of_node(&mut self, node: NodeId) -> crate::ir::TargetId {
        let id = crate::ir::TargetId(self.targets.len() as u32);
        self.targets.push(super::Target::Node(node));
        id
    }

    fn join(&mut self, kind: ClauseKind, nodes: Vec<NodeId>, span: Span) -> NodeId {
        let op = match kind {
            ClauseKind::All | ClauseKind::Leaf => Op::All(nodes),
            ClauseKind::Any => Op::Any(nodes),
            ClauseKind::AtLeast(needed) => Op::AtLeast(needed, nodes),
        };
        self.add(op, Type::Bool, span)
    }

    fn count_clauses(&mut self, more: usize, span: Span) -> Option<()> {
        let before = self.clauses;
        self.clauses += more;
        if self.clauses <= MAX_CLAUSES {
            return Some(());
        }
        if before <= MAX_CLAUSES {
            let message = format!("a policy has at most {MAX_CLAUSES} clauses, with all that it uses");
            self.error(Code::Limit, message, span, "this is one too many");
        }
        None
    }

    /// Refuses empty blocks, counts that cannot be reached, and labels that stand twice.
    fn check_block(&mut self, block: Block, entries: &[Entry], span: Span) -> Option<()> {
        if entries.is_empty() {
            let error = Diagnostic::error(Code::Syntax, "a block needs at least one condition");
            self.report(error.help("write `{ label: condition; }`"), span, "");
            return None;
        }
        if let Block::AtLeast(needed) = block
            && (needed == 0 || needed as usize > entries.len())
        {
            let (always, help) = if needed == 0 {
                ("always holds", "write `at least 1 of`, or `any of`".to_owned())
            } else {
                ("never holds", format!("write {} or less, or add conditions", entries.len()))
            };
            let count = entries.len();
            let message = format!("`at least {needed} of` {count} conditions {always}");
            self.report(Diagnostic::error(Code::Type, message).help(help), span, "");
            return None;
        }
        let mut seen: FxHashMap<&Arc<str>, Span> = FxHashMap::default();
        let mut twice = Vec::new();
        for label in entries.iter().filter_map(|entry| entry.label.as_ref()) {
            if let Some(first) = seen.insert(&label.text, label.span) {
                twice.push((label.clone(), first));
            }
        }
        for (label, first) in twice {
            let error =
                Diagnostic::error(Code::Duplicate, format!("the label `{}` stands twice in one block", label.text));
            if let Some(file) = self.files.get(self.file) {
                self.diagnostics.push(error.at(file, label.span, "again").at(file, first, "first"));
            }
        }
        Some(())
    }

    /// The clause behind `when` (`outermost`: the clauses directly inside it stand alone) or `unless`, called `name`
    /// where it has no label of its own.
    pub(super) fn lower_rule_clause(&mut self, entry: &Entry, name: &str, outermost: bool) -> Option<Clause> {
        let id = entry.label.as_ref().map_or_else(|| Arc::from(name), |label| label.text.clone());
        self.lower_clause(&entry.condition, Heading { id, cite: entry.cite.as_ref() }, outermost)
    }

    /// A clause and those inside it. The ids of clauses directly inside the outermost block stand alone.
    fn lower_clause(&mut self, expr: &Expr, heading: Heading<'_>, outermost: bool) -> Option<Clause> {
        let mut prefix = Vec::new();
        let mut inner = expr;
        loop {
            match &inner.kind {
                ExprKind::Parenthesis(next) => inner = next,
                ExprKind::Not(next) => {
                    prefix.push(Prefix::Not);
                    inner = next;
                }
                ExprKind::Shown(next) => {
                    prefix.push(Prefix::Shown);
                    inner = next;
                }
                _ => break,
            }
        }
        let child_id = |label: Option<&Name>, place: usize| -> Arc<str> {
            let own = label.map_or_else(|| (place + 1).to_string(), |label| label.text.to_string());
            if outermost { Arc::from(own) } else { Arc::from(format!("{}.{own}", heading.id)) }
        };
        let (kind, children) = match &inner.kind {
            ExprKind::Block(block, entries) => {
                self.count_clauses(entries.len(), inner.span)?;
                self.check_block(*block, entries, inner.span)?;
                let lowered: Vec<Option<Clause>> = entries
                    .iter()
                    .enumerate()
                    .map(|(place, entry)| {
                        let id = child_id(entry.label.as_ref(), place);
                        self.lower_clause(&entry.condition, Heading { id, cite: entry.cite.as_ref() }, false)
                    })
                    .collect();
                (kind_of_block(*block), lowered.into_iter().collect::<Option<Vec<_>>>()?)
            }
            ExprKind::Connective(connective, operands) => {
                self.count_clauses(operands.len(), inner.span)?;
                let lowered: Vec<Option<Clause>> = operands
                    .iter()
                    .enumerate()
                    .map(|(place, operand)| {
                        self.lower_clause(operand, Heading { id: child_id(None, place), cite: None }, false)
                    })
                    .collect();
                (kind_of(*connective), lowered.into_iter().collect::<Option<Vec<_>>>()?)
            }
            _ => (ClauseKind::Leaf, Vec::new()),
        };
        let node = if kind == ClauseKind::Leaf {
            prefix.clear();
            self.lower_condition(expr)?
        } else {
            let mut node = self.join(kind, children.iter().map(|child| child.node).collect(), inner.span);
            for word in prefix.iter().rev() {
                let op = match word {
                    Prefix::Not => Op::Not(node),
                    Prefix::Shown => Op::Shown(node),
                };
                node = self.add(op, Type::Bool, expr.span);
            }
            node
        };
        Some(Clause {
            id: heading.id.clone(),
            text: Arc::from(print_expr(expr)),
            cite: heading.cite.map(|cite| cite.text.clone()),
            node,
            prefix,
            kind,
            children,
        })
    }
}

fn kind_of(connective: Connective) -> ClauseKind {
    match connective {
        Connective::And => ClauseKind::All,
        Connective::Or => ClauseKind::Any,
    }
}

fn kind_of_block(block: Block) -> ClauseKind {
    match block {
        Block::All => ClauseKind::All,
        Block::Any => ClauseKind::Any,
        Block::AtLeast(needed) => ClauseKind::AtLeast(needed as usize),
    }
}
