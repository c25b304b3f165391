//! What could not be read, loaded or declared, so that whatever needs it is not blamed as well.
//!
//! In: files with the errors found in them, imports that failed, declarations in error. Out: whether a name that nothing
//! declares may have been lost that way. One mistake is reported once, where it was made.

use crate::diagnostic::Diagnostic;
use crate::sorting::sort;
use crate::span::Span;
use crate::syntax::ast::File;
use rustc_hash::FxHashSet;
use std::sync::Arc;

/// What is not there because of a mistake that was reported.
#[derive(Debug, Default)]
pub(super) struct Lost {
    /// Words of statements that could not be read, and names whose declaration is in error.
    words: FxHashSet<Arc<str>>,
    /// Files with a statement that could not be read.
    files: FxHashSet<Arc<str>>,
    /// Whether a used file could not be had: any name may have come from it.
    import: bool,
}

impl Lost {
    /// Notes what `errors` left out of `file`.
    pub(super) fn note_unread(&mut self, file: &File, errors: &[Diagnostic]) {
        if !errors.iter().any(Diagnostic::is_error) {
            return;
        }
        let mut at = 0;
        let spans = file.statements.iter().map(|statement| statement.span).chain(file.comments.iter().copied());
        let mut spans: Vec<Span> = spans.collect();
        sort(&mut spans);
        for span in spans.into_iter().chain([Span::new(file.text.len(), file.text.len())]) {
            let gap = file.text.get(at..span.start as usize).unwrap_or("");
            let mut words = words_of(gap).peekable();
            if words.peek().is_some() {
                self.files.insert(file.name.clone());
            }
            self.words.extend(words.map(Arc::from));
            at = at.max(span.end as usize);
        }
    }

    /// Notes that a used file could not be had.
    pub(super) fn note_import(&mut self) {
        self.import = true;
    }

    /// Notes that `name` is declared, but wrongly.
    pub(super) fn note_name(&mut self, name: &Arc<str>) {
        self.words.insert(name.clone());
    }

    /// Whether `name`, or a part of it, may be declared in what was lost.
    pub(super) fn may_hold(&self, name: &str) -> bool {
        self.import || self.words.contains(name) || name.split('.').any(|part| self.words.contains(part))
    }

    /// Whether a unit or type called `name` may have been lost.
    pub(super) fn has_word(&self, name: &str) -> bool {
        self.import || words_of(name).any(|word| self.words.contains(word))
    }

    /// Whether `file` has a statement that could not be read.
    pub(super) fn has_part_of(&self, file: &str) -> bool {
        self.files.contains(file)
    }
}

/// The words of a text, dotted ones also whole.
fn words_of(text: &str) -> impl Iterator<Item = &str> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let dotted = text.split(move |c: char| !is_part(c) && c != '.').map(|word| word.trim_matches('.'));
    dotted.flat_map(|word| std::iter::once(word).chain(word.split('.'))).filter(|word| !word.is_empty())
}
