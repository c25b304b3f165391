//! The profiles of a document, raw: what each model's fields say, before anything knows what they mean.
//!
//! In: the text of a JSON, NDJSON, TOML or CSV document. Out: one [`RawProfile`] for each model in it, with the place of
//! every field, and what was wrong. A bad row costs that row, a bad field that field. Never opens a file, never knows a
//! policy, never turns a number into anything but its own text.

mod csv;
mod fields;
mod json;
mod source;
#[cfg(test)]
mod tests;
mod toml;

use crate::diagnostic::{Code, Diagnostic, escape};
use crate::span::Span;
use std::collections::HashSet;
use std::fmt;
use std::sync::Arc;

/// Largest size of a document, in bytes.
pub const MAX_DOCUMENT: usize = 256 << 20;
/// Largest size of a TOML document, in bytes: it is held whole, several times its size.
pub const MAX_TOML: usize = 16 << 20;
/// Most profiles and fields in one document, counted together.
pub const MAX_CELLS: usize = 16 << 20;
/// Most profiles and fields in one document that cannot be read; beyond it the document is refused.
pub const MAX_ERRORS: usize = 100_000;
/// Deepest nesting of a document.
pub const MAX_NESTING: usize = 64;
/// Longest dotted name of a field in a nested document, in bytes.
pub const MAX_KEY: usize = 4096;

/// One model's raw fields, as a document gave them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawProfile {
    /// Where the document has it.
    pub place: Place,
    /// Its fields, in the document's order. Empty where `error` is set.
    pub cells: Vec<Cell>,
    /// Why it could not be read, if it could not: a row with too few cells, a line that is not JSON. The profile is
    /// there all the same, so that every row is accounted for.
    pub error: Option<Box<Diagnostic>>,
}

/// Which profile of which document. Shows as `models.csv row 17`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The document, as it was named when loaded.
    pub file: Arc<str>,
    /// The CSV row as a spreadsheet numbers it (the header is row 1), the line of NDJSON, or the profile's number in an
    /// array, from one. `None` where the document is one profile.
    pub row: Option<usize>,
    /// What `row` counts.
    pub format: Format,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&escape(&self.file))?;
        let word = match self.format {
            Format::Csv => "row",
            Format::Ndjson => "line",
            Format::Json | Format::Toml => "profile",
        };
        self.row.map_or(Ok(()), |row| write!(f, " {word} {row}"))
    }
}

/// One field of a profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Its name without blanks around it; groups are flattened: `base: {x: 1}` gives `base.x`.
    pub key: Arc<str>,
    /// What it says.
    pub value: RawValue,
    /// The value's place in the document, quotes included.
    pub span: Option<Span>,
    /// One-based line: of the value, or in CSV of the start of its row.
    pub line: usize,
    /// One-based column: the value's first character in its line, or in CSV the number of the table's column.
    pub column: usize,
}

/// What a field says, unread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RawValue {
    /// A JSON string, a TOML string or date, or a CSV cell (an empty one too), as it stands; read later.
    Text(Arc<str>),
    /// A JSON or TOML number: its own text, such as `1.0e26`, `+5` or `1_000`.
    Number(Arc<str>),
    /// `true` or `false`.
    Bool(bool),
    /// JSON's `null`.
    Null,
    /// Something that no field can be, such as `an array`: an error only if a policy asks for the field.
    Unsupported(&'static str),
    /// A value that is wrong whatever the field means: a name given twice, half a character, `inf`, a time of day.
    Invalid(Arc<Diagnostic>),
}

/// A document, read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// Its profiles, in order.
    pub profiles: Vec<RawProfile>,
    /// What is wrong with the document itself; what is wrong with one profile or field is with that.
    pub diagnostics: Vec<Diagnostic>,
}

impl Document {
    /// Everything that is wrong: with the document, with its profiles, and with their fields.
    pub fn findings(&self) -> impl Iterator<Item = &Diagnostic> {
        self.diagnostics.iter().chain(self.profiles.iter().flat_map(RawProfile::findings))
    }

    fn refused(why: Diagnostic) -> Self {
        Document { profiles: Vec::new(), diagnostics: vec![why] }
    }
}

impl RawProfile {
    /// What is wrong with the profile and with its fields; what several fields share is given once.
    pub fn findings(&self) -> impl Iterator<Item = &Diagnostic> {
        let mut given = HashSet::new();
        let of_cells = self.cells.iter().filter_map(Cell::finding);
        let of_cells = of_cells.filter(move |found| given.insert(std::ptr::from_ref::<Diagnostic>(found)));
        self.error.as_deref().into_iter().chain(of_cells)
    }
}

impl Cell {
    /// What is wrong with the value, whatever the field means.
    pub fn finding(&self) -> Option<&Diagnostic> {
        match &self.value {
            RawValue::Invalid(diagnostic) => Some(diagnostic),
            RawValue::Text(_) | RawValue::Number(_) | RawValue::Bool(_) | RawValue::Null | RawValue::Unsupported(_) => {
                None
            }
        }
    }
}

/// How a document is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// One object, an array of objects, or objects in a row.
    Json,
    /// One object on each line.
    Ndjson,
    /// One profile, or several as `[[profile]]`.
    Toml,
    /// A table with a header; cells separated by commas, semicolons or tabs.
    Csv,
}

impl Format {
    /// The format that a file's ending tells, in any case; `None` for any other.
    pub fn from_name(name: &str) -> Option<Self> {
        let (_, ending) = name.rsplit_once('.')?;
        match ending.to_ascii_lowercase().as_str() {
            "json" => Some(Format::Json),
            "ndjson" | "jsonl" => Some(Format::Ndjson),
            "toml" => Some(Format::Toml),
            "csv" | "tsv" | "tab" => Some(Format::Csv),
            _ => None,
        }
    }

    /// The format that a text without a name seems to be in.
    pub fn sniff(text: &str) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        if toml::looks_like(lines.clone()) {
            return Format::Toml;
        }
        match lines.next().and_then(|line| line.chars().next()) {
            Some('{') if json::looks_like_lines(text) => Format::Ndjson,
            Some('{' | '[') => Format::Json,
            Some(_) | None => Format::Csv,
        }
    }
}

/// The text of a document's bytes.
///
/// # Errors
/// A [`Code::Profile`] diagnostic with the place of the first byte that is not UTF-8, or the name of the encoding where
/// the document tells it.
pub fn decode<'b>(file: &Arc<str>, bytes: &'b [u8]) -> Result<&'b str, Diagnostic> {
    let name = escape(file);
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Err(Diagnostic::error(Code::Profile, format!("{name} is written in UTF-16, not in UTF-8"))
            .help("save it as UTF-8; in a spreadsheet, choose `CSV UTF-8`"));
    }
    std::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        let before = bytes.get(..at).unwrap_or_default();
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        let byte = bytes.get(at).copied().unwrap_or_default();
        let message = format!("{name} line {line} is not UTF-8: byte {at} (counted from 0) is 0x{byte:02x}");
        let help = "the file may be in Windows-1252 or another older encoding; save it as UTF-8";
        Diagnostic::error(Code::Profile, message).at(file, Span::new(at, at + 1), "").help(help)
    })
}

/// Reads the profiles of a document.
pub fn read_document(file: &Arc<str>, text: &str, format: Format) -> Document {
    let most = if format == Format::Toml { MAX_TOML } else { MAX_DOCUMENT };
    if text.len() > most {
        let message = format!("{} is larger than {} MiB", escape(file), most >> 20);
        return Document::refused(Diagnostic::error(Code::Limit, message).help("split it into several documents"));
    }
    let source = source::Source::new(file, text);
    if source.body.trim().is_empty() {
        let message = format!("{} is empty", escape(file));
        return Document::refused(Diagnostic::error(Code::Profile, message).help(match format {
            Format::Csv => csv::SHAPE,
            Format::Toml => toml::SHAPE,
            Format::Json | Format::Ndjson => json::SHAPE,
        }));
    }
    match format {
        Format::Json => json::read(&source),
        Format::Ndjson => json::read_lines(&source),
        Format::Toml => toml::read(&source),
        Format::Csv => csv::read(&source),
    }
}

/// How many more profiles and fields a document may have, and how many more of them may be wrong.
struct Budget {
    cells: Option<usize>,
    errors: Option<usize>,
}

impl Budget {
    fn new() -> Self {
        Budget { cells: Some(MAX_CELLS), errors: Some(MAX_ERRORS) }
    }

    /// Counts `amount` more profiles and fields; `false` when that is too many, and ever after.
    fn take(&mut self, amount: usize) -> bool {
        self.cells = self.cells.and_then(|left| left.checked_sub(amount));
        self.cells.is_some()
    }

    /// Counts one more that is wrong; `false` when that is too many, and ever after.
    fn take_error(&mut self) -> bool {
        self.errors = self.errors.and_then(|left| left.checked_sub(1));
        self.errors.is_some()
    }

    /// What is left of a document that exceeds the budget: why, and the first thing that was wrong.
    fn refuse(&self, file: &str, document: &Document) -> Document {
        let (file, is_wrong) = (escape(file), self.errors.is_none());
        let (message, help) = if is_wrong {
            (
                format!("{file} has more than {MAX_ERRORS} profiles and fields that cannot be read"),
                "mend the first ones",
            )
        } else {
            (format!("{file} has more than {MAX_CELLS} profiles and fields"), "split it into several documents")
        };
        let mut refused = Document::refused(Diagnostic::error(Code::Limit, message).help(help));
        refused.diagnostics.extend(document.findings().next().filter(|_| is_wrong).cloned());
        refused
    }
}
