//! Profiles and tests at the edges of clauses: they say what the engine says, and stand on both sides of every line.
#![cfg(feature = "cli")]

mod support;
use brightline::analysis::edges::{Edge, Freedom, Side, edges};
use brightline::check::check;
use brightline::date::{DateRange, parse_date};
use brightline::diagnostic::Diagnostic;
use brightline::eval::result::Verdict;
use brightline::ir::Policy;
use brightline::model::Circumstances;
use brightline::profile::{Format, read_document};
use brightline::session::evaluate;
use brightline::span::Source;
use brightline::testing::{Coverage, run_tests, usual_day};
use std::process::{Command, Output};
use std::sync::Arc;
use support::{Files, policy, root, settings, shipped, shipped_policy};

fn run(args: &[&str]) -> (String, String, i32) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_brightline"));
    let Output { stdout, stderr, status } = command.current_dir(root()).arg("edges").args(args).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (text(stdout), text(stderr), status.code().expect("it ends by itself"))
}

fn policies() -> Vec<String> {
    shipped().into_iter().filter(|name| !name.contains("/facts/")).collect()
}

fn found(policy: &Policy, freedom: Freedom) -> brightline::analysis::edges::Edges {
    let mut circumstances = Circumstances::on(DateRange::point(parse_date("2026-11-21").unwrap()), &policy.schema);
    if freedom == Freedom::Tests {
        circumstances.as_of = usual_day(policy);
    }
    edges(policy, &circumstances, freedom, &|_| true)
}

/// A policy's text without its tests.
fn without_tests(text: &str) -> String {
    let (mut kept, mut depth, mut inside) = (String::new(), 0i64, false);
    for line in text.split_inclusive('\n') {
        inside |= line.starts_with("test \"");
        if !inside {
            kept.push_str(line);
            continue;
        }
        depth += line.matches('{').count() as i64 - line.matches('}').count() as i64;
        inside = depth > 0;
    }
    kept
}

/// What the tests of a text leave unseen, and what fails in it.
fn tested(name: &str, text: String) -> (usize, Vec<Coverage>, Vec<Diagnostic>) {
    let checked = check(&Source { name: Arc::from(name), text: Arc::from(text) }, &Files);
    let policy = checked.policy.unwrap_or_else(|| panic!("{name}: {:#?}", checked.diagnostics));
    let (runs, coverage) = run_tests(&policy);
    let failures = runs.iter().flat_map(|run| run.failures.clone());
    let failures = checked.diagnostics.into_iter().filter(Diagnostic::is_error).chain(failures).collect();
    let unseen = coverage.into_iter().filter(|seen| !seen.is_full() || !seen.is_met()).collect();
    (runs.len(), unseen, failures)
}

#[test]
fn tests_at_the_edges_cover_every_shipped_policy() {
    for name in policies() {
        let text = without_tests(&support::read(&name).unwrap().text);
        let before = tested(&name, text.clone());
        assert_eq!(before.0, 0, "{name}: the tests are gone");
        assert!(!before.1.is_empty());
        // The command is given the shipped file; what it writes must not depend on the tests that stand there.
        let (tests, err, code) = run(&[&name, "--as-tests"]);
        assert_eq!(code, 0, "{name}: {err}");
        let (count, unseen, failures) = tested(&name, format!("{text}\n{tests}"));
        assert!(failures.is_empty(), "{name}: {failures:#?}");
        assert!(unseen.is_empty(), "{name}: {unseen:#?}");
        assert!(count >= 3, "{name}: {count}");
    }
}

#[test]
fn every_profile_has_the_verdict_of_its_label() {
    let (mut profiles, mut decided) = (0, 0);
    for name in policies() {
        let (out, err, code) = run(&[&name, "--as-of", "2026-11-21"]);
        assert_eq!(code, 0, "{name}: {err}");
        let document = read_document(&Arc::from("edges.json"), &out, Format::Json);
        assert_eq!(document.findings().count(), 0, "{name}");
        let policy = shipped_policy(&name);
        let evaluated = evaluate(std::slice::from_ref(&policy), &document.profiles, &settings()).expect("they fit");
        assert!(evaluated.diagnostics.is_empty(), "{name}: {:?}", evaluated.diagnostics);
        for answer in evaluated.answers.iter().flatten() {
            assert_eq!((&answer.error, answer.warnings.len()), (&None, 0), "{name}: {}", answer.profile);
            let outcome = match policy.designations.len() {
                1 => &answer.designations[0],
                _ => {
                    answer.designations.iter().find(|one| answer.profile.starts_with(&format!("{}, ", one.id))).unwrap()
                }
            };
            let (label, said) = answer.profile.rsplit_once(": ").unwrap();
            let said = said.split(" (").next().unwrap();
            assert_eq!(said, outcome.verdict.in_words(), "{name}: {label}");
            profiles += 1;
            decided += usize::from(outcome.verdict != Verdict::Undetermined);
        }
    }
    assert!(profiles > 400 && decided > 250, "{profiles} profiles, {decided} decided");
}

/// The edges of one clause after another.
fn by_clause(edges: &[Edge]) -> Vec<Vec<&Edge>> {
    let mut found: Vec<Vec<&Edge>> = Vec::new();
    for edge in edges {
        match found.iter_mut().find(|known| known[0].outcome == edge.outcome && known[0].clause == edge.clause) {
            Some(known) => known.push(edge),
            None => found.push(vec![edge]),
        }
    }
    found
}

#[test]
fn where_a_clause_decides_the_verdict_turns_with_it() {
    let mut lines = 0;
    for name in policies() {
        let policy = shipped_policy(&name);
        for freedom in [Freedom::Profiles, Freedom::Tests] {
            let found = found(&policy, freedom);
            for edges in by_clause(&found.edges) {
                let (outcome, clause) = (&edges[0].outcome, &edges[0].clause);
                let is_said = found
                    .gaps
                    .iter()
                    .any(|gap| gap.outcome == *outcome && gap.clause == *clause && gap.what == "decides nothing");
                let deciding: Vec<&&Edge> = edges.iter().filter(|edge| edge.decides).collect();
                assert_eq!(deciding.is_empty(), is_said, "{name}: {outcome}.{clause}");
                let has = |verdict: Verdict| deciding.iter().any(|edge| edge.verdict == verdict);
                assert!(
                    is_said || (has(Verdict::Covered) && has(Verdict::NotCovered)),
                    "{name}: {outcome}.{clause}: {deciding:#?}"
                );
                let side = |side: Side| edges.iter().find(|edge| edge.side == side && edge.decides);
                if let (Some(below), Some(above)) = (side(Side::Below), side(Side::Above)) {
                    assert_ne!(below.truth, above.truth, "{name}: {outcome}.{clause}");
                    assert_ne!(below.verdict, above.verdict, "{name}: {outcome}.{clause}");
                    lines += 1;
                }
            }
        }
    }
    assert!(lines > 60, "{lines}");
}

#[test]
fn the_nearest_short_values_stand_beside_the_line() {
    let policy = policy(
        "fact x: FLOP in 0 FLOP .. \"x\"; fact day: date \"d\"; fact use: one of { a, b, c } \"u\"; fact on: bool \"o\";
         fact ok: bool \"k\";
         designate d \"D\" when all of { x: x > 1e26 FLOP; day: day >= 2026-08-01; use: use in { a, b }; on: on; }
         unless ok: shown ok;",
    );
    let found = found(&policy, Freedom::Profiles);
    assert!(found.gaps.is_empty(), "{:?}", found.gaps);
    let probes: Vec<(&str, Verdict)> = found.edges.iter().map(|edge| (edge.probe.as_str(), edge.verdict)).collect();
    let (yes, no, open) = (Verdict::Covered, Verdict::NotCovered, Verdict::Undetermined);
    for wanted in [
        ("x just below 1e26 FLOP", no),
        ("x exactly 1e26 FLOP", no),
        ("x just above 1e26 FLOP", yes),
        ("x not given", open),
        ("day the day before 2026-08-01", no),
        ("day on 2026-08-01", yes),
        ("day the day after 2026-08-01", yes),
        ("use a", yes),
        ("use c", no),
        ("use not given", open),
        ("on true", yes),
        ("on false", no),
        ("ok true", no),
        ("ok false", yes),
        // An exception fails until it is shown.
        ("ok not given", yes),
    ] {
        assert!(probes.contains(&wanted), "{wanted:?}: {probes:#?}");
    }
}

#[test]
fn a_clause_that_never_decides_is_told() {
    let facts = "fact x: FLOP in 0 FLOP .. \"x\"; fact on: bool \"o\";";
    let idle =
        policy(&format!("{facts} designate d \"D\" when all of {{ low: x > 1e25 FLOP; high: x > 1e26 FLOP; }};"));
    let found_idle = found(&idle, Freedom::Tests);
    let gaps: Vec<(&str, &str)> = found_idle.gaps.iter().map(|gap| (&*gap.clause, gap.what)).collect();
    assert_eq!(gaps, [("low", "decides nothing")]);
    assert!(found_idle.edges.iter().all(|edge| edge.decides == (&*edge.clause == "high")));
    let never = policy(&format!(
        "{facts} designate d \"D\" when any of {{ on: on; never: x > 2e26 FLOP and x < 1e26 FLOP; }};"
    ));
    let gaps: Vec<&str> = found(&never, Freedom::Tests).gaps.iter().map(|gap| gap.what).collect();
    assert!(gaps.contains(&"is never true"), "{gaps:?}");
}

#[test]
fn lines_and_readings_that_a_profile_cannot_say_are_given_beside_it() {
    let benchmark = "rules/us/eo-14409/eo-14409-cyber-benchmark.bright";
    let (_, err, code) = run(&[benchmark]);
    assert_eq!(code, 0);
    assert!(err.contains("`benchmark` of covered_frontier_model decides nothing") && err.contains("--param"), "{err}");
    let (out, err, _) = run(&[benchmark, "--param", "score_line=75 %"]);
    assert_eq!(err, "");
    assert!(out.contains("cyber.cybergym exactly 75 %: covered"), "{out}");
    let (out, err, _) = run(&[benchmark, "--param", "score_line=75 %", "--as-tests", "--as-of", "2027-01-01"]);
    assert_eq!(err, "");
    assert!(out.contains("    score_line: 75 %;\n") && out.contains("    as of 2027-01-01;\n"), "{out}");
}

#[test]
fn it_is_the_same_every_time_and_can_be_narrowed() {
    let acts = ["rules/us/ca-sb-53.bright", "rules/us/il-sb-315.bright"];
    let (out, err, code) = run(&acts);
    assert_eq!((code, err.as_str()), (0, ""));
    assert_eq!(run(&acts).0, out);
    let names: Vec<&str> = out.lines().filter_map(|line| line.trim().strip_prefix("{ \"name\": \"")).collect();
    assert!(names.iter().all(|name| name.starts_with("ca_sb_53, ") || name.starts_with("il_sb_315, ")), "{out}");
    let (out, ..) = run(&["rules/us/ca-sb-53.bright", "--only", "large_frontier_developer"]);
    assert!(out.contains("large_frontier_developer, revenue: ") && !out.contains("\"frontier_model, "), "{out}");
}

#[test]
fn mistakes_are_told() {
    let sb_53 = "rules/us/ca-sb-53.bright";
    for (args, part) in [
        (&[sb_53, "--only", "frontier_modle"][..], "did you mean `frontier_model`?"),
        (&[sb_53, "--param", "compute_lin=1e26 FLOP"], "did you mean `compute_line`?"),
        (&[sb_53, "--param", "compute_line=1e30 FLOP"], "outside the bounds"),
        (&[sb_53, "--reading", "counted=orignal_run"], "did you mean `original_run`?"),
        (&[sb_53, "--as-of", "tomorrow"], "write a day as 2026-08-01"),
        (&["rules/nowhere.bright"], "there is no `rules/nowhere.bright`"),
        (&[][..], "<POLICY>..."),
    ] {
        let (out, err, code) = run(args);
        assert_eq!((code, out.as_str()), (2, ""), "{args:?}: {err}");
        assert!(err.contains(part), "{args:?}: {err}");
    }
}
