//! Policies prepared once, and the questions that may be asked of them.
//!
//! In: files by name, requests as JSON. Out: responses as JSON: `{"text":..,"diagnostics":[..],"end":"done"}`, where `text`
//! is what the command line prints with `--format json` and `end` is its exit code in a word.

use super::about::about;
use super::request::Fields;
use super::{Checks, End, Report, Sources, chance, due, edges, eval, facts, flips, lines, map, measure, note};
use super::{tests, whatif};
use crate::analysis::whatif::Pair;
use crate::check::{self as checking, Load, resolve_import};
use crate::date::DateRange;
use crate::diagnostic::{Code, Diagnostic, escape, nearest, quote};
use crate::ir::Policy;
use crate::span::Source;
use crate::syntax::{MAX_SOURCE, format_source};
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The questions that [`Handle::ask`] answers.
pub const QUESTIONS: [&str; 13] = [
    "eval", "flips", "chance", "due", "whatif", "measure", "edges", "facts", "about", "regions", "grid", "map", "test",
];

/// Policies, checked with everything that they use.
#[derive(Clone, Debug)]
pub struct Handle {
    policies: Arc<[Policy]>,
    sources: Sources,
}

/// Files by name, with `/` between folders.
struct Files<'f> {
    texts: BTreeMap<&'f str, &'f str>,
}

impl Load for Files<'_> {
    fn load(&self, from: &str, path: &str) -> Result<Source, String> {
        let name = resolve_import("", from, path)?;
        let text = self.texts.get(name.as_str()).ok_or("there is no such file")?;
        Ok(Source { name: Arc::from(name), text: Arc::from(*text) })
    }
}

impl<'f> Files<'f> {
    fn of(files: &'f [(String, String)]) -> Self {
        Files { texts: files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect() }
    }

    /// Checks the files that `paths` name, and of folders every `.bright` file below them; no path is every file.
    fn check(&self, paths: &[String]) -> Result<Checks, Vec<Diagnostic>> {
        let mut checks = Checks::default();
        let mut names: Vec<(&str, bool)> = Vec::new();
        let bright = |name: &&str| name.ends_with(".bright");
        let below = |folder: &str| {
            let folder = folder.trim_end_matches('/');
            let is_below = |name: &&str| {
                folder.is_empty()
                    || folder == "."
                    || name.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
            };
            self.texts.keys().copied().filter(bright).filter(is_below).collect::<Vec<_>>()
        };
        let everything = [String::new()];
        let mut errors = Vec::new();
        for path in if paths.is_empty() { &everything } else { paths } {
            match self.texts.get_key_value(path.as_str()) {
                Some((name, _)) => names.push((name, true)),
                None => {
                    let found = below(path);
                    if found.is_empty() {
                        let missing = Diagnostic::error(
                            Code::Option,
                            format!("there is no {}: looked for a policy or a folder of policies", quote(path)),
                        );
                        errors.push(match nearest(path, self.texts.keys().copied()) {
                            Some(near) => missing.help(format!("did you mean `{near}`?")),
                            None => missing,
                        });
                    }
                    names.extend(found.into_iter().map(|name| (name, false)));
                }
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let mut seen: Vec<&str> = Vec::new();
        for (name, _) in &names {
            if seen.contains(name) {
                continue;
            }
            seen.push(name);
            let named = names.iter().any(|(other, named)| other == name && *named);
            checks.add(name, named, self.check_one(name));
        }
        Ok(checks)
    }

    fn check_one(&self, name: &str) -> Result<checking::Checked, Diagnostic> {
        let text = self.texts.get(name).copied().unwrap_or_default();
        if text.len() > MAX_SOURCE {
            let message = format!("`{}` is larger than {} MiB", escape(name), MAX_SOURCE >> 20);
            return Err(Diagnostic::error(Code::Limit, message));
        }
        Ok(checking::check(&Source { name: Arc::from(name), text: Arc::from(text) }, self))
    }

    fn sources(&self) -> Sources {
        let mut sources = Sources::default();
        for (name, text) in &self.texts {
            sources.keep(&Source { name: Arc::from(*name), text: Arc::from(*text) });
        }
        sources
    }
}

impl Handle {
    /// Checks the policies that `paths` name among `files` (of folders all below them, of no path all files), and keeps
    /// them. The second part is a response without text: their warnings, or why there is no handle.
    pub fn prepare(files: &[(String, String)], paths: &[String]) -> (Option<Handle>, String) {
        let given = Files::of(files);
        let sources = given.sources();
        let places = if paths.is_empty() {
            "these files".to_owned()
        } else {
            paths.iter().map(|path| quote(path)).collect::<Vec<_>>().join(", ")
        };
        match given.check(paths).and_then(|checks| checks.policies(&places)) {
            Ok((policies, notes)) => {
                let response = respond(Report::noted(String::new(), notes), &sources);
                (Some(Handle { policies: policies.into(), sources }), response)
            }
            Err(notes) => (None, respond(Report::noted(String::new(), notes), &sources)),
        }
    }

    /// The policies, in order.
    pub fn policies(&self) -> &Arc<[Policy]> {
        &self.policies
    }

    /// What `make` makes of the policies, and a response without text: what is odd, or why there is nothing.
    pub(super) fn respond<T>(
        &self,
        make: impl FnOnce(&mut Sources) -> Result<(T, Vec<Diagnostic>), Vec<Diagnostic>>,
    ) -> (Option<T>, String) {
        let mut sources = self.sources.clone();
        let (made, notes) = match make(&mut sources) {
            Ok((made, notes)) => (Some(made), notes),
            Err(notes) => (None, notes),
        };
        (made, respond(Report::noted(String::new(), notes), &sources))
    }

    /// Answers a question, one of [`QUESTIONS`], that `request` puts as a JSON object.
    pub fn ask(&self, question: &str, request: &str) -> String {
        let mut sources = self.sources.clone();
        let report = match self.report(question, request, &mut sources) {
            Ok(report) => report,
            Err(notes) => Report { notes, end: End::InError, ..Report::default() },
        };
        respond(report, &sources)
    }

    fn report(&self, question: &str, request: &str, sources: &mut Sources) -> Result<Report, Vec<Diagnostic>> {
        let policies = &self.policies;
        match question {
            "eval" => {
                let read = Fields::of(request, true, &[])?.read(policies, sources)?;
                let (answers, notes) = eval::answers(&read)?;
                Ok(Report { text: lines(answers.iter().flatten()), end: eval::end(&answers, &notes), notes })
            }
            "flips" => {
                let mut fields = Fields::of(request, true, &["hold"])?;
                let read = fields.read(policies, sources)?.narrowed();
                let (found, notes) = flips::turned(&read, &fields.names("hold")?)?;
                Ok(Report::noted(flips::lines(&found, read.settings.as_of), notes))
            }
            "chance" => {
                let mut fields = Fields::of(request, true, &["samples", "seed", "line", "sensitivity"])?;
                let read = fields.read(policies, sources)?;
                let line = fields.text("line", "a param, as in `floor = 1e25 FLOP .. 1e26 FLOP`")?;
                let wanted = chance::Wanted { line: line.as_deref(), ..fields.sampling()? };
                let (chances, notes) = chance::chances(&read, &wanted)?;
                Ok(Report::noted(lines(chances.iter().flatten()), notes))
            }
            "due" => {
                let mut fields = Fields::of(request, true, &["from", "until"])?;
                let read = fields.read(policies, sources)?;
                let (agendas, notes) = due::agendas(&read, (fields.day("from")?, fields.day("until")?))?;
                Ok(Report::noted(lines(agendas.iter().flat_map(|agenda| &agenda.items)), notes))
            }
            "whatif" => {
                let mut fields = Fields::of(request, true, &["both"])?;
                let read = fields.read(policies, sources)?;
                let (pairs, notes) = whatif::pairs(&read, &fields.names("both")?)?;
                Ok(Report::noted(lines(pairs.iter().flatten().flat_map(Pair::lines)), notes))
            }
            "measure" => {
                let (found, notes) = measure::measures(&Fields::of(request, true, &[])?.read(policies, sources)?)?;
                Ok(Report::noted(measure::lines(&found), notes))
            }
            "edges" => {
                let mut fields = Fields::of(request, false, &["only", "as_tests", "as_of", "param", "reading"])?;
                let as_tests = fields.truth("as_tests")?;
                let given_day = if as_tests { fields.maybe_as_of()? } else { Some(fields.as_of()?) };
                let (only, params, readings) =
                    (fields.names("only")?, fields.named("param")?, fields.named("reading")?);
                let wanted = edges::Wanted {
                    only: &only,
                    as_tests,
                    given_day,
                    day: given_day.unwrap_or(DateRange::ALL),
                    params: &params,
                    readings: &readings,
                };
                edges::edges(policies, &wanted, Vec::new())
            }
            "facts" => {
                let mut fields = Fields::of(request, false, &["format"])?;
                let asked = facts::union(policies);
                let format = fields.text("format", "`json`, `template` or `schema`")?;
                Ok(Report::text(match format.as_deref() {
                    None | Some("json") => facts::json(&asked),
                    Some("template") => facts::template(&asked),
                    Some("schema") => facts::schema(&asked),
                    Some(other) => {
                        let error = Diagnostic::error(Code::Option, format!("there is no format {}", quote(other)));
                        return Err(vec![error.help("give `json`, `template` or `schema`")]);
                    }
                }))
            }
            "about" => {
                Fields::of(request, false, &[])?;
                Ok(Report::text(lines(policies.iter().map(about))))
            }
            "regions" => map::regions(&mut Fields::of(request, true, &map::REGIONS)?, policies, sources),
            "grid" => map::grid(&mut Fields::of(request, true, &map::GRID)?, policies, sources),
            "map" => map::map(&mut Fields::of(request, true, &map::MAP)?, policies, sources),
            "test" => {
                let mut fields = Fields::of(request, false, &["require_full"])?;
                Ok(tests::tests(policies, fields.truth("require_full")?))
            }
            other => {
                let error = Diagnostic::error(Code::Option, format!("there is no question {}", quote(other)));
                Err(vec![error.help(super::suggest(other, &QUESTIONS))])
            }
        }
    }
}

/// What `brightline check --format json` says of the files that `paths` name.
pub fn check(files: &[(String, String)], paths: &[String]) -> String {
    let given = Files::of(files);
    let sources = given.sources();
    let notes = match given.check(paths) {
        Ok(checks) => checks.findings(),
        Err(errors) => errors,
    };
    respond(Report::noted(note::lines(&notes, &sources), notes), &sources)
}

/// The one canonical form of a policy or vocabulary.
pub fn format(name: &str, text: &str) -> String {
    let source = Source { name: Arc::from(name), text: Arc::from(text) };
    let mut sources = Sources::default();
    sources.keep(&source);
    let report = match format_source(&source.name, &source.text) {
        Ok(text) => Report::text(text),
        Err(notes) => Report::noted(String::new(), notes),
    };
    respond(report, &sources)
}

/// A report as JSON.
fn respond(report: Report, sources: &Sources) -> String {
    json!({
        "text": report.text,
        "diagnostics": note::structured(&report.notes, sources),
        "end": report.end,
    })
    .to_string()
}
