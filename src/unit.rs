//! Units of measure: their dimensions, exact factors, and the one table of those that are built in.
//!
//! In: a unit's spelling. Out: its [`Unit`]. Conversions are exact rationals; what is ambiguous is refused with a reason.

use crate::rational::Rational;
use crate::sorting::sort;
use indexmap::IndexMap;
use std::fmt;
use std::sync::Arc;

/// The base units a quantity is made of, each with its power: FLOP/s is `FLOP^1 s^-1`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Dimension(Vec<(Arc<str>, i32)>);

impl Dimension {
    /// The dimension of plain numbers.
    pub const NONE: Dimension = Dimension(Vec::new());

    /// The dimension of one base unit.
    pub fn base(name: &str) -> Self {
        Dimension(vec![(Arc::from(name), 1)])
    }

    /// Whether it is that of plain numbers.
    pub fn is_none(&self) -> bool {
        self.0.is_empty()
    }

    /// The dimension of a product with `other` to the power of `power`.
    pub fn times(&self, other: &Dimension, power: i32) -> Dimension {
        let mut factors = self.0.clone();
        for (name, exponent) in &other.0 {
            match factors.iter_mut().find(|(known, _)| known == name) {
                Some((_, sum)) => *sum = sum.saturating_add(exponent.saturating_mul(power)),
                None => factors.push((name.clone(), exponent.saturating_mul(power))),
            }
        }
        factors.retain(|(_, exponent)| *exponent != 0);
        sort(&mut factors);
        Dimension(factors)
    }
}

impl fmt::Display for Dimension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let over = self.0.iter().filter(|(_, exponent)| *exponent > 0);
        let under = self.0.iter().filter(|(_, exponent)| *exponent < 0);
        let power = |exponent: i32| if exponent == 1 { String::new() } else { format!("^{exponent}") };
        let over: Vec<String> = over.map(|(name, exponent)| format!("{name}{}", power(*exponent))).collect();
        let under: String = under.map(|(name, exponent)| format!("/{name}{}", power(-exponent))).collect();
        match (over.is_empty(), under.is_empty()) {
            (true, true) => f.write_str("number"),
            (true, false) => write!(f, "1{under}"),
            (false, _) => write!(f, "{}{under}", over.join("*")),
        }
    }
}

/// How numbers of a unit are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A plain quantity.
    Plain,
    /// A share, written in percent.
    Percent,
    /// A difference of shares, written in percentage points.
    Points,
}

/// A unit: what one of it is, in base units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// As it is written beside a number; empty for plain numbers.
    pub symbol: Arc<str>,
    /// How many base units one of it is.
    pub factor: Rational,
    /// Its dimension.
    pub dimension: Dimension,
    /// Whether it is a share, a difference of shares, or neither.
    pub kind: Kind,
}

impl Unit {
    /// The unit of plain numbers.
    pub fn number() -> Self {
        Unit { symbol: Arc::from(""), factor: Rational::one(), dimension: Dimension::NONE, kind: Kind::Plain }
    }

    /// A base unit, or a derived one that stands for its own dimension.
    pub fn of_dimension(dimension: Dimension) -> Self {
        let symbol = if dimension.is_none() { String::new() } else { dimension.to_string() };
        Unit { symbol: symbol.into(), factor: Rational::one(), dimension, kind: Kind::Plain }
    }

    /// Percent.
    pub fn percent() -> Self {
        Unit {
            symbol: Arc::from("%"),
            factor: Rational::power_of_ten(-2),
            dimension: Dimension::NONE,
            kind: Kind::Percent,
        }
    }

    /// Percentage points.
    pub fn points() -> Self {
        Unit { symbol: Arc::from("points"), kind: Kind::Points, ..Unit::percent() }
    }

    /// `text` (a number in this unit) with the unit's symbol behind it.
    pub fn label(&self, text: &str) -> String {
        if self.symbol.is_empty() { text.to_owned() } else { format!("{text} {}", self.symbol) }
    }
}

/// Why a spelling is not a unit.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnitError {
    /// A name that no table has, such as `FLOPP`.
    #[error("there is no unit `{0}`")]
    Unknown(String),
    /// A name that means two things, such as `FLOPS`; with what to write instead.
    #[error("`{0}` is ambiguous")]
    Ambiguous(String, &'static str),
    /// A calendar unit as a quantity, such as `months`.
    #[error("`{0}` has no fixed length")]
    Calendar(String),
    /// A percentage inside a product of units, such as `%/s`.
    #[error("`{0}` cannot be part of a compound unit")]
    Compound(String),
}

/// A built-in unit: its names, base dimension, factor as a fraction, and whether it takes prefixes.
type BuiltIn = (&'static [&'static str], &'static str, (i64, i64), bool);

/// The base dimension and factor of each built-in unit; `prefixed` ones also take `k M G T P E Z Y R Q`.
const BUILT_IN: &[BuiltIn] = &[
    (&["FLOP"], "FLOP", (1, 1), true),
    (&["op", "ops", "operation", "operations"], "FLOP", (1, 1), false),
    (&["s", "second", "seconds"], "s", (1, 1), false),
    (&["min", "minute", "minutes"], "s", (60, 1), false),
    (&["h", "hour", "hours"], "s", (3_600, 1), false),
    (&["day", "days"], "s", (86_400, 1), false),
    (&["week", "weeks"], "s", (604_800, 1), false),
    (&["USD"], "USD", (1, 1), false),
    (&["EUR"], "EUR", (1, 1), false),
    (&["GBP"], "GBP", (1, 1), false),
    (&["KRW"], "KRW", (1, 1), false),
    (&["CNY"], "CNY", (1, 1), false),
    (&["JPY"], "JPY", (1, 1), false),
    (&["bit", "bits"], "bit", (1, 1), true),
    (&["byte", "bytes", "B"], "bit", (8, 1), true),
    (&["W"], "W", (1, 1), true),
    (&["Wh"], "W*s", (3_600, 1), true),
    (&["token", "tokens"], "token", (1, 1), false),
    (&["parameter", "parameters"], "parameter", (1, 1), false),
    (&["number", "fraction"], "", (1, 1), false),
];

const PREFIXES: &[(&str, i64)] =
    &[("k", 3), ("M", 6), ("G", 9), ("T", 12), ("P", 15), ("E", 18), ("Z", 21), ("Y", 24), ("R", 27), ("Q", 30)];

/// The units a policy may use: the built-in ones and those it declares.
#[derive(Clone, Debug, Default)]
pub struct Units {
    declared: IndexMap<String, Unit>,
}

impl Units {
    /// Declares a unit. Returns `false`, and changes nothing, where the name is taken.
    pub fn declare(&mut self, name: &str, meaning: Option<(Rational, Unit)>) -> bool {
        if self.symbol(name).is_ok() || CalendarName::is(name) {
            return false;
        }
        let unit = match meaning {
            None => Unit { symbol: name.into(), ..Unit::of_dimension(Dimension::base(name)) },
            Some((count, unit)) => Unit { symbol: name.into(), factor: &count * &unit.factor, ..unit },
        };
        self.declared.insert(name.to_owned(), unit);
        true
    }

    /// Reads a unit as written: symbols joined by tight `*` and `/`, each with an optional power.
    ///
    /// # Errors
    /// [`UnitError`] names the symbol that is not a unit, and why.
    pub fn resolve(&self, text: &str) -> Result<Unit, UnitError> {
        if !text.contains(['*', '/', '^']) {
            return self.symbol(text);
        }
        let mut unit = Unit::number();
        let mut divides = false;
        let mut rest = text;
        while !rest.is_empty() {
            let end = rest.find(['*', '/']).unwrap_or(rest.len());
            let (factor, tail) = rest.split_at(end);
            let (symbol, power) = factor.split_once('^').unwrap_or((factor, "1"));
            let power: i32 = power.parse().map_err(|_| UnitError::Unknown(factor.to_owned()))?;
            if power.unsigned_abs() > 64 {
                return Err(UnitError::Unknown(factor.to_owned()));
            }
            let power = if divides { -power } else { power };
            let part = self.symbol(symbol)?;
            if part.kind != Kind::Plain {
                return Err(UnitError::Compound(symbol.to_owned()));
            }
            let scale = part.factor.pow(power).ok_or_else(|| UnitError::Unknown(factor.to_owned()))?;
            unit.factor = &unit.factor * &scale;
            unit.dimension = unit.dimension.times(&part.dimension, power);
            divides = tail.starts_with('/');
            rest = tail.get(1..).unwrap_or("");
        }
        unit.symbol = text.into();
        Ok(unit)
    }

    fn symbol(&self, name: &str) -> Result<Unit, UnitError> {
        if let Some(unit) = self.declared.get(name) {
            return Ok(unit.clone());
        }
        match name {
            "%" | "percent" => return Ok(Unit::percent()),
            "points" | "point" => return Ok(Unit::points()),
            "FLOPS" | "FLOPs" | "flops" | "Flops" | "FLOP/S" => {
                let help = "write `FLOP` for a number of operations, or `FLOP/s` for a rate";
                return Err(UnitError::Ambiguous(name.to_owned(), help));
            }
            _ if CalendarName::is(name) => return Err(UnitError::Calendar(name.to_owned())),
            _ => {}
        }
        let found = built_in(name, false).map(|unit| (unit, 0)).or_else(|| {
            let prefixed = |(prefix, power): &(&str, i64)| Some((built_in(name.strip_prefix(prefix)?, true)?, *power));
            PREFIXES.iter().find_map(prefixed)
        });
        let ((base, (numerator, denominator)), power) = found.ok_or_else(|| UnitError::Unknown(name.to_owned()))?;
        let factor = Rational::ratio(numerator, denominator).unwrap_or_else(Rational::one);
        let dimension = match base {
            "" => Dimension::NONE,
            "W*s" => Dimension::base("W").times(&Dimension::base("s"), 1),
            base => Dimension::base(base),
        };
        let symbol = if base.is_empty() { "" } else { name };
        Ok(Unit {
            symbol: symbol.into(),
            factor: &factor * &Rational::power_of_ten(power),
            dimension,
            kind: Kind::Plain,
        })
    }

    /// Every name a unit could have been meant as, for suggestions.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let built_in = BUILT_IN.iter().flat_map(|(names, ..)| names.iter().copied());
        self.declared.keys().map(String::as_str).chain(built_in).chain(["%", "points"])
    }
}

fn built_in(name: &str, prefixable: bool) -> Option<(&'static str, (i64, i64))> {
    let found = BUILT_IN.iter().find(|(names, _, _, prefixed)| names.contains(&name) && (*prefixed || !prefixable));
    found.map(|(_, base, factor, _)| (*base, *factor))
}

/// Names of calendar units whose length varies.
struct CalendarName;

impl CalendarName {
    fn is(name: &str) -> bool {
        matches!(name, "month" | "months" | "year" | "years")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conversions_are_exact() {
        let units = Units::default();
        assert_eq!(units.resolve("PFLOP/s*day").unwrap().factor.to_exact_string(), "8.64e19");
        assert_eq!(units.resolve("PFLOP/s*day").unwrap().dimension, Dimension::base("FLOP"));
        assert_eq!(units.resolve("Gbit/s").unwrap().factor.to_exact_string(), "1000000000");
        assert_eq!(units.resolve("GB").unwrap().factor.to_exact_string(), "8000000000");
        assert_eq!(units.resolve("FLOP/s").unwrap().dimension.to_string(), "FLOP/s");
        assert_eq!(units.resolve("kWh").unwrap().dimension, units.resolve("W*h").unwrap().dimension);
    }

    #[test]
    fn what_is_ambiguous_or_unknown_is_refused() {
        let units = Units::default();
        assert!(matches!(units.resolve("FLOPS"), Err(UnitError::Ambiguous(..))));
        assert!(matches!(units.resolve("FLOP/S"), Err(UnitError::Unknown(_))));
        assert!(matches!(units.resolve("months"), Err(UnitError::Calendar(_))));
        assert!(matches!(units.resolve("%/s"), Err(UnitError::Compound(_))));
        assert!(matches!(units.resolve("kUSD"), Err(UnitError::Unknown(_))));
    }

    #[test]
    fn a_policy_may_declare_units_but_not_change_them() {
        let mut units = Units::default();
        assert!(units.declare("step", None));
        let gigabit = units.resolve("bit").unwrap();
        assert!(units.declare("Gb", Some((Rational::parse_decimal("1e9").unwrap(), gigabit))));
        assert_eq!(units.resolve("Gb/s").unwrap().factor, units.resolve("Gbit/s").unwrap().factor);
        assert!(!units.declare("FLOP", None));
        assert!(!units.declare("step", None));
        assert!(!units.declare("month", None));
    }
}
