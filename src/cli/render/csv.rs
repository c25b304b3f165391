//! Answers as a table for a spreadsheet: one row for each profile and designation.
//!
//! In: answers. Out: CSV with exact values, none rounded.

use super::reason::deciding;
use brightline::eval::result::{Answer, DesignationAnswer};

const HEADER: &[&str] = &[
    "profile",
    "policy",
    "designation",
    "kind",
    "as_of",
    "status",
    "verdict",
    "because",
    "value",
    "line",
    "difference",
    "ratio",
    "needs",
    "rests_on",
    "error",
];

/// The whole table.
pub(crate) fn table(answers: &[Vec<Answer>]) -> String {
    let mut rows: Vec<Vec<String>> = vec![HEADER.iter().map(|name| (*name).to_owned()).collect()];
    for answer in answers.iter().flatten() {
        if answer.error.is_some() {
            rows.push(row(answer, None));
        }
        rows.extend(answer.designations.iter().map(|designation| row(answer, Some(designation))));
    }
    write(&rows)
}

/// Rows as CSV text. Writing into memory does not fail.
pub(crate) fn write(rows: &[Vec<String>]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        drop(writer.write_record(row));
    }
    writer.into_inner().map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
}

fn row(answer: &Answer, designation: Option<&DesignationAnswer>) -> Vec<String> {
    let because = designation.map(deciding).unwrap_or_default();
    let clause = because.iter().find(|clause| clause.binding).or(because.first());
    let margin = clause.and_then(|clause| clause.margin.as_ref());
    let of = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let needs =
        designation.map(|found| found.needs.sets.iter().map(|set| set.join(" + ")).collect::<Vec<_>>().join(" | "));
    let rests =
        designation.map(|found| found.rests_on.iter().map(|rest| rest.text.as_str()).collect::<Vec<_>>().join("; "));
    vec![
        answer.profile.to_string(),
        answer.policy.to_string(),
        of(designation.map(|found| &*found.id)),
        of(designation.map(|found| found.kind)),
        answer.as_of.clone(),
        of(answer.status.as_deref()),
        of(designation.map(|found| found.verdict.as_str())),
        designation.map(|found| found.because.join("; ")).unwrap_or_default(),
        of(clause.and_then(|clause| clause.value.as_deref())),
        of(clause.and_then(|clause| clause.line.as_deref())),
        of(margin.map(|margin| margin.difference.as_str())),
        of(margin.and_then(|margin| margin.ratio.as_deref())),
        needs.unwrap_or_default(),
        rests.unwrap_or_default(),
        of(answer.error.as_deref()),
    ]
}
