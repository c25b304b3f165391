//! What a change would move of many models: how many, and which.
//!
//! In: answers before the change and after it. Out: for each outcome its counts on both sides and the names of what moves.

use super::super::layout::{count, hang, pad, plain, trim_end, width, wrap};
use super::super::regime::{Group, Regime, rank, status_in_words};
use super::{MAX_LABEL, VERDICTS, Words};
use brightline::analysis::whatif::Pair;
use brightline::eval::result::{Answer, Verdict};
use brightline::ir::Policy;

/// Many profiles: how many verdicts each outcome has before and after, and which models move.
pub(crate) fn counts(policies: &[&Policy], pairs: &[Vec<Pair>], words: &Words, columns: usize) -> String {
    let day = pairs.iter().flatten().next().map_or("", |pair| &pair.before.as_of);
    let mut text = hang("", &format!("{} on {day}", count(pairs.len(), "model", "models")), columns);
    text.push_str(&words.lines(columns));
    text.push('\n');
    let mut tallies: Vec<Tally> =
        policies.iter().enumerate().flat_map(|(at, policy)| tallies(policy, pairs, at)).collect();
    tallies.sort_by_key(|tally| tally.rank);
    let widths = [0, 1, 2].map(|at| {
        let cells = tallies.iter().filter_map(|tally| tally.cells.get(at)).map(|cell| width(cell));
        cells.chain([VERDICTS.get(at).map_or(0, |verdict| width(verdict.in_words()))]).max().unwrap_or(0)
    });
    let room = columns.saturating_sub(widths.iter().map(|width| width + 2).sum::<usize>() + 9).max(MAX_LABEL);
    let titles = tallies.iter().map(|tally| width(&tally.title)).max().unwrap_or(0).min(room);
    let mut line = |title: &str, cells: &[String], moved: &str| {
        let cells: Vec<String> = cells.iter().zip(widths).map(|(cell, width)| pad(cell, width)).collect();
        let mut line = format!("  {}  {}  {moved:>5}", pad(title, titles), cells.join("  "));
        trim_end(&mut line);
        text.push_str(&line);
        text.push('\n');
    };
    line("regime", &VERDICTS.map(|verdict| verdict.in_words().to_owned()), "moved");
    for tally in &tallies {
        for (at, title) in wrap(&tally.title, titles).iter().enumerate() {
            let moved: usize = tally.moved.iter().map(|(_, _, names)| names.len()).sum();
            match at {
                0 => line(title, &tally.cells, &moved.to_string()),
                _ => line(title, &[], ""),
            }
        }
    }
    for tally in &tallies {
        for (before, after, names) in &tally.moved {
            text.push('\n');
            let said = format!("{}, {before} before and {after} after:", tally.title);
            text.push_str(&hang("  ", &said, columns));
            text.push_str(&hang("    ", &names.join(", "), columns));
        }
    }
    text.push('\n');
    text.push_str(&hang("  ", "--format csv gives a row for each model and outcome.", columns));
    text
}

/// What one outcome says of all profiles, before and after.
struct Tally {
    title: String,
    /// How many are covered, not covered and undetermined: `53 -> 97`.
    cells: [String; 3],
    /// The models that move, by their verdicts before and after.
    moved: Vec<(String, String, Vec<String>)>,
    rank: (Group, usize),
}

fn tallies(policy: &Policy, pairs: &[Vec<Pair>], at: usize) -> Vec<Tally> {
    let column: Vec<&Pair> = pairs.iter().filter_map(|pairs| pairs.get(at)).collect();
    let Some(first) = column.first() else { return Vec::new() };
    let regime = Regime { policy, answer: &first.after };
    let status = if regime.is_in_force() { String::new() } else { format!(" ({})", status_in_words(&first.after)) };
    let mut list = Vec::new();
    for designation in &policy.designations {
        let verdict = |answer: &Answer| {
            let own = answer.designations.iter().find(|own| own.id == designation.id);
            own.map(|own| own.verdict)
        };
        let found: Vec<(&Pair, [Option<Verdict>; 2])> =
            column.iter().map(|pair| (*pair, [verdict(&pair.before), verdict(&pair.after)])).collect();
        if found.iter().all(|(_, verdicts)| *verdicts == [None, None]) {
            continue;
        }
        let cells = VERDICTS.map(|verdict| {
            let [before, after] = [0, 1].map(|side: usize| {
                found.iter().filter(|(_, verdicts)| verdicts.get(side) == Some(&Some(verdict))).count()
            });
            if before == after { before.to_string() } else { format!("{before} -> {after}") }
        });
        let word = |verdict: Option<Verdict>| verdict.map_or("in error", Verdict::in_words).to_owned();
        let mut moved: Vec<(String, String, Vec<String>)> = Vec::new();
        for (pair, [before, after]) in found.iter().filter(|(_, [before, after])| before != after) {
            let (before, after, name) = (word(*before), word(*after), plain(&pair.before.profile));
            match moved.iter_mut().find(|(b, a, _)| *b == before && *a == after) {
                Some((_, _, names)) => names.push(name),
                None => moved.push((before, after, vec![name])),
            }
        }
        let own = if regime.has_several() { format!(" - {}", plain(&designation.title)) } else { String::new() };
        let title = format!("{}{own}{status}", regime.title());
        list.push(Tally { title, cells, moved, rank: rank(first.after.status.as_deref()) });
    }
    list
}
