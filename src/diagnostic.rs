//! What is wrong with an input: data, codes, and a plain rendering without colour.
//!
//! In: what the stages found. Out: [`Diagnostic`]s in the order of the source. A message is lower case, without a full
//! stop, with backticks round the user's text and never a name of the implementation; how to mend it is in `help`.

use crate::span::Span;
use serde::Serialize;
use std::sync::Arc;

/// How many diagnostics are shown before "and N more".
pub const MAX_DIAGNOSTICS: usize = 100;

/// Whether an input can be used all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// It cannot.
    Error,
    /// It can, but is probably not what was meant.
    Warning,
}

/// What a diagnostic is about. Each code names the input that triggers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Code {
    /// A text that the grammar does not read.
    Syntax,
    /// A spelling of another language, such as `=>` or `&&`.
    Spelling,
    /// A number, date or amount of money that is not written as the language writes it.
    Literal,
    /// A limit of the language is exceeded.
    Limit,
    /// A name that nothing declares.
    Name,
    /// A name that is declared twice.
    Duplicate,
    /// A condition where a quantity is needed, or the other way round.
    Type,
    /// Quantities of different dimensions side by side.
    Units,
    /// Arithmetic on an interval scale.
    Scale,
    /// A missing, inverted or exceeded domain.
    Domain,
    /// Definitions that need each other.
    Cycle,
    /// A file that cannot be used from here.
    Import,
    /// A policy's head: id, status, source or outcome.
    Policy,
    /// A test that cannot be run as written.
    Test,
    /// A profile's document that cannot be read.
    Profile,
    /// A profile's field with a value that cannot be used.
    Value,
    /// Facts of a profile that do not fit together, as a policy or vocabulary says.
    Contradiction,
    /// A profile's field that no policy asks for.
    Unused,
    /// A reference to another model that cannot be followed.
    Reference,
    /// An option of the command or the request.
    Option,
    /// A defect of this program; never the user's.
    Internal,
}

impl Code {
    /// The word shown in brackets behind `error` or `warning`.
    pub fn as_str(self) -> &'static str {
        match self {
            Code::Syntax => "syntax",
            Code::Spelling => "spelling",
            Code::Literal => "literal",
            Code::Limit => "limit",
            Code::Name => "name",
            Code::Duplicate => "duplicate",
            Code::Type => "type",
            Code::Units => "units",
            Code::Scale => "scale",
            Code::Domain => "domain",
            Code::Cycle => "cycle",
            Code::Import => "import",
            Code::Policy => "policy",
            Code::Test => "test",
            Code::Profile => "profile",
            Code::Value => "value",
            Code::Contradiction => "contradiction",
            Code::Unused => "unused",
            Code::Reference => "reference",
            Code::Option => "option",
            Code::Internal => "internal",
        }
    }
}

/// A place in a source with a word about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Label {
    /// The file, as it was named when loaded.
    pub file: Arc<str>,
    /// Where in the file.
    pub span: Span,
    /// What stands there; may be empty.
    pub text: String,
}

/// One finding about an input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// Whether the input can be used all the same.
    pub severity: Severity,
    /// What it is about.
    pub code: Code,
    /// What is wrong, in one sentence.
    pub message: String,
    /// Where; the first is the main place. Empty where the input has no text (a command's option).
    pub labels: Vec<Label>,
    /// How to mend it, or what else to know; each one sentence.
    pub help: Vec<String>,
}

impl Diagnostic {
    /// An error without a place yet.
    pub fn error(code: Code, message: impl Into<String>) -> Self {
        Diagnostic { severity: Severity::Error, code, message: message.into(), labels: Vec::new(), help: Vec::new() }
    }

    /// A warning without a place yet.
    pub fn warning(code: Code, message: impl Into<String>) -> Self {
        Diagnostic { severity: Severity::Warning, ..Diagnostic::error(code, message) }
    }

    /// The same with one more place.
    pub fn at(mut self, file: &Arc<str>, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { file: file.clone(), span, text: text.into() });
        self
    }

    /// The same with one more sentence of help.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// Whether the input cannot be used.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// The name among `known` that `wanted` was probably meant to be.
///
/// Near is: at most a third of the letters edited, or the same words in another case.
pub fn nearest<'a>(wanted: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    nearest_of(wanted, &mut known.into_iter())
}

fn nearest_of<'a>(wanted: &str, known: &mut dyn Iterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (wanted.chars().count() / 3).max(1);
    let lower = wanted.to_lowercase();
    known
        .filter(|name| *name != wanted)
        .map(|name| (strsim::osa_distance(&lower, &name.to_lowercase()), name))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, name)| name)
}

/// How many characters of a user's text a message echoes.
const MAX_QUOTED: usize = 60;

/// A user's text in backticks, safe to print: shortened to about sixty characters, and with every character that a
/// terminal would act on, or that nobody can see, written as an escape.
pub fn quote(text: &str) -> String {
    format!("`{}`", escape(text))
}

/// The same without backticks, for names of files.
pub fn escape(text: &str) -> String {
    let mut shown = String::new();
    let mut characters = text.chars();
    let long = text.chars().nth(MAX_QUOTED).is_some();
    for character in characters.by_ref().take(if long { MAX_QUOTED - 1 } else { MAX_QUOTED }) {
        match character {
            '\n' => shown.push_str("\\n"),
            '\r' => shown.push_str("\\r"),
            '\t' => shown.push_str("\\t"),
            _ if is_invisible(character) => shown.extend(character.escape_unicode()),
            _ => shown.push(character),
        }
    }
    if long {
        shown.push('…');
    }
    shown
}

/// A text on one line, safe to print: blanks joined, and what a terminal would act on written as an escape.
pub fn plain(text: &str) -> String {
    visible(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// A text with every character that a terminal would act on, or that nobody can see, written as an escape.
pub fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_ascii_graphic() || character == ' ' {
            shown.push(character);
        } else {
            shown.push_str(&escape(character.encode_utf8(&mut [0; 4])));
        }
    }
    shown
}

/// Whether a character is a control, or one that changes how the text around it is laid out.
fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::{nearest, quote};

    #[test]
    fn a_user_s_text_is_echoed_without_what_a_terminal_obeys() {
        assert_eq!(quote("a b"), "`a b`");
        assert_eq!(quote("a\u{1b}[2J\n\u{202e}é"), "`a\\u{1b}[2J\\n\\u{202e}é`");
        assert_eq!(quote(&"é".repeat(60)), format!("`{}`", "é".repeat(60)));
        assert_eq!(quote(&"é".repeat(61)), format!("`{}…`", "é".repeat(59)));
    }

    #[test]
    fn near_names_are_found_and_far_ones_are_not() {
        let known = ["training_compute", "total_compute", "FLOP"];
        assert_eq!(nearest("trainign_compute", known), Some("training_compute"));
        assert_eq!(nearest("flop", known), Some("FLOP"));
        assert_eq!(nearest("revenue", known), None);
    }
}
