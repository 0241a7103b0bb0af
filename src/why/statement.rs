//! A statement with its readings; one that is inferred, with its rule and premises.

use oxrdf::{NamedNode, NamedNodeRef, NamedOrBlankNode, Term, Triple};
use serde::Serialize;

use super::WhyError;
use super::archive::{Archive, Named};
use super::notation;
use super::reading::{self, Reading};
use super::time::Time;
use crate::query::QueryError;
use crate::store::as_iri;
use crate::vocab::{self, citable, prov, rdf, skos};

/// What is said, and by which readings or rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Statement {
    pub iri: String,
    /// As it would be written.
    pub line: String,
    pub standing: Standing,
    pub subject: Named,
    pub predicate: Named,
    pub object: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    pub negated: bool,
    pub time: Time,
    pub roles: Vec<Role>,
    pub readings: Vec<Reading>,
    /// The rule by which it was inferred, if it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<Named>,
    /// What it was inferred from, by the rule or by a curator: statements, or an entity whose declaration says it.
    pub premises: Vec<String>,
}

/// Whether the bare triple holds by a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    Asserted,
    /// It holds by what it was inferred from.
    Inferred,
    /// A source says that it is not so.
    Denied,
    /// It is recorded, and nobody vouches for it.
    Unconfirmed,
    /// It was withdrawn.
    Deprecated,
}

impl Standing {
    pub fn name(self) -> &'static str {
        match self {
            Standing::Asserted => "asserted",
            Standing::Inferred => "inferred",
            Standing::Denied => "denied",
            Standing::Unconfirmed => "unconfirmed",
            Standing::Deprecated => "deprecated",
        }
    }
}

/// What is said of a subject: something with a name, or a value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(untagged)]
pub enum Value {
    Named(Named),
    Literal {
        value: String,
        datatype: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        lang: Option<String>,
    },
}

/// Who or what else takes part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Role {
    pub property: Named,
    pub value: Value,
    /// As a line has it.
    #[serde(skip)]
    pub words: String,
}

/// The triple that a statement is about, and all that is said of the statement itself.
pub struct Raw {
    pub triple: Triple,
    pub said: Vec<(NamedNode, Term)>,
}

impl Raw {
    /// Nothing if the IRI is no statement's.
    pub fn read(archive: &Archive, iri: &NamedNode) -> Result<Option<Raw>, QueryError> {
        let said = archive.store.about(iri.as_ref())?;
        let mut reified = said
            .iter()
            .filter(|(predicate, _)| *predicate == rdf::REIFIES);
        let triple = reified.find_map(|(_, object)| match object {
            Term::Triple(triple) => Some((**triple).clone()),
            _ => None,
        });
        Ok(triple.map(|triple| Raw { triple, said }))
    }

    pub fn has(&self, predicate: NamedNodeRef, object: &Term) -> bool {
        let mut said = self.said.iter();
        said.any(|(known, value)| *known == predicate && value == object)
    }

    pub fn is_negated(&self) -> bool {
        self.has(citable::NEGATED, &oxrdf::Literal::from(true).into())
    }

    pub fn is_inferred(&self) -> bool {
        self.has(rdf::TYPE, &citable::INFERRED_STATEMENT.into())
    }

    fn links(&self, wanted: NamedNodeRef) -> impl Iterator<Item = NamedNode> {
        let found = self.said.iter().filter(move |(known, _)| *known == wanted);
        found.filter_map(|(_, object)| as_iri(object.clone()))
    }

    /// What it was inferred from: statements and entities, no quotations.
    pub fn premises(&self, archive: &Archive) -> Vec<NamedNode> {
        let rooms = ["statement/", "entity/"].map(|room| archive.own(room));
        let is_premise = |iri: &NamedNode| {
            rooms
                .iter()
                .any(|room| iri.as_str().starts_with(room.as_str()))
        };
        self.links(prov::WAS_DERIVED_FROM)
            .filter(is_premise)
            .collect()
    }

    /// The roles that qualify the statement `iri`, each with its value.
    pub fn roles(
        &self,
        archive: &Archive,
        iri: &NamedNode,
    ) -> Result<Vec<(NamedNode, Term)>, QueryError> {
        let mut roles = Vec::new();
        for (property, value) in &self.said {
            let triple = Triple::new(iri.clone(), property.clone(), value.clone());
            if is_role(archive, &triple)? {
                roles.push((property.clone(), value.clone()));
            }
        }
        Ok(roles)
    }
}

/// Whether what is said of a statement qualifies it by a role. Another statement may be about it, even by a
/// property that can be a role too: that has a node of its own.
pub fn is_role(archive: &Archive, triple: &Triple) -> Result<bool, QueryError> {
    Ok(vocab::is_role(triple.predicate.as_ref())
        && archive
            .store
            .subjects(rdf::REIFIES, triple.clone())?
            .is_empty())
}

/// Reads a statement from the build; nothing if there is no such one.
pub fn read(archive: &Archive, iri: &NamedNode) -> Result<Option<Statement>, WhyError> {
    let Some(raw) = Raw::read(archive, iri)? else {
        return Ok(None);
    };
    let readings = reading::all(archive, iri)?;
    let unit = match raw.links(citable::UNIT).next() {
        Some(unit) => Some(notation_of(archive, &unit)?),
        None => None,
    };
    let time = Time::of(&raw.said);
    let roles = roles(archive, &raw, iri)?;
    Ok(Some(Statement {
        iri: iri.as_str().to_owned(),
        line: line(archive, &raw, unit.as_deref(), &time, &roles)?,
        standing: standing(&raw, &readings),
        subject: subject(archive, &raw.triple.subject)?,
        predicate: archive.named(&raw.triple.predicate)?,
        object: value(archive, &raw.triple.object)?,
        unit,
        negated: raw.is_negated(),
        time,
        roles,
        readings,
        rule: match raw.links(citable::RULE).next() {
            Some(rule) => Some(archive.named(&rule)?),
            None => None,
        },
        premises: raw
            .premises(archive)
            .into_iter()
            .map(NamedNode::into_string)
            .collect(),
    }))
}

fn standing(raw: &Raw, readings: &[Reading]) -> Standing {
    let asserted = readings.iter().any(Reading::asserts);
    let doubted = readings
        .iter()
        .any(|reading| reading.deprecated_because.is_none());
    match (raw.is_inferred(), raw.is_negated(), asserted) {
        (true, ..) => Standing::Inferred,
        (_, false, true) => Standing::Asserted,
        (_, true, true) => Standing::Denied,
        _ if doubted => Standing::Unconfirmed,
        _ => Standing::Deprecated,
    }
}

fn roles(archive: &Archive, raw: &Raw, iri: &NamedNode) -> Result<Vec<Role>, QueryError> {
    let role = |(property, object): (NamedNode, Term)| {
        let words = notation::term(archive, &object)?;
        Ok(Role {
            property: archive.named(&property)?,
            value: value(archive, &object)?,
            words: format!("{} {words}", archive.word(&property)),
        })
    };
    raw.roles(archive, iri)?.into_iter().map(role).collect()
}

fn notation_of(archive: &Archive, unit: &NamedNode) -> Result<String, QueryError> {
    let notations = archive.store.objects(unit, skos::NOTATION)?;
    match notations.first() {
        Some(notation) => archive.name(notation),
        None => archive.name(&unit.clone().into()),
    }
}

fn subject(archive: &Archive, subject: &NamedOrBlankNode) -> Result<Named, QueryError> {
    match subject {
        NamedOrBlankNode::NamedNode(iri) => archive.named(iri),
        NamedOrBlankNode::BlankNode(node) => Ok(Named {
            iri: node.to_string(),
            label: node.to_string(),
        }),
    }
}

/// A term, with its name.
pub fn value(archive: &Archive, term: &Term) -> Result<Value, QueryError> {
    Ok(match term {
        Term::NamedNode(iri) => Value::Named(archive.named(iri)?),
        Term::Literal(literal) => Value::Literal {
            value: literal.value().to_owned(),
            datatype: literal.datatype().as_str().to_owned(),
            lang: literal.language().map(str::to_owned),
        },
        other => Value::Named(Named {
            iri: other.to_string(),
            label: archive.name(other)?,
        }),
    })
}

/// A statement as it would be written. Of what is inferred the time is told in the words of its bounds.
fn line(
    archive: &Archive,
    raw: &Raw,
    unit: Option<&str>,
    time: &Time,
    roles: &[Role],
) -> Result<String, QueryError> {
    let mut line = bare(archive, &raw.triple, raw.is_negated())?;
    for words in unit.map(str::to_owned).into_iter().chain(time.words()) {
        line += &format!(" {words}");
    }
    for role in roles {
        line += &format!("; {}", role.words);
    }
    Ok(line)
}

/// A triple as it would be written.
pub fn bare(archive: &Archive, triple: &Triple, negated: bool) -> Result<String, QueryError> {
    let subject = notation::term(archive, &triple.subject.clone().into())?;
    let predicate = notation::predicate(archive, &triple.predicate);
    let object = match &triple.object {
        Term::NamedNode(class) if triple.predicate == rdf::TYPE => {
            notation::with_article(&notation::class(archive, class))
        }
        object => notation::term(archive, object)?,
    };
    let not = if negated { "not " } else { "" };
    Ok(format!("{subject} {not}{predicate} {object}"))
}
