//! What has happened to entities and to their links to other data sets.

use std::collections::{BTreeMap, HashMap};

use oxrdf::{NamedNode, NamedNodeRef, Term};
use serde::Serialize;

use super::mapping;
use super::node::{self, NodeChange, State};
use super::room::Touched;
use super::side::{About, Side, Sides, iri, values};
use crate::notation;
use crate::store::StoreError;
use crate::vocab::{dcterms, skos};

/// What has happened to an entity.
#[derive(Clone, Debug, Serialize)]
pub struct EntityChange {
    #[serde(flatten)]
    pub kind: EntityKind,
    #[serde(flatten)]
    pub node: NodeChange,
}

/// The gravest thing that has happened to an entity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "change")]
pub enum EntityKind {
    Added,
    Removed,
    /// It has another label, and the id that it had.
    Renamed {
        before: String,
        after: String,
    },
    Merged {
        into: String,
    },
    /// It was merged into another before, and is one of its own again.
    Separated {
        from: String,
    },
    /// It has another id, and the label that it had.
    Reidentified {
        before: String,
        after: String,
    },
    Changed,
}

/// A link of an entity to another data set, in one version only.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Mapping {
    pub entity: String,
    pub label: String,
    /// `same as` or `close to`, or the property; with `not` before it, where that is rejected.
    pub relation: String,
    pub target: String,
    pub added: bool,
}

/// What the entities of the one version are in the other, where that is not told by their ids.
#[derive(Debug, Default)]
pub struct Renamed {
    /// By which an entity is known in both versions, where that is not its own IRI.
    common: HashMap<String, String>,
    /// Those that were merged, and into which.
    merged: HashMap<String, String>,
    /// Those that were merged before and no longer are, and into which they were.
    separated: HashMap<String, String>,
    /// Those that have another id, and the one that they had.
    reidentified: HashMap<String, String>,
}

impl Renamed {
    /// A term of either version as it is the same in both: an entity that is merged in one of them is the one that it is
    /// merged into, and one with another id has the new one.
    pub fn in_both(&self, term: &Term) -> Term {
        match iri(term).and_then(|iri| self.common.get(iri)) {
            Some(common) => NamedNode::new_unchecked(common.as_str()).into(),
            None => term.clone(),
        }
    }
}

/// Which entities were merged or separated, and which have another id.
pub fn renamed(touched: &Touched, sides: Sides) -> Result<Renamed, StoreError> {
    let mut renamed = Renamed::default();
    let mut gone: BTreeMap<String, Vec<&String>> = BTreeMap::new();
    let mut new: BTreeMap<String, Vec<&String>> = BTreeMap::new();
    for (node, quads) in &touched.entities {
        let replaced = |added: bool| {
            let mut replaced = quads.iter().filter(|it| it.added == added);
            let replaced = replaced.find(|it| it.predicate == dcterms::IS_REPLACED_BY);
            replaced.and_then(|changed| iri(&changed.object))
        };
        let (before, after) = (sides.before.about(node)?, sides.after.about(node)?);
        let (before, after) = (identity(&before), identity(&after));
        let (list, whole) = match (replaced(true), replaced(false)) {
            (Some(into), _) => (&mut renamed.merged, survivor(into, sides.after)?),
            (None, Some(from)) if after.is_some() => {
                (&mut renamed.separated, survivor(from, sides.before)?)
            }
            _ => {
                match (before, after) {
                    (Some(what), None) => gone.entry(what).or_default().push(node),
                    (None, Some(what)) => new.entry(what).or_default().push(node),
                    _ => {}
                }
                continue;
            }
        };
        list.insert(node.clone(), whole.clone());
        renamed.common.insert(node.clone(), whole);
    }
    for (what, old) in gone {
        if let ([old], Some([now])) = (&old[..], new.get(&what).map(Vec::as_slice)) {
            renamed.common.insert((*old).clone(), (*now).clone());
            renamed.reidentified.insert((*now).clone(), (*old).clone());
        }
    }
    Ok(renamed)
}

/// The entity that stays of those that one was merged into, one after another.
fn survivor(target: &str, side: &Side) -> Result<String, StoreError> {
    let mut target = target.to_owned();
    let mut seen = vec![target.clone()];
    while let Some(next) = side
        .objects(&target, dcterms::IS_REPLACED_BY)?
        .iter()
        .find_map(iri)
    {
        if seen.iter().any(|known| known == next) {
            break;
        }
        target = next.to_owned();
        seen.push(target.clone());
    }
    Ok(target)
}

/// What an entity is called, by which it is the same under another id; nothing if it isn't described.
fn identity(about: &About) -> Option<String> {
    let labels: Vec<String> = values(about, skos::PREF_LABEL)
        .map(Term::to_string)
        .collect();
    (!labels.is_empty()).then(|| labels.join(" "))
}

/// What has happened to the entities that changed quads speak of, and to links.
pub fn changes(
    touched: &Touched,
    renamed: &Renamed,
    sides: Sides,
) -> Result<(Vec<EntityChange>, Vec<Mapping>), StoreError> {
    let mut changes = Vec::new();
    for (iri, quads) in &touched.entities {
        let is_old = renamed.reidentified.values().any(|old| old == iri);
        if is_old {
            continue; // it is told under its new id
        }
        let mut node = node::change(iri, quads, sides)?;
        let old = renamed.reidentified.get(iri);
        if let Some((old, quads)) = old.and_then(|old| touched.entities.get_key_value(old)) {
            node.continue_from(node::change(old, quads, sides)?);
        }
        let kind = kind(iri, &node, renamed, sides)?;
        changes.push(EntityChange { kind, node });
    }
    changes.sort_by(|a, b| {
        let key = |change: &EntityChange| (change.node.label.clone(), change.node.iri.clone());
        key(a).cmp(&key(b))
    });
    Ok((changes, mappings(touched, sides)?))
}

fn kind(
    node: &str,
    change: &NodeChange,
    renamed: &Renamed,
    sides: Sides,
) -> Result<EntityKind, StoreError> {
    let words = |target: &String, side: &Side| {
        side.words_of(&NamedNode::new_unchecked(target.as_str()).into())
    };
    if let Some(target) = renamed.merged.get(node) {
        let into = words(target, sides.after)?;
        return Ok(EntityKind::Merged { into });
    }
    if let Some(target) = renamed.separated.get(node) {
        let from = words(target, sides.before)?;
        return Ok(EntityKind::Separated { from });
    }
    if let Some(old) = renamed.reidentified.get(node) {
        return Ok(EntityKind::Reidentified {
            before: sides.before.short(old),
            after: sides.after.short(node),
        });
    }
    let (before, after) = (called(node, sides.before)?, called(node, sides.after)?);
    Ok(match (change.state, before, after) {
        (State::Added, ..) => EntityKind::Added,
        (State::Removed, ..) => EntityKind::Removed,
        (_, None, Some(_)) => EntityKind::Added,
        (_, Some(_), None) => EntityKind::Removed,
        (_, Some(before), Some(after)) if before != after => EntityKind::Renamed { before, after },
        _ => EntityKind::Changed,
    })
}

fn called(node: &str, side: &Side) -> Result<Option<String>, StoreError> {
    side.label(node)
}

/// How a line would say a link.
pub(super) fn relation(property: NamedNodeRef, side: &Side) -> String {
    let word = notation::link(property).map(str::to_owned);
    word.unwrap_or_else(|| side.short(property.as_str()))
}

fn mappings(touched: &Touched, sides: Sides) -> Result<Vec<Mapping>, StoreError> {
    let mut mappings = Vec::new();
    for (node, quads) in &touched.links {
        for changed in quads {
            let side = match changed.added {
                true => sides.after,
                false => sides.before,
            };
            let relation = relation(changed.predicate.as_ref(), side);
            mappings.push(Mapping {
                entity: node.clone(),
                label: side.label(node)?.unwrap_or_else(|| side.short(node)),
                relation,
                target: side.words_of(&changed.object)?,
                added: changed.added,
            });
        }
    }
    mappings.extend(mapping::decisions(touched, sides)?);
    mappings.sort_by(|a, b| (&a.label, a).cmp(&(&b.label, b)));
    mappings.dedup();
    Ok(mappings)
}
