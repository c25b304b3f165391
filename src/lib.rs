//! Brightline.
pub mod bind;
pub mod check;
pub mod date;
pub mod diagnostic;
pub mod eval;
pub mod given;
pub mod interval;
pub mod profile;
pub mod rational;
pub mod schema;
pub mod session;
pub mod settings;
pub mod span;
pub mod syntax;
pub mod testing;
pub mod truth;
pub mod unit;
