//! What is drawn of `brightline chance`.
//!
//! In: probabilities with their policies, and which plots are asked for. Out: panels, the lines of their caption, and what
//! has no plot. Every number drawn is one that the text, JSON or CSV carries.

use super::axis::Axis;
use super::density::{Density, Piece};
use super::figure::{Panel, Plot};
use super::line::{Line, Mark, Point};
use super::style::{Role, width};
use super::tornado::{Bar, End, Tornado};
use crate::cli::render::chance::{full_title, grouped, in_words, percent, with_error};
use crate::cli::render::human;
use crate::cli::render::layout::plain;
use crate::cli::render::regime::Group;
use brightline::analysis::chance::distribution::Shape;
use brightline::analysis::chance::{Chance, InputAnswer, LineOutcome, OutcomeChance, Part, Pieces, Points, Swing};
use brightline::date::day_number;
use brightline::diagnostic::{Code, Diagnostic};
use brightline::eval::result::Verdict;
use brightline::given::{Given, read_value};
use brightline::ir::Policy;
use brightline::possible::Set;
use brightline::rational::{Rational, Rounding};
use brightline::schema::Param;
use brightline::syntax::parse_value;
use std::sync::Arc;

/// Most panels of one picture.
pub(crate) const MAX_PANELS: usize = 6;
/// How far into its tails a distribution is drawn, as a probability.
const TAIL: f64 = 0.002;
/// From which ratio of its ends a distribution by order of magnitude is drawn so.
const LOG_SPAN: f64 = 5.0;
/// Most inputs that a caption names, and most outcomes that a warning does.
const MOST_LISTED: usize = 4;

/// Which plots are asked for; none of the two asks for the distribution of the deciding input.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wanted {
    /// Probabilities as a line moves.
    pub(crate) line: bool,
    /// What each input does.
    pub(crate) sensitivity: bool,
}

/// The panels of a picture, and what it does not show.
#[derive(Debug)]
pub(crate) struct Drawn {
    /// One for each plot.
    pub(crate) panels: Vec<Panel>,
    /// Warnings about what has no plot.
    pub(crate) notes: Vec<Diagnostic>,
}

/// The panels for some models and policies.
///
/// # Errors
/// Where there is nothing to draw, or more than fits into one picture.
pub(crate) fn panels(found: &[(&Policy, &Chance)], wanted: Wanted) -> Result<Drawn, Diagnostic> {
    let mut drawn = Drawn { panels: Vec::new(), notes: Vec::new() };
    let mut without: Vec<String> = Vec::new();
    for (policy, chance) in found {
        for outcome in &chance.designations {
            let title =
                format!("{}: {}", plain(&chance.profile), full_title(policy, chance.status.as_deref(), &outcome.title));
            let before = drawn.panels.len();
            let moved = chance.line.iter().flat_map(|line| &line.designations).find(|moved| moved.id == outcome.id);
            let param = chance
                .line
                .as_ref()
                .and_then(|line| policy.schema.params.iter().find(|param| param.name == line.param));
            if let (true, Some(moved), Some(param)) = (wanted.line, moved, param) {
                drawn.panels.extend(line(policy, chance, (&title, moved, param)));
            }
            if wanted.sensitivity && !outcome.swings.is_empty() {
                drawn.panels.push(tornado(policy, &title, outcome));
            }
            if let (false, false, Some(pieces)) = (wanted.line, wanted.sensitivity, &outcome.pieces) {
                drawn.panels.push(density(policy, &title, outcome, pieces));
            }
            if drawn.panels.len() == before {
                without.push(title);
            }
        }
    }
    if drawn.panels.is_empty() {
        return Err(nothing(found, wanted));
    }
    if drawn.panels.len() > MAX_PANELS {
        let message =
            format!("--plot: {} plots do not fit into one picture, which has {MAX_PANELS} at most", drawn.panels.len());
        let help = "keep fewer outcomes, as in `--only ca_sb_53.frontier_model`, or give one model";
        return Err(Diagnostic::error(Code::Option, message).help(help));
    }
    if !without.is_empty() {
        shorten(&mut without);
        let message = format!("--plot leaves out what has no such plot: {}", without.join("; "));
        drawn.notes.push(Diagnostic::warning(Code::Option, message));
    }
    Ok(drawn)
}

/// Why there is no plot at all, and what would give one.
fn nothing(found: &[(&Policy, &Chance)], wanted: Wanted) -> Diagnostic {
    let error = |message: &str| Diagnostic::error(Code::Option, format!("--plot: {message}"));
    if found.iter().all(|(_, chance)| chance.designations.is_empty()) {
        return error("there is no outcome to draw").help("keep one with `--only`, of a model without errors");
    }
    match wanted {
        Wanted { line: true, .. } => error("none of these outcomes hangs on that line")
            .help("name a param that they hang on, or another outcome"),
        Wanted { sensitivity: true, .. } => error("fewer than two inputs are drawn, so there is nothing to compare")
            .help("give ranges or estimates for more facts, or leave --sensitivity out"),
        _ => error("no single range or estimate decides here, so there is no distribution to draw")
            .help("--line PARAM draws how likely each outcome is as a line moves")
            .help("--sensitivity draws what each input does"),
    }
}

fn line(policy: &Policy, chance: &Chance, (title, moved, param): (&str, &LineOutcome, &Param)) -> Option<Panel> {
    let (first, last) = (moved.points.first()?, moved.points.last()?);
    let is_log = first.value > 0.0 && last.value / first.value >= 10.0;
    let long = format!("{}: {}", plain(&param.name), plain(&param.text));
    let name = if width(&long, Role::Tick) < 820.0 { long } else { plain(&param.name) };
    let axis = Axis::new(&name, &param.ty, (first.value, last.value), is_log);
    let share = |part: &Part| part.share.to_f64_for_show();
    let point = |point: &brightline::analysis::chance::LinePoint| {
        let [covered, _, undetermined] = &point.parts;
        Point { value: point.value, covered: share(covered), undetermined: share(undetermined) }
    };
    let turns = moved.turns.iter().map(|turn| format!("the verdict turns at {}", humane(policy, turn, true)));
    let even = moved.even_chance.iter();
    let even = even.map(|line| format!("even chance of being covered at about {}", humane(policy, line, false)));
    let mark = |(value, label): (&f64, String)| Mark { value: *value, label, is_turn: true };
    let mut marks: Vec<Mark> = moved.lines.iter().zip(turns.chain(even)).map(mark).collect();
    marks.extend(own_value(policy, chance, param));
    Some(Panel {
        title: title.to_owned(),
        subtitle: "How likely it is that the model is covered, as the line moves".to_owned(),
        plot: Plot::Line(Line { axis, points: with_steps(moved.points.iter().map(point).collect(), moved), marks }),
    })
}

/// The points with two more at each line at which the verdict turns, before it and behind it: it turns there at once.
fn with_steps(points: Vec<Point>, moved: &LineOutcome) -> Vec<Point> {
    let lines: &[f64] = if moved.turns.is_empty() { &[] } else { &moved.lines };
    let mut stepped = Vec::with_capacity(points.len() + 2 * lines.len());
    let following = points.iter().skip(1).map(Some).chain([None]);
    for (point, next) in points.iter().zip(following) {
        stepped.push(*point);
        let Some(next) = next else { continue };
        let differs = point.covered != next.covered || point.undetermined != next.undetermined;
        for value in lines.iter().copied().filter(|value| differs && (point.value..=next.value).contains(value)) {
            stepped.extend([Point { value, ..*point }, Point { value, ..*next }]);
        }
    }
    stepped
}

/// The line as the policy has it, where that is one value.
fn own_value(policy: &Policy, chance: &Chance, param: &Param) -> Option<Mark> {
    let written = param.default_text.as_ref()?;
    let value = parse_value(&Arc::from("param"), written).ok()?;
    let value = match read_value(&value, &param.ty, None, &policy.schema.units) {
        Ok(Given::Value { set: Set::Number(interval), .. }) => interval.as_point()?.to_f64_for_show(),
        Ok(Given::Value { set: Set::Date(days), .. }) => day_number(days.as_point()?) as f64,
        _ => return None,
    };
    let is_assumed = Group::of(chance.status.as_deref()) == Group::Hypothetical;
    let label = format!("{} {}", plain(written), if is_assumed { "is assumed" } else { "is in the text" });
    Some(Mark { value, label, is_turn: false })
}

fn tornado(policy: &Policy, title: &str, outcome: &OutcomeChance) -> Panel {
    let end =
        |value: &str, part: &Part| End { value: humane(policy, value, false), covered: part.share.to_f64_for_show() };
    let bar = |swing: &Swing| Bar {
        name: plain(&swing.input),
        ends: [end(&swing.low, &swing.at_low), end(&swing.high, &swing.at_high)],
    };
    let plot = Tornado {
        base: outcome.covered.share.to_f64_for_show(),
        base_label: with_error(&outcome.covered),
        undetermined: outcome.undetermined.share.to_f64_for_show(),
        undetermined_label: percent(&outcome.undetermined),
        bars: outcome.swings.iter().map(bar).collect(),
    };
    Panel {
        title: title.to_owned(),
        subtitle: "What each input does alone, from its 5 % point (blue) to its 95 % point (orange)".to_owned(),
        plot: Plot::Tornado(plot),
    }
}

fn density(policy: &Policy, title: &str, outcome: &OutcomeChance, pieces: &Pieces) -> Panel {
    let distribution = &pieces.distribution;
    let by_order = matches!(distribution.shape, Shape::LogNormal { .. } | Shape::LogUniform);
    let (least, most) = distribution.ends();
    let (mut lo, mut hi) = match distribution.shape {
        Shape::LogNormal { .. } | Shape::Normal { .. } => {
            (distribution.quantile(TAIL), distribution.quantile(1.0 - TAIL))
        }
        Shape::LogUniform | Shape::Uniform | Shape::Days | Shape::Weights => (least, most),
    };
    for line in &pieces.lines {
        // A line in a tail stays within the picture, with some room beyond it.
        let room = 0.05 * (hi - lo);
        let beyond = if by_order { (line / 1.2, line * 1.2) } else { (line - room, line + room) };
        (lo, hi) = (lo.min(beyond.0).max(least), hi.max(beyond.1).min(most));
    }
    let is_log = by_order && hi / lo >= LOG_SPAN;
    let line = |value: &f64, text: &str| (*value, format!("line at {}", humane(policy, text, true)));
    let texts = outcome.turns.iter().flat_map(|(_, texts)| texts);
    let piece = |verdict: &Verdict| Piece { verdict: *verdict, share: percent(outcome.part(*verdict)) };
    Panel {
        title: title.to_owned(),
        subtitle: format!("Where {} lies, and the line at which the verdict turns", plain(&pieces.input)),
        plot: Plot::Density(Box::new(Density {
            axis: Axis::new(&plain(&pieces.input), &pieces.ty, (lo, hi), is_log),
            distribution: distribution.clone(),
            pieces: pieces.verdicts.iter().map(piece).collect(),
            lines: pieces.lines.iter().zip(texts).map(|(value, text)| line(value, text)).collect(),
        })),
    }
}

/// `460000000 USD` as `460 million USD`, to three digits; where it must stay exact, only if these are all it has.
fn humane(policy: &Policy, text: &str, exact: bool) -> String {
    let (number, symbol) = text.split_once(' ').unwrap_or((text, ""));
    let unit = match symbol {
        "" => Ok(brightline::unit::Unit::number()),
        symbol => policy.schema.units.resolve(symbol),
    };
    let (Ok(number), Ok(unit)) = (Rational::parse_decimal(number), unit) else { return plain(text) };
    let is_short = Rational::parse_decimal(&number.to_rounded_string(3, Rounding::Nearest)).as_ref() == Ok(&number);
    if exact && !is_short {
        return plain(text);
    }
    human::quantity(&(&number * &unit.factor), &unit, Rounding::Nearest)
}

/// An input with its points in the words of the field.
fn humane_points(policy: &Policy, input: &InputAnswer) -> InputAnswer {
    let points = input.points.as_ref().map(|points| Points {
        p5: humane(policy, &points.p5, false),
        median: humane(policy, &points.median, false),
        p95: humane(policy, &points.p95, false),
    });
    InputAnswer { points, ..input.clone() }
}

/// Where the numbers come from: the policies with their status, the day, what is drawn, the command.
pub(crate) fn caption(found: &[(&Policy, &Chance)], command: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut inputs: Vec<String> = Vec::new();
    for (policy, chance) in found.iter().filter(|(_, chance)| !chance.designations.is_empty()) {
        let status = chance.status.as_deref().map_or("not yet begun".to_owned(), |word| word.replace('_', " "));
        let force = match Group::of(chance.status.as_deref()) {
            Group::Hypothetical => ": the criteria are assumptions, not law, and bind nobody",
            _ => "",
        };
        let source = policy.citations.first().map_or_else(String::new, |(name, _)| format!(", {}", plain(name)));
        let line = format!("Source: {} ({}){source}; {status}{force}.", plain(&policy.title), policy.id);
        if !lines.contains(&line) {
            lines.push(line);
        }
        for input in &chance.inputs {
            let words = in_words(&humane_points(policy, input));
            if !inputs.contains(&words) {
                inputs.push(words);
            }
        }
    }
    shorten(&mut inputs);
    if !inputs.is_empty() {
        lines.push(format!("Drawn: {}.", inputs.join("; ")));
    }
    if let Some((_, first)) = found.first() {
        let samples = match found.iter().any(|(_, chance)| is_sampled(chance)) {
            true => format!(" {} samples, seed {}.", grouped(first.samples), first.seed),
            false => String::new(),
        };
        lines.push(format!("As of {}.{samples} Made by: {command}", first.as_of));
    }
    lines
}

/// Keeps the first of a list, and says how many more there are.
fn shorten(list: &mut Vec<String>) {
    if let Some(more) = list.len().checked_sub(MOST_LISTED).filter(|more| *more > 0) {
        list.truncate(MOST_LISTED);
        list.push(format!("and {more} more"));
    }
}

/// Whether some probability is a count.
fn is_sampled(chance: &Chance) -> bool {
    let points = chance.line.iter().flat_map(|line| &line.designations).flat_map(|outcome| &outcome.points);
    points.flat_map(|point| &point.parts).any(|part| !part.is_exact())
        || chance.designations.iter().any(|outcome| !outcome.covered.is_exact() || !outcome.swings.is_empty())
}
