//! What a value may be: sets of numbers, dates, truths, members or texts, and whether there is a value at all.
//!
//! In: sets. Out: sets that enclose every possible result. The record (whether something was supplied) is carried beside
//! the set, since a completion of the unknowns gives values but leaves the record as it is.

use crate::date::DateRange;
use crate::interval::Interval;
use crate::truth::Truth;
use std::sync::Arc;

/// The members of a `one of` that are possible, by their place in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Members(u64);

impl Members {
    /// Most members a `one of` may have.
    pub const MAX: usize = 64;

    /// All of the first `count` members.
    pub fn all(count: usize) -> Self {
        Members(if count >= Self::MAX { u64::MAX } else { (1 << count) - 1 })
    }

    /// Just this member.
    pub fn only(index: usize) -> Self {
        Members(1 << index.min(Self::MAX - 1))
    }

    /// The members of both.
    pub fn union(self, other: Members) -> Members {
        Members(self.0 | other.0)
    }

    /// The member, where only one is possible.
    pub fn as_single(self) -> Option<usize> {
        (self.0.count_ones() == 1).then(|| self.0.trailing_zeros() as usize)
    }

    /// The possible members.
    pub fn iter(self) -> impl Iterator<Item = usize> {
        (0..Self::MAX).filter(move |index| self.0 & (1 << index) != 0)
    }

    /// Whether the member lies among `others`, over all possible members.
    pub fn within(self, others: Members) -> Truth {
        match (self.0 & others.0, self.0 & !others.0) {
            (_, 0) => Truth::True,
            (0, _) => Truth::False,
            _ => Truth::Unknown,
        }
    }
}

/// A set of possible values of one type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Set {
    /// Numbers, in base units.
    Number(Interval),
    /// Days.
    Date(DateRange),
    /// Truth values.
    Truth(Truth),
    /// Members of a `one of`.
    Member(Members),
    /// One text, or any text.
    Text(Option<Arc<str>>),
}

impl Set {
    /// Whether only one value is possible.
    pub fn is_point(&self) -> bool {
        match self {
            Set::Number(interval) => interval.as_point().is_some(),
            Set::Date(range) => range.as_point().is_some(),
            Set::Truth(truth) => truth.is_decided(),
            Set::Member(members) => members.as_single().is_some(),
            Set::Text(text) => text.is_some(),
        }
    }

    /// The members it may be, where it is of members.
    pub fn as_members(&self) -> Option<Members> {
        match self {
            Set::Member(members) => Some(*members),
            Set::Number(_) | Set::Date(_) | Set::Truth(_) | Set::Text(_) => None,
        }
    }

    /// Whether every value of the set lies in `domain`, a set of the same type.
    pub fn is_within(&self, domain: &Set) -> bool {
        match (self, domain) {
            (Set::Number(set), Set::Number(domain)) => domain.encloses(set),
            (Set::Date(set), Set::Date(domain)) => {
                let begins = domain.lo.is_none_or(|lo| set.lo.is_some_and(|first| first >= lo));
                begins && domain.hi.is_none_or(|hi| set.hi.is_some_and(|last| last <= hi))
            }
            (Set::Truth(set), Set::Truth(domain)) => !domain.is_decided() || set == domain,
            (Set::Member(set), Set::Member(domain)) => set.within(*domain) == Truth::True,
            (Set::Text(set), Set::Text(domain)) => domain.is_none() || set == domain,
            _ => false,
        }
    }

    /// The smallest set that covers both; sets of different types cover nothing in common and give the first.
    pub fn hull(&self, other: &Set) -> Set {
        match (self, other) {
            (Set::Number(a), Set::Number(b)) => Set::Number(a.hull(b)),
            (Set::Date(a), Set::Date(b)) => Set::Date(a.hull(b)),
            (Set::Truth(a), Set::Truth(b)) => Set::Truth(if a == b { *a } else { Truth::Unknown }),
            (Set::Member(a), Set::Member(b)) => Set::Member(a.union(*b)),
            (Set::Text(a), Set::Text(b)) => Set::Text(if a == b { a.clone() } else { None }),
            (first, _) => first.clone(),
        }
    }

    /// Whether both are the same value, over all possible values of both.
    pub fn same(&self, other: &Set) -> Truth {
        match (self, other) {
            (Set::Number(a), Set::Number(b)) => a.same(b),
            (Set::Date(a), Set::Date(b)) => a.same(b),
            (Set::Truth(a), Set::Truth(b)) if a.is_decided() && b.is_decided() => (a == b).into(),
            (Set::Member(a), Set::Member(b)) => match (a.as_single(), b.as_single()) {
                (Some(a), Some(b)) => (a == b).into(),
                _ if a.within(*b) == Truth::False => Truth::False,
                _ => Truth::Unknown,
            },
            (Set::Text(Some(a)), Set::Text(Some(b))) => (a == b).into(),
            _ => Truth::Unknown,
        }
    }
}

/// A set of possible values, and whether there is a value at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// What the value may be, where there is one.
    pub set: Set,
    /// Whether the record has no value: nothing was supplied, or what it is made of was not. Read by `otherwise`.
    pub missing: Truth,
    /// Whether there can be no value, as after a division by zero; it never decides.
    pub undefined: Truth,
}

impl Value {
    /// A value that was supplied and exists.
    pub fn given(set: Set) -> Self {
        Value { set, missing: Truth::False, undefined: Truth::False }
    }

    /// A value that was not supplied, anywhere in its domain.
    pub fn missing(domain: Set) -> Self {
        Value { set: domain, missing: Truth::True, undefined: Truth::False }
    }

    /// A condition's value.
    pub fn truth(truth: Truth) -> Self {
        Value::given(Set::Truth(truth))
    }

    /// The numbers it may be; every number where it is none (a defect the checker rules out).
    pub fn number(&self) -> Interval {
        match &self.set {
            Set::Number(interval) => interval.clone(),
            Set::Date(_) | Set::Truth(_) | Set::Member(_) | Set::Text(_) => Interval::ALL,
        }
    }

    /// The days it may be; any day where it is none.
    pub fn date(&self) -> DateRange {
        match &self.set {
            Set::Date(range) => *range,
            Set::Number(_) | Set::Truth(_) | Set::Member(_) | Set::Text(_) => DateRange::ALL,
        }
    }

    /// Its truth: unknown where there may be no value, or where it is no condition.
    pub fn as_truth(&self) -> Truth {
        match &self.set {
            Set::Truth(truth) if self.undefined == Truth::False => *truth,
            _ => Truth::Unknown,
        }
    }

    /// Whether the record has no value or there can be none: where `otherwise` steps in.
    pub fn absent(&self) -> Truth {
        self.missing.or(self.undefined)
    }

    /// The same, where another operand's record and existence count too.
    pub fn resting_on<'a>(mut self, operands: impl IntoIterator<Item = &'a Value>) -> Value {
        for operand in operands {
            self.missing = self.missing.or(operand.missing);
            self.undefined = self.undefined.or(operand.undefined);
        }
        self
    }

    /// The smallest value that covers both: where it is not known which of the two holds.
    pub fn hull(&self, other: &Value) -> Value {
        let blend = |a: Truth, b: Truth| if a == b { a } else { Truth::Unknown };
        Value {
            set: match (self.undefined, other.undefined) {
                (Truth::True, Truth::False | Truth::Unknown) => other.set.clone(),
                (Truth::False | Truth::Unknown, Truth::True) => self.set.clone(),
                _ => self.set.hull(&other.set),
            },
            missing: blend(self.missing, other.missing),
            undefined: blend(self.undefined, other.undefined),
        }
    }
}
