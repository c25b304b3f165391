//! `brightline measure` as people run it.
#![cfg(feature = "cli")]
use brightline::rational::Rational;
use std::process::{Command, Output};

const RANGES: &str = "profiles/planned/ranges-and-gaps.json";

fn run(args: &[&str]) -> (String, String, i32) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_brightline"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).arg("measure").args(args).args(["--as-of", "2026-11-21"]);
    let Output { stdout, stderr, status } = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (text(stdout), text(stderr), status.code().expect("it ends by itself"))
}

#[test]
fn text_fits_and_says_what_it_rests_on() {
    let (out, err, code) = run(&["rules", "--profiles", RANGES]);
    assert_eq!(code, 0, "{err}");
    assert!(out.lines().all(|line| line.chars().count() <= 80), "{out}");
    for part in [
        "One measurement alone settles:",
        "as given: log-normal",
        "not given; assumed: log-uniform from 1e24 FLOP to 1e28 FLOP",
        "not given; assumed: either as likely",
        "not given; assumed: uniform over its domain, 0 % to 100 %",
        "the likeliest pair:",
        "The lines of hypothetical policies are assumptions.",
    ] {
        assert!(out.split_whitespace().collect::<Vec<_>>().join(" ").contains(part), "{part}\n{out}");
    }
}

#[test]
fn json_and_csv_tell_everything_exactly() {
    let (out, err, code) = run(&["rules/us", "--profiles", RANGES, "--format", "json"]);
    assert_eq!(code, 0, "{err}");
    let (mut facts, mut rows) = (0, 0);
    for line in out.lines() {
        let found: serde_json::Value = serde_json::from_str(line).unwrap();
        for open in found["designations"].as_array().unwrap() {
            let count = |name: &str| open[name].as_array().unwrap().len();
            rows += count("facts") + count("readings") + count("others") + usize::from(open["pair"].is_object());
            for fact in open["facts"].as_array().unwrap() {
                facts += 1;
                assert!(fact["basis"]["text"].is_string() && fact["where"].is_object(), "{fact}");
                let Some(covered) = fact["covered"].as_str() else { continue };
                let number = |text: &str| Rational::parse_decimal(text).unwrap();
                let [not_covered, undetermined, settles] =
                    ["not_covered", "undetermined", "settles"].map(|part| number(fact[part].as_str().unwrap()));
                assert_eq!(&number(covered) + &not_covered, settles);
                assert_eq!(&settles + &undetermined, Rational::one());
            }
        }
    }
    assert!(facts > 10, "{facts}");
    let (table, ..) = run(&["rules/us", "--profiles", RANGES, "--format", "csv"]);
    assert_eq!(table.lines().count(), 1 + rows, "{table}");
    assert_eq!(run(&["rules/us", "--profiles", RANGES, "--format", "json"]).0, out);
}

#[test]
fn where_everything_is_decided_nothing_is_left() {
    let eu = "rules/eu/eu-ai-act-51-2.bright";
    let (out, err, code) = run(&[eu, "--set", "training_compute=1e26 FLOP"]);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("Every verdict is decided: nothing is left to measure."), "{out}");
}

#[test]
fn mistakes_are_told() {
    for (args, part) in [
        (&["--only", "frontier_modle"][..], "did you mean `frontier_model`?"),
        (&["--set", "trainign_compute=1e26 FLOP"], "did you mean `training_compute`?"),
        (&["--set", "training_compute=2e26 .. 1e26 FLOP"], "below its beginning"),
        (&["--format", "markdown"], "possible values: text, json, csv"),
    ] {
        let (out, err, code) = run(&[&["rules/us/ca-sb-53.bright", "--profiles", RANGES][..], args].concat());
        assert_eq!((code, out.as_str()), (2, ""), "{args:?}: {err}");
        assert!(err.contains(part), "{args:?}: {err}");
    }
    let (out, err, code) = run(&["rules/us/ca-sb-53.bright"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("there is no model to evaluate"), "{err}");
    // A profile in error has no answer, and the others have theirs.
    let (out, err, code) = run(&["rules/us/ca-sb-53.bright", "--set", "training_compute=5 USD"]);
    assert_eq!((code, out.as_str()), (2, ""), "{err}");
}
