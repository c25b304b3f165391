//! Inputs that must fail are files in `tests/bad`, foldered by stage, each with its whole report beside it.
//!
//! Fails where an input does not fail, where its report differs, where a report has no input, and where a report breaks
//! the written style. `BRIGHTLINE_BLESS=1 cargo test --test ui` writes the reports; read each one before keeping it.

mod support;

#[path = "ui/render.rs"]
mod render;
#[path = "ui/stage.rs"]
mod stage;

use brightline::diagnostic::Code;
use stage::{Case, cases};
use std::collections::HashSet;
use std::fs;
use std::path::Path;

#[test]
fn every_bad_input_is_refused_with_its_report() {
    let folder = support::root().join("tests/bad");
    let wrong = judge(&folder, std::env::var_os("BRIGHTLINE_BLESS").is_some());
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn the_catalogue_is_large_and_has_every_code() {
    let folder = support::root().join("tests/bad");
    let all = cases(&folder);
    assert!(all.len() >= 100, "only {} inputs", all.len());
    let reports: String = all.iter().filter_map(|case| fs::read_to_string(case.report()).ok()).collect();
    let codes = [
        "syntax",
        "spelling",
        "literal",
        "limit",
        "name",
        "duplicate",
        "type",
        "units",
        "scale",
        "domain",
        "cycle",
        "import",
        "policy",
        "test",
        "profile",
        "value",
        "unused",
        "reference",
        "option",
    ];
    for code in codes {
        assert!(reports.contains(&format!("[{code}]: ")), "no input fails with `{code}`");
    }
    assert!(!reports.contains("[internal]"), "an input reaches a defect of the program");
}

/// What is wrong with the catalogue in `folder`, one sentence each; with `bless`, reports are written instead of read.
fn judge(folder: &Path, bless: bool) -> Vec<String> {
    let mut wrong = Vec::new();
    let all = cases(folder);
    let mut known = known_bad(folder);
    for case in &all {
        let found = case.run();
        let report = render::render(&found);
        let why = complaints(case, &found, &report);
        match (known.remove(&*case.name), why.is_empty()) {
            (false, _) => wrong.extend(why.into_iter().map(|why| format!("{}: {why}", case.name))),
            (true, false) => {}
            (true, true) => wrong.push(format!("{}: its report is good now; take it off KNOWN_BAD.md", case.name)),
        }
        if bless {
            fs::write(case.report(), &report).expect("the report can be written");
        }
        match fs::read_to_string(case.report()) {
            Ok(kept) if kept == report => {}
            Ok(kept) => wrong.push(format!("{}: the report differs\n--- kept\n{kept}--- now\n{report}", case.name)),
            Err(_) => wrong.push(format!("{}: there is no report; it would be\n{report}", case.name)),
        }
    }
    let mut reports = HashSet::new();
    let shared = all.iter().filter(|case| !reports.insert(case.report()));
    wrong.extend(shared.map(|case| format!("{}: another input has a report of this name", case.name)));
    wrong.extend(known.into_iter().map(|name| format!("{name}: in KNOWN_BAD.md, but no input")));
    for report in stage::files(folder).into_iter().filter(|path| path.extension().is_some_and(|end| end == "report")) {
        if !all.iter().any(|case| case.report() == report) {
            wrong.push(format!("{}: a report without an input", report.display()));
        }
    }
    wrong
}

/// The inputs of which `KNOWN_BAD.md` says that their reports are bad: each list item begins with one in backticks.
fn known_bad(folder: &Path) -> HashSet<String> {
    let text = fs::read_to_string(folder.join("KNOWN_BAD.md")).unwrap_or_default();
    let item = |line: &str| line.strip_prefix("- `")?.split_once('`').map(|(name, _)| name.to_owned());
    text.lines().filter_map(item).collect()
}

/// What is wrong with what a case gave, apart from its words being others than before.
fn complaints(case: &Case, found: &stage::Found, report: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    let errors = found.diagnostics.iter().filter(|found| found.is_error()).count();
    let is_warning = case.name.contains("/warning/");
    if found.diagnostics.is_empty() || (errors == 0 && !is_warning) {
        wrong.push("it does not fail".to_owned());
    }
    if is_warning && errors > 0 {
        wrong.push("it should only be warned of".to_owned());
    }
    if found.diagnostics.len() > 1 && !case.name.contains("several") {
        wrong.push(format!(
            "one mistake has {} findings; name it `several-...` if it has more\n{report}",
            found.diagnostics.len()
        ));
    }
    for diagnostic in &found.diagnostics {
        for text in std::iter::once(&diagnostic.message).chain(&diagnostic.help) {
            wrong.extend(render::style(text).map(|why| format!("{why}: {text}")));
        }
        let explained = !diagnostic.help.is_empty() || diagnostic.labels.iter().any(|label| !label.text.is_empty());
        // A column that nobody asks for is no mistake, and a count of further findings none of its own.
        let is_count = diagnostic.message.starts_with("and ") && diagnostic.message.ends_with(" more");
        if !explained && diagnostic.code != Code::Unused && !is_count {
            wrong.push(format!("it does not say how to mend it: {}", diagnostic.message));
        }
        for label in &diagnostic.labels {
            wrong.extend(found.lost(label));
        }
    }
    wrong
}

mod the_runner_can_fail {
    use super::*;

    const GOOD: &str = "policy good \"A policy\";\nstatus proposed from 2026-01-01;\nfact x: bool \"A fact\";\n\
                        designate d \"An outcome\" when x;\n";

    /// What is said of a catalogue with these files.
    fn judged(files: &[(&str, &str)], bless: bool) -> Vec<String> {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            fs::write(path, text).expect("written");
        }
        judge(folder.path(), bless)
    }

    fn assert_told(wrong: &[String], what: &str) {
        assert!(wrong.iter().any(|why| why.contains(what)), "{what} is not told: {wrong:#?}");
    }

    #[test]
    fn at_an_input_that_is_right() {
        assert_told(&judged(&[("check/good.bright", GOOD)], true), "check/good.bright: it does not fail");
    }

    #[test]
    fn at_a_report_that_is_missing_different_or_orphaned() {
        let bad = GOOD.replace("when x", "when y");
        let wrong = judged(&[("check/good.bright", &bad)], false);
        assert!(wrong.len() == 1 && wrong[0].contains("there is no report"), "{wrong:#?}");
        let wrong = judged(&[("check/good.bright", &bad), ("check/good.report", "error\n")], false);
        assert!(wrong.len() == 1 && wrong[0].contains("the report differs"), "{wrong:#?}");
        let wrong = judged(&[("check/good.bright", &bad), ("check/other.report", "error\n")], true);
        assert!(wrong.len() == 1 && wrong[0].contains("a report without an input"), "{wrong:#?}");
        assert!(judged(&[("check/good.bright", &bad)], true).is_empty());
        let other = GOOD.replace("policy good", "policy common");
        let files = [("profile/common.bright", &*other), ("profile/x.json", "["), ("profile/x.toml", "[")];
        let wrong = judged(&files, true);
        assert_told(&wrong, "another input has a report of this name");
    }

    #[test]
    fn at_two_findings_for_one_mistake() {
        let bad = GOOD.replace("when x", "when y and z");
        assert_told(&judged(&[("check/good.bright", &bad)], true), "one mistake has 2 findings");
        assert!(
            judged(&[("check/several-good.bright", &bad.replace("policy good", "policy several_good"))], true)
                .is_empty()
        );
    }

    #[test]
    fn at_a_profile_a_request_and_a_test_that_are_right() {
        let common = GOOD.replace("policy good", "policy common");
        let profile = [("profile/common.bright", &*common), ("profile/good.json", "{\"x\": true}")];
        assert_told(&judged(&profile, true), "profile/good.json: it does not fail");
        let request = [("request/common.bright", &*common), ("request/good.toml", "[set]\nx = \"yes\"\n")];
        assert_told(&judged(&request, true), "request/good.toml: it does not fail");
        let test = format!("{GOOD}test \"t\" {{ x: yes; expect d; }}");
        assert_told(&judged(&[("test/good.bright", &test)], true), "test/good.bright: it does not fail");
    }

    #[test]
    fn at_an_error_where_a_warning_is_due() {
        let bad = GOOD.replace("when x", "when y");
        assert_told(&judged(&[("check/warning/good.bright", &bad)], true), "it should only be warned of");
    }

    #[test]
    fn at_a_list_of_known_bad_reports_that_could_shrink() {
        let bad = GOOD.replace("when x", "when y");
        let list = "- `check/good.bright`: a reason\n- `check/gone.bright`: another\n";
        let wrong = judged(&[("check/good.bright", &bad), ("KNOWN_BAD.md", list)], true);
        assert_told(&wrong, "check/good.bright: its report is good now");
        assert_told(&wrong, "check/gone.bright: in KNOWN_BAD.md, but no input");
        let two = GOOD.replace("when x", "when y and z");
        assert!(judged(&[("check/good.bright", &two), ("KNOWN_BAD.md", "- `check/good.bright`: so")], true).is_empty());
    }

    #[test]
    fn at_words_against_the_style() {
        for bad in
            ["A capital", "a full stop.", "expected Some(1)", "a `Vec<u8>`", "std::fmt", "", " blank", "one\ntwo"]
        {
            assert!(render::style(bad).is_some(), "{bad}");
        }
        for good in ["a message", "`X` is unknown", "did you mean `x`?", "x.json line 2: it ends ..", "EUR is not USD"]
        {
            assert_eq!(render::style(good), None, "{good}");
        }
    }
}
