//! Mappings: links of entities that the import declares, and drafts about those that the project has, since no declaration of
//! the project is changed.

use oxrdf::Literal;

use super::found::{Found, Mapping, More, Value, is_iri};
use super::known::{Entities, Match};
use crate::vocab::{owl, schema, skos, xsd};

/// Properties that mean the same read from the other side.
const TURNED: &[(&str, &str)] = &[("broadMatch", "narrowMatch"), ("narrowMatch", "broadMatch")];
const BOTH_WAYS: &[&str] = &["exactMatch", "closeMatch", "relatedMatch"];

/// Puts every mapping where it belongs.
pub fn place(found: &mut Found, entities: &Entities) {
    for mapping in std::mem::take(&mut found.mappings) {
        let mapping = match turned(&mapping) {
            Some(other)
                if !is_known(found, entities, &mapping) && is_known(found, entities, &other) =>
            {
                other
            }
            _ => mapping,
        };
        let is_known = is_known(found, entities, &mapping);
        let object = found.things[mapping.object.0 as usize].key.clone();
        let subject = found.thing_mut(mapping.subject);
        subject.is_described = true;
        let is = |property: oxrdf::NamedNodeRef| mapping.predicate == property.as_str();
        if !is_known && (is(skos::EXACT_MATCH) || is(owl::SAME_AS) || is(schema::SAME_AS)) {
            subject.same_as.push(object);
        } else if !is_known && is(skos::CLOSE_MATCH) {
            subject.close_to.push(object);
        } else {
            say(mapping, &object, found);
        }
    }
}

/// A mapping as a statement, whose object is an IRI, as it is of another data set.
fn say(mapping: Mapping, object: &str, found: &mut Found) {
    let predicate = found.term(&mapping.predicate);
    let more = More {
        confidence: mapping.confidence,
        notes: mapping.note.into_iter().collect(),
        ..More::default()
    };
    let object = match is_iri(object) {
        true => Value::Thing(mapping.object),
        false => Value::Literal(Literal::new_typed_literal(object, xsd::STRING)),
    };
    found.say(mapping.subject, predicate, object, more);
}

fn is_known(found: &Found, entities: &Entities, mapping: &Mapping) -> bool {
    let thing = &found.things[mapping.subject.0 as usize];
    if let Match::One(_) = entities.by_iri(thing) {
        return true;
    }
    let label = thing.labels.first().map(|label| label.text.clone());
    label.is_some_and(|label| matches!(entities.by_name(thing, &label), Match::One(_)))
}

/// The mapping from the other side, if it can be said.
fn turned(mapping: &Mapping) -> Option<Mapping> {
    let local = mapping.predicate.strip_prefix(skos::NAMESPACE);
    let is_same = mapping.predicate == owl::SAME_AS.as_str()
        || local.is_some_and(|it| BOTH_WAYS.contains(&it));
    let other = local.and_then(|local| TURNED.iter().find(|(one, _)| *one == local));
    let predicate = match (is_same, other) {
        (true, _) => mapping.predicate.clone(),
        (false, Some((_, other))) => format!("{}{other}", skos::NAMESPACE),
        (false, None) => return None,
    };
    Some(Mapping {
        subject: mapping.object,
        object: mapping.subject,
        predicate,
        confidence: mapping.confidence.clone(),
        note: mapping.note.clone(),
    })
}
