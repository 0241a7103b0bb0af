//! One of the two versions, as it is asked: what is said of a node, and what things are called.

use std::collections::HashSet;

use oxrdf::{NamedNode, NamedNodeRef, Term};

use crate::store::{Build, Store, StoreError};
use crate::version::{Form, Version};
use crate::vocab::{citable, owl, rdf, schema, skos};

/// Both versions.
#[derive(Clone, Copy)]
pub struct Sides<'a> {
    pub before: &'a Side,
    pub after: &'a Side,
}

/// A version.
pub struct Side {
    store: Store,
    pub base: String,
    lang: String,
    prefixes: Vec<(String, String)>,
    /// The words of the vocabulary, which a name cannot have without brackets.
    pub words: HashSet<String>,
    /// The properties that qualify statements.
    pub roles: HashSet<NamedNode>,
    /// Whether its statements have nodes.
    pub has_nodes: bool,
}

/// All that is said of a node.
pub type About = Vec<(NamedNode, Term)>;

impl Side {
    pub fn of(version: &Version) -> Side {
        let has_nodes = version.shape.form != Form::Plain;
        Side::new(&version.build, has_nodes)
    }

    pub fn of_build(build: &Build) -> Side {
        Side::new(build, true)
    }

    fn new(build: &Build, has_nodes: bool) -> Side {
        let context = &build.context;
        let store = Store::of(build);
        let typed = |class| store.subjects(rdf::TYPE, class).unwrap_or_default();
        let properties = [owl::OBJECT_PROPERTY, owl::DATATYPE_PROPERTY, rdf::PROPERTY];
        let properties = properties.into_iter().flat_map(typed);
        let words = properties.map(|property| local_name(property.as_str()).to_owned());
        let words = words.collect();
        let roles = typed(citable::ROLE_PROPERTY).into_iter().collect();
        // Of a project without a usable base nothing is its own.
        let base = match context.base.as_str() {
            "" => "urn:citable:none/".to_owned(),
            base => base.to_owned(),
        };
        Side {
            base,
            lang: context.lang.to_lowercase(),
            prefixes: context.all_prefixes(),
            words,
            roles,
            has_nodes,
            store,
        }
    }

    pub fn about(&self, iri: &str) -> Result<About, StoreError> {
        self.store.about(NamedNodeRef::new_unchecked(iri))
    }

    /// The nodes of which `predicate` leads to a node, sorted.
    pub fn leading_to(
        &self,
        predicate: NamedNodeRef,
        iri: &str,
    ) -> Result<Vec<NamedNode>, StoreError> {
        let object = NamedNodeRef::new_unchecked(iri);
        self.store.subjects(predicate, object)
    }

    pub fn objects(&self, iri: &str, predicate: NamedNodeRef) -> Result<Vec<Term>, StoreError> {
        let subject = NamedNode::new_unchecked(iri);
        self.store.objects(&subject, predicate)
    }

    /// What a resource is called: its label in the project's language, or any.
    pub fn label(&self, iri: &str) -> Result<Option<String>, StoreError> {
        for predicate in [skos::PREF_LABEL, schema::NAME] {
            let labels = self.objects(iri, predicate)?;
            let mut labels: Vec<_> = labels.iter().filter_map(literal).collect();
            labels.sort_by_key(|label| label.language() != Some(self.lang.as_str()));
            if let Some(label) = labels.first() {
                return Ok(Some(label.value().to_owned()));
            }
        }
        Ok(None)
    }

    /// An IRI as people write it: what follows the project's base, with a prefix, or whole.
    pub fn short(&self, iri: &str) -> String {
        if let Some(own) = iri.strip_prefix(&self.base) {
            return own.to_owned();
        }
        let shortened = self.prefixes.iter().filter_map(|(prefix, namespace)| {
            let local = iri.strip_prefix(namespace.as_str())?;
            let is_plain = |c: char| c.is_alphanumeric() || "-_.".contains(c);
            let is_local = !local.is_empty() && local.chars().all(is_plain);
            is_local.then(|| (namespace.len(), format!("{prefix}:{local}")))
        });
        match shortened.max_by(|a, b| a.0.cmp(&b.0).then_with(|| b.1.cmp(&a.1))) {
            Some((_, short)) => short,
            None => format!("<{iri}>"),
        }
    }

    pub fn has_prefix(&self, prefix: &str) -> bool {
        self.prefixes.iter().any(|(known, _)| known == prefix)
    }

    /// A term in words: the label of a resource, the words of a literal.
    pub fn words_of(&self, term: &Term) -> Result<String, StoreError> {
        Ok(match term {
            Term::NamedNode(node) => match self.label(node.as_str())? {
                Some(label) => label,
                None => self.short(node.as_str()),
            },
            Term::Literal(literal) => match literal.language() {
                Some(lang) if lang != self.lang => format!("{}@{lang}", literal.value()),
                _ => literal.value().to_owned(),
            },
            term => term.to_string(),
        })
    }
}

pub fn literal(term: &Term) -> Option<&oxrdf::Literal> {
    match term {
        Term::Literal(literal) => Some(literal),
        _ => None,
    }
}

/// The IRI that a term is, if it is one.
pub fn iri(term: &Term) -> Option<&str> {
    match term {
        Term::NamedNode(node) => Some(node.as_str()),
        _ => None,
    }
}

/// The values of a property.
pub fn values<'a>(about: &'a About, predicate: NamedNodeRef<'a>) -> impl Iterator<Item = &'a Term> {
    let has = move |(other, _): &&(NamedNode, Term)| other.as_ref() == predicate;
    about.iter().filter(has).map(|(_, value)| value)
}

/// The text of the first value of a property that is a literal.
pub fn text_of<'a>(about: &'a About, predicate: NamedNodeRef<'a>) -> Option<&'a str> {
    values(about, predicate).find_map(|term| Some(literal(term)?.value()))
}

/// Whether a node is of a class.
pub fn is_a(about: &About, class: NamedNodeRef) -> bool {
    values(about, rdf::TYPE).any(|term| iri(term) == Some(class.as_str()))
}

/// What follows the last `#` or `/` of an IRI.
pub fn local_name(iri: &str) -> &str {
    iri.rsplit(['#', '/', ':']).next().unwrap_or(iri)
}
