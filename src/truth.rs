//! Kleene's three truth values and their strong connectives.
//!
//! In and out: [`Truth`]. Every connective is commutative and associative, so the order of clauses never matters.

use serde::{Deserialize, Serialize};
use std::ops::Not;

/// True, false, or not decided by what is known.
///
/// Ordered `False < Unknown < True`, so that conjunction is the minimum and disjunction the maximum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Truth {
    /// Holds for none of the possible values.
    False,
    /// Holds for some of the possible values, or nobody knows.
    Unknown,
    /// Holds for all of the possible values.
    True,
}

impl Truth {
    /// Conjunction: the least of the two.
    pub fn and(self, other: Truth) -> Truth {
        self.min(other)
    }

    /// Disjunction: the greatest of the two.
    pub fn or(self, other: Truth) -> Truth {
        self.max(other)
    }

    /// Whether at least `needed` of the truths hold: counts those that are true and those that may be.
    pub fn at_least(needed: usize, truths: impl IntoIterator<Item = Truth>) -> Truth {
        let (mut certain, mut possible) = (0, 0);
        for truth in truths {
            certain += usize::from(truth == Truth::True);
            possible += usize::from(truth != Truth::False);
        }
        match (certain >= needed, possible >= needed) {
            (true, _) => Truth::True,
            (false, true) => Truth::Unknown,
            (false, false) => Truth::False,
        }
    }

    /// Whether it is true or false, not unknown.
    pub fn is_decided(self) -> bool {
        self != Truth::Unknown
    }
}

impl Not for Truth {
    type Output = Truth;

    fn not(self) -> Truth {
        match self {
            Truth::False => Truth::True,
            Truth::Unknown => Truth::Unknown,
            Truth::True => Truth::False,
        }
    }
}

impl From<bool> for Truth {
    fn from(value: bool) -> Truth {
        if value { Truth::True } else { Truth::False }
    }
}

#[cfg(test)]
mod tests {
    use super::Truth::{self, False, True, Unknown};

    const ALL: [Truth; 3] = [False, Unknown, True];

    #[test]
    fn connectives_are_those_of_strong_kleene_logic() {
        assert_eq!(False.and(Unknown), False);
        assert_eq!(Unknown.and(False), False);
        assert_eq!(True.or(Unknown), True);
        assert_eq!(!Unknown, Unknown);
        for a in ALL {
            for b in ALL {
                assert_eq!(a.and(b), b.and(a));
                assert_eq!(!(a.and(b)), (!a).or(!b), "De Morgan");
                assert_eq!(Truth::at_least(1, [a, b]), a.or(b));
                assert_eq!(Truth::at_least(2, [a, b]), a.and(b));
            }
        }
    }

    #[test]
    fn at_least_counts_certain_and_possible() {
        assert_eq!(Truth::at_least(2, [True, Unknown, False]), Unknown);
        assert_eq!(Truth::at_least(2, [True, False, False]), False);
        assert_eq!(Truth::at_least(0, []), True);
    }
}
