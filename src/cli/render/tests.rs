//! Every width a terminal may have, over every shipped policy and planned model.

use super::layout::width;
use super::{counts, table, tree};
use crate::cli::load::{Sources, document, policies};
use brightline::check::{Load, check};
use brightline::date::{DateRange, parse_date};
use brightline::eval::result::Answer;
use brightline::ir::Policy;
use brightline::profile::{Format, read_document};
use brightline::session::{Settings, evaluate};
use brightline::span::Source;
use std::path::{Path, PathBuf};

/// The narrowest terminal that is kept to.
const NARROWEST: usize = 24;

fn evaluated(files: &[&str]) -> (Vec<Policy>, Vec<Vec<Answer>>) {
    let mut sources = Sources::default();
    let (policies, _) = policies(&[PathBuf::from("rules")], None, &mut sources).unwrap();
    let profiles: Vec<_> =
        files.iter().flat_map(|file| document(Path::new(file), &mut sources).unwrap().profiles).collect();
    let settings = Settings::on(DateRange::point(parse_date("2026-11-21").unwrap()));
    let answers = evaluate(&policies, &profiles, &settings).unwrap().answers;
    (policies, answers)
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    const FILES: [&str; 3] = [
        "profiles/planned/frontier.json",
        "profiles/planned/cyber-fine-tune.json",
        "profiles/planned/ranges-and-gaps.json",
    ];
    let (policies, answers) = evaluated(&FILES);
    let policies: Vec<&Policy> = policies.iter().collect();
    for columns in NARROWEST..=100 {
        let blocks = answers
            .iter()
            .flat_map(|answers| [table::block(&policies, answers, columns), tree::block(&policies, answers, columns)]);
        for text in blocks.chain([counts::block(&policies, &answers, columns)]) {
            let text = anstream::adapter::strip_str(&text).to_string();
            for line in text.lines() {
                assert!(width(line) <= columns, "{} columns for {columns}: {line}\n{text}", width(line));
                assert_eq!(line, line.trim_end(), "blanks at the end, at {columns} columns");
            }
        }
    }
}

/// A policy that uses no other file.
struct Nothing;

impl Load for Nothing {
    fn load(&self, _from: &str, path: &str) -> Result<Source, String> {
        Err(format!("there is no {path}"))
    }
}

#[test]
fn clauses_keep_their_place_at_every_width_and_depth_and_with_every_length_of_name() {
    for length in 1..=30 {
        let name = |letter: &str| letter.repeat(length);
        let (a, b, c) = (name("a"), name("b"), name("c"));
        let inside = format!("{a}: all of {{ {b}: any of {{ {c}: f; other: not f; }}; more: f; }}; last: f;");
        let text = format!(
            "policy p \"P\"; status in_force from 2026-01-01; source \"S\" \"https://example.org/\"; fact f: bool \"F\";
             designate d \"D\" when any of {{ {inside} }} unless any of {{ {inside} }};"
        );
        let checked = check(&Source { name: "p.bright".into(), text: text.into() }, &Nothing);
        let policies: Vec<Policy> = checked.policy.into_iter().collect();
        let document = read_document(&"p.json".into(), r#"{"name": "M"}"#, Format::Json);
        let settings = Settings::on(DateRange::point(parse_date("2026-11-21").unwrap()));
        let answers = evaluate(&policies, &document.profiles, &settings).unwrap().answers;
        let policies: Vec<&Policy> = policies.iter().collect();
        for columns in NARROWEST..=100 {
            let tree = anstream::adapter::strip_str(&tree::block(&policies, &answers[0], columns)).to_string();
            for (depth, letter) in ["a", "b", "c"].iter().enumerate() {
                let start = format!("{}??   {letter}", " ".repeat((2 * (depth + 1)).min(columns / 3) + 4));
                let rows = tree.lines().filter(|line| line.starts_with(&start)).count();
                assert_eq!(rows, 2, "{length} letters, {columns} columns, {start:?}:\n{tree}");
            }
            assert!(tree.lines().all(|line| width(line) <= columns), "{columns} columns:\n{tree}");
        }
    }
}
