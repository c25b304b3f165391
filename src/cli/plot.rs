//! Plots: what an analysis found, as a picture.
//!
//! In: panels as data ([`figure::Panel`]) and the lines of a caption. Out: an SVG, or a PNG of it. Drawn with `plotters` on a
//! canvas of our own, since its SVG depends on the fonts of a machine; `resvg` makes the PNG from the very same SVG, with the
//! font that comes with the program. Reads no arguments of a command and writes no file; [`chance`] makes the panels of one
//! command, [`command`] says how a picture was made.

pub(super) mod axis;
pub(super) mod chance;
pub(super) mod command;
pub(super) mod density;
pub(super) mod figure;
pub(super) mod line;
mod style;
mod svg;
pub(super) mod tornado;

use super::load::show;
use brightline::diagnostic::{Code, Diagnostic};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg;
use std::path::Path;
use std::sync::Arc;

/// Pixels of a PNG to one pixel of the SVG.
const SCALE: f32 = 2.0;

/// What a picture is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// Vector graphics.
    Svg,
    /// Pixels.
    Png,
}

impl Format {
    /// The format that a file's name asks for.
    ///
    /// # Errors
    /// One that names the file, where its name ends otherwise.
    pub(super) fn of(path: &Path) -> Result<Format, Diagnostic> {
        match path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase()).as_deref() {
            Some("svg") => Ok(Format::Svg),
            Some("png") => Ok(Format::Png),
            _ => {
                let message = format!("--plot {}: a plot is an SVG or a PNG", show(path));
                Err(Diagnostic::error(Code::Option, message).help("let the name end in `.svg` or in `.png`"))
            }
        }
    }
}

/// The bytes of a picture of some panels.
///
/// # Errors
/// A defect of the program, in one sentence: panels and captions can all be drawn.
pub(super) fn picture(panels: &[figure::Panel], caption: &[String], format: Format) -> Result<Vec<u8>, Diagnostic> {
    let defect = |what: String| {
        Diagnostic::error(Code::Internal, format!("the plot could not be drawn: {what}"))
            .help("this is a defect of the program; please report it with the command")
    };
    let svg = figure::svg(panels, caption).map_err(|error| defect(error.to_string()))?;
    match format {
        Format::Svg => Ok(svg.into_bytes()),
        Format::Png => png(&svg).map_err(defect),
    }
}

fn png(svg: &str) -> Result<Vec<u8>, String> {
    let mut options = usvg::Options { font_family: svg::FONT.to_owned(), ..usvg::Options::default() };
    let fonts = Arc::make_mut(&mut options.fontdb);
    fonts.load_font_data(notosans::REGULAR_TTF.to_vec());
    fonts.load_font_data(notosans::BOLD_TTF.to_vec());
    let tree = usvg::Tree::from_str(svg, &options).map_err(|error| error.to_string())?;
    let size = tree.size().to_int_size().scale_by(SCALE).ok_or("it has no size")?;
    let mut pixels = Pixmap::new(size.width(), size.height()).ok_or("it is too large")?;
    resvg::render(&tree, Transform::from_scale(SCALE, SCALE), &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests;
