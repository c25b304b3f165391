//! What holds for any text.

use super::*;
use proptest::prelude::*;

const FORMATS: [Format; 4] = [Format::Json, Format::Ndjson, Format::Toml, Format::Csv];

/// Texts made of what the formats are made of.
fn soup() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        "\"",
        "'",
        ",",
        ";",
        ":",
        "=",
        "\n",
        "\r\n",
        "\r",
        "\t",
        " ",
        ".",
        "#",
        "\\",
        "\\u0061",
        "\\ud800",
        "a",
        "\"a\"",
        "\"b\":",
        "1",
        "1e5",
        "-",
        "nan",
        "true",
        "null",
        "2026-08-01",
        "[[profile]]",
        "profile",
        "é",
        "\u{feff}",
        "\u{0}",
        "\"\"\"",
        "'''",
        "[a]",
        "a = 1",
        "{\"a\":1}",
    ]);
    prop::collection::vec(pieces, 0..40).prop_map(|pieces| pieces.concat())
}

/// What every reading must keep: profiles in error are empty and say so, spans fit, places are right.
fn check(text: &str, format: Format) {
    let document = read(format, text);
    for found in document.findings() {
        assert!(!found.message.is_empty() && found.message.len() < 1000);
        assert!(found.labels.iter().all(|label| text.get(label.span.range()).is_some()), "{text:?} {found:?}");
        let printed = found.help.iter().chain([&found.message]).all(|text| !text.chars().any(char::is_control));
        assert!(printed, "{text:?} {found:?}");
    }
    let index = crate::span::LineIndex::new(text);
    let mark = if text.starts_with('\u{feff}') { 1 } else { 0 };
    for profile in &document.profiles {
        assert!(profile.error.is_none() || profile.cells.is_empty());
        for cell in &profile.cells {
            let span = cell.span.unwrap();
            assert!(text.get(span.range()).is_some(), "{text:?} {cell:?}");
            if format != Format::Csv {
                let (line, column) = index.line_column(text, span.start);
                assert_eq!((cell.line, cell.column), (line, column - if line == 1 { mark } else { 0 }), "{text:?}");
            }
        }
    }
    let silent = document.profiles.is_empty() && document.diagnostics.is_empty();
    assert!(!silent, "{text:?}");
}

/// JSON values with groups, printed by `serde_json`.
fn json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        any::<bool>().prop_map(serde_json::Value::from),
        any::<i64>().prop_map(serde_json::Value::from),
        ".{0,6}".prop_map(serde_json::Value::from),
        Just(serde_json::Value::Null),
    ];
    leaf.prop_recursive(4, 30, 5, |inner| {
        let object = prop::collection::vec(("[a-z\"\\\\é\n]{1,5}", inner), 1..5);
        object.prop_map(|entries| serde_json::Value::Object(entries.into_iter().collect()))
    })
}

/// The leaves of a JSON value under their dotted names.
fn leaves(value: &serde_json::Value, path: Option<&str>, out: &mut Vec<(String, RawValue)>) {
    let raw = match value {
        serde_json::Value::Object(object) => {
            for (key, value) in object {
                let key = key.trim();
                let path = path.map_or(key.to_owned(), |path| format!("{path}.{key}"));
                leaves(value, Some(&path), out);
            }
            return;
        }
        serde_json::Value::String(text) => RawValue::Text(Arc::from(text.as_str())),
        serde_json::Value::Number(number) => RawValue::Number(Arc::from(number.to_string())),
        serde_json::Value::Bool(truth) => RawValue::Bool(*truth),
        serde_json::Value::Null | serde_json::Value::Array(_) => RawValue::Null,
    };
    out.push((path.unwrap_or("").to_owned(), raw));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn no_soup_breaks_a_reader(text in soup()) {
        Format::sniff(&text);
        FORMATS.into_iter().for_each(|format| check(&text, format));
    }

    #[test]
    fn no_bytes_break_a_reader(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(text) = decode(&Arc::from("x"), &bytes) {
            FORMATS.into_iter().for_each(|format| check(text, format));
        }
        let text = String::from_utf8_lossy(&bytes);
        FORMATS.into_iter().for_each(|format| check(&text, format));
    }

    #[test]
    fn what_serde_json_accepts_is_never_called_bad_json(text in soup()) {
        let theirs = serde_json::from_str::<serde::de::IgnoredAny>(&text).is_ok();
        let ours = read(Format::Json, &text);
        let refused = ours.diagnostics.iter().any(|found| found.message.contains("expected"));
        prop_assert!(!(theirs && refused), "{:?}", ours.diagnostics);
    }

    #[test]
    fn json_is_read_as_it_was_printed(value in json(), pretty in any::<bool>()) {
        if !value.is_object() {
            return Ok(());
        }
        let text = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) }.unwrap();
        let mut expected = Vec::new();
        leaves(&value, None, &mut expected);
        let mut names: Vec<_> = expected.iter().map(|(name, _)| name.clone()).collect();
        names.sort();
        names.dedup();
        let document = read(Format::Json, &text);
        if names.len() == expected.len() && document.findings().next().is_none() {
            let cells = document.profiles[0].cells.iter();
            prop_assert_eq!(cells.map(|cell| (cell.key.to_string(), cell.value.clone())).collect::<Vec<_>>(), expected);
        }
    }

    #[test]
    fn rows_are_split_as_the_csv_crate_splits_them(text in "[ab,\"\n\r é]{0,40}") {
        let document = read(Format::Csv, &text);
        if document.findings().any(|found| found.message.contains("quote")) {
            return Ok(());
        }
        let mut reader = ::csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(text.as_bytes());
        let full = |record: &::csv::StringRecord| record.iter().any(|cell| !cell.trim().is_empty());
        let theirs: Vec<_> = reader.records().map(Result::unwrap).filter(full).collect();
        prop_assert_eq!(document.profiles.len(), theirs.len().saturating_sub(1));
        for (profile, record) in document.profiles.iter().zip(theirs.iter().skip(1)) {
            for cell in &profile.cells {
                if let RawValue::Text(ours) = &cell.value {
                    let theirs = record.get(cell.column - 1).unwrap();
                    // Blanks behind a closing quote are theirs to keep and ours to drop.
                    prop_assert!(&**ours == theirs || theirs.starts_with(&**ours), "{:?} {:?}", ours, theirs);
                }
            }
        }
    }

    #[test]
    fn a_table_written_by_the_csv_crate_is_read_back(rows in prop::collection::vec(prop::collection::vec("[a,;\"\n\r\té ]{0,5}", 3), 1..6)) {
        let mut writer = ::csv::Writer::from_writer(Vec::new());
        writer.write_record(["x", "y", "z"]).unwrap();
        rows.iter().for_each(|row| writer.write_record(row).unwrap());
        let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
        let document = read(Format::Csv, &text);
        let full: Vec<_> = rows.iter().filter(|row| row.iter().any(|cell| !cell.trim().is_empty())).collect();
        prop_assert_eq!(document.profiles.len(), full.len());
        for (profile, row) in document.profiles.iter().zip(full) {
            let cells: Vec<_> = profile.cells.iter().map(|cell| cell.value.clone()).collect();
            let expected: Vec<_> = row.iter().map(|cell| RawValue::Text(Arc::from(cell.as_str()))).collect();
            prop_assert_eq!(cells, expected);
        }
    }
}
