//! A statement of one version, with its readings and the quotations that they rest on.

use std::collections::BTreeMap;

use oxrdf::{NamedNode, Term, Triple};
use serde::Serialize;

use super::notation;
use super::quotation::{self, Quoted};
use super::reading::{self, Reading};
use super::side::{Side, iri, is_a, text_of, values};
use crate::store::StoreError;
use crate::vocab::{citable, oa, prov, rdf};

/// A statement, as a version has it.
#[derive(Clone, Debug, Serialize)]
pub struct Statement {
    /// Nothing where statements are bare triples.
    pub iri: Option<String>,
    /// As a line of the notation, without what belongs to a reading.
    pub line: String,
    /// What its readings say of it, as qualifiers of the notation.
    pub qualifiers: Vec<String>,
    pub quotations: Vec<Quoted>,
    /// The statements that it was inferred from, in words.
    pub premises: Vec<String>,
    /// The rule that it follows by, if it is inferred.
    pub rule: Option<String>,
    #[serde(skip)]
    pub said: Said,
    #[serde(skip)]
    pub readings: Vec<Reading>,
}

/// What a statement says, as terms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    pub triple: Triple,
    pub negated: bool,
    pub unit: Option<NamedNode>,
    /// The time's literals, by their names.
    pub time: BTreeMap<&'static str, Term>,
    /// The days that follow from the time.
    pub bounds: Vec<(String, String)>,
    pub roles: Vec<(NamedNode, Term)>,
}

impl Said {
    fn of(triple: Triple) -> Said {
        Said {
            triple,
            negated: false,
            unit: None,
            time: BTreeMap::new(),
            bounds: Vec::new(),
            roles: Vec::new(),
        }
    }
}

/// The names of a time's literals, which are those of the properties.
const TIMES: [&str; 5] = ["since", "until", "at", "throughout", "asOf"];

const BOUNDS: [&str; 4] = ["startEarliest", "startLatest", "endEarliest", "endLatest"];

/// Reads a statement; nothing if the version has no such statement.
pub fn read(node: &str, side: &Side) -> Result<Option<Statement>, StoreError> {
    let about = side.about(node)?;
    let is_statement =
        is_a(&about, citable::STATEMENT) || is_a(&about, citable::INFERRED_STATEMENT);
    let Some(triple) = triple(&about).filter(|_| is_statement) else {
        return Ok(None);
    };
    let mut said = Said::of(triple);
    said.negated = values(&about, citable::NEGATED).next().is_some();
    for (predicate, value) in &about {
        let local = predicate.as_str().strip_prefix(citable::NAMESPACE);
        let of = |names: &[&'static str]| names.iter().find(|name| Some(**name) == local).copied();
        if let Some(name) = of(&TIMES) {
            said.time.insert(name, value.clone());
        } else if let Some(name) = of(&BOUNDS) {
            said.bounds.push((name.to_owned(), side.words_of(value)?));
        } else if *predicate == citable::UNIT {
            said.unit = iri(value).map(NamedNode::new_unchecked);
        } else if side.roles.contains(predicate) {
            said.roles.push((predicate.clone(), value.clone()));
        }
    }
    let mut statement = described(Some(node), said, side)?;
    statement.rule = values(&about, citable::RULE)
        .find_map(iri)
        .map(|rule| side.short(rule));
    for from in values(&about, prov::WAS_DERIVED_FROM).filter_map(iri) {
        match quotation::read(from, side)? {
            Some(quoted) => statement.quotations.push(quoted),
            None => statement.premises.push(premise(from, side)?),
        }
    }
    for reading in side.leading_to(oa::HAS_BODY, node)? {
        statement
            .readings
            .push(reading::read(reading.as_str(), side)?);
    }
    statement.qualifiers = reading::qualifiers(&statement.readings);
    Ok(Some(statement))
}

/// The statement that a bare triple stands for.
pub fn bare(triple: Triple, side: &Side) -> Result<Statement, StoreError> {
    described(None, Said::of(triple), side)
}

fn described(iri: Option<&str>, said: Said, side: &Side) -> Result<Statement, StoreError> {
    Ok(Statement {
        iri: iri.map(str::to_owned),
        line: notation::line(&said, side)?,
        qualifiers: Vec::new(),
        quotations: Vec::new(),
        premises: Vec::new(),
        rule: None,
        said,
        readings: Vec::new(),
    })
}

/// The triple that a statement's node is about, in either form.
fn triple(about: &super::side::About) -> Option<Triple> {
    let reified = values(about, rdf::REIFIES).find_map(|term| match term {
        Term::Triple(triple) => Some((**triple).clone()),
        _ => None,
    });
    reified.or_else(|| {
        let part = |predicate| values(about, predicate).next();
        let subject = iri(part(rdf::SUBJECT)?)?;
        let predicate = iri(part(rdf::PREDICATE)?)?;
        Some(Triple::new(
            NamedNode::new_unchecked(subject),
            NamedNode::new_unchecked(predicate),
            part(rdf::OBJECT)?.clone(),
        ))
    })
}

/// What a statement was inferred from, in words: a line, or the name of what is no statement.
fn premise(node: &str, side: &Side) -> Result<String, StoreError> {
    let about = side.about(node)?;
    let Some(triple) = triple(&about) else {
        return side.words_of(&NamedNode::new_unchecked(node).into());
    };
    let mut said = Said::of(triple);
    said.negated = text_of(&about, citable::NEGATED).is_some();
    for name in TIMES {
        let predicate = format!("{}{name}", citable::NAMESPACE);
        let predicate = oxrdf::NamedNodeRef::new_unchecked(&predicate);
        if let Some(value) = values(&about, predicate).next() {
            said.time.insert(name, value.clone());
        }
    }
    notation::line(&said, side)
}
