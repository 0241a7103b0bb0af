//! What a person reads in place of a term: a label, a short IRI, a bare value.

use std::collections::HashMap;

use oxrdf::{NamedNode, NamedOrBlankNode, Term};

use super::QueryError;
use crate::diagnostic::is_hidden;
use crate::project::Context;
use crate::store::Store;
use crate::vocab::{rdfs, schema, skos};

/// The names of IRIs in one project, looked up once each.
pub struct Names<'a> {
    store: &'a Store,
    context: &'a Context,
    prefixes: Vec<(String, String)>,
    known: HashMap<NamedNode, String>,
}

impl<'a> Names<'a> {
    /// `prefixes` are those of the query; the project's come after them.
    pub fn new(store: &'a Store, context: &'a Context, prefixes: &[(String, String)]) -> Names<'a> {
        let mut all = prefixes.to_vec();
        for (name, iri) in context.all_prefixes() {
            if !all.iter().any(|(known, _)| *known == name) {
                all.push((name, iri));
            }
        }
        Names {
            store,
            context,
            prefixes: all,
            known: HashMap::new(),
        }
    }

    /// The prefixes in force.
    pub fn prefixes(&self) -> &[(String, String)] {
        &self.prefixes
    }

    /// A term for people, as [`without_controls`] has it.
    pub fn of(&mut self, term: &Term) -> Result<String, QueryError> {
        let text = match term {
            Term::NamedNode(iri) => return self.of_iri(iri),
            Term::Literal(literal) => literal.value().to_owned(),
            Term::BlankNode(node) => node.to_string(),
            Term::Triple(triple) => {
                let subject = match &triple.subject {
                    NamedOrBlankNode::NamedNode(iri) => self.of_iri(iri)?,
                    NamedOrBlankNode::BlankNode(node) => node.to_string(),
                };
                let predicate = self.of_iri(&triple.predicate)?;
                format!("{subject} {predicate} {}", self.of(&triple.object)?)
            }
        };
        Ok(without_controls(&text))
    }

    fn of_iri(&mut self, iri: &NamedNode) -> Result<String, QueryError> {
        if let Some(known) = self.known.get(iri) {
            return Ok(known.clone());
        }
        let name = match self.label(iri)? {
            Some(label) => without_controls(&label),
            None => self.short(iri.as_str()),
        };
        self.known.insert(iri.clone(), name.clone());
        Ok(name)
    }

    /// The label in the project's language, else the first.
    fn label(&self, iri: &NamedNode) -> Result<Option<String>, QueryError> {
        for predicate in [skos::PREF_LABEL, rdfs::LABEL, schema::NAME] {
            let labels: Vec<_> = self
                .store
                .objects(iri, predicate)?
                .into_iter()
                .filter_map(|object| match object {
                    Term::Literal(label) => Some(label),
                    _ => None,
                })
                .collect();
            let own = labels
                .iter()
                .find(|label| label.language() == Some(&self.context.lang));
            if let Some(label) = own.or(labels.first()) {
                return Ok(Some(label.value().to_owned()));
            }
        }
        Ok(None)
    }

    /// What follows the project's base, for an IRI of the model; else as [`Names::short`] has it.
    pub fn own(&self, iri: &str) -> String {
        let is_reading = |path: &str| path.starts_with("dossier/") || path.starts_with("table/");
        match iri.strip_prefix(&self.context.base) {
            Some(path) if !path.is_empty() && (!path.contains('#') || is_reading(path)) => {
                path.to_owned()
            }
            _ => self.short(iri),
        }
    }

    /// `prefix:local`, or what follows the project's base, or the IRI.
    pub fn short(&self, iri: &str) -> String {
        let is_local = |local: &str| {
            let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
            !local.is_empty() && local.chars().all(plain)
        };
        let prefixed = self.prefixes.iter().find_map(|(name, namespace)| {
            let local = iri.strip_prefix(namespace.as_str())?;
            is_local(local).then(|| format!("{name}:{local}"))
        });
        match (prefixed, iri.strip_prefix(&self.context.base)) {
            (Some(prefixed), _) => prefixed,
            (None, Some(path)) if !path.is_empty() => path.to_owned(),
            _ => iri.to_owned(),
        }
    }
}

/// A text without characters that could change what a terminal shows, or in which direction: each is shown as one that
/// cannot be told. Line breaks are kept.
pub fn without_controls(text: &str) -> String {
    let shown = |c: char| {
        if is_hidden(c) && c != '\n' {
            '\u{FFFD}'
        } else {
            c
        }
    };
    text.replace("\r\n", "\n")
        .replace('\t', " ")
        .chars()
        .map(shown)
        .collect()
}
