//! Entities of our own that are probably the same.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::LinkError;
use super::decisions::{Decision, Decisions, Verdict};
use super::index::Builder;
use super::linking::Linking;
use super::ours::{self, Entity};
use super::proposals::word;
use super::review::Reviewer;
use super::score::{self, Feature, Outcome, Side};

/// The file of the pairs that are not the same, from the project's root.
pub const NOT_THE_SAME: &str = "data/mappings/not-the-same.sssom.tsv";

/// How many names that are near are looked at, for each name.
const NEAR: usize = 10;
/// Pairs that are less likely are not shown.
const LEAST: f64 = 0.5;

/// Two entities that are probably one.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Duplicate {
    /// The one of which less is said.
    pub double: One,
    pub into: One,
    /// From 0 to 1.
    pub probability: f64,
    pub outcome: &'static str,
    /// What it rests on.
    pub features: Vec<Feature>,
    /// What speaks against it: values of a property that has one at most.
    pub against: Vec<Against>,
}

/// An entity, by its id and its label.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct One {
    pub id: String,
    pub label: String,
}

/// A property that has one value at most, and has another with each of both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Against {
    pub property: String,
    pub double: Vec<String>,
    pub into: Vec<String>,
}

impl Duplicate {
    /// The command that makes one of both.
    pub fn command(&self) -> String {
        format!("citable merge {} {}", self.double.id, self.into.id)
    }
}

/// The pairs, the likeliest first; those with something against them after the others.
pub fn duplicates(linking: &Linking) -> Result<Vec<Duplicate>, LinkError> {
    let entities = &linking.entities;
    let kept = decisions(linking)?.states();
    let is_distinct = |a: &Entity, b: &Entity| {
        let says = |one: &Entity, other: &Entity| {
            kept.get(&one.iri)
                .is_some_and(|state| state.rejected.contains(&other.iri))
        };
        says(a, b) || says(b, a)
    };
    let functional = ours::functional(linking.store)?;
    let telling = telling(entities);
    let sides: Vec<Side> = entities.iter().map(|it| side(it, &telling)).collect();
    let mut found = Vec::new();
    for (at, near) in near(entities)?.into_iter().enumerate() {
        let near: Vec<usize> = near.into_iter().filter(|&other| other != at).collect();
        let scores: Vec<_> = near
            .iter()
            .map(|&other| score::compare(&sides[at], &sides[other]))
            .collect();
        let outcomes = score::decide(&scores);
        for ((other, score), outcome) in near.into_iter().zip(scores).zip(outcomes) {
            // Each pair is seen from both sides.
            let (one, other) = (&entities[at], &entities[other]);
            let is_shown = outcome != Outcome::Other && score.probability >= LEAST;
            if !is_shown || one.iri > other.iri || is_distinct(one, other) {
                continue;
            }
            let (double, into) = match weight(one) < weight(other) {
                true => (one, other),
                false => (other, one),
            };
            found.push(Duplicate {
                double: named(double),
                into: named(into),
                probability: score.probability,
                outcome: word(outcome),
                features: score.features,
                against: against(linking, &functional, double, into),
            });
        }
    }
    found.sort_by(|a, b| {
        let order = a.against.is_empty().cmp(&b.against.is_empty()).reverse();
        order
            .then_with(|| b.probability.total_cmp(&a.probability))
            .then_with(|| a.double.id.cmp(&b.double.id))
    });
    Ok(found)
}

/// The pairs of which somebody has said that they are not the same.
fn decisions(linking: &Linking) -> Result<Decisions, LinkError> {
    let empty = linking.new_set("not-the-same", None);
    Decisions::open(linking.root, NOT_THE_SAME, empty)
}

/// Writes down that two entities are not the same.
pub fn distinct(
    linking: &Linking,
    reviewer: &Reviewer,
    one: &Entity,
    other: &Entity,
) -> Result<(), LinkError> {
    if one.iri == other.iri {
        return Err(LinkError::Asked(format!(
            "`{}` is one entity, which is the same as itself",
            one.id
        )));
    }
    let (one, other) = match one.iri < other.iri {
        true => (one, other),
        false => (other, one),
    };
    let decision = Decision {
        subject: one.end(),
        verdict: Verdict::Reject(other.end()),
        predicate: "owl:sameAs".to_owned(),
        by: reviewer.by.clone(),
        on: reviewer.on.clone(),
        comment: None,
        dataset: String::new(),
    };
    decisions(linking)?.decide(&decision)?;
    Ok(())
}

/// For each entity those that have a name that is near to one of its own.
fn near(entities: &[Entity]) -> Result<Vec<BTreeSet<usize>>, LinkError> {
    let folder =
        tempfile::tempdir().map_err(|cause| LinkError::write(&std::env::temp_dir(), cause))?;
    let mut builder = Builder::new(&folder.path().join("names"))?;
    let (mut names, mut of) = (Vec::new(), Vec::new());
    for (at, entity) in entities.iter().enumerate() {
        let number = u32::try_from(at).map_err(|_| {
            LinkError::Asked("a project has fewer than 4,294,967,296 entities".to_owned())
        })?;
        for name in &entity.names {
            builder.add(number, &name.text)?;
            names.push(name.text.as_str());
            of.push(at);
        }
    }
    let index = builder.finish()?;
    let mut near = vec![BTreeSet::new(); entities.len()];
    for (at, candidates) in of.into_iter().zip(index.candidates_of(&names, NEAR)) {
        let records = candidates.into_iter().map(|it| it.record);
        near[at].extend(records.filter_map(|record| usize::try_from(record).ok()));
    }
    Ok(near)
}

/// A property and a value.
type Said<'e> = (&'e str, &'e str);

/// What exactly two entities share: as good as an identifier. What more of them share, many have.
fn telling(entities: &[Entity]) -> BTreeSet<Said<'_>> {
    let mut counts: BTreeMap<Said, usize> = BTreeMap::new();
    for entity in entities {
        let mut own: Vec<Said> = entity.values.iter().map(said).collect();
        own.sort_unstable();
        own.dedup();
        for one in own {
            *counts.entry(one).or_default() += 1;
        }
    }
    let twice = counts.into_iter().filter(|(_, count)| *count == 2);
    twice.map(|(one, _)| one).collect()
}

fn said((property, value): &(String, String)) -> Said<'_> {
    (property, value)
}

fn side(entity: &Entity, telling: &BTreeSet<Said>) -> Side {
    let identifiers = entity.values.iter();
    let identifiers = identifiers.filter(|pair| telling.contains(&said(pair)));
    Side {
        names: entity.names.iter().map(|name| name.text.clone()).collect(),
        classes: entity.classes.clone(),
        dates: entity.dates.clone(),
        identifiers: identifiers.cloned().collect(),
        neighbours: entity
            .neighbours
            .iter()
            .map(|(_, iri)| iri.clone())
            .collect(),
    }
}

fn named(entity: &Entity) -> One {
    One {
        id: entity.id.clone(),
        label: entity.label.clone(),
    }
}

/// How much is said of an entity; of equals, the one whose IRI comes first stays.
fn weight(entity: &Entity) -> (usize, std::cmp::Reverse<&str>) {
    let said = entity.values.len() + entity.neighbours.len() + entity.dates.len();
    (
        said + entity.names.len() + entity.links.len(),
        std::cmp::Reverse(entity.iri.as_str()),
    )
}

/// The properties with one value at most that have others with each.
fn against(
    linking: &Linking,
    functional: &BTreeSet<String>,
    double: &Entity,
    into: &Entity,
) -> Vec<Against> {
    let values = |entity: &Entity, property: &str| -> Vec<String> {
        let all = entity
            .values
            .iter()
            .chain(&entity.dates)
            .chain(&entity.neighbours);
        let mut values: Vec<String> = all
            .filter(|(known, _)| known == property)
            .map(|(_, value)| value.clone())
            .collect();
        values.sort_unstable();
        values
    };
    let mut against = Vec::new();
    for property in functional {
        let (one, other) = (values(double, property), values(into, property));
        if one.is_empty() || other.is_empty() || one == other {
            continue;
        }
        let shown = |values: Vec<String>| -> Vec<String> {
            let values = values.iter();
            values.map(|value| linking.terms.shorten(value)).collect()
        };
        against.push(Against {
            property: linking.terms.shorten(property),
            double: shown(one),
            into: shown(other),
        });
    }
    against
}
