//! What each uncertain input does to the probability of being covered: one bar for each, the longest above.
//!
//! In: bars with the probability at both ends, and what the input is there. Out: the plot, and its words. Each end is labelled
//! with its value; an input that does nothing keeps its row.

use super::axis::{self, Axis};
use super::figure::{Canvas, Drawn, MARGIN, Plane, WIDTH, at, plane, write};
use super::style::{
    self, COVERED, COVERED_DARK, GREY, HATCHED, INK, LIGHT, NOT_COVERED, NOT_COVERED_DARK, Role, Side, WHITE, stroke,
    text, width, wrap,
};
use plotters::element::{DashedPathElement, PathElement, Rectangle, Text};
use plotters::style::RGBColor;

/// The room for names, and for a value beyond each end of the axis, in pixels.
const NAMES: f64 = 210.0;
const BESIDE: f64 = 132.0;
const LEFT: f64 = MARGIN + NAMES + BESIDE;
const RIGHT: f64 = WIDTH - MARGIN - BESIDE;
/// The height of the mark above, of one row, and of a bar in it.
const HEAD: f64 = 46.0;
const ROW: f64 = 46.0;
const BAR: f64 = 28.0;
/// The room for what is undetermined, above the bars.
const OPEN: f64 = 36.0;
const LINE: f64 = 18.0;
/// The least difference that is drawn as a bar.
const LEAST: f64 = 0.002;

/// The bars.
#[derive(Debug)]
pub(crate) struct Tornado {
    /// The probability with every input as it is.
    pub(crate) base: f64,
    /// It in words, with its error.
    pub(crate) base_label: String,
    /// The probability of undetermined with every input as it is.
    pub(crate) undetermined: f64,
    /// It in words.
    pub(crate) undetermined_label: String,
    /// One for each input, the longest first.
    pub(crate) bars: Vec<Bar>,
}

/// What one input does.
#[derive(Debug)]
pub(crate) struct Bar {
    /// Its name.
    pub(crate) name: String,
    /// Its low end and its high end.
    pub(crate) ends: [End; 2],
}

/// An end of a bar.
#[derive(Debug)]
pub(crate) struct End {
    /// The value of the input, with its unit.
    pub(crate) value: String,
    /// The probability of being covered there.
    pub(crate) covered: f64,
}

impl Tornado {
    /// How high it is, in pixels.
    pub(crate) fn height(&self) -> f64 {
        self.head() + self.bars.len() as f64 * self.row() + axis::HEIGHT + 4.0
    }

    /// What it shows, in words.
    pub(crate) fn in_words(&self) -> String {
        let percent = |share: f64| format!("{:.1} %", share * 100.0);
        let bar = |Bar { name, ends: [low, high] }: &Bar| {
            let (from, to) = (percent(low.covered), percent(high.covered));
            format!("{name}: {from} at {} and {to} at {}.", low.value, high.value)
        };
        let bars: Vec<String> = self.bars.iter().map(bar).collect();
        format!("Covered with {}. {}", self.base_label, bars.join(" "))
    }

    /// Draws it below `top`.
    pub(crate) fn draw(&self, canvas: &Canvas<'_>, top: f64) -> Drawn {
        let count = self.bars.len() as f64;
        let upper = top + self.head();
        let axis = Axis::of_probability("probability of being covered");
        let plane = plane(canvas, (LEFT, RIGHT), (upper, upper + count * self.row()), (axis.range(), count..0.0));
        for (place, _) in axis.numbered() {
            plane.draw(&PathElement::new(vec![(place, 0.0), (place, count)], stroke(LIGHT, 1.0)))?;
        }
        for (row, bar) in self.bars.iter().enumerate() {
            self.draw_bar(&plane, row as f64 + 0.5, bar)?;
        }
        self.draw_base(canvas, &plane, top, count)?;
        self.draw_undetermined(canvas, &plane)?;
        axis.draw_below(&plane, count, RIGHT - LEFT)
    }

    /// The height of a row: the longest name fits into its own.
    fn row(&self) -> f64 {
        let lines = self.bars.iter().map(|bar| wrap(&bar.name, Role::Tick, NAMES).len()).max().unwrap_or(0);
        ROW.max(lines as f64 * LINE + 12.0)
    }

    fn head(&self) -> f64 {
        if self.undetermined > 0.0 { HEAD + OPEN } else { HEAD }
    }

    /// What more would be covered if all that is open came out so: hatched, beyond what is covered.
    fn draw_undetermined(&self, canvas: &Canvas<'_>, plane: &Plane<'_>) -> Drawn {
        if self.undetermined <= 0.0 {
            return Ok(());
        }
        let end = self.base + self.undetermined;
        let corners = [at(plane, (self.base, 0.0), (0.0, 6.0 - OPEN)), at(plane, (end, 0.0), (0.0, -8.0))];
        canvas.draw(&Rectangle::new(corners, style::filled(HATCHED)))?;
        let words = format!("undetermined {}", self.undetermined_label);
        let middle = (6.0 - OPEN - 8.0) / 2.0;
        let half = width(&words, Role::Tick) / 2.0 + 6.0;
        let (place, right) = match LEFT + end * (RIGHT - LEFT) + 2.0 * half + 8.0 < WIDTH - MARGIN {
            true => (end, half + 4.0),
            false if self.undetermined * (RIGHT - LEFT) > 2.0 * half + 20.0 => ((self.base + end) / 2.0, 0.0),
            false => (self.base, -half - 6.0),
        };
        let ground = [-1.0, 1.0].map(|side| at(plane, (place, 0.0), (right + side * half, middle + side * 11.5)));
        canvas.draw(&Rectangle::new(ground, style::filled(WHITE)))?;
        let words = Text::new(words, at(plane, (place, 0.0), (right, middle)), text(Role::Tick, INK, Side::Middle));
        canvas.draw(&words)
    }

    fn draw_base(&self, canvas: &Canvas<'_>, plane: &Plane<'_>, top: f64, count: f64) -> Drawn {
        let label = format!("as it is: {}", self.base_label);
        let half = width(&label, Role::Label) / 2.0;
        let middle = (LEFT + self.base * (RIGHT - LEFT)).clamp(LEFT - BESIDE + half, RIGHT + BESIDE - half);
        write(canvas, &label, (middle, top + HEAD - 14.0), Role::Label, INK, Side::Middle)?;
        let ends =
            [at(plane, (self.base, 0.0), (0.0, HEAD - self.head() - 2.0)), at(plane, (self.base, count), (0.0, 0.0))];
        canvas.draw(&DashedPathElement::new(ends, 60, 40, stroke(INK, 1.6)))
    }

    fn draw_bar(&self, plane: &Plane<'_>, row: f64, bar: &Bar) -> Drawn {
        let canvas = plane.strip_coord_spec();
        let name = wrap(&bar.name, Role::Tick, NAMES);
        let first = -(name.len() as f64 - 1.0) / 2.0 * LINE;
        for (line, words) in name.iter().enumerate() {
            let place = at(plane, (0.0, row), (-BESIDE - NAMES, first + line as f64 * LINE));
            canvas.draw(&Text::new(words.clone(), place, text(Role::Tick, INK, Side::Right)))?;
        }
        let [low, high] = &bar.ends;
        if (low.covered - high.covered).abs() < LEAST {
            return self.draw_nothing(plane, row, bar);
        }
        let colors = [(NOT_COVERED, NOT_COVERED_DARK), (COVERED, COVERED_DARK)];
        // Where both ends lie on one side of what is, each has half of the height.
        let opposite = (low.covered - self.base) * (high.covered - self.base) <= 0.0;
        for (at_end, (end, (fill, _))) in bar.ends.iter().zip(colors).enumerate() {
            let (up, down) = match (opposite, at_end) {
                (true, _) => (-BAR / 2.0, BAR / 2.0),
                (false, 0) => (-BAR / 2.0, 0.0),
                (false, _) => (0.0, BAR / 2.0),
            };
            let corners = [at(plane, (self.base, row), (0.0, up)), at(plane, (end.covered, row), (0.0, down))];
            canvas.draw(&Rectangle::new(corners, style::filled(fill)))?;
        }
        let is_low_left = low.covered <= high.covered;
        for (at_end, (end, (_, ink))) in bar.ends.iter().zip(colors).enumerate() {
            let is_left = (at_end == 0) == is_low_left;
            // Both ends on one side: the outer one has its value beyond it, the inner one beyond the base.
            let edge = match is_left {
                true => end.covered.min(self.base),
                false => end.covered.max(self.base),
            };
            self.draw_value(plane, (edge, row), (&end.value, ink), is_left)?;
        }
        Ok(())
    }

    /// An input whose ends have one probability.
    fn draw_nothing(&self, plane: &Plane<'_>, row: f64, bar: &Bar) -> Drawn {
        let canvas = plane.strip_coord_spec();
        let ends = [-BAR / 2.0, BAR / 2.0].map(|down| at(plane, (self.base, row), (0.0, down)));
        canvas.draw(&PathElement::new(ends.to_vec(), stroke(INK, 3.0)))?;
        let [low, high] = &bar.ends;
        let words = format!("no effect seen: {} .. {}", low.value, high.value);
        let room = RIGHT + BESIDE - (LEFT + self.base * (RIGHT - LEFT)) - 10.0;
        self.draw_value(plane, (self.base, row), (&words, GREY), width(&words, Role::Tick) > room)
    }

    /// A value beyond an edge, on a white ground over the grid; broken where it is wider than the room there.
    fn draw_value(&self, plane: &Plane<'_>, edge: (f64, f64), (words, ink): (&str, RGBColor), is_left: bool) -> Drawn {
        let canvas = plane.strip_coord_spec();
        let inside = if is_left { edge.0 } else { 1.0 - edge.0 } * (RIGHT - LEFT);
        let lines = wrap(words, Role::Tick, BESIDE + inside - 10.0);
        let first = -(lines.len() as f64 - 1.0) / 2.0 * LINE;
        for (line, words) in lines.iter().enumerate() {
            let down = first + line as f64 * LINE;
            let reach = width(words, Role::Tick) + 4.0;
            let (from, to, x, side) = match is_left {
                true => (-reach - 5.0, -2.0, -7.0, Side::Left),
                false => (2.0, reach + 5.0, 7.0, Side::Right),
            };
            let ground = [at(plane, edge, (from, down - 9.0)), at(plane, edge, (to, down + 9.0))];
            canvas.draw(&Rectangle::new(ground, style::filled(WHITE)))?;
            canvas.draw(&Text::new(words.clone(), at(plane, edge, (x, down)), text(Role::Tick, ink, side)))?;
        }
        Ok(())
    }
}
