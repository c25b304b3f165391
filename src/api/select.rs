//! `--only`: which policies, designations and obligations are kept.
//!
//! In: names, and the policies they are looked up in. Out: a [`Selection`] that trims answers. A name that nothing has
//! is an error, never an empty answer.

use crate::diagnostic::{Code, Diagnostic, nearest, quote};
use crate::eval::result::Answer;
use crate::ir::Policy;
use std::sync::Arc;

/// What is kept; everything where no name was given.
#[derive(Clone, Debug)]
pub struct Selection {
    names: Vec<String>,
    policies: Vec<Arc<str>>,
}

impl Selection {
    /// The selection of `names`: ids of policies, designations or obligations, these also as `policy.name`.
    ///
    /// # Errors
    /// One for each name that no policy has, with the one it may have been meant to be.
    pub fn of(names: &[String], policies: &[Policy]) -> Result<Self, Vec<Diagnostic>> {
        let mut errors = Vec::new();
        for name in names {
            let found = policies.iter().any(|policy| is(name, &policy.id) || has(policy, name));
            if !found {
                let known: Vec<&str> =
                    policies.iter().flat_map(|policy| std::iter::once(&*policy.id).chain(inner(policy))).collect();
                let message = format!("--only {}: no policy, designation or obligation is called so", quote(name));
                errors.push(Diagnostic::error(Code::Option, message).help(suggest(name, &known)));
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let keeps =
            |policy: &&Policy| names.is_empty() || names.iter().any(|name| is(name, &policy.id) || has(policy, name));
        let policies = policies.iter().filter(keeps).map(|policy| policy.id.clone()).collect();
        Ok(Selection { names: names.to_vec(), policies })
    }

    /// The names given.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Whether anything of the policy is kept.
    pub fn keeps_policy(&self, id: &Arc<str>) -> bool {
        self.policies.contains(id)
    }

    /// Whether this outcome or obligation of the policy is kept.
    pub fn keeps(&self, policy: &str, id: &str) -> bool {
        self.names.is_empty() || self.names.iter().any(|name| is(name, policy) || means(name, policy, id))
    }

    /// Drops what is not kept.
    pub fn apply(&self, answer: &mut Answer) {
        if self.names.is_empty() || self.names.iter().any(|name| is(name, &answer.policy)) {
            return;
        }
        let policy = answer.policy.clone();
        let keeps = |id: &str| self.names.iter().any(|name| means(name, &policy, id));
        answer.designations.retain(|designation| keeps(&designation.id));
        answer.obligations.retain(|obligation| keeps(&obligation.id));
    }
}

/// The name that was meant, or what there is.
pub fn suggest(wanted: &str, known: &[&str]) -> String {
    match nearest(wanted, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.len() <= 12 => format!("there are {}", known.join(", ")),
        None => "`brightline list` shows what there is".to_owned(),
    }
}

fn is(name: &str, id: &str) -> bool {
    name == id
}

fn means(name: &str, policy: &str, id: &str) -> bool {
    name == id || name.strip_prefix(policy).and_then(|rest| rest.strip_prefix('.')) == Some(id)
}

fn inner(policy: &Policy) -> impl Iterator<Item = &str> {
    let designations = policy.designations.iter().map(|designation| &*designation.id);
    designations.chain(policy.obligations.iter().map(|obligation| &*obligation.id))
}

fn has(policy: &Policy, name: &str) -> bool {
    inner(policy).any(|id| means(name, &policy.id, id))
}
