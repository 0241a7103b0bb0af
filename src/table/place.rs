//! Rows and columns in words: people find a cell by them, whatever the line of the file.

use std::collections::BTreeMap;

use super::cells::Cells;
use crate::diagnostic::{Diagnostic, Fix};
use crate::files::{Files, Kind};
use crate::span::{FileId, Span};

/// Adds to what is said of tables in which row and column it stands; the header is row 1.
pub fn say_places(files: &Files, diagnostics: &mut [Diagnostic]) {
    let mut tables: BTreeMap<FileId, Vec<&mut Diagnostic>> = BTreeMap::new();
    for diagnostic in diagnostics {
        let kind = files.get(diagnostic.span.file).kind;
        if matches!(kind, Kind::Facts | Kind::Entities) {
            let table = tables.entry(diagnostic.span.file).or_default();
            table.push(diagnostic);
        }
    }
    for (id, diagnostics) in tables {
        let file = files.get(id);
        let cells = super::cells(file);
        for diagnostic in diagnostics.into_iter().filter(|_| cells.len() > 0) {
            if let Some(words) = words(&cells, diagnostic.span) {
                diagnostic.message = format!("{} ({words})", diagnostic.message);
            }
            if let Some(fix) = diagnostic.fix.as_mut().filter(|fix| fix.span.file == id) {
                quote(fix, &file.text, file.path.ends_with(".tsv"));
            }
        }
    }
}

/// `row 12, column since`; a place that isn't in one cell has no column.
fn words(cells: &Cells, span: Span) -> Option<String> {
    let at = cells.row_at(span.start as usize);
    let row = cells.row(at);
    let (start, _) = row.range();
    if (span.start as usize) < start {
        return None;
    }
    let column = row.column_at(span.start as usize);
    let cell = row.cell(column);
    let is_one = span.end as usize <= cell.end().max(cell.start);
    let header = cells.row(0);
    if !is_one || column >= header.len() {
        return Some(format!("row {}", at + 1));
    }
    let name = header.cell(column).value();
    if name.is_empty() {
        return Some(format!("row {}, cell {}", at + 1, column + 1));
    }
    Some(format!("row {}, column {name}", at + 1))
}

/// Puts what is to be typed in place of a cell into quotation marks where it needs them.
fn quote(fix: &mut Fix, text: &str, tabs: bool) {
    let replaced = &text[fix.span.range()];
    let is_cell = replaced.len() > 1 && replaced.starts_with('"') && replaced.ends_with('"');
    if !is_cell || fix.text.starts_with('"') {
        return;
    }
    fix.text = super::write::cell(&fix.text, tabs);
}
