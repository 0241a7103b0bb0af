//! The context of a JSON-LD document: prefixes, short names, and what kind of values a property has.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use oxrdf::Literal;
use serde_json::{Value as Json, json};

use super::native;
use crate::export::arranged::Arranged;
use crate::export::dataset::{Id, Value};
use crate::export::prefixes::Prefixes;
use crate::vocab::{rdf, xsd};

/// What all the values of a property are, where they are alike.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    /// IRIs.
    Id,
    /// Literals of one datatype, other than those that JSON has.
    Datatype(String),
    /// Strings of one language.
    Language(String),
    /// Strings, numbers, truth values, or several kinds.
    Any,
}

impl Kind {
    fn of(value: &Value) -> Kind {
        match value {
            Value::Literal(literal) => match literal.language() {
                Some(language) => Kind::Language(language.to_owned()),
                None if literal.datatype() == xsd::STRING || native(value).is_some() => Kind::Any,
                None => Kind::Datatype(literal.datatype().as_str().to_owned()),
            },
            _ => Kind::Id,
        }
    }
}

/// How terms are written.
pub struct Context {
    prefixes: Prefixes,
    a: Option<Id>,
    /// The short names of the project's own properties and classes.
    short: HashMap<Id, String>,
    kinds: BTreeMap<Id, Kind>,
    entries: Vec<(String, Json)>,
}

impl Context {
    pub fn of(arranged: &Arranged, prefixes: &Prefixes) -> Context {
        let schemes = schemes(arranged);
        let mut context = Context {
            prefixes: prefixes.filtered(|name, namespace| is_usable(name, namespace, &schemes)),
            a: arranged.find(rdf::TYPE),
            short: HashMap::new(),
            kinds: BTreeMap::new(),
            entries: Vec::new(),
        };
        let mut names: BTreeSet<Id> = BTreeSet::new();
        for quad in &arranged.quads {
            if context.is_type(arranged, quad.predicate, quad.object) {
                names.insert(quad.object);
                continue;
            }
            names.insert(quad.predicate);
            let kind = Kind::of(&arranged.value(quad.object));
            let known = context
                .kinds
                .entry(quad.predicate)
                .or_insert_with(|| kind.clone());
            if *known != kind {
                *known = Kind::Any;
            }
        }
        context.short = context.short_names(arranged, &names, &schemes);
        context.entries = context.definitions(arranged);
        context
    }

    /// Names and definitions, in the order in which they are written: prefixes first.
    pub fn entries(&self) -> &[(String, Json)] {
        &self.entries
    }

    /// Whether a predicate and an object are said by `@type`.
    pub fn is_type(&self, arranged: &Arranged, predicate: Id, object: Id) -> bool {
        Some(predicate) == self.a && arranged.iri(object).is_some()
    }

    /// A thing, as the value of `@id`.
    pub fn id(&self, value: &Value) -> String {
        match value {
            Value::Iri(iri) => self.compact(iri.as_str()),
            Value::Blank(blank) => blank.to_string(),
            Value::Literal(_) | Value::Triple(_) => {
                unreachable!("a form without triple terms leaves none, and literals are values")
            }
        }
    }

    /// A property, as a key.
    pub fn key(&self, id: Id, value: &Value) -> String {
        self.short
            .get(&id)
            .cloned()
            .unwrap_or_else(|| self.id(value))
    }

    /// A class, as the value of `@type`.
    pub fn class(&self, id: Id, value: &Value) -> String {
        self.key(id, value)
    }

    /// An object, as the value of a property's key.
    pub fn value(&self, predicate: Id, value: &Value) -> Json {
        let is_said = self
            .kinds
            .get(&predicate)
            .is_some_and(|kind| *kind != Kind::Any);
        let Value::Literal(literal) = value else {
            let id = self.id(value);
            return if is_said {
                Json::from(id)
            } else {
                json!({ "@id": id })
            };
        };
        let text = literal.value();
        if let Some(native) = native(value) {
            native
        } else if is_said || (literal.language().is_none() && literal.datatype() == xsd::STRING) {
            Json::from(text)
        } else if let Some(language) = literal.language() {
            json!({ "@language": language, "@value": text })
        } else {
            json!({ "@type": self.compact(literal.datatype().as_str()), "@value": text })
        }
    }

    /// A CURIE, if there is a prefix for it.
    fn compact(&self, iri: &str) -> String {
        match self
            .prefixes
            .shorten(iri, |local| !local.is_empty() && !local.starts_with("//"))
        {
            Some((prefix, local)) => format!("{}:{local}", self.prefixes.name(prefix)),
            None => iri.to_owned(),
        }
    }

    /// Short names for terms of the vocabularies that the project has prefixes for under its own base, as far as
    /// they are unique: those of others stay CURIEs, so that a new one changes no key.
    fn short_names(
        &self,
        arranged: &Arranged,
        names: &BTreeSet<Id>,
        schemes: &BTreeSet<String>,
    ) -> HashMap<Id, String> {
        let taken = |name: &str| {
            schemes.contains(name) || self.prefixes.list.iter().any(|(prefix, _)| prefix == name)
        };
        let mut short: BTreeMap<&str, Vec<Id>> = BTreeMap::new();
        for &id in names {
            if let Some(iri) = arranged.iri(id)
                && let Some((_, local)) = self.prefixes.shorten_own(iri, is_word)
                && !taken(local)
            {
                short.entry(local).or_default().push(id);
            }
        }
        let unique = short.into_iter().filter(|(_, ids)| ids.len() == 1);
        unique
            .map(|(name, ids)| (ids[0], name.to_owned()))
            .collect()
    }

    fn definitions(&self, arranged: &Arranged) -> Vec<(String, Json)> {
        let mut terms: BTreeMap<String, Json> = BTreeMap::new();
        for (&id, kind) in &self.kinds {
            let iri = self.id(&arranged.value(id));
            let definition = match kind {
                Kind::Id => json!({ "@id": iri, "@type": "@id" }),
                Kind::Datatype(datatype) => json!({ "@id": iri, "@type": self.compact(datatype) }),
                Kind::Language(language) => json!({ "@id": iri, "@language": language }),
                Kind::Any if self.short.contains_key(&id) => Json::from(iri),
                Kind::Any => continue,
            };
            terms.insert(self.key(id, &arranged.value(id)), definition);
        }
        for (&id, name) in &self.short {
            terms
                .entry(name.clone())
                .or_insert_with(|| Json::from(self.id(&arranged.value(id))));
        }
        let used = self.used(arranged);
        let prefixes = self.prefixes.marked(&used);
        let prefixes = prefixes.map(|(name, namespace)| (name.to_owned(), Json::from(namespace)));
        prefixes.chain(terms).collect()
    }

    /// The prefixes that some IRI is written with.
    fn used(&self, arranged: &Arranged) -> Vec<bool> {
        let mut used = vec![false; self.prefixes.list.len()];
        let mut mark = |iri: &str| {
            let local = |local: &str| !local.is_empty() && !local.starts_with("//");
            if let Some((prefix, _)) = self.prefixes.shorten(iri, local) {
                used[prefix] = true;
            }
        };
        for (id, value) in (0..).zip(arranged.values()) {
            match value {
                Value::Iri(iri) if Some(id) != self.a || self.kinds.contains_key(&id) => {
                    mark(iri.as_str())
                }
                Value::Literal(ref literal)
                    if has_datatype(literal) && native(&value).is_none() =>
                {
                    mark(literal.datatype().as_str());
                }
                _ => {}
            }
        }
        used
    }
}

/// Whether a literal is more than a string.
fn has_datatype(literal: &Literal) -> bool {
    literal.language().is_none() && literal.datatype() != xsd::STRING
}

/// The schemes of all IRIs: a name of the context that equals one would change what they mean.
fn schemes(arranged: &Arranged) -> BTreeSet<String> {
    let mut schemes = BTreeSet::new();
    for value in arranged.values() {
        let iri = match &value {
            Value::Iri(iri) => iri.as_str(),
            Value::Literal(literal) => literal.datatype().as_str(),
            _ => continue,
        };
        if let Some((scheme, _)) = iri.split_once(':')
            && !schemes.contains(scheme)
        {
            schemes.insert(scheme.to_owned());
        }
    }
    schemes
}

/// Whether JSON-LD lets a prefix be used as one: its IRI ends in a delimiter (JSON-LD 1.1, section 4.4).
fn is_usable(name: &str, namespace: &str, schemes: &BTreeSet<String>) -> bool {
    !name.is_empty()
        && namespace.ends_with([':', '/', '?', '#', '[', ']', '@'])
        && !schemes.contains(name)
}

fn is_word(local: &str) -> bool {
    local.starts_with(|c: char| c.is_ascii_alphabetic())
        && local.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}
