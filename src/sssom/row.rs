//! One row: as it was written, and what its cells say.

use std::borrow::Cow;
use std::ops::Range;

/// A row of a set.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// As it was written, with what stands before it since the row above; nothing once it was changed, or if it is new.
    pub raw: Option<String>,
    pub line: usize,
    /// What each cell says, and where it stands in the text that was read.
    pub cells: Vec<String>,
    pub places: Vec<Range<usize>>,
}

impl Row {
    /// A new row.
    pub fn new(width: usize) -> Row {
        Row {
            cells: vec![String::new(); width],
            ..Row::default()
        }
    }

    /// Where it stands.
    pub fn place(&self) -> Range<usize> {
        match (self.places.first(), self.places.last()) {
            (Some(first), Some(last)) => first.start..last.end,
            _ => 0..0,
        }
    }

    pub fn set(&mut self, column: usize, value: &str) {
        self.widen(column + 1);
        value.clone_into(&mut self.cells[column]);
        self.raw = None;
    }

    /// Gives it empty cells up to a width.
    pub fn widen(&mut self, width: usize) {
        if self.cells.len() < width {
            self.cells.resize(width, String::new());
            self.raw = None;
        }
    }

    pub fn write(&self, newline: &str, text: &mut String) {
        match &self.raw {
            Some(raw) => text.push_str(raw),
            None => text.push_str(&line(&self.cells, newline)),
        }
    }
}

/// Cells as a line, with its end.
pub fn line(cells: &[String], newline: &str) -> String {
    let cells: Vec<Cow<str>> = cells.iter().map(|cell| self::cell(cell)).collect();
    format!("{}{newline}", cells.join("\t"))
}

/// A cell as it is written: in quotation marks only where it needs them.
pub fn cell(cell: &str) -> Cow<'_, str> {
    let is_plain = !cell.contains(['\t', '\n', '\r', '"'])
        && !cell.starts_with([' ', '#'])
        && !cell.ends_with(' ');
    match is_plain {
        true => Cow::Borrowed(cell),
        false => Cow::Owned(format!("\"{}\"", cell.replace('"', "\"\""))),
    }
}
