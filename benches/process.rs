//! How long a command takes as a person meets it: the whole process, on the example as it is built.
//!
//! `cargo bench --bench process`. Nothing is asserted: the figures are for reading.

#[path = "support/measure.rs"]
mod measure;

use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use measure::Times;

/// How often each command is run.
const RUNS: usize = 40;

/// What is run; the first does nothing, and so shows what starting a process costs.
const COMMANDS: &[&[&str]] = &[
    &["--version"],
    &["check"],
    &["status"],
    &["query", "members"],
    &["why", "Russia memberOf Interpol since 1990"],
    &["show", "Russia"],
    &["find", "russian fedration"],
];

fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    for part in ["citable.toml", "ontology", "data", "queries"] {
        copy(&repository.join(part), &folder.path().join(part))?;
    }
    run(folder.path(), &["build"])?;
    let mut times: Vec<Times> = COMMANDS.iter().map(|_| Times::default()).collect();
    for _ in 0..RUNS {
        for (command, times) in COMMANDS.iter().zip(&mut times) {
            let start = Instant::now();
            run(folder.path(), command)?;
            times.add(start.elapsed().as_secs_f64());
        }
    }
    println!(
        "{:<24} {:>9} {:>9} {:>9}   of {RUNS} runs",
        "citable …", "median", "least", "most"
    );
    for (command, times) in COMMANDS.iter().zip(&times) {
        let [median, least, most] =
            [times.median(), times.least(), times.most()].map(|time| time * 1e3);
        println!(
            "{:<24} {median:>6.1} ms {least:>6.1} ms {most:>6.1} ms",
            command.join(" ")
        );
    }
    Ok(())
}

fn run(folder: &Path, arguments: &[&str]) -> Result<(), Box<dyn Error>> {
    let status = Command::new(env!("CARGO_BIN_EXE_citable"))
        .args(arguments)
        .current_dir(folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()?;
    if !status.success() {
        return Err(format!("`citable {}` failed: {status}", arguments.join(" ")).into());
    }
    Ok(())
}

/// Copies a file, or a folder and all in it.
fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    if !from.is_dir() {
        return fs::copy(from, to).map(|_| ());
    }
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        copy(&entry.path(), &to.join(entry.file_name()))?;
    }
    Ok(())
}
