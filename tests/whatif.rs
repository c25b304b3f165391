//! What a change would move: both answers are those of two requests, and what differs is what is said to.

mod support;
use brightline::analysis::whatif::{Line, Pair, WhatIf, whatif};
use brightline::eval::result::{ClauseAnswer, Verdict};
use brightline::ir::Policy;
use brightline::profile::{Format, RawProfile};
use brightline::session::{Settings, evaluate};
use serde_json::json;
use support::{json, policy, profiles, settings, shipped_policy};

const BODY: &str =
    "fact x: FLOP in 0 FLOP .. \"x\"; fact y: FLOP in 0 FLOP .. \"y\"; fact open: bool \"o\"; fact day: date \"d\";
    param line = 1e26 FLOP in 0 FLOP .. \"l\"; choice read = one of { strict, lax } \"r\";
    designate big \"Big\" when any of { own: x > line; all of { both: x + y > 2 * line; shared: open; }; };
    designate wide \"Wide\" when all of { x > (if read is lax then 1e25 FLOP else line); open; };
    presume old \"Old\" when day < 2020-01-01;
    obligation tell \"Tell\" when big due 30 days after day; option may \"May\" when wide;";

fn set(facts: &[(&str, &str)]) -> Settings {
    let facts = facts.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    Settings { facts, ..settings() }
}

fn between(profile: &str, before: &Settings, after: &Settings) -> Pair {
    let WhatIf { mut pairs, .. } = whatif(&[policy(BODY)], &json(profile), before, after).expect("the settings fit");
    pairs.remove(0).remove(0)
}

fn outcome<'l>(lines: &'l [Line], name: &str) -> &'l Line {
    lines.iter().find(|line| line.designation.as_deref() == Some(name)).expect("it is asked about")
}

fn consequence<'l>(lines: &'l [Line], name: &str) -> &'l Line {
    lines.iter().find(|line| line.obligation.as_deref() == Some(name)).expect("it follows from the policy")
}

const PROFILE: &str = r#"{"name": "m", "x": "8e25 FLOP", "y": "1e26 FLOP", "open": true, "day": "2026-03-01"}"#;

#[test]
fn a_clause_that_moves_has_both_its_values_lines_and_margins() {
    let lines = between(PROFILE, &settings(), &set(&[("x", "*2")])).lines();
    let big = outcome(&lines, "big");
    assert_eq!((big.before, big.after, big.moved), (Some("not_covered"), Some("covered"), true));
    let clauses = serde_json::to_value(&big.clauses).unwrap();
    let margin = |difference: &str, ratio: &str, orders: &str| json!({"difference": difference, "ratio": ratio, "orders": orders});
    assert_eq!(
        clauses[0],
        json!({
            "clause": "own",
            "before": {"truth": false, "value": "8e25 FLOP", "line": "1e26 FLOP", "margin": margin("-2e25 FLOP", "0.8", "-0.1")},
            "after": {"truth": true, "value": "1.6e26 FLOP", "line": "1e26 FLOP", "margin": margin("6e25 FLOP", "1.6", "0.2")},
        })
    );
    let moved: Vec<&str> = big.clauses.iter().flatten().map(|clause| &*clause.clause).collect();
    assert_eq!(moved, ["own", "2", "2.both"], "`shared` stays, and the block with it moves");
    // It follows then, and what hangs on nothing that changes stays.
    let tell = consequence(&lines, "tell");
    assert_eq!((tell.before, tell.after, tell.moved), (Some("no"), Some("yes"), true));
    assert_eq!(tell.due.as_ref().and_then(|due| due.after.as_deref()), Some("2026-03-31"));
    let old = outcome(&lines, "old");
    assert_eq!((old.kind, old.moved, old.clauses.as_deref()), (Some("presume"), false, Some(&[][..])));
}

#[test]
fn a_line_a_reading_and_a_day_are_changes_like_a_fact() {
    let param = Settings { params: vec![("line".to_owned(), "5e25 FLOP".to_owned())], ..settings() };
    let lines = between(PROFILE, &settings(), &param).lines();
    let own = outcome(&lines, "big").clauses.clone().unwrap_or_default().remove(0);
    assert_eq!((own.before.line.as_deref(), own.after.line.as_deref()), (Some("1e26 FLOP"), Some("5e25 FLOP")));
    assert_eq!(own.before.value, own.after.value);
    let reading = Settings { readings: vec![("read".to_owned(), "lax".to_owned())], ..settings() };
    let lines = between(PROFILE, &settings(), &reading).lines();
    let wide = outcome(&lines, "wide");
    assert_eq!((wide.before, wide.after), (Some("undetermined"), Some("covered")));
    let needs = wide.needs.clone().unwrap_or_default();
    assert_eq!((needs.new.len(), needs.gone), (0, vec![vec!["choice read".to_owned()]]));
    // Another day for what follows moves that alone.
    let scaled = set(&[("x", "*2")]);
    let later = set(&[("x", "*2"), ("day", "2026-04-01")]);
    let lines = between(PROFILE, &scaled, &later).lines();
    let tell = consequence(&lines, "tell");
    assert_eq!((tell.before, tell.after, tell.moved), (Some("yes"), Some("yes"), true));
    let due = tell.due.clone().unwrap_or_default();
    assert_eq!((due.before.as_deref(), due.after.as_deref()), (Some("2026-03-31"), Some("2026-05-01")));
    assert!(!outcome(&lines, "big").moved);
}

#[test]
fn what_would_settle_a_verdict_is_told_where_it_is_new() {
    let lines = between(PROFILE, &settings(), &set(&[("x", "unknown")])).lines();
    let big = outcome(&lines, "big");
    assert_eq!((big.before, big.after), (Some("not_covered"), Some("undetermined")));
    let needs = big.needs.clone().unwrap_or_default();
    assert_eq!((needs.new.contains(&vec!["x".to_owned()]), needs.gone.len()), (true, 0));
}

#[test]
fn a_side_in_error_is_none() {
    let silent = r#"{"name": "m", "x": "8e25 FLOP", "open": true}"#;
    let pair = between(silent, &settings(), &set(&[("y", "*3")]));
    let lines = pair.lines();
    let big = outcome(&lines, "big");
    assert_eq!((big.before, big.after, big.moved), (Some("undetermined"), None, true));
    let error = big.error.clone().unwrap_or_default();
    assert!(error.before.is_none() && error.after.is_some_and(|after| after.contains("`y` cannot be multiplied by 3")));
    let wrong = between(r#"{"name": "m", "x": "8e25 USD"}"#, &settings(), &set(&[("y", "2 FLOP")])).lines();
    assert_eq!(wrong.len(), 1, "one line for a policy with no answer at all");
    assert_eq!((wrong[0].before, wrong[0].after, wrong[0].moved), (None, None, false));
    let mended = between(r#"{"name": "m", "x": "8e25 USD"}"#, &settings(), &set(&[("x", "2 FLOP")])).lines();
    assert_eq!((outcome(&mended, "wide").before, outcome(&mended, "wide").after), (None, Some("not_covered")));
}

/// Some shipped policies, and every planned model.
fn shelf() -> (Vec<Policy>, Vec<RawProfile>) {
    let policies =
        ["eu/eu-ai-act-51-2", "us/ca-sb-53", "us/us-s-2938", "us/eo-14409/eo-14409-two-of-four", "kr/kr-ai-basic-act"];
    let policies = policies.map(|name| shipped_policy(&format!("rules/{name}.bright"))).to_vec();
    let models = ["cyber-fine-tune", "distilled", "frontier", "mixture-of-experts", "open-weights", "ranges-and-gaps"];
    let read = |name: &str| support::read(&format!("profiles/planned/{name}.json")).expect("it is there").text;
    (policies, models.iter().flat_map(|name| profiles(&read(name), Format::Json)).collect())
}

fn changes() -> Vec<Settings> {
    let reading = Settings { readings: vec![("counted".to_owned(), "original_run".to_owned())], ..settings() };
    let param = Settings { params: vec![("ca_sb_53.compute_line".to_owned(), "3e25 FLOP".to_owned())], ..settings() };
    vec![
        settings(),
        set(&[("pretraining_compute", "3e25 FLOP")]),
        set(&[("pretraining_compute", "unknown"), ("foundation_model", "no")]),
        Settings { invalid: brightline::bind::Invalid::Unknown, ..set(&[("fine_tuning_compute", "*100")]) },
        reading,
        param,
    ]
}

#[test]
fn the_sides_are_the_answers_of_two_requests() {
    let (policies, models) = shelf();
    let before = settings();
    let alone = |settings: &Settings| evaluate(&policies, &models, settings).expect("the settings fit").answers;
    for after in changes() {
        let found = whatif(&policies, &models, &before, &after).expect("the settings fit").pairs;
        let (befores, afters) = (alone(&before), alone(&after));
        for (pairs, (before, after)) in found.iter().zip(befores.iter().zip(&afters)) {
            assert!(pairs.iter().map(|pair| &pair.before).eq(before));
            assert!(pairs.iter().map(|pair| &pair.after).eq(after));
        }
    }
}

#[test]
fn what_does_not_differ_does_not_move_and_the_way_back_mirrors() {
    let (policies, models) = shelf();
    let mut moved = [0; 3];
    for change in changes() {
        let there = whatif(&policies, &models, &settings(), &change).expect("the settings fit").pairs;
        let back = whatif(&policies, &models, &change, &settings()).expect("the settings fit").pairs;
        for (there, back) in there.iter().flatten().zip(back.iter().flatten()) {
            assert_eq!(there.before == there.after, there.before == back.before);
            for (line, mirror) in there.lines().iter().zip(back.lines()) {
                assert_eq!((line.before, line.after, line.moved), (mirror.after, mirror.before, mirror.moved));
                let sides = |line: &Line| line.clauses.clone().unwrap_or_default();
                let turned: Vec<_> = sides(&mirror).into_iter().map(|one| (one.after, one.before)).collect();
                assert!(sides(line).into_iter().map(|one| (one.before, one.after)).eq(turned));
                moved[0] += usize::from(line.moved && line.designation.is_some());
                moved[1] += usize::from(line.moved && line.obligation.is_some());
            }
            for outcome in there.outcomes() {
                let told: Vec<&ClauseAnswer> = outcome.clauses().iter().map(|found| found.after).collect();
                let (Some(before), Some(after)) = (outcome.before, outcome.after) else { continue };
                if told.is_empty() && before.readings == after.readings {
                    assert_eq!(before.verdict, after.verdict, "{}: no clause moves, and the verdict does", after.id);
                }
                moved[2] += usize::from(!told.is_empty() && after.verdict != Verdict::Undetermined);
            }
        }
    }
    assert!(moved.iter().all(|count| *count > 5), "{moved:?}");
    let same = whatif(&policies, &models, &settings(), &settings()).expect("the settings fit").pairs;
    assert!(same.iter().flatten().flat_map(Pair::outcomes).all(|outcome| !outcome.differs()));
    assert!(same.iter().flatten().flat_map(Pair::consequences).all(|found| !found.is_moved()));
}
