//! What the terms of a vocabulary are in another one, by what the vocabulary says of them.

use std::collections::BTreeSet;

use oxrdf::NamedNodeRef;

use super::terms::Terms;
use crate::export::dataset::Id;
use crate::vocab::{owl, rdfs, skos};

/// Links to terms that mean the same.
const SAME: [NamedNodeRef<'static>; 3] = [
    owl::EQUIVALENT_CLASS,
    owl::EQUIVALENT_PROPERTY,
    skos::EXACT_MATCH,
];
/// Links to terms that mean more: what is said with the one is true with the other.
const ABOVE: [NamedNodeRef<'static>; 2] = [rdfs::SUB_CLASS_OF, rdfs::SUB_PROPERTY_OF];

/// The IRIs that a class or property has elsewhere, the nearest first: its own, those of terms that mean the same, those of
/// terms above it, step by step, and for each of these at last those that are close to it.
pub fn elsewhere(terms: &Terms, term: Id) -> Vec<Id> {
    let mut found = vec![term];
    let mut seen = BTreeSet::from([term]);
    let mut next = 0;
    while next < found.len() {
        let links = SAME.into_iter().chain(ABOVE);
        let linked = links.flat_map(|link| terms.objects(found[next], link));
        let linked: Vec<Id> = linked.filter(|id| seen.insert(*id)).collect();
        found.extend(linked);
        next += 1;
    }
    let close = found
        .iter()
        .flat_map(|&id| terms.objects(id, skos::CLOSE_MATCH));
    let close: Vec<Id> = close.filter(|id| seen.insert(*id)).collect();
    found.extend(close);
    found
}

/// The first of those IRIs that is in one of some namespaces, without it, if `is_known` takes it.
pub fn within(
    terms: &Terms,
    term: Id,
    namespaces: &[&str],
    is_known: impl Fn(&str) -> bool,
) -> Option<String> {
    elsewhere(terms, term).into_iter().find_map(|id| {
        let iri = terms.text(id);
        let mut rest = namespaces
            .iter()
            .filter_map(|space| iri.strip_prefix(space));
        rest.find(|rest| is_known(rest)).map(str::to_owned)
    })
}
