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

/// Runs it with `--plot` on a file of that name in a folder of its own; what was written, and what was said.
fn plot(name: &str, args: &[&str]) -> (Option<Vec<u8>>, String, String, i32) {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let path = folder.path().join(name);
    let (out, err, code) = run(&[args, &["--plot", path.to_str().unwrap()][..]].concat());
    let beside = std::fs::read_dir(folder.path()).unwrap().count();
    let written = std::fs::read(&path).ok();
    assert_eq!(beside, usize::from(written.is_some()), "nothing else is left in the folder");
    (written, out, err, code)
}

const COMPUTE_ALONE: &str = "rules/us/eo-14409/eo-14409-compute-only.bright";
const GPT_5: [&str; 5] = [COMPUTE_ALONE, "--set", "name=GPT-5", "--set", "training_compute=2e25 to 2e26 FLOP"];

#[test]
fn a_line_is_drawn_and_told() {
    let args = [&GPT_5[..], &["--line", "compute_line", "--samples", "2000"]].concat();
    let (written, out, err, code) = plot("line.svg", &args);
    assert_eq!(code, 0, "{err}");
    let svg = String::from_utf8(written.expect("it is written")).unwrap();
    for part in [
        "<title id=\"title\">GPT-5: EO 14409, hypothetical: compute alone</title>",
        "even chance of being covered at about 6.",
        ">1e26 FLOP is assumed<",
        ">1e24<",
        ">1e28<",
        "not covered<",
        "criteria are assumptions, not law",
        "--plot line.svg",
    ] {
        assert!(svg.contains(part), "{part}\n{svg}");
    }
    assert!(!svg.contains("samples, seed"), "one estimate against a line has a closed form at each point of it");
    assert!(!svg.contains("/tmp"), "the caption names no folder of the machine");
    // The table beside it is that of the command without a plot.
    let (plain, ..) = run(&args);
    assert_eq!(out, plain);
    let (again, ..) = plot("line.svg", &args);
    assert_eq!(again.map(|bytes| String::from_utf8(bytes).unwrap()).as_ref(), Some(&svg));
    // JSON and CSV carry every point that is drawn.
    let (_, csv, ..) = plot("line.svg", &[&args[..], &["--format", "csv"]].concat());
    assert_eq!(csv.lines().count(), 2 + 81);
}

#[test]
fn a_verdict_that_turns_at_a_line_is_drawn_as_a_step() {
    // Between two points of the table, and at one of them.
    for (compute, line) in [("4e25 FLOP", "compute_line"), ("2.1e25 FLOP", "compute_line=1e25 .. 9e25 FLOP")] {
        let set = format!("training_compute={compute}");
        let (written, ..) = plot("step.svg", &[COMPUTE_ALONE, "--set", &set, "--line", line]);
        let svg = String::from_utf8(written.expect("it is written")).unwrap();
        assert!(svg.contains(&format!("the verdict turns at {compute}")), "{svg}");
        let covered = svg.lines().find(|line| line.starts_with("<polygon")).unwrap();
        let points = covered.split('"').nth(1).unwrap().split(' ');
        let heights: std::collections::BTreeSet<&str> =
            points.filter_map(|point| Some(point.split_once(',')?.1)).collect();
        assert_eq!(heights.len(), 2, "all or nothing: {covered}");
    }
}

#[test]
fn inputs_and_distributions_are_drawn() {
    let outcome = [SB_53, "--only", "large_frontier_developer", "--profiles", RANGES, "--samples", "2000"];
    let (written, out, err, code) = plot("tornado.svg", &[&outcome[..], &["--sensitivity"]].concat());
    assert_eq!(code, 0, "{err}");
    let svg = String::from_utf8(written.expect("it is written")).unwrap();
    for part in [">6e25 FLOP<", ">1.3e26 FLOP<", ">460 million USD<", "no effect seen", ">undetermined 5", "in force."]
    {
        assert!(svg.contains(part), "{part}\n{svg}");
    }
    assert!(out.contains("What moves"));
    let (_, csv, ..) = plot("tornado.svg", &[&outcome[..], &["--sensitivity", "--format", "csv"]].concat());
    assert_eq!(csv.matches(",sensitivity,").count(), 6, "{csv}");
    let (written, ..) = plot("both.svg", &[&outcome[..], &["--sensitivity", "--line", "compute_line"]].concat());
    let both = String::from_utf8(written.expect("it is written")).unwrap();
    assert!(both.contains("as the line moves") && both.contains("What each input does"));
    let (written, ..) = plot("density.png", &GPT_5);
    assert!(written.is_some_and(|bytes| bytes.starts_with(b"\x89PNG")));
}

#[test]
fn what_cannot_be_drawn_is_told_and_leaves_no_file() {
    let all = ["rules/us", "--samples", "100", "--profiles", RANGES, "--line", "compute_line"];
    let frontier = "profiles/planned/frontier.json";
    for (name, args, part) in [
        ("plot.pdf", &GPT_5[..], "let the name end in `.svg` or in `.png`"),
        ("plot", &GPT_5, "a plot is an SVG or a PNG"),
        ("plot.svg", &[COMPUTE_ALONE, "--profiles", frontier], "no single range or estimate decides here"),
        ("plot.svg", &[&GPT_5[..], &["--sensitivity"]].concat(), "fewer than two inputs are drawn"),
        ("plot.svg", &all, "fit into one picture"),
        ("plot.svg", &[COMPUTE_ALONE, "--profiles", "tests/bad/profile/inverted-range.json"], "no plot is written"),
        ("none/plot.svg", &GPT_5, "there is no such folder"),
    ] {
        let (written, out, err, code) = plot(name, args);
        assert_eq!((written, code), (None, 2), "{args:?}\n{out}{err}");
        assert!(err.contains(part), "{args:?}\n{err}");
    }
    let two = [SB_53, "--only", "frontier_model", "large_frontier_developer", "--profiles", RANGES, "--samples", "500"];
    let (written, _, err, code) = plot("plot.svg", &[&two[..], &["--line", "revenue_line"]].concat());
    assert!(written.is_some() && code == 0, "{err}");
    assert!(
        err.contains("leaves out what has no such plot: Lantern-XL (planned): California SB 53 - Frontier model"),
        "{err}"
    );
}
