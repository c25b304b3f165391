//! Statements: pairs to [`Statement`].
//!
//! In: the pair of one statement. Out: its tree. Never looks up a name.

use super::{Builder, Built, Cursor};
use crate::span::Span;
use crate::syntax::ast::{
    Also, Cite, Designation, DesignationKind, Domain, DomainEnd, Due, DueWord, Expectation, Fact, FactKind, Name,
    Obligation, Param, ParamValue, Reference, ReferenceDefault, Setting, Spanned, Statement, StatementKind, Test,
    TestItem, Text,
};
use crate::syntax::grammar::Rule;
use pest::iterators::Pair;

impl Builder<'_> {
    pub(super) fn statement(&mut self, pair: Pair<'_, Rule>) -> Built<Statement> {
        let span = self.span(&pair);
        let mut inner = self.cursor(&pair);
        let kind = match pair.as_rule() {
            Rule::policy => StatementKind::Policy { id: self.a_name(&mut inner)?, title: self.a_text(&mut inner)? },
            Rule::vocabulary => {
                StatementKind::Vocabulary { id: self.a_name(&mut inner)?, title: self.a_text(&mut inner)? }
            }
            Rule::jurisdiction => StatementKind::Jurisdiction(self.a_text(&mut inner)?),
            Rule::status => {
                let word = self.a_name(&mut inner)?;
                StatementKind::Status { word, from: self.date(&inner.next()?) }
            }
            Rule::source => {
                let name = self.a_text(&mut inner)?;
                StatementKind::Source { name, address: self.maybe_text(&mut inner) }
            }
            Rule::note => StatementKind::Note(self.a_text(&mut inner)?),
            Rule::warning => {
                let text = self.a_text(&mut inner)?;
                StatementKind::Warn { text, when: self.whole(&inner.required(Rule::whole)?)? }
            }
            Rule::uses => StatementKind::Uses(self.a_text(&mut inner)?),
            Rule::profile_name => StatementKind::ProfileName(self.also(&mut inner)?),
            Rule::unit_declaration => {
                let name = self.name(&inner.required(Rule::unit_symbol)?);
                let meaning = inner.opt(Rule::literal).map(|pair| self.literal(&pair)).transpose()?;
                StatementKind::Unit { name, meaning }
            }
            Rule::fact => StatementKind::Fact(self.fact(&mut inner)?),
            Rule::reference => StatementKind::Reference(self.reference(&mut inner)?),
            Rule::param => StatementKind::Param(self.param(&mut inner)?),
            Rule::choice => {
                let name = self.a_name(&mut inner)?;
                let (members, _) = self.members(&inner.required(Rule::one_of)?);
                let text = self.maybe_text(&mut inner);
                StatementKind::Choice { name, members, text, cite: self.maybe_cite(&mut inner) }
            }
            Rule::definition => {
                let name = self.name(&inner.required(Rule::path)?);
                let value = self.whole(&inner.required(Rule::whole)?)?;
                let text = self.maybe_text(&mut inner);
                StatementKind::Let { name, value, text, cite: self.maybe_cite(&mut inner) }
            }
            Rule::designation => StatementKind::Designation(self.designation(&mut inner)?),
            Rule::obligation => StatementKind::Obligation(self.obligation(&mut inner)?),
            Rule::test => StatementKind::Test(self.test(&mut inner)?),
            _ => return Err(self.internal(&pair)),
        };
        inner.end()?;
        Ok(Statement { kind, span })
    }

    fn a_name(&self, inner: &mut Cursor<'_>) -> Built<Name> {
        Ok(self.name(&inner.required(Rule::name)?))
    }

    fn a_text(&self, inner: &mut Cursor<'_>) -> Built<Text> {
        Ok(self.quoted(&inner.required(Rule::string)?))
    }

    fn maybe_text(&self, inner: &mut Cursor<'_>) -> Option<Text> {
        inner.opt(Rule::string).map(|pair| self.quoted(&pair))
    }

    pub(super) fn maybe_cite(&self, inner: &mut Cursor<'_>) -> Option<Cite> {
        inner.opt(Rule::cite).map(|pair| self.cite(&pair))
    }

    fn also(&self, inner: &mut Cursor<'_>) -> Built<Vec<Also>> {
        inner
            .all(Rule::also)
            .map(|pair| {
                let mut inner = self.cursor(&pair);
                let name = self.a_text(&mut inner)?;
                let unit = inner.opt(Rule::unit).map(|pair| self.name(&pair));
                inner.end()?;
                Ok(Also { name, unit })
            })
            .collect()
    }

    /// The names of a `{ a, b }` and its whole place.
    pub(super) fn members(&self, pair: &Pair<'_, Rule>) -> (Vec<Name>, Span) {
        (self.cursor(pair).rest().map(|pair| self.name(&pair)).collect(), self.span(pair))
    }

    fn fact(&mut self, inner: &mut Cursor<'_>) -> Built<Fact> {
        let name = self.name(&inner.required(Rule::path)?);
        let kind = self.cursor(&inner.required(Rule::fact_type)?).next()?;
        let kind = match kind.as_rule() {
            Rule::one_of => {
                let (members, span) = self.members(&kind);
                FactKind::OneOf(members, span)
            }
            _ => FactKind::Word(self.name(&kind)),
        };
        let interval_scale = inner.opt(Rule::interval_scale).map(|pair| self.span(&pair));
        let domain = self.maybe_domain(inner)?;
        let text = self.a_text(inner)?;
        let also = self.also(inner)?;
        let assumed = match inner.opt(Rule::assumed) {
            Some(pair) => Some(self.cursor(&pair).next().and_then(|pair| self.value(pair))?),
            None => None,
        };
        let companion = match inner.opt(Rule::companion) {
            Some(pair) => Some(self.name(&self.cursor(&pair).required(Rule::path)?)),
            None => None,
        };
        Ok(Fact { name, kind, interval_scale, domain, text, also, assumed, companion })
    }

    fn maybe_domain(&mut self, inner: &mut Cursor<'_>) -> Built<Option<Domain>> {
        let Some(pair) = inner.opt(Rule::domain) else {
            return Ok(None);
        };
        let mut ends = self.cursor(&pair);
        let lo = ends.opt(Rule::lower_end).map(|pair| self.domain_end(&pair)).transpose()?;
        let hi = ends.opt(Rule::upper_end).map(|pair| self.domain_end(&pair)).transpose()?;
        ends.end()?;
        Ok(Some(Domain { lo, hi, span: self.span(&pair) }))
    }

    fn domain_end(&mut self, pair: &Pair<'_, Rule>) -> Built<DomainEnd> {
        let value = self.cursor(&self.cursor(pair).required(Rule::end)?).next()?;
        let open = pair.as_str().starts_with(['a', 'b']);
        Ok(DomainEnd { value: self.value_part(value)?, open })
    }

    fn reference(&mut self, inner: &mut Cursor<'_>) -> Built<Reference> {
        let name = self.a_name(inner)?;
        let or_none = inner.opt(Rule::or_none).map(|pair| self.span(&pair));
        let text = self.a_text(inner)?;
        let also = self.also(inner)?;
        let default = match (inner.opt(Rule::string), inner.opt(Rule::settings)) {
            (Some(pair), _) => Some(ReferenceDefault::Named(self.quoted(&pair))),
            (None, Some(pair)) => Some(ReferenceDefault::Inline(self.settings(&pair)?, self.span(&pair))),
            (None, None) => None,
        };
        Ok(Reference { name, or_none, text, also, default })
    }

    fn settings(&mut self, pair: &Pair<'_, Rule>) -> Built<Vec<Setting>> {
        self.cursor(pair).rest().map(|pair| self.setting(&pair)).collect()
    }

    fn setting(&mut self, pair: &Pair<'_, Rule>) -> Built<Setting> {
        let mut inner = self.cursor(pair);
        let name = self.name(&inner.required(Rule::path)?);
        let value = self.value(inner.required(Rule::value)?)?;
        inner.end()?;
        Ok(Setting { name, value })
    }

    fn param(&mut self, inner: &mut Cursor<'_>) -> Built<Param> {
        let name = self.a_name(inner)?;
        let value = match (inner.opt(Rule::dated), inner.opt(Rule::whole)) {
            (Some(pair), _) => {
                let steps: Built<Vec<_>> = self.cursor(&pair).rest().map(|pair| self.dated_step(&pair)).collect();
                Some(ParamValue::Dated(steps?, self.span(&pair)))
            }
            (None, Some(pair)) => Some(ParamValue::Always(self.whole(&pair)?)),
            (None, None) => None,
        };
        let domain = self.maybe_domain(inner)?;
        let text = self.maybe_text(inner);
        Ok(Param { name, value, domain, text, cite: self.maybe_cite(inner) })
    }

    fn dated_step(&mut self, pair: &Pair<'_, Rule>) -> Built<(Spanned<crate::date::Date>, crate::syntax::ast::Expr)> {
        let mut inner = self.cursor(pair);
        let from = self.date(&inner.next()?);
        let value = self.whole(&inner.required(Rule::whole)?)?;
        inner.end()?;
        Ok((from, value))
    }

    fn designation(&mut self, inner: &mut Cursor<'_>) -> Built<Designation> {
        let kind = match inner.required(Rule::outcome_kind)?.as_str() {
            "presume" => DesignationKind::Presume,
            "indicate" => DesignationKind::Indicate,
            _ => DesignationKind::Designate,
        };
        let name = self.a_name(inner)?;
        let title = self.a_text(inner)?;
        let cite = self.maybe_cite(inner);
        let when = self.condition_entry(&inner.required(Rule::entry)?)?;
        let unless = inner.opt(Rule::entry).map(|pair| self.condition_entry(&pair)).transpose()?;
        Ok(Designation { kind, name, title, cite, when, unless })
    }

    fn obligation(&mut self, inner: &mut Cursor<'_>) -> Built<Obligation> {
        let binding = inner.required(Rule::duty_kind)?.as_str() == "obligation";
        let name = self.a_name(inner)?;
        let title = self.a_text(inner)?;
        let cite = self.maybe_cite(inner);
        let when = self.condition_entry(&inner.required(Rule::entry)?)?;
        let unless = inner.opt(Rule::entry).map(|pair| self.condition_entry(&pair)).transpose()?;
        let due = match inner.opt(Rule::due) {
            Some(pair) => {
                let mut inner = self.cursor(&pair);
                let word = match (inner.opt(Rule::due_on), inner.opt(Rule::due_within)) {
                    (Some(_), _) => DueWord::On,
                    (None, Some(_)) => DueWord::Within,
                    (None, None) => DueWord::Plain,
                };
                let date = self.whole(&inner.required(Rule::whole)?)?;
                inner.end()?;
                Some(Due { word, date })
            }
            None => None,
        };
        Ok(Obligation { binding, name, title, cite, when, unless, due })
    }

    fn test(&mut self, inner: &mut Cursor<'_>) -> Built<Test> {
        let name = self.a_text(inner)?;
        let mut items = Vec::new();
        while let Some(pair) = inner.maybe() {
            let span = self.span(&pair);
            items.push(Spanned { value: self.test_item(pair)?, span });
        }
        Ok(Test { name, items })
    }

    fn test_item(&mut self, pair: Pair<'_, Rule>) -> Built<TestItem> {
        let mut inner = self.cursor(&pair);
        let item = match pair.as_rule() {
            Rule::setting => return Ok(TestItem::Setting(self.setting(&pair)?)),
            Rule::population_model => {
                let name = self.a_text(&mut inner)?;
                TestItem::Model(name, self.settings(&inner.required(Rule::settings)?)?)
            }
            Rule::as_of_item => match inner.opt(Rule::unknown) {
                Some(_) => TestItem::AsOf(None),
                None => TestItem::AsOf(Some(self.date(&inner.next()?).value)),
            },
            Rule::assume_item => TestItem::Assume,
            Rule::expectation => TestItem::Expect(self.expectation(&mut inner)?),
            _ => return Err(self.internal(&pair)),
        };
        inner.end()?;
        Ok(item)
    }

    fn expectation(&mut self, inner: &mut Cursor<'_>) -> Built<Expectation> {
        let first = inner.next()?;
        Ok(match first.as_rule() {
            Rule::expect_error => Expectation::Error,
            Rule::expect_not => Expectation::Not(self.a_name(inner)?),
            Rule::expect_undetermined => Expectation::Undetermined(self.a_name(inner)?),
            Rule::name => {
                let due = inner.maybe().map(|pair| self.date(&pair));
                Expectation::Holds(self.name(&first), due)
            }
            _ => return Err(self.internal(&first)),
        })
    }
}
