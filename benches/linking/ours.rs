//! What citable does with the labels and the noisy names, as a process of its own, so that its memory can be measured.

use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::time::Instant;

use citable::link::index::{Builder, Index};

use crate::Outcome;

/// How many records are named for each name.
pub const ANSWERS: usize = 5;

/// Builds the index, if it isn't to be one that is saved, and answers all names; says on standard error how long each took.
pub fn run(folder: &Path, saved: bool) -> Outcome<()> {
    let path = folder.join("names.index");
    let start = Instant::now();
    let index = if saved {
        Index::open(&path)?
    } else {
        build(folder, &path)?
    };
    let built = start.elapsed();
    let queries = fs::read_to_string(folder.join("queries.tsv"))?;
    let names: Vec<&str> = queries
        .lines()
        .filter_map(|line| line.splitn(3, '\t').nth(2))
        .collect();
    let found = index.candidates_of(&names, ANSWERS);
    let mut text = String::new();
    for candidates in found {
        let records: Vec<String> = candidates
            .iter()
            .map(|found| found.record.to_string())
            .collect();
        writeln!(text, "{}", records.join("\t"))?;
    }
    fs::write(folder.join("answers.tsv"), text)?;
    eprintln!(
        "index {:.2} s, all {:.2} s",
        built.as_secs_f64(),
        start.elapsed().as_secs_f64()
    );
    Ok(())
}

fn build(folder: &Path, path: &Path) -> Outcome<Index> {
    let mut builder = Builder::new(path)?;
    let mut labels = BufReader::new(fs::File::open(folder.join("labels.tsv"))?);
    let mut line = String::new();
    while labels.read_line(&mut line)? > 0 {
        if let Some((record, label)) = line.trim_end_matches('\n').split_once('\t') {
            builder.add(record.parse()?, label)?;
        }
        line.clear();
    }
    Ok(builder.finish()?)
}
