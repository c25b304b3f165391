use super::axis::Axis;
use super::density::{Density, Piece};
use super::figure::{Panel, Plot, WIDTH, svg};
use super::line::{Line, Mark, Point};
use super::tornado::{Bar, End, Tornado};
use super::{Format, picture};
use brightline::analysis::chance::distribution::Distribution;
use brightline::eval::result::Verdict;
use brightline::interval::{End as Limit, Interval};
use brightline::possible::Set;
use brightline::rational::Rational;
use brightline::schema::{Quantity, Type};
use brightline::unit::Units;
use std::path::Path;

fn quantity(unit: &str) -> Type {
    Type::Number(Quantity { unit: Units::default().resolve(unit).unwrap(), interval_scale: false })
}

fn compute(lo: f64, hi: f64) -> Axis {
    Axis::new("compute_line: the line above which a model is covered", &quantity("FLOP"), (lo, hi), true)
}

fn line(marks: &[(f64, &str)], undetermined: f64) -> Plot {
    let point = |at: i32| {
        let value = 10_f64.powf(24.0 + f64::from(at) / 20.0);
        let covered = (1.0 - undetermined) * (1.0 - f64::from(at) / 80.0);
        Point { value, covered, undetermined }
    };
    let mark = |(value, label): &(f64, &str)| Mark { value: *value, label: (*label).to_owned(), is_turn: true };
    let points = (0..=80).map(point).collect();
    Plot::Line(Line { axis: compute(1e24, 1e28), points, marks: marks.iter().map(mark).collect() })
}

/// The value at an end, and the probability there.
type Held<'a> = (&'a str, f64);

fn tornado(base: f64, undetermined: f64, bars: &[(&str, Held<'_>, Held<'_>)]) -> Plot {
    let end = |(value, covered): Held<'_>| End { value: value.to_owned(), covered };
    let bars = bars.iter().map(|(name, low, high)| Bar { name: (*name).to_owned(), ends: [end(*low), end(*high)] });
    Plot::Tornado(Tornado {
        base,
        base_label: format!("{:.1} % (+/- 0.3)", base * 100.0),
        undetermined,
        undetermined_label: format!("{:.1} %", undetermined * 100.0),
        bars: bars.collect(),
    })
}

fn density(lines: &[(f64, &str)], verdicts: &[Verdict]) -> Plot {
    let end = |text: &str| Limit::Closed(Rational::parse_decimal(text).unwrap());
    let bounds = Set::Number(Interval::new(end("1e25"), end("1e27")).unwrap());
    let piece = |verdict: &Verdict| Piece { verdict: *verdict, share: "33.3 %".to_owned() };
    Plot::Density(Box::new(Density {
        axis: compute(1e25, 1e27),
        distribution: Distribution::over(&bounds).unwrap(),
        pieces: verdicts.iter().map(piece).collect(),
        lines: lines.iter().map(|(value, label)| (*value, (*label).to_owned())).collect(),
    }))
}

fn panel(plot: Plot) -> Panel {
    let title =
        "A planned model with a <name> that is \"long\" & odd (second generation): A hypothetical rule, in short";
    Panel { title: title.to_owned(), subtitle: "What it shows".to_owned(), plot }
}

/// Left, top, right and bottom of each text of an SVG, with the text.
fn texts(svg: &str) -> Vec<([f64; 4], String)> {
    let attribute = |element: &str, name: &str| -> String {
        let from = element.split_once(&format!(" {name}=\"")).map(|(_, rest)| rest).unwrap_or("");
        from.split('"').next().unwrap_or("").to_owned()
    };
    let number = |element: &str, name: &str| -> f64 { attribute(element, name).parse().unwrap_or(f64::NAN) };
    let elements = svg.lines().filter(|line| line.starts_with("<text "));
    let box_of = |element: &str| {
        let (x, base) = (number(element, "x"), number(element, "y"));
        let (width, size) = (number(element, "textLength"), number(element, "font-size"));
        let left = match attribute(element, "text-anchor").as_str() {
            "start" => x,
            "middle" => x - width / 2.0,
            _ => x - width,
        };
        let words = element.split_once('>').map(|(_, rest)| rest.trim_end_matches("</text>")).unwrap_or("");
        ([left, base - 0.72 * size, left + width, base + 0.2 * size], words.to_owned())
    };
    elements.map(box_of).collect()
}

/// Texts that leave the picture or run into each other.
fn faults(svg: &str) -> Vec<String> {
    let height: f64 = svg.split("height=\"").nth(1).unwrap().split('"').next().unwrap().parse().unwrap();
    let found = texts(svg);
    assert!(found.len() > 5, "{svg}");
    let mut faults = Vec::new();
    for (at, ([left, top, right, bottom], words)) in found.iter().enumerate() {
        if !(*left >= 0.0 && *top >= 0.0 && *right <= WIDTH && *bottom <= height) {
            faults.push(format!("{words} leaves the picture: {left} {top} {right} {bottom}"));
        }
        for ([a, b, c, d], other) in found.iter().skip(at + 1) {
            if left < c && a < right && top < d && b < bottom {
                faults.push(format!("{words} runs into {other}"));
            }
        }
    }
    faults
}

#[test]
fn no_text_is_cut_off_or_runs_into_another() {
    let long = "reinforcement_learning_compute_of_the_last_generation_of_models";
    let money = [("300 million USD", 0.0), ("1.23 billion USD", 1.0)];
    let plots = [
        line(&[(6.3e25, "even chance of being covered at about 6.32e25 FLOP"), (1e26, "1e26 FLOP is assumed")], 0.2),
        line(&[(1e24, "the verdict turns at 1e24 FLOP"), (1e28, "the verdict turns at 1e28 FLOP")], 0.02),
        line(&[(1e26, "one"), (1.01e26, "another at the same place"), (1.02e26, "and a third one there")], 0.0),
        line(&[], 1.0),
        tornado(
            0.222,
            0.534,
            &[(long, money[0], money[1]), ("b", ("no", 0.222), ("yes", 0.222)), (long, money[1], money[0])],
        ),
        tornado(
            0.0,
            1.0,
            &[("a", ("1e25 FLOP", 0.0), ("2e25 FLOP", 0.4)), ("b", ("1e25 FLOP", 0.0), ("2e25 FLOP", 0.0))],
        ),
        tornado(1.0, 0.0, &[("a", ("1e25 FLOP", 0.6), ("2e25 FLOP", 1.0)), ("b", ("1e25 FLOP", 1.0), (long, 1.0))]),
        tornado(
            0.5,
            0.3,
            &[("a", ("both above", 0.6), ("the base", 0.9)), ("b", ("both below", 0.4), ("the base", 0.1))],
        ),
        density(&[(1e26, "line at 1e26 FLOP")], &[Verdict::NotCovered, Verdict::Covered]),
        density(
            &[(1.05e25, "line at 1.05e25 FLOP"), (9.8e26, "line at 9.8e26 FLOP")],
            &[Verdict::NotCovered, Verdict::Undetermined, Verdict::Covered],
        ),
        density(&[], &[Verdict::Undetermined]),
    ];
    for plot in plots {
        let shown = format!("{plot:?}");
        let svg = svg(&[panel(plot)], &["Source: somewhere. ".repeat(12)]).unwrap();
        assert_eq!(faults(&svg), Vec::<String>::new(), "{shown}");
    }
}

#[test]
fn the_check_of_the_layout_can_fail() {
    let text = |x: f64, words: &str| {
        format!("<text x=\"{x}\" y=\"50\" text-anchor=\"start\" font-size=\"10\" textLength=\"80\">{words}</text>\n")
    };
    let all: String = (0..6).map(|at| text(f64::from(at) * 100.0, "apart")).collect();
    let svg = |more: &str| format!("<svg width=\"960\" height=\"100\">\n{all}{more}</svg>");
    assert_eq!(faults(&svg("")).len(), 0);
    assert_eq!(faults(&svg(&text(550.0, "too near"))), ["apart runs into too near"]);
    assert_eq!(faults(&svg(&text(900.0, "too far"))).len(), 1);
}

#[test]
fn an_svg_says_what_it_shows_and_holds_any_text() {
    let svg = svg(&[panel(line(&[(1e26, "a < b & \"c\"")], 0.2))], &["\u{1b}[2J made by".to_owned()]).unwrap();
    assert!(svg.contains("<title id=\"title\">A planned model with a &lt;name&gt; that is &quot;long&quot; &amp; odd"));
    assert!(svg.contains("undetermined with 20 % and 20 %. Marked: a &lt; b &amp; &quot;c&quot;.</desc>"), "{svg}");
    assert!(svg.contains("fill=\"url(#undetermined)\"") && !svg.contains('\u{1b}'));
    let options = resvg::usvg::Options::default();
    assert!(resvg::usvg::Tree::from_str(&svg, &options).is_ok(), "it is sound XML");
}

#[test]
fn a_png_has_two_pixels_for_one() {
    let bytes = picture(&[panel(line(&[], 0.3))], &[], Format::Png).unwrap();
    assert_eq!(&bytes[..8], b"\x89PNG\r\n\x1a\n");
    assert_eq!(u32::from_be_bytes(bytes[16..20].try_into().unwrap()), 2 * WIDTH as u32);
    let again = picture(&[panel(line(&[], 0.3))], &[], Format::Png).unwrap();
    assert_eq!(bytes, again);
}

#[test]
fn axes_are_marked_at_round_values() {
    let marks = |axis: &Axis| axis.numbered().map(|(_, label)| label.to_owned()).collect::<Vec<_>>();
    assert_eq!(marks(&compute(1e24, 1e28)), ["1e24", "1e25", "1e26", "1e27", "1e28"]);
    assert_eq!(marks(&compute(4e24, 6e25)), ["5e24", "1e25", "2e25", "5e25"]);
    assert_eq!(marks(&compute(1e10, 1e40)), ["1e10", "1e14", "1e18", "1e22", "1e26", "1e30", "1e34", "1e38"]);
    let money = Axis::new("revenue", &quantity("USD"), (1e8, 9e8), false);
    assert_eq!(marks(&money).first().map(String::as_str), Some("200 million"));
    let share = Axis::new("share", &quantity("%"), (0.0, 1.0), false);
    assert_eq!(marks(&share), ["0", "20", "40", "60", "80", "100"]);
    assert!((share.place(0.25) - 25.0).abs() < 1e-12 && (share.value(25.0) - 0.25).abs() < 1e-12);
    let day = |text: &str| brightline::date::day_number(brightline::date::parse_date(text).unwrap()) as f64;
    let days = Axis::new("day", &Type::Date, (day("2026-01-15"), day("2026-06-20")), false);
    assert_eq!(marks(&days), ["2026-02", "2026-03", "2026-04", "2026-05", "2026-06"]);
    let august = Axis::new("day", &Type::Date, (day("2027-08-01"), day("2027-08-31")), false);
    assert_eq!(marks(&august), ["2027-08-01", "2027-08-08", "2027-08-15", "2027-08-22", "2027-08-29"]);
    let years = Axis::new("day", &Type::Date, (day("2020-01-01"), day("2029-12-31")), false);
    assert_eq!(marks(&years).first().map(String::as_str), Some("2020"));
}

#[test]
fn a_file_is_drawn_as_its_name_says() {
    assert_eq!(Format::of(Path::new("a/b.SVG")), Ok(Format::Svg));
    assert_eq!(Format::of(Path::new("b.png")), Ok(Format::Png));
    for name in ["b.pdf", "b", "-", "svg", "b.svg.txt"] {
        let error = Format::of(Path::new(name)).unwrap_err();
        assert!(error.message.contains(name) && !error.help.is_empty(), "{error:?}");
    }
}
