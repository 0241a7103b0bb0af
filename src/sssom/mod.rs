//! Mapping sets as they are written: SSSOM, the Simple Standard for Sharing Ontological Mappings
//! (<https://mapping-commons.github.io/sssom/spec/>), as tab-separated values with their metadata above them.
//!
//! Versions 1.0 and 1.1 are read, and what is written holds by both. A set is kept as it was read, down to its line
//! ends: [`MappingSet::write`] gives the same bytes again, but for the lines that were changed. So slots that citable has no
//! use for, keys of the metadata that no version knows, and the order of all of them come through.
//!
//! New rows stand where they belong by subject, object and predicate, one row a line: the files of two people who decide about
//! different things merge without a conflict.
//!
//! Files hold decisions (`NAME.sssom.tsv`): accepted, rejected (`predicate_modifier` is `Not`), or that there is no such thing
//! in the other data set (`object_id` is `sssom:NoTermFound`). `NAME.proposed.sssom.tsv` holds what a machine proposes, and
//! is no input of a build.

mod curies;
mod header;
mod mapping;
mod read;
mod row;
pub mod slots;

use std::ops::Range;

use header::Header;
use row::Row;
use slots::Slot;

pub use curies::{Curies, is_iri};
pub use mapping::{Mapping, join, share, split};
pub use row::cell;

/// The object or subject of a mapping that says that there is none.
pub const NO_TERM_FOUND: &str = "https://w3id.org/sssom/NoTermFound";
/// The suffix of a mapping set.
pub const SUFFIX: &str = ".sssom.tsv";
/// The suffix of a file of proposals, which are no decisions.
pub const PROPOSED: &str = ".proposed.sssom.tsv";

/// Something in a file that is not as SSSOM has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The bytes of the text where it stands.
    pub place: Range<usize>,
    /// The line of the text, from 1.
    pub line: usize,
    /// The column, if it is in one.
    pub slot: Option<String>,
    pub message: String,
    /// What to do about it.
    pub help: String,
}

/// A mapping set.
#[derive(Clone, Debug, Default)]
pub struct MappingSet {
    header: Header,
    /// The names of the columns, and the line that they stand on as it was written.
    columns: Vec<String>,
    columns_raw: String,
    rows: Vec<Row>,
    /// What stands after the last row.
    tail: String,
    /// `\n`, or what the file has at the end of its first line.
    newline: &'static str,
}

impl MappingSet {
    /// Reads a file's text. Never fails: what cannot be read is told, and kept as it stands.
    pub fn read(text: &str) -> (MappingSet, Vec<Problem>) {
        read::read(text)
    }

    /// A set without mappings. `metadata` are its keys with their values, `prefixes` those of its CURIEs; columns are those
    /// that decisions have.
    pub fn new<'a>(
        metadata: impl IntoIterator<Item = (&'a str, &'a str)>,
        prefixes: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> MappingSet {
        let mut set = MappingSet {
            newline: "\n",
            columns: slots::COLUMNS.iter().map(|&it| it.to_owned()).collect(),
            ..MappingSet::default()
        };
        set.columns_raw = row::line(&set.columns, set.newline);
        for (prefix, namespace) in prefixes {
            set.declare(prefix, namespace);
        }
        for (key, value) in metadata {
            set.header.set(key, value, set.newline);
        }
        set
    }

    /// The text of the file.
    pub fn write(&self) -> String {
        let mut text = self.header.raw.clone();
        // The last line of a file may have no end; what is new stands on a line of its own.
        let begin_line = |text: &mut String| {
            if !text.ends_with(['\n', '\r', '\u{FEFF}']) && !text.is_empty() {
                text.push_str(self.newline);
            }
        };
        if !self.columns_raw.is_empty() {
            begin_line(&mut text);
            text.push_str(&self.columns_raw);
        }
        for row in &self.rows {
            begin_line(&mut text);
            row.write(self.newline, &mut text);
        }
        text.push_str(&self.tail);
        text
    }

    /// The number of mappings.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether it has no mappings.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The names of the columns, in their order.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// A value of the metadata; nothing if it has no such key, or several values.
    pub fn metadata(&self, key: &str) -> Option<&str> {
        match self.header.values(key) {
            [value] => Some(value),
            _ => None,
        }
    }

    /// All values of a key of the metadata.
    pub fn metadata_values(&self, key: &str) -> &[String] {
        self.header.values(key)
    }

    /// Gives a key of the metadata another value.
    pub fn set_metadata(&mut self, key: &str, value: &str) {
        self.header.set(key, value, self.newline);
    }

    /// The prefixes of its CURIEs.
    pub fn curies(&self) -> &Curies {
        &self.header.curies
    }

    /// The IRI of a CURIE; an IRI is its own. Nothing if its prefix is not declared, or no IRI comes of it.
    pub fn expand(&self, curie: &str) -> Option<String> {
        self.curies().expand(curie)
    }

    /// An IRI as a CURIE, by the longest namespace that the set has for it; as it is, if there is none.
    pub fn shorten(&self, iri: &str) -> String {
        self.curies().shorten(iri).unwrap_or_else(|| iri.to_owned())
    }

    /// Declares a prefix; another namespace that it had before is forgotten.
    pub fn declare(&mut self, prefix: &str, namespace: &str) {
        self.header.declare(prefix, namespace, self.newline);
    }

    fn column(&self, slot: &str) -> Option<usize> {
        self.columns.iter().position(|name| name == slot)
    }

    /// What a row says in a column; nothing if it says nothing, or there is no such row or column.
    pub fn get(&self, row: usize, slot: &str) -> Option<&str> {
        let cell = self.rows.get(row)?.cells.get(self.column(slot)?)?;
        (!cell.is_empty()).then_some(cell.as_str())
    }

    /// The same; for slots that a set can give to all of its mappings, what the metadata say if there is no such column.
    pub fn value(&self, row: usize, slot: &str) -> Option<&str> {
        match self.column(slot) {
            Some(_) => self.get(row, slot),
            None if slots::is_propagated(slot) => self.metadata(slot),
            None => None,
        }
    }

    /// All values of a slot that can have several.
    pub fn values(&self, row: usize, slot: &str) -> Vec<String> {
        match self.column(slot) {
            Some(_) => self.get(row, slot).map(split).unwrap_or_default(),
            None if slots::is_propagated(slot) => self.metadata_values(slot).to_vec(),
            None => Vec::new(),
        }
    }

    /// All values of a slot, however many it can have.
    pub fn values_of(&self, row: usize, slot: &Slot) -> Vec<String> {
        let text = match (self.column(slot.name), slot.is_propagated) {
            (Some(_), _) => self.get(row, slot.name),
            (None, true) if slot.is_multiple => return self.metadata_values(slot.name).to_vec(),
            (None, true) => self.metadata(slot.name),
            (None, false) => None,
        };
        match text {
            Some(text) if slot.is_multiple => split(text),
            Some(text) => vec![text.to_owned()],
            None => Vec::new(),
        }
    }

    /// Changes what a row says in a column, which is added if there is none. A row that is not there stays so.
    pub fn set(&mut self, row: usize, slot: &str, value: &str) {
        if self.get(row, slot).unwrap_or_default() == value || row >= self.rows.len() {
            return;
        }
        let column = self.column(slot).unwrap_or_else(|| self.add_column(slot));
        self.rows[row].set(column, value);
    }

    fn add_column(&mut self, slot: &str) -> usize {
        self.columns.push(slot.to_owned());
        self.columns_raw = row::line(&self.columns, self.newline);
        for row in &mut self.rows {
            row.widen(self.columns.len());
        }
        self.columns.len() - 1
    }

    /// Adds a row where it belongs by subject, object and predicate, after those that are its equals. Gives its number;
    /// those of the rows below it are one higher than before.
    pub fn push<'a>(&mut self, cells: impl IntoIterator<Item = (&'a str, &'a str)>) -> usize {
        let mut row = Row::new(self.columns.len());
        for (slot, value) in cells {
            let column = self.column(slot).unwrap_or_else(|| self.add_column(slot));
            row.set(column, value);
        }
        row.widen(self.columns.len());
        let order = |row: &Row| {
            let cell = |slot| {
                let column = self.column(slot);
                column.and_then(|at| row.cells.get(at)).map(String::as_str)
            };
            let order = ["subject_id", "object_id", "predicate_id"];
            order.map(|slot| cell(slot).unwrap_or_default().to_owned())
        };
        let key = order(&row);
        let is_after = |known: &Row| order(known) > key;
        // Who adds many rows adds them in order.
        let is_within = self.rows.last().is_some_and(is_after);
        let at = is_within.then(|| self.rows.iter().position(is_after));
        let at = at.flatten();
        let at = at.unwrap_or(self.rows.len());
        self.rows.insert(at, row);
        at
    }

    /// Takes a row out.
    pub fn remove(&mut self, row: usize) {
        if row < self.rows.len() {
            self.rows.remove(row);
        }
    }

    /// What a row says, as far as citable makes use of it.
    pub fn mapping(&self, row: usize) -> Mapping<'_> {
        Mapping::of(self, row)
    }

    /// All mappings, in the order of their rows.
    pub fn mappings(&self) -> impl Iterator<Item = Mapping<'_>> {
        (0..self.len()).map(|row| self.mapping(row))
    }

    /// The line of the text on which a row began when it was read, from 1; 0 for a row that is new.
    pub fn line(&self, row: usize) -> usize {
        self.rows.get(row).map_or(0, |row| row.line)
    }

    /// The bytes of a row's cell in the text that was read; of all of the row, if it has no such cell.
    pub fn place(&self, row: usize, slot: &str) -> Range<usize> {
        let Some(row) = self.rows.get(row) else {
            return 0..0;
        };
        let cell = self.column(slot).and_then(|at| row.places.get(at));
        match cell {
            Some(place) if !place.is_empty() => place.clone(),
            _ => row.place(),
        }
    }

    /// The bytes of the header's line of columns in the text that was read.
    pub fn columns_place(&self) -> Range<usize> {
        let start = self.header.raw.len();
        start..start + self.columns_raw.trim_end().len()
    }

    /// The bytes of the metadata in the text that was read.
    pub fn metadata_place(&self) -> Range<usize> {
        0..self.header.raw.trim_end().len()
    }
}

#[cfg(test)]
mod tests;
