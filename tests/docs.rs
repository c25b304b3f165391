//! Every fenced block of the documents is run: what a reader is shown is what the engine does.
//!
//! In: the documents. Out: a failure for each block that does not do what its info string promises:
//!
//! | info string | the block |
//! |---|---|
//! | `brightline` | a policy, checked without a finding, whose tests pass; or a vocabulary. A first line `# file: NAME` names it |
//! | `brightline statements` | statements of a policy, put behind a head and, where they declare no outcome, before one |
//! | `brightline condition` | one condition, or several that each end with `;`, over the shipped vocabulary |
//! | `brightline error` | any of the three, refused as the `text` block behind it says |
//! | `json`, `toml`, `csv` | profiles that every shipped policy reads without a finding |
//! | `json error` | a profile refused as the `text` block behind it says |
//! | `json result` | part of what the last policy says of the last profile |
//! | `console` | `$ brightline ...` and what it prints, run where the repository's files are, the files above, and `profile.json` |
//! | `sh` | commands for the reader, not run |
//! | `text plain` | text, not run |
//!
//! With `BRIGHTLINE_BLESS=1` the `text` and `console` blocks are written anew.

mod support;

use brightline::check::{Checked, Load, check, resolve_import};
use brightline::diagnostic::Diagnostic;
use brightline::ir::Policy;
use brightline::profile::{Format, RawProfile, read_document};
use brightline::session::evaluate;
use brightline::span::Source;
use brightline::testing::run_tests;
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

/// The documents, each with whether it may hold shell commands that are not run.
const DOCUMENTS: [(&str, bool); 6] = [
    ("grammar/LANGUAGE.md", false),
    ("README.md", true),
    ("CONTRIBUTING.md", true),
    ("rules/README.md", false),
    ("rules/QUESTIONS.md", false),
    ("profiles/README.md", true),
];

#[test]
fn every_block_of_every_document_holds() {
    let bless = std::env::var_os("BRIGHTLINE_BLESS").is_some();
    let (mut run, mut failures) = (0, Vec::new());
    for (name, shell) in DOCUMENTS {
        let path = support::root().join(name);
        let text = std::fs::read_to_string(&path).expect("the document can be read");
        let mut outcome = run_document(&text, shell);
        if bless && outcome.blessed != text {
            std::fs::write(&path, &outcome.blessed).expect("the document can be written");
            outcome = run_document(&outcome.blessed, shell);
        }
        run += outcome.run;
        failures.extend(outcome.failures.iter().map(|failure| format!("{name}:{failure}")));
    }
    assert!(failures.is_empty(), "{} of {run} blocks fail\n\n{}\n", failures.len(), failures.join("\n\n"));
    assert!(run > 100, "only {run} blocks were run");
}

/// What running a document gave.
#[derive(Default)]
struct Outcome {
    /// How many blocks were run.
    run: usize,
    /// What does not hold, each with its line.
    failures: Vec<String>,
    /// The document with its expected texts as they are found.
    blessed: String,
}

/// A fenced block.
struct Block<'d> {
    /// The line of its fence, from one.
    line: usize,
    info: &'d str,
    body: &'d str,
    /// Where the body stands in the document.
    place: Range<usize>,
}

/// The blocks of a document, or the line of a fence that is wrong.
fn blocks(text: &str) -> Result<Vec<Block<'_>>, String> {
    let mut found: Vec<Block<'_>> = Vec::new();
    let mut open: Option<(usize, &str, usize)> = None;
    let mut at = 0;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let (start, number) = (at, index + 1);
        at += line.len();
        if line.starts_with([' ', '\t']) && line.trim_start().starts_with("```") {
            return Err(format!("{number}: a fence begins its line"));
        }
        let Some(info) = line.strip_prefix("```").map(str::trim) else { continue };
        match open.take() {
            None => open = Some((number, info, at)),
            Some((line, known, first)) if info.is_empty() => {
                let place = first..start;
                found.push(Block { line, info: known, body: &text[place.clone()], place });
            }
            Some((line, ..)) => return Err(format!("{number}: a block begins inside the one of line {line}")),
        }
    }
    match open {
        Some((line, ..)) => Err(format!("{line}: the block is never closed")),
        None => Ok(found),
    }
}

fn run_document(text: &str, shell: bool) -> Outcome {
    let blocks = match blocks(text) {
        Ok(blocks) => blocks,
        Err(failure) => return Outcome { failures: vec![failure], blessed: text.to_owned(), run: 0 },
    };
    let mut runner = Runner { shell, ..Runner::default() };
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    for block in &blocks {
        let before = runner.expected.take();
        if let (Some((line, _)), true) = (&before, block.info != "text") {
            runner.failures.push(format!("{line}: a `text` block with what is said of it must follow"));
        }
        match runner.run(block, before.map(|(_, text)| text)) {
            Ok(None) => {}
            Ok(Some(found)) => {
                let shown = format!("expected:\n{}found:\n{found}", block.body);
                runner.failures.push(format!("{}: {} differs\n{shown}", block.line, block.info));
                edits.push((block.place.clone(), found));
            }
            Err(failure) => runner.failures.push(format!("{}: {failure}\n{}", block.line, block.body)),
        }
    }
    if let Some((line, _)) = &runner.expected {
        runner.failures.push(format!("{line}: a `text` block with what is said of it must follow"));
    }
    let mut blessed = text.to_owned();
    for (place, found) in edits.into_iter().rev() {
        blessed.replace_range(place, &found);
    }
    Outcome { run: blocks.len(), failures: runner.failures, blessed }
}

/// What the blocks so far have left for the next ones.
#[derive(Default)]
struct Runner {
    /// Whether shell commands may stand in the document.
    shell: bool,
    /// The files that blocks are, by name.
    files: BTreeMap<String, String>,
    policy: Option<Policy>,
    profiles: Vec<RawProfile>,
    /// What the next block must say, and the line of the block that is said to cause it.
    expected: Option<(usize, String)>,
    failures: Vec<String>,
}

impl Runner {
    /// Runs one block; gives what should stand in it where that is something else.
    fn run(&mut self, block: &Block<'_>, expected: Option<String>) -> Result<Option<String>, String> {
        let differs = |found: String| if found == block.body { Ok(None) } else { Ok(Some(found)) };
        match block.info {
            "brightline" => self.file(block.body).map(|()| None),
            "brightline statements" => self.accept(&statements(block.body)).map(|_| None),
            "brightline condition" => self.accept(&condition(block.body)).map(|_| None),
            "brightline error" => {
                let found = self.findings(&whole(block.body));
                self.expect(block, found, "the block is in order")
            }
            "json" => self.profile(block.body, Format::Json),
            "toml" => self.profile(block.body, Format::Toml),
            "csv" => self.profile(block.body, Format::Csv),
            "json error" => {
                let found = findings_on(&read_profiles(block.body, Format::Json)?);
                self.expect(block, found, "the profile is in order")
            }
            "json result" => self.result(block.body).map(|()| None),
            "text" => differs(expected.ok_or("no `error` block stands before this one")?),
            "text plain" => Ok(None),
            "console" => differs(self.console(block.body)?),
            "sh" if self.shell => Ok(None),
            // Run in Chromium and in Node by `wasm/js/test/readme.test.mjs`.
            "html" | "js" => Ok(None),
            other => Err(format!("there is no kind of block `{other}`")),
        }
    }

    /// Notes what the next block must say.
    fn expect(&mut self, block: &Block<'_>, found: Vec<Diagnostic>, if_none: &str) -> Result<Option<String>, String> {
        if found.is_empty() {
            return Err(if_none.to_owned());
        }
        self.expected = Some((block.line, plain(&found)));
        Ok(None)
    }

    /// A whole file: checked, its tests run, and kept for the blocks that follow.
    fn file(&mut self, body: &str) -> Result<(), String> {
        let (name, _) = named(body);
        self.files.insert(name, body.to_owned());
        self.policy = self.accept(body)?.or(self.policy.take());
        Ok(())
    }

    fn check(&self, body: &str) -> Checked {
        let (name, text) = named(body);
        check(&Source { name: Arc::from(name), text: Arc::from(text) }, self)
    }

    /// The policy of a text without a finding whose tests pass; `None` for a vocabulary.
    fn accept(&self, body: &str) -> Result<Option<Policy>, String> {
        let found = self.findings(body);
        if !found.is_empty() {
            return Err(format!("the block is refused\n{}", plain(&found)));
        }
        let checked = self.check(body);
        match (&checked.policy, checked.is_vocabulary) {
            (None, false) => Err("the block gives no policy".to_owned()),
            _ => Ok(checked.policy),
        }
    }

    /// Everything wrong with a text, its failing tests included.
    fn findings(&self, body: &str) -> Vec<Diagnostic> {
        let checked = self.check(body);
        let runs = checked.policy.iter().flat_map(|policy| run_tests(policy).0);
        let failures: Vec<Diagnostic> = runs.flat_map(|run| run.failures).collect();
        checked.diagnostics.into_iter().chain(failures).collect()
    }

    fn profile(&mut self, body: &str, format: Format) -> Result<Option<String>, String> {
        self.profiles = read_profiles(body, format)?;
        self.files.insert(file_of(format), body.to_owned());
        let found = findings_on(&self.profiles);
        if found.is_empty() { Ok(None) } else { Err(format!("the profile is not in order\n{}", plain(&found))) }
    }

    /// Whether all that a block shows of a result is there.
    fn result(&self, body: &str) -> Result<(), String> {
        let shown: serde_json::Value = serde_json::from_str(body).map_err(|error| error.to_string())?;
        let policy = self.policy.as_ref().ok_or("no policy stands before the result")?;
        let answers = support::answers(policy, &self.profiles, &support::settings());
        let answer = answers.first().ok_or("no profile stands before the result")?;
        let found = serde_json::to_value(answer).expect("an answer can be written");
        if is_part(&shown, &found) { Ok(()) } else { Err(format!("the result is\n{found:#}")) }
    }

    /// The block with what its commands print.
    fn console(&self, body: &str) -> Result<String, String> {
        let folder = tempfile::tempdir().expect("a folder can be made");
        for known in ["rules", "profiles"] {
            copy(&support::root().join(known), &folder.path().join(known));
        }
        for (name, text) in &self.files {
            std::fs::write(folder.path().join(name), text).expect("a file can be written");
        }
        let mut found = String::new();
        if !body.starts_with("$ ") {
            return Err("a console block begins with `$ brightline`".to_owned());
        }
        for line in body.lines().filter_map(|line| line.strip_prefix("$ ")) {
            let words = split(line)?;
            let Some(("brightline", arguments)) = words.split_first().map(|(first, rest)| (first.as_str(), rest))
            else {
                return Err(format!("`{line}` is not the command `brightline`"));
            };
            let output = Command::new(env!("CARGO_BIN_EXE_brightline"))
                .args(arguments)
                .current_dir(folder.path())
                .env_remove("BRIGHTLINE_BLESS")
                .output()
                .expect("the command can be run");
            found.push_str(&format!("$ {line}\n"));
            for stream in [output.stdout, output.stderr] {
                let text = String::from_utf8(stream).map_err(|error| error.to_string())?;
                found.extend(text.lines().map(|line| format!("{}\n", line.trim_end())));
            }
        }
        Ok(found)
    }
}

impl Load for Runner {
    fn load(&self, from: &str, path: &str) -> Result<Source, String> {
        let name = resolve_import("", from, path)?;
        match self.files.get(&name) {
            Some(text) => Ok(Source { name: Arc::from(name), text: Arc::from(text.as_str()) }),
            None => support::read(&name),
        }
    }
}

const HEAD: &str = "policy p \"A policy\";\nstatus proposed from 2026-01-01;\n";
const VOCABULARY: &str = "uses \"rules/facts/model.bright\";\n";

/// The words of a text's statements, as far as lines begin with them.
fn begins_with(body: &str, words: &[&str]) -> bool {
    body.lines().any(|line| words.iter().any(|word| line.strip_prefix(word).is_some_and(|rest| rest.starts_with(' '))))
}

/// Statements as a policy: over the shipped vocabulary where they bring no facts of their own, with an outcome.
fn statements(body: &str) -> String {
    let vocabulary = if begins_with(body, &["fact", "reference", "uses"]) { "" } else { VOCABULARY };
    let outcome = if begins_with(body, &["designate", "presume", "indicate"]) {
        ""
    } else {
        "designate always \"It always holds\" when true;\n"
    };
    format!("{HEAD}{vocabulary}{body}{outcome}")
}

/// A condition as a policy, or several that end with `;`.
fn condition(body: &str) -> String {
    let body = body.trim_end();
    let joined = if body.ends_with(';') { format!("all of {{\n{body}\n}}") } else { format!("{body}\n") };
    format!("{HEAD}{VOCABULARY}designate it \"It holds\" when\n{joined};\n")
}

/// A block of any of the three kinds as a file.
fn whole(body: &str) -> String {
    let is_statement = [
        "jurisdiction",
        "status",
        "source",
        "note",
        "warn",
        "uses",
        "unit",
        "fact",
        "reference",
        "param",
        "choice",
        "let",
        "designate",
        "presume",
        "indicate",
        "obligation",
        "option",
        "test",
        "name",
    ];
    if begins_with(body, &["policy", "vocabulary"]) {
        body.to_owned()
    } else if begins_with(body, &is_statement) {
        statements(body)
    } else {
        condition(body)
    }
}

/// The name of a file: from its first line, else from its id.
fn named(body: &str) -> (String, &str) {
    if let Some(name) = body.lines().next().and_then(|line| line.strip_prefix("# file: ")) {
        return (name.trim().to_owned(), body);
    }
    let mut heads = body.lines().filter_map(|line| line.strip_prefix("policy ").or(line.strip_prefix("vocabulary ")));
    let id = heads.next().and_then(|rest| rest.split_whitespace().next()).unwrap_or("p");
    (format!("{}.bright", id.replace('_', "-")), body)
}

/// Diagnostics as a document shows them, without their places.
fn plain(found: &[Diagnostic]) -> String {
    let severity = |finding: &Diagnostic| if finding.is_error() { "error" } else { "warning" };
    let line = |finding: &Diagnostic| {
        let help: String = finding.help.iter().map(|help| format!("help: {help}\n")).collect();
        format!("{}[{}]: {}\n{help}", severity(finding), finding.code.as_str(), finding.message)
    };
    found.iter().map(line).collect()
}

/// What a document's profiles are saved as.
fn file_of(format: Format) -> String {
    let ending = match format {
        Format::Json => "json",
        Format::Ndjson => "ndjson",
        Format::Toml => "toml",
        Format::Csv => "csv",
    };
    format!("profile.{ending}")
}

fn read_profiles(body: &str, format: Format) -> Result<Vec<RawProfile>, String> {
    let document = read_document(&Arc::from(file_of(format)), body, format);
    let found: Vec<Diagnostic> = document.findings().cloned().collect();
    if found.is_empty() { Ok(document.profiles) } else { Err(plain(&found)) }
}

/// What the shipped policies find wrong or odd in profiles, each finding once.
fn findings_on(profiles: &[RawProfile]) -> Vec<Diagnostic> {
    let names = support::shipped().into_iter().filter(|name| !name.contains("/facts/"));
    let policies: Vec<Policy> = names.map(|name| support::shipped_policy(&name)).collect();
    let evaluated = evaluate(&policies, profiles, &support::settings()).expect("the settings fit");
    let mut found: Vec<Diagnostic> = Vec::new();
    let of_answers = evaluated.answers.into_iter().flatten().flat_map(|answer| answer.diagnostics);
    for finding in of_answers.chain(evaluated.diagnostics) {
        if !found.contains(&finding) {
            found.push(finding);
        }
    }
    found
}

/// Whether everything in `shown` stands in `found`: objects may have more, arrays have the same length.
fn is_part(shown: &serde_json::Value, found: &serde_json::Value) -> bool {
    use serde_json::Value;
    match (shown, found) {
        (Value::Object(shown), Value::Object(found)) => {
            shown.iter().all(|(key, value)| found.get(key).is_some_and(|found| is_part(value, found)))
        }
        (Value::Array(shown), Value::Array(found)) => {
            shown.len() == found.len() && shown.iter().zip(found).all(|(shown, found)| is_part(shown, found))
        }
        _ => shown == found,
    }
}

/// The words of a command, as far as a shell splits them at blanks and joins them in quotes.
fn split(line: &str) -> Result<Vec<String>, String> {
    let mut words: Vec<String> = Vec::new();
    let (mut word, mut quote): (Option<String>, Option<char>) = (None, None);
    for sign in line.chars() {
        match (quote, sign) {
            (Some(open), _) if open == sign => quote = None,
            (None, '\'' | '"') => {
                quote = Some(sign);
                word.get_or_insert_default();
            }
            (None, ' ') => words.extend(word.take()),
            (None, '|' | '>' | '<' | '&' | ';' | '$' | '`' | '\\' | '*' | '#') => {
                return Err(format!("`{line}` needs a shell"));
            }
            _ => word.get_or_insert_default().push(sign),
        }
    }
    words.extend(word);
    if quote.is_some() { Err(format!("a quotation in `{line}` is not closed")) } else { Ok(words) }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder can be made");
    for entry in std::fs::read_dir(from).expect("a folder can be read") {
        let path = entry.expect("an entry can be read").path();
        let target = to.join(path.file_name().expect("an entry has a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            std::fs::copy(&path, &target).expect("a file can be copied");
        }
    }
}

// ---- The lists -----------------------------------------------------------------------------------------

/// The reference of the language.
fn language() -> String {
    std::fs::read_to_string(support::root().join("grammar/LANGUAGE.md")).expect("the reference can be read")
}

/// The part of the reference below the heading `title`, up to the next heading.
fn section<'t>(text: &'t str, title: &str) -> &'t str {
    let (_, rest) = text.split_once(&format!("# {title}\n")).unwrap_or_else(|| panic!("there is no section {title}"));
    rest.split_once("\n##").map_or(rest, |(section, _)| section)
}

/// Which of `words` the text does not have in backticks.
fn missing<'w>(text: &str, words: impl IntoIterator<Item = &'w str>) -> Vec<&'w str> {
    words.into_iter().filter(|word| !text.contains(&format!("`{word}`"))).collect()
}

/// The words in quotation marks of a rule of the grammar.
fn words_of_rule<'g>(grammar: &'g str, rule: &str) -> Vec<&'g str> {
    let start = format!("\n{rule} ");
    let (_, rest) = grammar.split_once(&start).unwrap_or_else(|| panic!("there is no rule {rule}"));
    let body = rest.split_once('}').map_or(rest, |(body, _)| body);
    body.split('"').skip(1).step_by(2).collect()
}

#[test]
fn every_word_of_the_grammar_is_listed() {
    let grammar =
        std::fs::read_to_string(support::root().join("grammar/brightline.pest")).expect("the grammar is there");
    let text = language();
    let listed = section(&text, "All words");
    let keywords = grammar.lines().filter(|line| line.starts_with("kw_")).filter_map(|line| line.split('"').nth(1));
    let keywords: Vec<&str> = keywords.collect();
    assert!(keywords.len() > 60);
    assert_eq!(missing(listed, keywords), [""; 0]);
    let (reserved, rest) = listed.split_once("**Words with a meaning").expect("two lists");
    let words = words_of_rule(&grammar, "reserved");
    assert!(words.len() > 15);
    assert_eq!(missing(reserved, words.iter().copied()), [""; 0]);
    let also_names = rest.split_once("**Functions").map_or(rest, |(list, _)| list);
    assert!(words.iter().all(|word| !also_names.contains(&format!("`{word}`"))), "a reserved word is no name");
    assert_eq!(missing(listed, words_of_rule(&grammar, "never_unit")), [""; 0]);
    assert_eq!(missing(&text, words_of_rule(&grammar, "scale_word")), [""; 0]);
}

#[test]
fn every_operator_status_and_unit_is_listed() {
    use brightline::syntax::op::{Arithmetic, Comparison, Connective, WRONG_SPELLINGS};
    let text = language();
    let listed = section(&text, "All words");
    let operators = Arithmetic::ALL.map(Arithmetic::symbol).into_iter().chain(Comparison::ALL.map(Comparison::symbol));
    assert_eq!(missing(listed, operators.chain(Connective::ALL.map(Connective::symbol))), [""; 0]);
    let wrong = WRONG_SPELLINGS.iter().map(|(wrong, _)| *wrong);
    assert_eq!(missing(listed, wrong), [""; 0]);
    assert_eq!(missing(section(&text, "The head"), brightline::ir::STATUSES.iter().copied()), [""; 0]);
    let units = brightline::unit::Units::default();
    assert_eq!(missing(section(&text, "Units"), units.names()), [""; 0]);
}

#[test]
fn every_limit_is_the_one_of_the_code() {
    use brightline::{check, diagnostic, eval, profile, rational, syntax};
    let text = language();
    let limits = section(&text, "Limits").replace(',', "");
    for (what, number) in [
        ("size of a policy file", syntax::MAX_SOURCE >> 20),
        ("nesting of brackets", syntax::MAX_NESTING),
        ("depth of one expression", syntax::MAX_DEPTH),
        ("clauses of a policy", check::MAX_CLAUSES),
        ("members of a `one of`", brightline::possible::Members::MAX),
        ("significant digits", rational::MAX_DIGITS),
        ("exponent of a number", rational::MAX_EXPONENT as usize),
        ("size of an exact value", rational::MAX_BITS),
        ("chain of references", eval::MAX_CHAIN),
        ("diagnostics shown", diagnostic::MAX_DIAGNOSTICS),
        ("size of a profile document", profile::MAX_DOCUMENT >> 20),
        ("(TOML", profile::MAX_TOML >> 20),
        ("nesting of a profile document", profile::MAX_NESTING),
    ] {
        let line = limits.lines().find(|line| line.contains(what)).unwrap_or_else(|| panic!("no limit on {what}"));
        let stated = line.split(|c: char| !c.is_ascii_digit()).any(|word| word == number.to_string());
        assert!(stated, "{what} is {number}, not as in: {line}");
    }
}

#[test]
fn a_word_that_is_not_listed_is_missed() {
    assert_eq!(missing("`a` and b", ["a", "b"]), ["b"]);
    assert_eq!(section("# A\none\n## B\ntwo\n", "B"), "two\n");
    assert_eq!(words_of_rule("\nx = { \"a\" | \"b\" ~ y }\nz = { \"c\" }", "x"), ["a", "b"]);
}

// ---- The runner itself -------------------------------------------------------------------------------

/// The failures of a document made of these blocks.
fn failures(blocks: &[(&str, &str)]) -> Vec<String> {
    let text: String = blocks.iter().map(|(info, body)| format!("Words.\n\n```{info}\n{body}\n```\n\n")).collect();
    run_document(&text, false).failures
}

#[track_caller]
fn fails(blocks: &[(&str, &str)], with: &str) {
    let found = failures(blocks);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found.iter().all(|failure| failure.contains(with)), "{found:#?}");
}

const GOOD: &str = "policy p \"P\";\nstatus proposed from 2026-01-01;\nfact x: number in 0 .. \"X\";\n\
                    designate big \"Big\" when a: x > 1;\n";

#[test]
fn good_blocks_hold() {
    let blocks = [
        ("brightline", GOOD),
        ("brightline statements", "let twice = 2 * total_compute;"),
        ("brightline statements", "fact x: number in 0 .. \"X\";"),
        ("brightline condition", "total_compute > 1e25 FLOP"),
        ("brightline condition", "one: total_compute > 1e25 FLOP;\ntwo: deployed;"),
        ("json", "{ \"name\": \"A\", \"training_compute\": \"1e25 FLOP\" }"),
        ("csv", "name,training_compute\nA,1e25"),
        ("toml", "name = \"A\"\ntraining_compute = 1e25"),
        ("text plain", "anything"),
    ];
    assert_eq!(failures(&blocks), [""; 0]);
}

#[test]
fn a_wrong_policy_fails() {
    fails(&[("brightline", "policy p \"P\";")], "has no outcome");
    fails(&[("brightline", &format!("{GOOD}test \"t\" {{ x: 2; expect not big; }}"))], "the test `t` fails");
    fails(&[("brightline statements", "let twice = 2 * no_such_fact;")], "no_such_fact");
    fails(&[("brightline condition", "total_compute > 5 %")], "refused");
}

#[test]
fn an_error_block_must_be_refused_in_the_words_that_follow() {
    fails(&[("brightline error", "total_compute > 1 FLOP")], "the block is in order");
    fails(&[("brightline error", "total_compute")], "must follow");
    fails(&[("brightline error", "total_compute"), ("text plain", "error")], "must follow");
    fails(&[("brightline error", "total_compute"), ("text", "error[type]: something else")], "differs");
    fails(&[("text", "error[type]: alone")], "no `error` block");
}

#[test]
fn a_wrong_profile_fails() {
    fails(&[("json", "{ \"name\": \"A\", \"trainign_compute\": 1 }")], "did you mean `training_compute`");
    fails(&[("json", "{ \"name\": \"A\", \"training_compute\": \"5 USD\" }")], "give it in `FLOP`");
    fails(&[("json", "{ \"name\": ")], "profile.json");
    fails(&[("json error", "{ \"name\": \"A\" }")], "the profile is in order");
}

#[test]
fn a_result_must_be_the_one_of_the_last_policy_and_profile() {
    let policy = GOOD.replace(" x", " training_compute");
    let profile = ("json", "{ \"name\": \"A\", \"training_compute\": 2 }");
    let right = ("json result", "{ \"profile\": \"A\", \"designations\": [{ \"verdict\": \"covered\" }] }");
    assert_eq!(failures(&[("brightline", &policy), profile, right]), [""; 0]);
    let wrong = ("json result", "{ \"designations\": [{ \"verdict\": \"not_covered\" }] }");
    fails(&[("brightline", &policy), profile, wrong], "the result is");
    fails(&[("brightline", &policy), profile, ("json result", "{ \"designations\": [] }")], "the result is");
    fails(&[profile, right], "no policy");
}

#[test]
fn a_wrong_console_block_fails() {
    fails(&[("console", "$ brightline --version\nbrightline 99")], "differs");
    fails(&[("console", "$ rm -r /")], "is not the command");
    fails(&[("console", "$ brightline --version | cat")], "needs a shell");
    fails(&[("console", "brightline --version")], "begins with");
    let version = concat!("$ brightline --version\nbrightline ", env!("CARGO_PKG_VERSION"));
    assert_eq!(failures(&[("console", version)]), [""; 0]);
}

#[test]
fn a_wrong_fence_or_info_string_fails() {
    fails(&[("brightlien", GOOD)], "no kind of block `brightlien`");
    fails(&[("", "text")], "no kind of block ``");
    fails(&[("sh", "cargo test")], "no kind of block `sh`");
    assert_eq!(run_document("```brightline\nno end", false).failures, ["1: the block is never closed"]);
    assert_eq!(run_document("- a\n  ```json\n", false).failures, ["2: a fence begins its line"]);
    assert_eq!(run_document("```json\n```toml\n```", false).failures, ["2: a block begins inside the one of line 1"]);
}

#[test]
fn blessing_writes_what_is_found_and_nothing_else() {
    let text = "A\n\n```brightline error\ntotal_compute\n```\n\n```text\nwrong\n```\n\n```console\n$ brightline --version\n```\n";
    let outcome = run_document(text, false);
    assert_eq!(outcome.failures.len(), 2, "{:#?}", outcome.failures);
    assert!(run_document(&outcome.blessed, false).failures.is_empty(), "{}", outcome.blessed);
    assert!(
        outcome
            .blessed
            .starts_with("A\n\n```brightline error\ntotal_compute\n```\n\n```text\nerror[type]: `total_compute`")
    );
}

#[test]
fn a_command_is_split_as_a_shell_does() {
    assert_eq!(split("a --b 'c d' e=\"f g\" ''").expect("words"), ["a", "--b", "c d", "e=f g", ""]);
    assert!(split("a 'b").is_err());
}
