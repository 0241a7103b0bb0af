//! `citable fmt` on hostile dossiers: idempotent, the same said; and the same said still after other people's formatters
//! of Markdown (prettier, mdformat, rumdl) have run over the result, each by itself and one after the other.
//!
//! The dossiers are made up (`formatters/hostile.rs`), as many as `CITABLE_DOSSIERS` says, else 500. What they say is
//! compared as quads and diagnostics. `tests/readers/install` installs the formatters; one that is missing is skipped and
//! said so, unless `CITABLE_REQUIRE_READERS` is set: then it fails.

mod support;

#[path = "formatters/hostile.rs"]
mod hostile;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use libtest_mimic::{Arguments, Completion, Failed, Trial};
use support::{Sandbox, root};

/// A formatter of Markdown, with the settings that `docs/editing.md` recommends.
struct Formatter {
    name: &'static str,
    is_installed: fn() -> bool,
    /// The command that formats the Markdown files in the folder `data`.
    command: fn() -> Vec<String>,
    /// Whether it keeps the backslash before a quotation mark in a string.
    keeps_all: bool,
}

const FORMATTERS: [Formatter; 3] = [
    Formatter {
        name: "prettier",
        is_installed: || target("node_modules/prettier").exists(),
        command: || {
            let script = target("node_modules/prettier/bin/prettier.cjs");
            [
                "node",
                &script.display().to_string(),
                "--log-level",
                "warn",
                "--write",
                "data",
            ]
            .map(str::to_owned)
            .to_vec()
        },
        keeps_all: true,
    },
    Formatter {
        name: "mdformat",
        is_installed: || target("venv/bin/mdformat").exists(),
        command: || {
            vec![
                target("venv/bin/mdformat").display().to_string(),
                "data".to_owned(),
            ]
        },
        keeps_all: false,
    },
    Formatter {
        name: "rumdl",
        is_installed: || target("venv/bin/rumdl").exists(),
        command: || {
            let program = target("venv/bin/rumdl").display().to_string();
            [program.as_str(), "fmt", "--silent", "--no-cache", "data"]
                .map(str::to_owned)
                .to_vec()
        },
        keeps_all: true,
    },
];

fn target(path: &str) -> PathBuf {
    root().join("target/readers").join(path)
}

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let count = std::env::var("CITABLE_DOSSIERS").ok();
    let count: usize = count.and_then(|count| count.parse().ok()).unwrap_or(500);
    let trial = Trial::ignorable_test("hostile_dossiers", move || hostile_dossiers(count));
    libtest_mimic::run(&arguments, vec![trial]).exit_code()
}

fn hostile_dossiers(count: usize) -> Result<Completion, Failed> {
    let written = Sandbox::new();
    lay(&written, count)?;
    let before = said(&written)?;
    run(written.citable(&["fmt"]))?;
    compare("citable fmt", &before, &said(&written)?, true)?;
    let again = written.citable(&["fmt", "--check"]).output()?;
    if !again.status.success() {
        let list = String::from_utf8_lossy(&again.stdout).into_owned();
        return Err(format!("fmt is not idempotent on:\n{list}").into());
    }
    let mut missing = Vec::new();
    let chain = Sandbox::new();
    chain.lay(written.path())?;
    for formatter in &FORMATTERS {
        if !(formatter.is_installed)() {
            missing.push(formatter.name);
            continue;
        }
        let alone = Sandbox::new();
        alone.lay(written.path())?;
        for (folder, how) in [(&alone, "alone"), (&chain, "after those before it")] {
            format(formatter, folder)?;
            let name = format!("{}, {how}", formatter.name);
            let after = said(folder).map_err(|error| format!("{name}: {error:?}"))?;
            compare(&name, &before, &after, false)?;
            let same = same_files(written.path(), folder.path())?;
            eprintln!(
                "{name}: in {same} of {count} dossiers every byte of quotations and bullets is the same"
            );
        }
    }
    run(chain.citable(&["fmt"]))?;
    compare("citable fmt after them all", &before, &said(&chain)?, false)?;
    let same = same_files(written.path(), chain.path())?;
    eprintln!("citable fmt after them all: it brings back {same} of {count}");
    if missing.is_empty() {
        return Ok(Completion::Completed);
    }
    let message = format!(
        "not installed (tests/readers/install): {}",
        missing.join(", ")
    );
    match std::env::var_os("CITABLE_REQUIRE_READERS") {
        Some(_) => Err(message.into()),
        None => Ok(Completion::ignored_with(format!(
            "skipped in part: {message}"
        ))),
    }
}

/// A project of hostile dossiers. One in ten has what mdformat is known to damage, and isn't given to it.
fn lay(folder: &Sandbox, count: usize) -> std::io::Result<()> {
    folder.lay(&root().join("tests/base"))?;
    let data = folder.path().join("data");
    fs::remove_file(data.join("people.entities.md"))?;
    fs::write(data.join("names.entities.md"), hostile::register())?;
    fs::create_dir_all(data.join("plain/sources"))?;
    fs::create_dir_all(data.join("quoted/sources"))?;
    for number in 0..count {
        let is_plain = number % 10 != 0;
        let place = data.join(if is_plain { "plain" } else { "quoted" });
        let made = hostile::dossier(number, is_plain);
        fs::write(place.join(format!("d{number}.dossier.md")), made.dossier)?;
        fs::write(place.join(format!("sources/d{number}.txt")), made.text)?;
    }
    fs::write(
        data.join("first.dossier.md"),
        "---\ndossier: 1\nid: first\ntitle: First\nlang: en\ntext: none\ntext-why: none\n---\n\n> Words.\n\n- Ada Lovelace knows Tick, Tock ^s0\n- Ada Lovelace memberOf Chess Club ^s1\n",
    )?;
    let settings = root().join("docs/formatters");
    for entry in fs::read_dir(settings)? {
        let entry = entry?;
        fs::copy(entry.path(), folder.path().join(entry.file_name()))?;
    }
    Ok(())
}

fn format(formatter: &Formatter, folder: &Sandbox) -> Result<(), Failed> {
    let quoted = folder.path().join("data/quoted");
    let apart = folder.path().join("quoted");
    if !formatter.keeps_all {
        fs::rename(&quoted, &apart)?;
    }
    let words = (formatter.command)();
    let mut command = Command::new(&words[0]);
    command.args(&words[1..]).current_dir(folder.path());
    let output = command.output()?;
    if !formatter.keeps_all {
        fs::rename(&apart, &quoted)?;
    }
    match output.status.code() {
        Some(0 | 1) => Ok(()),
        _ => Err(format!(
            "{}: {}",
            formatter.name,
            String::from_utf8_lossy(&output.stderr)
        )
        .into()),
    }
}

fn run(mut command: Command) -> Result<String, Failed> {
    let output = command.output()?;
    if !output.status.success() {
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8_lossy(&said)
            .chars()
            .take(3000)
            .collect::<String>();
        return Err(format!("{command:?} fails: {said}").into());
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// What a project says: its quads, but for those about the files themselves, and its diagnostics.
fn said(folder: &Sandbox) -> Result<BTreeSet<String>, Failed> {
    let checked = folder.citable(&["check", "--format", "json"]).output()?;
    let is_sound = checked.status.success();
    let checked: serde_json::Value = serde_json::from_slice(&checked.stdout)?;
    if !is_sound {
        let told = checked["diagnostics"].as_array().into_iter().flatten();
        let errors = told.filter(|read| read["severity"] == "error");
        let shown: Vec<String> = errors
            .take(12)
            .map(|read| {
                format!(
                    "{} {} {}",
                    read["path"], read["start"]["line"], read["message"]
                )
            })
            .collect();
        return Err(format!("the project has errors:\n{}", shown.join("\n")).into());
    }
    run(folder.citable(&["build"]))?;
    let quads = run(folder.citable(&["export", "--form", "rdf12", "--format", "nquads"]))?;
    let quads = quads
        .lines()
        .filter(|line| !line.contains("ns#sha256>"))
        .map(str::to_owned);
    let mut diagnostics: BTreeMap<String, usize> = BTreeMap::new();
    for read in checked["diagnostics"].as_array().into_iter().flatten() {
        let diagnostic = format!("{} {} {}", read["path"], read["rule"], read["message"]);
        *diagnostics.entry(diagnostic).or_default() += 1;
    }
    let diagnostics = diagnostics
        .into_iter()
        .map(|(line, count)| format!("{count}× {line}"));
    Ok(quads.chain(diagnostics).collect())
}

/// Whether the same is said. Where spaces side by side became one, an exact quotation is one but for white space.
fn compare(
    what: &str,
    before: &BTreeSet<String>,
    after: &BTreeSet<String>,
    strict: bool,
) -> Result<(), Failed> {
    let lenient = |said: &BTreeSet<String>| -> BTreeSet<String> {
        said.iter()
            .map(|line| match strict {
                true => line.clone(),
                false => line.replace("\"exact\"", "\"white-space\""),
            })
            .collect()
    };
    let (before, after) = (lenient(before), lenient(after));
    let gone: Vec<&String> = before.difference(&after).take(8).collect();
    let new: Vec<&String> = after.difference(&before).take(8).collect();
    if gone.is_empty() && new.is_empty() {
        return Ok(());
    }
    Err(format!("after {what} something else is said.\nno longer: {gone:#?}\nnew: {new:#?}").into())
}

/// How many dossiers have the same quotations, anchors and bullets, byte for byte, in two folders. Prose is each
/// formatter's own.
fn same_files(one: &Path, other: &Path) -> std::io::Result<usize> {
    let ours = |path: &Path| -> std::io::Result<Vec<String>> {
        let text = fs::read_to_string(path)?;
        let is_ours =
            |line: &&str| line.starts_with(['>', '-', '^', '(']) || line.starts_with("  ");
        let lines = text.lines().filter(is_ours);
        Ok(lines
            .filter(|line| *line != "---")
            .map(str::to_owned)
            .collect())
    };
    let mut same = 0;
    for folder in ["data/plain", "data/quoted"] {
        for entry in fs::read_dir(one.join(folder))? {
            let path = entry?.path();
            if path.is_file() {
                let theirs = other.join(path.strip_prefix(one).expect("it is in the folder"));
                same += usize::from(ours(&path)? == ours(&theirs)?);
            }
        }
    }
    Ok(same)
}
