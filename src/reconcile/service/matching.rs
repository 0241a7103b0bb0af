//! Candidates for queries.
//!
//! Names are found by an [index](crate::link::index) of all that entities are called. What is asked for and what the build says of
//! a candidate are the two sides of a [score](crate::link::score): names, classes, and of properties that are asked for their dates,
//! identifiers and neighbours. A candidate is a match if the scores of all candidates say that it is the same, or if its name is
//! the very one that was asked for, nothing speaks against it, and nothing else comes near. A tie is no match.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use oxrdf::NamedNode;
use serde_json::{Map, Value, json};

use super::sides::{self, Wanted};
use super::suggest::unknown;
use super::{Catalogue, LIMIT, MOST, Refusal};
use crate::find::expanded;
use crate::link::score::{Outcome, Score, compare, decide};
use crate::reconcile::message::{
    Candidate, Feature, FeatureValue, PropertyQuery, Query, TypeStrict,
};
use crate::vocab::IDENTITY;

/// How many entities that are called so, or have what is asked for, are looked into.
const LOOKED_INTO: usize = 2 * MOST;
/// What is less like a name than this, from 0 to 1, is not looked into.
const UNLIKE: f32 = 0.4;

/// What is less probable than this is no candidate.
const LEAST: f64 = 0.001;

/// The properties of a query, each as the vocabulary has it.
type Properties<'q> = Vec<(NamedNode, &'q PropertyQuery)>;

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
        let results = batch.iter().map(result);
        Ok(results.collect::<Result<Map<_, _>, Refusal>>()?.into())
    }

    /// The candidates for a query, the best first.
    pub fn candidates(&self, query: &Query) -> Result<Vec<Candidate>, Refusal> {
        let properties = self.properties_of(query)?;
        let find = |id: &String| self.classes.words.find(id);
        let classes: Vec<Option<usize>> = query.types.iter().map(find).collect();
        let identified = match &query.query {
            Some(text) => self.identified(text)?,
            None => Vec::new(),
        };
        let mut looked_into = identified.clone();
        match &query.query {
            Some(text) => looked_into.extend(self.called(text)),
            None => looked_into.extend(self.having(&properties)?),
        }
        let wanted = Wanted {
            query,
            classes: &classes,
            properties: &properties,
        };
        let mut rated: Vec<(usize, Score)> = Vec::new();
        for entity in looked_into {
            let is_known = rated.iter().any(|(known, _)| *known == entity);
            if is_known || self.is_excluded(entity, &classes, query.type_strict) {
                continue;
            }
            let is_identified = identified.contains(&entity);
            let (asked, known) = sides::of(self, &wanted, entity, is_identified)?;
            let score = compare(&asked, &known);
            if score.probability >= LEAST {
                rated.push((entity, score));
            }
        }
        rated.sort_by(|(a, one), (b, other)| {
            let by_score = other.probability.total_cmp(&one.probability);
            by_score.then(a.cmp(b))
        });
        let scores: Vec<Score> = rated.iter().map(|(_, score)| score.clone()).collect();
        let outcomes = decide(&scores);
        let numbered = rated.into_iter().zip(outcomes);
        let told = numbered.take(query.limit.unwrap_or(LIMIT));
        let told = told.map(|((entity, score), outcome)| self.candidate(entity, &score, outcome));
        told.collect()
    }

    fn candidate(
        &self,
        entity: usize,
        score: &Score,
        outcome: Outcome,
    ) -> Result<Candidate, Refusal> {
        let named = self.named(entity);
        let is_very_name = score
            .features
            .iter()
            .any(|feature| feature.name == "label" && feature.value >= 1.0);
        let is_match = match outcome {
            Outcome::Same => true,
            Outcome::Probable => {
                is_very_name && score.features.iter().all(|feature| feature.weight >= 0.0)
            }
            _ => false,
        };
        let features = score.features.iter().map(|feature| Feature {
            id: feature.name.to_owned(),
            value: FeatureValue::Number(rounded(feature.value)),
        });
        Ok(Candidate {
            id: named.id,
            name: named.name,
            description: self.description(entity)?,
            types: self.types(entity),
            score: rounded(100.0 * score.probability),
            is_match,
            features: features.collect(),
        })
    }

    fn properties_of<'q>(&self, query: &'q Query) -> Result<Properties<'q>, Refusal> {
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

    /// What is called like a text.
    fn called(&self, text: &str) -> Vec<usize> {
        let found = self.index.candidates(text, LOOKED_INTO);
        let likely = found.into_iter().filter(|one| one.likeness >= UNLIKE);
        let entities = likely.filter_map(|one| usize::try_from(one.record).ok());
        entities.collect()
    }

    /// What has a text for its id, its IRI, or the IRI of the same in another data set.
    fn identified(&self, text: &str) -> Result<Vec<usize>, Refusal> {
        let text = text.trim();
        let mut found: Vec<usize> = self.entity(text).into_iter().collect();
        let Some(iri) = expanded(text, &self.context) else {
            return Ok(found);
        };
        found.extend(self.entity_of(&iri));
        for link in IDENTITY {
            let same = self.store.subjects(link, iri.clone())?;
            found.extend(same.iter().filter_map(|same| self.entity_of(same)));
        }
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }

    /// What has any of some properties, those that have the most of them first: for queries without a name.
    fn having(&self, properties: &Properties) -> Result<Vec<usize>, Refusal> {
        let mut found: BTreeMap<usize, usize> = BTreeMap::new();
        for (property, wanted) in properties {
            let mut has = Vec::new();
            self.store.pairs(property.as_ref(), |subject, value| {
                if let Some(entity) = self.entity_of(&subject)
                    && wanted.v.iter().any(|one| sides::agrees(self, &value, one))
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
        let entities = found.into_iter().map(|(entity, _)| entity);
        Ok(entities.take(LOOKED_INTO).collect())
    }

    /// Whether an entity is not of the classes that it has to be of.
    fn is_excluded(
        &self,
        entity: usize,
        classes: &[Option<usize>],
        strict: Option<TypeStrict>,
    ) -> bool {
        let known = &self.entities[entity].classes;
        let mut has = classes
            .iter()
            .map(|class| class.is_some_and(|class| known.contains(&class)));
        match strict {
            _ if classes.is_empty() => false,
            Some(TypeStrict::All) => !has.all(|has| has),
            Some(TypeStrict::Any) => !has.any(|has| has),
            Some(TypeStrict::Should) | None => false,
        }
    }
}

/// Two decimals are enough, and the same on every machine.
fn rounded(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}
