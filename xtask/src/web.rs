//! The playground: a folder that any static host can serve.
//!
//! In: the repository, the npm package. Out: `wasm/site`, and its sizes; on request it is served on this machine.

use super::wasm;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

/// What the package is made from, relative to the root of the repository.
const SOURCES: &[&str] = &[
    "Cargo.toml",
    "Cargo.lock",
    "src",
    "grammar/brightline.pest",
    "wasm/Cargo.toml",
    "wasm/src",
    "wasm/package-lock.json",
    "wasm/js/pkg.json",
    "wasm/js/src",
    "wasm/js/tsconfig.json",
    "xtask/src/wasm.rs",
];

/// Builds the playground, and the package first where it is older than what it is made from; `serve` is the port to
/// serve it on.
///
/// # Errors
/// One sentence that says which step failed, and how to mend it.
pub(crate) fn build(serve: Option<u16>) -> Result<(), String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().ok_or("xtask lies in no folder")?;
    let web = root.join("wasm/web");
    // The package's own description is written last of all.
    let built = changed(&root.join("wasm/pkg/package.json"));
    let edited = SOURCES.iter().filter_map(|source| changed(&root.join(source))).max();
    if built.is_none() || built < edited {
        wasm::build()?;
    }
    wasm::run(Command::new("node").arg("build.mjs").current_dir(&web))?;
    match serve {
        Some(port) => wasm::run(Command::new("node").arg("serve.mjs").arg(port.to_string()).current_dir(&web)),
        None => Ok(()),
    }
}

/// When a file, or the newest file in a folder, was changed.
fn changed(path: &Path) -> Option<SystemTime> {
    if !path.is_dir() {
        return fs::metadata(path).and_then(|metadata| metadata.modified()).ok();
    }
    fs::read_dir(path).ok()?.flatten().filter_map(|entry| changed(&entry.path())).max()
}
