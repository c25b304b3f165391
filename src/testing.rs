//! Running the tests beside a policy, and seeing which clauses they show true, false and unknown.
//!
//! In: a checked policy. Out: one [`TestRun`] for each test and the [`Coverage`] of its clauses.

use crate::date::DateRange;
use crate::diagnostic::{Code, Diagnostic, Label, quote};
use crate::eval::Evaluator;
use crate::eval::line::Compared;
use crate::eval::result::{Answer, ClauseAnswer, Verdict};
use crate::ir::{Clause, NodeId, Op, Policy};
use crate::model::{Circumstances, Model, Population};
use crate::settings::{defaults, settle};
use crate::span::Span;
use crate::syntax::ast::{Expectation, Setting, Test, TestItem};
use crate::syntax::op::Comparison;
use crate::truth::Truth;
use std::cmp::Ordering;
use std::sync::Arc;

/// What one test gave.
#[derive(Clone, Debug)]
pub struct TestRun {
    /// Its name.
    pub name: Arc<str>,
    /// What was not as expected; empty where it passes.
    pub failures: Vec<Diagnostic>,
}

impl TestRun {
    /// Whether all was as expected.
    pub fn passes(&self) -> bool {
        self.failures.is_empty()
    }
}

/// Which truths the tests of a policy showed of a clause.
#[derive(Clone, Debug)]
pub struct Coverage {
    /// The outcome or obligation.
    pub outcome: Arc<str>,
    /// The clause.
    pub clause: Arc<str>,
    /// Whether it was seen false, unknown, true.
    pub seen: [bool; 3],
    /// Whether it can be unknown at all: what is only ever `shown` cannot.
    pub can_be_unknown: bool,
    /// Where it compares a quantity or a day with a line: whether the value was seen below it, exactly at it, above it.
    pub sides: Option<[bool; 3]>,
}

impl Coverage {
    /// Whether it was seen in every truth it can have.
    pub fn is_full(&self) -> bool {
        let [no, maybe, yes] = self.seen;
        no && yes && (maybe || !self.can_be_unknown)
    }

    /// Whether its line, where it has one, was seen from below, from above, and met exactly.
    pub fn is_met(&self) -> bool {
        self.sides.is_none_or(|sides| sides == [true; 3])
    }

    /// Whether nothing is left to be seen of it.
    pub fn is_whole(&self) -> bool {
        self.is_full() && self.is_met()
    }

    /// What it was never seen as, in words.
    pub fn never(&self) -> Vec<&'static str> {
        let [no, maybe, yes] = self.seen;
        let [below, at, above] = self.sides.unwrap_or([true; 3]);
        let all = [
            (yes, "true"),
            (no, "false"),
            (maybe || !self.can_be_unknown, "unknown"),
            (below, "below its line"),
            (at, "exactly at its line"),
            (above, "above its line"),
        ];
        all.iter().filter(|(seen, _)| !seen).map(|(_, word)| *word).collect()
    }

    fn note_side(&mut self, compared: &Compared) {
        let (Some([below, at, above]), Some(order)) = (&mut self.sides, compared.order()) else { return };
        match order {
            Ordering::Less => *below = true,
            Ordering::Equal => *at = true,
            Ordering::Greater => *above = true,
        }
    }

    fn note(&mut self, truth: Truth) {
        let [no, maybe, yes] = &mut self.seen;
        match truth {
            Truth::False => *no = true,
            Truth::Unknown => *maybe = true,
            Truth::True => *yes = true,
        }
    }
}

/// Runs every test of `policy`.
pub fn run_tests(policy: &Policy) -> (Vec<TestRun>, Vec<Coverage>) {
    let mut coverage = unseen(policy);
    let runs = policy.tests.iter().map(|test| run_test(policy, test, &mut coverage)).collect();
    (runs, coverage)
}

/// What there is to be seen of each clause of `policy`, none of it seen yet.
pub fn unseen(policy: &Policy) -> Vec<Coverage> {
    let mut coverage = Vec::new();
    for designation in &policy.designations {
        let mut add = |clause: &Clause| {
            coverage.push(Coverage {
                outcome: designation.id.clone(),
                clause: clause.id.clone(),
                seen: [false; 3],
                can_be_unknown: !decides_always(policy, clause.node),
                sides: draws_a_line(policy, clause.node).then_some([false; 3]),
            });
        };
        designation.rule.when.children.iter().for_each(|child| child.walk(&mut |clause| add(clause)));
        if designation.rule.when.children.is_empty() {
            add(&designation.rule.when);
        }
        if let Some(unless) = &designation.rule.unless {
            unless.walk(&mut |clause| add(clause));
        }
    }
    coverage
}

/// Whether a condition is made of `shown` alone, which silence makes false and nothing makes unknown.
fn decides_always(policy: &Policy, root: NodeId) -> bool {
    let mut waiting = vec![root];
    while let Some(id) = waiting.pop() {
        match policy.node(id).map(|node| &node.op) {
            Some(Op::Shown(_) | Op::Truth(_)) => {}
            Some(op @ (Op::All(_) | Op::Any(_) | Op::AtLeast(..) | Op::Not(_))) => waiting.extend(op.operands()),
            _ => return false,
        }
    }
    true
}

/// Whether a condition is one comparison with a quantity or a day, other than for equality.
fn draws_a_line(policy: &Policy, root: NodeId) -> bool {
    match policy.node(root).map(|node| &node.op) {
        Some(Op::Shown(inner) | Op::Not(inner)) => draws_a_line(policy, *inner),
        Some(Op::Compare(op, ..)) => !matches!(op, Comparison::Is | Comparison::IsNot),
        _ => false,
    }
}

fn run_test(policy: &Policy, test: &Test, coverage: &mut [Coverage]) -> TestRun {
    let file = policy.sources.first().map(|source| source.name.clone()).unwrap_or_default();
    let schema = &policy.schema;
    let own: Vec<&Setting> = test
        .items
        .iter()
        .filter_map(|item| match &item.value {
            TestItem::Setting(setting) => Some(setting),
            _ => None,
        })
        .collect();
    let settled = settle(schema, &file, &test.name.text, &own);
    let mut circumstances = Circumstances::on(as_of(policy, test), schema);
    circumstances.assume = test.items.iter().any(|item| matches!(item.value, TestItem::Assume));
    circumstances.defaults = defaults(schema, &file);
    settled.apply(&mut circumstances);
    let mut models: Vec<Model> = Vec::new();
    for item in &test.items {
        if let TestItem::Model(name, settings) = &item.value {
            models.push(settle(schema, &file, &name.text, &settings.iter().collect::<Vec<_>>()).model);
        }
    }
    let mut model = settled.model;
    model.errors.extend(models.iter().flat_map(|model| model.errors.iter().cloned()));
    let population = Population::new(models);
    let answer = Evaluator::new(policy, &circumstances, &population).answer(&model, None);
    note_coverage(&answer, coverage);
    let expects_error = test.items.iter().any(|item| matches!(item.value, TestItem::Expect(Expectation::Error)));
    let mut failures = Vec::new();
    if let (Some(error), false) = (&answer.error, expects_error) {
        let found: Vec<&Diagnostic> = answer.diagnostics.iter().filter(|found| found.is_error()).collect();
        let labels: Vec<Label> = found.iter().flat_map(|found| found.labels.iter().cloned()).collect();
        let help = found.iter().flat_map(|found| found.help.iter().cloned()).collect();
        let message = format!("the test {} is in error: {error}", quote(&test.name.text));
        let failure = Diagnostic { labels, help, ..Diagnostic::error(Code::Test, message) };
        failures.push(if failure.labels.is_empty() { failure.at(&file, test.name.span, "this test") } else { failure });
    } else {
        for item in &test.items {
            if let TestItem::Expect(expectation) = &item.value {
                failures.extend(check(&answer, expectation).map(|message| failure(test, message, &file, item.span)));
            }
        }
    }
    TestRun { name: test.name.text.clone(), failures }
}

/// The day a test is evaluated on: its own, else that of the policy's latest status.
fn as_of(policy: &Policy, test: &Test) -> DateRange {
    let own = test.items.iter().rev().find_map(|item| match &item.value {
        TestItem::AsOf(date) => Some(*date),
        _ => None,
    });
    match own {
        Some(day) => day.map_or(DateRange::ALL, DateRange::point),
        None => usual_day(policy),
    }
}

/// The day on which the tests of a policy are evaluated where they name none: that of its latest status.
pub fn usual_day(policy: &Policy) -> DateRange {
    policy.statuses.last().map_or(DateRange::ALL, |status| DateRange::point(status.from))
}

fn failure(test: &Test, message: String, file: &Arc<str>, span: Span) -> Diagnostic {
    Diagnostic::error(Code::Test, format!("the test {} fails: {message}", quote(&test.name.text))).at(
        file,
        span,
        "expected here",
    )
}

/// Why the answer is not as expected, if it is not.
fn check(answer: &Answer, expectation: &Expectation) -> Option<String> {
    let (name, wanted, due) = match expectation {
        Expectation::Holds(name, due) => (name, Verdict::Covered, due.as_ref()),
        Expectation::Not(name) => (name, Verdict::NotCovered, None),
        Expectation::Undetermined(name) => (name, Verdict::Undetermined, None),
        Expectation::Error => {
            return answer.error.is_none().then(|| "an error was expected, and there is none".to_owned());
        }
    };
    if let Some(found) = answer.designations.iter().find(|found| found.id == name.text) {
        return (found.verdict != wanted).then(|| {
            let because = if found.because.is_empty() {
                String::new()
            } else {
                format!(", because of {}", found.because.join(", "))
            };
            let (found, wanted) = (found.verdict.in_words(), wanted.in_words());
            format!("`{}` was expected to be {wanted}, and is {found}{because}", name.text)
        });
    }
    let Some(found) = answer.obligations.iter().find(|found| found.id == name.text) else {
        return Some(format!("there is no outcome or obligation `{}`", name.text));
    };
    let applies = match wanted {
        Verdict::Covered => "yes",
        Verdict::NotCovered => "no",
        Verdict::Undetermined => "undetermined",
    };
    if found.applies != applies {
        let words = |applies: &str| match applies {
            "yes" => "apply",
            "no" => "not apply",
            _ => "be undetermined",
        };
        let (found, wanted) = (words(found.applies), words(applies));
        return Some(format!("`{}` was expected to {wanted}, and turns out to {found}", name.text));
    }
    let due = due?.value.to_string();
    match &found.due {
        Some(found) if *found == due => None,
        Some(found) => Some(format!("`{}` was expected to be due {due}, and is due {found}", name.text)),
        None => Some(format!("`{}` was expected to be due {due}, and has no due date", name.text)),
    }
}

/// Notes what `answer` shows of the clauses.
pub fn note_coverage(answer: &Answer, coverage: &mut [Coverage]) {
    fn note(outcome: &Arc<str>, clause: &ClauseAnswer, coverage: &mut [Coverage]) {
        for seen in coverage.iter_mut().filter(|seen| seen.outcome == *outcome && seen.clause == clause.id) {
            seen.note(clause.truth);
            clause.comparison.iter().for_each(|compared| seen.note_side(compared));
        }
        clause.clauses.iter().for_each(|child| note(outcome, child, coverage));
    }
    for designation in &answer.designations {
        designation
            .clauses
            .iter()
            .chain(&designation.unless)
            .for_each(|clause| note(&designation.id, clause, coverage));
    }
}
