//! The one table of operators: spelling, meaning and how tightly each binds; read by parser, printer, checker and explanations.

/// How tightly an operator binds; larger binds tighter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Precedence {
    /// `A otherwise B`.
    Otherwise,
    /// `or`.
    Or,
    /// `and`.
    And,
    /// `not` and `shown`, before their operand.
    Not,
    /// Comparisons, `is`, `in { }`.
    Comparison,
    /// `+` and `-`.
    Sum,
    /// `*` and `/`.
    Product,
    /// `-` before its operand.
    Minus,
    /// `^`.
    Power,
    /// Everything that needs no parentheses.
    Atom,
}

impl Precedence {
    /// The next tighter one.
    pub fn tighter(self) -> Precedence {
        match self {
            Precedence::Otherwise => Precedence::Or,
            Precedence::Or => Precedence::And,
            Precedence::And => Precedence::Not,
            Precedence::Not => Precedence::Comparison,
            Precedence::Comparison => Precedence::Sum,
            Precedence::Sum => Precedence::Product,
            Precedence::Product => Precedence::Minus,
            Precedence::Minus => Precedence::Power,
            Precedence::Power | Precedence::Atom => Precedence::Atom,
        }
    }
}

/// An operator between two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Infix {
    /// Joins two quantities.
    Arithmetic(Arithmetic),
    /// Compares two values.
    Comparison(Comparison),
    /// Joins conditions.
    Connective(Connective),
    /// `otherwise`.
    Otherwise,
}

impl Infix {
    /// The operator written `symbol`, blanks normalised; `None` for any other text.
    pub fn from_symbol(symbol: &str) -> Option<Self> {
        let arithmetic = Arithmetic::ALL.into_iter().map(Infix::Arithmetic);
        let comparison = Comparison::ALL.into_iter().map(Infix::Comparison);
        let connective = Connective::ALL.into_iter().map(Infix::Connective);
        arithmetic.chain(comparison).chain(connective).chain([Infix::Otherwise]).find(|op| op.symbol() == symbol)
    }

    /// As it is written.
    pub fn symbol(self) -> &'static str {
        match self {
            Infix::Arithmetic(op) => op.symbol(),
            Infix::Comparison(op) => op.symbol(),
            Infix::Connective(op) => op.symbol(),
            Infix::Otherwise => "otherwise",
        }
    }

    /// How tightly it binds.
    pub fn precedence(self) -> Precedence {
        match self {
            Infix::Arithmetic(op) => op.precedence(),
            Infix::Comparison(_) => Precedence::Comparison,
            Infix::Connective(op) => op.precedence(),
            Infix::Otherwise => Precedence::Otherwise,
        }
    }
}

/// Joins two quantities.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Arithmetic {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `^`, with a whole number on its right.
    Power,
}

impl Arithmetic {
    /// Every one of them.
    pub const ALL: [Arithmetic; 5] =
        [Arithmetic::Add, Arithmetic::Subtract, Arithmetic::Multiply, Arithmetic::Divide, Arithmetic::Power];

    /// As it is written.
    pub fn symbol(self) -> &'static str {
        match self {
            Arithmetic::Add => "+",
            Arithmetic::Subtract => "-",
            Arithmetic::Multiply => "*",
            Arithmetic::Divide => "/",
            Arithmetic::Power => "^",
        }
    }

    /// How tightly it binds.
    pub fn precedence(self) -> Precedence {
        match self {
            Arithmetic::Add | Arithmetic::Subtract => Precedence::Sum,
            Arithmetic::Multiply | Arithmetic::Divide => Precedence::Product,
            Arithmetic::Power => Precedence::Power,
        }
    }
}

/// Compares two values of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Comparison {
    /// `>`
    Above,
    /// `>=`
    AtLeast,
    /// `<`
    Below,
    /// `<=`
    AtMost,
    /// `is`
    Is,
    /// `is not`
    IsNot,
}

impl Comparison {
    /// Every one of them.
    pub const ALL: [Comparison; 6] = [
        Comparison::Above,
        Comparison::AtLeast,
        Comparison::Below,
        Comparison::AtMost,
        Comparison::Is,
        Comparison::IsNot,
    ];

    /// As it is written.
    pub fn symbol(self) -> &'static str {
        match self {
            Comparison::Above => ">",
            Comparison::AtLeast => ">=",
            Comparison::Below => "<",
            Comparison::AtMost => "<=",
            Comparison::Is => "is",
            Comparison::IsNot => "is not",
        }
    }

    /// Whether equality satisfies it.
    pub fn holds_at_equality(self) -> bool {
        match self {
            Comparison::AtLeast | Comparison::AtMost | Comparison::Is => true,
            Comparison::Above | Comparison::Below | Comparison::IsNot => false,
        }
    }

    /// The comparison that holds exactly where this one does not.
    pub fn negated(self) -> Comparison {
        match self {
            Comparison::Above => Comparison::AtMost,
            Comparison::AtLeast => Comparison::Below,
            Comparison::Below => Comparison::AtLeast,
            Comparison::AtMost => Comparison::Above,
            Comparison::Is => Comparison::IsNot,
            Comparison::IsNot => Comparison::Is,
        }
    }

    /// The comparison that says the same with its operands exchanged.
    pub fn mirrored(self) -> Comparison {
        match self {
            Comparison::Above => Comparison::Below,
            Comparison::AtLeast => Comparison::AtMost,
            Comparison::Below => Comparison::Above,
            Comparison::AtMost => Comparison::AtLeast,
            Comparison::Is => Comparison::Is,
            Comparison::IsNot => Comparison::IsNot,
        }
    }
}

/// Joins conditions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Connective {
    /// `and`
    And,
    /// `or`
    Or,
}

impl Connective {
    /// Both of them.
    pub const ALL: [Connective; 2] = [Connective::And, Connective::Or];

    /// As it is written.
    pub fn symbol(self) -> &'static str {
        match self {
            Connective::And => "and",
            Connective::Or => "or",
        }
    }

    /// How tightly it binds.
    pub fn precedence(self) -> Precedence {
        match self {
            Connective::And => Precedence::And,
            Connective::Or => Precedence::Or,
        }
    }
}

/// Spellings of other languages, and what to write here instead.
pub const WRONG_SPELLINGS: &[(&str, &str)] = &[
    ("=>", ">="),
    ("=<", "<="),
    ("==", "is"),
    ("=", "is"),
    ("!=", "is not"),
    ("<>", "is not"),
    ("&&", "and"),
    ("||", "or"),
    ("&", "and"),
    ("|", "or"),
    ("!", "not"),
    ("**", "^"),
    ("≥", ">="),
    ("≤", "<="),
    ("≠", "is not"),
    ("×", "*"),
    ("÷", "/"),
    ("−", "-"),
];

/// What to write instead of `spelling`, if it is one of [`WRONG_SPELLINGS`].
pub fn right_spelling(spelling: &str) -> Option<&'static str> {
    WRONG_SPELLINGS.iter().find(|(wrong, _)| *wrong == spelling).map(|(_, right)| *right)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wrong_spelling_has_an_operator() {
        for (wrong, right) in WRONG_SPELLINGS {
            assert!(Infix::from_symbol(right).is_some() || *right == "not", "{wrong}");
            assert!(Infix::from_symbol(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn negating_or_mirroring_twice_changes_nothing() {
        for op in Comparison::ALL {
            assert_eq!(op.negated().negated(), op);
            assert_eq!(op.mirrored().mirrored(), op);
            assert_ne!(op.negated().holds_at_equality(), op.holds_at_equality());
            assert_eq!(op.mirrored().holds_at_equality(), op.holds_at_equality());
        }
    }
}
