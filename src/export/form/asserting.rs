//! Which reifiers are those of asserted statements.
//!
//! A triple can be asserted by one statement and denied, doubted or withdrawn by another of the same triple,
//! in one dossier. Only the first says that it holds, so only its time counts.

use std::collections::HashSet;

use crate::export::dataset::{Dataset, Id, Quad, Value};
use crate::vocab::{citable, oa};

/// The statements that do not assert their triple, each with its graph.
pub fn silent(dataset: &Dataset) -> HashSet<(Id, Option<Id>)> {
    let find = |iri| dataset.find(iri);
    let (status, unconfirmed) = (find(citable::STATUS), find(citable::UNCONFIRMED));
    let (rank, deprecated) = (find(citable::RANK), find(citable::DEPRECATED));
    let (negated, body) = (find(citable::NEGATED), find(oa::HAS_BODY));
    let is = |quad: &Quad, predicate: Option<Id>, object: Option<Id>| {
        Some(quad.predicate) == predicate && Some(quad.object) == object
    };
    let mut silent = HashSet::new();
    let mut doubted = HashSet::new();
    for quad in &dataset.quads {
        if is(quad, status, unconfirmed) || is(quad, rank, deprecated) {
            doubted.insert((quad.subject, quad.graph));
        }
        if Some(quad.predicate) == negated && is_true(&dataset.value(quad.object)) {
            silent.insert((quad.subject, quad.graph));
        }
    }
    let readings = || {
        dataset
            .quads
            .iter()
            .filter(|quad| Some(quad.predicate) == body)
    };
    let (weak, strong): (Vec<&Quad>, Vec<&Quad>) =
        readings().partition(|reading| doubted.contains(&(reading.subject, reading.graph)));
    let strong: HashSet<_> = strong
        .iter()
        .map(|reading| (reading.object, reading.graph))
        .collect();
    let weak = weak.iter().map(|reading| (reading.object, reading.graph));
    silent.extend(weak.filter(|statement| !strong.contains(statement)));
    silent
}

/// Whether a value is the truth value `true`.
pub fn is_true(value: &Value) -> bool {
    matches!(value, Value::Literal(literal) if matches!(literal.value(), "true" | "1"))
}
