//! One model over several policies, as a table for people.
//!
//! In: the answers of one profile. Out: text no wider than asked for. Colour only on the word of a verdict.

use super::layout::{hang, pad, paint, plain, trim_end, width, wrap};
use super::reason::{Detail, reason};
use super::regime::{Group, Regime, heading, in_order, status_in_words};
use super::{brief, summary};
use brightline::eval::result::{Answer, DesignationAnswer, Verdict};
use brightline::ir::Policy;

/// Regimes that are told one by one; of more, those that are not in force are told in brief.
const MAX_FULL: usize = 12;
/// Columns below which a table is too narrow to read.
const NARROW: usize = 64;
/// The part of the room, in percent, that titles may take.
const TITLES: usize = 45;

/// A line of the table, or the title of a policy with several.
struct Row {
    group: Group,
    title: String,
    verdict: String,
    /// What the verdict is coloured as; `None` for a title, an error, and what is not in force.
    colour: Option<Verdict>,
    because: String,
}

/// The whole block of one profile.
pub(crate) fn block(policies: &[&Policy], answers: &[Answer], columns: usize) -> String {
    let regimes = in_order(policies, answers);
    let mut text = String::new();
    if let Some(first) = answers.first() {
        text.push_str(&hang("", &heading(first), columns));
        text.push('\n');
    }
    if let Some(error) = same_error(answers) {
        text.push_str(&hang("  error  ", &plain(error), columns));
        return text;
    }
    let detail = if regimes.len() > MAX_FULL { Detail::Brief } else { Detail::Full };
    let is_brief = |regime: &&Regime<'_>| detail == Detail::Brief && !regime.is_in_force();
    let rows: Vec<Row> =
        regimes.iter().filter(|regime| !is_brief(regime)).flat_map(|regime| rows(regime, detail)).collect();
    if columns < NARROW {
        stack(&rows, columns, &mut text)
    } else {
        table(&rows, columns, &mut text)
    }
    text.push('\n');
    let brief: Vec<&Regime<'_>> = regimes.iter().filter(is_brief).collect();
    if !brief.is_empty() {
        text.push_str(&hang("  ", brief::LEGEND, columns));
        text.push('\n');
    }
    for group in brief.chunk_by(|a, b| a.group() == b.group()) {
        if let Some(first) = group.first() {
            text.push_str(&brief::group(first.group(), group, columns));
            text.push('\n');
        }
    }
    text.push_str(&summary::of(&regimes, columns, detail));
    text.push_str(&hang("  ", &summary::count(answers, "--explain shows the clauses."), columns));
    text
}

/// The error that every policy has with the profile.
pub(crate) fn same_error(answers: &[Answer]) -> Option<&str> {
    let first = answers.first()?.error.as_deref()?;
    answers.iter().all(|answer| answer.error.as_deref() == Some(first)).then_some(first)
}

fn rows(regime: &Regime<'_>, detail: Detail) -> Vec<Row> {
    let group = regime.group();
    let status = format!("({})", status_in_words(regime.answer));
    if let Some(error) = &regime.answer.error {
        let row =
            Row { group, title: regime.title(), verdict: "error".to_owned(), colour: None, because: plain(error) };
        return vec![row];
    }
    let alike = match detail {
        Detail::Full => regime.answer.designations.chunks(1).collect(),
        Detail::Brief => brief::alike(regime),
    };
    if let ([[first, ..]], true) = (alike.as_slice(), detail == Detail::Brief) {
        return vec![outcome(regime, regime.title(), first, detail)];
    }
    let mut rows = Vec::new();
    if regime.has_several() || regime.answer.designations.is_empty() {
        let empty = String::new;
        rows.push(Row { group, title: regime.title(), verdict: empty(), colour: None, because: empty() });
    }
    // Where only obligations are kept, they are what was asked about.
    if regime.answer.designations.is_empty() {
        for obligation in &regime.answer.obligations {
            let applies = match obligation.applies {
                "yes" => "applies",
                "no" => "does not apply",
                undetermined => undetermined,
            };
            let (verdict, because) = match regime.is_in_force() {
                true => (applies.to_owned(), String::new()),
                false => (status.clone(), format!("if it were in force: {applies}")),
            };
            rows.push(Row { group, title: format!("  {}", plain(&obligation.title)), verdict, colour: None, because });
        }
    }
    for answers in alike {
        let Some(first) = answers.first() else { continue };
        let titles: Vec<String> = answers.iter().map(|answer| regime.designation_title(answer)).collect();
        let title = if regime.has_several() { format!("  {}", titles.join("; ")) } else { regime.title() };
        rows.push(outcome(regime, title, first, detail));
    }
    rows
}

fn outcome(regime: &Regime<'_>, title: String, answer: &DesignationAnswer, detail: Detail) -> Row {
    let because = reason(answer, detail);
    let (verdict, colour, because) = match (regime.is_in_force(), answer.verdict) {
        (true, Verdict::Covered) => ("COVERED".to_owned(), Some(answer.verdict), because),
        (true, verdict) => (verdict.in_words().to_owned(), Some(verdict), because),
        (false, verdict) => {
            let status = format!("({})", status_in_words(regime.answer));
            (status, None, format!("{}; {because}", regime.verdict(verdict)))
        }
    };
    Row { group: regime.group(), title, verdict, colour, because }
}

fn table(rows: &[Row], columns: usize, text: &mut String) {
    let verdicts = rows.iter().map(|row| width(&row.verdict)).max().unwrap_or(0).max("verdict".len());
    let room = columns.saturating_sub(verdicts + 6);
    let titles = rows.iter().map(|row| width(&row.title)).max().unwrap_or(0).max("regime".len());
    let titles = titles.min(room * TITLES / 100);
    let reasons = room - titles;
    let heading = ["  ", &pad("regime", titles), "  ", &pad("verdict", verdicts), "  because, and by how much"];
    text.push_str(&heading.concat());
    text.push('\n');
    let mut last = None;
    for row in rows {
        // A blank line stands between what is law, what is a guess and what is neither.
        if last.is_some_and(|last| last != row.group) {
            text.push('\n');
        }
        last = Some(row.group);
        let indent = row.title.len() - row.title.trim_start().len();
        let title: Vec<String> = wrap(row.title.trim_start(), titles - indent)
            .iter()
            .map(|line| format!("{}{line}", " ".repeat(indent)))
            .collect();
        let because = wrap(&row.because, reasons);
        for at in 0..title.len().max(because.len()).max(1) {
            let verdict = if at == 0 { row.verdict.as_str() } else { "" };
            let title = title.get(at).map_or("", String::as_str);
            text.push_str(&format!("  {}  ", pad(title, titles)));
            match row.colour.filter(|_| !verdict.is_empty()) {
                Some(colour) => {
                    text.push_str(&paint(colour, verdict));
                    text.push_str(&" ".repeat(verdicts.saturating_sub(width(verdict))));
                }
                None => text.push_str(&pad(verdict, verdicts)),
            }
            text.push_str("  ");
            text.push_str(because.get(at).map_or("", String::as_str));
            trim_end(text);
            text.push('\n');
        }
    }
}

/// The same below each other, for a narrow terminal.
fn stack(rows: &[Row], columns: usize, text: &mut String) {
    for row in rows {
        text.push_str(&hang("  ", &row.title, columns));
        if !row.verdict.is_empty() {
            let word = row.colour.map_or(row.verdict.clone(), |colour| paint(colour, &row.verdict));
            text.push_str(&format!("    {word}\n"));
            text.push_str(&hang("    ", &row.because, columns));
        }
    }
}
