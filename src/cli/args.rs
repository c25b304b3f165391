//! The arguments of every command.
//!
//! In: what was typed. Out: [`Args`], with values read as far as that needs no file. Never opens one.

mod questions;

use brightline::analysis::chance::MAX_SAMPLES;
use brightline::api::{as_of, day};
use brightline::date::DateRange;
use clap::{Args as Arguments, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
pub(crate) use questions::{
    ChanceArgs, ChanceFormat, DueArgs, DueFormat, EdgesArgs, FlipsArgs, FlipsFormat, MeasureArgs, MeasureFormat,
    WhatifArgs, WhatifFormat,
};
use std::path::PathBuf;

const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  a gate of --fail-on, a failing test, or a file that is not formatted
  2  the input is in error, or one of the profiles is";

/// Designation thresholds of frontier AI models: whether a model would be covered, why, by how much, and what would
/// change the answer.
#[derive(Debug, Parser)]
#[command(name = "brightline", version, max_term_width = 100, after_help = EXIT_CODES, propagate_version = true)]
pub(crate) struct Args {
    /// When to colour
    #[arg(long, value_enum, global = true, default_value_t, value_name = "WHEN")]
    pub(crate) color: Color,

    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// One of the commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Say for each model and policy whether it would be covered, why, and by how much
    Eval(Box<EvalArgs>),
    /// Say how likely each outcome is for each model, where what is known is a range or an estimate
    Chance(Box<ChanceArgs>),
    /// Say which facts to measure next, and how likely each alone settles what is undetermined
    Measure(Box<MeasureArgs>),
    /// Say what falls due for each model, across policies and in order of date
    Due(Box<DueArgs>),
    /// Show the smallest changes that would turn each verdict
    Flips(FlipsArgs),
    /// Show what a change of facts, lines or readings would move, side by side
    Whatif(Box<WhatifArgs>),
    /// Print profiles, or tests, that stand exactly on either side of each clause
    Edges(EdgesArgs),
    /// Report the mistakes in policies and vocabularies
    Check(CheckArgs),
    /// Run the tests beside policies, and say which clauses they leave unseen
    Test(TestArgs),
    /// Write policies in the one canonical form
    Fmt(FmtArgs),
    /// List what policies ask about a model
    Facts(FactsArgs),
    /// List policies with their status today
    List(ListArgs),
    /// Print the completions for a shell
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print the manual page, or write one for each command
    Man {
        /// Write the pages into this folder
        #[arg(long, value_name = "DIR")]
        dir: Option<PathBuf>,
    },
}

/// When to colour.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// Where policies are, and how far what they use may reach.
#[derive(Debug, Arguments)]
pub(crate) struct Policies {
    /// Policy files, or folders: of a folder every policy below it
    #[arg(required = true, value_name = "POLICY")]
    pub(crate) paths: Vec<PathBuf>,

    /// The folder that a policy's `uses` may not leave [default: the current folder; for what lies elsewhere the folder
    /// given, or the file's own]
    #[arg(long, value_name = "DIR")]
    pub(crate) root: Option<PathBuf>,
}

/// What is asked: policies, models, and what is set beside them.
#[derive(Debug, Arguments)]
pub(crate) struct Request {
    #[command(flatten)]
    pub(crate) policies: Policies,

    /// Models, as JSON, NDJSON, TOML or CSV; `-` is standard input
    #[arg(long, num_args = 1.., value_name = "FILE")]
    pub(crate) profiles: Vec<PathBuf>,

    /// The day to judge on, or `unknown` [default: today]
    #[arg(long, value_name = "DATE|unknown", value_parser = as_of)]
    pub(crate) as_of: Option<DateRange>,

    /// Set a fact in every model, as in `--set training_compute='8e25 .. 2e26 FLOP'`, or multiply what each gives, as in
    /// `--set 'training_compute=*3'`
    #[arg(long = "set", value_name = "FACT=VALUE", value_parser = pair)]
    pub(crate) set: Vec<(String, String)>,

    /// Supply a param, as `name=value` or `policy.name=value`
    #[arg(long = "param", value_name = "NAME=VALUE", value_parser = pair)]
    pub(crate) param: Vec<(String, String)>,

    /// Pick a reading of a disputed choice, or give several their weights, as in `--reading 'counted=a 60 %, b 40 %'`
    #[arg(long = "reading", value_name = "CHOICE=VALUE", value_parser = pair)]
    pub(crate) reading: Vec<(String, String)>,

    /// The model that a reference leads to
    #[arg(long = "reference", value_name = "NAME=FILE", value_parser = pair)]
    pub(crate) reference: Vec<(String, String)>,

    /// Make the assumptions that the vocabulary offers where a profile is silent; each is listed
    #[arg(long)]
    pub(crate) assume: bool,

    /// Keep only these policies, designations or obligations
    #[arg(long, num_args = 1.., value_name = "NAME")]
    pub(crate) only: Vec<String>,

    /// What to do with a value that cannot be used
    #[arg(long, value_enum, default_value_t, value_name = "HOW")]
    pub(crate) invalid: InvalidAs,
}

/// `brightline eval`
#[derive(Debug, Arguments)]
#[command(after_help = EXIT_CODES)]
pub(crate) struct EvalArgs {
    #[command(flatten)]
    pub(crate) request: Request,

    /// How to print the answers
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(crate) format: EvalFormat,

    /// Show the clauses
    #[arg(long)]
    pub(crate) explain: bool,

    /// Exit with 1 where a selected designation has this verdict, whatever its policy's status
    #[arg(long, value_enum, value_name = "VERDICT")]
    pub(crate) fail_on: Vec<Gate>,
}

/// How `eval` prints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum EvalFormat {
    /// A table for people
    #[default]
    Text,
    /// One object a line for each model and policy
    Json,
    /// One row for each model and designation
    Csv,
    /// Tables for a document
    Markdown,
}

/// What `--fail-on` fails on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Gate {
    /// A model would be covered
    Covered,
    /// What is known does not decide it
    Undetermined,
}

/// What to do with a value that cannot be used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum InvalidAs {
    /// The profile is in error and has no verdict
    #[default]
    Error,
    /// The value is unknown, with a warning
    Unknown,
}

/// `brightline check`
#[derive(Debug, Arguments)]
#[command(after_help = EXIT_CODES)]
pub(crate) struct CheckArgs {
    #[command(flatten)]
    pub(crate) policies: Policies,

    /// How to print what was found
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(crate) format: CheckFormat,
}

/// How `check` prints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum CheckFormat {
    /// With the lines of the policy, for people
    #[default]
    Text,
    /// One object a line
    Json,
    /// SARIF 2.1.0, for editors and code hosts
    Sarif,
}

/// `brightline test`
#[derive(Debug, Arguments)]
#[command(after_help = EXIT_CODES)]
pub(crate) struct TestArgs {
    #[command(flatten)]
    pub(crate) policies: Policies,

    /// Exit with 1 where a clause was not seen true, false and unknown, or its line not from below, exactly and from above
    #[arg(long)]
    pub(crate) require_full: bool,

    /// How to print what was found
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(crate) format: TestFormat,
}

/// How results of tests are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum TestFormat {
    /// For people
    #[default]
    Text,
    /// One object a line for each policy
    Json,
}

/// `brightline fmt`
#[derive(Debug, Arguments)]
#[command(after_help = EXIT_CODES)]
pub(crate) struct FmtArgs {
    /// Policy and vocabulary files, or folders; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    pub(crate) paths: Vec<PathBuf>,

    /// Only list the files that would change, and exit with 1 if there are any
    #[arg(long)]
    pub(crate) check: bool,
}

/// `brightline facts`
#[derive(Debug, Arguments)]
#[command(after_help = EXIT_CODES)]
pub(crate) struct FactsArgs {
    #[command(flatten)]
    pub(crate) policies: Policies,

    /// How to print them
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(crate) format: FactsFormat,
}

/// How `facts` prints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum FactsFormat {
    /// For people
    #[default]
    Table,
    /// One array
    Json,
    /// One row a fact
    Csv,
    /// A table for a document
    Markdown,
    /// A JSON profile to fill in
    Template,
    /// JSON Schema of a profile
    Schema,
}

/// `brightline list`
#[derive(Debug, Arguments)]
#[command(after_help = EXIT_CODES)]
pub(crate) struct ListArgs {
    /// Policy files, or folders [default: `rules`]
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    /// How to print them
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(crate) format: ListFormat,

    /// The day whose status is shown [default: today]
    #[arg(long, value_name = "DATE", value_parser = as_of)]
    pub(crate) as_of: Option<DateRange>,
}

/// How `list` prints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListFormat {
    /// For people
    #[default]
    Text,
    /// One object a line
    Json,
    /// An index for a document, with the lines and dates of each policy
    Markdown,
}

/// Reads `name=value`.
fn pair(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("there is no `=`: write NAME=VALUE")?;
    brightline::api::pair(name, value)
}

/// Reads the number of samples.
fn samples(text: &str) -> Result<u64, String> {
    whole(text, 1, MAX_SAMPLES)
}

/// Reads a seed.
fn seed(text: &str) -> Result<u64, String> {
    whole(text, 0, u64::MAX)
}

fn whole(text: &str, least: u64, most: u64) -> Result<u64, String> {
    let found = text.parse().ok().filter(|number| (least..=most).contains(number));
    found.ok_or_else(|| format!("write a whole number from {least} to {most} in digits, such as 20000"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_arguments_are_sound() {
        Args::command().debug_assert();
    }

    #[test]
    fn pairs_need_a_name_and_a_value() {
        assert_eq!(pair("a = b=c"), Ok(("a".to_owned(), "b=c".to_owned())));
        assert!(pair("a").is_err());
        assert!(pair("=b").is_err());
        assert!(pair("a*=3").is_err());
        assert!(pair("a=").is_err());
    }
}
