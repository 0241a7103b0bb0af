//! Rows of tables of other tools, with the line that each stands on.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

use csv::{ReaderBuilder, StringRecord};

use crate::import::{ImportError, Source};

/// How a table is written.
#[derive(Clone, Copy)]
pub struct Dialect {
    pub delimiter: u8,
    /// Whether cells may stand in quotation marks.
    pub quoting: bool,
}

/// A row under its header.
pub struct Row<'a> {
    names: &'a [String],
    cells: &'a StringRecord,
    pub line: u64,
}

impl Row<'_> {
    /// The cell of a column, if it says something.
    pub fn get(&self, name: &str) -> Option<&str> {
        let at = self.names.iter().position(|known| known == name)?;
        let cell = self.cells.get(at)?.trim();
        (!cell.is_empty()).then_some(cell)
    }

    /// All cells that say something, with the names of their columns.
    pub fn cells(&self) -> impl Iterator<Item = (&str, &str)> {
        let names = self.names.iter().map(String::as_str);
        let cells = names.zip(self.cells.iter().map(str::trim));
        cells.filter(|(_, cell)| !cell.is_empty())
    }
}

/// Reads a table from its header on. `rename` says what a column of the header is called.
pub fn each(
    source: &Source,
    dialect: Dialect,
    rename: impl Fn(&str) -> String,
    required: &[&str],
    mut visit: impl FnMut(Row) -> Result<(), ImportError>,
) -> Result<(), ImportError> {
    let mut builder = ReaderBuilder::new();
    builder
        .delimiter(dialect.delimiter)
        .quoting(dialect.quoting)
        .flexible(true)
        .has_headers(true);
    let is_open = Rc::new(Cell::new(false));
    let marks = Marks {
        inner: source.open()?,
        is_open: Rc::clone(&is_open),
    };
    let mut reader = builder.from_reader(marks);
    let wrong = |error: csv::Error| of_csv(source, &error);
    let header = reader.headers().map_err(wrong)?;
    let names: Vec<String> = header
        .iter()
        .map(|name| rename(name.trim_start_matches('\u{FEFF}').trim()))
        .collect();
    require(source, &names, required)?;
    let mut cells = StringRecord::new();
    while reader.read_record(&mut cells).map_err(wrong)? {
        let line = cells.position().map_or(0, csv::Position::line);
        if cells.len() != names.len() {
            let message = format!(
                "this row has {} cells, and the header {}",
                cells.len(),
                names.len()
            );
            return Err(source.wrong(line, message));
        }
        visit(Row {
            names: &names,
            cells: &cells,
            line,
        })?;
    }
    // The parser takes a table that was cut off in a quoted cell for a whole one.
    if dialect.quoting && is_open.get() {
        let message = "a quotation mark is never closed, or stands in a cell without being doubled";
        return Err(source.wrong_at("its end", message.to_owned()));
    }
    Ok(())
}

/// Lets bytes through, and knows whether a quotation mark is open after them.
struct Marks<R> {
    inner: R,
    is_open: Rc<Cell<bool>>,
}

impl<R: Read> Read for Marks<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        for &byte in &buffer[..count] {
            if byte == b'"' {
                self.is_open.set(!self.is_open.get());
            }
        }
        Ok(count)
    }
}

fn require(source: &Source, names: &[String], required: &[&str]) -> Result<(), ImportError> {
    let missing: Vec<&str> = required
        .iter()
        .filter(|name| !names.iter().any(|known| known == *name))
        .copied()
        .collect();
    match missing.as_slice() {
        [] => Ok(()),
        missing => {
            let message = format!(
                "the header has no column `{}`; it has `{}`",
                missing.join("`, `"),
                names.join("`, `")
            );
            Err(source.wrong(1, message))
        }
    }
}

fn of_csv(source: &Source, error: &csv::Error) -> ImportError {
    let line = error.position().map_or(1, csv::Position::line);
    match error.kind() {
        csv::ErrorKind::Utf8 { .. } => source.wrong(line, "this row is not UTF-8".to_owned()),
        csv::ErrorKind::Io(cause) => source.failed(cause),
        _ => source.wrong(line, error.to_string()),
    }
}

/// The longest line that is read: beyond it, a file is none of lines.
const LONGEST: u64 = 64 << 20;

/// Reads a file line by line, without their ends.
pub fn lines(
    source: &Source,
    mut visit: impl FnMut(u64, &str) -> Result<(), ImportError>,
) -> Result<(), ImportError> {
    use std::io::{BufRead, BufReader};
    let mut reader = BufReader::new(source.open()?);
    let mut bytes = Vec::new();
    for number in 1.. {
        bytes.clear();
        let mut bounded = Read::take(&mut reader, LONGEST + 1);
        let read = bounded.read_until(b'\n', &mut bytes);
        if read.map_err(|cause| source.failed(&cause))? == 0 {
            break;
        }
        if bytes.len() as u64 > LONGEST {
            let message = format!("this line is longer than {} MiB", LONGEST >> 20);
            return Err(source.wrong(number, message));
        }
        let Ok(line) = std::str::from_utf8(&bytes) else {
            return Err(source.wrong(number, "this line is not UTF-8".to_owned()));
        };
        let line = match number {
            1 => line.trim_start_matches('\u{FEFF}'),
            _ => line,
        };
        visit(number, line.trim_end_matches(['\n', '\r']))?;
    }
    Ok(())
}
