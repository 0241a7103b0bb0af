//! `unused-entity`: an entity that no statement is about.

use std::collections::BTreeSet;

use super::Context;
use crate::diagnostic::{Diagnostic, Rule};
use crate::model::{EntityId, Object, Reading, Resource};

pub fn check(context: Context, diagnostics: &mut Vec<Diagnostic>) {
    if !context.whole {
        return;
    }
    let mut used: BTreeSet<EntityId> = context
        .model
        .readings()
        .flat_map(|(_, reading)| entities(reading))
        .collect();
    used.extend(
        context
            .model
            .entities
            .iter()
            .filter_map(|entity| entity.merged_into),
    );
    for (id, entity) in (0..).map(EntityId).zip(&context.model.entities) {
        if !used.contains(&id) && entity.merged_into.is_none() && entity.group.is_none() {
            let message = format!("no statement is about `{}`", entity.label.text);
            diagnostics.push(
                Diagnostic::new(Rule::UnusedEntity, entity.span, message)
                    .label("declared, and not used yet"),
            );
        }
    }
}

/// The entities that a reading names.
fn entities(reading: &Reading) -> Vec<EntityId> {
    let statement = &reading.statement;
    let values = statement
        .roles
        .iter()
        .map(|(_, value)| value)
        .chain([&statement.object]);
    let resources = values.filter_map(|value| match value {
        Object::Resource(resource) => Some(resource),
        Object::Literal(_) => None,
    });
    resources
        .chain([&statement.subject])
        .chain(&reading.according_to)
        .filter_map(|resource| match resource {
            Resource::Entity(id) => Some(*id),
            _ => None,
        })
        .collect()
}
