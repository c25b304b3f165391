//! What falls due, for people and as a table.
//!
//! In: agendas, or their items. Out: a page grouped by date, or rows for a spreadsheet. What is voluntary is never said as
//! a duty, and what several policies ask for alike is said once.

use super::layout::{count, hang, plain};
use super::reason::set_in_words;
use brightline::analysis::due::{Agenda, Force, Item, When, together};
use brightline::date::{Date, DateRange};
use brightline::eval::result::Needs;

/// Sets of facts named that could settle whether something applies.
const MAX_SETS: usize = 2;
/// Facts named that could settle much.
const MAX_MISSING: usize = 3;
/// Most things that are told with all that is known of them; of more each is told in a few lines.
const MAX_IN_FULL: usize = 16;
/// Things named on which what is said rests.
const MAX_RESTS: usize = 4;
/// The same where there is little room.
const MAX_RESTS_IN_BRIEF: usize = 2;

/// A page for each model.
pub(crate) fn text(agendas: &[Agenda], columns: usize) -> String {
    agendas.iter().map(|agenda| page(agenda, columns)).collect::<Vec<_>>().join("\n")
}

fn page(agenda: &Agenda, columns: usize) -> String {
    let mut text = hang("", &format!("{}, {}: what falls due", plain(&agenda.profile), as_of(agenda.as_of)), columns);
    if agenda.items.is_empty() {
        text.push_str("\n  Nothing.\n");
    }
    let groups = together(&agenda.items);
    let in_brief = groups.len() > MAX_IN_FULL;
    let mut heading = String::new();
    for group in &groups {
        let Some(first) = group.first() else { continue };
        let own = heading_of(first, in_brief);
        if own != heading {
            if !in_brief || heading.is_empty() {
                text.push('\n');
            }
            text.push_str(&hang("", &own, columns));
            heading = own;
        }
        match in_brief {
            true => text.push_str(&hang("  ", &format!("{} ({})", plain(&first.said_if()), briefly(group)), columns)),
            false => {
                text.push_str(&hang("  ", &plain(&first.said_if()), columns));
                text.push_str(&hang("    ", &in_full(group), columns));
            }
        }
    }
    let below = below(agenda, in_brief, columns);
    if !below.is_empty() {
        text.push('\n');
        text.push_str(&below);
    }
    text
}

/// `as of 2026-11-21`
pub(crate) fn as_of(days: DateRange) -> String {
    match days.as_point() {
        Some(day) => format!("as of {day}"),
        None => "as of a day that is not known".to_owned(),
    }
}

/// The day, and what would give it where it is open; in brief the facts that give a day nobody knows stand with each item.
fn heading_of(item: &Item, in_brief: bool) -> String {
    let day = item.when.in_words();
    match day_needs(item).filter(|_| !in_brief || item.when != When::NotKnown) {
        Some(needs) => format!("{day}: {needs}"),
        None => day,
    }
}

/// What would give the day.
fn day_needs(item: &Item) -> Option<String> {
    let is_open = item.when != When::NoDay && !item.day_needs.is_empty();
    is_open.then(|| format!("needs {}", set_in_words(&item.day_needs)))
}

/// `Binding; rests on a presumption. EU AI Act: systemic risk, art. 52(1)`
fn in_full(group: &[&Item]) -> String {
    let Some(first) = group.first() else { return String::new() };
    let mut said = format!("{}. {}", sentence(&first.standing()), sources(group));
    if !first.applies {
        said.push_str(&format!(". Undetermined: {}", needs_of(group)));
    }
    said
}

/// `binding; EU AI Act: systemic risk, art. 52(1); day needs eu.notice_start_date`
fn briefly(group: &[&Item]) -> String {
    let Some(first) = group.first() else { return String::new() };
    let day = day_needs(first).filter(|_| first.when == When::NotKnown).map(|needs| format!("; day {needs}"));
    format!("{}; {}{}", first.standing(), sources(group), day.unwrap_or_default())
}

/// The first policy, and how many more.
fn sources(group: &[&Item]) -> String {
    let first = group.first().map(|first| source(first)).unwrap_or_default();
    match group.len().saturating_sub(1) {
        0 => first,
        more => format!("{first}, and {more} more"),
    }
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// `EU AI Act: systemic risk, art. 52(1)`
pub(crate) fn source(item: &Item) -> String {
    match &item.cite {
        Some(cite) => format!("{}, {}", plain(&item.policy_title), plain(cite)),
        None => plain(&item.policy_title),
    }
}

/// What would settle whether any of them applies, what settles most of them first.
fn needs_of(group: &[&Item]) -> String {
    let mut sets: Vec<(&Vec<String>, usize)> = Vec::new();
    for set in group.iter().flat_map(|item| &item.needs.sets) {
        match sets.iter_mut().find(|(known, _)| *known == set) {
            Some((_, number)) => *number += 1,
            None => sets.push((set, 1)),
        }
    }
    sets.sort_by_key(|(set, number)| (std::cmp::Reverse(*number), set.len()));
    // What one fact settles needs no second one.
    let is_smallest = |set: &Vec<String>| {
        !sets.iter().any(|(other, _)| other.len() < set.len() && other.iter().all(|name| set.contains(name)))
    };
    let sets: Vec<Vec<String>> = sets.iter().map(|(set, _)| (*set).clone()).filter(is_smallest).collect();
    needs(&Needs { sets, complete: group.iter().all(|item| item.needs.complete) }, MAX_SETS)
}

/// `needs a, or b with c, or 3 other sets`
pub(crate) fn needs(needs: &Needs, most: usize) -> String {
    if needs.sets.is_empty() {
        return match needs.complete {
            true => "nothing that a profile could say would settle it".to_owned(),
            false => "needs several facts at once".to_owned(),
        };
    }
    let mut shown: Vec<String> = needs.sets.iter().take(most).map(|set| set_in_words(set)).collect();
    match needs.sets.len().saturating_sub(most) {
        0 => {}
        1 => shown.push("another set".to_owned()),
        more => shown.push(format!("{more} other sets")),
    }
    format!("needs {}", shown.join(", or "))
}

/// Which facts alone could settle how many of the items that may apply.
fn missing(items: &[Item]) -> Option<String> {
    let open: Vec<&Item> = items.iter().filter(|item| !item.applies).collect();
    let mut alone: Vec<(String, usize)> = Vec::new();
    for set in open.iter().flat_map(|item| &item.needs.sets).filter(|set| set.len() == 1) {
        let name = set_in_words(set);
        match alone.iter_mut().find(|(known, _)| *known == name) {
            Some((_, number)) => *number += 1,
            None => alone.push((name, 1)),
        }
    }
    alone.sort_by_key(|(_, number)| std::cmp::Reverse(*number));
    let said: Vec<String> = alone.iter().take(MAX_MISSING).map(|(name, number)| format!("{name} {number}")).collect();
    let of = count(open.len(), "undetermined thing", "undetermined things");
    (!said.is_empty()).then(|| format!("of {of} these facts alone could settle some: {}.", said.join(", ")))
}

/// What stands below the items.
fn below(agenda: &Agenda, in_brief: bool, columns: usize) -> String {
    let mut text = String::new();
    if let Some(missing) = missing(&agenda.items).filter(|_| in_brief) {
        text.push_str(&hang("  Missing: ", &missing, columns));
    }
    let mut rests: Vec<String> = Vec::new();
    for rest in agenda.items.iter().flat_map(|item| &item.rests_on) {
        let said = plain(&rest.text);
        if !matches!(rest.kind, "presumption" | "indication") && !rests.contains(&said) {
            rests.push(said);
        }
    }
    let most = if in_brief { MAX_RESTS_IN_BRIEF } else { MAX_RESTS };
    if let Some(more) = rests.len().checked_sub(most).filter(|more| *more > 0) {
        rests.truncate(most);
        rests.push(format!("and {more} more, which --format json tells"));
    }
    if !rests.is_empty() {
        text.push_str(&hang("  Rests on: ", &format!("{}.", rests.join("; ")), columns));
    }
    if agenda.items.iter().any(|item| item.force == Force::Hypothetical) {
        text.push_str(&hang("  Hypothetical: ", "the criteria are assumptions, not law, and bind nobody.", columns));
    }
    let left_out: Vec<String> =
        [(agenda.gone, "under policies no longer, or never, in force"), (agenda.outside, "outside the days asked for")]
            .into_iter()
            .filter(|(number, _)| *number > 0)
            .map(|(number, what)| format!("{number} {what}"))
            .collect();
    if !left_out.is_empty() {
        text.push_str(&hang("  Left out: ", &format!("{}.", left_out.join("; ")), columns));
    }
    if agenda.items.is_empty() {
        return text;
    }
    let law = agenda.items.iter().filter(|item| item.force == Force::Binding).count();
    let counted = count(agenda.items.len(), "thing", "things");
    let said = format!("{counted}, {law} of them binding on the day where they apply. No legal advice.");
    text.push_str(&hang("  ", &said, columns));
    text
}

const HEADER: &[&str] = &[
    "profile",
    "policy",
    "policy_title",
    "obligation",
    "title",
    "cite",
    "as_of",
    "binding",
    "force",
    "applies",
    "needs",
    "due",
    "from",
    "until",
    "day",
    "day_needs",
    "status_on_day",
    "in_force_from",
    "rests_on",
];

/// A header, and a row for each item.
pub(crate) fn rows<'i>(items: impl Iterator<Item = &'i Item>) -> Vec<Vec<String>> {
    let header = HEADER.iter().map(|name| (*name).to_owned()).collect();
    std::iter::once(header).chain(items.map(row)).collect()
}

fn row(item: &Item) -> Vec<String> {
    let days = match item.when {
        When::Days(days) => Some(days),
        When::NotKnown | When::NoDay => None,
    };
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let sets: Vec<String> = item.needs.sets.iter().map(|set| set.join(" + ")).collect();
    vec![
        item.profile.to_string(),
        item.policy.to_string(),
        item.policy_title.to_string(),
        item.obligation.to_string(),
        item.title.to_string(),
        item.cite.as_deref().unwrap_or_default().to_owned(),
        if item.as_of == DateRange::ALL { "unknown".to_owned() } else { item.as_of.to_string() },
        item.binding.to_string(),
        item.force.as_str().to_owned(),
        if item.applies { "yes" } else { "undetermined" }.to_owned(),
        sets.join(" | "),
        days.map(|days| days.to_string()).unwrap_or_default(),
        day(days.and_then(|days| days.lo)),
        day(days.and_then(|days| days.hi)),
        item.when.as_str().to_owned(),
        item.day_needs.join(" + "),
        item.status_on_day.clone().unwrap_or_default(),
        day(item.in_force_from),
        item.rests_on.iter().map(|rest| rest.text.as_str()).collect::<Vec<_>>().join("; "),
    ]
}
