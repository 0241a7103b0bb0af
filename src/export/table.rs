//! Statements as a table of statements: one row a reading, which reads back to the same statement, reading and
//! quotations.
//!
//! It is written from what was resolved and not from the build's quads, since only the readings themselves say what
//! each was reasoned from and how its values were typed. A reading that rests on several quotations has the columns
//! `quote`, `locator` and `quote_id` several times; so does a role with several values, and a second note.

use std::collections::{BTreeMap, HashMap};

use crate::compile::Readings;
use crate::files::FilesError;
use crate::iri::Base;
use crate::model::{
    Confidence, Dossier, Entity, EntityId, Literal, Object, Rank, Reading, Resource,
};
use crate::ontology::{Ontology, PropertyId, Range};
use crate::resolve::World;
use crate::table::{is_fact_column, write};
use crate::time::{End, Hedge, Phrase};
use crate::vocab::{rdfs, xsd};

/// What a table cannot hold.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    #[error(
        "the role `{word}` is called like a column that means something else, and no prefix of the vocabulary tells it apart"
    )]
    Role { word: String },
    #[error("the value of `{word}` is a string without words, and an empty cell says nothing")]
    Empty { word: String },
    #[error(transparent)]
    Files(#[from] FilesError),
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

/// The cells of a row that say something.
type Cells = BTreeMap<Column, String>;

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

/// Writes the readings that are `wanted` as a table, with tabs or commas between the cells; and how many there are.
pub fn facts(
    readings: &Readings,
    wanted: &dyn Fn(&Reading) -> bool,
    tabs: bool,
) -> Result<(String, usize), TableError> {
    let writer = Writer::new(readings.world);
    let mut rows: Vec<Cells> = Vec::new();
    readings.each(|dossier| {
        for reading in dossier.readings.iter().filter(|reading| wanted(reading)) {
            rows.push(writer.row(dossier, reading)?);
        }
        Ok::<_, TableError>(())
    })?;
    Ok((text(&rows, tabs), rows.len()))
}

fn column(name: &str) -> Column {
    nth(name, 0)
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

/// The header and the rows, with a cell in each column that any row has.
fn text(rows: &[Cells], tabs: bool) -> String {
    let mut columns: BTreeMap<&Column, ()> = rows
        .iter()
        .flat_map(|row| row.keys())
        .map(|key| (key, ()))
        .collect();
    let needed = needed(&columns);
    columns.extend(needed.iter().map(|key| (key, ())));
    let delimiter = if tabs { "\t" } else { "," };
    let mut text = String::new();
    let mut line = |cells: Vec<String>| {
        text.push_str(&cells.join(delimiter));
        text.push('\n');
    };
    line(
        columns
            .keys()
            .map(|column| write::cell(&column.name, tabs))
            .collect(),
    );
    for row in rows {
        let cell = |key: &&Column| {
            row.get(*key)
                .map_or(String::new(), |cell| write::cell(cell, tabs))
        };
        line(columns.keys().map(cell).collect());
    }
    text
}

/// Columns that have to be there although no row fills them: the required ones, and those before a second
/// locator, which say to which quotation that one belongs.
fn needed(columns: &BTreeMap<&Column, ()>) -> Vec<Column> {
    let mut needed = vec![column("subject"), column("predicate"), column("object")];
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

struct Writer<'a> {
    world: &'a World<'a>,
    base: &'a Base,
    /// How many entities are called so.
    called: HashMap<&'a str, usize>,
}

impl<'a> Writer<'a> {
    fn new(world: &'a World) -> Writer<'a> {
        let mut called = HashMap::new();
        for entity in world.model.entities.iter() {
            let mut names: Vec<&str> = entity.names().map(|name| name.text.as_str()).collect();
            names.sort_unstable();
            names.dedup();
            for name in names {
                *called.entry(name).or_default() += 1;
            }
        }
        Writer {
            world,
            base: &world.project.base,
            called,
        }
    }

    fn ontology(&self) -> &'a Ontology {
        self.world.ontology
    }

    fn row(&self, dossier: &Dossier, reading: &Reading) -> Result<Cells, TableError> {
        let mut row = Cells::new();
        let statement = &reading.statement;
        let mut put = |name: &str, text: String| row.insert(column(name), text);
        put("subject", self.resource(&statement.subject));
        put(
            "predicate",
            self.ontology().property(statement.predicate).word.clone(),
        );
        if statement.negated {
            put("not", "not".to_owned());
        }
        self.object(reading, &mut row)?;
        time(reading, &mut row);
        self.roles(reading, &mut row)?;
        self.qualifiers(reading, &mut row);
        self.quotations(dossier, reading, &mut row);
        Ok(row)
    }

    fn object(&self, reading: &Reading, row: &mut Cells) -> Result<(), TableError> {
        let property = reading.statement.predicate;
        let text = match &reading.statement.object {
            Object::Resource(resource) => self.resource(resource),
            Object::Literal(literal) => {
                if let Some(lang) = &literal.lang {
                    row.insert(column("lang"), lang.clone());
                }
                if let Some(unit) = literal.unit {
                    row.insert(column("unit"), self.ontology().unit(unit).notation.clone());
                }
                self.literal(property, literal)?
            }
        };
        row.insert(column("object"), text);
        Ok(())
    }

    /// A role's values, each in a column with the role's name, and its language where it has one.
    fn roles(&self, reading: &Reading, row: &mut Cells) -> Result<(), TableError> {
        for (role, value) in &reading.statement.roles {
            let mut name = self.role(*role)?;
            let text = match value {
                Object::Resource(resource) => self.resource(resource),
                Object::Literal(literal) => {
                    if let Some(lang) = &literal.lang {
                        name = format!("{name}@{lang}");
                    }
                    let text = self.literal(*role, literal)?;
                    match literal.unit {
                        Some(unit) => format!("{text} {}", self.ontology().unit(unit).notation),
                        None => text,
                    }
                }
            };
            let mut key = column("roles");
            let is_before = |other: &&Column| other.place == key.place && other.name == name;
            key.number = row.keys().filter(is_before).count();
            key.name = name;
            row.insert(key, text);
        }
        Ok(())
    }

    /// The name of a role's column: with a prefix where the word alone is another column.
    fn role(&self, role: PropertyId) -> Result<String, TableError> {
        let property = self.ontology().property(role);
        if !is_fact_column(&property.word) {
            return Ok(property.word.clone());
        }
        let iri = property.iri.as_str();
        let mut prefixes = self.ontology().prefixes.iter();
        prefixes
            .find_map(|(prefix, namespace)| {
                let local = iri.strip_prefix(namespace.as_str())?;
                Some(format!("{prefix}:{local}"))
            })
            .ok_or_else(|| TableError::Role {
                word: property.word.clone(),
            })
    }

    fn literal(&self, property: PropertyId, literal: &Literal) -> Result<String, TableError> {
        let property = self.ontology().property(property);
        if literal.value.trim().is_empty() {
            return Err(TableError::Empty {
                word: property.word.clone(),
            });
        }
        let said = match &property.range {
            Range::Literal(datatype) => datatype.as_ref() != rdfs::LITERAL,
            Range::Resource | Range::Any => false,
        };
        let is_string = literal.datatype.as_ref() == xsd::STRING;
        Ok(if is_string && !said {
            format!("\"{}\"", literal.value)
        } else {
            literal.value.clone()
        })
    }

    fn resource(&self, resource: &Resource) -> String {
        match resource {
            Resource::Entity(id) => self.entity(*id),
            Resource::Source(_) => "this".to_owned(),
            Resource::Statement(id) | Resource::Quotation(_, id) => format!("^{id}"),
            Resource::Iri(iri) => iri.to_string(),
        }
    }

    /// An entity by its label; by its IRI where the label alone would mean something else, or two things.
    fn entity(&self, id: EntityId) -> String {
        let entity: &Entity = self.world.model.entity(id);
        let label = entity.label.text.as_str();
        let is_other = label == "this"
            || label.starts_with(['^', '<', '[', '\'', '"'])
            || self.ontology().expand(label).is_some();
        if is_other || self.called.get(label) != Some(&1) {
            format!("<{}>", self.base.entity(&entity.id))
        } else {
            label.to_owned()
        }
    }

    fn qualifiers(&self, reading: &Reading, row: &mut Cells) {
        let mut put = |name: &str, text: Option<String>| {
            if let Some(text) = text {
                row.insert(column(name), text);
            }
        };
        let ids = |ids: &[crate::span::Spanned<String>]| {
            let ids: Vec<String> = ids.iter().map(|id| format!("^{}", id.value)).collect();
            (!ids.is_empty()).then(|| ids.join(", "))
        };
        put("confidence", reading.confidence.as_ref().map(confidence));
        let who = reading.according_to.as_ref();
        put("according_to", who.map(|who| self.resource(who)));
        put("because", reading.because.clone());
        put("inferred_from", ids(&reading.inferred_from));
        put("see", ids(&reading.see));
        put("status", status(reading));
        if let Rank::Deprecated(why) = &reading.rank {
            put("deprecated_because", Some(why.clone()));
        }
        put("id", reading.id.as_ref().map(|id| id.value.clone()));
        for (number, note) in reading.notes.iter().enumerate() {
            row.insert(nth("note", number), note.clone());
        }
    }

    fn quotations(&self, dossier: &Dossier, reading: &Reading, row: &mut Cells) {
        if let Some(source) = self.world.model.source_of(dossier, reading.group) {
            row.insert(column("source"), source.id.clone());
        }
        for (number, quotation) in dossier.quotations_of(reading.group).iter().enumerate() {
            row.insert(nth("quote", number), quotation.text.clone());
            for (name, text) in [("locator", &quotation.locator), ("quote_id", &quotation.id)] {
                if let Some(text) = text {
                    row.insert(nth(name, number), text.clone());
                }
            }
        }
    }
}

fn confidence(confidence: &Confidence) -> String {
    match confidence {
        Confidence::Level(level) => (*level).to_owned(),
        Confidence::Number(number) => number.clone(),
    }
}

fn status(reading: &Reading) -> Option<String> {
    let words = [
        ("draft", reading.draft),
        ("unconfirmed", reading.unconfirmed),
        ("preferred", reading.rank == Rank::Preferred),
    ];
    let words: Vec<&str> = words
        .iter()
        .filter(|(_, holds)| *holds)
        .map(|(word, _)| *word)
        .collect();
    (!words.is_empty()).then(|| words.join("|"))
}

fn time(reading: &Reading, row: &mut Cells) {
    let Some(phrase) = &reading.statement.phrase else {
        return;
    };
    let mut put = |name: &str, text: String| row.insert(column(name), text);
    let about = |about: bool, date: &crate::date::Date| match about {
        true => format!("about {date}"),
        false => date.to_string(),
    };
    match phrase {
        Phrase::Interval { since, until } => {
            for (name, end) in [("since", since), ("until", until)] {
                if let Some(end) = end {
                    put(name, self::end(end));
                }
            }
        }
        Phrase::Between(start, end) => {
            put("between", start.to_string());
            put("and", end.to_string());
        }
        Phrase::At {
            about: hedged,
            date,
        } => {
            let name = if date.is_day() { "on" } else { "in" };
            put(name, about(*hedged, date));
        }
        Phrase::Throughout {
            about: hedged,
            date,
        } => {
            put("throughout", about(*hedged, date));
        }
        Phrase::Before(date) => {
            put("before", date.to_string());
        }
        Phrase::After(date) => {
            put("after", date.to_string());
        }
        Phrase::AsOf(date) => {
            put("as_of", date.to_string());
        }
    }
}

fn end(end: &End) -> String {
    match end.hedge {
        Hedge::None => end.date.to_string(),
        Hedge::About => format!("about {}", end.date),
        Hedge::AtLeast => format!("at least {}", end.date),
    }
}
