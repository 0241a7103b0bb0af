//! Rows as lines of CSV ([RFC 4180](https://www.rfc-editor.org/rfc/rfc4180)), for databases: a list is one cell, with a
//! separator between its entries that texts don't have.

use std::io::{self, Write};

use super::row::{self, Field, Kind, Row};
use super::{Graph, View};
use crate::export::report::{Loss, Report};
use crate::table::write;

/// What stands between two entries of a list: the unit separator of ASCII.
pub const SEPARATOR: char = '\u{1F}';

/// Writes a line. What is absent is an empty cell, and a text without words one in quotation marks.
pub fn line<'c>(
    cells: impl IntoIterator<Item = Option<&'c str>>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let cells = cells.into_iter().map(|cell| match cell {
        None => String::new(),
        Some("") => "\"\"".to_owned(),
        Some(text) => write::cell(text, false),
    });
    writeln!(out, "{}", cells.collect::<Vec<_>>().join(","))
}

/// The cells of a row, in the order of the columns.
pub fn cells(columns: &[(&str, Kind)], row: &Row) -> Vec<Option<String>> {
    let cell = |&(name, kind): &(&str, Kind)| {
        let field = row.get(name)?;
        match (kind, field) {
            (Kind::Day, Field::Text(text)) => row::day(text).map(|_| text.clone()),
            (_, Field::List(entries)) => Some(list(entries)),
            _ => Some(field.flat()),
        }
    };
    columns.iter().map(cell).collect()
}

/// A list as one text. A separator in an entry becomes the replacement character.
pub fn list(entries: &[String]) -> String {
    let whole = |entry: &String| entry.replace(SEPARATOR, "\u{FFFD}");
    let entries: Vec<String> = entries.iter().map(whole).collect();
    entries.join(&SEPARATOR.to_string())
}

/// Tells what columns lose: the time and evidence of values, and separators in lists.
pub fn tell_losses(graph: &Graph, report: &mut Report) {
    let said = graph.values.iter().filter(|said| said.statement.is_some());
    report.lose(Loss::Values(said.count()));
    if !graph.terms.has_controls() {
        return;
    }
    let view = View::of(graph);
    let has = |row: Row| {
        row.0.iter().any(|(_, field)| match field {
            Field::List(entries) => entries.iter().any(|entry| entry.contains(SEPARATOR)),
            _ => false,
        })
    };
    let things = graph.things.iter().filter(|thing| has(view.thing(**thing)));
    let relations = graph.relations.iter();
    let relations = relations.filter(|said| has(view.relation(said)));
    report.lose(Loss::Separators(things.count() + relations.count()));
}
