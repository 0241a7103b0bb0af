//! The change of one line: the year since when something holds, in one statement of the project.
//!
//! Every edit writes another year, so that each run finds a change; the file keeps its length.

use std::fs::{self, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// A year in a file.
pub struct Edit {
    file: PathBuf,
    offset: u64,
    edits: usize,
}

impl Edit {
    /// The first year in the project that may be any.
    pub fn find(project: &Path) -> io::Result<Option<Self>> {
        for (folder, offset) in [
            ("data/tables", in_table as fn(&str) -> _),
            ("data/dossiers", in_dossier),
        ] {
            let Ok(entries) = fs::read_dir(project.join(folder)) else {
                continue; // of another layout
            };
            let file = entries
                .map(|entry| Ok(entry?.path()))
                .collect::<io::Result<Vec<_>>>()?
                .into_iter()
                .min();
            let Some(file) = file else { continue };
            if let Some(offset) = offset(&fs::read_to_string(&file)?) {
                return Ok(Some(Self {
                    file,
                    offset: offset as u64,
                    edits: 0,
                }));
            }
        }
        Ok(None)
    }

    pub fn again(&mut self) -> io::Result<()> {
        let mut file = OpenOptions::new().write(true).open(&self.file)?;
        file.seek(SeekFrom::Start(self.offset))?;
        write!(file, "{}", 1950 + self.edits % 50)?;
        self.edits += 1;
        Ok(())
    }
}

/// Where the first cell of `since` begins with a year, in a row that says no end.
fn in_table(text: &str) -> Option<usize> {
    let header: Vec<&str> = text.lines().next()?.split('\t').collect();
    let column = |name| header.iter().position(|column| *column == name);
    let (since, until) = (column("since")?, column("until")?);
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let cells: Vec<&str> = line.split('\t').collect();
        let is_whole = cells.len() == header.len() && !line.contains('"');
        if is_whole && cells[until].is_empty() && begins_with_year(cells[since]) {
            let before: usize = cells[..since].iter().map(|cell| cell.len() + 1).sum();
            return Some(start + before);
        }
        start += line.len();
    }
    None
}

/// Where a year follows the first `since`, in a line that says no end.
fn in_dossier(text: &str) -> Option<usize> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let year = line.find(" since ").map(|at| at + " since ".len());
        let is_statement = line.starts_with("- ") && !line.contains(" until ");
        if let Some(year) = year.filter(|&year| is_statement && begins_with_year(&line[year..])) {
            return Some(start + year);
        }
        start += line.len();
    }
    None
}

fn begins_with_year(text: &str) -> bool {
    text.len() >= 4 && text.bytes().take(4).all(|byte| byte.is_ascii_digit())
}
