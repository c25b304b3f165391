//! `brightline flips`: the smallest changes that would turn a verdict.
//!
//! In: policies, profiles, options, facts that are held fixed. Out: for each outcome what would turn it, as text or as one
//! object a line.

use super::args::{FlipsArgs, FlipsFormat};
use super::load::{Sources, once_each};
use super::render::flips::{Turned, block};
use super::request::{self, Read};
use super::{End, Report, Screen};
use brightline::analysis::flips::{Bound, Change, Flips, flips};
use brightline::diagnostic::{Code, Diagnostic, nearest, quote};
use brightline::eval::Evaluator;
use brightline::eval::readings::ReadingsSummary;
use brightline::ir::Policy;
use brightline::model::Model;
use brightline::session::{Question, ask};
use serde_json::{Value, json};
use std::sync::Arc;

/// Looks for what turns every kept outcome of every profile.
pub(crate) fn run(args: &FlipsArgs, screen: Screen, sources: &mut Sources) -> Result<Report, Vec<Diagnostic>> {
    let Read { policies, selection, profiles, settings, mut notes } = request::read(&args.request, sources)?;
    let kept: Vec<Policy> = policies.into_iter().filter(|policy| selection.keeps_policy(&policy.id)).collect();
    refuse_unknown(&args.hold, &kept)?;
    let asked = ask(&kept, &profiles, &settings)?;
    notes.extend(asked.diagnostics);
    let mut found: Vec<Vec<Turned<'_>>> = Vec::new();
    for at in 0..asked.profiles {
        let of_profile = brightline::parallel::map(&asked.questions, |question| turned(question, at, &args.hold));
        let mut of_profile: Vec<Turned<'_>> = of_profile.into_iter().flatten().collect();
        for turned in &mut of_profile {
            turned.found.retain(|flips| selection.keeps(&turned.policy.id, &flips.outcome));
            notes.append(&mut turned.diagnostics);
        }
        found.push(of_profile);
    }
    let as_of = settings.as_of;
    let text = match args.format {
        FlipsFormat::Json => {
            found.iter().flatten().map(|turned| format!("{}\n", object(turned, &as_of.to_string()))).collect()
        }
        FlipsFormat::Text => {
            found.iter().map(|turned| block(turned, as_of, screen.width)).collect::<Vec<_>>().join("\n")
        }
    };
    let end = if notes.iter().any(Diagnostic::is_error) { End::InError } else { End::Done };
    Ok(Report { text, notes: once_each(notes), end })
}

/// What turns the outcomes of one policy for one profile; what is wrong with the profile where that cannot be said.
fn turned<'p>(question: &Question<'p>, at: usize, hold: &[String]) -> Option<Turned<'p>> {
    let model = question.population.models.get(at)?;
    let mut turned = Turned {
        policy: question.policy,
        profile: model.name.clone(),
        found: Vec::new(),
        readings: Vec::new(),
        diagnostics: model.errors.clone(),
    };
    if model.errors.is_empty() {
        let mut evaluator = Evaluator::new(question.policy, &question.circumstances, &question.population);
        match flips(&mut evaluator, model, Some(at), hold) {
            Ok(found) => {
                turned.found = found;
                turned.readings = readings(question, model, at);
            }
            Err(fault) => {
                let message = format!("{}: {fault}", quote(&model.name));
                let error = Diagnostic::error(Code::Limit, message);
                turned.diagnostics.push(error.help("give smaller numbers, or shorter chains of models"));
            }
        }
    }
    Some(turned)
}

/// How the readings of each outcome fall out, where some are open.
fn readings(question: &Question<'_>, model: &Model, at: usize) -> Vec<(Arc<str>, ReadingsSummary)> {
    let Question { policy, circumstances, population } = question;
    let answer = Evaluator::new(policy, circumstances, population).with_needs(false).explain(model, Some(at));
    answer.designations.into_iter().filter_map(|found| Some((found.id, found.readings_summary?))).collect()
}

/// A fact that no policy asks for cannot be held.
fn refuse_unknown(hold: &[String], policies: &[Policy]) -> Result<(), Vec<Diagnostic>> {
    let mut errors = Vec::new();
    for name in hold {
        // Behind a reference stands a fact of the same policy.
        let bare = |policy: &Policy| {
            let mut rest = name.as_str();
            while let Some((head, tail)) = rest.split_once('.') {
                if !policy.schema.references.iter().any(|reference| *reference.name == *head) {
                    break;
                }
                rest = tail;
            }
            policy.schema.facts.iter().any(|fact| *fact.name == *rest)
        };
        if !policies.iter().any(bare) {
            let known = policies.iter().flat_map(|policy| policy.schema.facts.iter().map(|fact| &*fact.name));
            let error = Diagnostic::error(Code::Option, format!("--hold {}: there is no such fact", quote(name)));
            errors.push(match nearest(name, known) {
                Some(near) => error.help(format!("did you mean `{near}`?")),
                None => error.help("`brightline facts` lists what the policies ask for"),
            });
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

fn object(turned: &Turned<'_>, as_of: &str) -> Value {
    json!({
        "policy": &*turned.policy.id,
        "profile": &*turned.profile,
        "as_of": as_of,
        "designations": turned.found.iter().map(|flips| designation(turned, flips)).collect::<Vec<_>>(),
    })
}

fn designation(turned: &Turned<'_>, flips: &Flips) -> Value {
    let changes = |list: &[Change]| list.iter().map(change).collect::<Vec<_>>();
    let mut designation = json!({
        "id": &*flips.outcome,
        "verdict": flips.verdict.as_str(),
        "single": changes(&flips.single),
        "joint": flips.joint.iter().map(|joint| changes(joint)).collect::<Vec<_>>(),
        "impossible": flips.impossible,
        "open": flips.open,
        "complete": flips.complete,
    });
    if let (Some(summary), Value::Object(fields)) = (turned.readings_of(&flips.outcome), &mut designation) {
        fields.insert("readings_summary".to_owned(), json!(summary));
    }
    designation
}

fn change(change: &Change) -> Value {
    json!({
        "fact": &*change.fact,
        "from": change.from,
        "bound": change.bound,
        "to": change.to,
        "inclusive": !matches!(change.bound, Bound::MoreThan | Bound::LessThan),
        "ratio": change.ratio.as_ref().map(|ratio| ratio.to_exact_string()),
        "difference": change.difference,
    })
}
