//! What falls due, as a calendar (RFC 5545) that calendars open.
//!
//! In: items. Out: an all-day event for each that has a day, and how many have none. Depends on the items alone: the stamp
//! of an event is the evaluation date, and its identity that of the profile, the policy and the obligation.

use super::due::{as_of, needs, source};
use super::layout::plain;
use brightline::analysis::due::{Force, Item, When};
use brightline::date::Date;
use brightline::diagnostic::{Code, Diagnostic};
use icalendar::{Calendar, Component, Event, EventLike, EventStatus, Property};

/// Sets of facts named that could settle whether something applies.
const MAX_SETS: usize = 3;

/// A calendar, and what it could not take in.
pub(crate) struct Written {
    /// The calendar's text, its lines ended and folded as the format asks.
    pub(crate) text: String,
    /// How many items have no day, and so no event.
    pub(crate) without_day: usize,
}

/// The calendar of `items`.
pub(crate) fn calendar<'i>(items: impl Iterator<Item = &'i Item>) -> Written {
    let mut calendar = Calendar::empty();
    calendar.append_property(("VERSION", "2.0"));
    let product = concat!("-//Brightline//Brightline ", env!("CARGO_PKG_VERSION"), "//EN");
    calendar.append_property(("PRODID", product));
    calendar.append_property(("CALSCALE", "GREGORIAN"));
    calendar.name("What falls due");
    let mut without_day = 0;
    for item in items {
        match item.when.first_day().filter(|day| day.year() > 0) {
            Some(day) => drop(calendar.push(event(item, day))),
            None => without_day += 1,
        }
    }
    Written { text: folded(&calendar.to_string()), without_day }
}

/// Longest line of a calendar, in bytes.
const MAX_LINE: usize = 75;

/// The text with its lines folded anew: `icalendar` 0.17 leaves a last piece one byte too long.
fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for line in text.replace("\r\n ", "").split_terminator("\r\n") {
        let mut width = 0;
        for letter in line.chars() {
            if width + letter.len_utf8() > MAX_LINE {
                folded.push_str("\r\n ");
                width = 1;
            }
            folded.push(letter);
            width += letter.len_utf8();
        }
        folded.push_str("\r\n");
    }
    folded
}

/// A warning where something could not be put into the calendar.
pub(crate) fn about_dateless(number: usize) -> Option<Diagnostic> {
    let message = match number {
        0 => return None,
        1 => "1 item without a date is left out of the calendar".to_owned(),
        more => format!("{more} items without a date are left out of the calendar"),
    };
    Some(Diagnostic::warning(Code::Option, message).help("`--format text` shows them, and what would give their dates"))
}

fn event(item: &Item, day: Date) -> Event {
    let mut event = Event::new();
    event.uid(&identity(item));
    event.add_property("DTSTAMP", stamp(item));
    event.append_property(Property::new("DTSTART", written(day)).add_parameter("VALUE", "DATE").done());
    event.summary(&summary(item));
    event.description(&description(item));
    event.status(if item.is_tentative() { EventStatus::Tentative } else { EventStatus::Confirmed });
    event.categories([category(item)]);
    // A day on which something is due is not taken up by it.
    event.add_property("TRANSP", "TRANSPARENT");
    event.done()
}

/// The same for the same profile, policy and obligation, and for no others: what is not a letter or digit is written by
/// its bytes.
fn identity(item: &Item) -> String {
    let mut name = String::new();
    for byte in item.profile.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => name.push(char::from(byte)),
            _ => name.push_str(&format!("-{byte:02x}")),
        }
    }
    format!("{}.{}.{name}@brightline", item.policy, item.obligation)
}

/// The evaluation date at midnight; where it is not known, a day that says so by being none of ours.
fn stamp(item: &Item) -> String {
    match item.as_of.as_point().filter(|day| day.year() > 0) {
        Some(day) => format!("{}T000000Z", written(day)),
        None => "19700101T000000Z".to_owned(),
    }
}

/// `20270125`
fn written(day: Date) -> String {
    format!("{:04}{:02}{:02}", day.year(), day.month(), day.day())
}

/// `Northstar-2 (planned): notify the Commission (binding; EU AI Act: systemic risk)`
fn summary(item: &Item) -> String {
    let (profile, title) = (plain(&item.profile), plain(&item.policy_title));
    format!("{profile}: {} ({}; {title})", plain(&item.said_if()), item.standing())
}

fn description(item: &Item) -> String {
    let mut lines = vec![format!("{}: {}.", plain(&item.profile), plain(&item.said_if())), source(item)];
    match item.when {
        When::Days(days) if days.as_point().is_none() => {
            let place = if days.lo.is_some() { "first" } else { "last" };
            lines.push(format!("Due {}; this event stands on the {place} of these days.", item.when.in_words()));
        }
        _ => lines.push(format!("Due {}.", item.when.in_words())),
    }
    let status = item
        .status_on_day
        .as_deref()
        .map_or("not known, or not yet begun".to_owned(), |status| status.replace('_', " "));
    lines.push(format!("What it amounts to: {}. Status on the day: {status}.", item.standing()));
    if !item.binding {
        lines.push("It is an option: the developer may do it.".to_owned());
    }
    if item.force == Force::Hypothetical {
        lines.push("The criteria are assumptions, not law, and bind nobody.".to_owned());
    }
    if !item.applies {
        lines.push(format!("Whether it applies is undetermined: {}.", needs(&item.needs, MAX_SETS)));
    }
    let rests: Vec<String> = item.rests_on.iter().map(|rest| plain(&rest.text)).collect();
    if !rests.is_empty() {
        lines.push(format!("Rests on: {}.", rests.join("; ")));
    }
    lines.push(format!("Judged {}. No legal advice.", as_of(item.as_of)));
    lines.join("\n")
}

/// `binding`, `voluntary`, `hypothetical` and the like: what a calendar groups and colours by.
fn category(item: &Item) -> &'static str {
    match item.force {
        Force::Hypothetical => "hypothetical",
        _ if !item.binding => "voluntary",
        force => match force {
            Force::NotYetInForce => "not yet in force",
            Force::Changing | Force::NotKnown => "status open",
            known => known.as_str(),
        },
    }
}
