//! All that is said of an entity: the statements in which it has a part, and what external data say of it.

use oxrdf::{NamedNode, NamedOrBlankNode, Term, Triple};
use serde::Serialize;

use super::archive::Archive;
use super::statement::{Raw, is_role};
use crate::query::QueryError;
use crate::vocab::{citable, oa, prov, rdf};

/// How an entity takes part in a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    Subject,
    Object,
    /// As the value of a role, or as who said so.
    Role,
}

/// What is said of an entity.
#[derive(Default)]
pub struct About {
    /// Statements, with the part that it has in each, and by which property.
    pub statements: Vec<(Part, NamedNode, NamedNode)>,
    /// Triples that no statement is about: of external data, and of declarations.
    pub others: Vec<Triple>,
}

/// Finds all that is said of an entity, without a look at what is asserted of others.
pub fn about(archive: &Archive, entity: &NamedNode) -> Result<About, QueryError> {
    let mut about = About::default();
    for (predicate, object) in archive.store.about(entity.as_ref())? {
        let triple = Triple::new(entity.clone(), predicate, object);
        about.add(archive, Part::Subject, triple)?;
    }
    for (subject, predicate) in archive.store.said_with(entity, rdf::TYPE)? {
        let triple = Triple::new(subject.clone(), predicate.clone(), entity.clone());
        if predicate == citable::ACCORDING_TO {
            for body in archive.links(&subject, oa::HAS_BODY)? {
                about.statements.push((Part::Role, predicate.clone(), body));
            }
        } else if is_role(archive, &triple)? && Raw::read(archive, &subject)?.is_some() {
            about.statements.push((Part::Role, predicate, subject));
        } else {
            about.add(archive, Part::Object, triple)?;
        }
    }
    about.not_asserted(archive, entity)?;
    about.statements.sort();
    about.statements.dedup();
    Ok(about)
}

impl About {
    fn add(&mut self, archive: &Archive, part: Part, triple: Triple) -> Result<(), QueryError> {
        let statements = archive.store.subjects(rdf::REIFIES, triple.clone())?;
        if statements.is_empty() {
            self.others.push(triple);
            return Ok(());
        }
        let predicate = triple.predicate;
        let found = statements
            .into_iter()
            .map(|iri| (part, predicate.clone(), iri));
        self.statements.extend(found);
        Ok(())
    }

    /// A triple that does not hold stands nowhere but in the statement, so all of those are looked through.
    fn not_asserted(&mut self, archive: &Archive, entity: &NamedNode) -> Result<(), QueryError> {
        let not_asserted = oxrdf::Literal::from(false);
        let found = archive
            .store
            .reifying(entity, (citable::ASSERTED, not_asserted.into()))?;
        for (iri, triple) in found {
            let mut add = |part| {
                let predicate = triple.predicate.clone();
                self.statements.push((part, predicate, iri.clone()));
            };
            if triple.subject == NamedOrBlankNode::from(entity.clone()) {
                add(Part::Subject);
            }
            if triple.object == Term::from(entity.clone()) {
                add(Part::Object);
            }
        }
        Ok(())
    }

    /// What external data say, each with the files that do; without what belongs to the model of evidence, of which they
    /// hardly speak.
    pub fn external(&self, archive: &Archive) -> Result<Vec<(&Triple, Vec<String>)>, QueryError> {
        let mut external = Vec::new();
        for triple in &self.others {
            if !is_of_the_model(&triple.predicate) {
                let files = external_files(archive, triple)?;
                external.extend((!files.is_empty()).then_some((triple, files)));
            }
        }
        Ok(external)
    }
}

fn is_of_the_model(predicate: &NamedNode) -> bool {
    let namespaces = [oa::NAMESPACE, prov::NAMESPACE, citable::NAMESPACE];
    namespaces
        .iter()
        .any(|namespace| predicate.as_str().starts_with(namespace))
}

/// The files of external data that state a triple, from the project's root.
pub fn external_files(archive: &Archive, triple: &Triple) -> Result<Vec<String>, QueryError> {
    let graphs = archive.store.graphs_of(triple)?;
    let own = archive.own("file/");
    let files = graphs
        .iter()
        .filter_map(|graph| graph.as_str().strip_prefix(own.as_str()));
    Ok(files.map(str::to_owned).collect())
}
