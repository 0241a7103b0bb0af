//! What a query asks for and what an entity is, as the two sides of a score.
//!
//! Of the entity only those properties count that are asked for. What is asked for a property becomes what its values are: a date,
//! a neighbour, or an identifier, of which the property is the kind.

use std::collections::BTreeSet;

use oxrdf::{NamedNode, Term};

use super::{Catalogue, Refusal};
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
        for side in [&mut asked, &mut known] {
            let id = catalogue.entities[entity].id.clone();
            side.identifiers.push((ID.to_owned(), id));
        }
    }
    for (property, values) in wanted.properties {
        let kind = property.as_str();
        let has = catalogue.values(entity, property)?;
        for value in &values.v {
            add(&mut asked, kind, asked_value(catalogue, value));
        }
        for value in &has {
            let agreeing = values.v.iter().find(|one| agrees(catalogue, value, one));
            // What agrees but for spelling is said in the words of the query.
            let said = match agreeing {
                Some(one) => asked_value(catalogue, one),
                None => known_value(catalogue, value),
            };
            add(&mut known, kind, said);
        }
    }
    Ok((asked, known))
}

/// A value, as it is compared.
enum Said {
    Date(String),
    Neighbour(String),
    Text(String),
}

fn add(side: &mut Side, kind: &str, said: Said) {
    match said {
        Said::Date(date) => side.dates.push((kind.to_owned(), date)),
        // A neighbour by one property is none by another.
        Said::Neighbour(name) => side.neighbours.push(format!("{kind} {name}")),
        Said::Text(text) => side.identifiers.push((kind.to_owned(), text)),
    }
}

fn asked_value(catalogue: &Catalogue, value: &PropertyValue) -> Said {
    match value {
        PropertyValue::Entity { id, .. } => Said::Neighbour(id.clone()),
        PropertyValue::Number(number) => text(number.to_string()),
        PropertyValue::Boolean(value) => Said::Text(value.to_string()),
        PropertyValue::Text(wanted) => match catalogue.entity(wanted) {
            Some(entity) => Said::Neighbour(catalogue.entities[entity].id.clone()),
            None => text(wanted.clone()),
        },
    }
}

fn known_value(catalogue: &Catalogue, value: &Term) -> Said {
    match value {
        Term::NamedNode(iri) => match catalogue.entity_of(iri) {
            Some(entity) => Said::Neighbour(catalogue.entities[entity].id.clone()),
            None => Said::Text(iri.as_str().to_owned()),
        },
        Term::Literal(literal) => text(literal.value().to_owned()),
        other => Said::Text(other.to_string()),
    }
}

/// A text, which may be a date.
fn text(text: String) -> Said {
    let is_date = text.len() > 4 && crate::date::Date::parse(&text).is_ok();
    if is_date {
        Said::Date(text)
    } else {
        Said::Text(text)
    }
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
