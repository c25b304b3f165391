//! Many policies over many profiles: what a command, a page or a service asks for at once.
//!
//! In: checked policies, raw profiles and the settings of a request. Out: one answer for each pair, and what is wrong
//! with the request. No I/O and no clock: the evaluation date is given.

mod scale;

use crate::bind::{Columns, Invalid, meant};
use crate::date::DateRange;
use crate::diagnostic::{Code, Diagnostic, nearest, quote};
use crate::eval::Evaluator;
use crate::eval::result::Answer;
use crate::given::{Estimate, Given, Refusal, Weights, read_value, refuse_bare_share, refuse_text};
use crate::ir::Policy;
use crate::model::{Circumstances, Link, Model, Population};
use crate::profile::{Cell, Format, Place, RawProfile, RawValue};
use crate::schema::Type;
use crate::settings::defaults;
use crate::syntax::parse_value;
use rustc_hash::{FxHashMap, FxHashSet};
use scale::{Facts, Scaling};
use std::sync::Arc;

/// Models that one evaluator goes through: what it prepares is shared among them.
const CHUNK: usize = 32;

/// What a request sets beside its policies and profiles.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The evaluation date, or the days it may be.
    pub as_of: DateRange,
    /// Whether the vocabulary's assumptions are made.
    pub assume: bool,
    /// What to do with values that cannot be used.
    pub invalid: Invalid,
    /// Facts set in every profile, as written; `*3` multiplies what each profile gives, exactly.
    pub facts: Vec<(String, String)>,
    /// Params supplied, as `name` or `policy.name`.
    pub params: Vec<(String, String)>,
    /// Readings picked, as `name` or `policy.name`; of several, each with its weight.
    pub readings: Vec<(String, String)>,
    /// Whether an undetermined answer says which facts could settle it: the larger part of the work on many models.
    pub needs: bool,
    /// Models that references lead to, whichever the profile.
    pub references: Vec<(String, RawProfile)>,
}

impl Settings {
    /// Nothing set, on this day.
    pub fn on(as_of: DateRange) -> Self {
        Settings {
            as_of,
            assume: false,
            invalid: Invalid::Error,
            facts: Vec::new(),
            params: Vec::new(),
            readings: Vec::new(),
            needs: true,
            references: Vec::new(),
        }
    }
}

/// What a request gave.
#[derive(Clone, Debug, Default)]
pub struct Evaluated {
    /// For each profile, in order, the answer of each policy, in order.
    pub answers: Vec<Vec<Answer>>,
    /// What is odd about the request and its documents as a whole.
    pub diagnostics: Vec<Diagnostic>,
}

/// Evaluates every policy on every profile.
///
/// # Errors
/// The diagnostics of settings that cannot be used: an unknown fact, param or reading, a value out of bounds.
pub fn evaluate(
    policies: &[Policy],
    profiles: &[RawProfile],
    settings: &Settings,
) -> Result<Evaluated, Vec<Diagnostic>> {
    let asked = ask(policies, profiles, settings)?;
    let by_policy = crate::parallel::map(&asked.questions, |question| answers(question, settings));
    let mut evaluated =
        Evaluated { answers: vec![Vec::with_capacity(policies.len()); asked.profiles], diagnostics: asked.diagnostics };
    for found in by_policy {
        evaluated.answers.iter_mut().zip(found).for_each(|(list, answer)| list.push(answer));
    }
    Ok(evaluated)
}

/// A policy with the models it is asked about, in the circumstances of a request.
#[derive(Debug)]
pub struct Question<'p> {
    /// The policy.
    pub policy: &'p Policy,
    /// What holds whichever the model.
    pub circumstances: Circumstances,
    /// The models, in the order of their profiles.
    pub population: Population,
}

/// What a request asks, bound and ready for evaluation and analysis.
#[derive(Debug)]
pub struct Asked<'p> {
    /// One for each policy, in order.
    pub questions: Vec<Question<'p>>,
    /// How many profiles there are, those that `--set` makes included.
    pub profiles: usize,
    /// What is odd about the request and its documents as a whole.
    pub diagnostics: Vec<Diagnostic>,
}

/// Binds every profile to every policy under `settings`.
///
/// # Errors
/// The diagnostics of settings that cannot be used: an unknown fact, param or reading, a value out of bounds.
pub fn ask<'p>(
    policies: &'p [Policy],
    profiles: &[RawProfile],
    settings: &Settings,
) -> Result<Asked<'p>, Vec<Diagnostic>> {
    let errors = check_settings(policies, settings);
    if !errors.is_empty() {
        return Err(errors);
    }
    let facts = Facts::of(&settings.facts, policies)?;
    let set_alone = set_profile("--set", facts.set.iter().map(|(name, text)| set_cell(name, text)).collect());
    let mut profiles = with_facts(policies, profiles, &facts.set);
    if profiles.is_empty() && !facts.scaled.is_empty() {
        profiles.push(set_profile("the command line", Vec::new()));
    }
    let bound =
        crate::parallel::map(policies, |policy| ask_one(policy, &profiles, (&set_alone, &facts.scaled), settings));
    let mut asked =
        Asked { questions: Vec::with_capacity(policies.len()), profiles: profiles.len(), diagnostics: Vec::new() };
    let mut unused: Option<FxHashSet<Arc<str>>> = None;
    for found in bound {
        let (question, here) = found?;
        unused = Some(unused.map_or_else(|| here.clone(), |known| known.intersection(&here).cloned().collect()));
        asked.questions.push(question);
    }
    asked.diagnostics.extend(unused.and_then(|unused| about_unused(policies, &profiles, &unused)));
    Ok(asked)
}

/// A question, and the fields of the profiles that its policy does not ask for.
type Bound<'p> = (Question<'p>, FxHashSet<Arc<str>>);

fn ask_one<'p>(
    policy: &'p Policy,
    profiles: &[RawProfile],
    (set_alone, scaled): (&RawProfile, &[Scaling]),
    settings: &Settings,
) -> Result<Bound<'p>, Vec<Diagnostic>> {
    let columns = Columns::of(&policy.schema);
    // What is set is the same for every profile, and so is what is wrong with it.
    let wrong = columns.bind(set_alone, settings.invalid).model.errors;
    if !wrong.is_empty() {
        return Err(wrong.into_iter().map(|error| Diagnostic { code: Code::Option, ..error }).collect());
    }
    let mut models = Vec::with_capacity(profiles.len());
    let mut unused: FxHashSet<Arc<str>> = FxHashSet::default();
    for profile in profiles {
        let bound = columns.bind(profile, settings.invalid);
        unused.extend(bound.unused);
        models.push(bound.model);
    }
    refuse_doubles(&mut models, profiles, &columns);
    let mut circumstances = circumstances(policy, &columns, settings)?;
    for scaling in scaled {
        let of_profiles = (&mut *models, profiles);
        scaling
            .apply(&policy.schema, of_profiles, &mut circumstances, settings.invalid)
            .map_err(|error| vec![error])?;
    }
    Ok((Question { policy, circumstances, population: Population::new(models) }, unused))
}

/// What a policy says of each of its models, in order.
fn answers(question: &Question<'_>, settings: &Settings) -> Vec<Answer> {
    let Question { policy, circumstances, population } = question;
    let places: Vec<usize> = (0..population.models.len()).collect();
    let chunks: Vec<&[usize]> = places.chunks(CHUNK).collect();
    let answers = crate::parallel::map(&chunks, |places| {
        let mut evaluator = Evaluator::new(policy, circumstances, population).with_needs(settings.needs);
        let models = places.iter().filter_map(|at| Some((*at, population.models.get(*at)?)));
        models.map(|(at, model)| evaluator.answer(model, Some(at))).collect::<Vec<_>>()
    });
    answers.into_iter().flatten().collect()
}

/// What holds for `policy` under `settings`.
///
/// # Errors
/// The diagnostics of values that the policy's params and choices do not take.
pub fn circumstances(
    policy: &Policy,
    columns: &Columns<'_>,
    settings: &Settings,
) -> Result<Circumstances, Vec<Diagnostic>> {
    let schema = &policy.schema;
    let mut circumstances = Circumstances::on(settings.as_of, schema);
    circumstances.assume = settings.assume;
    circumstances.defaults =
        defaults(schema, &policy.sources.first().map(|source| source.name.clone()).unwrap_or_default());
    let mut errors = Vec::new();
    for (name, text) in &settings.params {
        let Some(at) = schema.params.iter().position(|param| names(policy, &param.name, name)) else { continue };
        match read_param(policy, at, text) {
            Ok(given) => {
                circumstances.params.iter_mut().skip(at).take(1).for_each(|place| *place = Some(given.clone()))
            }
            Err(error) => errors.push(*error),
        }
    }
    for (name, text) in &settings.readings {
        let Some(at) = schema.choices.iter().position(|choice| names(policy, &choice.name, name)) else { continue };
        let members = schema.choices.get(at).map(|choice| choice.members.clone()).unwrap_or_default();
        match read_reading(policy, name, &members, text) {
            Ok(Reading::One(member)) => {
                circumstances.choices.iter_mut().skip(at).take(1).for_each(|place| *place = Some(member))
            }
            Ok(Reading::Weighted(weights)) => {
                let places = circumstances.reading_weights.iter_mut().skip(at).take(1);
                places.for_each(|place| *place = Some(weights.clone()));
            }
            Err(error) => errors.push(*error),
        }
    }
    for (name, raw) in &settings.references {
        let Some(at) = schema.references.iter().position(|reference| names(policy, &reference.name, name)) else {
            continue;
        };
        let bound = columns.bind(raw, settings.invalid);
        errors.extend(bound.model.errors.iter().cloned());
        if let Some(place) = circumstances.references.get_mut(at) {
            *place = Some(Link::Inline(Arc::new(bound.model)));
        }
    }
    if errors.is_empty() { Ok(circumstances) } else { Err(errors) }
}

/// Whether `written` means the thing called `name` of this policy: by its name, or with the policy's id before it.
fn names(policy: &Policy, name: &str, written: &str) -> bool {
    written == name || written.strip_prefix(&*policy.id).and_then(|rest| rest.strip_prefix('.')) == Some(name)
}

/// What is picked of a choice.
enum Reading {
    One(usize),
    Weighted(Arc<Weights>),
}

/// One reading, or several with weights.
fn read_reading(policy: &Policy, name: &str, members: &[Arc<str>], text: &str) -> Result<Reading, Box<Diagnostic>> {
    if let Some(member) = members.iter().position(|member| **member == *text) {
        return Ok(Reading::One(member));
    }
    let ty = Type::Member(members.into());
    let (message, help) = if text.contains(['%', ',']) {
        let read = parse_value(&Arc::from("--reading"), text).map_err(|error| refuse_text(text, &ty, error));
        match read.and_then(|value| read_value(&value, &ty, None, &policy.schema.units)) {
            Ok(Given::Value { estimate: Some(Estimate::Weights(weights)), .. }) => {
                return Ok(Reading::Weighted(weights));
            }
            Ok(_) => (format!("{} is no reading of `{name}`", quote(text)), None),
            Err(refusal) => (format!("`{name}` cannot be {}: {}", quote(text), refusal.message), refusal.help),
        }
    } else {
        let near = nearest(text, members.iter().map(|member| &**member)).map(|near| format!("did you mean `{near}`?"));
        (format!("{} is no reading of `{name}`", quote(text)), near)
    };
    let mut error = Diagnostic::error(Code::Option, message);
    error.help.push(help.unwrap_or_else(|| format!("the readings are {}", members.join(", "))));
    Err(Box::new(error))
}

fn read_param(policy: &Policy, at: usize, text: &str) -> Result<Given, Box<Diagnostic>> {
    let Some(param) = policy.schema.params.get(at) else { return Ok(Given::Unknown) };
    let refuse = |refusal: Refusal| {
        let message = format!("`{}.{}` cannot be {}: {}", policy.id, param.name, quote(text), refusal.message);
        let mut error = Diagnostic::error(Code::Option, message);
        error.help.extend(refusal.help);
        Box::new(error)
    };
    if text.trim_start().starts_with('*') {
        return Err(refuse(Refusal::new("only facts are multiplied", "write the value of the param itself")));
    }
    let value =
        parse_value(&Arc::from("--param"), text).map_err(|error| refuse(refuse_text(text, &param.ty, error)))?;
    if let Some(refusal) = refuse_bare_share(&value, &param.ty) {
        return Err(refuse(refusal));
    }
    let given = read_value(&value, &param.ty, None, &policy.schema.units).map_err(refuse)?;
    match &given {
        Given::None => {
            Err(refuse(Refusal::new("only a reference can be `none`", "write `unknown` where it is not known")))
        }
        Given::Value { set, .. } if !set.is_within(&param.domain) => Err(refuse(Refusal::new(
            "it lies outside the bounds of the param",
            format!("the bounds are `{}`", param.domain_text),
        ))),
        Given::Value { .. } | Given::Unknown => Ok(given),
    }
}

/// Reports settings that no policy knows.
fn check_settings(policies: &[Policy], settings: &Settings) -> Vec<Diagnostic> {
    let mut errors = Vec::new();
    let mut check = |option: &str, what: &str, written: &str, list: &dyn Fn(&Policy) -> Vec<Arc<str>>| {
        let known: Vec<Arc<str>> = policies.iter().flat_map(list).collect();
        let found = policies.iter().any(|policy| list(policy).iter().any(|name| names(policy, name, written)));
        if !found {
            let error =
                Diagnostic::error(Code::Option, format!("{option} {}: no policy has such a {what}", quote(written)));
            errors.push(match nearest(written, known.iter().map(|name| &**name)) {
                Some(near) => error.help(format!("did you mean `{near}`?")),
                None => error.help(instead(policies, (option, what), written, &known)),
            });
        }
    };
    for (name, _) in &settings.params {
        check("--param", "param", name, &|policy| {
            policy.schema.params.iter().map(|param| param.name.clone()).collect()
        });
    }
    for (name, _) in &settings.readings {
        check("--reading", "choice", name, &|policy| {
            policy.schema.choices.iter().map(|choice| choice.name.clone()).collect()
        });
    }
    for (name, _) in &settings.references {
        check("--reference", "reference", name, &|policy| {
            policy.schema.references.iter().map(|found| found.name.clone()).collect()
        });
    }
    for (name, _) in &settings.facts {
        check("--set", "fact", name, &|policy| {
            let schema = &policy.schema;
            let facts = schema.facts.iter().map(|fact| fact.name.clone());
            let own: Vec<Arc<str>> = facts
                .chain(schema.references.iter().map(|found| found.name.clone()))
                .chain([Arc::from("name")])
                .collect();
            let behind = schema
                .references
                .iter()
                .flat_map(|reference| own.iter().map(move |name| Arc::from(format!("{}.{name}", reference.name))));
            own.iter().cloned().chain(behind).collect()
        });
    }
    errors
}

/// What to write instead of a setting that is near to no name.
fn instead(policies: &[Policy], (option, what): (&str, &str), written: &str, known: &[Arc<str>]) -> String {
    for policy in policies {
        let schema = &policy.schema;
        let is_written = |name: &Arc<str>| names(policy, name, written);
        let own = [
            ("--set", schema.facts.iter().any(|fact| is_written(&fact.name))),
            ("--param", schema.params.iter().any(|param| is_written(&param.name))),
            ("--reading", schema.choices.iter().any(|choice| is_written(&choice.name))),
            ("--reference", schema.references.iter().any(|reference| is_written(&reference.name))),
        ];
        if let Some((other, _)) = own.into_iter().find(|(other, found)| *found && *other != option) {
            return format!("write `{other} {written}=...`");
        }
        let aliased = schema.facts.iter().find(|fact| fact.also.iter().any(|also| *also.name == *written));
        if let Some(fact) = aliased {
            return format!("did you mean `{}`?", fact.name);
        }
        let member = schema.choices.iter().find(|choice| choice.members.iter().any(|member| **member == *written));
        if let (Some(choice), "--reading") = (member, option) {
            return format!("write `--reading {}={written}`", choice.name);
        }
    }
    let shown: Vec<String> = known.iter().take(8).map(|name| format!("`{name}`")).collect();
    match known.len() {
        0 => "leave it out".to_owned(),
        1..=8 => format!("the {what}s are {}", shown.join(", ")),
        more => format!("the {what}s are {} and {} more", shown.join(", "), more - 8),
    }
}

/// The profiles with the facts that were set; one profile of these alone where there is none.
fn with_facts(policies: &[Policy], profiles: &[RawProfile], facts: &[(String, String)]) -> Vec<RawProfile> {
    let mut profiles = profiles.to_vec();
    if facts.is_empty() {
        return profiles;
    }
    if profiles.is_empty() {
        profiles.push(set_profile("the command line", Vec::new()));
    }
    for (name, text) in facts {
        let mut other_names: FxHashSet<&str> = FxHashSet::from_iter([name.as_str()]);
        for fact in policies.iter().flat_map(|policy| &policy.schema.facts).filter(|fact| *fact.name == **name) {
            other_names.extend(fact.also.iter().map(|alias| &*alias.name));
        }
        for reference in
            policies.iter().flat_map(|policy| &policy.schema.references).filter(|found| *found.name == **name)
        {
            other_names.extend(reference.also.iter().map(|alias| &*alias.name));
        }
        for profile in &mut profiles {
            profile.cells.retain(|cell| !other_names.contains(&*cell.key));
            profile.cells.push(set_cell(name, text));
        }
    }
    profiles
}

fn set_cell(name: &str, text: &str) -> Cell {
    Cell { key: Arc::from(name), value: RawValue::Text(Arc::from(text)), span: None, line: 0, column: 0 }
}

fn set_profile(place: &str, cells: Vec<Cell>) -> RawProfile {
    RawProfile { place: Place { file: Arc::from(place), row: None, format: Format::Json }, cells, error: None }
}

/// Two profiles of one name cannot be told apart: the second is in error.
fn refuse_doubles(models: &mut [Model], profiles: &[RawProfile], columns: &Columns<'_>) {
    let mut seen: FxHashMap<Arc<str>, usize> = FxHashMap::default();
    for (at, model) in models.iter_mut().enumerate() {
        match seen.get(&model.name).and_then(|first| profiles.get(*first)) {
            Some(first) => {
                let place = profiles.get(at).map(|profile| profile.place.to_string()).unwrap_or_default();
                let message =
                    format!("{place}: there is a profile called {} already, {}", quote(&model.name), first.place);
                let mut error = Diagnostic::error(Code::Duplicate, message).help("give each model a name of its own");
                for (profile, word) in [(profiles.get(at), "again"), (Some(first), "first")] {
                    let Some(profile) = profile else { continue };
                    let named = profile.cells.iter().find(|cell| columns.is_name(&cell.key));
                    if let Some(span) = named.and_then(|cell| cell.span) {
                        error = error.at(&profile.place.file, span, word);
                    }
                }
                model.errors.push(error);
            }
            None => drop(seen.insert(model.name.clone(), at)),
        }
    }
}

/// One warning that lists the fields no policy asks for, with what they may have been meant to be.
fn about_unused(policies: &[Policy], profiles: &[RawProfile], unused: &FxHashSet<Arc<str>>) -> Option<Diagnostic> {
    let mut listed: Vec<Arc<str>> = Vec::new();
    for cell in profiles.iter().flat_map(|profile| &profile.cells) {
        if unused.contains(&cell.key) && !listed.contains(&cell.key) {
            listed.push(cell.key.clone());
        }
    }
    if listed.is_empty() {
        return None;
    }
    let names: Vec<String> = listed.iter().map(|name| quote(name)).collect();
    let verb = if names.len() == 1 { "a field that no policy uses" } else { "fields that no policy uses" };
    let mut warning = Diagnostic::warning(Code::Unused, format!("{verb}: {}", names.join(", ")));
    for name in &listed {
        let near =
            policies.iter().find_map(|policy| meant(name, Columns::of(&policy.schema).names()).map(str::to_owned));
        if let Some(near) = near {
            warning = warning.help(format!("did you mean `{near}` by {}?", quote(name)));
        }
    }
    Some(warning)
}

/// What a type is called in a form or a template.
pub fn type_word(ty: &Type) -> String {
    match ty {
        Type::Number(quantity) if quantity.unit.symbol.is_empty() => "number".to_owned(),
        Type::Number(quantity) => quantity.unit.symbol.to_string(),
        Type::Bool => "true or false".to_owned(),
        Type::Date => "date".to_owned(),
        Type::Text => "text".to_owned(),
        Type::Member(members) => format!("one of {}", members.join(", ")),
    }
}
