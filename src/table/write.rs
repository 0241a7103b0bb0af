//! Tables as they are written: cells, rows of statements, and the header that all rows together need.

use std::collections::BTreeMap;

use crate::date::Date;
use crate::time::Phrase;

/// A cell that reads back as `text`: in quotation marks where it needs them.
pub fn cell(text: &str, tabs: bool) -> String {
    let delimiter = if tabs { '\t' } else { ',' };
    let special = |c: char| matches!(c, '"' | '\n' | '\r') || c == delimiter;
    let is_edged = text.starts_with([' ', '\t']) || text.ends_with([' ', '\t']);
    if is_edged || text.contains(special) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

/// Cells as a line of a table.
pub fn line(cells: impl IntoIterator<Item = impl AsRef<str>>, tabs: bool) -> String {
    let cells = cells.into_iter().map(|text| cell(text.as_ref(), tabs));
    let mut line = cells
        .collect::<Vec<_>>()
        .join(if tabs { "\t" } else { "," });
    line.push('\n');
    line
}

/// A column, in the order of the header: by its place, which of several with its name it is, and its name. The columns
/// of one quotation stand together.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Column {
    place: usize,
    number: usize,
    within: usize,
    name: String,
}

/// The order of the columns; roles stand where `roles` does.
const ORDER: &[&str] = &[
    "subject",
    "not",
    "predicate",
    "object",
    "lang",
    "unit",
    "since",
    "until",
    "between",
    "and",
    "in",
    "on",
    "throughout",
    "before",
    "after",
    "as_of",
    "roles",
    "confidence",
    "according_to",
    "because",
    "inferred_from",
    "see",
    "status",
    "deprecated_because",
    "note",
    "source",
    "quote",
    "locator",
    "quote_id",
    "id",
];

/// A row of a table of statements: the cells that say something.
#[derive(Clone, Debug, Default)]
pub struct Row(BTreeMap<Column, String>);

impl Row {
    /// Fills the cell of a column.
    ///
    /// # Panics
    ///
    /// If tables of statements have no such column.
    pub fn put(&mut self, name: &str, text: impl Into<String>) {
        self.0.insert(nth(name, 0), text.into());
    }

    /// Fills the cell of one of several columns with this name, from 0.
    ///
    /// # Panics
    ///
    /// If tables of statements have no such column.
    pub fn nth(&mut self, name: &str, number: usize, text: impl Into<String>) {
        self.0.insert(nth(name, number), text.into());
    }

    /// Adds a value of a role, by the name of its column.
    pub fn role(&mut self, name: String, text: String) {
        let mut key = nth("roles", 0);
        let is_before = |other: &&Column| other.place == key.place && other.name == name;
        key.number = self.0.keys().filter(is_before).count();
        key.name = name;
        self.0.insert(key, text);
    }

    /// Fills the cells of a time.
    pub fn time(&mut self, phrase: &Phrase) {
        match phrase {
            Phrase::Interval { since, until } => {
                for (name, end) in [("since", since), ("until", until)] {
                    if let Some(end) = end {
                        self.put(name, end.to_string());
                    }
                }
            }
            Phrase::Between(start, end) => {
                self.put("between", start.as_str());
                self.put("and", end.as_str());
            }
            Phrase::At { about, date } => {
                let name = if date.is_day() { "on" } else { "in" };
                self.put(name, hedged(*about, date));
            }
            Phrase::Throughout { about, date } => self.put("throughout", hedged(*about, date)),
            Phrase::Before(date) => self.put("before", date.as_str()),
            Phrase::After(date) => self.put("after", date.as_str()),
            Phrase::AsOf(date) => self.put("as_of", date.as_str()),
        }
    }
}

fn hedged(about: bool, date: &Date) -> String {
    match about {
        true => format!("about {date}"),
        false => date.to_string(),
    }
}

fn nth(name: &str, number: usize) -> Column {
    let place = |name| {
        let found = ORDER.iter().position(|known| *known == name);
        found.expect("it is a column")
    };
    let (place, within) = match name {
        "locator" | "quote_id" => (place("quote"), place(name)),
        name => (place(name), 0),
    };
    Column {
        place,
        number,
        within,
        name: name.to_owned(),
    }
}

/// Hands out every row, in order.
pub type EachRow<'a> = dyn Fn(&mut dyn FnMut(&Row)) + 'a;

/// The header and the rows, with a cell in each column that any row has. `each` is called twice, so that rows may be made
/// when they are needed. With the table comes where each row starts in it.
pub fn table(each: &EachRow, tabs: bool) -> (String, Vec<usize>) {
    let mut columns: BTreeMap<Column, ()> = BTreeMap::new();
    each(&mut |row| {
        for key in row.0.keys() {
            if !columns.contains_key(key) {
                columns.insert(key.clone(), ());
            }
        }
    });
    let needed = needed(&columns);
    columns.extend(needed.into_iter().map(|key| (key, ())));
    let mut text = line(columns.keys().map(|column| &column.name), tabs);
    let mut starts = Vec::new();
    each(&mut |row| {
        let cell = |key| row.0.get(key).map_or("", String::as_str);
        starts.push(text.len());
        text.push_str(&line(columns.keys().map(cell), tabs));
    });
    (text, starts)
}

/// Columns that have to be there although no row fills them: the required ones, and those before a second
/// locator, which say to which quotation that one belongs.
fn needed(columns: &BTreeMap<Column, ()>) -> Vec<Column> {
    let mut needed = ["subject", "predicate", "object"]
        .map(|name| nth(name, 0))
        .to_vec();
    for name in ["locator", "quote_id"] {
        let last = columns
            .keys()
            .filter(|key| key.name == name)
            .map(|key| key.number)
            .max();
        needed.extend(
            last.into_iter()
                .flat_map(|last| (0..last).map(|number| nth(name, number))),
        );
    }
    needed
}
