//! A text → a mapping set, and what is wrong with it.

use std::collections::BTreeSet;
use std::ops::Range;

use super::header::Header;
use super::row::Row;
use super::{MappingSet, Problem};
use crate::table::cells::{self, Cells, Malformed};

/// The columns without which a row says nothing.
const NEEDED: &[&str] = &["subject_id", "predicate_id", "object_id"];

pub fn read(text: &str) -> (MappingSet, Vec<Problem>) {
    let mut reader = Reader {
        text,
        counted: (0, 1),
        problems: Vec::new(),
    };
    let start = header_end(text);
    let (header, problem) = Header::read(&text[..start]);
    if let Some((line, why)) = problem {
        let place = line_place(text, line).unwrap_or(0..start);
        let message = format!("the metadata are no YAML: {why}");
        let help = "above the table stand lines of YAML, each after a `#`, with as many spaces after it as the others have";
        reader.problem(place, None, message, help);
    }
    let mut set = MappingSet {
        header,
        newline: newline(text),
        ..MappingSet::default()
    };
    let cells = Cells::new(text, start, b'\t');
    if cells.len() == 0 {
        let end = text.len();
        let message = "there is no line with the names of columns".to_owned();
        let help = "below the metadata stands a line with the columns' names, with tabs between, such as subject_id, predicate_id, object_id and mapping_justification";
        reader.problem(end..end, None, message, help);
        set.tail = text[start..].to_owned();
        return (set, reader.problems);
    }
    let mut end = reader.columns(&cells, start, &mut set);
    for index in 1..cells.len() {
        end = reader.row(cells.row(index), end, &mut set);
    }
    set.tail = text[end..].to_owned();
    (set, reader.problems)
}

struct Reader<'t> {
    text: &'t str,
    /// A byte of the text, and the line that it stands on.
    counted: (usize, usize),
    problems: Vec<Problem>,
}

impl Reader<'_> {
    /// The line of a byte. Bytes are asked for mostly in their order.
    fn line(&mut self, at: usize) -> usize {
        let (from, line) = match self.counted.0 <= at {
            true => self.counted,
            false => (0, 1),
        };
        let between = self.text.as_bytes().get(from..at).unwrap_or_default();
        let line = line + memchr::memchr_iter(b'\n', between).count();
        self.counted = (at, line);
        line
    }

    fn problem(&mut self, place: Range<usize>, slot: Option<&str>, message: String, help: &str) {
        let line = self.line(place.start);
        self.problems.push(Problem {
            place,
            line,
            slot: slot.map(str::to_owned),
            message,
            help: help.to_owned(),
        });
    }

    /// Reads the names of the columns. Gives where their line ends.
    fn columns(&mut self, cells: &Cells, start: usize, set: &mut MappingSet) -> usize {
        let row = cells.row(0);
        let mut known = BTreeSet::new();
        for cell in row.cells() {
            let name = cell.value().into_owned();
            if !known.insert(name.clone()) {
                let message = format!("there are two columns `{name}`");
                let help = "take one of them out, or give it the name of what it holds";
                self.problem(cell.start..cell.end(), Some(&name), message, help);
            }
            set.columns.push(name);
        }
        let (begin, end) = row.range();
        let missing = NEEDED.iter().filter(|name| !known.contains(**name));
        let missing: Vec<String> = missing.map(|name| format!("`{name}`")).collect();
        if !missing.is_empty() {
            let message = format!("there is no column {}", missing.join(" and no "));
            let help = match row.len() {
                1 => "tabs stand between columns; is this a table with commas?",
                _ => "each mapping has a subject, a predicate and an object",
            };
            self.problem(begin..end, None, message, help);
        }
        let end = line_end(self.text, end);
        self.text[start..end].clone_into(&mut set.columns_raw);
        end
    }

    /// Reads a row; `start` is where the row above it ended. Gives where this one ends.
    fn row(&mut self, row: cells::Row, start: usize, set: &mut MappingSet) -> usize {
        let (begin, end) = row.range();
        let raw_end = line_end(self.text, end);
        let mut read = Row {
            raw: Some(self.text[start..raw_end].to_owned()),
            line: self.line(begin),
            ..Row::default()
        };
        for (index, cell) in row.cells().enumerate() {
            let slot = set.columns.get(index).map(String::as_str);
            if let Some(wrong) = cell.malformed() {
                self.malformed(wrong, cell, slot);
            }
            read.cells.push(cell.value().into_owned());
            read.places.push(cell.start..cell.end());
        }
        let (count, columns) = (row.len(), set.columns.len());
        if count != columns {
            let message = format!("this row has {count} cells, and the line of columns {columns}");
            let help = "a tab stands between two cells, also where one is empty; a cell with a tab or a line end in it stands in quotation marks";
            self.problem(begin..end, None, message, help);
        }
        set.rows.push(read);
        raw_end
    }

    fn malformed(&mut self, wrong: Malformed, cell: cells::Cell, slot: Option<&str>) {
        let (place, message) = match wrong {
            Malformed::Unclosed => (
                cell.start..cell.start + 1,
                "this quotation mark is never closed",
            ),
            Malformed::After(at) => (
                at..cell.end(),
                "there is something after the closing quotation mark",
            ),
            // White space before it: then the marks are part of the value.
            Malformed::Before => return,
        };
        let help = "double each quotation mark within a cell that stands in quotation marks";
        self.problem(place, slot, message.to_owned(), help);
    }
}

/// Where the metadata end: before the first line that does not begin with `#`.
fn header_end(text: &str) -> usize {
    let mut end = 0;
    for line in text.split_inclusive('\n') {
        let start = match end {
            0 => line.trim_start_matches('\u{FEFF}'),
            _ => line,
        };
        if !start.starts_with('#') {
            // A byte order mark without metadata is kept with them.
            return match end {
                0 => line.len() - start.len(),
                _ => end,
            };
        }
        end += line.len();
    }
    end
}

/// The end of the line that a cell is the last of, its line end included.
fn line_end(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    let is_blank = |c: char| matches!(c, ' ' | '\t');
    let blank = rest.len() - rest.trim_start_matches(is_blank).len();
    let rest = &rest[blank..];
    let end = ["\r\n", "\n", "\r"];
    let end = end.iter().find(|end| rest.starts_with(**end));
    match end {
        Some(end) => at + blank + end.len(),
        None => at,
    }
}

fn newline(text: &str) -> &'static str {
    match memchr::memchr(b'\n', text.as_bytes()) {
        Some(at) if text[..at].ends_with('\r') => "\r\n",
        _ => "\n",
    }
}

/// The bytes of a line, from 1, without its end.
fn line_place(text: &str, number: usize) -> Option<Range<usize>> {
    let mut start = 0;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        if index + 1 == number {
            return Some(start..start + line.trim_end().len());
        }
        start += line.len();
    }
    None
}
