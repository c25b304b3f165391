//! What stands below the answers: what is missing, what they rest on, what falls due, how many regimes there are.
//!
//! In: the answers of one profile. Out: a few lines. What is voluntary is never said as a duty.

use super::layout::{count as counted, hang, pad, plain, width};
use super::reason::Detail;
use super::regime::{Group, Regime, rank, status_in_words};
use brightline::analysis::due::{lowered, may};
use brightline::eval::result::{Answer, DesignationAnswer, NOT_REFINED, OTHER_MODELS, ObligationAnswer, Verdict};
use std::collections::BTreeMap;

/// Facts named as missing.
const MAX_MISSING: usize = 3;
/// Rules named from which one duty follows.
const MAX_SOURCES: usize = 2;
/// Things named of each kind on which answers rest.
const MAX_RESTS: usize = 4;
/// The same where there is little room.
const MAX_RESTS_IN_BRIEF: usize = 2;
/// Statuses under which nothing follows from an answer any more.
const NOTHING_FOLLOWS: &[&str] = &["proposed", "rescinded", "superseded", "vetoed", "lapsed"];

/// What is said of every hypothetical regime.
pub(crate) const HYPOTHETICAL: &str = "the criteria are assumptions, not law, and bind nobody.";

/// A line below the answers.
pub(crate) struct Line {
    /// The word it stands under.
    pub(crate) word: &'static str,
    /// The day that it is about, if it is about one.
    pub(crate) day: Option<String>,
    /// What it says.
    pub(crate) said: String,
}

impl Line {
    fn new(word: &'static str, said: String) -> Self {
        Line { word, day: None, said }
    }
}

/// The lines below the answers, each under its word.
pub(crate) fn of(regimes: &[Regime<'_>], columns: usize, detail: Detail) -> String {
    shown(lines(regimes, detail), columns)
}

/// The same without what falls due, for where that stands with each policy.
pub(crate) fn without_days(regimes: &[Regime<'_>], columns: usize) -> String {
    shown(lines(regimes, Detail::Full).into_iter().filter(|line| line.day.is_none()).collect(), columns)
}

pub(crate) fn shown(lines: Vec<Line>, columns: usize) -> String {
    let days = lines.iter().filter_map(|line| line.day.as_deref()).map(width).max().unwrap_or(0);
    let mut text = String::new();
    let mut last = "";
    for Line { word, day, said } in lines {
        let mut first = if word == last { " ".repeat(word.len() + 4) } else { format!("  {word}: ") };
        if let Some(day) = day {
            first.push_str(&format!("{}  ", pad(&day, days)));
        }
        text.push_str(&hang(&first, &said, columns));
        last = word;
    }
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

/// What there is to say.
pub(crate) fn lines(regimes: &[Regime<'_>], detail: Detail) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    lines.extend(missing(regimes).map(|said| Line::new("Missing", said)));
    lines.extend(rests_on(regimes, detail).into_iter().map(|said| Line::new("Rests on", said)));
    lines.extend(due(regimes, detail));
    if regimes.iter().any(|regime| regime.answer.status.as_deref() == Some("hypothetical")) {
        lines.push(Line::new("Hypothetical", HYPOTHETICAL.to_owned()));
    }
    lines
}

/// `8 regimes: 3 in force, 3 hypothetical, 2 rescinded.`
pub(crate) fn count(answers: &[Answer], more: &str) -> String {
    let mut statuses: BTreeMap<((Group, usize), String), usize> = BTreeMap::new();
    for answer in answers {
        *statuses.entry((rank(answer.status.as_deref()), status_in_words(answer))).or_default() += 1;
    }
    let words: Vec<String> = statuses
        .iter()
        .map(|((_, word), number)| match word.as_str() {
            "not yet" => format!("{number} not yet begun"),
            "status unknown" => format!("{number} of a status that is not known"),
            word => format!("{number} {word}"),
        })
        .collect();
    let text = format!("{}: {}. {more}", counted(answers.len(), "regime", "regimes"), words.join(", "));
    text.trim_end().to_owned()
}

/// Which facts alone could settle how many of the undetermined answers.
fn missing(regimes: &[Regime<'_>]) -> Option<String> {
    let mut alone: Vec<(String, usize)> = Vec::new();
    let mut open = 0;
    let mut unvalued: Vec<&str> = Vec::new();
    for regime in regimes {
        let undetermined = regime.answer.designations.iter().filter(|answer| answer.verdict == Verdict::Undetermined);
        for answer in undetermined {
            open += 1;
            if answer.needs.sets.is_empty() {
                for note in without_value(answer) {
                    if !unvalued.contains(&note) {
                        unvalued.push(note);
                    }
                }
            }
            for set in &answer.needs.sets {
                let [name] = set.as_slice() else { continue };
                let name = match name.split_once(' ') {
                    _ if name == OTHER_MODELS => format!("{name} (give them with --profiles)"),
                    Some((what, own)) => format!("the {what} {}.{own}", regime.answer.policy),
                    None => name.clone(),
                };
                match alone.iter_mut().find(|(known, _)| *known == name) {
                    Some((_, number)) => *number += 1,
                    None => alone.push((name, 1)),
                }
            }
        }
    }
    if open == 0 {
        return None;
    }
    alone.sort_by_key(|(_, number)| std::cmp::Reverse(*number));
    let mut said = String::new();
    for (at, (name, number)) in alone.iter().take(MAX_MISSING).enumerate() {
        let name = plain(name);
        match at {
            0 => said.push_str(&format!(
                "{name} could settle {number} of {}",
                counted(open, "undetermined answer", "undetermined answers")
            )),
            _ => said.push_str(&format!(", {name} {number}")),
        }
    }
    if said.is_empty() {
        said.push_str(&format!(
            "no fact alone settles any of {}",
            counted(open, "undetermined answer", "undetermined answers")
        ));
    }
    if let Some(more) = alone.len().checked_sub(MAX_MISSING).filter(|more| *more > 0) {
        said.push_str(&format!("; {} could settle some", counted(more, "other fact", "other facts")));
    }
    for note in unvalued.iter().take(MAX_MISSING) {
        said.push_str(&format!("; {}", plain(note)));
    }
    said.push('.');
    Some(said)
}

/// What keeps an answer open because it has no value, as a dated line before its first date.
pub(crate) fn without_value(answer: &DesignationAnswer) -> impl Iterator<Item = &str> {
    answer.notes.iter().map(String::as_str).filter(|note| *note != NOT_REFINED)
}

/// What the verdicts rest on beside the facts, by its kind; presumptions and indications stand with their verdicts.
fn rests_on(regimes: &[Regime<'_>], detail: Detail) -> Vec<String> {
    // Where there are many regimes, what is law is told, and --explain tells the rest.
    let told = |regime: &&Regime<'_>| detail == Detail::Full || regime.is_in_force();
    let most = if detail == Detail::Full { MAX_RESTS } else { MAX_RESTS_IN_BRIEF };
    const KINDS: &[(&str, &str)] =
        &[("assume", ""), ("estimate", ""), ("otherwise", ""), ("shown", "not shown: "), ("known", "")];
    let mut said = Vec::new();
    for (kind, before) in KINDS {
        let mut texts: Vec<String> = Vec::new();
        let designations = regimes.iter().filter(told).flat_map(|regime| &regime.answer.designations);
        let mut taken: Vec<(&str, Vec<&str>)> = Vec::new();
        for rest in designations.flat_map(|answer| &answer.rests_on).filter(|rest| rest.kind == *kind) {
            if let Some((asked, instead)) = instead(&rest.text) {
                match taken.iter_mut().find(|(known, _)| *known == asked) {
                    Some((_, known)) if known.contains(&instead) => {}
                    Some((_, known)) => known.push(instead),
                    None => taken.push((asked, vec![instead])),
                }
                continue;
            }
            let text = plain(rest.text.strip_prefix(before).unwrap_or(&rest.text));
            if !texts.contains(&text) {
                texts.push(text);
            }
        }
        for (asked, instead) in taken {
            texts.push(plain(&format!("{} for {asked}, which is not given", instead.join(" or "))));
        }
        if let Some(more) = texts.len().checked_sub(most).filter(|more| *more > 0) {
            texts.truncate(most);
            texts.push(format!("and {more} more"));
        }
        if !texts.is_empty() {
            said.push(format!("{before}{}.", texts.join("; ")));
        }
    }
    said
}

/// What is asked for and what is taken, of a sentence such as `a is not given: b is taken`.
fn instead(text: &str) -> Option<(&str, &str)> {
    let (asked, taken) = text.split_once(" is not given: ")?;
    Some((asked, taken.strip_suffix(" is taken")?))
}

/// One thing that follows.
struct Due {
    day: String,
    what: String,
    from: Vec<String>,
}

impl Due {
    /// `notify the Commission (EU AI Act, art. 52(1))`; of many sources the first and how many more.
    fn said(&self, detail: Detail) -> String {
        let most = if detail == Detail::Full { MAX_SOURCES } else { 1 };
        let shown = self.from.iter().take(most).cloned().collect::<Vec<_>>().join("; ");
        match self.from.len().saturating_sub(most) {
            0 => format!("{} ({shown})", self.what),
            more => format!("{} ({shown}; and {more} more)", self.what),
        }
    }
}

/// What falls due, in the order of days; what has none comes last.
fn due(regimes: &[Regime<'_>], detail: Detail) -> Vec<Line> {
    let mut found: Vec<Due> = Vec::new();
    for regime in regimes {
        if nothing_follows(regime) {
            continue;
        }
        for obligation in regime.answer.obligations.iter().filter(|obligation| obligation.applies == "yes") {
            let day = day(regime, obligation);
            let what = what(regime, obligation);
            let from = source(regime, obligation);
            match found.iter_mut().find(|known| known.day == day && known.what == what) {
                Some(known) => known.from.push(from),
                None => found.push(Due { day, what, from: vec![from] }),
            }
        }
    }
    found.sort_by(|a, b| {
        let dated = |due: &Due| !due.day.starts_with(|first: char| first.is_ascii_digit());
        (dated(a), &a.day).cmp(&(dated(b), &b.day))
    });
    found.into_iter().map(|due| Line { word: "Due", said: due.said(detail), day: Some(due.day) }).collect()
}

/// Whether nothing follows from a policy's answers, since it is not law or guidance yet, or no longer.
pub(crate) fn nothing_follows(regime: &Regime<'_>) -> bool {
    regime.answer.status.as_deref().is_none_or(|status| NOTHING_FOLLOWS.contains(&status))
}

/// The day it is due, or why there is none.
pub(crate) fn day(regime: &Regime<'_>, obligation: &ObligationAnswer) -> String {
    obligation.due.clone().unwrap_or_else(|| {
        let own = regime.policy.obligations.iter().find(|known| known.id == obligation.id);
        let has_date = own.is_some_and(|own| own.due.is_some());
        if has_date { "day not known".to_owned() } else { "no day set".to_owned() }
    })
}

/// What is to be done, or may be, with what the status makes of it.
pub(crate) fn what(regime: &Regime<'_>, obligation: &ObligationAnswer) -> String {
    let said = in_words(obligation);
    match (obligation.binding, regime.is_in_force()) {
        (true, false) => format!("{}: {said}", status_in_words(regime.answer)),
        _ => said,
    }
}

/// What is to be done, or may be.
pub(crate) fn in_words(obligation: &ObligationAnswer) -> String {
    let title = plain(&obligation.title);
    match obligation.binding {
        true => lowered(&title),
        false => format!("{} (voluntary)", may(&title)),
    }
}

pub(crate) fn source(regime: &Regime<'_>, obligation: &ObligationAnswer) -> String {
    match &obligation.cite {
        Some(cite) => format!("{}, {}", regime.title(), plain(cite)),
        None => regime.title(),
    }
}
