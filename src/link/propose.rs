//! Which things of a data set entities of ours may be: by their names from the index, by all else from the score.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::LinkError;
use super::decisions::{End, State};
use super::linking::{Linking, Standing};
use super::ours::Entity;
use super::proposals::Proposal;
use super::score::{self, Outcome, Side};
use super::shelf::Shelf;
use super::side::Sides;
use crate::dataset::Record;
use crate::project::DatasetSettings;

/// How many names are looked for at once.
const BATCH: usize = 2_000;
/// How many names that are near are looked at, for each name of an entity.
const NEAR: usize = 20;
/// How many things are compared with an entity at most.
const COMPARED: usize = 40;
/// How many are proposed for an entity at most, unless more are tied.
const SHOWN: usize = 5;

/// Proposes for the entities about which nothing is decided, in the order of their IRIs.
pub fn propose(
    linking: &Linking,
    settings: &DatasetSettings,
    shelf: &Shelf,
) -> Result<Vec<Proposal>, LinkError> {
    let states = linking.decisions(settings)?.states();
    let proposer = Proposer::new(linking, settings, &states, Some(shelf))?;
    let mut proposals = Vec::new();
    for batch in open(linking, settings, &states)?.chunks(BATCH) {
        let near = proposer.near(batch, shelf);
        let found: Result<Vec<Vec<Proposal>>, LinkError> = batch
            .par_iter()
            .zip(near)
            .map(|(entity, near)| {
                let things = proposer.things(near, shelf)?;
                proposer.of(entity, things)
            })
            .collect();
        proposals.extend(found?.into_iter().flatten());
    }
    Ok(proposals)
}

/// The entities that may be in a data set, and about which nothing is decided.
pub fn open<'l>(
    linking: &'l Linking,
    settings: &DatasetSettings,
    states: &BTreeMap<String, State>,
) -> Result<Vec<&'l Entity>, LinkError> {
    let is_open = |entity: &&Entity| {
        let state = states.get(&entity.iri);
        linking.standing(settings, entity, state) == Standing::Open
    };
    let entities = linking.candidates(settings)?.into_iter();
    Ok(entities.filter(is_open).collect())
}

/// Compares entities with what may be meant.
pub struct Proposer<'a> {
    linking: &'a Linking<'a>,
    states: &'a BTreeMap<String, State>,
    /// Where things that are neighbours can be looked up.
    shelf: Option<&'a Shelf>,
    sides: Sides,
    labels: BTreeMap<&'a str, &'a str>,
    /// What entities are in the data set, and the other way round.
    targets: BTreeMap<&'a str, BTreeSet<String>>,
    taken: BTreeMap<String, Vec<&'a str>>,
    /// What things that are neighbours are called, once each has been looked up.
    known: Mutex<FxHashMap<String, Option<String>>>,
}

/// Numbers of things, each with how like a name of theirs is.
type Near = BTreeMap<u32, f64>;

impl<'a> Proposer<'a> {
    pub fn new(
        linking: &'a Linking<'a>,
        settings: &DatasetSettings,
        states: &'a BTreeMap<String, State>,
        shelf: Option<&'a Shelf>,
    ) -> Result<Proposer<'a>, LinkError> {
        let mut targets = BTreeMap::new();
        let mut taken: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for entity in &linking.entities {
            let of = linking.targets(settings, entity, states.get(&entity.iri));
            for target in &of {
                taken.entry(target.clone()).or_default().push(&entity.id);
            }
            if !of.is_empty() {
                targets.insert(entity.iri.as_str(), of);
            }
        }
        Ok(Proposer {
            linking,
            states,
            shelf,
            sides: Sides::of(settings, &linking.terms)?,
            labels: linking.labels(),
            targets,
            taken,
            known: Mutex::default(),
        })
    }

    /// The things whose names are near to those of entities.
    fn near(&self, entities: &[&Entity], shelf: &Shelf) -> Vec<Near> {
        let mut names: Vec<&str> = Vec::new();
        let mut of = Vec::new();
        for (at, entity) in entities.iter().enumerate() {
            let own: BTreeSet<&str> = entity.names.iter().map(|name| name.text.as_str()).collect();
            for name in own {
                names.push(name);
                of.push(at);
            }
        }
        let mut near = vec![Near::new(); entities.len()];
        let found = shelf.index.candidates_of(&names, NEAR);
        for (at, candidates) in of.into_iter().zip(found) {
            for candidate in candidates {
                let best = near[at].entry(candidate.record).or_default();
                *best = best.max(f64::from(candidate.likeness));
            }
        }
        near
    }

    /// The things that are nearest by name, each with how like its name is.
    fn things(&self, near: Near, shelf: &Shelf) -> Result<Vec<(Record, f64)>, LinkError> {
        let mut near: Vec<(u32, f64)> = near.into_iter().collect();
        near.sort_by(|(a, one), (b, other)| other.total_cmp(one).then(a.cmp(b)));
        near.truncate(COMPARED);
        let thing = |(number, likeness)| Ok((shelf.get(u64::from(number))?, likeness));
        near.into_iter().map(thing).collect()
    }

    /// What is proposed for an entity: which of some things it may be.
    pub fn of(
        &self,
        entity: &Entity,
        mut things: Vec<(Record, f64)>,
    ) -> Result<Vec<Proposal>, LinkError> {
        if let Some(state) = self.states.get(&entity.iri) {
            things.retain(|(record, _)| !state.rejected.contains(&record.iri));
        }
        let ours = self.ours(entity);
        let compare = |(record, likeness): (Record, f64)| {
            let theirs = self.theirs(&record, &ours)?;
            Ok((score::compare(&ours, &theirs), record, likeness))
        };
        let compared = things.into_iter().map(compare);
        let mut compared = compared.collect::<Result<Vec<_>, LinkError>>()?;
        compared.sort_by(|(a, one, _), (b, other, _)| {
            let order = b.probability.total_cmp(&a.probability);
            order.then_with(|| one.iri.cmp(&other.iri))
        });
        let scores: Vec<_> = compared.iter().map(|(score, ..)| score.clone()).collect();
        let outcomes = score::decide(&scores);
        let mut proposals = Vec::new();
        for (at, ((score, record, likeness), outcome)) in
            compared.into_iter().zip(outcomes).enumerate()
        {
            let tied = tied(&scores, at);
            if outcome == Outcome::Other || at >= SHOWN && !(tied > 1 && at < COMPARED / 2) {
                continue;
            }
            let taken = self.taken.get(&record.iri).into_iter().flatten();
            let label = record.label(&self.linking.context.lang).unwrap_or_default();
            proposals.push(Proposal {
                subject: entity.end(),
                object: End {
                    label: label.to_owned(),
                    iri: record.iri,
                },
                confidence: score.probability,
                similarity: likeness_of(&score, likeness),
                outcome,
                tied,
                features: Proposal::features(&score),
                taken: taken.map(|id| (*id).to_owned()).collect(),
            });
        }
        Ok(proposals)
    }

    fn ours(&self, entity: &Entity) -> Side {
        self.sides.ours(entity, &|iri| {
            let label = self.labels.get(iri).map(|label| (*label).to_owned());
            let targets = self.targets.get(iri).into_iter().flatten().cloned();
            label.into_iter().chain(targets).collect()
        })
    }

    /// Their side; the labels of its neighbours are looked up if ours has any to compare them with.
    fn theirs(&self, record: &Record, ours: &Side) -> Result<Side, LinkError> {
        let mut labels = BTreeMap::new();
        if !ours.neighbours.is_empty() {
            for iri in record.neighbours.iter().take(COMPARED) {
                if let Some(label) = self.label_there(iri)? {
                    labels.insert(iri.as_str(), label);
                }
            }
        }
        let label = |iri: &str| labels.get(iri).cloned();
        Ok(self.sides.theirs(record, &label))
    }

    /// What a thing of the data set is called.
    fn label_there(&self, iri: &str) -> Result<Option<String>, LinkError> {
        let Some(shelf) = self.shelf else {
            return Ok(None);
        };
        let known = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(label) = known().get(iri) {
            return Ok(label.clone());
        }
        let record = shelf.find(iri)?;
        let label = record.and_then(|it| it.label(&self.linking.context.lang).map(str::to_owned));
        known().insert(iri.to_owned(), label.clone());
        Ok(label)
    }
}

/// How many scores are as high as one of them, itself among them: those that no digit which is shown tells apart.
fn tied(scores: &[score::Score], at: usize) -> usize {
    let near = |other: &&score::Score| (other.probability - scores[at].probability).abs() < 0.000_5;
    scores.iter().filter(near).count()
}

/// How like the names are by the comparison; by the index, if that says nothing.
fn likeness_of(score: &score::Score, likeness: f64) -> f64 {
    let label = score.features.iter().find(|it| it.name == "label");
    label.map_or(likeness, |label| label.value.clamp(0.0, 1.0))
}
