//! The tests beside a policy: whether what they set and expect exists. Their values are read when they are run.

use super::Checker;
use super::scope::Declared;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::ir::Policy;
use crate::syntax::ast::{Expectation, Setting, TestItem};
use rustc_hash::FxHashSet;

impl Checker {
    pub(super) fn check_tests(&mut self, policy: &Policy) {
        let mut names = FxHashSet::default();
        for test in &policy.tests {
            if !names.insert(test.name.text.clone()) {
                self.error(
                    Code::Duplicate,
                    format!("there are two tests called `{}`", test.name.text),
                    test.name.span,
                    "",
                );
            }
            let mut expects = false;
            for item in &test.items {
                match &item.value {
                    TestItem::Setting(setting) => self.check_setting(setting),
                    TestItem::Model(_, settings) => settings.iter().for_each(|setting| self.check_setting(setting)),
                    TestItem::AsOf(_) | TestItem::Assume => {}
                    TestItem::Expect(expectation) => {
                        expects = true;
                        self.check_expectation(policy, expectation);
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

    fn check_setting(&mut self, setting: &Setting) {
        let mut rest: &str = &setting.name.text;
        loop {
            match self.look_up(rest) {
                Some(Declared::Fact(_) | Declared::Param(_) | Declared::Choice(_) | Declared::Reference(_)) => return,
                Some(Declared::Definition(_)) => {
                    let error = Diagnostic::error(Code::Test, format!("`{rest}` is computed, so it cannot be set"));
                    self.report(error.help("set the facts it is made of"), setting.name.span, "");
                    return;
                }
                None => match self.split_reference(rest) {
                    Some((_, "name")) => return,
                    Some((_, tail)) => rest = tail,
                    None => {
                        self.unknown_name(rest, setting.name.span, "fact, param, choice or reference");
                        return;
                    }
                },
            }
        }
    }

    fn check_expectation(&mut self, policy: &Policy, expectation: &Expectation) {
        let (name, due) = match expectation {
            Expectation::Holds(name, due) => (name, due.as_ref()),
            Expectation::Not(name) | Expectation::Undetermined(name) => (name, None),
            Expectation::Error => return,
        };
        let designations = policy.designations.iter().map(|designation| &*designation.id);
        let obligations = policy.obligations.iter().map(|obligation| &*obligation.id);
        let known: Vec<&str> = designations.chain(obligations).collect();
        if !known.contains(&&*name.text) {
            let error = Diagnostic::error(Code::Name, format!("there is no outcome or obligation `{}`", name.text));
            let error = match nearest(&name.text, known) {
                Some(near) => error.help(format!("did you mean `{near}`?")),
                None => error,
            };
            self.report(error, name.span, "");
        } else if let (Some(due), true) = (due, policy.designations.iter().any(|found| found.id == name.text)) {
            self.report(Diagnostic::error(Code::Test, "an outcome has no due date"), due.span, "");
        }
    }
}
