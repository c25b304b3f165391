//! Where an outcome's verdicts lie in the plane of two numbers, exactly.
//!
//! In: a model and two inputs that are numbers. Out: the lines at which a comparison turns, each with the clauses that draw
//! it, and the plane cut into upright strips and these into bands, on each of which one verdict holds. `None` where a
//! comparison is not linear in what is not known, or where something else that is not known ties several together.

use super::Evaluator;
use super::explore::{Input, point_in};
use super::formula::Formula;
use super::frame::Frame;
use super::machine::Fault;
use super::result::Verdict;
use crate::interval::{End, Interval};
use crate::ir::{Clause, NodeId};
use crate::model::Model;
use crate::possible::Set;
use crate::rational::Rational;
use crate::solve::{Domain, Linear, Unknown};
use std::sync::Arc;

/// Most lines of a plane; with more of them it is not cut up.
const MAX_LINES: usize = 60;

/// A straight line that is not upright: `y = slope * x + offset`, in base units.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// How far it rises where x grows by one.
    pub slope: Rational,
    /// Its y where x is zero.
    pub offset: Rational,
}

impl Curve {
    fn at(&self, x: &Rational) -> Rational {
        &(&self.slope * x) + &self.offset
    }

    fn level(y: &Rational) -> Curve {
        Curve { slope: Rational::zero(), offset: y.clone() }
    }

    /// Where two lines meet; `None` where they are parallel.
    fn meets(&self, other: &Curve) -> Option<Rational> {
        (&other.offset - &self.offset).checked_div(&(&self.slope - &other.slope))
    }
}

/// Where a line runs.
#[derive(Clone, Debug, PartialEq)]
pub enum Course {
    /// Upright at this x, in base units.
    Upright(Rational),
    /// Along a curve.
    Along(Curve),
}

/// A line at which a comparison turns.
#[derive(Clone, Debug)]
pub struct Line {
    /// Where it runs.
    pub course: Course,
    /// The clauses whose condition turns there, by their ids.
    pub clauses: Vec<Arc<str>>,
}

/// What lies between two curves.
#[derive(Clone, Debug, PartialEq)]
pub struct Band {
    /// What it lies above; `None` at the lower end of y.
    pub below: Option<Curve>,
    /// What it lies below; `None` at the upper end of y.
    pub above: Option<Curve>,
    /// The verdict everywhere between them.
    pub verdict: Verdict,
}

/// What lies between two values of x, between which no two curves meet.
#[derive(Clone, Debug)]
pub struct Strip {
    /// Its lower end, in base units; `None` where there is none.
    pub from: Option<Rational>,
    /// Its upper end, in base units; `None` where there is none.
    pub to: Option<Rational>,
    /// From the lower end of y to the upper one.
    pub bands: Vec<Band>,
}

/// The plane of two inputs.
#[derive(Clone, Debug)]
pub struct Plane {
    /// Every line at which a comparison turns.
    pub lines: Vec<Line>,
    /// From the lower end of x to the upper one.
    pub strips: Vec<Strip>,
}

/// An axis: the input that moves along it, `None` where the outcome does not hang on it, and how far it goes.
pub type Axis<'x> = (Option<&'x Input>, &'x Interval);

impl<'a> Evaluator<'a> {
    /// The plane of two inputs for the designation at `outcome`; `None` where it cannot be cut up exactly.
    ///
    /// # Errors
    /// [`Fault`] where an exact value or a chain of references outgrows the limits.
    pub fn plane(
        &mut self,
        (model, place): (&'a Model, Option<usize>),
        outcome: usize,
        axes: [Axis<'_>; 2],
    ) -> Result<Option<Plane>, Fault> {
        let policy = self.machine.policy;
        let Some(designation) = policy.designations.get(outcome) else { return Ok(None) };
        let rule = &designation.rule;
        let free = axes.iter().filter_map(|(input, range)| Some(((*input)?.clone(), Set::Number((*range).clone()))));
        let frames = self.frames_where((model, place), rule.node, &free.collect::<Vec<_>>())?;
        let inputs = axes.map(|(input, _)| input);
        let Some(courses) = self.courses(&frames, rule.node, inputs).filter(|found| found.len() <= MAX_LINES) else {
            return Ok(None);
        };
        let mut lines: Vec<Line> = courses.into_iter().map(|course| Line { course, clauses: Vec::new() }).collect();
        for clause in [Some(&rule.when), rule.unless.as_ref()].into_iter().flatten() {
            self.label(&frames, clause, inputs, &mut lines);
        }
        let strips = self.strips((model, place), outcome, axes, &lines)?;
        Ok(Some(Plane { lines, strips }))
    }

    /// The lines of the two inputs that a node hangs on; `None` where what else is not known ties them together.
    fn courses(&self, frames: &[Frame<'_>], node: NodeId, inputs: [Option<&Input>; 2]) -> Option<Vec<Course>> {
        let (formula, sides) = Formula::of_all(&self.machine, frames, node)?;
        let [x, y] = inputs.map(|input| input.and_then(|input| formula.unknown(input.leaf())));
        let quantities = formula.space.quantities(sides.iter().flat_map(|side| [side.yes, side.no]));
        let is_axis = |unknown: &Unknown| Some(*unknown) == x || Some(*unknown) == y;
        let mut courses = Vec::new();
        for quantity in
            quantities.iter().filter(|quantity| quantity.terms().iter().any(|(unknown, _)| is_axis(unknown)))
        {
            let others = || quantity.terms().iter().filter(|(unknown, _)| !is_axis(unknown));
            // What stands in one sum alone moves its line between two ends; in several it would tie them together.
            let tied = |(unknown, _): &(Unknown, Rational)| {
                quantities.iter().any(|other| {
                    other.terms().iter().any(|(known, _)| known == unknown) && other.terms() != quantity.terms()
                })
            };
            if others().any(tied) {
                return None;
            }
            for highest in [false, true] {
                let Some(rest) = others().try_fold(quantity.offset().clone(), |sum, (unknown, by)| {
                    let end = end_of(formula.space.domain(*unknown)?, highest != by.is_negative())?;
                    Some(&sum + &(by * &end))
                }) else {
                    continue;
                };
                let course = course(quantity, &rest, x, y)?;
                if !courses.contains(&course) {
                    courses.push(course);
                }
            }
        }
        Some(courses)
    }

    /// Adds a clause, or those inside it, to the lines that it draws.
    fn label(&self, frames: &[Frame<'_>], clause: &Clause, inputs: [Option<&Input>; 2], lines: &mut [Line]) {
        for child in &clause.children {
            self.label(frames, child, inputs, lines);
        }
        if clause.children.is_empty()
            && let Some(courses) = self.courses(frames, clause.node, inputs)
        {
            for line in lines.iter_mut().filter(|line| courses.contains(&line.course)) {
                line.clauses.push(clause.id.clone());
            }
        }
    }

    fn strips(
        &mut self,
        of: (&'a Model, Option<usize>),
        outcome: usize,
        axes: [Axis<'_>; 2],
        lines: &[Line],
    ) -> Result<Vec<Strip>, Fault> {
        let [(x_input, x_range), (y_input, y_range)] = axes;
        let curves: Vec<&Curve> = lines
            .iter()
            .filter_map(|line| match &line.course {
                Course::Along(curve) => Some(curve),
                Course::Upright(_) => None,
            })
            .collect();
        let mut strips: Vec<Strip> = Vec::new();
        for piece in pieces(x_range, cuts(lines, &curves, y_range)) {
            let Set::Number(middle) = point_in(&Set::Number(piece.clone()), false) else { continue };
            let Some(x) = middle.as_point().cloned() else { continue };
            let mut inside: Vec<(Rational, &Curve)> = curves.iter().map(|curve| (curve.at(&x), *curve)).collect();
            inside.retain(|(y, _)| y_range.contains(y));
            inside.sort_by(|(a, _), (b, _)| a.cmp(b));
            inside.dedup_by(|(a, _), (b, _)| a == b);
            let mut bands: Vec<Band> = Vec::with_capacity(inside.len() + 1);
            let mut below: Option<(Rational, &Curve)> = None;
            for above in inside.into_iter().map(Some).chain([None]) {
                let end = |side: &Option<(Rational, &Curve)>, outer: &End| {
                    side.as_ref().map_or_else(|| outer.clone(), |(y, _)| End::Open(y.clone()))
                };
                let between = Interval::new(end(&below, y_range.lo()), end(&above, y_range.hi()));
                // A line at an end of y has nothing beyond it.
                if let Some(between) = between.filter(|between| between.as_point().is_none()) {
                    let y = point_in(&Set::Number(between), false);
                    let at = [(x_input, Set::Number(Interval::point(x.clone()))), (y_input, y)];
                    let at: Vec<(Input, Set)> =
                        at.into_iter().filter_map(|(input, set)| Some((input?.clone(), set))).collect();
                    let verdict = self.verdict_where(of.0, of.1, outcome, &at)?;
                    let curve = |side: &Option<(Rational, &Curve)>| side.as_ref().map(|(_, curve)| (*curve).clone());
                    match bands.last_mut() {
                        Some(band) if band.verdict == verdict => band.above = curve(&above),
                        _ => bands.push(Band { below: curve(&below), above: curve(&above), verdict }),
                    }
                }
                below = above;
            }
            let (from, to) = (piece.lo().value().cloned(), piece.hi().value().cloned());
            match strips.last_mut() {
                Some(strip) if strip.bands == bands => strip.to = to,
                _ => strips.push(Strip { from, to, bands }),
            }
        }
        Ok(strips)
    }
}

/// The lowest or highest value that an unknown may have; `None` where there is no end, or it is no number.
fn end_of(domain: &Domain, highest: bool) -> Option<Rational> {
    let (Domain::Number(range) | Domain::Whole(range)) = domain else { return None };
    if highest { range.hi() } else { range.lo() }.value().cloned()
}

/// Where a quantity of the two inputs is zero, `rest` being all in it that neither moves; `None` where neither has a part in it.
fn course(quantity: &Linear, rest: &Rational, x: Option<Unknown>, y: Option<Unknown>) -> Option<Course> {
    let by = |axis: Option<Unknown>| {
        let term = quantity.terms().iter().find(|(unknown, _)| Some(*unknown) == axis);
        term.map_or_else(Rational::zero, |(_, by)| by.clone())
    };
    let (by_x, by_y, down) = (by(x), by(y), -rest.clone());
    match ((-by_x.clone()).checked_div(&by_y), down.checked_div(&by_y)) {
        (Some(slope), Some(offset)) => Some(Course::Along(Curve { slope, offset })),
        _ => down.checked_div(&by_x).map(Course::Upright),
    }
}

/// The values of x at which a line stands, two curves meet, or one leaves the range of y.
fn cuts(lines: &[Line], curves: &[&Curve], y_range: &Interval) -> Vec<Rational> {
    let upright = lines.iter().filter_map(|line| match &line.course {
        Course::Upright(x) => Some(x.clone()),
        Course::Along(_) => None,
    });
    let mut cuts: Vec<Rational> = upright.collect();
    let ends: Vec<Curve> = [y_range.lo(), y_range.hi()].into_iter().filter_map(End::value).map(Curve::level).collect();
    for (at, curve) in curves.iter().enumerate() {
        cuts.extend(curves.iter().skip(at + 1).copied().chain(&ends).filter_map(|other| curve.meets(other)));
    }
    cuts.sort();
    cuts.dedup();
    cuts
}

/// The open parts of a range between its cuts, in order.
fn pieces(range: &Interval, cuts: Vec<Rational>) -> Vec<Interval> {
    let mut pieces = Vec::with_capacity(cuts.len() + 1);
    let mut lo = range.lo().clone();
    for cut in cuts.into_iter().filter(|cut| range.contains(cut)) {
        pieces.extend(Interval::new(lo, End::Open(cut.clone())));
        lo = End::Open(cut);
    }
    pieces.extend(Interval::new(lo, range.hi().clone()));
    pieces.retain(|piece| piece.as_point().is_none());
    pieces
}
