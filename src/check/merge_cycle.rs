//! `merge-cycle`: entities that are merged into each other, so that none is left.

use super::Context;
use crate::diagnostic::{Diagnostic, Rule};
use crate::model::{Entity, EntityId};

pub fn check(context: Context, diagnostics: &mut Vec<Diagnostic>) {
    let entities = &context.model.entities;
    let mut walks = vec![None; entities.len()];
    for start in (0..).map(EntityId).take(entities.len()) {
        let mut at = Some(start);
        while let Some(id) = at.filter(|id| walks[id.0 as usize].is_none()) {
            walks[id.0 as usize] = Some(start);
            at = context.model.entity(id).merged_into;
        }
        // A walk that comes to its own steps has found a circle, one that comes to another's has not.
        let Some(first) = at.filter(|id| walks[id.0 as usize] == Some(start)) else {
            continue;
        };
        let circle = std::iter::successors(Some(first), |&id| {
            let next = context.model.entity(id).merged_into;
            next.filter(|next| *next != first)
        });
        // A circle is told once, of the entity that was declared first.
        let told = circle
            .min()
            .expect("it holds the entity that it starts with");
        diagnostics.push(circular(context.model.entity(told)));
    }
}

fn circular(entity: &Entity) -> Diagnostic {
    let message = format!("`{}` is merged, in the end, into itself", entity.label.text);
    Diagnostic::new(Rule::MergeCycle, entity.span, message)
        .label("one entity of the circle has to stay")
        .help("take `merged into` away from the one that is to be used")
}
