//! The smallest changes that turn a verdict, exactly; and what each fact would have to be where it is open.
//!
//! In: an outcome for one model, and the facts that are held fixed. Out: for each fact alone the nearest values on which
//! the verdict turns; where none does, the smallest joint changes; or the proof that nothing within the domains does. A
//! verdict is asked of whole regions between lines, so that what is said holds for every value in them.

mod change;

use crate::eval::explore::{Input, KnownInput, point_in};
use crate::eval::result::Verdict;
use crate::eval::{Evaluator, Fault, next_combination};
use crate::interval::Interval;
use crate::model::Model;
use crate::possible::Set;
use crate::rational::{Rational, Rounding};
use crate::schema::Type;
pub use change::{Bound, Change, Part};
use std::sync::Arc;

/// Most facts in a joint change.
pub const MAX_JOINT: usize = 3;
/// Joint changes that are listed.
const MAX_LISTED: usize = 8;
/// Steps by which a line that is not solved for is first enclosed within a factor of two.
const DOUBLINGS: usize = 200;
/// Steps to it from there.
const HALVINGS: usize = 50;
/// Significant digits of the values that it is enclosed by.
const BRACKET_DIGITS: usize = 12;
/// Verdicts that may be asked for one outcome.
const BUDGET: usize = 3_000;
/// What finding the lines of one fact counts for among them.
const REGIONS_COST: usize = 3;

/// What would turn one outcome.
#[derive(Clone, Debug)]
pub struct Flips {
    /// The outcome.
    pub outcome: Arc<str>,
    /// Its verdict.
    pub verdict: Verdict,
    /// Of a decided verdict: the nearest changes of one fact that turn it, the fact nearest to its line first.
    pub single: Vec<Change>,
    /// Where no single change does: the smallest joint ones.
    pub joint: Vec<Vec<Change>>,
    /// Whether it is proven that nothing within the domains turns it.
    pub impossible: bool,
    /// Of an open verdict: what each fact would have to be for either answer, the others as they are.
    pub open: Vec<Part>,
    /// Whether the search was whole: within its budget, and with a verdict in every region it looked at.
    pub complete: bool,
}

/// What would turn each outcome of the policy that `evaluator` was made for; `hold` names the facts that stay as they are.
///
/// # Errors
/// [`Fault`] where an exact value or a chain of references outgrows the limits.
pub fn flips<'a>(
    evaluator: &mut Evaluator<'a>,
    model: &'a Model,
    place: Option<usize>,
    hold: &[String],
) -> Result<Vec<Flips>, Fault> {
    let outcomes: Vec<Arc<str>> = evaluator.outcomes().collect();
    let verdicts = evaluator.verdicts(model, place)?;
    let mut found = Vec::with_capacity(outcomes.len());
    for (outcome, (name, verdict)) in outcomes.into_iter().zip(verdicts).enumerate() {
        let is_free = |input: &KnownInput| input.ty != Type::Text && !hold.iter().any(|held| **held == *input.name);
        let inputs = evaluator.inputs(model, place, outcome)?.into_iter().filter(is_free).collect();
        let mut search = Search { evaluator, model, place, outcome, inputs, asked: 0, missed: false, quick: false };
        found.push(search.run(name, verdict)?);
    }
    Ok(found)
}

/// The verdict at one value of each change: a second look at what was found.
///
/// # Errors
/// [`Fault`] where an exact value or a chain of references outgrows the limits.
pub fn verdict_after<'a>(
    evaluator: &mut Evaluator<'a>,
    model: &'a Model,
    place: Option<usize>,
    outcome: usize,
    changes: &[Change],
) -> Result<Verdict, Fault> {
    let points: Vec<(Input, Set)> =
        changes.iter().map(|change| (change.input.clone(), point_in(&change.region, false))).collect();
    evaluator.verdict_where(model, place, outcome, &points)
}

/// The search over one outcome of one model.
struct Search<'s, 'a> {
    evaluator: &'s mut Evaluator<'a>,
    model: &'a Model,
    place: Option<usize>,
    outcome: usize,
    inputs: Vec<KnownInput>,
    /// Verdicts asked so far.
    asked: usize,
    /// Whether some region held values of several verdicts, so that something in it may have been missed.
    missed: bool,
    /// Whether verdicts are asked without refinement: of regions, where many are asked.
    quick: bool,
}

impl Search<'_, '_> {
    fn run(&mut self, outcome: Arc<str>, verdict: Verdict) -> Result<Flips, Fault> {
        let mut flips = Flips {
            outcome,
            verdict,
            single: Vec::new(),
            joint: Vec::new(),
            impossible: false,
            open: Vec::new(),
            complete: true,
        };
        let inputs = self.inputs.clone();
        if verdict != Verdict::Undetermined && self.nothing_turns_it(verdict)? {
            flips.impossible = true;
            return Ok(flips);
        }
        self.quick = true;
        let wanted = match verdict {
            Verdict::Covered => Verdict::NotCovered,
            Verdict::NotCovered => Verdict::Covered,
            Verdict::Undetermined => {
                for input in &inputs {
                    let parts = self.parts(input, &[])?;
                    flips.open.extend(Part::of(input, &parts));
                }
                return Ok(flips);
            }
        };
        for input in &inputs {
            let parts = self.parts(input, &[])?;
            let found = change::nearest(input, &parts, wanted);
            let unsolved = parts.iter().filter(|(_, verdict)| *verdict == Verdict::Undetermined);
            let unsolved: Vec<Set> = unsolved.map(|(set, _)| set.clone()).collect();
            if found.is_empty() {
                flips.single.extend(self.bracket(input, &unsolved, wanted)?);
            }
            flips.single.extend(found);
        }
        change::sort(&mut flips.single);
        let mut whole = true;
        if flips.single.is_empty() {
            whole = self.joint(&inputs, wanted, &mut flips.joint)?;
        }
        flips.complete = whole && !self.missed;
        Ok(flips)
    }

    /// Whether the verdict cannot turn, since under some reading it stays as it is whatever the free facts are.
    fn nothing_turns_it(&mut self, verdict: Verdict) -> Result<bool, Fault> {
        if self.inputs.is_empty() {
            return Ok(true);
        }
        let free: Vec<(Input, Set)> =
            self.inputs.iter().map(|input| (input.input.clone(), input.domain.clone())).collect();
        let found = self.evaluator.verdict_by_reading(self.model, self.place, self.outcome, &free)?;
        Ok(found.contains(&verdict))
    }

    /// The verdict where `changes` hold: quick where many are asked, refined where few are.
    fn verdict(&mut self, changes: &[(Input, Set)]) -> Result<Verdict, Fault> {
        self.asked += 1;
        let (model, place, outcome) = (self.model, self.place, self.outcome);
        match self.quick {
            true => self.evaluator.verdict_at_a_glance(model, place, outcome, changes),
            false => self.evaluator.verdict_where(model, place, outcome, changes),
        }
    }

    fn regions(&mut self, input: &KnownInput, changes: &[(Input, Set)]) -> Result<Vec<Set>, Fault> {
        self.asked += REGIONS_COST;
        let (model, place, outcome) = (self.model, self.place, self.outcome);
        self.evaluator.regions(model, place, outcome, (&input.input, &input.domain), changes)
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

    /// The smallest sets of facts that turn the verdict together; false where the budget ended the search.
    fn joint(&mut self, inputs: &[KnownInput], wanted: Verdict, found: &mut Vec<Vec<Change>>) -> Result<bool, Fault> {
        for size in 2..=MAX_JOINT.min(inputs.len()) {
            let mut chosen: Vec<usize> = (0..size).collect();
            loop {
                if self.asked > BUDGET {
                    return Ok(false);
                }
                let set: Vec<&KnownInput> = chosen.iter().filter_map(|at| inputs.get(*at)).collect();
                let free: Vec<(Input, Set)> =
                    set.iter().map(|input| (input.input.clone(), input.domain.clone())).collect();
                // Where it stays decided whatever they are, they cannot turn it.
                if self.verdict(&free)? == Verdict::Undetermined {
                    found.extend(self.turn(&set, wanted, &mut Vec::new())?);
                }
                if !next_combination(&mut chosen, inputs.len()) {
                    break;
                }
            }
            if !found.is_empty() {
                break;
            }
        }
        found.sort_by(|a, b| change::compare_joint(a, b));
        let whole = found.len() <= MAX_LISTED;
        found.truncate(MAX_LISTED);
        Ok(whole)
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
