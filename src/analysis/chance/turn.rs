//! Where a verdict turns as one input grows, to the double.
//!
//! In: an engine whose last input pushes a designation one way only, and values for the others. Out: the values between which the verdict
//! changes, found by bisection over the doubles (or days) that can be drawn.

use super::distribution::Distribution;
use super::engine::{Engine, place_of};
use crate::eval::{Direction, Fault};
use crate::rational::Rational;

/// The probabilities of the three verdicts where one input decides, and where it turns.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Turns {
    /// The verdicts of the pieces from the lowest values to the highest, as places among counts.
    pub pieces: Vec<usize>,
    /// The values between the pieces: what lies above one belongs to the next piece.
    pub lines: Vec<f64>,
}

/// Where `designation` turns as the value of the last input grows, the others held.
///
/// # Errors
/// [`Fault`] where an exact value or a chain of references outgrows the limits.
pub(super) fn turns(
    engine: &mut Engine<'_>,
    designation: usize,
    (held, distribution): (&[f64], &Distribution),
    direction: Direction,
) -> Result<Turns, Fault> {
    let (lo, hi) = distribution.ends();
    let keys = Keys { days: distribution.is_of_days() };
    let mut values = held.to_vec();
    values.push(lo);
    let mut place_at = |key: i64| -> Result<usize, Fault> {
        values.iter_mut().skip(held.len()).for_each(|value| *value = keys.value(key));
        Ok(engine.verdicts(&values)?.get(designation).map_or(2, |verdict| place_of(*verdict)))
    };
    // From not covered over undetermined to covered, or back.
    let rank = |place: usize| match (place, direction == Direction::Down) {
        (2, _) => 1,
        (0, false) | (1, true) => 2,
        _ => 0,
    };
    let (first, last) = (keys.key(lo), keys.key(hi));
    let (mut at, mut here) = (first, place_at(first)?);
    let end = place_at(last)?;
    let mut found = Turns { pieces: vec![here], lines: Vec::new() };
    while rank(here) < rank(end) {
        // The last key of this piece.
        let (mut low, mut high) = (at, last);
        while high.saturating_sub(low) > 1 {
            let middle = low.midpoint(high);
            if rank(place_at(middle)?) > rank(here) {
                high = middle;
            } else {
                low = middle;
            }
        }
        found.lines.push(keys.between(low, high));
        at = high;
        here = place_at(high)?;
        found.pieces.push(here);
    }
    Ok(found)
}

impl Turns {
    /// The probability of each verdict: covered, not covered, undetermined.
    pub(super) fn masses(&self, distribution: &Distribution) -> [f64; 3] {
        let mut masses = [0.0; 3];
        for (at, place) in self.pieces.iter().enumerate() {
            let from = at.checked_sub(1).and_then(|before| self.lines.get(before));
            let mass = match (from, self.lines.get(at)) {
                (None, None) => 1.0,
                (None, Some(to)) => distribution.at_most(*to),
                (Some(from), None) => distribution.above(*from),
                (Some(from), Some(to)) if distribution.at_most(*from) > 0.5 => {
                    distribution.above(*from) - distribution.above(*to)
                }
                (Some(from), Some(to)) => distribution.at_most(*to) - distribution.at_most(*from),
            };
            masses.iter_mut().skip(*place).take(1).for_each(|sum| *sum += mass);
        }
        masses
    }
}

/// Doubles, or days, counted in their order.
struct Keys {
    days: bool,
}

impl Keys {
    fn key(&self, value: f64) -> i64 {
        if self.days {
            return value as i64;
        }
        // The bits of doubles above zero are in their order; those below zero are in the reverse of theirs.
        let bits = value.to_bits() as i64;
        if bits < 0 { i64::MIN.wrapping_sub(bits) } else { bits }
    }

    fn value(&self, key: i64) -> f64 {
        if self.days {
            return key as f64;
        }
        f64::from_bits(if key < 0 { i64::MIN.wrapping_sub(key) } else { key } as u64)
    }

    /// The line between two neighbours: the one of the shorter decimal, which is where the rule draws it.
    fn between(&self, low: i64, high: i64) -> f64 {
        let (low, high) = (self.value(low), self.value(high));
        let length =
            |value: f64| Rational::from_shortest(value).map_or(usize::MAX, |value| value.to_exact_string().len());
        if self.days || length(low) <= length(high) { low } else { high }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_in_the_order_of_their_values() {
        let keys = Keys { days: false };
        let values = [f64::MIN, -1e26, -1.0, -f64::MIN_POSITIVE, 0.0, 5e-324, 1.0, 1e26, f64::MAX];
        for pair in values.windows(2) {
            assert!(keys.key(pair[0]) < keys.key(pair[1]), "{pair:?}");
        }
        for value in values {
            assert_eq!(keys.value(keys.key(value)), value);
        }
        assert_eq!(keys.value(keys.key(1e26) + 1), 1e26_f64.next_up());
    }

    #[test]
    fn a_line_is_the_rounder_of_two_neighbours() {
        let keys = Keys { days: false };
        let at = keys.key(1e26);
        assert_eq!((keys.between(at, at + 1), keys.between(at - 1, at)), (1e26, 1e26));
    }
}
