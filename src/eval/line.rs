//! The binding comparison of a condition, and how far its value is from its line.
//!
//! In: an evaluated frame. Out: [`Compared`] and its texts. The ranking is exact; logarithms are for show only.

use super::frame::Frame;
use super::machine::{Machine, compare};
use super::result::Margin;
use crate::interval::{End, Interval};
use crate::ir::{NodeId, Op};
use crate::possible::{Set, Value};
use crate::rational::Rational;
use crate::schema::Type;
use crate::syntax::op::Comparison;
use crate::truth::Truth;
use crate::unit::Unit;
use rustc_hash::FxHashMap;

/// A comparison with its line on the right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    /// The operator, turned round where the line was written first, and negated where a `not` stands above.
    pub op: Comparison,
    /// The possible values.
    pub value: Value,
    /// The possible values of the line.
    pub line: Value,
    /// The unit both are shown in; `None` for what is not a number.
    pub unit: Option<Unit>,
    /// Whether a ratio has a meaning.
    pub has_ratio: bool,
    /// Whether the value is nothing but a fact on which the profile is silent.
    pub silent: bool,
    /// The members, for comparisons of a `one of`.
    pub members: Option<std::sync::Arc<[std::sync::Arc<str>]>>,
    /// Which comparison it is, to recognise it by.
    pub node: (usize, NodeId),
}

/// The comparison that decides a condition, and its rank among its siblings.
#[derive(Clone, Debug)]
pub(super) struct Binding {
    truth: Truth,
    /// `(value - line) / |line|`, positive where the comparison holds; `None` where it has no ratio.
    slack: Option<Rational>,
    pub compared: Option<Compared>,
}

impl Binding {
    fn of(truth: Truth) -> Self {
        Binding { truth, slack: None, compared: None }
    }

    /// Orders by truth, then by slack; what has no slack ranks behind what has, whichever end is asked for.
    fn worse(&self, other: &Binding) -> bool {
        match self.truth.cmp(&other.truth) {
            std::cmp::Ordering::Equal => match (&self.slack, &other.slack) {
                (Some(a), Some(b)) => a < b,
                (Some(_), None) => true,
                (None, _) => false,
            },
            order => order.is_lt(),
        }
    }

    fn better(&self, other: &Binding) -> bool {
        match self.truth.cmp(&other.truth) {
            std::cmp::Ordering::Equal => match (&self.slack, &other.slack) {
                (Some(a), Some(b)) => a > b,
                (Some(_), None) => true,
                (None, _) => false,
            },
            order => order.is_gt(),
        }
    }

    fn negated(mut self) -> Self {
        self.truth = !self.truth;
        self.slack = self.slack.map(|slack| -slack);
        if let Some(compared) = &mut self.compared {
            compared.op = compared.op.negated();
        }
        self
    }
}

/// The binding comparison of each condition that `root` is made of.
pub(super) fn bindings(machine: &Machine<'_>, frame: &Frame<'_>, root: NodeId) -> FxHashMap<NodeId, Binding> {
    let mut found: FxHashMap<NodeId, Binding> = FxHashMap::default();
    for id in machine.policy.closure(root) {
        let (Some(node), Some(value)) = (machine.policy.node(id), frame.value(id)) else { continue };
        if node.ty != Type::Bool {
            continue;
        }
        let get = |id: &NodeId| found.get(id).cloned().unwrap_or(Binding::of(Truth::Unknown));
        let binding = match &node.op {
            Op::Compare(op, a, b) => of_comparison(machine, frame, id, *op, *a, *b),
            Op::Not(a) => get(a).negated(),
            Op::Shown(a) => Binding { truth: value.as_truth(), ..get(a) },
            Op::All(list) => pick(list.iter().map(get), Binding::worse),
            Op::Any(list) => pick(list.iter().map(get), Binding::better),
            Op::AtLeast(needed, list) => {
                let mut ranked: Vec<Binding> = list.iter().map(get).collect();
                // The one that completes the count, or the one that comes nearest to it.
                ranked.sort_by(|a, b| match (a.better(b), b.better(a)) {
                    (true, _) => std::cmp::Ordering::Less,
                    (_, true) => std::cmp::Ordering::Greater,
                    _ => std::cmp::Ordering::Equal,
                });
                ranked.into_iter().nth(needed.saturating_sub(1)).unwrap_or(Binding::of(value.as_truth()))
            }
            Op::If(condition, a, b) => match frame.value(*condition).map_or(Truth::Unknown, Value::as_truth) {
                Truth::True => get(a),
                Truth::False => get(b),
                Truth::Unknown => Binding::of(Truth::Unknown),
            },
            Op::Otherwise(a, b) => match frame.value(*a).map_or(Truth::Unknown, Value::absent) {
                Truth::True => get(b),
                Truth::False => get(a),
                Truth::Unknown => Binding::of(Truth::Unknown),
            },
            Op::Through(reference, target) => match (frame.child(*reference), machine.policy.target(*target)) {
                (Some(child), Some(target)) => {
                    bindings(machine, child, target).remove(&target).unwrap_or(Binding::of(value.as_truth()))
                }
                _ => Binding::of(value.as_truth()),
            },
            _ => Binding::of(value.as_truth()),
        };
        found.insert(id, Binding { truth: value.as_truth(), ..binding });
    }
    found
}

fn pick(bindings: impl Iterator<Item = Binding>, first: fn(&Binding, &Binding) -> bool) -> Binding {
    bindings.reduce(|best, next| if first(&next, &best) { next } else { best }).unwrap_or(Binding::of(Truth::Unknown))
}

fn of_comparison(
    machine: &Machine<'_>,
    frame: &Frame<'_>,
    id: NodeId,
    op: Comparison,
    a: NodeId,
    b: NodeId,
) -> Binding {
    let (Some(left), Some(right)) = (frame.value(a), frame.value(b)) else { return Binding::of(Truth::Unknown) };
    let truth = compare(op, left, right);
    let swapped = is_line(machine, a) && !is_line(machine, b);
    let (op, value, line, value_node, line_node) =
        if swapped { (op.mirrored(), right, left, b, a) } else { (op, left, right, a, b) };
    let (value_ty, line_ty) =
        (machine.policy.node(value_node).map(|node| &node.ty), machine.policy.node(line_node).map(|node| &node.ty));
    let (unit, interval_scale) = match (value_ty, line_ty) {
        (Some(Type::Number(p)), Some(Type::Number(q))) => {
            let unit = if q.unit.symbol.is_empty() { &p.unit } else { &q.unit };
            (Some(unit.clone()), p.interval_scale || q.interval_scale)
        }
        _ => (None, false),
    };
    let has_ratio = unit.is_some() && !interval_scale && line.number().as_point().is_none_or(|line| !line.is_zero());
    let members = match value_ty {
        Some(Type::Member(members)) => Some(members.clone()),
        _ => None,
    };
    let silent = value.missing == Truth::True
        && matches!(machine.policy.node(value_node).map(|node| &node.op), Some(Op::Fact(_) | Op::Through(..)));
    let compared = Compared {
        op,
        value: value.clone(),
        line: line.clone(),
        unit,
        has_ratio,
        silent,
        members,
        node: (frame.path.len(), id),
    };
    Binding { truth, slack: compared.slack(), compared: Some(compared) }
}

/// Whether a node is made of constants, params and dates alone, and so is a line rather than a value.
fn is_line(machine: &Machine<'_>, id: NodeId) -> bool {
    machine
        .policy
        .closure(id)
        .iter()
        .filter_map(|node| machine.policy.node(*node))
        .all(|node| !matches!(node.op, Op::Fact(_) | Op::Through(..) | Op::Population(_) | Op::Exists(_)))
}

impl Compared {
    fn slack(&self) -> Option<Rational> {
        if !self.has_ratio {
            return None;
        }
        let (value, line) = (self.value.number(), self.line.number());
        let (value, line) = (value.as_point()?, line.as_point()?);
        let slack = (value - line).checked_div(&line.abs())?;
        match self.op {
            Comparison::Above | Comparison::AtLeast => Some(slack),
            Comparison::Below | Comparison::AtMost => Some(-slack),
            Comparison::Is | Comparison::IsNot => None,
        }
    }

    /// Whether value and line are the same point.
    pub fn at_equality(&self) -> bool {
        let (value, line) = (self.value.number(), self.line.number());
        self.unit.is_some() && value.as_point().is_some() && value.as_point() == line.as_point()
    }

    /// The value in words: exact, in the unit of the comparison; `None` where nothing is known.
    pub fn value_text(&self) -> Option<String> {
        if self.silent { None } else { self.text_of(&self.value) }
    }

    /// The line in words.
    pub fn line_text(&self) -> Option<String> {
        self.text_of(&self.line)
    }

    fn text_of(&self, value: &Value) -> Option<String> {
        if value.undefined == Truth::True {
            return None;
        }
        match (&value.set, &self.unit) {
            (Set::Number(interval), Some(unit)) => Some(number_text(interval, unit)),
            (Set::Date(range), _) => Some(range.to_string()),
            (Set::Truth(Truth::Unknown), _) | (Set::Text(None), _) => None,
            (Set::Truth(truth), _) => Some((*truth == Truth::True).to_string()),
            (Set::Text(Some(text)), _) => Some(text.to_string()),
            (Set::Member(members), _) => {
                let names = self.members.as_deref().unwrap_or_default();
                let listed: Vec<&str> = members.iter().filter_map(|at| names.get(at)).map(|name| &**name).collect();
                (listed.len() < names.len() || names.len() == 1).then(|| listed.join(" or "))
            }
            (Set::Number(_), None) => None,
        }
    }

    /// Value against line; `None` where either is not known at all, or is no number.
    pub fn margin(&self) -> Option<Margin> {
        let unit = self.unit.as_ref()?;
        if self.silent || self.value.undefined != Truth::False || self.line.undefined != Truth::False {
            return None;
        }
        let (value, line) = (self.value.number(), self.line.number());
        let difference = value.sub(&line);
        if difference == Interval::ALL {
            return None;
        }
        let ratio = line
            .reciprocal()
            .filter(|_| self.has_ratio)
            .map(|inverse| value.mul(&inverse))
            .filter(|ratio| *ratio != Interval::ALL);
        let in_points = match unit.kind {
            crate::unit::Kind::Percent => Unit::points(),
            crate::unit::Kind::Plain | crate::unit::Kind::Points => unit.clone(),
        };
        Some(Margin {
            difference: number_text(&difference, &in_points),
            orders: ratio.as_ref().and_then(Interval::as_point).and_then(orders_of_magnitude),
            ratio: ratio.map(|ratio| number_text(&ratio, &Unit::number())),
        })
    }
}

/// `8e25 .. 2e26 FLOP`, exact, the unit written once where both ends have it.
pub fn number_text(interval: &Interval, unit: &Unit) -> String {
    let in_unit = |value: &Rational| value.checked_div(&unit.factor).unwrap_or_else(Rational::zero).to_exact_string();
    if let Some(point) = interval.as_point() {
        return unit.label(&in_unit(point));
    }
    let lo = match interval.lo() {
        End::Unbounded => String::new(),
        End::Open(value) => format!("above {} ", in_unit(value)),
        End::Closed(value) => format!("{} ", in_unit(value)),
    };
    let hi = match interval.hi() {
        End::Unbounded => String::new(),
        End::Open(value) => format!(" below {}", in_unit(value)),
        End::Closed(value) => format!(" {}", in_unit(value)),
    };
    match (lo.is_empty(), hi.is_empty()) {
        (true, true) => "any".to_owned(),
        (false, true) => format!("{} ..", unit.label(lo.trim_end())),
        _ => unit.label(&format!("{lo}..{hi}")),
    }
}

/// The decimal logarithm of a positive ratio to two places, from a pure-Rust library; never for a decision.
fn orders_of_magnitude(ratio: &Rational) -> Option<String> {
    if ratio.is_negative() || ratio.is_zero() {
        return None;
    }
    // The exponent is split off exactly, so that ratios beyond the range of doubles have a logarithm too.
    let exponent = ratio.order_of_magnitude();
    let mantissa = ratio * &Rational::power_of_ten(-exponent);
    let orders = exponent as f64 + libm::log10(mantissa.to_f64_for_show());
    let rounded = (orders * 100.0).round() / 100.0;
    // "0" stands at equality alone.
    let text = match (rounded == 0.0, *ratio == 1, *ratio > 1) {
        (true, false, true) => "below 0.01".to_owned(),
        (true, false, false) => "above -0.01".to_owned(),
        _ => format!("{}", rounded + 0.0),
    };
    Some(text)
}
