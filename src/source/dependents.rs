//! What rests on some statements: what a person inferred from them, what speaks of them or points to them, and what the
//! vocabulary infers.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::quoted::{Said, said};
use crate::compile::Readings;
use crate::files::FilesError;
use crate::infer::{Inferred, Premise, Rules, Triple, chains, follow};
use crate::iri::Base;
use crate::model::{Reading, Resource};
use crate::resolve::World;

/// How a statement depends on another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Link {
    /// A person inferred it.
    InferredFrom,
    /// It speaks of the statement.
    About,
    /// It points there, and doesn't rest on it.
    See,
    /// A rule of the vocabulary yields it.
    Rule,
}

/// A statement that depends on others.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Dependent {
    pub link: Link,
    /// The last part of the IRI of the statement that it depends on.
    pub on: String,
    /// What it says.
    pub text: String,
    /// Where it stands; nothing of what a rule yields.
    pub file: Option<String>,
    pub line: Option<usize>,
    /// The last part of its own IRI.
    pub statement: String,
}

/// A reading, as far as others may depend on it.
struct Known {
    said: Said,
    from: Vec<String>,
    see: Vec<String>,
    about: Vec<String>,
    premise: Option<Premise>,
}

/// Everything that depends on the statements of these keys, over however many steps; each once.
pub fn of(readings: &Readings, keys: &BTreeSet<String>) -> Result<Vec<Dependent>, FilesError> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let world = readings.world;
    let rules = Rules::new(world.ontology, &world.project.base);
    let mut known = Vec::new();
    let mut ids: BTreeMap<String, String> = BTreeMap::new();
    readings.each(|dossier| {
        let (file, _) = readings.files().read(dossier.file)?;
        for reading in &dossier.readings {
            if let Some(id) = &reading.id {
                ids.insert(id.value.clone(), reading.key.clone());
            }
            known.push(Known {
                said: said(reading, &file),
                from: values(&reading.inferred_from),
                see: values(&reading.see),
                about: about(reading),
                premise: premise(reading, world, &rules),
            });
        }
        Ok::<_, FilesError>(())
    })?;
    let resolved = |id: &String| ids.get(id).unwrap_or(id).clone();
    let mut dependents = BTreeSet::new();
    let mut resting = keys.clone();
    loop {
        let before = resting.len();
        for reading in &known {
            let links = [
                (Link::InferredFrom, &reading.from),
                (Link::About, &reading.about),
            ];
            for (link, ids) in links {
                for on in ids.iter().map(resolved).filter(|on| resting.contains(on)) {
                    dependents.insert(dependent(link, on, &reading.said));
                }
            }
        }
        let reached = dependents
            .iter()
            .map(|dependent| dependent.statement.clone());
        resting.extend(reached);
        if resting.len() == before {
            break;
        }
    }
    for reading in &known {
        for on in reading
            .see
            .iter()
            .map(resolved)
            .filter(|on| resting.contains(on))
        {
            dependents.insert(dependent(Link::See, on, &reading.said));
        }
    }
    let premises: Vec<Premise> = known
        .into_iter()
        .filter_map(|reading| reading.premise)
        .collect();
    dependents.extend(inferred(premises, &rules, &resting, world));
    Ok(dependents.into_iter().collect())
}

fn values(ids: &[crate::span::Spanned<String>]) -> Vec<String> {
    ids.iter().map(|id| id.value.clone()).collect()
}

/// The statements that a reading speaks of.
fn about(reading: &Reading) -> Vec<String> {
    let named = reading.named().filter_map(|(resource, _)| match resource {
        Resource::Statement(id) => Some(id.clone()),
        _ => None,
    });
    named.collect()
}

fn dependent(link: Link, on: String, said: &Said) -> Dependent {
    Dependent {
        link,
        on,
        text: said.text.clone(),
        file: Some(said.file.clone()),
        line: Some(said.line),
        statement: said.statement.clone(),
    }
}

/// What a reading gives to inference.
fn premise(reading: &Reading, world: &World, rules: &Rules) -> Option<Premise> {
    let statement = &reading.statement;
    if !reading.asserts() || !rules.are_premises(statement.predicate) {
        return None;
    }
    let base = &world.project.base;
    Some(Premise {
        key: reading.key.clone(),
        said: 0,
        triple: Triple {
            subject: statement.subject.iri(&world.model, base).to_string(),
            predicate: statement.predicate,
            object: statement.object.term(&world.model, base).to_string(),
        },
        bounds: statement.time.bounds,
        place: reading.span.place(),
    })
}

/// What the vocabulary infers from statements of these keys.
fn inferred(
    mut premises: Vec<Premise>,
    rules: &Rules,
    keys: &BTreeSet<String>,
    world: &World,
) -> Vec<Dependent> {
    premises.sort();
    premises.dedup_by(|a, b| a.key == b.key);
    let of_chains = premises
        .iter()
        .filter(|premise| rules.are_chained(premise.triple.predicate));
    let of_chains: Vec<Premise> = of_chains.cloned().collect();
    let mut all: Vec<Inferred> = Vec::new();
    for premise in &premises {
        all.extend(
            follow(premise, rules, &mut |_| false)
                .into_iter()
                .map(|(_, inferred)| inferred),
        );
    }
    // Of a property with too many chains none is inferred by a build either.
    all.extend(chains(&of_chains, rules, &mut |_| false).unwrap_or_default());
    let base = &world.project.base;
    let mut resting: BTreeMap<String, String> = keys
        .iter()
        .map(|key| (base.statement(key), key.clone()))
        .collect();
    let mut dependents = BTreeSet::new();
    loop {
        let before = resting.len();
        for inferred in &all {
            let on = inferred
                .premises
                .iter()
                .find_map(|premise| resting.get(premise));
            if let Some(on) = on.cloned() {
                resting
                    .entry(base.statement(&inferred.key))
                    .or_insert_with(|| on.clone());
                dependents.insert(yielded(inferred, on, world));
            }
        }
        if resting.len() == before {
            return dependents.into_iter().collect();
        }
    }
}

fn yielded(inferred: &Inferred, on: String, world: &World) -> Dependent {
    let base = &world.project.base;
    let terms = [&inferred.subject, &inferred.predicate, &inferred.object];
    let words: Vec<String> = terms
        .into_iter()
        .map(|term| shown(term, base, world))
        .collect();
    Dependent {
        link: Link::Rule,
        on,
        text: words.join(" "),
        file: None,
        line: None,
        statement: inferred.key.clone(),
    }
}

/// A term as a line would have it: an entity by its label, a property by its word.
fn shown(term: &str, base: &Base, world: &World) -> String {
    let Some(iri) = term
        .strip_prefix('<')
        .and_then(|term| term.strip_suffix('>'))
    else {
        return term.to_owned();
    };
    if let Some(id) = iri.strip_prefix(&base.entity("")) {
        let entity = world.model.entities.iter().find(|entity| entity.id == id);
        return entity.map_or(id.to_owned(), |entity| entity.label.text.clone());
    }
    let mut properties = world.ontology.properties();
    let property = properties.find(|&id| world.ontology.property(id).iri.as_str() == iri);
    property.map_or(term.to_owned(), |id| {
        world.ontology.property(id).word.clone()
    })
}
