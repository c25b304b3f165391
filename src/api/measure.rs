//! What to measure next for the models of a request.
//!
//! In: a request, read. Out: the [`Measures`] of each profile and kept policy, these as JSON, and the notes.

use super::{Answered, Read, once_each};
use crate::analysis::human::in_words;
use crate::analysis::measure::{AROUND, Basis, Decided, Measured, Measures, Open, Pair, measure};
use crate::analysis::words::{self, Digits};
use crate::diagnostic::{Code, Diagnostic};
use crate::eval::result::Verdict;
use crate::interval::End;
use crate::possible::Set;
use crate::rational::Rounding;
use crate::schema::Type;
use crate::session::ask;
use serde_json::{Value, json};
use std::sync::Arc;

/// Significant digits of a line.
const DIGITS: Digits = Digits::Few(6);

/// What would settle every kept outcome, by profile and by policy within it, and what is odd.
///
/// # Errors
/// The diagnostics of settings that cannot be used.
pub fn measures(read: &Read) -> Answered<Vec<Measures>> {
    let Read { selection, .. } = read;
    let asked = ask(&read.policies, &read.profiles, &read.settings)?;
    let mut notes = read.notes.clone();
    notes.extend(asked.diagnostics);
    let kept: Vec<_> = asked.questions.iter().filter(|question| selection.keeps_policy(&question.policy.id)).collect();
    let mut found: Vec<Vec<Measures>> = Vec::with_capacity(asked.profiles);
    for place in 0..asked.profiles {
        let of_profile = crate::parallel::map(&kept, |question| measure(question, place));
        let mut of_profile: Vec<Measures> = of_profile.into_iter().flatten().collect();
        for (question, measures) in kept.iter().zip(&mut of_profile) {
            if let Some(model) = question.population.models.get(place) {
                notes.extend(model.warnings.iter().chain(&model.errors).cloned());
                if let (Some(error), true) = (&measures.error, model.errors.is_empty()) {
                    notes.push(Diagnostic::error(Code::Limit, error.clone()));
                }
            }
            measures.verdicts.retain(|(outcome, _)| selection.keeps(&measures.policy, outcome));
            measures.open.retain(|open| selection.keeps(&measures.policy, &open.outcome));
        }
        found.push(of_profile);
    }
    Ok((found, once_each(notes)))
}

/// One object a line, profiles outside and policies inside.
pub fn lines(found: &[Vec<Measures>]) -> String {
    super::lines(found.iter().flatten().map(object))
}

fn object(measures: &Measures) -> Value {
    json!({
        "policy": &*measures.policy,
        "profile": &*measures.profile,
        "as_of": measures.as_of,
        "status": measures.status.as_deref(),
        "designations": measures.open.iter().map(designation).collect::<Vec<_>>(),
        "error": measures.error,
    })
}

fn designation(open: &Open) -> Value {
    let decided = |decided: &Decided| json!({ "choice": &*decided.choice, "reading": &*decided.reading, "verdict": decided.verdict.as_str() });
    json!({
        "id": &*open.outcome,
        "verdict": Verdict::Undetermined.as_str(),
        "needs": open.needs,
        "facts": open.facts.iter().map(fact).collect::<Vec<_>>(),
        "readings": open.readings.iter().map(decided).collect::<Vec<_>>(),
        "others": open.others,
        "notes": open.notes,
        "pair": open.pair.as_ref().map(pair),
        "settle_nothing_alone": open.idle.iter().map(|name| &**name).collect::<Vec<_>>(),
    })
}

fn fact(fact: &Measured) -> Value {
    let texts = |wanted: Verdict| -> Vec<String> {
        let sets = fact.regions_of(wanted);
        sets.map(|set| words::region(set, &fact.possible, &fact.ty, Digits::All)).collect()
    };
    let share = |at: usize| fact.odds.as_ref().and_then(|odds| odds.get(at)).map(|part| part.share.to_exact_string());
    json!({
        "fact": &*fact.fact,
        "settles": fact.settles().map(|share| share.to_exact_string()),
        "covered": share(0),
        "not_covered": share(1),
        "undetermined": share(2),
        "at_least": !fact.whole,
        "basis": basis(&fact.basis, &fact.ty),
        "where": {
            "covered": texts(Verdict::Covered),
            "not_covered": texts(Verdict::NotCovered),
            "undetermined": texts(Verdict::Undetermined),
        },
    })
}

fn basis(basis: &Basis, ty: &Type) -> Value {
    let support = |set: &Set| words::region(set, &ty.everything(), ty, Digits::All);
    json!({
        "assumed": basis.is_assumed(),
        "distribution": basis.distribution().map(|found| found.shape.in_words()),
        "over": basis.distribution().map(|found| support(&found.support)),
        "text": basis_in_words(basis, ty),
    })
}

fn pair(pair: &Pair) -> Value {
    let share = |at: usize| pair.odds.as_ref().and_then(|odds| odds.get(at)).map(|part| part.share.to_exact_string());
    let [a, b] = &pair.facts;
    let region = |(_, ty, whole): &(Arc<str>, Type, Set), set: &Set| words::region(set, whole, ty, Digits::All);
    let boxes = pair.boxes.iter().map(
        |([left, right], verdict)| json!({ "where": [region(a, left), region(b, right)], "verdict": verdict.as_str() }),
    );
    let [one, other] = &pair.basis;
    json!({
        "facts": [&*a.0, &*b.0],
        "settles": pair.settles().map(|share| share.to_exact_string()),
        "covered": share(0),
        "not_covered": share(1),
        "undetermined": share(2),
        "basis": [basis(one, &a.1), basis(other, &b.1)],
        "boxes": boxes.collect::<Vec<_>>(),
    })
}

/// What a likelihood rests on.
pub fn basis_in_words(basis: &Basis, ty: &Type) -> String {
    let over = |set: &Set| match set {
        Set::Number(interval) => {
            let end = |end: &End, rounding: Rounding| {
                end.value().map(|value| words::quantity(value, ty, DIGITS, rounding)).unwrap_or_default()
            };
            let ends =
                format!("{} to {}", end(interval.lo(), Rounding::Nearest), end(interval.hi(), Rounding::Nearest));
            in_words(&ends)
        }
        _ => words::region(set, &ty.everything(), ty, DIGITS),
    };
    match basis {
        Basis::Given(found) => format!("as given: {}", found.shape.in_words()),
        Basis::Domain(found) => {
            format!("not given; assumed: {} over its domain, {}", found.shape.in_words(), over(&found.support))
        }
        Basis::AroundLines(found) => format!(
            "not given; assumed: {} from {}, {AROUND} times either side of where it turns",
            found.shape.in_words(),
            over(&found.support),
        ),
        Basis::Even(2) if *ty == Type::Bool => "not given; assumed: either as likely".to_owned(),
        Basis::Even(count) => format!("not given; assumed: each of {count} as likely"),
        Basis::None(why) => format!("no likelihood: {why}"),
    }
}
