//! The declaration of an entity: what is inferred of its classes rests on it.

use oxrdf::NamedNode;
use serde::Serialize;

use super::WhyError;
use super::archive::Archive;
use super::notation;
use super::place::Place;
use super::quotation::{self, Quotation};
use super::stored_text::StoredText;
use crate::query::QueryError;
use crate::store::{Store, as_iri};
use crate::vocab::{oa, prov, rdf};

/// `NAME is a CLASS`, where it stands, and the quotations above it if there are any.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Declaration {
    pub iri: String,
    pub line: String,
    #[serde(flatten)]
    pub place: Place,
    pub quotations: Vec<Quotation>,
}

/// Reads the declaration of an entity.
pub fn read(archive: &Archive, iri: &NamedNode) -> Result<Declaration, WhyError> {
    let mut quotations = Vec::new();
    for quoted in archive.links(iri, prov::WAS_DERIVED_FROM)? {
        if archive.link(&quoted, oa::HAS_SELECTOR)?.is_some() {
            quotations.push(quotation::read(archive, &quoted)?);
        }
    }
    let name = notation::term(archive, &iri.clone().into())?;
    let classes: Vec<String> = classes(archive.store, iri)?
        .iter()
        .map(|class| notation::class(archive, class))
        .collect();
    Ok(Declaration {
        iri: iri.as_str().to_owned(),
        line: format!(
            "{name} is {}",
            notation::with_article(&classes.join(" and "))
        ),
        place: place(archive, iri)?,
        quotations,
    })
}

/// The classes with which an entity was declared: those that no rule gives it.
pub fn classes(store: &Store, iri: &NamedNode) -> Result<Vec<NamedNode>, QueryError> {
    let mut declared = Vec::new();
    let classes = store.objects(iri, rdf::TYPE)?;
    for class in classes.into_iter().filter_map(as_iri) {
        let triple = oxrdf::Triple::new(iri.clone(), rdf::TYPE, class.clone());
        let inferred = store.subjects(rdf::REIFIES, triple)?;
        if inferred.is_empty() {
            declared.push(class);
        }
    }
    Ok(declared)
}

/// Where an entity is declared.
pub fn place(archive: &Archive, iri: &NamedNode) -> Result<Place, WhyError> {
    let id = iri.as_str().strip_prefix(archive.own("entity/").as_str());
    let (Some(readings), Some(id)) = (archive.sight.readings, id) else {
        return Ok(Place::default());
    };
    let Some(entity) = readings.world.entity_with(id) else {
        return Ok(Place::default());
    };
    let span = readings.world.model.entity(entity).span;
    let path = archive.sight.files.path(span.file);
    let file = archive.text(path)?;
    let position = |text: &StoredText| text.file.position(span.start as usize).line;
    Ok(Place {
        file: Some(path.to_owned()),
        line: file.as_ref().as_ref().map(position),
        ..Place::default()
    })
}
