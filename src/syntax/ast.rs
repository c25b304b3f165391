//! The syntax tree of one file: what was written, with its places, before any name is known.
//!
//! Names of facts, units and clauses are plain words here; the checker knows what they stand for. Parentheses are kept,
//! so that the formatter prints what was read.

use super::op::{Arithmetic, Comparison, Connective};
use crate::date::{CalendarUnit, Date};
use crate::rational::Rational;
use crate::span::Span;
use std::sync::Arc;

/// One file, statement by statement.
#[derive(Clone, Debug)]
pub struct File {
    /// The file's name, as it was loaded.
    pub name: Arc<str>,
    /// The whole text.
    pub text: Arc<str>,
    /// Its statements, in order; those that could not be read are left out.
    pub statements: Vec<Statement>,
    /// Its comments, in order, without trailing blanks.
    pub comments: Vec<Span>,
}

/// A word or dotted path with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The text.
    pub text: Arc<str>,
    /// Its place.
    pub span: Span,
}

/// A string in quotes: its text without them, escapes resolved, and the place with them.
pub type Text = Name;

/// A citation: its text without brackets, and the place with them.
pub type Cite = Name;

/// One statement and its place, from its first word to the end of its last (before `;`).
#[derive(Clone, Debug)]
pub struct Statement {
    /// What it says.
    pub kind: StatementKind,
    /// Where.
    pub span: Span,
}

/// What a statement says.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "each variant is a statement of the reference, its fields named as there")]
pub enum StatementKind {
    Policy { id: Name, title: Text },
    Vocabulary { id: Name, title: Text },
    Jurisdiction(Text),
    Status { word: Name, from: Spanned<Date> },
    Source { name: Text, address: Option<Text> },
    Note(Text),
    Warn { text: Text, when: Expr },
    Uses(Text),
    ProfileName(Vec<Also>),
    Unit { name: Name, meaning: Option<Literal> },
    Fact(Fact),
    Reference(Reference),
    Param(Param),
    Choice { name: Name, members: Vec<Name>, text: Option<Text>, cite: Option<Cite> },
    Let { name: Name, value: Expr, text: Option<Text>, cite: Option<Cite> },
    Designation(Designation),
    Obligation(Obligation),
    Test(Test),
}

/// Anything with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// What stands there.
    pub value: T,
    /// Where.
    pub span: Span,
}

/// A declared input.
#[derive(Clone, Debug)]
pub struct Fact {
    /// Its dotted name.
    pub name: Name,
    /// What values it takes.
    pub kind: FactKind,
    /// The place of `on interval scale`.
    pub interval_scale: Option<Span>,
    /// Its domain.
    pub domain: Option<Domain>,
    /// What it is, in plain words.
    pub text: Text,
    /// Other names under which tables carry it.
    pub also: Vec<Also>,
    /// What may be taken for it under `--assume`.
    pub assumed: Option<Value>,
    /// The fact that should be given with it.
    pub companion: Option<Name>,
}

/// What values a fact takes.
#[derive(Clone, Debug)]
pub enum FactKind {
    /// A unit, or one of the words `number`, `bool`, `date`, `text`.
    Word(Name),
    /// `one of { ... }`, with the members and the place.
    OneOf(Vec<Name>, Span),
}

/// `in LO .. HI`.
#[derive(Clone, Debug)]
pub struct Domain {
    /// The lower end, where there is one.
    pub lo: Option<DomainEnd>,
    /// The upper end, where there is one.
    pub hi: Option<DomainEnd>,
    /// The place, from `in`.
    pub span: Span,
}

/// One end of a domain.
#[derive(Clone, Debug)]
pub struct DomainEnd {
    /// A quantity or a date.
    pub value: Value,
    /// Whether `above` or `below` leaves the end itself out.
    pub open: bool,
}

/// `also "Column" in UNIT`.
#[derive(Clone, Debug)]
pub struct Also {
    /// The other name.
    pub name: Text,
    /// The unit of that column, where it is another.
    pub unit: Option<Name>,
}

/// Another model.
#[derive(Clone, Debug)]
pub struct Reference {
    /// Its name.
    pub name: Name,
    /// The place of `or none`.
    pub or_none: Option<Span>,
    /// What it is.
    pub text: Text,
    /// Other names under which tables carry it.
    pub also: Vec<Also>,
    /// The model that stands in where a profile names none.
    pub default: Option<ReferenceDefault>,
}

/// The model that stands in where a profile names none.
#[derive(Clone, Debug)]
pub enum ReferenceDefault {
    /// By name, out of the population.
    Named(Text),
    /// Its facts.
    Inline(Vec<Setting>, Span),
}

/// A line as a named knob.
#[derive(Clone, Debug)]
pub struct Param {
    /// Its name.
    pub name: Name,
    /// Its value, where it has one.
    pub value: Option<ParamValue>,
    /// Its bounds.
    pub domain: Option<Domain>,
    /// What it is.
    pub text: Option<Text>,
    /// Where it comes from.
    pub cite: Option<Cite>,
}

/// The value of a param.
#[derive(Clone, Debug)]
pub enum ParamValue {
    /// One value.
    Always(Expr),
    /// A value from each date on, and the place of the braces.
    Dated(Vec<(Spanned<Date>, Expr)>, Span),
}

/// How binding an outcome is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DesignationKind {
    /// `designate`: decided by the rule.
    Designate,
    /// `presume`: rebuttable.
    Presume,
    /// `indicate`: only an indication.
    Indicate,
}

impl DesignationKind {
    /// The keyword.
    pub fn as_str(self) -> &'static str {
        match self {
            DesignationKind::Designate => "designate",
            DesignationKind::Presume => "presume",
            DesignationKind::Indicate => "indicate",
        }
    }
}

/// An outcome.
#[derive(Clone, Debug)]
pub struct Designation {
    /// How binding it is.
    pub kind: DesignationKind,
    /// Its name.
    pub name: Name,
    /// Its title.
    pub title: Text,
    /// Its citation.
    pub cite: Option<Cite>,
    /// When it holds.
    pub when: Entry,
    /// Its exception.
    pub unless: Option<Entry>,
}

/// What follows from an outcome.
#[derive(Clone, Debug)]
pub struct Obligation {
    /// `obligation` (true) or `option` (false).
    pub binding: bool,
    /// Its name.
    pub name: Name,
    /// What is to be done, or may be.
    pub title: Text,
    /// Its citation.
    pub cite: Option<Cite>,
    /// When it applies.
    pub when: Entry,
    /// Its exception.
    pub unless: Option<Entry>,
    /// By when.
    pub due: Option<Due>,
}

/// By when something is due.
#[derive(Clone, Debug)]
pub struct Due {
    /// The word between `due` and the date.
    pub word: DueWord,
    /// The date.
    pub date: Expr,
}

/// The word between `due` and the date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DueWord {
    /// `due 30 days before D`
    Plain,
    /// `due on D`
    On,
    /// `due within 15 days after D`
    Within,
}

/// A labelled condition with its citation.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its label.
    pub label: Option<Name>,
    /// The condition.
    pub condition: Expr,
    /// Its citation.
    pub cite: Option<Cite>,
}

/// A test beside the rule.
#[derive(Clone, Debug)]
pub struct Test {
    /// Its name.
    pub name: Text,
    /// What it sets and expects, in order.
    pub items: Vec<Spanned<TestItem>>,
}

/// A line of a test.
#[derive(Clone, Debug)]
pub enum TestItem {
    /// `name: value;` for a fact, param, choice or reference.
    Setting(Setting),
    /// `model "X" { ... }`: one more model in the population.
    Model(Text, Vec<Setting>),
    /// `as of DATE;`, `None` for `as of unknown`.
    AsOf(Option<Date>),
    /// `assume;`: the vocabulary's assumptions are made.
    Assume,
    /// `expect ...;`
    Expect(Expectation),
}

/// `name: value`.
#[derive(Clone, Debug)]
pub struct Setting {
    /// The dotted name.
    pub name: Name,
    /// Its value.
    pub value: Value,
}

/// What a test expects.
#[derive(Clone, Debug)]
pub enum Expectation {
    /// `expect d` or `expect d due DATE`.
    Holds(Name, Option<Spanned<Date>>),
    /// `expect not d`.
    Not(Name),
    /// `expect undetermined d`.
    Undetermined(Name),
    /// `expect error`.
    Error,
}

/// A number as written, with its scale word and unit.
#[derive(Clone, Debug)]
pub struct Literal {
    /// The number with its scale word, before its unit: `500 million` is 500000000.
    pub number: Rational,
    /// How the number is written, blanks normalised: `1e26`, `500 million`, `10x`, `1/3`.
    pub spelling: Arc<str>,
    /// The unit, as written.
    pub unit: Option<Name>,
    /// The place.
    pub span: Span,
}

/// A value as a profile, an option or a test gives it.
#[derive(Clone, Debug)]
pub struct Value {
    /// What it is.
    pub kind: ValueKind,
    /// Its place.
    pub span: Span,
}

/// What a value is.
#[derive(Clone, Debug)]
pub enum ValueKind {
    /// A quantity; `negative` where a minus stands before it.
    Quantity(Quantity),
    /// A date.
    Date(Date),
    /// A month: any of its days.
    Month(crate::date::DateRange),
    /// `A .. B`: certain bounds.
    Range(Box<Value>, Box<Value>),
    /// `A to B`: a 90 % interval.
    Estimate(Quantity, Quantity),
    /// `A +/- B`: certain bounds round a middle.
    PlusMinus(Quantity, Quantity),
    /// `A 70 %, B 30 %`: values with their weights.
    Weighted(Vec<(Value, Quantity)>),
    /// `true` or `false`.
    Truth(bool),
    /// `unknown`.
    Unknown,
    /// `none`.
    None,
    /// Text in quotes.
    Text(Arc<str>),
    /// A plain word: a member of a `one of`, `yes`, `no`.
    Word(Arc<str>),
}

/// A literal with its sign.
#[derive(Clone, Debug)]
pub struct Quantity {
    /// Whether a minus stands before it.
    pub negative: bool,
    /// The literal.
    pub literal: Literal,
}

/// A condition or a quantity.
#[derive(Clone, Debug)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Its place.
    pub span: Span,
}

/// What an expression is.
#[derive(Clone, Debug)]
pub enum ExprKind {
    /// A number.
    Literal(Literal),
    /// A date.
    Date(Date),
    /// Text in quotes.
    Text(Arc<str>),
    /// `true` or `false`.
    Truth(bool),
    /// A dotted name.
    Path(Arc<str>),
    /// `( ... )`.
    Parenthesis(Box<Expr>),
    /// `- A`.
    Minus(Box<Expr>),
    /// `A + B` and the like.
    Arithmetic(Arithmetic, Box<Expr>, Box<Expr>),
    /// `not A`.
    Not(Box<Expr>),
    /// `shown A`.
    Shown(Box<Expr>),
    /// `A and B and C`, or the same with `or`: two operands or more.
    Connective(Connective, Vec<Expr>),
    /// `A > B` and the like.
    Comparison(Comparison, Box<Expr>, Box<Expr>),
    /// `A in { a, b }`.
    Membership(Box<Expr>, Vec<Name>),
    /// `base exists`.
    Exists(Box<Expr>),
    /// `line as of D`.
    AsOf(Box<Expr>, Box<Expr>),
    /// `A otherwise B`.
    Otherwise(Box<Expr>, Box<Expr>),
    /// `if C then A else B`.
    If(Box<Expr>, Box<Expr>, Box<Expr>),
    /// `min(A, B)` and the like.
    Call(Name, Vec<Expr>),
    /// `all of { ... }`, `any of { ... }`, `at least N of { ... }`.
    Block(Block, Vec<Entry>),
    /// `30 days before D`: how many, of what, which way, from when.
    DateShift(DateShift, Box<Expr>),
    /// `largest known F where C before D`.
    Population(Box<Population>),
}

/// How the entries of a block are joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Block {
    /// `all of`
    All,
    /// `any of`
    Any,
    /// `at least N of`
    AtLeast(u32),
}

/// `30 days before`.
#[derive(Clone, Debug)]
pub struct DateShift {
    /// How many units, as written.
    pub count: u32,
    /// Which units.
    pub unit: CalendarUnit,
    /// The unit's word, as written.
    pub word: Arc<str>,
    /// Whether `before` rather than `after`.
    pub before: bool,
}

/// The largest or smallest value of a quantity over the other models of the population.
#[derive(Clone, Debug)]
pub struct Population {
    /// Whether the largest rather than the smallest is asked for.
    pub largest: bool,
    /// Whether models without a value are left out.
    pub known: bool,
    /// The quantity.
    pub quantity: Name,
    /// The condition on the other models.
    pub condition: Option<Expr>,
    /// Whether the day itself counts (`on or before`).
    pub inclusive: bool,
    /// The day.
    pub date: Expr,
}
