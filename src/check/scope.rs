//! Which names a file sees: its own, those of the vocabularies it uses, and the designations of the policies it uses.

use super::{Checker, Typed};
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{ChoiceId, FactId, ParamId, ReferenceId};
use crate::sorting::sort;
use crate::span::Span;
use crate::syntax::ast::{DesignationKind, File, StatementKind};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Declared {
    Fact(FactId),
    Reference(ReferenceId),
    Param(ParamId),
    Choice(ChoiceId),
    /// A `let` or a designation, by its place among the definitions.
    Definition(usize),
}

/// Something that is computed: a `let`, the value of a param, or a designation.
#[derive(Debug)]
pub(super) struct Definition {
    pub file: usize,
    /// Its statement's place in the file.
    pub statement: usize,
    pub name: Arc<str>,
    pub span: Span,
    pub kind: DefinitionKind,
    /// What it was lowered to; `None` before that, and where it is in error.
    pub lowered: Option<Typed>,
}

/// What kind of definition it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DefinitionKind {
    Let,
    Param(ParamId),
    Designation(DesignationKind),
}

/// Something asked of another model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Target {
    /// A definition, lowered by the time all is done.
    Definition(usize),
    /// A node.
    Node(crate::ir::NodeId),
}

/// The names one file sees.
#[derive(Debug, Default)]
pub(super) struct Scope {
    /// The file's id, once declared.
    pub id: Arc<str>,
    pub is_vocabulary: bool,
    /// The files it uses, with the place that says so.
    pub uses: Vec<(usize, Span)>,
    /// What the file itself declares.
    pub own: FxHashMap<Arc<str>, (Declared, Span)>,
    /// All that it sees.
    pub visible: FxHashMap<Arc<str>, Declared>,
}

impl Scope {
    pub(super) fn using(uses: Vec<(usize, Span)>) -> Self {
        Scope { uses, ..Scope::default() }
    }
}

/// Whether a file begins as a vocabulary.
pub(super) fn is_vocabulary(file: &File) -> bool {
    file.statements.iter().any(|statement| matches!(statement.kind, StatementKind::Vocabulary { .. }))
}

impl Checker {
    /// Declares `name` in the current file; a second declaration is an error that shows both.
    pub(super) fn declare(&mut self, name: &Arc<str>, span: Span, declared: Declared) {
        let file = self.file;
        let Some(scope) = self.scopes.get_mut(file) else { return };
        if let Some((_, first)) = scope.own.get(name) {
            let first = *first;
            let mut error = Diagnostic::error(Code::Duplicate, format!("`{name}` is declared twice"));
            if let Some(file) = self.files.get(file) {
                error = error.at(file, span, "declared again").at(file, first, "first declared here");
                self.diagnostics.push(error);
            }
            return;
        }
        scope.own.insert(name.clone(), (declared, span));
    }

    /// Fills in what each file sees, and reports names that reach it from two places.
    pub(super) fn link_scopes(&mut self) {
        for file in 0..self.scopes.len() {
            self.file = file;
            let mut visible: FxHashMap<Arc<str>, (Declared, usize)> = FxHashMap::default();
            let mut seen = FxHashSet::from_iter([file]);
            let mut waiting = vec![(file, Span::default())];
            while let Some((from, via)) = waiting.pop() {
                let Some(scope) = self.scopes.get(from) else { continue };
                let exported = from != file && !scope.is_vocabulary;
                let mut clashes = Vec::new();
                for (name, (declared, span)) in &scope.own {
                    let name = match (exported, declared) {
                        (false, _) => name.clone(),
                        (true, Declared::Definition(at)) if self.is_designation(*at) => {
                            Arc::from(format!("{}.{name}", scope.id))
                        }
                        (true, _) => continue,
                    };
                    match visible.get(&name) {
                        Some((other, home)) if other != declared => clashes.push((name, *home, *span)),
                        _ => drop(visible.insert(name, (*declared, from))),
                    }
                }
                if !exported {
                    let next = scope.uses.iter().map(|(used, span)| (*used, if from == file { *span } else { via }));
                    waiting.extend(next.filter(|(used, _)| seen.insert(*used)));
                }
                sort(&mut clashes);
                for (name, home, span) in clashes {
                    let mut error = Diagnostic::error(Code::Duplicate, format!("`{name}` is declared in two files"));
                    for (file, span) in [(home, self.own_span(home, &name)), (from, span)] {
                        if let Some(file) = self.files.get(file) {
                            error = error.at(file, span, "declared here");
                        }
                    }
                    self.diagnostics.push(error.help("rename one, or use only one of the files"));
                }
            }
            if let Some(scope) = self.scopes.get_mut(file) {
                scope.visible = visible.into_iter().map(|(name, (declared, _))| (name, declared)).collect();
            }
        }
    }

    fn own_span(&self, file: usize, name: &Arc<str>) -> Span {
        self.scopes.get(file).and_then(|scope| scope.own.get(name)).map_or(Span::default(), |(_, span)| *span)
    }

    fn is_designation(&self, definition: usize) -> bool {
        matches!(self.definitions.get(definition), Some(Definition { kind: DefinitionKind::Designation(_), .. }))
    }

    /// What `name` stands for in the current file.
    pub(super) fn look_up(&self, name: &str) -> Option<Declared> {
        self.scopes.get(self.file)?.visible.get(name).copied()
    }

    /// The reference that a dotted path begins with, and the rest of the path.
    pub(super) fn split_reference<'p>(&self, path: &'p str) -> Option<(ReferenceId, &'p str)> {
        let (first, rest) = path.split_once('.')?;
        match self.look_up(first)? {
            Declared::Reference(id) => Some((id, rest)),
            Declared::Fact(_) | Declared::Param(_) | Declared::Choice(_) | Declared::Definition(_) => None,
        }
    }
}
