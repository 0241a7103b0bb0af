//! What was measured, as Markdown.

use std::fs::File;
use std::io::{BufRead, BufReader};

use super::Outcome;
use super::field::{self, Field};
use super::groups::{Group, PAIRS};
use super::job::Job;
use super::process::Usage;
use super::support::measure::Times;

/// What one run of a job cost.
#[derive(Default)]
pub struct Run {
    seconds: f64,
    peak: u64,
    pub bytes: Option<u64>,
}

impl Run {
    /// Adds a process: time adds up, of the memory the most counts.
    pub fn add(&mut self, usage: &Usage) {
        self.seconds += usage.seconds;
        self.peak = self.peak.max(usage.peak);
    }
}

/// All runs of a job.
#[derive(Default)]
pub struct Measured {
    runs: usize,
    times: Times,
    peak: u64,
    bytes: Option<u64>,
    /// Why it could not be run.
    pub trouble: Option<String>,
}

impl Measured {
    pub fn new(trouble: Option<String>) -> Self {
        Self {
            trouble,
            ..Self::default()
        }
    }

    pub fn add(&mut self, run: Run) {
        self.runs += 1;
        self.times.add(run.seconds);
        self.peak = self.peak.max(run.peak);
        self.bytes = run.bytes;
    }

    /// The median, if it was run.
    fn median(&self) -> Option<f64> {
        let was_run = self.trouble.is_none() && self.runs > 0;
        was_run.then(|| self.times.median())
    }
}

/// What the jobs work on.
pub fn heading(field: &Field, rounds: usize) -> Outcome<()> {
    let quads = field.root.join("all.nq");
    let mut lines = 0;
    let mut reader = BufReader::new(File::open(&quads)?);
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line)? > 0 {
        lines += 1;
        line.clear();
    }
    println!(
        "## {} statements\n\nLayout {}; {} MB of files, {lines} quads, {} MB of N-Quads. Medians of {rounds}.",
        field.statements,
        field.layout.name(),
        megabytes(field::bytes(&field.project().join("data"))?),
        megabytes(field::bytes(&quads)?),
    );
    Ok(())
}

/// Says whether citable and Oxigraph gave the same answers, if both are among the jobs.
pub fn agreement(field: &Field, jobs: &[&Job], measured: &[Measured]) -> Outcome<()> {
    let runs = |name: &str| {
        let at = jobs.iter().position(|job| job.name == name)?;
        measured[at].trouble.is_none().then_some(jobs[at])
    };
    for (one, other) in PAIRS {
        let (Some(one), Some(other)) = (runs(one), runs(other)) else {
            continue;
        };
        let answers = [one.answer(field)?, other.answer(field)?];
        let [mine, theirs] = [rows(&answers[0]), rows(&answers[1])];
        if mine != theirs {
            let message = format!("`{}` and `{}` answer differently", one.name, other.name);
            return Err(format!("{message}:\n{mine:#?}\n{theirs:#?}").into());
        }
        println!(
            "\n`{}`: {} rows, as of the other.",
            one.name,
            mine.len() - 1
        );
    }
    Ok(())
}

/// The lines of a table, whose order says nothing.
fn rows(answer: &str) -> Vec<&str> {
    let mut rows: Vec<&str> = answer.lines().map(str::trim_end).collect();
    rows.sort_unstable();
    rows
}

/// A table for each group.
pub fn tables(groups: &[Group], jobs: &[&Job], measured: &[Measured]) {
    let of = |name: &str| {
        let at = jobs.iter().position(|job| job.name == name);
        &measured[at.expect("every row is of a job of the list")]
    };
    for group in groups {
        println!("\n### {}\n\n{}\n", group.title, group.about);
        println!("| job | median | least to most | ratio | of | peak | on disk |");
        println!("|---|---:|---:|---:|---|---:|---:|");
        for (name, to) in &group.rows {
            row(name, of(name), to, of(to).median());
        }
    }
    println!();
}

fn row(name: &str, job: &Measured, to: &str, yardstick: Option<f64>) {
    let Some(median) = job.median() else {
        let trouble = job.trouble.as_deref().unwrap_or("not run");
        println!("| {name} | – | | | | | {trouble} |");
        return;
    };
    let ratio = yardstick.map_or("–".to_owned(), |yardstick| figure(median / yardstick));
    let bytes = job
        .bytes
        .map_or("–".to_owned(), |bytes| megabytes(bytes) + " MB");
    println!(
        "| {name} | {} s | {} to {} | {ratio} | {to} | {} MB | {bytes} |",
        figure(median),
        figure(job.times.least()),
        figure(job.times.most()),
        megabytes(job.peak * 1024),
    );
}

/// A number with as many digits as say something.
fn figure(number: f64) -> String {
    match number {
        0.0..1.0 => format!("{number:.3}"),
        1.0..10.0 => format!("{number:.2}"),
        _ => format!("{number:.1}"),
    }
}

fn megabytes(bytes: u64) -> String {
    format!("{:.1}", bytes as f64 / 1e6)
}
