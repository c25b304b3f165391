//! The steps that a policy's program is made of.
//!
//! In: places of earlier results. Out: what to make of them; nothing here makes it.

use super::span::Span;

/// One step of the program; its result goes behind the earlier ones among the numbers or the truths.
#[derive(Clone, Debug)]
pub(super) enum Step {
    Constant(Span),
    Fact(u32),
    Add(u32, u32),
    Subtract(u32, u32),
    Multiply(u32, u32),
    Divide(u32, u32),
    Min(u32, u32),
    Max(u32, u32),
    IfNumber(u32, u32, u32),
    OtherwiseNumber(u32, u32),
    CopyNumber(u32),
    LostNumber,
    Truth(u8),
    FactTruth(u32),
    /// A fact above a constant.
    FactAbove(u32, u32),
    /// A fact at or above a constant.
    FactAtLeast(u32, u32),
    Above(u32, u32),
    AtLeast(u32, u32),
    Same(u32, u32),
    Differs(u32, u32),
    Within(u32, u32),
    Not(u32),
    All(u32, u32),
    Any(u32, u32),
    Count(u32, u32, u32),
    /// Whether its unknown is exact, and so not shown.
    Shown(u32, bool),
    IfTruth(u32, u32, u32),
    OtherwiseTruth(u32, u32),
    CopyTruth(u32),
    LostTruth,
}

impl Step {
    /// Whether it gives a truth, not a number.
    #[inline]
    pub(super) fn is_truth(&self) -> bool {
        match self {
            Step::Constant(_) | Step::Fact(_) | Step::Add(..) | Step::Subtract(..) | Step::Multiply(..) => false,
            Step::Divide(..) | Step::Min(..) | Step::Max(..) | Step::IfNumber(..) => false,
            Step::OtherwiseNumber(..) | Step::CopyNumber(_) | Step::LostNumber => false,
            Step::Truth(_) | Step::FactTruth(_) | Step::FactAbove(..) | Step::FactAtLeast(..) | Step::Above(..) => true,
            Step::AtLeast(..) | Step::Same(..) | Step::Differs(..) | Step::Within(..) | Step::Not(_) => true,
            Step::All(..) | Step::Any(..) | Step::Count(..) | Step::Shown(..) | Step::IfTruth(..) => true,
            Step::OtherwiseTruth(..) | Step::CopyTruth(_) | Step::LostTruth => true,
        }
    }

    /// The places of the steps whose results it reads, but for those listed among the operands.
    pub(super) fn reads(&mut self) -> Vec<&mut u32> {
        match self {
            Step::Add(a, b) | Step::Subtract(a, b) | Step::Multiply(a, b) | Step::Divide(a, b) => vec![a, b],
            Step::Min(a, b) | Step::Max(a, b) | Step::OtherwiseNumber(a, b) | Step::OtherwiseTruth(a, b) => vec![a, b],
            Step::Above(a, b) | Step::AtLeast(a, b) | Step::Same(a, b) | Step::Differs(a, b) => vec![a, b],
            Step::Within(a, b) => vec![a, b],
            Step::IfNumber(a, b, c) | Step::IfTruth(a, b, c) => vec![a, b, c],
            Step::CopyNumber(a) | Step::CopyTruth(a) | Step::Not(a) | Step::Shown(a, _) => vec![a],
            Step::Constant(_) | Step::Fact(_) | Step::FactTruth(_) | Step::FactAbove(..) | Step::FactAtLeast(..) => {
                vec![]
            }
            Step::Truth(_) | Step::All(..) | Step::Any(..) | Step::Count(..) => vec![],
            Step::LostNumber | Step::LostTruth => vec![],
        }
    }
}
