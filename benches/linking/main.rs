//! How well and how fast names are linked, beside other tools.
//!
//! `cargo bench --bench linking` makes a million labels of real names and 10,000 noisy names, and has citable and the tools
//! that are installed answer them one after the other, each in a process of its own; then it links the gold sets. Sizes and parts are
//! chosen by the environment:
//!
//! | variable | what it is |
//! |---|---|
//! | `CITABLE_LINKING_LABELS` | how many labels; 1000000 |
//! | `CITABLE_LINKING_NAMES` | how many noisy names; 10000 |
//! | `CITABLE_LINKING_ONLY` | parts of the names of what to run, with commas: `citable`, a tool, `gold`, `fit`; all but `fit` |
//!
//! `benches/others/linking/install` gets the lists, the gold sets and the tools. What is not there is told and left out.

mod calibration;
mod fit;
mod gold;
mod noise;
mod others;
mod ours;
#[path = "../compare/process.rs"]
mod process;
#[path = "../support/random.rs"]
mod random;
mod recall;
mod synthetic;

use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::Command;

use calibration::Calibration;
use fit::Example;
use gold::{Asked, Gold};
use process::Usage;
use recall::Recall;

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, task, folder] = arguments.as_slice() {
        let folder = Path::new(folder);
        match task.as_str() {
            "--make" => return make(folder),
            "--build" => return ours::run(folder, false),
            "--saved" => return ours::run(folder, true),
            _ => {}
        }
    }
    let folder = tempfile::tempdir()?;
    synthetic(folder.path())?;
    let sets = Gold::all(&others::installed().join("gold"))?;
    if sets.is_empty() {
        println!("no gold sets: benches/others/linking/install gets them");
    }
    if is_wanted("gold", true) {
        judge(&sets, folder.path())?;
    }
    if is_wanted("fit", false) {
        print_fit(&sets, folder.path())?;
    }
    Ok(())
}

/// Whether a part is to run.
fn is_wanted(name: &str, by_default: bool) -> bool {
    match std::env::var("CITABLE_LINKING_ONLY") {
        Ok(only) => only.split(',').any(|part| name.contains(part.trim())),
        Err(_) => by_default,
    }
}

fn size(variable: &str, by_default: usize) -> Outcome<usize> {
    match std::env::var(variable) {
        Ok(size) => Ok(size
            .parse()
            .map_err(|error| format!("{variable}: {error}"))?),
        Err(_) => Ok(by_default),
    }
}

// --- Speed, memory and recall ---------------------------------------------------------------------

/// Makes the labels and the noisy names.
fn make(folder: &Path) -> Outcome<()> {
    let lists = synthetic::Lists::read(&others::installed())?;
    let (labels, names) = sizes()?;
    synthetic::write(&lists, labels, names, folder)
}

fn sizes() -> Outcome<(usize, usize)> {
    Ok((
        size("CITABLE_LINKING_LABELS", 1_000_000)?,
        size("CITABLE_LINKING_NAMES", 10_000)?,
    ))
}

/// One contender after the other on the same labels and names.
fn synthetic(folder: &Path) -> Outcome<()> {
    const OURS: &[(&str, &str)] = &[
        ("citable, index built", "--build"),
        ("citable, index saved", "--saved"),
    ];
    let contenders = OURS
        .iter()
        .map(|(name, _)| name)
        .chain(others::TOOLS.iter().map(|(name, _)| name));
    if !contenders.into_iter().any(|name| is_wanted(name, true)) {
        return Ok(());
    }
    let (labels, names) = sizes()?;
    if !others::installed().join("places.tsv").is_file() {
        println!("no lists of names: benches/others/linking/install gets them");
        return Ok(());
    }
    // In a process of its own, as a process that is started counts the memory of the one that starts it.
    let made = Command::new(std::env::current_exe()?)
        .arg("--make")
        .arg(folder)
        .status()?;
    if !made.success() {
        return Err("the labels could not be made".into());
    }
    println!(
        "{labels} labels, {names} noisy names; load of the machine before: {}",
        load()
    );
    println!("| | time | × | peak memory | recall@1 | recall@5 |\n|---|---|---|---|---|---|");
    let mut first = None;
    let mut kinds = None;
    for (name, task) in OURS.iter().filter(|(name, _)| is_wanted(name, true)) {
        let mut command = Command::new(std::env::current_exe()?);
        command.arg(task).arg(folder);
        let recall = measure(name, &mut command, folder, &mut first)?;
        kinds = recall.or(kinds);
    }
    for (name, script) in others::TOOLS
        .iter()
        .filter(|(name, _)| is_wanted(name, true))
    {
        match others::command(script, folder) {
            Some(mut command) => {
                measure(name, &mut command, folder, &mut first)?;
            }
            None => println!("| {name} | not installed | | | | |"),
        }
    }
    if let Some(kinds) = kinds {
        println!(
            "\ncitable by the kind of noise:\n| noise | names | recall@1 | recall@5 |\n|---|---|---|---|"
        );
        for (kind, recall) in kinds {
            let (one, five) = recall.shares();
            println!("| {kind} | {} | {one:.3} | {five:.3} |", recall.names);
        }
    }
    Ok(())
}

type Kinds = std::collections::BTreeMap<String, Recall>;

/// Runs one contender and prints its line.
fn measure(
    name: &str,
    command: &mut Command,
    folder: &Path,
    first: &mut Option<f64>,
) -> Outcome<Option<Kinds>> {
    let answers = folder.join("answers.tsv");
    if answers.exists() {
        fs::remove_file(&answers)?;
    }
    match process::run(command, &folder.join("errors"))? {
        Ok(Usage { seconds, peak }) => {
            let (all, kinds) = Recall::read(folder)?;
            let (one, five) = all.shares();
            let ratio = seconds / *first.get_or_insert(seconds);
            let peak = peak / 1024;
            println!(
                "| {name} | {seconds:.2} s | {ratio:.1} | {peak} MiB | {one:.4} | {five:.4} |"
            );
            Ok(Some(kinds))
        }
        Err(failure) => {
            println!("| {name} | {failure} | | | | |");
            Ok(None)
        }
    }
}

/// How many processes wanted to run in the last minute, where the system says it.
fn load() -> String {
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    load.split(' ').next().unwrap_or_default().to_owned()
}

// --- Gold sets ------------------------------------------------------------------------------------

/// The halves of a set: weights are fitted to one, and judged on the other.
fn is_training(asked: &&Asked) -> bool {
    asked.place.is_multiple_of(2)
}

fn judge(sets: &[Gold], folder: &Path) -> Outcome<()> {
    println!(
        "\n| gold set | sizes | true pairs | precision | recall | F1 | true pairs left to a person |\n|---|---|---|---|---|---|---|"
    );
    let mut calibration = Calibration::default();
    for set in sets {
        let asked = set.ask(folder)?;
        let judged: Vec<&Asked> = asked.iter().filter(|asked| !is_training(asked)).collect();
        let quality = set.quality(judged.iter().copied());
        calibration.add(&judged);
        println!(
            "| {} | {} | {} | {:.3} | {:.3} | {:.3} | {} |",
            set.name,
            set.sizes(),
            quality.truths,
            quality.precision(),
            quality.recall(),
            quality.f1(),
            quality.waiting
        );
    }
    calibration.print();
    Ok(())
}

fn print_fit(sets: &[Gold], folder: &Path) -> Outcome<()> {
    let mut examples = Vec::new();
    for (number, set) in sets.iter().enumerate() {
        let asked = set.ask(folder)?;
        let half: Vec<&Asked> = asked.iter().filter(is_training).collect();
        let count: usize = half.iter().map(|asked| asked.scores.len()).sum();
        for asked in half {
            let pairs = asked.scores.iter().zip(&asked.truths);
            examples.extend(pairs.map(|(score, truth)| {
                Example::new(score, *truth, 1000.0 / count.max(1) as f64, number)
            }));
        }
    }
    println!("\nweights fitted to the other halves:");
    for (name, weight) in fit::fit(&examples) {
        println!("{name}: {weight:.2}");
    }
    Ok(())
}
