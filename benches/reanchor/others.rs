//! The same cases, given to libraries for annotations on the web. They know places and nothing else, so what they find is
//! read kindly: the same words at a place are the same or moved, other words there have changed, and nothing is gone.

use std::error::Error;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::Case;
use crate::score::{Fate, Score, Verdict};

const LIBRARIES: [&str; 2] = ["dom-anchor-text-quote", "@apache-annotator/selector"];

/// How each library does, if it is installed.
pub fn scores(cases: &[Case]) -> Result<Vec<(String, Score)>, Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let modules = root.join("target/others/npm");
    let mut scores = Vec::new();
    for library in LIBRARIES {
        if !modules.join("node_modules").join(library).is_dir() {
            println!("{library} is not installed: benches/others/install does that\n");
            continue;
        }
        let folder = tempfile::tempdir()?;
        let input = folder.path().join("cases");
        write(cases, &input)?;
        let start = Instant::now();
        let mut child = Command::new("node")
            .arg(root.join("benches/others/reanchor.mjs"))
            .args([library.as_ref(), modules.as_os_str()])
            .stdin(File::open(&input)?)
            .stdout(Stdio::piped())
            .spawn()?;
        let output = child.stdout.take().ok_or("the output was asked for")?;
        let mut score = Score::default();
        for (case, line) in cases.iter().zip(BufReader::new(output).lines()) {
            let places: Vec<Option<(usize, usize)>> = serde_json::from_str(&line?)?;
            for (quotation, place) in case.quotations.iter().zip(places) {
                score.add(quotation.truth, verdict(case, quotation.place, place));
            }
        }
        score.seconds = start.elapsed().as_secs_f64();
        if !child.wait()?.success() {
            return Err(format!("{library} failed").into());
        }
        scores.push((library.to_owned(), score));
    }
    Ok(scores)
}

fn write(cases: &[Case], path: &Path) -> Result<(), Box<dyn Error>> {
    let mut out = BufWriter::new(fs::File::create(path)?);
    for case in cases {
        let quoted: Vec<(usize, usize)> = case
            .quotations
            .iter()
            .map(|quotation| quotation.place)
            .collect();
        let line = serde_json::json!({ "old": case.old, "now": case.new, "quoted": quoted });
        writeln!(out, "{line}")?;
    }
    Ok(())
}

fn verdict(case: &Case, old: (usize, usize), now: Option<(usize, usize)>) -> Verdict {
    let Some(place) = now else {
        return Verdict {
            fate: Fate::Gone,
            place: None,
        };
    };
    let words = |text: &str, (start, end): (usize, usize)| {
        let words: String = text
            .chars()
            .skip(start)
            .take(end.saturating_sub(start))
            .collect();
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let fate = match words(&case.old, old) == words(&case.new, place) {
        true if place == old => Fate::Same,
        true => Fate::Moved,
        false => Fate::Changed,
    };
    Verdict {
        fate,
        place: Some(place),
    }
}
