//! The meaning of the language, point by point: exactness, the unknown, silence, dates, references, margins.

mod support;
use brightline::date::DateRange;
use brightline::eval::result::Verdict::{Covered, NotCovered, Undetermined};
use support::{answers, ask, first, json, policy, settings, verdict};

const STAGES: &str = "
fact a: FLOP in 0 FLOP .. \"a stage\"; fact b: FLOP in 0 FLOP .. \"a stage\"; fact c: FLOP in 0 FLOP .. \"a stage\";
designate d \"D\" when compute: a + b + c >= 1e26 FLOP;";

const SCORE: &str = "fact score: % in 0 % .. 100 % \"a score\"; fact other: % in 0 % .. 100 % \"another\";";

fn with(declarations: &str, condition: &str) -> String {
    format!("{declarations}\ndesignate d \"D\" when clause: {condition};")
}

fn needs(body: &str, profile: &str) -> Vec<Vec<String>> {
    ask(body, profile).designations[0].needs.sets.clone()
}

#[test]
fn sums_are_exact_in_every_order() {
    for profile in [
        r#"{"a": 5.26e25, "b": 1.65e25, "c": 3.09e25}"#,
        r#"{"a": 3.09e25, "b": 5.26e25, "c": 1.65e25}"#,
        r#"{"a": "1.65e25 FLOP", "b": 3.09e25, "c": 5.26e25}"#,
    ] {
        assert_eq!(verdict(STAGES, profile), Covered, "{profile}");
        assert_eq!(verdict(&STAGES.replace(">=", ">"), profile), NotCovered, "{profile}");
    }
    assert_eq!(verdict(&with("", "0.7 + 0.1 >= 0.8"), "{}"), Covered);
    let above = with("fact x: FLOP in 0 FLOP .. \"x\";", "x > 1e26 FLOP");
    assert_eq!(verdict(&above, r#"{"x": 100000000000000000000000001}"#), Covered);
    assert_eq!(verdict(&above, r#"{"x": 100000000000000000000000000}"#), NotCovered);
}

#[test]
fn a_third_is_a_third() {
    let third = with("fact x: FLOP in 0 FLOP .. \"x\";", "x > 1e25 FLOP / 3");
    assert_eq!(verdict(&third, r#"{"x": 3333333333333333333333333}"#), NotCovered);
    assert_eq!(verdict(&third, r#"{"x": 3333333333333333333333334}"#), Covered);
    let tight = with("fact x: FLOP in 0 FLOP .. \"x\";", "x > 1/3 * 1e25 FLOP");
    assert_eq!(verdict(&tight, r#"{"x": 3333333333333333333333334}"#), Covered);
}

#[test]
fn a_missing_score_decides_neither_way() {
    for condition in ["not (score >= 80 %)", "score >= 80 %", "score < 80 %"] {
        assert_eq!(verdict(&with(SCORE, condition), "{}"), Undetermined, "{condition}");
        assert_eq!(needs(&with(SCORE, condition), "{}"), [["score"]], "{condition}");
    }
}

#[test]
fn a_missing_stage_is_covered_above_the_line_and_undetermined_below() {
    assert_eq!(verdict(STAGES, r#"{"a": 2e26}"#), Covered);
    assert_eq!(verdict(STAGES, r#"{"a": 9e25}"#), Undetermined);
    assert_eq!(needs(STAGES, r#"{"a": 9e25}"#), [["b"], ["c"]]);
    assert_eq!(verdict(STAGES, r#"{"a": 9e25, "b": "unknown", "c": 1e25}"#), Covered);
}

#[test]
fn needs_lists_the_smallest_sets() {
    let both = with(SCORE, "score >= 80 % and other >= 80 %");
    // Either one below its line settles it.
    assert_eq!(needs(&both, "{}"), [["score"], ["other"]]);
    assert_eq!(needs(&both, r#"{"score": 90}"#), [["other"]]);
    let ratio = with(SCORE, "score >= 10 * other");
    // A score of zero still leaves 0 >= 0 open, and no score reaches ten times 100 %.
    assert_eq!(needs(&ratio, r#"{"score": 50}"#), [["other"]]);
    let param = format!("{SCORE} param line in 0 % .. 100 % \"not public\"; designate d \"D\" when score >= line;");
    assert_eq!(needs(&param, r#"{"score": 50}"#), [["param line"]]);
}

#[test]
fn needs_find_where_a_factor_makes_another_unknown_vanish() {
    let facts = "fact a: number in -6 .. 6 \"A\"; fact b: number in -6 .. 6 \"B\"; fact c: number in -4 .. 6 \"C\";";
    let product = with(facts, "5 + min(c, 0) <= (b - 1) * a");
    assert_eq!(needs(&product, "{}"), [["b"], ["a"]]);
}

#[test]
fn needs_find_the_line_beside_a_minimum_of_other_unknowns() {
    let facts = "fact a: number in -4 .. 4 \"A\"; fact b: number in -4 .. 4 \"B\"; fact c: number in -4 .. 4 \"C\";";
    let found = needs(&with(facts, "b * min(a, 0) > c"), r#"{"b": "-1 .. 2"}"#);
    assert!(found.contains(&vec!["c".to_owned()]), "{found:?}");
}

#[test]
fn needs_settle_the_verdict_over_all_readings() {
    let body = "fact p: number in 0 .. \"P\"; fact q: number in 0 .. \"Q\";
        choice c = one of { both, first } \"what counts\";
        designate d \"D\" when a: (if c is both then p + q else p) > 10;";
    // No `q` settles it under both readings; a `q` settles it under the reading that counts it.
    assert_eq!(needs(body, r#"{"p": "5 .. 20"}"#), [vec!["p"], vec!["choice c", "q"]]);
    assert_eq!(needs(body, r#"{"p": 5, "q": 9}"#), [["choice c"]]);
}

#[test]
fn what_is_measured_ends_what_silence_meant() {
    let body = "fact total: number in 0 .. \"T\"; fact part: number in 0 .. \"P\"; fact rebutted: bool \"R\";
        designate d \"D\" when (total otherwise part) > 10 unless shown rebutted;";
    assert_eq!(needs(body, "{}"), [["total"], ["part"], ["rebutted"]]);
    assert_eq!(needs(body, r#"{"rebutted": false}"#), [["total"], ["part"]]);
}

#[test]
fn what_stands_in_exceptions_alone_is_needed_last() {
    let body = "fact a: bool \"A\"; fact b: bool \"B\"; fact c: bool \"C\"; fact e: bool \"E\";
        designate d \"D\" when at least 2 of { a; b; c; } unless any of { e; a; };
        designate inherited \"I\" when d;";
    let listed = [vec!["a", "b"], vec!["a", "c"], vec!["b", "c"], vec!["e"]];
    let two = body.replace("any of { e; a; }", "e");
    assert_eq!(needs(&two, "{}"), listed);
    let answer = ask(&two, "{}");
    assert_eq!(answer.designations[1].needs.sets, listed, "an exception stays one where another outcome asks for it");
    // A fact that the condition asks for too is one of the condition's.
    assert_eq!(needs(body, "{}"), [vec!["a"], vec!["b", "c"], vec!["e"]]);
    // A negated part of a condition is no exception.
    let negated = two.replace("at least 2 of { a; b; c; } unless e", "(a or b) and not e");
    assert_eq!(needs(&negated, "{}"), [vec!["e"], vec!["a", "b"]]);
}

#[test]
fn a_text_can_be_what_is_needed() {
    assert_eq!(needs(&with("fact t: text \"T\";", "t is \"hello\""), "{}"), [["t"]]);
}

#[test]
fn refinement_decides_what_no_clause_decides_alone() {
    for condition in [
        "score > 50 % or score <= 50 %",
        "not (score > 60 % and score < 40 %)",
        "any of { low: score < 50 %; middle: score is 50 %; high: score > 50 %; }",
        "score > 30 % or other > 10 % or score < 50 %",
    ] {
        assert_eq!(verdict(&with(SCORE, condition), "{}"), Covered, "{condition}");
    }
    assert_eq!(verdict(&with(SCORE, "score > 60 % and score < 40 %"), "{}"), NotCovered);
    assert_eq!(verdict(&with("fact x: bool \"x\";", "x or not x"), "{}"), Covered);
    assert_eq!(verdict(&with("fact x: one of { a, b } \"x\";", "x is a or x is b"), "{}"), Covered);
    let dates = "fact x: date \"x\";";
    assert_eq!(verdict(&with(dates, "x >= 2026-01-01 or x < 2026-01-01"), "{}"), Covered);
    assert_eq!(verdict(&with(dates, "30 days after x > 2026-01-31 or x <= 2026-01-01"), "{}"), Covered);
}

#[test]
fn lines_that_cross_are_solved_not_searched() {
    let facts = "fact a: number in .. \"A\"; fact b: number in .. \"B\"; fact c: number in .. \"C\"; fact n: number in 1 .. \"N\";
        fact first: date \"F\"; fact second: date \"S\"; fact kind: one of { x, y, z } \"K\";";
    for condition in [
        "a > b or a <= b",
        "not (a + b > 10 and a - b > 4) or a > 7",
        "not (a > b and b > c and c > a)",
        "not (2 * a + 3 * b >= 6 and a - b >= 3) or 5 * a >= 15",
        "max(a, b) >= (a + b) / 2",
        "(if a > b then a - b else b - a) >= 0",
        "at least 2 of { a >= b; b >= c; c >= a; } or a < b or b < c or c < a",
        "not (a / n > 1 and a / n <= 1)",
        "not (a / n > b / n) or a > b",
        "not (second > first and second < 1 day after first)",
        "kind is x or kind is y or kind is z",
        "not (a > b and kind is x) or a - b > 0 or kind is y",
    ] {
        let found = ask(&with(facts, condition), "{}");
        assert_eq!(first(&found), Covered, "{condition}: {:?}", found.designations[0].notes);
        let negated = ask(&with(facts, &format!("not ({condition})")), "{}");
        assert_eq!(first(&negated), NotCovered, "not ({condition})");
    }
    // One step less, and it holds no more.
    for condition in ["not (a + b > 10 and a - b > 4) or a > 7.001", "not (a > b and b > c and c >= a - 1)"] {
        let found = ask(&with(facts, condition), "{}");
        assert_eq!(first(&found), Undetermined, "{condition}");
        assert!(found.designations[0].notes.is_empty(), "two completions that differ are found: {condition}");
    }
}

#[test]
fn what_is_outside_the_budget_or_the_method_is_said_not_guessed() {
    let facts = "fact a: number in .. \"A\"; fact b: number in .. \"B\";";
    let answer = ask(&with(facts, "a * a + b * b >= 2 * a * b"), "{}");
    let found = &answer.designations[0];
    assert_eq!((found.verdict, found.notes.as_slice()), (Undetermined, ["not refined".to_owned()].as_slice()));
    let plain = ask(&with(SCORE, "score > other"), "{}");
    assert_eq!(plain.designations[0].verdict, Undetermined);
    assert!(plain.designations[0].notes.is_empty(), "two completions that differ are found");
}

#[test]
fn silence_is_read_where_the_rule_reads_it_and_nowhere_else() {
    let exception = "fact x: bool \"x\"; designate d \"D\" when true unless shown x;";
    assert_eq!(verdict(exception, "{}"), Covered);
    assert_eq!(ask(exception, "{}").designations[0].rests_on[0].kind, "shown");
    assert_eq!(verdict(exception, r#"{"x": true}"#), NotCovered);
    assert!(ask(exception, r#"{"x": false}"#).designations[0].rests_on.is_empty());
    let stand_in = "fact x: FLOP in 0 FLOP .. \"x\"; fact y: FLOP in 0 FLOP .. \"y\";
        designate d \"D\" when (x otherwise y) > 1e25 FLOP;";
    assert_eq!(verdict(stand_in, r#"{"y": 2e25}"#), Covered);
    assert_eq!(ask(stand_in, r#"{"y": 2e25}"#).designations[0].rests_on[0].kind, "otherwise");
    // A range is a value: nothing stands in for it.
    assert_eq!(verdict(stand_in, r#"{"x": "1e24 .. 1e26 FLOP", "y": 1}"#), Undetermined);
    let assumed = "fact x: bool \"x\" assume true; designate d \"D\" when x;";
    assert_eq!(verdict(assumed, "{}"), Undetermined);
    let mut assuming = settings();
    assuming.assume = true;
    let answer = answers(&policy(assumed), &json("{}"), &assuming).remove(0);
    assert_eq!(first(&answer), Covered);
    assert_eq!(answer.designations[0].rests_on[0].kind, "assume");
}

#[test]
fn shown_is_refined_like_everything_else() {
    let tautology = format!("{SCORE} designate d \"D\" when true unless shown (score > 50 % or score <= 50 %);");
    assert_eq!(verdict(&tautology, "{}"), NotCovered);
}

#[test]
fn estimates_decide_as_their_interval_and_say_so() {
    let line = with("fact x: FLOP in 0 FLOP .. \"x\";", "x > 1e25 FLOP");
    let answer = ask(&line, r#"{"x": "2e25 to 2e26 FLOP"}"#);
    assert_eq!(first(&answer), Covered);
    assert_eq!(answer.designations[0].rests_on[0].kind, "estimate");
    assert_eq!(verdict(&line, r#"{"x": "8.2e24 to 4.4e25 FLOP"}"#), Undetermined);
    assert_eq!(verdict(&line, r#"{"x": "1.2e25 FLOP +/- 10 %"}"#), Covered);
    assert_eq!(verdict(&line, r#"{"x": "1.2e25 FLOP +/- 20 %"}"#), Undetermined);
}

#[test]
fn dividing_by_zero_decides_nothing() {
    let ratio = with("fact x: number in 0 .. \"x\"; fact y: number in 0 .. \"y\";", "x / y > 1");
    assert_eq!(verdict(&ratio, r#"{"x": 5, "y": 0}"#), Undetermined);
    assert_eq!(verdict(&ratio.replace("> 1", "<= 1"), r#"{"x": 5, "y": 0}"#), Undetermined);
    assert_eq!(ask(&ratio, r#"{"x": 5, "y": 0}"#).warnings.len(), 1);
    assert_eq!(verdict(&ratio, r#"{"x": 5, "y": "0 .. 2"}"#), Undetermined);
    assert_eq!(verdict(&ratio, r#"{"x": 5, "y": "1 .. 2"}"#), Covered);
    let otherwise = ratio.replace("x / y > 1", "((x / y) otherwise 7) > 1");
    assert_eq!(verdict(&otherwise, r#"{"x": 5, "y": 0}"#), Covered);
}

#[test]
fn dated_lines_follow_the_evaluation_date() {
    let dated = policy(
        "fact x: FLOP in 0 FLOP .. \"x\";
        param line = { from 2026-01-01: 1e26 FLOP; from 2028-01-01: 3e26 FLOP; } \"the line\";
        designate d \"D\" when x > line;",
    );
    let on = |days: DateRange, x: &str| {
        let mut settings = settings();
        settings.as_of = days;
        answers(&dated, &json(&format!("{{\"x\": {x}}}")), &settings).remove(0)
    };
    let day = |text| DateRange::point(brightline::date::parse_date(text).expect("a date"));
    assert_eq!(first(&on(day("2027-12-31"), "2e26")), Covered);
    assert_eq!(first(&on(day("2028-01-01"), "2e26")), NotCovered);
    assert_eq!(first(&on(day("2025-12-31"), "9e26")), Undetermined, "before its first date a dated line has no value");
    let both =
        on(DateRange { lo: Some(brightline::date::parse_date("2026-06-01").expect("a date")), hi: None }, "2e26");
    assert_eq!(first(&both), Undetermined);
    assert_eq!(both.designations[0].clauses[0].line.as_deref(), Some("1e26 .. 3e26 FLOP"));
}

#[test]
fn readings_decide_only_where_they_agree() {
    let body = "fact x: FLOP in 0 FLOP .. \"x\"; fact y: FLOP in 0 FLOP .. \"y\";
        choice counted = one of { both, first_only } \"what counts\";
        let counted_compute = if counted is both then x + y else x;
        designate d \"D\" when counted_compute > 1e26 FLOP;";
    assert_eq!(verdict(body, r#"{"x": 2e26, "y": 0}"#), Covered);
    let split = ask(body, r#"{"x": 9e25, "y": 2e25}"#);
    assert_eq!(first(&split), Undetermined);
    let verdicts: Vec<_> = split.designations[0].readings.iter().map(|reading| reading.verdict).collect();
    assert_eq!(verdicts, [Covered, NotCovered]);
    assert_eq!(split.designations[0].needs.sets, [["choice counted"]]);
    let mut picked = settings();
    picked.readings.push(("counted".to_owned(), "first_only".to_owned()));
    assert_eq!(first(&answers(&policy(body), &json(r#"{"x": 9e25, "y": 2e25}"#), &picked).remove(0)), NotCovered);
}

const CHAIN: &str = "fact x: FLOP in 0 FLOP .. \"x\"; reference base or none \"the base\";
    designate d \"D\" when any of { own: x > 1e26 FLOP; inherited: all of { has: base exists; base_d: base.d; }; };";

#[test]
fn designations_follow_references_along_the_chain() {
    let table = r#"[{"name": "A", "x": 2e26, "base": "none"}, {"name": "B", "x": 1, "base": "A"},
        {"name": "C", "x": 1, "base": "B"}, {"name": "D", "x": 1, "base": "none"}, {"name": "E", "x": 1},
        {"name": "F", "x": 1, "base": "nobody"}, {"name": "G", "x": 1, "base": {"x": 3e26}}]"#;
    let found: Vec<_> = answers(&policy(CHAIN), &json(table), &settings()).iter().map(first).collect();
    assert_eq!(found, [Covered, Covered, Covered, NotCovered, Undetermined, Undetermined, Covered]);
    assert_eq!(needs(CHAIN, r#"{"x": 1, "base": {"base": "none"}}"#), [["base.x"]]);
}

#[test]
fn a_ring_of_references_is_an_error_of_those_profiles_only() {
    let table = r#"[{"name": "A", "x": 1, "base": "B"}, {"name": "B", "x": 1, "base": "A"}, {"name": "C", "x": 2e26}]"#;
    let found = answers(&policy(CHAIN), &json(table), &settings());
    assert!(found[0].error.as_deref().is_some_and(|error| error.contains("ring")), "{:?}", found[0].error);
    assert!(found[1].error.is_some());
    assert_eq!(first(&found[2]), Covered);
}

#[test]
fn the_population_is_the_other_models_before_the_day() {
    let body = "fact score: % in 0 % .. 100 % \"s\"; fact release_date: date \"r\";
        let best = largest known score before release_date;
        designate d \"D\" when score > best;";
    let table = r#"[{"name": "A", "score": 50, "release_date": "2025-01-01"},
        {"name": "B", "score": 60, "release_date": "2025-06-01"},
        {"name": "C", "score": 55, "release_date": "2026-01-01"},
        {"name": "D", "release_date": "2024-01-01"},
        {"name": "E", "score": 70, "release_date": "2026-02-01"}]"#;
    let found = answers(&policy(body), &json(table), &settings());
    let verdicts: Vec<_> = found.iter().map(first).collect();
    // Nothing before the first of them with a value: no value, so nothing is decided.
    assert_eq!(verdicts, [Undetermined, Covered, NotCovered, Undetermined, Covered]);
    assert!(found[1].designations[0].rests_on.iter().any(|rest| rest.kind == "known"), "a model was left out");
    // Without `known`, the model without a score may have had any.
    let all = body.replace("largest known", "largest");
    assert_eq!(first(&answers(&policy(&all), &json(table), &settings())[4]), Undetermined);
    assert_eq!(first(&answers(&policy(&all), &json(table), &settings())[2]), NotCovered);
}

#[test]
fn where_there_is_nobody_to_compare_with_other_models_are_needed() {
    let body =
        "fact score: % in 0 % .. 100 % \"s\"; fact other: % in 0 % .. 100 % \"o\"; fact release_date: date \"r\";
        let best = largest known score before release_date;
        let worst = smallest known score before release_date;
        designate d \"D\" when score > best;
        designate between \"B\" when all of { upper: score < best; lower: score > worst; };
        designate either \"E\" when any of { best: score > best; low: other > 5 %; high: other <= 5 %; };";
    let found = ask(body, r#"{"score": 50, "release_date": "2026-01-01"}"#);
    let of = |at: usize| (found.designations[at].verdict, found.designations[at].needs.sets.clone());
    assert_eq!(of(0), (Undetermined, vec![vec!["other models".to_owned()]]));
    assert_eq!(of(1), (Undetermined, vec![vec!["other models".to_owned()]]), "the same models answer both");
    assert_eq!(of(2).0, Covered, "what hangs on nobody is decided without them");
    assert!(found.designations.iter().all(|designation| designation.notes.is_empty()));
    // Another's score lies in the domain: none is below zero, so one that is not known has to be supplied as well.
    let open = body.replace("% in 0 % .. 100 % \"s\"", "number in 0 .. \"s\"");
    assert_eq!(needs(&open, r#"{"release_date": "2026-01-01"}"#), [["score", "other models"]]);
    // Others of which too little is known are another question.
    let table = r#"[{"name": "A", "score": 50, "release_date": "2026-01-01"}, {"name": "B", "score": 60}]"#;
    let found = answers(&policy(body), &json(table), &settings()).remove(0);
    assert!(found.designations[0].needs.sets.is_empty(), "{:?}", found.designations[0].needs);
}

#[test]
fn what_has_no_value_is_said() {
    let notes = |body: &str, profile: &str| ask(body, profile).designations[0].notes.clone();
    let dated = "fact x: FLOP in 0 FLOP .. \"x\"; fact y: bool \"y\";
        param line = { from 2027-01-01: 1e26 FLOP; from 2028-01-01: 3e26 FLOP; } \"the line\";
        designate d \"D\" when any of { above: x > 2 * line; other: y; };";
    assert_eq!(notes(dated, r#"{"x": 1e27}"#), ["line has no value before 2027-01-01"]);
    assert!(notes(dated, r#"{"x": 1e27, "y": true}"#).is_empty(), "nothing hangs on it");
    assert!(notes(&dated.replace("2027-01-01", "2026-01-01"), r#"{}"#).is_empty(), "it has one on that day");
    let ratio = with("fact x: number in 0 .. \"x\"; fact y: number in 0 .. \"y\";", "x / y > 1");
    assert_eq!(notes(&ratio, r#"{"x": 5, "y": 0}"#), ["x / y has no value: y is zero"]);
    assert!(notes(&ratio, r#"{"x": 5, "y": "0 .. 2"}"#).is_empty(), "it may have one");
    let base = with("fact x: number in 0 .. \"x\"; reference base or none \"b\";", "x > base.x");
    assert_eq!(notes(&base, r#"{"x": 5, "base": "none"}"#), ["base.x has no value: base is none"]);
    let deep = r#"{"x": 5, "base": {"base": "none"}}"#;
    assert_eq!(notes(&base.replace("base.x;", "base.base.x;"), deep), ["base.base.x has no value: base.base is none"]);
}

#[test]
fn margins_are_exact_and_never_contradict() {
    let line = with("fact x: FLOP in 0 FLOP .. \"x\";", "x > 1e26 FLOP");
    let clause = |x: &str| ask(&line, &format!("{{\"x\": {x}}}")).designations[0].clauses[0].clone();
    let over = clause("1.2e26");
    assert_eq!(over.value.as_deref(), Some("1.2e26 FLOP"));
    assert_eq!(over.line.as_deref(), Some("1e26 FLOP"));
    let margin = over.margin.expect("a margin");
    assert_eq!((margin.difference.as_str(), margin.ratio.as_deref()), ("2e25 FLOP", Some("1.2")));
    let third = clause("\"1e26 FLOP\"");
    assert_eq!(third.note.as_deref(), Some("exactly at the line; the rule needs strictly more"));
    assert_eq!(third.margin.expect("a margin").difference, "0 FLOP");
    let range = clause("\"8e25 .. 2e26 FLOP\"");
    assert_eq!(range.margin.expect("a margin").difference, "-2e25 .. 1e26 FLOP");
    assert_eq!(clause("null").margin, None);
}

#[test]
fn the_binding_clause_is_the_nearest_to_flipping() {
    let body = "fact x: number in 0 .. \"x\"; fact y: number in 0 .. \"y\";
        designate d \"D\" when all of { first: x > 10; second: y > 10; };";
    let because =
        |profile: &str| ask(body, profile).designations[0].because.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(because(r#"{"x": 100, "y": 11}"#), ["second", "first"]);
    assert_eq!(because(r#"{"x": 11, "y": 100}"#), ["first", "second"]);
    assert_eq!(because(r#"{"x": 9, "y": 100}"#), ["first"]);
    let any = body.replace("all of", "any of");
    let because =
        |profile: &str| ask(&any, profile).designations[0].because.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(because(r#"{"x": 100, "y": 11}"#), ["first", "second"]);
    assert_eq!(because(r#"{"x": 1, "y": 9}"#), ["second", "first"]);
}

#[test]
fn obligations_have_their_dates() {
    let body = "fact x: bool \"x\"; fact met: date \"m\"; fact partner: date \"p\";
        designate d \"D\" when x;
        obligation notify \"Notify\" when d due within 2 weeks after met;
        option offer \"Offer\" when d due 30 days before partner;";
    let answer = ask(body, r#"{"x": true, "met": "2027-01-11", "partner": "2027-03"}"#);
    assert_eq!(answer.obligations[0].due.as_deref(), Some("2027-01-25"));
    assert_eq!(answer.obligations[1].due.as_deref(), Some("2027-01-30 .. 2027-03-01"));
    assert_eq!((answer.obligations[0].binding, answer.obligations[1].binding), (true, false));
    assert_eq!(ask(body, r#"{"x": true}"#).obligations[0].due, None);
    assert_eq!(ask(body, r#"{"met": "2027-01-11"}"#).obligations[0].applies, "undetermined");
}

#[test]
fn a_value_too_large_is_an_error_of_its_profile() {
    let body = "fact x: number in 0 .. \"x\"; let a = x^64; let b = a^64; designate d \"D\" when b > 1;";
    let found = answers(&policy(body), &json(r#"[{"name": "A", "x": 1e300}, {"name": "B", "x": 2}]"#), &settings());
    assert!(found[0].error.as_deref().is_some_and(|error| error.contains("65536 bits")), "{:?}", found[0].error);
    assert_eq!(first(&found[1]), Covered);
}

#[test]
fn invalid_is_an_error_and_unknown_is_not() {
    let body = with(SCORE, "score >= 80 %");
    for wrong in ["\"abc\"", "true", "[1]", "\"50 FLOP\"", "120", "\"90 .. 80 %\"", "\"NaN\"", "1e999"] {
        let answer = ask(&body, &format!("{{\"score\": {wrong}}}"));
        assert!(answer.error.is_some() && answer.designations.is_empty(), "{wrong}");
        let mut lenient = settings();
        lenient.invalid = brightline::bind::Invalid::Unknown;
        let answer = answers(&policy(&body), &json(&format!("{{\"score\": {wrong}}}")), &lenient).remove(0);
        assert_eq!((first(&answer), answer.warnings.len()), (Undetermined, 1), "{wrong}");
    }
    for silent in ["null", "\"\"", "\"NA\"", "\"N/A\"", "\"unknown\""] {
        assert_eq!(verdict(&body, &format!("{{\"score\": {silent}}}")), Undetermined, "{silent}");
    }
}

#[test]
fn facts_that_do_not_fit_together_are_warned_of_with_their_values() {
    let body = "fact whole: FLOP in 0 FLOP .. \"W\"; fact part: FLOP in 0 FLOP .. \"P\"; fact other: bool \"O\";
        let twice = 2 * part;
        warn \"a part is more than the whole\" when twice > whole;
        warn \"of what no outcome asks for\" when whole > 1 FLOP and other;
        designate d \"D\" when whole + part > 5 FLOP;";
    let warnings = |profile: &str| ask(body, profile).warnings;
    assert_eq!(
        warnings(r#"{"name": "M", "whole": 3, "part": 2, "other": true}"#),
        ["`M`: a part is more than the whole: twice is 4 FLOP, whole is 3 FLOP"]
    );
    // Neither where it is open, nor exactly at the line.
    assert!(warnings(r#"{"name": "M", "part": 2}"#).is_empty());
    assert!(warnings(r#"{"name": "M", "whole": 4, "part": 2}"#).is_empty());
}
