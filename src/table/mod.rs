//! Rows of TSV and CSV → (the syntax tree of dossiers, diagnostics). Never fails: a row that cannot be read is
//! reported and left out.
//!
//! A row says what a line says, cell by cell: names are whole cells and need no brackets, and a column's name is
//! the word that a line would have before its value. So all that follows (names, checks, evidence, RDF) is that of
//! dossiers. This room knows no vocabulary: whether a cell is a name or a value is for `resolve` to say.

pub(crate) mod cells;
mod citing;
mod columns;
pub mod damage;
mod entities;
mod facts;
mod groups;
mod place;
mod row;
pub mod write;

use rayon::prelude::*;

pub use citing::{Citing, citing};
pub use columns::{FACTS, unknown as unknown_column};
pub use place::say_places;
pub use write::cell;

use crate::diagnostic::{Diagnostic, Rule};
use crate::files::{File, Kind};
use crate::span::{FileId, Span};
use crate::syntax::{Block, Dossier};
use cells::{Cells, Row};
use columns::{Column, Columns};
use row::Reader;

/// Whether a word names a column of tables of statements, and so no role.
pub fn is_fact_column(word: &str) -> bool {
    columns::FACTS.known().contains(&word)
}

/// How many rows are read at a time.
const PART: usize = 4096;

/// Reads a table of statements or of declarations.
pub fn parse(id: FileId, file: &File) -> (Dossier, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut table = Dossier {
        file: id,
        kind: file.kind,
        front_matter: None,
        roles: Vec::new(),
        blocks: Vec::new(),
    };
    diagnostics.extend(damage::byte_order_mark(id, &file.text));
    let cells = cells(file);
    if cells.len() == 0 {
        diagnostics.push(no_header(id, file.text.len()));
        return (table, diagnostics);
    }
    let (header, whole) = columns::read(id, cells.row(0), columns_of(file.kind), &mut diagnostics);
    table.roles = header.iter().filter_map(Column::role).cloned().collect();
    if whole {
        table.blocks = blocks(id, file, &cells, &header, &mut diagnostics);
    }
    (table, diagnostics)
}

/// The cells of a table, a byte order mark left out.
pub(crate) fn cells(file: &File) -> Cells<'_> {
    let delimiter = if file.path.ends_with(".tsv") {
        b'\t'
    } else {
        b','
    };
    let start = file.text.len() - file.text.trim_start_matches('\u{FEFF}').len();
    Cells::new(&file.text, start, delimiter)
}

fn columns_of(kind: Kind) -> &'static Columns {
    match kind {
        Kind::Facts => &columns::FACTS,
        _ => &columns::ENTITIES,
    }
}

/// Reads the rows below the header, in parts that are put together again.
fn blocks(
    id: FileId,
    file: &File,
    cells: &Cells,
    header: &[Column],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Block> {
    let rows: Vec<usize> = (1..cells.len()).collect();
    let parts: Vec<_> = rows
        .par_chunks(PART)
        .map(|rows| {
            let mut reader = Reader::new(id, header.len());
            let blocks = match file.kind {
                Kind::Facts => facts::read(&mut reader, header, whole(rows, cells)),
                _ => entities::read(&mut reader, header, whole(rows, cells)),
            };
            (blocks, reader.diagnostics)
        })
        .collect();
    let mut blocks = Vec::new();
    for (part, mut problems) in parts {
        for block in part {
            groups::push(&mut blocks, block);
        }
        diagnostics.append(&mut problems);
    }
    blocks
}

fn whole<'a>(rows: &'a [usize], cells: &'a Cells) -> impl Iterator<Item = Row<'a>> {
    rows.iter().map(|&row| cells.row(row))
}

fn no_header(file: FileId, end: usize) -> Diagnostic {
    let span = Span::new(file, end, end);
    Diagnostic::new(Rule::TableSyntax, span, "this table is empty")
        .label("the first row of a table names its columns")
}
