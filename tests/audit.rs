//! Behaviours that a hostile reading of the contract asked for.

mod support;
use brightline::eval::result::{DesignationAnswer, Verdict};
use support::{answers, ask, json, policy, settings, verdict};

/// The first designation's answer.
fn found(body: &str, profile: &str) -> DesignationAnswer {
    let answer = ask(body, profile);
    assert_eq!(answer.error, None);
    answer.designations[0].clone()
}

/// The first designation of the first profile.
fn first_of(body: &str, profiles: &str) -> DesignationAnswer {
    let answer = answers(&policy(body), &json(profiles), &settings()).remove(0);
    assert_eq!(answer.error, None);
    answer.designations[0].clone()
}

const XYP: &str = "fact x: number in 0 .. 10 \"x\"; fact y: number in 0 .. 10 \"y\"; fact p: bool \"p\";
    fact q: bool \"q\"; fact release_date: date \"r\"; reference base or none \"b\"; ";

fn on(rule: &str, profile: &str) -> DesignationAnswer {
    found(&format!("{XYP} {rule}"), profile)
}

fn refined_or_noted(rule: &str, profile: &str, exact: Verdict) {
    let found = on(rule, profile);
    assert!(
        found.verdict == exact || (found.verdict == Verdict::Undetermined && !found.notes.is_empty()),
        "{rule} on {profile}: {:?} {:?}, not {exact:?}",
        found.verdict,
        found.notes
    );
}

fn refined(rule: &str, profile: &str, exact: Verdict) {
    let found = on(rule, profile);
    assert_eq!(found.verdict, exact, "{rule} on {profile}: {:?}", found.notes);
}

#[test]
fn a_known_that_may_leave_a_model_out_is_not_certain() {
    let body = format!(
        "{XYP} let v = if p then y else 3; let m = largest known v before 2026-01-01; designate d \"D\" when x + 5 > m;"
    );
    let found = first_of(&body, "[{\"name\": \"a\", \"x\": 6}, {\"name\": \"b\", \"release_date\": \"2025-01-01\"}]");
    assert_eq!(found.verdict, Verdict::Undetermined);
}

#[test]
fn a_quotient_by_zero_of_another_model_never_decides() {
    let body = format!("{XYP} let v = 3 / y; let m = largest v before 2026-01-01; designate d \"D\" when x > m;");
    let found = first_of(
        &body,
        "[{\"name\": \"a\", \"x\": 6}, {\"name\": \"b\", \"y\": 1, \"release_date\": \"2025-01-01\"},
        {\"name\": \"c\", \"y\": 0, \"release_date\": \"2025-01-01\"}]",
    );
    assert_eq!(found.verdict, Verdict::Undetermined);
}

#[test]
fn a_population_before_a_day_that_may_not_be_has_perhaps_no_value() {
    let body = format!(
        "{XYP} let day = if p then base.release_date else 2026-01-01;
        let m = largest x before day; designate d \"D\" when x > m;"
    );
    let found = first_of(
        &body,
        "[{\"name\": \"a\", \"x\": 6, \"base\": \"none\"}, {\"name\": \"b\", \"x\": 1, \"release_date\": \"2025-01-01\"}]",
    );
    assert_eq!(found.verdict, Verdict::Undetermined);
}

#[test]
fn an_unknown_reference_may_be_any_model_of_the_population() {
    let body = format!("{XYP} let top = largest x before 2026-01-01; designate d \"D\" when x <= base.top;")
        .replace(" or none", "");
    let found = first_of(
        &body,
        "[{\"name\": \"a\", \"x\": 3}, {\"name\": \"b\", \"x\": 5, \"release_date\": \"2025-01-01\"}, {\"name\": \"c\", \"x\": 1, \"release_date\": \"2025-01-01\"}]",
    );
    assert_eq!(found.verdict, Verdict::Undetermined);
    let found = first_of(
        &body,
        "[{\"name\": \"a\", \"x\": 3, \"release_date\": \"2026-06-01\", \"base\": {\"name\": \"b\", \"x\": 5}}, {\"name\": \"b\", \"x\": 5, \"release_date\": \"2025-01-01\"}, {\"name\": \"c\", \"x\": 1, \"release_date\": \"2025-01-01\"}]",
    );
    assert_eq!(found.verdict, Verdict::NotCovered);
}

#[test]
fn a_population_that_asks_for_itself_through_references_ends() {
    let body = format!("{XYP} designate d \"D\" when x > largest x where base.d before 2026-01-01;");
    let answer = answers(&policy(&body), &json("[{\"name\": \"a\", \"x\": 6, \"base\": \"b\"}, {\"name\": \"b\", \"x\": 5, \"release_date\": \"2025-01-01\", \"base\": \"c\"}, {\"name\": \"c\", \"x\": 1, \"release_date\": \"2025-01-01\", \"base\": \"none\"}]"), &settings()).remove(0);
    assert!(answer.error.is_some_and(|error| error.contains("ring")));
}

#[test]
fn a_large_population_with_references_is_no_long_chain() {
    let body = format!("{XYP} designate d \"D\" when x > largest x where not base exists before 2026-01-01;");
    let mut text = String::from("[");
    for at in 0..10_050 {
        text.push_str(&format!(
            "{{\"name\": \"m{at}\", \"x\": 1, \"base\": \"none\", \"release_date\": \"2025-01-01\"}},"
        ));
    }
    text.pop();
    text.push(']');
    let profiles = json(&text);
    let policy = policy(&body);
    let columns = brightline::bind::Columns::of(&policy.schema);
    let models = profiles.iter().map(|raw| columns.bind(raw, brightline::bind::Invalid::Error).model).collect();
    let population = brightline::model::Population::new(models);
    let circumstances = brightline::model::Circumstances::on(settings().as_of, &policy.schema);
    let mut evaluator = brightline::eval::Evaluator::new(&policy, &circumstances, &population);
    assert_eq!(evaluator.verdicts(&population.models[0], Some(0)), Ok(vec![Verdict::NotCovered]));
}

#[test]
fn a_choice_between_values_does_not_reach_what_lies_between() {
    refined_or_noted("designate d \"D\" when (if p then 1 else 3) is 2;", "{}", Verdict::NotCovered);
    refined_or_noted("designate d \"D\" when (if p then -1 else 3) ^ 2 >= 0.5;", "{}", Verdict::Covered);
    refined_or_noted("designate d \"D\" when 1 / (if p then -1 else 3) <= 1;", "{}", Verdict::Covered);
    refined_or_noted(
        "designate d \"D\" when 1 month after release_date is 2026-03-31;",
        "{\"release_date\": \"2026-02-28 .. 2026-03-01\"}",
        Verdict::NotCovered,
    );
}

#[test]
fn what_otherwise_replaces_is_not_among_the_values() {
    refined_or_noted(
        "let v = (if p then x else 3) otherwise 5; designate d \"D\" when v > 6;",
        "{}",
        Verdict::NotCovered,
    );
    refined_or_noted("let v = (5 / y) otherwise 3; designate d \"D\" when v >= 0.4;", "{}", Verdict::Covered);
}

#[test]
fn a_denominator_that_may_be_zero_pushes_both_ways() {
    refined_or_noted("designate d \"D\" when 5 / y >= 1 or y < 3;", "{\"y\": \"0 .. 5\"}", Verdict::Covered);
    refined_or_noted("designate d \"D\" when y ^ -1 > 2 and y > 1;", "{\"y\": \"0.1 .. 5\"}", Verdict::NotCovered);
}

#[test]
fn a_range_supplied_for_a_param_with_a_value_is_one_unknown() {
    let body = format!("{XYP} param line = 3 in 0 .. 10 \"l\"; designate d \"D\" when x > line or x <= line;");
    let mut settings = settings();
    settings.params = vec![("line".to_owned(), "1 .. 2".to_owned())];
    let answer = answers(&policy(&body), &json("{\"x\": 1.5}"), &settings).remove(0);
    let found = &answer.designations[0];
    assert!(found.verdict == Verdict::Covered, "{found:?}");
}

#[test]
fn a_leaf_is_split_at_the_line_that_was_supplied() {
    let body = format!("{XYP} param line = 3 in 0 .. 10 \"l\"; designate d \"D\" when x > line or x <= line;");
    let mut settings = settings();
    settings.params = vec![("line".to_owned(), "5".to_owned())];
    let answer = answers(&policy(&body), &json("{}"), &settings).remove(0);
    let found = &answer.designations[0];
    assert!(found.verdict == Verdict::Covered, "{found:?}");
}

#[test]
fn a_shown_that_was_not_refined_is_noted() {
    let found = on("designate d \"D\" when shown (x - 1) * (x - 1) >= 0;", "{}");
    assert!(found.verdict != Verdict::Undetermined || !found.notes.is_empty(), "{found:?}");
}

#[test]
fn whether_an_unknown_reference_exists_is_an_unknown() {
    refined("designate d \"D\" when base exists or not base exists;", "{}", Verdict::Covered);
    refined(
        "let all_of_it = if base exists then base.x + x else x; designate d \"D\" when all_of_it > 5;",
        "{\"x\": 6}",
        Verdict::Covered,
    );
}

#[test]
fn what_is_undetermined_for_want_of_splitting_a_population_is_not_called_refined() {
    let body = format!("{XYP} let m = largest x before 2026-01-01; designate d \"D\" when m > 5 or m <= 5;");
    let found = first_of(&body, "[{\"name\": \"a\"}, {\"name\": \"b\", \"release_date\": \"2025-01-01\"}]");
    assert!(found.verdict == Verdict::Covered || !found.notes.is_empty(), "{found:?}");
}

#[test]
fn mutual_designations_along_a_chain_take_no_exponential_time() {
    let body = format!(
        "{XYP} designate d \"D\" when x > 5 or base.d or base.e; designate e \"E\" when x > 6 or base.d or base.e;"
    );
    let mut text = String::from("[");
    for at in 0..30 {
        text.push_str(&format!("{{\"name\": \"m{at}\", \"x\": 1, \"base\": \"m{}\"}},", at + 1));
    }
    text.push_str("{\"name\": \"m30\", \"x\": 1, \"base\": \"none\"}]");
    let start = std::time::Instant::now();
    let answer = answers(&policy(&body), &json(&text), &settings()).remove(0);
    assert_eq!(answer.error, None);
    assert!(start.elapsed().as_secs() < 20);
}

#[test]
fn what_a_refined_verdict_rests_on_includes_the_parts_decided_before() {
    let found = on("let v = x otherwise 5; designate d \"D\" when all of { v > 3; y > 4 or y <= 4; };", "{}");
    assert_eq!(found.verdict, Verdict::Covered);
    assert_eq!(found.rests_on.len(), 1, "{found:?}");
    let found = on("let v = x otherwise 5; designate d \"D\" when any of { v > 6; y > 4 and y <= 4; };", "{}");
    assert_eq!(found.verdict, Verdict::NotCovered);
    assert_eq!(found.rests_on.len(), 1, "{found:?}");
}

#[test]
fn what_other_models_rest_on_is_listed() {
    let body =
        format!("{XYP} let v = x otherwise 5; let m = largest v before 2026-01-01; designate d \"D\" when x > m;");
    let found = first_of(&body, "[{\"name\": \"a\", \"x\": 6}, {\"name\": \"b\", \"release_date\": \"2025-01-01\"}]");
    assert_eq!(found.verdict, Verdict::Covered);
    assert!(found.rests_on.iter().any(|rest| rest.kind == "otherwise"), "{found:?}");
    let body = format!("{XYP} let m = largest x before 2026-01-01; designate d \"D\" when x > m;");
    let found = first_of(
        &body,
        "[{\"name\": \"a\", \"x\": 6}, {\"name\": \"b\", \"x\": \"4 to 5\", \"release_date\": \"2025-01-01\"}]",
    );
    assert_eq!(found.verdict, Verdict::Covered);
    assert!(found.rests_on.iter().any(|rest| rest.kind == "estimate"), "{found:?}");
}

#[test]
fn a_zero_that_was_assumed_is_rested_on() {
    let body = "fact x: number in 0 .. 10 \"x\" assume 0; designate d \"D\" when ((1 / x) otherwise 5) > 3;";
    let mut settings = settings();
    settings.assume = true;
    let answer = answers(&policy(body), &json("{}"), &settings).remove(0);
    let kinds: Vec<_> = answer.designations[0].rests_on.iter().map(|rest| rest.kind).collect();
    assert!(kinds.contains(&"assume") && kinds.contains(&"otherwise"), "{kinds:?}");
}

#[test]
fn a_quotient_by_zero_in_another_model_or_a_power_warns() {
    let answer = ask(&format!("{XYP} let v = 3 / y; designate d \"D\" when base.v > 1;"), "{\"base\": {\"y\": 0}}");
    assert_eq!(answer.warnings.len(), 1, "{answer:?}");
    let answer = ask(&format!("{XYP} designate d \"D\" when y ^ -1 > 1;"), "{\"y\": 0}");
    assert_eq!(answer.warnings.len(), 1, "{answer:?}");
}

#[test]
fn a_reference_given_twice_is_an_error() {
    let body = "uses \"rules/facts/model.bright\"; designate d \"D\" when base.total_compute > 1e26 FLOP;";
    let answer = ask(body, "{\"base\": \"a\", \"Base model\": \"b\"}");
    assert!(answer.error.is_some(), "{answer:?}");
    let answer = ask(body, "{\"base\": \"none\", \"base.training_compute\": 2e26}");
    assert!(answer.error.is_some(), "{answer:?}");
}

#[test]
fn two_inline_references_report_their_errors_in_order() {
    let body =
        "fact x: number in 0 .. 10 \"x\"; reference a \"a\"; reference b \"b\"; reference c \"c\"; reference e \"e\";
        designate d \"D\" when a.x + b.x + c.x + e.x > 5;";
    let answer = ask(body, "{\"e\": {\"x\": 15}, \"a\": {\"x\": 11}, \"b\": {\"x\": 12}, \"c\": {\"x\": 13}}");
    let error = answer.error.expect("each is out of its domain");
    let places: Vec<_> = ["`11`", "`12`", "`13`", "`15`"].iter().map(|name| error.find(name)).collect();
    assert!(places.is_sorted() && places[0].is_some(), "{error}");
}

#[test]
fn what_stands() {
    assert_eq!(verdict(&format!("{XYP} designate d \"D\" when x > 5;"), "{\"x\": 6}"), Verdict::Covered);
}
