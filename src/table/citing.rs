//! Where a quotation and its locator stand in the rows that cite it, for those who change them.

use std::ops::Range;

use super::cells::Cell;
use super::columns::{self, FACTS};
use super::facts::{self, given, spanned};
use super::row::Reader;
use crate::files::File;
use crate::span::FileId;

/// The cells of a quotation in a row, in bytes of the file, quotation marks included.
pub struct Citing {
    pub quote: Range<usize>,
    /// Nothing if there is no such column, or nothing in it.
    pub locator: Option<Range<usize>>,
}

/// The cells that quote these words with this locator, or without one, in the rows from that of the first byte of `within`
/// to that of the byte after its last.
pub fn citing(
    file: &File,
    within: &Range<usize>,
    words: &str,
    locator: Option<&str>,
) -> Vec<Citing> {
    let cells = super::cells(file);
    if cells.len() == 0 {
        return Vec::new();
    }
    // Places are all that is wanted, and they are those of this file.
    let id = FileId(0);
    let (header, _) = columns::read(id, cells.row(0), &FACTS, &mut Vec::new());
    let mut reader = Reader::new(id, header.len());
    let cited = facts::cited(&header);
    let range = |cell: Cell| cell.start..cell.end();
    let mut found = Vec::new();
    for row in cells.row_at(within.start)..=cells.row_at(within.end) {
        let row = cells.row(row);
        if row.len() != header.len() {
            continue;
        }
        for quote in &cited.quotes {
            let cell = row.cell(quote.quote);
            let place = given(row, quote.locator);
            let said = place.map(|cell| spanned(&mut reader, cell).value);
            if cell.value() == words && said.as_deref() == locator {
                found.push(Citing {
                    quote: range(cell),
                    locator: place.map(range),
                });
            }
        }
    }
    found
}
