//! What is fuzzed: one function for each target, that panics where something that must hold does not.
//!
//! In: any bytes. Out: nothing. `cargo fuzz` and the driver `minute` both call these.

#[path = "../../tests/support/mutate.rs"]
pub mod mutate;

use brightline::check::{Load, check as check_source};
use brightline::date::DateRange;
use brightline::diagnostic::{Code, Diagnostic, MAX_DIAGNOSTICS};
use brightline::ir::Policy;
use brightline::profile::{Format, RawProfile, decode, read_document};
use brightline::session::{Settings, evaluate};
use brightline::span::Source;
use brightline::syntax::{format_source, parse_file, parse_value};
use std::sync::{Arc, OnceLock};

/// A target: its name and what it runs.
pub type Target = (&'static str, fn(&[u8]));

/// Every target.
pub const TARGETS: [Target; 5] = [("parse", parse), ("check", check), ("json", json), ("csv", csv), ("toml", toml)];

const VOCABULARIES: [(&str, &str); 3] = [
    ("model.bright", include_str!("../../rules/facts/model.bright")),
    ("frontier-acts.bright", include_str!("../../rules/facts/frontier-acts.bright")),
    ("cluster.bright", include_str!("../../rules/facts/cluster.bright")),
];
const POLICY: &str = include_str!("../../rules/us/ca-sb-53.bright");
const OTHER: &str = include_str!("../../tests/bad/profile/common.bright");

/// Reads a file and a value, and prints the file: what is printed reads as the same and prints as itself.
pub fn parse(data: &[u8]) {
    let text: Arc<str> = Arc::from(String::from_utf8_lossy(data));
    let name = Arc::from("p.bright");
    let (file, errors) = parse_file(&name, &text);
    assert!(errors.len() <= MAX_DIAGNOSTICS + 1);
    errors.iter().for_each(|error| assert_sound(error, &[(&name, &text)]));
    for statement in &file.statements {
        assert!(text.get(statement.span.range()).is_some());
    }
    if let Ok(printed) = format_source(&name, &text) {
        let printed: Arc<str> = Arc::from(printed);
        assert_eq!(format_source(&name, &printed).as_deref(), Ok(&*printed));
    }
    let _ = parse_value(&name, &text);
}

/// Checks a file over the shipped vocabulary; what has no error is evaluated and tested.
pub fn check(data: &[u8]) {
    let text: Arc<str> = Arc::from(String::from_utf8_lossy(data));
    let checked = check_source(&Source { name: Arc::from("p.bright"), text }, &Shipped);
    assert!(checked.diagnostics.len() <= MAX_DIAGNOSTICS + 1);
    let sources: Vec<(&Arc<str>, &Arc<str>)> =
        checked.sources.iter().map(|source| (&source.name, &source.text)).collect();
    checked.diagnostics.iter().for_each(|found| assert_sound(found, &sources));
    let failed = checked.diagnostics.iter().any(Diagnostic::is_error);
    assert_eq!(checked.policy.is_none(), failed || checked.is_vocabulary);
    if let Some(policy) = checked.policy {
        static PROFILES: OnceLock<Vec<RawProfile>> = OnceLock::new();
        let profiles = PROFILES.get_or_init(|| {
            let text = "[{\"name\": \"A\"}, {\"name\": \"B\", \"base\": \"A\", \"training_compute\": 1e26}]";
            read_document(&Arc::from("x.json"), text, Format::Json).profiles
        });
        answer(&policy, profiles);
        brightline::testing::run_tests(&policy);
    }
}

/// Reads profiles as JSON (one object on each line where the text looks so), and evaluates them.
pub fn json(data: &[u8]) {
    let lines = data.first() == Some(&b'{') && data.contains(&b'\n');
    profiles(data, if lines { Format::Ndjson } else { Format::Json });
    profiles(data, Format::Json);
}

/// Reads a table and evaluates its rows.
pub fn csv(data: &[u8]) {
    profiles(data, Format::Csv);
}

/// Reads profiles as TOML and evaluates them.
pub fn toml(data: &[u8]) {
    profiles(data, Format::Toml);
}

/// The shipped vocabularies, wherever they are asked for from.
struct Shipped;

impl Load for Shipped {
    fn load(&self, _: &str, path: &str) -> Result<Source, String> {
        let name = path.rsplit('/').next().unwrap_or(path);
        let found = VOCABULARIES.iter().find(|(known, _)| *known == name);
        let source = |(name, text): &(&str, &str)| Source { name: Arc::from(*name), text: Arc::from(*text) };
        found.map(source).ok_or_else(|| "there is no such file".to_owned())
    }
}

fn policies() -> &'static [Policy] {
    static POLICIES: OnceLock<Vec<Policy>> = OnceLock::new();
    POLICIES.get_or_init(|| {
        let read = |(name, text): (&str, &str)| {
            let source = Source { name: Arc::from(name), text: Arc::from(text) };
            check_source(&source, &Shipped).policy.expect("the fixed policies are sound")
        };
        [("ca-sb-53.bright", POLICY), ("common.bright", OTHER)].map(read).to_vec()
    })
}

fn profiles(data: &[u8], format: Format) {
    let file: Arc<str> = Arc::from("x");
    let text = match decode(&file, data) {
        Ok(text) => text,
        Err(error) => {
            assert!(error.is_error() && !error.message.is_empty());
            return;
        }
    };
    let document = read_document(&file, text, format);
    assert!(!document.profiles.is_empty() || !document.diagnostics.is_empty());
    let shown: Arc<str> = Arc::from(text);
    document.findings().for_each(|found| assert_sound(found, &[(&file, &shown)]));
    for policy in policies() {
        answer(policy, &document.profiles);
    }
}

/// Every row has its answer, and every answer verdicts or an error.
fn answer(policy: &Policy, profiles: &[RawProfile]) {
    let settings = Settings::on(DateRange::ALL);
    let Ok(evaluated) = evaluate(std::slice::from_ref(policy), profiles, &settings) else { return };
    assert_eq!(evaluated.answers.len(), profiles.len());
    for answer in evaluated.answers.iter().flatten() {
        let expected = if answer.error.is_none() { policy.designations.len() } else { 0 };
        assert_eq!(answer.designations.len(), expected);
        for found in &answer.diagnostics {
            assert_ne!(found.code, Code::Internal);
            assert!(!found.message.contains(char::is_control), "{found:?}");
        }
    }
}

fn assert_sound(found: &Diagnostic, sources: &[(&Arc<str>, &Arc<str>)]) {
    assert_ne!(found.code, Code::Internal, "{found:?}");
    assert!(!found.message.is_empty() && !found.message.contains(char::is_control), "{found:?}");
    for label in &found.labels {
        let (_, text) = sources.iter().find(|(name, _)| **name == label.file).expect("a known file");
        assert!(text.get(label.span.range()).is_some(), "{found:?}");
    }
}
