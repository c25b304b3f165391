//! One answer out of those of several readings: decided only where all of them agree.

use super::readings::ReadingsSummary;
use super::result::{ClauseAnswer, DesignationAnswer, ObligationAnswer, Reading, Verdict};
use crate::date::DateRange;
use crate::ir::Obligation;
use crate::truth::Truth;

/// Merges what the readings of one designation gave; `None` for no reading at all.
pub(super) fn merge_designation(found: Vec<(Reading, DesignationAnswer)>) -> Option<DesignationAnswer> {
    let verdicts: Vec<Verdict> = found.iter().map(|(reading, _)| reading.verdict).collect();
    let first_verdict = *verdicts.first()?;
    let agree = verdicts.iter().all(|verdict| *verdict == first_verdict);
    let mut readings: Vec<Reading> = Vec::new();
    for (reading, _) in &found {
        if !reading.choices.is_empty() && !readings.contains(reading) {
            readings.push(reading.clone());
        }
    }
    let mut merged = found.into_iter().map(|(_, answer)| answer).reduce(join)?;
    merged.readings_summary = ReadingsSummary::of(&readings);
    merged.readings = readings;
    if !agree {
        merged.verdict = Verdict::Undetermined;
    }
    Some(merged)
}

fn join(mut first: DesignationAnswer, next: DesignationAnswer) -> DesignationAnswer {
    for clause in next.because {
        if !first.because.contains(&clause) {
            first.because.push(clause);
        }
    }
    for rest in next.rests_on {
        if !first.rests_on.contains(&rest) {
            first.rests_on.push(rest);
        }
    }
    for note in next.notes {
        if !first.notes.contains(&note) {
            first.notes.push(note);
        }
    }
    first.clauses = zip(first.clauses, next.clauses);
    first.unless = match (first.unless, next.unless) {
        (Some(a), Some(b)) => Some(join_clause(a, b)),
        (one, _) => one,
    };
    first
}

fn zip(first: Vec<ClauseAnswer>, next: Vec<ClauseAnswer>) -> Vec<ClauseAnswer> {
    first.into_iter().zip(next).map(|(a, b)| join_clause(a, b)).collect()
}

/// A clause under two readings: what they do not share is not known, or stands as both.
fn join_clause(first: ClauseAnswer, next: ClauseAnswer) -> ClauseAnswer {
    let same = first.by_reading.is_empty() && first.comparison == next.comparison;
    let mut by_reading = first.by_reading;
    if !same {
        by_reading.extend(first.comparison.clone());
        by_reading.extend(next.comparison);
    }
    ClauseAnswer {
        truth: if first.truth == next.truth { first.truth } else { Truth::Unknown },
        binding: first.binding || next.binding,
        clauses: zip(first.clauses, next.clauses),
        comparison: first.comparison.filter(|_| same),
        by_reading,
        ..first
    }
}

/// Whether an obligation applies and when it is due, where each reading gave both: decided only where all agree, the days
/// those of every reading.
pub(super) fn merge_due(found: &[(Truth, Option<DateRange>)]) -> (Truth, Option<DateRange>) {
    let first = found.first().map_or(Truth::Unknown, |(truth, _)| *truth);
    let truth = if found.iter().all(|(truth, _)| *truth == first) { first } else { Truth::Unknown };
    let due = found.iter().map(|(_, due)| *due).reduce(|a, b| a.zip(b).map(|(a, b)| a.hull(&b))).flatten();
    (truth, due)
}

/// Merges what the readings of one obligation gave.
pub(super) fn merge_obligation(obligation: &Obligation, found: &[(Truth, Option<DateRange>)]) -> ObligationAnswer {
    let (truth, due) = merge_due(found);
    ObligationAnswer {
        id: obligation.id.clone(),
        binding: obligation.binding,
        applies: match truth {
            Truth::True => "yes",
            Truth::False => "no",
            Truth::Unknown => "undetermined",
        },
        due: due.filter(|_| truth != Truth::False).map(|due| due.to_string()),
        title: obligation.title.clone(),
        cite: obligation.cite.clone(),
    }
}
