//! What would turn the verdicts of a request.
//!
//! In: a request, read, and the facts that are held fixed. Out: what turns each kept outcome of each profile, and these as
//! JSON.

use super::{Answered, Read, once_each};
use crate::analysis::flips::{Bound, Change, Flips, flips};
use crate::date::DateRange;
use crate::diagnostic::{Code, Diagnostic, nearest, quote};
use crate::eval::Evaluator;
use crate::eval::readings::ReadingsSummary;
use crate::ir::Policy;
use crate::model::Model;
use crate::session::{Question, ask};
use serde_json::{Value, json};
use std::sync::Arc;

/// What turns the outcomes of one policy for one profile.
pub struct Turned<'p> {
    /// The policy.
    pub policy: &'p Policy,
    /// The profile's name.
    pub profile: Arc<str>,
    /// What was found for each outcome.
    pub found: Vec<Flips>,
    /// How the readings of an outcome fall out, where some are open.
    pub readings: Vec<(Arc<str>, ReadingsSummary)>,
    /// What is wrong with the profile.
    pub diagnostics: Vec<Diagnostic>,
}

impl Turned<'_> {
    /// How the readings of an outcome fall out, where some are open.
    pub fn readings_of(&self, outcome: &str) -> Option<&ReadingsSummary> {
        self.readings.iter().find(|(id, _)| **id == *outcome).map(|(_, summary)| summary)
    }
}

/// What turns every kept outcome of every profile, and what is odd. The request holds only the policies that are kept
/// ([`Read::narrowed`]).
///
/// # Errors
/// The diagnostics of settings that cannot be used, and of facts to hold that no policy asks for.
pub fn turned<'r>(read: &'r Read, hold: &[String]) -> Answered<Vec<Turned<'r>>> {
    refuse_unknown(hold, &read.policies)?;
    let asked = ask(&read.policies, &read.profiles, &read.settings)?;
    let mut notes = read.notes.clone();
    notes.extend(asked.diagnostics);
    let mut found: Vec<Vec<Turned<'r>>> = Vec::new();
    for at in 0..asked.profiles {
        let of_profile = crate::parallel::map(&asked.questions, |question| turn(question, at, hold));
        let mut of_profile: Vec<Turned<'r>> = of_profile.into_iter().flatten().collect();
        for turned in &mut of_profile {
            turned.found.retain(|flips| read.selection.keeps(&turned.policy.id, &flips.outcome));
            notes.append(&mut turned.diagnostics);
        }
        found.push(of_profile);
    }
    Ok((found, once_each(notes)))
}

/// What turns the outcomes of one policy for one profile; what is wrong with the profile where that cannot be said.
fn turn<'p>(question: &Question<'p>, at: usize, hold: &[String]) -> Option<Turned<'p>> {
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

/// One object a line, profiles outside and policies inside.
pub fn lines(found: &[Vec<Turned<'_>>], as_of: DateRange) -> String {
    let as_of = as_of.to_string();
    super::lines(found.iter().flatten().map(|turned| object(turned, &as_of)))
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
