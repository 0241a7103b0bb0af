//! What the tests share: a project in a folder of its own, and transcripts that are played in it.

#![allow(dead_code)] // each test binary uses a part of this

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;

use libtest_mimic::Failed;
use snapbox::filter::{Filter, FilterNewlines, NormalizeToExpected};
use snapbox::{Data, IntoData, Redactions};

/// The repository's root.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The built command.
pub fn citable() -> PathBuf {
    PathBuf::from(env!("CARGO_BIN_EXE_citable"))
}

/// A folder that goes away with the test.
pub struct Sandbox {
    folder: tempfile::TempDir,
    /// Where commands run: `cd` in a transcript moves it.
    here: Mutex<PathBuf>,
}

impl Sandbox {
    pub fn new() -> Sandbox {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let here = Mutex::new(folder.path().to_owned());
        Sandbox { folder, here }
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Copies the files of a folder into it, over those that are there. What a build left is left out, and
    /// where a repository is copied, so is everything that is no project's.
    pub fn lay(&self, folder: &Path) -> std::io::Result<()> {
        const OF_PROJECTS: [&str; 4] = ["citable.toml", "ontology", "data", "queries"];
        if folder == root() {
            for part in OF_PROJECTS {
                copy(&folder.join(part), &self.path().join(part))?;
            }
            return Ok(());
        }
        copy(folder, self.path())
    }

    /// A command of ours, in this folder.
    pub fn citable(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(citable());
        command.args(arguments).current_dir(self.path());
        command
    }

    /// Plays a transcript, and gives it back with what came out. Lines with `#` right above a command are remarks on
    /// it; anywhere else they are output.
    pub fn replay(&self, transcript: &str) -> std::io::Result<String> {
        let mut played = String::new();
        let mut remarks = String::new();
        for line in transcript.lines() {
            if line.starts_with('#') {
                remarks.push_str(line);
                remarks.push('\n');
            } else if let Some(command) = line.strip_prefix("$ ") {
                played.push_str(&remarks);
                remarks.clear();
                played.push_str(line);
                played.push('\n');
                played.push_str(&self.shell(command)?);
            } else {
                remarks.clear();
            }
        }
        Ok(played)
    }

    /// What a command prints, and how it ends. A lone `cd` holds for the commands after it.
    pub fn shell(&self, command: &str) -> std::io::Result<String> {
        if let Some(folder) = command.strip_prefix("cd ") {
            let mut here = self.here.lock().expect("no test panics while it moves");
            *here = here.join(folder);
            return Ok(String::new());
        }
        let bin = citable();
        let folder = bin.parent().expect("a file stands in a folder");
        let path = std::env::var("PATH").unwrap_or_default();
        let output = Command::new("sh")
            .arg("-c")
            .arg(format!("exec 2>&1; {command}"))
            .current_dir(&*self.here.lock().expect("no test panics while it moves"))
            .env("PATH", format!("{}:{path}", folder.display()))
            .env_remove("NO_COLOR")
            .env_remove("SOURCE_DATE_EPOCH")
            .output()?;
        let mut text = String::from_utf8_lossy(&output.stdout).into_owned();
        let here = self.path().canonicalize()?;
        text = text.replace(&here.display().to_string(), "[ROOT]");
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        match output.status.code() {
            Some(0) => {}
            Some(code) => text.push_str(&format!("[exit {code}]\n")),
            None => text.push_str("[killed]\n"),
        }
        Ok(text)
    }
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    if from.is_dir() {
        fs::create_dir_all(to)?;
        for entry in fs::read_dir(from)? {
            let name = entry?.file_name();
            if name != ".citable" {
                copy(&from.join(&name), &to.join(&name))?;
            }
        }
        return Ok(());
    }
    fs::copy(from, to).map(|_| ())
}

fn normalised(actual: &str, expected: &str) -> (Data, Data) {
    let redactions = Redactions::new();
    let expected = FilterNewlines.filter(expected.to_owned().into_data().raw());
    let actual = FilterNewlines.filter(actual.to_owned().into_data().raw());
    let actual = NormalizeToExpected::new()
        .redact_with(&redactions)
        .normalize(actual, &expected);
    (actual, expected)
}

/// Whether an output is the expected one, but for what `[..]` stands for.
pub fn alike(actual: &str, expected: &str) -> bool {
    let (actual, expected) = normalised(actual, expected);
    actual == expected
}

/// Fails with the difference where an output is not the expected one.
pub fn same(actual: &str, expected: &str) -> Result<(), Failed> {
    let (actual, expected) = normalised(actual, expected);
    if actual == expected {
        return Ok(());
    }
    let mut message = String::new();
    snapbox::report::write_diff(
        &mut message,
        &expected,
        &actual,
        Some(&"expected"),
        Some(&"actual"),
        snapbox::report::Palette::plain(),
    )?;
    Err(message.into())
}
