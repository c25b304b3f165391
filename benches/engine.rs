//! Parsing, checking and evaluating, on the shipped rules and on one policy of five clauses over five facts.
//!
//! Run with `cargo bench`. Figures move with the machine: compare only within one run.

use brightline::analysis::chance::{Sampling, chance};
use brightline::analysis::flips::flips;
use brightline::bind::{Columns, Invalid};
use brightline::check::{Load, check, resolve_import};
use brightline::date::{DateRange, parse_date};
use brightline::eval::{Evaluator, Prepared};
use brightline::ir::Policy;
use brightline::model::{Circumstances, Model, Population};
use brightline::profile::{Format, read_document};
use brightline::session::{Settings, ask};
use brightline::span::Source;
use brightline::syntax::parse_file;
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use std::fmt::Write as _;
use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;

struct Files;

impl Load for Files {
    fn load(&self, from: &str, path: &str) -> Result<Source, String> {
        Ok(read(&resolve_import("", from, path)?))
    }
}

fn read(name: &str) -> Source {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).expect("a shipped file");
    Source { name: Arc::from(name), text: Arc::from(text) }
}

/// Five clauses over five facts, with an exception: the shape of a compute, benchmark and modality rule.
const FIVE: &str = "policy five \"five clauses\"; status proposed from 2026-01-01;
fact compute: FLOP in 0 FLOP .. \"c\"; fact score: % in 0 % .. 100 % \"s\"; fact horizon: minutes in 0 minutes .. \"h\";
fact steps: number in 0 .. \"n\"; fact biological: bool \"b\";
designate covered \"Covered\" when any of {
    compute: compute >= 1e26 FLOP;
    capable: all of { floor: compute >= 1e25 FLOP; score: score >= 55 %; };
    horizon: horizon >= 480 minutes;
    range: all of { steps: steps >= 20; score: score >= 30 %; };
    biology: all of { data: biological; compute: compute >= 1e23 FLOP; };
};";

fn five() -> Policy {
    check(&Source { name: Arc::from("five.bright"), text: Arc::from(FIVE) }, &Files).policy.expect("it checks")
}

fn circumstances(policy: &Policy) -> Circumstances {
    Circumstances::on(DateRange::point(parse_date("2026-11-21").expect("a date")), &policy.schema)
}

/// 65,536 different models, so that no branch predictor learns them; one value in eight is missing.
fn models(policy: &Policy) -> Vec<Model> {
    let mut seed = 77u64;
    let mut next = move |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    let mut text = String::from("compute,score,horizon,steps,biological\n");
    for _ in 0..65_536 {
        let row = [(); 5].map(|()| next(8) != 0);
        let _ = writeln!(
            text,
            "{},{},{},{},{}",
            if row[0] { format!("{}.{:02}e{}", 1 + next(9), next(100), 22 + next(5)) } else { String::new() },
            if row[1] { format!("{}.{}", next(100), next(10)) } else { String::new() },
            if row[2] { format!("{}", next(600)) } else { String::new() },
            if row[3] { format!("{}", next(40)) } else { String::new() },
            if row[4] { ["yes", "no"][next(2) as usize] } else { "" },
        );
    }
    let columns = Columns::of(&policy.schema);
    let document = read_document(&Arc::from("generated.csv"), &text, Format::Csv);
    document.profiles.iter().map(|raw| columns.bind(raw, Invalid::Error).model).collect()
}

fn parse(c: &mut Criterion) {
    let mut group = c.benchmark_group("parse");
    let source = read("rules/us/ca-sb-53.bright");
    group.throughput(Throughput::Bytes(source.text.len() as u64));
    group.bench_function("ca-sb-53", |b| b.iter(|| parse_file(&source.name, black_box(&source.text))));
    group.finish();
}

fn check_policies(c: &mut Criterion) {
    let mut group = c.benchmark_group("parse and check");
    group.sample_size(20);
    let source = read("rules/us/ca-sb-53.bright");
    group.bench_function("ca-sb-53 with its vocabulary", |b| b.iter(|| check(black_box(&source), &Files)));
    for clauses in [2_500, 5_000, 10_000] {
        let mut text = String::from(
            "policy many \"many\"; status proposed from 2026-01-01; fact x: FLOP in 0 FLOP .. \"x\";\ndesignate d \"D\" when any of {\n",
        );
        for at in 0..clauses {
            let _ = writeln!(text, "    c{at}: x >= {}e25 FLOP [s. {at}];", at + 1);
        }
        text.push_str("};\n");
        let source = Source { name: Arc::from("many.bright"), text: Arc::from(text) };
        group.throughput(Throughput::Elements(clauses));
        group.bench_function(format!("{clauses} clauses"), |b| b.iter(|| check(black_box(&source), &Files)));
    }
    group.finish();
}

fn evaluate(c: &mut Criterion) {
    let policy = five();
    let circumstances = circumstances(&policy);
    let population = Population::default();
    let models = models(&policy);
    let mut group = c.benchmark_group("evaluate");
    let mut prepared = Prepared::new(&policy, &circumstances, &population);
    let rows: Vec<_> = models.iter().map(|model| prepared.row(model, None)).collect();
    let mut at = 0;
    group.bench_function("five clauses, verdict, 65,536 models in turn", |b| {
        b.iter(|| {
            at = (at + 1) % rows.len();
            prepared.verdicts(black_box(&rows[at])).expect("within the limits")[0]
        });
    });
    let mut evaluator = Evaluator::new(&policy, &circumstances, &population);
    let known =
        models.iter().position(|model| model.facts.iter().all(|slot| slot.set.is_some())).expect("a full model");
    group.bench_function("five clauses, clause tree with margins, all known", |b| {
        b.iter(|| evaluator.explain(black_box(&models[known]), None));
    });
    group.bench_function("five clauses, the same with its texts", |b| {
        b.iter(|| evaluator.answer(black_box(&models[known]), None));
    });
    let gap = models.iter().position(|model| model.facts[0].set.is_none()).expect("a model with a gap");
    group.bench_function("five clauses, clause tree with margins and needs, a gap", |b| {
        b.iter(|| evaluator.answer(black_box(&models[gap]), None));
    });
    group.bench_function("prepare five clauses", |b| {
        b.iter_batched(|| (), |()| Prepared::new(&policy, &circumstances, &population), BatchSize::SmallInput);
    });
    group.finish();
}

/// A million samples of three inputs, one of which is not given.
fn chances(c: &mut Criterion) {
    let policies = [five()];
    let text = r#"{"compute": "8e24 to 2e26 FLOP", "score": "30 % to 70 %", "horizon": "100 minutes .. 600 minutes"}"#;
    let document = read_document(&Arc::from("drawn.json"), text, Format::Json);
    let day = DateRange::point(parse_date("2026-11-21").expect("a date"));
    let asked = ask(&policies, &document.profiles, &Settings::on(day)).expect("the settings fit");
    let mut group = c.benchmark_group("chance");
    group.sample_size(10);
    let sampling = Sampling { samples: 1_000_000, seed: 1, sensitivity: false };
    group.throughput(Throughput::Elements(sampling.samples));
    group.bench_function("five clauses, a million samples", |b| {
        b.iter(|| chance(black_box(&asked.questions[0]), 0, &sampling));
    });
    group.finish();
}

/// 200 clauses over 40 facts in 20 blocks: lines, sums, quotients, booleans, and counts of them.
fn two_hundred() -> Policy {
    let mut seed = 5u64;
    let mut next = move |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    let mut text = String::from("policy many \"many\"; status proposed from 2026-01-01;\n");
    for fact in 0..40 {
        let ty = if fact % 5 == 4 { "bool" } else { "FLOP in 0 FLOP .." };
        let _ = writeln!(text, "fact f{fact}: {ty} \"F\";");
    }
    let mut clause = || {
        let (fact, other, line) = (next(40), next(8) * 5, 1 + next(99));
        match next(10) {
            _ if fact % 5 == 4 => format!("f{fact}"),
            0..7 => format!("f{fact} >= {line}e24 FLOP"),
            7 | 8 => format!("f{fact} + 2 * f{other} > {line}e24 FLOP"),
            _ => format!("f{fact} / f{other} > {line}"),
        }
    };
    text.push_str("designate d \"D\" when any of {\n");
    for block in 0..20 {
        let simple: String = (0..4).map(|at| format!("s{at}: {}; ", clause())).collect();
        let counted: String = (0..6).map(|at| format!("u{at}: {}; ", clause())).collect();
        let _ = writeln!(text, "    g{block}: all of {{ {simple}t: at least 3 of {{ {counted}}}; }};");
    }
    text.push_str("};\n");
    check(&Source { name: Arc::from("many.bright"), text: Arc::from(text) }, &Files).policy.expect("it checks")
}

/// What turns a policy of 200 clauses: for a model of which all is known, and for one with a gap in every fourth fact.
fn turning(c: &mut Criterion) {
    let policies = [two_hundred()];
    let mut group = c.benchmark_group("flips");
    group.sample_size(20);
    let value = |fact: usize| match fact % 5 {
        4 => format!("\"f{fact}\": {}", fact.is_multiple_of(2)),
        _ => format!("\"f{fact}\": \"{}e24 FLOP\"", 1 + fact * 37 % 60),
    };
    let known: Vec<String> = (0..40).map(value).collect();
    let gaps: Vec<String> = (0..40).filter(|fact| fact % 4 != 3).map(value).collect();
    for (name, fields) in [("all known", known), ("ten facts not known", gaps)] {
        let text = format!("{{{}}}", fields.join(", "));
        let document = read_document(&Arc::from("model.json"), &text, Format::Json);
        let day = DateRange::point(parse_date("2026-11-21").expect("a date"));
        let asked = ask(&policies, &document.profiles, &Settings::on(day)).expect("the settings fit");
        let question = &asked.questions[0];
        group.bench_function(format!("200 clauses over 40 facts, {name}"), |b| {
            b.iter(|| {
                let mut evaluator = Evaluator::new(question.policy, &question.circumstances, &question.population);
                flips(&mut evaluator, black_box(&question.population.models[0]), Some(0), &[])
                    .expect("within the limits")
            });
        });
    }
    group.finish();
}

criterion_group!(benches, parse, check_policies, evaluate, chances, turning);
criterion_main!(benches);
