//! `brightline completions` and `brightline man`: what a shell and a reader know of the command.
//!
//! In: the command's own arguments. Out: a script, a manual page, or a folder of pages.

use super::Report;
use super::args::Args;
use super::load::{reason, show};
use brightline::diagnostic::{Code, Diagnostic};
use clap::CommandFactory;
use clap_complete::Shell;
use std::io;
use std::path::Path;

/// The completions for a shell.
pub(crate) fn completions(shell: Shell) -> Report {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "brightline", &mut script);
    Report::text(String::from_utf8_lossy(&script).into_owned())
}

/// The manual page, or the pages of all commands written into a folder.
pub(crate) fn manual(dir: Option<&Path>) -> Result<Report, Vec<Diagnostic>> {
    let Some(dir) = dir else {
        let mut page = Vec::new();
        return match clap_mangen::Man::new(Args::command()).render(&mut page) {
            Ok(()) => Ok(Report::text(String::from_utf8_lossy(&page).into_owned())),
            Err(error) => Err(refuse(Path::new("standard output"), &error)),
        };
    };
    let written = std::fs::create_dir_all(dir).and_then(|()| clap_mangen::generate_to(Args::command(), dir));
    written.map_err(|error| refuse(dir, &error))?;
    Ok(Report::default())
}

fn refuse(place: &Path, error: &io::Error) -> Vec<Diagnostic> {
    let message = format!("the manual pages cannot be written to {}: {}", show(place), reason(error));
    vec![Diagnostic::error(Code::Option, message)]
}
