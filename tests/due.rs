//! What falls due: the command as people run it, the calendar as a calendar reads it, and the laws of the library part.
#![cfg(feature = "cli")]

use brightline::analysis::due::{Force, When, Window, agendas, lowered, may, together};
use brightline::check::{Load, check};
use brightline::date::{DateRange, parse_date};
use brightline::ir::Policy;
use brightline::profile::{Format, read_document};
use brightline::session::{Settings, ask};
use brightline::span::Source;
use icalendar::{Calendar, Component, EventLike};
use proptest::prelude::*;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

const DAY: &str = "2026-11-21";
const FRONTIER: &str = "profiles/planned/frontier.json";
const CYBER: &str = "profiles/planned/cyber-fine-tune.json";
const RANGES: &str = "profiles/planned/ranges-and-gaps.json";
const PLANNED: [&str; 6] = [
    FRONTIER,
    CYBER,
    RANGES,
    "profiles/planned/distilled.json",
    "profiles/planned/mixture-of-experts.json",
    "profiles/planned/open-weights.json",
];

/// A few regimes of each kind: what is compared with a whole page should not change with every new policy.
const FEW: [&str; 7] = [
    "rules/eu/eu-ai-act-51-2.bright",
    "rules/us/ca-sb-53.bright",
    "rules/us/il-sb-315.bright",
    "rules/us/us-eo-14110.bright",
    "rules/us/us-s-2938.bright",
    "rules/us/eo-14409/eo-14409-compute-only.bright",
    "rules/us/eo-14409/eo-14409-multiplier.bright",
];

/// What a run gave.
struct Run {
    out: String,
    err: String,
    code: i32,
}

fn run(args: &[&str]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_brightline"));
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    for name in ["CLICOLOR", "CLICOLOR_FORCE", "NO_COLOR", "COLUMNS"] {
        command.env_remove(name);
    }
    let output = command.args(args).output().unwrap();
    Run {
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
        code: output.status.code().expect("the command ends by itself"),
    }
}

fn due(args: &[&str]) -> Run {
    run(&[&["due"], &FEW[..], &["--as-of", DAY], args].concat())
}

/// The same over the whole shelf, and it has to work.
fn due_all(args: &[&str]) -> Run {
    let run = run(&[&["due", "rules", "--as-of", DAY], args].concat());
    assert_eq!(run.code, 0, "{}", run.err);
    run
}

/// One object a line.
fn objects(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// A policy whose life and due days are known, written into a folder of its own.
fn own_policy(folder: &Path, statuses: &str, rest: &str) -> String {
    let path = folder.join("own.bright");
    fs::write(&path, own_text(statuses, rest)).unwrap();
    path.to_str().unwrap().to_owned()
}

fn own_text(statuses: &str, rest: &str) -> String {
    format!(
        r#"policy own "An act; of commas, and semicolons";
        {statuses}
        fact big: bool "Whether it is big";
        fact release_date: date "Day of release";
        fact other_date: date "Another day";
        designate large "Large" when big;
        {rest}"#
    )
}

#[test]
fn one_model_over_some_regimes_is_a_page_by_date() {
    for (name, file) in [("frontier", FRONTIER), ("cyber", CYBER), ("ranges", RANGES)] {
        let run = due(&["--profiles", file]);
        assert_eq!(run.code, 0, "{}", run.err);
        insta::assert_snapshot!(format!("due_{name}"), run.out);
    }
}

#[test]
fn what_falls_due_is_a_table_and_objects_too() {
    insta::assert_snapshot!("due_csv", due(&["--profiles", FRONTIER, "--format", "csv"]).out);
    insta::assert_snapshot!("due_json", due(&["--profiles", FRONTIER, "--format", "json"]).out);
}

#[test]
fn no_line_is_wider_than_a_screen_and_no_page_much_longer() {
    for file in PLANNED {
        let page = due_all(&["--profiles", file]).out;
        for line in page.lines() {
            assert!(unicode_width::UnicodeWidthStr::width(line) <= 80, "{line}");
        }
        assert!(page.lines().count() <= 90, "{file}: {} lines", page.lines().count());
    }
}

#[test]
fn every_form_is_in_the_order_of_days() {
    for file in PLANNED {
        let run = due_all(&["--profiles", file, "--format", "json"]);
        let items = objects(&run.out);
        assert!(!items.is_empty());
        let classes = ["known", "range", "not_known", "none"];
        let key = |item: &Value| {
            let day = item["day"].as_str().unwrap();
            assert!(classes.contains(&day), "{day}");
            let class = match day {
                "known" | "range" => 0,
                "not_known" => 1,
                _ => 2,
            };
            (class, item["from"].as_str().or(item["until"].as_str()).unwrap_or_default().to_owned())
        };
        assert!(items.iter().map(key).is_sorted(), "{}", run.out);
    }
}

#[test]
fn nothing_voluntary_is_said_as_a_duty() {
    for file in PLANNED {
        let items = objects(&due_all(&["--profiles", file, "--format", "json"]).out);
        let page = due_all(&["--profiles", file]).out.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut options = 0;
        for item in items.iter().filter(|item| item["binding"] == false) {
            options += 1;
            assert_ne!(item["force"], "binding", "{item}");
            let said = lowered(item["title"].as_str().unwrap().trim_end_matches(" (voluntary)"));
            for (at, _) in page.match_indices(&said) {
                assert!(page[..at].ends_with("may "), "{file}: {said}");
            }
            assert!(page.contains(&said), "{file}: {said}");
        }
        assert!(options > 4, "{file}");
        // Hypothetical criteria bind nobody.
        assert!(!items.iter().any(|item| item["status_on_day"] == "hypothetical" && item["force"] != "hypothetical"));
    }
}

#[test]
fn the_status_that_counts_is_that_of_the_day() {
    let folder = tempfile::tempdir().unwrap();
    let policy = own_policy(
        folder.path(),
        "status enacted from 2026-06-01; status in_force from 2027-01-01; status superseded from 2028-01-01;",
        r#"obligation early "Do it early" when large due on 2026-12-15;
        obligation report "Report" [s. 1] when large due on 2027-03-01;
        obligation ongoing "Watch" when large;
        obligation late "Do it late" when large due on 2028-02-01;
        obligation month "Do it around the release" when large due on release_date;
        option offer "Offer help" when large due on 2027-03-01;"#,
    );
    let run = run(&[
        "due",
        &policy,
        "--set",
        "big=true",
        "--set",
        "release_date=2026-12",
        "--as-of",
        DAY,
        "--format",
        "json",
    ]);
    assert_eq!(run.code, 0, "{}", run.err);
    let items = objects(&run.out);
    let of = |id: &str| items.iter().find(|item| item["obligation"] == id).unwrap();
    assert_eq!(items.len(), 5, "{}", run.out);
    for (id, force, status) in [
        ("early", "not_yet_in_force", "enacted"),
        ("report", "binding", "in_force"),
        ("ongoing", "not_yet_in_force", "enacted"),
        ("offer", "voluntary", "in_force"),
        ("month", "not_yet_in_force", "enacted"),
    ] {
        assert_eq!((&of(id)["force"], &of(id)["status_on_day"]), (&force.into(), &status.into()), "{id}");
        assert_eq!(of(id)["in_force_from"], "2027-01-01", "{id}");
    }
    let set = ["--set", "big=true", "--set", "release_date=2026-12-20 .. 2027-01-20", "--as-of", DAY];
    let page = self::run(&[&["due", policy.as_str()], &set[..]].concat()).out;
    for words in [
        "Binding, in force from 2027-01-01. An act; of commas, and semicolons, s. 1",
        "Not in force on that day, but from 2027-01-01 on.",
        "Enacted or in force, depending on the day, in force from 2027-01-01.",
        "between 2026-12-20 and 2027-01-20",
        "no date in the text\n  watch\n    In force only from 2027-01-01.",
        "  may offer help\n    Voluntary, in force from 2027-01-01.",
        "Left out: 1 under policies no longer, or never, in force.",
        "binding on the day where they apply. No legal advice.",
    ] {
        assert!(page.contains(words), "{words}\n{page}");
    }
    // A proposal was no more than that before it was made.
    let bill = own_policy(
        folder.path(),
        "status proposed from 2026-01-01;",
        r#"obligation report "Report" when large due on 2025-03-01;"#,
    );
    let early = self::run(&["due", &bill, "--set", "big=true", "--as-of", DAY, "--format", "json"]).out;
    assert!(early.contains(r#""force":"proposed""#) && early.contains(r#""status_on_day":null"#), "{early}");
    let policy = own_policy(
        folder.path(),
        "status in_force from 2027-01-01; status superseded from 2028-01-01;",
        r#"obligation report "Report" when large due on 2027-03-01;
        obligation watch "Watch" when large;"#,
    );
    // What was due before the law was superseded is past with it.
    let after = self::run(&["due", &policy, "--set", "big=true", "--as-of", "2028-06-01"]).out;
    assert!(after.contains("Nothing.") && after.contains("Left out: 2 "), "{after}");
}

#[test]
fn what_is_not_known_says_what_would_give_it() {
    let folder = tempfile::tempdir().unwrap();
    let policy = own_policy(
        folder.path(),
        "status in_force from 2026-01-01;",
        r#"obligation report "Report" when large due within 15 days after release_date;
        obligation audit "Be audited" when large due on max(2028-01-01, other_date);"#,
    );
    let page = run(&["due", &policy, "--set", "release_date=unknown", "--as-of", DAY]).out;
    for words in [
        "date not known: needs release_date\n  if covered: report\n",
        "on or after 2028-01-01: needs other_date\n  if covered: be audited\n",
        "Undetermined: needs big\n",
    ] {
        assert!(page.contains(words), "{words}\n{page}");
    }
    let not_big = run(&["due", &policy, "--set", "big=false", "--as-of", DAY]);
    assert!(not_big.out.contains("Nothing.") && not_big.code == 0, "{}", not_big.out);
    // Without an evaluation date no status is known where there is no day, and the rest stands.
    let dateless = run(&["due", &policy, "--set", "big=true", "--as-of", "unknown"]).out;
    assert!(dateless.contains("of a status that is not known") || dateless.contains("Of a status"), "{dateless}");
}

#[test]
fn what_several_policies_ask_alike_is_said_once() {
    let page = due_all(&["--profiles", FRONTIER]).out;
    assert_eq!(page.matches("offer the government access").count(), 1, "{page}");
    let items = objects(&due_all(&["--profiles", FRONTIER, "--format", "json"]).out);
    let alike = items.iter().filter(|item| item["obligation"] == "offer_access").count();
    assert!(alike > 5 && page.contains(&format!("and {} more", alike - 1)), "{alike}\n{page}");
}

#[test]
fn only_the_days_asked_for_are_kept_and_the_rest_is_counted() {
    let days = |args: &[&str]| {
        let all = [&["--profiles", FRONTIER, "--format", "json"], args].concat();
        let items = objects(&due(&all).out);
        items.iter().filter_map(|item| item["due"].as_str().map(str::to_owned)).collect::<Vec<_>>()
    };
    let all = days(&[]);
    let (first, last) = (all.first().unwrap().as_str(), all.last().unwrap().as_str());
    assert!(first < last, "{all:?}");
    // Both ends belong to the days asked for.
    assert_eq!(days(&["--from", first, "--until", last]), all);
    assert!(days(&["--from", last]).iter().all(|day| day == last));
    assert!(days(&["--until", first]).iter().all(|day| day == first));
    assert!(days(&["--from", "2040-01-01"]).is_empty());
    let page = due(&["--profiles", FRONTIER, "--from", "2040-01-01"]).out;
    let page = page.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(page.contains(&format!("{} outside the days asked for", all.len())), "{page}");
    // A month counts where one of its days does, and what has no known day stays.
    let ranges = |args: &[&str]| due(&[&["--profiles", RANGES], args].concat()).out;
    assert!(ranges(&["--from", "2027-11-30"]).contains("between 2027-11-01 and 2027-11-30"));
    assert!(!ranges(&["--from", "2027-12-01"]).contains("between 2027-11-01"));
    assert!(ranges(&["--from", "2040-01-01"]).contains("date not known"));
}

#[test]
fn only_keeps_policies_and_what_follows_from_them() {
    let items = objects(&due(&["--profiles", CYBER, "--format", "json", "--only", "ca_sb_53.transparency_report"]).out);
    assert_eq!(items.len(), 1);
    let items = objects(&due(&["--profiles", CYBER, "--format", "json", "--only", "eu_ai_act_51_2"]).out);
    assert!(!items.is_empty() && items.iter().all(|item| item["policy"] == "eu_ai_act_51_2"));
}

/// The calendar of the whole shelf for a planned model, its objects beside it.
fn calendar(file: &str) -> (String, Vec<Value>) {
    let run = due_all(&["--profiles", file, "--format", "ics"]);
    (run.out, objects(&due_all(&["--profiles", file, "--format", "json"]).out))
}

#[test]
fn a_calendar_has_an_event_for_each_dated_thing() {
    for file in PLANNED {
        let (text, items) = calendar(file);
        let read: Calendar = text.parse().unwrap();
        let dated: Vec<&Value> = items.iter().filter(|item| !item["due"].is_null()).collect();
        let events: Vec<_> = read.events().collect();
        assert_eq!(events.len(), dated.len(), "{file}");
        let mut identities = BTreeSet::new();
        for (event, item) in events.iter().zip(dated) {
            assert!(identities.insert(event.get_uid().unwrap().to_owned()), "{text}");
            let start = event.properties().get("DTSTART").unwrap();
            assert_eq!(start.params().get("VALUE").unwrap().value(), "DATE");
            let day = item["from"].as_str().or(item["until"].as_str()).unwrap();
            assert_eq!(start.value(), day.replace('-', ""));
            assert_eq!(event.property_value("DTSTAMP"), Some("20261121T000000Z"));
            let (summary, about) = (event.get_summary().unwrap(), event.get_description().unwrap());
            assert!(summary.contains(item["policy_title"].as_str().unwrap()), "{summary}");
            assert!(about.contains(item["cite"].as_str().unwrap_or_default()), "{about}");
            assert!(about.ends_with("No legal advice."), "{about}");
            let open = item["applies"] == "undetermined";
            let kinds: Vec<&str> =
                item["rests_on"].as_array().unwrap().iter().map(|rest| rest["kind"].as_str().unwrap()).collect();
            let presumed = kinds.contains(&"presumption") || kinds.contains(&"indication");
            let tentative = event.property_value("STATUS") == Some("TENTATIVE");
            assert_eq!(tentative, item["tentative"] == true);
            if open || presumed || item["force"] == "hypothetical" || item["day"] == "range" {
                assert!(tentative, "{summary}");
            }
            assert_eq!(open, summary.contains("if covered: "), "{summary}");
            assert!(item["binding"] == true || summary.contains("may "), "{summary}");
            let category = &event.get_categories().unwrap().join(" and ");
            match (item["force"].as_str().unwrap(), item["binding"] == true) {
                ("hypothetical", _) => assert_eq!(category, "hypothetical"),
                (_, false) => assert_eq!(category, "voluntary"),
                ("binding", true) => assert_eq!(category, "binding"),
                _ => assert!(
                    !["binding", "voluntary", "hypothetical"].contains(&category.as_str()) || category == "voluntary"
                ),
            }
            if item["day"] == "range" {
                assert!(about.contains("this event stands on the first of these days"), "{about}");
            }
        }
        let dateless = items.len() - events.len();
        let err = due_all(&["--profiles", file, "--format", "ics"]).err;
        assert!(err.contains(&format!("{dateless} items without a date are left out of the calendar")), "{err}");
    }
}

#[test]
fn a_calendar_is_the_same_each_time_and_keeps_to_its_format() {
    insta::assert_snapshot!("due_ics", due(&["--profiles", CYBER, "--format", "ics"]).out.replace("\r\n", "\n"));
    for file in PLANNED {
        let (text, _) = calendar(file);
        assert_eq!(text, calendar(file).0);
        assert!(text.ends_with("END:VCALENDAR\r\n"));
        for line in text.split_terminator("\r\n") {
            assert!(line.len() <= 75 && !line.contains(['\r', '\n']), "{line:?}");
        }
    }
}

#[test]
fn names_of_any_kind_come_through_a_calendar() {
    let folder = tempfile::tempdir().unwrap();
    let policy = own_policy(
        folder.path(),
        "status in_force from 2026-01-01;",
        r#"obligation report "Report; at once, with a \\ and more" [s. 1, 2; 3] when large due on release_date;"#,
    );
    let names =
        ["A, b; c \\ d", "A-b", "A b", "Ünïcödé 老虎 老虎 老虎 老虎 老虎 老虎 老虎 老虎 老虎 老虎 老虎", "line\nbreak"];
    let profiles: Vec<Value> =
        names.iter().map(|name| serde_json::json!({"name": name, "big": true, "release_date": "2027-05-01"})).collect();
    let path = folder.path().join("models.json");
    fs::write(&path, serde_json::to_string(&profiles).unwrap()).unwrap();
    let run = run(&["due", &policy, "--profiles", path.to_str().unwrap(), "--as-of", DAY, "--format", "ics"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{}", run.err);
    let read: Calendar = run.out.parse().unwrap();
    let identities: BTreeSet<String> = read.events().map(|event| event.get_uid().unwrap().to_owned()).collect();
    assert_eq!(identities.len(), names.len());
    let summaries: Vec<&str> = read.events().map(|event| event.get_summary().unwrap()).collect();
    assert!(summaries[0].starts_with("A, b; c \\ d: report; at once, with a "), "{summaries:?}");
    assert!(summaries[0].contains("An act; of commas, and semicolons"), "{summaries:?}");
    assert!(summaries[3].contains("老虎 老虎"), "{summaries:?}");
    assert!(run.out.contains("A\\, b\\; c \\\\ d"), "{}", run.out);
    assert!(read.events().all(|event| event.property_value("STATUS") == Some("CONFIRMED")));
    assert!(run.out.split_terminator("\r\n").all(|line| line.len() <= 75));
}

#[test]
fn a_calendar_goes_into_a_file_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let inside = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let file = inside("due.ics");
    let wanted = due(&["--profiles", FRONTIER, "--format", "ics"]).out;
    let run = due(&["--profiles", FRONTIER, "--format", "ics", "--output", &file]);
    assert_eq!((run.code, run.out.as_str()), (0, ""), "{}", run.err);
    assert_eq!(fs::read_to_string(&file).unwrap(), wanted);
    // It takes the place of what was there.
    fs::write(&file, "x".repeat(100_000)).unwrap();
    due(&["--profiles", FRONTIER, "--format", "ics", "--output", &file]);
    assert_eq!(fs::read_to_string(&file).unwrap(), wanted);
    let listed = || fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(listed(), 1);
    for (output, why) in [(inside("none/due.ics"), "there is no such folder"), (inside(""), "it is a folder")] {
        let run = due(&["--profiles", FRONTIER, "--format", "ics", "--output", &output]);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{}", run.err);
        assert!(run.err.contains(why) && run.err.contains("cannot be written"), "{}", run.err);
        assert_eq!(listed(), 1);
    }
    // Where a profile is in error the calendar would lack it without a word.
    let bad = inside("bad.json");
    fs::write(&bad, r#"{"name": "bad", "training_compute": "1 USD"}"#).unwrap();
    let run = due(&["--profiles", FRONTIER, &bad, "--format", "ics", "--output", &file]);
    assert_eq!((run.code, run.out.as_str()), (2, ""), "{}", run.err);
    assert!(run.err.contains("nothing is written"), "{}", run.err);
    assert_eq!(fs::read_to_string(&file).unwrap(), wanted);
    // On standard output the others still stand, as `eval` has it.
    let run = due(&["--profiles", FRONTIER, &bad]);
    assert!(run.code == 2 && run.out.contains("Northstar-2"), "{}", run.out);
}

#[test]
fn mistakes_say_what_to_do() {
    let cases: &[(&[&str], &[&str])] = &[
        (&["--until", "2027-01-01", "--from", "2027-03-01"], &["--until 2027-01-01 comes before --from 2027-03-01"]),
        (&["--from", "soon"], &["write a day as 2026-08-01"]),
        (&["--from", "2027-02-30"], &["write a day as 2026-08-01"]),
        (&["--format", "ical"], &["possible values", "ics"]),
        (&["--only", "frontier_model"], &["--only `frontier_model`: an outcome is never due", "name an obligation"]),
        (&["--only", "ca_sb_35"], &["`ca_sb_53`"]),
        (&["--set", "nonsense=1"], &["no policy has such a fact"]),
    ];
    for (args, said) in cases {
        let run = due(&[&["--profiles", FRONTIER], *args].concat());
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{args:?}: {}", run.err);
        for words in *said {
            assert!(run.err.contains(words), "{args:?} says nothing of {words:?}:\n{}", run.err);
        }
    }
    let nobody = due(&[]);
    assert!(nobody.code == 2 && nobody.err.contains("there is no model to evaluate"), "{}", nobody.err);
}

#[test]
fn an_option_is_said_as_what_may_be_done() {
    assert_eq!(may("Offer access (voluntary)"), "may offer access");
    assert_eq!(may("Offer voluntary access"), "may offer voluntary access");
    assert_eq!(lowered("Notify the Commission"), "notify the Commission");
    assert_eq!(lowered("EU notice"), "EU notice");
}

/// This policy uses no other file.
struct Nothing;

impl Load for Nothing {
    fn load(&self, _from: &str, path: &str) -> Result<Source, String> {
        Err(format!("there is no file {path}"))
    }
}

fn policies() -> Vec<Policy> {
    let rest = r#"obligation report "Report" when large due within 15 days after release_date;
        obligation audit "Be audited" when large due on max(2028-01-01, other_date);
        obligation watch "Watch" when large;
        option offer "Offer access (voluntary)" when large due 30 days before other_date;"#;
    let law = own_text(
        "status enacted from 2026-01-01; status in_force from 2027-06-01; status lapsed from 2030-01-01;",
        rest,
    );
    let guess = own_text("status hypothetical from 2026-01-01;", rest).replace("policy own", "policy guess");
    let read = |name: &str, text: String| {
        let checked = check(&Source { name: name.into(), text: text.into() }, &Nothing);
        assert!(checked.diagnostics.is_empty(), "{:?}", checked.diagnostics);
        checked.policy.unwrap()
    };
    vec![read("own.bright", law), read("guess.bright", guess)]
}

/// A day, a month, a range, or nothing.
fn date() -> impl Strategy<Value = String> {
    let day = (2025..2032i16, 1..13i8, 1..29i8).prop_map(|(y, m, d)| format!("{y}-{m:02}-{d:02}"));
    prop_oneof![
        day.clone(),
        (2025..2032i16, 1..13i8).prop_map(|(y, m)| format!("{y}-{m:02}")),
        (day.clone(), day).prop_map(|(a, b)| if a <= b { format!("{a} .. {b}") } else { format!("{b} .. {a}") }),
        Just("unknown".to_owned()),
    ]
}

proptest! {
    #[test]
    fn an_agenda_is_sorted_and_says_no_more_than_is_known(
        release in date(),
        other in date(),
        big in prop_oneof![Just("true"), Just("unknown"), Just("false")],
        from in proptest::option::of(2025..2033i16),
        length in 0..4i16,
    ) {
        let policies = policies();
        let text = serde_json::json!({"name": "m", "big": big, "release_date": release, "other_date": other}).to_string();
        let document = read_document(&"m.json".into(), &text, Format::Json);
        let settings = Settings::on(DateRange::point(parse_date(DAY).unwrap()));
        let asked = ask(&policies, &document.profiles, &settings).unwrap();
        let mut agenda = agendas(&asked).remove(0);
        prop_assert!(agenda.diagnostics.is_empty());
        // Nothing is lost: each of the eight is there, or left out and counted.
        let all = if big == "false" { 0 } else { 8 };
        prop_assert_eq!(agenda.items.len() + agenda.gone, all);
        let class = |when: When| match when { When::Days(_) => 0, When::NotKnown => 1, When::NoDay => 2 };
        let keys: Vec<_> = agenda.items.iter().map(|item| (class(item.when), item.when.first_day())).collect();
        prop_assert!(keys.is_sorted());
        for item in &agenda.items {
            prop_assert_eq!(item.applies, big == "true");
            prop_assert_eq!(item.said().starts_with("may "), !item.binding);
            prop_assert!(item.binding || item.force != Force::Binding);
            prop_assert!(&*item.policy != "guess" || item.force == Force::Hypothetical);
            if item.force == Force::Binding {
                // In force on each day on which it may be due.
                let When::Days(days) = item.when else { return Err(TestCaseError::fail("binding without a day")) };
                let (lo, hi) = (days.lo.unwrap(), days.hi.unwrap());
                prop_assert!(lo.to_string().as_str() >= "2027-06-01" && hi.to_string().as_str() < "2030-01-01");
            }
            prop_assert!(item.is_tentative() || item.applies);
        }
        prop_assert_eq!(together(&agenda.items).iter().map(Vec::len).sum::<usize>(), agenda.items.len());
        // What is kept meets the days asked for, and what is left out is counted.
        let window = Window {
            from: from.and_then(|year| parse_date(&format!("{year}-01-01"))),
            until: from.and_then(|year| parse_date(&format!("{}-12-31", year + length))),
        };
        let before = agenda.items.clone();
        agenda.keep_within(window);
        prop_assert_eq!(agenda.items.len() + agenda.outside, before.len());
        for item in &before {
            let meets = match item.when {
                When::Days(days) => {
                    days.lo.zip(window.until).is_none_or(|(lo, until)| lo <= until)
                        && days.hi.zip(window.from).is_none_or(|(hi, from)| hi >= from)
                }
                When::NotKnown | When::NoDay => true,
            };
            prop_assert_eq!(agenda.items.contains(item), meets);
        }
    }
}
