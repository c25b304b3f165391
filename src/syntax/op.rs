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

#[cfg(test)]
mod tests {
    use super::*;

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
