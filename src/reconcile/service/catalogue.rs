//! The entities of a build, with all that they are called.

use std::collections::{BTreeSet, HashMap};

use oxrdf::{NamedNode, NamedNodeRef, Term};

use super::Refusal;
use super::terms::{self, Classes, Words};
use crate::project::Context;
use crate::query::{Names, QueryError};
use crate::reconcile::message::Named;
use crate::store::{Build, Store};
use crate::vocab::{dcterms, rdf, skos};
use crate::why;

/// An entity of the project that stays, if others were merged into it.
#[derive(Debug)]
pub struct Entity {
    pub id: String,
    /// The label in the project's language, else the first.
    pub name: String,
    /// Its classes, also those that follow.
    pub classes: BTreeSet<usize>,
}

/// Something that an entity is called.
#[derive(Debug)]
pub struct Name {
    pub text: String,
    /// Its number in the list of entities.
    pub of: usize,
    /// Whether it is a label, no alias.
    pub is_label: bool,
}

/// What a build calls its entities, classes and properties, in memory; what it says of them is read when it is asked for.
pub struct Catalogue {
    pub store: Store,
    pub context: Context,
    /// Sorted by their ids.
    pub entities: Vec<Entity>,
    pub names: Vec<Name>,
    pub classes: Classes,
    pub properties: Words,
    by_id: HashMap<String, usize>,
}

impl Catalogue {
    pub fn of(build: &Build) -> Result<Catalogue, QueryError> {
        Catalogue::new(Store::of(build), build.context.clone())
    }

    pub fn new(store: Store, context: Context) -> Result<Catalogue, QueryError> {
        let mut names = Names::new(&store, &context, &[]);
        let classes = Classes::of(&store, &mut names)?;
        let properties = terms::properties(&store, &mut names)?;
        drop(names);
        let mut catalogue = Catalogue {
            store,
            context,
            entities: Vec::new(),
            names: Vec::new(),
            classes,
            properties,
            by_id: HashMap::new(),
        };
        catalogue.read_entities()?;
        catalogue.read_classes()?;
        Ok(catalogue)
    }

    /// What ids follow in IRIs of entities.
    pub fn space(&self) -> String {
        format!("{}entity/", self.context.base)
    }

    pub fn iri(&self, id: &str) -> NamedNode {
        NamedNode::new_unchecked(self.space() + id)
    }

    /// The entity with an id, which may also be its IRI; of one that was merged, the one that stays.
    pub fn entity(&self, id: &str) -> Option<usize> {
        let space = self.space();
        self.by_id
            .get(id.strip_prefix(&space).unwrap_or(id))
            .copied()
    }

    /// The entity that is an IRI.
    pub fn entity_of(&self, iri: &NamedNode) -> Option<usize> {
        let id = iri.as_str().strip_prefix(&self.space())?;
        self.by_id.get(id).copied()
    }

    pub fn named(&self, entity: usize) -> Named {
        let Entity { id, name, .. } = &self.entities[entity];
        Named {
            id: id.clone(),
            name: name.clone(),
        }
    }

    /// The narrowest classes of an entity.
    pub fn types(&self, entity: usize) -> Vec<Named> {
        let classes = self.classes.narrowest(&self.entities[entity].classes);
        let named = classes
            .into_iter()
            .map(|class| self.classes.words.list[class].named.clone());
        named.collect()
    }

    /// What tells an entity from others of its name: its definition, else its classes.
    pub fn description(&self, entity: usize) -> Result<Option<String>, Refusal> {
        let iri = self.iri(&self.entities[entity].id);
        if let Some(definition) = terms::definition(&self.store, &iri)? {
            return Ok(Some(definition));
        }
        let classes: Vec<String> = self
            .types(entity)
            .into_iter()
            .map(|class| class.name)
            .collect();
        Ok((!classes.is_empty()).then(|| classes.join(", ")))
    }

    fn read_entities(&mut self) -> Result<(), QueryError> {
        let labels = self.said(skos::PREF_LABEL)?;
        let mut stays = HashMap::new();
        self.store.pairs(dcterms::IS_REPLACED_BY, |double, _| {
            stays.insert(double.clone(), double);
        })?;
        for (double, survivor) in &mut stays {
            *survivor = why::stays(&self.store, double.clone())?;
        }
        let space = self.space();
        let id = |iri: &NamedNode| iri.as_str().strip_prefix(&space).map(str::to_owned);
        let mut names: HashMap<String, (bool, String)> = HashMap::new();
        for (iri, text, lang) in &labels {
            if let (Some(id), false) = (id(iri), stays.contains_key(iri)) {
                let is_own = lang.as_ref() == Some(&self.context.lang);
                let best = names.entry(id).or_insert_with(|| (is_own, text.clone()));
                if (!is_own, text) < (!best.0, &best.1) {
                    *best = (is_own, text.clone());
                }
            }
        }
        let mut ids: Vec<_> = names.into_iter().collect();
        ids.sort_unstable();
        for (number, (id, (_, name))) in ids.into_iter().enumerate() {
            self.by_id.insert(id.clone(), number);
            let classes = BTreeSet::new();
            self.entities.push(Entity { id, name, classes });
        }
        for (double, survivor) in &stays {
            if let (Some(double), Some(survivor)) = (id(double), id(survivor))
                && let Some(number) = self.by_id.get(&survivor).copied()
            {
                self.by_id.insert(double, number);
            }
        }
        self.read_names(labels)
    }

    fn read_names(&mut self, labels: Vec<Said>) -> Result<(), QueryError> {
        let mut names = BTreeSet::new();
        let others = [skos::ALT_LABEL, skos::HIDDEN_LABEL];
        let mut tiers = vec![labels];
        for predicate in others {
            tiers.push(self.said(predicate)?);
        }
        for (tier, said) in tiers.into_iter().enumerate() {
            for (iri, text, _) in said {
                if let Some(of) = self.entity_of(&iri) {
                    names.insert((of, tier > 0, text));
                }
            }
        }
        let name = |(of, is_other, text): (usize, bool, String)| Name {
            text,
            of,
            is_label: !is_other,
        };
        self.names = names.into_iter().map(name).collect();
        Ok(())
    }

    fn read_classes(&mut self) -> Result<(), QueryError> {
        for at in 0..self.classes.words.list.len() {
            let upward = self.classes.upward(at);
            let iri = self.classes.words.list[at].iri.clone();
            for entity in self.store.subjects(rdf::TYPE, iri)? {
                if let Some(number) = self.entity_of(&entity) {
                    self.entities[number].classes.extend(&upward);
                }
            }
        }
        Ok(())
    }

    /// The texts that things have by a property, with their languages.
    fn said(&self, predicate: NamedNodeRef) -> Result<Vec<Said>, QueryError> {
        let mut said = Vec::new();
        self.store.pairs(predicate, |iri, term| {
            if let Term::Literal(text) = term {
                let lang = text.language().map(str::to_owned);
                said.push((iri, text.value().to_owned(), lang));
            }
        })?;
        Ok(said)
    }
}

/// What something is called, with the language of that.
type Said = (NamedNode, String, Option<String>);
