//! Where verdicts change as facts or params move: along one of them and in the plane of two exactly, and at points.
//!
//! In: a request, read, and one axis or two. Out: for each kept outcome of each profile the parts of the axis with their
//! verdicts, each of which holds for every value of its part; the plane cut into such parts; or the verdict at each point of
//! a grid.

mod grid;
mod plane;

use super::about::bounds;
use super::request::Fields;
use super::{Read, Report, Sources, lines, once_each, suggest};
use crate::diagnostic::{Code, Diagnostic, quote};
use crate::eval::explore::Input;
use crate::eval::result::Verdict;
use crate::eval::{Evaluator, Fault};
use crate::given::{Given, read_value, refuse_text};
use crate::ir::Policy;
use crate::model::{Circumstances, Model};
use crate::possible::{Members, Set};
use crate::rational::Rational;
use crate::schema::{Schema, Type};
use crate::session::{Question, ask};
use crate::syntax::parse_value;
use crate::truth::Truth;
pub(super) use grid::{GRID, grid};
pub(super) use plane::{MAP, map};
use serde_json::{Value, json};
use std::sync::Arc;

/// The fields that a question about one axis has.
pub(super) const REGIONS: [&str; 2] = ["axis", "range"];

/// A fact or param that is moved.
struct Axis<'p> {
    ty: &'p Type,
    domain: &'p Set,
    /// Its place among the facts of the schema, where it is a fact of the model itself.
    fact: Option<usize>,
    /// Its place among the params, where it is one.
    param: Option<usize>,
}

impl<'p> Axis<'p> {
    /// The fact or param of this name; a fact behind references by the name of the last.
    fn of(schema: &'p Schema, policy: &str, name: &str) -> Option<Self> {
        let own = name.strip_prefix(policy).and_then(|rest| rest.strip_prefix('.')).unwrap_or(name);
        if let Some(at) = schema.params.iter().position(|param| *param.name == *own) {
            let param = schema.params.get(at)?;
            return Some(Axis { ty: &param.ty, domain: &param.domain, fact: None, param: Some(at) });
        }
        let mut rest = name;
        while let Some((head, tail)) = rest.split_once('.') {
            if !schema.references.iter().any(|reference| *reference.name == *head) {
                break;
            }
            rest = tail;
        }
        let at = schema.facts.iter().position(|fact| *fact.name == *rest)?;
        let fact = schema.facts.get(at)?;
        Some(Axis { ty: &fact.ty, domain: &fact.domain, fact: (rest == name).then_some(at), param: None })
    }

    fn factor(&self) -> Rational {
        match self.ty {
            Type::Number(quantity) => quantity.unit.factor.clone(),
            _ => Rational::one(),
        }
    }
}

/// A question in which the params that move count as supplied, and the facts that move as given.
struct Moving<'q, 'p> {
    question: &'q Question<'p>,
    circumstances: Circumstances,
    model: Model,
    place: usize,
}

impl<'q, 'p> Moving<'q, 'p> {
    fn of(question: &'q Question<'p>, place: usize, axes: &[&Axis<'_>]) -> Option<Self> {
        let mut circumstances = question.circumstances.clone();
        let mut model = question.population.models.get(place)?.clone();
        for axis in axes {
            let supplied = Given::Value { set: axis.domain.clone(), estimate: None };
            if let Some(slot) = axis.param.and_then(|at| circumstances.params.get_mut(at)) {
                *slot = Some(supplied);
            }
            if let Some(slot) = axis.fact.and_then(|at| model.facts.get_mut(at)) {
                slot.set = Some(axis.domain.clone());
                slot.estimate = None;
            }
        }
        Some(Moving { question, circumstances, model, place })
    }

    fn evaluator(&self) -> Evaluator<'_> {
        Evaluator::new(self.question.policy, &self.circumstances, &self.question.population)
    }
}

/// The input that an axis moves, and what is known of it; `None` where the outcome does not hang on it.
fn input_of<'a>(
    evaluator: &mut Evaluator<'a>,
    model: &'a Model,
    place: usize,
    outcome: usize,
    (name, axis): (&str, &Axis<'_>),
) -> Result<Option<Input>, Fault> {
    if let Some(param) = axis.param {
        return Ok(Some(Input::of_param(param)));
    }
    let inputs = evaluator.inputs(model, Some(place), outcome)?;
    Ok(inputs.into_iter().find(|input| *input.name == *name).map(|input| input.input))
}

/// `{"policy":..,"profile":..,"as_of":..,"designation":..,"axis":..,"unit":..,"now":..,"parts":[..]}` for each kept outcome.
pub(super) fn regions(
    fields: &mut Fields,
    policies: &Arc<[Policy]>,
    sources: &mut Sources,
) -> Result<Report, Vec<Diagnostic>> {
    let read = fields.read(policies, sources)?;
    let name = axis_name(fields, "axis")?;
    let range = fields.text("range", "bounds as `1e24 FLOP .. 1e28 FLOP`")?;
    refuse_unknown(&read, &[&name])?;
    each(&read, |question, place, found| {
        let schema = &question.policy.schema;
        let Some(axis) = Axis::of(schema, &question.policy.id, &name) else { return Ok(()) };
        let domain = match &range {
            Some(text) => within(text, &axis, schema).map_err(Trouble::Request)?,
            None => Some(axis.domain.clone()),
        };
        let Some(domain) = domain else { return Ok(()) };
        let now = now(question, place, &axis);
        let Some(moving) = Moving::of(question, place, &[&axis]) else { return Ok(()) };
        let mut evaluator = moving.evaluator();
        for (outcome, designation) in question.policy.designations.iter().enumerate() {
            if !read.selection.keeps(&question.policy.id, &designation.id) {
                continue;
            }
            let (model, at) = (&moving.model, Some(moving.place));
            let mut parts: Vec<(Set, Verdict)> = Vec::new();
            match input_of(&mut evaluator, model, place, outcome, (&name, &axis))? {
                Some(input) => {
                    for part in evaluator.regions(model, at, outcome, (&input, &domain), &[])? {
                        let verdict = evaluator.verdict_where(model, at, outcome, &[(input.clone(), part.clone())])?;
                        match parts.last_mut() {
                            Some((last, known)) if *known == verdict => *last = last.hull(&part),
                            _ => parts.push((part, verdict)),
                        }
                    }
                }
                None => parts.push((domain.clone(), evaluator.verdict_where(model, at, outcome, &[])?)),
            }
            let factor = axis.factor();
            found.push(json!({
                "policy": &*question.policy.id,
                "profile": &*model.name,
                "as_of": question.circumstances.as_of.to_string(),
                "designation": &*designation.id,
                "axis": name,
                "unit": unit_of(axis.ty),
                "now": now.as_ref().map(|set| shown(set, axis.ty, &factor)),
                "parts": parts.iter().map(|(set, verdict)| {
                    let mut part = shown(set, axis.ty, &factor);
                    if let Value::Object(fields) = &mut part {
                        fields.insert("verdict".to_owned(), json!(verdict.as_str()));
                    }
                    part
                }).collect::<Vec<_>>(),
            }));
        }
        Ok(())
    })
}

/// Why a question about an axis has no answer.
enum Trouble {
    Fault(Fault),
    Request(Vec<Diagnostic>),
}

impl From<Fault> for Trouble {
    fn from(fault: Fault) -> Self {
        Trouble::Fault(fault)
    }
}

/// What `answer` finds of each kept policy and profile without errors.
fn each(
    read: &Read,
    mut answer: impl FnMut(&Question<'_>, usize, &mut Vec<Value>) -> Result<(), Trouble>,
) -> Result<Report, Vec<Diagnostic>> {
    let asked = ask(&read.policies, &read.profiles, &read.settings)?;
    let mut notes = read.notes.clone();
    notes.extend(asked.diagnostics);
    let mut found = Vec::new();
    for place in 0..asked.profiles {
        for question in asked.questions.iter().filter(|one| read.selection.keeps_policy(&one.policy.id)) {
            let Some(model) = question.population.models.get(place) else { continue };
            notes.extend(model.warnings.iter().chain(&model.errors).cloned());
            if !model.errors.is_empty() {
                continue;
            }
            match answer(question, place, &mut found) {
                Ok(()) => {}
                Err(Trouble::Request(errors)) => return Err(errors),
                Err(Trouble::Fault(fault)) => {
                    let error = Diagnostic::error(Code::Limit, format!("{}: {fault}", quote(&model.name)));
                    notes.push(error.help("give smaller numbers, or shorter chains of models"));
                }
            }
        }
    }
    Ok(Report::noted(lines(found), once_each(notes)))
}

fn needed<T>(found: Option<T>, name: &str, takes: &str) -> Result<T, Vec<Diagnostic>> {
    let missing =
        || vec![Diagnostic::error(Code::Option, format!("`{name}` is missing")).help(format!("give {takes}"))];
    found.ok_or_else(missing)
}

/// The name of a fact or param that a field gives.
fn axis_name(fields: &mut Fields, field: &str) -> Result<String, Vec<Diagnostic>> {
    let takes = "the name of a fact or param";
    needed(fields.text(field, takes)?, field, takes)
}

/// A fact or param that none of the policies has cannot be an axis.
fn refuse_unknown(read: &Read, names: &[&String]) -> Result<(), Vec<Diagnostic>> {
    let has = |name: &str| read.policies.iter().any(|policy| Axis::of(&policy.schema, &policy.id, name).is_some());
    let mut known: Vec<&str> = Vec::new();
    for policy in read.policies.iter() {
        known.extend(policy.schema.facts.iter().map(|fact| &*fact.name));
        known.extend(policy.schema.params.iter().map(|param| &*param.name));
    }
    let unknown = names.iter().filter(|name| !has(name)).map(|name| {
        let error = Diagnostic::error(Code::Option, format!("no policy has a fact or param {}", quote(name)));
        error.help(suggest(name, &known))
    });
    let errors: Vec<Diagnostic> = unknown.collect();
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

/// What of bounds as written lies within the domain of the axis; `None` where nothing does.
fn within(text: &str, axis: &Axis<'_>, schema: &Schema) -> Result<Option<Set>, Vec<Diagnostic>> {
    let refused = |message: String, help: Option<String>| {
        let mut error = Diagnostic::error(Code::Option, format!("`range` cannot be {}: {message}", quote(text)));
        error.help.extend(help);
        vec![error]
    };
    let value = parse_value(&Arc::from("range"), text).map_err(|error| refuse_text(text, axis.ty, error));
    match value.and_then(|value| read_value(&value, axis.ty, None, &schema.units)) {
        Ok(Given::Value { set, .. }) => Ok(match (&set, axis.domain) {
            (Set::Number(range), Set::Number(domain)) => range.intersect(domain).map(Set::Number),
            _ => set.is_within(axis.domain).then_some(set),
        }),
        Ok(Given::Unknown | Given::None) => Err(refused("it has no bounds".to_owned(), None)),
        Err(refusal) => Err(refused(refusal.message, refusal.help)),
    }
}

/// What is known of the axis now.
fn now(question: &Question<'_>, place: usize, axis: &Axis<'_>) -> Option<Set> {
    if let Some(param) = axis.param {
        return match question.circumstances.params.get(param)? {
            Some(Given::Value { set, .. }) => Some(set.clone()),
            _ => None,
        };
    }
    question.population.models.get(place)?.facts.get(axis.fact?)?.set.clone()
}

fn unit_of(ty: &Type) -> Option<&str> {
    match ty {
        Type::Number(quantity) => Some(&quantity.unit.symbol),
        _ => None,
    }
}

/// A set as ends, or as the list of its values.
fn shown(set: &Set, ty: &Type, factor: &Rational) -> Value {
    match (set, ty) {
        (Set::Truth(Truth::Unknown), _) => json!({ "values": [true, false] }),
        (Set::Truth(truth), _) => json!({ "values": [*truth == Truth::True] }),
        (Set::Member(members), Type::Member(names)) => json!({ "values": names_of(*members, names) }),
        (Set::Text(text), _) => json!({ "values": text.as_deref().into_iter().collect::<Vec<_>>() }),
        (set, _) => bounds(set, factor),
    }
}

fn names_of(members: Members, names: &[Arc<str>]) -> Vec<&str> {
    members.iter().filter_map(|at| names.get(at)).map(|name| &**name).collect()
}
