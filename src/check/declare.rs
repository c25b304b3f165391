//! Declarations: each `fact`, `reference`, `param`, `choice`, `unit`, `let` and outcome gets its name and type.

use super::Checker;
use super::scope::{Declared, Definition, DefinitionKind};
use crate::date::DateRange;
use crate::diagnostic::{Code, Diagnostic, quote};
use crate::given::{Estimate, Given, agree, read_unit, read_value};
use crate::interval::{End, Interval};
use crate::ir::{ChoiceId, FactId, ParamId, ReferenceId};
use crate::possible::{Members, Set};
use crate::schema::{Alias, Choice, Fact, Origin, Param, Quantity, Reference, ReferenceDefault, Type};
use crate::span::Span;
use crate::syntax::ast::{self, File, StatementKind, ValueKind};
use crate::unit::Unit;
use rustc_hash::FxHashMap;
use std::sync::Arc;

impl Checker {
    /// Declares everything in every file; units come first, since types are made of them.
    pub(super) fn declare_all(&mut self, files: &[File]) {
        for (at, file) in files.iter().enumerate() {
            self.file = at;
            self.declare_units(file);
            self.note_labels(file);
        }
        for (at, file) in files.iter().enumerate() {
            self.file = at;
            for (place, statement) in file.statements.iter().enumerate() {
                self.declare_statement(file, place, &statement.kind);
            }
        }
        self.link_scopes();
        for (at, file) in files.iter().enumerate() {
            self.file = at;
            self.check_companions(file);
        }
        self.check_columns();
    }

    fn declare_units(&mut self, file: &File) {
        for statement in &file.statements {
            let StatementKind::Unit { name, meaning } = &statement.kind else { continue };
            let meaning = match meaning {
                None => None,
                Some(literal) => {
                    let Some(unit) = &literal.unit else {
                        let error = Diagnostic::error(Code::Units, "a multiple needs the unit it is a multiple of");
                        self.report(error.help("write for example `unit Gb = 1e9 bit;`"), literal.span, "");
                        continue;
                    };
                    match read_unit(&unit.text, &self.schema.units) {
                        Ok(unit) => Some((literal.number.clone(), unit)),
                        Err(refusal) => {
                            self.refuse(Code::Units, refusal, unit.span);
                            self.lost.note_name(&name.text);
                            continue;
                        }
                    }
                }
            };
            if !self.schema.units.declare(&name.text, meaning) {
                let error = Diagnostic::error(Code::Duplicate, format!("there is a unit `{}` already", name.text));
                self.report(error.help("use that one, or choose another name"), name.span, "declared again");
            }
        }
    }

    /// Reads a unit; reports one that cannot be read, unless it was lost with its declaration.
    pub(super) fn unit(&mut self, name: &ast::Name) -> Option<Unit> {
        match read_unit(&name.text, &self.schema.units) {
            Ok(unit) => Some(unit),
            Err(refusal) => {
                if !self.lost.has_word(&name.text) {
                    self.refuse(Code::Units, refusal, name.span);
                }
                None
            }
        }
    }

    /// Reports why a value or unit cannot be used.
    pub(super) fn refuse(&mut self, code: Code, refusal: crate::given::Refusal, span: Span) {
        let mut error = Diagnostic::error(code, refusal.message);
        error.help.extend(refusal.help);
        self.report(error, span, "");
    }

    fn origin(&self, span: Span) -> Origin {
        Origin { file: self.files.get(self.file).cloned().unwrap_or_default(), span }
    }

    fn declare_statement(&mut self, file: &File, place: usize, kind: &StatementKind) {
        match kind {
            StatementKind::Policy { id, .. } | StatementKind::Vocabulary { id, .. } => {
                if let Some(scope) = self.scopes.get_mut(self.file) {
                    scope.id = id.text.clone();
                    scope.is_vocabulary = matches!(kind, StatementKind::Vocabulary { .. });
                }
            }
            StatementKind::ProfileName(columns) => {
                self.schema.name_columns.extend(columns.iter().map(|also| also.name.text.clone()));
            }
            StatementKind::Fact(fact) => self.declare_fact(file, fact),
            StatementKind::Reference(reference) => self.declare_reference(reference),
            StatementKind::Param(param) => self.declare_param(file, place, param),
            StatementKind::Choice { name, members, text, cite } => {
                let members = self.members(members, name.span);
                let id = ChoiceId(self.schema.choices.len() as u32);
                self.schema.choices.push(Choice {
                    name: name.text.clone(),
                    members,
                    text: text.as_ref().map_or_else(|| Arc::from(""), |text| text.text.clone()),
                    cite: cite.as_ref().map(|cite| cite.text.clone()),
                    origin: self.origin(name.span),
                });
                self.declare(&name.text, name.span, Declared::Choice(id));
            }
            StatementKind::Let { name, .. } => {
                let id = self.define(place, name, DefinitionKind::Let);
                self.declare(&name.text, name.span, Declared::Definition(id));
            }
            StatementKind::Designation(designation) => {
                let id = self.define(place, &designation.name, DefinitionKind::Designation(designation.kind));
                self.declare(&designation.name.text, designation.name.span, Declared::Definition(id));
            }
            StatementKind::Jurisdiction(_)
            | StatementKind::Status { .. }
            | StatementKind::Source { .. }
            | StatementKind::Note(_)
            | StatementKind::Warn { .. }
            | StatementKind::Uses(_)
            | StatementKind::Unit { .. }
            | StatementKind::Obligation(_)
            | StatementKind::Test(_) => {}
        }
    }

    fn define(&mut self, statement: usize, name: &ast::Name, kind: DefinitionKind) -> usize {
        let (file, span) = (self.file, name.span);
        self.definitions.push(Definition { file, statement, name: name.text.clone(), span, kind, lowered: None });
        self.definitions.len() - 1
    }

    fn members(&mut self, names: &[ast::Name], span: Span) -> Arc<[Arc<str>]> {
        for (at, name) in names.iter().enumerate() {
            if names.iter().take(at).any(|other| other.text == name.text) {
                let message = format!("`{}` stands twice among the members", name.text);
                self.error(Code::Duplicate, message, name.span, "again");
            }
        }
        if names.len() > Members::MAX {
            let message = format!("a `one of` has at most {} members", Members::MAX);
            self.error(Code::Limit, message, span, "more than that");
        }
        names.iter().take(Members::MAX).map(|name| name.text.clone()).collect()
    }

    fn declare_fact(&mut self, file: &File, fact: &ast::Fact) {
        let Some(ty) = self.fact_type(fact) else {
            self.lost.note_name(&fact.name.text);
            return;
        };
        let (domain, domain_text) = match &fact.domain {
            Some(domain) => {
                let set = self.domain(domain, Some(&ty)).map_or_else(|| ty.everything(), |(_, set)| set);
                (set, domain_text(file, domain))
            }
            None => {
                if let Type::Number(quantity) = &ty {
                    let error = Diagnostic::error(Code::Domain, format!("`{}` has no domain", fact.name.text));
                    let help = format!("say what values it may have: `in {} ..`", quantity.unit.label("0"));
                    self.report(error.help(help), fact.name.span, "a number needs one");
                }
                (ty.everything(), Arc::from(""))
            }
        };
        let also = fact.also.iter().filter_map(|also| self.alias(also, &ty)).collect();
        let assumed = fact.assumed.as_ref().and_then(|value| self.assumed(file, value, &ty, (&domain, &domain_text)));
        let id = FactId(self.schema.facts.len() as u32);
        self.schema.facts.push(Fact {
            name: fact.name.text.clone(),
            ty,
            domain,
            domain_text,
            text: fact.text.text.clone(),
            also,
            assumed,
            companion: fact.companion.as_ref().map(|name| name.text.clone()),
            used: false,
            origin: self.origin(fact.name.span),
        });
        self.declare(&fact.name.text, fact.name.span, Declared::Fact(id));
    }

    fn fact_type(&mut self, fact: &ast::Fact) -> Option<Type> {
        let ty = match &fact.kind {
            ast::FactKind::OneOf(members, span) => Type::Member(self.members(members, *span)),
            ast::FactKind::Word(word) => match &*word.text {
                "bool" => Type::Bool,
                "date" => Type::Date,
                "text" => Type::Text,
                text => match read_unit(text, &self.schema.units) {
                    Ok(unit) => Type::Number(Quantity { unit, interval_scale: fact.interval_scale.is_some() }),
                    Err(mut refusal) => {
                        if let Some(near) = near_type(text) {
                            refusal.help = Some(format!("did you mean `{near}`?"));
                        }
                        refusal.message = format!("`{text}` is neither a type nor a unit");
                        if !self.lost.has_word(text) {
                            self.refuse(Code::Units, refusal, word.span);
                        }
                        return None;
                    }
                },
            },
        };
        if let (Some(span), false) = (fact.interval_scale, matches!(ty, Type::Number(_))) {
            let error = Diagnostic::error(Code::Type, "only a number lies on an interval scale");
            self.report(error.help("leave `on interval scale` out"), span, ty.describe());
        }
        Some(ty)
    }

    fn alias(&mut self, also: &ast::Also, ty: &Type) -> Option<Alias> {
        let unit = match &also.unit {
            None => None,
            Some(name) => match (self.unit(name)?, ty) {
                (unit, Type::Number(quantity)) => match agree(&unit, quantity) {
                    Ok(()) => Some(unit),
                    Err(mut refusal) => {
                        refusal.message = refusal.message.replacen("the value", "the column", 1);
                        self.refuse(Code::Units, refusal, name.span);
                        return None;
                    }
                },
                _ => {
                    let message = format!("only a number has a unit, and this fact is {}", ty.describe());
                    let error = Diagnostic::error(Code::Type, message);
                    self.report(error.help("leave `in` and the unit out"), name.span, "");
                    return None;
                }
            },
        };
        Some(Alias { name: also.name.text.clone(), unit })
    }

    fn assumed(
        &mut self,
        file: &File,
        value: &ast::Value,
        ty: &Type,
        (domain, domain_text): (&Set, &str),
    ) -> Option<(Set, Arc<str>)> {
        match read_value(value, ty, None, &self.schema.units) {
            Ok(Given::Value { estimate: Some(Estimate::Weights(_)), .. }) => {
                let error = Diagnostic::error(Code::Value, "an assumption has no weights");
                self.report(error.help("write one value, or a range"), value.span, "");
                None
            }
            Ok(Given::Value { set, .. }) if set.is_within(domain) => {
                Some((set, Arc::from(value.span.slice(&file.text))))
            }
            Ok(Given::Value { .. }) => {
                let error = Diagnostic::error(Code::Domain, "the assumed value lies outside the domain");
                self.report(error.help(format!("the domain is `{domain_text}`")), value.span, "");
                None
            }
            Ok(Given::Unknown | Given::None) => {
                let error = Diagnostic::error(Code::Value, "an assumption needs a value");
                self.report(error.help("leave `assume` out: a fact that is not given is unknown"), value.span, "");
                None
            }
            Err(refusal) => {
                self.refuse(Code::Value, refusal, value.span);
                None
            }
        }
    }

    /// A domain as a set, and the type of its ends; `ty` is the declared type where there is one.
    pub(super) fn domain(&mut self, domain: &ast::Domain, ty: Option<&Type>) -> Option<(Type, Set)> {
        let ends = [domain.lo.as_ref(), domain.hi.as_ref()];
        let ty = match ty {
            Some(ty) => ty.clone(),
            None => self.type_of_ends(domain, ends)?,
        };
        match &ty {
            Type::Number(_) => {
                let mut read = Vec::with_capacity(2);
                for end in ends {
                    read.push(match end {
                        None => End::Unbounded,
                        Some(end) => self.number_end(end, &ty)?,
                    });
                }
                let hi = read.pop().unwrap_or(End::Unbounded);
                let lo = read.pop().unwrap_or(End::Unbounded);
                let Some(interval) = Interval::new(lo, hi) else {
                    let error = Diagnostic::error(Code::Domain, "the domain holds no value");
                    self.report(error.help("write the smaller end first"), domain.span, "");
                    return None;
                };
                Some((ty, Set::Number(interval)))
            }
            Type::Date => {
                let mut read = Vec::with_capacity(2);
                for end in ends {
                    read.push(match end {
                        None => None,
                        Some(end) => match &end.value.kind {
                            ValueKind::Date(date) => Some(*date),
                            _ => {
                                let error = Diagnostic::error(Code::Type, "the domain of a date ends with dates");
                                self.report(error.help("write a day, such as `2020-01-01`"), end.value.span, "");
                                return None;
                            }
                        },
                    });
                }
                let (lo, hi) = (read.first().copied().flatten(), read.last().copied().flatten());
                if lo.zip(hi).is_some_and(|(lo, hi)| lo > hi) {
                    let error = Diagnostic::error(Code::Domain, "the domain holds no day");
                    self.report(error.help("write the earlier end first"), domain.span, "");
                    return None;
                }
                Some((ty, Set::Date(DateRange { lo, hi })))
            }
            Type::Bool | Type::Text | Type::Member(_) => {
                let message = format!("{} has no domain of its own", ty.describe());
                let error = Diagnostic::error(Code::Domain, message).help("leave `in ...` out");
                self.report(error, domain.span, "");
                None
            }
        }
    }

    fn type_of_ends(&mut self, domain: &ast::Domain, ends: [Option<&ast::DomainEnd>; 2]) -> Option<Type> {
        for end in ends.into_iter().flatten() {
            match &end.value.kind {
                ValueKind::Date(_) => return Some(Type::Date),
                ValueKind::Quantity(quantity) => {
                    let Some(name) = &quantity.literal.unit else { continue };
                    let unit = self.unit(name)?;
                    return Some(Type::Number(Quantity { unit, interval_scale: false }));
                }
                _ => {}
            }
        }
        if ends.iter().all(Option::is_none) {
            self.error(Code::Domain, "the bounds name no value", domain.span, "write at least one end");
            return None;
        }
        Some(Type::Number(Quantity { unit: crate::unit::Unit::number(), interval_scale: false }))
    }

    fn number_end(&mut self, end: &ast::DomainEnd, ty: &Type) -> Option<End> {
        let bare = matches!(&end.value.kind, ValueKind::Quantity(quantity) if quantity.literal.unit.is_none());
        if let (true, Type::Number(quantity)) = (bare, ty)
            && !quantity.unit.symbol.is_empty()
            && !is_zero(&end.value)
        {
            let error = Diagnostic::error(Code::Units, "this end has no unit");
            let help = format!("write it in `{}`", quantity.unit.symbol);
            self.report(error.help(help), end.value.span, "");
            return None;
        }
        match read_value(&end.value, ty, None, &self.schema.units) {
            Ok(Given::Value { set: Set::Number(interval), .. }) => {
                let number = interval.as_point()?.clone();
                Some(if end.open { End::Open(number) } else { End::Closed(number) })
            }
            Ok(_) => None,
            Err(refusal) => {
                self.refuse(Code::Units, refusal, end.value.span);
                None
            }
        }
    }

    fn declare_reference(&mut self, reference: &ast::Reference) {
        let id = ReferenceId(self.schema.references.len() as u32);
        let also = reference.also.iter().map(|also| Alias { name: also.name.text.clone(), unit: None }).collect();
        self.schema.references.push(Reference {
            name: reference.name.text.clone(),
            or_none: reference.or_none.is_some(),
            text: reference.text.text.clone(),
            also,
            default: reference.default.as_ref().map(|default| match default {
                ast::ReferenceDefault::Named(name) => ReferenceDefault::Named(name.text.clone()),
                ast::ReferenceDefault::Inline(settings, _) => ReferenceDefault::Inline(settings.clone()),
            }),
            used: false,
            origin: self.origin(reference.name.span),
        });
        self.declare(&reference.name.text, reference.name.span, Declared::Reference(id));
    }

    fn declare_param(&mut self, file: &File, place: usize, param: &ast::Param) {
        let bounds = param.domain.as_ref().and_then(|domain| self.domain(domain, None));
        if param.domain.is_none() && param.value.is_none() {
            let error =
                Diagnostic::error(Code::Domain, format!("`{}` has neither a value nor bounds", param.name.text));
            let help = "write `= VALUE`, or `in LO .. HI` for a line that is not known";
            self.report(error.help(help), param.name.span, "");
        }
        let text = |span: Span| Arc::from(span.slice(&file.text).trim());
        let default_text = param.value.as_ref().map(|value| match value {
            ast::ParamValue::Always(expr) => text(expr.span),
            ast::ParamValue::Dated(_, span) => text(*span),
        });
        let id = ParamId(self.schema.params.len() as u32);
        let (ty, domain) = bounds.unwrap_or((Type::Bool, Set::Text(None)));
        self.schema.params.push(Param {
            name: param.name.text.clone(),
            ty,
            domain,
            domain_text: param.domain.as_ref().map_or_else(|| Arc::from(""), |domain| domain_text(file, domain)),
            default_text,
            text: param.text.as_ref().map_or_else(|| Arc::from(""), |text| text.text.clone()),
            cite: param.cite.as_ref().map(|cite| cite.text.clone()),
            used: false,
            origin: self.origin(param.name.span),
        });
        self.declare(&param.name.text, param.name.span, Declared::Param(id));
        let definition = self.define(place, &param.name, DefinitionKind::Param(id));
        self.param_definitions.insert(id, definition);
    }

    /// Refuses a column that would be read into two facts.
    fn check_columns(&mut self) {
        let mut columns: FxHashMap<Arc<str>, (Arc<str>, Origin)> = FxHashMap::default();
        let facts = &self.schema.facts;
        for fact in facts {
            columns.entry(fact.name.clone()).or_insert_with(|| (fact.name.clone(), fact.origin.clone()));
        }
        let mut clashes = Vec::new();
        for fact in facts {
            for also in &fact.also {
                let (first, at) =
                    columns.entry(also.name.clone()).or_insert_with(|| (fact.name.clone(), fact.origin.clone()));
                // Files used together may each declare a fact of one name: it is one field of a profile.
                if *first != fact.name {
                    let column = quote(&also.name);
                    let message = format!("the column {column} would be read as `{first}` and `{}`", fact.name);
                    let error = Diagnostic::error(Code::Duplicate, message)
                        .at(&fact.origin.file, fact.origin.span, "has this column")
                        .at(&at.file, at.span, "has it too");
                    clashes.push(error.help("leave it to one of them"));
                }
            }
        }
        self.diagnostics.extend(clashes);
    }

    fn check_companions(&mut self, file: &File) {
        for statement in &file.statements {
            let StatementKind::Fact(ast::Fact { companion: Some(name), .. }) = &statement.kind else { continue };
            if !matches!(self.look_up(&name.text), Some(Declared::Fact(_))) {
                self.unknown_name(&name.text, name.span, "fact");
            }
        }
    }
}

/// The type or unit that a word of another language stands for, or that was misspelt.
fn near_type(word: &str) -> Option<&'static str> {
    match word.to_ascii_lowercase().as_str() {
        "boolean" => Some("bool"),
        "string" | "str" => Some("text"),
        "int" | "integer" | "float" | "double" | "decimal" | "real" => Some("number"),
        "datetime" | "day" => Some("date"),
        "percentage" | "share" => Some("%"),
        _ => crate::diagnostic::nearest(word, ["number", "bool", "date", "text"]),
    }
}

fn is_zero(value: &ast::Value) -> bool {
    matches!(&value.kind, ValueKind::Quantity(quantity) if quantity.literal.number.is_zero())
}

fn domain_text(file: &File, domain: &ast::Domain) -> Arc<str> {
    let text = domain.span.slice(&file.text);
    let words: Vec<&str> = text.strip_prefix("in").unwrap_or(text).split_whitespace().collect();
    Arc::from(words.join(" "))
}
