//! How likely a verdict is: closed forms, samples that agree with them, and the same digits everywhere.

mod support;
use brightline::analysis::chance::{Chance, Method, Sampling, chance, over_line};
use brightline::ir::Policy;
use brightline::profile::RawProfile;
use brightline::rational::Rational;
use brightline::session::{Settings, ask};
use support::{json, policy, settings};

const SAMPLING: Sampling = Sampling { samples: 20_000, seed: 1, sensitivity: false };

const COMPUTE: &str = "fact x: FLOP in 0 FLOP .. \"x\"; fact y: FLOP in 0 FLOP .. \"y\"; fact open: bool \"o\";
    fact share: % in 0 % .. 100 % \"s\"; fact day: date \"d\"; param line = 1e26 FLOP in 1e24 FLOP .. 1e28 FLOP \"the line\";";

fn answer_with(policy: &Policy, profiles: &[RawProfile], settings: &Settings, sampling: &Sampling) -> Chance {
    let asked = ask(std::slice::from_ref(policy), profiles, settings).expect("the settings fit");
    chance(&asked.questions[0], 0, sampling).expect("there is a model")
}

fn answer(rule: &str, profile: &str) -> Chance {
    let policy = policy(&format!("{COMPUTE} designate d \"D\" when {rule};"));
    answer_with(&policy, &json(profile), &settings(), &SAMPLING)
}

fn covered(answer: &Chance) -> f64 {
    answer.designations[0].covered.share.to_f64_for_show()
}

fn sum(answer: &Chance) -> Rational {
    let outcome = &answer.designations[0];
    &(&outcome.covered.share + &outcome.not_covered.share) + &outcome.undetermined.share
}

fn near(found: f64, wanted: f64, within: f64) -> bool {
    (found - wanted).abs() <= within
}

#[test]
fn one_threshold_has_a_closed_form() {
    // By Python's statistics.NormalDist over the natural logarithms.
    for (value, line, wanted) in [
        ("8e25 to 2e26 FLOP", "1e26 FLOP", 0.800_585_334_796_638),
        ("2e25 to 2e26 FLOP", "1e26 FLOP", 0.256_377_775_064_504),
        ("8.2e24 to 4.4e25 FLOP", "1e25 FLOP", 0.895_490_581_395_339),
        ("8e25 .. 2e26 FLOP", "1e26 FLOP", 1.0 / 1.2),
        ("1e25 .. 1e27 FLOP", "1e26 FLOP", 0.5),
    ] {
        let found = answer(&format!("x > {line}"), &format!(r#"{{"x": "{value}"}}"#));
        assert!(near(covered(&found), wanted, 1e-9), "{value}: {}", covered(&found));
        let outcome = &found.designations[0];
        assert_eq!(outcome.method.as_str(), "closed form");
        assert_eq!(outcome.turns, Some(("x".to_owned(), vec![line.to_owned()])));
        assert_eq!((outcome.covered.standard_error, outcome.covered.count), (0.0, None));
        assert_eq!(sum(&found), Rational::one());
    }
}

#[test]
fn samples_agree_with_the_closed_form_and_with_themselves() {
    let profile = r#"{"x": "8e25 to 2e26 FLOP", "y": "1 FLOP .. 2 FLOP"}"#;
    let rule = "all of { x > line; y >= 0.5 FLOP; }";
    let exact = covered(&answer("x > line", profile));
    let found = answer(rule, profile);
    let outcome = &found.designations[0];
    assert_eq!(outcome.method, Method::Sampled);
    assert!(near(covered(&found), exact, 3.0 * outcome.covered.standard_error), "{} and {exact}", covered(&found));
    let [low, high] = outcome.covered.interval;
    assert!(low < covered(&found) && covered(&found) < high && high - low < 0.012);
    assert_eq!(sum(&found), Rational::one());
    assert!(outcome.undetermined.is_exact(), "nothing else is open");
    for threads in [1, 2] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool can be made");
        assert_eq!(pool.install(|| answer(rule, profile)), found, "{threads} threads");
    }
    let policy = policy(&format!("{COMPUTE} designate d \"D\" when {rule};"));
    let other = Sampling { seed: 2, ..SAMPLING };
    assert_ne!(answer_with(&policy, &json(profile), &settings(), &other).designations, found.designations);
}

#[test]
fn what_is_not_given_stays_unknown() {
    let found = answer("all of { open; x > line; }", r#"{"x": "8e25 to 2e26 FLOP"}"#);
    let outcome = &found.designations[0];
    assert!(outcome.covered.share.is_zero());
    assert!(near(outcome.not_covered.share.to_f64_for_show(), 0.199_414_665_203, 1e-9));
    assert_eq!(sum(&found), Rational::one());
    // A sum with an unknown stage: covered above the line, open below it.
    let found = answer("x + y > line", r#"{"x": "8e25 to 2e26 FLOP"}"#);
    assert!(near(covered(&found), 0.800_585_334_797, 1e-9) && found.designations[0].not_covered.share.is_zero());
    // The same sampled, twice the unknown.
    let found =
        answer("all of { x + y > line; share > 50 %; }", r#"{"x": "8e25 to 2e26 FLOP", "share": "60 % .. 70 %"}"#);
    assert!(near(covered(&found), 0.800_585_334_797, 0.012));
}

#[test]
fn what_is_certain_is_exact() {
    let nothing = answer("x > line", r#"{"x": "2e26 FLOP"}"#);
    assert!(nothing.inputs.is_empty());
    assert_eq!((covered(&nothing), nothing.designations[0].method.as_str()), (1.0, "certain"));
    let bounds = answer("x > line", r#"{"x": "1.1e26 .. 2e26 FLOP"}"#);
    assert_eq!((covered(&bounds), bounds.designations[0].method.as_str()), (1.0, "certain"));
    let elsewhere = answer("y > line", r#"{"x": "1e26 .. 2e26 FLOP", "y": "1e27"}"#);
    assert!(elsewhere.inputs.is_empty());
    assert_eq!(covered(&elsewhere), 1.0);
}

#[test]
fn days_and_shares_are_drawn_too() {
    let august = answer("day <= 2026-08-10", r#"{"day": "2026-08"}"#);
    assert!(near(covered(&august), 10.0 / 31.0, 1e-11), "{}", covered(&august));
    let share = answer("share > 95 %", r#"{"share": "80 % to 99 %"}"#);
    let uncut = answer("share > 99 %", r#"{"share": "80 % to 99 %"}"#);
    assert!(covered(&share) > covered(&uncut) && covered(&uncut) < 0.05);
}

#[test]
fn rules_that_turn_twice_are_sampled() {
    let found = answer("any of { x > 1.6e26 FLOP; x < 1e26 FLOP; }", r#"{"x": "8e25 .. 2e26 FLOP"}"#);
    assert_eq!(found.designations[0].method, Method::Sampled);
    assert!(near(covered(&found), 0.5, 0.014));
}

#[test]
fn a_param_can_be_uncertain() {
    let policy = policy(&format!("{COMPUTE} designate d \"D\" when x > line;"));
    let settings = Settings { params: vec![("line".to_owned(), "8e25 to 2e26 FLOP".to_owned())], ..settings() };
    let found = answer_with(&policy, &json(r#"{"x": "1e26 FLOP"}"#), &settings, &SAMPLING);
    assert!(near(covered(&found), 0.199_414_665_203, 1e-9));
    assert_eq!((found.inputs[0].kind, found.designations[0].method.as_str()), ("param", "closed form"));
}

#[test]
fn a_model_given_with_the_profile_is_drawn() {
    let policy = policy(&format!("{COMPUTE} reference base \"the base\"; designate d \"D\" when x + base.x > line;"));
    let profile = json(r#"{"x": "1e25 FLOP", "base": {"name": "b", "x": "5e25 .. 1.5e26 FLOP"}}"#);
    let few = Sampling { samples: 400, ..SAMPLING };
    let found = answer_with(&policy, &profile, &settings(), &few);
    assert_eq!(found.inputs[0].name, "base.x");
    assert!(near(covered(&found), 0.6, 0.08));
}

#[test]
fn the_larger_swing_comes_first() {
    let policy = policy(&format!("{COMPUTE} designate d \"D\" when x + y > line;"));
    let profile = json(r#"{"x": "5e25 to 1.5e26 FLOP", "y": "1e24 .. 2e24 FLOP"}"#);
    let sampling = Sampling { sensitivity: true, ..SAMPLING };
    let found = answer_with(&policy, &profile, &settings(), &sampling);
    let swings = &found.designations[0].swings;
    assert_eq!(swings.iter().map(|swing| &*swing.input).collect::<Vec<_>>(), ["x", "y"]);
    assert_eq!((swings[0].at_low.count, swings[0].at_high.count), (Some(0), Some(20_000)));
    assert!(swings[0].size() > swings[1].size());
}

#[test]
fn a_line_that_moves_meets_the_model() {
    let policy =
        policy(&format!("{COMPUTE} param free in 0 FLOP .. \"f\"; designate d \"D\" when x > line or x > free;"));
    let over = |profile: &str, line: (&str, Option<&str>)| {
        let profiles = json(profile);
        let asked = ask(std::slice::from_ref(&policy), &profiles, &settings()).expect("the settings fit");
        over_line(&asked.questions[0], 0, line, &Sampling { samples: 4_000, ..SAMPLING })
    };
    let known = over(r#"{"x": "4e25 FLOP"}"#, ("free", Some("1e25 .. 1e26 FLOP"))).expect("it moves").expect("a param");
    assert_eq!(known.designations[0].turns, ["4e25 FLOP"]);
    let drawn = over(r#"{"x": "2e25 to 8e25 FLOP"}"#, ("free", Some("1e25 .. 1e26 FLOP"))).expect("it moves");
    let drawn = &drawn.expect("a param").designations[0];
    assert!(drawn.points.windows(2).all(|pair| pair[0].parts[0].share >= pair[1].parts[0].share));
    assert_eq!(drawn.points.len(), 21);
    let even: f64 = drawn.even_chance.as_deref().and_then(|text| text.split(' ').next()).unwrap_or("").parse().unwrap();
    assert!(near(even, 4e25, 2e24), "{even}");
    assert!(over(r#"{"x": "4e25 FLOP"}"#, ("free", None)).is_err(), "no bounds");
    assert!(over(r#"{"x": "4e25 FLOP"}"#, ("line", Some("1 .. 2 FLOP"))).is_err(), "beyond its bounds");
    assert_eq!(over(r#"{"x": "4e25 FLOP"}"#, ("other", None)), Ok(None));
}

#[test]
fn weights_that_decide_alone_are_exact() {
    for (rule, profile, wanted) in [
        ("open", r#"{"open": "true 70 %, false 30 %"}"#, "0.7"),
        ("open", r#"{"open": "no 100/3 %, yes 200/3 %"}"#, "2/3"),
        ("kind in { b, c }", r#"{"kind": "a 50 %, b 49.99 %, c 0.01 %"}"#, "0.5"),
        ("x > line", r#"{"x": "2e26 FLOP 12.5 %, 1e26 FLOP 50 %, 1e25 37.5 %"}"#, "0.125"),
        ("day is 2026-08-02", r#"{"day": "2026-08-01 20 %, 2026-08-02 80 %"}"#, "0.8"),
        // The values push either way, and between them lies what none of them is.
        ("x is 1e26 FLOP or x < 1e25 FLOP", r#"{"x": "1e24 FLOP 10 %, 5e25 FLOP 60 %, 1e26 FLOP 30 %"}"#, "0.4"),
        // Two lists together.
        ("all of { open; kind is b; }", r#"{"open": "true 70 %, false 30 %", "kind": "a 50 %, b 50 %"}"#, "0.35"),
    ] {
        let found = weighed(rule, profile, &SAMPLING);
        let outcome = &found.designations[0];
        assert_eq!(
            (outcome.covered.share.to_exact_string().as_str(), outcome.method.as_str()),
            (wanted, "closed form")
        );
        assert!(outcome.undetermined.share.is_zero() && outcome.covered.is_exact());
        assert_eq!(sum(&found), Rational::one());
    }
}

#[test]
fn weights_beside_one_estimate_are_a_mixture_of_closed_forms() {
    let rule = "all of { open; x > line; }";
    let found = weighed(rule, r#"{"open": "true 25 %, false 75 %", "x": "8e25 to 2e26 FLOP"}"#, &SAMPLING);
    assert!(near(covered(&found), 0.25 * 0.800_585_334_796_638, 1e-12), "{}", covered(&found));
    assert_eq!(found.designations[0].turns, Some(("x".to_owned(), vec!["1e26 FLOP".to_owned()])));
}

#[test]
fn weights_are_sampled_as_often_as_they_weigh() {
    // Two estimates beside them, so that there is no closed form.
    let rule = "all of { x > 1 FLOP; y > 1 FLOP; any of { open; kind is b; day is 2026-08-01; }; }";
    let profile = r#"{"open": "true 20 %, false 80 %", "kind": "a 70 %, b 30 %", "day": "2026-08-01 40 %, 2026-08-02 60 %",
        "x": "0.9 .. 2 FLOP", "y": "0.8 .. 2 FLOP"}"#;
    let found = weighed(rule, profile, &SAMPLING);
    assert_eq!(found.designations[0].method, Method::Sampled);
    let wanted = (1.0 - 0.8 * 0.7 * 0.6) * (1.0 / 1.1) * (1.0 / 1.2);
    let error = found.designations[0].covered.standard_error;
    assert!(near(covered(&found), wanted, 4.0 * error), "{} and {wanted}", covered(&found));
    assert!(found.designations[0].undetermined.is_exact(), "nothing is left open");
}

#[test]
fn readings_with_weights_are_a_mixture() {
    let body = format!(
        "{COMPUTE} choice counted = one of {{ all, half, none_of_it }} \"c\";
        let c = if counted is all then x else if counted is half then 0.5 * x else 0 FLOP;
        designate d \"D\" when c > line; designate e \"E\" when all of {{ c > line; y > 1 FLOP; }};"
    );
    let policy = policy(&body);
    let with = |weights: &str, profile: &str| {
        let readings = vec![("counted".to_owned(), weights.to_owned())];
        answer_with(&policy, &json(profile), &Settings { readings, ..settings() }, &SAMPLING)
    };
    let known = with("all 60 %, half 40 %", r#"{"x": "1.5e26 FLOP", "y": "2 FLOP"}"#);
    assert_eq!(known.designations[0].covered.share.to_exact_string(), "0.6");
    assert_eq!((known.inputs[0].kind, known.inputs[0].weights.len()), ("choice", 2));
    // 0.8005853 above 1e26, 0.05 above 2e26.
    let drawn = with("all 60 %, half 40 %", r#"{"x": "8e25 to 2e26 FLOP", "y": "0.5 .. 2 FLOP"}"#);
    let wanted = 0.6 * 0.800_585_334_796_638 + 0.4 * 0.05;
    assert!(near(covered(&drawn), wanted, 1e-9), "{}", covered(&drawn));
    let sampled = &drawn.designations[1];
    assert_eq!(sampled.method, Method::Sampled);
    let found = sampled.covered.share.to_f64_for_show();
    assert!(near(found, wanted / 1.5, 4.0 * sampled.covered.standard_error), "{found}");
    assert!(sampled.undetermined.is_exact(), "each reading that is drawn decides");
    // Without weights the readings disagree, and that is no matter of chance.
    let asked = answer_with(&policy, &json(r#"{"x": "1.5e26 FLOP"}"#), &settings(), &SAMPLING);
    assert_eq!(asked.designations[0].undetermined.share, Rational::one());
}

#[test]
fn a_swing_between_values_goes_from_the_least_to_the_most_likely() {
    let sampling = Sampling { sensitivity: true, ..SAMPLING };
    let profile = r#"{"kind": "a 50 %, b 30 %, c 20 %", "x": "8e25 to 2e26 FLOP"}"#;
    let found = weighed("any of { kind is b; all of { kind is a; x > line; }; }", profile, &sampling);
    let swing = &found.designations[0].swings[0];
    assert_eq!((&*swing.input, &*swing.low, &*swing.high), ("kind", "c", "b"));
    assert_eq!((swing.at_low.count, swing.at_high.count), (Some(0), Some(20_000)));
}

#[test]
fn a_verdict_takes_weights_for_the_set_of_their_values() {
    let policy = policy(&format!(
        "{COMPUTE} {KIND} designate d \"D\" when kind is c or not (kind is c); designate e \"E\" when kind in {{ a, b }};
        designate f \"F\" when kind is a; designate g \"G\" when x > line;"
    ));
    let profile = r#"{"kind": "a 50 %, b 50 %", "x": "1.1e26 FLOP 1 %, 3e26 FLOP 99 %"}"#;
    let found = support::answers(&policy, &json(profile), &settings()).remove(0);
    let verdicts: Vec<&str> = found.designations.iter().map(|outcome| outcome.verdict.as_str()).collect();
    assert_eq!(verdicts, ["covered", "covered", "undetermined", "covered"]);
    let rests: Vec<&str> = found.designations[3].rests_on.iter().map(|rest| rest.kind).collect();
    assert_eq!(rests, ["estimate"]);
}

const KIND: &str = "fact kind: one of { a, b, c } \"k\";";

fn weighed(rule: &str, profile: &str, sampling: &Sampling) -> Chance {
    let policy = policy(&format!("{COMPUTE} {KIND} designate d \"D\" when {rule};"));
    answer_with(&policy, &json(profile), &settings(), sampling)
}
