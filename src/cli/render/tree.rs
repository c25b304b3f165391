//! The explained answer: the clauses of each designation in the policy's words, the binding one marked, and what follows.
//!
//! In: the answers of one profile. Out: text no wider than asked for; its marks are plain ASCII, and nothing is said by
//! colour alone.

use super::human::{number, percent, quantity, unit_of_difference};
use super::layout::{hang, pad, paint, plain, trim_end, width, wrap};
use super::reason::{Detail, distance, is_anything, needs, picked, range_texts};
use super::regime::{Regime, heading, in_order, status_in_words};
use super::summary;
use super::table::same_error;
use brightline::eval::line::Compared;
use brightline::eval::readings::{Picks, told_apart};
use brightline::eval::result::{Answer, ClauseAnswer, DesignationAnswer, Verdict};
use brightline::ir::Policy;
use brightline::rational::Rounding;
use brightline::syntax::op::Comparison;
use brightline::truth::Truth;
use brightline::unit::Kind;
use std::cmp::Ordering;

/// Widest name of a clause that has its words on the same line.
const MAX_LABEL: usize = 16;
/// Least room in which words are readable.
const MIN_ROOM: usize = 24;

/// The whole block of one profile.
pub(crate) fn block(policies: &[&Policy], answers: &[Answer], columns: usize) -> String {
    let mut text = String::new();
    if let Some(first) = answers.first() {
        text.push_str(&hang("", &heading(first), columns));
        text.push('\n');
    }
    if let Some(error) = same_error(answers) {
        text.push_str(&hang("  error  ", &plain(error), columns));
        return text;
    }
    let regimes = in_order(policies, answers);
    for regime in &regimes {
        if let Some(error) = &regime.answer.error {
            text.push_str(&hang("", &regime.title(), columns));
            text.push_str(&hang("  error  ", &plain(error), columns));
            text.push('\n');
        }
        for answer in &regime.answer.designations {
            designation(regime, answer, columns, &mut text);
            if !stands_alone(regime) {
                follows(regime, columns, &mut text);
            }
            text.push('\n');
        }
        if stands_alone(regime) {
            let before = text.len();
            follows(regime, columns, &mut text);
            if text.len() > before {
                text.push('\n');
            }
        }
    }
    // What falls due stands with its policy.
    text.push_str(&summary::without_days(&regimes, columns));
    text.push_str(&hang("  ", &summary::count(answers, ""), columns));
    text
}

fn designation(regime: &Regime<'_>, answer: &DesignationAnswer, columns: usize, text: &mut String) {
    let title = match regime.has_several() {
        true => format!("{} - {}", regime.title(), regime.designation_title(answer)),
        false => regime.title(),
    };
    let (verdict, colour) = match regime.is_in_force() {
        true => (regime.verdict(answer.verdict).to_uppercase(), Some(answer.verdict)),
        false => (format!("({}) {}", status_in_words(regime.answer), regime.verdict(answer.verdict)), None),
    };
    headline(&title, &verdict, colour, columns, text);
    match &answer.joined {
        Some(joined) => {
            text.push_str(&format!("  {joined}\n"));
            clauses(&answer.clauses, 1, columns, text);
        }
        None => clauses(&answer.clauses, 0, columns, text),
    }
    if let Some(unless) = &answer.unless {
        match &unless.joined {
            Some(joined) if &*unless.id == "unless" => {
                text.push_str(&format!("  unless {joined}\n"));
                clauses(&unless.clauses, 1, columns, text);
            }
            _ => {
                text.push_str("  unless\n");
                clauses(std::slice::from_ref(unless), 1, columns, text);
            }
        }
    }
    fields(answer, columns, text);
}

/// Whether what follows from a policy is not shown below its one outcome, but by itself.
fn stands_alone(regime: &Regime<'_>) -> bool {
    regime.has_several() || regime.answer.designations.is_empty()
}

/// What follows from a policy's outcomes: whether it applies, by when, and what it is.
fn follows(regime: &Regime<'_>, columns: usize, text: &mut String) {
    let list = &regime.answer.obligations;
    // Where only obligations are kept, they are what was asked about.
    if list.is_empty() || (summary::nothing_follows(regime) && !regime.answer.designations.is_empty()) {
        return;
    }
    let heading = if regime.is_in_force() { "what follows" } else { "what would follow" };
    let depth = match stands_alone(regime) {
        true => {
            let status = (!regime.is_in_force()).then(|| format!("({})", status_in_words(regime.answer)));
            headline(&format!("{} - {heading}", regime.title()), &status.unwrap_or_default(), None, columns, text);
            0
        }
        false => {
            text.push_str(&hang("  ", heading, columns));
            1
        }
    };
    let days: Vec<String> =
        list.iter().map(|one| if one.applies == "no" { String::new() } else { summary::day(regime, one) }).collect();
    let labels = column_of(days.iter().map(String::as_str));
    for (one, day) in list.iter().zip(&days) {
        let mark = match one.applies {
            "yes" => "yes",
            "no" => "no",
            _ => "??",
        };
        let cite = one.cite.as_deref().map(plain).unwrap_or_default();
        let row = Row { binding: false, mark, label: day, words: &summary::in_words(one), cite: &cite };
        row.lay(Place { depth, labels, columns }, text);
    }
}

/// The lines below the clauses.
fn fields(answer: &DesignationAnswer, columns: usize, text: &mut String) {
    let mut field = |word: &str, said: &str| text.push_str(&hang(&format!("  {word:<8}  "), said, columns));
    for (at, said) in readings(answer).iter().enumerate() {
        field(if at == 0 { "readings" } else { "" }, said);
    }
    for (at, rest) in answer.rests_on.iter().enumerate() {
        field(if at == 0 { "rests on" } else { "" }, &plain(&rest.text));
    }
    let settled_by_nothing = answer.needs.sets.is_empty() && summary::without_value(answer).next().is_some();
    if answer.verdict == Verdict::Undetermined && !settled_by_nothing {
        let needs = needs(answer, Detail::Full);
        field("needs", needs.strip_prefix("needs ").unwrap_or(&needs));
    }
    for note in &answer.notes {
        field("note", &plain(note));
    }
}

/// How the readings of what is disputed fall out, then what each of them gives, as far as a choice decides.
fn readings(answer: &DesignationAnswer) -> Vec<String> {
    let Some(summary) = &answer.readings_summary else { return Vec::new() };
    let mut said = vec![plain(&summary.sentence())];
    if summary.disagree() {
        let found: Vec<(&Picks, Verdict)> =
            answer.readings.iter().map(|reading| (&*reading.choices, reading.verdict)).collect();
        let apart = told_apart(&found, &summary.deciding);
        said.extend(apart.iter().map(|(picks, verdict)| format!("{} if {}", verdict.in_words(), picked(picks))));
    }
    said
}

/// The title at the left, the verdict at the right.
fn headline(title: &str, verdict: &str, colour: Option<Verdict>, columns: usize, text: &mut String) {
    let painted = colour.map_or(verdict.to_owned(), |colour| paint(colour, verdict));
    let lines = wrap(title, columns.saturating_sub(width(verdict) + 2).max(MIN_ROOM.min(columns)));
    for (at, line) in lines.iter().enumerate() {
        text.push_str(line);
        if at == 0 && !verdict.is_empty() {
            match columns.checked_sub(width(line) + width(verdict)) {
                Some(gap) if gap >= 2 => text.push_str(&format!("{}{painted}", " ".repeat(gap))),
                _ if width(verdict) + 2 <= columns => text.push_str(&format!("\n  {painted}")),
                _ => text.push_str(&format!("\n{}", hang("  ", verdict, columns).trim_end())),
            }
        }
        text.push('\n');
    }
}

/// Clauses of one block, their names in a column.
fn clauses(list: &[ClauseAnswer], depth: usize, columns: usize, text: &mut String) {
    let names: Vec<String> = list.iter().map(label).collect();
    let labels = column_of(names.iter().map(String::as_str));
    for (clause, name) in list.iter().zip(&names) {
        one(clause, name, Place { depth, labels, columns }, text);
        clauses(&clause.clauses, depth + 1, columns, text);
    }
}

/// The width of the widest label that has its words on the same line.
fn column_of<'l>(labels: impl Iterator<Item = &'l str>) -> usize {
    labels.map(width).filter(|width| *width <= MAX_LABEL).max().unwrap_or(0)
}

fn one(clause: &ClauseAnswer, label: &str, place: Place, text: &mut String) {
    let mark = match clause.truth {
        Truth::True => "yes",
        Truth::False => "no",
        Truth::Unknown => "??",
    };
    let words = clause.joined.clone().unwrap_or_else(|| plain(&clause.text));
    let cite = clause.cite.as_deref().map(plain).unwrap_or_default();
    let row = Row { binding: clause.binding, mark, label, words: &words, cite: &cite };
    let column = row.lay(place, text);
    if let Some(said) = against(clause).filter(|_| clause.clauses.is_empty()) {
        text.push_str(&hang(&" ".repeat(column), &said, place.columns));
    }
}

/// Where the rows of one block stand.
#[derive(Clone, Copy)]
struct Place {
    /// How many blocks it lies in.
    depth: usize,
    /// The width of the column of labels.
    labels: usize,
    columns: usize,
}

/// A clause, or something that follows: a mark, a label, words, a citation.
struct Row<'r> {
    binding: bool,
    mark: &'r str,
    label: &'r str,
    words: &'r str,
    cite: &'r str,
}

impl Row<'_> {
    /// Writes the row, and tells at which column its words stand.
    fn lay(&self, place: Place, text: &mut String) -> usize {
        let Place { depth, labels, columns } = place;
        let indent = (2 * depth).min(columns / 3);
        let binding = if self.binding { ">" } else { " " };
        let start = format!("{}{binding:>3} {:<3}  ", " ".repeat(indent), self.mark);
        let gap = if labels == 0 && self.label.is_empty() { 0 } else { 2 };
        let column = width(&start) + labels + gap;
        // A long name, or a deep one, has its words on the next line.
        let is_narrow = columns.saturating_sub(column) < MIN_ROOM;
        let column = if is_narrow { (indent + 4).min(columns / 2) } else { column };
        let first = if is_narrow || width(self.label) > labels {
            match self.label {
                "" => text.push_str(&format!("{}\n", start.trim_end())),
                label => text.push_str(&hang(&start, label, columns)),
            }
            " ".repeat(column)
        } else {
            format!("{start}{}", pad(self.label, labels + gap))
        };
        text.push_str(&beside_citation(&first, self.words, self.cite, columns));
        column
    }
}

/// The words behind `first`, the citation at the right where it fits, else below.
fn beside_citation(first: &str, words: &str, cite: &str, columns: usize) -> String {
    let room = columns.saturating_sub(width(first)).max(1);
    let mut text = hang(first, words, columns);
    if text.is_empty() {
        text = format!("{}\n", first.trim_end());
    }
    if cite.is_empty() {
        return text;
    }
    text.pop();
    let last = text.rsplit('\n').next().map_or(0, width);
    if last + 2 + width(cite) <= columns {
        text.push_str(&" ".repeat(columns - last - width(cite)));
        text.push_str(cite);
        text.push('\n');
    } else {
        trim_end(&mut text);
        text.push('\n');
        for line in wrap(cite, room) {
            text.push_str(&format!("{}{line}\n", " ".repeat(columns.saturating_sub(width(&line)))));
        }
    }
    text
}

fn label(clause: &ClauseAnswer) -> String {
    plain(clause.id.rsplit('.').next().unwrap_or_default())
}

/// `8.2e25 FLOP against 1e26 FLOP: 1.8e25 FLOP short (82 %)`
fn against(clause: &ClauseAnswer) -> Option<String> {
    let Some(compared) = &clause.comparison else { return distance(clause, Detail::Full) };
    match numbers(compared, clause.note.as_deref()) {
        Some(said) => Some(said),
        None if clause.value.is_some() && compared.unit.is_none() => distance(clause, Detail::Full),
        None => {
            let (_, line) = ends(compared)?;
            Some(format!("not known, against {line}"))
        }
    }
}

fn ends(compared: &Compared) -> Option<(String, String)> {
    let unit = compared.unit.as_ref()?;
    let known = compared.line.undefined != Truth::True && compared.line_text().is_some();
    known.then(|| range_texts(&compared.value.number(), &compared.line.number(), unit))
}

fn numbers(compared: &Compared, note: Option<&str>) -> Option<String> {
    let unit = compared.unit.as_ref()?;
    if compared.silent || compared.value.undefined == Truth::True || is_anything(&compared.value.number()) {
        return None;
    }
    let (v, l) = ends(compared)?;
    let said = format!("{v} against {l}");
    let (value, line) = (compared.value.number(), compared.line.number());
    let (Some(value), Some(line)) = (value.as_point(), line.as_point()) else { return Some(said) };
    let upwards = matches!(compared.op, Comparison::Above | Comparison::AtLeast);
    let of_difference = unit_of_difference(unit);
    let apart = (value - line).abs();
    let (far, way) = match value.cmp(line) {
        Ordering::Equal => return Some(format!("{said}: {}", note.unwrap_or("exactly at the line"))),
        Ordering::Greater => (quantity(&apart, &of_difference, Rounding::Down), "above"),
        Ordering::Less if upwards => (quantity(&apart, &of_difference, Rounding::Up), "short"),
        Ordering::Less => (quantity(&apart, &of_difference, Rounding::Down), "below"),
    };
    let ratio =
        value.checked_div(line).filter(|_| compared.has_ratio && unit.kind == Kind::Plain && !line.is_negative());
    Some(match ratio.filter(|ratio| !ratio.is_negative()) {
        Some(ratio) if ratio >= 2 => format!("{said}: {far} {way} ({}x)", number(&ratio, Rounding::Down)),
        Some(ratio) => format!("{said}: {far} {way} ({})", percent(&ratio)),
        None => format!("{said}: {far} {way}"),
    })
}
