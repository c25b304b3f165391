//! Axes: which values a plot spans, and how they are marked.
//!
//! In: two ends, a unit or days. Out: places along the axis, and marks at round values in the words of the field: decades as
//! 1e24 and 1e25 where it spans some.

use super::figure::{Drawn, Plane, at};
use super::style::{GREY, INK, Role, Side, stroke, text, width};
use crate::cli::render::human;
use brightline::date::day_of;
use brightline::rational::Rational;
use brightline::schema::Type;
use brightline::unit::Unit;
use plotters::element::PathElement;
use std::ops::Range;

/// Most marks with a number along an axis of full width.
const MOST_MARKS: f64 = 8.0;
/// Days of a span that is marked by days.
const SHORT: f64 = 92.0;
/// Least pixels between two numbers.
const GAP: f64 = 12.0;
/// How far below the axis its numbers and its title stand, in pixels.
const NUMBERS: f64 = 20.0;
const TITLE: f64 = 46.0;
/// The height of it all.
pub(crate) const HEIGHT: f64 = 60.0;

/// Values along a line.
#[derive(Clone, Debug)]
pub(crate) struct Axis {
    /// What is shown, with its unit.
    title: String,
    /// How many base units one of what is shown is.
    factor: f64,
    is_log: bool,
    /// The ends, as places.
    range: Range<f64>,
    marks: Vec<Mark>,
}

/// A place with a number, or a small one without.
#[derive(Clone, Debug)]
struct Mark {
    place: f64,
    label: Option<String>,
}

impl Axis {
    /// An axis of values in base units, or of days by their number; by order of magnitude where `is_log` says so.
    pub(crate) fn new(title: &str, ty: &Type, (lo, hi): (f64, f64), is_log: bool) -> Self {
        let Type::Number(quantity) = ty else {
            return Axis { title: title.to_owned(), factor: 1.0, is_log: false, range: lo..hi, marks: days(lo, hi) };
        };
        let unit = &quantity.unit;
        let factor = unit.factor.to_f64_for_show();
        let (lo, hi) = (lo / factor, hi / factor);
        let is_log = is_log && lo > 0.0;
        let (range, marks) = match is_log {
            true => (libm::log10(lo)..libm::log10(hi), decades(lo, hi, unit)),
            false => (lo..hi, evenly(lo, hi, unit)),
        };
        let title = if unit.symbol.is_empty() { title.to_owned() } else { format!("{title} ({})", unit.symbol) };
        Axis { title, factor, is_log, range, marks }
    }

    /// An axis of probabilities.
    pub(crate) fn of_probability(title: &str) -> Self {
        let mark = |quarter: u8| Mark {
            place: f64::from(quarter) / 4.0,
            label: Some(format!("{} %", u32::from(quarter) * 25)),
        };
        let marks = (0..=4).map(mark).collect();
        Axis { title: title.to_owned(), factor: 1.0, is_log: false, range: 0.0..1.0, marks }
    }

    /// The place of a value in base units.
    pub(crate) fn place(&self, value: f64) -> f64 {
        let shown = value / self.factor;
        if self.is_log { libm::log10(shown) } else { shown }
    }

    /// The value in base units at a place.
    pub(crate) fn value(&self, place: f64) -> f64 {
        self.factor * if self.is_log { libm::exp10(place) } else { place }
    }

    /// The places of its ends.
    pub(crate) fn range(&self) -> Range<f64> {
        self.range.clone()
    }

    /// The places of the numbers.
    pub(crate) fn numbered(&self) -> impl Iterator<Item = (f64, &str)> {
        self.marks.iter().filter_map(|mark| Some((mark.place, mark.label.as_deref()?)))
    }

    /// Draws it along the lower edge of a plane, which is at the height `bottom`, with so many pixels to a place.
    pub(crate) fn draw_below(&self, plane: &Plane<'_>, bottom: f64, scale: f64) -> Drawn {
        let Range { start, end } = self.range;
        plane.draw(&PathElement::new(vec![(start, bottom), (end, bottom)], stroke(GREY, 1.0)))?;
        let mut free = f64::NEG_INFINITY;
        for mark in &self.marks {
            let length = if mark.label.is_some() { 7.0 } else { 4.0 };
            let tick = |down: f64| at(plane, (mark.place, bottom), (0.0, down));
            plane.strip_coord_spec().draw(&PathElement::new(vec![tick(0.0), tick(length)], stroke(GREY, 1.0)))?;
            let Some(label) = &mark.label else { continue };
            let half = width(label, Role::Tick) / 2.0;
            let middle = (mark.place - start) * scale;
            if middle - half < free {
                continue;
            }
            free = middle + half + GAP;
            plane.strip_coord_spec().draw(&plotters::element::Text::new(
                label.clone(),
                tick(NUMBERS),
                text(Role::Tick, INK, Side::Middle),
            ))?;
        }
        let middle = at(plane, ((start + end) / 2.0, bottom), (0.0, TITLE));
        let style = text(Role::Tick, GREY, Side::Middle);
        plane.strip_coord_spec().draw(&plotters::element::Text::new(self.title.clone(), middle, style))
    }
}

/// A number in the words of the field, without its unit; `value` is in that unit.
fn shown(values: &[Rational], unit: &Unit) -> Vec<String> {
    let base: Vec<Rational> = values.iter().map(|value| value * &unit.factor).collect();
    human::beside(&base.iter().collect::<Vec<_>>(), unit)
}

/// Powers of ten, with smaller marks between; where there are few, twice and five times these as well.
fn decades(lo: f64, hi: f64, unit: &Unit) -> Vec<Mark> {
    let inside = |value: f64| value >= lo * (1.0 - 1e-9) && value <= hi * (1.0 + 1e-9);
    let (first, last) = (libm::floor(libm::log10(lo)) as i64, libm::ceil(libm::log10(hi)) as i64);
    let whole = (first..=last).filter(|power| inside(libm::exp10(*power as f64))).count();
    let step = libm::ceil(whole as f64 / (MOST_MARKS + 2.0)).max(1.0) as i64;
    let mut marks = Vec::new();
    for power in first..=last {
        for digit in 1..=9_i64 {
            let value = digit as f64 * libm::exp10(power as f64);
            if !inside(value) || (step > 1 && digit > 1) {
                continue;
            }
            let is_numbered = (digit == 1 && (power - first) % step == 0) || (whole < 3 && matches!(digit, 2 | 5));
            let exact = &Rational::from(digit) * &Rational::power_of_ten(power);
            let label = is_numbered.then(|| shown(&[exact], unit).concat());
            marks.push(Mark { place: libm::log10(value), label });
        }
    }
    marks
}

/// Multiples of a round step.
fn evenly(lo: f64, hi: f64, unit: &Unit) -> Vec<Mark> {
    let raw = (hi - lo) / (MOST_MARKS - 2.0);
    let power = libm::floor(libm::log10(raw)) as i64;
    let digits = raw / libm::exp10(power as f64);
    let tenths = [10, 20, 25, 50, 100].into_iter().find(|tenths| f64::from(*tenths) >= digits * 10.0).unwrap_or(100);
    let step = &Rational::from(i64::from(tenths)) * &Rational::power_of_ten(power - 1);
    let size = step.to_f64_for_show();
    let (first, last) = (libm::ceil(lo / size - 1e-9) as i64, libm::floor(hi / size + 1e-9) as i64);
    let values: Vec<Rational> = (first..=last).map(|count| &step * &Rational::from(count)).collect();
    let labels = shown(&values, unit);
    let mark = |(value, label): (&Rational, String)| Mark { place: value.to_f64_for_show(), label: Some(label) };
    values.iter().zip(labels).map(mark).collect()
}

/// The firsts of months, or of years; of a short span some of its days.
fn days(lo: f64, hi: f64) -> Vec<Mark> {
    if hi - lo < SHORT {
        let step =
            [1, 2, 7, 14].into_iter().find(|step| (hi - lo) / f64::from(*step) <= MOST_MARKS - 1.0).unwrap_or(14);
        let mark = |day: i64| Mark { place: day as f64, label: Some(day_of(day).to_string()) };
        return (lo as i64..=hi as i64).step_by(step as usize).map(mark).collect();
    }
    let (first, last) = (day_of(lo as i64), day_of(hi as i64));
    let month_of = |day: brightline::date::Date| i32::from(day.year()) * 12 + i32::from(day.month()) - 1;
    let (from, to) = (month_of(first), month_of(last));
    let step = [1, 2, 3, 6, 12, 24, 60, 120, 240].into_iter().find(|step| f64::from((to - from) / step) <= MOST_MARKS);
    let step = step.unwrap_or(1_200);
    let mark = |month: i32| {
        let (year, month) = (month.div_euclid(12), month.rem_euclid(12) + 1);
        let label = if step < 12 { format!("{year}-{month:02}") } else { year.to_string() };
        let day = brightline::date::parse_date(&format!("{year:04}-{month:02}-01"))?;
        let place = brightline::date::day_number(day) as f64;
        (lo..=hi).contains(&place).then_some(Mark { place, label: Some(label) })
    };
    (from..=to).filter(|month| month.rem_euclid(step) == 0).filter_map(mark).collect()
}
