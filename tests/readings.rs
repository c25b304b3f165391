//! How readings fall out, said alike of a verdict, of what turns it, and of how likely it is.

mod support;
use brightline::analysis::chance::{ByReading, Chance, Method, Sampling, chance};
use brightline::eval::result::{DesignationAnswer, Verdict};
use brightline::session::{Settings, ask};
use support::{answers, json, policy, settings};

const BODY: &str = "fact x: number in 0 .. 10 \"x\"; fact p: bool \"p\";
    choice a = one of { low, high } \"a\"; choice b = one of { one, two } \"b\"; choice c = one of { u, v, w } \"c\";";

fn found(rule: &str, profile: &str, settings: &Settings) -> DesignationAnswer {
    let policy = policy(&format!("{BODY} designate d \"D\" when {rule};"));
    answers(&policy, &json(profile), settings).remove(0).designations.remove(0)
}

fn likely(rule: &str, profile: &str) -> Chance {
    let policy = policy(&format!("{BODY} designate d \"D\" when {rule};"));
    let asked = ask(std::slice::from_ref(&policy), &json(profile), &settings()).expect("the settings fit");
    chance(&asked.questions[0], 0, &Sampling { samples: 2_000, seed: 1, sensitivity: false }).expect("there is a model")
}

fn by_reading(rule: &str, profile: &str) -> ByReading {
    likely(rule, profile).designations.remove(0).by_reading.expect("a reading is open")
}

fn shares(by_reading: &ByReading) -> Vec<String> {
    by_reading.readings.iter().map(|reading| reading.covered.share.to_exact_string()).collect()
}

const EITHER: &str = "x > (if a is low then (if b is one then 1 else 2) else 5)";

#[test]
fn an_answer_says_how_its_readings_fall_out() {
    let answer = found(EITHER, "{\"x\": 3}", &settings());
    let summary = answer.readings_summary.clone().expect("two choices are open");
    assert_eq!(answer.verdict, Verdict::Undetermined);
    assert_eq!((summary.covered, summary.not_covered, summary.undetermined, summary.of), (2, 2, 0, 4));
    assert_eq!(summary.sentence(), "covered under 2 of 4 readings; `a` alone decides");
    assert_eq!(
        serde_json::to_value(&answer).unwrap()["readings_summary"],
        serde_json::json!({"covered": 2, "not_covered": 2, "undetermined": 0, "of": 4, "deciding": ["a"], "alone": true})
    );
    let summary = |x: &str| {
        let profile = format!("{{\"x\": {x}}}");
        found(EITHER, &profile, &settings()).readings_summary.map(|summary| summary.sentence())
    };
    assert_eq!(summary("1.5").as_deref(), Some("covered under 1 of 4 readings; `a` and `b` decide"));
    assert_eq!(summary("6").as_deref(), Some("covered under each reading of `a` and `b`"));
    assert_eq!(
        summary("\"unknown\"").as_deref(),
        Some("undetermined under each reading of `a` and `b`"),
        "no reading decides what no reading settles"
    );
}

#[test]
fn a_reading_that_is_made_or_does_not_matter_is_not_counted() {
    let mut made = settings();
    made.readings = vec![("a".to_owned(), "low".to_owned())];
    let summary = found(EITHER, "{\"x\": 1.5}", &made).readings_summary.expect("`b` is open");
    assert_eq!(summary.sentence(), "covered under 1 of 2 readings; `b` decides");
    made.readings.push(("b".to_owned(), "two".to_owned()));
    let answer = found(EITHER, "{\"x\": 1.5}", &made);
    assert_eq!(answer.readings_summary, None);
    assert!(serde_json::to_value(&answer).unwrap().get("readings_summary").is_none());
    assert_eq!(found("x > 5", "{\"x\": 6}", &settings()).readings_summary, None);
}

#[test]
fn a_chance_is_given_by_reading_and_says_which_choice_decides() {
    let by = by_reading(EITHER, "{\"x\": \"0 .. 10\"}");
    assert_eq!(shares(&by), ["0.9", "0.8", "0.5", "0.5"]);
    assert_eq!((by.deciding.join(" "), by.alone), ("a b".to_owned(), false));
    assert!(by.readings.iter().all(|reading| matches!(reading.method, Method::ClosedForm { .. })));
    let chance = likely(EITHER, "{\"x\": \"0 .. 10\"}");
    let outcome = &chance.designations[0];
    let [covered, open] = [&outcome.covered, &outcome.undetermined].map(|part| part.share.to_exact_string());
    assert_eq!((&*covered, &*open), ("0.5", "0.4"), "no reading is weighed");
    assert_eq!(
        serde_json::to_value(&chance).unwrap()["designations"][0]["by_reading"]["readings"][1]["choices"],
        serde_json::json!({"a": "low", "b": "two"})
    );
    // Only where `b` matters does it decide.
    let by = by_reading(EITHER, "{\"x\": \"3 .. 8\"}");
    assert_eq!(
        (shares(&by).join(" "), by.deciding.join(" "), by.alone),
        ("1 1 0.6 0.6".to_owned(), "a".to_owned(), true)
    );
    // What is certain is so by reading, too.
    let by = by_reading(EITHER, "{\"x\": 3}");
    assert_eq!((shares(&by).join(" "), by.deciding.join(" ")), ("1 1 0 0".to_owned(), "a".to_owned()));
    let by = by_reading(EITHER, "{\"x\": 7}");
    assert_eq!((by.readings.len(), by.deciding.len(), by.alone), (4, 0, false));
    assert_eq!(likely("x > 5", "{\"x\": \"0 .. 10\"}").designations[0].by_reading, None);
}

#[test]
fn readings_that_are_as_likely_of_other_draws_decide_all_the_same() {
    let by = by_reading("if a is low then x > 5 else x < 5", "{\"x\": \"0 .. 10\"}");
    assert_eq!(shares(&by), ["0.5", "0.5"]);
    assert_eq!((by.deciding.join(" "), by.alone), ("a".to_owned(), true));
    let rule = "if a is low then x > 5 else (if b is one then x < 5 else not x >= 5)";
    let by = by_reading(rule, "{\"x\": \"0 .. 10\"}");
    assert_eq!((by.deciding.join(" "), by.alone), ("a".to_owned(), true), "`b` says one thing in two ways");
    let rule = "any of { all of { c is u; x > 2; }; all of { c is v; x < 8; }; all of { c is w; x > 2; }; }";
    let by = by_reading(rule, "{\"x\": \"0 .. 10\"}");
    assert_eq!((by.deciding.join(" "), by.alone), ("c".to_owned(), true), "of two of its readings, not of all");
}

#[test]
fn a_choice_with_weights_is_drawn_and_not_listed() {
    let policy = policy(&format!("{BODY} designate d \"D\" when {EITHER};"));
    let weighted = |weights: &str| {
        let settings = Settings { readings: vec![("b".to_owned(), weights.to_owned())], ..settings() };
        let asked = ask(std::slice::from_ref(&policy), &json("{\"x\": 1.5}"), &settings).expect("the settings fit");
        let sampling = Sampling { samples: 2_000, seed: 1, sensitivity: false };
        chance(&asked.questions[0], 0, &sampling).expect("there is a model").designations.remove(0)
    };
    let found = weighted("one 30 %, two 70 %").by_reading.expect("`a` is open");
    let choices: Vec<String> = found.readings.iter().map(|reading| format!("{:?}", reading.choices)).collect();
    assert_eq!(choices, [r#"[("a", "low")]"#, r#"[("a", "high")]"#]);
    assert_eq!(shares(&found), ["0.3", "0"]);
    assert_eq!((found.deciding.len(), found.alone), (1, true));
}

#[test]
fn sampled_readings_are_drawn_alike() {
    let body = "fact y: number in 0 .. 10 \"y\";";
    let rule = "x + y > (if a is low then 5 else 8)";
    let policy = policy(&format!("{BODY} {body} designate d \"D\" when {rule} or (b is one and x < 0);"));
    let profile = json("{\"x\": \"0 .. 10\", \"y\": \"0 .. 10\"}");
    let asked = ask(std::slice::from_ref(&policy), &profile, &settings()).unwrap();
    let sampling = Sampling { samples: 2_000, seed: 1, sensitivity: true };
    let outcome = chance(&asked.questions[0], 0, &sampling).unwrap().designations.remove(0);
    let by = outcome.by_reading.expect("two readings are open");
    assert_eq!((by.deciding.join(" "), by.alone), ("a".to_owned(), true));
    let counts: Vec<Option<u64>> = by.readings.iter().map(|reading| reading.covered.count).collect();
    assert_eq!((counts[0], counts[2]), (counts[1], counts[3]));
    assert_eq!(counts[2], outcome.covered.count, "covered under every reading where it is under the strictest");
    assert!(!outcome.swings.is_empty());
}
