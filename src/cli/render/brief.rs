//! Regimes that are not in force, told in brief where a table of all of them would not fit on a screen.
//!
//! In: regimes of one group. Out: which of them would cover the model, which would not, and which are open.

use super::layout::{count, hang, pad, width};
use super::reason::{Detail, deciding, reason, share_of_line};
use super::regime::{Group, Regime, status_in_words};
use brightline::analysis::due::lowered;
use brightline::eval::result::{DesignationAnswer, Verdict};

/// What stands before the groups.
pub(crate) const LEGEND: &str = "Not law today, in brief (numbers are the value as a share of its line):";
/// What a prefix that several titles share ends with.
const PREFIX_END: &str = ": ";
/// The verdicts, in the order in which they are told.
const VERDICTS: [Verdict; 3] = [Verdict::Covered, Verdict::NotCovered, Verdict::Undetermined];

/// The lines of one group.
pub(crate) fn group(group: Group, regimes: &[&Regime<'_>], columns: usize) -> String {
    let titles: Vec<String> = regimes.iter().map(|regime| regime.title()).collect();
    let shared = shared_prefix(&titles);
    let heading = match shared {
        "" => group.title().to_owned(),
        shared => shared.trim_end_matches(PREFIX_END).to_owned(),
    };
    let mut text = hang("  ", &format!("{heading} ({})", count(regimes.len(), "regime", "regimes")), columns);
    let words: Vec<&str> = VERDICTS.iter().map(|verdict| conditional(*verdict)).chain(["error"]).collect();
    let room = words.iter().map(|word| width(word)).max().unwrap_or(0);
    for (word, items) in words.iter().zip(items(regimes, shared.len())) {
        if !items.is_empty() {
            text.push_str(&hang(&format!("    {}  ", pad(word, room)), &items.join("; "), columns));
        }
    }
    text
}

fn conditional(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Covered => "would be covered",
        Verdict::NotCovered => "would not be",
        Verdict::Undetermined => "undetermined",
    }
}

/// The outcomes of a regime, neighbours that are what they are for one reason together: the first speaks for all.
pub(crate) fn alike<'a>(regime: &Regime<'a>) -> Vec<&'a [DesignationAnswer]> {
    let key = |answer: &DesignationAnswer| (answer.verdict, bare(&reason(answer, Detail::Brief)).to_owned());
    regime.answer.designations.chunk_by(|a, b| key(a) == key(b)).collect()
}

/// A reason without the name of its clause.
fn bare(reason: &str) -> &str {
    reason.split_once(": ").map_or(reason, |(_, rest)| rest)
}

/// The outcomes with each verdict, then the policies in error.
fn items(regimes: &[&Regime<'_>], shared: usize) -> [Vec<String>; 4] {
    let mut lists = <[Vec<String>; 4]>::default();
    let [covered, not_covered, undetermined, in_error] = &mut lists;
    for regime in regimes {
        let title = regime.title();
        let title = title.get(shared..).unwrap_or(&title);
        if regime.answer.error.is_some() {
            in_error.push(title.to_owned());
        }
        for (verdict, list) in VERDICTS.iter().zip([&mut *covered, &mut *not_covered, &mut *undetermined]) {
            let answers: Vec<&DesignationAnswer> =
                regime.answer.designations.iter().filter(|answer| answer.verdict == *verdict).collect();
            list.extend(item(regime, title, &answers));
        }
    }
    lists
}

/// The outcomes of one regime that share a verdict: by the regime's title where these are all, else by their own.
fn item(regime: &Regime<'_>, title: &str, answers: &[&DesignationAnswer]) -> Option<String> {
    let first = answers.first()?;
    let mut said = title.to_owned();
    if answers.len() < regime.answer.designations.len() {
        let titles: Vec<String> = answers.iter().map(|answer| lowered(&regime.designation_title(answer))).collect();
        said.push_str(&format!(", {}", titles.join(" and ")));
    }
    let status = matches!(regime.group(), Group::Coming | Group::Gone).then(|| status_in_words(regime.answer));
    let share = match first.verdict {
        Verdict::Undetermined => None,
        Verdict::Covered | Verdict::NotCovered => deciding(first).first().and_then(|clause| share_of_line(clause)),
    };
    let more: Vec<String> = status.into_iter().chain(share).collect();
    if !more.is_empty() {
        said.push_str(&format!(" ({})", more.join(", ")));
    }
    Some(said)
}

/// What all titles begin with, up to a colon.
fn shared_prefix(titles: &[String]) -> &str {
    let Some((first, rest)) = titles.split_first().filter(|(_, rest)| !rest.is_empty()) else { return "" };
    let end = first.rfind(PREFIX_END).map_or(0, |at| at + PREFIX_END.len());
    let prefix = first.get(..end).unwrap_or("");
    if rest.iter().all(|title| title.starts_with(prefix)) { prefix } else { "" }
}
