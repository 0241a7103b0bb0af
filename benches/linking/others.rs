//! The tools that citable is compared with, each a script of Python on the same files.

use std::path::{Path, PathBuf};
use std::process::Command;

/// A tool: its name, and the script that runs it.
pub const TOOLS: &[(&str, &str)] = &[
    ("string-grouper", "string_grouper_.py"),
    ("splink (DuckDB)", "splink_.py"),
    ("recordlinkage", "recordlinkage_.py"),
    ("rapidfuzz (cdist)", "rapidfuzz_.py"),
];

/// Where the install script puts what it installs.
pub fn installed() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("target/others/linking")
}

/// The command that answers the names of a folder, if Python is installed there.
pub fn command(script: &str, folder: &Path) -> Option<Command> {
    let python = installed().join("venv/bin/python");
    let script = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("benches/others/linking")
        .join(script);
    let mut command = Command::new(python.is_file().then_some(python)?);
    command.arg(script).arg(folder);
    Some(command)
}
