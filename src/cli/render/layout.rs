//! Columns, wrapping and colour.
//!
//! In: plain texts and widths. Out: lines of at most that width. Knows nothing of what they say.

use anstyle::{AnsiColor, Style};
pub(crate) use brightline::diagnostic::{plain, visible};
use brightline::eval::result::Verdict;
use textwrap::core::Word;
use unicode_width::UnicodeWidthStr;

/// The columns a text takes.
pub(crate) fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// Breaks a text into lines of at most `columns`. A number stays with its unit; a name too long for a line breaks where
/// its parts are joined, without a hyphen that would look like one of them.
pub(crate) fn wrap(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(1);
    let glued = glue(text);
    let mut words: Vec<Word<'_>> = Vec::new();
    for word in glued.split(' ').filter(|word| !word.is_empty()) {
        let start = words.len();
        if width(word) <= columns {
            words.push(Word::from(word));
        } else {
            let parts = word.split_inclusive(['_', '.', '/', GLUE]).map(Word::from);
            words.extend(textwrap::core::break_words(parts, columns));
        }
        if let Some(last) = words.get_mut(start..).and_then(<[Word<'_>]>::last_mut) {
            last.whitespace = " ";
        }
    }
    let widths = [columns as f64];
    let lines = textwrap::wrap_algorithms::wrap_first_fit(&words, &widths);
    lines.into_iter().map(line_of).collect()
}

fn line_of(words: &[Word<'_>]) -> String {
    let mut line = String::new();
    for word in words {
        line.push_str(word.word);
        line.push_str(word.whitespace);
    }
    trim_end(&mut line);
    line.replace(GLUE, " ")
}

/// A blank at which no line breaks.
const GLUE: char = '\u{a0}';

/// Joins numbers with their units: `1e26 FLOP`, `500 million USD`, `82 %`.
fn glue(text: &str) -> String {
    let mut glued = String::with_capacity(text.len());
    let mut before = "";
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let first = |word: &str| word.trim_start_matches('(').starts_with(|first: char| first.is_ascii_digit());
        let last = |word: &str| word.chars().last().is_some_and(|last| last.is_ascii_digit());
        let number = first(before) && last(before) && !first(word);
        let scale = matches!(before, "million" | "billion" | "trillion");
        if !glued.is_empty() {
            glued.push(if number || scale { GLUE } else { ' ' });
        }
        glued.push_str(word);
        before = word;
    }
    glued
}

/// A text, wrapped, with `first` before its first line and blanks of the same width before the others.
pub(crate) fn hang(first: &str, text: &str, columns: usize) -> String {
    let indent = width(first);
    let mut shown = String::new();
    for (at, line) in wrap(text, columns.saturating_sub(indent).max(1)).iter().enumerate() {
        if at == 0 {
            shown.push_str(first)
        } else {
            shown.push_str(&" ".repeat(indent))
        }
        shown.push_str(line);
        trim_end(&mut shown);
        shown.push('\n');
    }
    shown
}

/// The text filled with blanks to a width.
pub(crate) fn pad(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

/// Takes blanks off the end of the last line.
pub(crate) fn trim_end(text: &mut String) {
    text.truncate(text.trim_end_matches(' ').len());
}

/// The colour of a verdict's word; the word says the same without it.
pub(crate) fn paint(verdict: Verdict, text: &str) -> String {
    let style = match verdict {
        Verdict::Covered => AnsiColor::Yellow.on_default().bold(),
        Verdict::NotCovered => AnsiColor::Cyan.on_default(),
        Verdict::Undetermined => AnsiColor::Magenta.on_default(),
    };
    painted(style, text)
}

fn painted(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

/// `1 test`, `2 tests`.
pub(crate) fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_obeys_is_shown_instead() {
        assert_eq!(plain("a \n b\u{1b}[2J é"), "a b\\u{1b}[2J é");
    }

    #[test]
    fn long_names_break_where_they_are_joined() {
        let name = "needs reinforcement_learning_compute";
        assert_eq!(wrap(name, 16), ["needs", "reinforcement_", "learning_compute"]);
        assert_eq!(wrap("the line of 1e26 FLOP", 16), ["the line of", "1e26 FLOP"]);
        assert!(wrap(&"x".repeat(50), 16).iter().all(|line| width(line) <= 16));
    }
}
