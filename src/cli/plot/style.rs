//! Colours, sizes and texts that every plot shares.
//!
//! In: nothing, or a text. Out: styles, and how wide a text is in the font that comes with the program. The colours stay
//! apart for colour-blind readers and in grey; nothing is told by colour alone.

use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontStyle, IntoFont, RGBColor, ShapeStyle, TextStyle, register_font};
use std::sync::Once;

/// Coordinates of the canvas in one pixel of the picture: it takes whole numbers.
pub(crate) const UNITS: f64 = 10.0;

/// The area where a model is covered, and its words.
pub(crate) const COVERED: RGBColor = RGBColor(244, 165, 88);
pub(crate) const COVERED_DARK: RGBColor = RGBColor(146, 68, 0);
/// The area where it is not, and its words.
pub(crate) const NOT_COVERED: RGBColor = RGBColor(150, 194, 226);
pub(crate) const NOT_COVERED_DARK: RGBColor = RGBColor(11, 72, 120);
/// What is undetermined is filled with this colour, which the canvas draws as a hatch.
pub(crate) const HATCHED: RGBColor = RGBColor(201, 201, 202);
/// The strokes of the hatch.
pub(crate) const HATCH_STROKE: RGBColor = RGBColor(120, 120, 120);
/// Words, lines, what is beside the point, and the lightest lines.
pub(crate) const INK: RGBColor = RGBColor(34, 34, 34);
pub(crate) const GREY: RGBColor = RGBColor(96, 96, 96);
pub(crate) const LIGHT: RGBColor = RGBColor(218, 218, 218);
pub(crate) const WHITE: RGBColor = RGBColor(255, 255, 255);

/// What a text is for, which says how large it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// The heading of a panel.
    Title,
    /// The line below it.
    Subtitle,
    /// A word in the picture.
    Label,
    /// A number or a name at an axis.
    Tick,
    /// Where it all comes from.
    Caption,
}

impl Role {
    /// Its height, in pixels.
    pub(crate) fn size(self) -> f64 {
        match self {
            Role::Title => 23.0,
            Role::Subtitle => 16.0,
            Role::Label => 16.0,
            Role::Tick => 15.0,
            Role::Caption => 13.0,
        }
    }

    fn weight(self) -> FontStyle {
        match self {
            Role::Title | Role::Label => FontStyle::Bold,
            Role::Subtitle | Role::Tick | Role::Caption => FontStyle::Normal,
        }
    }
}

/// Where a text stands beside its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// It begins there.
    Right,
    /// It ends there.
    Left,
    /// It stands around it.
    Middle,
}

/// A text's style; vertically it is centred on its place.
pub(crate) fn text(role: Role, color: RGBColor, side: Side) -> TextStyle<'static> {
    let horizontal = match side {
        Side::Right => HPos::Left,
        Side::Left => HPos::Right,
        Side::Middle => HPos::Center,
    };
    TextStyle { font: font(role), color: color.to_backend_color(), pos: Pos::new(horizontal, VPos::Center) }
}

/// A line of a width in pixels.
pub(crate) fn stroke(color: RGBColor, width: f64) -> ShapeStyle {
    color.stroke_width((width * UNITS) as u32)
}

/// The inside of a shape.
pub(crate) fn filled(color: RGBColor) -> ShapeStyle {
    color.filled()
}

/// How wide a text is, in pixels.
pub(crate) fn width(words: &str, role: Role) -> f64 {
    font(role).box_size(words).map_or(0.0, |(width, _)| in_pixels(width))
}

/// A width in pixels from one that was measured: the font's size is taken there for the height of its lines, which is
/// 1.362 of what SVG calls its size (Noto Sans: 1069 up and 293 down of 1000).
pub(super) fn in_pixels(measured: u32) -> f64 {
    f64::from(measured) / UNITS * 1.362
}

/// Breaks a text into lines of at most so many pixels; a word that is too long breaks behind a `_`, `.`, `/` or `-`.
pub(crate) fn wrap(words: &str, role: Role, pixels: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    // A percentage stays with its sign.
    let words = words.replace(" %", "\u{a0}%");
    for word in words.split(' ').filter(|word| !word.is_empty()) {
        let spaced = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if width(&spaced, role) <= pixels {
            line = spaced;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        for part in word.split_inclusive(['_', '.', '/', '-']) {
            let longer = format!("{line}{part}");
            if !line.is_empty() && width(&longer, role) > pixels {
                lines.push(std::mem::take(&mut line));
            }
            line.push_str(part);
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines.into_iter().map(|line| line.replace('\u{a0}', " ")).collect()
}

fn font(role: Role) -> plotters::style::FontDesc<'static> {
    static FONTS: Once = Once::new();
    FONTS.call_once(|| {
        // A font that cannot be read leaves texts unmeasured, and the test of this module fails.
        drop(register_font("sans-serif", FontStyle::Normal, notosans::REGULAR_TTF));
        drop(register_font("sans-serif", FontStyle::Bold, notosans::BOLD_TTF));
    });
    ("sans-serif", role.size() * UNITS).into_font().style(role.weight())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_measured_and_broken() {
        // By the widths of its glyphs: 480 + 605 + 508 + 564 + 413 + 564 + 615 of 1000.
        assert!((width("covered", Role::Tick) / Role::Tick.size() - 3.749).abs() < 0.01);
        assert!(width("covered", Role::Label) > width("covered", Role::Caption));
        let lines = wrap("reinforcement_learning_compute of the base", Role::Tick, 150.0);
        assert_eq!(lines, ["reinforcement_", "learning_compute of", "the base"]);
        assert_eq!(wrap("at 95 % of it", Role::Tick, 60.0), ["at 95 %", "of it"]);
        assert!(lines.iter().all(|line| width(line, Role::Tick) <= 150.0));
    }
}
