//! Reports in plain text: the message, each place with its line, and the help.

use crate::stage::Found;
use brightline::diagnostic::{Diagnostic, Label, Severity};
use std::fmt::Write;

/// How much of a long line is shown.
const WIDTH: usize = 110;

pub fn render(found: &Found) -> String {
    let mut report = String::new();
    for (at, diagnostic) in found.diagnostics.iter().enumerate() {
        if at > 0 {
            report.push('\n');
        }
        one(&mut report, found, diagnostic);
    }
    report
}

fn one(report: &mut String, found: &Found, diagnostic: &Diagnostic) {
    let severity = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let _ = writeln!(report, "{severity}[{}]: {}", diagnostic.code.as_str(), diagnostic.message);
    for label in &diagnostic.labels {
        place(report, found, label);
    }
    for help in &diagnostic.help {
        let _ = writeln!(report, "help: {help}");
    }
}

/// ` --> file:line:column`, the line, and the label under what it is about.
fn place(report: &mut String, found: &Found, label: &Label) {
    let text = found.text(&label.file).unwrap_or("");
    let start = (label.span.start as usize).min(text.len());
    let before = text.get(..start).unwrap_or("");
    let line = before.matches('\n').count() + 1;
    let begin = before.rfind('\n').map_or(0, |at| at + 1);
    let column = text.get(begin..start).unwrap_or("").chars().count();
    let _ = writeln!(report, " --> {}:{line}:{}", label.file, column + 1);
    let whole: Vec<char> = text.get(begin..).unwrap_or("").lines().next().unwrap_or("").chars().collect();
    let width = label.span.slice(text).lines().next().unwrap_or("").chars().count();
    let from = if column + width > WIDTH { column.saturating_sub(WIDTH / 2) } else { 0 };
    let shown: String = whole.iter().skip(from).take(WIDTH).map(|c| if c.is_control() { '?' } else { *c }).collect();
    let dots = if from > 0 { "..." } else { "" };
    let _ = writeln!(report, "  | {dots}{}", shown.trim_end());
    let carets = "^".repeat(width.clamp(1, WIDTH));
    let pad = " ".repeat(column - from + dots.len());
    let _ = writeln!(report, "  | {pad}{carets} {}", label.text);
    let trimmed = report.trim_end_matches([' ', '\n']).len();
    report.truncate(trimmed);
    report.push('\n');
}

/// What is wrong with how a message or a help is written, if anything.
pub fn style(text: &str) -> Option<&'static str> {
    let outside: String = text.split('`').step_by(2).collect();
    let first_word = text.split([' ', ':', ',']).next().unwrap_or("");
    let is_name = first_word.chars().filter(|c| c.is_uppercase()).count() > 1;
    if text.trim() != text || text.is_empty() || text.contains('\n') {
        Some("empty, or blanks at an end, or several lines")
    } else if text.starts_with(char::is_uppercase) && !is_name {
        Some("a capital at the beginning")
    } else if text.ends_with('.') && !text.ends_with("..") || text.ends_with('!') {
        Some("a full stop at the end")
    } else if text.split('`').count().is_multiple_of(2) && !text.contains("``") {
        Some("a backtick without a partner")
    } else if ["Some(", "None", "Ok(", "Err(", "::", "usize", "u32", "i64", "&str", "Arc"]
        .iter()
        .any(|word| outside.contains(word))
        || ["Vec<", "Option<", "Rule::"].iter().any(|word| text.contains(word))
    {
        Some("a name of the implementation")
    } else {
        None
    }
}
