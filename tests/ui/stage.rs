//! What each folder of the catalogue is: how its inputs are run, and what they find.
//!
//! `syntax/` and `check/` hold policies to check; `test/` policies whose own tests are run; `profile/` documents
//! evaluated against `common.bright` beside them, or against the policy of their own name; `request/` settings as TOML.
//! Files in a folder called `parts` belong to an input and are none themselves.

use brightline::bind::Invalid;
use brightline::check::{Checked, Load, check, resolve_import};
use brightline::date::{DateRange, parse_date};
use brightline::diagnostic::{Diagnostic, Label};
use brightline::ir::Policy;
use brightline::profile::{Document, Format, RawProfile, decode, read_document};
use brightline::session::{Settings, evaluate};
use brightline::span::Source;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// One input that must fail.
pub struct Case {
    /// Its path inside the catalogue, with `/`.
    pub name: String,
    folder: PathBuf,
}

/// What it gave.
#[derive(Default)]
pub struct Found {
    pub diagnostics: Vec<Diagnostic>,
    texts: BTreeMap<Arc<str>, Arc<str>>,
}

impl Found {
    pub fn text(&self, file: &str) -> Option<&str> {
        self.texts.get(file).map(|text| &**text)
    }

    /// A label that points to no file, or beyond its end, or into the middle of a character.
    pub fn lost(&self, label: &Label) -> Option<String> {
        let Some(text) = self.text(&label.file) else {
            return Some(format!("a label points to `{}`, which was not read", label.file));
        };
        text.get(label.span.range()).is_none().then(|| format!("a label points beyond the text: {label:?}"))
    }

    fn keep(&mut self, name: &str, text: &str) {
        self.texts.insert(Arc::from(name), Arc::from(text));
    }
}

/// All files below `folder`, sorted.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(&folder).expect("the folder can be read") {
            let path = entry.expect("an entry can be read").path();
            if path.is_dir() { waiting.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    found
}

/// The inputs of the catalogue in `folder`.
pub fn cases(folder: &Path) -> Vec<Case> {
    let name = |path: PathBuf| {
        let inside = path.strip_prefix(folder).expect("inside");
        inside.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
    };
    let is_case = |name: &String| {
        let (stage, _) = name.split_once('/').unwrap_or(("", ""));
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        let fits = match stage {
            "syntax" | "check" | "test" => ending == "bright",
            "profile" => !matches!(ending, "bright" | "report"),
            "request" => ending == "toml",
            _ => false,
        };
        fits && !name.contains("/parts/")
    };
    let names = files(folder).into_iter().map(name).filter(is_case);
    names.map(|name| Case { name, folder: folder.to_owned() }).collect()
}

impl Case {
    /// The file with its report.
    pub fn report(&self) -> PathBuf {
        self.folder.join(&self.name).with_extension("report")
    }

    /// Runs it as its folder says.
    pub fn run(&self) -> Found {
        let mut found = Found::default();
        let stage = self.name.split('/').next().unwrap_or("");
        match stage {
            "syntax" | "check" => {
                self.policy(&self.name, &mut found);
            }
            "test" => {
                if let Some(policy) = self.policy(&self.name, &mut found) {
                    let (runs, _) = brightline::testing::run_tests(&policy);
                    found.diagnostics.extend(runs.into_iter().flat_map(|run| run.failures));
                }
            }
            "profile" => self.profile(&mut found),
            "request" => self.request(&mut found),
            other => panic!("no stage is called `{other}`"),
        }
        found
    }

    fn policy(&self, name: &str, found: &mut Found) -> Option<Policy> {
        let text = fs::read_to_string(self.folder.join(name)).expect("the file can be read");
        let source = Source { name: Arc::from(name), text: Arc::from(text) };
        let Checked { policy, diagnostics, sources, .. } = check(&source, &Folder(&self.folder));
        sources.iter().for_each(|source| found.keep(&source.name, &source.text));
        assert_eq!(policy.is_none(), diagnostics.iter().any(Diagnostic::is_error) || text_is_vocabulary(&source.text));
        found.diagnostics.extend(diagnostics);
        policy
    }

    /// `common.bright`, or the policy that is called like the case.
    fn policy_beside(&self, found: &mut Found) -> Policy {
        let own = Path::new(&self.name).with_extension("bright").to_string_lossy().into_owned();
        let stage = self.name.split('/').next().unwrap_or("");
        let name = if self.folder.join(&own).exists() { own } else { format!("{stage}/common.bright") };
        self.policy(&name, found).unwrap_or_else(|| panic!("{name} is wrong: {:#?}", found.diagnostics))
    }

    fn document(&self, name: &str, found: &mut Found) -> Vec<RawProfile> {
        let bytes = fs::read(self.folder.join(name)).expect("the file can be read");
        let name: Arc<str> = Arc::from(name);
        found.keep(&name, &visible(&bytes));
        let text = match decode(&name, &bytes) {
            Ok(text) => text,
            Err(error) => {
                found.diagnostics.push(error);
                return Vec::new();
            }
        };
        let format = Format::from_name(&name).unwrap_or_else(|| Format::sniff(text));
        let Document { profiles, diagnostics } = read_document(&name, text, format);
        found.diagnostics.extend(diagnostics);
        profiles
    }

    fn profile(&self, found: &mut Found) {
        let policy = self.policy_beside(found);
        let profiles = self.document(&self.name, found);
        if profiles.is_empty() {
            return;
        }
        self.answer(&[policy], &profiles, &plain_settings(), found);
    }

    fn answer(&self, policies: &[Policy], profiles: &[RawProfile], settings: &Settings, found: &mut Found) {
        match evaluate(policies, profiles, settings) {
            Ok(evaluated) => {
                for answer in evaluated.answers.into_iter().flatten() {
                    assert_eq!(answer.error.is_some(), answer.designations.is_empty(), "an error has no verdict");
                    found.diagnostics.extend(answer.diagnostics);
                }
                found.diagnostics.extend(evaluated.diagnostics);
            }
            Err(errors) => found.diagnostics.extend(errors),
        }
    }

    fn request(&self, found: &mut Found) {
        let text = fs::read_to_string(self.folder.join(&self.name)).expect("the file can be read");
        let request: toml::Table = text.parse().unwrap_or_else(|error| panic!("{}: {error}", self.name));
        let pairs = |key: &str| -> Vec<(String, String)> {
            let table = request.get(key).and_then(toml::Value::as_table);
            let text = |value: &toml::Value| value.as_str().expect("values are in quotes").to_owned();
            table.into_iter().flatten().map(|(name, value)| (name.clone(), text(value))).collect()
        };
        let beside = |name: &str| format!("request/{name}");
        let policies: Vec<Policy> = match request.get("policies").and_then(toml::Value::as_array) {
            Some(names) => {
                let names = names.iter().map(|name| beside(name.as_str().expect("a file's name")));
                names.map(|name| self.policy(&name, found).unwrap_or_else(|| panic!("{name} is wrong"))).collect()
            }
            None => vec![self.policy_beside(found)],
        };
        let profiles = match request.get("profiles").and_then(toml::Value::as_str) {
            Some(name) => self.document(&beside(name), found),
            None => Vec::new(),
        };
        let mut settings =
            Settings { facts: pairs("set"), params: pairs("param"), readings: pairs("reading"), ..plain_settings() };
        if request.get("invalid").and_then(toml::Value::as_str) == Some("unknown") {
            settings.invalid = Invalid::Unknown;
        }
        for (name, file) in pairs("reference") {
            settings.references.extend(self.document(&beside(&file), found).into_iter().map(|raw| (name.clone(), raw)));
        }
        self.answer(&policies, &profiles, &settings, found);
    }
}

/// The text of bytes, each that is no part of UTF-8 as `?`, so that places stay.
fn visible(bytes: &[u8]) -> String {
    let chunks = bytes.utf8_chunks();
    chunks.map(|chunk| format!("{}{}", chunk.valid(), "?".repeat(chunk.invalid().len()))).collect()
}

fn text_is_vocabulary(text: &str) -> bool {
    text.contains("vocabulary ")
}

fn plain_settings() -> Settings {
    Settings::on(DateRange::point(parse_date("2026-11-21").expect("a date")))
}

/// The files of the catalogue; the shipped vocabulary is `facts/model.bright`.
struct Folder<'f>(&'f Path);

impl Load for Folder<'_> {
    fn load(&self, from: &str, path: &str) -> Result<Source, String> {
        let name = resolve_import("", from, path)?;
        let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules").join(&name);
        let place = if name.starts_with("facts/") { shipped } else { self.0.join(&name) };
        let text = fs::read_to_string(place).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => "there is no such file".to_owned(),
            _ => error.to_string(),
        })?;
        Ok(Source { name: Arc::from(name), text: Arc::from(text) })
    }
}
