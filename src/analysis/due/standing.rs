//! What an obligation or option amounts to on the day it is due.
//!
//! In: a policy's statuses by date, and a day. Out: its [`Force`], and that in words.

use super::{Item, When};
use crate::date::{Date, DateRange};
use crate::ir::Policy;

/// What an obligation or option amounts to on the day it is due; law comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Force {
    /// A duty under what is in force on that day.
    Binding,
    /// The status changes among the days on which it may be due.
    Changing,
    /// The text is passed, or of the future, and not in force on that day.
    NotYetInForce,
    /// What guidance asks for, without being law.
    Guidance,
    /// What may be done, or what developers hold themselves to.
    Voluntary,
    /// The text is only proposed.
    Proposed,
    /// The evaluation date is not known, so the status is not either.
    NotKnown,
    /// It follows from assumptions and binds nobody.
    Hypothetical,
}

impl Force {
    /// The word, as in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Force::Binding => "binding",
            Force::Voluntary => "voluntary",
            Force::Guidance => "guidance",
            Force::Hypothetical => "hypothetical",
            Force::NotYetInForce => "not_yet_in_force",
            Force::Proposed => "proposed",
            Force::Changing => "changing",
            Force::NotKnown => "not_known",
        }
    }

    /// What a status makes of an obligation or option; `None` is before the first status.
    fn of(status: Option<&str>, binding: bool) -> Force {
        match status {
            Some("in_force") if binding => Force::Binding,
            Some("guidance") if binding => Force::Guidance,
            Some("in_force" | "guidance" | "voluntary") => Force::Voluntary,
            Some("hypothetical") => Force::Hypothetical,
            Some("proposed") => Force::Proposed,
            Some(_) | None => Force::NotYetInForce,
        }
    }
}

/// What a policy's status on the day says.
pub(super) struct Standing {
    pub(super) force: Force,
    pub(super) status: Option<String>,
    pub(super) in_force_from: Option<Date>,
}

/// The days whose status counts: those on which it is due, else the evaluation date.
fn judged(when: When, as_of: DateRange) -> DateRange {
    match when {
        When::Days(days) => days,
        When::NotKnown | When::NoDay => as_of,
    }
}

/// Every status that holds on one of the days, in order; `None` before the first.
fn statuses(policy: &Policy, days: DateRange) -> Vec<Option<&str>> {
    let mut found = vec![days.lo.and_then(|lo| policy.status_on(lo)).map(|status| &*status.word)];
    let within = |day: Date| days.lo.is_none_or(|lo| day > lo) && days.hi.is_none_or(|hi| day <= hi);
    let later = policy.statuses.iter().filter(|status| within(status.from)).map(|status| Some(&*status.word));
    for word in later {
        if !found.contains(&word) {
            found.push(word);
        }
    }
    found
}

fn ends(word: Option<&str>) -> bool {
    matches!(word, Some("rescinded" | "superseded" | "vetoed" | "lapsed"))
}

/// Whether nothing follows from the policy: it is gone on the day, or was due before and is gone by now.
pub(super) fn is_gone(policy: &Policy, when: When, as_of: DateRange) -> bool {
    let days = judged(when, as_of);
    if statuses(policy, days).into_iter().all(ends) {
        return true;
    }
    let is_past = as_of.after(&days) == crate::truth::Truth::True;
    is_past && statuses(policy, as_of).into_iter().all(ends)
}

impl Standing {
    pub(super) fn of(policy: &Policy, binding: bool, when: When, as_of: DateRange) -> Self {
        let days = judged(when, as_of);
        if days == DateRange::ALL {
            return Standing { force: Force::NotKnown, status: None, in_force_from: in_force_from(policy, None) };
        }
        let statuses = statuses(policy, days);
        // Before it began, a proposal was no more than that, and a guess no less of one.
        let passed = |word: &&str| matches!(*word, "enacted" | "in_force") || ends(Some(word));
        let supposed = policy.statuses.first().map(|first| &*first.word).filter(|word| !passed(word));
        let mut forces = statuses.iter().map(|status| Force::of(status.or(supposed), binding));
        let first = forces.next().unwrap_or(Force::NotKnown);
        let force = if forces.all(|force| force == first) && !statuses.iter().any(|status| ends(*status)) {
            first
        } else {
            Force::Changing
        };
        let words: Vec<&str> = statuses.into_iter().map(|status| status.unwrap_or("none")).collect();
        let status = Some(words.join(" or ")).filter(|words| words != "none");
        Standing { force, status, in_force_from: in_force_from(policy, days.lo) }
    }
}

/// The first day of the time in force that holds on `day`, or else of the next one.
fn in_force_from(policy: &Policy, day: Option<Date>) -> Option<Date> {
    let holding = day.and_then(|day| policy.status_on(day)).filter(|status| &*status.word == "in_force");
    let mut later = policy.statuses.iter().filter(|status| day.is_none_or(|day| status.from > day));
    holding.or_else(|| later.find(|status| &*status.word == "in_force")).map(|status| status.from)
}

/// `binding, in force from 2027-01-01`; the date where it lies ahead of the evaluation date.
pub(super) fn in_words(item: &Item) -> String {
    let ahead = item.in_force_from.filter(|from| item.as_of.hi.is_some_and(|as_of| *from > as_of));
    let has_day = matches!(item.when, When::Days(_));
    let force = match (item.force, ahead) {
        (Force::NotYetInForce, _) if has_day && item.in_force_from.is_some() => {
            let from = item.in_force_from.map(|from| from.to_string()).unwrap_or_default();
            format!("not in force on that day, but from {from} on")
        }
        (Force::NotYetInForce, Some(from)) => format!("in force only from {from}"),
        (force, Some(from)) => format!("{}, in force from {from}", in_a_word(item, force)),
        (force, None) => in_a_word(item, force),
    };
    let voluntary = if item.binding || item.force == Force::Voluntary { "" } else { "voluntary, " };
    format!("{voluntary}{force}")
}

fn in_a_word(item: &Item, force: Force) -> String {
    let word = match force {
        Force::Binding => "binding",
        Force::Voluntary => "voluntary",
        Force::Guidance => "guidance, not binding",
        Force::Hypothetical => "hypothetical",
        Force::NotYetInForce if matches!(item.when, When::Days(_)) => "not yet in force on that day",
        Force::NotYetInForce => "not yet in force",
        Force::Proposed => "proposed",
        Force::NotKnown => "of a status that is not known",
        Force::Changing => {
            let words = item.status_on_day.as_deref().unwrap_or_default().replace('_', " ");
            return format!("{}, depending on the day", words.replace("none", "not yet begun"));
        }
    };
    word.to_owned()
}
