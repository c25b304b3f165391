//! Brightline.
pub mod check;
pub mod date;
pub mod diagnostic;
pub mod eval;
pub mod given;
pub mod interval;
pub mod ir;
pub mod model;
pub mod possible;
pub mod rational;
pub mod schema;
pub mod span;
pub mod syntax;
pub mod truth;
pub mod unit;
