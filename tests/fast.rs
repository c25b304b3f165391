//! Verdicts in certified doubles are those of the reference semantics, on every shipped policy and on hard numbers.

mod support;
use brightline::bind::{Columns, Invalid};
use brightline::eval::result::Verdict;
use brightline::eval::{Direction, Evaluator, Prepared, Varied};
use brightline::interval::Interval;
use brightline::ir::Policy;
use brightline::model::{Circumstances, Model, Population};
use brightline::possible::Set;
use brightline::profile::{Format, RawProfile};
use brightline::rational::Rational;
use support::{json, policy, profiles, read, settings, shared, shipped, shipped_policy};

fn compare(policy: &Policy, raw: &[RawProfile]) {
    for assume in [false, true] {
        let columns = Columns::of(&policy.schema);
        let models = raw.iter().map(|raw| columns.bind(raw, Invalid::Unknown).model).collect();
        let population = Population::new(models);
        let mut circumstances = Circumstances::on(settings().as_of, &policy.schema);
        circumstances.assume = assume;
        let mut exact = Evaluator::new(policy, &circumstances, &population);
        let mut fast = Prepared::new(policy, &circumstances, &population);
        for (at, model) in population.models.iter().enumerate() {
            let row = fast.row(model, Some(at));
            let wanted = exact.verdicts(model, Some(at)).expect("within the limits");
            assert_eq!(fast.verdicts(&row).expect("within the limits"), wanted, "{} on {}", policy.id, model.name);
        }
    }
}

#[test]
fn on_every_shipped_policy_and_model() {
    let mut tables = vec![read("profiles/models.csv").expect("the table is there").text.to_string()];
    tables.extend(shared("models.csv"));
    let policies: Vec<String> = shipped().into_iter().filter(|name| !name.contains("/facts/")).collect();
    brightline::parallel::map(&policies, |name| {
        for table in &tables {
            compare(&shipped_policy(name), &profiles(table, Format::Csv));
        }
    });
}

#[test]
fn on_numbers_beside_the_line_and_beyond_doubles() {
    let policy = policy(
        "fact x: FLOP in 0 FLOP .. \"x\"; fact y: FLOP in 0 FLOP .. \"y\";
        param line = 1e26 FLOP \"the line\";
        designate above \"A\" when x > line;  designate least \"L\" when x >= line;
        designate sum \"S\" when x + y >= line;  designate share \"T\" when y > x / 3;
        designate most \"M\" when max(x, y) < line;  designate same \"E\" when x is line;",
    );
    let numbers = [
        "1e26",
        "100000000000000000000000001",
        "99999999999999999999999999",
        "0",
        "1e-300",
        "1e400",
        "9.999999999999999e25",
        "1.0000000000000001e26",
        "\"9e25 .. 1e26 FLOP\"",
        "\"1e26 .. 2e26 FLOP\"",
        "null",
        "3.09e25",
        "33333333333333333333333333",
    ];
    let mut text = String::from("[");
    for x in numbers {
        for y in numbers {
            text.push_str(&format!("{{\"name\": {:?}, \"x\": {x}, \"y\": {y}}},", format!("{x} and {y}")));
        }
    }
    text.pop();
    text.push(']');
    compare(&policy, &json(&text));
}

/// The ranges of a model as what varies, each with some values between its ends.
fn ranges(model: &Model) -> Vec<(usize, Vec<f64>)> {
    let between = |(at, slot): (usize, &brightline::model::Slot)| match &slot.set {
        Some(Set::Number(interval)) if interval.as_point().is_none() => {
            let (lo, hi) = (interval.lo().value()?.to_f64_for_show(), interval.hi().value()?.to_f64_for_show());
            Some((at, [0.02, 0.31, 0.5, 0.77, 0.93].map(|part| lo + part * (hi - lo)).to_vec()))
        }
        _ => None,
    };
    model.facts.iter().enumerate().filter_map(between).collect()
}

#[test]
fn with_values_drawn_anew_on_every_shipped_policy() {
    let planned = ["ranges-and-gaps", "cyber-fine-tune", "distilled", "mixture-of-experts", "open-weights"];
    let raw: Vec<_> = planned
        .iter()
        .flat_map(|name| json(&read(&format!("profiles/planned/{name}.json")).expect("it is there").text))
        .collect();
    let (mut decided, mut turned) = (0, 0);
    for name in shipped().iter().filter(|name| !name.contains("/facts/")) {
        let policy = shipped_policy(name);
        let columns = Columns::of(&policy.schema);
        let population = Population::new(raw.iter().map(|raw| columns.bind(raw, Invalid::Unknown).model).collect());
        let open = Circumstances::on(settings().as_of, &policy.schema);
        let readings = Evaluator::new(&policy, &open, &population).readings();
        for (place, model) in population.models.iter().enumerate() {
            let ranges = ranges(model);
            let varied = Varied { facts: ranges.iter().map(|(at, _)| *at).collect(), ..Varied::default() };
            for circumstances in readings.iter().take(2) {
                let here = (model, Some(place));
                let mut fast = Prepared::around(&policy, circumstances, &population, here, &varied).expect("in limits");
                let mut row = fast.row(model, Some(place));
                let mut before: Option<Vec<Verdict>> = None;
                for sample in 0..5 {
                    let mut drawn = model.clone();
                    for (at, values) in &ranges {
                        let point = Interval::point(Rational::from_shortest(values[sample]).expect("finite"));
                        drawn.facts[*at].set = Some(Set::Number(point));
                        fast.places_of_fact(*at).into_iter().for_each(|at| row.set_number(at, values[sample]));
                    }
                    let wanted = Evaluator::new(&policy, circumstances, &population)
                        .verdicts(&drawn, Some(place))
                        .expect("in limits");
                    let mut found = Vec::new();
                    fast.certain(&row, &mut found);
                    for (at, (found, wanted)) in found.iter().zip(&wanted).enumerate() {
                        decided += usize::from(found.is_some());
                        assert!(found.is_none_or(|found| found == *wanted), "{name} on {}, {at}", model.name);
                    }
                    // All values grow from sample to sample: where all push one way, so does the verdict go.
                    for (at, last) in before.iter().flatten().enumerate() {
                        let rank = |verdict: Verdict| {
                            [Verdict::NotCovered, Verdict::Undetermined, Verdict::Covered]
                                .iter()
                                .position(|v| *v == verdict)
                        };
                        let (last, now) = (rank(*last), rank(wanted[at]));
                        turned += usize::from(last != now);
                        match fast.direction(at, &varied) {
                            Direction::Up => assert!(last <= now, "{name} on {}, {at}", model.name),
                            Direction::Down => assert!(last >= now, "{name} on {}, {at}", model.name),
                            Direction::Still => assert_eq!(last, now, "{name} on {}, {at}", model.name),
                            Direction::Either => {}
                        }
                    }
                    before = Some(wanted);
                }
            }
        }
    }
    assert!(decided > 500 && turned > 0, "{decided} decided, {turned} turned");
}
