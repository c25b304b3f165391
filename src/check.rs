//! From syntax trees to a checked policy: names, types, units, domains, imports, cycles, statuses and tests.
//!
//! In: a file and a way to load those it uses. Out: a [`Policy`] ready to be evaluated and every diagnostic found; there
//! is no policy where there is an error. Opens no file itself: [`Load`] does.

mod condition;
mod declare;
mod expression;
mod import;
mod lost;
mod mismatch;
mod number;
mod order;
mod outcome;
mod scope;
mod tests;
mod unknown;
mod warning;

use crate::diagnostic::{Code, Diagnostic, MAX_DIAGNOSTICS};
use crate::ir::{Node, NodeId, Op, Policy, TargetId};
use crate::schema::{Schema, Type};
use crate::sorting::sort_by_key;
use crate::span::{Source, Span};
use crate::syntax::ast;
pub use import::resolve_import;
use rustc_hash::FxHashMap;
use scope::{Definition, Scope, Target};
use std::sync::Arc;

/// Most clauses (entries of blocks and operands of `and` and `or`) a policy may have with all it uses.
pub const MAX_CLAUSES: usize = 20_000;

/// A way to get the text of a file that another one uses.
pub trait Load {
    /// The name and text of the file written as `path` in the file named `from`.
    ///
    /// # Errors
    /// One sentence that says why the file cannot be used.
    fn load(&self, from: &str, path: &str) -> Result<Source, String>;
}

/// What checking a file gave.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The policy; `None` for a vocabulary, and where there is an error.
    pub policy: Option<Policy>,
    /// Whether the file is a vocabulary.
    pub is_vocabulary: bool,
    /// Every error and warning found, in order of file and place.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts of the files read, for showing diagnostics.
    pub sources: Vec<Source>,
}

/// Checks `source` with all that it uses.
pub fn check(source: &Source, loader: &dyn Load) -> Checked {
    let mut checker = Checker::default();
    let files = checker.import_all(source, loader);
    let sources = files.iter().map(|file| Source { name: file.name.clone(), text: file.text.clone() }).collect();
    let is_vocabulary = files.first().is_some_and(scope::is_vocabulary);
    let policy = checker.check_files(&files);
    let mut diagnostics = checker.diagnostics;
    let order: FxHashMap<&Arc<str>, usize> = files.iter().enumerate().map(|(at, file)| (&file.name, at)).collect();
    sort_by_key(&mut diagnostics, |diagnostic| {
        diagnostic
            .labels
            .first()
            .map_or((usize::MAX, 0), |label| (order.get(&label.file).copied().unwrap_or(usize::MAX), label.span.start))
    });
    diagnostics.dedup();
    let failed = diagnostics.iter().any(Diagnostic::is_error);
    let before = diagnostics.len();
    // The parser counts what it left out of each file in a finding without a place.
    let mut unsaid = 0;
    diagnostics.retain(|diagnostic| counted_more(diagnostic).inspect(|more| unsaid += more).is_none());
    if unsaid > 0 || before > MAX_DIAGNOSTICS {
        let more = unsaid + diagnostics.len().saturating_sub(MAX_DIAGNOSTICS);
        diagnostics.truncate(MAX_DIAGNOSTICS);
        diagnostics.push(Diagnostic::error(Code::Limit, format!("and {more} more")));
    }
    Checked { policy: policy.filter(|_| !failed), is_vocabulary, diagnostics, sources }
}

/// How many more findings there were, where a diagnostic says only that.
fn counted_more(diagnostic: &Diagnostic) -> Option<usize> {
    let counts = diagnostic.code == Code::Limit && diagnostic.labels.is_empty();
    diagnostic.message.strip_prefix("and ")?.strip_suffix(" more")?.parse().ok().filter(|_| counts)
}

/// The state of one run: what has been declared and lowered so far, and what was found wrong.
#[derive(Default)]
struct Checker {
    diagnostics: Vec<Diagnostic>,
    schema: Schema,
    nodes: Vec<Node>,
    scopes: Vec<Scope>,
    definitions: Vec<Definition>,
    targets: Vec<Target>,
    target_ids: FxHashMap<Target, TargetId>,
    shared: FxHashMap<SharedNode, NodeId>,
    clauses: usize,
    /// What is missing because of mistakes that were reported.
    lost: lost::Lost,
    /// The finding about each name that nothing declares, by file and name.
    unknown: FxHashMap<(usize, Arc<str>), usize>,
    /// The labels of entries, which name clauses only.
    labels: rustc_hash::FxHashSet<Arc<str>>,
    /// The clause trees of designations, by their definition.
    rules: FxHashMap<usize, Option<crate::ir::Rule>>,
    /// The definition of each param.
    param_definitions: FxHashMap<crate::ir::ParamId, usize>,
    /// The file that is being checked, by its place among the files.
    file: usize,
    files: Vec<Arc<str>>,
}

/// Nodes that mean the same wherever they are written, and so are made once.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum SharedNode {
    Fact(crate::ir::FactId),
    Choice(crate::ir::ChoiceId),
    EvaluationDate,
    Exists(crate::ir::ReferenceId),
    Through(crate::ir::ReferenceId, TargetId),
}

/// A lowered expression with what is known of it.
#[derive(Clone, Debug)]
struct Typed {
    node: NodeId,
    ty: Type,
    /// Whether it is made of numbers without a unit only, and so was probably written without thinking of one.
    bare: bool,
}

impl Checker {
    fn check_files(&mut self, files: &[ast::File]) -> Option<Policy> {
        self.files = files.iter().map(|file| file.name.clone()).collect();
        self.declare_all(files);
        self.lower_definitions(files);
        let policy = self.lower_policy(files);
        self.file = 0;
        policy
    }

    fn error(&mut self, code: Code, message: impl Into<String>, span: Span, label: impl Into<String>) {
        let diagnostic = Diagnostic::error(code, message);
        self.report(diagnostic, span, label);
    }

    fn report(&mut self, diagnostic: Diagnostic, span: Span, label: impl Into<String>) {
        if let Some(file) = self.files.get(self.file) {
            self.diagnostics.push(diagnostic.at(file, span, label));
        }
    }

    /// Adds a node written at `span` of the file being checked.
    fn add(&mut self, op: Op, ty: Type, span: Span) -> NodeId {
        let id = NodeId(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.nodes.push(Node { op, ty, file: self.file as u32, span });
        id
    }

    /// The one node for something that means the same everywhere.
    fn add_shared(&mut self, key: SharedNode, op: Op, ty: Type, span: Span) -> NodeId {
        if let Some(node) = self.shared.get(&key) {
            return *node;
        }
        let node = self.add(op, ty, span);
        self.shared.insert(key, node);
        node
    }
}
