//! Fuzzing without a fuzzer: mutates a corpus for some seconds on each target, on a stable compiler.
//!
//! In: `--seconds N` for all targets together (60), `--target NAME` for one, `--seed N` (by the clock); or files to run
//! again, each on every target. Out: exit code 1 where an input panics, overflows the stack or takes too long; the input
//! is kept in `fuzz/artifacts/`.

use brightline_fuzz::mutate::{Random, WORDS, mutate, soup};
use brightline_fuzz::{TARGETS, Target};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// How long one input may take.
const PATIENCE: Duration = Duration::from_secs(20);
/// Where each input is kept while it runs, since a stack overflow leaves nothing else.
const LAST: &str = "last";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let option = |name: &str| arguments.iter().position(|found| found == name).and_then(|at| arguments.get(at + 1));
    let seconds: u64 = option("--seconds").map_or(60, |text| text.parse().expect("a number of seconds"));
    let clock = SystemTime::now().duration_since(UNIX_EPOCH).map_or(1, |since| since.as_secs());
    let seed: u64 = option("--seed").map_or(clock, |text| text.parse().expect("a whole number"));
    if let Some(name) = option("--child") {
        let target = TARGETS.iter().find(|(known, _)| known == name).expect("a known target");
        return child(target, seconds, seed);
    }
    let files: Vec<&String> = arguments.iter().filter(|word| Path::new(word).is_file()).collect();
    if !files.is_empty() {
        for file in files {
            let bytes = fs::read(file).expect("the file can be read");
            TARGETS.iter().for_each(|(_, run)| run(&bytes));
            println!("{file}: nothing found");
        }
        return ExitCode::SUCCESS;
    }
    let chosen: Vec<&Target> =
        TARGETS.iter().filter(|(name, _)| option("--target").is_none_or(|wanted| wanted == name)).collect();
    let each = (seconds / chosen.len().max(1) as u64).max(1);
    let mut failed = chosen.is_empty();
    for (name, _) in chosen {
        failed |= !parent(name, each, seed);
    }
    if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// Runs a target in a process of its own, which may die.
fn parent(name: &str, seconds: u64, seed: u64) -> bool {
    let this = std::env::current_exe().expect("this program");
    let (seconds, number) = (seconds.to_string(), seed.to_string());
    let arguments = ["--child", name, "--seconds", &seconds, "--seed", &number];
    let status = Command::new(this).args(arguments).status().expect("a child");
    if status.success() {
        return true;
    }
    let kept = artifacts().join(format!("crash-{name}-{seed}"));
    let _ = fs::copy(artifacts().join(format!("{LAST}-{name}")), &kept);
    eprintln!("{name} (seed {seed}): {status}; the input is kept in {}", kept.display());
    false
}

fn child((name, run): &Target, seconds: u64, seed: u64) -> ExitCode {
    let corpus = corpus(name);
    let last = artifacts().join(format!("{LAST}-{name}"));
    let mut random = Random::new(seed ^ name.len() as u64);
    let start = Instant::now();
    // What the watch looks at: when the current input was started, in milliseconds.
    static STARTED: AtomicU64 = AtomicU64::new(0);
    std::thread::spawn(move || {
        loop {
            std::thread::sleep(Duration::from_millis(500));
            let running = start.elapsed().as_millis() as u64 - STARTED.load(Ordering::Relaxed);
            if running > PATIENCE.as_millis() as u64 {
                eprintln!("an input takes longer than {PATIENCE:?}");
                std::process::exit(2);
            }
        }
    });
    let mut count = 0;
    while start.elapsed() < Duration::from_secs(seconds) {
        let bytes = if matches!(*name, "parse" | "check") && random.below(4) == 0 {
            soup(&mut random, WORDS, 200).into_bytes()
        } else {
            let seed = random.pick(&corpus).cloned().unwrap_or_default();
            mutate(&mut random, &seed, &corpus)
        };
        fs::write(&last, &bytes).expect("the input can be kept");
        STARTED.store(start.elapsed().as_millis() as u64, Ordering::Relaxed);
        run(&bytes);
        count += 1;
    }
    println!("{name}: {count} inputs, nothing found (seed {seed})");
    ExitCode::SUCCESS
}

fn artifacts() -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("artifacts");
    fs::create_dir_all(&folder).expect("a folder for what is found");
    folder
}

/// The files of the project that a target reads.
fn corpus(name: &str) -> Vec<Vec<u8>> {
    let endings: &[&str] = match name {
        "parse" | "check" => &["bright"],
        "json" => &["json", "ndjson"],
        "csv" => &["csv"],
        _ => &["toml"],
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut waiting = vec![root.join("rules"), root.join("profiles"), root.join("tests")];
    let mut found = Vec::new();
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let ending = path.extension().map(|ending| ending.to_string_lossy().into_owned()).unwrap_or_default();
            if path.is_dir() {
                waiting.push(path);
            } else if endings.contains(&&*ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
        .iter()
        .filter_map(|path| fs::read(path).ok())
        .map(|mut bytes| {
            bytes.truncate(1 << 13);
            bytes
        })
        .collect()
}
