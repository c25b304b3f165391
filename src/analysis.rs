//! What can be asked beyond a verdict: analyses of what a request binds.
//!
//! In: a [`crate::session::Asked`]. Out: one module for each question. Like the rest of the library these open no file,
//! print nothing and read no clock.

pub mod chance;
