//! What citable itself wrote as KGTK: each relation and value has an edge `inferred`, and its other qualifiers are named as the
//! fields are that `citable export` writes.

use oxrdf::{Literal, NamedNode};

use super::super::reified::given_id;
use super::super::wikibase::{Snak, value};
use super::{DEPRECATED, Edge, snak, symbol};
use crate::import::found::{Found, More, Rank, Value};
use crate::import::times;
use crate::vocab::{IDENTITY, schema, skos};

/// What follows from other fields, or from the text once it is found again.
const SILENT: [&str; 14] = [
    "inferred",
    "time",
    "startEarliest",
    "startLatest",
    "endEarliest",
    "endLatest",
    "status",
    "rule",
    "premises",
    "dossiers",
    "curators",
    "sourceIris",
    "locators",
    "quotations",
];
const TIMES: [&str; 5] = ["since", "until", "at", "throughout", "asOf"];

/// Whether the qualifiers of an edge are citable's.
pub fn is_own(qualifiers: &[&Edge]) -> bool {
    let mut labels = qualifiers.iter().map(|edge| edge.label.as_str());
    labels.any(|label| label == "inferred")
}

/// Says that a thing is the same as another, or close to it, if the label says so.
pub fn links(subject: &str, label: &str, value: &Snak, found: &mut Found) -> bool {
    let Snak::Entity(other) = value else {
        return false;
    };
    if label == schema::URL.as_str() {
        found.left.out("addresses of things", other);
        return true;
    }
    let is_same = IDENTITY.iter().any(|same| label == same.as_str());
    if !is_same && label != skos::CLOSE_MATCH.as_str() {
        return false;
    }
    if found.wants(subject) {
        let thing = found.thing(subject);
        let thing = found.thing_mut(thing);
        match is_same {
            true => thing.same_as.push(other.clone()),
            false => thing.close_to.push(other.clone()),
        }
    }
    true
}

/// Says a relation or a value with all that is known of it.
pub fn say(
    edge: &Edge,
    qualifiers: &[&Edge],
    object: Snak,
    found: &mut Found,
) -> Result<(), String> {
    let subject = symbol(&edge.node1);
    let id = edge.id.as_deref().unwrap_or(&edge.node1);
    let text = |name: &str| {
        let named = qualifiers.iter().find(|edge| edge.label == name);
        named.map(|edge| plain(&edge.node2))
    };
    let why = match text("inferred").as_deref() {
        Some("true") => {
            Some("inferred statements (they follow again once the drafts are taken over)")
        }
        _ if id.starts_with("triple-") => {
            Some("bare triples (put their file under data/external/ to have them)")
        }
        _ => None,
    };
    if let Some(why) = why {
        found.left.out(why, id);
        return Ok(());
    }
    let mut more = More {
        id: given_id(id),
        ..More::default()
    };
    let mut literals = Vec::new();
    for qualifier in qualifiers {
        let (name, node2) = (qualifier.label.as_str(), &qualifier.node2);
        match name {
            _ if TIMES.contains(&name) => literals.push((name, plain(node2))),
            "quotations" => {
                let why = "quotations: their words are still to be found in the text";
                found.left.out(why, plain(node2));
            }
            _ if SILENT.contains(&name) => {}
            "sources" => found.left.out("sources without an address", plain(node2)),
            "seeAlso" => found
                .left
                .out("references from one statement to another", node2),
            "unit" | "datatype" => {}
            "rank" => more.rank = rank(&plain(node2)),
            // The word is what a curator wrote, the number what was made of it.
            "confidenceLevel" => more.confidence = Some(plain(node2)),
            "confidence" => {
                more.confidence.get_or_insert(plain(node2));
            }
            "because" => more.because = Some(plain(node2)),
            "notes" => more.notes.push(plain(node2)),
            "accordingTo" => more.according_to = Some(found.thing(&plain(node2))),
            role => match value(&snak(node2)?, found) {
                Ok(value) => more.roles.push((found.term(role), value)),
                Err(why) => found.left.out(&format!("qualifiers: {why}"), id),
            },
        }
    }
    let literals = literals.iter().map(|(name, text)| (*name, text.as_str()));
    more.phrase = times::of_literals(literals);
    let object = match value(&object, found) {
        Ok(object) => typed(object, text("datatype"), text("unit")),
        Err(why) => {
            found.left.out(why, id);
            return Ok(());
        }
    };
    let predicate = found.term(&edge.label);
    let subject = found.thing(&subject);
    found.say(subject, predicate, object, more);
    Ok(())
}

/// A value with the datatype or the unit that an edge of its own tells.
fn typed(value: Value, datatype: Option<String>, unit: Option<String>) -> Value {
    let Value::Literal(literal) = value else {
        return value;
    };
    let datatype = datatype.and_then(|iri| NamedNode::new(iri).ok());
    let literal = match datatype {
        Some(datatype) => Literal::new_typed_literal(literal.value(), datatype),
        None => literal,
    };
    match unit {
        Some(unit) => Value::Quantity(literal, unit),
        None => Value::Literal(literal),
    }
}

fn rank(text: &str) -> Rank {
    match text {
        "preferred" => Rank::Preferred,
        "deprecated" => Rank::Deprecated(DEPRECATED.to_owned()),
        _ => Rank::Normal,
    }
}

/// A value of an edge as a text: a date as EDTF has it, and a string without its marks.
fn plain(node2: &str) -> String {
    match snak(node2) {
        Ok(Snak::Literal(literal)) => literal.value().to_owned(),
        Ok(Snak::Time {
            time, precision, ..
        }) => {
            let date = times::of_wikibase(&time, precision);
            date.map_or(time, |date| date.literal().value.to_string())
        }
        Ok(Snak::Quantity { amount, .. }) => amount,
        Ok(Snak::Entity(key)) => key,
        Ok(Snak::Odd(_)) | Err(_) => node2.to_owned(),
    }
}
