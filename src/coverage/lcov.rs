//! Coverage as a tracefile of [LCOV](https://man7.org/linux/man-pages/man1/geninfo.1.html#FILES): stored texts as
//! files, so that tools which show the coverage of programs show that of sources.
//!
//! A line is instrumented if a letter of a sentence stands in it. Its count is that of the sentence on it which is
//! least read: how many statements rest on that sentence, 1 if it is dismissed, 0 if it is not read.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::{Coverage, Note, Sentence, Standing, Text};

pub fn write(coverage: &Coverage) -> String {
    let mut out = String::new();
    for source in &coverage.sources {
        let Text::Stored {
            path,
            content,
            sentences,
        } = &source.text
        else {
            continue;
        };
        let lines = counts(content, sentences, &source.notes);
        let hit = lines.values().filter(|count| **count > 0).count();
        let _ = writeln!(out, "TN:{}\nSF:{path}", source.id.replace('-', "_"));
        for (line, count) in &lines {
            let _ = writeln!(out, "DA:{line},{count}");
        }
        let _ = writeln!(out, "LF:{}\nLH:{hit}\nend_of_record", lines.len());
    }
    out
}

/// Of each line with letters of a sentence its count.
fn counts(text: &str, sentences: &[Sentence], notes: &[Note]) -> BTreeMap<usize, usize> {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for sentence in sentences {
        let count = count(sentence, notes);
        let lines = text[sentence.bytes.clone()].split('\n');
        for (line, words) in (sentence.lines.0..).zip(lines) {
            if words.contains(char::is_alphanumeric) {
                let known = counts.entry(line).or_insert(count);
                *known = count.min(*known);
            }
        }
    }
    counts
}

fn count(sentence: &Sentence, notes: &[Note]) -> usize {
    match sentence.standing {
        Standing::Stated => {
            let notes = sentence.notes.iter().map(|&note| &notes[note]);
            let said = notes.flat_map(|note| &note.said);
            said.filter(|said| !said.draft).count()
        }
        Standing::Dismissed => 1,
        Standing::Draft | Standing::Quoted | Standing::Untouched => 0,
    }
}
