//! A source, as one cites it.

use oxrdf::{NamedNode, Term};
use serde::Serialize;

use super::archive::Archive;
use crate::query::QueryError;
use crate::vocab::{citable, dcterms, schema};

/// The cited work, as far as the dossier on it tells.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Source {
    pub iri: String,
    pub title: String,
    pub lang: Option<String>,
    pub author: Option<String>,
    pub publisher: Option<String>,
    /// When it was published, and when it was retrieved.
    pub published: Option<String>,
    pub retrieved: Option<String>,
    pub url: Option<String>,
    pub archived: Option<String>,
    pub rights: Option<String>,
    /// The path of the stored text, and its digest when it was built from.
    pub text: Option<String>,
    pub sha256: Option<String>,
    /// Why there is no stored text.
    pub text_why: Option<String>,
}

/// Reads a source from the build.
pub fn read(archive: &Archive, iri: &NamedNode) -> Result<Source, QueryError> {
    let said = archive.store.about(iri.as_ref())?;
    let first = |predicate| {
        let found = said.iter().find(|(known, _)| *known == predicate);
        found.map(|(_, object)| match object {
            Term::Literal(literal) => literal.value().to_owned(),
            Term::NamedNode(iri) => iri.as_str().to_owned(),
            other => other.to_string(),
        })
    };
    Ok(Source {
        iri: iri.as_str().to_owned(),
        title: first(schema::NAME).unwrap_or_else(|| archive.short(iri.as_str())),
        lang: first(schema::IN_LANGUAGE),
        author: first(schema::AUTHOR),
        publisher: first(schema::PUBLISHER),
        published: first(schema::DATE_PUBLISHED),
        retrieved: first(citable::RETRIEVED),
        url: first(schema::URL),
        archived: first(schema::ARCHIVED_AT),
        rights: first(dcterms::RIGHTS),
        text: first(citable::TEXT),
        sha256: first(citable::SHA256),
        text_why: first(citable::TEXT_WHY),
    })
}
