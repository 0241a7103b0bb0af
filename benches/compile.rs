//! How long it takes to check and to build projects of several sizes, beside Oxigraph's loader on the same quads.
//!
//! `cargo bench --bench compile`, or with sizes: `cargo bench --bench compile -- 1000 10000`. The projects are
//! generated; `-- --generate 10000 FOLDER` writes one to keep (with `tables` or `mixed`
//! after it, in that layout). Every figure is of a process of its own, so that none inherits memory or warm caches of another;
//! the kinds take turns, so that a machine that slows down slows all of them. Nothing is asserted: the figures
//! are for reading, and `docs/performance.md` says how.

mod support;

use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use citable::compile::{self, Options};
use citable::store::{Build, Lock};
use oxigraph::io::RdfFormat;
use oxigraph::store::Store;
use support::generate::{self, Layout, Size};
use support::measure::Times;

type Outcome<T> = Result<T, Box<dyn Error>>;

const SIZES: &[usize] = &[1_000, 10_000, 100_000];

/// Where the N-Quads are that are loaded.
const QUADS: &str = "all.nq";

/// What is timed.
const KINDS: &[&str] = &["check", "build", "load"];
const CHECK: usize = 0;
const BUILD: usize = 1;
const LOAD: usize = 2;

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| argument != "--bench")
        .collect();
    if let [option, argument, root, rest @ ..] = arguments.as_slice() {
        let root = Path::new(root);
        match option.as_str() {
            "--one" => return one(argument, root),
            "--generate" => {
                let layout = rest.first().map_or("dossiers", String::as_str);
                return Ok(generate::project(root, argument.parse()?, layout.parse()?).map(drop)?);
            }
            _ => {}
        }
    }
    let sizes: Vec<usize> = arguments
        .iter()
        .map(|size| size.parse())
        .collect::<Result<_, _>>()?;
    let sizes = if sizes.is_empty() { SIZES } else { &sizes };
    for &statements in sizes {
        report(statements)?;
    }
    Ok(())
}

// --- One process ----------------------------------------------------------------------------------

/// Times one thing, and prints the seconds of it, those of the compilation in it, and the peak of memory in KiB.
fn one(kind: &str, root: &Path) -> Outcome<()> {
    let start = Instant::now();
    match kind {
        "check" => drop(compile::check(root, None, &|_| ())?),
        "build" => drop(build(root)?),
        _ => return load(root),
    }
    print(start)
}

/// Builds anew.
fn build(root: &Path) -> Outcome<Build> {
    let lock = Lock::take(root, || ())?;
    let run = compile::build(root, &lock, None, Options::default(), &|_| ())?;
    Ok(run.build.ok_or("the generated project has errors")?)
}

/// Fills an in-memory store from the N-Quads of the build.
fn load(root: &Path) -> Outcome<()> {
    let quads = fs::read(root.join(QUADS))?;
    let start = Instant::now();
    let store = Store::new()?;
    let mut loader = store.bulk_loader();
    loader.load_from_slice(RdfFormat::NQuads, &quads)?;
    loader.commit()?;
    print(start)
}

fn print(start: Instant) -> Outcome<()> {
    println!("{} {}", start.elapsed().as_secs_f64(), peak());
    Ok(())
}

/// The most memory that this process had, in KiB; 0 where the system doesn't say.
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok())
        .unwrap_or(0)
}

// --- All processes --------------------------------------------------------------------------------

/// What the processes of one kind said.
#[derive(Default)]
struct Measured {
    whole: Times,
    peak: u64,
}

fn report(statements: usize) -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let root = folder.path();
    let size = generate::project(root, statements, Layout::Dossiers)?;
    let built = build(root)?;
    built.write_nquads(None, &mut fs::File::create(root.join(QUADS))?)?;
    let rounds = if statements > 20_000 { 3 } else { 7 };
    let mut measured: Vec<Measured> = KINDS.iter().map(|_| Measured::default()).collect();
    for _ in 0..rounds {
        for (kind, measured) in KINDS.iter().zip(&mut measured) {
            run(kind, root, measured)?;
        }
    }
    show(
        statements,
        rounds,
        &size,
        &fs::read(root.join(QUADS))?,
        &measured,
    );
    Ok(())
}

fn run(kind: &str, root: &Path, measured: &mut Measured) -> Outcome<()> {
    let output = Command::new(std::env::current_exe()?)
        .arg("--one")
        .arg(kind)
        .arg(root)
        .output()?;
    let text = String::from_utf8(output.stdout)?;
    let numbers: Vec<&str> = text.split_whitespace().collect();
    let [whole, peak] = numbers.as_slice() else {
        return Err(format!("{kind}: {}", String::from_utf8_lossy(&output.stderr)).into());
    };
    measured.whole.add(whole.parse()?);
    measured.peak = measured.peak.max(peak.parse()?);
    Ok(())
}

fn show(statements: usize, rounds: usize, size: &Size, quads: &[u8], measured: &[Measured]) {
    let lines = quads.iter().filter(|&&byte| byte == b'\n').count();
    println!(
        "{statements} statements, {} dossiers, {} entities, {:.1} MB of sources; {lines} quads, {:.1} MB of N-Quads; medians of {rounds}",
        size.dossiers,
        size.entities,
        size.sources as f64 / 1e6,
        quads.len() as f64 / 1e6,
    );
    let load = measured[LOAD].whole.median();
    let line = |name: &str, times: &Times, peak: u64| {
        let median = times.median();
        println!(
            "  {name:<18} {:>9.1} ms {:>9.2} µs/statement {:>7.2} × load {:>6} MiB   ({:.1} to {:.1} ms)",
            median * 1e3,
            median * 1e6 / statements as f64,
            median / load,
            peak / 1024,
            times.least() * 1e3,
            times.most() * 1e3,
        );
    };
    line("check", &measured[CHECK].whole, measured[CHECK].peak);
    line(
        "build, on disk",
        &measured[BUILD].whole,
        measured[BUILD].peak,
    );
    line(
        "Oxigraph's load",
        &measured[LOAD].whole,
        measured[LOAD].peak,
    );
}
