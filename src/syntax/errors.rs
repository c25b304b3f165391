//! The errors of one source: the first of them kept, the others counted.
//!
//! In: diagnostics, roughly in the order of the text. Out: the first [`MAX_DIAGNOSTICS`] in that order, and how many
//! more there are. Never keeps more than a fixed number, however hostile the source.

use crate::diagnostic::{Code, Diagnostic, MAX_DIAGNOSTICS};
use crate::sorting::sort_by_key;

/// How many are kept until they are put in order.
const MAX_KEPT: usize = 10 * MAX_DIAGNOSTICS;

/// Errors found so far.
#[derive(Default)]
pub(super) struct Errors {
    kept: Vec<Diagnostic>,
    more: usize,
}

impl Errors {
    /// Takes one more.
    pub(super) fn push(&mut self, error: Diagnostic) {
        if self.kept.len() < MAX_KEPT {
            self.kept.push(error);
        } else {
            self.more += 1;
        }
    }

    /// How many were found.
    pub(super) fn count(&self) -> usize {
        self.kept.len() + self.more
    }

    /// The same with all of `others`.
    pub(super) fn with(mut self, mut others: Errors) -> Errors {
        self.kept.append(&mut others.kept);
        self.more += others.more;
        self
    }

    /// The first in the order of the text, then one that counts the rest.
    pub(super) fn in_order(self) -> Vec<Diagnostic> {
        let count = self.count();
        let mut errors = self.kept;
        sort_by_key(&mut errors, |error| error.labels.first().map(|label| label.span.start));
        if count > MAX_DIAGNOSTICS {
            errors.truncate(MAX_DIAGNOSTICS);
            errors.push(Diagnostic::error(Code::Limit, format!("and {} more", count - MAX_DIAGNOSTICS)));
        }
        errors
    }
}
