//! What the analysis answers, in the form it is printed as JSON: probabilities as exact decimals in strings, which sum to
//! one, values in their units.

use super::Sampling;
use super::distribution::Distribution;
use super::input::Input;
use super::line::LineAnswer;
use super::readings::ByReading;
use crate::date::DateRange;
use crate::eval::line::number_text;
use crate::eval::result::Verdict;
use crate::given::Weights;
use crate::interval::Interval;
use crate::ir::Policy;
use crate::model::Model;
use crate::possible::Set;
use crate::rational::{Rational, Rounding};
use crate::schema::Type;
use crate::session::Question;
use crate::truth::Truth;
use serde::{Serialize, Serializer};
use std::sync::Arc;

/// The 97.5 % point of the standard normal distribution.
const Z_975: f64 = 1.959_963_984_540_054;
/// Significant digits of a probability in closed form: what its formula is good for.
const DIGITS: usize = 12;

/// How likely the outcomes of one policy are for one profile.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Chance {
    /// The policy's id.
    pub policy: Arc<str>,
    /// The profile's name.
    pub profile: Arc<str>,
    /// The evaluation date, the days it may be, or `unknown`.
    pub as_of: String,
    /// The policy's status on that day.
    pub status: Option<Arc<str>>,
    /// What the samples come from.
    pub seed: String,
    /// How many were drawn, for each outcome that was sampled.
    pub samples: u64,
    /// What is drawn: each fact or param with a distribution.
    pub inputs: Vec<InputAnswer>,
    /// One for each outcome, in source order; none where there is an error.
    pub designations: Vec<OutcomeChance>,
    /// How likely the outcomes are as a line moves, where that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<LineAnswer>,
    /// Why there is no answer.
    pub error: Option<String>,
}

/// An input with its distribution.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct InputAnswer {
    /// The fact or param.
    pub name: String,
    /// `fact`, `param` or `choice`.
    pub kind: &'static str,
    /// What its distribution is called.
    pub distribution: &'static str,
    /// The values that it exceeds with 95 %, 50 % and 5 %; none where it has weights.
    #[serde(flatten)]
    pub points: Option<Points>,
    /// Its values with their weights, where it has some.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub weights: Vec<WeightAnswer>,
}

/// Points of a distribution.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Points {
    /// The value that it exceeds with 95 %.
    pub p5: String,
    /// The value that it exceeds with 50 %.
    pub median: String,
    /// The value that it exceeds with 5 %.
    pub p95: String,
}

/// A value with its weight.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WeightAnswer {
    /// The value.
    pub value: String,
    /// Its weight, from 0 to 1.
    #[serde(serialize_with = "exact")]
    pub weight: Rational,
}

/// How the probabilities of an outcome were found.
#[derive(Clone, Debug, PartialEq)]
pub enum Method {
    /// The verdict is the same whatever is drawn.
    Certain,
    /// Weights decide, or the distribution of one input at the line does, or both together.
    ClosedForm {
        /// That input, and the values at which the verdict turns, in their unit; none where weights alone decide.
        turns: Option<(String, Vec<String>)>,
    },
    /// By counting samples.
    Sampled,
}

impl Method {
    /// Its word.
    pub fn as_str(&self) -> &'static str {
        match self {
            Method::Certain => "certain",
            Method::ClosedForm { .. } => "closed form",
            Method::Sampled => "samples",
        }
    }
}

impl Serialize for Method {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// How likely an outcome is.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OutcomeChance {
    /// Its name.
    pub id: Arc<str>,
    /// Its title.
    #[serde(skip)]
    pub title: Arc<str>,
    /// How it was found.
    pub method: Method,
    /// The input that decides, and the values at which the verdict turns.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub turns: Option<(String, Vec<String>)>,
    /// The probability that the model is covered.
    pub covered: Part,
    /// That it is not covered.
    pub not_covered: Part,
    /// That what is not given leaves it open.
    pub undetermined: Part,
    /// How likely it is under each reading of what is disputed; where some reading is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by_reading: Option<ByReading>,
    /// Where that input lies, for a picture; none where weights have a part in it.
    #[serde(skip)]
    pub pieces: Option<Pieces>,
    /// What each input does alone, the largest swing first; where that was asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub swings: Vec<Swing>,
}

impl OutcomeChance {
    pub(super) fn of(policy: &Policy, at: usize, method: Method, parts: [Part; 3]) -> Option<Self> {
        let designation = policy.designations.get(at)?;
        let [covered, not_covered, undetermined] = parts;
        let turns = match &method {
            Method::ClosedForm { turns } => turns.clone(),
            Method::Certain | Method::Sampled => None,
        };
        let (id, title) = (designation.id.clone(), designation.title.clone());
        let (by_reading, pieces, swings) = (None, None, Vec::new());
        Some(OutcomeChance { id, title, method, turns, covered, not_covered, undetermined, by_reading, pieces, swings })
    }

    /// The probability of a verdict.
    pub fn part(&self, verdict: Verdict) -> &Part {
        match verdict {
            Verdict::Covered => &self.covered,
            Verdict::NotCovered => &self.not_covered,
            Verdict::Undetermined => &self.undetermined,
        }
    }
}

/// The values of the one input that decides, in pieces with one verdict.
#[derive(Clone, Debug, PartialEq)]
pub struct Pieces {
    /// The input.
    pub input: String,
    /// Its type.
    pub ty: Type,
    /// What it is drawn from.
    pub distribution: Distribution,
    /// The values between the pieces, in base units, or days by their number.
    pub lines: Vec<f64>,
    /// The verdicts from the lowest values to the highest, each once.
    pub verdicts: Vec<Verdict>,
}

/// A probability.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Part {
    /// It, from 0 to 1. The three of an outcome sum to one.
    #[serde(rename = "probability", serialize_with = "exact")]
    pub share: Rational,
    /// Its standard error; 0 where it is exact.
    pub standard_error: f64,
    /// Its 95 % interval after E. B. Wilson (1927); both ends are the probability where it is exact.
    pub interval: [f64; 2],
    /// How many samples it counts; `null` where it is exact.
    pub count: Option<u64>,
    /// Among how many; 0 where it is exact.
    #[serde(skip)]
    pub samples: u64,
}

fn exact<S: Serializer>(number: &Rational, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&number.to_exact_string())
}

impl Part {
    pub(super) fn known(share: Rational) -> Self {
        let double = share.to_f64_for_show();
        Part { share, standard_error: 0.0, interval: [double; 2], count: None, samples: 0 }
    }

    /// Whether it is exact rather than estimated.
    pub fn is_exact(&self) -> bool {
        self.count.is_none()
    }

    /// All of it on one verdict, by its place.
    pub(super) fn certain(place: usize) -> [Part; 3] {
        [0, 1, 2].map(|at| Part::known(if at == place { Rational::one() } else { Rational::zero() }))
    }

    /// Three probabilities in closed form; the largest is what the others leave.
    pub(in crate::analysis) fn exact(masses: [f64; 3]) -> [Part; 3] {
        let largest = masses.iter().copied().fold(0.0, f64::max);
        let at = masses.iter().position(|mass| *mass == largest).unwrap_or(0);
        let round = |mass: f64| {
            let text = Rational::from_shortest(mass).map(|mass| mass.to_rounded_string(DIGITS, Rounding::Nearest));
            text.and_then(|text| Rational::parse_decimal(&text).ok()).unwrap_or_else(Rational::zero)
        };
        let mut shares = masses.map(round);
        let others = shares.iter().enumerate().filter(|(other, _)| *other != at);
        let rest = others.fold(Rational::one(), |rest, (_, share)| &rest - share);
        shares.iter_mut().skip(at).take(1).for_each(|share| *share = rest.clone());
        shares.map(Part::known)
    }

    /// Three probabilities by count; where every sample is decided for certain, none is undetermined exactly.
    pub(super) fn counted(counts: [u64; 3], samples: u64, always_decides: bool) -> [Part; 3] {
        let mut parts = counts.map(|count| Part::of_count(count, samples));
        if let ([_, _, undetermined], true) = (&mut parts, always_decides)
            && undetermined.count == Some(0)
        {
            *undetermined = Part::known(Rational::zero());
        }
        parts
    }

    fn of_count(count: u64, samples: u64) -> Self {
        let number = |count: u64| Rational::from(i64::try_from(count).unwrap_or(i64::MAX));
        let share = number(count).checked_div(&number(samples)).unwrap_or_else(Rational::zero);
        let (n, p) = (samples as f64, count as f64 / samples as f64);
        // E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of the American
        // Statistical Association 22 (1927), 209-212.
        let z2 = Z_975 * Z_975;
        let middle = (p + z2 / (2.0 * n)) / (1.0 + z2 / n);
        let radius = Z_975 * libm::sqrt(p * (1.0 - p) / n + z2 / (4.0 * n * n)) / (1.0 + z2 / n);
        let low = if count == 0 { 0.0 } else { (middle - radius).max(0.0) };
        let high = if count == samples { 1.0 } else { (middle + radius).min(1.0) };
        Part {
            share,
            standard_error: libm::sqrt(p * (1.0 - p) / n),
            interval: [low, high],
            count: Some(count),
            samples,
        }
    }
}

/// What one input does to the probability of being covered, the others drawn as they are.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Swing {
    /// The fact or param.
    pub input: String,
    /// Its 5 % point; of values none of which is more than another, the one with the least probability.
    pub low: String,
    /// The probability of covered there.
    pub at_low: Part,
    /// Its 95 % point, or the value with the greatest probability.
    pub high: String,
    /// The probability of covered there.
    pub at_high: Part,
}

impl Swing {
    /// What the input does that was held at some values, each with how often the outcome was covered there.
    pub(super) fn of(input: &Input, held: &[(f64, u64)], samples: u64) -> Option<Self> {
        let weights = input.distribution.weights();
        let ends = held.first()?.to_owned()..held.last()?.to_owned();
        let least = held.iter().min_by_key(|(_, count)| *count)?;
        let most = held.iter().max_by_key(|(_, count)| *count)?;
        let differs = weights.is_some_and(|weights| !weights.is_ordered()) && least.1 != most.1;
        let (low, high) = if differs { (*least, *most) } else { (ends.start, ends.end) };
        Some(Swing {
            input: input.name.clone(),
            low: value_text(input, low.0),
            at_low: Part::of_count(low.1, samples),
            high: value_text(input, high.0),
            at_high: Part::of_count(high.1, samples),
        })
    }

    /// How far apart the two are.
    pub fn size(&self) -> Rational {
        (&self.at_high.share - &self.at_low.share).abs()
    }
}

impl Chance {
    pub(super) fn about(question: &Question<'_>, model: &Model, inputs: &[Input], sampling: &Sampling) -> Self {
        let as_of = question.circumstances.as_of;
        let status = as_of.as_point().and_then(|day| question.policy.status_on(day));
        let errors: Vec<&str> = model.errors.iter().map(|error| error.message.as_str()).collect();
        Chance {
            policy: question.policy.id.clone(),
            profile: model.name.clone(),
            as_of: if as_of == DateRange::ALL { "unknown".to_owned() } else { as_of.to_string() },
            status: status.map(|status| status.word.clone()),
            seed: sampling.seed.to_string(),
            samples: sampling.samples(),
            inputs: inputs.iter().map(InputAnswer::of).collect(),
            designations: Vec::new(),
            line: None,
            error: (!errors.is_empty()).then(|| errors.join("; ")),
        }
    }
}

impl InputAnswer {
    fn of(input: &Input) -> Self {
        let at = |p: f64| value_text(input, input.distribution.quantile(p));
        let parts = input.distribution.weights().map(Weights::parts).unwrap_or_default();
        let weight = |(place, (_, share)): (usize, &(Set, Rational))| WeightAnswer {
            value: whole_text(input, place as f64),
            weight: share.clone(),
        };
        InputAnswer {
            name: input.name.clone(),
            kind: input.kind(),
            distribution: input.distribution.shape.in_words(),
            points: parts.is_empty().then(|| Points { p5: at(0.05), median: at(0.5), p95: at(0.95) }),
            weights: parts.iter().enumerate().map(weight).collect(),
        }
    }
}

/// A value of an input in its unit, to six significant digits: quantiles carry the rounding of doubles.
pub(super) fn value_text(input: &Input, value: f64) -> String {
    text_of(input, value, 6)
}

/// A value of an input in its unit, all of it.
pub(super) fn whole_text(input: &Input, value: f64) -> String {
    text_of(input, value, 17)
}

fn text_of(input: &Input, value: f64, digits: usize) -> String {
    let exact = match input.distribution.point(value) {
        Set::Number(interval) => interval.as_point().cloned(),
        Set::Date(day) => return day.to_string(),
        Set::Truth(truth) => return (truth == Truth::True).to_string(),
        Set::Member(member) => {
            let Type::Member(names) = &input.ty else { return String::new() };
            return member.as_single().and_then(|at| names.get(at)).map(|name| name.to_string()).unwrap_or_default();
        }
        Set::Text(_) => return String::new(),
    };
    let Type::Number(quantity) = &input.ty else { return String::new() };
    let text =
        exact.and_then(|exact| Rational::parse_decimal(&exact.to_rounded_string(digits, Rounding::Nearest)).ok());
    text.map(|value| number_text(&Interval::point(value), &quantity.unit)).unwrap_or_default()
}
