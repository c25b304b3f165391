//! The built command as people run it: its answers, its exit codes, and what it says to each mistake.
#![cfg(feature = "cli")]
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const DAY: &str = "2026-11-21";
const FRONTIER: &str = "profiles/planned/frontier.json";
const CYBER: &str = "profiles/planned/cyber-fine-tune.json";
const RANGES: &str = "profiles/planned/ranges-and-gaps.json";
const MODELS: &str = "profiles/models.csv";
const EU: &str = "rules/eu/eu-ai-act-51-2.bright";
const SB_53: &str = "rules/us/ca-sb-53.bright";

/// Some regimes of each kind: what is compared with a whole page should not change with every new policy.
const FEW: [&str; 8] = [
    EU,
    "rules/kr/kr-ai-basic-act.bright",
    "rules/us/ca-sb-1047.bright",
    SB_53,
    "rules/us/eo-14409/eo-14409-cyber-benchmark.bright",
    "rules/us/eo-14409/eo-14409-multiplier.bright",
    "rules/us/eo-14409/eo-14409-two-of-four.bright",
    "rules/us/us-eo-14110.bright",
];

/// What a run gave.
struct Run {
    out: String,
    err: String,
    code: i32,
}

fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_brightline"));
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    for name in ["CLICOLOR", "CLICOLOR_FORCE", "NO_COLOR", "COLUMNS"] {
        command.env_remove(name);
    }
    command
}

fn read(output: Output) -> Run {
    Run {
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
        code: output.status.code().expect("the command ends by itself"),
    }
}

fn run(args: &[&str]) -> Run {
    read(command().args(args).output().unwrap())
}

fn run_in(folder: &Path, args: &[&str]) -> Run {
    read(command().current_dir(folder).args(args).output().unwrap())
}

fn run_with(input: &[u8], args: &[&str]) -> Run {
    let mut child =
        command().args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    read(child.wait_with_output().unwrap())
}

fn eval(args: &[&str]) -> Run {
    run(&[&["eval", "rules", "--as-of", DAY], args].concat())
}

fn eval_few(args: &[&str]) -> Run {
    run(&[&["eval"], &FEW[..], &["--as-of", DAY], args].concat())
}

/// A folder with copies of some shipped files.
fn folder(files: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for file in files {
        let target = folder.path().join(file);
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join(file), target).unwrap();
    }
    folder
}

/// How many outcomes each shipped policy has.
fn outcomes() -> Vec<usize> {
    outcomes_of(&["rules"])
}

fn outcomes_of(policies: &[&str]) -> Vec<usize> {
    let policies = objects(&run(&[&["list", "--format", "json"], policies].concat()).out);
    policies.iter().map(|policy| policy["outcomes"].as_array().unwrap().len()).collect()
}

/// How many real models there are.
fn models() -> usize {
    csv::Reader::from_path(Path::new(env!("CARGO_MANIFEST_DIR")).join(MODELS)).unwrap().records().count()
}

/// One object a line.
fn objects(text: &str) -> Vec<serde_json::Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn one_model_over_some_regimes_is_a_table() {
    for (name, file) in [("frontier", FRONTIER), ("cyber", CYBER), ("ranges", RANGES)] {
        let run = eval_few(&["--profiles", file]);
        assert_eq!(run.code, 0, "{}", run.err);
        insta::assert_snapshot!(format!("table_{name}"), run.out);
    }
}

#[test]
fn explained_answers_show_the_clauses() {
    for (name, file) in [("frontier", FRONTIER), ("cyber", CYBER), ("ranges", RANGES)] {
        insta::assert_snapshot!(format!("explained_{name}"), eval_few(&["--profiles", file, "--explain"]).out);
    }
}

/// A policy of its own in a folder of its own.
fn written(body: &str) -> tempfile::TempDir {
    let folder = folder(&[]);
    let head = "policy p \"The rule\"; status in_force from 2026-01-01; source \"S\" \"https://example.org/\";";
    fs::write(folder.path().join("p.bright"), format!("{head}\n{body}\n")).unwrap();
    folder
}

#[test]
fn explained_clauses_stand_in_their_place_however_long_their_names_are() {
    let folder = written(
        "fact a: bool \"A\"; fact b: bool \"B\";
         designate d \"D\" when any of { short: a; inner: all of { a_name_of_eighteen: a; x: b; }; }
         unless any of { still_in_training: shown all of { another_long_name_here: a; y: b; }; };",
    );
    let text = run_in(folder.path(), &["eval", "p.bright", "--set", "a=unknown", "--explain"]).out;
    for row in [
        "\n        ??   a_name_of_eighteen\n",
        "\n        ??   x  b\n",
        "\n      no   still_in_training\n",
        "\n        ??   another_long_name_here\n",
    ] {
        assert!(text.contains(row), "{row:?} is not in\n{text}");
    }
}

#[test]
fn explained_answers_show_what_follows_from_each_policy_and_show_it_once() {
    let body = "fact a: bool \"A\"; fact b: bool \"B\"; fact met: date \"M\";
         designate d \"D\" when a;
         obligation notify \"Notify the office\" [s. 2] when d due within 2 weeks after met;
         obligation keep \"Keep a record\" when d;
         obligation stop \"Stop\" when not a;
         option offer \"Offer access\" when b;";
    let args = ["eval", "p.bright", "--as-of", DAY, "--set", "a=true", "--set", "met=2027-01-11", "--explain"];
    let text = run_in(written(body).path(), &args).out;
    let block = "  what follows
      yes  2027-01-25  notify the office                                    s. 2
      yes  no day set  keep a record
      no               stop
      ??   no day set  may offer access (voluntary)
";
    assert!(text.contains(block), "{text}");
    assert_eq!(text.matches("2027-01-25").count(), 1, "{text}");
    let proposed = written(&body.replace("designate d", "designate other \"O\" when b; designate d"));
    let file = proposed.path().join("p.bright");
    let changed = fs::read_to_string(&file).unwrap().replace("in_force", "enacted");
    fs::write(&file, changed).unwrap();
    let text = run_in(proposed.path(), &args).out;
    assert!(text.contains("The rule - what would follow"), "{text}");
    assert!(text.contains("\n    yes  2027-01-25  notify the office"), "{text}");
    let only = run_in(proposed.path(), &[&args[..], &["--only", "notify"]].concat()).out;
    assert!(only.contains("yes  2027-01-25  notify the office") && !only.contains("keep"), "{only}");
}

#[test]
fn one_more_fact_that_could_settle_is_one() {
    let body = "fact a: bool \"A\"; fact b: bool \"B\"; fact c: bool \"C\"; fact e: bool \"E\";
         designate d \"D\" when a and b and c and e;";
    let text = run_in(written(body).path(), &["eval", "p.bright", "--set", "a=unknown"]).out;
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("1 other fact could settle some."), "{text}");
}

#[test]
fn missing_models_and_values_are_said_as_what_they_are() {
    let near_best = "rules/us/eo-14409/eo-14409-near-best.bright";
    let run_one = |args: &[&str]| run(&[&["eval"], args].concat()).out;
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let args = [near_best, "--as-of", DAY, "--set", "cyber.cybergym=80 %"];
    let text = words(&run_one(&args));
    assert!(text.contains("needs other models") && text.contains("(give them with --profiles)"), "{text}");
    assert!(!text.contains("not refined") && !text.contains("at once"), "{text}");
    let json = objects(&run_one(&[&args[..], &["--format", "json"]].concat())).remove(0);
    assert_eq!(json["designations"][0]["needs"]["sets"], serde_json::json!([["other models"]]));

    let horizon = "rules/us/eo-14409/eo-14409-time-horizon.bright";
    let args = [horizon, "--as-of", "2026-05-01", "--set", "cyber.time_horizon=80 min"];
    for more in [&[][..], &["--explain"]] {
        let text = words(&run_one(&[&args[..], more].concat()));
        assert!(text.contains("horizon_line has no value before 2026-08-01"), "{text}");
    }
    let json = objects(&run_one(&[&args[..], &["--format", "json"]].concat())).remove(0);
    let notes = serde_json::json!(["horizon_line has no value before 2026-08-01"]);
    assert_eq!(json["designations"][0]["notes"], notes);
}

#[test]
fn references_to_models_that_are_not_given_are_one_warning() {
    let rows: String = (1..=7).map(|at| format!("Model {at},1e24,Base {at}\n")).collect();
    let table = format!("name,training_compute,base\n{rows}");
    let args = ["eval", "rules/us/ca-sb-1047.bright", "rules/eu", "--profiles", "-", "--as-of", DAY];
    let many = run_with(table.as_bytes(), &args);
    assert_eq!((many.code, many.err.matches("warning").count()), (0, 1), "{}", many.err);
    assert!(many.err.contains("no profile is given of what 7 references name: `base` of `Model 1` is `Base 1`;"));
    assert!(many.err.contains("`Base 5`; and 2 more") && !many.err.contains("`Base 6`"), "{}", many.err);
    let json = run_with(table.as_bytes(), &[&args[..], &["--format", "json", "--only", "ca_sb_1047"]].concat());
    let own = |line: &serde_json::Value| line["warnings"].as_array().unwrap().len();
    assert!(objects(&json.out).iter().all(|line| own(line) == 1), "{}", json.out);
    let one = run_with(b"name,base\nModel 1,Base 1\n", &args);
    assert!(one.err.contains("`base` of `Model 1` is `Base 1`, of which no profile is given"), "{}", one.err);
}

#[test]
fn answers_are_tables_for_documents_and_spreadsheets_too() {
    let planned = ["--profiles", FRONTIER, CYBER, RANGES];
    insta::assert_snapshot!("markdown", eval_few(&[&planned[..], &["--format", "markdown"]].concat()).out);
    insta::assert_snapshot!("csv", eval_few(&[&planned[..], &["--format", "csv"]].concat()).out);
}

#[test]
fn many_models_are_counted() {
    insta::assert_snapshot!("counts", eval_few(&["--profiles", MODELS]).out);
    insta::assert_snapshot!("counts_markdown", eval_few(&["--profiles", MODELS, "--format", "markdown"]).out);
}

/// Lines of a tall window.
const SCREEN: usize = 80;

#[test]
fn one_model_over_the_whole_shelf_fits_on_a_screen() {
    for file in ["frontier", "cyber-fine-tune", "ranges-and-gaps", "open-weights", "distilled", "mixture-of-experts"] {
        let run = eval(&["--profiles", &format!("profiles/planned/{file}.json")]);
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{file}");
        assert!(run.out.lines().count() <= SCREEN, "{file}: {} lines\n{}", run.out.lines().count(), run.out);
    }
    insta::assert_snapshot!("shelf_frontier", eval(&["--profiles", FRONTIER]).out);
}

#[test]
fn json_is_one_object_a_line_with_profiles_outside() {
    let run = eval(&["--profiles", FRONTIER, RANGES, "--format", "json"]);
    let lines = objects(&run.out);
    let policies = outcomes().len();
    assert_eq!(lines.len(), 2 * policies);
    assert!(lines[..policies].iter().all(|line| line["profile"] == "Northstar-2 (planned)" && line["as_of"] == DAY));
    assert!(lines[policies..].iter().all(|line| line["profile"] == "Lantern-XL (planned)"));
    assert_eq!(lines[0]["policy"], lines[policies]["policy"]);
}

#[test]
fn csv_has_every_row_and_column() {
    let run = eval_few(&["--profiles", MODELS, "--format", "csv"]);
    let mut reader = csv::Reader::from_reader(run.out.as_bytes());
    assert_eq!(reader.headers().unwrap().len(), 15);
    assert_eq!(reader.records().map(Result::unwrap).count(), models() * outcomes_of(&FEW).iter().sum::<usize>());
}

#[test]
fn no_line_of_text_is_wider_than_eighty_columns() {
    for args in [
        &["--profiles", FRONTIER, CYBER, RANGES][..],
        &["--profiles", FRONTIER, CYBER, RANGES, "--explain"],
        &["--profiles", MODELS],
        &["--profiles", FRONTIER, "--assume"],
    ] {
        for line in eval(args).out.lines() {
            assert!(unicode_width::UnicodeWidthStr::width(line) <= 80, "{args:?}: {line}");
        }
    }
    for args in [&["facts", "rules"][..], &["list"], &["test", "rules"], &["check", "rules"]] {
        for line in run(args).out.lines() {
            assert!(unicode_width::UnicodeWidthStr::width(line) <= 80, "{args:?}: {line}");
        }
    }
}

#[test]
fn colour_marks_the_word_of_a_verdict_and_nothing_else() {
    for args in [&["--profiles", FRONTIER, CYBER, RANGES][..], &["--profiles", RANGES, "--explain"]] {
        let coloured = eval(&[args, &["--color", "always"]].concat()).out;
        let bare = eval(args).out;
        assert!(!bare.contains('\u{1b}'));
        let mut rest = coloured.as_str();
        let (mut stripped, mut words) = (String::new(), 0);
        while let Some((before, after)) = rest.split_once('\u{1b}') {
            let (_, inside) = after.split_once('m').unwrap();
            // A style may be written as several codes.
            let inside = inside.trim_start_matches("\u{1b}[33m").trim_start_matches("\u{1b}[1m");
            let (word, after) = inside.split_once("\u{1b}[0m").unwrap();
            let known = ["covered", "not covered", "undetermined"];
            assert!(known.contains(&word.to_lowercase().as_str()), "{word:?}");
            stripped.push_str(before);
            stripped.push_str(word);
            words += 1;
            rest = after;
        }
        stripped.push_str(rest);
        assert_eq!(stripped, bare);
        assert!(words > 0);
    }
}

#[test]
fn a_profile_cannot_write_to_the_terminal() {
    let profile = "{\"name\": \"a\\u001b[31mb\\u202ec | *d*\", \"training_compute\": 1e27}";
    for format in ["text", "markdown"] {
        let run = run_with(profile.as_bytes(), &["eval", "rules", "--profiles", "-", "--format", format]);
        assert_eq!(run.code, 0, "{}", run.err);
        assert!(!run.out.contains(['\u{1b}', '\u{202e}']), "{}", run.out);
    }
}

#[test]
fn voluntary_and_hypothetical_rules_are_never_said_as_duties() {
    for args in [&["--profiles", FRONTIER, CYBER, RANGES][..], &["--profiles", FRONTIER, CYBER, RANGES, "--explain"]] {
        let text = eval(args).out.to_lowercase();
        for word in ["compliant", "illegal", "mandatory", "licence", "license", " must "] {
            assert!(!text.contains(word), "{word}");
        }
    }
    let due = eval(&["--profiles", CYBER]).out;
    assert!(due.contains("may offer the government access"), "{due}");
}

#[test]
fn flips_are_told_to_people_and_to_programs() {
    let flips = |args: &[&str]| run(&[&["flips", SB_53, "--as-of", DAY], args].concat());
    let set = ["--set", "training_compute=8.2e25 FLOP", "--set", "foundation_model=true"];
    let text = flips(&set);
    assert_eq!((text.code, text.err.as_str()), (0, ""));
    assert!(text.out.contains("turns with training_compute above 1e26 FLOP (1.22x; now 8.2e25 FLOP)"), "{}", text.out);
    let lines = objects(&flips(&[&set[..], &["--format", "json", "--only", "frontier_model"]].concat()).out);
    let [designation] = lines[0]["designations"].as_array().unwrap().as_slice() else { panic!("{lines:?}") };
    let single = &designation["single"][0];
    assert_eq!(
        (single["fact"].as_str(), single["from"].as_str(), single["to"].as_str(), single["inclusive"].as_bool()),
        (Some("training_compute"), Some("8.2e25 FLOP"), Some("1e26 FLOP"), Some(false))
    );
    assert_eq!(single["ratio"], "50/41");
    let held = flips(&[&set[..], &["--hold", "training_compute"]].concat());
    assert!(held.out.contains("nothing that these facts could be turns it"), "{}", held.out);
    let wrong = flips(&[&set[..], &["--hold", "training_computer"]].concat());
    assert_eq!((wrong.code, wrong.out.as_str()), (2, ""));
    assert!(wrong.err.contains("did you mean `training_compute`?"), "{}", wrong.err);
}

#[test]
fn today_is_taken_where_no_day_is_given_and_printed() {
    let run = run(&["eval", SB_53, "--set", "training_compute=1e27 FLOP"]);
    let heading = run.out.lines().next().unwrap();
    let day = heading.rsplit(' ').next().unwrap();
    assert!(brightline::date::parse_date(day).is_some(), "{heading}");
}

#[test]
fn without_a_day_no_status_is_claimed() {
    let run = run(&["eval", SB_53, "--set", "training_compute=1e27 FLOP", "--as-of", "unknown"]);
    assert!(run.out.contains("(status unknown)"), "{}", run.out);
    assert!(!run.out.contains("COVERED"), "{}", run.out);
}

#[test]
fn what_is_just_below_a_line_does_not_print_as_the_line() {
    let set = ["eval", SB_53, "--as-of", DAY, "--set", "foundation_model=true", "--set"];
    let words = |value: &str| run(&[&set[..], &[value]].concat()).out.split_whitespace().collect::<Vec<_>>().join(" ");
    let just_below = words("training_compute=9.9999999999e25 FLOP");
    assert!(just_below.contains("compute: 9.99e25 FLOP is 99.9 % of"), "{just_below}");
    let at = words("training_compute=1e26 FLOP");
    assert!(at.contains("compute: 1e26 FLOP is exactly at the"), "{at}");
}

#[test]
fn only_keeps_what_is_named() {
    let run = eval(&["--profiles", FRONTIER, "--only", "ca_sb_53", "reportable_model", "--format", "csv"]);
    let rows: Vec<&str> = run.out.lines().skip(1).collect();
    assert_eq!(rows.len(), 4, "{}", run.out);
    let run = eval(&["--profiles", FRONTIER, "--only", "us_eo_14110.reportable_cluster", "--format", "csv"]);
    assert_eq!(run.out.lines().count(), 2);
    let run = eval(&["--profiles", FRONTIER, "--only", "ca_sb_53.publish_framework"]);
    assert!(run.out.contains("does not apply"), "{}", run.out);
}

#[test]
fn profiles_come_from_standard_input_too() {
    let text = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(FRONTIER)).unwrap();
    let piped = run_with(&text, &["eval", "rules", "--as-of", DAY, "--profiles", "-"]);
    assert_eq!(piped.out, eval(&["--profiles", FRONTIER]).out);
}

#[test]
fn options_reach_the_engine() {
    let covered = |args: &[&str]| {
        let run = eval(&[args, &["--profiles", FRONTIER, "--format", "csv"]].concat());
        assert_eq!(run.code, 0, "{}", run.err);
        run.out
    };
    let params = covered(&["--param", "ca_sb_53.compute_line=9e25 FLOP", "--only", "frontier_model"]);
    assert!(params.contains(",covered,"), "{params}");
    let reading = covered(&["--reading", "counted=original_run", "--only", "frontier_model"]);
    assert!(reading.contains("9.1e25 FLOP,1e26 FLOP"), "{reading}");
    let reference = covered(&["--reference", &format!("baseline={CYBER}"), "--only", "eo_14409_multiplier"]);
    assert!(!reference.contains("baseline.cyber.cybergym"), "{reference}");
    let assumed = covered(&["--assume", "--set", "foundation_model=unknown", "--only", "frontier_model"]);
    assert!(assumed.contains("not_covered"), "{assumed}");
}

#[test]
fn gates_fail_with_one_and_count_only_what_is_selected() {
    let gate = |args: &[&str]| eval(&[&["--profiles", FRONTIER, "--fail-on"], args].concat());
    let covered = gate(&["covered"]);
    assert_eq!(covered.code, 1);
    assert!(covered.out.contains("COVERED") && covered.err.contains("--fail-on covered"), "{}", covered.err);
    assert_eq!(gate(&["covered", "--only", "ca_sb_53"]).code, 0);
    assert_eq!(gate(&["undetermined"]).code, 1);
    assert_eq!(gate(&["undetermined", "--only", "frontier_model"]).code, 0);
}

#[test]
fn a_profile_in_error_ends_with_two_after_all_answers() {
    let profiles = "name,training_compute\ngood,1e27\nbad,many\n";
    let args = ["eval", SB_53, "--as-of", DAY, "--profiles", "-"];
    let run = run_with(profiles.as_bytes(), &args);
    assert_eq!(run.code, 2);
    assert!(run.out.contains("good on") && run.out.contains("bad on"), "{}", run.out);
    assert!(run.err.contains("row 3 (bad): `training_compute` is `many`"), "{}", run.err);
    let gated = run_with(profiles.as_bytes(), &[&args[..], &["--fail-on", "covered"]].concat());
    assert_eq!(gated.code, 2);
    let lenient = run_with(profiles.as_bytes(), &[&args[..], &["--invalid", "unknown"]].concat());
    assert_eq!(lenient.code, 0, "{}", lenient.err);
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_ends_quietly() {
    let mut child = command()
        .args(["eval", "rules", "--profiles", MODELS, "--format", "json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let run = read(child.wait_with_output().unwrap());
    assert_eq!(run.code, 0);
    assert!(!run.err.contains("panic") && !run.err.contains("pipe"), "{}", run.err);
}

#[test]
fn every_command_multiplies_what_profiles_give() {
    for command in ["eval", "chance", "due", "flips"] {
        let with = |file: &str, set: &str| run(&[command, EU, "--profiles", file, "--as-of", DAY, "--set", set]);
        let (less, as_is) = (with(FRONTIER, "pretraining_compute=*1e-3"), with(FRONTIER, "pretraining_compute=*1"));
        assert_eq!((less.code, as_is.code), (0, 0), "{command}: {}{}", less.err, as_is.err);
        assert_ne!(less.out, as_is.out, "{command}");
        let silent = with(FRONTIER, "training_compute=*3");
        assert_eq!(silent.code, 2, "{command}: {}", silent.err);
        assert!(
            silent.err.contains("(Northstar-2 (planned)): `training_compute` cannot be multiplied by 3"),
            "{command}"
        );
    }
}

#[test]
fn how_readings_fall_out_is_said_by_every_command() {
    let args = [SB_53, "--profiles", CYBER, "--as-of", DAY, "--only", "frontier_model"];
    let with = |command: &str, more: &[&str]| run(&[&[command], &args[..], more].concat()).out;
    let sentence = "covered under 1 of 4 readings; `counted` and `base_run` decide";
    for (command, more) in [("eval", "--explain"), ("flips", "--color=never")] {
        assert!(with(command, &[more]).contains(sentence), "{command}");
    }
    let words = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words(with("eval", &[])).contains(sentence));
    assert!(with("eval", &["--format", "markdown"]).replace('\\', "").contains(sentence));
    let summary = serde_json::json!({
        "covered": 1, "not_covered": 3, "undetermined": 0, "of": 4, "deciding": ["counted", "base_run"], "alone": false
    });
    for command in ["eval", "flips"] {
        let found = objects(&with(command, &["--format", "json"])).remove(0);
        assert_eq!(found["designations"][0]["readings_summary"], summary, "{command}");
    }
    assert!(words(with("chance", &[])).contains("covered by reading (`counted` and `base_run` decide)"));
    let found = objects(&with("chance", &["--format", "json"])).remove(0);
    let by_reading = &found["designations"][0]["by_reading"];
    assert_eq!(by_reading["deciding"], summary["deciding"]);
    assert_eq!(by_reading["readings"].as_array().map(Vec::len), Some(4));
    let settled = with("eval", &["--reading", "counted=original_run", "--reading", "base_run=counted"]);
    assert!(!settled.contains("reading"), "{settled}");
}

#[test]
fn what_would_move_is_shown_side_by_side() {
    let few = |args: &[&str]| run(&[&["whatif"], &FEW[..], &["--as-of", DAY], args].concat());
    let twice = ["--set", "reinforcement_learning_compute=*2"];
    for (name, args) in [
        ("twice", &[&["--profiles", FRONTIER], &twice[..]].concat()[..]),
        (
            "reading",
            &["--profiles", CYBER, "--reading", "counted=original_run", "--param", "floor=40 %", "--both", "floor"],
        ),
        ("nothing", &["--profiles", RANGES, "--set", "cluster.peak_rate=1e20 FLOP/s", "--only", "eu_ai_act_51_2"]),
    ] {
        let run = few(args);
        assert_eq!(run.code, 0, "{}", run.err);
        assert!(run.out.lines().all(|line| line.chars().count() <= 80), "{}", run.out);
        insta::assert_snapshot!(format!("whatif_{name}"), run.out);
    }
    let json = objects(&few(&[&["--profiles", FRONTIER, "--format", "json"], &twice[..]].concat()).out);
    let table = few(&[&["--profiles", FRONTIER, "--format", "csv"], &twice[..]].concat()).out;
    let rows: Vec<csv::StringRecord> =
        csv::Reader::from_reader(table.as_bytes()).records().map(Result::unwrap).collect();
    assert_eq!(json.len(), rows.len());
    let outcomes = json.iter().filter(|line| line["designation"].is_string());
    assert_eq!(outcomes.clone().count(), outcomes_of(&FEW).iter().sum::<usize>());
    for line in outcomes.filter(|line| line["moved"] == true) {
        assert_ne!(line["before"], line["after"]);
        assert!(!line["clauses"].as_array().unwrap().is_empty(), "{line}");
    }
}

#[test]
fn what_would_move_of_many_models_is_counted() {
    let args = ["whatif", EU, "--as-of", DAY, "--profiles", MODELS, "--param", "compute_line=1e26 FLOP"];
    let found = run(&args);
    assert_eq!(found.code, 0, "{}", found.err);
    insta::assert_snapshot!("whatif_counts", found.out);
    let lines = objects(&run(&[&args[..], &["--format", "json"]].concat()).out);
    let moved = lines.iter().filter(|line| line["moved"] == true && line["designation"].is_string()).count();
    let row = found.out.lines().find(|line| line.contains("systemic risk")).unwrap();
    assert_eq!(row.split_whitespace().last(), Some(&*moved.to_string()));
}

#[test]
fn each_mistake_has_its_message() {
    let cases: &[(&[&str], &[&str])] = &[
        (&["eval", "rules"], &["there is no model to evaluate", "--profiles FILE", "--set fact=value"]),
        (&["eval", "rule", "--profiles", FRONTIER], &["there is no `rule`", "a folder of policies", "`rules`"]),
        (&["eval", "rules", "--profiles", "nothing.json"], &["there is no `nothing.json`", "a file of profiles"]),
        (&["eval", "rules", "--profiles", "profiles"], &["`profiles` is a folder"]),
        (&["eval", "profiles", "--profiles", FRONTIER], &["there is no policy in `profiles`", "`.bright`"]),
        (&["eval", "rules/facts", "--profiles", FRONTIER], &["there is no policy in `rules/facts`, only vocabularies"]),
        (&["eval", "rules/facts/model.bright", "--profiles", FRONTIER], &["is a vocabulary"]),
        (
            &["eval", "rules/us", "--profiles", FRONTIER, "--root", "rules/us"],
            &["outside of the root folder `rules/us`", "--root"],
        ),
        (&["eval", SB_53, "--profiles", FRONTIER, "--root", "profiles"], &["lies outside of --root `profiles`"]),
        (&["eval", "rules", "--set", "training_compute"], &["no `=`"]),
        (&["eval", "rules", "--set", "=3"], &["no name before `=`"]),
        (&["eval", "rules", "--set", "traning_compute=3"], &["no policy has such a fact", "`training_compute`"]),
        (&["eval", "rules", "--set", "release_date=1e3", "--only", "ca_sb_53"], &["`release_date` is `1e3`"]),
        (&["eval", "rules", "--set", "deployed=true", "--set", "deployed=false"], &["`deployed` is given twice"]),
        (&["eval", EU, "--set", "training_compute*=3"], &["stands behind the `=`", "FACT=*3"]),
        (&["eval", EU, "--profiles", FRONTIER, "--set", "training_compute=/2"], &["'training_compute=*1/2'"]),
        (&["eval", EU, "--profiles", FRONTIER, "--param", "compute_line=*3"], &["only facts are multiplied"]),
        (&["eval", "rules", "--profiles", FRONTIER, "--param", "flor=3 %"], &["no policy has such a param", "`floor`"]),
        (&["eval", "rules", "--profiles", FRONTIER, "--param", "floor=300 %"], &["outside the bounds"]),
        (&["eval", "rules", "--profiles", FRONTIER, "--reading", "counted=x"], &["`x` is no reading", "original_run"]),
        (&["eval", "rules", "--profiles", FRONTIER, "--as-of", "tomorrow"], &["write a day as 2026-08-01"]),
        (&["eval", "rules", "--profiles", FRONTIER, "--only", "ca_sb_35"], &["--only `ca_sb_35`", "`ca_sb_53`"]),
        (
            &["eval", "rules", "--profiles", FRONTIER, "--reference", "baseline=profiles/models.csv"],
            &["`profiles/models.csv` has 195 profiles"],
        ),
        (&["eval", "rules", "--profiles", FRONTIER, "--format", "yaml"], &["yaml", "possible values"]),
        (&["whatif", EU, "--profiles", FRONTIER], &["nothing changes", "--set, --param, --reading or --reference"]),
        (
            &["whatif", EU, "--set", "training_compute=1e26"],
            &["there is no model before the change", "--profiles FILE"],
        ),
        (
            &["whatif", EU, "--profiles", FRONTIER, "--param", "compute_line=1e26 FLOP", "--both", "compute_line"],
            &["nothing changes", "what --both names holds on both sides"],
        ),
        (
            &["whatif", EU, "--profiles", FRONTIER, "--param", "compute_line=1e26 FLOP", "--both", "compute_lin"],
            &["--both `compute_lin`", "did you mean `compute_line`"],
        ),
        (&["whatif", EU, "--profiles", FRONTIER, "--set", "training_compute=*2"], &["Northstar-2", "does not give it"]),
        (&["list", "nowhere"], &["there is no `nowhere`"]),
    ];
    for (args, said) in cases {
        let run = run(args);
        assert_eq!(run.code, 2, "{args:?}: {}", run.err);
        assert!(!run.out.contains("COVERED"), "{args:?}");
        for words in *said {
            assert!(run.err.contains(words), "{args:?} says nothing of {words:?}:\n{}", run.err);
        }
    }
}

#[test]
fn a_missing_vocabulary_is_one_mistake() {
    let run = run(&["eval", "rules/us/us-s-2938.bright", "--profiles", FRONTIER, "--root", "rules/us"]);
    assert_eq!(run.err.matches("error").count(), 1, "{}", run.err);
}

#[test]
fn files_that_are_not_text_are_refused() {
    let folder = folder(&[]);
    fs::write(folder.path().join("bad.bright"), b"policy \xff").unwrap();
    fs::write(folder.path().join("bad.csv"), b"name\n\xff\n").unwrap();
    let policy = run_in(folder.path(), &["check", "bad.bright"]);
    assert_eq!((policy.code, policy.err.contains("not UTF-8")), (2, true), "{}", policy.err);
    let profile = run(&["eval", "rules", "--profiles", folder.path().join("bad.csv").to_str().unwrap()]);
    assert_eq!((profile.code, profile.err.contains("not UTF-8")), (2, true), "{}", profile.err);
}

#[cfg(unix)]
#[test]
fn links_do_not_lead_out_of_the_root() {
    let folder = folder(&[EU]);
    let secret = tempfile::tempdir().unwrap();
    fs::write(secret.path().join("model.bright"), "vocabulary model \"x\";").unwrap();
    fs::create_dir_all(folder.path().join("rules/facts")).unwrap();
    let link = folder.path().join("rules/facts/model.bright");
    std::os::unix::fs::symlink(secret.path().join("model.bright"), &link).unwrap();
    let run = run_in(folder.path(), &["check", EU]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("outside of the root folder"), "{}", run.err);
    // A link that stays inside is followed.
    fs::remove_file(&link).unwrap();
    fs::create_dir_all(folder.path().join("shared")).unwrap();
    fs::copy("rules/facts/model.bright", folder.path().join("shared/model.bright")).unwrap();
    std::os::unix::fs::symlink("../../shared/model.bright", &link).unwrap();
    let run = run_in(folder.path(), &["check", EU]);
    assert_eq!(run.code, 0, "{}", run.err);
}

#[test]
fn check_reports_for_people_and_for_tools() {
    let good = run(&["check", "rules"]);
    assert_eq!((good.code, good.err.as_str()), (0, ""));
    insta::assert_snapshot!("check_good", good.out);

    let folder = folder(&["rules/facts/model.bright", "rules/facts/frontier-acts.bright", SB_53]);
    let file = folder.path().join(SB_53);
    let text = fs::read_to_string(&file).unwrap().replace("> revenue_line", "> compute_line");
    fs::write(&file, text).unwrap();
    let bad = run_in(folder.path(), &["check", "rules"]);
    assert_eq!(bad.code, 2);
    insta::assert_snapshot!("check_bad", bad.err);
    let json = run_in(folder.path(), &["check", "rules", "--format", "json"]);
    let first = objects(&json.out).swap_remove(0);
    assert_eq!((first["severity"].as_str(), first["labels"][0]["file"].as_str()), (Some("error"), Some(SB_53)));
    assert!(first["labels"][0]["line"].as_u64().unwrap() > 20);
    let sarif: serde_json::Value =
        serde_json::from_str(&run_in(folder.path(), &["check", "rules", "--format", "sarif"]).out).unwrap();
    let result = &sarif["runs"][0]["results"][0];
    assert_eq!(sarif["version"], "2.1.0");
    assert_eq!(result["level"], "error");
    assert_eq!(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], SB_53);
    assert_eq!(result["locations"][0]["physicalLocation"]["region"]["startLine"], first["labels"][0]["line"]);
}

#[test]
fn a_mistake_between_files_is_reported_once_whoever_uses_them() {
    let folder = folder(&[]);
    let write = |name: &str, text: String| fs::write(folder.path().join(name), text).unwrap();
    for name in ["m", "n"] {
        let fact = format!("vocabulary {name} \"V\"; fact x: FLOP in 0 FLOP .. \"X\"; let broken_{name} = x + 1 USD;");
        write(&format!("{name}.bright"), fact);
    }
    for (name, first, second) in [("a", "m", "n"), ("b", "n", "m"), ("c", "m", "n")] {
        let head = format!("policy {name} \"P\"; status proposed from 2026-01-01; source \"S\" \"https://e.org/\";");
        let uses = format!("uses \"{first}.bright\"; uses \"{second}.bright\";");
        write(&format!("{name}.bright"), format!("{head} {uses} designate d \"D\" when x > 1 FLOP;"));
    }
    for args in [&["check", "."][..], &["check", "a.bright", "b.bright", "c.bright"]] {
        let run = run_in(folder.path(), args);
        assert_eq!(run.err.matches("`x` is declared in two files").count(), 1, "{}", run.err);
        assert!(run.out.ends_with(" errors\n") || run.out.ends_with(" error\n"), "{}", run.out);
    }
}

#[test]
fn tests_pass_fail_and_tell_what_they_leave_unseen() {
    let all = run(&["test", "rules"]);
    assert_eq!(all.code, 0, "{}", all.err);
    assert!(all.out.contains("all pass"), "{}", all.out);
    let strict = run(&["test", "rules", "--require-full"]);
    assert_eq!(strict.code, i32::from(all.out.contains("not seen in every truth")));

    let folder = folder(&["rules/facts/model.bright", "rules/facts/frontier-acts.bright", SB_53]);
    let file = folder.path().join(SB_53);
    let text = fs::read_to_string(&file).unwrap().replacen("expect not frontier_model", "expect frontier_model", 1);
    fs::write(&file, text).unwrap();
    let failing = run_in(folder.path(), &["test", SB_53]);
    assert_eq!(failing.code, 1, "{}", failing.err);
    assert!(failing.out.contains("FAIL") && failing.out.contains("1 fails"), "{}", failing.out);
    assert!(failing.err.contains("is not covered") && failing.err.contains(SB_53), "{}", failing.err);
}

#[test]
fn fmt_rewrites_only_what_changes_and_nothing_where_a_file_is_in_error() {
    let folder = folder(&["rules/facts/model.bright", "rules/facts/frontier-acts.bright", SB_53]);
    let (a, b) = (folder.path().join("rules/facts/model.bright"), folder.path().join(SB_53));
    run_in(folder.path(), &["fmt", "rules"]);
    let formatted = fs::read_to_string(&b).unwrap();
    let quiet = run_in(folder.path(), &["fmt", "--check", "rules"]);
    assert_eq!((quiet.code, quiet.out.as_str(), quiet.err.as_str()), (0, "", ""));

    fs::write(&b, formatted.replacen("jurisdiction", "  jurisdiction", 1)).unwrap();
    let listed = run_in(folder.path(), &["fmt", "--check", "rules"]);
    assert_eq!((listed.code, listed.out.as_str(), listed.err.as_str()), (1, "rules/us/ca-sb-53.bright\n", ""));
    let vocabulary = fs::read_to_string(&a).unwrap();
    fs::write(&a, format!("{vocabulary}\nfact")).unwrap();
    let broken = run_in(folder.path(), &["fmt", "rules"]);
    assert_eq!(broken.code, 2);
    assert!(fs::read_to_string(&b).unwrap().contains("  jurisdiction"), "nothing is written");
    fs::write(&a, vocabulary).unwrap();
    let mended = run_in(folder.path(), &["fmt", "rules"]);
    assert_eq!((mended.code, mended.out.as_str()), (0, "formatted rules/us/ca-sb-53.bright\n"));
    assert_eq!(fs::read_to_string(&b).unwrap(), formatted);
    let left: Vec<PathBuf> = fs::read_dir(b.parent().unwrap()).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(left, std::slice::from_ref(&b), "no file is left beside it");

    let piped = run_with(formatted.replacen("policy ", "policy   ", 1).as_bytes(), &["fmt", "-"]);
    assert_eq!((piped.code, piped.out), (0, formatted));
}

#[test]
fn facts_come_as_a_list_a_form_and_a_schema() {
    insta::assert_snapshot!("facts", run(&["facts", SB_53]).out);
    insta::assert_snapshot!("facts_markdown", run(&["facts", SB_53, "--format", "markdown"]).out);
    let csv = run(&["facts", "rules", "--format", "csv"]).out;
    assert!(csv.starts_with("name,type,domain,text,also,policies\n"), "{csv}");
    let json: serde_json::Value = serde_json::from_str(&run(&["facts", "rules", "--format", "json"]).out).unwrap();
    assert_eq!(json.as_array().unwrap().len(), csv::Reader::from_reader(csv.as_bytes()).records().count());
    let schema: serde_json::Value = serde_json::from_str(&run(&["facts", "rules", "--format", "schema"]).out).unwrap();
    let profile = &schema["$defs"]["profile"]["properties"];
    assert_eq!(profile["cyber"]["properties"]["cybergym"]["type"], serde_json::json!(["number", "string", "null"]));
    assert_eq!(profile["base"]["$ref"], "#/$defs/reference");
}

#[test]
fn the_form_can_be_filled_in() {
    let form = run(&["facts", "rules", "--format", "template"]).out;
    let empty = run_with(form.as_bytes(), &["eval", "rules", "--as-of", DAY, "--profiles", "-", "--format", "csv"]);
    assert_eq!((empty.code, empty.err.as_str()), (0, ""), "{}", empty.out);
    assert!(!empty.out.contains(",covered,"), "{}", empty.out);
    let filled = form.replacen("\"training_compute\": null", "\"training_compute\": \"3e25 FLOP\"", 1);
    let filled = run_with(filled.as_bytes(), &["eval", "rules", "--as-of", DAY, "--profiles", "-", "--format", "csv"]);
    assert!(filled.out.contains("systemic_risk,presume,2026-11-21,in_force,covered"), "{}", filled.out);
}

#[test]
fn list_tells_what_there_is() {
    let json = run(&["list", "--format", "json"]);
    let lines = objects(&json.out);
    let text = run(&["list"]).out;
    assert!(!lines.is_empty());
    for line in &lines {
        assert!(text.contains(line["id"].as_str().unwrap()), "{text}");
        assert!(!line["outcomes"].as_array().unwrap().is_empty());
    }
    let elsewhere = run_in(tempfile::tempdir().unwrap().path(), &["list"]);
    assert_eq!(elsewhere.code, 2);
    assert!(elsewhere.err.contains("there is no folder `rules` here"), "{}", elsewhere.err);
}

#[test]
fn shells_and_readers_know_the_command() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let run = run(&["completions", shell]);
        assert_eq!((run.code, run.out.contains("brightline")), (0, true), "{shell}");
    }
    assert!(run(&["man"]).out.contains(".TH brightline"));
    let folder = tempfile::tempdir().unwrap();
    let run = run(&["man", "--dir", folder.path().to_str().unwrap()]);
    assert_eq!((run.code, run.out.as_str()), (0, ""));
    assert!(folder.path().join("brightline-eval.1").is_file());
}
