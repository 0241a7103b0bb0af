//! Both sides of a link in the words in which they are compared.

use std::collections::{BTreeMap, BTreeSet};

use super::LinkError;
use super::ours::Entity;
use super::score::Side;
use crate::dataset::{Record, Terms, property_of};
use crate::project::{DatasetSettings, Pair};

/// Of each class of ours the types that its entities may have in the data set.
pub fn classes(
    settings: &DatasetSettings,
    terms: &Terms,
) -> Result<BTreeMap<String, BTreeSet<String>>, LinkError> {
    let mut classes: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (ours, theirs) in &settings.classes {
        let ours = terms.of_key(settings, "classes", ours)?;
        let types = classes.entry(ours).or_default();
        for class in theirs {
            // A table has words for types.
            let iri = terms.expand(class).unwrap_or_else(|| class.clone());
            types.insert(iri);
        }
    }
    Ok(classes)
}

/// How the settings of a data set have both sides compared.
pub struct Sides {
    classes: BTreeMap<String, BTreeSet<String>>,
    /// Their property, and what it is compared as: the property of ours, or nothing.
    dates: Vec<(String, String)>,
    identifiers: Vec<(String, String)>,
}

impl Sides {
    pub fn of(settings: &DatasetSettings, terms: &Terms) -> Result<Sides, LinkError> {
        let pairs = |key: &str, pairs: &[Pair]| {
            let pair = |pair: &Pair| {
                let theirs = property_of(settings, terms, key, &pair.theirs)?;
                let ours = pair.ours.as_ref();
                let ours = ours.map(|ours| terms.of_key(settings, key, ours));
                Ok::<_, LinkError>((theirs, ours.transpose()?.unwrap_or_default()))
            };
            pairs.iter().map(pair).collect::<Result<Vec<_>, _>>()
        };
        Ok(Sides {
            classes: classes(settings, terms)?,
            dates: pairs("dates", &settings.dates)?,
            identifiers: pairs("identifiers", &settings.identifiers)?,
        })
    }

    /// Our side; `elsewhere` gives what is known of a neighbour: its label, and what it is in the data set.
    pub fn ours(&self, entity: &Entity, elsewhere: &dyn Fn(&str) -> Vec<String>) -> Side {
        let classes = entity.classes.iter();
        let classes = classes.filter(|class| self.classes.contains_key(*class));
        let neighbours = entity.neighbours.iter();
        let mut side = Side {
            names: names(entity.names.iter().map(|name| name.text.as_str())),
            classes: classes.cloned().collect(),
            dates: kinds(&self.dates, &entity.dates),
            identifiers: kinds(&self.identifiers, &entity.values),
            neighbours: neighbours.flat_map(|(_, iri)| elsewhere(iri)).collect(),
        };
        side.neighbours.sort_unstable();
        side.neighbours.dedup();
        side
    }

    /// Their side; `elsewhere` gives the label of a neighbour.
    pub fn theirs(&self, record: &Record, elsewhere: &dyn Fn(&str) -> Option<String>) -> Side {
        let mut classes = Vec::new();
        if !self.classes.is_empty() {
            let matching = |class: &String| record.types.iter().any(|it| it == class);
            for (ours, theirs) in &self.classes {
                if theirs.iter().any(matching) {
                    classes.push(ours.clone());
                }
            }
            if classes.is_empty() {
                classes.clone_from(&record.types);
            }
        }
        let mut neighbours = record.neighbours.clone();
        neighbours.extend(record.neighbours.iter().filter_map(|iri| elsewhere(iri)));
        Side {
            names: names(record.names()),
            classes,
            dates: as_kinds(&self.dates, &record.dates),
            identifiers: as_kinds(&self.identifiers, &record.identifiers),
            neighbours,
        }
    }
}

/// Names, each once.
fn names<'n>(names: impl Iterator<Item = &'n str>) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for name in names {
        if !all.iter().any(|known| known == name) {
            all.push(name.to_owned());
        }
    }
    all
}

/// Our values, by what they are compared as.
fn kinds(pairs: &[(String, String)], values: &[(String, String)]) -> Vec<(String, String)> {
    let ours: BTreeSet<&str> = pairs.iter().map(|(_, ours)| ours.as_str()).collect();
    let mut kinds = Vec::new();
    for (property, value) in values {
        for kind in ["", property.as_str()] {
            if ours.contains(kind) {
                kinds.push((kind.to_owned(), value.clone()));
            }
        }
    }
    kinds
}

/// Their values, by what they are compared as.
fn as_kinds(pairs: &[(String, String)], values: &[(String, String)]) -> Vec<(String, String)> {
    let mut kinds = Vec::new();
    for (property, value) in values {
        let same = pairs.iter().filter(|(theirs, _)| theirs == property);
        kinds.extend(same.map(|(_, ours)| (ours.clone(), value.clone())));
    }
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}
