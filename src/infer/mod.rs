//! Statements × vocabulary → what follows from them: inverse, symmetric, transitive, sub-property, sub-class.
//!
//! Only what is asserted is built on. Each inferred statement names its rule and its premises, and holds when
//! all of them do. A triple that is asserted with the same time is not inferred again.
//!
//! All rules but one have a single premise, so what follows from a statement by them ([`follow`]) can be told from the
//! statement alone: a file that changes changes what follows from it, and nothing else. Only chains of a transitive
//! property ([`chains`]) join statements of several files.

mod chains;
mod follow;

use std::collections::BTreeSet;

use oxrdf::NamedNodeRef;
use serde::{Deserialize, Serialize};

use crate::iri::{self, Base};
use crate::model::Entity;
use crate::ontology::{Ontology, PropertyId};
use crate::span::Place;
use crate::symbol::{Hasher, Symbol};
use crate::time::Bounds;
use crate::vocab::{citable, rdf};

pub use chains::{CHAINS_KEPT, chains};
pub use follow::follow;

/// A statement that follows from others.
#[derive(Clone, Debug)]
pub struct Inferred {
    /// The last part of its IRI.
    pub key: String,
    /// Its terms, as in N-Triples.
    pub subject: String,
    pub predicate: String,
    pub object: String,
    pub bounds: Bounds,
    pub rule: NamedNodeRef<'static>,
    /// The IRIs of the statements that it follows from; of a class, of the entity.
    pub premises: Vec<String>,
}

/// A triple of a property that the vocabulary knows; its terms as in N-Triples.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Triple {
    pub subject: String,
    pub predicate: PropertyId,
    pub object: String,
}

/// An asserted statement from which something can follow.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Premise {
    /// The last part of its IRI.
    pub key: String,
    /// The symbol of what it says.
    pub said: Symbol,
    pub triple: Triple,
    pub bounds: Bounds,
    /// Where it stands, in its file.
    pub place: Place,
}

/// The rules that a vocabulary gives.
pub struct Rules<'a> {
    ontology: &'a Ontology,
    base: &'a Base,
    /// The properties whose statements may be inferred.
    inferable: BTreeSet<PropertyId>,
    /// The properties from whose statements a statement of a transitive property may follow.
    chained: BTreeSet<PropertyId>,
}

impl<'a> Rules<'a> {
    pub fn new(ontology: &'a Ontology, base: &'a Base) -> Rules<'a> {
        let mut rules = Rules {
            ontology,
            base,
            inferable: BTreeSet::new(),
            chained: BTreeSet::new(),
        };
        for id in ontology.properties() {
            let property = ontology.property(id);
            rules.inferable.extend(&property.ancestors);
            rules.inferable.extend(&property.inverses);
            if property.symmetric || property.transitive {
                rules.inferable.insert(id);
            }
            let mut reached = rules.reached(id).into_iter();
            if reached.any(|id| ontology.property(id).transitive) {
                rules.chained.insert(id);
            }
        }
        rules
    }

    /// A property, and those of which a statement follows from one of it.
    fn reached(&self, from: PropertyId) -> BTreeSet<PropertyId> {
        let mut reached = BTreeSet::from([from]);
        let mut next = vec![from];
        while let Some(id) = next.pop() {
            let property = self.ontology.property(id);
            for &other in property.ancestors.iter().chain(&property.inverses) {
                if reached.insert(other) {
                    next.push(other);
                }
            }
        }
        reached
    }

    /// Whether something may follow from statements of a property.
    pub fn are_premises(&self, id: PropertyId) -> bool {
        let property = self.ontology.property(id);
        property.symmetric
            || property.transitive
            || !property.ancestors.is_empty()
            || !property.inverses.is_empty()
    }

    /// Whether statements of a property may follow from others.
    pub fn are_inferable(&self, id: PropertyId) -> bool {
        self.inferable.contains(&id)
    }

    /// Whether statements of a property may take part in a chain.
    pub fn are_chained(&self, id: PropertyId) -> bool {
        self.chained.contains(&id)
    }

    fn inferred(
        &self,
        triple: &Triple,
        bounds: Bounds,
        rule: NamedNodeRef<'static>,
        premises: Vec<String>,
    ) -> Inferred {
        Inferred::new(
            triple.subject.clone(),
            self.ontology.property(triple.predicate).iri.to_string(),
            triple.object.clone(),
            bounds,
            rule,
            premises,
        )
    }
}

impl Triple {
    /// The symbol of the triple, asserted with a time.
    pub fn asserted(&self, bounds: Bounds) -> Symbol {
        let mut hasher = Hasher::default();
        hasher.add(b"asserted");
        hasher.add(self.subject.as_bytes());
        hasher.number(u64::from(self.predicate.0));
        hasher.add(self.object.as_bytes());
        for day in bounds.days() {
            let text = day.map(|day| day.to_string()).unwrap_or_default();
            hasher.add(text.as_bytes());
        }
        hasher.finish()
    }

    /// Whether its object can be a subject.
    fn can_turn(&self) -> bool {
        self.object.starts_with('<') && !self.object.starts_with("<<")
    }

    /// Subject and object in each other's place.
    fn turned(&self, predicate: PropertyId) -> Triple {
        Triple {
            subject: self.object.clone(),
            predicate,
            object: self.subject.clone(),
        }
    }
}

impl Inferred {
    fn new(
        subject: String,
        predicate: String,
        object: String,
        bounds: Bounds,
        rule: NamedNodeRef<'static>,
        premises: Vec<String>,
    ) -> Inferred {
        let from = premises.join("\n");
        let canonical = format!("{subject}\n{predicate}\n{object}\n{rule}\n{from}");
        Inferred {
            key: iri::key(&canonical),
            subject,
            predicate,
            object,
            bounds,
            rule,
            premises,
        }
    }
}

/// The classes above those that an entity is declared with.
pub fn classes(entity: &Entity, ontology: &Ontology, base: &Base) -> Vec<Inferred> {
    let above: BTreeSet<_> = entity
        .classes
        .iter()
        .flat_map(|&class| &ontology.class(class).ancestors)
        .filter(|class| !entity.classes.contains(class))
        .collect();
    let subject = base.entity(&entity.id);
    let inferred = |&class: &_| {
        Inferred::new(
            format!("<{subject}>"),
            rdf::TYPE.to_string(),
            ontology.class(class).iri.to_string(),
            Bounds::default(),
            citable::SUB_CLASS_RULE,
            vec![subject.clone()],
        )
    };
    above.into_iter().map(inferred).collect()
}
