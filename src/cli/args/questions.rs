//! The arguments of the commands that ask what lies beyond a verdict.
//!
//! In: what was typed. Out: one struct a command, with how it prints.

use super::{EXIT_CODES, Policies, Request, as_of, day, pair, samples, seed};
use brightline::date::{Date, DateRange};
use clap::{Args as Arguments, ValueEnum};
use std::path::PathBuf;

/// `brightline due`
#[derive(Debug, Arguments)]
#[command(after_help = EXIT_CODES)]
pub(crate) struct DueArgs {
    #[command(flatten)]
    pub(crate) request: Request,

    /// Leave out what is due before this day
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) from: Option<Date>,

    /// Leave out what is due after this day
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) until: Option<Date>,

    /// How to print what falls due
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(crate) format: DueFormat,

    /// Write it into this file rather than to standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

/// How `due` prints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum DueFormat {
    /// By date, for people
    #[default]
    Text,
    /// One object a line for each model, policy and obligation
    Json,
    /// One row for each of these
    Csv,
    /// A calendar, with an all-day event for each of these that has a date
    Ics,
}

/// `brightline chance`
#[derive(Debug, Arguments)]
#[command(after_help = EXIT_CODES)]
pub(crate) struct ChanceArgs {
    #[command(flatten)]
    pub(crate) request: Request,

    /// How many samples to draw where a probability has no closed form
    #[arg(long, default_value_t = 100_000, value_name = "N", value_parser = samples, allow_negative_numbers = true)]
    pub(crate) samples: u64,

    /// What the samples come from: the same seed gives the same samples, everywhere
    #[arg(long, default_value_t = 1, value_name = "N", value_parser = seed, allow_negative_numbers = true)]
    pub(crate) seed: u64,

    /// Move this param over its bounds, or over those given, and say how likely each outcome is along the way
    #[arg(long, value_name = "PARAM[=LOW .. HIGH]")]
    pub(crate) line: Option<String>,

    /// Move each uncertain input alone to its 5 % and its 95 % point
    #[arg(long)]
    pub(crate) sensitivity: bool,

    /// Draw it into this file, an SVG or a PNG: how likely each outcome is along --line, what each input does with
    /// --sensitivity, else where the one input lies that decides
    #[arg(long, value_name = "FILE")]
    pub(crate) plot: Option<PathBuf>,

    /// How to print the answers
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(crate) format: ChanceFormat,
}

/// How `chance` prints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ChanceFormat {
    /// A table for people
    #[default]
    Text,
    /// One object a line for each model and policy
    Json,
    /// One row for each model and outcome; with --line and --sensitivity one more for each value that is held
    Csv,
}

/// `brightline measure`
#[derive(Debug, Arguments)]
#[command(after_help = EXIT_CODES)]
pub(crate) struct MeasureArgs {
    #[command(flatten)]
    pub(crate) request: Request,

    /// How to print what was found
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(crate) format: MeasureFormat,
}

/// How `measure` prints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum MeasureFormat {
    /// Tables for people
    #[default]
    Text,
    /// One object a line for each model and policy
    Json,
    /// One row for each thing that can settle an outcome
    Csv,
}

/// `brightline flips`
#[derive(Debug, Arguments)]
#[command(after_help = EXIT_CODES)]
pub(crate) struct FlipsArgs {
    #[command(flatten)]
    pub(crate) request: Request,

    /// Facts that stay as they are, as in `--hold release_date base.training_compute`
    #[arg(long, num_args = 1.., value_name = "FACT")]
    pub(crate) hold: Vec<String>,

    /// How to print what was found
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(crate) format: FlipsFormat,
}

/// How `flips` prints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum FlipsFormat {
    /// For people
    #[default]
    Text,
    /// One object a line for each model and policy
    Json,
}

/// `brightline whatif`
#[derive(Debug, Arguments)]
#[command(after_help = EXIT_CODES)]
pub(crate) struct WhatifArgs {
    #[command(flatten)]
    pub(crate) request: Request,

    /// What of --set, --param, --reading and --reference holds before the change, too, as in `--both floor`
    #[arg(long, num_args = 1.., value_name = "NAME")]
    pub(crate) both: Vec<String>,

    /// How to print what moves
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(crate) format: WhatifFormat,
}

/// How `whatif` prints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum WhatifFormat {
    /// Side by side, for people
    #[default]
    Text,
    /// One object a line for each model and outcome, and for each obligation
    Json,
    /// One row for each of these
    Csv,
}

/// `brightline edges`
#[derive(Debug, Arguments)]
#[command(after_help = EXIT_CODES)]
pub(crate) struct EdgesArgs {
    #[command(flatten)]
    pub(crate) policies: Policies,

    /// Keep only these policies or designations
    #[arg(long, num_args = 1.., value_name = "NAME")]
    pub(crate) only: Vec<String>,

    /// Print tests to stand beside the policy, which also set params, readings and the date
    #[arg(long)]
    pub(crate) as_tests: bool,

    /// The day to judge on, or `unknown` [default: today; for tests the day of the policy's latest status]
    #[arg(long, value_name = "DATE|unknown", value_parser = as_of)]
    pub(crate) as_of: Option<DateRange>,

    /// Supply a param, as `name=value` or `policy.name=value`
    #[arg(long = "param", value_name = "NAME=VALUE", value_parser = pair)]
    pub(crate) param: Vec<(String, String)>,

    /// Pick a reading of a disputed choice
    #[arg(long = "reading", value_name = "CHOICE=VALUE", value_parser = pair)]
    pub(crate) reading: Vec<(String, String)>,
}
