//! The search for what turns one outcome of one model.
//!
//! In: the facts that may change. Out: [`Flips`]. First whether anything turns it at all; then which facts may; then, for
//! those alone, the regions between the lines of each.

use super::change::{self, Change, Part};
use super::{Flips, MAX_JOINT};
use crate::eval::explore::{Input, KnownInput, point_in};
use crate::eval::nearest::Place;
use crate::eval::result::Verdict;
use crate::eval::{Evaluator, Fault};
use crate::interval::Interval;
use crate::model::Model;
use crate::possible::Set;
use crate::rational::{Rational, Rounding};
use crate::sorting::sort_by;
use std::sync::Arc;

/// Joint changes that are listed.
const MAX_LISTED: usize = 8;
/// Steps by which a line that is not solved for is first enclosed within a factor of two.
const DOUBLINGS: usize = 200;
/// Steps to it from there.
const HALVINGS: usize = 50;
/// Significant digits of the values that it is enclosed by.
const BRACKET_DIGITS: usize = 12;
/// Verdicts that may be asked for one outcome.
pub(super) const BUDGET: usize = 3_000;
/// What finding the lines of one fact counts for among them.
const REGIONS_COST: usize = 3;
/// What solving for several facts at once counts for among them.
const NEAREST_COST: usize = 20;

/// The search over one outcome of one model.
pub(super) struct Search<'s, 'a> {
    evaluator: &'s mut Evaluator<'a>,
    model: &'a Model,
    place: Option<usize>,
    outcome: usize,
    pub inputs: Vec<KnownInput>,
    /// Verdicts asked so far.
    pub asked: usize,
    /// Whether some region held values of several verdicts, so that something in it may have been missed.
    missed: bool,
}

impl<'s, 'a> Search<'s, 'a> {
    pub(super) fn new(
        evaluator: &'s mut Evaluator<'a>,
        (model, place): (&'a Model, Option<usize>),
        outcome: usize,
        inputs: Vec<KnownInput>,
    ) -> Self {
        Search { evaluator, model, place, outcome, inputs, asked: 0, missed: false }
    }

    pub(super) fn run(mut self, outcome: Arc<str>, verdict: Verdict) -> Result<Flips, Fault> {
        let mut flips = Flips {
            outcome,
            verdict,
            single: Vec::new(),
            joint: Vec::new(),
            impossible: false,
            open: Vec::new(),
            complete: true,
        };
        let wanted = match verdict {
            Verdict::Covered => Verdict::NotCovered,
            Verdict::NotCovered => Verdict::Covered,
            Verdict::Undetermined => {
                for input in self.inputs.clone() {
                    let parts = self.parts(&input, &[])?;
                    flips.open.extend(Part::of(&input, &parts));
                }
                return Ok(flips);
            }
        };
        let all: Vec<usize> = (0..self.inputs.len()).collect();
        if !self.may_turn(&all, verdict, false)? {
            flips.impossible = true;
            return Ok(flips);
        }
        let (mut sets, mut whole) = (super::sets::Sets::default(), true);
        for size in 1..=MAX_JOINT.min(self.inputs.len()) {
            let Some(candidates) = sets.of_size(size, &mut self, verdict)? else {
                whole = false;
                break;
            };
            for set in candidates {
                let set: Vec<KnownInput> = set.iter().filter_map(|at| self.inputs.get(*at)).cloned().collect();
                match set.as_slice() {
                    [input] => flips.single.extend(self.alone(input, wanted)?),
                    _ if self.asked > BUDGET => whole = false,
                    set => flips.joint.extend(self.together(set, wanted)?),
                }
            }
            if !flips.single.is_empty() || !flips.joint.is_empty() {
                break;
            }
        }
        if flips.single.is_empty() && flips.joint.is_empty() && !self.may_turn(&all, verdict, true)? {
            flips.impossible = true;
            return Ok(flips);
        }
        change::sort(&mut flips.single);
        sort_by(&mut flips.joint, |a, b| change::compare_joint(a, b));
        whole &= flips.joint.len() <= MAX_LISTED;
        flips.joint.truncate(MAX_LISTED);
        flips.complete = whole && !self.missed;
        Ok(flips)
    }

    /// Whether the verdict may turn where these inputs are anything, or stay as they are; false is proven.
    pub(super) fn may_turn(&mut self, set: &[usize], verdict: Verdict, refined: bool) -> Result<bool, Fault> {
        let free = set.iter().filter_map(|at| self.inputs.get(*at));
        let free: Vec<(Input, Set)> = free.map(|input| (input.input.clone(), input.domain.clone())).collect();
        // It has to turn however the other unknowns turn out: at some completions of them, and at all.
        let open = || self.inputs.iter().enumerate().filter(|(at, input)| !set.contains(at) && input.is_open());
        let corners = if open().next().is_some() { [None, Some(false), Some(true)].as_slice() } else { &[None] };
        for corner in corners {
            self.asked += 1;
            let place = |high: bool| open().map(move |(_, input)| (input.input.clone(), input.corner(high)));
            let others: Vec<(Input, Set)> = corner.map(|high| place(high).collect()).unwrap_or_default();
            let under = (free.as_slice(), others.as_slice(), refined && corner.is_none());
            if !self.evaluator.may_turn(self.model, self.place, self.outcome, under, verdict)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The verdict where `changes` hold, without refinement: of regions, where many are asked.
    fn verdict(&mut self, changes: &[(Input, Set)]) -> Result<Verdict, Fault> {
        self.asked += 1;
        self.evaluator.verdict_at_a_glance(self.model, self.place, self.outcome, changes)
    }

    fn regions(&mut self, input: &KnownInput, changes: &[(Input, Set)]) -> Result<Vec<Set>, Fault> {
        self.asked += REGIONS_COST;
        let (model, place, outcome) = (self.model, self.place, self.outcome);
        self.evaluator.regions(model, place, outcome, (&input.input, &input.domain), changes)
    }

    /// The nearest values of one input that give the verdict.
    fn alone(&mut self, input: &KnownInput, wanted: Verdict) -> Result<Vec<Change>, Fault> {
        let parts = self.parts(input, &[])?;
        let mut found = change::nearest(input, &parts, wanted);
        if found.is_empty() {
            let unsolved = parts.iter().filter(|(_, verdict)| *verdict == Verdict::Undetermined);
            let unsolved: Vec<Set> = unsolved.map(|(set, _)| set.clone()).collect();
            found.extend(self.bracket(input, &unsolved, wanted)?);
        }
        Ok(found)
    }

    /// The regions of an input's domain with the verdict in each, neighbours of one verdict joined.
    fn parts(&mut self, input: &KnownInput, changes: &[(Input, Set)]) -> Result<Vec<(Set, Verdict)>, Fault> {
        let regions = self.regions(input, changes)?;
        let mut parts: Vec<(Set, Verdict)> = Vec::with_capacity(regions.len());
        for region in regions {
            let mut all = changes.to_vec();
            all.push((input.input.clone(), region.clone()));
            let verdict = self.verdict(&all)?;
            self.missed |= verdict == Verdict::Undetermined && self.holds_several(&input.input, &region, changes)?;
            let is_ordered = matches!(region, Set::Number(_) | Set::Date(_));
            match parts.last_mut() {
                Some((last, known)) if *known == verdict && is_ordered => *last = last.hull(&region),
                _ => parts.push((region, verdict)),
            }
        }
        Ok(parts)
    }

    /// Whether values of an open region have a verdict of their own: then some line in it was not found.
    fn holds_several(&mut self, input: &Input, region: &Set, changes: &[(Input, Set)]) -> Result<bool, Fault> {
        for high in [false, true] {
            let mut all = changes.to_vec();
            all.push((input.clone(), point_in(region, high)));
            if self.verdict(&all)? != Verdict::Undetermined {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Two values between which the verdict turns, where the line itself is not solved for: by halving, from what is now
    /// to a value of an open region on which it is turned.
    fn bracket(&mut self, input: &KnownInput, regions: &[Set], wanted: Verdict) -> Result<Option<Change>, Fault> {
        let Some(Set::Number(now)) = &input.given else { return Ok(None) };
        let Some(now) = now.as_point().cloned() else { return Ok(None) };
        for (region, high) in regions.iter().flat_map(|region| [(region, false), (region, true)]) {
            let Set::Number(point) = point_in(region, high) else { continue };
            let Some(mut beyond) = point.as_point().cloned() else { continue };
            if self.verdict_at(input, &beyond)? != wanted {
                continue;
            }
            let mut near = now;
            // Far values first: each step twice as far from zero, or half as far.
            let factor =
                if beyond > near { Rational::from(2) } else { Rational::ratio(1, 2).unwrap_or_else(Rational::one) };
            for _ in 0..DOUBLINGS {
                let next = &near * &factor;
                let is_between = (near < next && next < beyond) || (beyond < next && next < near);
                if !is_between {
                    break;
                }
                if self.verdict_at(input, &next)? == wanted {
                    beyond = next;
                    break;
                }
                near = next;
            }
            for _ in 0..HALVINGS {
                let middle = (&near + &beyond).checked_div(&Rational::from(2));
                // Short values stay readable, and exact.
                let short = middle.map(|middle| middle.to_rounded_string(BRACKET_DIGITS, Rounding::Nearest));
                let Some(middle) = short.and_then(|short| Rational::parse_decimal(&short).ok()) else { break };
                if middle == near || middle == beyond {
                    break;
                }
                match self.verdict_at(input, &middle)? == wanted {
                    true => beyond = middle,
                    false => near = middle,
                }
            }
            return Ok(Some(Change::between(input, near, beyond)));
        }
        Ok(None)
    }

    fn verdict_at(&mut self, input: &KnownInput, value: &Rational) -> Result<Verdict, Fault> {
        self.verdict(&[(input.input.clone(), Set::Number(Interval::point(value.clone())))])
    }

    /// The smallest change of all of these that gives the verdict: solved where it can be, else looked for from region to
    /// region.
    fn together(&mut self, set: &[KnownInput], wanted: Verdict) -> Result<Option<Vec<Change>>, Fault> {
        if let Some(solved) = self.solved(set, wanted)? {
            return Ok(Some(solved));
        }
        let set: Vec<&KnownInput> = set.iter().collect();
        self.turn(&set, wanted, &mut Vec::new())
    }

    /// The smallest joint change as far as it holds from there on outwards for all of them at once.
    fn solved(&mut self, set: &[KnownInput], wanted: Verdict) -> Result<Option<Vec<Change>>, Fault> {
        self.asked += NEAREST_COST;
        let inputs: Vec<&KnownInput> = set.iter().collect();
        let found = self.evaluator.nearest(self.model, self.place, self.outcome, &inputs, wanted)?;
        let Some(places) = found else { return Ok(None) };
        let mut changes = Vec::with_capacity(set.len());
        for (input, place) in set.iter().zip(places) {
            let region = match place {
                Place::Value(value) => value,
                Place::Number(limit) => match change::outwards(input, &limit) {
                    Some(region) => region,
                    None => return Ok(None),
                },
            };
            let Some(change) = Change::into(input, &region) else { return Ok(None) };
            changes.push(change);
        }
        let regions: Vec<(Input, Set)> =
            changes.iter().map(|change| (change.input.clone(), change.region.clone())).collect();
        Ok((self.verdict(&regions)? == wanted).then_some(changes))
    }

    /// Values of all of `set` that turn the verdict together, each as near as the ones before it allow.
    fn turn(
        &mut self,
        set: &[&KnownInput],
        wanted: Verdict,
        changes: &mut Vec<(Input, Set)>,
    ) -> Result<Option<Vec<Change>>, Fault> {
        let Some((first, rest)) = set.split_first() else { return Ok(None) };
        if rest.is_empty() {
            let parts = self.parts(first, changes)?;
            return Ok(change::nearest(first, &parts, wanted).into_iter().next().map(|change| vec![change]));
        }
        // Lines that matter only once the others have changed are lines too.
        let mut free = changes.clone();
        free.extend(rest.iter().map(|input| (input.input.clone(), input.domain.clone())));
        let regions = self.regions(first, &free)?;
        // Where it stays as it is, fewer facts would do.
        let mut steps: Vec<Change> = regions.iter().filter_map(|region| Change::into(first, region)).collect();
        change::sort(&mut steps);
        for step in steps {
            if self.asked > BUDGET {
                break;
            }
            changes.push((first.input.clone(), step.region.clone()));
            let others = self.turn(rest, wanted, changes)?;
            changes.pop();
            if let Some(mut others) = others {
                others.insert(0, step);
                return Ok(Some(others));
            }
        }
        Ok(None)
    }
}
