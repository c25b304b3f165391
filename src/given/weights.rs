//! Values with weights: `research 70 %, other 30 %`.
//!
//! In: values and weights as written. Out: [`Weights`], which sum to one, or why they cannot be used. Values stand in their
//! own order, whatever order they were written in.

use super::{Given, Refusal};
use crate::date::DateRange;
use crate::interval::Interval;
use crate::possible::Set;
use crate::rational::Rational;
use crate::schema::Type;
use crate::sorting::sort_by;
use crate::syntax::ast::{self, ValueKind};
use crate::syntax::{parse_value, print_value};
use crate::truth::Truth;
use std::cmp::Ordering;

/// Most values of one list.
pub const MAX_WEIGHTS: usize = 64;

/// Values of one type, each once and with a weight above zero; the weights sum to one. Numbers and days ascend, false
/// comes before true, and members stand as declared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weights(Vec<(Set, Rational)>);

impl Weights {
    /// The values, each as the set of just that, with their weights.
    pub fn parts(&self) -> &[(Set, Rational)] {
        &self.0
    }

    /// The smallest set that covers them all: of numbers and days the range from the least to the greatest.
    pub fn set(&self) -> Set {
        let mut sets = self.0.iter().map(|(set, _)| set);
        let first = sets.next().cloned().unwrap_or(Set::Truth(Truth::Unknown));
        sets.fold(first, |all, set| all.hull(set))
    }

    /// Each number so many times as large, with the weight it has; `factor` is above zero.
    pub fn times(&self, factor: &Rational) -> Weights {
        let by = Interval::point(factor.clone());
        let scaled = |(set, weight): &(Set, Rational)| match set {
            Set::Number(number) => (Set::Number(number.mul(&by)), weight.clone()),
            _ => (set.clone(), weight.clone()),
        };
        Weights(self.0.iter().map(scaled).collect())
    }

    /// Whether its values are numbers or days, and so less or more than each other.
    pub fn is_ordered(&self) -> bool {
        matches!(self.0.first(), Some((Set::Number(_) | Set::Date(_), _)))
    }
}

/// Reads a list of values with weights; `read_one` reads one value.
///
/// # Errors
/// [`Refusal`] for weights that do not sum to 100 %, a value that stands twice, and whatever is no single value.
pub(super) fn read(
    parts: &[(ast::Value, ast::Quantity)],
    ty: &Type,
    read_one: impl Fn(&ast::Value) -> Result<Given, Refusal>,
) -> Result<Weights, Refusal> {
    if *ty == Type::Text {
        return Err(Refusal::new("a text has no weights", "write one text in quotes"));
    }
    if parts.len() > MAX_WEIGHTS {
        let message = format!("{} values have weights, and {MAX_WEIGHTS} are the most", parts.len());
        return Err(Refusal::new(message, "write a range, or fewer values"));
    }
    let mut found: Vec<(Set, Rational)> = Vec::with_capacity(parts.len());
    for (value, weight) in parts {
        let set = match read_one(value)? {
            Given::Value { set, .. } if set.is_point() => set,
            Given::Value { .. } => {
                let message = "a weight belongs to one value, and not to a range";
                return Err(Refusal::new(message, "write each value with its own weight, or one range for all"));
            }
            Given::Unknown | Given::None => {
                let message = "a weight belongs to a value, and not to what has none";
                return Err(Refusal::new(message, "spread the weight over the values that it may have"));
            }
        };
        let label = print_value(value);
        let share =
            share(weight).map_err(|(what, help)| Refusal::new(format!("the weight of `{label}` {what}"), help))?;
        if found.iter().any(|(known, _)| *known == set) {
            return Err(Refusal::new(format!("`{label}` has two weights"), "write it once, with their sum"));
        }
        found.push((set, share));
    }
    let sum = found.iter().fold(Rational::zero(), |sum, (_, share)| &sum + share);
    if sum != Rational::one() {
        let shown: Vec<String> = found.iter().map(|(_, share)| percent(share)).collect();
        let list = if shown.len() > 1 { format!(": {}", shown.join(" + ")) } else { String::new() };
        let message = format!("these weights sum to {}, not 100 %{list}", percent(&sum));
        let gap = &Rational::one() - &sum;
        let what = if gap.is_negative() { "too much" } else { "missing" };
        return Err(Refusal::new(message, format!("{} is {what}", percent(&gap.abs()))));
    }
    if let ([_], [(value, _)]) = (&*found, parts) {
        return Err(Refusal::new("one value alone needs no weight", format!("write `{}`", print_value(value))));
    }
    sort_by(&mut found, |(a, _), (b, _)| in_order(a, b));
    Ok(Weights(found))
}

/// A weight as a share of one; else what is wrong with it, and what to do.
fn share(weight: &ast::Quantity) -> Result<Rational, (&'static str, &'static str)> {
    let share = weight.literal.number.checked_div(&Rational::from(100)).unwrap_or_else(Rational::zero);
    match weight.literal.unit.as_ref().map(|unit| &*unit.text) {
        Some("%") if weight.negative => Err(("is negative", "leave out its `-`")),
        Some("%") if share.is_zero() => Err(("is 0 %", "leave it out: what is not written has none")),
        Some("%") => Ok(share),
        _ => Err(("is no percentage", "write it in percent, as in `70 %`")),
    }
}

/// A share of one in percent.
fn percent(share: &Rational) -> String {
    format!("{} %", (share * &Rational::from(100)).to_exact_string())
}

fn in_order(a: &Set, b: &Set) -> Ordering {
    match (a, b) {
        (Set::Number(a), Set::Number(b)) => a.as_point().cmp(&b.as_point()),
        (Set::Date(DateRange { lo: a, .. }), Set::Date(DateRange { lo: b, .. })) => a.cmp(b),
        (Set::Truth(a), Set::Truth(b)) => (*a == Truth::True).cmp(&(*b == Truth::True)),
        (Set::Member(a), Set::Member(b)) => a.as_single().cmp(&b.as_single()),
        _ => Ordering::Equal,
    }
}

/// How a list is written whose weights stand before their values, behind a colon or in parentheses, or without commas.
pub(super) fn meant(text: &str) -> Option<String> {
    let commas = text.replace(" and ", ",").replace(" or ", ",").replace(';', ",");
    let weight_first = commas.starts_with(|c: char| c.is_ascii_digit());
    let split: Vec<&str> = match commas.contains(',') || weight_first {
        true => commas.split(',').collect(),
        false => commas.split_inclusive('%').collect(),
    };
    let parts = split.into_iter().map(str::trim).filter(|part| !part.is_empty());
    let right = parts.map(turned).collect::<Option<Vec<String>>>().filter(|parts| parts.len() > 1)?.join(", ");
    let value = parse_value(&"".into(), &right).ok()?;
    matches!(value.kind, ValueKind::Weighted(_))
        .then(|| format!("write each weight in percent behind its value: `{right}`"))
}

/// `70 % true`, `true: 70 %`, `true (70 %)` and `true 0.7` as `true 70 %`.
fn turned(part: &str) -> Option<String> {
    let Some((before, after)) = part.split_once('%') else {
        let (value, weight) = part.rsplit_once([' ', ':', '='])?;
        let weight = Rational::parse_decimal(weight).ok().filter(|weight| !weight.is_negative())?;
        let weight = if weight <= 1 { &weight * &Rational::from(100) } else { weight };
        return Some(format!("{} {} %", value.trim_end_matches([' ', ':', '=']), weight.to_exact_string()));
    };
    let bare = |text: &str| text.trim().trim_matches([':', '=', '(', ')']).trim().to_owned();
    if !bare(after).is_empty() {
        return Rational::parse_decimal(&bare(before)).is_ok().then(|| format!("{} {} %", bare(after), bare(before)));
    }
    let before = bare(before);
    let value = before.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    let weight = before.strip_prefix(value).filter(|weight| !weight.is_empty() && !value.is_empty())?;
    Some(format!("{} {weight} %", bare(value)))
}
