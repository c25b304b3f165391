//! The command line: one file a command, and the only files that open files or print.
//!
//! In: arguments. Out: what the command answers on standard output, mistakes on standard error, an exit code. Each
//! command returns its [`Report`] whole, so a mistake leaves no half of an answer behind. Decides nothing itself.

mod args;
mod chance;
mod check;
mod due;
mod edges;
mod eval;
mod facts;
mod flips;
mod fmt;
mod list;
mod load;
mod measure;
mod output;
mod pages;
mod plot;
mod render;
mod request;
mod test;
mod whatif;

use anstream::AutoStream;
use args::{Args, Color, Command};
pub(crate) use brightline::api::{End, Report};
use brightline::diagnostic::Diagnostic;
use clap::Parser;
use load::Sources;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

/// Where answers are shown.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Screen {
    /// How many columns there are.
    pub(crate) width: usize,
}

/// Columns where standard output is no terminal.
const DEFAULT_WIDTH: usize = 80;
/// Most columns used of a wide terminal: longer lines are hard to read.
const MAX_WIDTH: usize = 100;

/// Runs the command that the arguments name.
pub(crate) fn main() -> ExitCode {
    let args = Args::parse();
    let mut sources = Sources::default();
    let screen = Screen { width: width_of(io::stdout().is_terminal()) };
    let report = match run(args.command, screen, &mut sources) {
        Ok(report) => report,
        Err(notes) => Report { notes, end: End::InError, ..Report::default() },
    };
    // A reader that has seen enough closes the pipe; what was found does not change by that.
    drop(print_notes(&report.notes, &sources, args.color));
    drop(print_answer(&with_line_break(report.text), args.color));
    ExitCode::from(report.end as u8)
}

fn run(command: Command, screen: Screen, sources: &mut Sources) -> Result<Report, Vec<Diagnostic>> {
    match command {
        Command::Eval(args) => eval::run(&args, screen, sources),
        Command::Chance(args) => chance::run(&args, screen, sources),
        Command::Measure(args) => measure::run(&args, screen, sources),
        Command::Flips(args) => flips::run(&args, screen, sources),
        Command::Whatif(args) => whatif::run(&args, screen, sources),
        Command::Due(args) => due::run(&args, screen, sources),
        Command::Edges(args) => edges::run(&args, screen, sources),
        Command::Check(args) => check::run(&args, screen, sources),
        Command::Test(args) => test::run(&args, screen, sources),
        Command::Fmt(args) => fmt::run(&args, screen, sources),
        Command::Facts(args) => facts::run(&args, screen, sources),
        Command::List(args) => list::run(&args, screen, sources),
        Command::Completions { shell } => Ok(pages::completions(shell)),
        Command::Man { dir } => pages::manual(dir.as_deref()),
    }
}

fn print_notes(notes: &[Diagnostic], sources: &Sources, color: Color) -> io::Result<()> {
    if notes.is_empty() {
        return Ok(());
    }
    let stderr = io::stderr();
    let width = width_of(stderr.is_terminal());
    let text = render::diagnostics::render(notes, sources, width);
    let mut stream = AutoStream::new(stderr.lock(), choice(color));
    stream.write_all(text.as_bytes())?;
    stream.flush()
}

fn print_answer(text: &str, color: Color) -> io::Result<()> {
    let stdout = io::stdout();
    let mut stream = AutoStream::new(stdout.lock(), choice(color));
    stream.write_all(text.as_bytes())?;
    stream.flush()
}

/// A text whose last line ends, so that nothing else that is printed goes on in it.
fn with_line_break(mut text: String) -> String {
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    text
}

fn choice(color: Color) -> anstream::ColorChoice {
    match color {
        Color::Auto => anstream::ColorChoice::Auto,
        Color::Always => anstream::ColorChoice::AlwaysAnsi,
        Color::Never => anstream::ColorChoice::Never,
    }
}

fn width_of(is_terminal: bool) -> usize {
    let found = terminal_size::terminal_size().filter(|_| is_terminal);
    found.map_or(DEFAULT_WIDTH, |(width, _)| usize::from(width.0).min(MAX_WIDTH))
}

#[cfg(test)]
mod tests {
    use super::with_line_break;

    #[test]
    fn every_report_ends_its_last_line() {
        assert_eq!(with_line_break("no errors".to_owned()), "no errors\n");
        assert_eq!(with_line_break("no errors\n".to_owned()), "no errors\n");
        assert_eq!(with_line_break(String::new()), "");
    }
}
