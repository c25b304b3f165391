//! `brightline chance` as people run it.
#![cfg(feature = "cli")]
use std::process::{Command, Output};

const EU: &str = "rules/eu/eu-ai-act-51-2.bright";
const SB_53: &str = "rules/us/ca-sb-53.bright";
const RANGES: &str = "profiles/planned/ranges-and-gaps.json";

fn run(args: &[&str]) -> (String, String, i32) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_brightline"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).arg("chance").args(args).args(["--as-of", "2026-11-21"]);
    let Output { stdout, stderr, status } = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (text(stdout), text(stderr), status.code().expect("it ends by itself"))
}

#[test]
fn text_fits_and_says_what_it_rests_on() {
    let (out, err, code) =
        run(&[SB_53, EU, "--profiles", RANGES, "--samples", "2000", "--sensitivity", "--line", "compute_line"]);
    assert_eq!(code, 0, "{err}");
    assert!(out.lines().all(|line| line.chars().count() <= 80), "{out}");
    for part in ["2,000 samples, seed 1", "log-normal", "An even chance of being covered at about", "What moves"] {
        assert!(out.contains(part), "{part}\n{out}");
    }
    let hypothetical = "rules/us/eo-14409/eo-14409-cyber-benchmark.bright";
    let (out, ..) = run(&[hypothetical, "--profiles", RANGES, "--samples", "500"]);
    assert!(out.contains("The lines of hypothetical policies are assumptions."), "{out}");
}

#[test]
fn probabilities_in_json_are_exact_and_sum_to_one() {
    let (out, err, code) = run(&[SB_53, EU, "--profiles", RANGES, "--samples", "2000", "--format", "json"]);
    assert_eq!(code, 0, "{err}");
    assert_eq!(out.lines().count(), 2);
    for line in out.lines() {
        let found: serde_json::Value = serde_json::from_str(line).unwrap();
        for outcome in found["designations"].as_array().unwrap() {
            let parts = ["covered", "not_covered", "undetermined"].map(|part| {
                let text = outcome[part]["probability"].as_str().unwrap();
                brightline::rational::Rational::parse_decimal(text).unwrap()
            });
            assert_eq!(&(&parts[0] + &parts[1]) + &parts[2], brightline::rational::Rational::one(), "{outcome}");
        }
    }
    let (again, ..) = run(&[SB_53, EU, "--profiles", RANGES, "--samples", "2000", "--format", "json"]);
    assert_eq!(again, out);
    let (table, ..) = run(&[SB_53, EU, "--profiles", RANGES, "--samples", "2000", "--format", "csv"]);
    assert_eq!(table.lines().count(), 1 + 4, "{table}");
}

#[test]
fn nothing_uncertain_is_said() {
    let (out, err, code) = run(&[SB_53, "--profiles", "profiles/planned/frontier.json"]);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("Nothing is drawn") && out.contains("100 %") && !out.contains("samples, seed"), "{out}");
}

#[test]
fn mistakes_are_told() {
    for (args, part) in [
        (&["--samples", "0"][..], "write a whole number from 1 to 10000000 in digits"),
        (&["--samples", "10000001"], "write a whole number from 1 to 10000000 in digits"),
        (&["--samples", "1e5"], "write a whole number from 1 to 10000000 in digits"),
        (&["--seed=-1"], "write a whole number from 0 to 18446744073709551615"),
        (&["--seed", "18446744073709551616"], "write a whole number from 0 to 18446744073709551615"),
        (&["--seed", "today"], "write a whole number from 0 to 18446744073709551615"),
        (&["--line", "compute_line=1e26 FLOP 50 %, 1e27 FLOP 50 %"], "a line moves over a range, and not over weights"),
        (&["--reading", "counted=original_run 60 %, with_modifications 35 %"], "these weights sum to 95 %, not 100 %"),
        (&["--line", "compute_lin"], "did you mean `compute_line`?"),
        (&["--line", "compute_line=2e30 FLOP .. 3e30 FLOP"], "outside the bounds"),
        (&["--line", "compute_line=2e26 FLOP"], "no bounds to move over"),
        (&["--set", "pretraining_compute=2e26 to 1e26 FLOP"], "below its beginning"),
        (&["--set", "pretraining_compute=9e25 .. 6e25 FLOP"], "below its beginning"),
        (&["--set", "foundation_model=true 65 %, false 30 %"], "these weights sum to 95 %, not 100 %: 65 % + 30 %"),
    ] {
        let (out, err, code) = run(&[&[SB_53, "--profiles", RANGES][..], args].concat());
        assert_eq!((code, out.as_str()), (2, ""), "{args:?}: {err}");
        assert!(err.contains(part), "{args:?}: {err}");
    }
}
