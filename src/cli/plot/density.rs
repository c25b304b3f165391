//! Where the input lies that decides an outcome, and the lines at which its verdict turns.
//!
//! In: a distribution, its pieces with their verdicts and probabilities. Out: the plot, and its words. The area of a piece is
//! its probability.

use super::axis::{self, Axis};
use super::figure::{Canvas, Drawn, MARGIN, WIDTH, at, pixel, plane, write};
use super::style::{COVERED, COVERED_DARK, HATCHED, INK, NOT_COVERED, NOT_COVERED_DARK, Role, Side, stroke, width};
use brightline::analysis::chance::distribution::Distribution;
use brightline::eval::result::Verdict;
use plotters::element::{DashedPathElement, PathElement, Polygon};
use plotters::style::RGBColor;

/// The height of the area, of the words above it, and of the row for the lines, in pixels.
const AREA: f64 = 250.0;
const WORDS: f64 = 30.0;
const ROW: f64 = 26.0;
const LEFT: f64 = MARGIN + 32.0;
const RIGHT: f64 = WIDTH - MARGIN - 28.0;
/// Steps of the curve.
const STEPS: usize = 400;

/// A distribution in pieces.
#[derive(Debug)]
pub(crate) struct Density {
    /// Over which values it is drawn.
    pub(crate) axis: Axis,
    /// The distribution.
    pub(crate) distribution: Distribution,
    /// The pieces, from the lowest values to the highest.
    pub(crate) pieces: Vec<Piece>,
    /// What lies between the pieces: its value in base units, and in words.
    pub(crate) lines: Vec<(f64, String)>,
}

/// Values with one verdict.
#[derive(Debug)]
pub(crate) struct Piece {
    /// The verdict.
    pub(crate) verdict: Verdict,
    /// How likely these values are, in words.
    pub(crate) share: String,
}

impl Density {
    /// How high it is, in pixels.
    pub(crate) fn height(&self) -> f64 {
        ROW + WORDS + AREA + axis::HEIGHT
    }

    /// What it shows, in words.
    pub(crate) fn in_words(&self) -> String {
        let pieces: Vec<String> =
            self.pieces.iter().map(|piece| format!("{} {}", word(piece.verdict), piece.share)).collect();
        let lines: Vec<&str> = self.lines.iter().map(|(_, label)| label.as_str()).collect();
        format!("From low to high values: {}. Lines: {}.", pieces.join(", "), lines.join(", "))
    }

    /// Draws it below `top`.
    pub(crate) fn draw(&self, canvas: &Canvas<'_>, top: f64) -> Drawn {
        let upper = top + ROW + WORDS;
        let range = self.axis.range();
        let scale = (RIGHT - LEFT) / (range.end - range.start);
        let curve = self.curve();
        let peak = curve.iter().map(|(_, height)| *height).fold(f64::MIN_POSITIVE, f64::max);
        let plane = plane(canvas, (LEFT, RIGHT), (upper, upper + AREA), (range.clone(), 0.0..peak * 1.04));
        let places: Vec<f64> = self.lines.iter().map(|(value, _)| self.axis.place(*value)).collect();
        let borders = || std::iter::once(range.start).chain(places.iter().copied()).chain([range.end]);
        let mut free = LEFT;
        for (piece, (from, to)) in self.pieces.iter().zip(borders().zip(borders().skip(1))) {
            let (fill, ink) = colors(piece.verdict);
            let inside = curve.iter().copied().filter(|(place, _)| (from..=to).contains(place));
            let ends = [from, to].map(|place| (place, height_at(&curve, place)));
            let [first, last] = ends;
            let outline: Vec<(f64, f64)> =
                std::iter::once((from, 0.0)).chain([first]).chain(inside).chain([last, (to, 0.0)]).collect();
            plane.draw(&Polygon::new(outline, fill))?;
            let words = format!("{} {}", word(piece.verdict), piece.share);
            let half = width(&words, Role::Label) / 2.0;
            let middle = LEFT + ((from + to) / 2.0 - range.start) * scale;
            let middle = middle.max(free + half).min(RIGHT - half);
            free = middle + half + 16.0;
            write(canvas, &words, (middle, top + ROW + WORDS / 2.0), Role::Label, ink, Side::Middle)?;
        }
        plane.draw(&PathElement::new(curve, stroke(INK, 1.6)))?;
        for ((_, label), place) in self.lines.iter().zip(&places) {
            let half = width(label, Role::Label) / 2.0;
            let x = (LEFT + (place - range.start) * scale).clamp(LEFT + half, RIGHT - half);
            write(canvas, label, (x, top + ROW / 2.0), Role::Label, INK, Side::Middle)?;
            let (column, floor) = at(&plane, (*place, 0.0), (0.0, 0.0));
            let from = pixel(0.0, upper - 2.0).1;
            canvas.draw(&DashedPathElement::new([(column, from), (column, floor)], 60, 40, stroke(INK, 1.8)))?;
        }
        self.axis.draw_below(&plane, 0.0, scale)
    }

    /// Places with the probability of the steps round them.
    fn curve(&self) -> Vec<(f64, f64)> {
        let range = self.axis.range();
        let step = (range.end - range.start) / STEPS as f64;
        let mass = |at: usize| {
            let from = range.start + at as f64 * step;
            if self.distribution.is_of_days() {
                // Each day is as likely, whatever lies between two.
                return (from + step / 2.0, 1.0);
            }
            let below = |place: f64| self.distribution.at_most(self.axis.value(place));
            (from + step / 2.0, below(from + step) - below(from))
        };
        (0..STEPS).map(mass).collect()
    }
}

/// The height of the curve at a place, or beside it where it is not drawn there.
fn height_at(curve: &[(f64, f64)], place: f64) -> f64 {
    let nearest = curve.iter().min_by(|(a, _), (b, _)| (a - place).abs().total_cmp(&(b - place).abs()));
    nearest.map_or(0.0, |(_, height)| *height)
}

fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Covered => "covered",
        Verdict::NotCovered => "not covered",
        Verdict::Undetermined => "undetermined",
    }
}

fn colors(verdict: Verdict) -> (RGBColor, RGBColor) {
    match verdict {
        Verdict::Covered => (COVERED, COVERED_DARK),
        Verdict::NotCovered => (NOT_COVERED, NOT_COVERED_DARK),
        Verdict::Undetermined => (HATCHED, INK),
    }
}
