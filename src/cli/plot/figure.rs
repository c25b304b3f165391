//! Figures: panels below each other, with one caption.
//!
//! In: panels as data, the lines of the caption. Out: an SVG. Each panel is a heading and a plot; nothing here knows what
//! it shows.

use super::density::Density;
use super::line::Line;
use super::style::{self, GREY, INK, Role, Side, UNITS, text, wrap};
use super::svg::{Svg, document};
use super::tornado::Tornado;
use plotters::coord::Shift;
use plotters::coord::cartesian::Cartesian2d;
use plotters::coord::types::RangedCoordf64;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind, IntoDrawingArea};
use plotters::element::{PathElement, Text};
use std::convert::Infallible;
use std::ops::Range;

/// The width of every picture, in pixels.
pub(crate) const WIDTH: f64 = 960.0;
/// What is left free at its edges.
pub(crate) const MARGIN: f64 = 36.0;
/// Between two panels.
const BETWEEN: f64 = 30.0;
const TITLE_LINE: f64 = 30.0;
const SUBTITLE_LINE: f64 = 22.0;
const CAPTION_LINE: f64 = 19.0;

/// Whether something was drawn; the canvas never fails.
pub(crate) type Drawn = Result<(), DrawingAreaErrorKind<Infallible>>;
/// A part of the canvas.
pub(crate) type Canvas<'a> = DrawingArea<Svg<'a>, Shift>;
/// A part of it with coordinates of its own.
pub(crate) type Plane<'a> = DrawingArea<Svg<'a>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;

/// One plot with its heading.
#[derive(Debug)]
pub(crate) struct Panel {
    /// Of which model and which rule.
    pub(crate) title: String,
    /// What is shown.
    pub(crate) subtitle: String,
    /// The plot.
    pub(crate) plot: Plot,
}

/// What is drawn.
#[derive(Debug)]
pub(crate) enum Plot {
    /// Probabilities as a line moves.
    Line(Line),
    /// What each input does.
    Tornado(Tornado),
    /// Where the deciding input lies.
    Density(Box<Density>),
}

impl Plot {
    fn height(&self) -> f64 {
        match self {
            Plot::Line(line) => line.height(),
            Plot::Tornado(tornado) => tornado.height(),
            Plot::Density(density) => density.height(),
        }
    }

    fn draw(&self, canvas: &Canvas<'_>, top: f64) -> Drawn {
        match self {
            Plot::Line(line) => line.draw(canvas, top),
            Plot::Tornado(tornado) => tornado.draw(canvas, top),
            Plot::Density(density) => density.draw(canvas, top),
        }
    }

    /// What a screen reader says of it.
    fn in_words(&self) -> String {
        match self {
            Plot::Line(line) => line.in_words(),
            Plot::Tornado(tornado) => tornado.in_words(),
            Plot::Density(density) => density.in_words(),
        }
    }
}

/// The SVG of some panels; `caption` says below them where they come from.
pub(crate) fn svg(panels: &[Panel], caption: &[String]) -> Result<String, DrawingAreaErrorKind<Infallible>> {
    let room = WIDTH - 2.0 * MARGIN;
    let caption: Vec<String> = caption.iter().flat_map(|line| wrap(line, Role::Caption, room)).collect();
    let laid: Vec<Laid<'_>> = panels.iter().map(|panel| Laid::out(panel, room)).collect();
    let heights: f64 = laid.iter().map(|laid| laid.height() + BETWEEN).sum();
    let height = libm::ceil(MARGIN + heights + caption.len() as f64 * CAPTION_LINE + MARGIN - 10.0);
    let mut elements = String::new();
    {
        let canvas = Svg::new(&mut elements, WIDTH, height).into_drawing_area();
        let mut top = MARGIN;
        for laid in &laid {
            laid.draw(&canvas, top)?;
            top += laid.height() + BETWEEN;
        }
        let rule = [MARGIN, WIDTH - MARGIN].map(|x| pixel(x, top - BETWEEN / 2.0));
        canvas.draw(&PathElement::new(rule.to_vec(), style::stroke(style::LIGHT, 1.0)))?;
        for (at, line) in caption.iter().enumerate() {
            write(&canvas, line, (MARGIN, top + (at as f64 + 0.5) * CAPTION_LINE), Role::Caption, GREY, Side::Right)?;
        }
    }
    let titles: Vec<&str> = panels.iter().map(|panel| panel.title.as_str()).collect();
    let words: Vec<String> =
        panels.iter().map(|panel| format!("{}. {}. {}", panel.title, panel.subtitle, panel.plot.in_words())).collect();
    Ok(document(WIDTH, height, (&titles.join("; "), &words.join(" ")), &elements))
}

/// A panel whose heading is broken into lines.
struct Laid<'p> {
    panel: &'p Panel,
    title: Vec<String>,
    subtitle: Vec<String>,
}

impl<'p> Laid<'p> {
    fn out(panel: &'p Panel, room: f64) -> Self {
        let (title, subtitle) = (wrap(&panel.title, Role::Title, room), wrap(&panel.subtitle, Role::Subtitle, room));
        Laid { panel, title, subtitle }
    }

    fn heading(&self) -> f64 {
        self.title.len() as f64 * TITLE_LINE + self.subtitle.len() as f64 * SUBTITLE_LINE + 14.0
    }

    fn height(&self) -> f64 {
        self.heading() + self.panel.plot.height()
    }

    fn draw(&self, canvas: &Canvas<'_>, top: f64) -> Drawn {
        let mut y = top;
        for line in &self.title {
            write(canvas, line, (MARGIN, y + TITLE_LINE / 2.0), Role::Title, INK, Side::Right)?;
            y += TITLE_LINE;
        }
        for line in &self.subtitle {
            write(canvas, line, (MARGIN, y + SUBTITLE_LINE / 2.0), Role::Subtitle, GREY, Side::Right)?;
            y += SUBTITLE_LINE;
        }
        self.panel.plot.draw(canvas, top + self.heading())
    }
}

/// A place on the canvas, from pixels.
pub(crate) fn pixel(x: f64, y: f64) -> (i32, i32) {
    (libm::round(x * UNITS) as i32, libm::round(y * UNITS) as i32)
}

/// Writes one line of text, centred on the height `y`.
pub(crate) fn write(
    canvas: &Canvas<'_>,
    words: &str,
    (x, y): (f64, f64),
    role: Role,
    color: plotters::style::RGBColor,
    side: Side,
) -> Drawn {
    canvas.draw(&Text::new(words.to_owned(), pixel(x, y), text(role, color, side)))
}

/// A plane over a rectangle of the canvas, in pixels, whose coordinates run over `xs` to the right and `ys` upwards.
pub(crate) fn plane<'a>(
    canvas: &Canvas<'a>,
    (left, right): (f64, f64),
    (top, bottom): (f64, f64),
    (xs, ys): (Range<f64>, Range<f64>),
) -> Plane<'a> {
    let ((left, top), (right, bottom)) = (pixel(left, top), pixel(right, bottom));
    canvas.apply_coord_spec(Cartesian2d::new(xs, ys, (left..right, bottom..top)))
}

/// The place on the canvas of a point of a plane, moved by some pixels.
pub(crate) fn at(plane: &Plane<'_>, point: (f64, f64), (right, down): (f64, f64)) -> (i32, i32) {
    let (x, y) = plane.map_coordinate(&point);
    let (dx, dy) = pixel(right, down);
    (x + dx, y + dy)
}
