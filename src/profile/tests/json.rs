//! JSON and NDJSON.

use super::*;

#[test]
fn an_object_is_a_profile_and_groups_are_dotted() {
    let text = "\u{feff}{\n  \"name\": \"X\", \" é \" : 1.50E+26,\n  \"base\": {\"a\": {\"b\": true}, \"c\": null}, \"d\": -0}";
    assert_eq!(good(Format::Json, text), ["name=\"X\" é=1.50E+26 base.a.b=true base.c=null d=-0"]);
    let document = read(Format::Json, text);
    let cells = &document.profiles[0].cells;
    let places: Vec<_> = cells.iter().map(|cell| (cell.line, cell.column)).collect();
    assert_eq!(places, [(2, 11), (2, 24), (3, 23), (3, 35), (3, 47)]);
    let written: Vec<_> = cells.iter().map(|cell| cell.span.unwrap().slice(text)).collect();
    assert_eq!(written, ["\"X\"", "1.50E+26", "true", "null", "-0"]);
    assert_eq!(document.profiles[0].place.row, None);
}

#[test]
fn an_array_and_objects_in_a_row_are_profiles() {
    for text in ["[{\"a\": 1}, {\"a\": 2}]", "{\n\"a\": 1}{\"a\": 2}", "{\"a\": 1}\n{\"a\": 2}"] {
        let document = read(Format::Json, text);
        assert_eq!(shown(&document), ["a=1", "a=2"], "{text}");
        assert_eq!(document.profiles[1].place.row, Some(2));
    }
    assert_eq!(good(Format::Json, "{}"), [""]);
    assert_eq!(read(Format::Json, "[]").diagnostics[0].message, "x.json has no profiles: its array is empty");
}

#[test]
fn numbers_keep_their_text() {
    let digits = format!("{}.{}e-399", "9".repeat(70), "1".repeat(70));
    assert_eq!(good(Format::Json, &format!("{{\"a\":{digits}}}")), [format!("a={digits}")]);
}

#[test]
fn escapes_are_read_and_arrays_are_left_to_the_policy() {
    let text = r#"{"a": "\u00e9\n\"", "b": [1, {"c": 2}], "d": {}, "__proto__": "x", "": 0}"#;
    let fields = r#"a="é\n\"" b=<an array> d=<an empty object> __proto__="x" =0"#;
    assert_eq!(good(Format::Json, text), [fields]);
}

#[test]
fn a_name_given_twice_makes_its_values_invalid_at_every_level() {
    for (text, fields) in [
        (r#"{"a": 1, "b": 2, "\u0061": 3}"#, "a=<x.json gives `a` twice> b=2"),
        (r#"{"g": {"a": 1, "a ": 1}}"#, "g.a=<x.json gives `g.a` twice>"),
        (r#"{"g": {"a": 1}, "g": {"b": 1}}"#, "g.a=<x.json gives `g` twice> g.b=<x.json gives `g` twice>"),
        (r#"{"g": {"a": 1}, "g.a": 2}"#, "g.a=<x.json gives `g.a` twice>"),
    ] {
        let document = read(Format::Json, text);
        assert_eq!(shown(&document), [fields]);
        assert_eq!(document.findings().count(), 1);
    }
    let document = read(Format::Json, r#"[{"a": 1}, {"a": 1, "\u0061": 2}, {"a": 3}]"#);
    assert_eq!(shown(&document)[0], "a=1");
    assert_eq!(shown(&document)[2], "a=3");
    let found = document.findings().next().unwrap();
    assert_eq!(found.message, "x.json profile 2 gives `a` twice");
    assert_eq!((found.labels[0].span, found.labels[1].span), (Span::new(20, 28), Span::new(12, 15)));
}

#[test]
fn half_a_character_costs_its_field() {
    let fields = r#"a=<x.json: `a` has half of a character> b=1"#;
    assert_eq!(shown(&read(Format::Json, r#"{"a": "\ud800", "b": 1}"#)), [fields]);
    let fields = "error: x.json: the name of a field has half of a character";
    assert_eq!(shown(&read(Format::Json, r#"{"\udc00": 1, "b": 1}"#)), [fields]);
}

#[test]
fn a_line_that_cannot_be_read_costs_that_line() {
    let text = "{\"a\": 1}\n\n{\"a\": }\r\n{\"a\": 3} {\"a\": 4}\n[1]\n{\"a\": 5}";
    let document = read(Format::Ndjson, text);
    assert_eq!(
        shown(&document),
        [
            "a=1",
            "error: x.ndjson line 3, column 7: expected a value, found `}`",
            "error: x.ndjson line 4 has more than one value",
            "error: x.ndjson line 5 is an array, not a profile",
            "a=5",
        ]
    );
    assert_eq!(document.findings().next().unwrap().labels[0].span, Span::new(16, 17));
    let last = &document.profiles[4];
    assert_eq!((last.place.row, last.cells[0].line, last.cells[0].column), (Some(6), 6, 7));
    assert_eq!(last.cells[0].span.unwrap().slice(text), "5");
}

#[test]
fn an_element_that_is_no_object_costs_that_element() {
    let document = read(Format::Json, "[{\"a\": 1}, 7, null, {\"a\": 2}]");
    assert_eq!(
        shown(&document),
        [
            "a=1",
            "error: x.json profile 2 is a number, not a profile",
            "error: x.json profile 3 is null, not a profile",
            "a=2",
        ]
    );
}

#[test]
fn a_document_that_is_no_object_is_told_what_a_profile_is() {
    assert!(complaint(Format::Json, "1e26").starts_with("x.json is a number, not a profile; a profile is an object"));
    assert!(complaint(Format::Json, "\"x\"").starts_with("x.json is a text, not a profile"));
    assert!(complaint(Format::Json, "{} 1").starts_with("x.json has a number beside other values"));
    assert!(complaint(Format::Json, "[] {}").starts_with("x.json has an array beside other values"));
}

#[test]
fn nesting_is_bounded_before_anything_recurses() {
    let nested = |levels: usize| format!("{}1{}", "{\"a\":".repeat(levels), "}".repeat(levels));
    assert_eq!(read(Format::Json, &nested(64)).profiles[0].cells.len(), 1);
    assert!(complaint(Format::Json, &nested(65)).starts_with("x.json line 1, column 321: more than 64 levels"));
    assert!(complaint(Format::Json, &"[".repeat(100_000)).contains("more than 64 levels"));
    assert_eq!(good(Format::Json, &format!("{{\"a\": \"\\\"{}\"}}", "[".repeat(100))).len(), 1);
    let deep = format!("{}\n{{\"a\": 1}}", nested(65));
    assert_eq!(shown(&read(Format::Ndjson, &deep))[1], "a=1");
}

#[test]
fn a_name_that_is_too_long_costs_its_profile() {
    let text = format!("[{{\"{}\": {{\"b\": 1}}, \"c\": 1}}, {{\"c\": 1}}]", "a".repeat(5000));
    let shown = shown(&read(Format::Json, &text));
    assert!(shown[0].ends_with("…` is longer than 4096 bytes") && shown[0].len() < 200, "{shown:?}");
    assert_eq!(shown[1], "c=1");
}

#[test]
fn mistakes_are_told_how_to_mend() {
    let quotes = "JSON writes names and texts in straight double quotes";
    let number =
        "a number is written `12`, `0.5` or `1e26`: no `+`, no `_`, no leading zero, a digit on both sides of `.`";
    let null = "write `null` for what is not known";
    for (text, message) in [
        ("{\"a\": NaN}", format!("column 7: expected a value, found `NaN`; {null}")),
        ("{\"a\": -Infinity}", format!("column 7: expected a number, found `-Infinity`; {null}")),
        ("{\"a\": nul}", "column 7: expected `true`, `false` or `null`, found `nul`; put names and texts in double quotes".into()),
        ("{\"a\": True}", "column 7: expected a value, found `True`; write `true`".into()),
        ("{\"a\": 1,}", "column 9: expected the name of a field in double quotes, found `}`; drop the `,` before it".into()),
        ("[{},]", "column 5: expected a value, found `]`; drop the `,` before it".into()),
        ("[{},,{}]", "column 5: expected a value, found `,`; drop one `,`".into()),
        ("{\"a\": 1 // x\n}", "column 9: expected `,` or `}`, found `/`; JSON has no comments".into()),
        ("# x\n{}", "column 1: expected a value, found `#`; JSON has no comments".into()),
        ("{'a': 1}", format!("column 2: expected the name of a field in double quotes, found `'`; {quotes}")),
        ("{\"a\": “x”}", format!("column 7: expected a value, found `“`; {quotes}")),
        ("{a: 1}", "column 2: expected the name of a field in double quotes, found `a`; put names and texts in double quotes".into()),
        ("{\"a\" = 1}", "column 6: expected `:` behind the name of a field, found `=`; write `:` between a name and its value".into()),
        ("{\"a\": 1e26 FLOP}", "column 12: expected `,` or `}`, found `FLOP`; put a value with a unit in quotes: `\"1e26 FLOP\"`".into()),
        ("{\"a\": 1_000}", format!("column 7: expected `,` or `}}`, found `1_000`; {number}")),
        ("{\"a\": 01}", format!("column 7: expected a number, found `01`; {number}")),
        ("{\"a\": .5}", format!("column 7: expected a value, found `.5`; {number}")),
        ("{\"a\": +5}", format!("column 7: expected a value, found `+5`; {number}")),
        ("{\"a\": 1.}", format!("column 7: expected a number, found `1.`; {number}")),
        ("{\"a\": 1,000}", "column 9: expected the name of a field in double quotes, found `000`; write a number without commas: `1000000`".into()),
        ("{\"a\": 1 \"b\": 2}", "column 9: expected `,` or `}`, found `\"`; a `,` is missing before it".into()),
        ("{\"a\": 1", "column 8: expected `}` to close an object, found the end of the document; the document seems to be cut off".into()),
        ("{\"a\": \"x", "column 9: expected `\"` to close a text, found the end of the document; the document seems to be cut off".into()),
        ("{\"a\": \"x\ny\"}", "column 9: expected no line break or control character inside a text, found `\\n`; write a line break as `\\n` and a tab as `\\t`; or a closing quote is missing".into()),
        ("{\"a\": \"C:\\x\"}", "column 11: expected one of `\\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u0000` in a text, found `x`; write a backslash as `\\\\`".into()),
        ("{\"a\": 1},\n{\"a\": 2}", "column 9: expected the end of the document, found `,`; write several profiles as an array, or one on each line".into()),
        ("{\"a\": 1} x", "column 10: expected the end of the document, found `x`; a document is one profile, an array of them, or one on each line".into()),
        ("{\"a\": {\u{202e}}}", "column 8: expected the name of a field in double quotes, found `\\u{202e}`".into()),
    ] {
        let document = read_document(&Arc::from("x.json"), text, Format::Json);
        let found: Vec<_> = document.findings().collect();
        let last = &found[0];
        let told = format!("{}{}", last.message, last.help.iter().map(|help| format!("; {help}")).collect::<String>());
        assert_eq!(told, format!("x.json line 1, {message}"), "{text}");
        assert!(text.get(last.labels[0].span.range()).is_some(), "{text}");
    }
}
