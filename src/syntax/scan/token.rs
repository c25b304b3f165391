//! Words, numbers, strings and signs of a source, one after another.
//!
//! In: a text. Out: its tokens with their places, blanks left out. Never fails: what is no token is a [`TokenKind::Bad`]
//! one. Coarser than the grammar (a number may be `1e`), and never a judge of it.

use crate::span::Span;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::syntax) enum TokenKind {
    /// A word or dotted path.
    Word,
    /// Whatever begins with a digit.
    Number,
    /// `"text"`.
    Text,
    /// `[citation]`.
    Cite,
    /// `# comment`, without the blanks at its end.
    Comment,
    /// `(` or `{`.
    Open,
    /// `)`, `}` or `]`.
    Close,
    /// `;`
    Semicolon,
    /// `,`
    Comma,
    /// One character of an operator, right or wrong.
    Symbol,
    /// Not a token.
    Bad(Bad),
}

/// Why something is not a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::syntax) enum Bad {
    /// `"text` up to the end of the line.
    OpenText,
    /// `"te\xt"`.
    Escape,
    /// `[citation` up to the end of the line.
    OpenCite,
    /// A character outside of strings, comments and citations that stands nowhere else.
    Character,
}

/// A token and its place.
#[derive(Clone, Copy, Debug)]
pub(in crate::syntax) struct Token {
    pub(in crate::syntax) kind: TokenKind,
    pub(in crate::syntax) start: usize,
    pub(in crate::syntax) end: usize,
}

impl Token {
    /// The place.
    pub(in crate::syntax) fn span(self) -> Span {
        Span::new(self.start, self.end)
    }

    /// The text.
    pub(in crate::syntax) fn slice(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or("")
    }
}

/// Symbols beyond ASCII that the grammar reads in order to refuse them well.
const FOREIGN_SYMBOLS: [char; 9] = ['≥', '≤', '≠', '×', '÷', '−', '€', '£', '¥'];

/// The tokens of a text from a place on.
pub(in crate::syntax) struct Tokens<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Tokens<'t> {
    /// The tokens of `text` from byte `at` on.
    pub(in crate::syntax) fn from(text: &'t str, at: usize) -> Self {
        Tokens { text, at }
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    /// The first place from `at` on whose byte does not satisfy `inside`.
    fn run(&self, at: usize, inside: impl Fn(u8) -> bool) -> usize {
        let rest = self.text.as_bytes().get(at..).unwrap_or(&[]);
        at + rest.iter().take_while(|byte| inside(**byte)).count()
    }

    fn word(&self, at: usize) -> usize {
        let mut end = self.run(at, is_word);
        while self.byte(end) == Some(b'.') && self.byte(end + 1).is_some_and(is_word_start) {
            end = self.run(end + 1, is_word);
        }
        end
    }

    fn number(&self, at: usize) -> usize {
        let mut end = self.run(at, is_word);
        while self.byte(end) == Some(b'.') && self.byte(end + 1).is_some_and(|byte| byte.is_ascii_digit()) {
            end = self.run(end + 1, is_word);
        }
        end
    }

    /// Without the blanks at the end of `start..end`.
    fn trimmed(&self, start: usize, end: usize) -> usize {
        start + self.text.get(start..end).map_or(0, |text| text.trim_end().len())
    }

    fn quoted(&self, start: usize) -> (TokenKind, usize) {
        let mut at = start + 1;
        let mut escapes_are_known = true;
        loop {
            at = self.run(at, |byte| !matches!(byte, b'"' | b'\\' | b'\n'));
            match self.byte(at) {
                Some(b'"') if escapes_are_known => return (TokenKind::Text, at + 1),
                Some(b'"') => return (TokenKind::Bad(Bad::Escape), at + 1),
                Some(b'\\') => {
                    escapes_are_known &= matches!(self.byte(at + 1), Some(b'"' | b'\\'));
                    at += if matches!(self.byte(at + 1), Some(b'"' | b'\\')) { 2 } else { 1 };
                }
                _ => return (TokenKind::Bad(Bad::OpenText), self.trimmed(start, at)),
            }
        }
    }

    fn cited(&self, start: usize) -> (TokenKind, usize) {
        let end = self.run(start + 1, |byte| !matches!(byte, b']' | b'\n'));
        match self.byte(end) {
            Some(b']') => (TokenKind::Cite, end + 1),
            _ => (TokenKind::Bad(Bad::OpenCite), self.trimmed(start, end)),
        }
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        let start = self.run(self.at, |byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n'));
        let first = self.text.get(start..)?.chars().next()?;
        let one = start + first.len_utf8();
        let (kind, end) = match first {
            '#' => (TokenKind::Comment, self.trimmed(start, self.run(start, |byte| byte != b'\n'))),
            '"' => self.quoted(start),
            '[' => self.cited(start),
            '(' | '{' => (TokenKind::Open, one),
            ')' | '}' | ']' => (TokenKind::Close, one),
            ';' => (TokenKind::Semicolon, one),
            ',' => (TokenKind::Comma, one),
            '0'..='9' => (TokenKind::Number, self.number(start)),
            'a'..='z' | 'A'..='Z' | '_' => (TokenKind::Word, self.word(start)),
            '!'..='~' => (TokenKind::Symbol, one),
            _ if FOREIGN_SYMBOLS.contains(&first) => (TokenKind::Symbol, one),
            _ => {
                let rest = self.text.get(start..).unwrap_or("");
                let bad = rest.chars().take_while(|c| is_stray(*c)).map(char::len_utf8).sum::<usize>();
                (TokenKind::Bad(Bad::Character), start + bad)
            }
        };
        self.at = end.max(one);
        Some(Token { kind, start, end: end.max(one) })
    }
}

/// Whether a character stands nowhere but in strings, comments and citations.
fn is_stray(c: char) -> bool {
    !matches!(c, ' '..='~' | '\t' | '\r' | '\n') && !FOREIGN_SYMBOLS.contains(&c)
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

fn is_word_start(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_'
}

/// The user's text at `span` in one line, shortened, control characters escaped: fit for a message.
pub(in crate::syntax) fn quote(text: &str, span: Span) -> String {
    shorten(span.slice(text), 40)
}

/// `text` in one line of at most `width` characters, control characters escaped.
pub(in crate::syntax) fn shorten(text: &str, width: usize) -> String {
    let mut short = String::new();
    let mut room = width;
    for c in text.chars() {
        if room == 0 {
            short.push_str("...");
            break;
        }
        match c {
            c if c.is_whitespace() && short.ends_with(' ') => continue,
            c if c.is_whitespace() => short.push(' '),
            c if is_plain(c) => short.push(c),
            c => short.push_str(&format!("\\u{{{:x}}}", u32::from(c))),
        }
        room -= 1;
    }
    short.trim_end().to_owned()
}

/// Whether a character may be echoed as it is: it shows, and changes nothing round it.
pub(in crate::syntax) fn is_plain(c: char) -> bool {
    c.is_alphanumeric() || c.is_ascii_graphic() || c == ' ' || FOREIGN_SYMBOLS.contains(&c) || "“”‘’–—…§°".contains(c)
}
