//! What was read off a quotation, as a line of the notation. In a dossier it is the line itself; a row is written as
//! the line that would say the same.

use super::Said;
use super::collect::one_line;
use crate::files::{File, Kind};
use crate::model::{Dossier, Entity, Literal, Object, Rank, Reading, Resource};
use crate::notation::{self, name_in_line};
use crate::resolve::World;
use crate::time::Phrase;

/// Writes what one file says.
pub struct Writer<'a> {
    world: &'a World<'a>,
    file: &'a File,
}

impl<'a> Writer<'a> {
    pub fn new(world: &'a World<'a>, file: &'a File) -> Writer<'a> {
        Writer { world, file }
    }

    pub fn statement(&self, dossier: &Dossier, reading: &Reading) -> Said {
        let words = match dossier.kind {
            Kind::Facts => self.row(reading),
            _ => without_mark(&one_line(&self.file.text[reading.span.range()])).to_owned(),
        };
        let iri = || self.world.project.base.statement(&reading.key);
        Said {
            words,
            line: self.file.position(reading.span.start as usize).line,
            iri: (!reading.draft).then(iri),
            draft: reading.draft,
        }
    }

    pub fn declaration(&self, entity: &Entity) -> Said {
        let classes = entity.classes.iter();
        let words: Vec<&str> = classes
            .map(|&class| self.world.ontology.class(class).word.as_str())
            .collect();
        let iri = || self.world.project.base.entity(&entity.id);
        Said {
            words: format!("{} is {}", entity.label.text, words.join(" and ")),
            line: self.file.position(entity.span.start as usize).line,
            iri: (!entity.draft).then(iri),
            draft: entity.draft,
        }
    }

    fn row(&self, reading: &Reading) -> String {
        let statement = &reading.statement;
        let ontology = self.world.ontology;
        let mut words = vec![self.resource(&statement.subject)];
        words.extend(statement.negated.then(|| "not".to_owned()));
        words.push(ontology.property(statement.predicate).word.clone());
        words.push(self.object(&statement.object));
        words.extend(statement.phrase.as_ref().map(Phrase::to_string));
        let mut parts = vec![words.join(" ")];
        for (role, value) in &statement.roles {
            let role = &ontology.property(*role).word;
            parts.push(format!("{role} {}", self.object(value)));
        }
        let who = reading.according_to.as_ref();
        parts.extend(who.map(|who| format!("according to {}", self.resource(who))));
        parts.extend(reading.unconfirmed.then(|| "unconfirmed".to_owned()));
        match &reading.rank {
            Rank::Normal => {}
            Rank::Preferred => parts.push("preferred".to_owned()),
            Rank::Deprecated(why) => {
                let why = notation::value(&oxrdf::Literal::new_simple_literal(why));
                parts.push(format!("deprecated because {why}"));
            }
        }
        parts.join("; ")
    }

    fn resource(&self, resource: &Resource) -> String {
        let name = resource.name(&self.world.model);
        match resource {
            Resource::Entity(_) => {
                name_in_line(&name, self.world.ontology).unwrap_or_else(|| format!("[{name}]"))
            }
            _ => name,
        }
    }

    fn object(&self, object: &Object) -> String {
        match object {
            Object::Resource(resource) => self.resource(resource),
            Object::Literal(literal) => self.literal(literal),
        }
    }

    fn literal(&self, literal: &Literal) -> String {
        let mut words = notation::value(&oxrdf::Literal::from(literal));
        if let Some(unit) = literal.unit {
            words.push(' ');
            words.push_str(&self.world.ontology.unit(unit).notation);
        }
        words
    }
}

/// A line without its draft's mark.
fn without_mark(line: &str) -> &str {
    let mut marks = ["[ ] ", "[x] ", "[X] "].into_iter();
    marks
        .find_map(|mark| line.strip_prefix(mark))
        .unwrap_or(line)
}
