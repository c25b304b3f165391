//! Verdicts in certified doubles are those of the reference semantics, on every shipped policy and on hard numbers.

mod support;
use brightline::bind::{Columns, Invalid};
use brightline::eval::{Evaluator, Prepared};
use brightline::ir::Policy;
use brightline::model::{Circumstances, Population};
use brightline::profile::{Format, RawProfile};
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
