//! `merge-cycle`: entities that are merged into each other, so that none is left.

use std::collections::BTreeMap;

use super::Project;
use crate::diagnostic::{Diagnostic, Rule};
use crate::model::{Entity, EntityId};

pub fn check(project: &Project, diagnostics: &mut Vec<Diagnostic>) {
    let model = project.model;
    let mut starts: Vec<EntityId> = model.merged.keys().copied().collect();
    starts.sort_unstable();
    let mut walks: BTreeMap<EntityId, EntityId> = BTreeMap::new();
    for start in starts {
        let mut at = Some(start);
        while let Some(id) = at.filter(|id| !walks.contains_key(id)) {
            walks.insert(id, start);
            at = model.merged_into(id);
        }
        // A walk that comes to its own steps has found a circle, one that comes to another's has not.
        let Some(first) = at.filter(|id| walks[id] == start) else {
            continue;
        };
        let circle = std::iter::successors(Some(first), |&id| {
            model.merged_into(id).filter(|next| *next != first)
        });
        // A circle is told once, of the entity that was declared first.
        let told = circle
            .min()
            .expect("it holds the entity that it starts with");
        diagnostics.push(circular(model.entity(told)));
    }
}

fn circular(entity: &Entity) -> Diagnostic {
    let message = format!("`{}` is merged, in the end, into itself", entity.label.text);
    Diagnostic::new(Rule::MergeCycle, entity.span, message)
        .label("one entity of the circle has to stay")
        .help("take `merged into` away from the one that is to be used")
}
