//! What is found holds, and what is said not to exist does not, by elimination as a second opinion.

use super::search::{Budget, Found, Least, Limit};
use super::{Domain, Linear, Space, Unknown};
use crate::interval::{End, Interval};
use crate::rational::Rational;
use crate::solve::diagram::Condition;
use std::cmp::Ordering;

const STEPS: usize = 100_000;

fn number(value: i64) -> Rational {
    Rational::from(value)
}

fn space(count: usize) -> (Space, Vec<Unknown>) {
    let mut space = Space::default();
    let unknowns = (0..count).map(|_| space.unknown(Domain::Number(Interval::ALL))).collect();
    (space, unknowns)
}

/// `factors . unknowns + constant`
fn sum(unknowns: &[Unknown], factors: &[i64], constant: i64) -> Linear {
    unknowns.iter().zip(factors).fold(Linear::constant(number(constant)), |sum, (unknown, factor)| {
        sum.plus(&Linear::unknown(*unknown).times(&number(*factor)))
    })
}

fn all(space: &mut Space, conditions: &[Condition]) -> Condition {
    conditions.iter().fold(Condition::TRUE, |all, condition| space.and(all, *condition))
}

/// Whether a value is above zero where that is asked for, else at least zero.
fn is_kept(value: &Rational, strict: bool) -> bool {
    if strict { *value > number(0) } else { !value.is_negative() }
}

/// Whether rows (`factors . x + constant`, above zero where strict, else at least zero) can all hold: by Fourier's and
/// Motzkin's elimination.
fn by_elimination(mut rows: Vec<(Vec<Rational>, Rational, bool)>, unknowns: usize) -> bool {
    for at in 0..unknowns {
        let (with, mut kept): (Vec<_>, Vec<_>) = rows.into_iter().partition(|(factors, ..)| !factors[at].is_zero());
        for (low, a, s) in with.iter().filter(|(factors, ..)| !factors[at].is_negative()) {
            for (high, b, t) in with.iter().filter(|(factors, ..)| factors[at].is_negative()) {
                let (x, y) = (-high[at].clone(), low[at].clone());
                let factors = low.iter().zip(high).map(|(p, q)| &(p * &x) + &(q * &y)).collect();
                kept.push((factors, &(a * &x) + &(b * &y), *s || *t));
            }
        }
        rows = kept;
    }
    rows.iter().all(|(_, constant, strict)| is_kept(constant, *strict))
}

/// The same arbitrary numbers each time.
struct Picks(u64);

impl Picks {
    fn within(&mut self, count: i64) -> i64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as i64 % (2 * count + 1) - count
    }
}

#[test]
fn feasibility_agrees_with_elimination() {
    let mut picks = Picks(7);
    let (mut possible, mut impossible) = (0, 0);
    for _ in 0..3_000 {
        let count = 1 + picks.within(1).unsigned_abs() as usize + picks.within(1).unsigned_abs() as usize;
        let (mut space, unknowns) = space(count);
        let mut rows = Vec::new();
        let mut conditions = Vec::new();
        for _ in 0..3 + picks.within(3).abs() {
            let factors: Vec<i64> = unknowns.iter().map(|_| picks.within(3)).collect();
            let (constant, strict) = (picks.within(4), picks.within(1) == 0);
            let quantity = sum(&unknowns, &factors, constant);
            conditions.push(if strict { space.above(&quantity) } else { space.at_least(&quantity) });
            rows.push((factors.iter().map(|factor| number(*factor)).collect(), number(constant), strict));
        }
        let together = all(&mut space, &conditions);
        let expected = by_elimination(rows.clone(), count);
        match space.find(together, &mut Budget(STEPS)) {
            Found::Point(point) => {
                assert!(expected, "{rows:?}");
                for (factors, constant, strict) in &rows {
                    let value = factors
                        .iter()
                        .zip(&unknowns)
                        .fold(constant.clone(), |sum, (factor, unknown)| &sum + &(factor * &point.number(*unknown)));
                    assert!(is_kept(&value, *strict), "{rows:?} at {point:?}");
                }
                possible += 1;
            }
            Found::Nothing => {
                assert!(!expected, "{rows:?}");
                impossible += 1;
            }
            Found::Open => panic!("{rows:?} was left open"),
        }
    }
    assert!(possible > 500 && impossible > 500, "{possible} and {impossible}");
}

#[test]
fn the_least_is_below_every_point_and_reached_or_approached() {
    let mut picks = Picks(11);
    let mut seen = [0; 3];
    for _ in 0..2_000 {
        let (mut space, unknowns) = space(2);
        let mut rows = Vec::new();
        let mut conditions = Vec::new();
        for _ in 0..4 {
            let factors = [picks.within(3), picks.within(3)];
            let (constant, strict) = (picks.within(5), picks.within(1) == 0);
            let quantity = sum(&unknowns, &factors, constant);
            conditions.push(if strict { space.above(&quantity) } else { space.at_least(&quantity) });
            rows.push((factors.map(number).to_vec(), number(constant), strict));
        }
        let goal = [picks.within(3), picks.within(3)];
        let together = all(&mut space, &conditions);
        // `goal <= value` can hold with the rest, and `goal < value` cannot; or the other way round at an open end.
        let with_goal = |value: &Rational, strict: bool| {
            let row = (goal.map(|factor| number(-factor)).to_vec(), value.clone(), strict);
            by_elimination(rows.iter().cloned().chain([row]).collect(), 2)
        };
        match space.least(together, &[sum(&unknowns, &goal, 0)], &mut Budget(STEPS)) {
            Least::At(least, _) => {
                let (value, attained) = (least[0].value.clone(), least[0].side.is_eq());
                assert!(!with_goal(&value, true), "{rows:?} {goal:?} {value:?}");
                assert_eq!(with_goal(&value, false), attained, "{rows:?} {goal:?} {value:?}");
                assert!(with_goal(&(&value + &Rational::ratio(1, 1_000_000).unwrap()), false));
                seen[0] += 1;
            }
            Least::Unbounded => {
                assert!(with_goal(&number(-1_000_000), false), "{rows:?} {goal:?}");
                seen[1] += 1;
            }
            Least::Nothing => {
                assert!(!by_elimination(rows.clone(), 2), "{rows:?}");
                seen[2] += 1;
            }
            Least::Open => panic!("{rows:?} was left open"),
        }
    }
    assert!(seen.iter().all(|count| *count > 100), "{seen:?}");
}

#[test]
fn one_line_is_one_atom_however_it_is_written() {
    let (mut space, unknowns) = space(2);
    let line = sum(&unknowns, &[2, -4], 6);
    let above = space.above(&line);
    let same = space.above(&line.times(&number(3)));
    assert_eq!(above, same);
    let below = space.above(&line.times(&number(-5)));
    let at_least = space.at_least(&line);
    let not_below = space.not(below);
    assert_eq!(at_least, not_below);
    // The diagram knows nothing of lines: what follows from them is for the search.
    let not_at_least = space.not(at_least);
    let both = space.and(above, not_at_least);
    assert_eq!(space.find(both, &mut Budget(STEPS)), Found::Nothing);
}

#[test]
fn members_exclude_one_another_and_one_of_them_is_so() {
    let mut space = Space::default();
    let three = space.unknown(Domain::Member(Some(vec![0, 1, 2])));
    let endless = space.unknown(Domain::Member(None));
    let is: Vec<Condition> = (0..3).map(|member| space.is(three, member)).collect();
    let two = space.and(is[0], is[1]);
    assert_eq!(space.find(two, &mut Budget(STEPS)), Found::Nothing);
    let others = space.or(is[0], is[1]);
    let others = space.not(others);
    let Found::Point(point) = space.find(others, &mut Budget(STEPS)) else { panic!("there is a third") };
    assert_eq!(point.member(three), Some(2));
    let none = space.count(1, &is);
    let none = space.not(none);
    assert_eq!(space.find(none, &mut Budget(STEPS)), Found::Nothing);
    let named = (0..3).map(|member| space.is(endless, member)).collect::<Vec<_>>();
    let unnamed = space.count(1, &named);
    let unnamed = space.not(unnamed);
    assert!(matches!(space.find(unnamed, &mut Budget(STEPS)), Found::Point(_)));
}

#[test]
fn counting_counts() {
    let mut space = Space::default();
    let unknowns: Vec<Unknown> = (0..5).map(|_| space.unknown(Domain::Member(Some(vec![0, 1])))).collect();
    let is: Vec<Condition> = unknowns.iter().map(|unknown| space.is(*unknown, 1)).collect();
    let three = space.count(3, &is);
    let not: Vec<Condition> = is.iter().map(|condition| space.not(*condition)).collect();
    let three_not = space.count(3, &not);
    let opposite = space.not(three_not);
    assert_eq!(three, opposite);
    assert_eq!(space.count(0, &is), Condition::TRUE);
    assert_eq!(space.count(6, &is), Condition::FALSE);
}

#[test]
fn days_are_whole() {
    let mut space = Space::default();
    let days = Interval::new(End::Closed(number(10)), End::Closed(number(20))).unwrap();
    let (first, second) = (space.unknown(Domain::Whole(days.clone())), space.unknown(Domain::Whole(days)));
    let gap = sum(&[first, second], &[-1, 1], 0);
    let (after, within) = (space.above(&gap), space.above(&sum(&[first, second], &[1, -1], 1)));
    // There is no day between two neighbours.
    let between = space.and(after, within);
    assert_eq!(space.find(between, &mut Budget(STEPS)), Found::Nothing);
    let Least::At(least, _) = space.least(after, &[gap], &mut Budget(STEPS)) else { panic!("it has one") };
    assert_eq!(least, [Limit { value: number(1), side: Ordering::Equal }]);
}

#[test]
fn later_goals_are_made_small_as_far_as_earlier_ones_allow() {
    let (mut space, unknowns) = space(2);
    let (a, b) = (sum(&unknowns, &[1, 0], 0), sum(&unknowns, &[0, 1], 0));
    // a + b > 10, a >= 2
    let (above, enough) = (space.above(&a.plus(&b).minus(&Linear::constant(number(10)))), sum(&unknowns, &[1, 0], -2));
    let enough = space.at_least(&enough);
    let both = space.and(above, enough);
    let Least::At(least, point) = space.least(both, &[a, b], &mut Budget(STEPS)) else { panic!("it has one") };
    let limit = |value: i64, side| Limit { value: number(value), side };
    assert_eq!(least, [limit(2, Ordering::Equal), limit(8, Ordering::Greater)]);
    assert_eq!(point.limit(unknowns[1]), Some(&limit(8, Ordering::Greater)));
    assert!(point.number(unknowns[1]) > number(8));
}

#[test]
fn a_budget_that_is_too_small_leaves_it_open() {
    let (mut space, unknowns) = space(3);
    let conditions: Vec<Condition> =
        (0..3).map(|at| space.above(&sum(&unknowns, &[1 + at, 2 - at, at], -at))).collect();
    let together = all(&mut space, &conditions);
    assert_eq!(space.find(together, &mut Budget(2)), Found::Open);
}
