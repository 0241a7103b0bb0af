//! Which graph is meant by a name.

use std::collections::BTreeSet;

use super::ExportError;
use super::dataset::{Dataset, Id};
use crate::diagnostic::did_you_mean;

/// The graph of a name: its IRI, or what follows the base in it.
pub fn select(wanted: &str, dataset: &Dataset, base: &str) -> Result<Id, ExportError> {
    let ids: BTreeSet<Id> = dataset.quads.iter().filter_map(|quad| quad.graph).collect();
    let graphs: Vec<(Id, &str)> = ids
        .iter()
        .filter_map(|&id| Some((id, dataset.iri(id)?)))
        .collect();
    let short = |iri: &str| iri.strip_prefix(base).unwrap_or(iri).to_owned();
    let found = graphs
        .iter()
        .find(|(_, iri)| *iri == wanted || short(iri) == wanted);
    found.map(|(id, _)| *id).ok_or_else(|| {
        let names: BTreeSet<String> = graphs.iter().map(|(_, iri)| short(iri)).collect();
        ExportError::Graph {
            wanted: wanted.to_owned(),
            nearest: nearest(wanted, &names),
            known: names.into_iter().collect::<Vec<_>>().join(", "),
        }
    })
}

/// The name that was mistyped, or that of which only the last part was typed, rightly or nearly.
fn nearest(wanted: &str, names: &BTreeSet<String>) -> Option<String> {
    let last = |name: &String| name.rsplit('/').next().unwrap_or_default().to_owned();
    let of_last = |wanted: &str| names.iter().find(|name| last(name) == wanted).cloned();
    of_last(wanted)
        .or_else(|| did_you_mean(wanted, names))
        .or_else(|| of_last(&did_you_mean(wanted, names.iter().map(last))?))
}
