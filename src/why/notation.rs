//! Statements as lines, so that what is shown can be typed again.

use oxrdf::{Literal, NamedNode, Term};

use super::archive::Archive;
use crate::ontology::Lookup;
use crate::query::QueryError;
use crate::time::OPENERS;
use crate::vocab::{self, citable, rdf, xsd};

/// Words beside those that begin a time which mean something else where a name stands.
const WORDS: &[&str] = &["is", "not", "this"];

/// A term as a line has it: a name, `^id`, or a value.
pub fn term(archive: &Archive, term: &Term) -> Result<String, QueryError> {
    match term {
        Term::NamedNode(iri) => resource(archive, iri),
        Term::Literal(literal) => Ok(value(literal)),
        other => archive.name(other),
    }
}

fn resource(archive: &Archive, iri: &NamedNode) -> Result<String, QueryError> {
    let label = archive.name(&iri.clone().into())?;
    if label != archive.short(iri.as_str()) && !label.contains(['\n']) {
        return Ok(name(archive, &label));
    }
    let own = iri
        .as_str()
        .strip_prefix(archive.own("statement/").as_str());
    Ok(match own {
        Some(id) => format!("^{id}"),
        None if label.contains('/') => format!("<{}>", iri.as_str()),
        None => label,
    })
}

/// A name, in brackets where a line would be read otherwise without.
fn name(archive: &Archive, label: &str) -> String {
    let starts = label.starts_with(['"', '<', '^', '[']);
    let means_more =
        |word: &str| WORDS.contains(&word) || OPENERS.contains(&word) || is_property(archive, word);
    if starts
        || label.contains([';', '[', ']', ',', '\\'])
        || label.split_whitespace().any(means_more)
    {
        return format!("[{}]", label.replace('\\', "\\\\"));
    }
    label.to_owned()
}

fn is_property(archive: &Archive, word: &str) -> bool {
    let ontology = archive
        .sight
        .readings
        .map(|readings| readings.world.ontology);
    ontology.is_some_and(|known| {
        !matches!(
            known.find_property(word),
            Lookup::None | Lookup::NoPrefix(_)
        )
    })
}

/// A value as a line has it, without its unit.
fn value(literal: &Literal) -> String {
    let datatype = literal.datatype();
    let is_bare =
        vocab::is_numeric(datatype) || vocab::is_date(datatype) || datatype == xsd::BOOLEAN;
    if is_bare {
        return literal.value().to_owned();
    }
    let quoted = literal.value().replace('\\', "\\\\").replace('"', "\\\"");
    match literal.language() {
        Some(lang) => format!("\"{quoted}\"@{lang}"),
        None => format!("\"{quoted}\""),
    }
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
    let ontology = archive
        .sight
        .readings
        .map(|readings| readings.world.ontology);
    let word = ontology.and_then(|known| {
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
