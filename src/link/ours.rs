//! The entities of a build, each with all by which it can be compared with others.

use std::collections::{BTreeMap, BTreeSet};

use oxrdf::{NamedNode, NamedNodeRef, Term, Triple};

use super::LinkError;
use super::decisions::End;
use crate::dataset::Text;
use crate::project::Context;
use crate::store::{Store, as_iri};
use crate::vocab::{self, dcterms, oa, owl, prov, rdf, skos, xsd};

/// An entity of ours.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entity {
    pub iri: String,
    /// What follows `entity/` in the IRI.
    pub id: String,
    /// In the language of the project.
    pub label: String,
    /// All that it is and was called.
    pub names: Vec<Text>,
    /// IRIs; those that follow, too.
    pub classes: Vec<String>,
    /// Properties and dates.
    pub dates: Vec<(String, String)>,
    /// Properties and values that are no dates.
    pub values: Vec<(String, String)>,
    /// Properties and IRIs.
    pub neighbours: Vec<(String, String)>,
    /// What it is elsewhere.
    pub links: Vec<String>,
}

impl Entity {
    /// It, as one of two things that are mapped.
    pub fn end(&self) -> End {
        End {
            iri: self.iri.clone(),
            label: self.label.clone(),
        }
    }
}

/// The entities of a build that were not merged into others, in the order of their IRIs.
pub fn all(store: &Store, context: &Context) -> Result<Vec<Entity>, LinkError> {
    let space = format!("{}entity/", context.base);
    let mut iris = BTreeSet::new();
    store.pairs(skos::PREF_LABEL, |subject, _| {
        if subject.as_str().starts_with(&space) {
            iris.insert(subject);
        }
    })?;
    let mut entities = Vec::new();
    for iri in iris {
        let said = store.about(iri.as_ref())?;
        let is_merged = said.iter().any(|(it, _)| *it == dcterms::IS_REPLACED_BY);
        if !is_merged {
            entities.push(entity(&iri, &space, &context.lang, said));
        }
    }
    Ok(entities)
}

fn entity(iri: &NamedNode, space: &str, lang: &str, said: Vec<(NamedNode, Term)>) -> Entity {
    let mut entity = Entity {
        iri: iri.as_str().to_owned(),
        id: iri
            .as_str()
            .strip_prefix(space)
            .unwrap_or_default()
            .to_owned(),
        ..Entity::default()
    };
    let mut labels = Vec::new();
    for (predicate, object) in said {
        let property = predicate.as_str().to_owned();
        let is = |terms: &[NamedNodeRef]| terms.contains(&predicate.as_ref());
        match object {
            Term::Literal(text) if is(&[skos::PREF_LABEL, skos::ALT_LABEL, skos::HIDDEN_LABEL]) => {
                let name = Text {
                    text: text.value().to_owned(),
                    lang: text.language().map(str::to_owned),
                };
                if predicate == skos::PREF_LABEL {
                    labels.push(name.clone());
                }
                entity.names.push(name);
            }
            Term::NamedNode(class) if is(&[rdf::TYPE]) => {
                entity.classes.push(class.into_string());
            }
            Term::NamedNode(other) if is(&vocab::IDENTITY) => {
                entity.links.push(other.into_string())
            }
            _ if is_of_the_model(&property) => {}
            Term::NamedNode(other) => entity.neighbours.push((property, other.into_string())),
            Term::Literal(value) if is_date(value.datatype()) => {
                entity.dates.push((property, value.value().to_owned()));
            }
            Term::Literal(value) => entity.values.push((property, value.value().to_owned())),
            _ => {}
        }
    }
    let own = labels
        .iter()
        .find(|label| label.lang.as_deref() == Some(lang));
    let label = own.or(labels.first()).map(|label| label.text.clone());
    entity.label = label.unwrap_or_else(|| entity.id.clone());
    entity.names.dedup();
    entity
}

fn is_date(datatype: NamedNodeRef) -> bool {
    vocab::is_date(datatype) || datatype == xsd::DATE_TIME
}

fn is_of_the_model(predicate: &str) -> bool {
    let namespaces = [
        vocab::citable::NAMESPACE,
        dcterms::NAMESPACE,
        oa::NAMESPACE,
        owl::NAMESPACE,
        prov::NAMESPACE,
        rdf::NAMESPACE,
        vocab::rdfs::NAMESPACE,
        skos::NAMESPACE,
    ];
    namespaces.iter().any(|space| predicate.starts_with(space))
}

/// An entity, and what it is mapped to.
pub type Ends = (String, String);

/// The mappings of mapping sets that the build has, by their ends.
pub fn mappings(store: &Store) -> Result<BTreeMap<Ends, Vec<String>>, LinkError> {
    let mut sources = BTreeMap::new();
    store.pairs(owl::ANNOTATED_SOURCE, |mapping, source| {
        if let Term::NamedNode(source) = source {
            sources.insert(mapping, source.into_string());
        }
    })?;
    let mut mappings: BTreeMap<Ends, Vec<String>> = BTreeMap::new();
    store.pairs(owl::ANNOTATED_TARGET, |mapping, target| {
        if let (Some(source), Term::NamedNode(target)) = (sources.get(&mapping), target) {
            let ends = (source.clone(), target.into_string());
            mappings
                .entry(ends)
                .or_default()
                .push(mapping.into_string());
        }
    })?;
    Ok(mappings)
}

/// Words from which something about an entity was read: up to `most` quotations, each once.
pub fn quotations(store: &Store, entity: &Entity, most: usize) -> Result<Vec<String>, LinkError> {
    let iri = NamedNode::new_unchecked(entity.iri.as_str());
    let mut nodes: Vec<NamedNode> = iris(store.objects(&iri, prov::WAS_DERIVED_FROM)?).collect();
    for (predicate, object) in store.about(iri.as_ref())? {
        if nodes.len() >= most {
            break;
        }
        let triple = Triple::new(iri.clone(), predicate, object);
        for statement in store.subjects(rdf::REIFIES, triple)? {
            nodes.extend(iris(store.objects(&statement, prov::WAS_DERIVED_FROM)?));
        }
    }
    let mut words = Vec::new();
    for node in nodes {
        for selector in iris(store.objects(&node, oa::HAS_SELECTOR)?) {
            for exact in store.objects(&selector, oa::EXACT)? {
                if let Term::Literal(exact) = exact
                    && words.len() < most
                    && !words.iter().any(|known| known == exact.value())
                {
                    words.push(exact.value().to_owned());
                }
            }
        }
    }
    Ok(words)
}

fn iris(terms: Vec<Term>) -> impl Iterator<Item = NamedNode> {
    terms.into_iter().filter_map(as_iri)
}

/// The properties of which a thing has one value at most.
pub fn functional(store: &Store) -> Result<BTreeSet<String>, LinkError> {
    let properties = store.subjects(rdf::TYPE, owl::FUNCTIONAL_PROPERTY.into_owned())?;
    Ok(properties.into_iter().map(NamedNode::into_string).collect())
}
