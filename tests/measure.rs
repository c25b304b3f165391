//! What to measure next: likelihoods by hand, by closed form, and by measuring.

mod support;
use brightline::analysis::chance::{Sampling, chance};
use brightline::analysis::measure::{Basis, Measured, Measures, Open, measure};
use brightline::analysis::words::{self, Digits};
use brightline::eval::explore::point_in;
use brightline::eval::result::Verdict;
use brightline::interval::Interval;
use brightline::ir::Policy;
use brightline::possible::Set;
use brightline::profile::{Format, RawProfile};
use brightline::rational::Rational;
use brightline::session::{Settings, ask};
use support::{answers, json, policy, profiles, root, settings, shipped, shipped_policy};

const FACTS: &str = "fact x: FLOP in 0 FLOP .. \"x\"; fact y: FLOP in 0 FLOP .. \"y\"; fact open: bool \"o\"; fact wide: bool \"w\";
    fact share: % in 0 % .. 100 % \"s\"; fact day: date \"d\"; fact score: number on interval scale in .. \"i\";
    fact use: one of { general, research, other } \"u\"; fact who: text \"who\"; fact steps: number in 1 .. 10_000 \"n\";
    reference base or none \"b\"; param unknown_line in 0 % .. 100 % \"a line\";
    choice way = one of { one, other } \"r\";";

fn measured_with(policy: &Policy, profiles: &[RawProfile], settings: &Settings) -> Measures {
    let asked = ask(std::slice::from_ref(policy), profiles, settings).expect("the settings fit");
    let found = measure(&asked.questions[0], 0).expect("there is a model");
    assert_eq!(found.error, None);
    found
}

fn open(rule: &str, profile: &str) -> Open {
    let policy = policy(&format!("{FACTS} designate d \"D\" when {rule};"));
    measured_with(&policy, &json(profile), &settings()).open.remove(0)
}

fn fact<'o>(open: &'o Open, name: &str) -> &'o Measured {
    open.facts.iter().find(|fact| *fact.fact == *name).unwrap_or_else(|| panic!("{name}: {open:#?}"))
}

fn shares(fact: &Measured) -> [f64; 3] {
    let odds = fact.odds.as_ref().expect("there is a likelihood");
    assert_eq!(&(&odds[0].share + &odds[1].share) + &odds[2].share, Rational::one());
    [0, 1, 2].map(|at| odds[at].share.to_f64_for_show())
}

fn near(found: [f64; 3], wanted: [f64; 3]) -> bool {
    found.iter().zip(wanted).all(|(found, wanted)| (found - wanted).abs() < 1e-9)
}

#[test]
fn what_is_given_has_the_likelihood_that_it_stands_for() {
    // By Python's statistics.NormalDist over the natural logarithms.
    let found = open("x > 1e26 FLOP", r#"{"x": "8e25 to 2e26 FLOP"}"#);
    assert!(near(shares(fact(&found, "x")), [0.800_585_334_797, 0.199_414_665_203, 0.0]));
    assert_eq!(fact(&found, "x").settles(), Some(Rational::one()));
    let found = open("all of { x > 1e26 FLOP; open; }", r#"{"x": "8e25 to 2e26 FLOP"}"#);
    assert!(near(shares(fact(&found, "x")), [0.0, 0.199_414_665_203, 0.800_585_334_797]));
    assert!(near(shares(fact(&found, "open")), [0.0, 0.5, 0.5]));
    assert_eq!(found.facts.iter().map(|fact| &*fact.fact).collect::<Vec<_>>(), ["open", "x"], "the likeliest first");
    let found = open("day <= 2026-08-10", r#"{"day": "2026-08"}"#);
    assert!(near(shares(fact(&found, "day")), [10.0 / 31.0, 21.0 / 31.0, 0.0]));
    // A range stays within its range, and the other fact within its own.
    let found = open("x + y > 1e26 FLOP", r#"{"x": "6e25 .. 9e25 FLOP", "y": "2e25 .. 3e25 FLOP"}"#);
    assert!(near(shares(fact(&found, "x")), [1.0 / 3.0, 1.0 / 3.0, 1.0 / 3.0]));
    assert!(found.idle.iter().any(|name| &**name == "y"), "{found:#?}");
}

#[test]
fn what_is_not_given_has_a_default_that_is_named() {
    let found = open("all of { share >= 75 %; open; use is research; }", "{}");
    assert!(near(shares(fact(&found, "share")), [0.0, 0.75, 0.25]));
    assert!(near(shares(fact(&found, "use")), [0.0, 2.0 / 3.0, 1.0 / 3.0]));
    assert!(matches!(fact(&found, "share").basis, Basis::Domain(_)));
    assert_eq!(fact(&found, "use").basis, Basis::Even(3));
    // A domain over orders of magnitude, and one without an end: around the line, wherever that is.
    let found = open("steps > 100", "{}");
    assert!(near(shares(fact(&found, "steps")), [0.5, 0.5, 0.0]));
    for line in ["1e20", "1e26"] {
        let found = open(&format!("x > {line} FLOP"), "{}");
        assert!(matches!(fact(&found, "x").basis, Basis::AroundLines(_)));
        assert!(near(shares(fact(&found, "x")), [0.5, 0.5, 0.0]));
    }
    // Two lines, a decade apart: a fifth of the five decades lies between them.
    let found = open("all of { x > 1e25 FLOP; x <= 1e26 FLOP; }", "{}");
    assert!(near(shares(fact(&found, "x")), [0.2, 0.8, 0.0]));
}

#[test]
fn where_no_default_is_honest_there_is_none() {
    for rule in ["score > 100", "day > 2026-08-01", "who is \"A firm\""] {
        let found = open(rule, "{}");
        let [fact] = found.facts.as_slice() else { panic!("{found:#?}") };
        assert_eq!(fact.odds, None);
        assert!(matches!(fact.basis, Basis::None(_)));
        assert_eq!(fact.settles(), Some(Rational::one()), "whatever it is, it settles it");
    }
    let found = open("all of { score > 100; open; }", "{}");
    assert_eq!(fact(&found, "score").settles(), None);
    assert_eq!(&*found.facts.last().expect("facts").fact, "score", "those without a likelihood come last");
}

#[test]
fn references_readings_and_lines_settle_it_too() {
    let found = open("any of { base exists; share > 50 %; }", r#"{"share": "10 %"}"#);
    assert!(near(shares(fact(&found, "base")), [0.5, 0.5, 0.0]));
    let found = open("base.x > 1e26 FLOP", r#"{"base": {"x": "5e25 .. 1.5e26 FLOP"}}"#);
    assert!(near(shares(fact(&found, "base.x")), [0.5, 0.5, 0.0]));
    // Whose fact is known is known to be there.
    let found = open("all of { base exists; base.x > 1e26 FLOP; }", "{}");
    assert!(near(shares(fact(&found, "base.x")), [0.5, 0.5, 0.0]));
    let found = open("if way is one then x > 1e26 FLOP else x > 1e25 FLOP", r#"{"x": "5e25 FLOP"}"#);
    let decided: Vec<_> = found.readings.iter().map(|decided| (&*decided.reading, decided.verdict)).collect();
    assert_eq!(decided, [("one", Verdict::NotCovered), ("other", Verdict::Covered)]);
    // Each value once, however many readings are open.
    let found = open("all of { use is research; open; (if way is one then x else y) > 1e26 FLOP; }", "{}");
    assert!(near(shares(fact(&found, "open")), [0.0, 0.5, 0.5]), "{found:#?}");
    assert!(near(shares(fact(&found, "use")), [0.0, 2.0 / 3.0, 1.0 / 3.0]), "{found:#?}");
    let found = open("share >= unknown_line", r#"{"share": "50 %"}"#);
    assert_eq!(found.others, ["param unknown_line"]);
}

#[test]
fn where_nothing_settles_it_alone_there_is_a_pair() {
    let rule = "at least 2 of { open; wide; share >= 75 %; }";
    assert!(open(rule, "{}").facts.is_empty());
    let found = open(rule, "{}");
    let pair = found.pair.expect("a pair");
    let odds = pair.odds.as_ref().expect("its regions are boxes");
    // Two conditions alike: 1/4 + 1/4 of two coins, or 1/8 + 3/8 of a coin and a share.
    assert_eq!(pair.settles(), Rational::ratio(1, 2));
    assert!(odds[0].share <= Rational::ratio(1, 4).unwrap());
    // A line that runs aslant is no box. Alone each settles it at one end of its range, which has no likelihood.
    let found = open("x + y > 1.1e26 FLOP", r#"{"x": "5e25 .. 9e25 FLOP", "y": "2e25 .. 6e25 FLOP"}"#);
    assert!(found.facts.iter().all(|fact| fact.settles() == Some(Rational::zero())), "{found:#?}");
    let pair = found.pair.expect("a pair");
    assert_eq!((pair.odds.is_some(), pair.settles()), (false, None));
}

#[test]
fn a_line_that_is_not_solved_for_is_told() {
    let found = open("(x / 1e26 FLOP)^2 > 1", r#"{"x": "5e25 .. 1.5e26 FLOP"}"#);
    assert!(found.facts.iter().all(|fact| !fact.whole), "{found:#?}");
}

/// The planned models with every shipped policy.
fn shelf() -> (Vec<Policy>, Vec<RawProfile>) {
    let names = shipped().into_iter().filter(|name| !name.contains("/facts/"));
    let planned = ["frontier", "ranges-and-gaps", "cyber-fine-tune", "mixture-of-experts"];
    let read = |name: &str| std::fs::read_to_string(root().join(format!("profiles/planned/{name}.json"))).unwrap();
    let models = planned.iter().flat_map(|name| profiles(&read(name), Format::Json)).collect();
    (names.map(|name| shipped_policy(&name)).collect(), models)
}

fn written(value: &Set, fact: &Measured) -> String {
    match value {
        Set::Number(interval) => {
            let point = interval.as_point().expect("a point");
            words::quantity(point, &fact.ty, Digits::All, brightline::rational::Rounding::Nearest)
        }
        Set::Text(text) => format!("\"{}\"", text.as_deref().unwrap_or("nobody's name")),
        _ => words::region(value, &fact.possible, &fact.ty, Digits::All),
    }
}

#[test]
fn measuring_a_value_gives_the_verdict_of_its_region() {
    let (policies, models) = shelf();
    let (mut facts, mut values) = (0, 0);
    for (at, policy) in policies.iter().enumerate() {
        // One model for each policy in turn: all of them take long.
        let model = &models[at % models.len()];
        let found = measured_with(policy, std::slice::from_ref(model), &settings());
        for open in &found.open {
            let place = policy.designations.iter().position(|known| known.id == open.outcome).expect("an outcome");
            for fact in open.facts.iter().filter(|fact| !policy.schema.references.iter().any(|r| r.name == fact.fact)) {
                facts += 1;
                for (region, verdict) in &fact.regions {
                    for high in [false, true] {
                        let mut settings = settings();
                        let mut value = point_in(region, high);
                        if let (Set::Text(None), Set::Text(_)) = (region, &value) {
                            value = Set::Text(None);
                        }
                        settings.facts.push((fact.fact.to_string(), written(&value, fact)));
                        let answer = answers(policy, std::slice::from_ref(model), &settings).remove(0);
                        assert_eq!(answer.error, None, "{} {}", policy.id, fact.fact);
                        let found = answer.designations[place].verdict;
                        assert_eq!(found, *verdict, "{} {} {:?}", policy.id, open.outcome, settings.facts);
                        values += 1;
                    }
                }
            }
        }
    }
    assert!(facts > 20 && values > 80, "{facts} facts, {values} values");
}

#[test]
fn one_open_fact_has_the_likelihood_that_chance_gives() {
    let (policies, models) = shelf();
    let model = &models[1];
    let mut compared = 0;
    for policy in &policies {
        for fact in ["pretraining_compute", "developer.annual_revenue", "cyber.cybench"] {
            let mut settings = settings();
            settings.facts = [
                ("reinforcement_learning_compute", "3e24 FLOP"),
                ("fine_tuning_compute", "2e24 FLOP"),
                ("pretraining_compute", "9e25 FLOP"),
                ("developer.annual_revenue", "600 million USD"),
                ("cyber.cybench", "85 %"),
            ]
            .iter()
            .filter(|(name, _)| *name != fact && policy.schema.facts.iter().any(|known| *known.name == **name))
            .map(|(name, value)| (name.to_string(), value.to_string()))
            .collect();
            let models = std::slice::from_ref(model);
            let found = measured_with(policy, models, &settings);
            let asked = ask(std::slice::from_ref(policy), models, &settings).expect("the settings fit");
            let sampling = Sampling { samples: 1, seed: 1, sensitivity: false };
            let likely = chance(&asked.questions[0], 0, &sampling).expect("there is a model");
            for open in &found.open {
                let outcome = likely.designations.iter().find(|known| known.id == open.outcome).expect("an outcome");
                let Some(measured) = open.facts.iter().find(|known| *known.fact == *fact) else { continue };
                if outcome.method.as_str() == "closed form" {
                    let wanted = [&outcome.covered, &outcome.not_covered, &outcome.undetermined];
                    assert!(near(shares(measured), wanted.map(|part| part.share.to_f64_for_show())), "{}", policy.id);
                    compared += 1;
                }
            }
        }
    }
    assert!(compared > 5, "{compared}");
}

#[test]
fn a_point_is_not_measured_again() {
    let policy = policy(&format!("{FACTS} designate d \"D\" when all of {{ x > 1e26 FLOP; open; }};"));
    let found = measured_with(&policy, &json(r#"{"x": "2e26 FLOP"}"#), &settings());
    assert_eq!(found.open[0].facts.iter().map(|fact| &*fact.fact).collect::<Vec<_>>(), ["open"]);
    let found = measured_with(&policy, &json(r#"{"x": "2e26 FLOP", "open": true}"#), &settings());
    assert!(found.open.is_empty() && found.verdicts[0].1 == Verdict::Covered);
    let region = Set::Number(Interval::point(Rational::one()));
    assert_eq!(point_in(&region, true), region);
}
