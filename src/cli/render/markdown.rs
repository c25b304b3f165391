//! Answers as tables for a document on GitHub.
//!
//! In: answers. Out: Markdown whose cells say nothing but text, whatever characters they hold.

use super::counts::tallies;
use super::layout::plain;
use super::reason::{Detail, reason};
use super::regime::{Regime, heading, in_order, status_in_words};
use super::{summary, tree};
use brightline::eval::result::Answer;
use brightline::ir::Policy;

/// Columns of a tree inside a document.
const TREE: usize = 100;

/// The block of one profile.
pub(crate) fn block(policies: &[&Policy], answers: &[Answer], explain: bool) -> String {
    let mut text = String::new();
    if let Some(first) = answers.first() {
        text.push_str(&format!("### {}\n\n", escaped(&heading(first))));
    }
    let regimes = in_order(policies, answers);
    let header = ["Regime", "Status", "Verdict", "Because, and by how much"];
    text.push_str(&table(&header, &regimes.iter().flat_map(rows).collect::<Vec<_>>()));
    text.push('\n');
    for line in summary::lines(&regimes, Detail::Full) {
        let day = line.day.map(|day| format!("{day}, ")).unwrap_or_default();
        text.push_str(&format!("- {}: {}\n", line.word, escaped(&format!("{day}{}", line.said))));
    }
    text.push_str(&format!("\n{}\n", escaped(&summary::count(answers, ""))));
    if explain {
        text.push_str(&fenced(&anstream::adapter::strip_str(&tree::block(policies, answers, TREE)).to_string()));
    }
    text
}

/// Many profiles: the counts.
pub(crate) fn counts(policies: &[&Policy], answers: &[Vec<Answer>]) -> String {
    let rows: Vec<Vec<String>> = tallies(policies, answers)
        .iter()
        .map(|tally| {
            let counts = tally.counts.iter().map(usize::to_string);
            [tally.title(), tally.status.clone()].into_iter().chain(counts).chain([tally.covered.join(", ")]).collect()
        })
        .collect();
    let header = ["Regime", "Status", "Covered", "Not covered", "Undetermined", "Error", "Models covered"];
    table(&header, &rows)
}

fn rows(regime: &Regime<'_>) -> Vec<Vec<String>> {
    let status = status_in_words(regime.answer);
    if let Some(error) = &regime.answer.error {
        return vec![vec![regime.title(), status, "error".to_owned(), plain(error)]];
    }
    let designations = regime.answer.designations.iter();
    designations
        .map(|answer| {
            let title = match regime.has_several() {
                true => format!("{} - {}", regime.title(), regime.designation_title(answer)),
                false => regime.title(),
            };
            vec![title, status.clone(), regime.verdict(answer.verdict).to_owned(), reason(answer, Detail::Full)]
        })
        .collect()
}

/// A table with a header, whose cells say nothing but text.
pub(crate) fn table(header: &[&str], rows: &[Vec<String>]) -> String {
    let escape = |row: &Vec<String>| row.iter().map(|cell| escaped(cell)).collect();
    raw_table(header, &rows.iter().map(escape).collect::<Vec<_>>())
}

/// A piece of a policy, as code inside a cell of a table.
pub(crate) fn code(text: &str) -> String {
    let text = plain(text).replace('|', "\\|");
    if text.contains('`') { format!("`` {text} ``") } else { format!("`{text}`") }
}

/// A table with a header, whose cells are Markdown.
pub(crate) fn raw_table(header: &[&str], rows: &[Vec<String>]) -> String {
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let mut text = line(header.iter().map(|cell| (*cell).to_owned()).collect());
    text.push_str(&line(header.iter().map(|_| "---".to_owned()).collect()));
    for row in rows {
        text.push_str(&line(row.clone()));
    }
    text
}

/// Text that Markdown shows as it stands.
pub(crate) fn escaped(text: &str) -> String {
    let text = plain(text);
    let mut shown = String::with_capacity(text.len());
    let mut before = ' ';
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let inside = before.is_alphanumeric() && letters.peek().is_some_and(|next| next.is_alphanumeric());
        // An underscore inside a name is no emphasis.
        if matches!(letter, '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '|' | '~' | '&') || (letter == '_' && !inside) {
            shown.push('\\');
        }
        shown.push(letter);
        before = letter;
    }
    shown
}

/// A text as it stands, between fences longer than any in it.
fn fenced(text: &str) -> String {
    let mut fence = "```".to_owned();
    while text.contains(&fence) {
        fence.push('`');
    }
    format!("\n{fence}text\n{}\n{fence}\n", text.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_say_nothing_but_text() {
        assert_eq!(escaped("a|b *c* <d> e_f _g_ \n h"), "a\\|b \\*c\\* \\<d\\> e_f \\_g\\_ h");
        assert_eq!(fenced("a ```` b"), "\n`````text\na ```` b\n`````\n");
    }
}
