//! How long coverage takes of a large text with many quotations, as whole processes.
//!
//! `cargo bench --bench coverage`: a text of five megabytes with a thousand quotations; or `-- BYTES QUOTATIONS`. `check`
//! stands beside it, since coverage checks the project first. Nothing is asserted: the figures are for reading.

#[path = "support/measure.rs"]
mod measure;

use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use measure::Times;

/// How often each command is run.
const RUNS: usize = 5;

const COMMANDS: &[&[&str]] = &[
    &["check", "--format", "json"],
    &["coverage"],
    &["coverage", "--format", "json"],
    &["coverage", "--format", "lcov"],
    &["coverage", "--format", "html"],
];

fn main() -> Result<(), Box<dyn Error>> {
    let numbers = std::env::args()
        .skip(1)
        .filter(|argument| argument != "--bench");
    let numbers: Vec<usize> = numbers
        .map(|number| number.parse())
        .collect::<Result<_, _>>()?;
    let [bytes, quotations] = numbers[..].try_into().unwrap_or([5_000_000, 1_000]);
    let folder = tempfile::tempdir()?;
    project(folder.path(), bytes, quotations)?;
    println!("{bytes} bytes, {quotations} quotations");
    println!(
        "{:<24} {:>9} {:>9} {:>9}   of {RUNS} runs",
        "citable …", "median", "least", "most"
    );
    for command in COMMANDS {
        let mut times = Times::default();
        for _ in 0..RUNS {
            let start = Instant::now();
            let status = Command::new(env!("CARGO_BIN_EXE_citable"))
                .args(*command)
                .current_dir(folder.path())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status()?;
            times.add(start.elapsed().as_secs_f64());
            assert!(status.success(), "{command:?}");
        }
        let [median, least, most] = [times.median(), times.least(), times.most()];
        println!(
            "{:<24} {median:>7.2} s {least:>7.2} s {most:>7.2} s",
            command.join(" ")
        );
    }
    Ok(())
}

/// A project with a text of so many bytes, of which so many sentences are quoted, spread over all of it.
fn project(root: &Path, bytes: usize, quotations: usize) -> Result<(), Box<dyn Error>> {
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/base");
    for folder in ["ontology", "data/sources"] {
        fs::create_dir_all(root.join(folder))?;
    }
    for file in [
        "citable.toml",
        "ontology/case.ttl",
        "data/people.entities.md",
    ] {
        fs::copy(base.join(file), root.join(file))?;
    }
    let sentences = sentences(bytes);
    let paragraphs: Vec<String> = sentences.chunks(6).map(|chunk| chunk.join("\n")).collect();
    fs::write(root.join("data/sources/large.txt"), paragraphs.join("\n\n"))?;
    let mut dossier =
        "---\ndossier: 1\nid: large\ntitle: Large\nlang: en\ntext: sources/large.txt\n---\n"
            .to_owned();
    let step = (sentences.len() / quotations.max(1)).max(1);
    for (number, sentence) in sentences.iter().step_by(step).take(quotations).enumerate() {
        dossier.push_str(&format!(
            "\n> {sentence}\n\n- Ada knows Bob; confidence 0.{number}\n"
        ));
    }
    Ok(fs::write(root.join("data/large.dossier.md"), dossier)?)
}

/// Sentences of made-up words, each with its number; one in fifty names an entity.
fn sentences(bytes: usize) -> Vec<String> {
    let mut state: u64 = 0x9E37_79B9_7F4A_7C15;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 16) as usize % below
    };
    let mut sentences = Vec::new();
    let mut size = 0;
    while size < bytes {
        let who = if random(50) == 0 {
            "Ada of Rome"
        } else {
            "Somebody"
        };
        let mut sentence = format!("{who} said");
        for _ in 0..6 + random(18) {
            sentence.push(' ');
            for _ in 0..2 + random(7) {
                sentence.push(char::from(b'a' + random(26) as u8));
            }
        }
        sentence.push_str(&format!(" {}.", sentences.len()));
        size += sentence.len() + 1;
        sentences.push(sentence);
    }
    sentences
}
