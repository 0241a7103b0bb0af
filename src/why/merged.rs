//! Entities that were merged into others, over however many steps.
//!
//! Dossiers cannot merge in a circle, but external data can say anything.

use std::collections::BTreeSet;

use oxrdf::NamedNode;

use crate::query::QueryError;
use crate::store::{Store, as_iri};
use crate::vocab::dcterms;

/// The entity that stays of one; itself if it wasn't merged.
pub fn stays(store: &Store, entity: NamedNode) -> Result<NamedNode, QueryError> {
    let mut stays = entity;
    let mut seen = BTreeSet::new();
    while seen.insert(stays.clone()) {
        let next = store.objects(&stays, dcterms::IS_REPLACED_BY)?;
        match next.into_iter().find_map(as_iri) {
            Some(next) => stays = next,
            None => break,
        }
    }
    Ok(stays)
}

/// All that was merged into an entity, sorted.
pub fn doubles(store: &Store, entity: &NamedNode) -> Result<Vec<NamedNode>, QueryError> {
    let mut doubles = BTreeSet::new();
    let mut open = vec![entity.clone()];
    while let Some(one) = open.pop() {
        for double in store.subjects(dcterms::IS_REPLACED_BY, one)? {
            if double != *entity && doubles.insert(double.clone()) {
                open.push(double);
            }
        }
    }
    Ok(doubles.into_iter().collect())
}
