//! `brightline fmt`: the one canonical form of policies and vocabularies.
//!
//! In: files and folders. Out: the same files, rewritten where that changes them; with `--check` only their names. Where
//! one file is in error none is written, and each is written whole or not at all.

use super::args::FmtArgs;
use super::load::{Sources, find_files, named, read_source, reason};
use super::output::replace;
use super::render::layout::visible;
use super::{End, Report, Screen};
use brightline::diagnostic::{Code, Diagnostic};
use brightline::profile::decode;
use brightline::span::Source;
use brightline::syntax::{MAX_SOURCE, format_source};
use std::io::{self, Read};
use std::sync::Arc;

/// Formats every file.
pub(crate) fn run(args: &FmtArgs, _screen: Screen, sources: &mut Sources) -> Result<Report, Vec<Diagnostic>> {
    if args.paths.iter().any(|path| path.as_os_str() == "-") {
        return standard_input(args, sources);
    }
    let files = find_files(&args.paths, None)?;
    let (mut changed, mut errors) = (Vec::new(), Vec::new());
    for file in &files {
        match read_source(&file.name, &file.real).map_err(|error| vec![error]).and_then(|source| {
            sources.keep(&source);
            format_source(&source.name, &source.text).map(|text| (source, text))
        }) {
            Ok((source, text)) if text != *source.text => changed.push((file, text)),
            Ok(_) => {}
            Err(found) => errors.extend(found),
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let names: String = changed.iter().map(|(file, _)| format!("{}\n", visible(&file.name))).collect();
    if args.check {
        let end = if changed.is_empty() { End::Done } else { End::Failed };
        return Ok(Report { text: names, end, ..Report::default() });
    }
    for (file, text) in &changed {
        if let Err(error) = replace(&file.real, text.as_bytes()) {
            let message = format!("{} cannot be written: {}", named(&file.name), reason(&error));
            return Err(vec![Diagnostic::error(Code::Option, message)]);
        }
    }
    Ok(Report::text(names.lines().map(|name| format!("formatted {name}\n")).collect()))
}

fn standard_input(args: &FmtArgs, sources: &mut Sources) -> Result<Report, Vec<Diagnostic>> {
    if args.paths.len() > 1 {
        let error = Diagnostic::error(Code::Option, "`-` stands alone: standard input is formatted to standard output");
        return Err(vec![error]);
    }
    let name: Arc<str> = Arc::from("standard input");
    let mut bytes = Vec::new();
    if let Err(error) = io::stdin().lock().take(MAX_SOURCE as u64 + 1).read_to_end(&mut bytes) {
        return Err(vec![Diagnostic::error(Code::Option, format!("{name} cannot be read: {}", reason(&error)))]);
    }
    let text = decode(&name, &bytes).map_err(|error| vec![Diagnostic { labels: Vec::new(), ..error }])?;
    let source = Source { name: name.clone(), text: Arc::from(text) };
    sources.keep(&source);
    let formatted = format_source(&name, &source.text)?;
    if args.check {
        let changes = formatted != text;
        let end = if changes { End::Failed } else { End::Done };
        let text = if changes { format!("{name}\n") } else { String::new() };
        return Ok(Report { text, end, ..Report::default() });
    }
    Ok(Report::text(formatted))
}
