//! The canvas: what plots draw, as SVG.
//!
//! In: shapes and texts. Out: elements of an SVG. Each text carries the width it was laid out with, so that the picture
//! keeps its layout whatever fonts a machine has; the hatch is a pattern.

use super::style::{HATCH_STROKE, HATCHED, UNITS, in_pixels};
use plotters_backend::text_anchor::HPos;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontStyle,
};
use std::convert::Infallible;

/// The fonts of a text: the one it was measured with, then what most machines have.
pub(super) const FONT: &str = "Noto Sans";
const FALLBACK: &str = "Helvetica Neue, Helvetica, Arial, Liberation Sans, sans-serif";
const HATCH: &str = "undetermined";

/// An SVG that is being written.
pub(crate) struct Svg<'a> {
    out: &'a mut String,
    /// Its width and height in units of the canvas.
    size: (u32, u32),
}

type Done = Result<(), DrawingErrorKind<Infallible>>;

impl<'a> Svg<'a> {
    /// A canvas of a size in pixels; its elements are appended to `out`.
    pub(crate) fn new(out: &'a mut String, width: f64, height: f64) -> Self {
        Svg { out, size: ((width * UNITS) as u32, (height * UNITS) as u32) }
    }
}

/// A whole SVG of a size in pixels round its elements, with what a screen reader says of it.
pub(crate) fn document(width: f64, height: f64, (title, description): (&str, &str), elements: &str) -> String {
    let (title, description) = (escaped(title), escaped(description));
    let stroke = hex((HATCH_STROKE.0, HATCH_STROKE.1, HATCH_STROKE.2));
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         role=\"img\" aria-labelledby=\"title description\" font-family=\"{FONT}, {FALLBACK}\">\n\
         <title id=\"title\">{title}</title>\n<desc id=\"description\">{description}</desc>\n\
         <defs><pattern id=\"{HATCH}\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">\
         <rect width=\"7\" height=\"7\" fill=\"#f4f4f4\"/><rect width=\"1.8\" height=\"7\" fill=\"{stroke}\"/></pattern></defs>\n\
         <rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>\n{elements}</svg>\n"
    )
}

impl DrawingBackend for Svg<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Done {
        Ok(())
    }

    fn present(&mut self) -> Done {
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, color: BackendColor) -> Done {
        self.draw_rect((x, y), (x + 1, y + 1), &color, true)
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Done {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(&mut self, a: BackendCoord, b: BackendCoord, style: &S, fill: bool) -> Done {
        let [x, y] = [pixels(a.0.min(b.0)), pixels(a.1.min(b.1))];
        let [width, height] = [pixels((a.0 - b.0).abs()), pixels((a.1 - b.1).abs())];
        let paint = if fill { filled(style.color()) } else { stroked(style) };
        self.put(&format!("<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" {paint}/>"));
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Done {
        let points = points(path);
        self.put(&format!("<polyline points=\"{points}\" {}/>", stroked(style)));
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(&mut self, centre: BackendCoord, radius: u32, style: &S, fill: bool) -> Done {
        let [x, y, radius] = [pixels(centre.0), pixels(centre.1), f64::from(radius) / UNITS];
        let paint = if fill { filled(style.color()) } else { stroked(style) };
        self.put(&format!("<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\" {paint}/>"));
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Done {
        let points = points(path);
        self.put(&format!("<polygon points=\"{points}\" {}/>", filled(style.color())));
        Ok(())
    }

    fn draw_text<T: BackendTextStyle>(&mut self, words: &str, style: &T, (x, y): BackendCoord) -> Done {
        if words.is_empty() {
            return Ok(());
        }
        let size = style.size() / UNITS;
        let width = style.layout_box(words).map_or(0.0, |((left, _), (right, _))| in_pixels(left.abs_diff(right)));
        let anchor = match style.anchor().h_pos {
            HPos::Left => "start",
            HPos::Center => "middle",
            HPos::Right => "end",
        };
        let weight = if matches!(style.style(), FontStyle::Bold) { " font-weight=\"700\"" } else { "" };
        // Capitals and digits of the font are 0.714 of its size high: half of that below the middle is the base line.
        let base = pixels(y) + 0.357 * size;
        self.put(&format!(
            "<text x=\"{}\" y=\"{base:.2}\" text-anchor=\"{anchor}\" font-size=\"{size}\"{weight} textLength=\"{width:.1}\" \
             lengthAdjust=\"spacingAndGlyphs\" {}>{}</text>",
            pixels(x),
            filled(style.color()),
            escaped(words)
        ));
        Ok(())
    }
}

impl Svg<'_> {
    fn put(&mut self, element: &str) {
        self.out.push_str(element);
        self.out.push('\n');
    }
}

fn pixels(units: i32) -> f64 {
    f64::from(units) / UNITS
}

fn points(path: impl IntoIterator<Item = BackendCoord>) -> String {
    path.into_iter().map(|(x, y)| format!("{},{}", pixels(x), pixels(y))).collect::<Vec<_>>().join(" ")
}

fn filled(color: BackendColor) -> String {
    if color.rgb == (HATCHED.0, HATCHED.1, HATCHED.2) {
        return format!("fill=\"url(#{HATCH})\"");
    }
    let opacity = if color.alpha < 1.0 { format!(" fill-opacity=\"{}\"", color.alpha) } else { String::new() };
    format!("fill=\"{}\"{opacity}", hex(color.rgb))
}

fn stroked<S: BackendStyle>(style: &S) -> String {
    let color = style.color();
    let opacity = if color.alpha < 1.0 { format!(" stroke-opacity=\"{}\"", color.alpha) } else { String::new() };
    let width = f64::from(style.stroke_width()) / UNITS;
    format!("fill=\"none\" stroke=\"{}\" stroke-width=\"{width}\"{opacity}", hex(color.rgb))
}

fn hex((red, green, blue): (u8, u8, u8)) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// A text that XML takes as it is; what no XML can hold is left out.
fn escaped(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => shown.push_str("&amp;"),
            '<' => shown.push_str("&lt;"),
            '>' => shown.push_str("&gt;"),
            '"' => shown.push_str("&quot;"),
            '\n' | '\t' | '\r' => shown.push(' '),
            '\u{fffe}' | '\u{ffff}' => {}
            character if character.is_control() => {}
            character => shown.push(character),
        }
    }
    shown
}
