//! Parts of what can be drawn on which a verdict is the same throughout, found as they are needed.
//!
//! In: values that were drawn. Out: the verdict of the part they lie in, where one is certain. A part is split in two until
//! its verdict is, or until it is too small; so that only what lies close to a line is decided value by value.

use super::engine::Subject;
use super::input::{Input, Place};
use crate::eval::explore::Input as Known;
use crate::eval::explore::KnownInput;
use crate::eval::result::Verdict;
use crate::eval::{Evaluator, Fault};
use crate::interval::{End, Interval};
use crate::possible::Set;

/// Most parts of one designation.
const MAX_PARTS: usize = 2_000;
/// Most splits on the way to a part.
const MAX_DEPTH: usize = 40;

/// A part: certain, split at a value of one input, or not looked at yet.
enum Part {
    Unknown,
    Certain(Verdict),
    /// Too small, or one too many.
    GivenUp,
    /// The input that is split, where, and the two parts.
    Split(usize, f64, Box<[Part; 2]>),
}

/// What is certain of one designation.
pub(super) struct Boxes {
    root: Part,
    parts: usize,
    /// What is not known of the model otherwise, at its low and at its high ends.
    corners: [Vec<(Known, Set)>; 2],
}

impl Boxes {
    /// Nothing known yet. `None` where some input has values that are not ordered.
    pub(super) fn new(subject: &Subject<'_>, inputs: &[KnownInput]) -> Option<Self> {
        let is_ordered = |input: &Input| !input.distribution.is_discrete();
        if !subject.inputs.iter().all(is_ordered) {
            return None;
        }
        let drawn: Vec<Known> = subject.inputs.iter().flat_map(places).collect();
        let open = || inputs.iter().filter(|input| input.is_open() && !drawn.contains(&input.input));
        let corner = |high: bool| open().map(|input| (input.input.clone(), input.corner(high))).collect();
        Some(Boxes { root: Part::Unknown, parts: 0, corners: [corner(false), corner(true)] })
    }

    /// The verdict where these values lie, if it is certain there.
    ///
    /// # Errors
    /// [`Fault`] where an exact value or a chain of references outgrows the limits.
    pub(super) fn verdict<'a>(
        &mut self,
        subject: &Subject<'a>,
        evaluator: &mut Evaluator<'a>,
        designation: usize,
        values: &[f64],
    ) -> Result<Option<Verdict>, Fault> {
        let mut ends: Vec<(f64, f64)> = subject.inputs.iter().map(|input| input.distribution.ends()).collect();
        let mut part = &mut self.root;
        for depth in 0..=MAX_DEPTH {
            if let Part::Unknown = part {
                self.parts += 1;
                let changes: Vec<(Known, Set)> = subject.inputs.iter().zip(&ends).flat_map(between).collect();
                let [low, high] = &self.corners;
                let corners = [low.as_slice(), high.as_slice()];
                let (model, place) = (subject.model, Some(subject.place));
                let found = evaluator.verdict_throughout(model, place, designation, &changes, corners)?;
                *part = match found {
                    Some(verdict) => Part::Certain(verdict),
                    None if depth == MAX_DEPTH || self.parts >= MAX_PARTS => Part::GivenUp,
                    None => split(subject.inputs, &ends, depth),
                };
            }
            match part {
                Part::Certain(verdict) => return Ok(Some(*verdict)),
                Part::Unknown | Part::GivenUp => return Ok(None),
                Part::Split(input, at, parts) => {
                    let (Some(value), Some(end)) = (values.get(*input), ends.get_mut(*input)) else { return Ok(None) };
                    let [low, high] = parts.as_mut();
                    part = if value <= at {
                        end.1 = *at;
                        low
                    } else {
                        end.0 = *at;
                        high
                    };
                }
            }
        }
        Ok(None)
    }
}

/// The places of an input, as the evaluator knows them.
fn places(input: &Input) -> impl Iterator<Item = Known> + '_ {
    input.places.iter().filter_map(|place| match place {
        Place::Fact(path, fact) => Some(Known::of_fact(path, *fact)),
        Place::Param(param) => Some(Known::of_param(*param)),
        Place::Choice(_) => None,
    })
}

/// An input between two of its values, ends included; at the ends of what can be drawn, all that lies beyond them too.
fn between<'i>((input, (lo, hi)): (&'i Input, &(f64, f64))) -> impl Iterator<Item = (Known, Set)> + 'i {
    let (first, last) = input.distribution.ends();
    let end = |value: f64| match input.distribution.point(value) {
        Set::Number(point) => point.as_point().cloned().map(End::Closed),
        _ => None,
    };
    let set = match &input.distribution.support {
        Set::Number(support) => {
            let low = if *lo > first { end(*lo) } else { Some(support.lo().clone()) };
            let high = if *hi < last { end(*hi) } else { Some(support.hi().clone()) };
            low.zip(high).and_then(|(low, high)| Interval::new(low, high)).map(Set::Number)
        }
        _ => None,
    };
    let set = set.unwrap_or_else(|| input.distribution.support.clone());
    places(input).map(move |place| (place, set.clone()))
}

/// A part in two, at the middle of one input after another.
fn split(inputs: &[Input], ends: &[(f64, f64)], depth: usize) -> Part {
    let count = inputs.len().max(1);
    for offset in 0..count {
        let at = (depth + offset) % count;
        let (Some(input), Some((lo, hi))) = (inputs.get(at), ends.get(at)) else { continue };
        let found = &input.distribution;
        let middle = found.quantile((found.at_most(*lo) + found.at_most(*hi)) / 2.0);
        if *lo < middle && middle < *hi {
            return Part::Split(at, middle, Box::new([Part::Unknown, Part::Unknown]));
        }
    }
    Part::GivenUp
}
