//! One way to ask: what the command line and the browser both call, from a request to the bytes of its answer.
//!
//! In: texts of policies and of profiles, and a request as JSON ([`Handle::ask`]) or with everything in it read ([`Read`]).
//! Out: the lines that `--format json` prints, notes, and how it ended. Bad input is answered with diagnostics. Opens no
//! file and reads no clock: the day is given.

mod about;
pub mod chance;
mod deep;
pub mod due;
pub mod edges;
pub mod eval;
pub mod facts;
pub mod flips;
mod handle;
pub mod map;
pub mod measure;
mod note;
mod read;
mod request;
pub mod rows;
mod select;
pub mod tests;
pub mod whatif;

use crate::diagnostic::Diagnostic;
pub use handle::{Handle, QUESTIONS, check, format};
pub use note::{Place, Places, Sources, lines as diagnostics, once_each};
pub use read::{Checks, Pairs, Read, as_of, day, pair, profiles_of, reference_of, refuse_repeated};
pub use select::{Selection, suggest};
use serde::Serialize;

/// What was found of each profile, in order, and what is odd; or what is wrong with the request.
pub type Answered<T> = Result<(Vec<T>, Vec<Diagnostic>), Vec<Diagnostic>>;

/// How a question ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    /// 0: done.
    #[default]
    Done,
    /// 1: a gate failed, a test failed, a file is not formatted.
    Failed,
    /// 2: the input is in error.
    InError,
}

impl End {
    /// The end of what gave these notes.
    pub fn after(notes: &[Diagnostic]) -> End {
        if notes.iter().any(Diagnostic::is_error) { End::InError } else { End::Done }
    }
}

/// What a question gives.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The answer.
    pub text: String,
    /// What is wrong or odd.
    pub notes: Vec<Diagnostic>,
    /// How it ends, whatever the notes.
    pub end: End,
}

impl Report {
    /// A report that is only what it says.
    pub fn text(text: String) -> Self {
        Report { text, ..Report::default() }
    }

    /// An answer with its notes, in error where one of them is.
    pub fn noted(text: String, notes: Vec<Diagnostic>) -> Self {
        Report { text, end: End::after(&notes), notes }
    }
}

/// One object a line.
pub fn lines<T: Serialize>(objects: impl IntoIterator<Item = T>) -> String {
    let mut text = String::new();
    for object in objects {
        text.push_str(&serde_json::to_string(&object).unwrap_or_default());
        text.push('\n');
    }
    text
}
