//! The command that made a picture, as somebody else would type it.
//!
//! In: what was asked. Out: one line for a shell. A path from the root of a machine is shortened to the file's own name; what
//! was left to the clock is written out.

use crate::cli::args::{ChanceArgs, InvalidAs, Request};
use brightline::date::DateRange;
use std::path::Path;

/// `brightline chance ...`, on the day that was judged on.
pub(crate) fn chance(args: &ChanceArgs, as_of: DateRange) -> String {
    let mut words = vec!["brightline".to_owned(), "chance".to_owned()];
    request(&args.request, as_of, &mut words);
    if let Some(line) = &args.line {
        words.extend(["--line".to_owned(), line.clone()]);
    }
    if args.sensitivity {
        words.push("--sensitivity".to_owned());
    }
    words.extend(["--samples".to_owned(), args.samples.to_string(), "--seed".to_owned(), args.seed.to_string()]);
    if let Some(plot) = &args.plot {
        words.extend(["--plot".to_owned(), file(plot)]);
    }
    words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" ")
}

/// What is asked: policies, models, and what is set beside them.
fn request(request: &Request, as_of: DateRange, words: &mut Vec<String>) {
    words.extend(request.policies.paths.iter().map(|path| file(path)));
    let mut list = |option: &str, values: Vec<String>| {
        if !values.is_empty() {
            words.push(option.to_owned());
            words.extend(values);
        }
    };
    list("--only", request.only.clone());
    list("--profiles", request.profiles.iter().map(|path| file(path)).collect());
    let pairs = [("--set", &request.set), ("--param", &request.param), ("--reading", &request.reading)];
    for (option, pairs) in pairs {
        pairs.iter().for_each(|(name, value)| list(option, vec![format!("{name}={value}")]));
    }
    for (name, path) in &request.reference {
        list("--reference", vec![format!("{name}={}", file(Path::new(path)))]);
    }
    if request.assume {
        words.push("--assume".to_owned());
    }
    if matches!(request.invalid, InvalidAs::Unknown) {
        words.push("--invalid=unknown".to_owned());
    }
    let day = if as_of == DateRange::ALL { "unknown".to_owned() } else { as_of.to_string() };
    words.extend(["--as-of".to_owned(), day]);
}

fn file(path: &Path) -> String {
    let name = if path.is_absolute() { path.file_name().map(Path::new).unwrap_or(path) } else { path };
    name.to_string_lossy().into_owned()
}

/// A word as a shell reads it whole.
fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./=:,+@%".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    let mut shown = String::from("\"");
    for character in word.chars() {
        if matches!(character, '"' | '\\' | '$' | '`') {
            shown.push('\\');
        }
        shown.push(character);
    }
    shown.push('"');
    shown
}
