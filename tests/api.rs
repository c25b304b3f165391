//! The api: what a request may hold, what comes back, and that verdicts alone are those of whole answers.
//!
//! In: small policies and requests. Out: a failure where a shortcut answers otherwise than the whole.

use brightline::api::rows::{Columns, IN_ERROR, Rows, code};
use brightline::api::{Handle, QUESTIONS, check, format};
use brightline::eval::result::Verdict;
use serde_json::{Value, json};

const FIVE: &str = r#"policy five "five clauses"; status proposed from 2026-01-01;
fact compute: FLOP in 0 FLOP .. "c"; fact score: % in 0 % .. 100 % "s"; fact horizon: minutes in 0 minutes .. "h";
fact biological: bool "b";
param line = 1e26 FLOP in 1e20 FLOP .. 1e30 FLOP "l";
choice counted = one of { once, twice } "how compute is counted";
let counted_compute = if counted is twice then 2 * compute else compute;
designate covered "Covered" when any of {
    compute: counted_compute >= line;
    capable: all of { floor: compute >= 1e25 FLOP; score: score >= 55.7 %; };
    horizon: horizon > 480 minutes;
    biology: all of { data: biological; compute: compute >= 1e23 FLOP; };
};
designate plain "Plain" when compute > 1e24 FLOP and not (score < 30.1 %);"#;

fn five() -> Handle {
    let (handle, response) = Handle::prepare(&[("five.bright".to_owned(), FIVE.to_owned())], &[]);
    handle.unwrap_or_else(|| panic!("{response}"))
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn ask(handle: &Handle, question: &str, request: Value) -> Value {
    parsed(&handle.ask(question, &request.to_string()))
}

fn lines(response: &Value) -> Vec<Value> {
    response["text"].as_str().unwrap().lines().map(parsed).collect()
}

fn codes(line: &Value) -> Vec<u8> {
    let code_of = |one: &Value| match one["verdict"].as_str().unwrap() {
        "covered" => code(Verdict::Covered),
        "not_covered" => code(Verdict::NotCovered),
        _ => code(Verdict::Undetermined),
    };
    let designations = line["designations"].as_array().unwrap();
    if designations.is_empty() { vec![IN_ERROR; 2] } else { designations.iter().map(code_of).collect() }
}

/// Values at every line, just beside it, far from it, at the ends of the domain, outside of it, and unknown.
const COMPUTE: [f64; 14] = [
    f64::NAN,
    0.0,
    -1.0,
    1e23,
    1e23f64.next_down(),
    1e24,
    1e24f64.next_up(),
    1e25,
    5e25,
    5e25f64.next_down(),
    5e25f64.next_up(),
    1e26,
    3e300,
    f64::INFINITY,
];
const SCORE: [f64; 9] =
    [f64::NAN, 0.0, 100.0, 100f64.next_up(), 55.7, 55.7f64.next_down(), 30.1, 30.1f64.next_down(), 60.0];
const HORIZON: [f64; 5] = [f64::NAN, 480.0, 480f64.next_up(), 1.0, 1e15];

#[test]
fn columns_decide_as_whole_answers_do() {
    let handle = five();
    let request = json!({ "as_of": "2026-11-21", "columns": ["compute", "score", "horizon"] });
    let (columns, response) = Columns::of(&handle, &request.to_string());
    let mut columns = columns.unwrap_or_else(|| panic!("{response}"));
    assert_eq!(columns.outcomes(), ["five.covered", "five.plain"]);
    let mut places = Vec::new();
    for compute in COMPUTE {
        for score in SCORE {
            places.extend(HORIZON.map(|horizon| [compute, score, horizon]));
        }
    }
    let numbers: Vec<f64> = (0..3).flat_map(|at| places.iter().map(move |place| place[at])).collect();
    let found = columns.verdicts(&numbers);
    assert_eq!(found.len(), places.len() * 2);
    let mut seen = [0; 4];
    for (place, found) in places.iter().zip(found.chunks(2)) {
        let text =
            |value: f64, unit: &str| if value.is_nan() { "unknown".to_owned() } else { format!("{value:e} {unit}") };
        let set = json!({
            "compute": text(place[0], "FLOP"), "score": text(place[1], "%"), "horizon": text(place[2], "minutes"),
        });
        let whole = ask(&handle, "eval", json!({ "as_of": "2026-11-21", "set": set }));
        let whole = lines(&whole).first().map_or(vec![IN_ERROR; 2], codes);
        assert_eq!(found, whole, "{place:?}");
        found.iter().for_each(|code| seen[usize::from(*code)] += 1);
    }
    assert!(seen.iter().all(|seen| *seen > 20), "{seen:?}");
}

#[test]
fn rows_decide_as_whole_answers_do() {
    let handle = five();
    let text = r#"[{"name":"a","compute":"6e25 FLOP"},{"name":"b","compute":"2e26"},{"name":"c","score":"101 %"},
        {"name":"d","compute":"1e20 .. 1e22 FLOP","horizon":3,"score":3},{"name":"e"}]"#;
    let request = json!({ "as_of": "2026-11-21", "profiles": [{ "name": "m.json", "text": text }] });
    let (rows, _) = Rows::of(&handle, &request.to_string());
    let mut rows = rows.unwrap();
    let whole: Vec<u8> = lines(&ask(&handle, "eval", request)).iter().flat_map(codes).collect();
    assert_eq!(rows.verdicts(), whole);
    assert_eq!((0..10).map(|at| rows.code(at / 2, at % 2)).collect::<Vec<_>>(), whole);
    assert_eq!((rows.code(99, 0), rows.code(0, 99)), (IN_ERROR, IN_ERROR));
}

#[test]
fn regions_and_grids_hold_at_their_points() {
    let handle = five();
    let base = json!({ "as_of": "2026-11-21", "set": { "score": "40 %", "horizon": "5 minutes", "biological": "no" } });
    let with = |more: Value| {
        let mut request = base.clone();
        for (name, value) in more.as_object().unwrap() {
            request[name] = value.clone();
        }
        request
    };
    let found = ask(&handle, "regions", with(json!({ "axis": "compute", "range": "1e24 FLOP .. 1e27 FLOP" })));
    let parts = &lines(&found)[0]["parts"];
    assert_eq!(
        parts,
        &json!([
            { "from": "1e24", "from_closed": true, "to": "5e25", "to_closed": false, "verdict": "not_covered" },
            { "from": "5e25", "from_closed": true, "to": "1e26", "to_closed": false, "verdict": "undetermined" },
            { "from": "1e26", "from_closed": true, "to": "1e27", "to_closed": true, "verdict": "covered" },
        ])
    );
    let grid = with(json!({
        "x": "compute", "y": "line", "xs": [-1, 1e24, 5e25, 9.99e25, 1e26, 2e26], "ys": [1e26, 2e26, 1e31],
    }));
    let rows: Vec<Value> = lines(&ask(&handle, "grid", grid)).into_iter().map(|line| line["rows"].clone()).collect();
    assert_eq!(rows, [json!(["-nuucc", "-nnnuc", "------"]), json!(["-ncccc", "-ncccc", "------"])]);
    let by_param = ask(&handle, "regions", with(json!({ "axis": "line", "set": [["compute", "5e25 FLOP"]] })));
    assert_eq!(lines(&by_param)[1]["parts"].as_array().unwrap().len(), 1);
}

/// Lines that are upright, level and sloped, that cross, and that end at the edge of the plane.
const SLOPED: &str = r#"policy sloped "sloped"; status proposed from 2026-01-01;
fact x: FLOP in 0 FLOP .. "x"; fact y: USD in 0 USD .. 900 million USD "y"; fact z: bool "z"; fact w: number in 0 .. "w";
choice counted = one of { once, twice } "how x is counted";
let all = if counted is twice then 2 * x else x;
designate a "A" when any of {
    sum: all / 1e24 FLOP + y / 1 million USD > 250;
    steep: all of { ratio: y / 1 million USD >= 4 * x / 1e24 FLOP; flat: y < 700 million USD; };
    far: all of { x: x > 9e25 FLOP; z; };
};
designate b "B" when y > 300 million USD unless x < 4e25 FLOP;
designate c "C" when x / 1e24 FLOP + w > 10;
designate d "D" when x * (y / 1 million USD) > 1e28 FLOP;"#;

#[test]
fn a_map_is_what_its_points_are() {
    let (handle, response) = Handle::prepare(&[("sloped.bright".to_owned(), SLOPED.to_owned())], &[]);
    let handle = handle.unwrap_or_else(|| panic!("{response}"));
    let base = json!({ "as_of": "2026-11-21", "set": { "z": "unknown" }, "x": "x", "y": "y" });
    let maps = lines(&ask(&handle, "map", base.clone()));
    assert_eq!(maps.iter().map(|map| map["exact"] == true).collect::<Vec<_>>(), [true, true, true, false]);
    let labels =
        |map: &Value| map["lines"].as_array().unwrap().iter().filter(|line| line["clauses"] != json!([])).count();
    assert_eq!(labels(&maps[0]), maps[0]["lines"].as_array().unwrap().len(), "{}", maps[0]["lines"]);
    // Points off every line, since a map says nothing of lines themselves.
    let xs: Vec<f64> = (0..40).map(|at| 3.137e24 * f64::from(at) + 1.3e23).collect();
    let ys: Vec<f64> = (0..40).map(|at| 2.2531e7 * f64::from(at) + 7e5).collect();
    let mut request = base;
    request["xs"] = json!(xs);
    request["ys"] = json!(ys);
    let mut seen = std::collections::BTreeSet::new();
    let grids = lines(&ask(&handle, "grid", request));
    for (at, row) in grids[3]["rows"].as_array().unwrap().iter().enumerate() {
        let expected: String = xs.iter().map(|x| if x * (ys[at] / 1e6) > 1e28 { 'c' } else { 'n' }).collect();
        assert_eq!(*row, expected);
    }
    for (map, grid) in maps.iter().zip(grids).take(3) {
        for (row, y) in grid["rows"].as_array().unwrap().iter().zip(&ys) {
            for (letter, x) in row.as_str().unwrap().chars().zip(&xs) {
                let verdict = verdict_in(map, *x, *y);
                assert_eq!(verdict.chars().next(), Some(letter), "{x} {y} of {}", map["designation"]);
                seen.insert(verdict);
            }
        }
    }
    assert_eq!(seen.len(), 3);
}

/// The verdict of the band in which a point lies.
fn verdict_in(map: &Value, x: f64, y: f64) -> String {
    let number = |value: &Value| {
        let text = value.as_str()?;
        let (above, below) = text.split_once('/').unwrap_or((text, "1"));
        Some(above.parse::<f64>().ok()? / below.parse::<f64>().ok()?)
    };
    let at = |curve: &Value| Some(number(&curve["slope"])? * x + number(&curve["offset"])?);
    let within = |low: Option<f64>, value: f64, high: Option<f64>| {
        low.is_none_or(|low| low < value) && high.is_none_or(|high| value < high)
    };
    let strips = map["strips"].as_array().unwrap();
    let strip = strips.iter().find(|strip| within(number(&strip["from"]), x, number(&strip["to"]))).unwrap();
    let bands = strip["bands"].as_array().unwrap();
    let band = bands.iter().find(|band| within(at(&band["below"]), y, at(&band["above"]))).unwrap();
    band["verdict"].as_str().unwrap().to_owned()
}

#[test]
fn what_is_wrong_with_a_request_is_said() {
    let handle = five();
    for (question, request, message, help) in [
        ("eval", json!({ "as_off": "2026-11-21" }), "the request has no field `as_off`", "did you mean `as_of`?"),
        (
            "eval",
            json!({ "set": { "compute": 1 } }),
            "`as_of` is missing: the day to judge on",
            "give a day as 2026-08-01, or `unknown`",
        ),
        ("evl", json!({}), "there is no question `evl`", "did you mean `eval`?"),
        (
            "chance",
            json!({ "as_of": "unknown", "set": { "compute": 1 }, "samples": 0 }),
            "`samples` cannot be 0",
            "give a whole number from 1 to 10000000",
        ),
        (
            "regions",
            json!({ "as_of": "unknown", "set": { "compute": 1 } }),
            "`axis` is missing",
            "give the name of a fact or param",
        ),
        (
            "regions",
            json!({ "as_of": "unknown", "set": { "compute": 1 }, "axis": "compte" }),
            "no policy has a fact or param `compte`",
            "did you mean `compute`?",
        ),
        (
            "eval",
            json!({ "as_of": "2026-11-21" }),
            "there is no model to evaluate",
            "give models with `profiles`, or facts with `set`",
        ),
    ] {
        let found = ask(&handle, question, request);
        assert_eq!(found["end"], "in_error");
        assert_eq!(found["diagnostics"][0]["message"], message);
        assert_eq!(found["diagnostics"][0]["help"][0], help, "{message}");
    }
    assert!(parsed(&handle.ask("eval", "[1"))["diagnostics"][0]["message"].as_str().unwrap().contains("not JSON"));
}

#[test]
fn tests_beside_policies_are_run() {
    let text = format!(
        "{FIVE} test \"above\" {{ compute: 2e26 FLOP; expect covered; }} test \"wrong\" {{ compute: 1e20 FLOP; expect plain; }}"
    );
    let (handle, response) = Handle::prepare(&[("five.bright".to_owned(), text)], &[]);
    let found = ask(&handle.unwrap_or_else(|| panic!("{response}")), "test", json!({}));
    assert_eq!(found["end"], "failed");
    let line = &lines(&found)[0];
    assert_eq!(line["tests"], json!([{ "name": "above", "passes": true }, { "name": "wrong", "passes": false }]));
    assert!(line["unseen"].as_array().unwrap().contains(
        &json!({ "outcome": "covered", "clause": "horizon", "never": ["true", "false", "below its line", "exactly at its line", "above its line"] })
    ), "{line}");
    let place = &found["diagnostics"][0]["labels"][0];
    assert_eq!((&place["file"], &place["line"]), (&json!("five.bright"), &json!(13)));
}

#[test]
fn every_question_has_an_answer() {
    let handle = five();
    for question in QUESTIONS {
        let common = json!({ "as_of": "2026-11-21", "set": { "compute": "6e25 FLOP" } });
        let request = match question {
            "facts" | "about" | "test" => json!({}),
            "edges" => json!({ "as_of": "2026-11-21" }),
            "regions" => json!({ "as_of": "2026-11-21", "set": { "score": 3 }, "axis": "compute" }),
            "grid" => {
                json!({ "as_of": "2026-11-21", "set": { "score": 3 }, "x": "compute", "y": "score", "xs": [1], "ys": [2] })
            }
            "map" => json!({ "as_of": "2026-11-21", "set": { "score": 3 }, "x": "compute", "y": "score" }),
            "whatif" => json!({
                "as_of": "2026-11-21", "set": { "compute": "6e25 FLOP" },
                "profiles": [{ "name": "m.json", "text": "{\"compute\": \"1e24 FLOP\"}" }],
            }),
            _ => common,
        };
        let found = ask(&handle, question, request);
        assert_eq!(found["end"], "done", "{question}: {found}");
        assert!(question == "due" || !found["text"].as_str().unwrap().is_empty(), "{question}");
    }
    assert_eq!(parsed(&check(&[("five.bright".to_owned(), FIVE.to_owned())], &[]))["end"], "done");
    assert!(parsed(&format("five.bright", "policy five \"x\" ;"))["text"].as_str().unwrap().starts_with("policy five"));
}
