//! A test is a folder under `tests/cases/`: `input/` holds the files of a project, and `run.console` what a
//! person would type, and see.
//!
//! The files of `input/` are laid over those of `tests/base/`, or of the project that the file `base` names (a path
//! from the repository's root). Each line of `run.console` that starts with `$ ` is run by `sh` in the project's
//! folder, with the built `citable` on the PATH; what follows is what it prints on both streams, and `[exit N]` where
//! it doesn't end with 0. `[..]` stands for anything in a line. `CITABLE_BLESS=1 cargo test --test cases` writes down
//! what comes out.
//!
//! The README is run in the same way, and must pass word for word.

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use libtest_mimic::{Arguments, Failed, Trial};
use support::{Sandbox, root};

fn main() {
    let mut trials: Vec<Trial> = cases(&root().join("tests/cases"))
        .into_iter()
        .map(|folder| {
            let name = folder
                .strip_prefix(root().join("tests/cases"))
                .expect("found there");
            Trial::test(name.display().to_string(), move || case(&folder))
        })
        .collect();
    trials.push(Trial::test("README.md", readme));
    trials.push(Trial::test("every rule has a case", every_rule_has_a_case));
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

/// The folders that hold a `run.console`, at any depth.
fn cases(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("the cases are there") {
        let path = entry.expect("the cases can be read").path();
        if path.join("run.console").is_file() {
            found.push(path);
        } else if path.is_dir() {
            found.extend(cases(&path));
        }
    }
    found.sort();
    found
}

fn case(folder: &Path) -> Result<(), Failed> {
    let base = match fs::read_to_string(folder.join("base")) {
        Ok(base) => root().join(base.trim()),
        Err(_) => root().join("tests/base"),
    };
    let sandbox = Sandbox::new();
    sandbox.lay(&base)?;
    let input = folder.join("input");
    if input.is_dir() {
        sandbox.lay(&input)?;
    }
    let file = folder.join("run.console");
    let expected = fs::read_to_string(&file)?;
    let actual = sandbox.replay(&expected)?;
    if std::env::var_os("CITABLE_BLESS").is_some() {
        if !support::alike(&actual, &expected) {
            fs::write(&file, actual)?;
        }
        return Ok(());
    }
    support::same(&actual, &expected)
}

/// Plays the `console` blocks of the README, one after the other, in one empty folder.
fn readme() -> Result<(), Failed> {
    const OPEN: &str = "```console\n";
    const CLOSE: &str = "\n```\n";
    let file = root().join("README.md");
    let expected = fs::read_to_string(&file)?;
    let sandbox = Sandbox::new();
    let mut actual = String::new();
    let mut rest = expected.as_str();
    while let Some((before, after)) = rest.split_once(OPEN) {
        let (block, after) = after
            .split_once(CLOSE)
            .ok_or("a block of the README has no end")?;
        actual = [
            &actual,
            before,
            OPEN,
            sandbox.replay(block)?.trim_end(),
            CLOSE,
        ]
        .concat();
        rest = after;
    }
    actual.push_str(rest);
    if std::env::var_os("CITABLE_BLESS").is_some() && !support::alike(&actual, &expected) {
        fs::write(&file, &actual)?;
        return Ok(());
    }
    support::same(&actual, &expected)
}

/// A rule without a case is a rule that nobody has seen work.
fn every_rule_has_a_case() -> Result<(), Failed> {
    let missing: Vec<&str> = citable::diagnostic::Rule::ALL
        .iter()
        .map(|rule| rule.name())
        .filter(|name| {
            let file = root()
                .join("tests/cases/rules")
                .join(name)
                .join("run.console");
            !fs::read_to_string(file).is_ok_and(|text| text.contains(&format!("[{name}]")))
        })
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(format!(
        "no case under tests/cases/rules shows: {}",
        missing.join(", ")
    )
    .into())
}
