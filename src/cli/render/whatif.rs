//! What a change would move, side by side.
//!
//! In: answers before the change and after it. Out: text no wider than asked for, what moves first and side by side, what
//! does not counted; or the rows of a table with exact values.

mod counts;
mod rows;

use super::layout::{count, hang, pad, plain, trim_end, width, wrap};
use super::reason::{Detail, deciding, disagreement, distance, needs};
use super::regime::{Regime, heading, in_order, status_in_words};
use super::{summary, table};
use brightline::analysis::whatif::{ClauseMove, Consequence, Outcome, Pair};
use brightline::eval::result::{Answer, ClauseAnswer, DesignationAnswer, Verdict};
use brightline::ir::Policy;
use brightline::truth::Truth;
pub(crate) use counts::counts;
pub(crate) use rows::rows;

/// Outcomes that keep their verdict while what is behind it moves, told one by one.
const MAX_KEPT: usize = 6;
/// Widest column of names beside two columns of answers.
const MAX_LABEL: usize = 20;
/// The verdicts, in the order in which they are told.
const VERDICTS: [Verdict; 3] = [Verdict::Covered, Verdict::NotCovered, Verdict::Undetermined];

/// What an option sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    /// `--set`
    Fact,
    /// `--param`
    Param,
    /// `--reading`
    Reading,
    /// `--reference`
    Reference,
}

/// What is set, by name and value as written.
pub(crate) struct Words {
    /// What is the change.
    pub(crate) change: Vec<(Change, String, String)>,
    /// What holds on both sides.
    pub(crate) held: Vec<(Change, String, String)>,
}

impl Words {
    /// `What if the param compute_line were 3e26 FLOP?` and what is given on both sides.
    fn lines(&self, columns: usize) -> String {
        let list = |list: &[(Change, String, String)], verb: &str| {
            let said: Vec<String> = list.iter().map(|(change, name, value)| said(*change, name, value, verb)).collect();
            match said.split_last() {
                Some((last, others)) if !others.is_empty() => format!("{}, and {last}", others.join(", ")),
                _ => said.concat(),
            }
        };
        let mut text = hang("", &format!("What if {}?", list(&self.change, "were")), columns);
        if !self.held.is_empty() {
            text.push_str(&hang("", &format!("On both sides {}.", list(&self.held, "is")), columns));
        }
        text
    }
}

fn said(change: Change, name: &str, value: &str, verb: &str) -> String {
    let (name, value) = (plain(name), plain(value));
    match (change, value.strip_prefix('*')) {
        (Change::Fact, Some(factor)) => format!("{name} {verb} multiplied by {}", factor.trim()),
        (Change::Fact, None) => format!("{name} {verb} {value}"),
        (Change::Param, _) => format!("the param {name} {verb} {value}"),
        (Change::Reading, _) => format!("{name} {verb} read as {value}"),
        (Change::Reference, _) => format!("{name} {verb} the model of {value}"),
    }
}

/// An outcome with its regime after the change.
struct Found<'p> {
    regime: Regime<'p>,
    outcome: Outcome<'p>,
}

impl Found<'_> {
    /// The title of the outcome, with the status of a regime that is not in force.
    fn title(&self) -> String {
        let mut title = self.regime.title();
        if let (true, Some(answer)) = (self.regime.has_several(), self.outcome.after.or(self.outcome.before)) {
            title.push_str(&format!(" - {}", self.regime.designation_title(answer)));
        }
        let status = status_in_words(self.regime.answer);
        // The title of a hypothetical regime says so.
        if !self.regime.is_in_force() && !title.contains(&status) {
            title.push_str(&format!(" ({status})"));
        }
        title
    }

    /// `COVERED`, `would be covered`, `in error`.
    fn word(&self, verdict: Option<Verdict>) -> &'static str {
        match verdict {
            None => "in error",
            Some(Verdict::Covered) if self.regime.is_in_force() => "COVERED",
            Some(verdict) => self.regime.verdict(verdict),
        }
    }

    /// `California SB 53 - Frontier model: not covered before, COVERED after, since compute holds.`
    fn sentence(&self) -> String {
        let (before, after) = self.outcome.verdicts();
        let since = self.since().map(|since| format!(", since {since}")).unwrap_or_default();
        format!("{}: {} before, {} after{since}.", self.title(), self.word(before), self.word(after))
    }

    /// The clauses that make the verdict after the change and were not so before.
    fn since(&self) -> Option<String> {
        let moved = self.outcome.clauses();
        let because = deciding(self.outcome.after?);
        let turned = because.iter().filter(|clause| {
            moved.iter().any(|found| found.after.id == clause.id && found.before.truth != found.after.truth)
        });
        let first = turned.clone().next()?;
        let names: Vec<String> =
            turned.filter(|clause| clause.truth == first.truth).map(|clause| name_of(clause)).collect();
        let verb = match (first.truth, names.len()) {
            (Truth::True, 1) => "holds",
            (Truth::True, _) => "hold",
            (Truth::False, 1) => "does not hold",
            (Truth::False, _) => "do not hold",
            (Truth::Unknown, 1) => "is open",
            (Truth::Unknown, _) => "are open",
        };
        Some(format!("{} {verb}", names.join(" and ")))
    }
}

/// A clause by its label, or in its own words where it has none.
fn name_of(clause: &ClauseAnswer) -> String {
    let label = clause.id.rsplit('.').next().unwrap_or_default();
    match label.starts_with(|first: char| first.is_ascii_digit()) && !clause.text.is_empty() {
        true => plain(&clause.text),
        false => plain(&label.replace('_', " ")),
    }
}

/// The whole block of one profile.
pub(crate) fn block(policies: &[&Policy], pairs: &[Pair], words: &Words, columns: usize) -> String {
    let Some(first) = pairs.first() else { return String::new() };
    let mut text = hang("", &heading(&first.before), columns);
    text.push_str(&words.lines(columns));
    text.push('\n');
    let after: Vec<Answer> = pairs.iter().map(|pair| pair.after.clone()).collect();
    if let Some(error) = table::same_error(&after) {
        text.push_str(&hang("  error  ", &plain(error), columns));
        return text;
    }
    let regimes = in_order(policies, &after);
    let of = |regime: &Regime<'_>| pairs.iter().find(|pair| pair.after.policy == regime.answer.policy);
    for regime in &regimes {
        if let Some(error) = &regime.answer.error {
            text.push_str(&hang(&format!("  {}: error  ", regime.title()), &plain(error), columns));
            text.push('\n');
        }
    }
    let found: Vec<Found<'_>> = regimes
        .iter()
        .filter_map(|regime| Some((regime, of(regime)?)))
        .flat_map(|(regime, pair)| pair.outcomes().into_iter().map(|outcome| Found { regime: *regime, outcome }))
        .collect();
    let (moved, still): (Vec<&Found<'_>>, Vec<&Found<'_>>) = found.iter().partition(|found| found.outcome.is_moved());
    let (numbers, same): (Vec<&Found<'_>>, Vec<&Found<'_>>) =
        still.into_iter().partition(|found| found.outcome.differs());
    text.push_str(&hang("  ", &headline(moved.len(), found.len()), columns));
    text.push('\n');
    for found in &moved {
        text.push_str(&hang("  ", &found.sentence(), columns));
        side_by_side(&clauses(&found.outcome), columns, &mut text);
        text.push('\n');
    }
    keep(&numbers, columns, &mut text);
    if !same.is_empty() {
        text.push_str(&hang("  ", &unmoved(&same), columns));
        text.push('\n');
    }
    let follows: Vec<summary::Line> =
        regimes.iter().filter_map(|regime| Some(follows(regime, of(regime)?))).flatten().collect();
    text.push_str(&summary::shown(follows, columns));
    if moved.iter().any(|found| found.regime.answer.status.as_deref() == Some("hypothetical")) {
        text.push_str(&hang("  Hypothetical: ", summary::HYPOTHETICAL, columns));
    }
    text.push_str(&hang("  ", &summary::count(&after, "--format json tells every clause."), columns));
    text
}

fn headline(moved: usize, of: usize) -> String {
    match (moved, of) {
        (_, 0) => "No outcome is asked about.".to_owned(),
        (0, 1) => "The verdict stays.".to_owned(),
        (0, of) => format!("None of {of} verdicts moves."),
        (1, 1) => "The verdict moves.".to_owned(),
        (1, of) => format!("1 of {of} verdicts moves."),
        (moved, of) if moved == of => format!("All of {of} verdicts move."),
        (moved, of) => format!("{moved} of {of} verdicts move."),
    }
}

/// A name with what stands under `before` and under `after`.
struct Beside {
    label: String,
    before: String,
    after: String,
}

/// The clauses of an outcome that move, what settles it where it is open, and how its readings fall out.
fn clauses(outcome: &Outcome<'_>) -> Vec<Beside> {
    let leaves = outcome.clauses().into_iter().filter(|found| found.after.clauses.is_empty());
    let mut rows: Vec<Beside> = leaves
        .map(|found| {
            let ClauseMove { before, after } = found;
            Beside { label: name_of(after), before: clause(before), after: clause(after) }
        })
        .collect();
    let mut row = |label: &str, of: &dyn Fn(&DesignationAnswer) -> Option<String>| {
        let side = |answer: Option<&DesignationAnswer>| answer.and_then(of).unwrap_or_default();
        let (before, after) = (side(outcome.before), side(outcome.after));
        if before != after {
            rows.push(Beside { label: label.to_owned(), before, after });
        }
    };
    row("readings", &disagreement);
    row("needs", &|answer| {
        let open = answer.verdict == Verdict::Undetermined;
        open.then(|| needs(answer, Detail::Brief)).map(|said| said.trim_start_matches("needs ").to_owned())
    });
    rows
}

/// `no: 8.2e25 FLOP is 82 % of the line of 1e26 FLOP`
fn clause(clause: &ClauseAnswer) -> String {
    let word = match clause.truth {
        Truth::True => "yes",
        Truth::False => "no",
        Truth::Unknown => "open",
    };
    match distance(clause, Detail::Brief) {
        Some(distance) => format!("{word}: {distance}"),
        None => word.to_owned(),
    }
}

/// Names at the left, before and after in two columns beside each other.
fn side_by_side(rows: &[Beside], columns: usize, text: &mut String) {
    if rows.is_empty() {
        return;
    }
    let labels = rows.iter().map(|row| width(&row.label)).max().unwrap_or(0).min(MAX_LABEL.min(columns / 4));
    let room = columns.saturating_sub(labels + 8) / 2;
    let empty = || "-".to_owned();
    let mut line = |label: &str, before: &str, after: &str| {
        let mut line = format!("    {}  {}  {after}", pad(label, labels), pad(before, room));
        trim_end(&mut line);
        text.push_str(&line);
        text.push('\n');
    };
    line("", "before", "after");
    for row in rows {
        let lines = |text: &String| if text.is_empty() { vec![empty()] } else { wrap(text, room) };
        let (label, before, after) = (wrap(&row.label, labels), lines(&row.before), lines(&row.after));
        let cell = |lines: &[String], at: usize| lines.get(at).cloned().unwrap_or_default();
        for at in 0..label.len().max(before.len()).max(after.len()) {
            line(&cell(&label, at), &cell(&before, at), &cell(&after, at));
        }
    }
}

/// Outcomes whose verdict stays while what is behind it moves.
fn keep(list: &[&Found<'_>], columns: usize, text: &mut String) {
    if list.is_empty() {
        return;
    }
    text.push_str(&hang("  ", "The verdict stays, and what is behind it moves:", columns));
    let rows: Vec<Beside> = list.iter().take(MAX_KEPT).filter_map(|found| kept(found)).collect();
    side_by_side(&rows, columns, text);
    if let Some(more) = list.len().checked_sub(MAX_KEPT).filter(|more| *more > 0) {
        text.push_str(&hang("    ", &format!("and {more} more, which --format json tells"), columns));
    }
    text.push('\n');
}

/// The clause that tells most: the deciding one where it moves, else the first that does, else what would settle it.
fn kept(found: &Found<'_>) -> Option<Beside> {
    let moved = found.outcome.clauses();
    let because = deciding(found.outcome.after?);
    let leaves = || moved.iter().filter(|one| one.after.clauses.is_empty());
    let told = because.iter().find_map(|clause| leaves().find(|one| one.after.id == clause.id));
    let label = format!("{}: {}", found.title(), found.word(found.outcome.verdicts().1));
    let Some(one) = told.or_else(|| leaves().next()).or(moved.first()) else {
        let side = |answer: Option<&DesignationAnswer>| answer.map(|one| needs(one, Detail::Brief)).unwrap_or_default();
        return Some(Beside { label, before: side(found.outcome.before), after: side(found.outcome.after) });
    };
    let side = |clause: &ClauseAnswer| distance(clause, Detail::Brief).unwrap_or_else(|| self::clause(clause));
    Some(Beside { label, before: side(one.before), after: side(one.after) })
}

/// `Unmoved: 9 verdicts (3 covered, 6 undetermined).`
fn unmoved(list: &[&Found<'_>]) -> String {
    let of = |verdict| list.iter().filter(|found| found.outcome.verdicts().1 == Some(verdict)).count();
    let counts = VERDICTS.iter().map(|verdict| (of(*verdict), verdict.in_words())).filter(|(number, _)| *number > 0);
    let counts: Vec<String> = counts.map(|(number, word)| format!("{number} {word}")).collect();
    format!("Unmoved: {} ({}).", count(list.len(), "verdict", "verdicts"), counts.join(", "))
}

/// What follows otherwise than before.
fn follows(regime: &Regime<'_>, pair: &Pair) -> Vec<summary::Line> {
    if summary::nothing_follows(regime) {
        return Vec::new();
    }
    let moved = pair.consequences().into_iter().filter(|found| found.is_moved());
    let line = |found: Consequence<'_>| {
        let (before, after) = (found.before?, found.after?);
        let (word, shown) = match after.applies {
            "yes" => ("Due then", after),
            "no" => ("Not due then", before),
            _ => ("May be due then", after),
        };
        let day = summary::day(regime, shown);
        let earlier = summary::day(regime, before);
        let moved = before.applies == after.applies && earlier != day;
        let was = if moved { format!("; before the change {earlier}") } else { String::new() };
        let said = format!("{} ({}){was}", summary::what(regime, shown), summary::source(regime, shown));
        Some(summary::Line { word, day: Some(day), said })
    };
    moved.filter_map(line).collect()
}
