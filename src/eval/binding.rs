//! Which model a reference leads to: the command line's for the model asked, else the profile's, else the policy's default.

use super::machine::Machine;
use crate::ir::ReferenceId;
use crate::model::{Link, Model};

/// Where a reference leads.
pub(super) enum Binding<'a> {
    /// Nobody says.
    Unknown,
    /// There is no such model.
    None,
    /// A model that is named and not in the population.
    Stranger,
    /// A model given with the profile.
    Inline(&'a Model),
    /// A model of the population, with its place.
    Known(usize, &'a Model),
}

impl<'a> Binding<'a> {
    /// Follows `reference` from `model`, which was reached along `path`.
    pub(super) fn of(machine: &Machine<'a>, model: &'a Model, path: &[ReferenceId], reference: ReferenceId) -> Self {
        let own = model.references.get(reference.index()).unwrap_or(&Link::Unknown);
        let supplied = machine.circumstances.references.get(reference.index()).and_then(Option::as_ref);
        let default = machine.circumstances.defaults.get(reference.index()).and_then(Option::as_ref);
        // What stands in for a silent profile does not stand in for itself.
        let stand_in = if path.contains(&reference) { None } else { supplied.or(default) };
        let link = match (path.is_empty(), supplied, own) {
            (true, Some(supplied), _) => supplied,
            (_, _, Link::Unknown) => stand_in.unwrap_or(own),
            (_, _, own) => own,
        };
        match link {
            Link::Unknown => Binding::Unknown,
            Link::None => Binding::None,
            Link::Inline(model) => Binding::Inline(model),
            Link::Named(name) => match machine.population.find(name) {
                Some(place) => match machine.population.models.get(place) {
                    Some(known) => Binding::Known(place, known),
                    None => Binding::Stranger,
                },
                None => Binding::Stranger,
            },
        }
    }
}
