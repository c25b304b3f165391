//! How likely each outcome is as one line moves over its bounds, and where this model's verdict turns.
//!
//! In: a question, a model of it, a param, its bounds. Out: a table of points that lie evenly, by order of magnitude
//! where the bounds span one, and for each outcome the break-even line: exact where nothing else is drawn, else the line
//! at which being covered is as likely as not.

use super::answer::{Part, value_text, whole_text};
use super::distribution::{Distribution, Shape};
use super::engine::{Counts, Engine, Subject};
use super::input::{self, Input, Place};
use super::turn::turns;
use super::{Sampling, closed, reaches, sound};
use crate::diagnostic::{Code, Diagnostic, quote};
use crate::eval::{Direction, Fault};
use crate::given::{Estimate, Given, read_value, refuse_text};
use crate::ir::Policy;
use crate::possible::Set;
use crate::rational::{Rational, Rounding};
use crate::session::Question;
use crate::syntax::parse_value;
use serde::Serialize;
use std::sync::Arc;

/// Points of the table.
pub const POINTS: usize = 21;
/// Halvings that find the line of an even chance between two points of the table.
const HALVINGS: usize = 12;

/// How likely the outcomes of a policy are as a line moves.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LineAnswer {
    /// The param.
    pub param: Arc<str>,
    /// One for each outcome that hangs on it, in source order.
    pub designations: Vec<LineOutcome>,
}

/// How likely one outcome is as a line moves.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LineOutcome {
    /// Its name.
    pub id: Arc<str>,
    /// Its title.
    #[serde(skip)]
    pub title: Arc<str>,
    /// The line at which the verdict turns, each where it turns more than once; exact. None where something is drawn.
    pub turns: Vec<String>,
    /// The line at which being covered is as likely as not, to three significant digits.
    pub even_chance: Option<String>,
    /// The same lines as numbers in base units, or days by their number: where the verdict turns, else the even chance.
    #[serde(skip)]
    pub lines: Vec<f64>,
    /// The table.
    pub points: Vec<LinePoint>,
}

/// One row of the table.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LinePoint {
    /// The line.
    pub line: String,
    /// It in base units, or a day by its number.
    #[serde(skip)]
    pub value: f64,
    /// The probability of covered, not covered and undetermined there.
    pub parts: [Part; 3],
}

/// How likely each outcome of the policy is for the model at a place as `param` moves over `bounds`, as written, or else
/// over its own. `None` where the policy has no such param.
///
/// # Errors
/// What is wrong with the param or its bounds: it is no number and no date, or has no bounds.
pub fn over_line(
    question: &Question<'_>,
    place: usize,
    line: (&str, Option<&str>),
    sampling: &Sampling,
) -> Result<Option<LineAnswer>, Box<Diagnostic>> {
    over_line_in(question, place, line, sampling, POINTS)
}

/// The same with a table of so many points.
///
/// # Errors
/// What is wrong with the param or its bounds.
pub fn over_line_in(
    question: &Question<'_>,
    place: usize,
    (param, bounds): (&str, Option<&str>),
    sampling: &Sampling,
    points: usize,
) -> Result<Option<LineAnswer>, Box<Diagnostic>> {
    let Some(line) = line_input(question.policy, param, bounds)? else { return Ok(None) };
    let Some(model) = sound(question, place) else { return Ok(None) };
    let mut inputs = input::inputs(question, model);
    inputs.retain(|input| input.places != line.places && super::matters(question.policy, input));
    inputs.push(line);
    let subject = Subject { question, circumstances: &question.circumstances, model, place, inputs: &inputs };
    let fault = |fault: Fault| {
        Box::new(
            Diagnostic::error(Code::Limit, format!("{}: {fault}", quote(&model.name))).help("give smaller numbers"),
        )
    };
    table(&subject, sampling, points).map(Some).map_err(fault)
}

/// The param as an input that is drawn nowhere and held everywhere.
fn line_input(policy: &Policy, name: &str, bounds: Option<&str>) -> Result<Option<Input>, Box<Diagnostic>> {
    let own = |written: &str| {
        written == name || name.strip_prefix(&*policy.id).and_then(|rest| rest.strip_prefix('.')) == Some(written)
    };
    let Some((at, param)) = policy.schema.params.iter().enumerate().find(|(_, param)| own(&param.name)) else {
        return Ok(None);
    };
    let refuse = |message: String, help: Option<String>| {
        let mut error = Diagnostic::error(Code::Option, format!("--line {}: {message}", quote(name)));
        error.help.extend(help);
        Box::new(error)
    };
    let given = match bounds {
        None => param.domain.clone(),
        Some(text) => {
            let read = parse_value(&Arc::from("--line"), text).map_err(|error| refuse_text(text, &param.ty, error));
            let read = read.and_then(|value| read_value(&value, &param.ty, None, &policy.schema.units));
            match read.map_err(|refusal| refuse(refusal.message, refusal.help))? {
                Given::Value { estimate: Some(Estimate::Weights(_)), .. } => {
                    let help = format!("give both ends, as in --line \"{name}=LOW .. HIGH\"");
                    return Err(refuse("a line moves over a range, and not over weights".to_owned(), Some(help)));
                }
                Given::Value { set, .. } => set,
                Given::Unknown | Given::None => param.domain.clone(),
            }
        }
    };
    if !given.is_within(&param.domain) {
        let help = format!("the bounds are `{}`", param.domain_text);
        return Err(refuse("that lies outside the bounds of the param".to_owned(), Some(help)));
    }
    let Some(distribution) = Distribution::over(&given) else {
        let message = match given {
            Set::Number(_) | Set::Date(_) => "it has no bounds to move over",
            _ => "only a line that is a number or a date can move",
        };
        return Err(refuse(message.to_owned(), Some(format!("give both ends, as in --line \"{name}=LOW .. HIGH\""))));
    };
    let (name, ty) = (param.name.to_string(), param.ty.clone());
    Ok(Some(Input { name, is_param: true, ty, given, distribution, places: vec![Place::Param(at)] }))
}

fn table(subject: &Subject<'_>, sampling: &Sampling, count: usize) -> Result<LineAnswer, Fault> {
    let policy = subject.question.policy;
    let (line, others) = match subject.inputs.split_last() {
        Some((line, others)) => (line, others),
        None => return Ok(LineAnswer { param: Arc::from(""), designations: Vec::new() }),
    };
    let held = |value: f64| {
        let drawn = others.iter().map(|_| None);
        drawn.chain([Some(value)]).collect::<Vec<_>>()
    };
    let values = points(&line.distribution, count);
    let scenarios: Vec<Vec<Option<f64>>> = values.iter().map(|value| held(*value)).collect();
    // Where nothing is drawn one sample is all of them, and where all is known in closed form none is needed.
    let samples = if others.is_empty() { 1 } else { sampling.samples() };
    let closed: Vec<Vec<Option<[Part; 3]>>> =
        values.iter().map(|value| without_samples(subject, line, others, *value)).collect::<Result<_, _>>()?;
    let counts = match closed.iter().flatten().all(Option::is_some) {
        true => vec![Counts::default(); scenarios.len()],
        false => subject.tally(&scenarios, samples, sampling.seed)?,
    };
    let readings = subject.readings();
    let engine = Engine::new(*subject, &readings)?;
    let mut found = Vec::new();
    for (at, designation) in policy.designations.iter().enumerate().filter(|(at, _)| reaches(subject, line, *at)) {
        let is_alone = !others.iter().any(|input| reaches(subject, input, at));
        let way = engine.direction(at, line);
        let row = |((value, counts), closed): ((&f64, &Counts), &Vec<Option<[Part; 3]>>)| {
            let counted = || {
                let counts = counts.get(at).copied().unwrap_or_default();
                match counts.iter().position(|count| *count == samples) {
                    Some(place) if is_alone => Part::certain(place),
                    _ => Part::counted(counts, samples, engine.always_decides(at)),
                }
            };
            let parts = closed.get(at).cloned().flatten().unwrap_or_else(counted);
            LinePoint { line: value_text(line, *value), value: *value, parts }
        };
        let points: Vec<LinePoint> = values.iter().zip(&counts).zip(&closed).map(row).collect();
        let mut outcome = LineOutcome {
            id: designation.id.clone(),
            title: designation.title.clone(),
            turns: Vec::new(),
            even_chance: None,
            lines: Vec::new(),
            points,
        };
        if way != Direction::Either && is_alone {
            let alone = Subject { inputs: std::slice::from_ref(line), ..*subject };
            let readings = alone.readings();
            let mut engine = Engine::new(alone, &readings)?;
            let turns = turns(&mut engine, at, (&[], &line.distribution), way)?;
            outcome.turns = turns.lines.iter().map(|value| whole_text(line, *value)).collect();
            outcome.lines = turns.lines;
        } else if way != Direction::Either {
            let likely = |value: f64| -> Result<bool, Fault> {
                if let Some(Some([covered, ..])) = without_samples(subject, line, others, value)?.get(at) {
                    return Ok(&covered.share + &covered.share >= Rational::one());
                }
                let counts = subject.tally(&[held(value)], samples, sampling.seed)?;
                let covered = counts.first().and_then(|counts| counts.get(at)).map_or(0, |counts| counts[0]);
                Ok(2 * covered >= samples)
            };
            let even = even_chance(&outcome.points, &values, &line.distribution, likely)?;
            outcome.even_chance = even.map(|value| rounded_text(line, value));
            outcome.lines = even.into_iter().collect();
        }
        found.push(outcome);
    }
    Ok(LineAnswer { param: Arc::from(line.name.as_str()), designations: found })
}

/// How likely each outcome is with the line held at a value, as far as that has a closed form.
fn without_samples(
    subject: &Subject<'_>,
    line: &Input,
    others: &[Input],
    value: f64,
) -> Result<Vec<Option<[Part; 3]>>, Fault> {
    let mut circumstances = subject.circumstances.clone();
    input::put(&mut subject.model.clone(), &mut circumstances, line, &line.distribution.point(value));
    let held = Subject { circumstances: &circumstances, inputs: others, ..*subject };
    let verdicts = held.over_everything()?;
    let closed = verdicts.iter().enumerate().map(|(at, verdict)| {
        let found = closed::without_samples(&held, at, *verdict)?;
        Ok(found.map(|found| [found.covered, found.not_covered, found.undetermined]))
    });
    closed.collect()
}

/// Values over the bounds, evenly; numbers to three significant digits, but for the ends.
fn points(distribution: &Distribution, count: usize) -> Vec<f64> {
    let (lo, hi) = distribution.ends();
    let last = count.max(2) - 1;
    let between = |at: usize| {
        let value = distribution.quantile(at as f64 / last as f64);
        if distribution.is_of_days() { value } else { rounded(value).clamp(lo, hi) }
    };
    let mut values: Vec<f64> = (0..=last)
        .map(|at| {
            if at == 0 {
                lo
            } else if at == last {
                hi
            } else {
                between(at)
            }
        })
        .collect();
    values.dedup();
    values
}

fn rounded(value: f64) -> f64 {
    let text = Rational::from_shortest(value).map(|value| value.to_rounded_string(3, Rounding::Nearest));
    text.and_then(|text| Rational::parse_decimal(&text).ok()).map_or(value, |rounded| rounded.to_f64_for_show())
}

fn rounded_text(line: &Input, value: f64) -> String {
    value_text(line, if line.distribution.is_of_days() { value } else { rounded(value) })
}

/// The line at which `likely` turns, between the two points of the table where it does; `None` where it does not.
fn even_chance(
    points: &[LinePoint],
    values: &[f64],
    distribution: &Distribution,
    likely: impl Fn(f64) -> Result<bool, Fault>,
) -> Result<Option<f64>, Fault> {
    let half = |point: &LinePoint| point.parts[0].share >= Rational::ratio(1, 2).unwrap_or_else(Rational::one);
    let at = points.windows(2).position(|pair| matches!(pair, [a, b] if half(a) != half(b)));
    let Some((low, high)) = at.and_then(|at| values.get(at).zip(values.get(at + 1))) else { return Ok(None) };
    let (mut low, mut high) = (*low, *high);
    let before = likely(low)?;
    for _ in 0..HALVINGS {
        let middle = match distribution.shape {
            Shape::LogUniform => libm::sqrt(low) * libm::sqrt(high),
            Shape::Days => libm::floor(low / 2.0 + high / 2.0),
            _ => low / 2.0 + high / 2.0,
        };
        if likely(middle)? == before {
            low = middle;
        } else {
            high = middle;
        }
    }
    Ok(Some(low))
}
