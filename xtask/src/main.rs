//! What builds more than cargo builds: `cargo xtask wasm` makes the npm package `brightline` in `wasm/pkg`, `cargo xtask web`
//! the playground in `wasm/site`.
//!
//! In: this repository, the target wasm32-unknown-unknown, Node with npm. Out: package and playground, the same bytes each
//! time, and their sizes. Writes nothing but `target`, `wasm/pkg`, `wasm/site` and `wasm/node_modules`.

#[cfg(feature = "bindings")]
mod wasm;
#[cfg(feature = "bindings")]
mod web;

use std::process::ExitCode;

const USAGE: &str = "\
Usage: cargo xtask TASK

  wasm                  build the npm package `brightline` into wasm/pkg, and print its sizes
  web [--serve [PORT]]  build the playground into wasm/site, and print its sizes; serve it on 127.0.0.1, port 8000 or PORT
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["wasm"] => wasm(),
        ["web"] => web(None),
        ["web", "--serve"] => web(Some(8000)),
        ["web", "--serve", port] => match port.parse() {
            Ok(port) => web(Some(port)),
            Err(_) => refuse(&format!("`{port}` is no port")),
        },
        [] => {
            print!("{USAGE}");
            ExitCode::SUCCESS
        }
        others => refuse(&format!("there is no task `{}`", others.join(" "))),
    }
}

fn refuse(why: &str) -> ExitCode {
    eprintln!("error: {why}\n\n{USAGE}");
    ExitCode::from(2)
}

#[cfg(feature = "bindings")]
fn ended(result: Result<(), String>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

#[cfg(feature = "bindings")]
fn wasm() -> ExitCode {
    ended(wasm::build())
}

#[cfg(feature = "bindings")]
fn web(serve: Option<u16>) -> ExitCode {
    ended(web::build(serve))
}

#[cfg(not(feature = "bindings"))]
fn wasm() -> ExitCode {
    eprintln!("error: this needs the feature `bindings`: run `cargo xtask wasm`");
    ExitCode::from(2)
}

#[cfg(not(feature = "bindings"))]
fn web(_serve: Option<u16>) -> ExitCode {
    eprintln!("error: this needs the feature `bindings`: run `cargo xtask web`");
    ExitCode::from(2)
}
