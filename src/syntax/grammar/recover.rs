//! Reading one statement, and going on after what cannot be read.
//!
//! In: a statement's place. Out: the statement, or its errors: one where the parser stopped, and those that show once
//! the entry it stopped in is blanked out. Never reports what follows from an earlier error.

use super::hint::{hint, statement_called};
use super::{BrightlineParser, Rule, describe};
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::sorting::sort_by_key;
use crate::span::Span;
use crate::syntax::ast::Statement;
use crate::syntax::build::Builder;
use crate::syntax::scan::{Chunk, STATEMENT_WORDS, Token, TokenKind, Tokens, quote};
use pest::Parser;
use pest::error::{ErrorVariant, InputLocation};
use pest::iterators::Pairs;

/// How many entries of one statement are blanked out in search of further errors.
const MAX_BLANKED: usize = 20;

/// How many things a message says were expected.
const MAX_EXPECTED: usize = 6;

/// Where the parser stopped, and what it could have read there.
pub(super) struct Stop {
    at: usize,
    expected: Vec<Rule>,
}

/// Runs the parser on `text`.
pub(super) fn parse(rule: Rule, text: &str) -> Result<Pairs<'_, Rule>, Stop> {
    BrightlineParser::parse(rule, text).map_err(|error| {
        let at = match error.location {
            InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
        };
        let expected = match error.variant {
            ErrorVariant::ParsingError { positives, .. } => positives,
            ErrorVariant::CustomError { .. } => Vec::new(),
        };
        Stop { at, expected }
    })
}

/// Reads the statement at `chunk`, or the several between which `;` is missing.
pub(super) fn read_chunk(builder: &mut Builder<'_>, chunk: &Chunk, statements: &mut Vec<Statement>) {
    let (start, end) = (chunk.span.start as usize, chunk.span.end as usize);
    let text = builder.text().get(start..end).unwrap_or("");
    if chunk.broken.is_empty()
        && begins_statement(text)
        && let Ok(pairs) = parse(Rule::statement_entry, text)
    {
        statements.extend(builder.statement_entry(pairs, start));
        return missing_semicolon_at_end(builder, chunk, text);
    }
    let mut from = start;
    for (before, word) in &chunk.restarts {
        if read_part(builder, chunk, from, *before, statements) {
            missing_semicolon(builder, *before);
        }
        from = *word;
    }
    if read_part(builder, chunk, from, end, statements) {
        missing_semicolon_at_end(builder, chunk, text);
    }
}

fn begins_statement(text: &str) -> bool {
    Tokens::from(text, 0)
        .find(|token| token.kind != TokenKind::Comment)
        .is_some_and(|token| token.kind == TokenKind::Word && STATEMENT_WORDS.contains(&token.slice(text)))
}

/// A statement at the end of the file may go without `;` only after `}`.
fn missing_semicolon_at_end(builder: &mut Builder<'_>, chunk: &Chunk, text: &str) {
    if !chunk.ended && !text.ends_with('}') {
        missing_semicolon(builder, chunk.span.end as usize);
    }
}

fn missing_semicolon(builder: &mut Builder<'_>, at: usize) {
    let error = Diagnostic::error(Code::Syntax, "expected `;` after this statement");
    let last = last_character(builder.text(), at);
    builder.report(error.at(builder.file(), last, "`;` is missing here"));
}

/// The place of the last character before `at`.
fn last_character(text: &str, at: usize) -> Span {
    let width = text.get(..at).and_then(|before| before.chars().next_back()).map_or(0, char::len_utf8);
    Span::new(at - width, at)
}

/// Reads the one statement at `start..end`; whether the parser could.
fn read_part(
    builder: &mut Builder<'_>,
    chunk: &Chunk,
    start: usize,
    end: usize,
    statements: &mut Vec<Statement>,
) -> bool {
    if chunk.broken.iter().any(|place| (start..end).contains(place)) {
        return false;
    }
    let text = builder.text().get(start..end).unwrap_or("");
    if !begins_statement(text) {
        unknown_statement(builder, text, start);
        return false;
    }
    match parse(Rule::statement_entry, text) {
        Ok(pairs) => {
            statements.extend(builder.statement_entry(pairs, start));
            true
        }
        Err(stop) => {
            recover(builder, text, start, stop);
            false
        }
    }
}

/// The text does not begin with a word that begins a statement.
fn unknown_statement(builder: &mut Builder<'_>, text: &str, offset: usize) {
    let Some(first) = Tokens::from(text, 0).find(|token| token.kind != TokenKind::Comment) else {
        return;
    };
    let word = first.slice(text);
    let place = first.span().shifted(offset);
    let quoted = quote(text, first.span());
    let error = match first.kind {
        TokenKind::Word => Diagnostic::error(Code::Syntax, format!("unknown statement `{quoted}`")),
        _ => Diagnostic::error(Code::Syntax, format!("expected a statement, found `{quoted}`")),
    };
    let error = error.at(builder.file(), place, "a statement begins here");
    let near = nearest(word, STATEMENT_WORDS).filter(|_| first.kind == TokenKind::Word);
    let comment = matches!(text.get(..2), Some("//" | "/*" | "--"));
    builder.report(match near.or_else(|| statement_called(word)) {
        Some(near) => error.help(format!("did you mean `{near}`?")),
        None if comment => error.help("a comment begins with `#`"),
        None => error.help("a statement begins with `param`, `let`, `designate` or another word of the language"),
    });
}

/// Reports where the parser stopped, then blanks out the entry round that place and looks for more.
fn recover(builder: &mut Builder<'_>, text: &str, offset: usize, stop: Stop) {
    let mut stop = stop;
    let mut blanked = text.to_owned();
    for _ in 0..MAX_BLANKED {
        let error = report(builder, &stop, offset, text.len());
        builder.report(error);
        // The innermost entry first; where its blocks cannot do without it, the next one out.
        let mut next = None;
        for (start, end) in entries_round(&blanked, stop.at) {
            blank_out(&mut blanked, start, end);
            match parse(Rule::statement_entry, &blanked) {
                Ok(pairs) => {
                    // The other entries may hold spellings that are read in order to be refused.
                    builder.statement_entry(pairs, offset);
                    return;
                }
                Err(further) => {
                    let between = blanked.get(start..further.at).unwrap_or("x");
                    if !between.trim_start().is_empty() {
                        next = Some(further);
                        break;
                    }
                }
            }
        }
        match next {
            Some(further) => stop = further,
            None => return,
        }
    }
}

/// The entries of `{ }` blocks round `at`, innermost first, each from after its `{` or `;` to its own `;` or `}`.
fn entries_round(text: &str, at: usize) -> Vec<(usize, usize)> {
    let mut frames: Vec<(bool, usize)> = Vec::new();
    let mut tokens = Tokens::from(text, 0);
    let mut rest = None;
    for token in tokens.by_ref() {
        if token.start >= at {
            rest = Some(token);
            break;
        }
        match token.kind {
            TokenKind::Open => frames.push((token.slice(text) == "{", token.end)),
            TokenKind::Close => drop(frames.pop()),
            TokenKind::Semicolon => {
                if let Some(frame) = frames.last_mut() {
                    frame.1 = token.end;
                }
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    let mut deeper = 0usize;
    let mut done = false;
    for token in rest.into_iter().chain(tokens) {
        match token.kind {
            TokenKind::Open => deeper += 1,
            TokenKind::Close if deeper > 0 => deeper -= 1,
            TokenKind::Close => {
                if let Some((true, start)) = frames.pop()
                    && !done
                {
                    found.push((start, token.start));
                }
                done = false;
            }
            TokenKind::Semicolon if deeper == 0 && !done => {
                if let Some((true, start)) = frames.last() {
                    found.push((*start, token.end));
                    done = true;
                }
            }
            _ => {}
        }
        if frames.is_empty() {
            break;
        }
    }
    found
}

/// Replaces `start..end` by blanks, byte for byte, so that all other places stay; line ends stay too.
fn blank_out(text: &mut String, start: usize, end: usize) {
    let blanks: String =
        text.get(start..end).unwrap_or("").bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect();
    if blanks.len() == end - start {
        text.replace_range(start..end, &blanks);
    }
}

/// The diagnostic for a place where the parser stopped in the text that stands at `offset..offset + length`.
pub(super) fn report(builder: &Builder<'_>, stop: &Stop, offset: usize, length: usize) -> Diagnostic {
    let text = builder.text();
    let at = offset + stop.at;
    let found = Tokens::from(text, at).find(|token| token.kind != TokenKind::Comment);
    let found = found.map(|token| whole_symbol(text, token));
    if let Some(error) = missing_entry_semicolon(builder, stop, at, found) {
        return error;
    }
    if let Some(error) = found.and_then(|found| unknown_calendar_unit(builder, offset, found)) {
        return error;
    }
    let beyond = found.is_none_or(|token| token.start >= offset + length && token.kind != TokenKind::Semicolon);
    let token = found;
    let (found, place) = match found {
        Some(token) if !beyond => (format!("`{}`", quote(text, token.span())), token.span()),
        _ => ("the end".to_owned(), last_character(text, (offset + length).min(at))),
    };
    let expected = expectations(&stop.expected);
    let message = match one_of(&expected) {
        Some(expected) => format!("expected {expected}, found {found}"),
        None => format!("{found} is not expected here"),
    };
    let error = Diagnostic::error(Code::Syntax, message).at(builder.file(), place, "not expected here");
    let words =
        expected.iter().filter_map(|name| name.strip_prefix('`')?.strip_suffix('`')).filter(|name| is_word(name));
    let word = place.slice(text);
    let operator = expected.contains(&"an operator");
    let words = words.chain(OPERATOR_WORDS.into_iter().filter(|_| operator));
    let near = nearest(word, words).filter(|_| is_word(word)).map(|near| format!("did you mean `{near}`?"));
    let hint = token.filter(|_| !beyond).and_then(|token| hint(text, offset, token, &stop.expected));
    match hint.or(near) {
        Some(help) => error.help(help),
        None => error,
    }
}

fn is_word(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
}

/// An entry after which the next line, or `}`, begins without a `;`.
fn missing_entry_semicolon(builder: &Builder<'_>, stop: &Stop, at: usize, found: Option<Token>) -> Option<Diagnostic> {
    let text = builder.text();
    let found = found.filter(|_| stop.expected.contains(&Rule::semicolon))?;
    let before = builder.trim_trivia(at);
    let new_line = text.get(before..found.start)?.contains('\n');
    if !new_line && found.slice(text) != "}" {
        return None;
    }
    let error = Diagnostic::error(Code::Syntax, "expected `;` after this entry");
    Some(error.at(builder.file(), last_character(text, before), "`;` is missing here"))
}

/// `30 dyas before`: a number and a word stand before `before` or `after`.
fn unknown_calendar_unit(builder: &Builder<'_>, offset: usize, found: Token) -> Option<Diagnostic> {
    let text = builder.text();
    if !matches!(found.slice(text), "before" | "after") {
        return None;
    }
    let mut last = [None, None];
    let tokens = Tokens::from(text, offset).take_while(|token| token.start < found.start);
    for token in tokens.filter(|token| token.kind != TokenKind::Comment) {
        last = [last[1], Some(token)];
    }
    let [Some(count), Some(word)] = last else {
        return None;
    };
    if (count.kind, word.kind) != (TokenKind::Number, TokenKind::Word) {
        return None;
    }
    let message = format!("dates are not counted in `{}`", quote(text, word.span()));
    let error = Diagnostic::error(Code::Literal, message).at(builder.file(), word.span(), "not a unit of the calendar");
    let near = nearest(word.slice(text), ["day", "days", "week", "weeks", "month", "months", "year", "years"]);
    Some(match near {
        Some(near) => error.help(format!("did you mean `{near}`?")),
        None => error.help("write days, weeks, months or years"),
    })
}

/// `token` with the operator characters that follow it, so that `>=` is quoted as a whole.
fn whole_symbol(text: &str, token: Token) -> Token {
    let is_operator = |c: char| "<>=!&|*+-/^".contains(c);
    let slice = token.slice(text);
    if token.kind != TokenKind::Symbol || !slice.chars().all(is_operator) {
        return token;
    }
    let more = text.get(token.end..).unwrap_or("").chars().take_while(|c| is_operator(*c)).count();
    Token { end: token.end + more.min(2), ..token }
}

/// What begins an operand; said together as "an expression".
const OPERAND: [Rule; 30] = [
    Rule::whole,
    Rule::expr,
    Rule::not,
    Rule::shown,
    Rule::negate,
    Rule::kw_not,
    Rule::kw_shown,
    Rule::kw_if,
    Rule::extreme,
    Rule::open_round,
    Rule::block,
    Rule::literal,
    Rule::number,
    Rule::multiple,
    Rule::fraction,
    Rule::power,
    Rule::kw_true,
    Rule::kw_false,
    Rule::kw_unknown,
    Rule::kw_none,
    Rule::date,
    Rule::month,
    Rule::string,
    Rule::yes,
    Rule::no,
    Rule::unknown,
    Rule::none,
    Rule::name,
    Rule::path,
    Rule::call,
];

/// The words that stand between or behind operands.
const OPERATOR_WORDS: [&str; 8] = ["and", "or", "is", "in", "otherwise", "exists", "as", "unless"];

/// What stands between or behind operands; said together as "an operator".
const OPERATOR: [Rule; 21] = [
    Rule::comparison,
    Rule::is,
    Rule::is_not,
    Rule::plus,
    Rule::minus,
    Rule::times,
    Rule::divide,
    Rule::power_of,
    Rule::and,
    Rule::or,
    Rule::otherwise,
    Rule::membership,
    Rule::exists,
    Rule::as_of,
    Rule::kw_and,
    Rule::kw_or,
    Rule::kw_is,
    Rule::kw_in,
    Rule::kw_as,
    Rule::kw_exists,
    Rule::kw_otherwise,
];

/// The names of what was expected, each once, the most telling first, at most [`MAX_EXPECTED`].
fn expectations(rules: &[Rule]) -> Vec<&'static str> {
    // `largest` begins an operand and nothing else; `otherwise` joins operands and does nothing else.
    let operand = rules.contains(&Rule::extreme);
    let operator = rules.iter().any(|rule| matches!(rule, Rule::otherwise | Rule::kw_otherwise | Rule::comparison));
    let mut names: Vec<&'static str> = Vec::new();
    for rule in rules {
        let name = match rule {
            rule if operand && OPERAND.contains(rule) => "an expression",
            rule if operator && OPERATOR.contains(rule) => "an operator",
            // After a name this would make it a function; hardly what is missing.
            Rule::open_round if operator => "",
            rule => describe(*rule),
        };
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    // Signs and keywords say more than "an operator"; the order is otherwise the grammar's.
    sort_by_key(&mut names, |name| !name.starts_with('`'));
    names.truncate(MAX_EXPECTED);
    names
}

/// `X, Y or Z`; `None` for nothing.
fn one_of(names: &[&str]) -> Option<String> {
    let (last, others) = names.split_last()?;
    Some(if others.is_empty() { (*last).to_owned() } else { format!("{} or {last}", others.join(", ")) })
}
