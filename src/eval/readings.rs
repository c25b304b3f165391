//! How the readings of a disputed text fall out, and which choice it is that decides.
//!
//! In: readings, each with what follows from it: a verdict, or how likely it is. Out: how many give which verdict, the
//! choices that decide, and one sentence that says so. Never judges a model: it compares what was found.

use super::result::{Reading, Verdict};
use serde::Serialize;
use std::sync::Arc;

/// A choice with the reading taken.
pub type Pick = (Arc<str>, Arc<str>);
/// What a reading picks of each choice.
pub type Picks = [Pick];
/// What a reading picks of some choices, with what follows from it.
pub type Told<'r, V> = (Vec<&'r Pick>, V);

/// How the readings of one outcome fall out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReadingsSummary {
    /// The readings under which the model is covered.
    pub covered: usize,
    /// Those under which it is not.
    pub not_covered: usize,
    /// Those that leave it open.
    pub undetermined: usize,
    /// How many there are.
    pub of: usize,
    /// The choices that decide, in the order of the policy; see [`deciding`].
    pub deciding: Vec<Arc<str>>,
    /// Whether the verdict hangs on the one choice that decides, whatever the others are.
    pub alone: bool,
    /// Every choice that was not picked and matters to the outcome.
    #[serde(skip)]
    pub choices: Vec<Arc<str>>,
}

impl ReadingsSummary {
    /// The summary of the readings of an outcome; `None` where no reading is open.
    pub fn of(readings: &[Reading]) -> Option<Self> {
        let first = readings.first()?;
        let count = |verdict| readings.iter().filter(|reading| reading.verdict == verdict).count();
        let found: Vec<(&Picks, Verdict)> =
            readings.iter().map(|reading| (&*reading.choices, reading.verdict)).collect();
        let deciding = deciding(&found);
        let alone = matches!(&*deciding, [only] if hangs_on(&found, only));
        Some(ReadingsSummary {
            covered: count(Verdict::Covered),
            not_covered: count(Verdict::NotCovered),
            undetermined: count(Verdict::Undetermined),
            of: readings.len(),
            deciding,
            alone,
            choices: first.choices.iter().map(|(name, _)| name.clone()).collect(),
        })
    }

    /// Whether the readings give different verdicts.
    pub fn disagree(&self) -> bool {
        ![self.covered, self.not_covered, self.undetermined].contains(&self.of)
    }

    /// It in a sentence without a full stop: ``covered under 3 of 4 readings; `counted` decides``. Readings that are not
    /// told do not cover the model.
    pub fn sentence(&self) -> String {
        let counts = [Verdict::Covered, Verdict::NotCovered, Verdict::Undetermined]
            .into_iter()
            .zip([self.covered, self.not_covered, self.undetermined])
            .filter(|(_, count)| *count > 0);
        if !self.disagree() {
            let verdict = counts.map(|(verdict, _)| verdict.in_words()).collect::<String>();
            return format!("{verdict} under each reading of {}", listed(&self.choices));
        }
        let mut said = String::new();
        for (verdict, count) in counts {
            match (said.is_empty(), verdict) {
                (true, _) => said = format!("{} under {count} of {} readings", verdict.in_words(), self.of),
                (false, Verdict::NotCovered) if self.undetermined == 0 => {}
                (false, _) => said.push_str(&format!(", {} under {count}", verdict.in_words())),
            }
        }
        match decide(&self.deciding, self.alone && self.choices.len() > 1) {
            Some(decide) => format!("{said}; {decide}"),
            None => said,
        }
    }
}

/// `` `counted` decides ``, `` `counted` and `base_run` decide ``; `None` where no choice does.
pub fn decide(deciding: &[Arc<str>], alone: bool) -> Option<String> {
    match deciding {
        [] => None,
        [only] => Some(format!("`{only}`{} decides", if alone { " alone" } else { "" })),
        several => Some(format!("{} decide", listed(several))),
    }
}

/// `` `a`, `b` and `c` ``
fn listed(names: &[Arc<str>]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match names.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} and {last}", others.join(", ")),
        _ => names.concat(),
    }
}

/// The choices that decide: those for which two readings that differ in nothing else give something else.
pub fn deciding<V: PartialEq>(readings: &[(&Picks, V)]) -> Vec<Arc<str>> {
    let Some((first, _)) = readings.first() else { return Vec::new() };
    let decides = |name: &Arc<str>| {
        let without = |picks: &'_ Picks| picks.iter().filter(|(other, _)| other != name).cloned().collect::<Vec<_>>();
        let all: Vec<(Vec<Pick>, &V)> = readings.iter().map(|(picks, value)| (without(picks), value)).collect();
        let differs = |(others, value): &(Vec<Pick>, &V)| all.iter().any(|(b, found)| b == others && found != value);
        all.iter().any(differs)
    };
    first.iter().map(|(name, _)| name).filter(|name| decides(name)).cloned().collect()
}

/// Readings of every combination, told apart by the choices that decide alone: one for each combination of these, with
/// what it picks of them, in order. What the other choices are makes no difference.
pub fn told_apart<'r, V: Copy>(readings: &[(&'r Picks, V)], deciding: &[Arc<str>]) -> Vec<Told<'r, V>> {
    let mut found: Vec<Told<'r, V>> = Vec::new();
    for (picks, value) in readings {
        let own: Vec<&Pick> = picks.iter().filter(|(name, _)| deciding.contains(name)).collect();
        if !found.iter().any(|(known, _)| *known == own) {
            found.push((own, *value));
        }
    }
    found
}

/// Whether readings that agree in one choice give the same, whatever else they pick.
fn hangs_on<V: PartialEq>(readings: &[(&Picks, V)], choice: &Arc<str>) -> bool {
    let pick = |picks: &Picks| picks.iter().find(|(name, _)| name == choice).map(|(_, member)| member.clone());
    let agree = |(a, x): &(&Picks, V)| readings.iter().all(|(b, y)| pick(a) != pick(b) || x == y);
    readings.iter().all(agree)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every reading of choices with these members, its verdict by a rule over what it picks.
    fn readings(choices: &[(&str, &[&str])], rule: impl Fn(&[&str]) -> Verdict) -> Vec<Reading> {
        let mut all: Vec<Vec<(&str, &str)>> = vec![Vec::new()];
        for (name, members) in choices {
            let longer =
                |picks: &Vec<_>| members.iter().map(|m| [&picks[..], &[(*name, *m)]].concat()).collect::<Vec<_>>();
            all = all.iter().flat_map(longer).collect();
        }
        let reading = |picks: Vec<(&str, &str)>| Reading {
            verdict: rule(&picks.iter().map(|(_, member)| *member).collect::<Vec<_>>()),
            choices: picks.into_iter().map(|(name, member)| (name.into(), member.into())).collect(),
        };
        all.into_iter().map(reading).collect()
    }

    fn of(truth: bool) -> Verdict {
        if truth { Verdict::Covered } else { Verdict::NotCovered }
    }

    const TWO: [(&str, &[&str]); 2] = [("a", &["x", "y"]), ("b", &["u", "v"])];

    #[test]
    fn a_choice_decides_where_it_alone_makes_a_difference() {
        let said = |rule: &dyn Fn(&[&str]) -> Verdict| {
            let summary = ReadingsSummary::of(&readings(&TWO, rule)).unwrap();
            (summary.deciding.join(" "), summary.alone, summary.sentence())
        };
        assert_eq!(
            said(&|picks| of(picks[0] == "x")),
            ("a".to_owned(), true, "covered under 2 of 4 readings; `a` alone decides".to_owned())
        );
        assert_eq!(
            said(&|picks| of(picks[0] == "x" && picks[1] == "u")),
            ("a b".to_owned(), false, "covered under 1 of 4 readings; `a` and `b` decide".to_owned())
        );
        // Each makes a difference only together with the other, and so both decide.
        assert_eq!(said(&|picks| of((picks[0] == "x") == (picks[1] == "u"))).0, "a b");
        assert_eq!(
            said(&|_| Verdict::NotCovered),
            (String::new(), false, "not covered under each reading of `a` and `b`".to_owned())
        );
        let mixed = |picks: &[&str]| match picks {
            ["x", "u"] => Verdict::Covered,
            ["x", _] => Verdict::NotCovered,
            _ => Verdict::Undetermined,
        };
        assert_eq!(
            said(&mixed).2,
            "covered under 1 of 4 readings, not covered under 1, undetermined under 2; `a` and `b` decide"
        );
        let open = |picks: &[&str]| if picks[0] == "x" { Verdict::NotCovered } else { Verdict::Undetermined };
        assert_eq!(said(&open).2, "not covered under 2 of 4 readings, undetermined under 2; `a` alone decides");
    }

    #[test]
    fn one_open_choice_needs_no_alone_and_no_open_choice_no_summary() {
        let one = readings(&[("a", &["x", "y", "z"])], |picks| of(picks[0] != "y"));
        let summary = ReadingsSummary::of(&one).unwrap();
        assert_eq!(summary.sentence(), "covered under 2 of 3 readings; `a` decides");
        assert!(summary.alone);
        assert_eq!(ReadingsSummary::of(&[]), None);
    }

    #[test]
    fn the_verdict_is_a_function_of_the_choices_that_decide() {
        // Every rule over a choice of three and two of two.
        let choices: [(&str, &[&str]); 3] = [("a", &["0", "1", "2"]), ("b", &["0", "1"]), ("c", &["0", "1"])];
        for rule in 0_u32..4096 {
            let place = |picks: &[&str]| picks.iter().fold(0, |sum, pick| sum * 2 + pick.parse::<u32>().unwrap());
            let all = readings(&choices, |picks| {
                of(rule >> (place(&picks[1..]) + 4 * picks[0].parse::<u32>().unwrap()) & 1 == 1)
            });
            let found: Vec<(&Picks, Verdict)> = all.iter().map(|one| (&*one.choices, one.verdict)).collect();
            let summary = ReadingsSummary::of(&all).unwrap();
            let apart = told_apart(&found, &summary.deciding);
            for (picks, verdict) in &found {
                let own = apart.iter().find(|(told, _)| told.iter().all(|pick| picks.contains(pick)));
                assert_eq!(own.map(|(_, told)| told), Some(verdict), "rule {rule}");
            }
            assert_eq!(summary.alone, summary.deciding.len() == 1, "rule {rule}");
            assert_eq!(summary.disagree(), !summary.deciding.is_empty(), "rule {rule}");
        }
    }
}
