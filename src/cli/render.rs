//! How answers and mistakes are shown.
//!
//! In: answers, diagnostics, a width. Out: text, with colour as escape codes that the printer keeps or drops. Opens and
//! prints nothing.

pub(crate) mod brief;
pub(crate) mod chance;
pub(crate) mod counts;
pub(crate) mod csv;
pub(crate) mod diagnostics;
pub(crate) mod due;
pub(crate) mod flips;
pub(crate) mod ics;
pub(crate) mod layout;
pub(crate) mod markdown;
pub(crate) mod measure;
pub(crate) mod reason;
pub(crate) mod regime;
pub(crate) mod sarif;
pub(crate) mod summary;
pub(crate) mod table;
#[cfg(test)]
mod tests;
pub(crate) mod tree;
pub(crate) mod whatif;

pub(crate) use brightline::analysis::human;
