//! `citable fmt` on hostile dossiers: idempotent, the same said; and the same said still after other people's formatters
//! of Markdown (prettier, mdformat, rumdl) have run over the result, each by itself and one after the other.
//!
//! The dossiers are made up (`formatters/hostile.rs`), as many as `CITABLE_DOSSIERS` says, else 500. What they say is
//! compared as quads and diagnostics. A file that a formatter refuses stays as it was, and is counted.
//! `tests/readers/install` installs the formatters; one that is missing is skipped and said so, unless
//! `CITABLE_REQUIRE_READERS` is set: then it fails.

mod support;

#[path = "formatters/hostile.rs"]
mod hostile;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::thread;

use libtest_mimic::{Arguments, Completion, Failed, Trial};
use support::{Sandbox, root};

/// A formatter of Markdown, with the settings that `docs/editing.md` recommends.
struct Formatter {
    name: &'static str,
    is_installed: fn() -> bool,
    /// The command that formats the Markdown files in the folder `data`.
    command: fn() -> Vec<String>,
    /// The exit codes with which it has done what it can.
    fine: &'static [i32],
    /// Whether it keeps the backslash before a quotation mark in a string.
    keeps_all: bool,
}

/// One file in so many may be refused by a formatter.
const REFUSED: usize = 100;

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
        fine: &[0],
        keeps_all: true,
    },
    Formatter {
        name: "mdformat",
        is_installed: || target("venv/bin/mdformat").exists(),
        command: || {
            let script = root().join("tests/formatters/one_by_one.py");
            [target("venv/bin/python"), script, "data".into()]
                .map(|word| word.display().to_string())
                .to_vec()
        },
        fine: &[0],
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
        fine: &[0, 1], // 1: what it would have otherwise, and cannot mend
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
    let (installed, missing): (Vec<&Formatter>, Vec<&Formatter>) = FORMATTERS
        .iter()
        .partition(|formatter| (formatter.is_installed)());
    let start = Start {
        written: &written,
        before: &before,
        count,
    };
    thread::scope(|scope| {
        let mut running = vec![scope.spawn(|| start.chain(&installed))];
        // The first one of the chain is alone there.
        for formatter in installed.iter().skip(1) {
            running.push(scope.spawn(|| start.alone(formatter)));
        }
        let outcomes = running.into_iter().map(|it| it.join());
        let outcomes: Vec<_> = outcomes.collect();
        outcomes
            .into_iter()
            .try_for_each(|outcome| outcome.map_err(|_| Failed::from("a thread panics"))?)
    })?;
    if missing.is_empty() {
        return Ok(Completion::Completed);
    }
    let names: Vec<&str> = missing.iter().map(|formatter| formatter.name).collect();
    let message = format!(
        "not installed (tests/readers/install): {}",
        names.join(", ")
    );
    match std::env::var_os("CITABLE_REQUIRE_READERS") {
        Some(_) => Err(message.into()),
        None => Ok(Completion::ignored_with(format!(
            "skipped in part: {message}"
        ))),
    }
}

/// What `citable fmt` has written, and what was said before it.
struct Start<'a> {
    written: &'a Sandbox,
    before: &'a BTreeSet<String>,
    count: usize,
}

impl Start<'_> {
    fn alone(&self, formatter: &Formatter) -> Result<(), Failed> {
        let folder = Sandbox::new();
        folder.lay(self.written.path())?;
        self.step(formatter, "alone", &folder)
    }

    /// One formatter after the other, and `citable fmt` at the end.
    fn chain(&self, formatters: &[&Formatter]) -> Result<(), Failed> {
        let folder = Sandbox::new();
        folder.lay(self.written.path())?;
        for formatter in formatters {
            self.step(formatter, "after those before it", &folder)?;
        }
        run(folder.citable(&["fmt"]))?;
        let after = said(&folder)?;
        compare("citable fmt after them all", self.before, &after, false)?;
        let same = same_files(self.written.path(), folder.path())?;
        eprintln!(
            "citable fmt after them all: it brings back {same} of {}",
            self.count
        );
        Ok(())
    }

    fn step(&self, formatter: &Formatter, how: &str, folder: &Sandbox) -> Result<(), Failed> {
        let name = format!("{}, {how}", formatter.name);
        let refused = format(formatter, folder)?;
        let after = said(folder).map_err(|error| format!("{name}: {error:?}"))?;
        compare(&name, self.before, &after, false)?;
        let same = same_files(self.written.path(), folder.path())?;
        eprintln!(
            "{name}: in {same} of {} dossiers every byte of quotations and bullets is the same",
            self.count
        );
        let mut by_reason: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for Refusal { path, why } in &refused {
            by_reason.entry(why).or_default().push(path);
        }
        for (why, paths) in by_reason {
            let (count, first) = (paths.len(), paths[0]);
            eprintln!("{name}: it refuses {count} of them, such as {first}: {why}");
        }
        match refused.len() * REFUSED > self.count.max(REFUSED) {
            true => Err(format!("{name}: it refuses {} files", refused.len()).into()),
            false => Ok(()),
        }
    }
}

/// A file that a formatter doesn't format, and why.
#[derive(serde::Deserialize)]
struct Refusal {
    path: String,
    why: String,
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

/// Runs a formatter over a project; the files that it refuses, if it tells them.
fn format(formatter: &Formatter, folder: &Sandbox) -> Result<Vec<Refusal>, Failed> {
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
    let is_fine = |code| formatter.fine.contains(&code);
    if !output.status.code().is_some_and(is_fine) {
        let told = String::from_utf8_lossy(&output.stderr);
        return Err(format!("{}: {told}", formatter.name).into());
    }
    let told = String::from_utf8_lossy(&output.stdout);
    let refused = told.lines().filter(|line| line.starts_with('{'));
    let refused = refused.map(serde_json::from_str);
    Ok(refused.collect::<Result<_, _>>()?)
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
