//! From text to syntax tree and back.
//!
//! In: source text. Out: [`ast::File`] with every syntax error found, values and units read alone, and the printed
//! form of a tree. Knows nothing of names, types or files; only `grammar` knows the parser generator.

pub mod ast;
mod build;
mod errors;
mod grammar;
pub mod op;
mod print;
mod scan;

pub use build::MAX_DEPTH;
pub use grammar::{parse_file, parse_value};
pub use print::{format_source, print_expr, print_value};
pub use scan::{MAX_NESTING, MAX_SOURCE};
