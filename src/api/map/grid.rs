//! The verdicts at the points of two axes.
//!
//! In: a request, read, and the values of two facts or params. Out: a letter for each point. Whole rectangles of points are
//! decided at once where they can be; what is open is asked of smaller ones, in the end of each point.

use super::{Axis, Moving, Trouble, axis_name, each, input_of, needed, refuse_unknown};
use crate::api::request::{Fields, list};
use crate::api::{Report, Sources};
use crate::diagnostic::{Code, Diagnostic, quote};
use crate::eval::explore::Input;
use crate::eval::result::Verdict;
use crate::eval::{Evaluator, Fault, Prepared, Row, Varied};
use crate::interval::Interval;
use crate::ir::Policy;
use crate::model::Circumstances;
use crate::possible::Set;
use crate::rational::Rational;
use crate::schema::{Quantity, Type};
use crate::session::Question;
use serde_json::{Number, Value, json};
use std::ops::Range;
use std::sync::Arc;

/// The fields that a question about points has.
pub(in crate::api) const GRID: [&str; 4] = ["x", "y", "xs", "ys"];
/// Most points of a grid.
const MAX_POINTS: usize = 1 << 20;

/// `{"policy":..,"profile":..,"designation":..,"x":..,"y":..,"rows":["cccnnu", ..]}` for each kept outcome: a row for each of
/// `ys`, a letter for each of `xs`.
pub(in crate::api) fn grid(
    fields: &mut Fields,
    policies: &Arc<[Policy]>,
    sources: &mut Sources,
) -> Result<Report, Vec<Diagnostic>> {
    let read = fields.read(policies, sources)?;
    let (x, y) = (axis_name(fields, "x")?, axis_name(fields, "y")?);
    let mut ticks = |name| {
        let takes = "a list of numbers, each in the unit of its axis";
        needed(fields.take(name, takes, |value| list(value, number))?, name, takes)
    };
    let (xs, ys) = (ticks("xs")?, ticks("ys")?);
    refuse_unknown(&read, &[&x, &y])?;
    if xs.len().saturating_mul(ys.len()) > MAX_POINTS {
        let error = Diagnostic::error(Code::Limit, format!("a grid has at most {MAX_POINTS} points"));
        return Err(vec![error.help("give fewer `xs` or `ys`")]);
    }
    each(&read, |question, place, found| {
        let schema = &question.policy.schema;
        let axes = (Axis::of(schema, &question.policy.id, &x), Axis::of(schema, &question.policy.id, &y));
        let (Some(across), Some(along)) = axes else { return Ok(()) };
        let columns = points(&xs, &x, &across).map_err(Trouble::Request)?;
        let rows = points(&ys, &y, &along).map_err(Trouble::Request)?;
        let Some(moving) = Moving::of(question, place, &[&across, &along]) else { return Ok(()) };
        let mut evaluator = moving.evaluator();
        let readings = evaluator.readings();
        let mut fast = Fast::of(&moving, &readings, &[&across, &along])?;
        let outcomes = question.policy.designations.iter().enumerate();
        let kept: Vec<(usize, &Arc<str>)> = outcomes
            .map(|(at, designation)| (at, &designation.id))
            .filter(|(_, id)| read.selection.keeps(&question.policy.id, id))
            .collect();
        let mut verdicts = vec![Points::new(&columns, &rows); kept.len()];
        for (at, row) in rows.iter().enumerate() {
            for (to, column) in columns.iter().enumerate() {
                let (Some(column), Some(row)) = (column, row) else { continue };
                let certain = fast.at(&[column, row]);
                for ((outcome, _), points) in kept.iter().zip(&mut verdicts) {
                    points.set(to, at, certain.get(*outcome).copied().flatten());
                }
            }
        }
        for ((outcome, id), points) in kept.into_iter().zip(verdicts) {
            let of_x = input_of(&mut evaluator, &moving.model, place, outcome, (&x, &across))?;
            let of_y = input_of(&mut evaluator, &moving.model, place, outcome, (&y, &along))?;
            let others = evaluator.inputs(&moving.model, Some(place), outcome)?;
            let others =
                others.iter().filter(|one| one.is_open() && ![&of_x, &of_y].contains(&&Some(one.input.clone())));
            let corner = |high| others.clone().map(|one| (one.input.clone(), one.corner(high))).collect();
            let corners = [corner(false), corner(true)];
            let mut filling =
                Filling { evaluator: &mut evaluator, moving: &moving, outcome, inputs: [of_x, of_y], corners, points };
            filling.fill(0..columns.len(), 0..rows.len())?;
            found.push(json!({
                "policy": &*question.policy.id,
                "profile": &*moving.model.name,
                "designation": &**id,
                "x": x,
                "y": y,
                "rows": filling.points.letters(),
            }));
        }
        Ok(())
    })
}

/// The verdicts of one outcome at points, as far as they are known.
#[derive(Clone)]
struct Points<'g> {
    columns: &'g [Option<Set>],
    rows: &'g [Option<Set>],
    found: Vec<Option<Verdict>>,
}

impl<'g> Points<'g> {
    fn new(columns: &'g [Option<Set>], rows: &'g [Option<Set>]) -> Self {
        Points { columns, rows, found: vec![None; columns.len() * rows.len()] }
    }

    fn place(&mut self, column: usize, row: usize) -> Option<&mut Option<Verdict>> {
        self.found.get_mut(row * self.columns.len() + column)
    }

    fn set(&mut self, column: usize, row: usize, verdict: Option<Verdict>) {
        if let Some(place) = self.place(column, row) {
            *place = place.or(verdict);
        }
    }

    /// Whether some point of a rectangle inside both domains has no verdict yet.
    fn is_open(&mut self, columns: &Range<usize>, rows: &Range<usize>) -> bool {
        let within = |sets: &[Option<Set>], at: usize| sets.get(at).is_some_and(Option::is_some);
        let (across, along) = (self.columns, self.rows);
        rows.clone().filter(|row| within(along, *row)).any(|row| {
            columns
                .clone()
                .any(|column| within(across, column) && self.place(column, row).is_some_and(|it| it.is_none()))
        })
    }

    /// A string for each row, a letter for each column.
    fn letters(&self) -> Vec<String> {
        let letter = |row: &Option<Set>, (column, found): (&Option<Set>, &Option<Verdict>)| match (row, column, found) {
            (Some(_), Some(_), Some(Verdict::Covered)) => 'c',
            (Some(_), Some(_), Some(Verdict::NotCovered)) => 'n',
            (Some(_), Some(_), _) => 'u',
            _ => OUTSIDE,
        };
        let of_row = |(at, row): (usize, &Option<Set>)| {
            let found = self.found.iter().skip(at * self.columns.len());
            self.columns.iter().zip(found).map(|point| letter(row, point)).collect()
        };
        self.rows.iter().enumerate().map(of_row).collect()
    }
}

/// The letter of a point outside of the domain of an axis.
const OUTSIDE: char = '-';

/// One outcome whose points are being decided.
struct Filling<'f, 'm, 'g> {
    evaluator: &'f mut Evaluator<'m>,
    moving: &'m Moving<'m, 'm>,
    outcome: usize,
    inputs: [Option<Input>; 2],
    /// What else is not known, all at its low ends and all at its high ones.
    corners: [Vec<(Input, Set)>; 2],
    points: Points<'g>,
}

impl Filling<'_, '_, '_> {
    /// Decides what is open in a rectangle: at once where one verdict holds throughout, else half by half.
    fn fill(&mut self, columns: Range<usize>, rows: Range<usize>) -> Result<(), Fault> {
        if !self.points.is_open(&columns, &rows) {
            return Ok(());
        }
        let (model, place) = (&self.moving.model, Some(self.moving.place));
        let sides = [hull(self.points.columns, &columns), hull(self.points.rows, &rows)];
        let sides = self.inputs.iter().zip(sides);
        let changes: Vec<(Input, Set)> = sides.filter_map(|(input, side)| Some((input.clone()?, side?))).collect();
        let is_point = columns.len() == 1 && rows.len() == 1;
        let verdict = if is_point {
            Some(self.evaluator.verdict_where(model, place, self.outcome, &changes)?)
        } else {
            let [low, high] = &self.corners;
            self.evaluator.verdict_throughout(model, place, self.outcome, &changes, [low, high])?
        };
        if verdict.is_some() {
            for row in rows {
                columns.clone().for_each(|column| self.points.set(column, row, verdict));
            }
            return Ok(());
        }
        if columns.len() >= rows.len() {
            let middle = columns.start + columns.len() / 2;
            self.fill(columns.start..middle, rows.clone())?;
            self.fill(middle..columns.end, rows)
        } else {
            let middle = rows.start + rows.len() / 2;
            self.fill(columns.clone(), rows.start..middle)?;
            self.fill(columns, middle..rows.end)
        }
    }
}

/// All values from the least to the greatest of some; `None` where there is none.
fn hull(sets: &[Option<Set>], places: &Range<usize>) -> Option<Set> {
    sets.get(places.clone())?
        .iter()
        .flatten()
        .fold(None, |known: Option<Set>, set| Some(known.map_or_else(|| set.clone(), |known| known.hull(set))))
}

/// The moving values written into rows of doubles, one program for each reading.
struct Fast<'m> {
    programs: Vec<(Prepared<'m>, Row<'m>, Vec<Vec<usize>>)>,
    found: Vec<Option<Verdict>>,
    one: Vec<Option<Verdict>>,
}

impl<'m> Fast<'m> {
    fn of(moving: &'m Moving<'_, '_>, readings: &'m [Circumstances], axes: &[&Axis<'_>]) -> Result<Self, Fault> {
        let mut programs = Vec::new();
        // What lies behind a reference is not written into a row.
        if axes.iter().all(|axis| axis.fact.is_some() || axis.param.is_some()) {
            let varied = Varied {
                facts: axes.iter().filter_map(|axis| axis.fact).collect(),
                params: axes.iter().filter_map(|axis| axis.param).collect(),
                ..Varied::default()
            };
            for circumstances in readings {
                let Question { policy, population, .. } = moving.question;
                let around = (&moving.model, Some(moving.place));
                let prepared = Prepared::around(policy, circumstances, population, around, &varied)?;
                let row = prepared.row(&moving.model, Some(moving.place));
                let places = |axis: &&Axis<'_>| match (axis.fact, axis.param) {
                    (Some(fact), _) => prepared.places_of_fact(fact),
                    (_, Some(param)) => prepared.places_of_param(param),
                    (None, None) => Vec::new(),
                };
                let places = axes.iter().map(places).collect();
                programs.push((prepared, row, places));
            }
        }
        Ok(Fast { programs, found: Vec::new(), one: Vec::new() })
    }

    /// The verdicts that are certain at these values of the axes: the same under every reading.
    fn at(&mut self, values: &[&Set]) -> &[Option<Verdict>] {
        self.found.clear();
        for (at, (prepared, row, places)) in self.programs.iter_mut().enumerate() {
            for (places, value) in places.iter().zip(values) {
                places.iter().for_each(|place| row.set_value(*place, value));
            }
            prepared.certain(row, &mut self.one);
            if at == 0 {
                self.found.extend_from_slice(&self.one);
            }
            for (known, one) in self.found.iter_mut().zip(&self.one) {
                *known = match (*known, *one) {
                    (Some(known), Some(one)) if known == one => Some(known),
                    (Some(_), Some(_)) => Some(Verdict::Undetermined),
                    _ => None,
                };
            }
        }
        &self.found
    }
}

fn number(value: Value) -> Option<Number> {
    if let Value::Number(number) = value { Some(number) } else { None }
}

/// Numbers in the unit of the axis; `None` for those outside of its domain.
fn points(numbers: &[Number], name: &str, axis: &Axis<'_>) -> Result<Vec<Option<Set>>, Vec<Diagnostic>> {
    let refused = |why: String, help: &str| Err(vec![Diagnostic::error(Code::Option, why).help(help)]);
    let Type::Number(Quantity { unit, .. }) = axis.ty else {
        let why = format!("{} is not a number: a grid has numbers as axes", quote(name));
        return refused(why, "give a fact or param that is a number");
    };
    let mut sets = Vec::with_capacity(numbers.len());
    for number in numbers {
        let text = number.to_string();
        let Ok(value) = Rational::parse_decimal(&text.replace("e+", "e")) else {
            let why = format!("{} cannot be {}", quote(name), quote(&text));
            return refused(why, "give a number as `1e25`, of fewer digits");
        };
        let set = Set::Number(Interval::point(&value * &unit.factor));
        sets.push(set.is_within(axis.domain).then_some(set));
    }
    Ok(sets)
}
