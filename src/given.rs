//! From a value as written to a set of possible values of a declared type: the one place where profiles, options,
//! tests, domains and assumptions are given their meaning.
//!
//! In: a syntax tree of a value, a type, the unit of bare numbers. Out: [`Given`], or a [`Refusal`] that says why and
//! how to write it. Nothing is coerced.

use crate::date::DateRange;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::interval::{End, Interval};
use crate::possible::{Members, Set};
use crate::rational::Rational;
use crate::schema::{Quantity, Type};
use crate::syntax::ast::{self, ValueKind};
use crate::truth::Truth;
use crate::unit::{Kind, Unit, UnitError, Units};
use std::sync::Arc;
pub use weights::{MAX_WEIGHTS, Weights};

mod weights;

/// What was supplied for a fact, param or reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given {
    /// `unknown`, or nothing.
    Unknown,
    /// `none`: there is no such model.
    None,
    /// A value or a range of values.
    Value {
        /// What it may be.
        set: Set,
        /// How that is known, where it is not for certain.
        estimate: Option<Estimate>,
    },
}

/// How a value is known that is not known for certain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Estimate {
    /// `A to B`: a 90 % interval.
    Interval,
    /// `A 70 %, B 30 %`: values with weights. What is decided by is the set that holds them all.
    Weights(Arc<Weights>),
}

impl Estimate {
    /// The estimate of so many times as much; `factor` is above zero.
    pub fn times(&self, factor: &Rational) -> Estimate {
        match self {
            Estimate::Interval => Estimate::Interval,
            Estimate::Weights(weights) => Estimate::Weights(Arc::new(weights.times(factor))),
        }
    }

    /// The weights, where it has some.
    pub fn weights(&self) -> Option<&Arc<Weights>> {
        match self {
            Estimate::Interval => None,
            Estimate::Weights(weights) => Some(weights),
        }
    }
}

/// Why a value cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What is wrong.
    pub message: String,
    /// How to write it.
    pub help: Option<String>,
}

impl Refusal {
    /// A refusal with advice.
    pub fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Refusal { message: message.into(), help: Some(help.into()) }
    }
}

/// Reads `value` as one of type `ty`; a bare number is in `unit`, or in the type's own unit.
///
/// # Errors
/// [`Refusal`] for a value of another type or unit, an inverted range, an unknown member.
pub fn read_value(value: &ast::Value, ty: &Type, unit: Option<&Unit>, units: &Units) -> Result<Given, Refusal> {
    let certain = |set| Ok(Given::Value { set, estimate: None });
    match (&value.kind, ty) {
        (ValueKind::Unknown, _) => Ok(Given::Unknown),
        (ValueKind::None, _) => Ok(Given::None),
        (ValueKind::Weighted(parts), _) => {
            let weights = weights::read(parts, ty, |value| read_value(value, ty, unit, units))?;
            Ok(Given::Value { set: weights.set(), estimate: Some(Estimate::Weights(Arc::new(weights))) })
        }
        (ValueKind::Truth(truth), Type::Bool) => certain(Set::Truth((*truth).into())),
        (ValueKind::Word(word), Type::Bool) => match word.to_ascii_lowercase().as_str() {
            "yes" | "true" => certain(Set::Truth(Truth::True)),
            "no" | "false" => certain(Set::Truth(Truth::False)),
            _ => Err(wrong_type(value, ty)),
        },
        (ValueKind::Word(word), Type::Member(members)) => certain(read_member(word, members)?),
        (ValueKind::Text(text), Type::Member(members)) => certain(read_member(text, members)?),
        (ValueKind::Text(text), Type::Text) | (ValueKind::Word(text), Type::Text) => {
            certain(Set::Text(Some(text.clone())))
        }
        (ValueKind::Date(date), Type::Date) => certain(Set::Date(DateRange::point(*date))),
        (ValueKind::Month(range), Type::Date) => certain(Set::Date(*range)),
        (ValueKind::Range(lo, hi), Type::Date) => match (date_end(lo), date_end(hi)) {
            (Some(lo), Some(hi)) if lo.lo <= hi.hi => certain(Set::Date(DateRange { lo: lo.lo, hi: hi.hi })),
            (Some(_), Some(_)) => Err(Refusal::new("the range ends before it begins", "write the earlier date first")),
            _ => Err(wrong_type(value, ty)),
        },
        (_, Type::Number(quantity)) => read_number(value, quantity, unit.unwrap_or(&quantity.unit), units),
        _ => Err(wrong_type(value, ty)),
    }
}

/// Why a text is no value at all, and how to write it; `error` is what its parser said.
pub fn refuse_text(text: &str, ty: &Type, error: Diagnostic) -> Refusal {
    // Only what is wrong with a number, a date or a limit is said in the parser's words: those are about this text.
    let message = match error.code {
        Code::Literal | Code::Limit => error.message,
        _ => format!("that is not {}", indefinite(ty)),
    };
    let own = error.help.into_iter().next().filter(|_| matches!(error.code, Code::Literal | Code::Limit));
    let help = meant(text, ty).or(own).unwrap_or_else(|| match ty {
        Type::Number(quantity) => {
            format!("write a number such as `{}`, or `unknown`", quantity.unit.label("12"))
        }
        Type::Date => "write a date as `2026-08-01`, or a month as `2026-08`".to_owned(),
        Type::Bool => "write `yes`, `no` or `unknown`".to_owned(),
        Type::Text => "write text".to_owned(),
        Type::Member(members) => format!("write one of {}", members.join(", ")),
    });
    Refusal::new(message, help)
}

fn indefinite(ty: &Type) -> String {
    match ty {
        Type::Bool => "`yes` or `no`".to_owned(),
        Type::Member(_) => "one of the members".to_owned(),
        Type::Number(_) | Type::Date | Type::Text => ty.describe(),
    }
}

/// How the value is written that a text in the manner of spreadsheets and papers was probably meant to be.
fn meant(text: &str, ty: &Type) -> Option<String> {
    let text = text.trim();
    let lower = text.to_ascii_lowercase();
    let silent = ["-", "--", "?", "??", "tbd", "tba", "n.a.", "nan", "none given", "not disclosed", "undisclosed"];
    if silent.contains(&&*lower) || text.starts_with(['#', '–', '—']) {
        return Some("leave it empty, or write `unknown`, where it is not known".to_owned());
    }
    if let Some(right) = weights::meant(text) {
        return Some(right);
    }
    let Type::Number(quantity) = ty else { return None };
    let label = |number: &str| quantity.unit.label(number);
    let is_number = |text: &str| Rational::parse_decimal(text).is_ok();
    let inexact = ["~", "≈", "about ", "approx. ", "approximately ", "circa ", "ca. "];
    if inexact.iter().any(|sign| lower.starts_with(sign)) {
        return Some(format!("write how wide it is, as in `{}`, or the number alone", label("8e24 .. 1.2e25")));
    }
    if text.starts_with(['<', '>', '≤', '≥']) || text.ends_with("..") || text.starts_with("..") {
        return Some(format!("write both ends, as in `{}`", label("0 .. 12")));
    }
    if let Some((whole, decimals)) = text.split_once(',')
        && is_number(&format!("{whole}.{decimals}"))
    {
        return Some(format!("if the comma stands for a point, write `{whole}.{decimals}`"));
    }
    let dash =
        |(at, _): (usize, &str)| Some((text.get(..at)?.trim(), text.get(at..)?.trim_start_matches(['-', '–']).trim()));
    if let Some((low, high)) =
        text.match_indices(['-', '–']).filter_map(dash).find(|(low, high)| is_number(low) && is_number(high))
    {
        return Some(format!("write the range as `{}`", label(&format!("{low} .. {high}"))));
    }
    text.contains(['×', '*', '·']).then(|| format!("write the power of ten as an exponent: `{}`", label("2e25")))
}

/// A bare number up to one where a percentage is asked for: a share of one, or a very small percentage.
pub fn refuse_bare_share(value: &ast::Value, ty: &Type) -> Option<Refusal> {
    let (ValueKind::Quantity(item), Type::Number(quantity)) = (&value.kind, ty) else { return None };
    let number = &item.literal.number;
    let is_small = !number.is_zero() && *number <= 1 && !item.negative;
    (quantity.unit.kind == Kind::Percent && item.literal.unit.is_none() && is_small).then(|| {
        let percent = (number * &Rational::from(100)).to_exact_string();
        let message = format!("`{number}` beside a percentage may be a share or a percentage");
        Refusal::new(message, format!("write `{percent} %` or `{number} %`"))
    })
}

/// Reads the unit of a literal, or takes `default` where it has none.
///
/// # Errors
/// [`Refusal`] for a spelling that is no unit, with the nearest one.
pub fn read_unit(text: &str, units: &Units) -> Result<Unit, Refusal> {
    units.resolve(text).map_err(|error| match &error {
        UnitError::Unknown(name) => {
            if let Some(prefix) = rate_prefix(name) {
                let help = format!("write `{prefix}FLOP` for a number of operations, or `{prefix}FLOP/s` for a rate");
                return Refusal::new(format!("`{name}` is ambiguous"), help);
            }
            let help = match common_name(name).or_else(|| nearest(name, units.names())) {
                Some(near) => format!("did you mean `{near}`?"),
                None if text.contains(['*', '/']) => {
                    "in arithmetic `*` and `/` carry spaces; a unit of your own is declared with `unit NAME;`"
                        .to_owned()
                }
                None => "a unit of your own is declared with `unit NAME;`".to_owned(),
            };
            Refusal::new(error.to_string(), help)
        }
        UnitError::Ambiguous(_, help) => Refusal::new(error.to_string(), *help),
        UnitError::Calendar(_) => Refusal::new(
            error.to_string(),
            "months and years only shift dates, as in `6 months after release_date`; for a length write days",
        ),
        UnitError::Compound(_) => Refusal::new(error.to_string(), "write the share as a plain number"),
    })
}

/// The prefix of a name such as `TFLOPS`, which may be meant as an amount or as a rate.
fn rate_prefix(name: &str) -> Option<&str> {
    let (at, _) = name.char_indices().nth(1)?;
    let (prefix, rest) = name.split_at(at);
    let is_rate = matches!(rest, "FLOPS" | "FLOPs" | "flops" | "Flops" | "flop" | "Flop");
    (is_rate && "kMGTPEZYRQ".contains(prefix)).then_some(prefix)
}

/// The unit that a word of everyday speech stands for.
fn common_name(word: &str) -> Option<&'static str> {
    Some(match word.to_ascii_lowercase().as_str() {
        "dollar" | "dollars" | "usdollars" => "USD",
        "euro" | "euros" => "EUR",
        "pound" | "pounds" => "GBP",
        "won" => "KRW",
        "yuan" | "rmb" => "CNY",
        "yen" => "JPY",
        "pct" | "percentage" => "%",
        "pp" | "percentagepoints" => "points",
        "params" => "parameters",
        "sec" | "secs" => "seconds",
        "mins" => "minutes",
        "hr" | "hrs" => "hours",
        _ => return None,
    })
}

/// Whether `found` can stand where `wanted` is asked for; else why not.
///
/// # Errors
/// [`Refusal`] naming both units.
pub fn agree(found: &Unit, wanted: &Quantity) -> Result<(), Refusal> {
    if found.dimension != wanted.unit.dimension {
        let shown = |unit: &Unit| match (unit.kind, unit.dimension.is_none()) {
            (Kind::Percent, _) => "a share in %".to_owned(),
            (_, true) => "a plain number".to_owned(),
            (_, false) => format!("in {}", unit.symbol),
        };
        let help = format!("give it in {}", name_of(&wanted.unit));
        return Err(Refusal::new(format!("the value is {}, not {}", shown(found), shown(&wanted.unit)), help));
    }
    if found.kind != wanted.unit.kind && (found.kind, wanted.unit.kind) != (Kind::Plain, Kind::Percent) {
        let help = format!("give it in {}", name_of(&wanted.unit));
        return Err(Refusal::new(format!("the value is in {}", name_of(found)), help));
    }
    Ok(())
}

fn name_of(unit: &Unit) -> String {
    if unit.symbol.is_empty() { "plain numbers".to_owned() } else { format!("`{}`", unit.symbol) }
}

fn wrong_type(value: &ast::Value, ty: &Type) -> Refusal {
    let found = match &value.kind {
        ValueKind::Quantity(_) => "a number",
        ValueKind::Date(_) | ValueKind::Month(_) => "a date",
        ValueKind::Range(..) | ValueKind::Estimate(..) | ValueKind::PlusMinus(..) => "a range",
        ValueKind::Weighted(_) => "a list of weights",
        ValueKind::Truth(_) => "true or false",
        ValueKind::Unknown | ValueKind::None => "nothing",
        ValueKind::Text(_) => "text in quotes",
        ValueKind::Word(_) => "a word",
    };
    let help = match ty {
        Type::Bool => "write `true`, `false`, `yes`, `no` or `unknown`".to_owned(),
        Type::Date => "write a date as `2026-08-01`, or a month as `2026-08`".to_owned(),
        Type::Text => "write the text in quotes".to_owned(),
        Type::Member(members) => format!("write one of {}", members.join(", ")),
        Type::Number(quantity) => format!("write a number such as `{}`", quantity.unit.label("12")),
    };
    Refusal::new(format!("{found} stands where {} is asked for", ty.describe()), help)
}

fn read_member(word: &str, members: &[std::sync::Arc<str>]) -> Result<Set, Refusal> {
    match members.iter().position(|member| **member == *word) {
        Some(index) => Ok(Set::Member(Members::only(index))),
        None => {
            let near = nearest(word, members.iter().map(|member| &**member));
            let help = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("write one of {}", members.join(", ")),
            };
            Err(Refusal::new(format!("`{word}` is none of the members"), help))
        }
    }
}

fn date_end(value: &ast::Value) -> Option<DateRange> {
    match &value.kind {
        ValueKind::Date(date) => Some(DateRange::point(*date)),
        ValueKind::Month(range) => Some(*range),
        _ => None,
    }
}

fn read_number(value: &ast::Value, quantity: &Quantity, bare: &Unit, units: &Units) -> Result<Given, Refusal> {
    let read = |item: &ast::Quantity, fallback: &Unit| -> Result<(Rational, Unit), Refusal> {
        let unit = match &item.literal.unit {
            Some(name) => read_unit(&name.text, units)?,
            None => fallback.clone(),
        };
        let number = &item.literal.number * &unit.factor;
        Ok((if item.negative { -number } else { number }, unit))
    };
    let between = |lo: &ast::Quantity, hi: &ast::Quantity| -> Result<Interval, Refusal> {
        let (high, unit) = read(hi, bare)?;
        agree(&unit, quantity)?;
        // A unit written once, at the end, is meant for both ends.
        let (low, low_unit) = read(lo, &unit)?;
        agree(&low_unit, quantity)?;
        Interval::new(End::Closed(low), End::Closed(high))
            .ok_or_else(|| Refusal::new("the range ends below its beginning", "write the smaller number first"))
    };
    let certain = |interval| Ok(Given::Value { set: Set::Number(interval), estimate: None });
    match &value.kind {
        ValueKind::Quantity(item) => {
            let (number, unit) = read(item, bare)?;
            agree(&unit, quantity)?;
            certain(Interval::point(number))
        }
        ValueKind::Range(lo, hi) => match (&lo.kind, &hi.kind) {
            (ValueKind::Quantity(lo), ValueKind::Quantity(hi)) => certain(between(lo, hi)?),
            _ => Err(wrong_type(value, &Type::Number(quantity.clone()))),
        },
        ValueKind::Estimate(lo, hi) => {
            Ok(Given::Value { set: Set::Number(between(lo, hi)?), estimate: Some(Estimate::Interval) })
        }
        ValueKind::PlusMinus(middle, width) => {
            let (centre, unit) = read(middle, bare)?;
            agree(&unit, quantity)?;
            let (amount, width_unit) = read(width, &unit)?;
            let radius = match (quantity.unit.kind, width_unit.kind) {
                (Kind::Percent | Kind::Points, Kind::Points) => amount,
                (Kind::Percent | Kind::Points, Kind::Percent | Kind::Plain) => {
                    let message = "a width of a percentage can be meant in two ways";
                    return Err(Refusal::new(
                        message,
                        "write the width in percentage points, as in `83 % +/- 5 points`",
                    ));
                }
                (Kind::Plain, Kind::Percent) => &centre.abs() * &amount,
                (Kind::Plain, _) => {
                    agree(&width_unit, quantity)?;
                    amount
                }
            };
            if radius.is_negative() {
                return Err(Refusal::new("the width behind `+/-` is negative", "leave out its `-`"));
            }
            match Interval::new(End::Closed(&centre - &radius), End::Closed(&centre + &radius)) {
                Some(interval) => certain(interval),
                None => Err(Refusal::new("the range is empty", "write the width as a positive number")),
            }
        }
        _ => Err(wrong_type(value, &Type::Number(quantity.clone()))),
    }
}
