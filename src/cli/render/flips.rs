//! What would turn the verdicts on one model, for people.
//!
//! In: what was found for each policy. Out: text no wider than asked for. A value is exact; what is shown of a ratio is
//! rounded away from one, so that it never promises too much.

use super::human::{in_words, number};
use super::layout::{count, hang, pad, paint, plain, width};
use brightline::analysis::flips::{Bound, Change, Flips};
use brightline::api::flips::Turned;
use brightline::date::DateRange;
use brightline::eval::result::Verdict;
use brightline::rational::Rounding;

/// Changes that are shown of one outcome.
const MAX_SHOWN: usize = 4;

/// The whole block of one profile.
pub(crate) fn block(turned: &[Turned<'_>], as_of: DateRange, columns: usize) -> String {
    let mut text = String::new();
    if let Some(first) = turned.first() {
        let day = if as_of == DateRange::ALL { "a day that is not known".to_owned() } else { as_of.to_string() };
        text.push_str(&hang("", &format!("{} on {day}", plain(&first.profile)), columns));
    }
    for one in turned {
        for flips in &one.found {
            text.push('\n');
            text.push_str(&outcome(one, flips, columns));
        }
    }
    text
}

fn outcome(turned: &Turned<'_>, flips: &Flips, columns: usize) -> String {
    let policy = turned.policy;
    let title = policy.designations.iter().find(|known| known.id == flips.outcome).map(|known| plain(&known.title));
    let title = match (policy.designations.len() > 1, title) {
        (true, Some(title)) => format!("{}: {title}", plain(&policy.title)),
        _ => plain(&policy.title),
    };
    let word = match flips.verdict {
        Verdict::Covered => "COVERED".to_owned(),
        verdict => verdict.in_words().to_owned(),
    };
    let room = columns.saturating_sub(width(&word) + 4);
    let mut text = if width(&title) <= room {
        format!("  {}  {}\n", pad(&title, room), paint(flips.verdict, &word))
    } else {
        format!("{}    {}\n", hang("  ", &title, columns), paint(flips.verdict, &word))
    };
    if let Some(summary) = turned.readings_of(&flips.outcome).filter(|summary| summary.disagree()) {
        text.push_str(&hang("    ", &plain(&summary.sentence()), columns));
    }
    for line in lines(flips) {
        text.push_str(&hang("    ", &line, columns));
    }
    text
}

fn lines(flips: &Flips) -> Vec<String> {
    if flips.impossible {
        return vec!["nothing that these facts could be turns it".to_owned()];
    }
    let mut lines: Vec<String> = Vec::new();
    for change in flips.single.iter().take(MAX_SHOWN) {
        lines.push(format!("turns with {}", sentence(change)));
    }
    let more = flips.single.len().saturating_sub(MAX_SHOWN);
    if more > 0 {
        lines.push(format!("or with one of {} (--format json lists them)", count(more, "other fact", "other facts")));
    }
    for joint in flips.joint.iter().take(2) {
        let parts: Vec<String> = joint.iter().map(sentence).collect();
        lines.push(format!("turns only together: {}", parts.join(", and ")));
    }
    for part in flips.open.iter().take(MAX_SHOWN) {
        let mut said: Vec<String> = Vec::new();
        for (word, list) in [("covered", &part.covered), ("not covered", &part.not_covered)] {
            if !list.is_empty() {
                let list: Vec<String> = list.iter().map(|text| in_words(text)).collect();
                said.push(format!("{word} if {}", plain(&list.join(", or "))));
            }
        }
        lines.push(format!("{}: {}", plain(&part.fact), said.join("; ")));
    }
    let more = flips.open.len().saturating_sub(MAX_SHOWN);
    if more > 0 {
        lines.push(format!(
            "{} could settle it too (--format json lists them)",
            count(more, "other fact", "other facts")
        ));
    }
    if lines.is_empty() {
        lines.push(match flips.verdict {
            Verdict::Undetermined => "no fact alone settles it".to_owned(),
            _ => "no change of up to three facts was found that turns it".to_owned(),
        });
    }
    if !flips.complete {
        lines.push("the search was not whole: there may be more".to_owned());
    }
    lines
}

/// `training_compute above 1e26 FLOP: 1.22x of 8.2e25 FLOP`
fn sentence(change: &Change) -> String {
    let to = plain(&in_words(&change.to));
    let to = match change.bound {
        Bound::AtLeast => format!("{to} or more"),
        Bound::MoreThan => format!("above {to}"),
        Bound::AtMost => format!("{to} or less"),
        Bound::LessThan => format!("below {to}"),
        Bound::Is => to,
        Bound::Between => format!("somewhere in {to}"),
    };
    let from = change
        .from
        .as_deref()
        .map_or_else(|| "not given now".to_owned(), |from| format!("now {}", plain(&in_words(from))));
    match &change.ratio {
        Some(ratio) if !ratio.is_zero() => {
            let rounding = if *ratio < 1 { Rounding::Down } else { Rounding::Up };
            format!("{} {to} ({}x; {from})", plain(&change.fact), number(ratio, rounding))
        }
        _ => format!("{} {to} ({from})", plain(&change.fact)),
    }
}
