//! What falls due: the obligations and options of all policies for one model, in the order of their days.
//!
//! In: what a request binds. Out: an [`Agenda`] for each profile. Whether something applies is judged as of the evaluation
//! date; what force it has is the policy's status on the day it is due.

mod standing;

use crate::date::{Date, DateRange};
use crate::diagnostic::{Code, Diagnostic, quote};
use crate::eval::result::{Needs, Rest};
use crate::eval::{Evaluator, Following};
use crate::ir::{Obligation, Policy};
use crate::session::{Asked, Question};
use crate::sorting::sort_by_key;
use crate::truth::Truth;
use serde::ser::{Serialize, SerializeStruct, Serializer};
pub use standing::Force;
use standing::{Standing, is_gone};
use std::sync::Arc;

/// What falls due for one model.
#[derive(Clone, Debug)]
pub struct Agenda {
    /// The profile's name.
    pub profile: Arc<str>,
    /// The evaluation date, or the days it may be.
    pub as_of: DateRange,
    /// What applies or may apply, in the order of days; what has no day comes last.
    pub items: Vec<Item>,
    /// How many were left out since their policy is rescinded, superseded, vetoed or lapsed.
    pub gone: usize,
    /// How many were left out since they fall outside of the days asked for.
    pub outside: usize,
    /// What is odd about the profile or its evaluation, errors among it.
    pub diagnostics: Vec<Diagnostic>,
}

/// When something is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// On this day, or on one of these days; one end at least is known.
    Days(DateRange),
    /// The text sets a day, and nobody knows which.
    NotKnown,
    /// The text sets no day.
    NoDay,
}

/// An obligation or an option of one policy for one model, which applies or may apply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The profile's name.
    pub profile: Arc<str>,
    /// The policy's id.
    pub policy: Arc<str>,
    /// The policy's title.
    pub policy_title: Arc<str>,
    /// Its own name in the policy.
    pub obligation: Arc<str>,
    /// What is to be done, or may be.
    pub title: Arc<str>,
    /// Its citation.
    pub cite: Option<Arc<str>>,
    /// Whether it is an obligation; else it is an option, whatever the policy's status.
    pub binding: bool,
    /// Whether it certainly applies; else that is undetermined.
    pub applies: bool,
    /// What would settle whether it applies, where that is undetermined.
    pub needs: Needs,
    /// When it is due.
    pub when: When,
    /// The facts that would give the day, where nobody knows it or it has no end on one side.
    pub day_needs: Vec<String>,
    /// What it amounts to on the day it is due.
    pub force: Force,
    /// The policy's status on that day, `a or b` where it changes among the possible days; `None` before the first. Where
    /// there is no day, the status on the evaluation date.
    pub status_on_day: Option<String>,
    /// Since when, or from when on, the policy is in force; `None` where it has no such day.
    pub in_force_from: Option<Date>,
    /// The evaluation date, or the days it may be.
    pub as_of: DateRange,
    /// What the condition and the day rest on beside the facts.
    pub rests_on: Vec<Rest>,
}

/// The days asked for: both ends belong to them, and `None` is no end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Window {
    /// The first day.
    pub from: Option<Date>,
    /// The last day.
    pub until: Option<Date>,
}

/// What falls due for each profile, in order.
pub fn agendas(asked: &Asked<'_>) -> Vec<Agenda> {
    let by_policy = crate::parallel::map(&asked.questions, |question| of_policy(question));
    let mut agendas: Vec<Option<Agenda>> = vec![None; asked.profiles];
    for found in by_policy {
        for (agenda, found) in agendas.iter_mut().zip(found) {
            match agenda {
                None => *agenda = Some(found),
                Some(known) => {
                    known.items.extend(found.items);
                    known.gone += found.gone;
                    known.diagnostics.extend(found.diagnostics);
                }
            }
        }
    }
    let mut agendas: Vec<Agenda> = agendas.into_iter().flatten().collect();
    agendas.iter_mut().for_each(|agenda| sort_by_key(&mut agenda.items, Item::order));
    agendas
}

/// What one policy makes fall due for each of its models.
fn of_policy(question: &Question<'_>) -> Vec<Agenda> {
    let Question { policy, circumstances, population } = question;
    let mut explainer = Evaluator::new(policy, circumstances, population).with_needs(false);
    let mut evaluator = Evaluator::new(policy, circumstances, population);
    let mut agendas = Vec::with_capacity(population.models.len());
    for (at, model) in population.models.iter().enumerate() {
        let answer = explainer.explain(model, Some(at));
        let mut agenda = Agenda {
            profile: model.name.clone(),
            as_of: circumstances.as_of,
            items: Vec::new(),
            gone: 0,
            outside: 0,
            diagnostics: answer.diagnostics,
        };
        if answer.error.is_none() {
            match evaluator.following(model, Some(at)) {
                Ok(following) => agenda.fill(policy, following),
                Err(fault) => {
                    let message = format!("{}: {fault}, in `{}`", quote(&model.name), policy.id);
                    agenda.diagnostics.push(Diagnostic::error(Code::Limit, message));
                }
            }
        }
        agendas.push(agenda);
    }
    agendas
}

impl Agenda {
    /// Takes in what follows from `policy`.
    fn fill(&mut self, policy: &Policy, following: Vec<Following>) {
        for (obligation, following) in policy.obligations.iter().zip(following) {
            if following.applies == Truth::False {
                continue;
            }
            let when = match (obligation.due, following.days) {
                (None, _) => When::NoDay,
                (Some(_), None | Some(DateRange::ALL)) => When::NotKnown,
                (Some(_), Some(days)) => When::Days(days),
            };
            if is_gone(policy, when, self.as_of) {
                self.gone += 1;
                continue;
            }
            self.items.push(self.item(policy, obligation, following, when));
        }
    }

    fn item(&self, policy: &Policy, obligation: &Obligation, following: Following, when: When) -> Item {
        let standing = Standing::of(policy, obligation.binding, when, self.as_of);
        Item {
            profile: self.profile.clone(),
            policy: policy.id.clone(),
            policy_title: policy.title.clone(),
            obligation: obligation.id.clone(),
            title: obligation.title.clone(),
            cite: obligation.cite.clone(),
            binding: obligation.binding,
            applies: following.applies == Truth::True,
            needs: following.needs,
            when,
            day_needs: following.day_needs,
            force: standing.force,
            status_on_day: standing.status,
            in_force_from: standing.in_force_from,
            as_of: self.as_of,
            rests_on: following.rests_on,
        }
    }

    /// Leaves out what is certainly due on none of the days of `window`. What has no known day stays.
    pub fn keep_within(&mut self, window: Window) {
        let before = self.items.len();
        self.items.retain(|item| match item.when {
            When::Days(days) => window.meets(days),
            When::NotKnown | When::NoDay => true,
        });
        self.outside += before - self.items.len();
    }
}

impl Window {
    /// Whether one of `days` is among those asked for.
    fn meets(self, days: DateRange) -> bool {
        let asked = DateRange { lo: self.from, hi: self.until };
        days.after(&asked) != Truth::True && asked.after(&days) != Truth::True
    }
}

impl When {
    /// The first day it may be; the last one where there is no first.
    pub fn first_day(self) -> Option<Date> {
        match self {
            When::Days(days) => days.lo.or(days.hi),
            When::NotKnown | When::NoDay => None,
        }
    }

    /// `2027-01-25`, `between 2027-11-01 and 2027-11-30`, `on or after 2028-01-01`, `date not known`, `no date in the text`.
    pub fn in_words(self) -> String {
        match self {
            When::NotKnown | When::Days(DateRange::ALL) => "date not known".to_owned(),
            When::NoDay => "no date in the text".to_owned(),
            When::Days(DateRange { lo: Some(lo), hi: Some(hi) }) if lo == hi => lo.to_string(),
            When::Days(DateRange { lo: Some(lo), hi: Some(hi) }) => format!("between {lo} and {hi}"),
            When::Days(DateRange { lo: Some(lo), hi: None }) => format!("on or after {lo}"),
            When::Days(DateRange { lo: None, hi: Some(hi) }) => format!("on or before {hi}"),
        }
    }

    /// How the day is known, in one word: `known`, `range`, `not_known`, `none`.
    pub fn as_str(self) -> &'static str {
        match self {
            When::Days(days) if days.as_point().is_some() => "known",
            When::Days(_) => "range",
            When::NotKnown => "not_known",
            When::NoDay => "none",
        }
    }
}

impl Item {
    /// What is sorted by: those with a day by that day, then those whose day is not known, then those without one; on one
    /// day what certainly applies comes first, and law before what is not.
    fn order(&self) -> impl Ord + use<> {
        let (class, last) = match self.when {
            When::Days(days) => (0, days.hi),
            When::NotKnown => (1, None),
            When::NoDay => (2, None),
        };
        (class, self.when.first_day(), last.is_none(), last, self.day_needs.clone(), !self.applies, self.force)
    }

    /// What is to be done, or may be: `notify the Commission`, `may offer access`. What is voluntary is never said as a
    /// duty.
    pub fn said(&self) -> String {
        if self.binding { lowered(&self.title) } else { may(&self.title) }
    }

    /// The same with what it hangs on: `if covered: notify the Commission`.
    pub fn said_if(&self) -> String {
        let said = self.said();
        if self.applies { said } else { format!("if covered: {said}") }
    }

    /// What it amounts to, in words: `binding, in force from 2027-01-01; rests on a presumption`.
    pub fn standing(&self) -> String {
        let said = standing::in_words(self);
        match (self.rests_on_kind("presumption"), self.rests_on_kind("indication")) {
            (true, true) => format!("{said}; rests on a presumption and an indication"),
            (true, false) => format!("{said}; rests on a presumption"),
            (false, true) => format!("{said}; rests on an indication"),
            (false, false) => said,
        }
    }

    /// Whether it rests on something of that kind.
    pub fn rests_on_kind(&self, kind: &str) -> bool {
        self.rests_on.iter().any(|rest| rest.kind == kind)
    }

    /// Whether something about it is open: whether it applies, on which day, by which law.
    pub fn is_tentative(&self) -> bool {
        let is_law = matches!(self.force, Force::Binding | Force::Voluntary | Force::Guidance);
        let presumed = self.rests_on_kind("presumption") || self.rests_on_kind("indication");
        !self.applies || presumed || !is_law || self.when.as_str() != "known"
    }

    /// Whether both are the same thing to do on the same day with the same standing, though of different policies.
    fn is_same(&self, other: &Item) -> bool {
        (&self.profile, self.when, self.applies, self.binding)
            == (&other.profile, other.when, other.applies, other.binding)
            && self.said() == other.said()
            && self.standing() == other.standing()
            && self.day_needs == other.day_needs
    }
}

/// The items with those that say the same put together, each group where its first one stands.
pub fn together(items: &[Item]) -> Vec<Vec<&Item>> {
    let mut groups: Vec<Vec<&Item>> = Vec::new();
    for item in items {
        match groups.iter_mut().find(|group| group.first().is_some_and(|first| first.is_same(item))) {
            Some(group) => group.push(item),
            None => groups.push(vec![item]),
        }
    }
    groups
}

/// `may offer access`, of a title such as `Offer access (voluntary)`.
pub fn may(title: &str) -> String {
    let title = title.trim_end();
    format!("may {}", lowered(title.strip_suffix("(voluntary)").map_or(title, str::trim_end)))
}

/// The first letter small, unless it begins an abbreviation.
pub fn lowered(title: &str) -> String {
    let mut letters = title.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            first.to_lowercase().chain(title.chars().skip(1)).collect()
        }
        _ => title.to_owned(),
    }
}

/// `unknown`, or the day or days.
fn days_or_unknown(days: DateRange) -> String {
    if days == DateRange::ALL { "unknown".to_owned() } else { days.to_string() }
}

impl Serialize for Item {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let days = match self.when {
            When::Days(days) => days,
            When::NotKnown | When::NoDay => DateRange::ALL,
        };
        let text = |day: Option<Date>| day.map(|day| day.to_string());
        let mut object = serializer.serialize_struct("Item", 20)?;
        object.serialize_field("profile", &self.profile)?;
        object.serialize_field("policy", &self.policy)?;
        object.serialize_field("policy_title", &self.policy_title)?;
        object.serialize_field("obligation", &self.obligation)?;
        object.serialize_field("title", &self.title)?;
        object.serialize_field("cite", &self.cite)?;
        object.serialize_field("as_of", &days_or_unknown(self.as_of))?;
        object.serialize_field("binding", &self.binding)?;
        object.serialize_field("force", self.force.as_str())?;
        object.serialize_field("applies", if self.applies { "yes" } else { "undetermined" })?;
        object.serialize_field("needs", &self.needs)?;
        object.serialize_field("due", &(days != DateRange::ALL).then(|| days.to_string()))?;
        object.serialize_field("from", &text(days.lo))?;
        object.serialize_field("until", &text(days.hi))?;
        object.serialize_field("day", self.when.as_str())?;
        object.serialize_field("day_needs", &self.day_needs)?;
        object.serialize_field("status_on_day", &self.status_on_day)?;
        object.serialize_field("in_force_from", &text(self.in_force_from))?;
        object.serialize_field("tentative", &self.is_tentative())?;
        object.serialize_field("rests_on", &self.rests_on)?;
        object.end()
    }
}
