//! Files: policies out of files and folders, what they use, profiles.
//!
//! In: paths as typed. Out: sources, checked policies, raw profiles, and a diagnostic for each thing that is not there or
//! cannot be read. A policy never reads outside its root, by `..` or by a link. Writes nothing.

use brightline::api::Checks;
pub(crate) use brightline::api::{Sources, once_each};
use brightline::check::{Checked, Load, check, resolve_import};
use brightline::diagnostic::visible;
use brightline::diagnostic::{Code, Diagnostic, nearest};
use brightline::ir::Policy;
use brightline::profile::{Document, Format, MAX_DOCUMENT, decode, read_document};
use brightline::span::Source;
use brightline::syntax::MAX_SOURCE;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// A folder that what a policy uses may not leave.
#[derive(Clone, Debug)]
pub(crate) struct Root {
    /// As it is shown; empty for the current folder.
    shown: String,
    real: PathBuf,
}

impl Root {
    fn of(folder: &Path) -> Result<Self, Diagnostic> {
        let real = folder.canonicalize().map_err(|error| absent(folder, "a folder", &error))?;
        if !real.is_dir() {
            return Err(Diagnostic::error(Code::Option, format!("--root {} is not a folder", show(folder))));
        }
        Ok(Root { shown: slashed(folder), real })
    }

    /// The name of a file inside the root.
    fn name_of(&self, real: &Path) -> Option<Arc<str>> {
        let rest = slashed(real.strip_prefix(&self.real).ok()?);
        Some(match self.shown.as_str() {
            "" => Arc::from(rest),
            shown => Arc::from(format!("{}/{rest}", shown.trim_end_matches('/'))),
        })
    }
}

/// A file of the language, found.
#[derive(Clone, Debug)]
pub(crate) struct PolicyFile {
    /// The name it is shown and recognised by.
    pub(crate) name: Arc<str>,
    /// Where it is.
    pub(crate) real: PathBuf,
    /// Whether it was named itself, rather than found in a folder.
    pub(crate) named: bool,
    root: Root,
}

/// The files that `paths` name, and those below the folders among them, sorted; each once.
///
/// # Errors
/// A diagnostic for each path that leads nowhere, and for folders without any policy.
pub(crate) fn find_files(paths: &[PathBuf], root: Option<&Path>) -> Result<Vec<PolicyFile>, Vec<Diagnostic>> {
    let mut files: Vec<PolicyFile> = Vec::new();
    let mut errors = Vec::new();
    let root = match root.map(Root::of).transpose() {
        Ok(root) => root,
        Err(error) => return Err(vec![error]),
    };
    for path in paths {
        match find(path, root.as_ref()) {
            Ok(found) => {
                for file in found {
                    match files.iter_mut().find(|known| known.real == file.real) {
                        Some(known) => known.named |= file.named,
                        None => files.push(file),
                    }
                }
            }
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() { Ok(files) } else { Err(errors) }
}

fn find(path: &Path, root: Option<&Root>) -> Result<Vec<PolicyFile>, Diagnostic> {
    let real = path.canonicalize().map_err(|error| absent(path, "a policy or a folder of policies", &error))?;
    if !real.is_dir() {
        let root = match root {
            Some(root) => root.clone(),
            None => default_root(path.parent().unwrap_or(path), real.parent().unwrap_or(&real)),
        };
        let name = root.name_of(&real).ok_or_else(|| {
            let message = format!("{} lies outside of --root {}", show(path), named(&root.shown));
            Diagnostic::error(Code::Import, message).help("give a --root that holds it")
        })?;
        return Ok(vec![PolicyFile { name, real, named: true, root }]);
    }
    let root = root.cloned().unwrap_or_else(|| default_root(path, &real));
    let mut files = Vec::new();
    let hidden = |entry: &walkdir::DirEntry| entry.depth() > 0 && entry.file_name().to_string_lossy().starts_with('.');
    for entry in walkdir::WalkDir::new(&real).sort_by_file_name().into_iter().filter_entry(|entry| !hidden(entry)) {
        let entry = entry.map_err(|error| {
            Diagnostic::error(Code::Option, format!("the folder {} cannot be read: {error}", show(path)))
        })?;
        if entry.path().extension().is_none_or(|ending| ending != "bright") {
            continue;
        }
        // A link is taken for the file it leads to, where that is inside the root.
        let Ok(real) = entry.path().canonicalize() else { continue };
        let Some(name) = root.name_of(&real).filter(|_| real.is_file()) else { continue };
        files.push(PolicyFile { name, real, named: false, root: root.clone() });
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    if files.is_empty() {
        let message = format!("there is no policy in {}: looked for files that end in `.bright`", show(path));
        return Err(Diagnostic::error(Code::Option, message));
    }
    Ok(files)
}

/// The root where none is given: the current folder where it holds `folder`, else `folder` itself.
fn default_root(folder: &Path, real: &Path) -> Root {
    let here = std::env::current_dir().and_then(|here| here.canonicalize());
    match here {
        Ok(here) if real.starts_with(&here) => Root { shown: String::new(), real: here },
        _ => {
            let shown = slashed(folder);
            Root { shown: if shown.is_empty() { slashed(real) } else { shown }, real: real.to_path_buf() }
        }
    }
}

const OUTSIDE: &str = "it lies outside of the root folder";

/// Loads what policies use.
struct Loader<'r> {
    root: &'r Root,
}

impl Load for Loader<'_> {
    fn load(&self, from: &str, path: &str) -> Result<Source, String> {
        // The text must be a path that the language allows; where it leads is asked of the file system, which knows links.
        resolve_import("", &format!("/{}/{from}", "x/".repeat(64)), path)?;
        let rest = from.strip_prefix(&*self.root.shown).unwrap_or(from).trim_start_matches('/');
        let folder = self.root.real.join(rest);
        let target = folder.parent().unwrap_or(&self.root.real).join(path);
        let real = target.canonicalize().map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => "there is no such file".to_owned(),
            _ => reason(&error),
        });
        let (real, name) = match real {
            Ok(real) => (real.clone(), self.root.name_of(&real)),
            // Whether a file outside of the root is there is none of the policy's business.
            Err(why) => return Err(if self.reaches_out(rest, path) { self.outside() } else { why }),
        };
        let name = name.ok_or_else(|| self.outside())?;
        if !real.is_file() {
            return Err("it is not a file".to_owned());
        }
        read_source(&name, &real).map_err(|error| error.message)
    }
}

impl Loader<'_> {
    fn outside(&self) -> String {
        let shown = if self.root.shown.is_empty() { "." } else { &self.root.shown };
        format!("{OUTSIDE} {}", named(shown))
    }

    fn reaches_out(&self, from: &str, path: &str) -> bool {
        resolve_import("", from, path).is_err()
    }
}

/// Reads a file of the language.
pub(crate) fn read_source(name: &Arc<str>, real: &Path) -> Result<Source, Diagnostic> {
    let bytes = read_bytes(real, MAX_SOURCE).map_err(|error| {
        Diagnostic::error(Code::Option, format!("{} cannot be read: {}", named(name), reason(&error)))
    })?;
    if bytes.len() > MAX_SOURCE {
        let message = format!("{} is larger than {} MiB", named(name), MAX_SOURCE >> 20);
        return Err(Diagnostic::error(Code::Limit, message));
    }
    match decode(name, &bytes) {
        Ok(text) => Ok(Source { name: name.clone(), text: Arc::from(text) }),
        // The place is in bytes that are no text, so it cannot be shown.
        Err(error) => Err(Diagnostic { code: Code::Syntax, labels: Vec::new(), ..error }),
    }
}

fn read_bytes(real: &Path, most: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(real)?.take(most as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// A file of the language, checked; the first error is why it could not be.
fn check_file(file: &PolicyFile, sources: &mut Sources) -> Result<Checked, Diagnostic> {
    let source = read_source(&file.name, &file.real)?;
    let mut checked = check(&source, &Loader { root: &file.root });
    checked.sources.iter().for_each(|source| sources.keep(source));
    for found in checked.diagnostics.iter_mut().filter(|found| found.code == Code::Import) {
        if found.message.contains(OUTSIDE) {
            found.help = vec!["name a folder that holds both files with --root".to_owned()];
        }
    }
    Ok(checked)
}

/// The policies that `paths` name or hold, and warnings about them. Vocabularies in folders are passed over.
///
/// # Errors
/// Every error in them, and paths that lead nowhere.
pub(crate) fn policies(
    paths: &[PathBuf],
    root: Option<&Path>,
    sources: &mut Sources,
) -> Result<(Vec<Policy>, Vec<Diagnostic>), Vec<Diagnostic>> {
    let names: Vec<String> = paths.iter().map(|path| show(path)).collect();
    checks(paths, root, sources)?.policies(&names.join(", "))
}

/// Every file that `paths` name or hold, checked.
///
/// # Errors
/// Paths that lead nowhere.
pub(crate) fn checks(paths: &[PathBuf], root: Option<&Path>, sources: &mut Sources) -> Result<Checks, Vec<Diagnostic>> {
    let mut checks = Checks::default();
    for file in find_files(paths, root)? {
        checks.add(&file.name, file.named, check_file(&file, sources));
    }
    Ok(checks)
}

/// Reads the profiles in a file, or on standard input where `path` is `-`.
pub(crate) fn document(path: &Path, sources: &mut Sources) -> Result<Document, Diagnostic> {
    let is_stdin = path.as_os_str() == "-";
    let name: Arc<str> = if is_stdin { Arc::from("standard input") } else { Arc::from(slashed(path)) };
    let bytes = if is_stdin {
        let mut bytes = Vec::new();
        io::stdin().lock().take(MAX_DOCUMENT as u64 + 1).read_to_end(&mut bytes).map(|_| bytes)
    } else if path.is_dir() {
        let message = format!("{} is a folder, where a file of profiles is asked for", show(path));
        return Err(Diagnostic::error(Code::Option, message).help("--profiles may be given several times"));
    } else {
        read_bytes(path, MAX_DOCUMENT)
    };
    let bytes = bytes.map_err(|error| absent(path, "a file of profiles", &error))?;
    if bytes.len() > MAX_DOCUMENT {
        let message = format!("{} is larger than {} MiB", visible(&name), MAX_DOCUMENT >> 20);
        return Err(Diagnostic::error(Code::Limit, message).help("split it into several documents"));
    }
    let text = decode(&name, &bytes).map_err(|error| Diagnostic { labels: Vec::new(), ..error })?;
    sources.keep(&Source { name: name.clone(), text: Arc::from(text) });
    let format = if is_stdin { None } else { Format::from_name(&name) };
    Ok(read_document(&name, text, format.unwrap_or_else(|| Format::sniff(text))))
}

/// Why a path cannot be opened, with what was looked for there and what may have been meant.
fn absent(path: &Path, wanted: &str, error: &io::Error) -> Diagnostic {
    if error.kind() != io::ErrorKind::NotFound {
        return Diagnostic::error(Code::Option, format!("{} cannot be read: {}", show(path), reason(error)));
    }
    let missing = Diagnostic::error(Code::Option, format!("there is no {}: looked for {wanted}", show(path)));
    match sibling(path) {
        Some(near) => missing.help(format!("did you mean {}?", show(&near))),
        None => missing.help("give the path of a file or of a folder, from the folder this is run in"),
    }
}

/// The path beside one that is not there which it may have been meant to be.
fn sibling(path: &Path) -> Option<PathBuf> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let entries = std::fs::read_dir(folder).ok()?.take(1000).filter_map(Result::ok);
    let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    let wanted = path.file_name()?.to_string_lossy().into_owned();
    let near = nearest(&wanted, names.iter().map(String::as_str))?;
    Some(path.with_file_name(near))
}

/// The system's reason without its number.
pub(crate) fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "permission is denied".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        _ => error.to_string().to_lowercase(),
    }
}

/// A path with `/` between folders, without `.` folders.
pub(crate) fn slashed(path: &Path) -> String {
    let mut shown = String::new();
    for part in path.components() {
        match part {
            Component::CurDir => continue,
            Component::RootDir => shown.push('/'),
            Component::Prefix(prefix) => shown.push_str(&prefix.as_os_str().to_string_lossy()),
            Component::ParentDir | Component::Normal(_) => {
                if !shown.is_empty() && !shown.ends_with('/') {
                    shown.push('/');
                }
                shown.push_str(&part.as_os_str().to_string_lossy());
            }
        }
    }
    shown
}

/// A path in backticks, whole: a shortened one could not be found again.
pub(crate) fn show(path: &Path) -> String {
    named(&path.to_string_lossy())
}

/// A file's name in backticks, whole.
pub(crate) fn named(name: &str) -> String {
    format!("`{}`", visible(name))
}
