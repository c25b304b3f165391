//! Facts that a request multiplies rather than sets: `training_compute=*3`.
//!
//! In: the facts of the settings as written, then models that are bound to a policy. Out: which of them only set a value,
//! and the models with each given number multiplied exactly: a range at both its ends, an estimate as an estimate of the
//! same shape. Never makes up a value for a model that gives none.

use crate::bind::Invalid;
use crate::diagnostic::{Code, Diagnostic, Severity, escape, quote};
use crate::eval::line::number_text;
use crate::interval::Interval;
use crate::ir::Policy;
use crate::model::{Circumstances, Link, Model, Slot};
use crate::possible::Set;
use crate::profile::RawProfile;
use crate::rational::Rational;
use crate::schema::{Fact, Quantity, Schema, Type};
use crate::syntax::ast::ValueKind;
use crate::syntax::parse_value;
use crate::unit::{Kind, Units};
use std::sync::Arc;

/// What a factor looks like, for advice.
const FACTORS: &str = "write `*3`, `*1.5`, `*1/3` or `*120 %`";

/// A fact whose given values are multiplied.
#[derive(Clone, Debug)]
pub(super) struct Scaling {
    /// The fact, behind a reference where it is another model's: `base.training_compute`.
    name: String,
    /// The factor as written.
    text: String,
    /// A number above zero.
    factor: Rational,
}

/// Facts of the settings: those that are set, and those that are multiplied.
pub(super) struct Facts {
    pub set: Vec<(String, String)>,
    pub scaled: Vec<Scaling>,
}

impl Facts {
    /// Sorts `facts` by what their values say.
    ///
    /// # Errors
    /// One for each factor that is none, for each fact that has no multiple, and for each value that was meant as a factor.
    pub(super) fn of(facts: &[(String, String)], policies: &[Policy]) -> Result<Self, Vec<Diagnostic>> {
        let (mut sorted, mut errors) = (Facts { set: Vec::new(), scaled: Vec::new() }, Vec::new());
        for (name, text) in facts {
            let found = match text.trim().strip_prefix('*') {
                Some(factor) => scaling(name, factor.trim(), policies).map(|scaling| sorted.scaled.push(scaling)),
                None => refuse_meant(name, text, policies).map(|()| sorted.set.push((name.clone(), text.clone()))),
            };
            errors.extend(found.err());
        }
        if errors.is_empty() { Ok(sorted) } else { Err(errors) }
    }
}

fn scaling(name: &str, text: &str, policies: &[Policy]) -> Result<Scaling, Diagnostic> {
    let refuse = |why: &str, help: String| {
        let message = format!("--set {}: {} is no factor: {why}", quote(name), quote(&format!("*{text}")));
        Diagnostic::error(Code::Option, message).help(help)
    };
    if policies.iter().all(|policy| matches!(declared(&policy.schema, name), Declared::Nothing)) {
        let message = format!("--set {}: no policy has a fact of just this name to multiply", quote(name));
        return Err(Diagnostic::error(Code::Option, message).help("a fact is written without the id of a policy"));
    }
    for policy in policies {
        let why = match declared(&policy.schema, name) {
            Declared::Fact(fact) => match &fact.ty {
                Type::Number(Quantity { interval_scale: false, .. }) => continue,
                Type::Number(_) => "it lies on an interval scale, whose zero is arbitrary".to_owned(),
                ty => format!("it is {}", ty.describe()),
            },
            Declared::Model => "it is no number".to_owned(),
            Declared::Nothing => continue,
        };
        let message = format!("--set {}: it cannot be multiplied: {why}", quote(name));
        return Err(Diagnostic::error(Code::Option, message).help("set the value itself"));
    }
    let value = parse_value(&Arc::from("--set"), text).map_err(|_| refuse("it is no number", FACTORS.to_owned()))?;
    let ValueKind::Quantity(item) = &value.kind else {
        return Err(refuse("one number above zero is asked for", FACTORS.to_owned()));
    };
    let number = &item.literal.number;
    if item.negative || number.is_zero() {
        return Err(refuse("it is not above zero", format!("{FACTORS}, or set the value itself")));
    }
    let unit = match &item.literal.unit {
        None => return Ok(Scaling { name: name.to_owned(), text: text.to_owned(), factor: number.clone() }),
        Some(unit) => Units::default().resolve(&unit.text).ok(),
    };
    match unit.filter(|unit| unit.kind == Kind::Percent) {
        Some(unit) => Ok(Scaling { name: name.to_owned(), text: text.to_owned(), factor: number * &unit.factor }),
        None => Err(refuse("it has a unit", format!("{FACTORS}; for a value with its unit leave the `*` out"))),
    }
}

/// Refuses a value of a number that was meant to multiply what is given: `/2`, `+20 %`, and `3x` where that is no value.
fn refuse_meant(name: &str, text: &str, policies: &[Policy]) -> Result<(), Diagnostic> {
    let facts = policies.iter().filter_map(|policy| match declared(&policy.schema, name) {
        Declared::Fact(Fact { ty: Type::Number(quantity), .. }) => Some(quantity),
        Declared::Fact(_) | Declared::Model | Declared::Nothing => None,
    });
    let is_share = |quantity: &Quantity| quantity.unit.kind != Kind::Plain;
    let is_plain = |quantity: &Quantity| quantity.unit.dimension.is_none() && !is_share(quantity);
    let meant = facts.map(|quantity| meant(text.trim(), is_plain(quantity), is_share(quantity))).next().flatten();
    match meant {
        None => Ok(()),
        Some(factor) => {
            let message = format!("--set {}: {} is no value of it", quote(name), quote(text.trim()));
            let help = format!("to multiply what each profile gives, write `--set '{name}=*{factor}'`");
            Err(Diagnostic::error(Code::Option, message).help(help))
        }
    }
}

/// The factor that a text stands for to people, where it is no value of a fact that is a plain number or a share.
fn meant(text: &str, is_plain: bool, is_share: bool) -> Option<String> {
    let number = |text: &str| Rational::parse_decimal(text.trim()).ok().filter(|found| !found.is_negative());
    if let Some(divisor) = text.strip_prefix(['/', '÷']) {
        let divisor = divisor.trim();
        number(divisor).filter(|found| !found.is_zero())?;
        return Some(format!("1/{divisor}"));
    }
    if let Some(factor) = text.strip_prefix(['×', 'x']).or_else(|| text.strip_suffix('x').filter(|_| !is_plain)) {
        return number(factor).map(|_| factor.trim().to_owned());
    }
    let percent = number(text.strip_suffix('%')?.trim_end().strip_prefix(['+', '-'])?)?;
    let hundred = Rational::from(100);
    let sum = if text.starts_with('+') { &hundred + &percent } else { &hundred - &percent };
    let is_value = is_share && text.starts_with('-');
    (!is_value && !sum.is_negative() && !sum.is_zero()).then(|| format!("{} %", sum.to_exact_string()))
}

/// What a policy declares under a name.
enum Declared<'s> {
    Fact(&'s Fact),
    /// A reference, or the name of a model.
    Model,
    Nothing,
}

fn declared<'s>(schema: &'s Schema, name: &str) -> Declared<'s> {
    let own = |name: &str| match schema.facts.iter().find(|fact| *fact.name == *name) {
        Some(fact) => Declared::Fact(fact),
        None if name == "name" || schema.references.iter().any(|found| *found.name == *name) => Declared::Model,
        None => Declared::Nothing,
    };
    match (own(name), behind(schema, name)) {
        (Declared::Nothing, Some((_, rest))) => own(rest),
        (found, _) => found,
    }
}

/// The reference that a dotted name begins with, and the rest.
fn behind<'n>(schema: &Schema, name: &'n str) -> Option<(usize, &'n str)> {
    let (first, rest) = name.split_once('.')?;
    Some((schema.references.iter().position(|reference| *reference.name == *first)?, rest))
}

/// Why a value is not multiplied, and what to do about it.
type Why = (String, String);

impl Scaling {
    /// Multiplies what `models` give for the fact, each bound from the profile beside it, or what `circumstances` give
    /// where the fact is that of a model which stands in for all.
    ///
    /// # Errors
    /// Where that model does not give it. What is wrong with one of `models` is put with that model.
    pub(super) fn apply(
        &self,
        schema: &Schema,
        (models, profiles): (&mut [Model], &[RawProfile]),
        circumstances: &mut Circumstances,
        invalid: Invalid,
    ) -> Result<(), Diagnostic> {
        let has = |name: &str| schema.facts.iter().any(|fact| *fact.name == *name);
        let behind = if has(&self.name) { None } else { behind(schema, &self.name) };
        let used = |at: usize| schema.references.get(at).is_some_and(|reference| reference.used);
        let (at, fact) = match behind {
            Some((at, fact)) if used(at) => (Some(at), fact),
            Some(_) => return Ok(()),
            None => (None, &*self.name),
        };
        if let Some(Some(supplied)) = at.and_then(|at| circumstances.references.get_mut(at)) {
            return self.through(schema, fact, supplied, None).map_err(|(why, help)| {
                let message = format!("--set {}: it cannot be multiplied by {}: {why}", quote(&self.name), self.text);
                Diagnostic::error(Code::Option, message).help(help)
            });
        }
        for (model, profile) in models.iter_mut().zip(profiles).filter(|(model, _)| model.errors.is_empty()) {
            let default = at.and_then(|at| circumstances.defaults.get(at)?.as_ref());
            let done = match at.map(|at| model.references.get_mut(at)) {
                None => self.facts(schema, fact, model),
                Some(Some(link)) => self.through(schema, fact, link, default),
                Some(None) => Ok(()),
            };
            if let Err((why, help)) = done {
                let whose = match profile.place.to_string() {
                    place if place == *model.name => place,
                    place => format!("{place} ({})", escape(&model.name)),
                };
                let message = format!("{whose}: `{}` cannot be multiplied by {}: {why}", self.name, self.text);
                let found = Diagnostic::error(Code::Value, message).help(help);
                match invalid {
                    Invalid::Error => model.errors.push(found),
                    Invalid::Unknown => {
                        let message = format!("{}; taken as unknown", found.message);
                        model.warnings.push(Diagnostic { severity: Severity::Warning, message, ..found });
                    }
                }
            }
        }
        Ok(())
    }

    /// Multiplies a fact of the model behind a link, or of the one that stands in where the link says nothing.
    fn through(&self, schema: &Schema, fact: &str, link: &mut Link, default: Option<&Link>) -> Result<(), Why> {
        if let (Link::Unknown, Some(default)) = (&*link, default) {
            *link = default.clone();
        }
        match link {
            Link::Inline(model) => self.facts(schema, fact, Arc::make_mut(model)),
            Link::Named(name) => {
                let why = format!("that model is {}, which has a profile of its own", quote(name));
                let help = format!("`--set '{fact}=*{}'` multiplies it in every model, that one too", self.text);
                Err((why, help))
            }
            Link::None => Err(("there is no such model".to_owned(), "leave the factor out".to_owned())),
            Link::Unknown => Err(self.silent()),
        }
    }

    /// Multiplies what a model gives for each fact of this name; files used together may each declare one.
    fn facts(&self, schema: &Schema, name: &str, model: &mut Model) -> Result<(), Why> {
        let slots = schema.facts.iter().zip(&mut model.facts);
        let mut done = Ok(());
        for (fact, slot) in slots.filter(|(fact, _)| *fact.name == *name && fact.used) {
            match self.slot(fact, slot) {
                Ok(scaled) => *slot = scaled,
                Err(why) => {
                    *slot = Slot::SILENT;
                    done = Err(why);
                }
            }
        }
        done
    }

    fn slot(&self, fact: &Fact, slot: &Slot) -> Result<Slot, Why> {
        let (Some(Set::Number(given)), Type::Number(quantity)) = (&slot.set, &fact.ty) else {
            return Err(self.silent());
        };
        let number = given.mul(&Interval::point(self.factor.clone()));
        let set = Set::Number(number.clone());
        if set.is_within(&fact.domain) {
            let estimate = slot.estimate.as_ref().map(|estimate| estimate.times(&self.factor));
            return Ok(Slot { set: Some(set), estimate });
        }
        let [from, to] = [given, &number].map(|number| number_text(number, &quantity.unit));
        let why = format!("`{from}` becomes `{to}`, which lies outside the domain");
        Err((why, format!("the domain is `{}`; write a factor that stays within it", fact.domain_text)))
    }

    fn silent(&self) -> Why {
        let help = "set the value itself, leave the factor out, or write `--invalid=unknown` to leave it unknown";
        ("the profile does not give it".to_owned(), help.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_for_a_factor_is_understood() {
        for (text, factor) in [
            ("/2", Some("1/2")),
            ("/ 2", Some("1/2")),
            ("/0", None),
            ("3x", Some("3")),
            ("x3", Some("3")),
            ("×3", Some("3")),
            ("+20 %", Some("120 %")),
            ("+20%", Some("120 %")),
            ("-20 %", Some("80 %")),
            ("-100 %", None),
            ("1e26 FLOP", None),
            ("20 %", None),
            ("-3", None),
        ] {
            assert_eq!(meant(text, false, false).as_deref(), factor, "{text}");
        }
        assert_eq!(meant("3x", true, false), None, "the number 3");
        assert_eq!(meant("-20 %", false, true), None, "a share below zero");
    }
}
