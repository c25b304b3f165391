//! Every shipped policy is checked without a finding, and its own tests pass.

use brightline::check::{Checked, Load, check, resolve_import};
use brightline::span::Source;
use std::path::{Path, PathBuf};
use std::sync::Arc;

struct Files;

impl Load for Files {
    fn load(&self, from: &str, path: &str) -> Result<Source, String> {
        read(&resolve_import("rules", from, path)?)
    }
}

fn read(name: &str) -> Result<Source, String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
    Ok(Source { name: Arc::from(name), text: Arc::from(text) })
}

fn shipped() -> Vec<String> {
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
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    walk(&root.join("rules"), &mut found);
    found.sort();
    let relative = |path: &PathBuf| path.strip_prefix(root).expect("inside").to_string_lossy().into_owned();
    found.iter().map(relative).collect()
}

fn checked(name: &str) -> Checked {
    check(&read(name).expect("the file can be read"), &Files)
}

#[test]
fn every_shipped_file_is_checked_without_a_finding() {
    for name in shipped() {
        let checked = checked(&name);
        let found: Vec<String> = checked.diagnostics.iter().map(|found| format!("{found:#?}")).collect();
        assert!(found.is_empty(), "{name}:\n{}", found.join("\n"));
        assert_eq!(checked.policy.is_none(), checked.is_vocabulary, "{name}");
    }
}

#[test]
fn every_test_of_every_shipped_policy_passes() {
    let mut run = 0;
    let mut failures = Vec::new();
    for name in shipped() {
        let Some(policy) = checked(&name).policy else { continue };
        let (runs, _) = brightline::testing::run_tests(&policy);
        run += runs.len();
        for test in runs {
            failures.extend(test.failures.iter().map(|failure| format!("{name}: {}", failure.message)));
        }
    }
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
    assert!(run > 80, "only {run} tests were run");
}
