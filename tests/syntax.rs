//! Reading and printing whole files, from the outside.
use brightline::diagnostic::{Code, Diagnostic, MAX_DIAGNOSTICS};
use brightline::syntax::ast::{Expr, ExprKind, File, StatementKind, ValueKind};
use brightline::syntax::{MAX_DEPTH, MAX_NESTING, MAX_SOURCE, format_source, parse_file, parse_value, print_expr};
use std::sync::Arc;

const SB_53: &str = include_str!("syntax/ca_sb_53.bright");
const EO_14409: &str = include_str!("syntax/eo_14409_multiplier.bright");
const STATEMENTS: &str = include_str!("syntax/statements.bright");

fn parse(text: &str) -> (File, Vec<Diagnostic>) {
    parse_file(&Arc::from("test.bright"), &Arc::from(text))
}

fn format(text: &str) -> Result<String, Vec<Diagnostic>> {
    format_source(&Arc::from("test.bright"), &Arc::from(text))
}

fn file(text: &str) -> File {
    let (file, errors) = parse(text);
    assert!(errors.is_empty(), "{text}\n{errors:#?}");
    file
}

/// The expression of `let x = TEXT;`.
fn expr(text: &str) -> Expr {
    let mut file = file(&format!("let x = {text};"));
    match file.statements.remove(0).kind {
        StatementKind::Let { value, .. } => value,
        other => panic!("{other:?}"),
    }
}

/// The only error in `text`.
fn error(text: &str) -> Diagnostic {
    let (_, mut errors) = parse(text);
    assert_eq!(errors.len(), 1, "{text}\n{errors:#?}");
    errors.remove(0)
}

fn messages(text: &str) -> Vec<String> {
    parse(text).1.into_iter().map(|error| error.message).collect()
}

/// What an expression says, with parentheses round every operation.
fn grouped(expr: &Expr) -> String {
    let two = |a: &Expr, op: &str, b: &Expr| format!("({} {op} {})", grouped(a), grouped(b));
    match &expr.kind {
        ExprKind::Parenthesis(a) => grouped(a),
        ExprKind::Minus(a) => format!("(-{})", grouped(a)),
        ExprKind::Not(a) => format!("(not {})", grouped(a)),
        ExprKind::Shown(a) => format!("(shown {})", grouped(a)),
        ExprKind::Arithmetic(op, a, b) => two(a, op.symbol(), b),
        ExprKind::Comparison(op, a, b) => two(a, op.symbol(), b),
        ExprKind::Otherwise(a, b) => two(a, "otherwise", b),
        ExprKind::AsOf(a, b) => two(a, "as of", b),
        ExprKind::Exists(a) => format!("({} exists)", grouped(a)),
        ExprKind::Membership(a, _) => format!("({} in)", grouped(a)),
        ExprKind::Connective(op, all) => {
            format!("({})", all.iter().map(grouped).collect::<Vec<_>>().join(&format!(" {} ", op.symbol())))
        }
        _ => print_expr(expr),
    }
}

mod reading {
    use super::*;

    #[test]
    fn the_example_policies_are_read_whole() {
        assert_eq!(file(SB_53).statements.len(), 13);
        assert_eq!(file(EO_14409).statements.len(), 10);
        assert_eq!(file(SB_53).comments.len(), 1);
    }

    #[test]
    fn every_statement_form_is_read() {
        let file = file(STATEMENTS);
        let lines = STATEMENTS.lines().filter(|line| line.starts_with("#:")).count();
        assert_eq!(file.statements.len(), lines);
    }

    #[test]
    fn places_hold_what_was_written_and_no_more() {
        let text = "\u{feff}# é\nlet  a = b +  c # why\n ;\nfact f: FLOP # x\n in 0 FLOP .. # y\n \"é\" # z\n ;";
        let file = file(text);
        assert_eq!(file.statements[0].span.slice(text), "let  a = b +  c");
        assert_eq!(file.statements[1].span.slice(text), "fact f: FLOP # x\n in 0 FLOP .. # y\n \"é\"");
        assert_eq!(
            file.comments.iter().map(|c| c.slice(text)).collect::<Vec<_>>(),
            ["# é", "# why", "# x", "# y", "# z"]
        );
        match &file.statements[1].kind {
            StatementKind::Fact(fact) => {
                assert_eq!(fact.domain.as_ref().unwrap().span.slice(text), "in 0 FLOP ..");
                assert_eq!(&*fact.text.text, "é");
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn operators_bind_as_the_table_says() {
        for (text, meaning) in [
            ("a + b * c ^ 2 > -d ^ 2", "((a + (b * (c ^ 2))) > (-(d ^ 2)))"),
            ("a - b - c", "((a - b) - c)"),
            ("-a * -b", "((-a) * (-b))"),
            ("2 ^ -3", "(2 ^ (-3))"),
            ("not a is b and c", "((not (a is b)) and c)"),
            ("not not a", "(not (not a))"),
            ("a and not b and shown c", "(a and (not b) and (shown c))"),
            ("a and (b or c)", "(a and (b or c))"),
            ("a or b or c > d", "(a or b or (c > d))"),
            ("a is not b", "(a is not b)"),
            ("not base exists", "(not (base exists))"),
            ("a + b in { c }", "((a + b) in)"),
            ("line as of d > 5", "((line as of d) > 5)"),
            ("a otherwise b otherwise -1", "((a otherwise b) otherwise (-1))"),
            ("largest f where g > 1e26 FLOP before d", "largest f where g > 1e26 FLOP before d"),
            ("(a otherwise b) + 1", "((a otherwise b) + 1)"),
        ] {
            assert_eq!(grouped(&expr(text)), meaning, "{text}");
        }
    }

    #[test]
    fn literals_are_exact_and_keep_their_spelling() {
        for (text, value, spelling) in [
            ("1e26 FLOP", "1e26", "1e26"),
            ("10^26", "1e26", "10^26"),
            ("10^-3", "0.001", "10^-3"),
            ("500  million USD", "500000000", "500 million"),
            ("1_000_000", "1000000", "1_000_000"),
            ("1/3", "1/3", "1/3"),
            ("10x", "10", "10x"),
            ("55%", "55", "55"),
            ("1.5e-3 FLOP/s", "0.0015", "1.5e-3"),
        ] {
            match expr(text).kind {
                ExprKind::Literal(literal) => {
                    assert_eq!(literal.number.to_exact_string(), value, "{text}");
                    assert_eq!(&*literal.spelling, spelling, "{text}");
                }
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(print_expr(&expr("1e26 FLOP / x")), "1e26 FLOP / x");
        assert_eq!(print_expr(&expr("1e20 FLOP/s*day")), "1e20 FLOP/s*day");
        assert_eq!(print_expr(&expr("5 FLOP*s^-2")), "5 FLOP*s^-2");
    }

    #[test]
    fn words_that_only_begin_like_keywords_are_names() {
        let text = "notable and order.is.in or2";
        assert_eq!(error(&format!("let x = {text};")).labels[0].span.slice(&format!("let x = {text};")), "or2");
        for text in
            ["notable and order.is.in", "iffy + islands > trueness", "all > any and at is least", "largest > known"]
        {
            assert_eq!(print_expr(&expr(text)), text);
        }
    }

    #[test]
    fn values_are_read() {
        let read = |text: &str| parse_value(&Arc::from("v"), text).map(|value| value.kind);
        assert!(matches!(read(" 1.2e26 FLOP "), Ok(ValueKind::Quantity(_))));
        assert!(matches!(read("8e25 .. 2e26 FLOP"), Ok(ValueKind::Range(..))));
        assert!(matches!(read("2026-08 .. 2026-10-05"), Ok(ValueKind::Range(..))));
        assert!(matches!(read("8e25 to 2e26 FLOP"), Ok(ValueKind::Estimate(..))));
        assert!(matches!(read("500 million to 700 million USD"), Ok(ValueKind::Estimate(..))));
        assert!(matches!(read("1.2e26 FLOP +/- 30 %"), Ok(ValueKind::PlusMinus(..))));
        assert!(matches!(read("-5"), Ok(ValueKind::Quantity(quantity)) if quantity.negative));
        assert!(matches!(read("2026-08"), Ok(ValueKind::Month(_))));
        assert!(matches!(read("2026-08-01"), Ok(ValueKind::Date(_))));
        assert!(matches!(read("unknown"), Ok(ValueKind::Unknown)));
        assert!(matches!(read("none"), Ok(ValueKind::None)));
        assert!(matches!(read("true"), Ok(ValueKind::Truth(true))));
        assert!(matches!(read("yes"), Ok(ValueKind::Word(_))));
        assert!(matches!(read("\"a \\\"b\\\" \\\\\""), Ok(ValueKind::Text(text)) if &*text == "a \"b\" \\"));
        for (text, code) in [
            ("", Code::Syntax),
            ("5 FLOP x", Code::Syntax),
            ("\"open", Code::Syntax),
            ("1,000", Code::Literal),
            ("$5M", Code::Literal),
            ("2026-13", Code::Literal),
            ("2026-02-30", Code::Literal),
            ("1e401", Code::Limit),
            (&"1".repeat(5000), Code::Limit),
            (&"(".repeat(80), Code::Limit),
        ] {
            assert_eq!(read(text).unwrap_err().code, code, "{text}");
        }
    }
}

mod recovery {
    use super::*;

    #[test]
    fn three_errors_in_three_statements_are_all_found() {
        let found = messages("let a = ;\nparam b = 5 in;\nstatus x 2026-01-01;\nlet good = 1;");
        assert_eq!(
            found,
            [
                "expected an expression, found `;`",
                "expected `{`, `..` or a lower end, found `;`",
                "expected `from`, found `2026`"
            ]
        );
    }

    #[test]
    fn two_errors_in_two_entries_of_a_block_are_both_found() {
        let text = "designate d \"t\" when all of { a > ; b; any of { c d e; f => 1; }; };\nlet good = 1;";
        let (file, errors) = parse(text);
        assert_eq!(errors.len(), 3, "{errors:#?}");
        assert!(errors[2].message.contains("`>=`"));
        assert_eq!(file.statements.len(), 1);
    }

    #[test]
    fn a_missing_semicolon_is_reported_where_it_is_missing() {
        let text = "param a = 5\nparam b = 6\n  in 1 ..\nlet c = a";
        let (file, errors) = parse(text);
        assert_eq!(file.statements.len(), 3);
        assert_eq!(errors.iter().map(|error| error.labels[0].span.end).collect::<Vec<_>>(), [11, 33, 43]);
        assert!(errors.iter().all(|error| error.message == "expected `;` after this statement"));
        for text in ["let a = all of { b\n c > 1; };", "let a = all of { b > 1\n c: d; };", "let a = all of { b };"] {
            assert_eq!(error(text).message, "expected `;` after this entry", "{text}");
        }
        assert_eq!(file_count("test \"x\" { a: 5; }\ntest \"y\" { }"), 2);
        assert_eq!(file_count("let a = all of { b; } and c;"), 1);
    }

    fn file_count(text: &str) -> usize {
        file(text).statements.len()
    }

    #[test]
    fn unknown_statements_and_words_say_what_was_meant() {
        let found = error("desginate x \"t\" when y;");
        assert_eq!(found.message, "unknown statement `desginate`");
        assert_eq!(found.help, ["did you mean `designate`?"]);
        let found = error("designate x \"t\" wehn y;");
        assert_eq!(found.message, "expected `when` or a citation in `[ ]`, found `wehn`");
        assert_eq!(found.help, ["did you mean `when`?"]);
    }

    #[test]
    fn brackets_and_quotes_without_partner_are_pointed_at() {
        let found = error("let x = (a > 1;\nlet y = 2;");
        assert_eq!(found.message, "`(` is never closed");
        assert_eq!(found.labels.iter().map(|label| label.span.start).collect::<Vec<_>>(), [8, 16]);
        let found = error("let x = all of { (a > 1; };\nlet y = 2;");
        assert_eq!(found.message, "`(` is closed by `}`");
        let found = error("let x = a);");
        assert_eq!(found.message, "`)` closes nothing");
        let found = error("let x = all of { a); };");
        assert_eq!(found.labels.len(), 2);
        assert_eq!(error("note \"open;\nlet y = 2;").labels[0].span.start, 5);
        assert_eq!(error("let x = all of { a [open; };\nlet y = 2;").message, "a citation is not closed");
        assert_eq!(error("note \"a\\nb\";").message, "a text in quotes holds an unknown escape");
    }

    #[test]
    fn stray_characters_are_named_and_never_echoed_raw() {
        for (text, named) in [
            ("let x = \u{1b}[31m;", "U+001B"),
            ("let \u{202e}x = 1;", "U+202E"),
            ("let x = 1;\u{feff}", "U+FEFF"),
            ("note “x”;", "`“` (U+201C)"),
            ("let café = 1;", "`é` (U+00E9)"),
        ] {
            let (_, errors) = parse(text);
            assert!(errors[0].message.contains(named), "{errors:?}");
            let all = format!("{errors:?}");
            assert!(!all.contains(['\u{1b}', '\u{202e}', '\u{feff}']));
        }
        assert!(parse("# é \u{1b}\nnote \"é “x”\";").1.is_empty());
    }

    #[test]
    fn more_than_a_hundred_errors_are_counted() {
        let (_, errors) = parse(&"let a = ;\n".repeat(150));
        assert_eq!(errors.len(), MAX_DIAGNOSTICS + 1);
        assert_eq!(errors[MAX_DIAGNOSTICS].message, "and 50 more");
    }
}

mod refusals {
    use super::*;

    /// Each is refused once, with this code, and its help holds this text.
    #[test]
    fn what_other_languages_write_is_refused_with_the_right_spelling() {
        for (text, code, help) in [
            ("a < b < c", Code::Spelling, "`a < b and b < c`"),
            ("a is b in { c }", Code::Spelling, "`a is b and b in { c }`"),
            ("a and b or c", Code::Spelling, "`(a and b) or c`"),
            ("a or b and c or d", Code::Spelling, "`(a or b) and c`"),
            ("a + 1 otherwise b", Code::Spelling, "`a + (1 otherwise b)`"),
            ("a otherwise b > 1", Code::Spelling, "`(a otherwise b) > 1`"),
            ("not a otherwise b", Code::Spelling, "`(not a) otherwise b`"),
            ("a > not b", Code::Spelling, "`(not b)`"),
            ("2 ^ 3 ^ 4", Code::Spelling, "`2 ^ (3 ^ 4)`"),
            ("x / 2/3", Code::Spelling, "`(x / 2) / 3`"),
            ("2/10 ^ 3", Code::Spelling, "`2 / (10 ^ 3)`"),
            ("1/2/3", Code::Literal, "`1 / 2 / 3`"),
            ("a is unknown", Code::Spelling, "shown"),
            ("base is none", Code::Spelling, "not base exists"),
            ("$100M", Code::Literal, "`100 million USD`"),
            ("€1,000.50", Code::Literal, "`1_000.50 EUR`"),
            ("$5 billion", Code::Literal, "`5 billion USD`"),
            ("1e26FLOP", Code::Literal, "`1e26 FLOP`"),
            ("100M", Code::Literal, "`100 million`"),
            ("1e", Code::Literal, "`1e26`"),
            ("007 FLOP", Code::Literal, "`7`"),
            (".5", Code::Literal, "`0.5`"),
            ("5.", Code::Literal, "`5`"),
            ("1__0", Code::Literal, "as in"),
            ("1,000 USD", Code::Literal, "`1_000`"),
            ("1/0", Code::Literal, ""),
            ("0^-1", Code::Literal, ""),
            ("2026-02-30", Code::Literal, "2026-08-01"),
            ("2026-8-1", Code::Literal, "`2026-08-01`"),
            ("01-02-2026", Code::Literal, "year, month and day"),
            ("2026-08", Code::Literal, "`2026 - 8`"),
            ("30 dyas before d", Code::Literal, "`days`"),
            ("2.5 days before d", Code::Literal, "whole numbers"),
            ("at least 99999999999 of { a; }", Code::Literal, "whole numbers"),
            ("1e401", Code::Limit, "400"),
            ("10^401", Code::Limit, "400"),
            ("9999999999999999999999999999999999999999999999999999999999999999^400", Code::Limit, "binary"),
        ] {
            let found = error(&format!("let x = {text};"));
            assert_eq!(found.code, code, "{text}: {found:?}");
            assert!(found.help.join("\n").contains(help), "{text}: {found:?}");
            assert!(help.is_empty() || !found.help.is_empty(), "{text}: {found:?}");
        }
        let digits = format!("let x = {};", "9".repeat(65));
        assert_eq!(error(&digits).code, Code::Limit);
    }

    #[test]
    fn every_wrong_symbol_names_the_right_one() {
        for (wrong, right) in brightline::syntax::op::WRONG_SPELLINGS {
            let text = if *wrong == "!" { "let x = !a;".to_owned() } else { format!("let x = a {wrong} b;") };
            let found = error(&text);
            assert_eq!(found.code, Code::Spelling);
            assert_eq!(found.message, format!("`{wrong}` is written `{right}` here"));
        }
    }

    #[test]
    fn long_operands_are_shortened() {
        let long = "a_very_long_name_of_a_fact_that_fills_a_line";
        let found = error(&format!("let x = {long} and {long} or {long};"));
        assert!(found.help.iter().all(|help| help.len() < 160), "{found:?}");
    }
}

mod limits {
    use super::*;

    /// The stack of WebAssembly, one MiB; without optimisation the parser's frames are four times as large.
    fn on_small_stack(run: impl FnOnce() + Send + 'static) {
        let stack = if cfg!(debug_assertions) { 4 << 20 } else { 1 << 20 };
        std::thread::Builder::new().stack_size(stack).spawn(run).unwrap().join().unwrap();
    }

    #[test]
    fn nesting_of_every_kind_is_bounded_on_a_small_stack() {
        on_small_stack(|| {
            for (before, middle, after) in [
                ("(", "a", ")"),
                ("all of { ", "a;", "};"),
                ("y: at least 1 of { ", "a;", "};"),
                ("not ", "a", ""),
                ("shown ", "a", ""),
                ("-", "a", ""),
                ("- ", "a", ""),
                ("!", "a", ""),
                ("min(1, ", "a", ")"),
                ("1 + 2 * (", "a", ")"),
                ("a and (", "a", ")"),
                ("line as of (", "d", ")"),
                ("30 days after (", "d", ")"),
                ("(if a then b else ", "c", ")"),
                ("largest f where ", "a", " before d"),
                ("if a then b else ", "c", ""),
            ] {
                let inner = |depth: usize| {
                    let text = format!("{}{middle}{}", before.repeat(depth), after.repeat(depth));
                    match before.contains('{') {
                        // The outermost block stands where `before` begins an entry.
                        true => format!("let x = all of {{ {text} }};"),
                        false => format!("let x = {text};"),
                    }
                };
                let spare = match before {
                    // The first `if` follows no `else`.
                    "if a then b else " => MAX_NESTING + 1,
                    _ if before.contains('{') => MAX_NESTING - 1,
                    _ => MAX_NESTING,
                };
                let text = inner(spare);
                let (file, errors) = parse(&text);
                if before == "!" {
                    assert!(errors.iter().all(|error| error.code == Code::Spelling));
                } else {
                    assert!(errors.is_empty(), "{before}: {errors:?}");
                    assert_eq!(file.statements.len(), 1);
                    assert_eq!(format(&format(&text).unwrap()), format(&text), "{before}");
                }
                for deeper in [spare + 1, 20_000] {
                    let found = error(&inner(deeper));
                    assert_eq!(found.code, Code::Limit, "{before}");
                    assert!(found.message.contains("64") && found.help.join(" ").contains("`let`"));
                }
            }
        });
    }

    #[test]
    fn operators_in_sequence_do_not_nest() {
        let many = |item: &str| vec![item; 10_000].join(" ");
        on_small_stack(move || {
            for text in [many("a > 1 and").as_str(), many("not a or").as_str(), many("a and -b > 1 and").as_str()] {
                let last = file(&format!("let x = {text} a;"));
                assert_eq!(last.statements.len(), 1);
            }
            for text in [many("a +"), many("a * -"), many("a otherwise"), many("a ^"), many("a > not"), many("a - b >")]
            {
                let (_, errors) = parse(&format!("let x = {text} a;"));
                assert!(!errors.is_empty() && errors.len() <= MAX_DIAGNOSTICS + 1);
            }
            let (_, errors) = parse(&format!("let x = a {};", many("exists")));
            assert_eq!(errors[0].code, Code::Limit);
        });
        assert!(parse(&format!("let x = {} a;", vec!["a +"; MAX_DEPTH - 1].join(" "))).1.is_empty());
        assert_eq!(error(&format!("let x = {} a;", vec!["a +"; MAX_DEPTH].join(" "))).code, Code::Limit);
    }

    #[test]
    fn ten_thousand_entries_are_read_and_printed() {
        let entries: String =
            (0..10_000).map(|i| format!("    e{i}: compute > {i} FLOP and not x [c {i}];\n")).collect();
        let text = format!("designate d \"t\"\n    when all of {{\n{entries}}};\n");
        on_small_stack(move || {
            let printed = format(&text).unwrap();
            assert_eq!(printed.lines().count(), 10_003);
        });
    }

    #[test]
    fn a_file_beyond_four_mebibytes_is_refused() {
        assert_eq!(error(&" ".repeat(MAX_SOURCE + 1)).code, Code::Limit);
        assert!(parse(&" ".repeat(MAX_SOURCE)).1.is_empty());
    }
}

mod printing {
    use super::*;

    #[test]
    fn the_examples_print_idempotently() {
        for text in [SB_53, EO_14409, STATEMENTS] {
            let once = format(text).unwrap();
            assert_eq!(format(&once).unwrap(), once);
        }
    }

    #[test]
    fn a_policy_prints_as_the_reference_shows_it() {
        let text = "designate  d \"Title\"[1] when all of{a:b>1 FLOP[2];not c; };\n\n\n\nlet x=a+b   # sum\n;\n# end";
        let printed = "designate d \"Title\" [1]\n    when all of {\n        a: b > 1 FLOP [2];\n        not c;\n    };\n\n\
                       let x = a + b;  # sum\n# end\n";
        assert_eq!(format(text).unwrap(), printed);
    }

    #[test]
    fn comments_stay_where_they_stood() {
        let text = "# head\n\npolicy p \"t\";  # here\n\n# own\ndesignate d \"t\"  # title\n    # why\n    \
                    when all of {  # open\n        # first\n        a;  # a\n\n        b;\n        # last\n    }  # close\n    \
                    unless c;  # end\n\n# tail\n";
        assert_eq!(format(text).unwrap(), text);
    }

    #[test]
    fn long_lines_are_broken_between_their_parts() {
        let long = "what it is, in words that fill most of a line all by themselves, and a few more";
        let text = format!(
            "fact f.g: FLOP in 0 FLOP .. \"{long}\" also \"Training compute (FLOP)\" assume 0 FLOP;\n\
             let x = aaaaaaaaaaaaaaaaaaaaaaaaaaaaa > 1 and bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb > 2 and ccccccccccccccccccccc > 3;\n"
        );
        let printed = format(&text).unwrap();
        assert!(printed.contains(&format!("..\n    \"{long}\"\n    also")), "{printed}");
        assert!(printed.contains("let x =\n    aaaa") && printed.contains("\n        and bbbb"), "{printed}");
        assert_eq!(format(&printed).unwrap(), printed);
    }

    #[test]
    fn an_expression_prints_in_one_line() {
        let text = "at  least 2 of {\n x: a>1 FLOP [c]; # why\n shown all of { b; not c ; } ; }";
        assert_eq!(print_expr(&expr(text)), "at least 2 of { x: a > 1 FLOP [c]; shown all of { b; not c } }");
    }

    #[test]
    fn a_source_with_errors_is_not_printed() {
        assert_eq!(format("let x = ;").unwrap_err().len(), 1);
    }
}
