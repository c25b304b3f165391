//! What several tests share: policies from text or from the shipped rules, profiles from text, and answers.

#![expect(dead_code, reason = "each test file uses its own part")]
use brightline::check::{Checked, Load, check, resolve_import};
use brightline::date::{DateRange, parse_date};
use brightline::eval::result::{Answer, Verdict};
use brightline::ir::Policy;
use brightline::profile::{Format, RawProfile, read_document};
use brightline::session::{Settings, evaluate};
use brightline::span::Source;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Files of the repository, imports inside `rules`.
pub struct Files;

impl Load for Files {
    fn load(&self, from: &str, path: &str) -> Result<Source, String> {
        read(&resolve_import("", from, path)?)
    }
}

pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

pub fn read(name: &str) -> Result<Source, String> {
    let text = std::fs::read_to_string(root().join(name)).map_err(|error| error.to_string())?;
    Ok(Source { name: Arc::from(name), text: Arc::from(text) })
}

/// The names of all shipped `.bright` files, sorted.
pub fn shipped() -> Vec<String> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).expect("the rules folder can be read") {
            let path = entry.expect("an entry can be read").path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "bright") {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    walk(&root().join("rules"), &mut found);
    found.sort();
    let relative = |path: &PathBuf| path.strip_prefix(root()).expect("inside").to_string_lossy().into_owned();
    found.iter().map(relative).collect()
}

pub fn checked(name: &str) -> Checked {
    check(&read(name).expect("the file can be read"), &Files)
}

/// The shipped policy in the file called `name`.
pub fn shipped_policy(name: &str) -> Policy {
    let checked = checked(name);
    checked.policy.unwrap_or_else(|| panic!("{name}: {:#?}", checked.diagnostics))
}

/// A policy from its statements after the head; the vocabulary can be used as `rules/facts/model.bright`.
pub fn policy(body: &str) -> Policy {
    let text = format!("policy p \"a policy\";\nstatus proposed from 2020-01-01;\n{body}");
    let checked = check(&Source { name: Arc::from("p.bright"), text: Arc::from(text) }, &Files);
    checked.policy.unwrap_or_else(|| panic!("{body}: {:#?}", checked.diagnostics))
}

pub fn json(text: &str) -> Vec<RawProfile> {
    profiles(text, Format::Json)
}

pub fn profiles(text: &str, format: Format) -> Vec<RawProfile> {
    let document = read_document(&Arc::from("profile"), text, format);
    assert!(document.diagnostics.is_empty(), "{:#?}", document.diagnostics);
    document.profiles
}

pub fn settings() -> Settings {
    Settings::on(DateRange::point(parse_date("2026-11-21").expect("a date")))
}

/// The answers of one policy, one for each profile.
pub fn answers(policy: &Policy, profiles: &[RawProfile], settings: &Settings) -> Vec<Answer> {
    let evaluated = evaluate(std::slice::from_ref(policy), profiles, settings).expect("the settings fit");
    evaluated.answers.into_iter().flatten().collect()
}

/// The answer of a policy (its statements) on one JSON profile.
pub fn ask(body: &str, profile: &str) -> Answer {
    answers(&policy(body), &json(profile), &settings()).remove(0)
}

/// The verdict of the first designation.
pub fn verdict(body: &str, profile: &str) -> Verdict {
    first(&ask(body, profile))
}

pub fn first(answer: &Answer) -> Verdict {
    assert_eq!(answer.error, None);
    answer.designations[0].verdict
}

/// How many of the answers are covered, not covered, undetermined, in error.
pub fn count(answers: &[Answer]) -> [usize; 4] {
    let mut counts = [0; 4];
    for answer in answers {
        let place = match answer.designations.first().map(|found| found.verdict) {
            Some(Verdict::Covered) => 0,
            Some(Verdict::NotCovered) => 1,
            Some(Verdict::Undetermined) => 2,
            None => 3,
        };
        counts[place] += 1;
    }
    counts
}

/// A file of the folder that holds shared data beside the repository, where it is there.
pub fn shared(name: &str) -> Option<String> {
    let found =
        ["..", "../.."].iter().map(|up| root().join(up).join("shared/data").join(name)).find(|path| path.exists());
    match found {
        Some(path) => Some(std::fs::read_to_string(path).expect("it can be read")),
        None => {
            println!("skipped: the shared file {name} is not here");
            None
        }
    }
}
