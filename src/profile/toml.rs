//! Profiles out of TOML.
//!
//! In: a [`Source`]. Out: a [`Document`]. What a page loads first has no reader for them, and says so.

#[cfg(feature = "full")]
mod read;

#[cfg(feature = "full")]
pub(super) use read::read;

/// Refuses a document: there is no reader for it here.
#[cfg(not(feature = "full"))]
pub(super) fn read(_: &super::source::Source<'_>) -> super::Document {
    super::Document::refused(crate::diagnostic::Diagnostic::beyond("profiles in TOML"))
}

/// What a TOML profile looks like.
pub(super) const SHAPE: &str = "a profile has one field on each line: `training_compute = \"1e26 FLOP\"`";

/// Whether the first lines of a text, blank ones left out, seem to be TOML.
pub(super) fn looks_like<'t>(lines: impl Iterator<Item = &'t str>) -> bool {
    lines.take(200).find(|line| !line.starts_with('#')).is_some_and(|line| {
        let before_comment = line.split('#').next().unwrap_or("").trim_end();
        let header = before_comment.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        let header =
            header.map(|inner| inner.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(inner));
        let key = header.or_else(|| line.split_once('=').map(|(key, _)| key)).unwrap_or("").trim();
        let word = |part: &str| {
            let bare = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-');
            let part = part.trim();
            let is_json = matches!(part, "true" | "false" | "null") || part.bytes().all(|byte| byte.is_ascii_digit());
            !part.is_empty() && (header.is_none() || !is_json) && part.chars().all(bare)
        };
        let closed = |quote| key.len() > 2 && key.starts_with(quote) && key.ends_with(quote);
        let quoted = header.is_none() && (closed('"') || closed('\'')) && !key.contains(',');
        quoted || (!key.is_empty() && key.split('.').all(word))
    })
}
