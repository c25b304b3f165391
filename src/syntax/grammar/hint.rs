//! How to write what was probably meant where the parser stopped: words of other languages, and plain English.
//!
//! In: the text, where its statement begins, what stands where the parser stopped, and what it could have read there.
//! Out: one sentence of help, or nothing where nobody can tell. Never decides that something is wrong.

use super::Rule;
use crate::syntax::scan::{Token, TokenKind, Tokens};

/// What stands round the place where the parser stopped.
struct Round<'t> {
    /// The two tokens before it, the nearer one first.
    before: [&'t str; 2],
    /// What stands there.
    found: &'t str,
    /// Its kind.
    kind: TokenKind,
    /// The token behind it.
    after: &'t str,
    /// Whether no blank stands between it and the one before.
    tight: bool,
}

/// How to write what stands at `found`, in the statement that begins at `offset`.
pub(super) fn hint(text: &str, offset: usize, found: Token, expected: &[Rule]) -> Option<String> {
    let mut before = ["", ""];
    let mut end = 0;
    let mut open = Vec::new();
    let mut tokens = Tokens::from(text, offset).filter(|token| token.kind != TokenKind::Comment);
    for token in tokens.by_ref().take_while(|token| token.start < found.start) {
        before = [token.slice(text), before[0]];
        end = token.end;
        match token.kind {
            TokenKind::Open => open.push(token.slice(text)),
            TokenKind::Close => drop(open.pop()),
            _ => {}
        }
    }
    let after = Tokens::from(text, found.end).find(|token| token.kind != TokenKind::Comment);
    let round = Round {
        before,
        found: found.slice(text),
        kind: found.kind,
        after: after.map_or("", |token| token.slice(text)),
        tight: end == found.start,
    };
    let in_braces = open.last() == Some(&"{");
    let help = of_words(&round).or_else(|| of_signs(&round, in_braces, expected));
    help.map(str::to_owned)
        .or_else(|| of_names(&round, expected))
        .or_else(|| of_parts(&round, expected).map(str::to_owned))
}

/// Words that stand for a spelling of the language.
fn of_words(round: &Round<'_>) -> Option<&'static str> {
    let [last, before_last] = round.before;
    Some(match round.found {
        "AND" | "And" | "plus" => "write `and`",
        "OR" | "Or" => "write `or`",
        _ if matches!(last, "NOT" | "Not") => "write `not`",
        "between" => "write `value >= LOW and value <= HIGH`",
        "greater" | "more" | "larger" | "higher" | "above" | "over" | "exceeds" => "write `>`, or `>=` for at least",
        "less" | "fewer" | "smaller" | "lower" | "below" | "under" => "write `<`, or `<=` for at most",
        "equals" | "equal" => "write `is`",
        "most" if last == "at" => "for at most one, write `not at least 2 of { ... }`",
        _ if last == "exactly" => {
            "for exactly one, write `at least 1 of { ... }` and beside it `not at least 2 of { ... }`"
        }
        "of" if last == "none" => "write `not any of { ... }`",
        "of" | "(" if matches!(last, "all" | "any" | "of") && (round.found == "(" || round.after == "(") => {
            "the conditions of a block stand in braces: `all of { a; b; }`"
        }
        "{" if matches!(last, "all" | "any") => "write `all of {` or `any of {`",
        "two" | "three" | "one" | "half" if (last, before_last) == ("least", "at") => {
            "write the number in digits: `at least 2 of`"
        }
        "if" => "put it in parentheses: `(if CONDITION then A else B)`",
        _ => return None,
    })
}

/// Signs of other languages.
fn of_signs(round: &Round<'_>, in_braces: bool, expected: &[Rule]) -> Option<&'static str> {
    let [last, _] = round.before;
    let digits = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
    Some(match round.found {
        "," if round.tight && digits(last) && digits(round.after) => "write the decimal point as `.`",
        "," if in_braces && !expected.contains(&Rule::comma) => "separate entries with `;`",
        "?" => "write `if CONDITION then A else B`",
        ">" | "<" | ">=" | "<=" if last == "is" => "leave `is` out",
        "$" | "€" | "£" | "¥" => "write the currency behind the number, as in `100 million USD`",
        "'" | "`" => "write texts in double quotes: `\"text\"`",
        "{" if expected.contains(&Rule::kw_then) => "write `if CONDITION then A else B`, without braces",
        ")" | ";" | "}" if expected.contains(&Rule::kw_else) => "every `if` has an `else`",
        _ => return None,
    })
}

/// Names that are none.
fn of_names(round: &Round<'_>, expected: &[Rule]) -> Option<String> {
    let [last, _] = round.before;
    let is_word = |text: &str| text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    if expected.contains(&Rule::string) && is_word(last) {
        if round.found == "-" && round.tight && is_word(round.after) {
            return Some(format!("names have letters, digits and `_`: `{last}_{}`", round.after));
        }
        if round.kind == TokenKind::Word && round.after.starts_with('"') {
            return Some(format!("names have no blanks: `{last}_{}`", round.found));
        }
    }
    if expected.contains(&Rule::name) || expected.contains(&Rule::path) {
        if round.kind == TokenKind::Word {
            return Some(format!("`{}` is a word of the language; choose another name", round.found));
        }
        if round.kind == TokenKind::Text {
            return Some("write it without quotes".to_owned());
        }
    }
    None
}

/// Parts of a statement in another order or spelling.
fn of_parts(round: &Round<'_>, expected: &[Rule]) -> Option<&'static str> {
    let expects = |rule: Rule| expected.contains(&rule);
    if expects(Rule::date) && !expects(Rule::number) {
        return Some(match round.kind {
            TokenKind::Text => "write the date without quotes",
            _ => "write year, month and day, as in `2026-08-01`",
        });
    }
    if round.found == "unless" && expects(Rule::kw_when) {
        return Some("`when` comes before `unless`");
    }
    if matches!(round.found, "to" | "-" | "until") && expects(Rule::dots) {
        return Some("write `..` between the two ends");
    }
    if expects(Rule::lower_end) && round.kind == TokenKind::Cite {
        return Some("write a domain without brackets: `in 0 .. 100`");
    }
    if expects(Rule::upper_end) {
        return Some("a fact ends with a text that says what it is, and its other names behind that");
    }
    if expects(Rule::kw_from) {
        return Some("write `from 2026-01-01: VALUE;`");
    }
    if round.found == "when" && expects(Rule::string) {
        return Some("give it a title in quotes before `when`");
    }
    None
}

/// Statements of other languages, and what they are called here.
pub(super) fn statement_called(word: &str) -> Option<&'static str> {
    Some(match word {
        "import" | "include" | "use" | "require" => "uses",
        "rule" | "define" | "designation" | "outcome" => "designate",
        "threshold" | "line" | "parameter" | "const" => "param",
        "var" | "set" | "letting" => "let",
        "input" | "field" | "variable" => "fact",
        "duty" | "requirement" | "must" => "obligation",
        _ => return None,
    })
}
