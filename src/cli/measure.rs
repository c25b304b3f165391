//! `brightline measure`: what to measure next.
//!
//! In: policies, profiles, options. Out: for each undetermined outcome what would settle it and how likely, as text, as one
//! object a line, or as a table. Everything is read and computed before anything is printed.

use super::args::{MeasureArgs, MeasureFormat};
use super::load::{Sources, once_each};
use super::render::measure as render;
use super::request::{Read, read};
use super::{End, Report, Screen};
use brightline::analysis::measure::{Basis, Measured, Measures, Open, Pair, measure};
use brightline::analysis::words::{self, Digits};
use brightline::diagnostic::{Code, Diagnostic};
use brightline::eval::result::Verdict;
use brightline::ir::Policy;
use brightline::possible::Set;
use brightline::schema::Type;
use brightline::session::ask;
use serde_json::{Value, json};

/// Says what to measure next for every kept outcome of every profile.
pub(crate) fn run(args: &MeasureArgs, screen: Screen, sources: &mut Sources) -> Result<Report, Vec<Diagnostic>> {
    let Read { policies, selection, profiles, settings, mut notes } = read(&args.request, sources)?;
    let asked = ask(&policies, &profiles, &settings)?;
    notes.extend(asked.diagnostics);
    let kept: Vec<_> = asked.questions.iter().filter(|question| selection.keeps_policy(&question.policy.id)).collect();
    let mut found: Vec<Vec<Measures>> = Vec::with_capacity(asked.profiles);
    for place in 0..asked.profiles {
        let of_profile = brightline::parallel::map(&kept, |question| measure(question, place));
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
    let shown: Vec<&Policy> = kept.iter().map(|question| question.policy).collect();
    let text = match args.format {
        MeasureFormat::Json => found.iter().flatten().map(|measures| format!("{}\n", object(measures))).collect(),
        MeasureFormat::Csv => render::csv(&found),
        MeasureFormat::Text => {
            let block = |measures: &Vec<Measures>| render::block(&shown, measures, screen.width);
            found.iter().map(block).collect::<Vec<_>>().join("\n")
        }
    };
    let end = if notes.iter().any(Diagnostic::is_error) { End::InError } else { End::Done };
    Ok(Report { text, notes: once_each(notes), end })
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
    let decided = |decided: &brightline::analysis::measure::Decided| json!({ "choice": &*decided.choice, "reading": &*decided.reading, "verdict": decided.verdict.as_str() });
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
        "text": render::basis_in_words(basis, ty),
    })
}

fn pair(pair: &Pair) -> Value {
    let share = |at: usize| pair.odds.as_ref().and_then(|odds| odds.get(at)).map(|part| part.share.to_exact_string());
    let [a, b] = &pair.facts;
    let region =
        |(_, ty, whole): &(std::sync::Arc<str>, Type, Set), set: &Set| words::region(set, whole, ty, Digits::All);
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
