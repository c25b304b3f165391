//! Columns, wrapping and colour.
//!
//! In: plain texts and widths. Out: lines of at most that width. Knows nothing of what they say.

use anstyle::{AnsiColor, Style};
use brightline::diagnostic::escape;
use brightline::eval::result::Verdict;
use unicode_width::UnicodeWidthStr;

/// A text on one line, safe to print: blanks joined, and what a terminal would act on written as an escape.
pub(crate) fn plain(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !shown.is_empty() {
            shown.push(' ');
        }
        for character in word.chars() {
            if character.is_ascii_graphic() {
                shown.push(character);
            } else {
                shown.push_str(&escape(character.encode_utf8(&mut [0; 4])));
            }
        }
    }
    shown
}

/// The columns a text takes.
pub(crate) fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// Breaks a text into lines of at most `columns`.
pub(crate) fn wrap(text: &str, columns: usize) -> Vec<String> {
    let options = textwrap::Options::new(columns.max(1)).word_separator(textwrap::WordSeparator::AsciiSpace);
    let options = options.word_splitter(textwrap::WordSplitter::Custom(split_name));
    textwrap::wrap(text, options).into_iter().map(|line| line.into_owned()).collect()
}

/// Long names break behind an underscore or a dot, without a hyphen that would look like part of them.
fn split_name(word: &str) -> Vec<usize> {
    if width(word) <= 16 {
        return Vec::new();
    }
    let ends = word.char_indices().filter(|(_, character)| matches!(character, '_' | '.' | '/'));
    ends.map(|(at, character)| at + character.len_utf8()).filter(|at| *at < word.len()).collect()
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
        assert!(wrap(&"x".repeat(50), 16).iter().all(|line| width(line) <= 16));
    }
}
