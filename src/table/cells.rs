//! Where the cells of a table stand.
//!
//! Quoting is that of the crate `csv` (RFC 4180, for TSV as well): a cell that starts with `"` ends with one, may
//! hold delimiters and line breaks, and has each `"` in it doubled. Its state machine finds the borders; what
//! a cell says is read off the text itself, so that every place in it is known.

use std::borrow::Cow;

use csv_core::{ReadFieldResult, ReaderBuilder};

/// The borders of all cells of a text, row by row; lines without anything are no rows.
#[derive(Debug)]
pub struct Cells<'a> {
    text: &'a str,
    cells: Vec<(u32, u32)>,
    /// Where the cells of each row begin, and an end.
    rows: Vec<u32>,
}

impl<'a> Cells<'a> {
    /// Finds the cells of `text` from byte `start` on.
    pub fn new(text: &'a str, start: usize, delimiter: u8) -> Self {
        let mut reader = ReaderBuilder::new().delimiter(delimiter).build();
        let mut cells = Cells {
            text,
            cells: Vec::new(),
            rows: vec![0],
        };
        let bytes = text.as_bytes();
        let mut unread = [0; 1 << 12]; // what the machine copies is not looked at
        let (mut at, mut begin) = (start, start);
        loop {
            let (result, read, _) = reader.read_field(&bytes[at..], &mut unread);
            at += read;
            match result {
                ReadFieldResult::InputEmpty | ReadFieldResult::OutputFull => {}
                ReadFieldResult::Field { record_end } => {
                    cells.push(begin, at, record_end);
                    begin = at;
                }
                ReadFieldResult::End => return cells,
            }
        }
    }

    /// Adds the cell that the machine read in `begin..end`, its delimiter or line end included.
    fn push(&mut self, begin: usize, end: usize, last: bool) {
        let bytes = self.text.as_bytes();
        let is_break = |byte: u8| matches!(byte, b'\n' | b'\r');
        let first = self.cells.len() == self.rows[self.rows.len() - 1] as usize;
        let breaks = bytes[begin..end].iter().take_while(|&&byte| is_break(byte));
        let begin = begin + if first { breaks.count() } else { 0 };
        let ends = match last {
            true => end > begin && is_break(bytes[end - 1]),
            false => true,
        };
        self.cells
            .push((begin as u32, (end - usize::from(ends)) as u32));
        if last {
            self.rows.push(self.cells.len() as u32);
        }
    }

    pub fn len(&self) -> usize {
        self.rows.len() - 1
    }

    /// The cells of a row, counted from 0.
    pub fn row(&self, row: usize) -> Row<'_> {
        let range = self.rows[row] as usize..self.rows[row + 1] as usize;
        Row {
            text: self.text,
            cells: &self.cells[range],
        }
    }

    /// The row that holds a byte of the text, or the last one before it.
    pub fn row_at(&self, offset: usize) -> usize {
        let starts = |row: &u32| self.cells[*row as usize].0 as usize <= offset;
        let after = self.rows[..self.len()].partition_point(starts);
        after.saturating_sub(1)
    }
}

/// One row.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    text: &'a str,
    cells: &'a [(u32, u32)],
}

impl<'a> Row<'a> {
    pub fn len(self) -> usize {
        self.cells.len()
    }

    pub fn cell(self, column: usize) -> Cell<'a> {
        let (start, end) = self.cells[column];
        Cell::new(self.text, start as usize, end as usize)
    }

    pub fn cells(self) -> impl Iterator<Item = Cell<'a>> {
        (0..self.len()).map(move |column| self.cell(column))
    }

    /// The cell that holds a byte of the text, or the last one before it.
    pub fn column_at(self, offset: usize) -> usize {
        let after = self
            .cells
            .partition_point(|&(start, _)| start as usize <= offset);
        after.saturating_sub(1)
    }

    /// The bytes from the first cell to the last.
    pub fn range(self) -> (usize, usize) {
        let end = self.cells[self.len() - 1].1;
        (self.cells[0].0 as usize, end as usize)
    }
}

/// What is wrong with the quotation marks of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Malformed {
    /// The quotation mark at its start has no end.
    Unclosed,
    /// Something stands after its closing quotation mark, at this byte of the text.
    After(usize),
    /// White space stands before its quotation mark.
    Before,
}

/// One cell. White space around a cell that isn't quoted doesn't count.
#[derive(Clone, Copy, Debug)]
pub struct Cell<'a> {
    /// As it stands there, quotation marks included.
    raw: &'a str,
    pub start: usize,
    indented: bool,
}

impl<'a> Cell<'a> {
    fn new(text: &'a str, start: usize, end: usize) -> Self {
        let raw = &text[start..end];
        if raw.starts_with('"') {
            let indented = false;
            return Cell {
                raw,
                start,
                indented,
            };
        }
        let blank = |c: char| matches!(c, ' ' | '\t');
        let rest = raw.trim_start_matches(blank);
        let indented = rest.len() < raw.len();
        Cell {
            raw: rest.trim_end_matches(blank),
            start: start + (raw.len() - rest.len()),
            indented,
        }
    }

    /// As it stands there.
    pub fn raw(self) -> &'a str {
        self.raw
    }

    pub fn end(self) -> usize {
        self.start + self.raw.len()
    }

    pub fn is_quoted(self) -> bool {
        self.raw.starts_with('"') && !self.indented
    }

    /// Whether it says nothing.
    pub fn is_empty(self) -> bool {
        self.raw.is_empty() || (self.is_quoted() && self.inner().trim().is_empty())
    }

    /// What stands between its quotation marks, if it has them.
    fn inner(self) -> &'a str {
        if !self.is_quoted() {
            return self.raw;
        }
        let inner = &self.raw[1..];
        inner.strip_suffix('"').unwrap_or(inner)
    }

    /// What it says.
    pub fn value(self) -> Cow<'a, str> {
        let inner = self.inner();
        if self.is_quoted() && inner.contains('"') {
            return Cow::Owned(inner.replace("\"\"", "\""));
        }
        Cow::Borrowed(inner)
    }

    /// Where what it says stands in the text: for each piece that stands there as it is, its start in the value
    /// and in the text.
    pub fn pieces(self) -> Vec<(usize, usize)> {
        let inner = self.inner();
        let start = self.start + usize::from(self.is_quoted());
        let mut pieces = vec![(0, start)];
        if self.is_quoted() {
            let doubled = inner.match_indices("\"\"").map(|(at, _)| at);
            // Of each two quotation marks the second isn't there in the value.
            pieces.extend(
                (1..)
                    .zip(doubled)
                    .map(|(n, at)| (at + 2 - n, start + at + 2)),
            );
        }
        pieces
    }

    /// What is wrong with its quotation marks.
    pub fn malformed(self) -> Option<Malformed> {
        if !self.raw.starts_with('"') {
            return None;
        }
        if self.indented {
            return Some(Malformed::Before);
        }
        let bytes = self.raw.as_bytes();
        let mut at = 1;
        while let Some(found) = memchr::memchr(b'"', &bytes[at..]) {
            at += found + 1;
            if bytes.get(at) != Some(&b'"') {
                let rest = &self.raw[at..];
                return (!rest.is_empty()).then_some(Malformed::After(self.start + at));
            }
            at += 1;
        }
        Some(Malformed::Unclosed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str) -> Vec<Vec<String>> {
        let cells = Cells::new(text, 0, b',');
        let row = |row| cells.row(row).cells().map(|cell| cell.value().into_owned());
        (0..cells.len()).map(|at| row(at).collect()).collect()
    }

    #[test]
    fn rows_and_cells_are_those_of_the_crate_csv() {
        let text = "a,b,c\r\n\r\n x ,\"y \"\"z\"\"\n2\",\n\"\",,last";
        let rows = values(text);
        assert_eq!(
            rows,
            [
                vec!["a", "b", "c"],
                vec!["x", "y \"z\"\n2", ""],
                vec!["", "", "last"]
            ]
        );
    }

    #[test]
    fn a_cell_knows_its_place() {
        let text = "s,q\nAda,\"say \"\"no\"\" now\"\n";
        let cells = Cells::new(text, 0, b',');
        let cell = cells.row(1).cell(1);
        let value = cell.value();
        for (at, place) in cell.pieces() {
            assert_eq!(text[place..].chars().next(), value[at..].chars().next());
        }
        let now = value.find("now").expect("it is there");
        let (at, place) = *cell
            .pieces()
            .iter()
            .rfind(|(at, _)| *at <= now)
            .expect("one");
        assert!(text[place + now - at..].starts_with("now"));
        assert_eq!(cells.row_at(text.find("Ada").expect("it is there")), 1);
    }

    #[test]
    fn malformed_quoting_is_seen() {
        let malformed = |text| Cells::new(text, 0, b',').row(0).cell(0).malformed();
        assert_eq!(malformed("\"a\"b,c"), Some(Malformed::After(3)));
        assert_eq!(malformed("\"a,c\n"), Some(Malformed::Unclosed));
        assert_eq!(malformed(" \"a\",c"), Some(Malformed::Before));
        assert_eq!(malformed("\"a\"\"b\",c"), None);
        assert_eq!(malformed("a\"b,c"), None);
    }
}
