//! Why a text is not JSON, told from what stands where reading stopped.
//!
//! In: the text and the place where `serde_json` stopped. Out: one diagnostic with what was expected, what was found and
//! how to write it. Spellings of JavaScript and Python are recognised; the library's own message is never shown.

use super::super::source::Source;
use crate::diagnostic::{Code, Diagnostic, quote};

/// What the library says it expected, and how we say it.
const EXPECTED: &[(&str, &str)] = &[
    ("EOF while parsing a list", "expected `]` to close an array"),
    ("EOF while parsing an object", "expected `}` to close an object"),
    ("EOF while parsing a string", "expected `\"` to close a text"),
    ("EOF while parsing a value", "expected a value"),
    ("expected `:`", "expected `:` behind the name of a field"),
    ("expected `,` or `]`", "expected `,` or `]`"),
    ("expected `,` or `}`", "expected `,` or `}`"),
    ("expected ident", "expected `true`, `false` or `null`"),
    ("expected value", "expected a value"),
    ("invalid number", "expected a number"),
    ("key must be a string", "expected the name of a field in double quotes"),
    ("control character", "expected no line break or control character inside a text"),
    ("invalid escape", "expected one of `\\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u0000` in a text"),
    ("unexpected end of hex escape", "expected four hexadecimal digits behind `\\u`"),
];

/// Explains an error of the library.
pub(super) fn explain(source: &Source<'_>, error: &serde_json::Error, after_a_value: bool) -> Diagnostic {
    let text = source.body;
    let said = error.to_string();
    let mut at = if error.is_eof() { text.trim_end().len() } else { offset(text, error.line(), error.column()) };
    if said.starts_with("control") {
        // The library stops before this character, and at or behind all others.
        at += text.get(at..).and_then(|rest| rest.find(|found: char| found < ' ')).unwrap_or(0);
    }
    let (before, rest) = text.split_at_checked(at).unwrap_or((text, ""));
    let expected =
        EXPECTED.iter().find(|(theirs, _)| said.starts_with(theirs)).map_or("expected JSON", |(_, ours)| *ours);
    let outside = after_a_value && expected == "expected a value" && !error.is_eof();
    let cut = expected.contains("inside a text") && rest.trim().is_empty();
    let expected = if cut { "expected `\"` to close a text" } else { expected };
    let expected = if outside { "expected the end of the document" } else { expected };
    let unfinished = matches!(expected, "expected a number" | "expected `true`, `false` or `null`");
    let (start, word) = word_at(text, at, unfinished);
    let found = match (word.is_empty(), rest.chars().next()) {
        (_, None) => "the end of the document".to_owned(),
        _ if rest.trim().is_empty() => "the end of the document".to_owned(),
        (false, Some(_)) => quote(word),
        (true, Some(character)) => quote(character.encode_utf8(&mut [0; 4])),
    };
    let end = if word.is_empty() { at + rest.chars().next().map_or(0, char::len_utf8) } else { start + word.len() };
    let diagnostic = Diagnostic::error(Code::Profile, format!("{}: {expected}, found {found}", source.describe(start)))
        .at(&source.file, source.span(start, end), "");
    match remedy(before, rest, word, expected, outside) {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    }
}

/// How to write what was probably meant.
fn remedy(before: &str, rest: &str, word: &str, expected: &str, outside: bool) -> Option<&'static str> {
    let next = rest.chars().next();
    let last = before.trim_end().chars().next_back();
    let unsigned = word.trim_start_matches(['+', '-']);
    let numeric = unsigned.starts_with(|first: char| first.is_ascii_digit() || first == '.');
    if rest.trim().is_empty() {
        return Some("the document seems to be cut off");
    }
    if expected.contains("inside a text") {
        return Some("write a line break as `\\n` and a tab as `\\t`; or a closing quote is missing");
    }
    if expected.contains("in a text") || expected.contains("hexadecimal") {
        return Some("write a backslash as `\\\\`");
    }
    match unsigned {
        "NaN" | "nan" | "Infinity" | "inf" | "undefined" | "None" | "nil" | "NULL" | "Null" | "NA" => {
            return Some("write `null` for what is not known");
        }
        "True" | "TRUE" | "yes" => return Some("write `true`"),
        "False" | "FALSE" | "no" => return Some("write `false`"),
        _ => {}
    }
    match next {
        Some('\'' | '“' | '”' | '‘' | '’' | '`') => {
            return Some("JSON writes names and texts in straight double quotes");
        }
        Some('/' | '#') => return Some("JSON has no comments"),
        Some('}' | ']') if last == Some(',') => return Some("drop the `,` before it"),
        Some('}' | ']') if expected == "expected a value" && before.trim().is_empty() => {
            return Some("it closes nothing here");
        }
        Some(',') if last == Some(',') => return Some("drop one `,`"),
        Some(',' | '{') if outside => return Some("write several profiles as an array, or one on each line"),
        Some('=') => return Some("write `:` between a name and its value"),
        _ => {}
    }
    if numeric && last == Some(',') && expected.starts_with("expected the name") {
        return Some("write a number without commas: `1000000`");
    }
    if numeric {
        return Some(
            "a number is written `12`, `0.5` or `1e26`: no `+`, no `_`, no leading zero, a digit on both sides of `.`",
        );
    }
    if outside && word.is_empty() {
        return Some("each line is one whole profile; several lines are for a document called `.json`");
    }
    if word.is_empty() {
        return (next == Some('"') && expected.starts_with("expected `,`")).then_some("a `,` is missing before it");
    }
    match expected {
        "expected `,` or `}`" | "expected `,` or `]`" if last.is_some_and(|digit| digit.is_ascii_digit()) => {
            Some("put a value with a unit in quotes: `\"1e26 FLOP\"`")
        }
        "expected the end of the document" => Some("a document is one profile, an array of them, or one on each line"),
        _ => Some("put names and texts in double quotes"),
    }
}

/// The offset of a one-based line and byte column; column zero is the line break before.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let newlines = text.match_indices('\n').map(|(at, _)| at + 1);
    let start = std::iter::once(0).chain(newlines).nth(line.saturating_sub(1)).unwrap_or(text.len());
    let mut at = (start + column).saturating_sub(1).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Where the word, number or the like at `at` starts, and what it is; empty where none stands there.
///
/// `unfinished`: the word may also end there, as in `nul}`.
fn word_at(text: &str, at: usize, unfinished: bool) -> (usize, &str) {
    let inside = |character: char| character.is_alphanumeric() || matches!(character, '_' | '.' | '+' | '-');
    let (before, rest) = text.split_at_checked(at).unwrap_or((text, ""));
    if !rest.starts_with(inside) && !unfinished {
        return (at, "");
    }
    let start = before.trim_end_matches(inside).len();
    let end = at + rest.find(|character| !inside(character)).unwrap_or(rest.len());
    (start, text.get(start..end).unwrap_or(""))
}
