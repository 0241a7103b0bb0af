//! Readings: what the one who read a statement thinks of it.

use std::collections::BTreeMap;

use oxrdf::NamedNodeRef;

use super::respect::Kind;
use super::side::{Side, iri, local_name, values};
use crate::store::StoreError;
use crate::vocab::{citable, dcterms, oa, rdfs, skos};

/// A reading, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    pub iri: String,
    /// The dossier or table that it stands in.
    pub container: String,
    /// What it says of the statement, sorted.
    pub says: BTreeMap<Kind, Vec<String>>,
}

/// What a reading may say.
const PROPERTIES: [(NamedNodeRef, Kind); 10] = [
    (citable::STATUS, Kind::Status),
    (citable::RANK, Kind::Rank),
    (citable::DEPRECATED_BECAUSE, Kind::Deprecated),
    (citable::CONFIDENCE, Kind::Confidence),
    (citable::CONFIDENCE_LEVEL, Kind::Confidence),
    (citable::ACCORDING_TO, Kind::AccordingTo),
    (citable::BECAUSE, Kind::Because),
    (rdfs::SEE_ALSO, Kind::See),
    (skos::NOTE, Kind::Note),
    (dcterms::CREATOR, Kind::Curator),
];

pub fn read(node: &str, side: &Side) -> Result<Reading, StoreError> {
    let about = side.about(node)?;
    let mut says: BTreeMap<Kind, Vec<String>> = BTreeMap::new();
    for (predicate, kind) in PROPERTIES {
        for value in values(&about, predicate) {
            let words = match iri(value) {
                Some(term) if [Kind::Status, Kind::Rank].contains(&kind) => {
                    local_name(term).to_lowercase()
                }
                _ => side.words_of(value)?,
            };
            says.entry(kind).or_default().push(words);
        }
    }
    let container = node
        .rsplit_once('#')
        .map_or(node, |(container, _)| container);
    Ok(Reading {
        iri: node.to_owned(),
        container: side.short(container),
        says,
    })
}

/// The statement that a reading is of.
pub fn body(node: &str, side: &Side) -> Result<Option<String>, StoreError> {
    let bodies = side.objects(node, oa::HAS_BODY)?;
    Ok(bodies.iter().find_map(iri).map(str::to_owned))
}

/// What all readings of a statement say of it, as qualifiers of the notation.
pub fn qualifiers(readings: &[Reading]) -> Vec<String> {
    let mut qualifiers = Vec::new();
    for reading in readings {
        for (kind, values) in &reading.says {
            for value in values {
                if let Some(qualifier) = qualifier(*kind, value)
                    && !qualifiers.contains(&qualifier)
                {
                    qualifiers.push(qualifier);
                }
            }
        }
    }
    qualifiers
}

/// The qualifier that says this; nothing for what goes without saying.
fn qualifier(kind: Kind, value: &str) -> Option<String> {
    Some(match kind {
        Kind::Status if value == "unconfirmed" => value.to_owned(),
        Kind::Rank if value == "preferred" => value.to_owned(),
        Kind::Deprecated => format!("deprecated because \"{value}\""),
        Kind::Confidence => format!("confidence {value}"),
        Kind::AccordingTo => format!("according to {value}"),
        Kind::Because => format!("because \"{value}\""),
        Kind::Note => format!("note \"{value}\""),
        _ => return None,
    })
}
