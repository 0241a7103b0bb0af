//! What has changed of a node of which nothing more has to be understood: property by property.

use std::collections::BTreeMap;

use serde::Serialize;

use super::room::{Changed, Nodes};
use super::side::Sides;
use crate::store::StoreError;

/// A node of which something else is said.
#[derive(Clone, Debug, Serialize)]
pub struct NodeChange {
    pub iri: String,
    /// The IRI as people write it, and what the node is called.
    pub short: String,
    pub label: String,
    pub state: State,
    pub properties: Vec<Property>,
}

/// In which versions a node is described.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    Added,
    Removed,
    Changed,
}

/// The values of a property that were removed and added, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Property {
    pub property: String,
    pub removed: Vec<String>,
    pub added: Vec<String>,
}

impl NodeChange {
    /// Makes of a node that was added what has changed of it, where it is `old`, which was removed, under another name.
    pub fn continue_from(&mut self, old: NodeChange) {
        let mut properties: BTreeMap<String, Property> = BTreeMap::new();
        let all = old.properties.into_iter().chain(self.properties.drain(..));
        for property in all {
            let name = property.property.clone();
            let both = properties.entry(name.clone()).or_insert(Property {
                property: name,
                removed: Vec::new(),
                added: Vec::new(),
            });
            both.removed.extend(property.removed);
            both.added.extend(property.added);
        }
        for property in properties.values_mut() {
            let (removed, added) = (property.removed.clone(), property.added.clone());
            property.removed.retain(|value| !added.contains(value));
            property.added.retain(|value| !removed.contains(value));
        }
        properties.retain(|_, property| !property.removed.is_empty() || !property.added.is_empty());
        self.properties = properties.into_values().collect();
        self.state = State::Changed;
    }
}

/// What has changed of each node.
pub fn changes(nodes: &Nodes, sides: Sides) -> Result<Vec<NodeChange>, StoreError> {
    let mut changes = Vec::new();
    for (node, quads) in nodes {
        changes.push(change(node, quads, sides)?);
    }
    changes.sort_by(|a, b| (&a.label, &a.iri).cmp(&(&b.label, &b.iri)));
    Ok(changes)
}

/// What has changed of a node.
pub fn change(node: &str, quads: &[Changed], sides: Sides) -> Result<NodeChange, StoreError> {
    let is_in_both = |added: bool| {
        let other = if added { sides.before } else { sides.after };
        other.about(node).map(|about| !about.is_empty())
    };
    let only_added = quads.iter().all(|changed| changed.added);
    let only_removed = quads.iter().all(|changed| !changed.added);
    let state = if only_added && !is_in_both(true)? {
        State::Added
    } else if only_removed && !is_in_both(false)? {
        State::Removed
    } else {
        State::Changed
    };
    let side = match state {
        State::Removed => sides.before,
        _ => sides.after,
    };
    let mut properties: BTreeMap<String, Property> = BTreeMap::new();
    for changed in quads {
        let name = side.short(changed.predicate.as_str());
        let of = if changed.added {
            sides.after
        } else {
            sides.before
        };
        let property = properties.entry(name.clone()).or_insert(Property {
            property: name,
            removed: Vec::new(),
            added: Vec::new(),
        });
        let value = of.words_of(&changed.object)?;
        let values = match changed.added {
            true => &mut property.added,
            false => &mut property.removed,
        };
        if !values.contains(&value) {
            values.push(value);
        }
    }
    let short = side.short(node);
    Ok(NodeChange {
        iri: node.to_owned(),
        label: side.label(node)?.unwrap_or_else(|| short.clone()),
        short,
        state,
        properties: properties.into_values().collect(),
    })
}
