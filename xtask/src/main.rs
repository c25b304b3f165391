//! What builds more than cargo builds: `cargo xtask wasm` makes the npm package `brightline` in `wasm/pkg`.
//!
//! In: this repository, the target wasm32-unknown-unknown, Node with npm. Out: the package, the same bytes each time, and
//! its sizes. Writes nothing but `target`, `wasm/pkg` and `wasm/node_modules`.

#[cfg(feature = "bindings")]
mod wasm;

use std::process::ExitCode;

const USAGE: &str = "\
Usage: cargo xtask TASK

  wasm    build the npm package `brightline` into wasm/pkg, and print its sizes
";

fn main() -> ExitCode {
    let task = std::env::args().nth(1);
    match task.as_deref() {
        Some("wasm") => wasm(),
        Some(other) => {
            eprintln!("error: there is no task `{other}`\n\n{USAGE}");
            ExitCode::from(2)
        }
        None => {
            print!("{USAGE}");
            ExitCode::SUCCESS
        }
    }
}

#[cfg(feature = "bindings")]
fn wasm() -> ExitCode {
    match wasm::build() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

#[cfg(not(feature = "bindings"))]
fn wasm() -> ExitCode {
    eprintln!("error: this needs the feature `bindings`: run `cargo xtask wasm`");
    ExitCode::from(2)
}
