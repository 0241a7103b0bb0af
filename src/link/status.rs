//! How the entities of a project stand to its data sets.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::LinkError;
use super::decisions::State;
use super::linking::{Linking, Standing};
use super::proposals;
use super::shelf::Shelf;
use super::side;
use crate::project::DatasetSettings;

/// How entities stand to a data set, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Counts {
    pub linked: usize,
    /// Something is proposed, and nothing decided.
    pub proposed: usize,
    /// All that was proposed was rejected.
    pub rejected: usize,
    /// There is no such thing there.
    pub none_there: usize,
    pub untouched: usize,
}

impl Counts {
    pub fn all(&self) -> usize {
        self.linked + self.proposed + self.rejected + self.none_there + self.untouched
    }
}

/// A class of ours, and how its entities stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OfClass {
    pub class: String,
    #[serde(flatten)]
    pub counts: Counts,
}

/// A link whose target is not what it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Moved {
    pub entity: String,
    pub label: String,
    pub target: String,
    /// What has taken its place; nothing if it is gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redirected_to: Option<String>,
}

/// How a data set stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Status {
    pub dataset: String,
    #[serde(flatten)]
    pub counts: Counts,
    pub classes: Vec<OfClass>,
    /// Links whose targets are not in the data set any more.
    pub vanished: Vec<Moved>,
    pub redirected: Vec<Moved>,
    /// Links that are decided in two ways at once.
    pub contested: Vec<Moved>,
    /// Whether the targets could be looked up.
    pub targets_known: bool,
}

/// How the entities stand to a data set; `shelf` is what is kept of it.
pub fn status(
    linking: &Linking,
    settings: &DatasetSettings,
    shelf: Option<&Shelf>,
) -> Result<Status, LinkError> {
    let states = linking.decisions(settings)?.states();
    let proposed = proposals::read(linking, settings, &states)?;
    let mapped = side::classes(settings, &linking.terms)?;
    let mut status = Status {
        dataset: settings.name.clone(),
        counts: Counts::default(),
        classes: Vec::new(),
        vanished: Vec::new(),
        redirected: Vec::new(),
        contested: Vec::new(),
        targets_known: shelf.is_some(),
    };
    let mut classes: BTreeMap<&str, Counts> = BTreeMap::new();
    let candidates = linking.candidates(settings)?.into_iter();
    let candidates: BTreeSet<&str> = candidates.map(|entity| entity.iri.as_str()).collect();
    for entity in &linking.entities {
        let state = states.get(&entity.iri);
        let moved = |target: &str, redirected_to| Moved {
            entity: entity.id.clone(),
            label: entity.label.clone(),
            target: linking.terms.shorten(target),
            redirected_to,
        };
        for target in state.into_iter().flat_map(State::contested) {
            status.contested.push(moved(target, None));
        }
        if let Some(shelf) = shelf {
            for target in linking.targets(settings, entity, state) {
                match shelf.find(&target)? {
                    None => status.vanished.push(moved(&target, None)),
                    Some(record) => {
                        if let Some(to) = record.redirect {
                            let to = linking.terms.shorten(&to);
                            status.redirected.push(moved(&target, Some(to)));
                        }
                    }
                }
            }
        }
        let standing = linking.standing(settings, entity, state);
        if standing == Standing::Open && !candidates.contains(entity.iri.as_str()) {
            continue;
        }
        let rejected = state.map(|state| &state.rejected);
        let is_proposed = proposed.contains_key(&entity.iri);
        let count = |counts: &mut Counts| {
            let number = match standing {
                Standing::Linked => &mut counts.linked,
                Standing::NoneThere => &mut counts.none_there,
                Standing::Open if is_proposed => &mut counts.proposed,
                Standing::Open if rejected.is_some_and(|them| !them.is_empty()) => {
                    &mut counts.rejected
                }
                Standing::Open => &mut counts.untouched,
            };
            *number += 1;
        };
        count(&mut status.counts);
        for class in &entity.classes {
            if mapped.is_empty() || mapped.contains_key(class) {
                count(classes.entry(class).or_default());
            }
        }
    }
    let classes = classes.into_iter().map(|(class, counts)| OfClass {
        class: linking.terms.shorten(class),
        counts,
    });
    status.classes = classes.collect();
    Ok(status)
}
