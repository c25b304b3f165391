//! From the parser's pairs to the syntax tree.
//!
//! In: pairs of one statement or value, places counted from `offset`. Out: the tree, or what is refused although the
//! grammar reads it: other languages' spellings, numbers and dates that are none, operators that need parentheses.
//! Never panics on an unexpected pair: that is a [`Code::Internal`] diagnostic.

mod expr;
mod literal;
mod refuse;
mod statement;
mod value;

pub use expr::MAX_DEPTH;

use super::ast::{Cite, Name, Spanned, Statement, Text, Value};
use super::errors::Errors;
use super::grammar::{Rule, describe, is_fixed};
use crate::date::{Date, parse_date};
use crate::diagnostic::{Code, Diagnostic};
use crate::span::Span;
use pest::iterators::{Pair, Pairs};
use std::sync::Arc;

/// What a builder's step gives; the error is a defect of this program.
type Built<T> = Result<T, Diagnostic>;

/// Builds trees of one file, and gathers what is wrong with it.
pub(super) struct Builder<'s> {
    file: &'s Arc<str>,
    text: &'s str,
    comments: &'s [Span],
    /// Where in the file the pairs' text begins.
    offset: usize,
    errors: Errors,
}

impl<'s> Builder<'s> {
    /// A builder for `text`, of which `comments` and `errors` are known.
    pub(super) fn new(file: &'s Arc<str>, text: &'s str, comments: &'s [Span], errors: Errors) -> Self {
        Builder { file, text, comments, offset: 0, errors }
    }

    /// The file's name.
    pub(super) fn file(&self) -> &'s Arc<str> {
        self.file
    }

    /// The whole text.
    pub(super) fn text(&self) -> &'s str {
        self.text
    }

    /// Takes one more error.
    pub(super) fn report(&mut self, error: Diagnostic) {
        self.errors.push(error);
    }

    /// All errors.
    pub(super) fn into_errors(self) -> Errors {
        self.errors
    }

    /// Builds the statement whose text begins at `offset`; `None` where something in it was refused.
    pub(super) fn statement_entry(&mut self, pairs: Pairs<'_, Rule>, offset: usize) -> Option<Statement> {
        self.offset = offset;
        let before = self.errors.count();
        let built = self.entry(pairs, Rule::statement_entry).and_then(|pair| self.statement(pair));
        match built {
            Ok(statement) if self.errors.count() == before => Some(statement),
            Ok(_) => None,
            Err(error) => {
                self.errors.push(error);
                None
            }
        }
    }

    /// Builds a value that stands alone.
    pub(super) fn value_entry(&mut self, pairs: Pairs<'_, Rule>) -> Built<Value> {
        self.offset = 0;
        self.entry(pairs, Rule::value_entry).and_then(|pair| self.value(pair))
    }

    fn entry<'i>(&self, pairs: Pairs<'i, Rule>, rule: Rule) -> Built<Pair<'i, Rule>> {
        let mut outer = Cursor { pairs, place: Span::new(self.offset, self.offset), file: self.file.clone() };
        let entry = outer.required(rule)?;
        self.cursor(&entry).next()
    }

    /// The pairs inside `pair`.
    fn cursor<'i>(&self, pair: &Pair<'i, Rule>) -> Cursor<'i> {
        Cursor { pairs: pair.clone().into_inner(), place: self.span(pair), file: self.file.clone() }
    }

    /// The place of `pair`, without blanks and comments that the parser took in at its end.
    fn span(&self, pair: &Pair<'_, Rule>) -> Span {
        let span = pair.as_span();
        let start = self.offset + span.start();
        Span::new(start, self.trim_trivia(self.offset + span.end()).max(start))
    }

    /// The last place up to `end` that neither blanks nor comments stand before.
    pub(super) fn trim_trivia(&self, end: usize) -> usize {
        let mut end = end;
        loop {
            end = self.text.get(..end).unwrap_or("").trim_end().len();
            match self.comments.binary_search_by_key(&end, |comment| comment.end as usize) {
                Ok(found) => end = self.comments.get(found).map_or(0, |comment| comment.start as usize),
                Err(_) => return end,
            }
        }
    }

    fn internal(&self, pair: &Pair<'_, Rule>) -> Diagnostic {
        internal(self.file, self.span(pair), &format!("{} is not known here", describe(pair.as_rule())))
    }

    fn name(&self, pair: &Pair<'_, Rule>) -> Name {
        Name { text: pair.as_str().into(), span: self.span(pair) }
    }

    fn quoted(&self, pair: &Pair<'_, Rule>) -> Text {
        let inside = pair.as_str().strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or("");
        Text { text: unescape(inside).into(), span: self.span(pair) }
    }

    fn cite(&self, pair: &Pair<'_, Rule>) -> Cite {
        let inside = pair.as_str().strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or("");
        Cite { text: inside.into(), span: self.span(pair) }
    }

    /// A date; one that no calendar has, or that is not written as dates are, is reported.
    fn date(&mut self, pair: &Pair<'_, Rule>) -> Spanned<Date> {
        let span = self.span(pair);
        let value = parse_date(pair.as_str()).unwrap_or_else(|| {
            let error = self.refuse_date(pair.as_str(), span);
            self.report(error);
            Date::MIN
        });
        Spanned { value, span }
    }
}

/// The pairs inside one pair, taken one after another; keywords and signs are passed over.
struct Cursor<'i> {
    pairs: Pairs<'i, Rule>,
    place: Span,
    file: Arc<str>,
}

impl<'i> Cursor<'i> {
    fn skip_fixed(&mut self) {
        while self.pairs.peek().is_some_and(|pair| is_fixed(pair.as_rule())) {
            self.pairs.next();
        }
    }

    /// The next pair, whatever it is.
    fn next(&mut self) -> Built<Pair<'i, Rule>> {
        self.skip_fixed();
        self.pairs.next().ok_or_else(|| internal(&self.file, self.place, "something is missing here"))
    }

    /// The next pair, which is a `rule`.
    fn required(&mut self, rule: Rule) -> Built<Pair<'i, Rule>> {
        self.opt(rule).ok_or_else(|| internal(&self.file, self.place, &format!("{} is missing here", describe(rule))))
    }

    /// The next pair, if it is a `rule`.
    fn opt(&mut self, rule: Rule) -> Option<Pair<'i, Rule>> {
        self.skip_fixed();
        self.pairs.peek().filter(|pair| pair.as_rule() == rule)?;
        self.pairs.next()
    }

    /// The next pairs that are a `rule`.
    fn all(&mut self, rule: Rule) -> impl Iterator<Item = Pair<'i, Rule>> {
        std::iter::from_fn(move || self.opt(rule))
    }

    /// The next pair, if there is one.
    fn maybe(&mut self) -> Option<Pair<'i, Rule>> {
        self.skip_fixed();
        self.pairs.next()
    }

    /// All further pairs.
    fn rest(self) -> impl Iterator<Item = Pair<'i, Rule>> {
        self.pairs.filter(|pair| !is_fixed(pair.as_rule()))
    }

    /// Nothing more is here.
    fn end(mut self) -> Built<()> {
        self.skip_fixed();
        match self.pairs.next() {
            None => Ok(()),
            Some(pair) => {
                Err(internal(&self.file, self.place, &format!("{} is left over here", describe(pair.as_rule()))))
            }
        }
    }
}

fn internal(file: &Arc<str>, place: Span, what: &str) -> Diagnostic {
    Diagnostic::error(Code::Internal, format!("the syntax tree could not be built: {what}"))
        .at(file, place, "")
        .help("this is a defect of the program; please report it with this text")
}

/// `\"` and `\\` resolved; there are no other escapes.
fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        plain.push(if c == '\\' { chars.next().unwrap_or(c) } else { c });
    }
    plain
}
