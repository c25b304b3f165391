//! What people ask once they know a verdict.
//!
//! In: a policy with a model in some circumstances. Out: answers that follow from many evaluations, each of them as exact
//! as a verdict.

pub mod flips;
