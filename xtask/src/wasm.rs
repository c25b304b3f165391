//! The npm package: engine, bindings, TypeScript.
//!
//! In: the repository. Out: `wasm/pkg`, with the engine optimised and its JavaScript compiled.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use wasm_bindgen_cli_support::Bindgen;

const TARGET: &str = "wasm32-unknown-unknown";

/// Builds the package.
///
/// # Errors
/// One sentence that says which step failed, and how to mend it.
pub(crate) fn build() -> Result<(), String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().ok_or("xtask lies in no folder")?;
    let (npm, js, package) = (root.join("wasm"), root.join("wasm/js"), root.join("wasm/pkg"));
    add_target()?;
    if !npm.join("node_modules/.package-lock.json").is_file() {
        run(Command::new("npm").args(["ci", "--no-audit", "--no-fund"]).current_dir(&npm))?;
    }
    empty(&package)?;
    let [first, full] = ["brightline_bg.wasm", "brightline_full_bg.wasm"].map(|name| package.join(name));
    let glue = package.join("brightline.js");
    bind(&compile(root, true)?, &package)?;
    let both = read(&glue)?;
    fs::rename(&first, &full).map_err(|error| format!("{} cannot be written: {error}", full.display()))?;
    bind(&compile(root, false)?, &package)?;
    if read(&glue)? != both {
        return Err("the first part and the full engine need different bindings".to_owned());
    }
    optimise(&npm, &first)?;
    optimise(&npm, &full)?;
    let tsc = npm.join("node_modules/typescript/bin/tsc");
    run(Command::new("node").arg(tsc).args(["--project", "tsconfig.json"]).current_dir(&js))?;
    for (from, to) in [
        (js.join("pkg.json"), "package.json"),
        (js.join("README.md"), "README.md"),
        (root.join("LICENSE-MIT"), "LICENSE-MIT"),
        (root.join("LICENSE-APACHE"), "LICENSE-APACHE"),
    ] {
        copy(&from, &package.join(to))?;
    }
    run(Command::new("node").arg("build.mjs").current_dir(&js))?;
    run(Command::new("node").arg("sizes.mjs").current_dir(&js))
}

/// Adds the target where rustup knows that it is missing.
fn add_target() -> Result<(), String> {
    let listed = Command::new("rustup").args(["target", "list", "--installed"]).output();
    let has = |out: &[u8]| String::from_utf8_lossy(out).lines().any(|line| line.trim() == TARGET);
    match listed {
        Ok(out) if !has(&out.stdout) => run(Command::new("rustup").args(["target", "add", TARGET])),
        // Without rustup the compiler says itself what is missing.
        _ => Ok(()),
    }
}

/// Compiles the engine, or the part of it that a page loads first; names of folders on this machine stay out of it.
fn compile(root: &Path, full: bool) -> Result<PathBuf, String> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cargo")));
    let mut flags = vec![format!("--remap-path-prefix={}=.", root.display())];
    flags.extend(home.map(|home| format!("--remap-path-prefix={}=cargo", home.display())));
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["build", "--package", "brightline-wasm", "--profile", "wasm", "--target", TARGET, "--locked"]);
    if full {
        cargo.args(["--features", "full"]);
    }
    cargo.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}")).env_remove("RUSTFLAGS").current_dir(root);
    run(&mut cargo).map_err(|error| format!("{error}; where the target is missing: rustup target add {TARGET}"))?;
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    Ok(target.join(TARGET).join("wasm/brightline_wasm.wasm"))
}

/// Writes the JavaScript side of the engine.
fn bind(engine: &Path, package: &Path) -> Result<(), String> {
    let mut bindgen = Bindgen::new();
    let bindgen = bindgen.web(true).map_err(|error| format!("the bindings cannot be made: {error:#}"))?;
    bindgen.input_path(engine).out_name("brightline").typescript(true).reset_state_function(true);
    bindgen.keep_debug(false).remove_name_section(true).remove_producers_section(true).omit_default_module_path(true);
    bindgen.generate(package).map_err(|error| format!("the bindings cannot be made: {error:#}"))
}

/// Makes the engine smaller.
fn optimise(npm: &Path, engine: &Path) -> Result<(), String> {
    let optimiser = npm.join("node_modules/binaryen/bin/wasm-opt");
    let small = engine.with_extension("small");
    let mut command = Command::new("node");
    // Of what was tried, this is smallest once compressed: `-Oz` takes more off before and leaves more after.
    command.arg(optimiser).arg(engine).args([
        // What Rust's target has; more would write what older browsers do not read.
        "--enable-bulk-memory",
        "--enable-multivalue",
        "--enable-mutable-globals",
        "--enable-nontrapping-float-to-int",
        "--enable-reference-types",
        "--enable-sign-ext",
        "--duplicate-function-elimination",
        "--merge-similar-functions",
        "--optimize-instructions",
        "--vacuum",
        "--duplicate-function-elimination",
        "--reorder-locals",
        "--strip-debug",
        "--strip-producers",
        "--strip-target-features",
        "-o",
    ]);
    command.arg(&small);
    run(&mut command)?;
    fs::rename(&small, engine).map_err(|error| format!("{} cannot be written: {error}", engine.display()))
}

/// Runs a command to its end.
pub(crate) fn run(command: &mut Command) -> Result<(), String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let arguments: Vec<_> = command.get_args().map(OsStr::to_string_lossy).collect();
    let said = format!("{name} {}", arguments.join(" "));
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("`{said}` ended with {status}")),
        Err(error) => Err(format!("`{name}` cannot be run: {error}")),
    }
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{} cannot be read: {error}", path.display()))
}

fn empty(folder: &Path) -> Result<(), String> {
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(|error| format!("{} cannot be emptied: {error}", folder.display()))?;
    }
    fs::create_dir_all(folder).map_err(|error| format!("{} cannot be made: {error}", folder.display()))
}

fn copy(from: &Path, to: &Path) -> Result<(), String> {
    fs::copy(from, to).map(|_| ()).map_err(|error| format!("{} cannot be copied: {error}", from.display()))
}
