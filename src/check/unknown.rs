//! Names that nothing declares: said once, with what was probably meant.
//!
//! In: a name and where it stands. Out: one finding for all its places, or none where the name may have been lost with a
//! mistake that was reported.

use super::order::visit_labels;
use super::scope::Declared;
use super::{Checker, Typed};
use crate::diagnostic::{Code, Diagnostic, Label, nearest};
use crate::sorting::sort;
use crate::span::Span;
use crate::syntax::ast::{File, StatementKind};
use std::sync::Arc;

/// How many places of one unknown name are shown.
const MAX_PLACES: usize = 4;

impl Checker {
    /// Notes the labels of entries, which look like names and are none.
    pub(super) fn note_labels(&mut self, file: &File) {
        let mut labels = Vec::new();
        let mut visit = |label: &Arc<str>| labels.push(label.clone());
        for statement in &file.statements {
            let (when, unless) = match &statement.kind {
                StatementKind::Designation(designation) => (&designation.when, designation.unless.as_ref()),
                StatementKind::Obligation(obligation) => (&obligation.when, obligation.unless.as_ref()),
                _ => continue,
            };
            for entry in std::iter::once(when).chain(unless) {
                visit_labels(entry, &mut visit);
            }
        }
        self.labels.extend(labels);
    }

    /// Reports a name that nothing declares, with the one that was probably meant.
    pub(super) fn unknown_name(&mut self, name: &str, span: Span, what: &str) -> Option<Typed> {
        if self.lost.may_hold(name) {
            return None;
        }
        let key = (self.file, Arc::from(name));
        if let Some(said) = self.unknown.get(&key).and_then(|at| self.diagnostics.get_mut(*at)) {
            if let (Some(file), true) = (self.files.get(self.file), said.labels.len() < MAX_PLACES) {
                said.labels.push(Label { file: file.clone(), span, text: "here too".to_owned() });
            }
            return None;
        }
        let error = match self.policy_called(name) {
            Some((policy, rest)) => Diagnostic::error(Code::Name, format!("`{policy}` has no outcome `{rest}`"))
                .help("of another policy only outcomes can be used; share the rest through a vocabulary"),
            None => Diagnostic::error(Code::Name, format!("there is no {what} `{name}`")),
        };
        let error = match self.suggest(name) {
            Some(near) => Diagnostic { help: vec![format!("did you mean `{near}`?")], ..error },
            None if !error.help.is_empty() => error,
            None if self.labels.contains(name) => {
                error.help("a label only names its clause; give the condition a name with `let`")
            }
            None => error.help("declare it, or name the vocabulary that does: `uses \"FILE\";`"),
        };
        self.unknown.insert(key, self.diagnostics.len());
        self.report(error, span, "");
        None
    }

    /// The used policy whose id `name` begins with, and the rest.
    fn policy_called<'n>(&self, name: &'n str) -> Option<(&'n str, &'n str)> {
        let (id, rest) = name.split_once('.')?;
        let mut used = self.scopes.get(self.file)?.uses.iter().filter_map(|(file, _)| self.scopes.get(*file));
        used.any(|scope| !scope.is_vocabulary && *scope.id == *id).then_some((id, rest))
    }

    /// The visible name that was probably meant.
    fn suggest(&self, wanted: &str) -> Option<String> {
        let scope = self.scopes.get(self.file)?;
        let aliased = self.schema.facts.iter().find(|fact| fact.also.iter().any(|also| *also.name == *wanted));
        if let Some(fact) = aliased {
            return Some(fact.name.to_string());
        }
        let mut names: Vec<&str> = scope.visible.keys().map(|name| &**name).collect();
        names.push("evaluation_date");
        sort(&mut names);
        let near = nearest(wanted, names.iter().copied()).map(str::to_owned);
        // `cybench` for `cyber.cybench`: the last part alone.
        let last = |name: &&&str| name.rsplit_once('.').is_some_and(|(_, last)| last == wanted);
        let near = near.or_else(|| names.iter().find(last).map(|name| (*name).to_owned()));
        // `baselin.score` for `baseline.score`.
        near.or_else(|| {
            let (first, rest) = wanted.split_once('.')?;
            let is_reference = |name: &&str| matches!(scope.visible.get(*name), Some(Declared::Reference(_)));
            let near = nearest(first, names.iter().copied().filter(is_reference))?;
            self.look_up(rest).map(|_| format!("{near}.{rest}"))
        })
    }
}
