//! Tests of the readers: what each format gives, what each mistake is told, and laws that hold for any text.

use super::*;

mod csv;
mod json;
mod laws;
mod toml;

/// Reads `text` as `x.csv`, `x.json` and so on.
fn read(format: Format, text: &str) -> Document {
    let name = match format {
        Format::Json => "x.json",
        Format::Ndjson => "x.ndjson",
        Format::Toml => "x.toml",
        Format::Csv => "x.csv",
    };
    read_document(&Arc::from(name), text, format)
}

/// The fields of each profile as `key=value` in words, or its error.
fn shown(document: &Document) -> Vec<String> {
    let value = |value: &RawValue| match value {
        RawValue::Text(text) => format!("{text:?}"),
        RawValue::Number(text) => text.to_string(),
        RawValue::Bool(truth) => truth.to_string(),
        RawValue::Null => "null".to_owned(),
        RawValue::Unsupported(what) => format!("<{what}>"),
        RawValue::Invalid(why) => format!("<{}>", why.message),
    };
    let profile = |profile: &RawProfile| match &profile.error {
        Some(error) => format!("error: {}", error.message),
        None => {
            let cells = profile.cells.iter().map(|cell| format!("{}={}", cell.key, value(&cell.value)));
            cells.collect::<Vec<_>>().join(" ")
        }
    };
    document.profiles.iter().map(profile).collect()
}

/// The profiles of a document without findings.
fn good(format: Format, text: &str) -> Vec<String> {
    let document = read(format, text);
    assert_eq!(document.findings().map(|found| &found.message).collect::<Vec<_>>(), Vec::<&String>::new(), "{text}");
    shown(&document)
}

/// The one finding of a document, message and help.
fn complaint(format: Format, text: &str) -> String {
    let document = read(format, text);
    let found: Vec<&Diagnostic> = document.findings().collect();
    assert_eq!(found.len(), 1, "{text}: {found:?}");
    let found = found[0];
    assert!(!found.labels.iter().any(|label| text.get(label.span.range()).is_none()), "{text}: {found:?}");
    if found.help.is_empty() { found.message.clone() } else { format!("{}; {}", found.message, found.help.join("; ")) }
}

#[test]
fn a_name_tells_its_format() {
    assert_eq!(Format::from_name("a.b/x.CSV"), Some(Format::Csv));
    assert_eq!(Format::from_name("x.tsv"), Some(Format::Csv));
    assert_eq!(Format::from_name("x.json"), Some(Format::Json));
    assert_eq!(Format::from_name("x.jsonl"), Some(Format::Ndjson));
    assert_eq!(Format::from_name("x.toml"), Some(Format::Toml));
    assert_eq!(Format::from_name("x.bright"), None);
    assert_eq!(Format::from_name("csv"), None);
}

#[test]
fn a_text_without_a_name_tells_its_format() {
    let cases = [
        ("{\"a\": 1}", Format::Json),
        ("\u{feff} \n{\n\"a\": 1}", Format::Json),
        ("[{\"a\": 1}]", Format::Json),
        ("[\n1]", Format::Json),
        ("[1]", Format::Json),
        ("[\"a\"]", Format::Json),
        ("{\"a\": 1}\n\n {\"a\": 2}\n", Format::Ndjson),
        ("{\"a\": 1\n{\"a\": 2}\n", Format::Ndjson),
        ("# a note\n\nname = \"x\"", Format::Toml),
        ("base.name = \"x\"", Format::Toml),
        ("\"my name\" = \"x\"", Format::Toml),
        ("[base] # c", Format::Toml),
        ("[[profile]]\na = 1", Format::Toml),
        ("name,a\nx,1", Format::Csv),
        ("name\tcompute = total\n", Format::Csv),
        ("\"FLOP=x\",b\n", Format::Csv),
        ("# Model,a\nx,1", Format::Csv),
        ("", Format::Csv),
    ];
    for (text, format) in cases {
        assert_eq!(Format::sniff(text), format, "{text}");
    }
}

#[test]
fn bytes_that_are_not_utf_8_are_told_where() {
    let file = Arc::from("x.csv");
    assert_eq!(decode(&file, "é".as_bytes()).as_deref(), Ok("é"));
    let found = decode(&file, b"a\nb\nc\xe9d").unwrap_err();
    assert_eq!(found.message, "x.csv line 3 is not UTF-8: byte 5 (counted from 0) is 0xe9");
    assert_eq!(found.labels[0].span, Span::new(5, 6));
    let found = decode(&file, b"\xff\xfea\0").unwrap_err();
    assert_eq!(found.message, "x.csv is written in UTF-16, not in UTF-8");
}

#[test]
fn an_empty_document_is_an_error_in_every_format() {
    for format in [Format::Json, Format::Ndjson, Format::Toml, Format::Csv] {
        for text in ["", "\u{feff}", " \r\n\t\n"] {
            let document = read(format, text);
            assert!(document.profiles.is_empty());
            assert!(document.diagnostics.len() == 1 && document.diagnostics[0].message.ends_with("is empty"));
        }
    }
}

#[test]
fn a_document_beyond_the_limit_is_refused() {
    assert!(complaint(Format::Toml, &" ".repeat(MAX_TOML + 1)).starts_with("x.toml is larger than 16 MiB"));
}

#[test]
fn a_budget_once_exceeded_stays_so() {
    let mut budget = Budget { cells: Some(3), errors: Some(1) };
    assert!(budget.take(2) && budget.take(1) && !budget.take(1) && !budget.take(0));
    assert!(budget.take_error() && !budget.take_error());
}

#[test]
fn a_document_of_nothing_but_errors_is_refused_with_its_first() {
    let cases = [
        (Format::Csv, format!("a,b\n{}", "x\n".repeat(MAX_ERRORS + 1)), "x.csv row 2 has 1 cell"),
        (Format::Ndjson, "1\n".repeat(MAX_ERRORS + 1), "x.ndjson line 1 is a number"),
        (Format::Json, format!("[{}1]", "1,".repeat(MAX_ERRORS)), "x.json profile 1 is a number"),
        (Format::Toml, (0..=MAX_ERRORS).map(|at| format!("a{at}=inf\n")).collect(), "x.toml: `a0` is `inf`"),
    ];
    for (format, text, first) in cases {
        let document = read(format, &text);
        assert!(document.profiles.is_empty() && document.diagnostics.len() == 2);
        assert!(document.diagnostics[0].message.ends_with("more than 100000 profiles and fields that cannot be read"));
        assert!(document.diagnostics[1].message.starts_with(first), "{:?}", document.diagnostics[1]);
    }
}

#[test]
fn a_profile_says_where_it_is() {
    let place = |row, format| Place { file: Arc::from("a\u{1b}.x"), row, format }.to_string();
    assert_eq!(place(None, Format::Json), "a\\u{1b}.x");
    assert_eq!(place(Some(2), Format::Json), "a\\u{1b}.x profile 2");
    assert_eq!(place(Some(2), Format::Ndjson), "a\\u{1b}.x line 2");
    assert_eq!(place(Some(2), Format::Csv), "a\\u{1b}.x row 2");
}
