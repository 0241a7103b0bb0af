//! A reading: who read a statement off which words, where it stands, and what they think of it.

use oxrdf::{NamedNode, Term};
use serde::Serialize;

use super::WhyError;
use super::archive::{Archive, Named};
use super::place::{self, Marks, Place};
use super::quotation::{self, Quotation};
use crate::store::as_iri;
use crate::vocab::{citable, dcterms, oa, rdfs, skos};

/// That somebody read a statement off quotations, or reasoned it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Reading {
    pub iri: String,
    /// The dossier or table that it stands in.
    pub container: String,
    #[serde(flatten)]
    pub place: Place,
    pub curator: Option<String>,
    /// Who reviewed the dossier, while the review holds.
    pub reviewed_by: Option<String>,
    pub status: Status,
    pub unconfirmed: bool,
    pub preferred: bool,
    /// Why it was withdrawn, if it was.
    pub deprecated_because: Option<String>,
    /// A number or a level.
    pub confidence: Option<String>,
    pub according_to: Option<Named>,
    pub because: Option<String>,
    /// Statements to compare.
    pub see: Vec<String>,
    pub notes: Vec<String>,
    pub quotations: Vec<Quotation>,
}

/// What a reading rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Words that stand in the stored text.
    Verified,
    /// Words of a source without a stored text.
    Unverified,
    /// A reason, or other statements.
    Reasoned,
}

impl Status {
    pub fn name(self) -> &'static str {
        match self {
            Status::Verified => "verified",
            Status::Unverified => "unverified",
            Status::Reasoned => "reasoned",
        }
    }
}

impl Reading {
    /// Whether it lets the bare triple hold, if the statement isn't denied.
    pub fn asserts(&self) -> bool {
        !self.unconfirmed && self.deprecated_because.is_none()
    }
}

/// The readings of a statement, in the order of their places.
pub fn all(archive: &Archive, statement: &NamedNode) -> Result<Vec<Reading>, WhyError> {
    let iris = archive.store.subjects(oa::HAS_BODY, statement.clone())?;
    let mut readings: Vec<Reading> = iris
        .iter()
        .map(|iri| read(archive, statement, iri))
        .collect::<Result<_, _>>()?;
    readings.sort_by(|a, b| (&a.place, &a.iri).cmp(&(&b.place, &b.iri)));
    Ok(readings)
}

fn read(archive: &Archive, statement: &NamedNode, iri: &NamedNode) -> Result<Reading, WhyError> {
    let said = archive.store.about(iri.as_ref())?;
    let objects = |wanted| {
        said.iter()
            .filter(move |(known, _)| *known == wanted)
            .map(|(_, object)| object)
    };
    let texts = |wanted| objects(wanted).filter_map(text);
    let has = |predicate, object| objects(predicate).any(|known| *known == Term::from(object));
    let (container, _) = iri.as_str().split_once('#').unwrap_or((iri.as_str(), ""));
    let mut quotations = Vec::new();
    for target in objects(oa::HAS_TARGET).cloned().filter_map(as_iri) {
        quotations.push(quotation::read(archive, &target)?);
    }
    quotations.sort_by(|a, b| (a.start, &a.iri).cmp(&(b.start, &b.iri)));
    let because = texts(citable::BECAUSE).next();
    let marks = Marks {
        key: statement.as_str().rsplit('/').next().unwrap_or_default(),
        quotations: &quotations,
        because: because.as_deref(),
    };
    let according_to = objects(citable::ACCORDING_TO).next().cloned();
    Ok(Reading {
        place: place::find(archive, container, &marks)?,
        container: archive.short(container),
        iri: iri.as_str().to_owned(),
        curator: texts(dcterms::CREATOR).next(),
        reviewed_by: reviewer(archive, container)?,
        status: match () {
            _ if has(citable::STATUS, citable::VERIFIED) => Status::Verified,
            _ if has(citable::STATUS, citable::UNVERIFIED) => Status::Unverified,
            _ => Status::Reasoned,
        },
        unconfirmed: has(citable::STATUS, citable::UNCONFIRMED),
        preferred: has(citable::RANK, citable::PREFERRED),
        deprecated_because: texts(citable::DEPRECATED_BECAUSE).next(),
        confidence: texts(citable::CONFIDENCE)
            .chain(texts(citable::CONFIDENCE_LEVEL))
            .next(),
        according_to: match according_to.and_then(as_iri) {
            Some(who) => Some(archive.named(&who)?),
            None => None,
        },
        see: objects(rdfs::SEE_ALSO)
            .cloned()
            .filter_map(as_iri)
            .map(NamedNode::into_string)
            .collect(),
        notes: texts(skos::NOTE).collect(),
        because,
        quotations,
    })
}

fn reviewer(archive: &Archive, container: &str) -> Result<Option<String>, WhyError> {
    let dossier = NamedNode::new_unchecked(container);
    let reviewers = archive.store.objects(&dossier, citable::REVIEWED_BY)?;
    Ok(reviewers.iter().find_map(text))
}

fn text(term: &Term) -> Option<String> {
    match term {
        Term::Literal(literal) => Some(literal.value().to_owned()),
        _ => None,
    }
}
