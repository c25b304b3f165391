//! What holds for every source: nothing panics, and printing keeps the meaning.
use brightline::date::CalendarUnit;
use brightline::diagnostic::{Code, Diagnostic};
use brightline::rational::Rational;
use brightline::span::Span;
use brightline::syntax::ast::{DateShift, Expr, ExprKind, Literal, Name, Population, StatementKind};
use brightline::syntax::op::{Arithmetic, Comparison, Connective};
use brightline::syntax::{format_source, parse_file, parse_value, print_expr};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::RngSeed;
use std::sync::Arc;

const STATEMENTS: &str = include_str!("syntax/statements.bright");

/// What sources are made of, right and wrong.
const FRAGMENTS: &[&str] = &[
    "policy",
    "let",
    "param",
    "fact",
    "designate",
    "test",
    "when",
    "unless",
    "due",
    "all of",
    "any of",
    "at least 2 of",
    "{",
    "}",
    "(",
    ")",
    ";",
    ":",
    ",",
    "=",
    "..",
    "x",
    "a.b",
    "not",
    "shown",
    "-",
    "+",
    "*",
    "/",
    "^",
    ">",
    ">=",
    "<",
    "is",
    "is not",
    "in",
    "and",
    "or",
    "otherwise",
    "if",
    "then",
    "else",
    "else if",
    "where",
    "largest",
    "known",
    "before",
    "on or before",
    "after",
    "30 days",
    "as of",
    "exists",
    "1e26",
    "FLOP",
    "55 %",
    "1/3",
    "10x",
    "10^26",
    "2026-08-01",
    "2026-08",
    "\"text\"",
    "\"",
    "[cite]",
    "[",
    "]",
    "# comment\n",
    "\n",
    " ",
    "unknown",
    "none",
    "true",
    "=>",
    "&&",
    "!",
    "$5M",
    "1,000",
    "1e",
    "é",
    "\u{feff}",
    "\u{1b}",
    "\\",
    "expect",
    "model",
    "default",
    "from",
    "to",
    "+/-",
    "70 %",
    "true 70 %, false 30 %",
];

fn name() -> Arc<str> {
    Arc::from("test.bright")
}

fn parse(text: &str) -> Vec<Diagnostic> {
    parse_file(&name(), &Arc::from(text)).1
}

/// Everything runs on `text` without a panic, and nothing reports a defect of the program.
fn survives(text: &str) {
    let errors = parse(text);
    for error in &errors {
        assert_ne!(error.code, Code::Internal, "{text:?}\n{error:#?}");
        for label in &error.labels {
            assert!(text.get(label.span.range()).is_some(), "{text:?}\n{error:#?}");
        }
    }
    match format_source(&name(), &Arc::from(text)) {
        Ok(printed) => {
            assert!(errors.is_empty());
            assert_eq!(format_source(&name(), &Arc::from(printed.as_str())).unwrap(), printed, "{text:?}");
        }
        Err(refused) => assert_eq!(refused, errors, "{text:?}"),
    }
    if let Err(error) = parse_value(&name(), text) {
        assert_ne!(error.code, Code::Internal, "{text:?}\n{error:#?}");
    }
}

/// What an expression says, without its places.
fn shape(expr: &Expr) -> String {
    let text = format!("{expr:?}");
    let mut parts = text.split("Span { start: ");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |shape, part| shape + part.split_once('}').unwrap().1)
}

fn expr(kind: ExprKind) -> Expr {
    Expr { kind, span: Span::default() }
}

fn word() -> impl Strategy<Value = Arc<str>> {
    select(vec!["a", "base.total_compute", "all", "largest", "min2", "or_none", "known", "e26", "x"])
        .prop_map(Arc::from)
}

fn named() -> impl Strategy<Value = Name> {
    word().prop_filter("plain", |word| !word.contains('.')).prop_map(|text| Name { text, span: Span::default() })
}

fn atom() -> impl Strategy<Value = Expr> {
    let literal = select(vec![
        ("1e26", "1e26", Some("FLOP")),
        ("1_000.5", "1000.5", None),
        ("500 million", "500000000", Some("USD")),
        ("10x", "10", None),
        ("55", "55", Some("%")),
        ("1e20", "1e20", Some("FLOP/s*day^2")),
    ]);
    let literal = literal.prop_map(|(spelling, number, unit)| {
        ExprKind::Literal(Literal {
            number: Rational::parse_decimal(number).unwrap(),
            spelling: spelling.into(),
            unit: unit.map(|unit| Name { text: unit.into(), span: Span::default() }),
            span: Span::default(),
        })
    });
    prop_oneof![
        literal,
        word().prop_map(ExprKind::Path),
        any::<bool>().prop_map(ExprKind::Truth),
        "[ -~é]{0,6}".prop_map(|text| ExprKind::Text(text.into())),
        (1i16..=9999, 1i8..=12, 1i8..=28)
            .prop_map(|(year, month, day)| ExprKind::Date(brightline::date::Date::new(year, month, day).unwrap())),
    ]
    .prop_map(expr)
}

/// Expressions as a source could have them: every operation inside another stands in parentheses.
fn expression() -> impl Strategy<Value = Expr> {
    atom().prop_recursive(4, 40, 4, |inner| {
        let operand = inner.clone().prop_map(parenthesised);
        let date = inner.clone().prop_map(|inner| match inner.kind {
            ExprKind::Path(_) | ExprKind::Date(_) | ExprKind::Call(..) => inner,
            _ => expr(ExprKind::Parenthesis(Box::new(inner))),
        });
        let pair = || (operand.clone(), operand.clone()).prop_map(|(a, b)| (Box::new(a), Box::new(b)));
        let one = || operand.clone().prop_map(Box::new);
        let when = vec(operand.clone(), 2..4);
        prop_oneof![
            (select(Arithmetic::ALL.to_vec()), pair()).prop_map(|(op, (a, b))| ExprKind::Arithmetic(op, a, b)),
            (select(Comparison::ALL.to_vec()), pair()).prop_map(|(op, (a, b))| ExprKind::Comparison(op, a, b)),
            (select(Connective::ALL.to_vec()), when).prop_map(|(op, all)| ExprKind::Connective(op, all)),
            pair().prop_map(|(a, b)| ExprKind::Otherwise(a, b)),
            one().prop_map(ExprKind::Minus),
            one().prop_map(ExprKind::Not),
            one().prop_map(ExprKind::Shown),
            one().prop_map(ExprKind::Exists),
            (one(), vec(named(), 1..3)).prop_map(|(a, names)| ExprKind::Membership(a, names)),
            (one(), date.clone()).prop_map(|(a, d)| ExprKind::AsOf(a, Box::new(d))),
            (pair(), one()).prop_map(|((a, b), c)| ExprKind::If(a, b, c)),
            (named(), vec(inner.clone(), 1..3)).prop_map(|(name, all)| ExprKind::Call(name, all)),
            (any::<u32>(), any::<bool>(), date.clone()).prop_map(|(count, before, date)| {
                let shift = DateShift { count, unit: CalendarUnit::Week, word: "weeks".into(), before };
                ExprKind::DateShift(shift, Box::new(date))
            }),
            (any::<bool>(), any::<bool>(), any::<bool>(), proptest::option::of(operand.clone()), date).prop_map(
                |(largest, known, inclusive, condition, date)| {
                    let quantity = Name { text: "f.g".into(), span: Span::default() };
                    ExprKind::Population(Box::new(Population { largest, known, quantity, condition, inclusive, date }))
                }
            ),
        ]
        .prop_map(expr)
    })
}

fn parenthesised(operand: Expr) -> Expr {
    match operand.kind {
        ExprKind::Literal(_) | ExprKind::Path(_) | ExprKind::Truth(_) | ExprKind::Call(..) => operand,
        _ => expr(ExprKind::Parenthesis(Box::new(operand))),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, rng_seed: RngSeed::Fixed(20_260_602), ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_anything_panic(text in any::<String>()) {
        survives(&text);
    }

    #[test]
    fn no_row_of_fragments_makes_anything_panic(parts in vec(select(FRAGMENTS), 0..40), blank in any::<bool>()) {
        survives(&parts.join(if blank { " " } else { "" }));
    }

    #[test]
    fn no_damage_to_a_source_makes_anything_panic(
        cuts in vec((0..STATEMENTS.len(), 0usize..30, select(FRAGMENTS)), 1..4),
    ) {
        let mut text = STATEMENTS.to_owned();
        for (start, length, fragment) in cuts {
            let start = start.min(text.len());
            let end = (start + length).min(text.len());
            if text.is_char_boundary(start) && text.is_char_boundary(end) {
                text.replace_range(start..end, fragment);
            }
        }
        survives(&text);
    }

    #[test]
    fn a_printed_expression_reads_as_the_same(value in expression()) {
        let text = print_expr(&value);
        let (mut file, errors) = parse_file(&name(), &Arc::from(format!("let x = {text};")));
        prop_assert!(errors.is_empty(), "{text}\n{errors:#?}");
        match file.statements.remove(0).kind {
            StatementKind::Let { value: again, .. } => {
                prop_assert_eq!(print_expr(&again), text);
                prop_assert_eq!(shape(&again), shape(&value));
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn comments_anywhere_are_kept_and_printing_is_idempotent(
        places in vec((0..STATEMENTS.len(), select(vec!["# c\n", "\n# own {\n", "\n\n\n", " # \u{e9};\n\n"])), 1..8),
    ) {
        let mut places = places;
        places.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
        let mut text = STATEMENTS.to_owned();
        for (at, comment) in places {
            // Only between words, and not where a number and its unit would part.
            let (before, after) = (text.as_bytes().get(at.wrapping_sub(1)).copied(), text.as_bytes().get(at).copied());
            let parts_words = after == Some(b' ') && matches!(before, Some(b';' | b'{' | b'}' | b'=' | b'>' | b'd' | b'r' | b'n'));
            let in_line = text.get(..at).unwrap().rsplit('\n').next().unwrap();
            if parts_words && in_line.matches('"').count() % 2 == 0 && !in_line.contains(['#', '[']) {
                text.insert_str(at, comment);
            }
        }
        prop_assume!(parse(&text).is_empty());
        let count = |text: &str| parse_file(&name(), &Arc::from(text)).0.comments.len();
        let printed = format_source(&name(), &Arc::from(text.as_str())).unwrap();
        prop_assert_eq!(count(&printed), count(&text));
        prop_assert_eq!(format_source(&name(), &Arc::from(printed.as_str())).unwrap(), printed);
    }
}
