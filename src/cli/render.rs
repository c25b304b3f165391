//! How answers and mistakes are shown.
//!
//! In: answers, diagnostics, a width. Out: text, with colour as escape codes that the printer keeps or drops. Opens and
//! prints nothing.

pub(crate) mod diagnostics;
pub(crate) mod layout;
