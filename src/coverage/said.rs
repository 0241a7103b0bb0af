//! What was read off a quotation, as a line of the notation. In a dossier it is the line itself; a row is written as
//! the line that would say the same.

use super::Said;
use super::collect::one_line;
use crate::files::{File, Kind};
use crate::model::{Dossier, Entity, Literal, Object, Rank, Reading, Resource};
use crate::resolve::World;
use crate::time::{End, Hedge, Phrase};
use crate::vocab::{rdf, xsd};

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
        words.extend(statement.phrase.as_ref().map(time));
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
            Rank::Deprecated(why) => parts.push(format!("deprecated because {why:?}")),
        }
        parts.join("; ")
    }

    fn resource(&self, resource: &Resource) -> String {
        resource.name(&self.world.model)
    }

    fn object(&self, object: &Object) -> String {
        match object {
            Object::Resource(resource) => self.resource(resource),
            Object::Literal(literal) => self.literal(literal),
        }
    }

    fn literal(&self, literal: &Literal) -> String {
        let datatype = literal.datatype.as_ref();
        let is_string = datatype == xsd::STRING || datatype == rdf::LANG_STRING;
        let mut words = match is_string {
            true => format!("\"{}\"", literal.value),
            false => literal.value.clone(),
        };
        if let Some(lang) = &literal.lang {
            words.push_str(&format!("@{lang}"));
        }
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

fn time(phrase: &Phrase) -> String {
    let about = |about: &bool| if *about { "about " } else { "" };
    match phrase {
        Phrase::Interval { since, until } => {
            let ends = [("since", since), ("until", until)].into_iter();
            let ends =
                ends.filter_map(|(word, end)| Some(format!("{word} {}", self::end(end.as_ref()?))));
            ends.collect::<Vec<_>>().join(" ")
        }
        Phrase::Between(a, b) => format!("between {a} and {b}"),
        Phrase::At { about: hedge, date } if date.is_day() => format!("on {}{date}", about(hedge)),
        Phrase::At { about: hedge, date } => format!("in {}{date}", about(hedge)),
        Phrase::Throughout { about: hedge, date } => format!("throughout {}{date}", about(hedge)),
        Phrase::Before(date) => format!("before {date}"),
        Phrase::After(date) => format!("after {date}"),
        Phrase::AsOf(date) => format!("as of {date}"),
    }
}

fn end(end: &End) -> String {
    let hedge = match end.hedge {
        Hedge::None => "",
        Hedge::About => "about ",
        Hedge::AtLeast => "at least ",
    };
    format!("{hedge}{}", end.date)
}
