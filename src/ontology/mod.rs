//! The vocabulary: the terms that a statement may use, read from the Turtle under `ontology/`.
//!
//! Terms are looked up by their local name, or by `prefix:local`. The tool's own vocabulary is always part of
//! the ontology graph, but its terms are not words of the notation.

mod graph;
mod hierarchy;
mod read;
mod terms;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use oxrdf::{NamedNode, Triple};

pub use read::{is_tools_own, read};
pub use terms::is_reserved;

/// The tool's own vocabulary, in Turtle.
pub const CITABLE_TTL: &str = include_str!("../../ontology/citable.ttl");

/// The number of a class in an [`Ontology`].
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
pub struct ClassId(pub u32);

/// The number of a property in an [`Ontology`].
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
pub struct PropertyId(pub u32);

/// The number of a unit in an [`Ontology`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnitId(pub u32);

/// All terms of a project's vocabulary.
#[derive(Debug, Default)]
pub struct Ontology {
    classes: Vec<Class>,
    properties: Vec<Property>,
    units: Vec<Unit>,
    /// Words of the notation → the terms that they may mean.
    class_words: HashMap<String, Vec<ClassId>>,
    property_words: HashMap<String, Vec<PropertyId>>,
    unit_words: HashMap<String, UnitId>,
    class_numbers: HashMap<NamedNode, ClassId>,
    property_numbers: HashMap<NamedNode, PropertyId>,
    /// Prefixes → namespaces: those of the vocabulary and of `citable.toml`.
    pub prefixes: BTreeMap<String, String>,
    /// The graph `graph/ontology`.
    pub triples: Vec<Triple>,
}

/// A class; one that another vocabulary defines is known by its IRI only.
#[derive(Debug)]
pub struct Class {
    pub iri: NamedNode,
    /// The word or CURIE that messages show.
    pub word: String,
    /// The class itself and all classes above it.
    pub ancestors: BTreeSet<ClassId>,
    pub deprecated: bool,
}

/// What the object of a property is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Range {
    /// An entity, a source, a statement or an IRI.
    Resource,
    /// A literal of this datatype.
    Literal(NamedNode),
    /// The vocabulary doesn't say.
    Any,
}

/// A property, with all that the vocabulary says of it.
#[derive(Debug)]
pub struct Property {
    pub iri: NamedNode,
    /// The word or CURIE that messages show.
    pub word: String,
    pub range: Range,
    /// Of each set, the subject is an instance of at least one class.
    pub domains: Vec<BTreeSet<ClassId>>,
    /// Of each set, an object that is a resource is an instance of at least one class.
    pub ranges: Vec<BTreeSet<ClassId>>,
    /// The properties above it, itself left out.
    pub ancestors: BTreeSet<PropertyId>,
    pub inverses: BTreeSet<PropertyId>,
    pub functional: bool,
    pub symmetric: bool,
    pub transitive: bool,
    /// Whether its statements happen, rather than last; nothing if the vocabulary doesn't say.
    pub event: Option<bool>,
    /// Whether it may qualify a statement.
    pub role: bool,
    /// Whether it may be a predicate: a property that is a role and nothing else may not.
    pub predicate: bool,
    /// In which units its values are given; none means that they have none.
    pub units: BTreeSet<UnitId>,
    pub deprecated: bool,
}

/// A unit of measurement.
#[derive(Debug)]
pub struct Unit {
    pub iri: NamedNode,
    /// How it is written after a number.
    pub notation: String,
}

/// What a word of the notation means in the vocabulary.
pub enum Lookup<T> {
    One(T),
    /// Several namespaces have a term of this local name.
    Several(Vec<T>),
    /// The prefix is not declared.
    NoPrefix(String),
    None,
}

impl Ontology {
    pub fn class(&self, id: ClassId) -> &Class {
        &self.classes[id.0 as usize]
    }

    pub fn property(&self, id: PropertyId) -> &Property {
        &self.properties[id.0 as usize]
    }

    /// All that its terms mean to statements, as text: the same text, the same meaning. What only describes a term is
    /// not in it.
    pub fn meaning(&self) -> String {
        let class_words: BTreeMap<_, _> = self.class_words.iter().collect();
        let property_words: BTreeMap<_, _> = self.property_words.iter().collect();
        let unit_words: BTreeMap<_, _> = self.unit_words.iter().collect();
        let words = (class_words, property_words, unit_words, &self.prefixes);
        format!(
            "{:?}",
            (&self.classes, &self.properties, &self.units, words)
        )
    }

    /// All properties, in the order of their numbers.
    pub fn properties(&self) -> impl Iterator<Item = PropertyId> + use<> {
        (0..self.properties.len() as u32).map(PropertyId)
    }

    pub fn unit(&self, id: UnitId) -> &Unit {
        &self.units[id.0 as usize]
    }

    /// The class that a word or CURIE names.
    pub fn find_class(&self, word: &str) -> Lookup<ClassId> {
        self.find(word, &self.class_words, &self.class_numbers)
    }

    /// The property that a word or CURIE names.
    pub fn find_property(&self, word: &str) -> Lookup<PropertyId> {
        self.find(word, &self.property_words, &self.property_numbers)
    }

    fn find<T: Copy>(
        &self,
        word: &str,
        words: &HashMap<String, Vec<T>>,
        numbers: &HashMap<NamedNode, T>,
    ) -> Lookup<T> {
        if let Some(found) = words.get(word) {
            return match found.as_slice() {
                [one] => Lookup::One(*one),
                several => Lookup::Several(several.to_vec()),
            };
        }
        match self.expand(word) {
            None => Lookup::None,
            Some(Err(prefix)) => Lookup::NoPrefix(prefix.to_owned()),
            Some(Ok(iri)) => numbers
                .get(&NamedNode::new_unchecked(iri))
                .map_or(Lookup::None, |&term| Lookup::One(term)),
        }
    }

    /// The property with this IRI.
    pub fn property_of(&self, iri: &NamedNode) -> Option<PropertyId> {
        self.property_numbers.get(iri).copied()
    }

    /// The class with this IRI.
    pub fn class_of(&self, iri: &NamedNode) -> Option<ClassId> {
        self.class_numbers.get(iri).copied()
    }

    /// The unit that is written so after a number.
    pub fn find_unit(&self, notation: &str) -> Option<UnitId> {
        self.unit_words.get(notation).copied()
    }

    /// The words for classes, in order.
    pub fn class_words(&self) -> BTreeSet<&str> {
        self.class_words.keys().map(String::as_str).collect()
    }

    /// The words for properties that may be predicates, in order.
    pub fn predicate_words(&self) -> BTreeSet<&str> {
        self.property_words_where(|property| property.predicate)
    }

    /// The words for properties that may be roles, in order.
    pub fn role_words(&self) -> BTreeSet<&str> {
        self.property_words_where(|property| property.role)
    }

    fn property_words_where(&self, test: impl Fn(&Property) -> bool) -> BTreeSet<&str> {
        self.property_words
            .iter()
            .filter(|(_, ids)| ids.iter().any(|&id| test(self.property(id))))
            .map(|(word, _)| word.as_str())
            .collect()
    }

    /// The IRI of a CURIE; the prefix if it isn't declared; nothing if the text is no CURIE.
    pub fn expand<'a>(&self, text: &'a str) -> Option<Result<String, &'a str>> {
        let (prefix, local) = text.split_once(':')?;
        let is_name = |part: &str| {
            !part.is_empty()
                && part
                    .chars()
                    .all(|c| c.is_alphanumeric() || "-_.~%".contains(c))
        };
        if !is_name(prefix) || local.starts_with("//") || local.contains(char::is_whitespace) {
            return None;
        }
        Some(match self.prefixes.get(prefix) {
            Some(namespace) => Ok(format!("{namespace}{local}")),
            None => Err(prefix),
        })
    }
}
