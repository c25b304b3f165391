//! The words that every form of an answer shares: status, title, verdict.
//!
//! In: a policy and its answer. Out: words. A policy that is not in force never has a bare verdict.

use super::layout::plain;
use brightline::eval::result::{Answer, DesignationAnswer, Verdict};
use brightline::ir::{Policy, STATUSES};

/// A policy with what it says of one profile.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Regime<'a> {
    /// The policy.
    pub(crate) policy: &'a Policy,
    /// Its answer.
    pub(crate) answer: &'a Answer,
}

/// What a policy's status makes of its verdicts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Group {
    /// Law on the day.
    InForce,
    /// Guidance, and what developers hold themselves to.
    Soft,
    /// Assumptions.
    Hypothetical,
    /// Proposed, or passed and not in force yet.
    Coming,
    /// Repealed, replaced, vetoed or lapsed.
    Gone,
}

impl Group {
    /// The group of a status; a policy without one has not begun.
    pub(crate) fn of(status: Option<&str>) -> Group {
        match status {
            Some("in_force") => Group::InForce,
            Some("guidance" | "voluntary") => Group::Soft,
            Some("hypothetical") => Group::Hypothetical,
            Some("rescinded" | "superseded" | "vetoed" | "lapsed") => Group::Gone,
            Some(_) | None => Group::Coming,
        }
    }

    /// Its name in a heading.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Group::InForce => "In force",
            Group::Soft => "Guidance and voluntary frameworks",
            Group::Hypothetical => "Hypothetical criteria",
            Group::Coming => "Not in force yet",
            Group::Gone => "No longer, or never, in force",
        }
    }
}

/// The policies with their answers, group by group.
pub(crate) fn in_order<'a>(policies: &[&'a Policy], answers: &'a [Answer]) -> Vec<Regime<'a>> {
    let mut regimes: Vec<Regime<'a>> =
        policies.iter().zip(answers).map(|(policy, answer)| Regime { policy, answer }).collect();
    regimes.sort_by_key(|regime| rank(regime.answer.status.as_deref()));
    regimes
}

/// What comes first: the groups in their order, within them the statuses of a policy's life in theirs.
pub(crate) fn rank(status: Option<&str>) -> (Group, usize) {
    let place = |word: &str| STATUSES.iter().position(|known| *known == word).unwrap_or(STATUSES.len());
    (Group::of(status), status.map_or(STATUSES.len(), place))
}

/// `in force`, `hypothetical`, `not yet`, `status unknown`.
pub(crate) fn status_in_words(answer: &Answer) -> String {
    match &answer.status {
        Some(word) => word.replace('_', " "),
        None if answer.as_of.len() == "2026-08-01".len() => "not yet".to_owned(),
        None => "status unknown".to_owned(),
    }
}

impl Regime<'_> {
    /// What its status makes of its verdicts.
    pub(crate) fn group(&self) -> Group {
        Group::of(self.answer.status.as_deref())
    }

    /// Whether it is the law on the day.
    pub(crate) fn is_in_force(&self) -> bool {
        self.group() == Group::InForce
    }

    /// The policy's title.
    pub(crate) fn title(&self) -> String {
        plain(&self.policy.title)
    }

    /// The title of a designation.
    pub(crate) fn designation_title(&self, answer: &DesignationAnswer) -> String {
        let found = self.policy.designations.iter().find(|designation| designation.id == answer.id);
        plain(found.map_or(&answer.id, |designation| &designation.title))
    }

    /// Whether each designation needs a title of its own.
    pub(crate) fn has_several(&self) -> bool {
        self.policy.designations.len() > 1
    }

    /// The verdict as a regime of this status has it: `covered`, `would be covered`.
    pub(crate) fn verdict(&self, verdict: Verdict) -> &'static str {
        match (self.is_in_force(), verdict) {
            (true, verdict) => verdict.in_words(),
            (false, Verdict::Covered) => "would be covered",
            (false, Verdict::NotCovered) => "would not be covered",
            (false, Verdict::Undetermined) => "undetermined",
        }
    }
}

/// `Northstar-2 (planned) on 2026-11-21`
pub(crate) fn heading(answer: &Answer) -> String {
    let day = match answer.as_of.as_str() {
        "unknown" => "on a day that is not known".to_owned(),
        day if day.contains("..") => format!("on one of the days {day}"),
        day => format!("on {day}"),
    };
    format!("{} {day}", plain(&answer.profile))
}
