//! Declarations as rows of a table.

use std::collections::{BTreeMap, BTreeSet};

use crate::table::write;

/// The columns of the table, in their order.
const ORDER: &[&str] = &[
    "id",
    "name",
    "class",
    "label",
    "also",
    "formerly",
    "described",
    "note",
    "same_as",
    "close_to",
    "status",
];

/// A declaration: its cells, by column and language, and the name under which it is declared.
pub struct Row {
    pub id: String,
    pub name: String,
    cells: BTreeMap<(usize, String), Vec<String>>,
}

impl Row {
    pub fn new(id: &str, name: &str) -> Row {
        let mut row = Row {
            id: id.to_owned(),
            name: name.to_owned(),
            cells: BTreeMap::new(),
        };
        row.put("id", "", id);
        row.put("name", "", name);
        row
    }

    /// All names that it gives, each once.
    pub fn names(&self) -> BTreeSet<&str> {
        let is_name = |place: usize| ["name", "label", "also", "formerly"].contains(&ORDER[place]);
        let cells = self.cells.iter().filter(|((place, _), _)| is_name(*place));
        cells
            .flat_map(|(_, texts)| texts.iter().map(String::as_str))
            .collect()
    }

    /// Adds a text to a cell, once.
    pub fn put(&mut self, name: &str, lang: &str, text: impl Into<String>) {
        let place = ORDER
            .iter()
            .position(|known| *known == name)
            .expect("it is a column");
        let cell = self.cells.entry((place, lang.to_owned())).or_default();
        let text = text.into();
        if !cell.contains(&text) {
            cell.push(text);
        }
    }
}

/// The declarations as a table; nothing if there are none.
pub fn table(rows: &[Row]) -> Option<String> {
    let columns: BTreeSet<&(usize, String)> =
        rows.iter().flat_map(|row| row.cells.keys()).collect();
    let title = |(place, lang): &&(usize, String)| match lang.is_empty() {
        true => ORDER[*place].to_owned(),
        false => format!("{}@{lang}", ORDER[*place]),
    };
    let mut text = write::line(columns.iter().map(title), true);
    for row in rows {
        let cell = |column: &&(usize, String)| {
            let texts = row.cells.get(*column).map_or(&[][..], Vec::as_slice);
            match ORDER[column.0] {
                "described" | "note" | "name" | "id" => texts.join(" "),
                _ => texts
                    .iter()
                    .map(|text| text.replace('|', "\\|"))
                    .collect::<Vec<_>>()
                    .join("|"),
            }
        };
        text.push_str(&write::line(columns.iter().map(cell), true));
    }
    (!rows.is_empty()).then_some(text)
}
