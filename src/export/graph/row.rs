//! What is told of a thing or a relation: named fields, which each format writes in its own way.

use crate::date::{Date, Day};
use serde::ser::{Serialize, SerializeMap, Serializer};

/// A field's value. A list without entries isn't told at all.
#[derive(Clone, Debug, PartialEq)]
pub enum Field {
    Text(String),
    List(Vec<String>),
    Integer(i64),
    Number(f64),
    Flag(bool),
    /// What is told of each of several things that have fields themselves.
    Rows(Vec<Row>),
}

/// What kind of field a column has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    List,
    Integer,
    Number,
    Flag,
    /// A day of the calendar: a text, as XML Schema has it.
    Day,
}

impl Kind {
    /// The name of its type in GraphML and GEXF; a list is one text there.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Text | Kind::List | Kind::Day => "string",
            Kind::Integer => "long",
            Kind::Number => "double",
            Kind::Flag => "boolean",
        }
    }
}

/// A day from an `xsd:date` without a time zone.
pub fn day(text: &str) -> Option<Day> {
    let date = Date::parse(text).ok()?;
    (date.is_day() && !date.is_marked()).then(|| date.earliest())
}

/// Fields by name, in a fixed order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row(pub Vec<(String, Field)>);

impl Row {
    pub fn text(&mut self, name: &str, text: impl Into<String>) {
        self.0.push((name.to_owned(), Field::Text(text.into())));
    }

    pub fn texts(&mut self, name: &str, texts: Vec<String>) {
        if !texts.is_empty() {
            self.0.push((name.to_owned(), Field::List(texts)));
        }
    }

    pub fn rows(&mut self, name: &str, rows: Vec<Row>) {
        if !rows.is_empty() {
            self.0.push((name.to_owned(), Field::Rows(rows)));
        }
    }

    pub fn push(&mut self, name: &str, field: Field) {
        self.0.push((name.to_owned(), field));
    }

    /// The fields by their columns' numbers, as texts, with their names.
    pub fn by_column<'r>(
        &'r self,
        columns: &[(&str, Kind)],
    ) -> impl Iterator<Item = (usize, &'r str, String)> {
        self.0.iter().map(|(name, field)| {
            let number = columns.iter().position(|(known, _)| known == name);
            let number = number.expect("every field of a row has its column");
            (number, name.as_str(), field.flat())
        })
    }

    /// A field by its name.
    pub fn get(&self, name: &str) -> Option<&Field> {
        let found = self.0.iter().find(|(known, _)| known == name);
        found.map(|(_, field)| field)
    }

    /// A text by its name; nothing stands for one that isn't there.
    pub fn get_text(&self, name: &str) -> &str {
        match self.get(name) {
            Some(Field::Text(text)) => text,
            _ => "",
        }
    }
}

impl Field {
    /// As one text, the entries of a list with bars between them.
    pub fn flat(&self) -> String {
        match self {
            Field::Text(text) => text.clone(),
            Field::List(list) => list.join(" | "),
            Field::Integer(number) => number.to_string(),
            Field::Number(number) => number.to_string(),
            Field::Flag(flag) => flag.to_string(),
            Field::Rows(rows) => {
                let flat = |row: &Row| {
                    let fields = row.0.iter().map(|(_, field)| field.flat());
                    fields.collect::<Vec<_>>().join(" ")
                };
                rows.iter().map(flat).collect::<Vec<_>>().join(" | ")
            }
        }
    }
}

impl Serialize for Field {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Field::Text(text) => serializer.serialize_str(text),
            Field::List(list) => list.serialize(serializer),
            Field::Integer(number) => serializer.serialize_i64(*number),
            Field::Number(number) => serializer.serialize_f64(*number),
            Field::Flag(flag) => serializer.serialize_bool(*flag),
            Field::Rows(rows) => rows.serialize(serializer),
        }
    }
}

impl Serialize for Row {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, field) in &self.0 {
            map.serialize_entry(name, field)?;
        }
        map.end()
    }
}
