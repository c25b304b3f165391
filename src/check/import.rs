//! Loading: the file and all that it uses, each once, without rings.

use super::{Checker, Load};
use crate::diagnostic::{Code, Diagnostic, quote};
use crate::span::Source;
use crate::syntax::ast::{File, StatementKind};
use crate::syntax::parse_file;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Most files a policy may use, directly or not.
const MAX_FILES: usize = 256;

/// The name of the file written as `path` in the file named `from`; both with `/` between folders.
///
/// # Errors
/// One sentence where the path is absolute or leaves `root` (empty: wherever the names begin).
pub fn resolve_import(root: &str, from: &str, path: &str) -> Result<String, String> {
    if path.starts_with('/') || path.contains('\\') || path.contains(':') {
        return Err("a path is relative to its file and written with `/`".to_owned());
    }
    let absolute = from.starts_with('/');
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => drop(parts.pop()),
            ".." => return Err("the path leaves the root folder".to_owned()),
            part => parts.push(part),
        }
    }
    let joined = format!("{}{}", if absolute { "/" } else { "" }, parts.join("/"));
    let root = root.trim_end_matches('/').trim_start_matches("./");
    let inside = root.is_empty() || root == "." || joined.strip_prefix(root).is_some_and(|rest| rest.starts_with('/'));
    if inside { Ok(joined) } else { Err(format!("the path leaves the root folder `{root}`")) }
}

/// Why a path names no file of the language, whatever the loader has.
fn refuse_path(path: &str) -> Option<&'static str> {
    if path.contains("://") {
        Some("files are used from a folder, not from the web")
    } else if path.is_empty() {
        Some("the path is empty")
    } else if !path.ends_with(".bright") {
        Some("only `.bright` files can be used")
    } else {
        None
    }
}

impl Checker {
    /// Parses `source` and everything it uses; the first file is `source`, each other stands after its first user.
    pub(super) fn import_all(&mut self, source: &Source, loader: &dyn Load) -> Vec<File> {
        let mut files: Vec<File> = Vec::new();
        let mut places: FxHashMap<Arc<str>, usize> = FxHashMap::default();
        let mut waiting = std::collections::VecDeque::from([source.clone()]);
        places.insert(source.name.clone(), 0);
        let mut uses: Vec<Vec<(usize, crate::span::Span)>> = Vec::new();
        while let Some(next) = waiting.pop_front() {
            let (file, found) = parse_file(&next.name, &next.text);
            self.lost.note_unread(&file, &found);
            self.diagnostics.extend(found);
            let mut used = Vec::new();
            for statement in &file.statements {
                let StatementKind::Uses(path) = &statement.kind else { continue };
                let loaded = match refuse_path(&path.text) {
                    Some(reason) => Err(reason.to_owned()),
                    None => loader.load(&file.name, &path.text),
                };
                match loaded {
                    Ok(_) if places.len() >= MAX_FILES => {
                        let error =
                            Diagnostic::error(Code::Limit, format!("a policy uses more than {MAX_FILES} files"));
                        self.diagnostics.push(error.at(&file.name, path.span, ""));
                    }
                    Ok(loaded) => {
                        let known = places.len();
                        let place = *places.entry(loaded.name.clone()).or_insert(known);
                        if place == known {
                            waiting.push_back(loaded);
                        }
                        used.push((place, path.span));
                    }
                    Err(reason) => {
                        self.lost.note_import();
                        let error =
                            Diagnostic::error(Code::Import, format!("{} cannot be used: {reason}", quote(&path.text)));
                        let help = "write the path from this file's folder, as in `../facts/model.bright`";
                        self.diagnostics.push(error.at(&file.name, path.span, "").help(help));
                    }
                }
            }
            uses.push(used);
            files.push(file);
        }
        self.refuse_import_rings(&files, &uses);
        self.scopes = uses.into_iter().map(super::Scope::using).collect();
        files
    }

    /// Reports each `uses` that leads back to its own file, and takes it out of the graph.
    fn refuse_import_rings(&mut self, files: &[File], uses: &[Vec<(usize, crate::span::Span)>]) {
        // 0 not seen, 1 on the way, 2 done; the way is kept on a stack of our own.
        let mut state = vec![0u8; files.len()];
        let mut stack: Vec<(usize, usize)> = vec![(0, 0)];
        while let Some((file, next)) = stack.pop() {
            if let Some(mark) = state.get_mut(file) {
                *mark = 1;
            }
            match uses.get(file).and_then(|used| used.get(next)) {
                Some((target, span)) => {
                    stack.push((file, next + 1));
                    match state.get(*target) {
                        Some(0) => stack.push((*target, 0)),
                        Some(1) => {
                            let Some(name) = files.get(file).map(|file| &file.name) else { continue };
                            let message = "files use each other in a ring";
                            let error =
                                Diagnostic::error(Code::Import, message).at(name, *span, "leads back to this file");
                            self.diagnostics.push(error.help("move what both need into a vocabulary of its own"));
                        }
                        _ => {}
                    }
                }
                None => {
                    if let Some(mark) = state.get_mut(file) {
                        *mark = 2;
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::resolve_import;

    #[test]
    fn imports_stay_inside_the_root() {
        let resolve = |root, from, path| resolve_import(root, from, path).ok();
        assert_eq!(resolve("rules", "rules/us/a.bright", "../facts/m.bright").as_deref(), Some("rules/facts/m.bright"));
        assert_eq!(resolve("rules", "rules/us/a.bright", "../../x.bright"), None);
        assert_eq!(resolve("rules", "rules/a.bright", "../rules-evil/x.bright"), None);
        assert_eq!(resolve("", "a.bright", "../x.bright"), None);
        assert_eq!(resolve("", "a.bright", "/etc/passwd"), None);
        assert_eq!(resolve("/r", "/r/a.bright", "b.bright").as_deref(), Some("/r/b.bright"));
    }
}
