//! What a file warns of: facts of a profile that do not fit together.
//!
//! In: the `warn` statements of all files, after their definitions. Out: the warnings of the policy. A vocabulary's
//! warning is for the policies that ask for all it compares: no policy asks for a fact only to warn of it.

use super::Checker;
use crate::ir::{NodeId, Op, Policy, Warning};
use crate::schema::Type;
use crate::syntax::ast::{File, StatementKind};
use rustc_hash::FxHashSet;

impl Checker {
    /// Lowers the warnings of every file, those of the policy's own first.
    pub(super) fn lower_warnings(&mut self, files: &[File]) -> Vec<Warning> {
        let mut warnings = Vec::new();
        for (at, file) in files.iter().enumerate() {
            self.file = at;
            for statement in &file.statements {
                let StatementKind::Warn { text, when } = &statement.kind else { continue };
                if let Some(node) = self.lower_condition(when) {
                    warnings.push(Warning { text: text.text.clone(), node, about: Vec::new() });
                }
            }
        }
        self.file = 0;
        warnings
    }
}

/// Keeps the warnings all of whose facts the policy asks for, and finds what each compares.
pub(super) fn keep_warnings(policy: &mut Policy) {
    let asks_for_all = |warning: &Warning| {
        policy.reachable(vec![warning.node]).into_iter().all(|id| match policy.node(id).map(|node| &node.op) {
            Some(Op::Fact(fact)) => policy.schema.facts.get(fact.index()).is_some_and(|fact| fact.used),
            _ => true,
        })
    };
    let kept = policy.warnings.iter().filter(|warning| asks_for_all(warning));
    let about = |warning: &Warning| Warning { about: compared(policy, warning.node), ..warning.clone() };
    policy.warnings = kept.map(about).collect();
}

/// The facts and definitions, numbers or dates, that a condition names.
fn compared(policy: &Policy, root: NodeId) -> Vec<NodeId> {
    let (mut found, mut seen) = (Vec::new(), FxHashSet::default());
    let mut waiting = vec![root];
    while let Some(id) = waiting.pop() {
        let Some(node) = policy.node(id).filter(|_| seen.insert(id)) else { continue };
        let is_named = policy.names.contains_key(&id) || matches!(node.op, Op::Fact(_) | Op::Through(..));
        if is_named && matches!(node.ty, Type::Number(_) | Type::Date) {
            found.push(id);
        } else {
            waiting.extend(node.op.operands().into_iter().rev());
        }
    }
    found
}
