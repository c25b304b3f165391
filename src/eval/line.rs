//! The binding comparison of a condition, and how far its value is from its line.
//!
//! In: an evaluated frame. Out: [`Compared`] and its texts. The ranking is exact; logarithms are for show only.

use super::frame::Frame;
use super::machine::Machine;
use super::result::Margin;
use crate::interval::{End, Interval};
use crate::ir::{NodeId, Op, ReferenceId};
use crate::possible::{Set, Value};
use crate::rational::Rational;
use crate::schema::Type;
use crate::sorting::sort_by;
use crate::syntax::op::Comparison;
use crate::truth::Truth;
use crate::unit::Unit;
use rustc_hash::FxHashMap;
use std::cmp::Ordering;
use std::rc::Rc;
use std::sync::Arc;

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
    pub members: Option<Arc<[Arc<str>]>>,
}

/// A comparison that is written in the policy: how deep along references, and which node.
pub(super) type Place = (usize, NodeId);

/// The comparison that decides a condition, and its rank among its siblings.
#[derive(Clone, Debug)]
pub(super) struct Binding {
    truth: Truth,
    /// `(value - line) / |line|`, positive where the comparison holds; `None` where it has no ratio.
    slack: Option<Rational>,
    /// The comparison and the references that lead to it.
    at: Option<(Vec<ReferenceId>, NodeId)>,
    /// Whether a `not` above turns it round.
    negated: bool,
}

/// The binding comparison of each condition of a closure.
pub(super) struct Bindings {
    /// The closure, ascending, and the binding of each node that is a condition.
    nodes: Rc<[NodeId]>,
    found: Vec<Option<Binding>>,
}

impl Bindings {
    /// The binding comparison of a condition.
    pub(super) fn of(&self, id: NodeId) -> Option<&Binding> {
        self.found.get(self.nodes.binary_search(&id).ok()?)?.as_ref()
    }
}

impl Binding {
    fn undecided(truth: Truth) -> Self {
        Binding { truth, slack: None, at: None, negated: false }
    }

    /// Which comparison it is.
    pub(super) fn place(&self) -> Option<Place> {
        self.at.as_ref().map(|(path, node)| (path.len(), *node))
    }

    /// The comparison in full, seen from the frame it was found on.
    pub(super) fn compared(&self, machine: &Machine<'_>, frame: &Frame<'_>) -> Option<Compared> {
        let (path, node) = self.at.as_ref()?;
        let mut frame = frame;
        for reference in path {
            frame = frame.child(*reference)?;
        }
        let mut compared = comparison(machine, frame, *node)?;
        if self.negated {
            compared.op = compared.op.negated();
        }
        Some(compared)
    }

    /// Orders by truth, then by slack; what has no slack ranks behind what has, whichever end is asked for.
    fn precedes(&self, other: &Binding, by_truth: Ordering) -> bool {
        match self.truth.cmp(&other.truth) {
            Ordering::Equal => match (&self.slack, &other.slack) {
                (Some(a), Some(b)) => a.cmp(b) == by_truth,
                (Some(_), None) => true,
                (None, _) => false,
            },
            order => order == by_truth,
        }
    }

    fn worse(&self, other: &Binding) -> bool {
        self.precedes(other, Ordering::Less)
    }

    fn better(&self, other: &Binding) -> bool {
        self.precedes(other, Ordering::Greater)
    }

    fn turned(mut self) -> Self {
        self.truth = !self.truth;
        self.slack = self.slack.map(|slack| -slack);
        self.negated = !self.negated;
        self
    }
}

/// The binding comparison of each condition among `closure`, which has been evaluated on `frame`.
pub(super) fn bindings(machine: &Machine<'_>, frame: &Frame<'_>, closure: &Rc<[NodeId]>) -> Bindings {
    bindings_along(machine, frame, closure, &mut Elsewhere::default())
}

/// Bindings found on other models, by the way there and what was asked: designations that ask for each other along a
/// chain would otherwise be gone through again for every way to reach them.
type Elsewhere = FxHashMap<(Vec<ReferenceId>, NodeId), Option<Binding>>;

fn bindings_along(
    machine: &Machine<'_>,
    frame: &Frame<'_>,
    closure: &Rc<[NodeId]>,
    elsewhere: &mut Elsewhere,
) -> Bindings {
    let mut bindings = Bindings { nodes: closure.clone(), found: Vec::with_capacity(closure.len()) };
    for id in closure.iter() {
        let found = binding(machine, frame, &bindings, *id, elsewhere);
        bindings.found.push(found);
    }
    bindings
}

fn binding(
    machine: &Machine<'_>,
    frame: &Frame<'_>,
    known: &Bindings,
    id: NodeId,
    elsewhere: &mut Elsewhere,
) -> Option<Binding> {
    let node = machine.policy.node(id).filter(|node| node.ty == Type::Bool)?;
    let truth = frame.value(id)?.as_truth();
    let get = |id: &NodeId| known.of(*id).cloned().unwrap_or(Binding::undecided(Truth::Unknown));
    let first = |list: &[NodeId], precedes: fn(&Binding, &Binding) -> bool| {
        let best = list
            .iter()
            .filter_map(|id| known.of(*id))
            .reduce(|best, next| if precedes(next, best) { next } else { best });
        best.cloned().unwrap_or(Binding::undecided(truth))
    };
    let binding = match &node.op {
        Op::Compare(..) => {
            Binding { slack: slack(machine, frame, id), at: Some((Vec::new(), id)), ..Binding::undecided(truth) }
        }
        Op::Not(a) => get(a).turned(),
        Op::Shown(a) => get(a),
        Op::All(list) => first(list, Binding::worse),
        Op::Any(list) => first(list, Binding::better),
        Op::AtLeast(needed, list) => {
            let mut ranked: Vec<&Binding> = list.iter().filter_map(|id| known.of(*id)).collect();
            // The one that completes the count, or the one that comes nearest to it.
            sort_by(&mut ranked, |a, b| match (a.better(b), b.better(a)) {
                (true, _) => Ordering::Less,
                (_, true) => Ordering::Greater,
                _ => Ordering::Equal,
            });
            ranked.get(needed.saturating_sub(1)).map_or(Binding::undecided(truth), |binding| (*binding).clone())
        }
        Op::If(condition, a, b) => match frame.value(*condition).map_or(Truth::Unknown, Value::as_truth) {
            Truth::True => get(a),
            Truth::False => get(b),
            Truth::Unknown => Binding::undecided(truth),
        },
        Op::Otherwise(a, b) => match frame.value(*a).map_or(Truth::Unknown, Value::absent) {
            Truth::True => get(b),
            Truth::False => get(a),
            Truth::Unknown => Binding::undecided(truth),
        },
        Op::Through(reference, target) => match (frame.child(*reference), machine.policy.target(*target)) {
            (Some(child), Some(target)) => {
                let key = (child.path.clone(), target);
                let inner = match elsewhere.get(&key) {
                    Some(inner) => inner.clone(),
                    None => {
                        let closure = Rc::from(machine.policy.closure(target));
                        let inner = bindings_along(machine, child, &closure, elsewhere).of(target).cloned();
                        elsewhere.insert(key, inner.clone());
                        inner
                    }
                };
                let mut binding = inner.unwrap_or(Binding::undecided(truth));
                if let Some((path, _)) = &mut binding.at {
                    path.insert(0, *reference);
                }
                binding
            }
            _ => Binding::undecided(truth),
        },
        _ => Binding::undecided(truth),
    };
    Some(Binding { truth, ..binding })
}

/// The operator, value and line of a comparison, the line on the right.
fn sides(machine: &Machine<'_>, id: NodeId) -> Option<(Comparison, NodeId, NodeId)> {
    let Op::Compare(op, a, b) = &machine.policy.node(id)?.op else { return None };
    let swapped = machine.is_line(*a) && !machine.is_line(*b);
    Some(if swapped { (op.mirrored(), *b, *a) } else { (*op, *a, *b) })
}

fn slack(machine: &Machine<'_>, frame: &Frame<'_>, id: NodeId) -> Option<Rational> {
    let (op, value_node, line_node) = sides(machine, id)?;
    let (Type::Number(p), Type::Number(q)) =
        (&machine.policy.node(value_node)?.ty, &machine.policy.node(line_node)?.ty)
    else {
        return None;
    };
    let (value, line) = (frame.value(value_node)?, frame.value(line_node)?);
    if p.interval_scale || q.interval_scale || value.undefined.or(line.undefined) != Truth::False {
        return None;
    }
    let (Set::Number(value), Set::Number(line)) = (&value.set, &line.set) else { return None };
    let (value, line) = (value.as_point()?, line.as_point()?);
    let slack = (value - line).checked_div(&line.abs())?;
    match op {
        Comparison::Above | Comparison::AtLeast => Some(slack),
        Comparison::Below | Comparison::AtMost => Some(-slack),
        Comparison::Is | Comparison::IsNot => None,
    }
}

fn comparison(machine: &Machine<'_>, frame: &Frame<'_>, id: NodeId) -> Option<Compared> {
    let (op, value_node, line_node) = sides(machine, id)?;
    let (value, line) = (frame.value(value_node)?, frame.value(line_node)?);
    let (value_side, line_side) = (machine.policy.node(value_node)?, machine.policy.node(line_node)?);
    let (unit, interval_scale) = match (&value_side.ty, &line_side.ty) {
        (Type::Number(p), Type::Number(q)) => {
            let unit = if q.unit.symbol.is_empty() { &p.unit } else { &q.unit };
            (Some(unit.clone()), p.interval_scale || q.interval_scale)
        }
        _ => (None, false),
    };
    let zero_line = matches!(&line.set, Set::Number(line) if line.as_point().is_some_and(Rational::is_zero));
    Some(Compared {
        op,
        value: value.clone(),
        line: line.clone(),
        has_ratio: unit.is_some() && !interval_scale && !zero_line,
        unit,
        silent: value.missing == Truth::True && matches!(value_side.op, Op::Fact(_) | Op::Through(..)),
        members: match &value_side.ty {
            Type::Member(members) => Some(members.clone()),
            _ => None,
        },
    })
}

impl Compared {
    /// Whether value and line are the same point.
    pub fn at_equality(&self) -> bool {
        let (value, line) = (self.value.number(), self.line.number());
        self.unit.is_some() && value.as_point().is_some() && value.as_point() == line.as_point()
    }

    /// What to say at equality.
    pub fn note(&self) -> Option<&'static str> {
        if !self.at_equality() {
            return None;
        }
        match self.op {
            Comparison::Above => Some("exactly at the line; the rule needs strictly more"),
            Comparison::Below => Some("exactly at the line; the rule needs strictly less"),
            Comparison::AtLeast | Comparison::AtMost => Some("exactly at the line, which the rule counts"),
            Comparison::Is | Comparison::IsNot => None,
        }
    }

    /// How the value stands to the line, where both are known to a point.
    pub fn order(&self) -> Option<Ordering> {
        if self.value.undefined != Truth::False || self.line.undefined != Truth::False {
            return None;
        }
        match (&self.value.set, &self.line.set) {
            (Set::Number(value), Set::Number(line)) => Some(value.as_point()?.cmp(line.as_point()?)),
            (Set::Date(value), Set::Date(line)) => Some(value.as_point()?.cmp(&line.as_point()?)),
            _ => None,
        }
    }

    /// The value in words: exact, in the unit of the comparison; `None` where nothing is known.
    pub fn value_text(&self) -> Option<String> {
        if self.silent { None } else { value_text(&self.value, self.unit.as_ref(), self.members.as_deref()) }
    }

    /// The line in words.
    pub fn line_text(&self) -> Option<String> {
        value_text(&self.line, self.unit.as_ref(), self.members.as_deref())
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

/// A value in words; `None` where nothing is known. Numbers are written in `unit`, members by their names.
pub(super) fn value_text(value: &Value, unit: Option<&Unit>, members: Option<&[Arc<str>]>) -> Option<String> {
    if value.undefined == Truth::True {
        return None;
    }
    match (&value.set, unit) {
        (Set::Number(interval), Some(unit)) => Some(number_text(interval, unit)),
        (Set::Date(range), _) => Some(range.to_string()),
        (Set::Truth(Truth::Unknown), _) | (Set::Text(None), _) => None,
        (Set::Truth(truth), _) => Some((*truth == Truth::True).to_string()),
        (Set::Text(Some(text)), _) => Some(text.to_string()),
        (Set::Member(found), _) => {
            let names = members.unwrap_or_default();
            let listed: Vec<&str> = found.iter().filter_map(|at| names.get(at)).map(|name| &**name).collect();
            (listed.len() < names.len() || names.len() == 1).then(|| listed.join(" or "))
        }
        (Set::Number(_), None) => None,
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
