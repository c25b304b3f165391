//! Verdicts on one model with values put into its inputs: in certified doubles where these decide, else exactly.
//!
//! In: a question, a model of it, inputs, and values for them. Out: verdicts, and how often each came among samples.

use super::boxes::Boxes;
use super::distribution::Shape;
use super::input::{Input, Place, put, varied};
use super::random::Stream;
use crate::eval::explore::Input as Known;
use crate::eval::result::Verdict;
use crate::eval::{Direction, Evaluator, Fault, Prepared, Row, Varied};
use crate::given::Weights;
use crate::model::{Circumstances, Model};
use crate::possible::{Members, Set};
use crate::session::Question;

/// Samples that one thread goes through at a time.
const BLOCK: u64 = 16_384;

/// How often each designation was covered, not covered and undetermined.
pub(super) type Counts = Vec<[u64; 3]>;

/// A model of a question, with what varies.
#[derive(Clone, Copy, Debug)]
pub(super) struct Subject<'q> {
    pub question: &'q Question<'q>,
    /// The question's own, or the same with readings made.
    pub circumstances: &'q Circumstances,
    pub model: &'q Model,
    pub place: usize,
    pub inputs: &'q [Input],
}

/// The place of a verdict among counts.
pub(super) fn place_of(verdict: Verdict) -> usize {
    match verdict {
        Verdict::Covered => 0,
        Verdict::NotCovered => 1,
        Verdict::Undetermined => 2,
    }
}

/// The verdict at a place among counts.
pub(super) fn verdict_of(place: usize) -> Verdict {
    match place {
        0 => Verdict::Covered,
        1 => Verdict::NotCovered,
        _ => Verdict::Undetermined,
    }
}

impl<'q> Subject<'q> {
    /// The circumstances under each combination of readings.
    pub(super) fn readings(&self) -> Vec<Circumstances> {
        let question = self.question;
        Evaluator::new(question.policy, self.circumstances, &question.population).readings()
    }

    /// The verdict of each designation with these values, exactly.
    ///
    /// # Errors
    /// [`Fault`] where an exact value or a chain of references outgrows the limits.
    pub(super) fn exactly(&self, values: &[f64]) -> Result<Vec<Verdict>, Fault> {
        let (mut model, mut circumstances) = (self.model.clone(), self.circumstances.clone());
        for (input, value) in self.inputs.iter().zip(values) {
            put(&mut model, &mut circumstances, input, &input.distribution.point(*value));
        }
        let Question { policy, population, .. } = self.question;
        Evaluator::new(policy, &circumstances, population).verdicts(&model, Some(self.place))
    }

    /// The verdict of each designation where every input may be anything that can be drawn.
    ///
    /// # Errors
    /// [`Fault`] where an exact value or a chain of references outgrows the limits.
    pub(super) fn over_everything(&self) -> Result<Vec<Verdict>, Fault> {
        let (mut model, mut circumstances) = (self.model.clone(), self.circumstances.clone());
        for input in self.inputs {
            put(&mut model, &mut circumstances, input, &input.distribution.support);
        }
        let Question { policy, population, .. } = self.question;
        Evaluator::new(policy, &circumstances, population).verdicts(&model, Some(self.place))
    }

    /// How often each verdict comes in each scenario among so many samples. A scenario holds some inputs at a value, in
    /// the order of the inputs; what it does not hold is drawn, the same in all of them.
    ///
    /// # Errors
    /// [`Fault`] where an exact value or a chain of references outgrows the limits.
    pub(super) fn tally(&self, scenarios: &[Vec<Option<f64>>], samples: u64, seed: u64) -> Result<Vec<Counts>, Fault> {
        let readings = self.readings();
        let blocks: Vec<u64> = (0..samples.div_ceil(BLOCK)).map(|block| block * BLOCK).collect();
        let found = crate::parallel::map(&blocks, |first| {
            self.tally_block(&readings, scenarios, *first..samples.min(first + BLOCK), seed)
        });
        let mut counts = self.no_counts(scenarios.len());
        for block in found {
            for (sum, found) in counts.iter_mut().flatten().zip(block?.into_iter().flatten()) {
                sum.iter_mut().zip(found).for_each(|(sum, found)| *sum += found);
            }
        }
        Ok(counts)
    }

    fn no_counts(&self, scenarios: usize) -> Vec<Counts> {
        vec![vec![[0; 3]; self.question.policy.designations.len()]; scenarios]
    }

    fn tally_block(
        &self,
        readings: &[Circumstances],
        scenarios: &[Vec<Option<f64>>],
        samples: std::ops::Range<u64>,
        seed: u64,
    ) -> Result<Vec<Counts>, Fault> {
        let streams: Vec<Stream> = self.inputs.iter().map(|input| Stream::new(seed, &input.name)).collect();
        let mut engine = Engine::new(*self, readings)?;
        let mut counts = self.no_counts(scenarios.len());
        let mut drawn = vec![0.0; self.inputs.len()];
        let mut values = drawn.clone();
        for sample in samples {
            for ((value, input), stream) in drawn.iter_mut().zip(self.inputs).zip(&streams) {
                *value = input.distribution.quantile(stream.uniform(sample));
            }
            for (scenario, counts) in scenarios.iter().zip(&mut counts) {
                for ((value, drawn), held) in values.iter_mut().zip(&drawn).zip(scenario) {
                    *value = held.unwrap_or(*drawn);
                }
                let verdicts = engine.verdicts(&values)?;
                for (count, verdict) in counts.iter_mut().zip(verdicts) {
                    count.iter_mut().skip(place_of(*verdict)).take(1).for_each(|count| *count += 1);
                }
            }
        }
        Ok(counts)
    }
}

/// A subject prepared for many values, one program for each reading.
pub(super) struct Engine<'a> {
    subject: Subject<'a>,
    programs: Vec<Program<'a>>,
    memories: Vec<Memory>,
    partial: Vec<Option<Verdict>>,
    verdicts: Vec<Verdict>,
    /// What decides exactly where doubles do not, ready for the next values; none where readings are drawn.
    exact: Option<Evaluator<'a>>,
    /// What it found of parts of what can be drawn, by designation.
    boxes: Vec<Option<Boxes>>,
}

struct Program<'a> {
    prepared: Prepared<'a>,
    row: Row<'a>,
    /// For each input the places of the row that hold it.
    places: Vec<Vec<usize>>,
    /// For each input that is a choice, the place among its values of the reading that is made here; `None` inside where
    /// none is made.
    readings: Vec<Option<Option<f64>>>,
    found: Vec<Option<Verdict>>,
}

impl<'a> Engine<'a> {
    /// Prepares the subject under each of its readings.
    ///
    /// # Errors
    /// [`Fault`] where an exact value or a chain of references outgrows the limits.
    pub(super) fn new(subject: Subject<'a>, readings: &'a [Circumstances]) -> Result<Self, Fault> {
        let Question { policy, population, .. } = subject.question;
        // A reading is made by a program of its own.
        let varied = Varied { choices: Vec::new(), ..varied(subject.inputs) };
        let mut programs = Vec::with_capacity(readings.len());
        for circumstances in readings {
            let model = (subject.model, Some(subject.place));
            let prepared = Prepared::around(policy, circumstances, population, model, &varied)?;
            let places_of = |input: &Input| {
                let places = input.places.iter().map(|place| match place {
                    Place::Fact(path, fact) if path.is_empty() => prepared.places_of_fact(*fact),
                    Place::Fact(..) => Vec::new(),
                    Place::Param(param) => prepared.places_of_param(*param),
                    Place::Choice(_) => Vec::new(),
                });
                places.flatten().collect()
            };
            let places = subject.inputs.iter().map(places_of).collect();
            let readings = subject.inputs.iter().map(|input| reading(input, circumstances)).collect();
            let row = prepared.row(subject.model, Some(subject.place));
            programs.push(Program { row, prepared, places, readings, found: Vec::new() });
        }
        let verdicts = vec![Verdict::Undetermined; policy.designations.len()];
        let partial = vec![None; verdicts.len()];
        let draws_readings = subject.inputs.iter().any(|input| input.choice().is_some());
        let exact = (!draws_readings).then(|| Evaluator::new(policy, subject.circumstances, population));
        let mut exact = exact;
        let mut boxes = Vec::with_capacity(verdicts.len());
        for at in 0..verdicts.len() {
            let inputs =
                exact.as_mut().map(|exact| exact.inputs(subject.model, Some(subject.place), at)).transpose()?;
            boxes.push(inputs.and_then(|inputs| Boxes::new(&subject, &inputs)));
        }
        let mut engine = Engine { subject, programs, memories: Vec::new(), partial, verdicts, exact, boxes };
        engine.memories = (0..policy.designations.len()).map(|at| Memory::new(&engine, at)).collect();
        Ok(engine)
    }

    /// Which way an input pushes a designation, under every reading.
    pub(super) fn direction(&self, designation: usize, input: &Input) -> Direction {
        if input.choice().is_some() {
            return Direction::Either;
        }
        let varied = input.varied();
        let ways = self.programs.iter().map(|program| program.prepared.direction(designation, &varied));
        ways.fold(Direction::Still, Direction::join)
    }

    /// Whether a designation is decided whatever is drawn.
    pub(super) fn always_decides(&self, designation: usize) -> bool {
        let alone = |(at, program): (usize, &Program<'_>)| {
            let mut before = self.programs.iter().take(at);
            program.prepared.always_decides(designation) && before.all(|other| other.readings != program.readings)
        };
        self.programs.iter().enumerate().all(alone)
    }

    /// The verdict of each designation with these values.
    ///
    /// # Errors
    /// [`Fault`] where an exact value or a chain of references outgrows the limits.
    pub(super) fn verdicts(&mut self, values: &[f64]) -> Result<&[Verdict], Fault> {
        self.in_doubles(values);
        let mut open = false;
        for ((partial, memory), verdict) in self.partial.iter_mut().zip(&self.memories).zip(&mut self.verdicts) {
            match partial.or_else(|| memory.recall(values)) {
                Some(found) => {
                    *verdict = found;
                    *partial = Some(found);
                }
                None => open = true,
            }
        }
        if open {
            self.decide_exactly(values)?;
            let asked = self.partial.iter().zip(&self.verdicts).zip(&mut self.memories);
            for ((_, verdict), memory) in asked.filter(|((partial, _), _)| partial.is_none()) {
                memory.note(values, *verdict);
            }
        }
        Ok(&self.verdicts)
    }

    /// Decides exactly what doubles left open.
    fn decide_exactly(&mut self, values: &[f64]) -> Result<(), Fault> {
        let Some(exact) = &mut self.exact else {
            self.verdicts = self.subject.exactly(values)?;
            return Ok(());
        };
        let mut changes = Vec::with_capacity(values.len());
        for (input, value) in self.subject.inputs.iter().zip(values) {
            let point = input.distribution.point(*value);
            changes.extend(input.places.iter().filter_map(|place| match place {
                Place::Fact(path, fact) => Some((Known::of_fact(path, *fact), point.clone())),
                Place::Param(param) => Some((Known::of_param(*param), point.clone())),
                Place::Choice(_) => None,
            }));
        }
        let Subject { model, place, .. } = self.subject;
        let asked = self.verdicts.iter_mut().zip(&self.partial).zip(&mut self.boxes).enumerate();
        for (at, ((verdict, _), boxes)) in asked.filter(|(_, ((_, partial), _))| partial.is_none()) {
            let around = match boxes {
                Some(boxes) => boxes.verdict(&self.subject, exact, at, values)?,
                None => None,
            };
            *verdict = match around {
                Some(found) => found,
                None => exact.verdict_where(model, Some(place), at, &changes)?,
            };
        }
        Ok(())
    }

    /// What doubles decide, under all readings together that are not drawn: readings that disagree leave it open.
    fn in_doubles(&mut self, values: &[f64]) {
        self.partial.iter_mut().for_each(|partial| *partial = None);
        let mut is_first = true;
        for program in &mut self.programs {
            let drawn = || program.readings.iter().zip(values);
            if drawn().any(|(reading, value)| matches!(reading, Some(Some(made)) if made != value)) {
                continue;
            }
            let is_made = !drawn().any(|(reading, _)| matches!(reading, Some(None)));
            for ((input, places), value) in self.subject.inputs.iter().zip(&program.places).zip(values) {
                for place in places {
                    match input.distribution.shape {
                        Shape::Weights => program.row.set_value(*place, &input.distribution.point(*value)),
                        Shape::Days => program.row.set_day(*place, *value as i64),
                        _ => program.row.set_number(*place, *value),
                    }
                }
            }
            program.prepared.certain(&program.row, &mut program.found);
            for (partial, found) in self.partial.iter_mut().zip(&program.found) {
                // Where no reading is made, what is open may be decided under the one that is drawn.
                let found = found.filter(|verdict| is_made || *verdict != Verdict::Undetermined);
                *partial = match (is_first, *partial, found) {
                    (true, _, found) => found,
                    (_, Some(Verdict::Undetermined), _) | (_, _, Some(Verdict::Undetermined)) => {
                        Some(Verdict::Undetermined)
                    }
                    (_, Some(a), Some(b)) => Some(if a == b { a } else { Verdict::Undetermined }),
                    (_, None, _) | (_, _, None) => None,
                };
            }
            is_first = false;
        }
    }
}

/// The reading that circumstances make of an input that is a choice, as the place of its value.
fn reading(input: &Input, circumstances: &Circumstances) -> Option<Option<f64>> {
    let choice = input.choice()?;
    let made = circumstances.choices.get(choice).copied().flatten().map(|member| Set::Member(Members::only(member)));
    let parts = input.distribution.weights().map(Weights::parts).unwrap_or_default();
    Some(made.and_then(|made| parts.iter().position(|(set, _)| *set == made)).map(|at| at as f64))
}

/// Values at which a designation was decided exactly. Where every input pushes it one way only, what lies between two
/// of them with one verdict has that verdict too.
struct Memory {
    /// Of each input: 1 where more of it brings the outcome nearer, -1 where it takes it away, 0 where it does nothing.
    signs: Vec<f64>,
    /// Of each input, whether it may push either way: then only the same value will do, as of days and weighted values that come again.
    fixed: Vec<bool>,
    /// Whether anything can be recalled: no number pushes either way.
    useful: bool,
    points: Vec<Point>,
}

/// Values with their verdict.
struct Point {
    verdict: Verdict,
    values: Vec<f64>,
    /// The same, turned so that more always brings the outcome nearer; 0 where it may not.
    turned: Vec<f64>,
}

/// Most values that are kept.
const MEMORIES: usize = 256;

impl Memory {
    fn new(engine: &Engine<'_>, designation: usize) -> Self {
        let ways: Vec<Direction> =
            engine.subject.inputs.iter().map(|input| engine.direction(designation, input)).collect();
        let sign = |way: &Direction| match way {
            Direction::Up => 1.0,
            Direction::Down => -1.0,
            Direction::Still | Direction::Either => 0.0,
        };
        let is_either = || ways.iter().map(|way| *way == Direction::Either);
        let inputs = engine.subject.inputs.iter();
        let useful = !is_either().zip(inputs).any(|(either, input)| either && !input.distribution.is_discrete());
        let fixed = is_either().collect();
        Memory { signs: ways.iter().map(sign).collect(), fixed, useful, points: Vec::new() }
    }

    fn recall(&self, values: &[f64]) -> Option<Verdict> {
        let turned = || self.signs.iter().zip(values).map(|(sign, x)| sign * x);
        let same = |point: &Point| {
            let mut fixed = self.fixed.iter().zip(&point.values).zip(values);
            fixed.all(|((fixed, a), x)| !*fixed || a == x)
        };
        let at_most = |point: &Point| same(point) && point.turned.iter().zip(turned()).all(|(a, x)| *a <= x);
        let at_least = |point: &Point| same(point) && point.turned.iter().zip(turned()).all(|(a, x)| *a >= x);
        [Verdict::Undetermined, Verdict::Covered, Verdict::NotCovered].into_iter().find(|verdict| {
            let of_verdict = || self.points.iter().filter(|point| point.verdict == *verdict);
            // Nothing lies above covered, and nothing below not covered.
            match verdict {
                Verdict::Covered => of_verdict().any(at_most),
                Verdict::NotCovered => of_verdict().any(at_least),
                Verdict::Undetermined => of_verdict().any(at_most) && of_verdict().any(at_least),
            }
        })
    }

    fn note(&mut self, values: &[f64], verdict: Verdict) {
        if self.useful && self.points.len() < MEMORIES {
            let turned = self.signs.iter().zip(values).map(|(sign, value)| sign * value).collect();
            self.points.push(Point { verdict, turned, values: values.to_vec() });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::input::inputs;
    use super::*;
    use crate::check::{Load, check};
    use crate::date::{DateRange, parse_date};
    use crate::profile::{Format, read_document};
    use crate::session::{Settings, ask};
    use crate::span::Source;

    struct Nothing;
    impl Load for Nothing {
        fn load(&self, _: &str, path: &str) -> Result<Source, String> {
            Err(path.to_owned())
        }
    }

    #[test]
    fn what_is_recalled_is_what_is_decided_exactly() {
        // The unknown y stands twice, once for and once against, so that doubles leave it open.
        let text = "policy p \"p\"; status proposed from 2026-01-01;
            fact x: FLOP in 0 FLOP .. \"x\"; fact y: FLOP in 0 FLOP .. \"y\"; fact z: FLOP in 0 FLOP .. \"z\";
            fact day: date \"d\"; reference other \"o\";
            designate a \"A\" when all of { x + y > 1e26 FLOP; any of { y < z; x > 1.5e26 FLOP; }; };
            designate b \"B\" when all of { day > 2026-08-10; x + y > 1e26 FLOP; y + 3e25 FLOP < z; };
            designate c \"C\" when any of { day is 2026-08-10; all of { x > y; y > z; }; };";
        let checked = check(&Source { name: "p.bright".into(), text: text.into() }, &Nothing);
        let policies = [checked.policy.unwrap_or_else(|| panic!("{:?}", checked.diagnostics))];
        let profile = r#"{"x": "5e25 to 2e26 FLOP", "z": "1e25 .. 8e25 FLOP", "day": "2026-08"}"#;
        let profiles = read_document(&"p".into(), profile, Format::Json).profiles;
        let settings = Settings::on(DateRange::point(parse_date("2026-11-21").unwrap()));
        let asked = ask(&policies, &profiles, &settings).unwrap();
        let question = &asked.questions[0];
        let model = &question.population.models[0];
        let inputs = inputs(question, model);
        assert_eq!(inputs.len(), 3);
        let subject = Subject { question, circumstances: &question.circumstances, model, place: 0, inputs: &inputs };
        let readings = subject.readings();
        let mut engine = Engine::new(subject, &readings).unwrap();
        let mut seen = [0; 3];
        for sample in 0..1_500 {
            let draw = |input: &Input| input.distribution.quantile(Stream::new(3, &input.name).uniform(sample));
            let values: Vec<f64> = inputs.iter().map(draw).collect();
            let found = engine.verdicts(&values).unwrap().to_vec();
            assert_eq!(found, subject.exactly(&values).unwrap(), "{values:?}");
            found.iter().for_each(|verdict| seen[place_of(*verdict)] += 1);
        }
        assert!(seen.iter().all(|count| *count > 20), "{seen:?}");
        assert!(engine.memories.iter().any(|memory| !memory.points.is_empty()), "nothing had to be decided exactly");
    }
}
