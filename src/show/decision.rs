//! What mapping sets say of an entity: what it is elsewhere, and what it is not, with who has decided that.

use oxrdf::{NamedNode, NamedNodeRef, Term};
use serde::Serialize;

use crate::notation;
use crate::sssom::NO_TERM_FOUND;
use crate::vocab::{dcterms, owl, pav, sssom};
use crate::why::{Archive, Place, WhyError};

/// A row of a mapping set.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Decision {
    /// `same as`, `close to`, or the property.
    pub relation: String,
    /// Nothing where the other data set has no such thing.
    pub target: Option<String>,
    pub rejected: bool,
    pub justification: Option<String>,
    pub by: Vec<String>,
    pub on: Option<String>,
    pub confidence: Option<String>,
    #[serde(flatten)]
    pub place: Place,
}

/// The decisions about an entity, in the order of what they say.
pub fn decisions(archive: &Archive, entity: &NamedNode) -> Result<Vec<Decision>, WhyError> {
    let nodes = archive
        .store
        .subjects(owl::ANNOTATED_SOURCE, entity.clone())?;
    let mut decisions = Vec::new();
    for node in nodes {
        let sets = archive.store.subjects(sssom::MAPPINGS, node.clone())?;
        // Axioms of other RDF have no set.
        for set in sets {
            decisions.push(read(archive, &node, set.as_str())?);
        }
    }
    decisions.sort();
    Ok(decisions)
}

fn read(archive: &Archive, node: &NamedNode, set: &str) -> Result<Decision, WhyError> {
    let about = archive.store.about(node.as_ref())?;
    let all = |property: NamedNodeRef| -> Vec<String> {
        let values = about.iter().filter(|(known, _)| *known == property);
        let word = |(_, value): &(NamedNode, Term)| match value {
            Term::Literal(literal) => literal.value().to_owned(),
            Term::NamedNode(iri) => archive.short(iri.as_str()),
            other => other.to_string(),
        };
        values.map(word).collect()
    };
    let first = |property| all(property).into_iter().next();
    let end = |property: NamedNodeRef| {
        let mut values = about.iter().filter(|(known, _)| *known == property);
        values.find_map(|(_, value)| match value {
            Term::NamedNode(iri) => Some(iri.as_str().to_owned()),
            _ => None,
        })
    };
    let target = end(owl::ANNOTATED_TARGET).filter(|iri| iri != NO_TERM_FOUND);
    let property = end(owl::ANNOTATED_PROPERTY).unwrap_or_default();
    let justification = end(sssom::JUSTIFICATION);
    Ok(Decision {
        relation: relation(archive, &property),
        target: target.map(|iri| archive.short(&iri)),
        rejected: first(sssom::PREDICATE_MODIFIER).is_some(),
        justification: justification.map(|iri| crate::iri::last_part(&iri).to_owned()),
        by: [pav::AUTHORED_BY, sssom::AUTHOR_LABEL]
            .into_iter()
            .flat_map(all)
            .collect(),
        on: first(dcterms::CREATED),
        confidence: first(sssom::CONFIDENCE),
        place: Place {
            file: archive.path(set).map(str::to_owned),
            line: archive.line(set, node.as_str()),
            ..Place::default()
        },
    })
}

fn relation(archive: &Archive, property: &str) -> String {
    let word = notation::link(NamedNodeRef::new_unchecked(property)).map(str::to_owned);
    word.unwrap_or_else(|| archive.short(property))
}

impl Decision {
    /// It, in a line.
    pub fn line(&self) -> String {
        let mut parts = vec![match (&self.target, self.rejected) {
            (None, _) => "nothing found".to_owned(),
            (Some(target), true) => format!("not {} {target}", self.relation),
            (Some(target), false) => format!("{} {target}", self.relation),
        }];
        parts.extend(self.justification.clone());
        parts.extend(self.by.iter().cloned());
        parts.extend(self.on.clone());
        let confidence = self.confidence.as_ref();
        parts.extend(confidence.map(|number| format!("confidence {number}")));
        let place = match (&self.place.file, self.place.line) {
            (Some(file), Some(line)) => Some(format!("{file}:{line}")),
            (file, _) => file.clone(),
        };
        parts.extend(place);
        parts.join(", ")
    }
}
