//! The verdict in every region of the values that one fact, or a pair of facts, may be measured to have.
//!
//! In: an undetermined outcome of one model. Out: [`Measured`] facts and the best [`Pair`]. A verdict is asked of a whole
//! region between lines; where some value inside an open region is decided all the same, a line in it was not solved for,
//! and what is said is less than there is.

use super::likelihood::{Basis, Range, lines};
use super::{Measured, Pair};
use crate::analysis::chance::Part;
use crate::eval::explore::{Input, KnownInput, point_in};
use crate::eval::result::{Needs, Verdict};
use crate::eval::{Evaluator, Fault};
use crate::ir::{Op, Policy};
use crate::model::Model;
use crate::possible::Set;
use crate::rational::Rational;
use crate::schema::Type;
use crate::sorting::sort;
use std::sync::Arc;

/// Most regions of either fact of a pair.
const MAX_SIDE: usize = 24;
/// Most facts without a chance alone that are paired with each other.
const MAX_HOPELESS: usize = 4;

/// A fact of which more than one value is possible: one field of a profile, which several files may declare.
struct Unknown {
    name: Arc<str>,
    ty: Type,
    inputs: Vec<Input>,
    range: Range,
}

impl Unknown {
    /// The fact held in a region.
    fn held(&self, region: &Set) -> Vec<(Input, Set)> {
        self.inputs.iter().map(|input| (input.clone(), region.clone())).collect()
    }
}

/// Regions with the verdict in each.
type Regions = Vec<(Set, Verdict)>;

/// The search over one outcome of one model.
pub(super) struct Search<'s, 'a> {
    pub evaluator: &'s mut Evaluator<'a>,
    pub model: &'a Model,
    pub place: usize,
    pub outcome: usize,
}

impl Search<'_, '_> {
    /// The facts that can settle the outcome alone, and the names of those that are open and cannot.
    pub(super) fn facts(&mut self, policy: &Policy) -> Result<(Vec<Measured>, Vec<Arc<str>>), Fault> {
        let (mut found, mut idle) = (Vec::new(), Vec::new());
        for unknown in self.unknowns()? {
            let (regions, whole) = match &unknown.range.possible {
                Set::Text(_) => (self.texts(&unknown, policy)?, true),
                possible => self.regions(&unknown, possible, &[])?,
            };
            let basis = unknown.range.basis(&unknown.ty, &lines(&regions));
            let Unknown { name, ty, range, .. } = unknown;
            match measured(name.clone(), ty, range.possible, basis, regions, whole) {
                Some(measured) => found.push(measured),
                None => idle.push(name),
            }
        }
        Ok((found, idle))
    }

    /// The facts that the outcome hangs on and that are not known exactly, each once.
    fn unknowns(&mut self) -> Result<Vec<Unknown>, Fault> {
        let mut found: Vec<Unknown> = Vec::new();
        for input in self.evaluator.inputs(self.model, Some(self.place), self.outcome)? {
            let Some(range) = Range::of(&input) else { continue };
            let KnownInput { input, name, ty, .. } = input;
            match found.iter_mut().find(|known| known.name == name) {
                Some(known) => known.inputs.push(input),
                None => found.push(Unknown { name, ty, inputs: vec![input], range }),
            }
        }
        Ok(found)
    }

    /// The verdict where `changes` hold, refined where a quick look does not decide it.
    fn verdict(&mut self, changes: &[(Input, Set)]) -> Result<Verdict, Fault> {
        match self.at_a_glance(changes)? {
            Verdict::Undetermined => self.evaluator.verdict_where(self.model, Some(self.place), self.outcome, changes),
            decided => Ok(decided),
        }
    }

    fn at_a_glance(&mut self, changes: &[(Input, Set)]) -> Result<Verdict, Fault> {
        self.evaluator.verdict_at_a_glance(self.model, Some(self.place), self.outcome, changes)
    }

    /// The regions of a fact's values in `within` where `changes` hold, neighbours of one verdict joined; and whether no
    /// open region was found to hold values of several verdicts.
    fn regions(&mut self, unknown: &Unknown, within: &Set, changes: &[(Input, Set)]) -> Result<(Regions, bool), Fault> {
        let sets = self.cuts(unknown, within, changes)?;
        let (mut found, mut whole): (Regions, bool) = (Vec::with_capacity(sets.len()), true);
        for set in sets {
            let held = |set: &Set| changes.iter().cloned().chain(unknown.held(set)).collect::<Vec<_>>();
            let verdict = self.verdict(&held(&set))?;
            for high in [false, true] {
                whole &= verdict != Verdict::Undetermined || self.at_a_glance(&held(&point_in(&set, high)))? == verdict;
            }
            let is_ordered = matches!(set, Set::Number(_) | Set::Date(_));
            match found.last_mut() {
                Some((last, known)) if *known == verdict && is_ordered => *last = last.hull(&set),
                _ => found.push((set, verdict)),
            }
        }
        Ok((found, whole))
    }

    /// The verdicts for the texts that a rule or another fact of the model names, and for a text that none of them is.
    fn texts(&mut self, unknown: &Unknown, policy: &Policy) -> Result<Regions, Fault> {
        let mut known: Vec<Arc<str>> = Vec::new();
        for input in self.evaluator.inputs(self.model, Some(self.place), self.outcome)? {
            if let Some(Set::Text(Some(text))) = input.given {
                known.push(text);
            }
        }
        let root = policy.designations.get(self.outcome).map(|designation| designation.rule.node);
        for id in policy.reachable(root.into_iter().collect()) {
            if let Some(Op::Text(text)) = policy.node(id).map(|node| &node.op) {
                known.push(text.clone());
            }
        }
        sort(&mut known);
        known.dedup();
        let mut found = Regions::new();
        for text in known.iter().cloned() {
            let set = Set::Text(Some(text));
            let verdict = self.verdict(&unknown.held(&set))?;
            found.push((set, verdict));
        }
        let mut other = String::from("another text");
        while known.iter().any(|text| **text == *other) {
            other.push('*');
        }
        let verdict = self.verdict(&unknown.held(&Set::Text(Some(Arc::from(other)))))?;
        found.push((Set::Text(None), verdict));
        Ok(found)
    }

    /// The pair of facts that is likeliest to settle the outcome; else the first without a likelihood. Pairs are those
    /// of the needs, and those of facts that could settle it alone but have no chance to.
    pub(super) fn pair(&mut self, needs: &Needs, hopeless: &[Measured]) -> Result<Option<Pair>, Fault> {
        let mut names: Vec<[&str; 2]> = Vec::new();
        for set in &needs.sets {
            if let [a, b] = set.as_slice() {
                names.push([a, b]);
            }
        }
        let hopeless: Vec<&str> = hopeless.iter().take(MAX_HOPELESS).map(|fact| &*fact.fact).collect();
        for (at, a) in hopeless.iter().enumerate() {
            names.extend(hopeless.iter().skip(at + 1).map(|b| [*a, *b]));
        }
        let unknowns = self.unknowns()?;
        let find = |name: &str| unknowns.iter().find(|unknown| *unknown.name == *name && unknown.ty != Type::Text);
        let mut best: Option<Pair> = None;
        for [a, b] in names {
            let (Some(a), Some(b)) = (find(a), find(b)) else { continue };
            let Some(pair) = self.together(a, b)? else { continue };
            if best.as_ref().is_none_or(|best| pair.settles() > best.settles()) {
                best = Some(pair);
            }
        }
        Ok(best)
    }

    /// What two facts settle together; `None` where no pair of regions is found that does.
    fn together(&mut self, a: &Unknown, b: &Unknown) -> Result<Option<Pair>, Fault> {
        let cuts = self.cuts(a, &a.range.possible, &b.held(&b.range.possible))?;
        if cuts.len() > MAX_SIDE {
            return Ok(None);
        }
        let mut rows: Vec<(Set, Regions)> = Vec::new();
        let mut boxed = true;
        for set in cuts {
            let (regions, whole) = self.regions(b, &b.range.possible, &a.held(&set))?;
            boxed &= whole;
            // Where a single value of the one gives the other different regions, the line between them runs aslant.
            for high in [false, true] {
                boxed &= self.regions(b, &b.range.possible, &a.held(&point_in(&set, high)))?.0 == regions;
            }
            let is_ordered = matches!(set, Set::Number(_) | Set::Date(_));
            match rows.last_mut() {
                Some((last, known)) if *known == regions && is_ordered => *last = last.hull(&set),
                _ => rows.push((set, regions)),
            }
        }
        let turns: Regions = rows.iter().map(|(set, _)| (set.clone(), Verdict::Undetermined)).collect();
        let crossed: Vec<Rational> = rows.iter().flat_map(|(_, regions)| lines(regions)).collect();
        let [one, other] = [a.range.basis(&a.ty, &lines(&turns)), b.range.basis(&b.ty, &crossed)];
        let mut masses = boxed.then_some([0.0; 3]);
        let mut boxes = Vec::new();
        for (left, regions) in &rows {
            for (right, verdict) in regions {
                let mass = one.of_region(left).zip(other.of_region(right)).map(|(p, q)| p * q);
                masses = masses.zip(mass).map(|(masses, mass)| with(masses, *verdict, mass));
                if *verdict != Verdict::Undetermined {
                    boxes.push(([left.clone(), right.clone()], *verdict));
                }
            }
        }
        let fact = |unknown: &Unknown| (unknown.name.clone(), unknown.ty.clone(), unknown.range.possible.clone());
        let (basis, odds) = ([one, other], masses.map(Part::exact));
        Ok((!boxes.is_empty()).then(|| Pair { facts: [fact(a), fact(b)], boxes, basis, odds }))
    }

    /// The regions of a fact's values in `within` between the lines that run there while `changes` hold.
    fn cuts(&mut self, unknown: &Unknown, within: &Set, changes: &[(Input, Set)]) -> Result<Vec<Set>, Fault> {
        let (model, place, outcome) = (self.model, Some(self.place), self.outcome);
        let mut sets = vec![within.clone()];
        for input in &unknown.inputs {
            let mut finer = Vec::with_capacity(sets.len());
            for set in &sets {
                let all: Vec<(Input, Set)> = changes.iter().cloned().chain(unknown.held(set)).collect();
                finer.extend(self.evaluator.regions(model, place, outcome, (input, set), &all)?);
            }
            sets = finer;
        }
        Ok(sets)
    }
}

/// What a fact settles; `None` where that is nothing.
pub(super) fn measured(
    fact: Arc<str>,
    ty: Type,
    possible: Set,
    basis: Basis,
    regions: Regions,
    whole: bool,
) -> Option<Measured> {
    let first = regions.iter().map(|(_, verdict)| *verdict).find(|verdict| *verdict != Verdict::Undetermined)?;
    let mut masses = Some([0.0; 3]);
    for (set, verdict) in &regions {
        masses = masses.zip(basis.of_region(set)).map(|(masses, mass)| with(masses, *verdict, mass));
    }
    if regions.iter().all(|(_, verdict)| *verdict == first) {
        masses = Some(with([0.0; 3], first, 1.0));
    }
    Some(Measured { fact, ty, possible, regions, basis, odds: masses.map(Part::exact), whole })
}

/// Masses of covered, not covered and undetermined, with one more.
fn with(masses: [f64; 3], verdict: Verdict, mass: f64) -> [f64; 3] {
    let [covered, not_covered, open] = masses;
    match verdict {
        Verdict::Covered => [covered + mass, not_covered, open],
        Verdict::NotCovered => [covered, not_covered + mass, open],
        Verdict::Undetermined => [covered, not_covered, open + mass],
    }
}
