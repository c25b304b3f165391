//! Literals: what a number, its scale word and its unit say.
//!
//! In: the pair of one literal. Out: the exact number with its spelling, or why it is none and how to write it. Never
//! asks what a unit means.

use super::{Builder, Built};
use crate::diagnostic::{Code, Diagnostic};
use crate::rational::{MAX_BITS, MAX_DIGITS, MAX_EXPONENT, NumberError, Rational};
use crate::span::Span;
use crate::syntax::ast::{Literal, Name};
use crate::syntax::grammar::Rule;
use crate::syntax::scan::shorten;
use pest::iterators::Pair;

/// Scale words and the powers of ten they stand for.
pub(super) const SCALE_WORDS: [(&str, i64); 4] = [("thousand", 3), ("million", 6), ("billion", 9), ("trillion", 12)];

/// Why a literal has no value.
enum NoNumber {
    /// The text is no number of the language.
    Wrong,
    /// The text is one, beyond a limit.
    Limit(NumberError),
    /// A power beyond what exact numbers may hold.
    TooLarge,
    /// `1/0` or `0^-1`.
    DividedByZero,
}

impl Builder<'_> {
    pub(super) fn literal(&mut self, pair: &Pair<'_, Rule>) -> Built<Literal> {
        let span = self.span(pair);
        let mut inner = self.cursor(pair);
        let written = inner.next()?;
        let scale = inner.opt(Rule::scale_word);
        let unit = inner.opt(Rule::unit).map(|pair| self.name(&pair));
        inner.end()?;
        let spelling = match &scale {
            Some(scale) => format!("{} {}", written.as_str(), scale.as_str()),
            None => written.as_str().to_owned(),
        };
        let tail = Tail { scale: scale.as_ref().map_or("", |scale| scale.as_str()), unit: unit.as_ref() };
        let number = read_number(written.as_rule(), written.as_str()).unwrap_or_else(|problem| {
            let error = self.refuse_number(&written, &problem, &tail);
            self.report(error);
            Rational::zero()
        });
        let power = SCALE_WORDS.iter().find(|(word, _)| *word == tail.scale).map_or(0, |(_, power)| *power);
        let number = &number * &Rational::power_of_ten(power);
        Ok(Literal { number, spelling: spelling.into(), unit, span })
    }

    fn refuse_number(&self, written: &Pair<'_, Rule>, problem: &NoNumber, tail: &Tail<'_>) -> Diagnostic {
        let span = self.span(written);
        let text = shorten(written.as_str(), 40);
        let literal = |message: String| Diagnostic::error(Code::Literal, message).at(self.file(), span, "");
        let limit = |message: String| Diagnostic::error(Code::Limit, message).at(self.file(), span, "");
        match problem {
            NoNumber::Wrong => self.refuse_spelling(written.as_rule(), written.as_str(), span, tail),
            NoNumber::Limit(NumberError::Malformed) => literal(format!("`{text}` is not a number")),
            NoNumber::Limit(NumberError::TooManyDigits) => {
                limit(format!("`{text}` has more than {MAX_DIGITS} significant digits"))
                    .help("write the leading digits and an exponent, as in `1.5e26`")
            }
            NoNumber::Limit(NumberError::ExponentTooLarge) => {
                limit(format!("`{text}` has an exponent beyond {MAX_EXPONENT}"))
                    .help(format!("exponents go from -{MAX_EXPONENT} to {MAX_EXPONENT}"))
            }
            NoNumber::TooLarge => limit(format!("`{text}` is larger than an exact number may be"))
                .help(format!("exact numbers have at most {MAX_BITS} binary digits")),
            NoNumber::DividedByZero => {
                literal(format!("`{text}` divides by zero")).help("a fraction has a number other than 0 under its line")
            }
        }
    }

    fn refuse_spelling(&self, rule: Rule, text: &str, span: Span, tail: &Tail<'_>) -> Diagnostic {
        let short = shorten(text, 40);
        let error = |message: &str, label: &str| {
            Diagnostic::error(Code::Literal, format!("`{short}` {message}")).at(self.file(), span, label)
        };
        match rule {
            Rule::wrong_money => {
                let error = error("is not how an amount of money is written", "amount of money");
                match money(text, tail) {
                    Some(right) => error.help(format!("write `{right}`")),
                    None => {
                        error.help("write the number, then its scale word and its currency, as in `100 million USD`")
                    }
                }
            }
            Rule::wrong_grouping => error("groups its digits with commas", "commas separate arguments")
                .help(format!("write `{}`", text.replace(',', "_"))),
            Rule::wrong_fraction => error("is a fraction of a fraction", "more than one `/`")
                .help(format!("write it with blanks, `{}`, or with parentheses", text.replace('/', " / "))),
            _ => match right_number(text) {
                Ok((message, right)) => error(message, "not a number").help(format!("write `{right}`")),
                Err(message) => error(message, "not a number").help("a number is written as in `1e26` or `1_000.5`"),
            },
        }
    }
}

/// What follows the number in a literal.
struct Tail<'a> {
    scale: &'a str,
    unit: Option<&'a Name>,
}

fn read_number(rule: Rule, text: &str) -> Result<Rational, NoNumber> {
    let decimal = |text: &str| Rational::parse_decimal(text).map_err(NoNumber::Limit);
    match rule {
        Rule::number => decimal(text),
        Rule::multiple => decimal(text.trim_end_matches(['x', 'X'])),
        Rule::fraction => {
            let (over, under) = text.split_once('/').ok_or(NoNumber::Wrong)?;
            decimal(over)?.checked_div(&decimal(under)?).ok_or(NoNumber::DividedByZero)
        }
        Rule::power => {
            let (base, exponent) = text.split_once('^').ok_or(NoNumber::Wrong)?;
            let base = decimal(base)?;
            let exponent = decimal(exponent)?.to_i64().filter(|exponent| exponent.abs() <= MAX_EXPONENT);
            let exponent = exponent.ok_or(NoNumber::Limit(NumberError::ExponentTooLarge))?;
            if base.bits() * exponent.unsigned_abs() as usize > MAX_BITS {
                return Err(NoNumber::TooLarge);
            }
            base.pow(exponent as i32).ok_or(NoNumber::DividedByZero)
        }
        _ => Err(NoNumber::Wrong),
    }
}

/// `$1,000M` as `1_000 million USD`.
fn money(text: &str, tail: &Tail<'_>) -> Option<String> {
    let mut chars = text.chars();
    let currency = match chars.next()? {
        '$' => "USD",
        '€' => "EUR",
        '£' => "GBP",
        '¥' => "JPY",
        _ => return None,
    };
    let amount = chars.as_str().trim_start().replace(',', "_");
    let digits = amount.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(amount.len());
    let (digits, suffix) = amount.split_at(digits);
    let scale = match (suffix, tail.scale) {
        ("", scale) => scale,
        (suffix, "") => scale_of(suffix)?,
        _ => return None,
    };
    Rational::parse_decimal(digits).ok()?;
    let scale = if scale.is_empty() { String::new() } else { format!("{scale} ") };
    Some(format!("{digits} {scale}{}", tail.unit.map_or(currency, |unit| &unit.text)))
}

/// The scale word that `M`, `bn` and the like stand for.
fn scale_of(suffix: &str) -> Option<&'static str> {
    match suffix {
        "k" | "K" => Some("thousand"),
        "m" | "M" | "mn" | "mln" => Some("million"),
        "b" | "B" | "bn" => Some("billion"),
        "t" | "T" | "tn" | "trn" => Some("trillion"),
        _ => None,
    }
}

/// What is wrong with a number, and how it is written; the error is what is wrong where nobody can tell what was meant.
fn right_number(text: &str) -> Result<(&'static str, String), &'static str> {
    let is_number = |text: &str| Rational::parse_decimal(text).is_ok();
    if let Some(fraction) = text.strip_prefix('.') {
        let right = format!("0.{fraction}");
        return if is_number(&right) { Ok(("has no digit before the point", right)) } else { Err("is not a number") };
    }
    if let Some(whole) = text.strip_suffix('.').filter(|whole| is_number(whole)) {
        return Ok(("has no digit after the point", whole.to_owned()));
    }
    let plain = text.trim_start_matches(['0', '_']);
    if text.starts_with("00") || text.starts_with('0') && plain.starts_with(|c: char| c.is_ascii_digit()) {
        let plain =
            if plain.starts_with(|c: char| c.is_ascii_digit()) { plain.to_owned() } else { format!("0{plain}") };
        return if is_number(&plain) { Ok(("has leading zeros", plain)) } else { Err("has leading zeros") };
    }
    if text.starts_with("0x") || text.starts_with("0X") {
        return Err("is not written in decimal digits");
    }
    // The longest number at the beginning; what follows is taken for a name. No number is longer than this.
    let ends = text.char_indices().take(MAX_DIGITS + 16).map(|(at, _)| at).filter(|at| *at > 0).collect::<Vec<_>>();
    let split = ends.into_iter().rev().map(|at| text.split_at(at)).find(|(number, _)| is_number(number));
    let Some((number, name)) = split else {
        return Err("is not a number");
    };
    if matches!(name, "e" | "E") {
        return Err("has no exponent after its `e`");
    }
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return Err("is not a number");
    }
    let message = "runs into a name, which a number never does";
    match scale_of(name) {
        Some(scale) if name != "B" => Ok((message, format!("{number} {scale}"))),
        Some(scale) => Ok((message, format!("{number} {scale}` or `{number} {name}"))),
        None => Ok((message, format!("{number} {name}"))),
    }
}
