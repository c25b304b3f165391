//! Verdicts alone, of many models: decoded once, or as columns of numbers.
//!
//! In: a request, read. Out: one [`code`] for each outcome of each model, the same verdicts that [`super::eval`] explains.
//! Doubles decide what they certainly decide; the rest is decided exactly.

use super::handle::Handle;
use super::request::Fields;
use super::{Read, Sources};
use crate::diagnostic::{Code, Diagnostic, quote};
use crate::eval::result::Verdict;
use crate::eval::{Block, Evaluator, LANES, Numbers, Prepared, Row, Scale};
use crate::interval::{End, Interval};
use crate::ir::Policy;
use crate::model::{Circumstances, Link, Model, Population, Slot};
use crate::possible::Set;
use crate::profile::{Format, read_document};
use crate::rational::Rational;
use crate::schema::{Fact, Type};
use crate::session::{Question, ask};
use self_cell::self_cell;
use std::sync::Arc;

/// The code of an outcome of a model in error.
pub const IN_ERROR: u8 = 3;
/// The most profiles that columns have at once.
const MAX_LENGTH: usize = 1 << 24;

/// The code of a verdict: 0 not covered, 1 covered, 2 undetermined.
pub fn code(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::NotCovered => 0,
        Verdict::Covered => 1,
        Verdict::Undetermined => 2,
    }
}

/// What one policy is asked, owned.
struct Asked {
    policies: Arc<[Policy]>,
    policy: usize,
    circumstances: Circumstances,
    /// The same under each reading that is left open.
    readings: Vec<Circumstances>,
    population: Population,
}

impl Asked {
    fn policy(&self) -> Option<&Policy> {
        self.policies.get(self.policy)
    }
}

/// What the policies of a request are asked, and what is odd about it.
fn asked(read: &Read) -> Result<(Vec<Asked>, Vec<Diagnostic>), Vec<Diagnostic>> {
    let found = ask(&read.policies, &read.profiles, &read.settings)?;
    let mut notes = read.notes.clone();
    notes.extend(found.diagnostics);
    let own = |(at, question): (usize, Question<'_>)| {
        let Question { policy, circumstances, population } = question;
        let readings = Evaluator::new(policy, &circumstances, &population).readings();
        Asked { policies: read.policies.clone(), policy: at, circumstances, readings, population }
    };
    Ok((found.questions.into_iter().enumerate().map(own).collect(), super::once_each(notes)))
}

/// The programs of a policy, one for each reading, and exact evaluation for what they leave open.
struct Programs<'a> {
    programs: Vec<Prepared<'a>>,
    exact: Evaluator<'a>,
    /// The verdicts on what was asked last, one row after the other; `None` where they are not certain.
    found: Vec<Option<Verdict>>,
    one: Vec<Option<Verdict>>,
}

impl<'a> Programs<'a> {
    fn of(asked: &'a Asked, policy: &'a Policy) -> Self {
        let Asked { circumstances, readings, population, .. } = asked;
        Programs {
            programs: readings.iter().map(|reading| Prepared::new(policy, reading, population)).collect(),
            exact: Evaluator::new(policy, circumstances, population),
            found: Vec::new(),
            one: Vec::new(),
        }
    }

    /// The rows of a model, one for each program.
    fn rows(&self, model: &'a Model, place: Option<usize>) -> Vec<Row<'a>> {
        self.programs.iter().map(|program| program.row(model, place)).collect()
    }

    /// Whether all verdicts on a model with these rows are certain; writes their codes where they are.
    fn run(&mut self, rows: &[Row<'a>], codes: &mut [u8]) -> bool {
        let Programs { programs, found, one, .. } = self;
        found.clear();
        for (program, row) in programs.iter_mut().zip(rows) {
            program.certain(row, one);
            agree(found, one);
        }
        write_certain(found, codes)
    }

    /// Finds the verdicts that are certain on models with these blocks, one for each program.
    fn run_blocks(&mut self, blocks: &mut [Block]) {
        let Programs { programs, found, one, .. } = self;
        found.clear();
        for (program, block) in programs.iter().zip(blocks) {
            program.certain_of_each(block, one);
            agree(found, one);
        }
    }
}

/// Joins what is found under one more reading with what is found under those before it, if there are any.
fn agree(found: &mut Vec<Option<Verdict>>, one: &[Option<Verdict>]) {
    if found.is_empty() {
        found.extend_from_slice(one);
        return;
    }
    for (known, one) in found.iter_mut().zip(one) {
        *known = match (*known, *one) {
            (Some(known), Some(one)) if known == one => Some(known),
            (Some(_), Some(_)) => Some(Verdict::Undetermined),
            _ => None,
        };
    }
}

/// Writes the codes of verdicts; false where one is not certain.
fn write_certain(found: &[Option<Verdict>], codes: &mut [u8]) -> bool {
    for (place, verdict) in codes.iter_mut().zip(found) {
        let Some(verdict) = verdict else { return false };
        *place = code(*verdict);
    }
    true
}

fn write_exact(verdicts: Result<Vec<Verdict>, crate::eval::Fault>, codes: &mut [u8]) {
    match verdicts {
        Ok(verdicts) => codes.iter_mut().zip(verdicts).for_each(|(place, verdict)| *place = code(verdict)),
        Err(_) => codes.fill(IN_ERROR),
    }
}

/// A policy with its models decoded.
struct Decoded<'a> {
    programs: Programs<'a>,
    /// The rows of each model; none where it is in error.
    rows: Vec<Option<(Vec<Row<'a>>, &'a Model)>>,
    outcomes: usize,
}

self_cell!(
    struct DecodedCell {
        owner: Asked,
        #[not_covariant]
        dependent: Maybe,
    }
);

/// `None` where the policy is not there.
type Maybe<'a> = Option<Decoded<'a>>;

/// Models, decoded once for the policies of a request.
pub struct Rows {
    cells: Vec<DecodedCell>,
    outcomes: Vec<String>,
    models: usize,
    /// The codes of the model asked about last.
    last: Vec<u8>,
}

impl Rows {
    /// Decodes the models of a request. The text is a response without text: what is odd, or why there are no rows.
    pub fn of(handle: &Handle, request: &str) -> (Option<Rows>, String) {
        handle.respond(|sources| {
            let read = Fields::of(request, true, &[])?.read(handle.policies(), sources)?.narrowed();
            let (asked, notes) = asked(&read)?;
            let models = asked.first().map_or(0, |asked| asked.population.models.len());
            let mut notes = notes;
            for asked in &asked {
                notes.extend(asked.population.models.iter().flat_map(|model| model.errors.iter().cloned()));
            }
            let outcomes = outcomes(&read.policies);
            let last = vec![IN_ERROR; outcomes.len()];
            let rows = Rows { outcomes, models, last, cells: asked.into_iter().map(decode).collect() };
            Ok((rows, super::once_each(notes)))
        })
    }

    /// The outcomes that each model has a code for, as `policy.designation`, in order.
    pub fn outcomes(&self) -> &[String] {
        &self.outcomes
    }

    /// How many models there are.
    pub fn models(&self) -> usize {
        self.models
    }

    /// The codes of every model, one after the other.
    pub fn verdicts(&mut self) -> Vec<u8> {
        let width = self.outcomes.len();
        let mut codes = vec![IN_ERROR; width * self.models];
        for (at, codes) in codes.chunks_mut(width.max(1)).enumerate() {
            self.write(at, codes);
        }
        codes
    }

    /// The codes of the model at a place.
    pub fn verdict(&mut self, model: usize) -> Vec<u8> {
        let mut codes = vec![IN_ERROR; self.outcomes.len()];
        self.write(model, &mut codes);
        codes
    }

    /// The code of one outcome of the model at a place; [`IN_ERROR`] where there is no such thing.
    pub fn code(&mut self, model: usize, outcome: usize) -> u8 {
        let mut codes = std::mem::take(&mut self.last);
        self.write(model, &mut codes);
        let code = codes.get(outcome).copied().unwrap_or(IN_ERROR);
        self.last = codes;
        code
    }

    fn write(&mut self, model: usize, codes: &mut [u8]) {
        codes.fill(IN_ERROR);
        let mut rest = codes;
        for cell in &mut self.cells {
            rest = cell.with_dependent_mut(|_, decoded| {
                let Some(decoded) = decoded else { return rest };
                let (own, rest) = rest.split_at_mut_checked(decoded.outcomes).unwrap_or_default();
                let Some(Some((rows, of))) = decoded.rows.get(model) else { return rest };
                if !decoded.programs.run(rows, own) {
                    write_exact(decoded.programs.exact.verdicts(of, Some(model)), own);
                }
                rest
            });
        }
    }
}

fn decode(asked: Asked) -> DecodedCell {
    DecodedCell::new(asked, |asked| {
        let policy = asked.policy()?;
        let mut programs = Programs::of(asked, policy);
        let mut rows = Vec::with_capacity(asked.population.models.len());
        for (at, model) in asked.population.models.iter().enumerate() {
            // A chain of models that cannot be followed is an error, whether or not its end would matter.
            let leads_on = model.references.iter().any(|link| matches!(link, Link::Named(_) | Link::Inline(_)));
            let is_sound = model.errors.is_empty() && (!leads_on || programs.exact.verdicts(model, Some(at)).is_ok());
            rows.push(is_sound.then(|| (programs.rows(model, Some(at)), model)));
        }
        Some(Decoded { programs, rows, outcomes: policy.designations.len() })
    })
}

fn outcomes(policies: &[Policy]) -> Vec<String> {
    let of = |policy: &Policy| {
        let id = policy.id.clone();
        policy.designations.iter().map(move |designation| format!("{id}.{}", designation.id)).collect::<Vec<_>>()
    };
    policies.iter().flat_map(of).collect()
}

/// A column of numbers in one policy.
struct Column<'a> {
    /// The facts of its name, by their place in the schema.
    facts: Vec<(usize, &'a Fact, Vec<Vec<usize>>)>,
    scale: Scale,
    factor: Rational,
    /// Doubles that certainly lie within the domain.
    safe: (f64, f64),
}

/// A policy with a model whose facts are written anew for each place of the columns.
struct Written<'a> {
    programs: Programs<'a>,
    base: &'a Model,
    /// The row of the model itself and a block to write into, for each program.
    blank: Vec<Row<'a>>,
    blocks: Vec<Block>,
    /// The numbers of one column.
    lanes: Numbers,
    columns: Vec<Column<'a>>,
    asked: &'a Asked,
    policy: &'a Policy,
}

self_cell!(
    struct WrittenCell {
        owner: Asked,
        #[not_covariant]
        dependent: MaybeWritten,
    }
);

/// `None` where the model is in error.
type MaybeWritten<'a> = Option<Written<'a>>;

/// Columns of numbers for some facts of one model.
pub struct Columns {
    cells: Vec<WrittenCell>,
    outcomes: Vec<String>,
    columns: usize,
}

impl Columns {
    /// Prepares columns for the facts that `columns` of the request names, numbers each in the fact's own unit; what else
    /// the request says of its one model holds for every place. The text is a response without text.
    pub fn of(handle: &Handle, request: &str) -> (Option<Columns>, String) {
        handle.respond(|sources| {
            let mut fields = Fields::of(request, true, &["columns"])?;
            let names = fields.names("columns")?;
            let read = read_one(&mut fields, handle, sources)?.narrowed();
            check_columns(&names, &read.policies)?;
            let (asked, mut notes) = asked(&read)?;
            for asked in &asked {
                notes.extend(asked.population.models.iter().flat_map(|model| model.errors.iter().cloned()));
            }
            let outcomes = outcomes(&read.policies);
            let cells =
                asked.into_iter().map(|asked| WrittenCell::new(asked, |asked| written(asked, &names))).collect();
            Ok((Columns { cells, outcomes, columns: names.len() }, super::once_each(notes)))
        })
    }

    /// The outcomes that each place has a code for, as `policy.designation`, in order.
    pub fn outcomes(&self) -> &[String] {
        &self.outcomes
    }

    /// The codes of each place, one place after the other. `numbers` holds the columns one after the other, all of one
    /// length; what is no number is unknown, and a number that the fact cannot be puts the place in error.
    pub fn verdicts(&mut self, numbers: &[f64]) -> Vec<u8> {
        let width = self.outcomes.len();
        let length = numbers.len().checked_div(self.columns).unwrap_or(0).min(MAX_LENGTH);
        let mut codes = vec![IN_ERROR; width * length];
        let mut from = 0;
        for cell in &mut self.cells {
            from += cell.with_dependent_mut(|_, written| {
                let Some(written) = written else { return 0 };
                let outcomes = written.policy.designations.len();
                for (at, codes) in codes.chunks_mut(width.max(1) * LANES).enumerate() {
                    let own = codes.chunks_mut(width.max(1)).filter_map(|codes| codes.get_mut(from..from + outcomes));
                    written.write(numbers, length, at * LANES, own);
                }
                outcomes
            });
        }
        codes
    }
}

impl Written<'_> {
    /// Writes the codes of the places from `first` on, of a block at most.
    fn write<'c>(&mut self, numbers: &[f64], length: usize, first: usize, codes: impl Iterator<Item = &'c mut [u8]>) {
        // A place where a fact cannot be its number stays in error.
        let mut can_be = [true; LANES];
        for (number, column) in self.columns.iter().enumerate() {
            let values = numbers.get(number * length + first..(number + 1) * length).unwrap_or_default();
            for (value, can_be) in values.iter().zip(&mut can_be) {
                let is_safe = value.is_nan() || column.safe.0 < *value && *value < column.safe.1;
                *can_be &= is_safe || column.exact(*value).is_some();
            }
            self.lanes.read(values, &column.scale);
            for (_, _, places) in &column.facts {
                for ((block, blank), places) in self.blocks.iter_mut().zip(&self.blank).zip(places) {
                    places.iter().for_each(|place| block.set(*place, &self.lanes, blank));
                }
            }
        }
        self.programs.run_blocks(&mut self.blocks);
        let outcomes = self.policy.designations.len().max(1);
        for (lane, ((codes, found), can_be)) in codes.zip(self.programs.found.chunks(outcomes)).zip(can_be).enumerate()
        {
            if can_be && !write_certain(found, codes) {
                self.write_exact(numbers, length, first + lane, codes);
            }
        }
    }

    #[cold]
    fn write_exact(&self, numbers: &[f64], length: usize, at: usize, codes: &mut [u8]) {
        let mut model = self.base.clone();
        for (number, column) in self.columns.iter().enumerate() {
            let value = numbers.get(number * length + at).copied().unwrap_or(f64::NAN);
            for (fact, ..) in &column.facts {
                if let Some(slot) = model.facts.get_mut(*fact) {
                    *slot = Slot { set: column.exact(value), estimate: None };
                }
            }
        }
        let Asked { circumstances, population, .. } = self.asked;
        write_exact(Evaluator::new(self.policy, circumstances, population).verdicts(&model, None), codes);
    }
}

impl Column<'_> {
    /// The shortest decimal of the double, where every fact of the column may be that.
    fn exact(&self, value: f64) -> Option<Set> {
        let set = Set::Number(Interval::point(&Rational::from_shortest(value)? * &self.factor));
        self.facts.iter().all(|(_, fact, _)| set.is_within(&fact.domain)).then_some(set)
    }
}

fn written<'a>(asked: &'a Asked, names: &[String]) -> MaybeWritten<'a> {
    let policy = asked.policy()?;
    let base = asked.population.models.first().filter(|model| model.errors.is_empty())?;
    let programs = Programs::of(asked, policy);
    let rows = programs.rows(base, None);
    let column = |name: &String| {
        let facts = policy.schema.facts.iter().enumerate().filter(|(_, fact)| *fact.name == **name);
        let places = |at| programs.programs.iter().map(|program| program.places_of_fact(at)).collect();
        let facts: Vec<_> = facts.map(|(at, fact)| (at, fact, places(at))).collect();
        let factor = match facts.first().map(|(_, fact, _)| &fact.ty) {
            Some(Type::Number(quantity)) => quantity.unit.factor.clone(),
            _ => Rational::one(),
        };
        let mut safe = (f64::NEG_INFINITY, f64::INFINITY);
        for (_, fact, _) in &facts {
            let Set::Number(domain) = &fact.domain else { continue };
            let bound = |end: &End| end.value().and_then(|end| end.checked_div(&factor)).map(|end| end.to_f64_bounds());
            if let Some((_, above)) = bound(domain.lo()) {
                safe.0 = f64::max(safe.0, above.next_up());
            }
            if let Some((below, _)) = bound(domain.hi()) {
                safe.1 = f64::min(safe.1, below.next_down());
            }
        }
        Column { facts, scale: Scale::of(&factor), factor, safe }
    };
    let columns = names.iter().map(column).collect();
    let blocks = programs.programs.iter().zip(&rows).map(|(program, row)| program.block(row)).collect();
    Some(Written { blank: rows, blocks, lanes: Numbers::default(), columns, programs, base, asked, policy })
}

/// The request's one model; where it names none, one of which nothing is known.
fn read_one(fields: &mut Fields, handle: &Handle, sources: &mut Sources) -> Result<Read, Vec<Diagnostic>> {
    fields.or_empty();
    let mut read = fields.read(handle.policies(), sources)?;
    if read.profiles.is_empty() && read.settings.facts.is_empty() {
        read.profiles = read_document(&Arc::from("columns"), "{}", Format::Json).profiles;
    }
    match read.profiles.len() {
        0 | 1 => Ok(read),
        more => {
            let error = Diagnostic::error(Code::Option, format!("columns are of one model, and there are {more}"));
            Err(vec![error.help("give what is the same at every place in one profile, or none")])
        }
    }
}

/// A column is a number that one of the policies asks for.
fn check_columns(names: &[String], policies: &[Policy]) -> Result<(), Vec<Diagnostic>> {
    let facts = || policies.iter().flat_map(|policy| &policy.schema.facts);
    let numbers: Vec<&str> =
        facts().filter(|fact| matches!(fact.ty, Type::Number(_))).map(|fact| &*fact.name).collect();
    let mut errors = Vec::new();
    for (at, name) in names.iter().enumerate() {
        if !numbers.contains(&name.as_str()) {
            let error = Diagnostic::error(Code::Option, format!("no policy asks for a number {}", quote(name)));
            errors.push(error.help(super::suggest(name, &numbers)));
        } else if names.iter().take(at).any(|earlier| earlier == name) {
            errors.push(Diagnostic::error(Code::Option, format!("there are two columns {}", quote(name))));
        }
    }
    let units: Vec<_> = facts().filter(|fact| names.iter().any(|name| **name == *fact.name)).collect();
    for (at, fact) in units.iter().enumerate() {
        if units.iter().take(at).any(|other| other.name == fact.name && other.ty != fact.ty) {
            errors.push(Diagnostic::error(Code::Option, format!("{} has two units", quote(&fact.name))));
        }
    }
    if names.is_empty() {
        errors.push(Diagnostic::error(Code::Option, "there are no columns").help("name facts with `columns`"));
    }
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}
