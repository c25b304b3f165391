//! What is said to turn a verdict turns it, on every shipped policy; what is said to turn nothing turns nothing.

mod support;
use brightline::analysis::flips::{Bound, Change, Flips, flips, verdict_after};
use brightline::date::{Date, DateRange};
use brightline::eval::Evaluator;
use brightline::eval::explore::{KnownInput, point_in};
use brightline::eval::result::Verdict;
use brightline::interval::Interval;
use brightline::ir::Op;
use brightline::possible::{Members, Set};
use brightline::profile::{Format, RawProfile};
use brightline::rational::Rational;
use brightline::schema::Type;
use brightline::session::{Question, ask};
use brightline::truth::Truth;
use support::{policy, profiles, read, settings, shipped, shipped_policy};

/// Of all models every so many are scanned, which takes longest.
const SCANNED: usize = 24;

/// What turns the outcomes of a policy (its statements) on one JSON profile.
fn found(body: &str, profile: &str, hold: &[&str]) -> Vec<Flips> {
    let policies = [policy(body)];
    let asked = ask(&policies, &profiles(profile, Format::Json), &settings()).expect("the settings fit");
    let hold: Vec<String> = hold.iter().map(|name| (*name).to_owned()).collect();
    on(&asked.questions[0], 0, &hold)
}

fn on(question: &Question<'_>, at: usize, hold: &[String]) -> Vec<Flips> {
    flips(&mut evaluator(question), &question.population.models[at], Some(at), hold).expect("within the limits")
}

fn evaluator<'q>(question: &'q Question<'_>) -> Evaluator<'q> {
    Evaluator::new(question.policy, &question.circumstances, &question.population)
}

/// `x more than 1e26 FLOP (50/41)`
fn words(change: &Change) -> String {
    let word = match change.bound {
        Bound::AtLeast => "at least",
        Bound::MoreThan => "more than",
        Bound::AtMost => "at most",
        Bound::LessThan => "less than",
        Bound::Is => "is",
        Bound::Between => "between",
    };
    let ratio = change.ratio.as_ref().map(|ratio| format!(" ({})", ratio.to_exact_string())).unwrap_or_default();
    format!("{} {word} {}{ratio}", change.fact, change.to)
}

fn single(body: &str, profile: &str) -> Vec<String> {
    found(body, profile, &[])[0].single.iter().map(words).collect()
}

const COMPUTE: &str = "fact a: FLOP in 0 FLOP .. \"A\"; fact b: FLOP in 0 FLOP .. \"B\"; fact open: bool \"O\";";

fn with(condition: &str) -> String {
    format!("{COMPUTE} designate d \"D\" when {condition};")
}

#[test]
fn the_open_end_of_a_line_is_left_out_and_the_closed_one_is_not() {
    let profile = r#"{"a": 8.2e25}"#;
    assert_eq!(single(&with("a > 1e26 FLOP"), profile), ["a more than 1e26 FLOP (50/41)"]);
    assert_eq!(single(&with("a >= 1e26 FLOP"), profile), ["a at least 1e26 FLOP (50/41)"]);
    assert_eq!(single(&with("a > 1e25 FLOP"), profile), ["a at most 1e25 FLOP (5/41)"]);
    assert_eq!(single(&with("a >= 1e25 FLOP"), profile), ["a less than 1e25 FLOP (5/41)"]);
}

#[test]
fn changes_go_through_sums_products_ratios_and_exceptions() {
    let profile = r#"{"a": 8e25, "b": 1e25, "open": false}"#;
    assert_eq!(
        single(&with("a + 2 * b > 1.2e26 FLOP"), profile),
        ["a more than 1e26 FLOP (1.25)", "b more than 2e25 FLOP (2)"]
    );
    assert_eq!(single(&with("a > 10 * b"), profile), ["a more than 1e26 FLOP (1.25)", "b less than 8e24 FLOP (0.8)"]);
    assert_eq!(single(&with("a / b >= 10"), profile), ["a at least 1e26 FLOP (1.25)", "b at most 8e24 FLOP (0.8)"]);
    assert_eq!(
        single(&with("a > 1e25 FLOP unless shown open"), profile),
        ["a at most 1e25 FLOP (0.125)", "open is true"]
    );
    assert_eq!(single(&with("at least 2 of { a > 1e26 FLOP; b > 1e24 FLOP; open; }"), profile).len(), 2);
}

#[test]
fn facts_that_turn_it_only_together_are_found_together() {
    let flips = found(&with("a > 1e26 FLOP and b > 1e26 FLOP"), r#"{"a": 8e25, "b": 1e25}"#, &[]);
    assert!(flips[0].single.is_empty());
    let joint: Vec<String> = flips[0].joint[0].iter().map(words).collect();
    assert_eq!(joint, ["a more than 1e26 FLOP (1.25)", "b more than 1e26 FLOP (10)"]);
}

#[test]
fn what_is_held_stays_and_what_nothing_turns_is_proven() {
    let both = with("a > 1e26 FLOP and b > 1e26 FLOP");
    assert!(found(&both, r#"{"a": 8e25, "b": 1e25}"#, &["a"])[0].impossible);
    assert!(found(&with("a + b < 0 FLOP"), r#"{"a": 1, "b": 1}"#, &[])[0].impossible);
    assert!(!found(&both, r#"{"a": 8e25, "b": 1e25}"#, &[])[0].impossible);
}

#[test]
fn silence_that_can_be_broken_or_kept_is_no_proof() {
    // Shown now or not, an exception may be; and what stands in for a silent fact may change instead of it.
    let exception = with("a > 1e25 FLOP unless shown open");
    let flips = found(&exception, r#"{"a": 8e25}"#, &["a"]);
    assert_eq!(flips[0].single.iter().map(words).collect::<Vec<_>>(), ["open is true"]);
    let stand_in = "fact x: number in 0 .. 1 \"X\"; fact y: number in 0 .. 100 \"Y\";
        designate d \"D\" when (x otherwise y) > 10;";
    assert_eq!(single(stand_in, r#"{"y": 5}"#), ["y more than 10 (2)"]);
    assert!(found(stand_in, r#"{"x": 1, "y": 5}"#, &[])[0].impossible);
}

#[test]
fn the_smallest_joint_change_is_solved_for() {
    let joint = |condition: &str, profile: &str| -> Vec<Vec<String>> {
        let facts = "fact a: number in 0 .. 6 \"A\"; fact b: number in 0 .. 6 \"B\"; fact c: number in 0 .. 6 \"C\";
            fact p: bool \"P\";";
        let flips = found(&format!("{facts} designate d \"D\" when {condition};"), profile, &[]);
        assert!(flips[0].single.is_empty() && flips[0].complete, "{condition}");
        flips[0].joint.iter().map(|joint| joint.iter().map(words).collect()).collect()
    };
    // No factor below five takes both over the line, and at five they are on it.
    assert_eq!(
        joint("a + b > 10", r#"{"a": 1, "b": 1, "c": 0}"#),
        [["a more than 5 (5)".to_owned(), "b more than 5 (5)".to_owned()]]
    );
    // Of 2 and 1 the same share each.
    assert_eq!(
        joint("a + b > 8", r#"{"a": 2, "b": 1, "c": 0}"#),
        [["a more than 16/3 (8/3)".to_owned(), "b more than 8/3 (8/3)".to_owned()]]
    );
    assert_eq!(
        joint("a + b >= 8 and p", r#"{"a": 3, "b": 3, "c": 0, "p": false}"#),
        [
            ["a at least 5 (5/3)".to_owned(), "p is true".to_owned()],
            ["b at least 5 (5/3)".to_owned(), "p is true".to_owned()]
        ]
    );
    assert_eq!(joint("a + b + c > 15", r#"{"a": 1, "b": 1, "c": 1}"#)[0].len(), 3);
}

#[test]
fn a_line_that_is_not_solved_for_is_enclosed() {
    let square = "fact x: number in 0 .. \"X\"; designate d \"D\" when x * x > 10;";
    let [said] = single(square, r#"{"x": 2}"#).try_into().expect("one change");
    let ends = said.strip_prefix("x between ").expect("it says so");
    let (near, beyond) = ends.split_once(" .. ").expect("two ends");
    let (near, beyond): (f64, f64) = (near.parse().expect("a number"), beyond.parse().expect("a number"));
    assert!(near * near <= 10.0 && beyond * beyond > 10.0 && beyond - near < 1e-9, "{said}");
}

#[test]
fn an_open_verdict_says_what_each_fact_would_have_to_be() {
    let flips = found(&with("a > 1e26 FLOP and open"), "{}", &[]);
    let parts: Vec<String> = flips[0]
        .open
        .iter()
        .map(|part| format!("{}: {:?} {:?} {:?}", part.fact, part.covered, part.not_covered, part.undetermined))
        .collect();
    assert_eq!(parts, ["a: [] [\"1e26 FLOP or less\"] [\"above 1e26 FLOP\"]", "open: [] [\"false\"] [\"true\"]"]);
}

/// All real models, and the planned ones.
fn shipped_models() -> Vec<RawProfile> {
    let mut models = profiles(&read("profiles/models.csv").expect("the table is there").text, Format::Csv);
    for name in ["frontier", "cyber-fine-tune", "distilled", "mixture-of-experts", "open-weights", "ranges-and-gaps"] {
        let text = read(&format!("profiles/planned/{name}.json")).expect("the profile is there").text;
        models.extend(profiles(&text, Format::Json));
    }
    models
}

fn shipped_policies() -> Vec<String> {
    shipped().into_iter().filter(|name| !name.contains("/facts/")).collect()
}

#[test]
fn every_change_on_the_shelf_turns_its_verdict_and_nothing_nearer_does() {
    let models = shipped_models();
    let names = shipped_policies();
    let confirmed: usize = brightline::parallel::map(&names, |name| confirm_all(name, &models)).into_iter().sum();
    assert!(confirmed > 3_000, "only {confirmed} changes were confirmed");
}

#[test]
fn a_scan_over_the_lines_of_a_policy_finds_nothing_that_was_missed() {
    let models: Vec<RawProfile> = shipped_models().into_iter().rev().step_by(SCANNED).collect();
    let names = shipped_policies();
    let found: usize = brightline::parallel::map(&names, |name| scan(name, &models)).into_iter().sum();
    assert!(found > 150, "only {found} values on the lines turn anything");
}

/// Sets each fact alone to each number of the policy and to its neighbours, each member, each day: what turns the verdict
/// must be no nearer than what was found. How many values turned one.
fn scan(name: &str, models: &[RawProfile]) -> usize {
    let policies = [shipped_policy(name)];
    let asked = ask(&policies, models, &settings()).expect("the settings fit");
    let question = &asked.questions[0];
    let nodes = || question.policy.nodes.iter().map(|node| &node.op);
    let mut numbers: Vec<Rational> =
        nodes().filter_map(|op| if let Op::Number(n) = op { Some(n.clone()) } else { None }).collect();
    numbers.sort();
    numbers.dedup();
    let days: Vec<Date> = nodes().filter_map(|op| if let Op::Date(day) = op { Some(*day) } else { None }).collect();
    let beside =
        [(999_999, 1_000_000), (1, 1), (1_000_001, 1_000_000)].map(|(p, q)| Rational::ratio(p, q).expect("a ratio"));
    let numbers: Vec<Set> = numbers
        .iter()
        .flat_map(|number| beside.iter().map(move |share| Set::Number(Interval::point(number * share))))
        .collect();
    let days: Vec<Set> = days
        .iter()
        .flat_map(|day| [day.yesterday(), Some(*day), day.tomorrow()].into_iter().flatten())
        .map(|day| Set::Date(DateRange::point(day)))
        .collect();
    let mut count = 0;
    for at in 0..models.len() {
        let model = &question.population.models[at];
        for (outcome, flips) in on(question, at, &[]).iter().enumerate() {
            let wanted = match flips.verdict {
                Verdict::Covered => Verdict::NotCovered,
                Verdict::NotCovered => Verdict::Covered,
                Verdict::Undetermined => continue,
            };
            let mut evaluator = evaluator(question);
            for input in evaluator.inputs(model, Some(at), outcome).expect("within the limits") {
                let values = match &input.domain {
                    Set::Number(_) => numbers.clone(),
                    Set::Date(_) => days.clone(),
                    Set::Truth(_) => [Truth::False, Truth::True].map(Set::Truth).to_vec(),
                    Set::Member(members) => members.iter().map(|at| Set::Member(Members::only(at))).collect(),
                    Set::Text(_) => continue,
                };
                for value in values.into_iter().filter(|value| value.is_within(&input.domain)) {
                    let changes = [(input.input.clone(), value.clone())];
                    let found =
                        evaluator.verdict_at_a_glance(model, Some(at), outcome, &changes).expect("within the limits");
                    if found == wanted {
                        count += 1;
                        let said = format!("{name}, {}, {}: {} at {value:?}", model.name, flips.outcome, input.name);
                        assert!(!flips.impossible, "{said}: said to be impossible");
                        assert!(flips.single.iter().any(|change| reaches(change, &input, &value)), "{said}: missed");
                    }
                }
            }
        }
    }
    count
}

/// Whether a change of the same fact is no farther off than this value.
fn reaches(change: &Change, input: &KnownInput, value: &Set) -> bool {
    if change.fact != input.name {
        return false;
    }
    let (Set::Number(region), Set::Number(value)) = (&change.region, value) else {
        return value.is_within(&change.region) || matches!(value, Set::Date(_));
    };
    let value = value.as_point().expect("a point");
    region.contains(value)
        || match change.bound {
            Bound::AtLeast | Bound::MoreThan => region.lo().value().is_some_and(|lo| lo <= value),
            Bound::AtMost | Bound::LessThan => region.hi().value().is_some_and(|hi| hi >= value),
            Bound::Is | Bound::Between => true,
        }
}

/// Confirms what is found for one policy by evaluation on both sides of each line; how many changes there were.
fn confirm_all(name: &str, models: &[RawProfile]) -> usize {
    let policies = [shipped_policy(name)];
    let asked = ask(&policies, models, &settings()).expect("the settings fit");
    let question = &asked.questions[0];
    let mut confirmed = 0;
    for at in 0..models.len() {
        let model = &question.population.models[at];
        for (outcome, flips) in on(question, at, &[]).iter().enumerate() {
            let wanted = match flips.verdict {
                Verdict::Covered => Verdict::NotCovered,
                Verdict::NotCovered => Verdict::Covered,
                Verdict::Undetermined => continue,
            };
            let mut evaluator = evaluator(question);
            let mut after = |changes: &[Change]| {
                verdict_after(&mut evaluator, model, Some(at), outcome, changes).expect("within the limits")
            };
            if flips.impossible {
                search_at_random(question, at, outcome, wanted);
                confirmed += 1;
            }
            for change in &flips.single {
                let said = format!("{name}, {}, {}: {}", model.name, flips.outcome, words(change));
                assert_eq!(after(std::slice::from_ref(change)), wanted, "{said}");
                // On the line itself, where it is left out, and as it was, the verdict is as it was, or open.
                for before in change.just_before() {
                    assert_ne!(after(&[before]), wanted, "{said}: turned before its line");
                }
                confirmed += 1;
            }
            for joint in &flips.joint {
                assert_eq!(after(joint), wanted, "{name}, {}, {}", model.name, flips.outcome);
                confirmed += 1;
            }
        }
    }
    confirmed
}

/// Arbitrary values of all facts at once never give the verdict that was said to be out of reach.
fn search_at_random(question: &Question<'_>, at: usize, outcome: usize, wanted: Verdict) {
    let model = &question.population.models[at];
    let mut evaluator = evaluator(question);
    let inputs = evaluator.inputs(model, Some(at), outcome).expect("within the limits");
    let inputs: Vec<_> = inputs.into_iter().filter(|input| input.ty != Type::Text).collect();
    let mut state = 0x5eed_u64;
    let mut below = |count: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % count
    };
    for _ in 0..12 {
        let mut changes = Vec::new();
        for input in &inputs {
            let place = (&input.input, &input.domain);
            let regions = evaluator.regions(model, Some(at), outcome, place, &changes).expect("within the limits");
            let region = &regions[below(regions.len())];
            changes.push((input.input.clone(), point_in(region, below(2) == 1)));
        }
        let found = evaluator.verdict_where(model, Some(at), outcome, &changes).expect("within the limits");
        assert_ne!(found, wanted, "{}, {}: {changes:?}", question.policy.id, model.name);
    }
}
