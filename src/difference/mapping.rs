//! What has happened to the rows of mapping sets, where links don't tell it.

use oxrdf::{NamedNodeRef, Term};

use super::entity::{Mapping, relation};
use super::node::{self, NodeChange};
use super::room::{Changed, Touched};
use super::side::{About, Side, Sides, iri, values};
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
            decisions.extend(decision(&about, side, added)?);
        }
    }
    Ok(decisions)
}

fn decision(about: &About, side: &Side, added: bool) -> Result<Option<Mapping>, StoreError> {
    let end = |property| values(about, property).find_map(iri);
    let (Some(entity), Some(target)) = (end(owl::ANNOTATED_SOURCE), end(owl::ANNOTATED_TARGET))
    else {
        return Ok(None);
    };
    let property = end(owl::ANNOTATED_PROPERTY).unwrap_or_default();
    let said = relation(NamedNodeRef::new_unchecked(property), side);
    let is_rejected = values(about, sssom::PREDICATE_MODIFIER).next().is_some();
    let (relation, target) = match (is_rejected, target == NO_TERM_FOUND) {
        (_, true) => (said, "nothing there".to_owned()),
        (true, false) => (format!("not {said}"), side.short(target)),
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

/// Whether a mapping was taken in or out as a whole.
fn is_whole(quads: &[Changed]) -> bool {
    let is_type = |changed: &Changed| {
        changed.predicate == rdf::TYPE
            && matches!(&changed.object, Term::NamedNode(class) if *class == owl::AXIOM)
    };
    quads.iter().any(is_type)
}

/// Mapping sets, and mappings of which something else is said than before.
pub fn changes(touched: &Touched, sides: Sides) -> Result<Vec<NodeChange>, StoreError> {
    let mut nodes = touched.mappings.clone();
    nodes.retain(|_, quads| !is_whole(quads));
    for quads in nodes.values_mut() {
        // Which mappings a set has, they tell themselves.
        quads.retain(|changed| changed.predicate != sssom::MAPPINGS);
    }
    nodes.retain(|_, quads| !quads.is_empty());
    node::changes(&nodes, sides)
}
