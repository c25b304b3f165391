//! How likely an outcome is as a line moves: three areas that fill the height, and where the verdict turns.
//!
//! In: points with their probabilities, an axis, the lines to mark. Out: the plot, and its words. Below is covered, hatched
//! is undetermined, above is not covered.

use super::axis::{self, Axis};
use super::figure::{Canvas, Drawn, MARGIN, Plane, WIDTH, at, pixel, plane, write};
use super::style::{
    self, COVERED, COVERED_DARK, GREY, HATCHED, INK, NOT_COVERED, NOT_COVERED_DARK, Role, Side, WHITE, stroke, text,
    width,
};
use plotters::element::{DashedPathElement, PathElement, Polygon, Rectangle, Text};
use plotters::style::RGBColor;

/// The height of the areas, of one row of marks above them, and the room for the numbers beside them, in pixels.
const AREA: f64 = 330.0;
const ROW: f64 = 24.0;
const LEFT: f64 = MARGIN + 58.0;
const RIGHT: f64 = WIDTH - MARGIN - 14.0;
/// Least pixels that an area must leave a word.
const ROOM: f64 = 26.0;

/// Probabilities along a line.
#[derive(Debug)]
pub(crate) struct Line {
    /// Over which values it moves.
    pub(crate) axis: Axis,
    /// In the order of the axis, at least two.
    pub(crate) points: Vec<Point>,
    /// What to mark along it.
    pub(crate) marks: Vec<Mark>,
}

/// The probabilities at one value.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Point {
    /// The value, in base units.
    pub(crate) value: f64,
    /// That the model is covered, from 0 to 1.
    pub(crate) covered: f64,
    /// That it is undetermined.
    pub(crate) undetermined: f64,
}

/// A value that is marked.
#[derive(Clone, Debug)]
pub(crate) struct Mark {
    /// The value, in base units.
    pub(crate) value: f64,
    /// What it is.
    pub(crate) label: String,
    /// Whether it is where the verdict turns, rather than a value to compare with.
    pub(crate) is_turn: bool,
}

impl Mark {
    fn role(&self) -> Role {
        if self.is_turn { Role::Label } else { Role::Tick }
    }

    fn color(&self) -> RGBColor {
        if self.is_turn { INK } else { GREY }
    }
}

/// One of the three areas, between two heights at each point.
struct Band {
    word: &'static str,
    fill: RGBColor,
    ink: RGBColor,
    /// The place along the axis, the lower and the upper height.
    edges: Vec<(f64, f64, f64)>,
}

impl Band {
    /// The place that halves its area, roughly.
    fn middle(&self) -> f64 {
        let thickness = |edge: &(f64, f64, f64)| edge.2 - edge.1;
        let all: f64 = self.edges.iter().map(thickness).sum();
        let places: f64 = self.edges.iter().map(|edge| edge.0 * thickness(edge)).sum();
        if all > 0.0 { places / all } else { 0.0 }
    }
}

impl Line {
    fn rows(&self) -> usize {
        self.placed().iter().map(|(_, _, row)| row + 1).max().unwrap_or(0)
    }

    /// How high it is, in pixels.
    pub(crate) fn height(&self) -> f64 {
        self.rows() as f64 * ROW + 6.0 + AREA + axis::HEIGHT
    }

    /// What it shows, in words.
    pub(crate) fn in_words(&self) -> String {
        let percent = |share: f64| format!("{:.0} %", share * 100.0);
        let ends = self.points.first().zip(self.points.last());
        let told = ends.map_or_else(String::new, |(first, last)| {
            format!(
                "Covered with {} at the left end and {} at the right end; undetermined with {} and {}.",
                percent(first.covered),
                percent(last.covered),
                percent(first.undetermined),
                percent(last.undetermined)
            )
        });
        self.marks.iter().fold(told, |told, mark| format!("{told} Marked: {}.", mark.label))
    }

    /// Draws it below `top`.
    pub(crate) fn draw(&self, canvas: &Canvas<'_>, top: f64) -> Drawn {
        let upper = top + self.rows() as f64 * ROW + 6.0;
        let plane = plane(canvas, (LEFT, RIGHT), (upper, upper + AREA), (self.axis.range(), 0.0..1.0));
        let bands = self.bands();
        for band in &bands {
            let below = band.edges.iter().map(|(x, low, _)| (*x, *low));
            let above = band.edges.iter().rev().map(|(x, _, high)| (*x, *high));
            plane.draw(&Polygon::new(below.chain(above).collect::<Vec<_>>(), band.fill))?;
        }
        self.draw_grid(canvas, &plane)?;
        for band in &bands {
            let edge: Vec<(f64, f64)> = band.edges.iter().map(|(x, low, _)| (*x, *low)).collect();
            if band.word != "covered" {
                plane.draw(&PathElement::new(edge, stroke(INK, 1.6)))?;
            }
        }
        self.draw_marks(canvas, &plane, top)?;
        for band in &bands {
            self.draw_word(&plane, band)?;
        }
        self.axis.draw_below(&plane, 0.0, self.scale())
    }

    fn draw_marks(&self, canvas: &Canvas<'_>, plane: &Plane<'_>, top: f64) -> Drawn {
        let placed = self.placed();
        let height = |row: usize| top + row as f64 * ROW + ROW / 2.0;
        for (mark, _, row) in &placed {
            let (column, floor) = at(plane, (self.axis.place(mark.value), 0.0), (0.0, 0.0));
            let from = (column, pixel(0.0, height(*row) - 8.0).1);
            canvas.draw(&DashedPathElement::new([from, (column, floor)], 60, 40, stroke(mark.color(), 1.8)))?;
        }
        for (mark, x, row) in placed {
            let y = height(row);
            let half = width(&mark.label, mark.role()) / 2.0 + 3.0;
            let ground = [pixel(x - half, y - 11.0), pixel(x + half, y + 10.0)];
            canvas.draw(&Rectangle::new(ground, style::filled(WHITE)))?;
            write(canvas, &mark.label, (x, y), mark.role(), mark.color(), Side::Middle)?;
        }
        Ok(())
    }

    /// Pixels to one place of the axis.
    fn scale(&self) -> f64 {
        let range = self.axis.range();
        (RIGHT - LEFT) / (range.end - range.start)
    }

    fn bands(&self) -> Vec<Band> {
        let edges = |pick: &dyn Fn(&Point) -> (f64, f64)| {
            let edge = |point: &Point| {
                let (low, high) = pick(point);
                (self.axis.place(point.value), low, high)
            };
            self.points.iter().map(edge).collect()
        };
        let open = |point: &Point| (point.covered + point.undetermined).min(1.0);
        vec![
            Band { word: "covered", fill: COVERED, ink: COVERED_DARK, edges: edges(&|point| (0.0, point.covered)) },
            Band { word: "undetermined", fill: HATCHED, ink: INK, edges: edges(&|point| (point.covered, open(point))) },
            Band {
                word: "not covered",
                fill: NOT_COVERED,
                ink: NOT_COVERED_DARK,
                edges: edges(&|point| (open(point), 1.0)),
            },
        ]
    }

    fn draw_grid(&self, canvas: &Canvas<'_>, plane: &Plane<'_>) -> Drawn {
        let range = self.axis.range();
        let probability = Axis::of_probability("");
        for (height, label) in probability.numbered() {
            plane.draw(&PathElement::new(vec![(range.start, height), (range.end, height)], stroke(WHITE, 0.8)))?;
            let place = at(plane, (range.start, height), (-9.0, 0.0));
            canvas.draw(&Text::new(label.to_owned(), place, text(Role::Tick, INK, Side::Left)))?;
        }
        Ok(())
    }

    /// Each mark with the pixels at which its text is centred, and the row it stands in: texts never run into each other.
    /// Of several marks the first has its text to the left of its line and the last to the right, where there is room.
    fn placed(&self) -> Vec<(&Mark, f64, usize)> {
        let range = self.axis.range();
        let place = |mark: &Mark| self.axis.place(mark.value);
        let mut marks: Vec<&Mark> = self.marks.iter().filter(|mark| range.contains(&place(mark))).collect();
        marks.sort_by(|a, b| a.value.total_cmp(&b.value));
        let last = marks.len().saturating_sub(1);
        let mut taken: Vec<(f64, f64, usize)> = Vec::new();
        let mut placed = Vec::new();
        for (at, mark) in marks.into_iter().enumerate() {
            let half = width(&mark.label, mark.role()) / 2.0;
            let column = LEFT + (place(mark) - range.start) * self.scale();
            let aside = match at {
                _ if last == 0 => 0.0,
                0 => -(half + 5.0),
                at if at == last => half + 5.0,
                _ => 0.0,
            };
            let x = (column + aside).clamp(MARGIN + half, (WIDTH - MARGIN - half).max(MARGIN + half));
            let (from, to) = (x - half - 5.0, x + half + 5.0);
            let is_free = |row: usize| taken.iter().all(|(a, b, other)| *other != row || to <= *a || from >= *b);
            let row = (0..).find(|row| is_free(*row)).unwrap_or(0);
            taken.push((from, to, row));
            placed.push((mark, x, row));
        }
        placed
    }

    /// Writes a band's word where it is widest, clear of what is marked; beside it where it is too thin.
    fn draw_word(&self, plane: &Plane<'_>, band: &Band) -> Drawn {
        let half = width(band.word, Role::Label) / 2.0 / self.scale() + 8.0 / self.scale();
        let range = self.axis.range();
        let marked: Vec<f64> = self.marks.iter().map(|mark| self.axis.place(mark.value)).collect();
        let room_at = |(x, ..): &(f64, f64, f64)| {
            let (from, to) = (x - half, x + half);
            if from < range.start || to > range.end || marked.iter().any(|mark| (from..=to).contains(mark)) {
                return None;
            }
            let over = || band.edges.iter().filter(|(place, ..)| (from..=to).contains(place));
            let low = over().map(|(_, low, _)| *low).fold(0.0, f64::max);
            let high = over().map(|(_, _, high)| *high).fold(1.0, f64::min);
            Some((*x, low, high)).filter(|_| (high - low) * AREA >= ROOM)
        };
        let rooms: Vec<(f64, f64, f64)> = band.edges.iter().filter_map(room_at).collect();
        let widest = rooms.iter().map(|(_, low, high)| high - low).fold(0.0, f64::max);
        // Of the places with much room the one nearest to the middle of the area.
        let middle = band.middle();
        let roomy = rooms.iter().filter(|(_, low, high)| high - low >= 0.7 * widest);
        let best = roomy.min_by(|(a, ..), (b, ..)| (a - middle).abs().total_cmp(&(b - middle).abs()));
        if let Some((x, low, high)) = best.copied() {
            // Clear of the lines at a quarter, a half and three quarters, where there is room beside them.
            let middle = (low + high) / 2.0;
            let clear = [0.375, 0.625, 0.125, 0.875].into_iter().find(|clear| {
                let edge = ROOM / 2.0 / AREA;
                clear - low >= edge && high - clear >= edge && (clear - middle).abs() <= 0.13
            });
            let middle = clear.unwrap_or(middle);
            if band.word == "undetermined" {
                self.draw_plate(plane, (x, middle), band.word)?;
            }
            let place = at(plane, (x, middle), (0.0, 0.0));
            let style = text(Role::Label, band.ink, Side::Middle);
            return plane.strip_coord_spec().draw(&Text::new(band.word, place, style));
        }
        self.draw_word_beside(plane, band, half)
    }

    /// A band that is too thin for its word gets it beside the thickest place, with a line to it.
    fn draw_word_beside(&self, plane: &Plane<'_>, band: &Band, half: f64) -> Drawn {
        let thickness = |edge: &&(f64, f64, f64)| edge.2 - edge.1;
        let thickest = band.edges.iter().max_by(|a, b| thickness(a).total_cmp(&thickness(b)));
        let Some((x, low, high)) = thickest.filter(|edge| thickness(edge) > 0.003) else { return Ok(()) };
        let range = self.axis.range();
        let middle = (low + high) / 2.0;
        // Towards the middle of the picture, where there is room.
        let up = if middle < 0.5 { -44.0 } else { 44.0 };
        let centre = x.clamp(range.start + half, range.end - half);
        let (column, height) = at(plane, (centre, middle), (0.0, up));
        let canvas = plane.strip_coord_spec();
        let tip = at(plane, (*x, middle), (0.0, 0.0));
        let near = (column, height - pixel(0.0, up.signum() * 12.0).1);
        canvas.draw(&PathElement::new(vec![near, tip], stroke(INK, 1.2)))?;
        self.draw_plate(plane, (centre, middle - up / AREA), band.word)?;
        canvas.draw(&Text::new(band.word, (column, height), text(Role::Label, band.ink, Side::Middle)))
    }

    /// A light ground for a word over a hatch or a line.
    fn draw_plate(&self, plane: &Plane<'_>, (x, y): (f64, f64), word: &str) -> Drawn {
        let half = width(word, Role::Label) / 2.0 + 6.0;
        let corners = [at(plane, (x, y), (-half, -12.0)), at(plane, (x, y), (half, 12.0))];
        let ground = style::filled(WHITE);
        plane.strip_coord_spec().draw(&Rectangle::new(corners, ground))
    }
}
