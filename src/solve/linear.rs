//! Linear quantities: `2 a + 3 b - 7`.
//!
//! In: unknowns and rationals. Out: [`Linear`], its terms in the order of the unknowns and never zero.

use crate::rational::Rational;

/// An unknown of a [`super::Space`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Unknown(pub(super) u32);

impl Unknown {
    /// Its place among the unknowns.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A sum of unknowns, each with a factor, and a constant.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Linear {
    terms: Vec<(Unknown, Rational)>,
    constant: Rational,
}

impl Linear {
    /// Just this number.
    pub fn constant(value: Rational) -> Self {
        Linear { terms: Vec::new(), constant: value }
    }

    /// Just this unknown.
    pub fn unknown(unknown: Unknown) -> Self {
        Linear { terms: vec![(unknown, Rational::one())], constant: Rational::zero() }
    }

    /// The number, where no unknown has a part in it.
    pub fn as_constant(&self) -> Option<&Rational> {
        self.terms.is_empty().then_some(&self.constant)
    }

    /// The unknowns with their factors, none of them zero.
    pub fn terms(&self) -> &[(Unknown, Rational)] {
        &self.terms
    }

    /// What is added to them.
    pub fn offset(&self) -> &Rational {
        &self.constant
    }

    /// `self + other`
    pub fn plus(&self, other: &Linear) -> Linear {
        let mut terms = Vec::with_capacity(self.terms.len() + other.terms.len());
        let (mut left, mut right) = (self.terms.iter().peekable(), other.terms.iter().peekable());
        loop {
            let term = match (left.peek(), right.peek()) {
                (Some((a, _)), Some((b, _))) if a < b => left.next().cloned(),
                (Some((a, _)), Some((b, _))) if a > b => right.next().cloned(),
                (Some(_), Some(_)) => left.next().zip(right.next()).map(|((a, x), (_, y))| (*a, x + y)),
                (Some(_), None) => left.next().cloned(),
                (None, _) => right.next().cloned(),
            };
            let Some(term) = term else { break };
            if !term.1.is_zero() {
                terms.push(term);
            }
        }
        Linear { terms, constant: &self.constant + &other.constant }
    }

    /// `self * factor`
    pub fn times(&self, factor: &Rational) -> Linear {
        if factor.is_zero() {
            return Linear::constant(Rational::zero());
        }
        let terms = self.terms.iter().map(|(unknown, by)| (*unknown, by * factor)).collect();
        Linear { terms, constant: &self.constant * factor }
    }

    /// `self - other`
    pub fn minus(&self, other: &Linear) -> Linear {
        self.plus(&other.times(&Rational::from(-1)))
    }

    /// The same line with 1 before its first unknown, and whether the sign was turned for it.
    pub(super) fn normal(&self) -> (Linear, bool) {
        let Some((_, lead)) = self.terms.first() else { return (self.clone(), false) };
        let scale = Rational::one().checked_div(lead).unwrap_or_else(Rational::one);
        (self.times(&scale), lead.is_negative())
    }

    /// Its value at a point; unknowns that the point does not name count as zero.
    pub fn at(&self, value: impl Fn(Unknown) -> Option<Rational>) -> Rational {
        self.terms.iter().fold(self.constant.clone(), |sum, (unknown, by)| match value(*unknown) {
            Some(value) => &sum + &(by * &value),
            None => sum,
        })
    }

    /// Size of the largest number in it, in bits.
    pub fn bits(&self) -> usize {
        self.terms.iter().map(|(_, by)| by.bits()).chain([self.constant.bits()]).max().unwrap_or(0)
    }
}
