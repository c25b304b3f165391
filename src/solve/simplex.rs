//! Linear constraints over rationals: whether all of them can hold, and how small a quantity can be while they do.
//!
//! In: bounds of unknowns and of rows, each row a sum of unknowns. Out: feasible or not, the least of a row, a point. After
//! B. Dutertre and L. de Moura, "A Fast Linear-Arithmetic Solver for DPLL(T)", CAV 2006: an end that is left out is an
//! infinitesimal away from its value. Bland's rule keeps it from going in circles; the budget counts what it multiplies.

use super::search::Budget;
use crate::rational::Rational;

/// A number and how many infinitesimals away from it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Near {
    pub real: Rational,
    pub small: Rational,
}

impl Near {
    pub(super) fn at(real: Rational) -> Self {
        Near { real, small: Rational::zero() }
    }

    pub(super) fn beside(real: Rational, small: i64) -> Self {
        Near { real, small: Rational::from(small) }
    }

    fn plus(&self, other: &Near) -> Near {
        Near { real: &self.real + &other.real, small: &self.small + &other.small }
    }

    fn minus(&self, other: &Near) -> Near {
        Near { real: &self.real - &other.real, small: &self.small - &other.small }
    }

    fn times(&self, factor: &Rational) -> Near {
        Near { real: &self.real * factor, small: &self.small * factor }
    }
}

/// The ends of an unknown or a row; `None` where there is none.
#[derive(Clone, Debug, Default)]
pub(super) struct Ends {
    pub lo: Option<Near>,
    pub hi: Option<Near>,
}

/// How a search ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// All can hold.
    Feasible,
    /// They cannot.
    Infeasible,
    /// They can, and the row has no least value.
    Unbounded,
    /// The budget was used up.
    Open,
}

/// A tableau: rows over the columns that are not in the basis.
#[derive(Debug)]
pub(super) struct Simplex {
    ends: Vec<Ends>,
    values: Vec<Near>,
    /// The column that each row defines.
    basis: Vec<usize>,
    /// The factor of every column in each row; zero for those in the basis.
    rows: Vec<Vec<Rational>>,
}

/// What stops a column that moves.
struct Stop {
    /// How far it comes.
    step: Near,
    /// Whose end it is.
    column: usize,
    /// The row that leaves the basis, and its end; `None` for the moving column's own.
    leaves: Option<(usize, Near)>,
}

impl Simplex {
    /// Columns with these ends, and rows over them with theirs; a row is the column after the unknowns and earlier rows.
    pub(super) fn new(unknowns: Vec<Ends>, rows: Vec<(Vec<(usize, Rational)>, Ends)>) -> Self {
        let zero = || Near::at(Rational::zero());
        // Every unknown starts on an end that it has.
        let mut values: Vec<Near> =
            unknowns.iter().map(|ends| ends.lo.clone().or(ends.hi.clone()).unwrap_or_else(zero)).collect();
        let columns = unknowns.len() + rows.len();
        let mut ends = unknowns;
        let (mut basis, mut table) = (Vec::with_capacity(rows.len()), Vec::with_capacity(rows.len()));
        for (terms, own) in rows {
            let mut row = vec![Rational::zero(); columns];
            let mut value = zero();
            for (column, factor) in terms {
                if let (Some(place), Some(known)) = (row.get_mut(column), values.get(column)) {
                    value = value.plus(&known.times(&factor));
                    *place = factor;
                }
            }
            basis.push(ends.len());
            ends.push(own);
            values.push(value);
            table.push(row);
        }
        Simplex { ends, values, basis, rows: table }
    }

    /// Finds a point where all ends are kept.
    pub(super) fn check(&mut self, budget: &mut Budget) -> Outcome {
        loop {
            let Some((row, target)) = self.broken() else { return Outcome::Feasible };
            let upwards = self.basis.get(row).and_then(|column| self.values.get(column.to_owned())) < Some(&target);
            let Some(column) = self.column_to_move(row, upwards) else { return Outcome::Infeasible };
            if !budget.spend(self.cost()) {
                return Outcome::Open;
            }
            self.bring(row, column, target);
        }
    }

    /// Makes the row that is the column `goal`, which has no ends, as small as it can be, and keeps it there. Asked after
    /// [`Simplex::check`].
    pub(super) fn minimise(&mut self, goal: usize, budget: &mut Budget) -> Outcome {
        let Some(row) = self.basis.iter().position(|column| *column == goal) else { return Outcome::Feasible };
        loop {
            let Some((column, upwards)) = self.column_that_lowers(row) else {
                let least = self.values.get(goal).cloned();
                self.ends.get_mut(goal).into_iter().for_each(|ends| ends.hi = least.clone());
                return Outcome::Feasible;
            };
            if !budget.spend(self.cost()) {
                return Outcome::Open;
            }
            if !self.push(column, upwards) {
                return Outcome::Unbounded;
            }
        }
    }

    /// The value of a column.
    pub(super) fn value(&self, column: usize) -> Option<&Near> {
        self.values.get(column)
    }

    /// Numbers for the unknowns: an infinitesimal becomes so small a number that every end is kept.
    pub(super) fn point(&self, unknowns: usize) -> Vec<Rational> {
        let mut small = Rational::one();
        let mut keep = |low: &Near, high: &Near| {
            let gap = &low.small - &high.small;
            if low.real < high.real && !gap.is_negative() && !gap.is_zero() {
                let most = (&high.real - &low.real).checked_div(&gap);
                small = most.filter(|most| *most < small).unwrap_or_else(|| small.clone());
            }
        };
        for (value, ends) in self.values.iter().zip(&self.ends) {
            ends.lo.iter().for_each(|lo| keep(lo, value));
            ends.hi.iter().for_each(|hi| keep(value, hi));
        }
        let number = |value: &Near| &value.real + &(&value.small * &small);
        self.values.iter().take(unknowns).map(number).collect()
    }

    /// The row of the first column in the basis that breaks an end, and the end.
    fn broken(&self) -> Option<(usize, Near)> {
        let rows = self.basis.iter().enumerate().filter_map(|(row, column)| {
            let (value, ends) = (self.values.get(*column)?, self.ends.get(*column)?);
            let low = ends.lo.as_ref().filter(|lo| value < lo);
            low.or(ends.hi.as_ref().filter(|hi| value > hi)).map(|end| (*column, row, end.clone()))
        });
        rows.min_by_key(|(column, ..)| *column).map(|(_, row, end)| (row, end))
    }

    /// The first column that can move a row the way it has to go.
    fn column_to_move(&self, row: usize, upwards: bool) -> Option<usize> {
        let factors = self.rows.get(row)?;
        (0..factors.len()).find(|column| match factors.get(*column) {
            Some(factor) if !factor.is_zero() => self.room(*column, factor.is_negative() != upwards),
            _ => false,
        })
    }

    /// The first column that can make a row smaller, and the way it goes.
    fn column_that_lowers(&self, row: usize) -> Option<(usize, bool)> {
        let factors = self.rows.get(row)?;
        let lowers = factors.iter().enumerate().filter(|(_, factor)| !factor.is_zero());
        let mut ways = lowers.map(|(column, factor)| (column, factor.is_negative()));
        ways.find(|(column, upwards)| self.room(*column, *upwards))
    }

    /// Whether a column can move that way.
    fn room(&self, column: usize, upwards: bool) -> bool {
        let (Some(value), Some(ends)) = (self.values.get(column), self.ends.get(column)) else { return false };
        match upwards {
            true => ends.hi.as_ref().is_none_or(|hi| value < hi),
            false => ends.lo.as_ref().is_none_or(|lo| value > lo),
        }
    }

    /// Moves a column as far as its own end and those of the basis allow; false where nothing stops it.
    fn push(&mut self, column: usize, upwards: bool) -> bool {
        let sign = Rational::from(if upwards { 1 } else { -1 });
        let own = self.end_of(column, upwards).zip(self.values.get(column));
        let mut nearest = own.map(|(end, value)| Stop { step: end.minus(value).times(&sign), column, leaves: None });
        for (row, basic) in self.basis.iter().enumerate() {
            let (Some(factor), Some(value)) = (self.factor(row, column), self.values.get(*basic)) else { continue };
            let rate = factor * &sign;
            let Some(end) = self.end_of(*basic, !rate.is_negative()) else { continue };
            let Some(slowness) = Rational::one().checked_div(&rate) else { continue };
            let step = end.minus(value).times(&slowness);
            if nearest.as_ref().is_none_or(|known| (&step, basic) < (&known.step, &known.column)) {
                nearest = Some(Stop { step, column: *basic, leaves: Some((row, end.clone())) });
            }
        }
        match nearest {
            None => return false,
            Some(Stop { leaves: Some((row, end)), .. }) => self.bring(row, column, end),
            Some(Stop { step, .. }) => self.shift(column, &step.times(&sign)),
        }
        true
    }

    fn end_of(&self, column: usize, high: bool) -> Option<&Near> {
        let ends = self.ends.get(column)?;
        if high { ends.hi.as_ref() } else { ends.lo.as_ref() }
    }

    fn factor(&self, row: usize, column: usize) -> Option<&Rational> {
        self.rows.get(row)?.get(column)
    }

    /// Moves a column outside the basis, and with it the basis.
    fn shift(&mut self, column: usize, by: &Near) {
        for (row, basic) in self.basis.iter().enumerate() {
            let Some(factor) = self.rows.get(row).and_then(|row| row.get(column)) else { continue };
            if let Some(value) = self.values.get_mut(*basic).filter(|_| !factor.is_zero()) {
                *value = value.plus(&by.times(factor));
            }
        }
        if let Some(value) = self.values.get_mut(column) {
            *value = value.plus(by);
        }
    }

    /// Moves `column` so far that the row's own column is on `target`, and lets the two change places.
    fn bring(&mut self, row: usize, column: usize, target: Near) {
        let Some(leaving) = self.basis.get(row).copied() else { return };
        let inverse = self.factor(row, column).and_then(|factor| Rational::one().checked_div(factor));
        let (Some(inverse), Some(value)) = (inverse, self.values.get(leaving)) else { return };
        let by = target.minus(value).times(&inverse);
        self.shift(column, &by);
        if let Some(value) = self.values.get_mut(leaving) {
            *value = target;
        }
        // The row, solved for the column that enters the basis.
        let Some(own) = self.rows.get_mut(row) else { return };
        let turned = -inverse.clone();
        for (at, factor) in own.iter_mut().enumerate() {
            *factor = match at {
                _ if at == leaving => inverse.clone(),
                _ if at == column => Rational::zero(),
                _ if factor.is_zero() => continue,
                _ => &*factor * &turned,
            };
        }
        let solved = own.clone();
        for (_, other) in self.rows.iter_mut().enumerate().filter(|(at, _)| *at != row) {
            let Some(factor) = other.get_mut(column).map(|place| std::mem::replace(place, Rational::zero())) else {
                continue;
            };
            if factor.is_zero() {
                continue;
            }
            for (place, own) in other.iter_mut().zip(&solved).filter(|(_, own)| !own.is_zero()) {
                *place = &*place + &(own * &factor);
            }
        }
        if let Some(place) = self.basis.get_mut(row) {
            *place = column;
        }
    }

    fn cost(&self) -> usize {
        1 + self.rows.len()
    }
}
