//! The tests beside a policy: whether what they set and expect exists. Their values are read when they are run.

use super::Checker;
use super::scope::Declared;
use crate::diagnostic::{Code, Diagnostic, nearest, quote};
use crate::span::Span;
use crate::syntax::ast::{Expectation, File, Setting, StatementKind, TestItem};
use rustc_hash::FxHashMap;
use std::sync::Arc;

impl Checker {
    pub(super) fn check_tests(&mut self, file: &File) {
        let mut names: FxHashMap<Arc<str>, Span> = FxHashMap::default();
        for statement in &file.statements {
            let StatementKind::Test(test) = &statement.kind else { continue };
            if let Some(first) = names.insert(test.name.text.clone(), test.name.span) {
                let error = Diagnostic::error(
                    Code::Duplicate,
                    format!("there are two tests called {}", quote(&test.name.text)),
                );
                let error = error.at(&file.name, test.name.span, "again").at(&file.name, first, "first");
                self.diagnostics.push(error);
            }
            let mut expects = false;
            let settings = test.items.iter().filter_map(|item| match &item.value {
                TestItem::Setting(setting) => Some(setting),
                _ => None,
            });
            self.refuse_doubles(file, settings);
            for item in &test.items {
                match &item.value {
                    TestItem::Setting(setting) => self.check_setting(setting, false),
                    TestItem::Model(_, settings) => {
                        self.refuse_doubles(file, settings.iter());
                        settings.iter().for_each(|setting| self.check_setting(setting, true));
                    }
                    TestItem::AsOf(_) | TestItem::Assume => {}
                    TestItem::Expect(expectation) => {
                        expects = true;
                        self.check_expectation(file, expectation);
                    }
                }
            }
            if !expects {
                let error = Diagnostic::error(Code::Test, "the test expects nothing");
                self.report(
                    error.help("add `expect NAME;`, `expect not NAME;` or `expect undetermined NAME;`"),
                    test.name.span,
                    "",
                );
            }
        }
    }

    fn refuse_doubles<'s>(&mut self, file: &File, settings: impl Iterator<Item = &'s Setting>) {
        let mut seen: FxHashMap<&str, Span> = FxHashMap::default();
        for setting in settings {
            if let Some(first) = seen.insert(&setting.name.text, setting.name.span) {
                let error = Diagnostic::error(Code::Duplicate, format!("`{}` is set twice", setting.name.text));
                let error = error.at(&file.name, setting.name.span, "again").at(&file.name, first, "first");
                self.diagnostics.push(error);
            }
        }
    }

    /// Whether a setting names something that can be set; `inside` another model that is no param or choice.
    fn check_setting(&mut self, setting: &Setting, inside: bool) {
        let mut rest: &str = &setting.name.text;
        let mut inside = inside;
        loop {
            match self.look_up(rest) {
                Some(Declared::Param(_) | Declared::Choice(_)) if inside => {
                    let error = Diagnostic::error(Code::Test, format!("`{rest}` is no fact of a model"));
                    self.report(error.help("params and readings are set for the whole test"), setting.name.span, "");
                    return;
                }
                Some(Declared::Fact(_) | Declared::Param(_) | Declared::Choice(_) | Declared::Reference(_)) => return,
                Some(Declared::Definition(_)) => {
                    let error = Diagnostic::error(Code::Test, format!("`{rest}` is computed, so it cannot be set"));
                    self.report(error.help("set the facts it is made of"), setting.name.span, "");
                    return;
                }
                None => match self.split_reference(rest) {
                    Some((_, "name")) => return,
                    Some((_, tail)) => (rest, inside) = (tail, true),
                    None => {
                        self.unknown_name(rest, setting.name.span, "fact, param, choice or reference");
                        return;
                    }
                },
            }
        }
    }

    fn check_expectation(&mut self, file: &File, expectation: &Expectation) {
        let (name, due) = match expectation {
            Expectation::Holds(name, due) => (name, due.as_ref()),
            Expectation::Not(name) | Expectation::Undetermined(name) => (name, None),
            Expectation::Error => return,
        };
        let mut known = file.statements.iter().filter_map(|statement| match &statement.kind {
            StatementKind::Designation(designation) => Some((&*designation.name.text, true)),
            StatementKind::Obligation(obligation) => Some((&*obligation.name.text, false)),
            _ => None,
        });
        let found = known.clone().find(|(known, _)| *known == &*name.text);
        let Some((_, is_outcome)) = found else {
            if self.lost.may_hold(&name.text) {
                return;
            }
            let error = Diagnostic::error(Code::Name, format!("there is no outcome or obligation `{}`", name.text));
            let error = match nearest(&name.text, known.by_ref().map(|(known, _)| known)) {
                Some(near) => error.help(format!("did you mean `{near}`?")),
                None => error.help(self.what_else(&name.text, file)),
            };
            self.report(error, name.span, "");
            return;
        };
        if let (Some(due), true) = (due, is_outcome) {
            let error = Diagnostic::error(Code::Test, "an outcome has no due date");
            self.report(error.help("only an obligation or option does: expect that one"), due.span, "");
        }
    }

    /// What to expect instead of `name`, which is near to nothing.
    fn what_else(&self, name: &str, file: &File) -> String {
        if self.look_up(name).is_some() {
            return "a test expects an outcome or an obligation; facts are set: `NAME: VALUE;`".to_owned();
        }
        let names = file.statements.iter().filter_map(|statement| match &statement.kind {
            StatementKind::Designation(designation) => Some(format!("`{}`", designation.name.text)),
            StatementKind::Obligation(obligation) => Some(format!("`{}`", obligation.name.text)),
            _ => None,
        });
        let names: Vec<String> = names.take(8).collect();
        format!("there are {}", names.join(", "))
    }
}
