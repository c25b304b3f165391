//! The distribution that a value as written stands for.
//!
//! In: the possible values, how they are known, the domain. Out: a [`Distribution`] with its quantiles and
//! probabilities. Numbers are doubles in base units, days their number, values with weights their place among them; they are
//! drawn from, and never decide.

use super::normal;
use crate::date::{DateRange, day_number, day_of};
use crate::given::{Estimate, Weights};
use crate::interval::{End, Interval};
use crate::possible::Set;
use crate::rational::Rational;
use std::sync::Arc;

/// The 95 % point of the standard normal distribution: the ends of a 90 % interval lie so many deviations out.
const Z_95: f64 = 1.644_853_626_951_472_7;
/// Certain bounds this many times apart are spread evenly over orders of magnitude.
const DECADE: f64 = 10.0;

/// The shape of a distribution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shape {
    /// A 90 % interval above zero: the logarithm is normal.
    LogNormal {
        /// Mean of the natural logarithm.
        mu: f64,
        /// Standard deviation of the natural logarithm.
        sigma: f64,
    },
    /// A 90 % interval with an end at or below zero.
    Normal {
        /// Mean.
        mean: f64,
        /// Standard deviation.
        sigma: f64,
    },
    /// Certain bounds above zero, a factor of ten or more apart: each order of magnitude is as likely.
    LogUniform,
    /// Certain bounds: each value between them is as likely.
    Uniform,
    /// Certain bounds of a date: each day is as likely.
    Days,
    /// Values with weights.
    Weights,
}

impl Shape {
    /// What it is called.
    pub fn in_words(&self) -> &'static str {
        match self {
            Shape::LogNormal { .. } => "log-normal",
            Shape::Normal { .. } => "normal",
            Shape::LogUniform => "log-uniform",
            Shape::Uniform => "uniform",
            Shape::Days => "uniform over days",
            Shape::Weights => "weights",
        }
    }
}

/// A distribution, cut off at the ends of what is possible at all.
#[derive(Clone, Debug, PartialEq)]
pub struct Distribution {
    /// Its shape.
    pub shape: Shape,
    /// Every value that can be drawn.
    pub support: Set,
    lo: f64,
    hi: f64,
    /// What the shape has below `lo` and above `hi`, and what is left between them.
    below: f64,
    above: f64,
    within: f64,
    weights: Option<Cumulated>,
}

/// Weights, and for each value the sum of the weights up to it.
#[derive(Clone, Debug, PartialEq)]
struct Cumulated {
    weights: Arc<Weights>,
    sums: Vec<f64>,
}

impl Distribution {
    /// What `set` stands for as a value with that domain; `None` for a point, for what is no number, no date and has no
    /// weights, for bounds without an end, and beyond the range of doubles.
    pub fn of(set: &Set, estimate: Option<&Estimate>, domain: &Set) -> Option<Self> {
        match (set, domain) {
            _ if set.is_point() => None,
            _ if estimate.is_some_and(|estimate| estimate.weights().is_some()) => {
                estimate?.weights().map(Distribution::of_weights)
            }
            (Set::Number(interval), Set::Number(domain)) => {
                Distribution::of_number(interval, estimate.is_some(), domain)
            }
            (Set::Date(DateRange { lo: Some(lo), hi: Some(hi) }), _) => {
                let (lo, hi) = (day_number(*lo) as f64, day_number(*hi) as f64);
                Some(Distribution {
                    shape: Shape::Days,
                    support: set.clone(),
                    lo,
                    hi,
                    below: 0.0,
                    above: 0.0,
                    within: 1.0,
                    weights: None,
                })
            }
            _ => None,
        }
    }

    /// The same for a param's bounds when a line is moved over them: even, by order of magnitude where they span one.
    pub fn over(bounds: &Set) -> Option<Self> {
        Distribution::of(bounds, None, bounds)
    }

    /// Values with weights, by their place.
    pub fn of_weights(weights: &Arc<Weights>) -> Self {
        let mut sum = Rational::zero();
        let mut add = |share: &Rational| {
            sum = &sum + share;
            sum.to_f64_for_show()
        };
        let sums: Vec<f64> = weights.parts().iter().map(|(_, share)| add(share)).collect();
        Distribution {
            shape: Shape::Weights,
            support: weights.set(),
            lo: 0.0,
            hi: sums.len().saturating_sub(1) as f64,
            below: 0.0,
            above: 0.0,
            within: 1.0,
            weights: Some(Cumulated { weights: weights.clone(), sums }),
        }
    }

    /// The values with their weights, where it has some.
    pub fn weights(&self) -> Option<&Weights> {
        self.weights.as_ref().map(|cumulated| &*cumulated.weights)
    }

    /// The sums of the weights up to each value.
    fn sums(&self) -> &[f64] {
        self.weights.as_ref().map_or(&[], |cumulated| &cumulated.sums)
    }

    fn of_number(interval: &Interval, estimate: bool, domain: &Interval) -> Option<Self> {
        let (a, b) = (interval.lo().value()?.to_f64_for_show(), interval.hi().value()?.to_f64_for_show());
        if !(a.is_finite() && b.is_finite() && a < b) {
            return None;
        }
        let is_positive = a > 0.0 && a.is_normal();
        let shape = match (estimate, is_positive) {
            (true, true) => {
                let (low, high) = (libm::log(a), libm::log(b));
                Shape::LogNormal { mu: (low + high) / 2.0, sigma: (high - low) / (2.0 * Z_95) }
            }
            (true, false) => Shape::Normal { mean: a / 2.0 + b / 2.0, sigma: (b / 2.0 - a / 2.0) / Z_95 },
            (false, true) if b / a >= DECADE => Shape::LogUniform,
            (false, _) => Shape::Uniform,
        };
        let support = match shape {
            Shape::LogNormal { .. } => {
                let positive = Interval::new(End::Open(Rational::zero()), End::Unbounded)?;
                domain.intersect(&positive)?
            }
            Shape::Normal { .. } => domain.clone(),
            Shape::LogUniform | Shape::Uniform | Shape::Days | Shape::Weights => interval.clone(),
        };
        let (lo, hi) = (inner(support.lo(), true)?, inner(support.hi(), false)?);
        let mut distribution = Distribution {
            shape,
            support: Set::Number(support),
            lo,
            hi,
            below: 0.0,
            above: 0.0,
            within: 1.0,
            weights: None,
        };
        if estimate {
            distribution.below = distribution.raw_below(lo);
            distribution.above = distribution.raw_above(hi);
            distribution.within = 1.0 - distribution.below - distribution.above;
        }
        (lo < hi && distribution.within > 0.0).then_some(distribution)
    }

    /// The shape's own probability of at most `x`, before anything is cut off.
    fn raw_below(&self, x: f64) -> f64 {
        let along = |from: f64, to: f64, at: f64| ((at - from) / (to - from)).clamp(0.0, 1.0);
        match self.shape {
            Shape::LogNormal { .. } | Shape::Normal { .. } => normal::below(self.deviations(x)),
            Shape::LogUniform if x <= self.lo => 0.0,
            Shape::LogUniform => along(libm::log(self.lo), libm::log(self.hi), libm::log(x)),
            Shape::Uniform => along(self.lo, self.hi, x),
            Shape::Days => along(self.lo - 1.0, self.hi, libm::floor(x)),
            Shape::Weights => self.sums().get(x.max(0.0) as usize).copied().unwrap_or(1.0),
        }
    }

    fn raw_above(&self, x: f64) -> f64 {
        match self.shape {
            Shape::LogNormal { .. } | Shape::Normal { .. } => normal::below(-self.deviations(x)),
            Shape::LogUniform | Shape::Uniform | Shape::Days | Shape::Weights => 1.0 - self.raw_below(x),
        }
    }

    fn deviations(&self, x: f64) -> f64 {
        match self.shape {
            Shape::LogNormal { mu, sigma } if x > 0.0 => (libm::log(x) - mu) / sigma,
            Shape::Normal { mean, sigma } => (x - mean) / sigma,
            _ => f64::NEG_INFINITY,
        }
    }

    /// The probability of a value of at most `x`.
    pub fn at_most(&self, x: f64) -> f64 {
        match () {
            () if x < self.lo => 0.0,
            () if x >= self.hi => 1.0,
            () => ((self.raw_below(x) - self.below) / self.within).clamp(0.0, 1.0),
        }
    }

    /// The probability of a value above `x`: accurate where it is small, too.
    pub fn above(&self, x: f64) -> f64 {
        match () {
            () if x < self.lo => 1.0,
            () if x >= self.hi => 0.0,
            () => ((self.raw_above(x) - self.above) / self.within).clamp(0.0, 1.0),
        }
    }

    /// The probability of a value in `region`, whose ends count for days alone.
    pub fn of_region(&self, region: &Set) -> f64 {
        if let Some(weights) = self.weights() {
            let inside = weights.parts().iter().filter(|(value, _)| value.is_within(region));
            let sum = inside.fold(Rational::zero(), |sum, (_, weight)| &sum + weight);
            return sum.to_f64_for_show();
        }
        let (from, to) = match region {
            Set::Number(interval) => {
                let at = |end: &End, beyond: f64| end.value().map_or(beyond, Rational::to_f64_for_show);
                (at(interval.lo(), f64::NEG_INFINITY), at(interval.hi(), f64::INFINITY))
            }
            Set::Date(range) => {
                let from = range.lo.map_or(f64::NEG_INFINITY, |day| day_number(day) as f64 - 1.0);
                (from, range.hi.map_or(f64::INFINITY, |day| day_number(day) as f64))
            }
            Set::Truth(_) | Set::Member(_) | Set::Text(_) => return 0.0,
        };
        // From the end at which the probabilities are small, where they have more digits.
        let mass = match self.at_most(from) > 0.5 {
            true => self.above(from) - self.above(to),
            false => self.at_most(to) - self.at_most(from),
        };
        mass.max(0.0)
    }

    /// The value that is not exceeded with probability `p`.
    pub fn quantile(&self, p: f64) -> f64 {
        let between = |from: f64, to: f64| from + p * (to - from);
        let found = match self.shape {
            Shape::LogNormal { mu, sigma } => libm::exp(mu + sigma * normal::quantile(self.below + p * self.within)),
            Shape::Normal { mean, sigma } => mean + sigma * normal::quantile(self.below + p * self.within),
            Shape::LogUniform => libm::exp(between(libm::log(self.lo), libm::log(self.hi))),
            Shape::Uniform => between(self.lo, self.hi),
            Shape::Days => self.lo + libm::floor(p * (self.hi - self.lo + 1.0)),
            Shape::Weights => self.sums().partition_point(|sum| *sum <= p) as f64,
        };
        found.clamp(self.lo, self.hi)
    }

    /// The least and the greatest double that can be drawn.
    pub fn ends(&self) -> (f64, f64) {
        (self.lo, self.hi)
    }

    /// Whether its values are days, by their number.
    pub fn is_of_days(&self) -> bool {
        self.shape == Shape::Days
    }

    /// Whether its values come one by one, and so again: days, and values with weights.
    pub fn is_discrete(&self) -> bool {
        self.is_of_days() || self.shape == Shape::Weights
    }

    /// One value as the set of just that.
    pub fn point(&self, value: f64) -> Set {
        if let Some(weights) = self.weights() {
            let found = weights.parts().get(value.max(0.0) as usize).map(|(set, _)| set.clone());
            return found.unwrap_or_else(|| self.support.clone());
        }
        if self.is_of_days() {
            return Set::Date(DateRange::point(day_of(value as i64)));
        }
        Set::Number(Interval::point(Rational::from_shortest(value).unwrap_or_else(Rational::zero)))
    }
}

/// The outermost double whose shortest decimal lies within an end; infinite where there is none.
fn inner(end: &End, is_lower: bool) -> Option<f64> {
    let Some(value) = end.value() else { return Some(if is_lower { f64::MIN } else { f64::MAX }) };
    let mut double = value.to_f64_for_show();
    // The nearest double is never more than a step or two away.
    for _ in 0..4 {
        let shortest = Rational::from_shortest(double)?;
        let inside = if is_lower { shortest > *value } else { shortest < *value };
        if inside || (end.is_closed() && shortest == *value) {
            return Some(double);
        }
        double = if is_lower { double.next_up() } else { double.next_down() };
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn interval(lo: &str, hi: &str) -> Interval {
        let end = |text: &str| match Rational::parse_decimal(text) {
            Ok(value) => End::Closed(value),
            Err(_) => End::Unbounded,
        };
        Interval::new(end(lo), end(hi)).unwrap()
    }

    fn number(lo: &str, hi: &str, estimate: bool, domain: (&str, &str)) -> Distribution {
        let set = Set::Number(interval(lo, hi));
        Distribution::of(&set, estimate.then_some(&Estimate::Interval), &Set::Number(interval(domain.0, domain.1)))
            .unwrap()
    }

    #[test]
    fn an_interval_has_its_ends_at_5_and_95_percent() {
        let compute = number("8e25", "2e26", true, ("0", ""));
        assert_eq!(compute.shape.in_words(), "log-normal");
        let near = |a: f64, b: f64| (a / b - 1.0).abs() < 1e-13;
        assert!(near(compute.quantile(0.05), 8e25) && near(compute.quantile(0.95), 2e26));
        assert!(near(compute.quantile(0.5), libm::sqrt(1.6) * 1e26));
        assert!((compute.at_most(8e25) - 0.05).abs() < 1e-13 && (compute.above(2e26) - 0.05).abs() < 1e-13);
        let change = number("-1", "3", true, ("", ""));
        assert_eq!(change.shape.in_words(), "normal");
        assert!((change.quantile(0.05) + 1.0).abs() < 1e-13 && (change.quantile(0.95) - 3.0).abs() < 1e-13);
    }

    #[test]
    fn an_interval_is_cut_off_at_its_domain() {
        let score = number("0.8", "0.99", true, ("0", "1"));
        assert_eq!(score.above(1.0), 0.0);
        assert_eq!(score.at_most(1.0), 1.0);
        assert!(score.quantile(1.0 - 1e-12) <= 1.0);
        assert!(score.at_most(0.99) > 0.95, "what lies above 100 % is spread over the rest");
        for at in 1..100 {
            let p = f64::from(at) / 100.0;
            assert!((score.at_most(score.quantile(p)) - p).abs() < 1e-12);
            assert!((score.above(score.quantile(p)) - (1.0 - p)).abs() < 1e-12);
        }
    }

    #[test]
    fn certain_bounds_are_even() {
        let narrow = number("8e25", "2e26", false, ("0", ""));
        assert_eq!((narrow.shape, narrow.ends()), (Shape::Uniform, (8e25, 2e26)));
        assert!((narrow.above(1.4e26) - 0.5).abs() < 1e-15);
        let wide = number("1e24", "1e28", false, ("0", ""));
        assert_eq!(wide.shape, Shape::LogUniform);
        assert!((wide.at_most(1e25) - 0.25).abs() < 1e-12);
        let from_zero = number("0", "1e28", false, ("0", ""));
        assert_eq!(from_zero.shape, Shape::Uniform);
    }

    #[test]
    fn a_month_is_its_days() {
        let month = Set::Date(crate::date::parse_month("2026-08").unwrap());
        let days = Distribution::of(&month, None, &Set::Date(DateRange::ALL)).unwrap();
        let first = crate::date::parse_date("2026-08-01").unwrap();
        assert_eq!(days.point(days.quantile(0.0)), Set::Date(DateRange::point(first)));
        assert_eq!(days.point(days.quantile(1.0 / 31.0 + 1e-9)), days.point(day_number(first) as f64 + 1.0));
        assert!((days.at_most(day_number(first) as f64) - 1.0 / 31.0).abs() < 1e-15);
        assert_eq!(days.above(days.ends().1 - 1.0), 1.0 - 30.0 / 31.0);
    }

    #[test]
    fn regions_share_out_the_whole() {
        let wide = number("1e24", "1e28", false, ("0", ""));
        let region = |lo: &str, hi: &str| Set::Number(interval(lo, hi));
        let near = |a: f64, b: f64| (a - b).abs() < 1e-12;
        assert!(near(wide.of_region(&region("0", "1e25")), 0.25) && near(wide.of_region(&region("1e27", "")), 0.25));
        assert_eq!(wide.of_region(&region("1e26", "1e26")), 0.0);
        assert_eq!((wide.of_region(&region("1e28", "")), wide.of_region(&region("", ""))), (0.0, 1.0));
        let month = Set::Date(crate::date::parse_month("2026-08").unwrap());
        let days = Distribution::of(&month, None, &Set::Date(DateRange::ALL)).unwrap();
        let day = |text: &str| crate::date::parse_date(text);
        let part = |lo: Option<_>, hi: Option<_>| days.of_region(&Set::Date(DateRange { lo, hi }));
        assert!(near(part(day("2026-08-31"), None), 1.0 / 31.0) && near(part(None, day("2026-08-30")), 30.0 / 31.0));
        assert!(near(part(day("2026-08-05"), day("2026-08-05")), 1.0 / 31.0));
    }

    #[test]
    fn points_and_open_bounds_have_none() {
        let all = Set::Number(Interval::ALL);
        assert_eq!(Distribution::of(&Set::Number(interval("1", "1")), Some(&Estimate::Interval), &all), None);
        assert_eq!(Distribution::of(&Set::Number(interval("1", "")), None, &all), None);
        assert_eq!(Distribution::of(&Set::Number(interval("1e-400", "1e400")), Some(&Estimate::Interval), &all), None);
    }
}
