//! What people ask beyond a verdict.
//!
//! In: what a request binds ([`crate::session::Asked`]). Out: one module for each question, its answers as exact as a
//! verdict. Like the rest of the library these open no file, print nothing and read no clock.

pub mod chance;
pub mod due;
pub mod edges;
pub mod flips;
pub mod human;
pub mod measure;
pub mod whatif;
pub mod words;
