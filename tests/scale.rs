//! Facts that a request multiplies: the same answer as from a profile that gives the product, or one clear error.

mod support;
use brightline::analysis::chance::{Sampling, chance};
use brightline::bind::Invalid;
use brightline::diagnostic::Diagnostic;
use brightline::eval::result::{Answer, Verdict};
use brightline::profile::{Format, RawProfile};
use brightline::session::{Settings, ask, evaluate};
use support::{answers, json, policy, profiles, settings};

const BODY: &str = "fact x: FLOP in 0 FLOP .. \"x\" also \"PFLOP of x\" in PFLOP;
    fact share: % in 0 % .. 100 % \"s\"; fact loss: number in above 0 .. \"l\"; fact rank: number on interval scale in .. \"r\";
    fact open: bool \"o\"; fact day: date \"d\"; fact who: text \"w\"; fact kind: one of { a, b } \"k\";
    reference base or none \"b\"; reference rival \"r\" default { x: 2e25 FLOP; };
    designate big \"Big\" when any of { own: x + base.x > 1e26 FLOP; rival: x > 3 * rival.x; score: share >= 60 %;
        loss: loss < 0.1; rank: rank > 5; open: all of { open; day > 2026-01-01; who is \"me\"; kind is a; }; };";

fn with(facts: &[(&str, &str)]) -> Settings {
    let facts = facts.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    Settings { facts, ..settings() }
}

fn answer(profiles: &[RawProfile], settings: &Settings) -> Answer {
    answers(&policy(BODY), profiles, settings).remove(0)
}

fn refused(name: &str, text: &str) -> Diagnostic {
    let profiles = json(r#"{"x": "1e25", "base": "none"}"#);
    let found = evaluate(&[policy(BODY)], &profiles, &with(&[(name, text)]));
    let mut errors = found.expect_err("it is refused");
    assert_eq!(errors.len(), 1, "{errors:?}");
    errors.remove(0)
}

#[test]
fn a_factor_gives_what_a_profile_with_the_product_gives() {
    for (fact, given, factor, product) in [
        ("x", "2e25 FLOP", "*3", "6e25 FLOP"),
        ("x", "9e25 FLOP", "*1/3", "3e25 FLOP"),
        ("x", "5e25", "* 120 %", "6e25"),
        ("x", "5e25", "*1.5", "7.5e25"),
        ("x", "2e25 .. 4e25 FLOP", "*3", "6e25 .. 1.2e26 FLOP"),
        ("x", "0 .. 4e25 FLOP", "*3", "0 .. 1.2e26 FLOP"),
        ("x", "2e25 to 4e25 FLOP", "*3", "6e25 to 1.2e26 FLOP"),
        ("x", "4e25 FLOP +/- 25 %", "*2", "6e25 .. 1e26 FLOP"),
        ("share", "40 %", "*3/2", "60 %"),
        ("share", "40 % +/- 10 points", "*1.5", "45 % .. 75 %"),
        ("loss", "0.4", "*1/4", "0.1"),
    ] {
        let profile = |value: &str| json(&format!(r#"{{"name": "m", "base": "none", "{fact}": "{value}"}}"#));
        let scaled = answer(&profile(given), &with(&[(fact, factor)]));
        assert_eq!(scaled.error, None);
        assert_eq!(scaled, answer(&profile(product), &settings()), "{given} {factor}");
        assert_ne!(scaled, answer(&profile(given), &settings()), "{given} {factor}");
    }
}

#[test]
fn an_estimate_keeps_its_shape() {
    let sampling = Sampling { samples: 1_000, seed: 1, sensitivity: false };
    let found = |value: &str, settings: &Settings| {
        let (policy, profile) = (policy(BODY), json(&format!(r#"{{"name": "m", "base": "none", "x": "{value}"}}"#)));
        let asked = ask(std::slice::from_ref(&policy), &profile, settings).unwrap();
        chance(&asked.questions[0], 0, &sampling).unwrap()
    };
    let scaled = found("2e25 to 4e25 FLOP", &with(&[("x", "*3")]));
    assert_eq!(scaled, found("6e25 to 1.2e26 FLOP", &settings()));
    assert_eq!(scaled.inputs[0].distribution, "log-normal");
    let weighted = found("6e25 FLOP 30 %, 1e25 FLOP 70 %", &with(&[("x", "*2")]));
    assert_eq!(weighted, found("1.2e26 FLOP 30 %, 2e25 FLOP 70 %", &settings()));
    assert_eq!(weighted.designations[0].covered.share.to_exact_string(), "0.3");
    let spread = found("1e24 .. 1e25 FLOP", &with(&[("x", "*7")]));
    assert_eq!(spread, found("7e24 .. 7e25 FLOP", &settings()), "a range a factor of ten wide stays one");
}

#[test]
fn a_column_in_another_unit_is_multiplied_like_any_other() {
    let table = profiles("name,PFLOP of x,base\nm,2e10,none\n", Format::Csv);
    let scaled = answer(&table, &with(&[("x", "*3")]));
    assert_eq!(scaled.error, None);
    assert_eq!(scaled.designations[0].clauses[1].value.as_deref(), Some("6e25 FLOP"));
}

#[test]
fn a_factor_multiplies_what_is_set_beside_it() {
    let profile = json(r#"{"name": "m", "x": "unknown", "base": "none"}"#);
    let scaled = answer(&profile, &with(&[("x", "*3"), ("x", "2e25 FLOP")]));
    assert_eq!(scaled.designations[0].clauses[1].value.as_deref(), Some("6e25 FLOP"));
}

#[test]
fn facts_of_another_model_are_multiplied_where_they_are_given() {
    let own = |base: &str| json(&format!(r#"{{"name": "m", "x": 0, "base": {{"name": "b", "x": "{base}"}}}}"#));
    assert_eq!(answer(&own("4e25"), &with(&[("base.x", "*3")])), answer(&own("1.2e26"), &settings()));
    // The model that stands in by default.
    let profile = json(r#"{"name": "m", "x": "4e25", "base": "none"}"#);
    let rival = |answer: &Answer| answer.designations[0].clauses[1].line.clone();
    assert_eq!(rival(&answer(&profile, &settings())).as_deref(), Some("6e25 FLOP"));
    assert_eq!(rival(&answer(&profile, &with(&[("rival.x", "*1/2")]))).as_deref(), Some("3e25 FLOP"));
    // The model that the request supplies comes before what the profile says.
    let supplied = json(r#"{"name": "s", "x": "3e25"}"#).remove(0);
    let mut settings = with(&[("rival.x", "*2")]);
    settings.references = vec![("rival".to_owned(), supplied)];
    assert_eq!(rival(&answer(&profile, &settings)).as_deref(), Some("1.8e26 FLOP"));
}

#[test]
fn a_model_that_gives_nothing_to_multiply_is_in_error_and_the_others_are_not() {
    let list = json(
        r#"[{"name": "silent", "base": "none"}, {"name": "said unknown", "x": "unknown"}, {"name": "given", "x": "4e25",
        "base": "none"}, {"name": "by name", "x": "4e25", "base": "given"}]"#,
    );
    let found = answers(&policy(BODY), &list, &with(&[("x", "*3")]));
    for (answer, name) in found.iter().zip(["silent", "said unknown"]) {
        let error = answer.error.clone().expect("there is nothing to multiply");
        assert!(error.contains(name) && error.contains("`x` cannot be multiplied by 3"), "{error}");
        assert!(!answer.diagnostics[0].help.is_empty());
    }
    assert_eq!(found[2].designations[0].verdict, Verdict::Covered);
    let found = answers(&policy(BODY), &list, &Settings { invalid: Invalid::Unknown, ..with(&[("x", "*3")]) });
    assert!(found.iter().all(|answer| answer.error.is_none()));
    assert_eq!(found[0].warnings.len(), 1);
    assert_eq!(found[2].warnings.len(), 0);
    // Another model's.
    let found = answers(&policy(BODY), &list, &with(&[("base.x", "*3")]));
    let errors: Vec<String> = found.iter().map(|answer| answer.error.clone().unwrap_or_default()).collect();
    assert!(errors[0].contains("there is no such model"), "{errors:?}");
    assert!(errors[1].contains("does not give it"), "{errors:?}");
    assert!(errors[3].contains("`given`, which has a profile of its own"), "{errors:?}");
}

#[test]
fn a_product_outside_the_domain_is_an_error() {
    let list = json(r#"{"name": "m", "x": 1, "base": "none", "share": "40 %"}"#);
    let found = answer(&list, &with(&[("share", "*3")]));
    let error = found.error.expect("120 % is no share");
    assert!(error.contains("`40 %` becomes `120 %`, which lies outside the domain"), "{error}");
    assert!(found.diagnostics[0].help[0].contains("0 % .. 100 %"), "{:?}", found.diagnostics);
    let found = answer(&list, &Settings { invalid: Invalid::Unknown, ..with(&[("share", "*3")]) });
    assert_eq!((found.error, found.warnings.len()), (None, 1));
    assert_eq!(found.designations[0].verdict, Verdict::Undetermined, "it is unknown then");
}

#[test]
fn what_is_no_factor_or_has_no_multiple_is_refused_once_with_advice() {
    for (name, text, message, help) in [
        ("x", "*0", "it is not above zero", "set the value itself"),
        ("x", "*-2", "it is not above zero", "`*1/3`"),
        ("x", "*", "it is no number", "`*3`"),
        ("x", "*a lot", "it is no number", "`*3`"),
        ("x", "*2 .. 3", "one number above zero", "`*3`"),
        ("x", "*2 FLOP", "it has a unit", "leave the `*` out"),
        ("x", "*2 points", "it has a unit", "`*120 %`"),
        ("x", "/2", "`/2` is no value of it", "--set 'x=*1/2'"),
        ("x", "+20 %", "is no value of it", "--set 'x=*120 %'"),
        ("x", "-20%", "is no value of it", "--set 'x=*80 %'"),
        ("x", "3x", "is no value of it", "--set 'x=*3'"),
        ("share", "+20 %", "is no value of it", "--set 'share=*120 %'"),
        ("base.x", "/2", "is no value of it", "--set 'base.x=*1/2'"),
        ("rank", "*2", "interval scale", "set the value itself"),
        ("open", "*2", "it is a condition", "set the value itself"),
        ("day", "*2", "it is a date", "set the value itself"),
        ("who", "*2", "it is text", "set the value itself"),
        ("kind", "*2", "it is one of", "set the value itself"),
        ("base", "*2", "it is no number", "set the value itself"),
        ("p.x", "*2", "no policy has a fact of just this name", "without the id"),
    ] {
        let error = refused(name, text);
        assert!(error.message.contains(message), "{name}={text}: {error:?}");
        assert!(error.message.contains(&format!("--set `{name}`")), "{name}={text}: {error:?}");
        assert!(error.help.iter().any(|line| line.contains(help)), "{name}={text}: {error:?}");
    }
    let plain = json(r#"{"name": "m", "x": 1, "base": "none"}"#);
    assert_eq!(answer(&plain, &with(&[("loss", "3x")])).error, None, "a plain number may be written so");
}
