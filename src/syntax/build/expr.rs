//! Expressions: a flat row of operands and operators to a tree, by the table in [`op`](crate::syntax::op).
//!
//! In: the pair of one expression. Out: its tree, `and` and `or` with all their operands side by side. The tree is at
//! most [`MAX_DEPTH`] deep, so that nothing that walks it can overflow. Never infers a type.

use super::refuse::is_lone;
use super::{Builder, Built};
use crate::date::CalendarUnit;
use crate::diagnostic::{Code, Diagnostic};
use crate::rational::Rational;
use crate::span::Span;
use crate::syntax::ast::{Block, DateShift, Entry, Expr, ExprKind, Population};
use crate::syntax::grammar::Rule;
use crate::syntax::op::{Arithmetic, Comparison, Connective, Infix, Precedence, right_spelling};
use pest::iterators::{Pair, Pairs};
use std::iter::Peekable;

/// How deep the tree of one expression may be: each operator of a chain such as `a + b + c` adds a level, except `and`
/// and `or`, which hold all their operands side by side.
pub const MAX_DEPTH: usize = 256;

/// An expression and how deep its tree is.
struct Tree {
    expr: Expr,
    depth: usize,
}

/// What one flat expression was already refused for, so that each is said once.
#[derive(Default)]
struct Said {
    mixture: bool,
    otherwise: bool,
    chain: bool,
    depth: bool,
}

type Row<'i> = Peekable<Pairs<'i, Rule>>;

impl Builder<'_> {
    /// A whole condition or quantity: `if` or a flat expression.
    pub(super) fn whole(&mut self, pair: &Pair<'_, Rule>) -> Built<Expr> {
        self.whole_tree(pair).map(|tree| tree.expr)
    }

    fn whole_tree(&mut self, pair: &Pair<'_, Rule>) -> Built<Tree> {
        let inner = self.cursor(pair).next()?;
        self.branch(&inner)
    }

    fn branch(&mut self, pair: &Pair<'_, Rule>) -> Built<Tree> {
        match pair.as_rule() {
            Rule::expr => self.flat(pair),
            Rule::if_else => {
                let span = self.span(pair);
                let mut inner = self.cursor(pair);
                let condition = self.branch(&inner.next()?)?;
                let then = self.branch(&inner.next()?)?;
                let otherwise = self.branch(&inner.next()?)?;
                inner.end()?;
                let depth = condition.depth.max(then.depth).max(otherwise.depth);
                let parts = [condition, then, otherwise].map(|tree| Box::new(tree.expr));
                let [condition, then, otherwise] = parts;
                Ok(self.tree(ExprKind::If(condition, then, otherwise), span, depth, &mut Said::default()))
            }
            _ => Err(self.internal(pair)),
        }
    }

    fn flat(&mut self, pair: &Pair<'_, Rule>) -> Built<Tree> {
        let mut row = pair.clone().into_inner().peekable();
        let tree = self.climb(&mut row, Precedence::Otherwise, &mut Said::default())?;
        match row.next() {
            None => Ok(tree),
            Some(left_over) => Err(self.internal(&left_over)),
        }
    }

    /// A tree over children of at most `depth`; one that grows too deep is refused and cut short.
    fn tree(&mut self, kind: ExprKind, span: Span, depth: usize, said: &mut Said) -> Tree {
        if depth < MAX_DEPTH {
            return Tree { expr: Expr { kind, span }, depth: depth + 1 };
        }
        if !said.depth {
            said.depth = true;
            let message = format!("an expression is more than {MAX_DEPTH} levels deep");
            let error = Diagnostic::error(Code::Limit, message)
                .at(self.file(), Span::new(span.start as usize, span.start as usize), "this expression")
                .help("each operator of a chain such as `a + b + c` is one level")
                .help("name a part of it with `let` and use its name");
            self.report(error);
        }
        Tree { expr: Expr { kind: ExprKind::Truth(true), span }, depth: 1 }
    }

    /// Reads operands and operators that bind at least as tightly as `least`.
    fn climb(&mut self, row: &mut Row<'_>, least: Precedence, said: &mut Said) -> Built<Tree> {
        let mut left = self.operand(row, least, said)?;
        while let Some(pair) = row.peek().cloned() {
            match pair.as_rule() {
                Rule::exists | Rule::as_of => {
                    row.next();
                    left = self.suffix(left, &pair, said)?;
                }
                Rule::membership => {
                    if Precedence::Comparison < least {
                        break;
                    }
                    row.next();
                    left = self.membership(left, &pair, said);
                }
                _ => {
                    let (op, wrong) = self.infix(&pair)?;
                    if op.precedence() < least {
                        break;
                    }
                    row.next();
                    let span = self.span(&pair);
                    if let Some(wrong) = wrong {
                        let error = self.refuse_symbol(&wrong, op.symbol(), span);
                        self.report(error);
                    }
                    let right = self.climb(row, op.precedence().tighter(), said)?;
                    left = self.join(left, op, span, right, said);
                }
            }
        }
        Ok(left)
    }

    /// The operator at `pair`, and its spelling where that is a wrong one.
    fn infix(&self, pair: &Pair<'_, Rule>) -> Built<(Infix, Option<String>)> {
        let written = pair.as_str().trim_end();
        let (symbol, wrong) = match pair.as_rule() {
            Rule::is_not => ("is not", None),
            Rule::wrong_infix => (right_spelling(written).unwrap_or(written), Some(written.to_owned())),
            _ => (written, None),
        };
        Infix::from_symbol(symbol).map(|op| (op, wrong)).ok_or_else(|| self.internal(pair))
    }

    fn operand(&mut self, row: &mut Row<'_>, least: Precedence, said: &mut Said) -> Built<Tree> {
        let Some(pair) = row.next() else {
            return Err(super::internal(
                self.file(),
                Span::new(self.offset, self.offset),
                "an operand is missing here",
            ));
        };
        let span = self.span(&pair);
        let prefix = match pair.as_rule() {
            Rule::not => "not",
            Rule::shown => "shown",
            Rule::negate => "-",
            Rule::wrong_prefix => {
                let right = right_spelling(pair.as_str()).unwrap_or("not");
                let error = self.refuse_symbol(pair.as_str(), right, span);
                self.report(error);
                right
            }
            _ => return self.atom(&pair, said),
        };
        let own = if prefix == "-" { Precedence::Minus } else { Precedence::Not };
        let operand = self.climb(row, own.max(least), said)?;
        // `2 ^ -3` is plain; `a > not b` hides which of the two is meant.
        if own < least && prefix != "-" {
            let error = self.refuse_prefix(prefix, operand.expr.span, span);
            self.report(error);
        }
        let whole = span.to(operand.expr.span);
        let inner = Box::new(operand.expr);
        let kind = match prefix {
            "-" => ExprKind::Minus(inner),
            "shown" => ExprKind::Shown(inner),
            _ => ExprKind::Not(inner),
        };
        Ok(self.tree(kind, whole, operand.depth, said))
    }

    fn suffix(&mut self, left: Tree, pair: &Pair<'_, Rule>, said: &mut Said) -> Built<Tree> {
        let whole = left.expr.span.to(self.span(pair));
        if pair.as_rule() == Rule::exists {
            return Ok(self.tree(ExprKind::Exists(Box::new(left.expr)), whole, left.depth, said));
        }
        let date = self.date_operand(&self.cursor(pair).required(Rule::date_operand)?, said)?;
        let depth = left.depth.max(date.depth);
        Ok(self.tree(ExprKind::AsOf(Box::new(left.expr), Box::new(date.expr)), whole, depth, said))
    }

    fn membership(&mut self, left: Tree, pair: &Pair<'_, Rule>, said: &mut Said) -> Tree {
        let (members, place) = self.members(pair);
        if is_comparison(&left.expr) {
            self.chained(&left.expr, "", place, place, said);
            return left;
        }
        let whole = left.expr.span.to(place);
        self.tree(ExprKind::Membership(Box::new(left.expr), members), whole, left.depth, said)
    }

    fn chained(&mut self, left: &Expr, op: &str, op_span: Span, right: Span, said: &mut Said) {
        if !said.chain {
            said.chain = true;
            let error = self.refuse_chain(left, op, op_span, right);
            self.report(error);
        }
    }

    fn join(&mut self, left: Tree, op: Infix, op_span: Span, right: Tree, said: &mut Said) -> Tree {
        let whole = left.expr.span.to(right.expr.span);
        let depth = left.depth.max(right.depth);
        match op {
            Infix::Connective(connective) => self.connect(left, connective, op_span, right, said),
            Infix::Comparison(comparison) => {
                if is_comparison(&left.expr) {
                    self.chained(&left.expr, op.symbol(), op_span, right.expr.span, said);
                    return left;
                }
                self.compare(left, comparison, right, said)
            }
            Infix::Arithmetic(arithmetic) => {
                if is_ambiguous(arithmetic, &left.expr, &right.expr) {
                    let error = self.refuse_tight(op, &left.expr, &right.expr, op_span);
                    self.report(error);
                }
                let kind = ExprKind::Arithmetic(arithmetic, Box::new(left.expr), Box::new(right.expr));
                self.tree(kind, whole, depth, said)
            }
            Infix::Otherwise => {
                let plain = is_lone(&left.expr) && is_lone(&right.expr);
                if !plain && !said.otherwise {
                    said.otherwise = true;
                    let error = self.refuse_otherwise(&left.expr, &right.expr, op_span);
                    self.report(error);
                }
                let kind = ExprKind::Otherwise(Box::new(left.expr), Box::new(right.expr));
                self.tree(kind, whole, depth, said)
            }
        }
    }

    fn compare(&mut self, left: Tree, comparison: Comparison, right: Tree, said: &mut Said) -> Tree {
        let whole = left.expr.span.to(right.expr.span);
        let depth = left.depth.max(right.depth);
        self.tree(ExprKind::Comparison(comparison, Box::new(left.expr), Box::new(right.expr)), whole, depth, said)
    }

    /// One more operand for `and` or `or`; the operands lie side by side, so a chain costs no depth.
    fn connect(&mut self, left: Tree, op: Connective, op_span: Span, right: Tree, said: &mut Said) -> Tree {
        let and = |expr: &Expr| matches!(expr.kind, ExprKind::Connective(Connective::And, _));
        if op == Connective::Or && !said.mixture && (and(&left.expr) || and(&right.expr)) {
            said.mixture = true;
            let error = self.refuse_mixture(&left.expr, &right.expr, op_span);
            self.report(error);
        }
        let whole = left.expr.span.to(right.expr.span);
        match left.expr.kind {
            ExprKind::Connective(same, mut operands) if same == op => {
                operands.push(right.expr);
                let kind = ExprKind::Connective(op, operands);
                self.tree(kind, whole, (left.depth - 1).max(right.depth), said)
            }
            kind => {
                let depth = left.depth.max(right.depth);
                let left = Expr { kind, span: left.expr.span };
                self.tree(ExprKind::Connective(op, vec![left, right.expr]), whole, depth, said)
            }
        }
    }

    fn atom(&mut self, pair: &Pair<'_, Rule>, said: &mut Said) -> Built<Tree> {
        let span = self.span(pair);
        let mut inner = self.cursor(pair);
        let (kind, depth) = match pair.as_rule() {
            Rule::literal => (ExprKind::Literal(self.literal(pair)?), 0),
            Rule::date | Rule::wrong_date => (ExprKind::Date(self.date(pair).value), 0),
            Rule::month => {
                let error = self.refuse_month(pair.as_str(), span);
                self.report(error);
                (ExprKind::Truth(true), 0)
            }
            Rule::string => (ExprKind::Text(self.quoted(pair).text), 0),
            Rule::yes => (ExprKind::Truth(true), 0),
            Rule::no => (ExprKind::Truth(false), 0),
            Rule::unknown | Rule::none => {
                let unknown = pair.as_rule() == Rule::unknown;
                let error = if unknown { self.refuse_unknown(span) } else { self.refuse_none(span) };
                self.report(error);
                (ExprKind::Truth(true), 0)
            }
            Rule::path => (ExprKind::Path(pair.as_str().into()), 0),
            Rule::parenthesis => {
                let tree = self.whole_tree(&inner.required(Rule::whole)?)?;
                (ExprKind::Parenthesis(Box::new(tree.expr)), tree.depth)
            }
            Rule::call => {
                let name = self.name(&inner.required(Rule::name)?);
                let (mut arguments, mut depth) = (Vec::new(), 0);
                while let Some(argument) = inner.opt(Rule::whole) {
                    let tree = self.whole_tree(&argument)?;
                    depth = depth.max(tree.depth);
                    arguments.push(tree.expr);
                }
                (ExprKind::Call(name, arguments), depth)
            }
            Rule::block => self.block(pair)?,
            Rule::date_shift => self.date_shift(pair, said)?,
            Rule::population => self.population(pair, said)?,
            _ => return Err(self.internal(pair)),
        };
        Ok(self.tree(kind, span, depth, said))
    }

    fn block(&mut self, pair: &Pair<'_, Rule>) -> Built<(ExprKind, usize)> {
        let mut inner = self.cursor(pair);
        let head = inner.next()?;
        let block = match head.as_rule() {
            Rule::all_of => Block::All,
            Rule::any_of => Block::Any,
            Rule::at_least => {
                let count = self.cursor(&head).required(Rule::integer)?;
                Block::AtLeast(self.count(&count))
            }
            _ => return Err(self.internal(&head)),
        };
        let (mut entries, mut depth) = (Vec::new(), 0);
        for entry in self.cursor(&inner.required(Rule::entries)?).rest() {
            let (entry, entry_depth) = self.block_entry(&entry)?;
            depth = depth.max(entry_depth);
            entries.push(entry);
        }
        inner.end()?;
        Ok((ExprKind::Block(block, entries), depth))
    }

    /// The condition of an outcome.
    pub(super) fn condition_entry(&mut self, pair: &Pair<'_, Rule>) -> Built<Entry> {
        self.block_entry(pair).map(|(entry, _)| entry)
    }

    fn block_entry(&mut self, pair: &Pair<'_, Rule>) -> Built<(Entry, usize)> {
        let mut inner = self.cursor(pair);
        let label = match inner.opt(Rule::label) {
            Some(pair) => Some(self.name(&self.cursor(&pair).required(Rule::name)?)),
            None => None,
        };
        let condition = self.whole_tree(&inner.required(Rule::whole)?)?;
        let cite = inner.opt(Rule::cite).map(|pair| self.cite(&pair));
        inner.end()?;
        Ok((Entry { label, condition: condition.expr, cite }, condition.depth))
    }

    fn date_shift(&mut self, pair: &Pair<'_, Rule>, said: &mut Said) -> Built<(ExprKind, usize)> {
        let mut inner = self.cursor(pair);
        let mut duration = self.cursor(&inner.required(Rule::duration)?);
        let count = self.count(&duration.required(Rule::number)?);
        let word = duration.required(Rule::calendar_unit)?;
        let unit = CalendarUnit::from_name(word.as_str()).ok_or_else(|| self.internal(&word))?;
        let before = inner.next()?.as_rule() == Rule::before;
        let date = self.date_operand(&inner.required(Rule::date_operand)?, said)?;
        inner.end()?;
        let shift = DateShift { count, unit, word: word.as_str().into(), before };
        Ok((ExprKind::DateShift(shift, Box::new(date.expr)), date.depth))
    }

    fn date_operand(&mut self, pair: &Pair<'_, Rule>, said: &mut Said) -> Built<Tree> {
        self.atom(&self.cursor(pair).next()?, said)
    }

    fn population(&mut self, pair: &Pair<'_, Rule>, said: &mut Said) -> Built<(ExprKind, usize)> {
        let mut inner = self.cursor(pair);
        let largest = inner.required(Rule::extreme)?.as_str() == "largest";
        let known = inner.opt(Rule::known).is_some();
        let quantity = self.name(&inner.required(Rule::path)?);
        let condition = inner.opt(Rule::expr).map(|pair| self.flat(&pair)).transpose()?;
        let inclusive = inner.next()?.as_rule() == Rule::on_or_before;
        let date = inner.next()?;
        let date = match date.as_rule() {
            Rule::date_operand => self.date_operand(&date, said)?,
            _ => self.atom(&date, said)?,
        };
        inner.end()?;
        let depth = condition.as_ref().map_or(0, |tree| tree.depth).max(date.depth);
        let condition = condition.map(|tree| tree.expr);
        let population = Population { largest, known, quantity, condition, inclusive, date: date.expr };
        Ok((ExprKind::Population(Box::new(population)), depth))
    }

    /// A whole number that fits a count.
    fn count(&mut self, pair: &Pair<'_, Rule>) -> u32 {
        let number = Rational::parse_decimal(pair.as_str()).ok().and_then(|number| number.to_i64());
        number.and_then(|number| u32::try_from(number).ok()).unwrap_or_else(|| {
            let error = self.refuse_count(pair.as_str(), self.span(pair));
            self.report(error);
            1
        })
    }
}

fn is_comparison(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::Comparison(..) | ExprKind::Membership(..))
}

/// Whether an operator stands beside another, or beside a fraction or power written tight, that readers group in
/// different ways: `a ^ b ^ c`, `x / 2/3`, `2/10 ^ 3`.
fn is_ambiguous(op: Arithmetic, left: &Expr, right: &Expr) -> bool {
    let tight =
        |expr: &Expr, sign: char| matches!(&expr.kind, ExprKind::Literal(literal) if literal.spelling.contains(sign));
    let power = |expr: &Expr| matches!(expr.kind, ExprKind::Arithmetic(Arithmetic::Power, ..));
    match op {
        Arithmetic::Add | Arithmetic::Subtract | Arithmetic::Multiply => false,
        Arithmetic::Divide => tight(right, '/'),
        Arithmetic::Power => power(left) || [left, right].iter().any(|expr| tight(expr, '/') || tight(expr, '^')),
    }
}
