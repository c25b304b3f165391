//! Tables.

use super::*;

#[test]
fn a_row_is_a_profile() {
    let text = "\u{feff}name, a ,base.x\r\nX,\"1,5\",\"say \"\"hi\"\"\"\r\n\r\n\"Y\nZ\",,NA\r\nW,1, 2 \r\n";
    assert_eq!(
        good(Format::Csv, text),
        [
            r#"name="X" a="1,5" base.x="say \"hi\"""#,
            r#"name="Y\nZ" a="" base.x="NA""#,
            r#"name="W" a="1" base.x=" 2 ""#,
        ]
    );
    let document = read(Format::Csv, text);
    let rows: Vec<_> = document.profiles.iter().map(|profile| profile.place.row.unwrap()).collect();
    assert_eq!(rows, [2, 4, 5]);
    let places: Vec<_> =
        document.profiles.iter().map(|profile| (profile.cells[2].line, profile.cells[2].column)).collect();
    assert_eq!(places, [(2, 3), (4, 3), (6, 3)]);
    let written: Vec<_> = document.profiles[0].cells.iter().map(|cell| cell.span.unwrap().slice(text)).collect();
    assert_eq!(written, ["X", "\"1,5\"", "\"say \"\"hi\"\"\""]);
}

#[test]
fn semicolons_and_tabs_separate_where_the_header_has_no_comma() {
    assert_eq!(good(Format::Csv, "name;a\nX;1,5\n"), [r#"name="X" a="1,5""#]);
    assert_eq!(good(Format::Csv, "name\ta\nX\t1;5"), [r#"name="X" a="1;5""#]);
    assert_eq!(good(Format::Csv, "\n\n\"na,me\";a\nX;1"), [r#"na,me="X" a="1""#]);
    assert_eq!(good(Format::Csv, "name,a;b\nX,1"), [r#"name="X" a;b="1""#]);
    assert_eq!(good(Format::Csv, "name\rX\rY"), [r#"name="X""#, r#"name="Y""#]);
}

#[test]
fn a_ragged_row_costs_that_row() {
    let document = read(Format::Csv, "a,b\n1,2\n3\n4,5,6\n\n7,8\n");
    assert_eq!(
        shown(&document),
        [
            r#"a="1" b="2""#,
            "error: x.csv row 3 has 1 cell, the header has 2",
            "error: x.csv row 4 has 3 cells, the header has 2",
            r#"a="7" b="8""#,
        ]
    );
    let found: Vec<_> = document.findings().collect();
    assert_eq!(found[0].help, ["write a comma for each empty cell, and quote cells that contain a line break"]);
    assert_eq!(found[1].help, ["quote cells that contain a comma"]);
    assert_eq!(found[1].labels[0].span, Span::new(10, 15));
    assert_eq!(document.profiles[3].place.row, Some(6));
}

#[test]
fn quotes_that_do_not_close_cost_their_row_only() {
    let document = read(Format::Csv, "a,b\n1,\"2\n3,\"4\"\"\n5,6\n");
    assert_eq!(shown(&document)[0], "error: x.csv row 2: column 2 goes on behind its closing quote");
    let document = read(Format::Csv, "a,b\n1,\"2\n3,4\n5,\"\"\n");
    assert_eq!(
        shown(&document),
        ["error: x.csv row 2: the quote that opens column 2 is never closed", r#"a="3" b="4""#, r#"a="5" b="""#,]
    );
    assert_eq!(shown(&read(Format::Csv, "a,b\n\"1\" ,2\" x\n")), [r#"a="1" b="2\" x""#]);
    assert_eq!(
        shown(&read(Format::Csv, "a,b\n\"1\"x,2\n3,4")),
        ["error: x.csv row 2: column 1 goes on behind its closing quote", r#"a="3" b="4""#,]
    );
    let told = "x.csv row 1: the quote that opens column 2 is never closed; close it before the next cell";
    assert_eq!(complaint(Format::Csv, "a,\"b\n1,2"), told);
}

#[test]
fn a_name_given_twice_is_an_error_of_the_header() {
    let document = read(Format::Csv, "a,b,a ,b\n1,2,3,4\n");
    let told: Vec<_> = document.findings().map(|found| found.message.as_str()).collect();
    assert_eq!(told, ["x.csv: columns 1 and 3 are both called `a`", "x.csv: columns 2 and 4 are both called `b`"]);
    assert!(document.profiles[0].cells.iter().all(|cell| matches!(cell.value, RawValue::Unsupported(_))));
}

#[test]
fn a_column_without_a_name_is_an_error_once_it_has_a_value() {
    assert_eq!(good(Format::Csv, "a,,\n1,,\n2, ,\n"), [r#"a="1""#, r#"a="2""#]);
    let told =
        "x.csv row 3: column 2 has a value but no name in the header; name the column in the header, or remove it";
    assert_eq!(complaint(Format::Csv, "a,,\n1,,\n2,x,\n3,y,\n"), told);
}

#[test]
fn rows_of_empty_cells_are_left_out_aloud() {
    let document = read(Format::Csv, "a,b\n,\n1,2\n\n , \n  \n");
    assert_eq!(shown(&document), [r#"a="1" b="2""#]);
    let told: Vec<_> = document.findings().map(|found| found.message.as_str()).collect();
    assert_eq!(told, ["x.csv has 2 rows with only empty cells, which are left out; the first is row 2"]);
}

#[test]
fn columns_are_bounded_and_longer_rows_are_counted() {
    assert_eq!(complaint(Format::Csv, &"a,".repeat(65_536)), "x.csv has 65537 columns, more than 65536");
    let document = read(Format::Csv, &format!("a,b\n{}x\n", ",".repeat(70_000)));
    assert_eq!(shown(&document), ["error: x.csv row 2 has 70001 cells, the header has 2"]);
}

#[test]
fn a_table_without_rows_or_header_is_said() {
    assert!(complaint(Format::Csv, "a,b\n").starts_with("x.csv has a header but no rows"));
    assert!(complaint(Format::Csv, ",,\n,,\n").starts_with("x.csv has no header"));
}

#[test]
fn the_models_of_epoch_are_all_read() {
    let name = "epoch_notable_ai_models_2026-07.csv";
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let found =
        ["../shared/data", "../../shared/data"].iter().find_map(|data| std::fs::read(root.join(data).join(name)).ok());
    let Some(bytes) = found else {
        println!("skipped: {name} is not here");
        return;
    };
    let file = Arc::from(name);
    let document = read_document(&file, decode(&file, &bytes).unwrap(), Format::Csv);
    assert_eq!(document.findings().next(), None);
    assert_eq!(document.profiles.len(), 1036);
    assert!(document.profiles.iter().all(|profile| profile.cells.len() == 47));
}
