//! The one reason for a verdict: which clause, how far from its line, or what is missing.
//!
//! In: the answer of a designation. Out: a sentence without a full stop. Says what the answer says, never more.

use super::human::{beside, number, percent, quantity, range, unit_of_difference};
use super::layout::plain;
use brightline::eval::line::Compared;
use brightline::eval::readings::Pick;
use brightline::eval::result::{ClauseAnswer, DesignationAnswer, OTHER_MODELS, Verdict};
use brightline::interval::Interval;
use brightline::possible::Set;
use brightline::rational::{Rational, Rounding};
use brightline::syntax::op::Comparison;
use brightline::truth::Truth;
use brightline::unit::{Kind, Unit, Units};
use std::cmp::Ordering;

/// Clauses named where none of them compares anything.
const MAX_CLAUSES: usize = 3;
/// Sets of unknowns named in one sentence.
const MAX_SETS: usize = 3;
/// The same where there is little room.
const MAX_SETS_IN_BRIEF: usize = 2;

/// How much is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Detail {
    /// All of it.
    Full,
    /// What a screen of many regimes has room for.
    Brief,
}

/// Why the verdict is what it is.
pub(crate) fn reason(answer: &DesignationAnswer, detail: Detail) -> String {
    let because = deciding(answer);
    let tags = tags(answer);
    let mut said = match answer.verdict {
        Verdict::Undetermined => {
            let known =
                because.iter().find(|clause| clause.truth == Truth::Unknown).and_then(|clause| far(clause, detail));
            let by_reading = disagreement(answer);
            let needs = match by_reading {
                Some(_) => needs_beside_readings(answer, detail),
                None => Some(needs(answer, detail)),
            };
            [known, by_reading, needs].into_iter().flatten().collect::<Vec<_>>().join("; ")
        }
        Verdict::Covered | Verdict::NotCovered => match because.iter().find(|clause| clause.binding) {
            Some(binding) => sentence(answer, binding, detail),
            None => {
                let mut said: Vec<String> =
                    because.iter().take(MAX_CLAUSES).map(|clause| sentence(answer, clause, detail)).collect();
                if because.len() > MAX_CLAUSES {
                    said.push(format!("and {} more", because.len() - MAX_CLAUSES));
                }
                said.join("; ")
            }
        },
    };
    if !tags.is_empty() {
        said.push_str(&format!(" ({})", tags.join(", ")));
    }
    said
}

/// The deciding clauses, the binding one first.
pub(crate) fn deciding(answer: &DesignationAnswer) -> Vec<&ClauseAnswer> {
    let all: Vec<&ClauseAnswer> = every_clause(answer);
    answer.because.iter().filter_map(|id| all.iter().find(|clause| clause.id == *id).copied()).collect()
}

/// Every clause of an answer, the exception's too.
pub(crate) fn every_clause(answer: &DesignationAnswer) -> Vec<&ClauseAnswer> {
    let mut all = Vec::new();
    let mut waiting: Vec<&ClauseAnswer> = answer.clauses.iter().chain(&answer.unless).collect();
    while let Some(clause) = waiting.pop() {
        waiting.extend(&clause.clauses);
        all.push(clause);
    }
    all
}

/// What the verdict is, beside what it says.
fn tags(answer: &DesignationAnswer) -> Vec<&'static str> {
    let mut tags = Vec::new();
    match (answer.kind, answer.verdict) {
        ("presume", Verdict::Covered) => tags.push("a presumption"),
        ("indicate", Verdict::Covered) => tags.push("only an indication"),
        _ => {}
    }
    let rests = |kind: &str| answer.rests_on.iter().any(|rest| rest.kind == kind);
    if answer.verdict != Verdict::Undetermined {
        let estimates = || answer.rests_on.iter().filter(|rest| rest.kind == "estimate");
        tags.extend(
            ["at 90 %", "by weights"].iter().filter(|known| estimates().any(|rest| rest.text.contains(**known))),
        );
        if rests("assume") {
            tags.push("on assumptions");
        }
    }
    if answer.notes.iter().any(|note| note == "not refined") {
        tags.push("not refined");
    }
    tags
}

fn sentence(answer: &DesignationAnswer, clause: &ClauseAnswer, detail: Detail) -> String {
    let excepted = answer.verdict == Verdict::NotCovered
        && clause.truth == Truth::True
        && answer.unless.as_ref().is_some_and(|unless| contains(unless, clause));
    let said = match (far(clause, detail), clause.truth) {
        (Some(far), _) => far,
        (None, Truth::True) => format!("{}: yes", words_of(clause)),
        (None, Truth::False) => format!("{}: no", words_of(clause)),
        (None, Truth::Unknown) => format!("{}: not known", words_of(clause)),
    };
    if excepted { format!("excepted, {said}") } else { said }
}

fn contains(tree: &ClauseAnswer, clause: &ClauseAnswer) -> bool {
    tree.id == clause.id || tree.clauses.iter().any(|child| contains(child, clause))
}

fn words_of(clause: &ClauseAnswer) -> String {
    if clause.text.is_empty() { plain(&clause.id) } else { plain(&clause.text) }
}

/// The clause's own name, where it has one, and how far its value is from the line.
fn far(clause: &ClauseAnswer, detail: Detail) -> Option<String> {
    let distance = distance(clause, detail)?;
    let label = clause.id.rsplit('.').next().unwrap_or_default();
    Some(match label.starts_with(|first: char| first.is_ascii_digit()) {
        true => distance,
        false => format!("{}: {distance}", plain(&label.replace('_', " "))),
    })
}

/// The value as a part or a multiple of its line, where both are known and that has a meaning.
pub(crate) fn share_of_line(clause: &ClauseAnswer) -> Option<String> {
    let compared = clause.comparison.as_ref()?;
    let (value, line) = (compared.value.number(), compared.line.number());
    let ratio = ratio_to_line(compared, value.as_point()?, line.as_point()?)?;
    Some(match ratio >= 2 {
        true => format!("{}x", number(&ratio, Rounding::Down)),
        false => percent(&ratio),
    })
}

/// How far the value is from the line, in words.
pub(crate) fn distance(clause: &ClauseAnswer, detail: Detail) -> Option<String> {
    match &clause.comparison {
        Some(compared) => {
            compared_numbers(compared, clause.note.as_deref(), detail).or_else(|| compared_others(compared))
        }
        None if clause.by_reading.iter().any(|compared| compared.unit.is_none()) => None,
        // The readings compare different values: both are shown.
        None => {
            let (value, line) = (clause.value.as_deref()?, clause.line.as_deref()?);
            let (values, line) = by_reading(value, line);
            let apart = if values.len() > 1 { ", by reading" } else { "" };
            Some(format!("{}{apart}; the line is {line}", values.join(" or ")))
        }
    }
}

/// The values of several readings and their line, rounded beside each other where all are plain numbers of one unit.
fn by_reading(values: &str, line: &str) -> (Vec<String>, String) {
    let parts: Vec<&str> = values.split(" or ").chain([line]).collect();
    let read = |part: &&str| -> Option<(Rational, Unit)> {
        let (number, symbol) = part.split_once(' ').unwrap_or((*part, "number"));
        let unit = Units::default().resolve(symbol).ok()?;
        Some((&Rational::parse_decimal(number).ok()? * &unit.factor, unit))
    };
    let numbers: Option<Vec<(Rational, Unit)>> = parts.iter().map(read).collect();
    let mut shown: Vec<String> = match numbers.as_deref() {
        Some([(_, unit), rest @ ..]) if rest.iter().all(|(_, other)| other == unit) => {
            let values: Vec<&Rational> = numbers.iter().flatten().map(|(value, _)| value).collect();
            beside(&values, unit).iter().map(|text| unit.label(text)).collect()
        }
        _ => parts.iter().map(|part| open_ended(part)).collect(),
    };
    let line = shown.pop().unwrap_or_default();
    shown.dedup();
    (shown, line)
}

/// `6.14e25 FLOP ..` as `at least 6.14e25 FLOP`.
fn open_ended(text: &str) -> String {
    match text.strip_suffix(" ..") {
        Some(lo) => format!("at least {}", plain(lo)),
        None => plain(text),
    }
}

/// The ratio of two numbers with a meaningful zero, neither of them negative.
fn ratio_to_line(compared: &Compared, value: &Rational, line: &Rational) -> Option<Rational> {
    let plain = compared.unit.as_ref().is_some_and(|unit| unit.kind == Kind::Plain);
    let ratio = value.checked_div(line).filter(|_| compared.has_ratio && plain && !line.is_negative())?;
    (!ratio.is_negative()).then_some(ratio)
}

fn compared_numbers(compared: &Compared, note: Option<&str>, detail: Detail) -> Option<String> {
    let unit = compared.unit.as_ref()?;
    if compared.silent || compared.value.undefined != Truth::False || compared.line.undefined != Truth::False {
        return None;
    }
    let (value, line) = (compared.value.number(), compared.line.number());
    match (value.as_point(), line.as_point()) {
        (Some(value), Some(line)) => Some(points(compared, value, line, (unit, note), detail)),
        _ if is_anything(&value) => None,
        _ => Some(ranges(&value, &line, unit)),
    }
}

/// Whether a range says nothing: no ends, or only that it is not below zero.
pub(crate) fn is_anything(value: &Interval) -> bool {
    value.hi().value().is_none() && value.lo().value().is_none_or(Rational::is_zero)
}

fn points(
    compared: &Compared,
    value: &Rational,
    line: &Rational,
    (unit, note): (&Unit, Option<&str>),
    detail: Detail,
) -> String {
    let [v, l] = beside(&[value, line], unit).try_into().unwrap_or_default();
    let (v, l) = (unit.label(&v), unit.label(&l));
    let apart = (value - line).abs();
    let of_difference = unit_of_difference(unit);
    let order = value.cmp(line);
    let ratio = ratio_to_line(compared, value, line);
    let upwards = matches!(compared.op, Comparison::Above | Comparison::AtLeast);
    match (order, ratio) {
        (Ordering::Equal, _) => format!("{v} is {}", note.unwrap_or("exactly at the line")),
        (Ordering::Greater, Some(ratio)) if ratio >= 2 => {
            format!("{v} is {}x the line of {l}", number(&ratio, Rounding::Down))
        }
        (Ordering::Greater, Some(ratio)) => format!("{v} is {} of the line of {l}", percent(&ratio)),
        (Ordering::Less, Some(ratio)) => {
            let short = quantity(&apart, &of_difference, Rounding::Up);
            let more = match (compared.op, upwards) {
                _ if detail == Detail::Brief => String::new(),
                (Comparison::Above, _) => format!("; another {short} and more would cross it"),
                (_, true) => format!("; another {short} would reach it"),
                (_, false) => String::new(),
            };
            format!("{v} is {} of the line of {l}{more}", percent(&ratio))
        }
        (Ordering::Greater, None) => {
            format!("{v} is {} above the line of {l}", quantity(&apart, &of_difference, Rounding::Down))
        }
        (Ordering::Less, None) => {
            format!("{v} is {} below the line of {l}", quantity(&apart, &of_difference, Rounding::Down))
        }
    }
}

/// The words of two ranges, each end beside the others.
pub(crate) fn range_texts(value: &Interval, line: &Interval, unit: &Unit) -> (String, String) {
    let ends = [value.lo().value(), value.hi().value(), line.lo().value(), line.hi().value()];
    let known: Vec<&Rational> = ends.iter().flatten().copied().collect();
    let mut texts = beside(&known, unit).into_iter();
    let [value_lo, value_hi, line_lo, line_hi] =
        ends.map(|end| if end.is_some() { texts.next().unwrap_or_default() } else { String::new() });
    let shown = |interval: &Interval, lo: &str, hi: &str| match interval.as_point() {
        Some(_) => unit.label(lo),
        None => range(interval, lo, hi, unit),
    };
    (shown(value, &value_lo, &value_hi), shown(line, &line_lo, &line_hi))
}

fn ranges(value: &Interval, line: &Interval, unit: &Unit) -> String {
    let (v, l) = range_texts(value, line, unit);
    let place = if value.greater(line) == Truth::True {
        "above"
    } else if value.at_least(line) == Truth::True {
        "at or above"
    } else if line.greater(value) == Truth::True {
        "below"
    } else if line.at_least(value) == Truth::True {
        "at or below"
    } else {
        "on both sides of"
    };
    let one_sided = value.lo().value().is_none() || value.hi().value().is_none();
    match (line.as_point(), place) {
        (Some(_), "on both sides of") if one_sided => format!("{v}; the line is {l}"),
        (Some(_), place) => format!("{v}, {place} the line of {l}"),
        (None, "on both sides of") => format!("{v}; the line lies in {l}"),
        (None, place) => format!("{v}, {place} the line, which lies in {l}"),
    }
}

/// Dates, members, texts.
fn compared_others(compared: &Compared) -> Option<String> {
    if compared.unit.is_some() {
        return None;
    }
    let (value, line) = (plain(&compared.value_text()?), plain(&compared.line_text()?));
    if let (Set::Date(of_value), Set::Date(of_line)) = (&compared.value.set, &compared.line.set) {
        return Some(match of_value.as_point().zip(of_line.as_point()).map(|(value, line)| value.cmp(&line)) {
            Some(Ordering::Less) => format!("{value} is before {line}"),
            Some(Ordering::Equal) => format!("{value} is the very day"),
            Some(Ordering::Greater) => format!("{value} is after {line}"),
            None => format!("{value} against {line}"),
        });
    }
    Some(if compared.value.set.same(&compared.line.set) == Truth::False {
        format!("{value}, not {line}")
    } else {
        value
    })
}

/// What would settle the verdict.
pub(crate) fn needs(answer: &DesignationAnswer, detail: Detail) -> String {
    let sets = &answer.needs.sets;
    if sets.is_empty() {
        if let Some(note) = super::summary::without_value(answer).next() {
            return plain(note);
        }
        return match answer.needs.complete {
            true => "nothing that a profile could say would settle it".to_owned(),
            false => "needs several facts at once".to_owned(),
        };
    }
    format!("needs {}", sets_in_words(&sets.iter().collect::<Vec<_>>(), detail))
}

/// How the readings fall out, where they give different verdicts.
pub(crate) fn disagreement(answer: &DesignationAnswer) -> Option<String> {
    answer.readings_summary.as_ref().filter(|summary| summary.disagree()).map(|summary| plain(&summary.sentence()))
}

/// What would settle the verdict beside a choice of reading.
fn needs_beside_readings(answer: &DesignationAnswer, detail: Detail) -> Option<String> {
    let sets = answer.needs.sets.iter().filter(|set| set.iter().any(|name| !name.starts_with("choice ")));
    let sets: Vec<&Vec<String>> = sets.collect();
    (!sets.is_empty()).then(|| format!("or needs {}", sets_in_words(&sets, detail)))
}

/// `counted is original_run and base_run is counted`
pub(crate) fn picked(picks: &[&Pick]) -> String {
    let picks: Vec<String> = picks.iter().map(|(choice, member)| format!("{choice} is {member}")).collect();
    plain(&picks.join(" and "))
}

/// The first sets of unknowns, and how many more there are.
fn sets_in_words(sets: &[&Vec<String>], detail: Detail) -> String {
    let most = if detail == Detail::Full { MAX_SETS } else { MAX_SETS_IN_BRIEF };
    let mut shown: Vec<String> = sets.iter().take(most).map(|set| set_in_words(set)).collect();
    if let Some(more) = sets.len().checked_sub(most).filter(|more| *more > 0) {
        shown.push(if more == 1 { "another set".to_owned() } else { format!("{more} other sets") });
    }
    shown.join(", or ")
}

/// `a with b and c`, params and choices named as what they are.
pub(crate) fn set_in_words(set: &[String]) -> String {
    let names: Vec<String> = set.iter().map(|name| unknown_in_words(name)).collect();
    match names.split_first() {
        Some((first, rest)) if !rest.is_empty() => format!("{first} with {}", rest.join(" and ")),
        _ => names.concat(),
    }
}

fn unknown_in_words(name: &str) -> String {
    match name.split_once(' ') {
        Some(("param", param)) => format!("the param {}", plain(param)),
        Some(("choice", choice)) => format!("the reading of {}", plain(choice)),
        _ if name == "evaluation_date" => "the date".to_owned(),
        _ if name == OTHER_MODELS => format!("{name} (give them with --profiles)"),
        _ => plain(name),
    }
}
