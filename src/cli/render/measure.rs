//! What to measure next, for people and for spreadsheets.
//!
//! In: what the analysis found. Out: text no wider than asked for, or CSV. `0 %` and `100 %` are printed only where they
//! are exact; what a probability rests on stands beneath it.

use super::chance::{full_title, percent, titled_by_day};
use super::csv::write;
use super::human::in_words;
use super::layout::{count, hang, pad, paint, plain, trim_end, width};
use super::reason::set_in_words;
use super::regime::{Group, rank};
use brightline::analysis::chance::Part;
use brightline::analysis::measure::{AROUND, Basis, Measured, Measures, Open, Pair};
use brightline::analysis::words::{self, Digits};
use brightline::eval::result::Verdict;
use brightline::ir::Policy;
use brightline::possible::Set;
use brightline::rational::{Rational, Rounding};
use brightline::schema::Type;
use std::sync::Arc;

/// Facts that are shown of one outcome, and over all of them.
const MAX_FACTS: usize = 5;
/// Sets that are shown of one outcome.
const MAX_SETS: usize = 3;
/// Significant digits of a line.
const DIGITS: Digits = Digits::Few(6);

/// The whole block of one profile.
pub(crate) fn block(policies: &[&Policy], measures: &[Measures], columns: usize) -> String {
    let mut found: Vec<(&Policy, &Measures)> = policies.iter().copied().zip(measures).collect();
    found.sort_by_key(|(_, measures)| rank(measures.status.as_deref()));
    let Some((_, first)) = found.first() else { return String::new() };
    let heading = format!("{}: what to measure next", titled_by_day(&first.profile, &first.as_of));
    let mut text = hang("", &heading, columns);
    for (policy, measures) in &found {
        if let Some(error) = &measures.error {
            text.push_str(&hang("  error  ", &format!("{}: {}", plain(&policy.title), plain(error)), columns));
        }
    }
    text.push('\n');
    let open: Vec<&Open> = found.iter().flat_map(|(_, measures)| &measures.open).collect();
    let all: usize = found.iter().map(|(_, measures)| measures.verdicts.len()).sum();
    if open.is_empty() {
        let note = match all {
            0 => "There is no verdict.",
            _ => "Every verdict is decided: nothing is left to measure.",
        };
        text.push_str(&hang("  ", note, columns));
        return text;
    }
    if open.len() > 1 {
        overview(&open, all, columns, &mut text);
    }
    for (policy, measures) in &found {
        for open in &measures.open {
            let title = policy.designations.iter().find(|known| known.id == open.outcome).map(|known| &*known.title);
            let title = full_title(policy, measures.status.as_deref(), title.unwrap_or_default());
            outcome(&title, open, columns, &mut text);
        }
    }
    let note = "A likelihood is that of the fact's own distribution, the other facts staying as unknown as they are.";
    text.push_str(&hang("  ", note, columns));
    if found.iter().any(|(_, one)| !one.open.is_empty() && Group::of(one.status.as_deref()) == Group::Hypothetical) {
        text.push_str(&hang("  ", "The lines of hypothetical policies are assumptions.", columns));
    }
    text
}

/// What each fact could settle over all undetermined verdicts.
struct Total<'o> {
    fact: &'o str,
    could: usize,
    /// How many it settles on average.
    expected: Rational,
    /// Whether some of it has no likelihood.
    is_least: bool,
}

fn overview(open: &[&Open], all: usize, columns: usize, text: &mut String) {
    let mut totals: Vec<Total<'_>> = Vec::new();
    for fact in open.iter().flat_map(|open| &open.facts) {
        let settles = fact.settles();
        let at = match totals.iter().position(|total| *total.fact == *fact.fact) {
            Some(at) => at,
            None => {
                totals.push(Total { fact: &fact.fact, could: 0, expected: Rational::zero(), is_least: false });
                totals.len() - 1
            }
        };
        for total in totals.iter_mut().skip(at).take(1) {
            total.could += 1;
            total.is_least |= settles.is_none() || !fact.whole;
            total.expected = &total.expected + &settles.clone().unwrap_or_else(Rational::zero);
        }
    }
    totals.sort_by(|a, b| (&b.expected, b.could).cmp(&(&a.expected, a.could)));
    let lead = format!("{} of {} are undetermined.", open.len(), count(all, "verdict", "verdicts"));
    if totals.is_empty() {
        text.push_str(&hang("  ", &format!("{lead} No fact settles one of them alone."), columns));
        text.push('\n');
        return;
    }
    text.push_str(&hang("  ", &format!("{lead} One measurement alone settles:"), columns));
    text.push('\n');
    let shown: Vec<&Total<'_>> = totals.iter().take(MAX_FACTS).collect();
    let names = shown.iter().map(|total| width(&plain(total.fact))).max().unwrap_or(0).max(4);
    let mut row = |name: &str, could: &str, expected: &str| {
        let mut line = format!("  {}  {}  {expected}", pad(name, names), pad(could, 7));
        trim_end(&mut line);
        text.push_str(&line);
        text.push('\n');
    };
    row("fact", "at most", "on average");
    for total in &shown {
        let least = if total.is_least { "at least " } else { "" };
        let expected = format!("{least}{}", hundredths(&total.expected));
        row(&plain(total.fact), &total.could.to_string(), &expected);
    }
    if totals.len() > shown.len() {
        let more = count(totals.len() - shown.len(), "other fact", "other facts");
        text.push_str(&hang("  ", &format!("and {more}, which --format json tells"), columns));
    }
    text.push('\n');
}

/// A number with two decimals, where it needs them.
fn hundredths(value: &Rational) -> String {
    match value.is_integer() {
        true => value.to_exact_string(),
        false => format!("{:.2}", value.to_f64_for_show()),
    }
}

fn outcome(title: &str, open: &Open, columns: usize, text: &mut String) {
    let word = Verdict::Undetermined.in_words();
    let room = columns.saturating_sub(width(word) + 4);
    if width(title) <= room {
        text.push_str(&format!("  {}  {}\n", pad(title, room), paint(Verdict::Undetermined, word)));
    } else {
        text.push_str(&hang("  ", title, columns));
        text.push_str(&format!("    {}\n", paint(Verdict::Undetermined, word)));
    }
    let shown: Vec<&Measured> = open.facts.iter().take(MAX_FACTS).collect();
    if !shown.is_empty() {
        table(&shown, columns, text);
    }
    let mut lines: Vec<String> = Vec::new();
    if open.facts.len() > shown.len() {
        let more = count(open.facts.len() - shown.len(), "other fact", "other facts");
        lines.push(format!("or one of {more}, which --format json tells"));
    }
    for decided in &open.readings {
        let verdict = decided.verdict.in_words();
        lines.push(format!("reading {} as {}: {verdict}", plain(&decided.choice), plain(&decided.reading)));
    }
    for other in &open.others {
        lines.push(format!("{} could settle it, with no likelihood given", set_in_words(std::slice::from_ref(other))));
    }
    if open.facts.is_empty() && open.readings.is_empty() {
        lines.push("no fact settles it alone".to_owned());
    }
    for line in lines {
        text.push_str(&hang("    ", &line, columns));
    }
    if let Some(pair) = &open.pair {
        together(pair, columns, text);
    }
    for line in sets(open).into_iter().chain(open.notes.iter().map(|note| plain(note))) {
        text.push_str(&hang("    ", &line, columns));
    }
    text.push('\n');
}

/// The sets of several facts that could settle it, as far as the table does not say them.
fn sets(open: &Open) -> Option<String> {
    let known: Option<Vec<&str>> = open.pair.as_ref().map(|pair| pair.facts.iter().map(|(name, ..)| &**name).collect());
    let several = open.needs.sets.iter().filter(|set| set.len() > 1 && known.as_ref().is_none_or(|pair| pair != *set));
    let texts: Vec<String> = several.map(|set| plain(&set_in_words(set))).collect();
    let shown = texts.iter().take(MAX_SETS).cloned().collect::<Vec<_>>().join("; or ");
    match texts.len().checked_sub(MAX_SETS) {
        _ if shown.is_empty() => {
            let why = if open.needs.complete { "could settle it" } else { "was found that could settle it" };
            (open.needs.sets.is_empty()).then(|| format!("no set of up to three facts {why}"))
        }
        Some(more) if more > 0 => Some(format!("together: {shown}; and {}", count(more, "other set", "other sets"))),
        _ => Some(format!("together: {shown}")),
    }
}

fn table(facts: &[&Measured], columns: usize, text: &mut String) {
    let header = ["fact", "settles", "as covered", "as not covered"].map(str::to_owned);
    let mut rows: Vec<[String; 4]> = vec![header];
    for fact in facts {
        let least = if fact.whole { "" } else { "at least " };
        let share = |at: usize, verdict: Verdict| match fact.odds.as_ref().and_then(|odds| odds.get(at)) {
            Some(part) => format!("{least}{}", percent(part)),
            None if fact.regions_of(verdict).next().is_none() => "0 %".to_owned(),
            None => "?".to_owned(),
        };
        let (covered, not_covered) = (share(0, Verdict::Covered), share(1, Verdict::NotCovered));
        rows.push([plain(&fact.fact), settled(fact), covered, not_covered]);
    }
    let widest = |at: usize| rows.iter().filter_map(|row| row.get(at)).map(|cell| width(cell)).max().unwrap_or(0);
    let widths = [0, 1, 2, 3].map(widest);
    for (at, row) in rows.iter().enumerate() {
        let cells: Vec<String> = row.iter().zip(widths).map(|(cell, width)| pad(cell, width)).collect();
        let mut line = format!("    {}", cells.join("  "));
        trim_end(&mut line);
        text.push_str(&line);
        text.push('\n');
        if let Some(fact) = at.checked_sub(1).and_then(|at| facts.get(at)) {
            text.push_str(&hang("      ", &whereabouts(fact), columns));
            text.push_str(&hang("      ", &basis_in_words(&fact.basis, &fact.ty), columns));
        }
    }
}

/// The probability that a fact settles it.
fn settled(fact: &Measured) -> String {
    let least = if fact.whole { "" } else { "at least " };
    match (&fact.odds, fact.settles()) {
        (Some([covered, not_covered, open]), _) => format!("{least}{}", percent(&rest(open, covered, not_covered))),
        (None, Some(_)) => "100 %".to_owned(),
        (None, None) => "?".to_owned(),
    }
}

/// What two probabilities are together, where the third is what they leave.
fn rest(open: &Part, covered: &Part, not_covered: &Part) -> Part {
    let share = &covered.share + &not_covered.share;
    Part { share, ..open.clone() }
}

/// `covered: above 1e26 FLOP; not covered: 1e26 FLOP or less`
fn whereabouts(fact: &Measured) -> String {
    let mut parts: Vec<String> = Vec::new();
    for verdict in [Verdict::Covered, Verdict::NotCovered] {
        let sets: Vec<&Set> = fact.regions_of(verdict).collect();
        if !sets.is_empty() {
            let regions = words::regions(sets.iter().copied(), &fact.possible, &fact.ty, DIGITS);
            parts.push(format!("{}: {}", verdict.in_words(), plain(&in_words(&regions))));
        }
    }
    if !fact.whole {
        parts.push("there may be more values that settle it".to_owned());
    }
    parts.join("; ")
}

/// What a likelihood rests on.
pub(crate) fn basis_in_words(basis: &Basis, ty: &Type) -> String {
    let over = |set: &Set| match set {
        Set::Number(interval) => {
            let end = |end: &brightline::interval::End, rounding: Rounding| {
                end.value().map(|value| words::quantity(value, ty, DIGITS, rounding)).unwrap_or_default()
            };
            let ends =
                format!("{} to {}", end(interval.lo(), Rounding::Nearest), end(interval.hi(), Rounding::Nearest));
            in_words(&ends)
        }
        _ => words::region(set, &ty.everything(), ty, DIGITS),
    };
    match basis {
        Basis::Given(found) => format!("as given: {}", found.shape.in_words()),
        Basis::Domain(found) => {
            format!("not given; assumed: {} over its domain, {}", found.shape.in_words(), over(&found.support))
        }
        Basis::AroundLines(found) => format!(
            "not given; assumed: {} from {}, {AROUND} times either side of where it turns",
            found.shape.in_words(),
            over(&found.support),
        ),
        Basis::Even(2) if *ty == Type::Bool => "not given; assumed: either as likely".to_owned(),
        Basis::Even(count) => format!("not given; assumed: each of {count} as likely"),
        Basis::None(why) => format!("no likelihood: {why}"),
    }
}

/// The best pair: how likely, a box of it for each verdict, and what that rests on.
fn together(pair: &Pair, columns: usize, text: &mut String) {
    let [a, b] = &pair.facts;
    let likely = match &pair.odds {
        Some([covered, not_covered, open]) => format!(
            "settle it with {}: as covered {}, as not covered {}",
            percent(&rest(open, covered, not_covered)),
            percent(covered),
            percent(not_covered)
        ),
        None => "can settle it, with no likelihood given".to_owned(),
    };
    let which = if pair.odds.is_some() { "the likeliest pair" } else { "a pair" };
    text.push_str(&hang("    ", &format!("{which}: {} with {} {likely}", plain(&a.0), plain(&b.0)), columns));
    for wanted in [Verdict::Covered, Verdict::NotCovered] {
        let boxes: Vec<_> = pair.boxes.iter().filter(|(_, verdict)| *verdict == wanted).collect();
        let Some(([left, right], _)) = boxes.first() else { continue };
        let region = |(name, ty, whole): &(Arc<str>, Type, Set), set: &Set| {
            format!("{} {}", plain(name), plain(&in_words(&words::region(set, whole, ty, DIGITS))))
        };
        let example = if boxes.len() > 1 { ", for example" } else { "" };
        let line = format!("{}{example}: {} and {}", wanted.in_words(), region(a, left), region(b, right));
        text.push_str(&hang("      ", &line, columns));
    }
    for ((name, ty, _), basis) in pair.facts.iter().zip(&pair.basis) {
        text.push_str(&hang("      ", &format!("{} {}", plain(name), basis_in_words(basis, ty)), columns));
    }
}

/// One row for each thing that can settle an outcome.
pub(crate) fn csv(found: &[Vec<Measures>]) -> String {
    let header = [
        "profile",
        "policy",
        "designation",
        "as_of",
        "status",
        "kind",
        "name",
        "settles",
        "covered",
        "not_covered",
        "undetermined",
        "covered_where",
        "not_covered_where",
        "basis",
        "error",
    ];
    let mut rows: Vec<Vec<String>> = vec![header.map(str::to_owned).to_vec()];
    for measures in found.iter().flatten() {
        let row = |id: &str, cells: [String; 9], error: &str| {
            let status = measures.status.as_deref().unwrap_or_default();
            let first = [&*measures.profile, &*measures.policy, id, &measures.as_of, status].map(str::to_owned);
            first.into_iter().chain(cells).chain([error.to_owned()]).collect::<Vec<String>>()
        };
        if let Some(error) = &measures.error {
            rows.push(row("", Default::default(), error));
        }
        for open in &measures.open {
            rows.extend(cells_of(open).into_iter().map(|cells| row(&open.outcome, cells, "")));
        }
    }
    write(&rows)
}

fn cells_of(open: &Open) -> Vec<[String; 9]> {
    let mut rows: Vec<[String; 9]> = Vec::new();
    let share = |odds: &Option<[Part; 3]>, at: usize| {
        odds.as_ref().and_then(|odds| odds.get(at)).map(|part| part.share.to_exact_string()).unwrap_or_default()
    };
    let exact = |share: Option<Rational>| share.map(|share| share.to_exact_string()).unwrap_or_default();
    for fact in &open.facts {
        let place = |verdict| words::regions(fact.regions_of(verdict), &fact.possible, &fact.ty, Digits::All);
        rows.push([
            "fact".to_owned(),
            fact.fact.to_string(),
            exact(fact.settles()),
            share(&fact.odds, 0),
            share(&fact.odds, 1),
            share(&fact.odds, 2),
            place(Verdict::Covered),
            place(Verdict::NotCovered),
            basis_in_words(&fact.basis, &fact.ty),
        ]);
    }
    let plain_row = |kind: &str, name: String, parts: [&str; 4]| {
        let [settles, covered, not_covered, undetermined] = parts.map(str::to_owned);
        let (kind, none) = (kind.to_owned(), String::new);
        [kind, name, settles, covered, not_covered, undetermined, none(), none(), none()]
    };
    for decided in &open.readings {
        let parts = match decided.verdict {
            Verdict::Covered => ["1", "1", "0", "0"],
            _ => ["1", "0", "1", "0"],
        };
        rows.push(plain_row("reading", format!("{}={}", decided.choice, decided.reading), parts));
    }
    rows.extend(open.others.iter().map(|other| plain_row("other", other.clone(), [""; 4])));
    if let Some(pair) = &open.pair {
        let [a, b] = &pair.facts;
        let name = format!("{} with {}", a.0, b.0);
        let parts = [exact(pair.settles()), share(&pair.odds, 0), share(&pair.odds, 1), share(&pair.odds, 2)];
        let [settles, covered, not_covered, undetermined] = &parts;
        rows.push(plain_row("pair", name, [settles, covered, not_covered, undetermined]));
    }
    rows
}
