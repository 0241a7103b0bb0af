//! Statements as lines, so that what is shown can be typed again.

use oxrdf::{NamedNode, Term};

use super::archive::Archive;
use crate::model::EntityId;
use crate::notation::{self, name_in_line};
use crate::ontology::{Lookup, Ontology};
use crate::query::QueryError;
use crate::vocab::{citable, rdf};

/// A term as a line has it: a name, `^id`, an IRI, or a value.
pub fn term(archive: &Archive, term: &Term) -> Result<String, QueryError> {
    match term {
        Term::NamedNode(iri) => resource(archive, iri),
        Term::Literal(literal) => Ok(notation::value(literal)),
        other => archive.name(other),
    }
}

/// A term as people read it: what no line can name is called by its title or label all the same.
pub fn words(archive: &Archive, term: &Term) -> Result<String, QueryError> {
    match term {
        Term::NamedNode(iri) if !is_of(archive, "entity/", iri) => {
            let label = archive.name(&iri.clone().into())?;
            match label == archive.short(iri.as_str()) {
                true => resource(archive, iri),
                false => Ok(label),
            }
        }
        other => self::term(archive, other),
    }
}

fn is_of(archive: &Archive, room: &str, iri: &NamedNode) -> bool {
    iri.as_str().starts_with(archive.own(room).as_str())
}

fn resource(archive: &Archive, iri: &NamedNode) -> Result<String, QueryError> {
    if is_of(archive, "entity/", iri) {
        let label = archive.name(&iri.clone().into())?;
        if label != archive.short(iri.as_str())
            && is_called(archive, &label, iri)
            && let Some(name) = name_in_line(&label, &ontology(archive))
        {
            return Ok(name);
        }
    }
    if is_of(archive, "statement/", iri) {
        let id = iri.as_str().rsplit('/').next().unwrap_or_default();
        let readings = archive.sight.readings;
        if readings.is_none_or(|it| it.world.has_statement(id)) {
            return Ok(format!("^{id}"));
        }
    }
    let short = archive.short(iri.as_str());
    let expanded = ontology(archive).and_then(|known| known.expand(&short)?.ok());
    Ok(match expanded.as_deref() == Some(iri.as_str()) {
        true => short,
        false => format!("<{}>", iri.as_str()),
    })
}

/// Whether a name means an entity, or nothing: it may have got another one since the build.
fn is_called(archive: &Archive, name: &str, iri: &NamedNode) -> bool {
    let Some(readings) = archive.sight.readings else {
        return true;
    };
    let own = |id: &EntityId| {
        let id = &readings.world.model.entity(*id).id;
        archive.own(&format!("entity/{id}")) == *iri
    };
    match &*readings.world.called(name) {
        [one] => own(one),
        several => several.is_empty(),
    }
}

fn ontology<'a>(archive: &'a Archive) -> Option<&'a Ontology> {
    archive
        .sight
        .readings
        .map(|readings| readings.world.ontology)
}

/// The predicate as a line has it; a class is given by `is`.
pub fn predicate(archive: &Archive, property: &NamedNode) -> String {
    if *property == rdf::TYPE {
        return "is".to_owned();
    }
    if *property == citable::ACCORDING_TO {
        return "according to".to_owned();
    }
    archive.word(property)
}

/// A class as a line has it.
pub fn class(archive: &Archive, class: &NamedNode) -> String {
    let word = ontology(archive).and_then(|known| {
        let id = known.class_of(class)?;
        let word = &known.class(id).word;
        matches!(known.find_class(word), Lookup::One(found) if found == id).then_some(word)
    });
    match word {
        Some(word) => word.clone(),
        None => archive.short(class.as_str()),
    }
}

/// A word with its article.
pub fn with_article(word: &str) -> String {
    let vowel = word.starts_with(['A', 'E', 'I', 'O', 'a', 'e', 'i', 'o']);
    format!("{} {word}", if vowel { "an" } else { "a" })
}
