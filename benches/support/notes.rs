//! The notes on a source, in the two ways to take them: all in a dossier, or front matter alone and a facts table.

use std::fmt::Write;

use super::chronicle::{Chronicle, Statement};
use super::reading::COLUMNS;

/// A dossier with quotations, and under each its statements.
pub fn dossier(chronicle: &Chronicle) -> String {
    let mut notes = front_matter(chronicle.number);
    let _ = write!(notes, "\n# Source {}\n\n", chronicle.number);
    for passage in &chronicle.passages {
        for line in passage.quotation.lines() {
            let _ = writeln!(notes, "> {line}");
        }
        if let Some((id, chapter)) = &passage.anchor {
            let _ = write!(notes, "\n^{id} ({chapter})\n");
        }
        notes.push('\n');
        for statement in &passage.statements {
            bullet(statement, &mut notes);
        }
        notes.push('\n');
    }
    notes
}

fn bullet(statement: &Statement, notes: &mut String) {
    let _ = write!(notes, "- {}", statement.reading.line());
    if let Some(id) = &statement.see {
        let _ = write!(notes, "; see ^{id}");
    }
    if let Some(id) = &statement.id {
        let _ = write!(notes, " ^{id}");
    }
    notes.push('\n');
}

/// What a dossier says of its source.
pub fn front_matter(number: usize) -> String {
    format!(
        "---\ndossier: 1\nid: source-{number}\ntitle: \"Source {number}: a chronicle\"\nlang: en\n\
         text: ../sources/s{number:04}.txt\npublished: 2024-01-15\ncurator: bench\n---\n"
    )
}

/// A statement a row; the statements of a quotation follow each other.
pub fn table(chronicle: &Chronicle) -> String {
    let source = format!("source-{}", chronicle.number);
    let mut table = COLUMNS.join("\t");
    table.push('\n');
    for passage in &chronicle.passages {
        let locator = passage.anchor.as_ref().map(|(_, chapter)| chapter.as_str());
        for statement in &passage.statements {
            table.push_str(&statement.reading.row([
                &source,
                &passage.quotation,
                locator.unwrap_or_default(),
                statement.id.as_deref().unwrap_or_default(),
            ]));
        }
    }
    table
}
