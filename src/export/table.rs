//! Statements as a table of statements: one row a reading, which reads back to the same statement, reading and
//! quotations.
//!
//! It is written from what was resolved and not from the build's quads, since only the readings themselves say what
//! each was reasoned from and how its values were typed. A reading that rests on several quotations has the columns
//! `quote`, `locator` and `quote_id` several times; so does a role with several values, and a second note.

use std::collections::HashMap;

use crate::compile::Readings;
use crate::files::FilesError;
use crate::iri::Base;
use crate::model::{
    Confidence, Dossier, Entity, EntityId, Literal, Object, Rank, Reading, Resource,
};
use crate::ontology::{Ontology, PropertyId, Range};
use crate::resolve::World;
use crate::table::is_fact_column;
use crate::table::write::{self, Row};
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

/// Writes the readings that are `wanted` as a table, with tabs or commas between the cells; and how many there are.
pub fn facts(
    readings: &Readings,
    wanted: &dyn Fn(&Reading) -> bool,
    tabs: bool,
) -> Result<(String, usize), TableError> {
    let writer = Writer::new(readings.world);
    let mut rows: Vec<Row> = Vec::new();
    readings.each(|dossier| {
        for reading in dossier.readings.iter().filter(|reading| wanted(reading)) {
            rows.push(writer.row(dossier, reading)?);
        }
        Ok::<_, TableError>(())
    })?;
    let (text, _) = write::table(&|row| rows.iter().for_each(row), tabs);
    Ok((text, rows.len()))
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

    fn row(&self, dossier: &Dossier, reading: &Reading) -> Result<Row, TableError> {
        let mut row = Row::default();
        let statement = &reading.statement;
        row.put("subject", self.resource(&statement.subject));
        let predicate = self.ontology().property(statement.predicate);
        row.put("predicate", predicate.word.clone());
        if statement.negated {
            row.put("not", "not");
        }
        self.object(reading, &mut row)?;
        if let Some(phrase) = &statement.phrase {
            row.time(phrase);
        }
        self.roles(reading, &mut row)?;
        self.qualifiers(reading, &mut row);
        self.quotations(dossier, reading, &mut row);
        Ok(row)
    }

    fn object(&self, reading: &Reading, row: &mut Row) -> Result<(), TableError> {
        let property = reading.statement.predicate;
        let text = match &reading.statement.object {
            Object::Resource(resource) => self.resource(resource),
            Object::Literal(literal) => {
                if let Some(lang) = &literal.lang {
                    row.put("lang", lang.clone());
                }
                if let Some(unit) = literal.unit {
                    row.put("unit", self.ontology().unit(unit).notation.clone());
                }
                self.literal(property, literal)?
            }
        };
        row.put("object", text);
        Ok(())
    }

    /// A role's values, each in a column with the role's name, and its language where it has one.
    fn roles(&self, reading: &Reading, row: &mut Row) -> Result<(), TableError> {
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
            row.role(name, text);
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

    fn qualifiers(&self, reading: &Reading, row: &mut Row) {
        let mut put = |name: &str, text: Option<String>| {
            if let Some(text) = text {
                row.put(name, text);
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
            row.nth("note", number, note.clone());
        }
    }

    fn quotations(&self, dossier: &Dossier, reading: &Reading, row: &mut Row) {
        if let Some(source) = self.world.model.source_of(dossier, reading.group) {
            row.put("source", source.id.clone());
        }
        for (number, quotation) in dossier.quotations_of(reading.group).iter().enumerate() {
            row.nth("quote", number, quotation.text.clone());
            for (name, text) in [("locator", &quotation.locator), ("quote_id", &quotation.id)] {
                if let Some(text) = text {
                    row.nth(name, number, text.clone());
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
