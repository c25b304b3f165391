//! The tests beside policies.
//!
//! In: policies, and whether every clause has to be seen whole. Out: for each policy which tests pass and what none of them
//! saw, as it is and as JSON; what was not as expected, as notes.

use super::{End, Report, lines};
use crate::ir::Policy;
use crate::testing::{Coverage, TestRun, run_tests};
use serde_json::{Value, json};

/// What the tests of one policy gave.
pub struct Tested<'p> {
    /// The policy.
    pub policy: &'p Policy,
    /// Its tests, in source order.
    pub runs: Vec<TestRun>,
    /// What they saw of its clauses.
    pub coverage: Vec<Coverage>,
}

impl Tested<'_> {
    /// How many tests fail.
    pub fn failing(&self) -> usize {
        self.runs.iter().filter(|run| !run.passes()).count()
    }

    /// The clauses that are not seen whole.
    pub fn unseen(&self) -> impl Iterator<Item = &Coverage> {
        self.coverage.iter().filter(|seen| !seen.is_whole())
    }

    /// `{"policy":..,"tests":[{"name":..,"passes":..}],"clauses":..,"unseen":[{"outcome":..,"clause":..,"never":[..]}]}`
    pub fn line(&self) -> Value {
        let tests = self.runs.iter().map(|run| json!({ "name": &*run.name, "passes": run.passes() }));
        let unseen = self
            .unseen()
            .map(|seen| json!({ "outcome": &*seen.outcome, "clause": &*seen.clause, "never": seen.never() }));
        json!({
            "policy": &*self.policy.id,
            "tests": tests.collect::<Vec<_>>(),
            "clauses": self.coverage.len(),
            "unseen": unseen.collect::<Vec<_>>(),
        })
    }
}

/// Runs the tests of each policy.
pub fn tested(policies: &[Policy]) -> Vec<Tested<'_>> {
    let test = |policy| {
        let (runs, coverage) = run_tests(policy);
        Tested { policy, runs, coverage }
    };
    policies.iter().map(test).collect()
}

/// How it ends: failed where a test does, or where all has to be seen whole and is not.
pub fn end(tested: &[Tested<'_>], require_full: bool) -> End {
    let fails = |one: &Tested<'_>| one.failing() > 0 || (require_full && one.unseen().next().is_some());
    if tested.iter().any(fails) { End::Failed } else { End::Done }
}

/// The tests of each policy as a line, with what was not as expected.
pub(super) fn tests(policies: &[Policy], require_full: bool) -> Report {
    let tested = tested(policies);
    let (text, end) = (lines(tested.iter().map(Tested::line)), end(&tested, require_full));
    let notes = tested.into_iter().flat_map(|one| one.runs).flat_map(|run| run.failures).collect();
    Report { text, notes, end }
}
