//! A mapping set and its mappings, as SSSOM has them in RDF (<https://mapping-commons.github.io/sssom/spec-formats-rdf/>), and
//! the links that hold by them.
//!
//! A mapping is an `owl:Axiom` of what it says, so that rejected pairs are there and assert nothing. What a set says of all its
//! mappings stands at each of them.

use oxrdf::{Literal, NamedNodeRef};
use oxsdatatypes::Double;

use super::quads::{Graph, Quads};
use crate::iri::Base;
use crate::mapping::{Resolved, Row, day};
use crate::sssom::slots::{Range, SLOTS, Slot, entity_type};
use crate::sssom::{MappingSet, NO_TERM_FOUND, is_iri};
use crate::store::Segment;
use crate::vocab::{dcterms, owl, prov, rdf, sssom, xsd};

/// All that a file of mappings says; `path` is where it stands.
pub fn lower(path: &str, resolved: &Resolved, base: &Base) -> Segment {
    let itself = set_iri(path, base);
    let mut quads = Quads::default();
    let mut graph = quads.graph(&itself);
    lower_set(path, &itself, &resolved.set, base, &mut graph);
    let known = |row: &&Row| row.subject.is_some();
    for row in resolved.rows.iter().filter(known) {
        let iri = iri(path, row, base);
        graph.link(&itself, sssom::MAPPINGS, &iri);
        lower_row(&iri, row, &resolved.set, &mut graph);
    }
    let mut links = quads.graph(&base.graph("links"));
    for row in &resolved.rows {
        if let (Some(subject), Some(link), Some(object)) = (&row.subject, &row.link, &row.object) {
            links.link(subject, NamedNodeRef::new_unchecked(link), object);
        }
    }
    quads.finish()
}

/// The IRI of a mapping set, which is that of its graph.
fn set_iri(path: &str, base: &Base) -> String {
    base.mappings(path.strip_prefix("data/").unwrap_or(path))
}

/// The IRI of a mapping.
pub fn iri(path: &str, row: &Row, base: &Base) -> String {
    match &row.key {
        Ok(key) => format!("{}#{key}", set_iri(path, base)),
        Err(given) => given.clone(),
    }
}

fn lower_set(path: &str, itself: &str, set: &MappingSet, base: &Base, graph: &mut Graph) {
    graph.link(itself, rdf::TYPE, sssom::MAPPING_SET.as_str());
    graph.link(itself, prov::WAS_DERIVED_FROM, &base.file(path));
    for (key, property) in [
        ("mapping_set_id", sssom::MAPPING_SET_ID),
        ("license", dcterms::LICENSE),
        ("mapping_set_source", prov::WAS_DERIVED_FROM),
    ] {
        for value in set.metadata_values(key).iter().filter(|it| is_iri(it)) {
            graph.link(itself, property, value);
        }
    }
    for (key, property) in [
        ("mapping_set_title", dcterms::TITLE),
        ("mapping_set_description", dcterms::DESCRIPTION),
        ("mapping_set_version", owl::VERSION_INFO),
        ("creator_label", sssom::CREATOR_LABEL),
    ] {
        for value in set.metadata_values(key) {
            graph.text(itself, property, value);
        }
    }
    for value in set.metadata_values("creator_id") {
        if let Some(iri) = set.expand(value) {
            graph.link(itself, dcterms::CREATOR, &iri);
        }
    }
}

fn lower_row(iri: &str, row: &Row, set: &MappingSet, graph: &mut Graph) {
    graph.link(iri, rdf::TYPE, owl::AXIOM.as_str());
    let object = row.object.as_deref().unwrap_or(NO_TERM_FOUND);
    let ends = [
        (owl::ANNOTATED_SOURCE, row.subject.as_deref()),
        (owl::ANNOTATED_PROPERTY, row.predicate.as_deref()),
        (owl::ANNOTATED_TARGET, Some(object)),
    ];
    for (property, end) in ends {
        if let Some(end) = end {
            graph.link(iri, property, end);
        }
    }
    let ends = ["record_id", "subject_id", "predicate_id", "object_id"];
    for slot in SLOTS.iter().filter(|slot| !ends.contains(&slot.name)) {
        for value in set.values_of(row.row, slot) {
            lower_slot(iri, slot, &value, set, graph);
        }
    }
}

/// A value that cannot be what its slot has is left out: that is told.
fn lower_slot(iri: &str, slot: &Slot, value: &str, set: &MappingSet, graph: &mut Graph) {
    let property = NamedNodeRef::new_unchecked(slot.iri);
    match slot.range {
        Range::Entity => {
            if let Some(other) = set.expand(value) {
                graph.link(iri, property, &other);
            }
        }
        Range::Iri if is_iri(value) => graph.link(iri, property, value),
        Range::Iri => {}
        Range::Text => graph.text(iri, property, value),
        Range::Share => {
            // As engines write it, so that all of them have the same term.
            if let Ok(number) = value.parse::<Double>() {
                let literal = Literal::new_typed_literal(number.to_string(), xsd::DOUBLE);
                graph.add(iri, property, &literal);
            }
        }
        Range::Date => {
            if let Some(day) = day(value) {
                let literal = Literal::new_typed_literal(day, xsd::DATE);
                graph.add(iri, property, &literal);
            }
        }
        Range::EntityType => match entity_type(value) {
            Some(class) => graph.link(iri, property, class),
            None => graph.text(iri, property, value),
        },
        Range::Modifier => graph.link(iri, property, sssom::NEGATED_PREDICATE.as_str()),
    }
}
