//! Many models over policies: how many are covered, and which.
//!
//! In: the answers of all profiles. Out: for each designation its counts, and the names of what it covers. Every row is
//! in the table that `--format csv` gives.

use super::layout::{count, hang, pad, plain, trim_end, width, wrap};
use super::regime::{Group, Regime, rank, status_in_words};
use brightline::eval::result::{Answer, Verdict};
use brightline::ir::Policy;

/// Most profiles that have a block of their own.
pub(crate) const MAX_BLOCKS: usize = 12;

/// Columns below which the counts stand below the titles.
const NARROW: usize = 48;

/// What one designation says of all profiles.
pub(crate) struct Tally {
    /// The policy's title.
    pub(crate) policy: String,
    /// The designation's, where the policy has several.
    pub(crate) designation: Option<String>,
    /// The status of the policy in words.
    pub(crate) status: String,
    /// Whether the policy is in force.
    pub(crate) in_force: bool,
    /// Covered, not covered, undetermined, in error.
    pub(crate) counts: [usize; 4],
    /// The names of the models covered.
    pub(crate) covered: Vec<String>,
    rank: (Group, usize),
}

/// The tallies of every designation, laws first.
pub(crate) fn tallies(policies: &[&Policy], answers: &[Vec<Answer>]) -> Vec<Tally> {
    let mut tallies = Vec::new();
    for (at, policy) in policies.iter().enumerate() {
        let column: Vec<&Answer> = answers.iter().filter_map(|answers| answers.get(at)).collect();
        let errors = column.iter().filter(|answer| answer.error.is_some()).count();
        let Some(first) = column.first() else { continue };
        for designation in &policy.designations {
            let found: Vec<(&Answer, Verdict)> = column
                .iter()
                .filter_map(|answer| {
                    let own = answer.designations.iter().find(|own| own.id == designation.id)?;
                    Some((*answer, own.verdict))
                })
                .collect();
            if found.is_empty() && errors == 0 {
                continue;
            }
            let of = |verdict| found.iter().filter(|(_, own)| *own == verdict).count();
            let covered = found.iter().filter(|(_, verdict)| *verdict == Verdict::Covered);
            let regime = Regime { policy, answer: first };
            tallies.push(Tally {
                policy: regime.title(),
                designation: regime.has_several().then(|| plain(&designation.title)),
                status: status_in_words(first),
                in_force: regime.is_in_force(),
                counts: [of(Verdict::Covered), of(Verdict::NotCovered), of(Verdict::Undetermined), errors],
                covered: covered.map(|(answer, _)| plain(&answer.profile)).collect(),
                rank: rank(first.status.as_deref()),
            });
        }
    }
    tallies.sort_by_key(|tally| tally.rank);
    tallies
}

/// The counts as a table, then the names.
pub(crate) fn block(policies: &[&Policy], answers: &[Vec<Answer>], columns: usize) -> String {
    let tallies = tallies(policies, answers);
    let day = answers.iter().flatten().next().map_or("", |answer| &answer.as_of);
    let mut text = hang("", &format!("{} on {day}", count(answers.len(), "model", "models")), columns);
    text.push('\n');
    if columns < NARROW {
        stack(&tallies, columns, &mut text)
    } else {
        table(&tallies, columns, &mut text)
    }
    for tally in tallies.iter().filter(|tally| !tally.covered.is_empty()) {
        text.push('\n');
        text.push_str(&hang("  ", &format!("{}, {}:", tally.title(), tally.verdict()), columns));
        text.push_str(&hang("    ", &tally.covered.join(", "), columns));
    }
    text.push('\n');
    text.push_str(&hang("  ", "--format csv gives a row for each model and designation.", columns));
    text
}

impl Tally {
    /// The policy and its designation in one.
    pub(crate) fn title(&self) -> String {
        match &self.designation {
            Some(designation) => format!("{} - {designation}", self.policy),
            None => self.policy.clone(),
        }
    }

    /// `covered`, or what it would be.
    pub(crate) fn verdict(&self) -> String {
        if self.in_force { "covered".to_owned() } else { format!("would be covered ({})", self.status) }
    }
}

/// The counts below each title, for a narrow terminal.
fn stack(tallies: &[Tally], columns: usize, text: &mut String) {
    for tally in tallies {
        text.push_str(&hang("  ", &tally.with_status(&tally.title()), columns));
        let [covered, not, undetermined, error] = tally.counts;
        let said = format!("{covered} covered, {not} not, {undetermined} undetermined, {error} in error");
        text.push_str(&hang("    ", &said, columns));
    }
}

fn table(tallies: &[Tally], columns: usize, text: &mut String) {
    const HEADINGS: [&str; 4] = ["covered", "not", "undetermined", "error"];
    let errors = tallies.iter().any(|tally| tally.counts.iter().skip(3).any(|count| *count > 0));
    let shown = if errors { 4 } else { 3 };
    let widths: Vec<usize> = HEADINGS.iter().take(shown).map(|heading| heading.len() + 2).collect();
    let titles = columns.saturating_sub(widths.iter().sum::<usize>() + 2).max(10);
    let longest = tallies.iter().map(|tally| width(&tally.line())).max().unwrap_or(0).max("regime".len());
    let mut policy = "";
    let titles = titles.min(longest);
    let mut heading = format!("  {}", pad("regime", titles));
    for (word, wide) in HEADINGS.iter().zip(&widths) {
        heading.push_str(&format!("{word:>wide$}"));
    }
    text.push_str(&heading);
    text.push('\n');
    let mut last = None;
    for tally in tallies {
        let group = tally.rank.0;
        if last.is_some_and(|last| last != group) {
            text.push('\n');
        }
        last = Some(group);
        if tally.designation.is_some() && tally.policy != policy {
            text.push_str(&hang("  ", &tally.with_status(&tally.policy), columns));
        }
        policy = &tally.policy;
        let indent = if tally.designation.is_some() { "  " } else { "" };
        let lines = wrap(&tally.line(), titles - indent.len());
        for (at, line) in lines.iter().enumerate() {
            text.push_str(&format!("  {}", pad(&format!("{indent}{line}"), titles)));
            if at == 0 {
                for (number, wide) in tally.counts.iter().zip(&widths) {
                    text.push_str(&format!("{number:>wide$}"));
                }
            }
            trim_end(text);
            text.push('\n');
        }
    }
}

impl Tally {
    /// The title of the row: the designation's under its policy's, or the policy's.
    fn line(&self) -> String {
        match &self.designation {
            Some(designation) => designation.clone(),
            None => self.with_status(&self.policy),
        }
    }

    fn with_status(&self, title: &str) -> String {
        if self.in_force { title.to_owned() } else { format!("{title} ({})", self.status) }
    }
}
