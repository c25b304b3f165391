//! The page that is printed on: lines, indents, blank lines and comments.
//!
//! In: pieces of text with the places they had in the source. Out: lines, each comment again where it stood: on its own
//! line or at the end of one. Never loses a comment, and keeps at most one blank line.

use crate::span::Span;

/// How many characters a line should have at most.
pub(super) const WIDTH: usize = 100;

/// How many blanks a level of indent has.
const INDENT: usize = 4;

/// What has been printed so far.
pub(super) struct Page<'a> {
    text: &'a str,
    comments: std::iter::Peekable<std::slice::Iter<'a, Span>>,
    out: String,
    indent: usize,
    /// How far the source has been printed.
    done: usize,
    /// Whether a block or the page has just begun, where no blank line is kept.
    fresh: bool,
}

impl<'a> Page<'a> {
    /// An empty page for the source `text` with its `comments`.
    pub(super) fn new(text: &'a str, comments: &'a [Span]) -> Self {
        Page { text, comments: comments.iter().peekable(), out: String::new(), indent: 0, done: 0, fresh: true }
    }

    /// Everything printed, after the comments that are left.
    pub(super) fn finish(mut self) -> String {
        self.comments_before(self.text.len() + 1);
        self.out
    }

    /// How many characters fit in a line here.
    pub(super) fn room(&self) -> usize {
        WIDTH.saturating_sub(self.indent * INDENT)
    }

    /// Begins a line for what stood at `start`, after all comments before `comments_to`.
    pub(super) fn begin(&mut self, start: u32, comments_to: u32) {
        self.comments_before(comments_to as usize);
        self.blank_line_before(start as usize);
        self.margin();
    }

    /// Adds to the line.
    pub(super) fn write(&mut self, text: &str) {
        self.out.push_str(text);
    }

    /// Ends the line of what ended at `end`, with the comment that stood behind it.
    pub(super) fn end(&mut self, end: u32) {
        self.done = self.done.max(end as usize);
        let behind = self.comments.peek().copied().filter(|comment| {
            let between = self.text.get(self.done..comment.start as usize);
            between.is_some_and(|between| between.bytes().all(|byte| matches!(byte, b' ' | b'\t' | b';')))
        });
        if let Some(comment) = behind {
            self.comments.next();
            self.out.push_str("  ");
            self.out.push_str(comment.slice(self.text));
            self.done = comment.end as usize;
        }
        self.out.push('\n');
    }

    /// Ends a line in the middle of something, and begins another one level deeper.
    pub(super) fn break_line(&mut self) {
        self.out.push('\n');
        self.margin();
        self.out.push_str(&" ".repeat(INDENT));
    }

    /// Opens the braces of what begins at `start`: ends the line and goes one level deeper.
    pub(super) fn open(&mut self, start: u32) {
        self.out.push('{');
        let from = self.done.max(start as usize);
        let brace = self.text.get(from..).and_then(|rest| rest.find('{')).unwrap_or(0);
        self.end(Span::new(0, from + brace + 1).end);
        self.deeper();
        self.fresh = true;
    }

    /// Closes the braces of what ended at `end`; the line stays open.
    pub(super) fn close(&mut self, end: u32) {
        self.comments_before(end as usize);
        self.shallower();
        self.fresh = false;
        self.margin();
        self.out.push('}');
        self.done = self.done.max(end as usize);
    }

    /// One level deeper.
    pub(super) fn deeper(&mut self) {
        self.indent += 1;
    }

    /// One level back.
    pub(super) fn shallower(&mut self) {
        self.indent -= 1;
    }

    fn margin(&mut self) {
        self.out.push_str(&" ".repeat(self.indent * INDENT));
    }

    fn comments_before(&mut self, end: usize) {
        while let Some(comment) = self.comments.next_if(|comment| (comment.start as usize) < end) {
            self.blank_line_before(comment.start as usize);
            self.margin();
            self.out.push_str(comment.slice(self.text));
            self.out.push('\n');
            self.done = self.done.max(comment.end as usize);
        }
    }

    /// Keeps one blank line where the source has any between what is printed and `start`.
    fn blank_line_before(&mut self, start: usize) {
        let between = self.text.get(self.done..start).unwrap_or("");
        let whole_lines = between.split_once('\n').and_then(|(_, rest)| rest.rsplit_once('\n'));
        if !self.fresh && whole_lines.is_some_and(|(lines, _)| lines.split('\n').any(|line| line.trim().is_empty())) {
            self.out.push('\n');
        }
        self.fresh = false;
    }
}
