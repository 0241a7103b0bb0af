//! What the project has already: entities by IRI, by a link to another data set, or by their exact name; terms by IRI, by what
//! the vocabulary says is equivalent, or by their label.

use std::collections::{BTreeSet, HashMap};

use oxrdf::{NamedNode, NamedOrBlankNode, Term as RdfTerm};

use super::found::{Term, Text, Thing};
use crate::model::EntityId;
use crate::ontology::Ontology;
use crate::resolve::World;
use crate::vocab::{owl, rdfs, schema, skos};

/// Which entity of the project a thing is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Match {
    One(EntityId),
    /// It may be one of these, and nothing says which; or it is called like this one, which is another.
    Unclear(Vec<EntityId>),
    None,
}

/// The entities of the project, to be found.
pub struct Entities<'a> {
    world: &'a World<'a>,
    by_iri: HashMap<String, Vec<EntityId>>,
    /// What entities are the same as, by declarations and mapping sets.
    same_as: HashMap<EntityId, Vec<String>>,
}

impl<'a> Entities<'a> {
    /// `mapped` are the links of mapping sets: the IRI of an entity, and that of a thing elsewhere.
    pub fn new(world: &'a World<'a>, mapped: &[(String, String)]) -> Entities<'a> {
        let mut entities = Entities {
            world,
            by_iri: HashMap::new(),
            same_as: HashMap::new(),
        };
        for id in world.model.entities.ids() {
            let entity = world.model.entity(id);
            let own = world.project.base.entity(&entity.id);
            entities.by_iri.entry(own).or_default().push(id);
            for same in &entity.same_as {
                entities.link(id, same.as_str());
            }
        }
        for (iri, same) in mapped {
            for id in entities.by_iri.get(iri).cloned().unwrap_or_default() {
                entities.link(id, same);
            }
        }
        entities
    }

    fn link(&mut self, id: EntityId, same: &str) {
        let known = self.by_iri.entry(same.to_owned()).or_default();
        if !known.contains(&id) {
            known.push(id);
            self.same_as.entry(id).or_default().push(same.to_owned());
        }
    }

    /// The entity that a thing is by its IRI or a link.
    pub fn by_iri(&self, thing: &Thing) -> Match {
        let iris = thing
            .iri()
            .into_iter()
            .chain(thing.same_as.iter().map(String::as_str));
        let found: BTreeSet<EntityId> = iris
            .filter_map(|iri| self.by_iri.get(iri))
            .flatten()
            .map(|id| self.world.model.survivor(*id))
            .collect();
        settled(found.into_iter().collect())
    }

    /// The entity that is called exactly so, unless it is known to be another one of the same data set.
    pub fn by_name(&self, thing: &Thing, name: &str) -> Match {
        let model = &self.world.model;
        let called: BTreeSet<EntityId> = self
            .world
            .called(name)
            .iter()
            .map(|id| model.survivor(*id))
            .collect();
        let called: Vec<EntityId> = called.into_iter().collect();
        match called.as_slice() {
            [one] if self.is_another(*one, thing) => Match::Unclear(called),
            _ => settled(called),
        }
    }

    /// Whether an entity has another IRI in the data set that a thing is of.
    fn is_another(&self, id: EntityId, thing: &Thing) -> bool {
        let iris = thing
            .iri()
            .into_iter()
            .chain(thing.same_as.iter().map(String::as_str));
        let mine: Vec<&str> = iris.map(namespace).collect();
        let same = self.same_as.get(&id);
        same.into_iter()
            .flatten()
            .any(|iri| mine.contains(&namespace(iri)))
    }
}

fn settled(found: Vec<EntityId>) -> Match {
    match found.as_slice() {
        [] => Match::None,
        [one] => Match::One(*one),
        _ => Match::Unclear(found),
    }
}

/// An IRI up to its local name.
pub fn namespace(iri: &str) -> &str {
    let end = iri.rfind(['#', '/']).map_or(0, |at| at + 1);
    &iri[..end]
}

/// What follows the namespace.
pub fn local_name(iri: &str) -> &str {
    &iri[namespace(iri).len()..]
}

/// The terms of the vocabulary, to be found.
pub struct Terms {
    /// IRIs that mean the same as a term of the vocabulary.
    equivalents: HashMap<String, Vec<NamedNode>>,
    /// Labels in lower case.
    labels: HashMap<String, Vec<NamedNode>>,
}

impl Terms {
    pub fn new(ontology: &Ontology) -> Terms {
        let same = [
            owl::SAME_AS,
            owl::EQUIVALENT_PROPERTY,
            owl::EQUIVALENT_CLASS,
            schema::SAME_AS,
            skos::EXACT_MATCH,
        ];
        let mut terms = Terms {
            equivalents: HashMap::new(),
            labels: HashMap::new(),
        };
        for triple in &ontology.triples {
            let NamedOrBlankNode::NamedNode(subject) = &triple.subject else {
                continue;
            };
            match &triple.object {
                RdfTerm::NamedNode(other) if same.contains(&triple.predicate.as_ref()) => {
                    for (one, other) in [(subject, other), (other, subject)] {
                        let of = terms.equivalents.entry(one.as_str().to_owned());
                        of.or_default().push(other.clone());
                    }
                }
                RdfTerm::Literal(label) if triple.predicate == rdfs::LABEL => {
                    let of = terms.labels.entry(label.value().to_lowercase());
                    of.or_default().push(subject.clone());
                }
                _ => {}
            }
        }
        terms
    }

    /// The IRIs under which the vocabulary may have a term, the surest first: its own, those that are equivalent, those of the same label,
    /// and those that are called as it is.
    pub fn candidates(&self, term: &Term) -> Vec<NamedNode> {
        let own = [&term.key].into_iter().chain(&term.equivalents);
        let own: Vec<NamedNode> = own.filter_map(|iri| NamedNode::new(iri).ok()).collect();
        let equivalent = own
            .iter()
            .filter_map(|iri| self.equivalents.get(iri.as_str()))
            .flatten();
        let label = |text: &Text| self.labels.get(&text.text.to_lowercase());
        let labelled = term.labels.iter().filter_map(label).flatten();
        let name = self
            .labels
            .get(&term.key.to_lowercase())
            .into_iter()
            .flatten();
        let others: Vec<NamedNode> = equivalent.chain(labelled).chain(name).cloned().collect();
        let mut all = own;
        for other in others {
            if !all.contains(&other) {
                all.push(other);
            }
        }
        all
    }
}
