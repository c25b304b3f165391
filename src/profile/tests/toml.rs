//! TOML.

use super::*;

#[test]
fn a_document_is_a_profile_and_tables_are_groups() {
    let text = "\u{feff}# note\nname = 'X'\ncompute = +1_0.50e+26 # c\nn = 1_000\nreleased = 2026-08-01\n\
                [base]\nopen = true\n[zoo]\nb.c = 1\na = \"\"\"\nx\"\"\"\n[base.more]\nd = -0.5\n";
    let fields = "name=\"X\" compute=+1_0.50e+26 n=1_000 released=\"2026-08-01\" base.open=true zoo.b.c=1 zoo.a=\"x\" base.more.d=-0.5";
    assert_eq!(good(Format::Toml, text), [fields]);
    let document = read(Format::Toml, text);
    let cells = &document.profiles[0].cells;
    let places: Vec<_> = cells.iter().map(|cell| (cell.line, cell.column)).collect();
    assert_eq!(places, [(2, 8), (3, 11), (4, 5), (5, 12), (7, 8), (9, 7), (10, 5), (13, 5)]);
    assert_eq!(cells[1].span.unwrap().slice(text), "+1_0.50e+26");
}

#[test]
fn arrays_of_tables_called_profile_are_profiles() {
    let text = "[[profile]]\na = 1\n[profile.base]\nx = 2\n[[profile]]\na = 3\n";
    assert_eq!(good(Format::Toml, text), ["a=1 base.x=2", "a=3"]);
    assert_eq!(good(Format::Toml, "profiles = [{a = 1}, {a = 2}]"), ["a=1", "a=2"]);
    assert_eq!(read(Format::Toml, text).profiles[1].place.row, Some(2));
    let document = read(Format::Toml, "profile = [{a = 1}, 2]");
    assert_eq!(shown(&document), ["a=1", "error: x.toml profile 2 is a number, not a table"]);
    let beside = "x.toml: the field `title` belongs to no profile; move it under one of the `[[profile]]`";
    assert_eq!(complaint(Format::Toml, "title = 1\n[[profile]]\na = 1\n"), beside);
    assert_eq!(good(Format::Toml, "profile = [1, 2]\n[[list]]\nx = 1"), ["profile=<an array> list=<an array>"]);
    assert_eq!(good(Format::Toml, "base = {}"), ["base=<an empty table>"]);
}

#[test]
fn values_that_no_fact_can_be_cost_their_field() {
    for (value, why) in [
        ("0x1F", "which is not a decimal number"),
        ("0b1", "which is not a decimal number"),
        ("inf", "which is not a number"),
        ("-nan", "which is not a number"),
        ("2026-08-01T10:00:00Z", "with a time of day"),
        ("2026-08-01 10:00:00", "with a time of day"),
        ("10:00:00", "with a time of day"),
    ] {
        let text = format!("a = {value}\nb = 1");
        assert_eq!(shown(&read(Format::Toml, &text)), [format!("a=<x.toml: `a` is `{value}`, {why}> b=1")]);
    }
}

#[test]
fn a_name_given_twice_is_found_across_spellings() {
    let twice = "<x.toml gives `a.b` twice>";
    assert_eq!(shown(&read(Format::Toml, "a.b = 1\n\"a.b\" = 2")), [format!("a.b={twice}")]);
    assert_eq!(
        complaint(Format::Toml, "a = 1\nb = 2\n\"\\u0061\" = 3"),
        "x.toml line 3, column 1: `\"\\u0061\"` is given twice; keep one of them"
    );
}

#[test]
fn mistakes_are_told_where_and_how_to_mend() {
    let units = "put texts, and values with a unit, in quotes: `\"1e26 FLOP\"`; a number alone is written `12`, `0.5` or `1e26`";
    for (text, message) in [
        ("a = abc", format!("line 1, column 5: `abc` needs quotes; {units}")),
        ("a = 1e26 FLOP", format!("line 1, column 5: `1e26 FLOP` needs quotes; {units}")),
        ("a = 1\nb", "line 2, column 2: key with no value; expected here: `=`".into()),
        ("a = \"x\nb = 1", "line 1, column 7: a text in quotes is not closed; expected here: `\"`".into()),
        ("# only\n", "has no fields".into()),
    ] {
        let told = complaint(Format::Toml, text);
        assert!(told.contains(&message), "{text}: {told}");
    }
}

#[test]
fn nesting_is_bounded_before_anything_recurses() {
    let dotted = |levels: usize| vec!["a"; levels].join(".");
    for text in [
        format!("{} = 1", dotted(100_000)),
        format!("[{}]\n", dotted(100_000)),
        format!("[[{}]]\n", dotted(100_000)),
        format!("a = {}", "[".repeat(100_000)),
        format!("a = {}", "{b=".repeat(100_000)),
        format!("[{}]\n{} = {{ {} = 1 }}\n", dotted(30), dotted(30), dotted(30)),
        format!("x'''\n{} = 1\n'''", dotted(100_000)),
        format!("x\"\"\"\n{} = 1\n\"\"\"", dotted(100_000)),
        format!("x = \"\\\n{} = 1\n\"", dotted(100_000)),
    ] {
        assert!(complaint(Format::Toml, &text).contains("more than 64 levels"), "{}", &text[..20]);
    }
    let text =
        format!("[{}]\n{} = 1.5\n[[profile.x]]\n[b]\nc = [\n[1,\n[2.5]], {{x.y = 1}}]\n", dotted(32), dotted(31));
    assert_eq!(read(Format::Toml, &text).findings().next(), None);
    assert_eq!(good(Format::Toml, &format!("a = '''{}'''", "[".repeat(100))).len(), 1);
}
