//! Statements, each in its canonical lines.
//!
//! In: a file. Out: its text. Never reorders anything.

use super::expr::{holds_block, one_line, place, print_entry, print_whole};
use super::page::Page;
use super::value::{cited, domain, literal, maybe_text, members, quoted, value};
use crate::span::Span;
use crate::syntax::ast::{
    Also, Cite, Due, DueWord, Entry, Expectation, Expr, Fact, FactKind, File, Param, ParamValue, Reference,
    ReferenceDefault, Setting, Statement, StatementKind, Test, TestItem, Text,
};

/// The whole file.
pub(super) fn print_file(file: &File) -> String {
    let mut page = Page::new(&file.text, &file.comments);
    for statement in &file.statements {
        print_statement(statement, &mut page);
    }
    page.finish()
}

fn print_statement(statement: &Statement, page: &mut Page<'_>) {
    let span = statement.span;
    match &statement.kind {
        StatementKind::Policy { id, title } => line(format!("policy {} {}", id.text, quoted(&title.text)), span, page),
        StatementKind::Vocabulary { id, title } => {
            line(format!("vocabulary {} {}", id.text, quoted(&title.text)), span, page);
        }
        StatementKind::Jurisdiction(text) => line(format!("jurisdiction {}", quoted(&text.text)), span, page),
        StatementKind::Status { word, from } => line(format!("status {} from {}", word.text, from.value), span, page),
        StatementKind::Source { name, address } => {
            let head = format!("source {}", quoted(&name.text));
            parts(head, maybe_text(address.as_ref()), span, page);
        }
        StatementKind::Note(text) => line(format!("note {}", quoted(&text.text)), span, page),
        StatementKind::Warn { text, when } => {
            let when = Entry { label: None, condition: when.clone(), cite: None };
            print_head(&format!("warn {}", quoted(&text.text)), text, None, span, page);
            print_conditions(&when, None, None, span, page);
        }
        StatementKind::Uses(text) => line(format!("uses {}", quoted(&text.text)), span, page),
        StatementKind::ProfileName(names) => parts("name".to_owned(), names.iter().map(print_also), span, page),
        StatementKind::Unit { name, meaning } => {
            let meaning = meaning.as_ref().map_or_else(String::new, |meaning| format!(" = {}", literal(meaning)));
            line(format!("unit {}{meaning}", name.text), span, page);
        }
        StatementKind::Fact(fact) => print_fact(fact, span, page),
        StatementKind::Reference(reference) => print_reference(reference, span, page),
        StatementKind::Param(param) => print_param(param, span, page),
        StatementKind::Choice { name, members: names, text, cite } => {
            let head = format!("choice {} = one of {}", name.text, members(names));
            parts(head, tail(text.as_ref(), cite.as_ref()), span, page);
        }
        StatementKind::Let { name, value, text, cite } => {
            let head = format!("let {} =", name.text);
            print_value(&head, value, tail(text.as_ref(), cite.as_ref()), span, page);
        }
        StatementKind::Designation(it) => {
            let head = format!("{} {} {}", it.kind.as_str(), it.name.text, quoted(&it.title.text));
            print_head(&head, &it.title, it.cite.as_ref(), span, page);
            print_conditions(&it.when, it.unless.as_ref(), None, span, page);
        }
        StatementKind::Obligation(it) => {
            let word = if it.binding { "obligation" } else { "option" };
            let head = format!("{word} {} {}", it.name.text, quoted(&it.title.text));
            print_head(&head, &it.title, it.cite.as_ref(), span, page);
            print_conditions(&it.when, it.unless.as_ref(), it.due.as_ref(), span, page);
        }
        StatementKind::Test(test) => print_test(test, span, page),
    }
}

/// A statement in one line.
fn line(text: String, span: Span, page: &mut Page<'_>) {
    parts(text, None, span, page);
}

/// A statement in one line, or, where that is too long, its further parts on a line of their own.
fn parts(head: String, rest: impl IntoIterator<Item = String>, span: Span, page: &mut Page<'_>) {
    page.begin(span.start, span.end);
    page.write(&head);
    print_rest(head.chars().count(), rest, page);
    page.write(";");
    page.end(span.end);
}

/// What follows on a line that holds `column` characters.
fn print_rest(column: usize, rest: impl IntoIterator<Item = String>, page: &mut Page<'_>) {
    let rest: Vec<String> = rest.into_iter().collect();
    if rest.is_empty() {
        return;
    }
    let whole = rest.join(" ");
    if column + whole.chars().count() + 2 <= page.room() {
        page.write(" ");
        return page.write(&whole);
    }
    if whole.chars().count() + 5 <= page.room() {
        page.break_line();
        return page.write(&whole);
    }
    for part in rest {
        page.break_line();
        page.write(&part);
    }
}

/// The description and citation at a statement's end.
fn tail(text: Option<&Text>, cite: Option<&Cite>) -> Vec<String> {
    maybe_text(text).into_iter().chain(cite.map(cited)).collect()
}

/// `HEAD VALUE REST;`, the value over several lines where it must be.
fn print_value(head: &str, value: &Expr, rest: Vec<String>, span: Span, page: &mut Page<'_>) {
    if holds_block(value) {
        page.begin(span.start, span.start);
        page.write(head);
        page.write(" ");
        print_whole(value, 0, page);
        for part in rest {
            page.write(" ");
            page.write(&part);
        }
        page.write(";");
        return page.end(span.end);
    }
    let text = format!("{head} {}", one_line(value));
    if text.chars().count() < page.room() {
        return parts(text, rest, span, page);
    }
    page.begin(span.start, span.end);
    page.write(head);
    page.break_line();
    page.deeper();
    print_whole(value, 1, page);
    page.shallower();
    print_rest(page.room(), rest, page);
    page.write(";");
    page.end(span.end);
}

fn print_also(also: &Also) -> String {
    let unit = also.unit.as_ref().map_or_else(String::new, |unit| format!(" in {}", unit.text));
    format!("also {}{unit}", quoted(&also.name.text))
}

fn print_fact(fact: &Fact, span: Span, page: &mut Page<'_>) {
    let kind = match &fact.kind {
        FactKind::Word(word) => word.text.to_string(),
        FactKind::OneOf(names, _) => format!("one of {}", members(names)),
    };
    let mut head = format!("fact {}: {kind}", fact.name.text);
    if fact.interval_scale.is_some() {
        head.push_str(" on interval scale");
    }
    if let Some(it) = &fact.domain {
        head.push(' ');
        head.push_str(&domain(it));
    }
    let text = [quoted(&fact.text.text)].into_iter();
    let assumed = fact.assumed.iter().map(|assumed| format!("assume {}", value(assumed)));
    let companion = fact.companion.iter().map(|companion| format!("with {}", companion.text));
    parts(head, text.chain(fact.also.iter().map(print_also)).chain(assumed).chain(companion), span, page);
}

fn print_reference(reference: &Reference, span: Span, page: &mut Page<'_>) {
    let or_none = if reference.or_none.is_some() { " or none" } else { "" };
    let head = format!("reference {}{or_none}", reference.name.text);
    let rest: Vec<String> =
        [quoted(&reference.text.text)].into_iter().chain(reference.also.iter().map(print_also)).collect();
    match &reference.default {
        None => parts(head, rest, span, page),
        Some(ReferenceDefault::Named(name)) => {
            parts(head, rest.into_iter().chain([format!("default {}", quoted(&name.text))]), span, page);
        }
        Some(ReferenceDefault::Inline(settings, place)) => {
            page.begin(span.start, place.start);
            page.write(&head);
            print_rest(head.chars().count(), rest, page);
            page.write(" default ");
            print_settings(settings, *place, page);
            page.write(";");
            page.end(span.end);
        }
    }
}

fn print_settings(settings: &[Setting], place: Span, page: &mut Page<'_>) {
    page.open(place.start);
    for setting in settings {
        line(print_setting(setting), setting.name.span.to(setting.value.span), page);
    }
    page.close(place.end);
}

fn print_setting(setting: &Setting) -> String {
    format!("{}: {}", setting.name.text, value(&setting.value))
}

fn print_param(param: &Param, span: Span, page: &mut Page<'_>) {
    let bounds = param.domain.as_ref().map(domain);
    let rest = tail(param.text.as_ref(), param.cite.as_ref());
    match &param.value {
        None => {
            let head = [format!("param {}", param.name.text)].into_iter().chain(bounds).collect::<Vec<_>>().join(" ");
            parts(head, rest, span, page);
        }
        Some(ParamValue::Always(value)) if !holds_block(value) => {
            let head = format!("param {} = {}", param.name.text, one_line(value));
            let bounded = [head.clone()].into_iter().chain(bounds.clone()).collect::<Vec<_>>().join(" ");
            if bounded.chars().count() < page.room() {
                return parts(bounded, rest, span, page);
            }
            parts(head, bounds.into_iter().chain(rest), span, page);
        }
        Some(ParamValue::Always(value)) => {
            let rest = bounds.into_iter().chain(rest).collect();
            print_value(&format!("param {} =", param.name.text), value, rest, span, page);
        }
        Some(ParamValue::Dated(steps, place)) => {
            page.begin(span.start, place.start);
            page.write(&format!("param {} = ", param.name.text));
            page.open(place.start);
            for (from, value) in steps {
                // The step begins with `from`, before its date.
                print_value(&format!("from {}:", from.value), value, Vec::new(), from.span.to(value.span), page);
            }
            page.close(place.end);
            print_rest(1, bounds.into_iter().chain(rest), page);
            page.write(";");
            page.end(span.end);
        }
    }
}

/// The first line of an outcome or duty.
fn print_head(head: &str, title: &Text, cite: Option<&Cite>, span: Span, page: &mut Page<'_>) {
    let end = cite.map_or(title.span.end, |cite| cite.span.end);
    page.begin(span.start, end);
    page.write(head);
    print_rest(head.chars().count(), cite.map(cited), page);
    page.end(end);
}

/// `when`, `unless` and `due`, each on a line of its own.
fn print_conditions(when: &Entry, unless: Option<&Entry>, due: Option<&Due>, span: Span, page: &mut Page<'_>) {
    page.deeper();
    print_condition("when ", when, unless.is_none() && due.is_none(), span, page);
    if let Some(unless) = unless {
        print_condition("unless ", unless, due.is_none(), span, page);
    }
    if let Some(due) = due {
        let word = match due.word {
            DueWord::Plain => "due ",
            DueWord::On => "due on ",
            DueWord::Within => "due within ",
        };
        let place = due.date.span;
        page.begin(place.start, if holds_block(&due.date) { place.start } else { place.end });
        page.write(word);
        print_whole(&due.date, word.len(), page);
        page.write(";");
        page.end(span.end);
    }
    page.shallower();
}

fn print_condition(word: &str, entry: &Entry, last: bool, span: Span, page: &mut Page<'_>) {
    let place = place(entry);
    page.begin(place.start, if holds_block(&entry.condition) { place.start } else { place.end });
    print_entry(entry, word, page);
    if last {
        page.write(";");
    }
    page.end(if last { span.end } else { place.end });
}

fn print_test(test: &Test, span: Span, page: &mut Page<'_>) {
    page.begin(span.start, test.name.span.end);
    page.write(&format!("test {} ", quoted(&test.name.text)));
    page.open(test.name.span.end);
    for item in &test.items {
        match &item.value {
            TestItem::Setting(setting) => line(print_setting(setting), item.span, page),
            TestItem::AsOf(Some(date)) => line(format!("as of {date}"), item.span, page),
            TestItem::AsOf(None) => line("as of unknown".to_owned(), item.span, page),
            TestItem::Assume => line("assume".to_owned(), item.span, page),
            TestItem::Expect(expectation) => line(print_expectation(expectation), item.span, page),
            TestItem::Model(name, settings) => {
                page.begin(item.span.start, name.span.end);
                page.write(&format!("model {} ", quoted(&name.text)));
                // The braces begin behind the name, which may hold a brace itself.
                print_settings(settings, Span::new(name.span.end as usize, item.span.end as usize), page);
                page.end(item.span.end);
            }
        }
    }
    page.close(span.end);
    page.end(span.end);
}

fn print_expectation(expectation: &Expectation) -> String {
    match expectation {
        Expectation::Holds(name, None) => format!("expect {}", name.text),
        Expectation::Holds(name, Some(due)) => format!("expect {} due {}", name.text, due.value),
        Expectation::Not(name) => format!("expect not {}", name.text),
        Expectation::Undetermined(name) => format!("expect undetermined {}", name.text),
        Expectation::Error => "expect error".to_owned(),
    }
}
