//! No input panics, hangs or loses a row: mutated rules and profiles, soups, and everything at its limit and one beyond.

#[path = "support/mutate.rs"]
mod mutate;
mod support;

use brightline::check::{Checked, Load, check};
use brightline::diagnostic::{Code, Diagnostic};
use brightline::eval::result::{Answer, Verdict};
use brightline::given::{read_value, refuse_text};
use brightline::ir::Policy;
use brightline::profile::{Format, RawProfile, decode, read_document};
use brightline::session::evaluate;
use brightline::span::Source;
use brightline::syntax::{format_source, parse_file, parse_value};
use mutate::{Random, WORDS, mutate, soup};
use std::sync::Arc;
use std::time::{Duration, Instant};
use support::{answers, first, json, policy, settings, shipped};

/// How long any one input of this file may take, in a debug build on a slow machine.
const PATIENCE: Duration = Duration::from_secs(20);

/// Runs `body` where the stack is as small as on any machine this runs on.
fn on_a_small_stack<T: Send + 'static>(body: impl FnOnce() -> T + Send + 'static) -> T {
    let thread = std::thread::Builder::new().stack_size(1 << 20).spawn(body).expect("a thread");
    thread.join().expect("no panic and no overflow")
}

fn in_time<T>(what: &str, body: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = body();
    let took = start.elapsed();
    println!("{what}: {took:?}");
    assert!(took < PATIENCE, "{what} took {took:?}");
    result
}

const FACTS: &str = "fact compute: FLOP in 0 FLOP .. \"Compute\";\nfact x: number in .. \"A number\";\n\
                     fact on: bool \"A condition\";\nfact release_date: date \"Release\";\n\
                     reference base or none \"Made from\";\n";

/// A policy over a few facts.
fn small(body: &str) -> String {
    format!("policy p \"A policy\";\nstatus proposed from 2020-01-01;\n{FACTS}{body}\n")
}

fn checked(text: &str) -> Checked {
    check(&Source { name: Arc::from("p.bright"), text: Arc::from(text) }, &Memory)
}

/// The shipped vocabulary, under any path that ends in its name, and nothing else.
struct Memory;

impl Load for Memory {
    fn load(&self, _: &str, path: &str) -> Result<Source, String> {
        if !path.ends_with("model.bright") {
            return Err("there is no such file".to_owned());
        }
        support::read("rules/facts/model.bright")
    }
}

/// Checks, prints, evaluates and tests a text; what it gives is of no interest.
fn run_policy(text: &str) {
    let (_, errors) = parse_file(&Arc::from("p.bright"), &Arc::from(text));
    assert!(errors.len() <= 101);
    let file = Arc::from("p.bright");
    if let Ok(printed) = format_source(&file, &Arc::from(text)) {
        assert!(format_source(&file, &Arc::from(&*printed)).is_ok_and(|again| again == printed), "printed:\n{printed}");
    }
    let checked = checked(text);
    assert!(checked.diagnostics.len() <= 101);
    for diagnostic in &checked.diagnostics {
        assert_ne!(diagnostic.code, Code::Internal, "{diagnostic:?}\n{text}");
        for label in &diagnostic.labels {
            let source = checked.sources.iter().find(|source| source.name == label.file).expect("a known file");
            assert!(source.text.get(label.span.range()).is_some(), "{diagnostic:?}\n{text}");
        }
    }
    if let Some(policy) = checked.policy {
        let profiles =
            json("[{\"name\": \"A\"}, {\"name\": \"B\", \"training_compute\": 1e26, \"base\": \"A\", \"x\": 3}]");
        every_row_is_answered(&policy, &profiles);
        brightline::testing::run_tests(&policy);
    }
}

/// Each profile has an answer, and each answer verdicts or an error.
fn every_row_is_answered(policy: &Policy, profiles: &[RawProfile]) -> Vec<Answer> {
    let Ok(evaluated) = evaluate(std::slice::from_ref(policy), profiles, &settings()) else { return Vec::new() };
    assert_eq!(evaluated.answers.len(), profiles.len());
    let answers: Vec<Answer> = evaluated.answers.into_iter().flatten().collect();
    assert_eq!(answers.len(), profiles.len());
    for answer in &answers {
        assert_eq!(answer.error.is_none(), answer.designations.len() == policy.designations.len(), "{answer:?}");
        assert!(answer.error.is_none() || answer.designations.is_empty(), "{answer:?}");
    }
    answers
}

fn shipped_texts() -> Vec<Vec<u8>> {
    shipped().iter().map(|name| support::read(name).expect("it is there").text.as_bytes().to_vec()).collect()
}

mod mutations {
    use super::*;

    #[test]
    fn of_the_shipped_rules_never_panic() {
        let texts = shipped_texts();
        let mut random = Random::new(1);
        for round in 0..250 {
            let bytes = mutate(&mut random, &texts[round % texts.len()], &texts);
            let text = String::from_utf8_lossy(&bytes).into_owned();
            in_time_quietly(&text, || run_policy(&text));
        }
    }

    #[test]
    fn of_the_shipped_profiles_never_panic_or_lose_a_row() {
        let policy = support::shipped_policy("rules/us/ca-sb-53.bright");
        let read = |name: &str| support::read(name).expect("it is there").text.as_bytes().to_vec();
        let toml = b"name = \"X\"\ntraining_compute = \"1e26 FLOP\"\n[developer]\nannual_revenue = 1e9\n[base]\nname = \"Y\"\n";
        let table: Vec<u8> = read("profiles/models.csv").into_iter().take(4000).collect();
        let seeds: Vec<(Format, Vec<u8>)> = vec![
            (Format::Csv, table),
            (Format::Json, read("profiles/planned/frontier.json")),
            (Format::Json, read("profiles/planned/cyber-fine-tune.json")),
            (Format::Json, read("profiles/planned/ranges-and-gaps.json")),
            (Format::Ndjson, b"{\"name\":\"A\",\"training_compute\":1e26}\n{\"name\":\"B\",\"base\":\"A\"}\n".to_vec()),
            (Format::Toml, toml.to_vec()),
        ];
        let others: Vec<Vec<u8>> = seeds.iter().map(|(_, bytes)| bytes.clone()).collect();
        let mut random = Random::new(2);
        let mut rows = 0;
        for round in 0..1500 {
            let (format, seed) = &seeds[round % seeds.len()];
            let bytes = mutate(&mut random, seed, &others);
            rows += read_and_answer(&policy, *format, &bytes);
        }
        assert!(rows > 1000, "{rows}");
    }

    fn in_time_quietly(text: &str, body: impl FnOnce()) {
        let start = Instant::now();
        body();
        assert!(start.elapsed() < PATIENCE, "{text}");
    }

    /// How many rows there were.
    fn read_and_answer(policy: &Policy, format: Format, bytes: &[u8]) -> usize {
        let file = Arc::from("x");
        let Ok(text) = decode(&file, bytes) else { return 0 };
        let document = read_document(&file, text, format);
        assert!(!document.profiles.is_empty() || !document.diagnostics.is_empty(), "{text}");
        for found in document.findings() {
            assert_ne!(found.code, Code::Internal, "{found:?}");
            assert!(found.labels.iter().all(|label| text.get(label.span.range()).is_some()), "{found:?}\n{text}");
        }
        for answer in every_row_is_answered(policy, &document.profiles) {
            let places = answer.diagnostics.iter().flat_map(|found| &found.labels).filter(|label| *label.file == *file);
            assert!(places.into_iter().all(|label| text.get(label.span.range()).is_some()), "{answer:?}\n{text}");
        }
        document.profiles.len()
    }
}

mod soups {
    use super::*;

    #[test]
    fn of_tokens_are_read_to_the_end() {
        let mut random = Random::new(3);
        for _ in 0..1200 {
            let text = soup(&mut random, WORDS, 120);
            run_policy(&text);
            run_policy(&small(&text));
        }
    }

    #[test]
    fn of_values_are_read_or_refused() {
        let mut random = Random::new(4);
        let schema =
            policy("uses \"rules/facts/model.bright\";\ndesignate d \"D\" when training_compute > 1 FLOP;").schema;
        let written =
            ["research 70 %, other 30 %", "true: 70 %; false (30 %)", "8e25 to 2e26 FLOP", "$1.5 million", "2026-08"];
        for round in 0..6000 {
            let text = match written.get(round % 8) {
                Some(text) => String::from_utf8_lossy(&mutate(&mut random, text.as_bytes(), &[])).into_owned(),
                None => soup(&mut random, WORDS, 8),
            };
            for fact in &schema.facts {
                let refused = match parse_value(&Arc::from("v"), &text) {
                    Ok(value) => read_value(&value, &fact.ty, None, &schema.units).err(),
                    Err(error) => Some(refuse_text(&text, &fact.ty, error)),
                };
                assert!(refused.is_none_or(|refused| refused.help.is_some()), "{text:?}");
            }
        }
    }

    #[test]
    fn of_one_sign_repeated_end_in_time() {
        let signs = [
            "(",
            ")",
            "{",
            "}",
            "[",
            "\"",
            ";",
            "1",
            "a",
            "a ",
            "1 ",
            "- ",
            "-",
            "not ",
            "# c\n",
            "\n",
            "é",
            "..",
            "a.",
            "1e",
            "$1",
            "let a = 1;",
            "let a = ",
            "all of { ",
            "fact a: ",
            "else if ",
            "where ",
            "1,",
            "1,000",
            "2026-",
            "a + ",
            "a and ",
            "a < ",
            "1/",
            "^",
            "\\",
            "\"\\",
            "policy p \"\";",
            "shown ",
            "test \"\" {",
            "uses \"\";",
        ];
        for sign in signs {
            let text = sign.repeat(200_000 / sign.len());
            in_time(&format!("{sign:?} repeated"), || run_policy(&text));
            in_time(&format!("{sign:?} repeated in an expression"), || run_policy(&small(&format!("let a = {text}"))));
        }
    }
}

mod nesting {
    use super::*;

    /// A policy whose condition nests `levels` deep in one way.
    type Kind = (&'static str, fn(usize) -> String);

    fn nested(open: &str, inner: &str, close: &str, levels: usize) -> String {
        format!("{}{inner}{}", open.repeat(levels), close.repeat(levels))
    }

    const KINDS: [Kind; 10] = [
        ("parentheses", |n| nested("(", "on", ")", n)),
        ("not", |n| nested("not ", "on", "", n)),
        ("shown", |n| nested("shown ", "on", "", n)),
        ("minus", |n| format!("{} > 0", nested("- ", "x", "", n))),
        ("calls", |n| format!("{} > 0", nested("min(x, ", "x", ")", n))),
        ("blocks", |n| nested("all of { ", "on; on", "; }", n)),
        ("counts", |n| nested("at least 1 of { on; ", "on", "; }", n)),
        ("if in parentheses", |n| format!("{} > 0", nested("(if on then x else ", "x", ")", n))),
        ("else if", |n| format!("(if on then x else {}x) > 0", nested("if on then x else ", "", "", n - 1))),
        ("where", |n| {
            let open = "largest known x where on and x > ";
            format!("x > {}", nested(open, "1", " before release_date", n))
        }),
    ];

    fn verdicts(kind: Kind, levels: usize) -> (Checked, Vec<Answer>) {
        on_a_small_stack(move || {
            let text = small(&format!("designate d \"D\" when {};", kind.1(levels)));
            let _ =
                format_source(&Arc::from("p.bright"), &Arc::from(&*text)).map(|printed| assert!(!printed.is_empty()));
            let checked = checked(&text);
            let profiles = json(
                "[{\"name\": \"A\", \"on\": true, \"x\": 1, \"release_date\": \"2026-01-01\", \"base\": \"B\"}, {\"name\": \"B\", \"x\": 2}]",
            );
            let answers = checked.policy.as_ref().map(|policy| every_row_is_answered(policy, &profiles));
            (checked, answers.unwrap_or_default())
        })
    }

    #[test]
    fn of_64_levels_is_read_and_answered_on_a_small_stack() {
        for kind in KINDS {
            let (checked, answers) = in_time(kind.0, || verdicts(kind, 64));
            assert!(checked.policy.is_some(), "{}: {:#?}", kind.0, checked.diagnostics);
            assert_eq!(answers.len(), 2, "{}", kind.0);
        }
    }

    #[test]
    fn of_65_levels_or_very_many_is_refused_with_one_text() {
        for kind in KINDS {
            for levels in [65, 66, 1000, 20_000] {
                let (checked, _) = verdicts(kind, levels);
                let messages: Vec<&str> = checked.diagnostics.iter().map(|found| &*found.message).collect();
                assert_eq!(messages, ["nesting is deeper than 64 levels"], "{} {levels}", kind.0);
                assert_eq!(checked.diagnostics[0].labels[0].text, "level 65", "{} {levels}", kind.0);
            }
        }
    }

    #[test]
    fn of_operators_side_by_side_is_bounded_too() {
        let chain = |count: usize| small(&format!("designate d \"D\" when {} > 0;", vec!["x"; count].join(" + ")));
        let run = |text: String| on_a_small_stack(move || (run_policy(&text), checked(&text).diagnostics).1);
        assert_eq!(run(chain(254)), Vec::<Diagnostic>::new());
        let found = run(chain(2000));
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].message, "an expression is more than 256 levels deep");
        let wide = |word: &str| small(&format!("designate d \"D\" when {};", vec!["on"; 20_000].join(word)));
        for word in [" and ", " or "] {
            assert_eq!(run(wide(word)), Vec::<Diagnostic>::new(), "{word}");
        }
    }
}

mod chains {
    use super::*;

    /// A let for each step, each made of the one before.
    fn lets(count: usize, step: impl Fn(usize) -> String, condition: &str) -> String {
        let lets: String = (1..=count).map(|at| format!("let a{at} = {};\n", step(at))).collect();
        small(&format!("let a0 = x;\nlet c0 = on;\n{lets}designate d \"D\" when {condition};"))
    }

    fn answer(text: String, profile: &'static str) -> Vec<Answer> {
        on_a_small_stack(move || {
            let checked = checked(&text);
            let policy = checked.policy.unwrap_or_else(|| panic!("{:#?}", checked.diagnostics.first()));
            every_row_is_answered(&policy, &json(profile))
        })
    }

    #[test]
    fn of_20_000_lets_are_evaluated_without_deep_stacks() {
        let text = lets(20_000, |at| format!("a{} + 1", at - 1), "a20000 >= 20_001");
        let found = in_time("20,000 lets", || {
            answer(text, "[{\"name\": \"A\", \"x\": 1}, {\"name\": \"B\", \"x\": 0}, {\"name\": \"C\"}]")
        });
        let verdicts: Vec<Verdict> = found.iter().map(first).collect();
        assert_eq!(verdicts, [Verdict::Covered, Verdict::NotCovered, Verdict::Undetermined]);
    }

    #[test]
    fn that_double_take_no_time_to_speak_of() {
        let text = lets(20_000, |at| format!("a{0} + a{0}", at - 1), "a20000 > 1");
        let found = in_time("doubling", || answer(text, "[{\"name\": \"A\", \"x\": 1}, {\"name\": \"B\", \"x\": -1}]"));
        assert_eq!(found.iter().map(first).collect::<Vec<_>>(), [Verdict::Covered, Verdict::NotCovered]);
    }

    #[test]
    fn that_double_on_an_unknown_take_no_time_to_speak_of() {
        for (count, step) in
            [(2000, "a{} + a{}"), (2000, "a{} * a{}"), (500, "min(a{}, a{})"), (200, "(if on then a{} else a{})")]
        {
            let text = lets(count, |at| step.replace("{}", &(at - 1).to_string()), &format!("a{count} > 1"));
            let found = in_time(&format!("{step} on an unknown"), || answer(text, "[{\"name\": \"A\"}]"));
            assert_eq!(found.len(), 1);
        }
    }

    #[test]
    fn of_conditions_take_no_time_to_speak_of() {
        let conditions: String =
            (1..=3000).map(|at| format!("let c{at} = c{0} and (c{0} or not c{0});\n", at - 1)).collect();
        let text = small(&format!("let c0 = on;\n{conditions}designate d \"D\" when c3000;"));
        let found = in_time("conditions", || answer(text, "[{\"name\": \"A\", \"on\": true}, {\"name\": \"B\"}]"));
        assert_eq!(found.iter().map(first).collect::<Vec<_>>(), [Verdict::Covered, Verdict::Undetermined]);
    }

    #[test]
    fn that_outgrow_exact_numbers_cost_only_their_profile() {
        for (body, profile) in [
            ("let a = x ^ 64;\nlet b = a ^ 64;\ndesignate d \"D\" when b ^ 64 > 1;", "1e26"),
            ("let a = x ^ 64;\nlet b = a * a * a * a;\nlet c = b ^ 8;\ndesignate d \"D\" when c * c > 1;", "1e60"),
            ("let a = x ^ -64;\nlet b = a ^ 64;\ndesignate d \"D\" when b > 1;", "1e-90"),
        ] {
            let text = small(body);
            let checked = checked(&text);
            let policy = checked.policy.unwrap_or_else(|| panic!("{:#?}", checked.diagnostics));
            let profiles = json(&format!(
                "[{{\"name\": \"A\", \"x\": {profile}}}, {{\"name\": \"B\", \"x\": 1}}, {{\"name\": \"C\"}}]"
            ));
            let found = in_time("a power", || every_row_is_answered(&policy, &profiles));
            let error = found[0].error.as_deref().unwrap_or_default();
            assert!(error.contains("65536 bits"), "{body}: {error}");
            assert_eq!(found[1].error, None);
            assert_eq!(found[2].error, None);
        }
    }
}

mod counts {
    use super::*;

    fn clauses(count: usize) -> Checked {
        checked(&small(&format!("designate d \"D\" when any of {{ {} }};", "on; ".repeat(count))))
    }

    #[test]
    fn of_clauses_end_at_20_000() {
        let policy = in_time("20,000 clauses", || clauses(20_000)).policy.expect("that many are fine");
        let found = in_time("their answers", || {
            every_row_is_answered(&policy, &json("[{\"name\": \"A\", \"on\": true}, {\"name\": \"B\"}]"))
        });
        assert_eq!(found.iter().map(first).collect::<Vec<_>>(), [Verdict::Covered, Verdict::Undetermined]);
        let refused = clauses(20_001).diagnostics;
        assert_eq!(refused.len(), 1, "{refused:?}");
        assert_eq!(refused[0].code, Code::Limit);
        assert!(refused[0].message.contains("20000 clauses"), "{}", refused[0].message);
    }

    #[test]
    fn of_diagnostics_end_at_100() {
        let statements: String = (0..150).map(|at| format!("let a{at} = nothing{at} + 1;\n")).collect();
        let found = checked(&small(&format!("{statements}designate d \"D\" when on;"))).diagnostics;
        assert_eq!(found.len(), 101);
        assert_eq!(found[100].message, "and 50 more");
        let statements: String = (0..150).map(|at| format!("let a{at} = 1 +;\n")).collect();
        let names: String = (0..60).map(|at| format!("let b{at} = nothing{at} + 1;\n")).collect();
        let found = checked(&small(&format!("{statements}{names}designate d \"D\" when on;"))).diagnostics;
        assert_eq!(found.len(), 101);
        assert_eq!(found[100].message, "and 110 more");
    }

    #[test]
    fn of_digits_in_one_token_are_bounded_before_they_are_read() {
        for text in [
            "1".repeat(1_000_000),
            format!("{}x", "1".repeat(1_000_000)),
            format!("1e{}", "9".repeat(1_000_000)),
            "1_".repeat(500_000),
        ] {
            in_time("a long number", || run_policy(&small(&format!("let a = {text};\ndesignate d \"D\" when on;"))));
            in_time("a long value", || drop(parse_value(&Arc::from("v"), &text)));
        }
    }
}

mod references {
    use super::*;

    /// Models that each come from the next; the last from `end`.
    fn lineage(count: usize, end: &str) -> Vec<RawProfile> {
        let base = |at: usize| if at + 1 == count { end.to_owned() } else { format!("m{}", at + 1) };
        let models: Vec<String> = (0..count)
            .map(|at| format!("{{\"name\": \"m{at}\", \"x\": {at}, \"on\": false, \"base\": \"{}\"}}", base(at)))
            .collect();
        json(&format!("[{}]", models.join(",")))
    }

    fn lineage_policy() -> Policy {
        policy(&format!("{FACTS}designate d \"D\" when any of {{ own: on; inherited: base exists and base.d; }};"))
    }

    #[test]
    fn in_a_ring_are_an_error_of_their_models_only() {
        let mut models = lineage(5, "m0");
        models.extend(json("[{\"name\": \"free\", \"on\": true, \"base\": \"none\"}]"));
        let found = every_row_is_answered(&lineage_policy(), &models);
        for answer in &found[..5] {
            assert!(answer.error.as_deref().is_some_and(|error| error.contains("in a ring")), "{answer:?}");
        }
        assert_eq!(first(&found[5]), Verdict::Covered);
    }

    #[test]
    fn in_a_chain_end_at_64() {
        let policy = lineage_policy();
        // The last model has a base too: none, which is asked for like any other.
        let found = on_a_small_stack({
            let policy = policy.clone();
            move || every_row_is_answered(&policy, &lineage(64, "none"))
        });
        assert!(found.iter().all(|answer| first(answer) == Verdict::NotCovered));
        let found = every_row_is_answered(&policy, &lineage(66, "none"));
        let wrong: Vec<&str> =
            found.iter().filter(|answer| answer.error.is_some()).map(|answer| &*answer.profile).collect();
        assert!(!wrong.is_empty() && wrong.len() <= 2, "{wrong:?}");
        assert!(
            found[0].error.as_deref().is_some_and(|error| error.contains("longer than 64")),
            "{:?}",
            found[0].error
        );
    }

    #[test]
    fn of_a_thousand_models_are_followed_in_time() {
        let policy = policy(&format!(
            "{FACTS}let lineage = x + (base.x otherwise 0);\ndesignate d \"D\" when lineage > 10 and base.lineage > 3;"
        ));
        let models: Vec<String> = (0..1000)
            .map(|at| {
                format!("{{\"name\": \"m{at}\", \"x\": {at}, \"base\": \"m{}\"}}", at % 7 + 1000 * usize::from(at < 7))
            })
            .collect();
        let models = json(&format!("[{}]", models.join(",")));
        let found = in_time("1,000 models with bases", || every_row_is_answered(&policy, &models));
        assert_eq!(found.len(), 1000);
        let chains = lineage(1000, "none");
        let found = in_time("a chain of 1,000", || every_row_is_answered(&lineage_policy(), &chains));
        assert!(found[0].error.is_some() && found[999].error.is_none());
    }

    #[test]
    fn of_two_kinds_do_not_fan_out() {
        let policy = policy(&format!(
            "{FACTS}reference other or none \"Also made from\";\n\
             designate d \"D\" when any of {{ on; base.d; other.d; }};"
        ));
        let models: Vec<String> = (0..40)
            .map(|at| {
                format!("{{\"name\": \"m{at}\", \"on\": false, \"base\": \"m{0}\", \"other\": \"m{0}\"}}", at + 1)
            })
            .chain(["{\"name\": \"m40\", \"on\": false, \"base\": \"none\", \"other\": \"none\"}".to_owned()])
            .collect();
        let models = json(&format!("[{}]", models.join(",")));
        let found = in_time("two references each", || every_row_is_answered(&policy, &models));
        assert_eq!(found.len(), 41);
    }

    #[test]
    fn of_a_population_are_asked_in_time() {
        let policy = policy(&format!("{FACTS}designate d \"D\" when x >= largest known x before release_date;"));
        let models: Vec<String> = (0..300)
            .map(|at| {
                format!("{{\"name\": \"m{at}\", \"x\": {at}, \"release_date\": \"20{:02}-01-01\"}}", 10 + at % 80)
            })
            .collect();
        let models = json(&format!("[{}]", models.join(",")));
        let found = in_time("a population of 300", || answers(&policy, &models, &settings()));
        assert_eq!(found.len(), 300);
    }
}

mod unknowns {
    use super::*;

    /// A policy over `count` facts of its own, of which nothing is known.
    fn silent(count: usize, ty: &str, condition: &str) -> Vec<Answer> {
        let facts: String = (0..count).map(|at| format!("fact f{at}: {ty} \"A fact\";\n")).collect();
        let text = small(&format!("{facts}designate d \"D\" when {condition};"));
        let checked = checked(&text);
        let policy = checked.policy.unwrap_or_else(|| panic!("{:#?}", checked.diagnostics.first()));
        every_row_is_answered(&policy, &json("[{\"name\": \"A\"}]"))
    }

    fn all(count: usize, entry: impl Fn(usize) -> String, joined: &str) -> String {
        (0..count).map(entry).collect::<Vec<_>>().join(joined)
    }

    #[test]
    fn by_the_thousand_are_listed_in_time() {
        for needed in [1, 2, 3, 4, 700, 1399, 1400] {
            let block = format!("at least {needed} of {{ {}; }}", all(1400, |at| format!("f{at}"), "; "));
            let found = in_time(&format!("at least {needed} of 1,400"), || silent(1400, "bool", &block));
            assert_eq!(first(&found[0]), Verdict::Undetermined);
        }
    }

    #[test]
    fn that_push_both_ways_are_split_within_the_budget() {
        let both = |at: usize| format!("(f{at} > {at} or (f{at} <= {at} and not (f{} > 3)))", (at + 1) % 40);
        for (name, condition) in [
            ("both ways, any", all(40, both, " or ")),
            ("both ways, all", all(40, |at| format!("({})", both(at)), " and ")),
            (
                "counts",
                format!(
                    "at least 20 of {{ {}; }}",
                    all(40, |at| format!("f{at} > 1 and f{} < 2", (at * 7) % 40), "; ")
                ),
            ),
            (
                "parity",
                (1..20).fold("f0 > 0".to_owned(), |inner, at| {
                    format!("(if f{at} > 0 then not (f{} > 1) else {inner})", at - 1)
                }),
            ),
            ("sums", format!("{} > {}", all(40, |at| format!("f{at}"), " + "), all(40, |at| format!("f{at}"), " + "))),
            ("differences", all(39, |at| format!("(f{at} - f{} > 1 or f{at} - f{} <= 1)", at + 1, at + 1), " and ")),
        ] {
            let found = in_time(name, || silent(40, "number in ..", &condition));
            assert_eq!(found.len(), 1, "{name}");
        }
    }

    #[test]
    fn of_many_readings_are_not_multiplied_out() {
        let choices: String =
            (0..40).map(|at| format!("choice c{at} = one of {{ a, b, c }} \"A choice\";\n")).collect();
        let block = all(40, |at| format!("c{at} is a"), "; ");
        let text = small(&format!("{choices}designate d \"D\" when at least 20 of {{ {block}; }};"));
        let policy = checked(&text).policy.expect("it is sound");
        let found = in_time("forty choices", || {
            every_row_is_answered(&policy, &json("[{\"name\": \"A\"}, {\"name\": \"B\"}]"))
        });
        assert_eq!(first(&found[0]), Verdict::Undetermined);
    }
}
