//! Every width a terminal may have, over every shipped policy and planned model.

use super::layout::width;
use super::{counts, table, tree};
use crate::cli::load::{Sources, document, policies};
use brightline::date::{DateRange, parse_date};
use brightline::eval::result::Answer;
use brightline::ir::Policy;
use brightline::session::{Settings, evaluate};
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
