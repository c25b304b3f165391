//! Every shipped policy is checked without a finding, and its own tests pass.

mod support;
use brightline::syntax::ast::{Expectation, Spanned, TestItem};
use support::{checked, shipped};

#[test]
fn every_shipped_file_is_checked_without_a_finding() {
    for name in shipped() {
        let checked = checked(&name);
        let found: Vec<String> = checked.diagnostics.iter().map(|found| format!("{found:#?}")).collect();
        assert!(found.is_empty(), "{name}:\n{}", found.join("\n"));
        assert_eq!(checked.policy.is_none(), checked.is_vocabulary, "{name}");
    }
}

#[test]
fn every_test_of_every_shipped_policy_passes() {
    let mut run = 0;
    let mut failures = Vec::new();
    for name in shipped() {
        let Some(policy) = checked(&name).policy else { continue };
        let (runs, coverage) = brightline::testing::run_tests(&policy);
        run += runs.len();
        let unseen = coverage.iter().filter(|clause| !clause.is_full());
        failures.extend(unseen.map(|clause| format!("{name}: {} is not seen in every truth", clause.clause)));
        let unmet = coverage.iter().filter(|clause| !clause.is_met());
        failures.extend(unmet.map(|clause| {
            let (outcome, clause, sides) = (&clause.outcome, &clause.clause, &clause.sides);
            format!("{name}: {outcome}.{clause} is not seen below, at and above its line: {sides:?}")
        }));
        for test in runs {
            failures.extend(test.failures.iter().map(|failure| format!("{name}: {}", failure.message)));
        }
    }
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
    assert!(run > 100, "only {run} tests were run");
}

#[test]
fn every_date_of_every_policys_life_is_tested_and_the_day_before() {
    let mut unseen = Vec::new();
    for name in shipped() {
        let Some(policy) = checked(&name).policy else { continue };
        let items = policy.tests.iter().flat_map(|test| &test.items);
        let days: Vec<_> = items
            .filter_map(|item| match &item.value {
                TestItem::AsOf(day) => *day,
                _ => None,
            })
            .collect();
        for status in &policy.statuses {
            let before = status.from.yesterday().expect("there is a day before");
            unseen.extend(
                [before, status.from].iter().filter(|day| !days.contains(day)).map(|day| format!("{name}: {day}")),
            );
        }
    }
    assert!(unseen.is_empty(), "{}", unseen.join("\n"));
}

#[test]
fn every_policy_is_tested_with_a_fact_missing() {
    for name in shipped() {
        let Some(policy) = checked(&name).policy else { continue };
        let mut items = policy.tests.iter().flat_map(|test| &test.items);
        let open = |item: &Spanned<TestItem>| matches!(item.value, TestItem::Expect(Expectation::Undetermined(_)));
        assert!(items.any(open), "{name} has no test that leaves an outcome undetermined");
    }
}

/// Before this line of the index the words are ours, behind it they are the engine's.
const MARK: &str = "<!-- Below: brightline list rules --format markdown -->\n\n";

#[test]
fn the_index_is_what_the_policies_say() {
    let command = std::process::Command::new(env!("CARGO_BIN_EXE_brightline"))
        .args(["list", "rules", "--format", "markdown"])
        .current_dir(support::root())
        .output()
        .expect("the command runs");
    let listed = String::from_utf8(command.stdout).expect("it prints text");
    let path = support::root().join("rules/README.md");
    let index = std::fs::read_to_string(&path).expect("there is an index");
    let (ours, engines) = index.split_once(MARK).expect("the index has its mark");
    if std::env::var_os("BRIGHTLINE_BLESS").is_some() {
        std::fs::write(&path, [ours, MARK, &listed].concat()).expect("the index can be written");
    } else {
        assert!(
            engines == listed,
            "rules/README.md is not up to date: run `BRIGHTLINE_BLESS=1 cargo test --test rules`"
        );
    }
}

#[test]
fn every_hypothetical_policy_says_so_in_its_title() {
    for name in shipped() {
        let Some(policy) = checked(&name).policy else { continue };
        let hypothetical = policy.statuses.iter().any(|status| &*status.word == "hypothetical");
        assert_eq!(hypothetical, policy.title.contains("hypothetical"), "{name}");
    }
}

#[test]
fn every_shipped_file_is_written_as_the_formatter_writes_it() {
    for name in shipped() {
        let source = support::read(&name).expect("the file can be read");
        let formatted = brightline::syntax::format_source(&source.name, &source.text).expect("it has no error");
        assert!(*formatted == *source.text, "{name} is not formatted: run `brightline fmt rules`");
    }
}
