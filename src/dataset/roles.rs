//! What properties of a data set are good for.

use rustc_hash::FxHashMap;

use super::{DatasetError, Terms};
use crate::project::{DatasetSettings, Pair};

/// What a property says of a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Label,
    Alias,
    Type,
    Date,
    Identifier,
    Neighbour,
    Redirect,
}

/// The roles of the properties of one data set.
#[derive(Clone, Debug, Default)]
pub struct Roles {
    roles: FxHashMap<String, Vec<Role>>,
    /// The namespace of its things.
    namespace: Option<String>,
    /// Properties that mean a redirect only within the namespace, as they may lead anywhere.
    within: Vec<String>,
}

/// What the data sets of the world call their things by, where the settings don't say.
const LABELS: [&str; 5] = [
    "http://www.w3.org/2000/01/rdf-schema#label",
    "http://www.w3.org/2004/02/skos/core#prefLabel",
    "https://schema.org/name",
    "http://schema.org/name",
    "http://xmlns.com/foaf/0.1/name",
];
const ALIASES: [&str; 3] = [
    "http://www.w3.org/2004/02/skos/core#altLabel",
    "https://schema.org/alternateName",
    "http://schema.org/alternateName",
];
const TYPES: [&str; 2] = [
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#type",
    "http://www.wikidata.org/prop/direct/P31",
];
const REPLACED: &str = "http://purl.org/dc/terms/isReplacedBy";
const SAME: &str = "http://www.w3.org/2002/07/owl#sameAs";

impl Roles {
    /// From the settings of a data set.
    pub fn of(settings: &DatasetSettings, terms: &Terms) -> Result<Roles, DatasetError> {
        let mut roles = Roles {
            namespace: settings.iri.clone(),
            ..Roles::default()
        };
        let listed = [
            ("labels", Role::Label, &settings.labels, &LABELS[..]),
            ("aliases", Role::Alias, &settings.aliases, &ALIASES[..]),
            ("types", Role::Type, &settings.types, &TYPES[..]),
            ("neighbours", Role::Neighbour, &settings.neighbours, &[]),
            (
                "redirects",
                Role::Redirect,
                &settings.redirects,
                &[REPLACED],
            ),
        ];
        for (key, role, given, usual) in listed {
            for property in given {
                roles.add(property_of(settings, terms, key, property)?, role);
            }
            if given.is_empty() {
                for property in usual {
                    roles.add((*property).to_owned(), role);
                }
            }
        }
        if settings.redirects.is_empty() && settings.iri.is_some() {
            roles.add(SAME.to_owned(), Role::Redirect);
            roles.within.push(SAME.to_owned());
        }
        let paired = [
            ("dates", Role::Date, &settings.dates),
            ("identifiers", Role::Identifier, &settings.identifiers),
        ];
        for (key, role, pairs) in paired {
            for Pair { theirs, .. } in pairs {
                roles.add(property_of(settings, terms, key, theirs)?, role);
            }
        }
        Ok(roles)
    }

    fn add(&mut self, property: String, role: Role) {
        let roles = self.roles.entry(property).or_default();
        if !roles.contains(&role) {
            roles.push(role);
        }
    }

    /// All properties that have one, in order.
    pub fn properties(&self) -> Vec<String> {
        let mut properties: Vec<String> = self.roles.keys().cloned().collect();
        properties.sort_unstable();
        properties
    }

    /// The properties that say what things are, in order.
    pub fn types(&self) -> Vec<String> {
        let is_type = |property: &String| self.of_property(property).contains(&Role::Type);
        self.properties().into_iter().filter(is_type).collect()
    }

    pub(super) fn of_property(&self, property: &str) -> &[Role] {
        self.roles.get(property).map_or(&[], Vec::as_slice)
    }

    /// Whether a property that leads from one thing to another says that the other took its place.
    pub(super) fn redirects(&self, property: &str, from: &str, to: &str) -> bool {
        let is_within = |iri: &str| {
            self.namespace
                .as_ref()
                .is_some_and(|space| iri.starts_with(space.as_str()))
        };
        let is_bound = self.within.iter().any(|known| known == property);
        from != to && (!is_bound || is_within(from) && is_within(to))
    }
}

/// The property that a setting names: an IRI, or a column that stands for none.
pub fn property_of(
    settings: &DatasetSettings,
    terms: &Terms,
    key: &str,
    text: &str,
) -> Result<String, DatasetError> {
    let is_column = !text.contains(':') && settings.columns.contains_key(text);
    match (is_column, settings.columns.get(text)) {
        (true, Some(property)) if property != "@id" => {
            let property = property.split('@').next().unwrap_or_default();
            terms.of_key(settings, "columns", property)
        }
        _ => terms.of_key(settings, key, text),
    }
}
