//! Brightline.
pub mod date;
pub mod diagnostic;
pub mod interval;
pub mod profile;
pub mod rational;
pub mod span;
pub mod syntax;
pub mod truth;
pub mod unit;
