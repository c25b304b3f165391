//! Probabilities for people and for spreadsheets.
//!
//! In: what the analysis found. Out: text no wider than asked for, or CSV. `0 %` and `100 %` are printed only where they
//! are exact.

use super::csv::write;
use super::human;
use super::layout::{hang, pad, plain, trim_end, width, wrap};
use super::reason::picked;
use super::regime::{Group, rank};
use brightline::analysis::chance::{
    ByReading, Chance, InputAnswer, LineOutcome, OutcomeChance, POINTS, Part, Points, Swing, WeightAnswer,
};
use brightline::eval::readings::{Picks, decide, told_apart};
use brightline::ir::Policy;
use brightline::rational::{Rational, Rounding};

/// Characters of a bar.
const BAR: usize = 20;
/// Readings that are told of one outcome.
const MAX_READINGS: usize = 8;
/// Least columns for titles.
const LEAST_TITLE: usize = 16;

/// The whole block of one profile.
pub(crate) fn block(policies: &[&Policy], chances: &[Chance], columns: usize) -> String {
    let mut found: Vec<(&Policy, &Chance)> = policies.iter().copied().zip(chances).collect();
    found.sort_by_key(|(_, chance)| rank(chance.status.as_deref()));
    let Some((_, first)) = found.first() else { return String::new() };
    let mut text = hang("", &heading(first), columns);
    text.push('\n');
    if let Some(error) = &first.error
        && found.iter().all(|(_, chance)| chance.error.as_ref() == Some(error))
    {
        text.push_str(&hang("  error  ", &plain(error), columns));
        return text;
    }
    table(&found, columns, &mut text);
    turns(&found, columns, &mut text);
    by_reading(&found, columns, &mut text);
    swings(&found, columns, &mut text);
    lines(&found, columns, &mut text);
    drawn(&found, columns, &mut text);
    text.push('\n');
    notes(&found, columns, &mut text);
    text
}

/// `GPT-5 on 2026-11-21`
fn heading(chance: &Chance) -> String {
    titled_by_day(&chance.profile, &chance.as_of)
}

/// A profile's name with the day it is judged on.
pub(crate) fn titled_by_day(profile: &str, as_of: &str) -> String {
    let day = match as_of {
        "unknown" => "on a day that is not known".to_owned(),
        day if day.contains("..") => format!("on one of the days {day}"),
        day => format!("on {day}"),
    };
    format!("{} {day}", plain(profile))
}

/// The title of a policy, with its status where it is not in force.
fn titled(policy: &Policy, status: Option<&str>) -> String {
    let title = plain(&policy.title);
    match status {
        Some("in_force") => title,
        // The title of a hypothetical policy says so.
        Some("hypothetical") if title.contains("hypothetical") => title,
        Some(word) => format!("{title} ({})", word.replace('_', " ")),
        None => format!("{title} (not yet)"),
    }
}

/// The title of an outcome, behind that of its policy.
pub(crate) fn full_title(policy: &Policy, status: Option<&str>, title: &str) -> String {
    match policy.designations.len() {
        1 => titled(policy, status),
        _ => format!("{} - {}", titled(policy, status), plain(title)),
    }
}

fn table(found: &[(&Policy, &Chance)], columns: usize, text: &mut String) {
    let mut rows: Vec<[String; 5]> =
        vec![["regime", "covered", "not covered", "undetermined", "method"].map(str::to_owned)];
    for (policy, chance) in found {
        let title = titled(policy, chance.status.as_deref());
        if let Some(error) = &chance.error {
            rows.push([title, format!("error: {}", plain(error)), String::new(), String::new(), String::new()]);
            continue;
        }
        let several = policy.designations.len() > 1;
        if several {
            rows.push([title.clone(), String::new(), String::new(), String::new(), String::new()]);
        }
        for outcome in &chance.designations {
            let title = if several { format!("  {}", plain(&outcome.title)) } else { title.clone() };
            let cells = [with_error(&outcome.covered), percent(&outcome.not_covered), percent(&outcome.undetermined)];
            let [covered, not_covered, undetermined] = cells;
            rows.push([title, covered, not_covered, undetermined, outcome.method.as_str().to_owned()]);
        }
    }
    let widest = |at: usize| {
        let cells = rows.iter().filter_map(|row| row.get(at)).filter(|cell| !cell.starts_with("error"));
        cells.map(|cell| width(cell)).max().unwrap_or(0)
    };
    let widths = [1, 2, 3, 4].map(widest);
    let room = columns.saturating_sub(2 + widths.iter().map(|width| width + 2).sum::<usize>()).max(LEAST_TITLE);
    let titles = widest(0).min(room);
    for row in &rows {
        let [title, cells @ ..] = row;
        let indent = title.len() - title.trim_start().len();
        let mut wrapped = wrap(title.trim_start(), titles.saturating_sub(indent)).into_iter();
        let mut line = format!("  {}{}", " ".repeat(indent), pad(&wrapped.next().unwrap_or_default(), titles - indent));
        for (cell, width) in cells.iter().zip(widths) {
            line.push_str("  ");
            line.push_str(&pad(cell, width));
        }
        trim_end(&mut line);
        text.push_str(&line);
        text.push('\n');
        for rest in wrapped {
            text.push_str(&format!("  {}{rest}\n", " ".repeat(indent + 2)));
        }
    }
}

/// Where one input decides: at which values.
fn turns(found: &[(&Policy, &Chance)], columns: usize, text: &mut String) {
    let mut listed: Vec<String> = Vec::new();
    for (policy, chance) in found {
        for outcome in &chance.designations {
            if let Some((input, turns)) = outcome.turns.as_ref().filter(|(_, turns)| !turns.is_empty()) {
                let title = full_title(policy, chance.status.as_deref(), &outcome.title);
                listed.push(format!("{title}: at {} {}", turns.join(" and "), plain_name(input)));
            }
        }
    }
    section("Turns", &listed, columns, text);
}

/// Where the readings of what is disputed make a difference: how likely each makes it, and which choice decides.
fn by_reading(found: &[(&Policy, &Chance)], columns: usize, text: &mut String) {
    for (policy, chance) in found {
        for outcome in &chance.designations {
            let Some(ByReading { readings, deciding, alone }) = &outcome.by_reading else { continue };
            let is_one_of_several = readings.iter().any(|reading| reading.choices.len() > 1);
            let Some(decide) = decide(deciding, *alone && is_one_of_several) else { continue };
            let title = full_title(policy, chance.status.as_deref(), &outcome.title);
            text.push('\n');
            text.push_str(&hang("  ", &format!("{title}, covered by reading ({}):", plain(&decide)), columns));
            let readings: Vec<(&Picks, &Part)> =
                readings.iter().map(|reading| (&*reading.choices, &reading.covered)).collect();
            let apart = told_apart(&readings, deciding);
            let widest = apart.iter().map(|(_, part)| width(&with_error(part))).max().unwrap_or(0);
            for (picks, part) in apart.iter().take(MAX_READINGS) {
                let first = format!("    {}  ", pad(&with_error(part), widest));
                text.push_str(&hang(&first, &format!("if {}", picked(picks)), columns));
            }
            if let Some(more) = apart.len().checked_sub(MAX_READINGS).filter(|more| *more > 0) {
                text.push_str(&hang("    ", &format!("and {more} more, which --format json tells"), columns));
            }
        }
    }
}

/// A name behind the value that it has: `1e26 FLOP of training_compute`.
fn plain_name(name: &str) -> String {
    format!("of {}", plain(name))
}

fn section(title: &str, lines: &[String], columns: usize, text: &mut String) {
    for (at, line) in lines.iter().enumerate() {
        if at == 0 {
            text.push('\n');
        }
        let first = if at == 0 { format!("  {title}: ") } else { " ".repeat(title.len() + 4) };
        text.push_str(&hang(&first, line, columns));
    }
}

/// What was drawn, each once.
fn drawn(found: &[(&Policy, &Chance)], columns: usize, text: &mut String) {
    let mut inputs: Vec<&InputAnswer> = Vec::new();
    for input in found.iter().flat_map(|(_, chance)| &chance.inputs) {
        if !inputs.contains(&input) {
            inputs.push(input);
        }
    }
    section("Drawn", &inputs.into_iter().map(in_words).collect::<Vec<_>>(), columns, text);
}

/// What an input is drawn from.
pub(crate) fn in_words(input: &InputAnswer) -> String {
    let what = if input.kind == "fact" { String::new() } else { format!("{} ", input.kind) };
    let name = plain(&input.name);
    match &input.points {
        Some(Points { p5, median, p95 }) => {
            let [p5, median, p95] = [p5, median, p95].map(|text| human::in_words(text));
            format!("{what}{name}, {}: 5 % at {p5}, median {median}, 95 % at {p95}", input.distribution)
        }
        None => {
            let hundred = Rational::from(100);
            let weight = |one: &WeightAnswer| format!("{} {} %", plain(&one.value), &one.weight * &hundred);
            format!("{what}{name}: {}", input.weights.iter().map(weight).collect::<Vec<_>>().join(", "))
        }
    }
}

fn swings(found: &[(&Policy, &Chance)], columns: usize, text: &mut String) {
    for (policy, chance) in found {
        for outcome in chance.designations.iter().filter(|outcome| !outcome.swings.is_empty()) {
            let title = format!("What moves {}", full_title(policy, chance.status.as_deref(), &outcome.title));
            text.push('\n');
            text.push_str(&hang("  ", &format!("{title}, each alone from its 5 % to its 95 % point:"), columns));
            let ends = |swing: &Swing| [percent(&swing.at_low), percent(&swing.at_high)];
            let widest = |at: usize| {
                let cells = outcome.swings.iter().filter_map(|swing| ends(swing).get(at).map(|end| width(end)));
                cells.max().unwrap_or(0)
            };
            let widths = [widest(0), widest(1)];
            for swing in &outcome.swings {
                let [low, high] = ends(swing);
                let first = format!("    {}  {} .. {}  ", bar(swing), pad(&low, widths[0]), pad(&high, widths[1]));
                let [low, high] = [&swing.low, &swing.high].map(|text| human::in_words(text));
                let what = format!("{}: {low} .. {high}", plain(&swing.input));
                text.push_str(&hang(&first, &what, columns));
            }
        }
    }
}

/// `|-----#####----------|`: from where to where the probability goes, on a scale from 0 to 1.
fn bar(swing: &Swing) -> String {
    let at = |part: &Part| part.share.to_f64_for_show() * BAR as f64;
    let (a, b) = (at(&swing.at_low), at(&swing.at_high));
    let (from, to) = (a.min(b), a.max(b));
    let cell = |index: usize| {
        let middle = index as f64 + 0.5;
        if middle >= from && middle <= to { '#' } else { '-' }
    };
    format!("|{}|", (0..BAR).map(cell).collect::<String>())
}

fn lines(found: &[(&Policy, &Chance)], columns: usize, text: &mut String) {
    for (policy, chance) in found {
        let Some(line) = &chance.line else { continue };
        for outcome in &line.designations {
            text.push('\n');
            let title = full_title(policy, chance.status.as_deref(), &outcome.title);
            text.push_str(&hang("  ", &format!("{title}, as {} moves:", plain(&line.param)), columns));
            points(outcome, text);
            text.push_str(&hang("    ", &break_even(outcome), columns));
        }
    }
}

fn points(outcome: &LineOutcome, text: &mut String) {
    // A plot has points between those of the table, which JSON and CSV tell.
    let step = (outcome.points.len().saturating_sub(1) / (POINTS - 1)).max(1);
    let points = || outcome.points.iter().step_by(step);
    let widest = points().map(|point| width(&point.line)).max().unwrap_or(0);
    let cells: Vec<String> = points().map(|point| with_error(&point.parts[0])).collect();
    let widest_cell = cells.iter().map(|cell| width(cell)).max().unwrap_or(0);
    for (point, cell) in points().zip(&cells) {
        let [covered, _, undetermined] = &point.parts;
        let filled = |part: &Part| libm::round(part.share.to_f64_for_show() * BAR as f64) as usize;
        let (covered, open) = (filled(covered), filled(undetermined));
        let open = open.min(BAR.saturating_sub(covered));
        let rest = BAR.saturating_sub(covered + open);
        let bar = format!("|{}{}{}|", "#".repeat(covered), "?".repeat(open), "-".repeat(rest));
        let mut line = format!("    {}  {bar}  {}", pad(&point.line, widest), pad(cell, widest_cell));
        trim_end(&mut line);
        text.push_str(&line);
        text.push('\n');
    }
}

/// Where the verdict turns, in a sentence.
fn break_even(outcome: &LineOutcome) -> String {
    match (outcome.turns.as_slice(), &outcome.even_chance) {
        ([], Some(line)) => format!("An even chance of being covered at about {line}."),
        ([], None) if outcome.points.windows(2).all(|pair| matches!(pair, [a, b] if a.parts == b.parts)) => {
            "The verdict turns nowhere between these ends.".to_owned()
        }
        ([], None) => "Nowhere between these ends is being covered an even chance.".to_owned(),
        ([one], _) => format!("The verdict turns at {one}."),
        (several, _) => format!("The verdict turns at {}.", several.join(" and at ")),
    }
}

fn notes(found: &[(&Policy, &Chance)], columns: usize, text: &mut String) {
    let Some((_, first)) = found.first() else { return };
    let outcomes = || found.iter().flat_map(|(_, chance)| &chance.designations);
    if found.iter().all(|(_, chance)| chance.inputs.is_empty()) {
        let note = "Nothing is drawn: no fact or param that these policies ask for is a range or an estimate here, so \
                    that each probability is 0 or 1.";
        text.push_str(&hang("  ", note, columns));
    } else {
        let sampled = |part: &Part| !part.is_exact();
        let at_lines = found.iter().filter_map(|(_, chance)| chance.line.as_ref()).flat_map(|line| &line.designations);
        let in_lines = at_lines.flat_map(|outcome| &outcome.points).any(|point| sampled(&point.parts[0]));
        if in_lines || outcomes().any(|outcome| sampled(&outcome.covered) || !outcome.swings.is_empty()) {
            let note = format!("{} samples, seed {}; +/- is one standard error.", grouped(first.samples), first.seed);
            text.push_str(&hang("  ", &note, columns));
        }
        text.push_str(&hang("  ", "A probability rests on the distributions that these ranges stand for.", columns));
    }
    if outcomes().any(|outcome| !outcome.undetermined.share.is_zero()) {
        text.push_str(&hang("  ", "What would settle the undetermined: `brightline measure`.", columns));
    }
    if found.iter().any(|(_, chance)| Group::of(chance.status.as_deref()) == Group::Hypothetical) {
        text.push_str(&hang("  ", "The lines of hypothetical policies are assumptions.", columns));
    }
}

/// `100,000`
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let first = digits.len() % 3;
    let mut shown = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && at % 3 == first {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}

/// `41.0 % (+/- 0.2)`, or the probability alone where it is exact or at an end.
pub(crate) fn with_error(part: &Part) -> String {
    match decimals(part) {
        Some(decimals) => format!("{} (+/- {:.decimals$})", percent(part), part.standard_error * 100.0),
        None => percent(part),
    }
}

/// The decimals of a percentage that its standard error leaves; `None` where there is no such error.
fn decimals(part: &Part) -> Option<usize> {
    let error = part.standard_error * 100.0;
    (error > 0.0).then(|| (-libm::floor(libm::log10(error))).max(0.0) as usize)
}

/// A probability in percent: `0 %` and `100 %` only where that is exact.
pub(crate) fn percent(part: &Part) -> String {
    let hundred = Rational::from(100);
    let share = &part.share * &hundred;
    if let Some(decimals) = decimals(part) {
        return format!("{:.decimals$} %", share.to_f64_for_show());
    }
    let is_whole = part.share == Rational::one();
    if part.count.is_some() {
        // The rule of three: the 95 % bound of what never came.
        let bound =
            Rational::ratio(300, i64::try_from(part.samples).unwrap_or(i64::MAX)).unwrap_or_else(Rational::zero);
        return match is_whole {
            true => format!("> {} %", (&hundred - &bound).to_rounded_string(7, Rounding::Down)),
            false => format!("< {} %", bound.to_rounded_string(3, Rounding::Up)),
        };
    }
    if is_whole || part.share.is_zero() {
        return format!("{share} %");
    }
    // Three digits, of what is left to 100 % where that is little.
    let left = &hundred - &share;
    let one = Rational::one();
    if share >= one && left >= one {
        return format!("{:.1} %", share.to_f64_for_show());
    }
    if share < one {
        return match share.order_of_magnitude() {
            small if small < -9 => "< 1e-9 %".to_owned(),
            _ => format!("{} %", share.to_rounded_string(2, Rounding::Nearest)),
        };
    }
    let left = Rational::parse_decimal(&left.to_rounded_string(2, Rounding::Up)).unwrap_or(left);
    match left.order_of_magnitude() {
        small if small < -6 => "> 99.999999 %".to_owned(),
        _ => format!("{} %", (&hundred - &left).to_exact_string()),
    }
}

/// One row for each profile and outcome, for each line where one moves, and for each input at each end where it is moved.
pub(crate) fn csv(chances: &[Vec<Chance>]) -> String {
    let header = [
        "profile",
        "policy",
        "designation",
        "as_of",
        "status",
        "param",
        "line",
        "method",
        "covered",
        "standard_error",
        "low",
        "high",
        "not_covered",
        "undetermined",
        "samples",
        "seed",
        "error",
    ];
    let mut rows: Vec<Vec<String>> = vec![header.map(str::to_owned).to_vec()];
    for chance in chances.iter().flatten() {
        let row = |id: &str, line: [&str; 2], method: &str, parts: [Option<&Part>; 3]| {
            let number = |part: Option<&Part>| part.map(|part| part.share.to_exact_string()).unwrap_or_default();
            let [covered, not_covered, undetermined] = parts;
            let float = |find: fn(&Part) -> f64| covered.map(|part| find(part).to_string()).unwrap_or_default();
            vec![
                chance.profile.to_string(),
                chance.policy.to_string(),
                id.to_owned(),
                chance.as_of.clone(),
                chance.status.as_deref().unwrap_or_default().to_owned(),
                line[0].to_owned(),
                line[1].to_owned(),
                method.to_owned(),
                number(covered),
                float(|part| part.standard_error),
                float(|part| part.interval[0]),
                float(|part| part.interval[1]),
                number(not_covered),
                number(undetermined),
                chance.samples.to_string(),
                chance.seed.clone(),
                chance.error.clone().unwrap_or_default(),
            ]
        };
        if chance.error.is_some() {
            rows.push(row("", ["", ""], "", [None; 3]));
        }
        for outcome in &chance.designations {
            let OutcomeChance { covered, not_covered, undetermined, .. } = outcome;
            let parts = [covered, not_covered, undetermined].map(Some);
            rows.push(row(&outcome.id, ["", ""], outcome.method.as_str(), parts));
            for swing in &outcome.swings {
                for (value, covered) in [(&swing.low, &swing.at_low), (&swing.high, &swing.at_high)] {
                    rows.push(row(&outcome.id, [&*swing.input, value], "sensitivity", [Some(covered), None, None]));
                }
            }
        }
        if let Some(line) = &chance.line {
            for outcome in &line.designations {
                for point in &outcome.points {
                    let [covered, not_covered, undetermined] = &point.parts;
                    let method = match covered.is_exact() {
                        true if point.parts.iter().any(|part| part.share == Rational::one()) => "certain",
                        true => "closed form",
                        false => "samples",
                    };
                    let parts = [covered, not_covered, undetermined].map(Some);
                    rows.push(row(&outcome.id, [&*line.param, &*point.line], method, parts));
                }
            }
        }
    }
    write(&rows)
}
