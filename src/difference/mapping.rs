//! What has happened to the rows of mapping sets, where links don't tell it.

use std::collections::{BTreeMap, BTreeSet};

use oxrdf::{NamedNodeRef, Term};

use super::entity::{Mapping, relation};
use super::node::{self, NodeChange};
use super::room::{Changed, Nodes, Touched};
use super::side::{About, Side, Sides, iri, values};
use crate::mapping::named_after;
use crate::sssom::NO_TERM_FOUND;
use crate::store::StoreError;
use crate::vocab::{owl, rdf, sssom};

/// Decisions that were taken or taken back, and make no link: rejected pairs, and things that another data set doesn't have.
pub fn decisions(touched: &Touched, sides: Sides) -> Result<Vec<Mapping>, StoreError> {
    let mut decisions = Vec::new();
    for (node, quads) in touched.mappings.iter().filter(|(_, quads)| is_whole(quads)) {
        for added in [false, true] {
            let side = if added { sides.after } else { sides.before };
            let has = |changed: &Changed| changed.added == added && changed.predicate == rdf::TYPE;
            if !quads.iter().any(has) {
                continue;
            }
            let about = side.about(node)?;
            decisions.extend(decision(node, &about, side, added)?);
        }
    }
    Ok(decisions)
}

fn decision(
    node: &str,
    about: &About,
    side: &Side,
    added: bool,
) -> Result<Option<Mapping>, StoreError> {
    let end = |property| values(about, property).find_map(iri);
    let (Some(entity), Some(target)) = (end(owl::ANNOTATED_SOURCE), end(owl::ANNOTATED_TARGET))
    else {
        return Ok(None);
    };
    let property = end(owl::ANNOTATED_PROPERTY).unwrap_or_default();
    let is_rejected = values(about, sssom::PREDICATE_MODIFIER).next().is_some();
    let (relation, target) = match (is_rejected, target == NO_TERM_FOUND) {
        (_, true) => ("not found in".to_owned(), searched(node, about, side)),
        (true, false) => {
            let said = relation(NamedNodeRef::new_unchecked(property), side);
            (format!("not {said}"), side.short(target))
        }
        (false, false) => return Ok(None),
    };
    Ok(Some(Mapping {
        entity: entity.to_owned(),
        label: side.label(entity)?.unwrap_or_else(|| side.short(entity)),
        relation,
        target,
        added,
    }))
}

/// The data set in which something was looked for: the source of the object, or that which the set is named after.
fn searched(node: &str, about: &About, side: &Side) -> String {
    let source = values(about, sssom::OBJECT_SOURCE).find_map(iri);
    let set = node.split('#').next().unwrap_or(node);
    source.map_or_else(|| named_after(set).to_owned(), |source| side.short(source))
}

/// Whether a mapping was taken in or out as a whole.
fn is_whole(quads: &[Changed]) -> bool {
    let is_type = |changed: &Changed| {
        changed.predicate == rdf::TYPE
            && matches!(&changed.object, Term::NamedNode(class) if *class == owl::AXIOM)
    };
    quads.iter().any(is_type)
}

/// Mapping sets, and mappings of which something else is said than before. A mapping that has another reason, or was made by
/// somebody else, has another IRI.
pub fn changes(touched: &Touched, sides: Sides) -> Result<Vec<NodeChange>, StoreError> {
    let mut nodes = touched.mappings.clone();
    for quads in nodes.values_mut() {
        // Which mappings a set has, they tell themselves.
        quads.retain(|changed| changed.predicate != sssom::MAPPINGS);
    }
    nodes.retain(|_, quads| !quads.is_empty());
    let (whole, rest): (Nodes, Nodes) = nodes.into_iter().partition(|(_, quads)| is_whole(quads));
    let mut changes = node::changes(&rest, sides)?;
    let mut removed: BTreeMap<String, &String> = BTreeMap::new();
    for (node, quads) in whole.iter().filter(|(_, quads)| !quads[0].added) {
        removed.insert(said(quads), node);
    }
    let mut untold: BTreeSet<&String> = whole
        .iter()
        .filter(|(_, quads)| !is_told(quads, touched))
        .map(|(node, _)| node)
        .collect();
    for (node, quads) in whole.iter().filter(|(_, quads)| quads[0].added) {
        let old = removed.get(&said(quads)).copied();
        if let Some((old, before)) = old.and_then(|old| whole.get_key_value(old)) {
            let mut change = node::change(node, quads, sides)?;
            change.continue_from(node::change(old, before, sides)?);
            changes.push(change);
            untold.remove(node);
            untold.remove(old);
        }
    }
    for node in untold {
        changes.push(node::change(node, &whole[node], sides)?);
    }
    Ok(changes)
}

/// Whether a mapping that came or went is told as a decision, or by the link that came or went with it. One whose link another
/// file has as well is not.
fn is_told(quads: &[Changed], touched: &Touched) -> bool {
    let object = |property: NamedNodeRef| {
        let found = quads.iter().find(|changed| changed.predicate == property);
        found.map(|changed| &changed.object)
    };
    let (source, target) = (object(owl::ANNOTATED_SOURCE), object(owl::ANNOTATED_TARGET));
    if object(sssom::PREDICATE_MODIFIER).is_some() || target.and_then(iri) == Some(NO_TERM_FOUND) {
        return true;
    }
    let links = source.and_then(iri).and_then(|it| touched.links.get(it));
    let is_it = |link: &Changed| link.added == quads[0].added && Some(&link.object) == target;
    links.is_some_and(|links| links.iter().any(is_it))
}

/// What a mapping says, whoever says it.
fn said(quads: &[Changed]) -> String {
    let ends = [
        owl::ANNOTATED_SOURCE,
        owl::ANNOTATED_PROPERTY,
        owl::ANNOTATED_TARGET,
        sssom::PREDICATE_MODIFIER,
    ];
    let of = |end: NamedNodeRef| {
        let found = quads.iter().find(|changed| changed.predicate == end);
        found.map_or(String::new(), |changed| changed.object.to_string())
    };
    ends.map(of).join(" ")
}
