//! One model's values while a policy is evaluated on it, and the frames of the models it refers to.

use crate::given::Estimate;
use crate::ir::{ChoiceId, FactId, NodeId, ParamId, ReferenceId};
use crate::model::Model;
use crate::possible::{Set, Value};

/// Whose facts a frame holds.
#[derive(Clone, Copy, Debug)]
pub(super) enum Who<'a> {
    /// A model, and its place in the population where it has one.
    Model(&'a Model, Option<usize>),
    /// A model of which nothing is known.
    Unknown,
}

/// The frame of a referenced model.
#[derive(Debug)]
pub(super) enum Child<'a> {
    /// There is no such model.
    None,
    /// A model; `may_be_none` where it is not known whether there is one.
    Frame { frame: Box<Frame<'a>>, may_be_none: bool },
    /// A model that an unknown model refers to: it may be anything, or nothing.
    Opaque,
}

/// The values of the nodes on one model.
#[derive(Debug)]
pub(super) struct Frame<'a> {
    pub who: Who<'a>,
    /// The references that lead here from the model that is evaluated.
    pub path: Vec<ReferenceId>,
    /// The places in the population of the models on the way here.
    pub ancestors: Vec<usize>,
    pub values: Vec<Option<Value>>,
    pub children: Vec<Option<Child<'a>>>,
}

impl<'a> Frame<'a> {
    pub(super) fn new(who: Who<'a>, nodes: usize, references: usize) -> Self {
        Frame {
            who,
            path: Vec::new(),
            ancestors: Vec::new(),
            values: vec![None; nodes],
            children: std::iter::repeat_with(|| None).take(references).collect(),
        }
    }

    /// The value of a node that has been evaluated.
    pub(super) fn value(&self, node: NodeId) -> Option<&Value> {
        self.values.get(node.index())?.as_ref()
    }

    /// What makes what was given for a fact an estimate: a 90 % interval, or weights.
    pub(super) fn estimate(&self, fact: FactId) -> Option<Estimate> {
        match self.who {
            Who::Model(model, _) => model.facts.get(fact.index())?.estimate.clone(),
            Who::Unknown => None,
        }
    }

    /// The frame behind a reference, where it has been entered.
    pub(super) fn child(&self, reference: ReferenceId) -> Option<&Frame<'a>> {
        match self.children.get(reference.index())? {
            Some(Child::Frame { frame, .. }) => Some(frame),
            Some(Child::None | Child::Opaque) | None => None,
        }
    }

    /// Whether it is open if there is a model behind a reference, and nothing more.
    pub(super) fn may_be_none(&self, reference: ReferenceId) -> bool {
        matches!(self.children.get(reference.index()), Some(Some(Child::Frame { may_be_none: true, .. })))
    }

    /// Whether nothing at all is known behind a reference.
    pub(super) fn is_opaque(&self, reference: ReferenceId) -> bool {
        matches!(self.children.get(reference.index()), Some(Some(Child::Opaque)))
    }

    /// The references that lead to the model behind one more.
    pub(super) fn path_to(&self, reference: ReferenceId) -> Vec<ReferenceId> {
        self.path.iter().copied().chain([reference]).collect()
    }
}

/// Something that is not known to a point: what may be split, measured or supplied.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Leaf {
    /// The evaluation date.
    Date,
    /// A fact, of the model itself or along references.
    Fact(Vec<ReferenceId>, FactId),
    /// Whether there is a model behind the last of these references.
    Exists(Vec<ReferenceId>),
    /// A param.
    Param(ParamId),
    /// A reading.
    Choice(ChoiceId),
    /// What a node finds over the other models, asked from the model behind these references: only where there are none
    /// to compare with, and so never a completion of what is known.
    Others(Vec<ReferenceId>, NodeId),
}

impl Leaf {
    /// The references that lead to each model on the way to the one whose fact it is.
    pub(super) fn of_whom(&self) -> impl Iterator<Item = Vec<ReferenceId>> {
        let path: &[ReferenceId] = if let Leaf::Fact(path, _) = self { path } else { &[] };
        (1..=path.len()).filter_map(|length| path.get(..length)).map(<[ReferenceId]>::to_vec)
    }

    /// Whether it is asked of one model rather than of the whole evaluation.
    pub(super) fn is_of_a_model(&self) -> bool {
        matches!(self, Leaf::Fact(..) | Leaf::Exists(_) | Leaf::Others(..))
    }
}

/// A leaf held at some of its possible values.
pub(super) type Held = (Leaf, Set);
