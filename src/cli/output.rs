//! Files that a command writes: each whole or not at all.
//!
//! In: a path and its contents. Out: the file with these, or as it was and the reason.

use super::load::{reason, show};
use brightline::diagnostic::{Code, Diagnostic};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Writes a file that may be there or not; what is no file, such as a pipe, is written to as it is.
///
/// # Errors
/// One that names the file and why it cannot be written.
pub(crate) fn write(path: &Path, contents: &[u8]) -> Result<(), Vec<Diagnostic>> {
    let written = match fs::canonicalize(path) {
        Ok(real) if real.is_file() => replace(&real, contents),
        Ok(real) if real.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
        Ok(real) => fs::OpenOptions::new().write(true).open(real).and_then(|mut file| file.write_all(contents)),
        Err(_) => put(path, contents, None),
    };
    written.map_err(|error| {
        let why = match error.kind() {
            io::ErrorKind::NotFound => "there is no such folder".to_owned(),
            _ => reason(&error),
        };
        let error = Diagnostic::error(Code::Option, format!("{} cannot be written: {why}", show(path)));
        vec![error.help("name a file in a folder that is there and that you may write to")]
    })
}

/// Writes a file anew beside the old one, then puts it in its place.
pub(crate) fn replace(path: &Path, contents: &[u8]) -> io::Result<()> {
    put(path, contents, Some(path))
}

fn put(path: &Path, contents: &[u8], like: Option<&Path>) -> io::Result<()> {
    let beside = beside(path);
    let written = write_new(&beside, contents, like).and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        drop(fs::remove_file(&beside));
    }
    written
}

fn write_new(beside: &Path, contents: &[u8], like: Option<&Path>) -> io::Result<()> {
    let mut file = fs::OpenOptions::new().write(true).create_new(true).open(beside)?;
    file.write_all(contents)?;
    file.sync_all()?;
    match like {
        Some(like) => fs::set_permissions(beside, fs::metadata(like)?.permissions()),
        None => Ok(()),
    }
}

fn beside(path: &Path) -> PathBuf {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    path.with_file_name(format!(".{name}.{}.new", std::process::id()))
}
