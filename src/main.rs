//! The command `brightline`.
//!
//! In: arguments and files. Out: answers on standard output, mistakes on standard error, an exit code. Everything is in
//! `cli`; the engine is the library.

#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::unreachable, clippy::indexing_slicing)]

mod cli;

fn main() -> std::process::ExitCode {
    cli::main()
}
