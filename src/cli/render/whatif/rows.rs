//! What a change would move, as a table for a spreadsheet.
//!
//! In: answers before the change and after it. Out: one row for each outcome, obligation and option, with exact values.

use super::super::reason::deciding;
use brightline::analysis::whatif::{Line, Pair};
use brightline::eval::result::{Answer, ClauseAnswer};

/// The table of every outcome, obligation and option, with a header.
pub(crate) fn rows(pairs: &[Vec<Pair>]) -> Vec<Vec<String>> {
    const HEADER: [&str; 19] = [
        "profile",
        "policy",
        "kind",
        "name",
        "as_of",
        "status",
        "before",
        "after",
        "moved",
        "clauses",
        "value_before",
        "value_after",
        "line_before",
        "line_after",
        "ratio_before",
        "ratio_after",
        "due_before",
        "due_after",
        "error",
    ];
    let mut rows = vec![HEADER.map(str::to_owned).to_vec()];
    rows.extend(pairs.iter().flatten().flat_map(|pair| pair.lines().into_iter().map(|line| row(pair, &line))));
    rows
}

fn row(pair: &Pair, line: &Line) -> Vec<String> {
    let of = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let clause = |answer: &Answer| {
        let own = answer.designations.iter().find(|own| Some(&own.id) == line.designation.as_ref())?;
        let because = deciding(own);
        because.iter().find(|clause| clause.binding).or(because.first()).map(|clause| (*clause).clone())
    };
    let sides = [clause(&pair.before), clause(&pair.after)];
    let [before, after] = sides.each_ref().map(Option::as_ref);
    let ratio = |clause: Option<&ClauseAnswer>| of(clause.and_then(|clause| clause.margin.as_ref()?.ratio.as_deref()));
    let moved: Vec<&str> = line.clauses.iter().flatten().map(|clause| &*clause.clause).collect();
    let due = line.due.as_ref();
    let error = line.error.as_ref().and_then(|error| error.after.as_ref().or(error.before.as_ref()));
    vec![
        line.profile.to_string(),
        line.policy.to_string(),
        of(line.kind),
        of(line.designation.as_deref().or(line.obligation.as_deref())),
        line.as_of.clone(),
        of(line.status.as_deref()),
        of(line.before),
        of(line.after),
        line.moved.to_string(),
        moved.join("; "),
        of(before.and_then(|clause| clause.value.as_deref())),
        of(after.and_then(|clause| clause.value.as_deref())),
        of(before.and_then(|clause| clause.line.as_deref())),
        of(after.and_then(|clause| clause.line.as_deref())),
        ratio(before),
        ratio(after),
        of(due.and_then(|due| due.before.as_deref())),
        of(due.and_then(|due| due.after.as_deref())),
        of(error.map(String::as_str)),
    ]
}
