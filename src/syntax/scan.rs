//! One linear pass over a source before the parser sees it.
//!
//! In: a text. Out: its statements' places, its comments, and what no parser should be asked to read: nesting beyond
//! [`MAX_NESTING`], open strings and citations, brackets without a partner, stray characters. Never judges grammar.

mod token;

use super::errors::Errors;
use crate::diagnostic::{Code, Diagnostic};
use crate::span::Span;
use std::sync::Arc;
pub(super) use token::{Bad, Token, TokenKind, Tokens, quote, shorten};

/// How deep brackets, repeated `not` and `-`, `else if` and `where` may nest, taken together.
///
/// Every recursion of the grammar passes one of these, so this bounds the stack of parser, checker and evaluator.
pub const MAX_NESTING: usize = 64;

/// How many bytes a source may have.
pub const MAX_SOURCE: usize = 4 * 1024 * 1024;

/// The words that begin a statement.
pub(super) const STATEMENT_WORDS: [&str; 21] = [
    "policy",
    "vocabulary",
    "jurisdiction",
    "status",
    "source",
    "note",
    "warn",
    "uses",
    "unit",
    "fact",
    "reference",
    "param",
    "choice",
    "let",
    "designate",
    "presume",
    "indicate",
    "obligation",
    "option",
    "test",
    "name",
];

/// Words after which `-` stands before its operand, not between two.
const OPERATOR_WORDS: [&str; 13] =
    ["and", "or", "not", "is", "in", "if", "then", "else", "otherwise", "when", "unless", "shown", "due"];

/// What a scan found.
#[derive(Default)]
pub(super) struct Scan {
    /// The statements, in order.
    pub(super) chunks: Vec<Chunk>,
    /// The comments, in order, without the blanks at their ends.
    pub(super) comments: Vec<Span>,
    /// What is wrong.
    pub(super) errors: Errors,
}

/// The place of one statement, or of several between which `;` is missing.
#[derive(Clone, Debug)]
pub(super) struct Chunk {
    /// From the first word to the end of the last, without `;`.
    pub(super) span: Span,
    /// Whether `;` ends it.
    pub(super) ended: bool,
    /// Places outside all brackets where a line begins like a statement, each with the end of what stands before it.
    pub(super) restarts: Vec<(usize, usize)>,
    /// Places that were reported already: what holds one is not to be parsed.
    pub(super) broken: Vec<usize>,
}

/// Scans `text` once, and a second time where brackets are left open: then a line that begins like a statement ends
/// the statement before it, so that one missing bracket does not swallow the rest of the file.
pub(super) fn scan(file: &Arc<str>, text: &str) -> Scan {
    let first = Scanner::new(file, text, false).run();
    match first {
        Ok(scanner) if !scanner.unbalanced => scanner.scan,
        Ok(_) => match Scanner::new(file, text, true).run() {
            Ok(mut scanner) => {
                scanner.scan.errors = scanner.scan.errors.with(scanner.bracket_errors);
                scanner.scan
            }
            Err(scan) => scan,
        },
        Err(scan) => scan,
    }
}

/// What is open: the statement itself, or a bracket in it.
struct Frame {
    /// The bracket, `None` for the statement itself.
    open: Option<Token>,
    /// Whether it was reported as open.
    reported: bool,
    /// How many `not`, `shown` and `-` stand before the operand that is being read.
    prefixes: usize,
    /// How many `else if` and `where` since the last `;` or `,`.
    chained: usize,
}

struct Scanner<'a> {
    file: &'a Arc<str>,
    text: &'a str,
    /// Whether a line that begins like a statement closes all brackets.
    resynchronise: bool,
    scan: Scan,
    bracket_errors: Errors,
    frames: Vec<Frame>,
    depth: usize,
    chunk: Option<Chunk>,
    /// Whether a text or citation of this chunk is not closed: it may hold the partner of a bracket.
    hiding: bool,
    /// Whether any bracket has no partner, reported or not.
    unbalanced: bool,
    /// The last token that is no comment.
    previous: Option<Token>,
    /// Whether the last token was a `}` outside of all brackets, which ends a statement if the next word begins one.
    closed: bool,
}

impl<'a> Scanner<'a> {
    fn new(file: &'a Arc<str>, text: &'a str, resynchronise: bool) -> Self {
        Scanner {
            file,
            text,
            resynchronise,
            scan: Scan::default(),
            bracket_errors: Errors::default(),
            frames: vec![Frame { open: None, reported: false, prefixes: 0, chained: 0 }],
            depth: 0,
            chunk: None,
            hiding: false,
            unbalanced: false,
            previous: None,
            closed: false,
        }
    }

    /// The whole pass; the error is a scan that ended at a limit.
    fn run(mut self) -> Result<Self, Scan> {
        let start = if self.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        for token in Tokens::from(self.text, start) {
            if token.kind == TokenKind::Comment {
                self.scan.comments.push(token.span());
                continue;
            }
            self.boundary(token);
            self.read(token);
            if self.depth > MAX_NESTING {
                let mut errors = Errors::default();
                errors.push(self.too_deep(token));
                return Err(Scan { chunks: Vec::new(), errors, ..self.scan });
            }
            self.previous = Some(token);
        }
        self.leave_open(None);
        self.finish(false);
        Ok(self)
    }

    /// Ends the statement before `token` where one begins with it.
    fn boundary(&mut self, token: Token) {
        let word = token.slice(self.text);
        let begins = token.kind == TokenKind::Word && STATEMENT_WORDS.contains(&word);
        if self.closed && begins {
            self.finish(false);
        } else if begins && self.looks_like_statement(token) {
            if self.frames.len() > 1 {
                if self.resynchronise {
                    self.leave_open(Some(token));
                    self.finish(false);
                }
            } else if let (Some(chunk), Some(previous)) = (&mut self.chunk, self.previous) {
                chunk.restarts.push((previous.end, token.start));
            }
        }
        self.closed = false;
    }

    /// Whether `word` is the first on its line, with a name or a text after it.
    fn looks_like_statement(&self, word: Token) -> bool {
        let before = self.text.get(..word.start).unwrap_or("");
        let first = before.bytes().rev().find(|byte| !matches!(byte, b' ' | b'\t')).is_none_or(|byte| byte == b'\n');
        let after = self.text.get(word.end..).unwrap_or("").trim_start_matches([' ', '\t']);
        first && after.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_' || c == '"')
    }

    fn read(&mut self, token: Token) {
        let is_prefix = self.is_prefix(token);
        if !is_prefix && token.kind != TokenKind::Open {
            self.end_prefixes();
        }
        match token.kind {
            TokenKind::Semicolon if self.frames.len() == 1 => {
                self.end_chained();
                self.end_statement(token);
                return;
            }
            TokenKind::Semicolon | TokenKind::Comma => self.end_chained(),
            TokenKind::Open => {
                self.depth += 1;
                self.frames.push(Frame { open: Some(token), reported: false, prefixes: 0, chained: 0 });
            }
            TokenKind::Word => self.chain(token),
            TokenKind::Bad(bad) => {
                // Curly quotes come in pairs: one finding for each statement.
                let again = bad == Bad::Character && self.chunk.as_ref().is_some_and(|chunk| !chunk.broken.is_empty());
                if !again {
                    let error = self.stray(token, bad);
                    self.scan.errors.push(error);
                }
                self.hiding |= matches!(bad, Bad::OpenText | Bad::OpenCite);
            }
            TokenKind::Close
            | TokenKind::Number
            | TokenKind::Text
            | TokenKind::Cite
            | TokenKind::Comment
            | TokenKind::Symbol => {}
        }
        if is_prefix && let Some(frame) = self.frames.last_mut() {
            frame.prefixes += 1;
            self.depth += 1;
        }
        let chunk = self.chunk.get_or_insert_with(|| Chunk {
            span: token.span(),
            ended: false,
            restarts: Vec::new(),
            broken: Vec::new(),
        });
        chunk.span = chunk.span.to(token.span());
        if matches!(token.kind, TokenKind::Bad(_)) {
            chunk.broken.push(token.start);
        }
        if token.kind == TokenKind::Close {
            self.close(token);
        }
    }

    /// Whether `token` is a `not`, `shown` or `-` (or a wrong spelling of one) before its operand.
    fn is_prefix(&self, token: Token) -> bool {
        let after_operand = self.previous.is_some_and(|previous| match previous.kind {
            TokenKind::Word => !OPERATOR_WORDS.contains(&previous.slice(self.text)),
            TokenKind::Number | TokenKind::Text | TokenKind::Close => true,
            _ => false,
        });
        match (token.kind, token.slice(self.text)) {
            (TokenKind::Word, "not" | "shown") => true,
            (TokenKind::Symbol, "-" | "−" | "!") => !after_operand,
            _ => false,
        }
    }

    fn end_prefixes(&mut self) {
        if let Some(frame) = self.frames.last_mut() {
            self.depth -= frame.prefixes;
            frame.prefixes = 0;
        }
    }

    fn end_chained(&mut self) {
        if let Some(frame) = self.frames.last_mut() {
            self.depth -= frame.chained;
            frame.chained = 0;
        }
    }

    /// Counts `else if` and `where`, behind which an expression nests without a bracket.
    fn chain(&mut self, token: Token) {
        let word = token.slice(self.text);
        let after_else = self.previous.is_some_and(|previous| previous.slice(self.text) == "else");
        if (word == "where" || word == "if" && after_else)
            && let Some(frame) = self.frames.last_mut()
        {
            frame.chained += 1;
            self.depth += 1;
        }
    }

    fn close(&mut self, token: Token) {
        let partner = match token.slice(self.text) {
            ")" => "(",
            "}" => "{",
            _ => "[",
        };
        let is_open = |frame: &Frame| frame.open.is_some_and(|open| open.slice(self.text) == partner);
        let Some(place) = self.frames.iter().rposition(is_open) else {
            let mut error = Diagnostic::error(Code::Syntax, format!("`{}` closes nothing", token.slice(self.text))).at(
                self.file,
                token.span(),
                "not opened",
            );
            if let Some(frame) = self.frames.last_mut()
                && let Some(open) = frame.open
            {
                frame.reported = true;
                error = error.at(self.file, open.span(), "still open here");
            }
            return self.bracket_error(error, token);
        };
        let inner = self.frames.get(place + 1).and_then(|frame| frame.open);
        if let Some(open) = inner {
            let symbol = open.slice(self.text);
            let error =
                Diagnostic::error(Code::Syntax, format!("`{symbol}` is closed by `{}`", token.slice(self.text)))
                    .at(self.file, open.span(), "opened here")
                    .at(self.file, token.span(), "closed here");
            self.bracket_error(error, token);
        }
        self.pop_to(place);
        self.end_prefixes();
        self.closed = partner == "{" && self.frames.len() == 1;
    }

    fn pop_to(&mut self, length: usize) {
        for frame in self.frames.drain(length.max(1)..) {
            self.depth -= 1 + frame.prefixes + frame.chained;
        }
    }

    /// Reports the innermost open bracket, seen at `at` or at the end of the file, and closes all.
    fn leave_open(&mut self, at: Option<Token>) {
        let innermost = self.frames.last().filter(|frame| !frame.reported);
        if let Some(open) = innermost.and_then(|frame| frame.open) {
            let symbol = open.slice(self.text);
            let mut error = Diagnostic::error(Code::Syntax, format!("`{symbol}` is never closed")).at(
                self.file,
                open.span(),
                "opened here",
            );
            if let Some(at) = at {
                error = error.at(self.file, at.span(), "still open where the next statement begins");
            }
            self.bracket_error(error, open);
        }
        self.pop_to(1);
    }

    fn bracket_error(&mut self, error: Diagnostic, token: Token) {
        self.unbalanced = true;
        if !self.hiding {
            self.bracket_errors.push(error);
        }
        if let Some(chunk) = &mut self.chunk {
            chunk.broken.push(token.start);
        }
    }

    fn end_statement(&mut self, semicolon: Token) {
        if self.chunk.is_none() {
            let error = Diagnostic::error(Code::Syntax, "no statement stands before this `;`").at(
                self.file,
                semicolon.span(),
                "nothing to end",
            );
            self.scan.errors.push(error.help("remove it"));
        }
        self.finish(true);
    }

    fn finish(&mut self, ended: bool) {
        self.end_prefixes();
        self.end_chained();
        self.hiding = false;
        if let Some(chunk) = self.chunk.take() {
            self.scan.chunks.push(Chunk { ended, ..chunk });
        }
    }

    fn too_deep(&self, token: Token) -> Diagnostic {
        Diagnostic::error(Code::Limit, format!("nesting is deeper than {MAX_NESTING} levels"))
            .at(self.file, token.span(), format!("level {}", self.depth))
            .help("brackets, repeated `not` and `-`, `else if` and `where` count")
            .help("name an inner part with `let` and use its name")
    }

    fn stray(&self, token: Token, bad: Bad) -> Diagnostic {
        let opening = Span::new(token.start, token.start + 1);
        match bad {
            Bad::OpenText => Diagnostic::error(Code::Syntax, "a text in quotes is not closed")
                .at(self.file, opening, "opened here")
                .help("close it with `\"` on the same line"),
            Bad::OpenCite => Diagnostic::error(Code::Syntax, "a citation is not closed")
                .at(self.file, opening, "opened here")
                .help("close it with `]` on the same line"),
            Bad::Escape => Diagnostic::error(Code::Syntax, "a text in quotes holds an unknown escape")
                .at(self.file, token.span(), "in this text")
                .help("write `\\\\` for a backslash and `\\\"` for a quotation mark; there are no other escapes"),
            Bad::Character => stray_character(self.file, token, self.text),
        }
    }
}

/// A character that stands nowhere but in strings, comments and citations; invisible ones are named by their number.
fn stray_character(file: &Arc<str>, token: Token, text: &str) -> Diagnostic {
    let first = token.slice(text).chars().next().unwrap_or_default();
    let number = format!("U+{:04X}", u32::from(first));
    let named = if first.is_alphanumeric() || "“”„‘’–—…§°".contains(first) {
        format!("the character `{first}` ({number})")
    } else {
        format!("the character {number}")
    };
    let error = Diagnostic::error(Code::Syntax, format!("{named} stands outside of a text in quotes")).at(
        file,
        token.span(),
        "not read here",
    );
    match first {
        '“' | '”' | '„' => error.help("write the plain quotation mark `\"`"),
        '–' | '—' => error.help("write the plain `-`"),
        '\u{a0}' | '\u{2007}' | '\u{202f}' => error.help("write a plain space"),
        _ => error.help("letters beyond a to z stand only in texts in quotes, citations and comments"),
    }
}
