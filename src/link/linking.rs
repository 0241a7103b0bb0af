//! A project and one of its data sets, as all commands about links need them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::decisions::{Decisions, State};
use super::ours::{self, Ends, Entity};
use super::{LinkError, side};
use crate::dataset::{Asking, Dataset, Terms};
use crate::project::{Context, DatasetSettings, Project};
use crate::sssom::MappingSet;
use crate::store::Store;

/// The project, as it was built, and what is linked with it.
pub struct Linking<'a> {
    pub root: &'a Path,
    pub project: &'a Project,
    pub store: &'a Store,
    pub context: &'a Context,
    pub terms: Terms,
    /// Its entities, in the order of their IRIs.
    pub entities: Vec<Entity>,
    /// The mappings that the build has, by their ends.
    mappings: BTreeMap<Ends, Vec<String>>,
}

/// How an entity stands to a data set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Linked,
    NoneThere,
    Open,
}

impl<'a> Linking<'a> {
    pub fn new(
        root: &'a Path,
        project: &'a Project,
        store: &'a Store,
        context: &'a Context,
    ) -> Result<Linking<'a>, LinkError> {
        Ok(Linking {
            root,
            project,
            store,
            context,
            terms: Terms::new(context.all_prefixes()),
            entities: ours::all(store, context)?,
            mappings: ours::mappings(store)?,
        })
    }

    /// The settings of a data set.
    pub fn settings(&self, name: &str) -> Result<&'a DatasetSettings, LinkError> {
        let known = &self.project.datasets;
        known.get(name).ok_or_else(|| {
            let names = known.keys().map(String::as_str);
            let hint = match crate::diagnostic::did_you_mean(name, names) {
                Some(near) => format!("; did you mean `{near}`?"),
                None if known.is_empty() => "; docs/linking.md tells how to name one".to_owned(),
                None => {
                    let names: Vec<&str> = known.keys().map(String::as_str).collect();
                    format!("; there are {}", names.join(", "))
                }
            };
            LinkError::Asked(format!(
                "citable.toml has no data set [datasets.{name}]{hint}"
            ))
        })
    }

    pub fn dataset<'d>(
        &'d self,
        settings: &'d DatasetSettings,
        asking: &'d Asking<'d>,
    ) -> Dataset<'d> {
        Dataset {
            settings,
            terms: &self.terms,
            root: self.root,
            asking,
        }
    }

    /// What its entities are called, by their IRIs.
    pub fn labels(&self) -> BTreeMap<&str, &str> {
        let entities = self.entities.iter();
        let labels = entities.map(|entity| (entity.iri.as_str(), entity.label.as_str()));
        labels.collect()
    }

    /// The decisions about a data set.
    pub fn decisions(&self, settings: &DatasetSettings) -> Result<Decisions, LinkError> {
        let path = format!("data/mappings/{}{}", settings.name, crate::sssom::SUFFIX);
        Decisions::open(
            self.root,
            &path,
            self.new_set(&settings.name, Some(settings)),
        )
    }

    /// An empty mapping set of the project.
    pub fn new_set(&self, name: &str, settings: Option<&DatasetSettings>) -> MappingSet {
        let base = &self.context.base;
        let entity = format!("{base}entity/");
        let mut prefixes = BTreeMap::new();
        prefixes.insert(self.prefix_of(&entity, "e"), entity);
        prefixes.insert("dataset".to_owned(), format!("{base}dataset/"));
        prefixes.insert("schema".to_owned(), "https://schema.org/".to_owned());
        if let Some(namespace) = settings.and_then(|settings| settings.iri.as_ref()) {
            prefixes.insert(self.prefix_of(namespace, name), namespace.clone());
        }
        let license = self.project.publication.license.as_deref();
        let id = format!("{base}mappings/{name}");
        let metadata = [
            ("mapping_set_id", id.as_str()),
            (
                "license",
                license.unwrap_or("https://w3id.org/sssom/license/unspecified"),
            ),
        ];
        let prefixes = prefixes
            .iter()
            .map(|(name, iri)| (name.as_str(), iri.as_str()));
        MappingSet::new(metadata, prefixes)
    }

    /// The prefix that the project has for a namespace, or another one.
    fn prefix_of(&self, namespace: &str, otherwise: &str) -> String {
        let mut known = self.terms.prefixes().iter();
        let known = known.find(|(name, known)| known == namespace && !name.is_empty());
        known.map_or_else(|| otherwise.to_owned(), |(name, _)| name.clone())
    }

    /// The entities that may be in a data set: those whose class has types there; all, if no class has.
    pub fn candidates(&self, settings: &DatasetSettings) -> Result<Vec<&Entity>, LinkError> {
        let classes = side::classes(settings, &self.terms)?;
        let fits = |entity: &&Entity| {
            let mapped = |class: &String| classes.contains_key(class);
            classes.is_empty() || entity.classes.iter().any(mapped)
        };
        Ok(self.entities.iter().filter(fits).collect())
    }

    /// What an entity is in a data set, by the decisions and by what else says so: its own declaration, or other mapping sets.
    pub fn targets(
        &self,
        settings: &DatasetSettings,
        entity: &Entity,
        state: Option<&State>,
    ) -> BTreeSet<String> {
        let mut targets = state.map_or_else(BTreeSet::new, |state| state.accepted.clone());
        let Some(namespace) = &settings.iri else {
            return targets;
        };
        let is_own = |link: &&String| {
            link.starts_with(namespace.as_str())
                && !state.is_some_and(|state| state.rejected.contains(*link))
                && !self.is_by_decision(settings, entity, link)
        };
        targets.extend(entity.links.iter().filter(is_own).cloned());
        targets
    }

    /// Whether the build has a link by a decision about this data set. What is decided now stands in the file.
    fn is_by_decision(&self, settings: &DatasetSettings, entity: &Entity, link: &str) -> bool {
        let (base, name) = (&self.context.base, &settings.name);
        let set = format!("{base}mappings/mappings/{name}{}#", crate::sssom::SUFFIX);
        let ends = (entity.iri.clone(), link.to_owned());
        let known = self.mappings.get(&ends);
        known.is_some_and(|known| known.iter().all(|mapping| mapping.starts_with(&set)))
    }

    /// How an entity stands to a data set.
    pub fn standing(
        &self,
        settings: &DatasetSettings,
        entity: &Entity,
        state: Option<&State>,
    ) -> Standing {
        if !self.targets(settings, entity, state).is_empty() {
            Standing::Linked
        } else if state.is_some_and(|state| state.none) {
            Standing::NoneThere
        } else {
            Standing::Open
        }
    }

    /// The entity that is meant by an id, a name or an IRI.
    pub fn entity(&self, text: &str) -> Result<&Entity, LinkError> {
        let prefixed = self.terms.expand(text);
        let found = self.entities.iter().find(|entity| {
            entity.id == text || entity.iri == text || Some(&entity.iri) == prefixed.as_ref()
        });
        if let Some(entity) = found {
            return Ok(entity);
        }
        let iri = crate::query::entity(text, self.store, self.context, &[])?;
        let found = self
            .entities
            .iter()
            .find(|entity| entity.iri == iri.as_str());
        found.ok_or_else(|| LinkError::Asked(format!("`{text}` is no entity that could be linked")))
    }

    /// The IRI of a thing of a data set, in full, with a prefix, or by what comes after its namespace.
    pub fn thing(&self, settings: &DatasetSettings, text: &str) -> Result<String, LinkError> {
        let within = || {
            let namespace = settings.iri.as_ref()?;
            let iri = format!("{namespace}{text}");
            (!text.is_empty() && oxrdf::NamedNode::new(iri.as_str()).is_ok()).then_some(iri)
        };
        self.terms.expand(text).or_else(within).ok_or_else(|| {
            LinkError::Asked(format!(
                "`{text}` is no thing of `{}`: give its IRI, with or without a prefix",
                settings.name
            ))
        })
    }
}
