//! What each rule of the grammar is called in a message.
//!
//! In: a rule. Out: words for a reader. Never the rule's own name.

use super::Rule;

/// What a rule matches, for a message and for the tree's builder.
enum Meaning {
    /// One fixed spelling; carries no other information.
    Fixed(&'static str),
    /// Anything else, under the name a reader knows.
    Named(&'static str),
    /// A rule that a reader never needs to hear of.
    Silent,
}

/// Whether a rule is a keyword or a sign, which the builder passes over.
pub(in crate::syntax) fn is_fixed(rule: Rule) -> bool {
    matches!(meaning(rule), Meaning::Fixed(_))
}

/// What a rule is called in a message; empty for rules that are not to be named.
pub(in crate::syntax) fn describe(rule: Rule) -> &'static str {
    match meaning(rule) {
        Meaning::Fixed(name) | Meaning::Named(name) => name,
        Meaning::Silent => "",
    }
}

fn meaning(rule: Rule) -> Meaning {
    use Meaning::{Fixed, Named, Silent};
    match rule {
        Rule::EOI => Named("`;`"),
        Rule::statement_entry => Named("a statement"),
        Rule::value_entry | Rule::value => Named("a value"),
        Rule::policy => Named("`policy`"),
        Rule::vocabulary => Named("`vocabulary`"),
        Rule::jurisdiction => Named("`jurisdiction`"),
        Rule::status => Named("`status`"),
        Rule::source => Named("`source`"),
        Rule::note => Named("`note`"),
        Rule::warning => Named("`warn`"),
        Rule::uses => Named("`uses`"),
        Rule::profile_name => Named("`name`"),
        Rule::unit_declaration => Named("`unit`"),
        Rule::fact => Named("`fact`"),
        Rule::fact_type => Named("a unit, a type or `one of { ... }`"),
        Rule::interval_scale => Named("`on interval scale`"),
        Rule::one_of => Named("`one of { ... }`"),
        Rule::domain => Named("a domain (`in LO .. HI`)"),
        Rule::lower_end => Named("a lower end"),
        Rule::upper_end => Named("an upper end"),
        Rule::end => Named("a quantity or a date"),
        Rule::also => Named("`also`"),
        Rule::assumed | Rule::assume_item => Named("`assume`"),
        Rule::companion => Named("`with`"),
        Rule::reference => Named("`reference`"),
        Rule::or_none => Named("`or none`"),
        Rule::param => Named("`param`"),
        Rule::dated | Rule::settings => Named("`{`"),
        Rule::dated_step => Named("`from DATE: VALUE;`"),
        Rule::choice => Named("`choice`"),
        Rule::definition => Named("`let`"),
        Rule::designation => Named("`designate`"),
        Rule::outcome_kind => Named("`designate`, `presume` or `indicate`"),
        Rule::obligation => Named("`obligation`"),
        Rule::duty_kind => Named("`obligation` or `option`"),
        Rule::due => Named("`due`"),
        Rule::due_on => Named("`on`"),
        Rule::due_within => Named("`within`"),
        Rule::test => Named("`test`"),
        Rule::as_of_item => Named("`as of`"),
        Rule::population_model => Named("`model`"),
        Rule::setting => Named("`name: value;`"),
        Rule::expectation => Named("`expect`"),
        Rule::expect_error => Named("`error`"),
        Rule::expect_not => Named("`not`"),
        Rule::expect_undetermined => Named("`undetermined`"),
        Rule::whole
        | Rule::expr
        | Rule::not
        | Rule::shown
        | Rule::parenthesis
        | Rule::call
        | Rule::block
        | Rule::population => Named("an expression"),
        Rule::if_else => Named("`if`"),
        Rule::membership
        | Rule::exists
        | Rule::as_of
        | Rule::and
        | Rule::or
        | Rule::otherwise
        | Rule::is
        | Rule::is_not
        | Rule::comparison
        | Rule::plus
        | Rule::minus
        | Rule::times
        | Rule::divide
        | Rule::power_of => Named("an operator"),
        Rule::negate => Named("`-`"),
        Rule::wrong_infix
        | Rule::wrong_prefix
        | Rule::wrong_date
        | Rule::wrong_number
        | Rule::wrong_grouping
        | Rule::wrong_fraction
        | Rule::wrong_money
        | Rule::unit_operator => Silent,
        Rule::all_of => Named("`all of {`"),
        Rule::any_of => Named("`any of {`"),
        Rule::at_least => Named("`at least N of {`"),
        Rule::entries => Named("`label: condition;`"),
        Rule::entry => Named("a condition"),
        Rule::label => Named("a label"),
        Rule::date_shift | Rule::date_operand => Named("a date"),
        Rule::calendar_unit => Named("days, weeks, months or years"),
        Rule::duration => Named("a duration such as `30 days`"),
        Rule::before => Named("`before`"),
        Rule::after => Named("`after`"),
        Rule::extreme => Named("`largest` or `smallest`"),
        Rule::known => Named("`known`"),
        Rule::on_or_before => Named("`on or before`"),
        Rule::range => Named("a range"),
        Rule::estimate => Named("`to`"),
        Rule::plus_minus => Named("`+/-`"),
        Rule::weighted | Rule::weighted_value => Named("a value with its weight"),
        Rule::weight | Rule::percentage => Named("a weight such as `70 %`"),
        Rule::quantity => Named("a quantity"),
        Rule::literal
        | Rule::multiple
        | Rule::fraction
        | Rule::power
        | Rule::number
        | Rule::plain_number
        | Rule::whole_number => Named("a number"),
        Rule::scale_word => Named("`million` or the like"),
        Rule::integer => Named("a whole number"),
        Rule::digits => Named("a digit"),
        Rule::date => Named("a date such as `2026-08-01`"),
        Rule::month => Named("a month"),
        Rule::unit | Rule::unit_factor | Rule::unit_symbol => Named("a unit"),
        Rule::unit_power => Named("a power"),
        Rule::string => Named("a text in quotes"),
        Rule::string_text => Named("a text"),
        Rule::cite => Named("a citation in `[ ]`"),
        Rule::cite_text => Named("a citation"),
        Rule::yes => Named("`true`"),
        Rule::no => Named("`false`"),
        Rule::unknown => Named("`unknown`"),
        Rule::none => Named("`none`"),
        Rule::path | Rule::name | Rule::word => Named("a name"),
        Rule::semicolon => Fixed("`;`"),
        Rule::comma => Fixed("`,`"),
        Rule::colon => Fixed("`:`"),
        Rule::equals => Fixed("`=`"),
        Rule::open => Fixed("`{`"),
        Rule::close => Fixed("`}`"),
        Rule::open_round => Fixed("`(`"),
        Rule::close_round => Fixed("`)`"),
        Rule::dots => Fixed("`..`"),
        Rule::kw_policy => Fixed("`policy`"),
        Rule::kw_vocabulary => Fixed("`vocabulary`"),
        Rule::kw_jurisdiction => Fixed("`jurisdiction`"),
        Rule::kw_status => Fixed("`status`"),
        Rule::kw_source => Fixed("`source`"),
        Rule::kw_note => Fixed("`note`"),
        Rule::kw_warn => Fixed("`warn`"),
        Rule::kw_uses => Fixed("`uses`"),
        Rule::kw_unit => Fixed("`unit`"),
        Rule::kw_fact => Fixed("`fact`"),
        Rule::kw_reference => Fixed("`reference`"),
        Rule::kw_param => Fixed("`param`"),
        Rule::kw_choice => Fixed("`choice`"),
        Rule::kw_let => Fixed("`let`"),
        Rule::kw_designate => Fixed("`designate`"),
        Rule::kw_presume => Fixed("`presume`"),
        Rule::kw_indicate => Fixed("`indicate`"),
        Rule::kw_obligation => Fixed("`obligation`"),
        Rule::kw_option => Fixed("`option`"),
        Rule::kw_test => Fixed("`test`"),
        Rule::kw_name => Fixed("`name`"),
        Rule::kw_from => Fixed("`from`"),
        Rule::kw_on => Fixed("`on`"),
        Rule::kw_interval => Fixed("`interval`"),
        Rule::kw_scale => Fixed("`scale`"),
        Rule::kw_one => Fixed("`one`"),
        Rule::kw_of => Fixed("`of`"),
        Rule::kw_in => Fixed("`in`"),
        Rule::kw_above => Fixed("`above`"),
        Rule::kw_below => Fixed("`below`"),
        Rule::kw_also => Fixed("`also`"),
        Rule::kw_assume => Fixed("`assume`"),
        Rule::kw_with => Fixed("`with`"),
        Rule::kw_default => Fixed("`default`"),
        Rule::kw_or => Fixed("`or`"),
        Rule::kw_and => Fixed("`and`"),
        Rule::kw_not => Fixed("`not`"),
        Rule::kw_is => Fixed("`is`"),
        Rule::kw_none => Fixed("`none`"),
        Rule::kw_unknown => Fixed("`unknown`"),
        Rule::kw_true => Fixed("`true`"),
        Rule::kw_false => Fixed("`false`"),
        Rule::kw_when => Fixed("`when`"),
        Rule::kw_unless => Fixed("`unless`"),
        Rule::kw_due => Fixed("`due`"),
        Rule::kw_within => Fixed("`within`"),
        Rule::kw_as => Fixed("`as`"),
        Rule::kw_model => Fixed("`model`"),
        Rule::kw_expect => Fixed("`expect`"),
        Rule::kw_error => Fixed("`error`"),
        Rule::kw_undetermined => Fixed("`undetermined`"),
        Rule::kw_if => Fixed("`if`"),
        Rule::kw_then => Fixed("`then`"),
        Rule::kw_else => Fixed("`else`"),
        Rule::kw_otherwise => Fixed("`otherwise`"),
        Rule::kw_shown => Fixed("`shown`"),
        Rule::kw_exists => Fixed("`exists`"),
        Rule::kw_all => Fixed("`all`"),
        Rule::kw_any => Fixed("`any`"),
        Rule::kw_at => Fixed("`at`"),
        Rule::kw_least => Fixed("`least`"),
        Rule::kw_before => Fixed("`before`"),
        Rule::kw_after => Fixed("`after`"),
        Rule::kw_largest => Fixed("`largest`"),
        Rule::kw_smallest => Fixed("`smallest`"),
        Rule::kw_known => Fixed("`known`"),
        Rule::kw_where => Fixed("`where`"),
        Rule::kw_to => Fixed("`to`"),
        Rule::WHITESPACE
        | Rule::COMMENT
        | Rule::statement
        | Rule::test_item
        | Rule::prefix
        | Rule::infix
        | Rule::suffix
        | Rule::atom
        | Rule::value_end
        | Rule::blank
        | Rule::any_date
        | Rule::never_unit
        | Rule::word_char
        | Rule::reserved => Silent,
    }
}
