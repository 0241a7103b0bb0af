//! Candidates for queries.
//!
//! Names are compared as [`crate::find`] compares them. What else is asked for, classes and properties, raises or lowers what a
//! name is worth. A candidate is a match only if hardly anything speaks against it and no other is as good: a tie is shown
//! as one.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use oxrdf::{NamedNode, Term};
use rayon::prelude::*;
use serde_json::{Map, Value, json};

use super::suggest::unknown;
use super::{Catalogue, LIMIT, MOST, Refusal};
use crate::find::{How, Wanted, expanded};
use crate::reconcile::message::{
    Candidate, Feature, FeatureValue, PropertyQuery, PropertyValue, Query, TypeStrict,
};
use crate::vocab::schema;

/// A match has at least this score.
const SURE: f64 = 90.0;
/// And no other comes nearer to it than this.
const APART: f64 = 5.0;
/// How much of a score properties are worth, where they are asked for beside a name.
const OF_PROPERTIES: f64 = 0.4;
/// What is left of a score if an entity is of none of the classes that it should be of.
const OF_OTHER_CLASS: f64 = 0.6;
/// How many entities that are called so are looked into.
const LOOKED_INTO: usize = 4 * MOST;

/// An entity that may be meant, and how like its nearest name is, from 0 to 1.
struct Likely {
    entity: usize,
    likeness: f64,
}

impl Catalogue {
    /// A reconciliation result batch. Each query is answered on its own.
    pub fn reconcile(&self, batch: &[(String, Query)]) -> Result<Value, Refusal> {
        let result = |(key, query): &(String, Query)| {
            let candidates = self.candidates(query).map_err(|refusal| Refusal {
                pointer: refusal.pointer.map(|at| format!("/{key}{at}")),
                ..refusal
            })?;
            Ok((key.clone(), json!({ "result": candidates })))
        };
        let results = batch
            .iter()
            .map(result)
            .collect::<Result<Map<_, _>, Refusal>>()?;
        Ok(results.into())
    }

    /// The candidates for a query, the best first.
    pub fn candidates(&self, query: &Query) -> Result<Vec<Candidate>, Refusal> {
        let properties = self.properties_of(query)?;
        let classes: Vec<Option<usize>> = query
            .types
            .iter()
            .map(|id| self.classes.words.find(id))
            .collect();
        let likely = match &query.query {
            Some(name) => self.called(name)?,
            None => self.having(&properties)?,
        };
        let mut rated = Vec::new();
        for Likely { entity, likeness } in likely {
            let agrees = self.is_of(entity, &classes, query.type_strict);
            let is_strict = matches!(query.type_strict, Some(TypeStrict::Any | TypeStrict::All));
            if agrees == Some(false) && is_strict {
                continue;
            }
            let values = properties
                .iter()
                .map(|(property, wanted)| self.agreement(entity, property, &wanted.v));
            let values = values.collect::<Result<Vec<f64>, Refusal>>()?;
            let named = query.query.as_ref().map(|_| likeness);
            let score = score(named, &values, agrees);
            rated.push((entity, score, features(named, agrees, &properties, &values)));
        }
        rated.sort_by(|(a, one, _), (b, other, _)| other.total_cmp(one).then(a.cmp(b)));
        let second = rated
            .get(1)
            .map_or(f64::NEG_INFINITY, |(_, score, _)| *score);
        let limit = query.limit.unwrap_or(LIMIT);
        let numbered = rated.into_iter().take(limit).enumerate();
        let candidate = |(at, (entity, score, features)): (usize, (usize, f64, Vec<Feature>))| {
            let named = self.named(entity);
            Ok(Candidate {
                id: named.id,
                name: named.name,
                description: self.description(entity)?,
                types: self.types(entity),
                score,
                is_match: at == 0 && score >= SURE && score - second >= APART,
                features,
            })
        };
        numbered.map(candidate).collect()
    }

    /// The properties of a query, each as the vocabulary has it.
    fn properties_of<'q>(
        &self,
        query: &'q Query,
    ) -> Result<Vec<(NamedNode, &'q PropertyQuery)>, Refusal> {
        let numbered = query.properties.iter().enumerate();
        let found = numbered.map(|(at, wanted)| match self.properties.find(&wanted.pid) {
            Some(property) => Ok((self.properties.list[property].iri.clone(), wanted)),
            None => {
                let refusal = unknown("property", &wanted.pid);
                Err(Refusal::at(format!("/properties/{at}/pid"), refusal.detail))
            }
        });
        found.collect()
    }

    /// What is called like a text, or has it for its id, its IRI, or the IRI of the same in another data set.
    fn called(&self, text: &str) -> Result<Vec<Likely>, Refusal> {
        let mut nearest: BTreeMap<usize, (How, usize)> = BTreeMap::new();
        if let Some(wanted) = Wanted::new(text) {
            let names = self.names.par_iter().filter_map(|name| {
                let how = wanted.like(&name.text)?;
                Some((name.of, (how, name.text.chars().count())))
            });
            for (of, near) in names.collect::<Vec<_>>() {
                let known = nearest.entry(of).or_insert(near);
                *known = near.min(*known);
            }
        }
        for entity in self.identified(text)? {
            nearest.insert(entity, (How::Same, 0));
        }
        let length = text.trim().chars().count();
        let mut found: Vec<_> = nearest.into_iter().collect();
        found.sort_unstable_by_key(|(of, near)| (*near, *of));
        let likely = found
            .into_iter()
            .take(LOOKED_INTO)
            .map(|(entity, (how, other))| Likely {
                entity,
                likeness: likeness(how, length, other),
            });
        Ok(likely.collect())
    }

    /// The entities that a text identifies.
    fn identified(&self, text: &str) -> Result<Vec<usize>, Refusal> {
        let text = text.trim();
        let mut found: Vec<usize> = self.entity(text).into_iter().collect();
        let Some(iri) = expanded(text, &self.context) else {
            return Ok(found);
        };
        found.extend(self.entity_of(&iri));
        for same in self.store.subjects(schema::SAME_AS, iri)? {
            found.extend(self.entity_of(&same));
        }
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }

    /// What has any of some properties, for queries without a name.
    fn having(&self, properties: &[(NamedNode, &PropertyQuery)]) -> Result<Vec<Likely>, Refusal> {
        let mut found: BTreeMap<usize, usize> = BTreeMap::new();
        for (property, wanted) in properties {
            let mut has = Vec::new();
            self.store.pairs(property.as_ref(), |subject, value| {
                if let Some(entity) = self.entity_of(&subject)
                    && wanted
                        .v
                        .iter()
                        .any(|one| self.likeness_of(&value, one) > 0.0)
                {
                    has.push(entity);
                }
            })?;
            has.sort_unstable();
            has.dedup();
            for entity in has {
                *found.entry(entity).or_default() += 1;
            }
        }
        let mut found: Vec<_> = found.into_iter().collect();
        found.sort_unstable_by_key(|(entity, count)| (Reverse(*count), *entity));
        let likely = found
            .into_iter()
            .take(LOOKED_INTO)
            .map(|(entity, _)| Likely {
                entity,
                likeness: 1.0,
            });
        Ok(likely.collect())
    }

    /// Whether an entity is of the classes that are asked for: of one of them, or of all; nothing if none is asked for.
    fn is_of(
        &self,
        entity: usize,
        classes: &[Option<usize>],
        strict: Option<TypeStrict>,
    ) -> Option<bool> {
        let known = &self.entities[entity].classes;
        let mut has = classes
            .iter()
            .map(|class| class.is_some_and(|class| known.contains(&class)));
        match (classes, strict) {
            ([], _) => None,
            (_, Some(TypeStrict::All)) => Some(has.all(|has| has)),
            _ => Some(has.any(|has| has)),
        }
    }

    /// How well an entity's values of a property agree with what is asked for, from 0 to 1: by the best pair.
    fn agreement(
        &self,
        entity: usize,
        property: &NamedNode,
        wanted: &[PropertyValue],
    ) -> Result<f64, Refusal> {
        let values = self.values(entity, property)?;
        let pairs = values
            .iter()
            .flat_map(|value| wanted.iter().map(move |one| (value, one)));
        Ok(pairs
            .map(|(value, one)| self.likeness_of(value, one))
            .fold(0.0, f64::max))
    }

    fn likeness_of(&self, value: &Term, wanted: &PropertyValue) -> f64 {
        let entity = match value {
            Term::NamedNode(iri) => self.entity_of(iri),
            _ => None,
        };
        let text = match value {
            Term::Literal(literal) => literal.value(),
            Term::NamedNode(iri) => iri.as_str(),
            _ => return 0.0,
        };
        match wanted {
            PropertyValue::Entity { id, .. } => same(entity.is_some() && entity == self.entity(id)),
            PropertyValue::Boolean(wanted) => same(text == wanted.to_string()),
            PropertyValue::Number(wanted) => same(text.parse::<f64>().ok() == wanted.as_f64()),
            PropertyValue::Text(wanted) => match entity {
                Some(entity) if self.entity(wanted) == Some(entity) => 1.0,
                Some(entity) => {
                    // All that an entity is called stands together.
                    let from = self.names.partition_point(|name| name.of < entity);
                    let names = self.names[from..]
                        .iter()
                        .take_while(|name| name.of == entity);
                    names
                        .map(|name| alike(wanted, &name.text))
                        .fold(0.0, f64::max)
                }
                // What is less precise agrees with what is more so: 1990 with 1990-05-01.
                None if is_part_of_date(wanted, text) || is_part_of_date(text, wanted) => 1.0,
                None => alike(wanted, text),
            },
        }
    }
}

fn same(is: bool) -> f64 {
    f64::from(u8::from(is))
}

/// How alike two texts are, if they are the same but for spelling.
fn alike(wanted: &str, text: &str) -> f64 {
    let how = Wanted::new(wanted).and_then(|prepared| prepared.like(text));
    let (length, other) = (wanted.chars().count(), text.chars().count());
    match how {
        Some(how @ (How::Same | How::Folded | How::Mistyped(_))) => likeness(how, length, other),
        _ => 0.0,
    }
}

/// Whether a date is a year or a month of another.
fn is_part_of_date(part: &str, date: &str) -> bool {
    let is_date = |text: &str| {
        text.len() >= 4
            && text
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte == b'-')
    };
    let rest = date.strip_prefix(part);
    is_date(part) && is_date(date) && rest.is_some_and(|rest| rest.starts_with('-'))
}

/// How alike two names are, from 0 to 1, by how one was found by the other, and their lengths in characters.
fn likeness(how: How, length: usize, other: usize) -> f64 {
    // Both are bounded, so that nothing is lost.
    let count = |length: usize| u32::try_from(length).map_or(f64::MAX, f64::from).max(1.0);
    let share = (count(length) / count(other)).min(1.0);
    match how {
        How::Same => 1.0,
        How::Folded => 0.98,
        How::Begins => 0.5 + 0.35 * share,
        How::Words => 0.5 + 0.3 * share,
        How::Contains => 0.3 + 0.3 * share,
        How::Mistyped(slips) => (0.97 - count(slips) / count(length)).max(0.2),
    }
}

/// From 0 to 100.
fn score(name: Option<f64>, properties: &[f64], of_class: Option<bool>) -> f64 {
    let mean = properties.iter().sum::<f64>()
        / f64::from(u32::try_from(properties.len()).unwrap_or(u32::MAX));
    let whole = match name {
        Some(name) if properties.is_empty() => name,
        Some(name) => (1.0 - OF_PROPERTIES) * name + OF_PROPERTIES * mean,
        None => mean,
    };
    let factor = if of_class == Some(false) {
        OF_OTHER_CLASS
    } else {
        1.0
    };
    // Two decimals are enough, and the same on every machine.
    (whole * factor * 10_000.0).round() / 100.0
}

fn features(
    name: Option<f64>,
    of_class: Option<bool>,
    properties: &[(NamedNode, &PropertyQuery)],
    values: &[f64],
) -> Vec<Feature> {
    let number = |id: String, value: f64| Feature {
        id,
        value: FeatureValue::Number((value * 10_000.0).round() / 10_000.0),
    };
    let mut features = Vec::new();
    features.extend(name.map(|name| number("name".to_owned(), name)));
    features.extend(of_class.map(|agrees| Feature {
        id: "type".to_owned(),
        value: FeatureValue::Boolean(agrees),
    }));
    for ((_, wanted), value) in properties.iter().zip(values) {
        let feature = number(format!("property {}", wanted.pid), *value);
        if !features.iter().any(|known| known.id == feature.id) {
            features.push(feature);
        }
    }
    features
}
