//! What a query asks for and what an entity is, as the two sides of a score.
//!
//! Of the entity only those properties count that are asked for. Their values become dates, neighbours, or identifiers, of which the
//! property is the kind, on both sides alike.

use std::collections::BTreeSet;

use oxrdf::{NamedNode, Term};

use super::{Catalogue, Refusal};
use crate::date::Date;
use crate::find::{How, Wanted as Text};
use crate::link::score::Side;
use crate::reconcile::message::{PropertyQuery, PropertyValue, Query};

/// The kind of identifiers that ids and IRIs of entities are.
const ID: &str = "id";

/// What is asked for, as the vocabulary has it.
pub struct Wanted<'a> {
    pub query: &'a Query,
    pub classes: &'a [Option<usize>],
    pub properties: &'a [(NamedNode, &'a PropertyQuery)],
}

/// The side of the query, and that of an entity.
pub fn of(
    catalogue: &Catalogue,
    wanted: &Wanted,
    entity: usize,
    is_identified: bool,
) -> Result<(Side, Side), Refusal> {
    let mut asked = Side {
        names: wanted.query.query.iter().cloned().collect(),
        classes: wanted.query.types.clone(),
        ..Side::default()
    };
    let mut known = Side {
        names: catalogue.called_entity(entity),
        classes: classes(catalogue, wanted, entity),
        ..Side::default()
    };
    if is_identified {
        // What is no name cannot be unlike one.
        asked.names.clear();
        for side in [&mut asked, &mut known] {
            let id = catalogue.entities[entity].id.clone();
            side.identifiers.push((ID.to_owned(), id));
        }
    }
    for (property, values) in wanted.properties {
        let has = catalogue.values(entity, property)?;
        add(
            catalogue,
            property.as_str(),
            &values.v,
            &has,
            (&mut asked, &mut known),
        );
    }
    Ok((asked, known))
}

/// Adds what is asked of a property, and what an entity has. What agrees but for spelling is said in the same words on both sides.
fn add(
    catalogue: &Catalogue,
    kind: &str,
    wanted: &[PropertyValue],
    has: &[Term],
    (asked, known): (&mut Side, &mut Side),
) {
    let is_of_entities = has.iter().any(|value| id_of(catalogue, value).is_some());
    for one in wanted {
        let agreeing = has.iter().find(|value| agrees(catalogue, value, one));
        let said = agreeing.map_or_else(|| asked_value(one), |value| known_value(catalogue, value));
        say(asked, kind, said, is_of_entities);
    }
    for value in has {
        say(known, kind, known_value(catalogue, value), is_of_entities);
    }
}

/// A date is a date; what stands for an entity is a neighbour, of which the property is a part, as a neighbour by one property is
/// none by another; all else identifies.
fn say(side: &mut Side, kind: &str, said: String, is_of_entities: bool) {
    if is_of_entities {
        side.neighbours.push(format!("{kind} {said}"));
    } else if said.len() > 3 && Date::parse(&said).is_ok() {
        side.dates.push((kind.to_owned(), said));
    } else {
        side.identifiers.push((kind.to_owned(), said));
    }
}

fn asked_value(value: &PropertyValue) -> String {
    match value {
        PropertyValue::Entity { id, .. } => id.clone(),
        PropertyValue::Number(number) => number.to_string(),
        PropertyValue::Boolean(value) => value.to_string(),
        PropertyValue::Text(text) => text.clone(),
    }
}

fn known_value(catalogue: &Catalogue, value: &Term) -> String {
    match (id_of(catalogue, value), value) {
        (Some(id), _) => id,
        (None, Term::Literal(literal)) => literal.value().to_owned(),
        (None, Term::NamedNode(iri)) => iri.as_str().to_owned(),
        (None, other) => other.to_string(),
    }
}

fn id_of(catalogue: &Catalogue, value: &Term) -> Option<String> {
    let Term::NamedNode(iri) = value else {
        return None;
    };
    let entity = catalogue.entity_of(iri)?;
    Some(catalogue.entities[entity].id.clone())
}

/// Whether a value is what is asked for, but for spelling; an entity by any of its names.
pub fn agrees(catalogue: &Catalogue, value: &Term, wanted: &PropertyValue) -> bool {
    let entity = match value {
        Term::NamedNode(iri) => catalogue.entity_of(iri),
        _ => None,
    };
    let text = match value {
        Term::Literal(literal) => literal.value(),
        Term::NamedNode(iri) => iri.as_str(),
        _ => return false,
    };
    match wanted {
        PropertyValue::Entity { id, .. } => entity.is_some() && entity == catalogue.entity(id),
        PropertyValue::Boolean(wanted) => text == wanted.to_string(),
        PropertyValue::Number(wanted) => {
            let number = text.parse::<f64>().ok();
            number.is_some() && number == wanted.as_f64()
        }
        PropertyValue::Text(wanted) => match entity {
            Some(entity) if catalogue.entity(wanted) == Some(entity) => true,
            Some(entity) => {
                let names = catalogue.called_entity(entity);
                names.iter().any(|name| is_same(wanted, name))
            }
            None => is_same(wanted, text),
        },
    }
}

fn is_same(wanted: &str, text: &str) -> bool {
    let how = Text::new(wanted).and_then(|prepared| prepared.like(text));
    matches!(how, Some(How::Same | How::Folded))
}

/// The classes of an entity, those that are asked for by the ids that they are asked for with.
fn classes(catalogue: &Catalogue, wanted: &Wanted, entity: usize) -> Vec<String> {
    let known: &BTreeSet<usize> = &catalogue.entities[entity].classes;
    let asked = wanted.query.types.iter().zip(wanted.classes);
    let has = asked.filter(|(_, class)| class.is_some_and(|class| known.contains(&class)));
    let has: Vec<String> = has.map(|(id, _)| id.clone()).collect();
    if !has.is_empty() {
        return has;
    }
    let others = catalogue.types(entity).into_iter();
    others.map(|class| class.id).collect()
}
