//! Ordered decision diagrams: conditions over atoms, each in one form only, so that equal conditions are equal.
//!
//! In: the numbers of atoms. Out: [`Condition`]s of one [`Diagram`]. After R. E. Bryant, "Graph-Based Algorithms for Boolean
//! Function Manipulation", IEEE Transactions on Computers C-35 (1986). Knows nothing of what an atom says.

use rustc_hash::{FxHashMap, FxHashSet};

/// Most nodes of a diagram; beyond it nothing that it says holds.
const MAX_NODES: usize = 200_000;

/// A condition: a node of a [`Diagram`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Condition(u32);

impl Condition {
    /// Never true.
    pub const FALSE: Condition = Condition(0);
    /// Always true.
    pub const TRUE: Condition = Condition(1);

    /// Whether it is always true or never, whatever its atoms say.
    pub fn is_constant(self) -> bool {
        self.0 < 2
    }
}

impl From<bool> for Condition {
    fn from(truth: bool) -> Self {
        if truth { Condition::TRUE } else { Condition::FALSE }
    }
}

/// What a condition is made of: one where the atom is true, one where it is false.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Node {
    pub atom: u32,
    pub high: Condition,
    pub low: Condition,
}

/// Conditions that share their parts.
#[derive(Debug, Default)]
pub struct Diagram {
    nodes: Vec<Node>,
    places: FxHashMap<Node, Condition>,
    joined: FxHashMap<(Condition, Condition), Condition>,
    turned: FxHashMap<Condition, Condition>,
    is_full: bool,
}

impl Diagram {
    /// The condition that an atom is true.
    pub(super) fn variable(&mut self, atom: u32) -> Condition {
        self.make(Node { atom, high: Condition::TRUE, low: Condition::FALSE })
    }

    /// What a condition is made of; `None` for a constant.
    pub(super) fn node(&self, condition: Condition) -> Option<Node> {
        self.nodes.get((condition.0 as usize).checked_sub(2)?).copied()
    }

    /// The atoms that a condition hangs on.
    pub(super) fn atoms(&self, condition: Condition) -> FxHashSet<u32> {
        let (mut atoms, mut seen) = (FxHashSet::default(), FxHashSet::default());
        let mut waiting = vec![condition];
        while let Some(condition) = waiting.pop() {
            if let Some(node) = self.node(condition).filter(|_| seen.insert(condition)) {
                atoms.insert(node.atom);
                waiting.extend([node.high, node.low]);
            }
        }
        atoms
    }

    /// Whether the limit was met.
    pub(super) fn is_full(&self) -> bool {
        self.is_full
    }

    fn make(&mut self, node: Node) -> Condition {
        if node.high == node.low {
            return node.high;
        }
        if let Some(known) = self.places.get(&node) {
            return *known;
        }
        if self.nodes.len() >= MAX_NODES {
            self.is_full = true;
            return Condition::FALSE;
        }
        let made = Condition(self.nodes.len() as u32 + 2);
        self.nodes.push(node);
        self.places.insert(node, made);
        made
    }

    /// Not so.
    pub(super) fn not(&mut self, condition: Condition) -> Condition {
        let Some(node) = self.node(condition) else { return Condition::from(condition == Condition::FALSE) };
        if let Some(known) = self.turned.get(&condition) {
            return *known;
        }
        let (high, low) = (self.not(node.high), self.not(node.low));
        let made = self.make(Node { high, low, ..node });
        self.turned.insert(condition, made);
        self.turned.insert(made, condition);
        made
    }

    /// Both.
    pub(super) fn and(&mut self, a: Condition, b: Condition) -> Condition {
        let (a, b) = if a.0 <= b.0 { (a, b) } else { (b, a) };
        match a {
            Condition::FALSE => return a,
            Condition::TRUE => return b,
            _ if a == b => return a,
            _ => {}
        }
        if let Some(known) = self.joined.get(&(a, b)) {
            return *known;
        }
        if self.is_full {
            return Condition::FALSE;
        }
        let (Some(x), Some(y)) = (self.node(a), self.node(b)) else { return Condition::FALSE };
        let atom = x.atom.min(y.atom);
        let part = |node: &Node, whole: Condition, high: bool| match node.atom == atom {
            true if high => node.high,
            true => node.low,
            false => whole,
        };
        let high = self.and(part(&x, a, true), part(&y, b, true));
        let low = self.and(part(&x, a, false), part(&y, b, false));
        let made = self.make(Node { atom, high, low });
        self.joined.insert((a, b), made);
        made
    }

    /// Either, or both.
    pub(super) fn or(&mut self, a: Condition, b: Condition) -> Condition {
        let (a, b) = (self.not(a), self.not(b));
        let neither = self.and(a, b);
        self.not(neither)
    }

    /// At least so many of them.
    pub(super) fn count(&mut self, needed: usize, conditions: &[Condition]) -> Condition {
        // `reached[n]`: at least n of those seen so far.
        let mut reached = vec![Condition::FALSE; needed + 1];
        if let Some(none) = reached.first_mut() {
            *none = Condition::TRUE;
        }
        for condition in conditions {
            for n in (1..=needed).rev() {
                let fewer = reached.get(n - 1).copied().unwrap_or(Condition::TRUE);
                let one_more = self.and(fewer, *condition);
                if let Some(place) = reached.get_mut(n) {
                    *place = self.or(*place, one_more);
                }
            }
        }
        reached.last().copied().unwrap_or(Condition::TRUE)
    }
}
