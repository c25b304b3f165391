//! Numbers and days in a formula: pieces that hold under conditions, each a quotient of linear quantities.
//!
//! In: nodes of a frame. Out: [`Quantity`]. Where no piece holds, the quantity has no value. Days are counted.

use super::{
    CalendarUnit, Comparison, Condition, Frame, Interval, Leaf, Linear, MAX_PIECES, Maker, NodeId, Op, Rational,
};
use super::{Set, Sides, Truth, Value};
use crate::date::day_number;
use crate::syntax::op::Arithmetic;

/// `above / below`
#[derive(Clone, Debug)]
pub(super) struct Quotient {
    above: Linear,
    below: Linear,
}

impl Quotient {
    fn whole(above: Linear) -> Self {
        Quotient { above, below: Linear::constant(Rational::one()) }
    }

    fn as_constant(&self) -> Option<Rational> {
        self.above.as_constant()?.checked_div(self.below.as_constant()?)
    }

    fn times(&self, factor: &Rational) -> Quotient {
        Quotient { above: self.above.times(factor), below: self.below.clone() }
    }

    fn plus(&self, other: &Quotient) -> Option<Quotient> {
        if self.below == other.below {
            return Some(Quotient { above: self.above.plus(&other.above), below: self.below.clone() });
        }
        let (own, others) = (self.over(other)?, other.over(self)?);
        Some(Quotient { above: own.plus(&others), below: product(&self.below, &other.below)? })
    }

    /// What stands above once both stand over both denominators.
    fn over(&self, other: &Quotient) -> Option<Linear> {
        product(&self.above, &other.below)
    }

    fn multiplied(&self, other: &Quotient) -> Option<Quotient> {
        Some(Quotient { above: product(&self.above, &other.above)?, below: product(&self.below, &other.below)? })
    }

    fn inverse(&self) -> Quotient {
        Quotient { above: self.below.clone(), below: self.above.clone() }
    }
}

/// The product of two quantities, where it is linear.
fn product(a: &Linear, b: &Linear) -> Option<Linear> {
    match (a.as_constant(), b.as_constant()) {
        (Some(factor), _) => Some(b.times(factor)),
        (None, Some(factor)) => Some(a.times(factor)),
        (None, None) => None,
    }
}

/// A value that holds under a condition.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    holds: Condition,
    value: Quotient,
}

/// A number or a day: the pieces never hold together.
#[derive(Clone, Debug)]
pub(super) struct Quantity(Vec<Piece>);

impl Quantity {
    pub(super) fn constant(value: Rational) -> Self {
        Quantity::always(Quotient::whole(Linear::constant(value)))
    }

    fn always(value: Quotient) -> Self {
        Quantity(vec![Piece { holds: Condition::TRUE, value }])
    }

    fn map(&self, f: impl Fn(&Quotient) -> Option<Quotient>) -> Option<Quantity> {
        let piece = |piece: &Piece| Some(Piece { holds: piece.holds, value: f(&piece.value)? });
        self.0.iter().map(piece).collect::<Option<_>>().map(Quantity)
    }
}

impl Maker<'_, '_> {
    pub(super) fn quantity(&mut self, frame: &Frame<'_>, id: NodeId, depth: usize) -> Option<Quantity> {
        let key = (frame.path.clone(), id);
        if let Some(known) = self.quantities.get(&key) {
            return known.clone();
        }
        let made = if depth > super::MAX_DEPTH { None } else { self.make_quantity(frame, id, depth + 1) };
        let made = made.filter(|quantity| quantity.0.len() <= MAX_PIECES);
        self.quantities.insert(key, made.clone());
        made
    }

    fn make_quantity(&mut self, frame: &Frame<'_>, id: NodeId, depth: usize) -> Option<Quantity> {
        let node = self.machine.policy.node(id)?;
        let value = frame.value(id)?;
        if let Some(known) = settled(value) {
            return Some(Quantity::constant(known));
        }
        match &node.op {
            Op::Fact(fact) => self.unknown(Leaf::Fact(frame.path.clone(), *fact), &value.set),
            Op::EvaluationDate => self.unknown(Leaf::Date, &value.set),
            Op::Param(param, default) => match default.filter(|_| !self.machine.is_supplied(*param)) {
                Some(default) => self.quantity(frame, default, depth),
                None => self.unknown(Leaf::Param(*param), &value.set),
            },
            Op::Negate(a) => self.quantity(frame, *a, depth)?.map(|value| Some(value.times(&Rational::from(-1)))),
            Op::Arithmetic(op, a, b) => {
                let (a, b) = (self.quantity(frame, *a, depth)?, self.quantity(frame, *b, depth)?);
                self.arithmetic(*op, &a, &b)
            }
            Op::Power(a, exponent) => self.quantity(frame, *a, depth)?.map(|value| match (exponent, value) {
                (1, value) => Some(value.clone()),
                (_, value) => Some(Quotient::whole(Linear::constant(value.as_constant()?.pow(*exponent)?))),
            }),
            Op::Min(list) => self.extreme(frame, list, Comparison::AtMost, depth),
            Op::Max(list) => self.extreme(frame, list, Comparison::AtLeast, depth),
            Op::If(condition, a, b) => {
                let condition = self.truth(frame, *condition, depth)?;
                let decided = self.space.or(condition.yes, condition.no);
                // A condition that decides nothing leaves a range, which is no quantity.
                if decided != Condition::TRUE {
                    return None;
                }
                let (a, b) = (self.quantity(frame, *a, depth)?, self.quantity(frame, *b, depth)?);
                let mut pieces = self.under(condition.yes, &a);
                pieces.extend(self.under(condition.no, &b));
                Some(Quantity(pieces))
            }
            Op::Otherwise(..) => self.quantity(frame, self.taken(frame, id)?, depth),
            Op::Dated(date, steps) => {
                let starts = self.starts(frame, *date, steps, depth)?;
                let mut pieces = Vec::new();
                for ((_, step), holds) in steps.iter().zip(starts) {
                    let step = self.quantity(frame, *step, depth)?;
                    pieces.extend(self.under(holds, &step));
                }
                Some(Quantity(pieces))
            }
            // Months are of different length; days are not.
            Op::Shift(date, count, CalendarUnit::Day) => {
                let by = Quotient::whole(Linear::constant(Rational::from(*count)));
                self.quantity(frame, *date, depth)?.map(|value| value.plus(&by))
            }
            Op::Through(reference, target) => {
                let child = frame.child(*reference).filter(|_| !frame.may_be_none(*reference))?;
                self.quantity(child, self.machine.policy.target(*target)?, depth)
            }
            _ => None,
        }
    }

    fn unknown(&mut self, leaf: Leaf, set: &Set) -> Option<Quantity> {
        Some(Quantity::always(Quotient::whole(Linear::unknown(self.leaf(leaf, set)?))))
    }

    /// The pieces of a quantity, as far as a condition holds too.
    fn under(&mut self, condition: Condition, quantity: &Quantity) -> Vec<Piece> {
        let pieces = quantity.0.iter().map(|piece| {
            let holds = self.space.and(condition, piece.holds);
            Piece { holds, value: piece.value.clone() }
        });
        pieces.filter(|piece| piece.holds != Condition::FALSE).collect()
    }

    fn arithmetic(&mut self, op: Arithmetic, a: &Quantity, b: &Quantity) -> Option<Quantity> {
        let mut pieces = Vec::with_capacity(a.0.len() * b.0.len());
        for left in &a.0 {
            for right in &b.0 {
                let mut holds = self.space.and(left.holds, right.holds);
                let value = match op {
                    Arithmetic::Add => left.value.plus(&right.value)?,
                    Arithmetic::Subtract => left.value.plus(&right.value.times(&Rational::from(-1)))?,
                    Arithmetic::Multiply => left.value.multiplied(&right.value)?,
                    Arithmetic::Divide => {
                        let zero = self.space.zero(&right.value.above);
                        let not_zero = self.space.not(zero);
                        holds = self.space.and(holds, not_zero);
                        left.value.multiplied(&right.value.inverse())?
                    }
                    Arithmetic::Power => return None,
                };
                if holds != Condition::FALSE {
                    pieces.push(Piece { holds, value });
                }
            }
        }
        Some(Quantity(pieces))
    }

    /// The one of some quantities that compares so with all others.
    fn extreme(&mut self, frame: &Frame<'_>, list: &[NodeId], op: Comparison, depth: usize) -> Option<Quantity> {
        let mut list = list.iter();
        let mut best = self.quantity(frame, *list.next()?, depth)?;
        for node in list {
            let next = self.quantity(frame, *node, depth)?;
            let first = self.compare(op, &best, &next)?;
            let mut pieces = self.under(first.yes, &best);
            pieces.extend(self.under(first.no, &next));
            best = Quantity(pieces);
        }
        Some(best)
    }

    /// Where `a op b` is true and where it is false; neither where one of them has no value.
    pub(super) fn compare(&mut self, op: Comparison, a: &Quantity, b: &Quantity) -> Option<Sides> {
        let mut sides = Sides { yes: Condition::FALSE, no: Condition::FALSE };
        for left in &a.0 {
            for right in &b.0 {
                let both = self.space.and(left.holds, right.holds);
                if both == Condition::FALSE {
                    continue;
                }
                let yes = self.compare_one(op, &left.value, &right.value)?;
                let no = self.space.not(yes);
                sides.yes = self.along(sides.yes, both, yes);
                sides.no = self.along(sides.no, both, no);
            }
        }
        Some(sides)
    }

    fn compare_one(&mut self, op: Comparison, a: &Quotient, b: &Quotient) -> Option<Condition> {
        let gap = a.plus(&b.times(&Rational::from(-1)))?;
        // A quotient is above zero where both its parts have one sign; below it where they differ.
        let (above, zero) = (self.space.above(&gap.above), self.space.zero(&gap.above));
        let below_turned = self.space.above(&gap.below);
        let same = |maker: &mut Self, a: Condition, b: Condition| {
            let (not_a, not_b) = (maker.space.not(a), maker.space.not(b));
            let (both, neither) = (maker.space.and(a, b), maker.space.and(not_a, not_b));
            maker.space.or(both, neither)
        };
        let signs_agree = same(self, above, below_turned);
        let not_zero = self.space.not(zero);
        let is_above = self.space.and(not_zero, signs_agree);
        Some(match op {
            Comparison::Above => is_above,
            Comparison::AtMost => self.space.not(is_above),
            Comparison::AtLeast => self.space.or(is_above, zero),
            Comparison::Below => {
                let at_least = self.space.or(is_above, zero);
                self.space.not(at_least)
            }
            Comparison::Is => zero,
            Comparison::IsNot => not_zero,
        })
    }
}

/// The number or the counted day, where a value can be nothing else.
fn settled(value: &Value) -> Option<Rational> {
    if value.undefined != Truth::False {
        return None;
    }
    match &value.set {
        Set::Number(interval) => Interval::as_point(interval).cloned(),
        Set::Date(days) => days.as_point().map(|day| Rational::from(day_number(day))),
        _ => None,
    }
}
