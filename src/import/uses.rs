//! Which of the things that a file names are entities of the project.

use super::found::{Found, Thing, Value};
use crate::resolve::World;

/// Where a thing stands in statements.
#[derive(Clone, Copy, Default)]
struct Uses {
    subject: bool,
    other: bool,
}

/// Which of the things are entities of the project: those that it has, and those that are to be declared.
pub fn wanted(found: &Found, world: &World) -> Vec<bool> {
    let uses = uses(found);
    let things = found.things.iter().zip(uses);
    things
        .map(|(thing, uses)| is_declared(found, world, thing, uses))
        .collect()
}

fn uses(found: &Found) -> Vec<Uses> {
    let mut uses = vec![Uses::default(); found.things.len()];
    for statement in &found.statements {
        uses[statement.subject.0 as usize].subject = true;
        let roles = statement
            .more
            .iter()
            .flat_map(|more| more.roles.iter().map(|(_, value)| value));
        for value in roles.chain([&statement.object]) {
            if let Value::Thing(id) = value {
                uses[id.0 as usize].other = true;
            }
        }
        if let Some(who) = statement.more.as_ref().and_then(|more| more.according_to) {
            uses[who.0 as usize].other = true;
        }
    }
    uses
}

/// Whether a thing is an entity, and not just an IRI that is named.
fn is_declared(found: &Found, world: &World, thing: &Thing, uses: Uses) -> bool {
    let base = &world.project.base;
    let is_used = uses.subject || uses.other;
    match thing.iri() {
        // Of the project's own IRIs only those of entities are declared so.
        Some(iri) if iri.starts_with(base.as_str()) => {
            iri.starts_with(&base.entity("")) && (is_used || thing.is_described)
        }
        Some(_) if uses.subject => true,
        Some(_) if uses.other => thing.is_described || !thing.classes.is_empty(),
        Some(_) => (thing.is_described || !thing.classes.is_empty()) && found.wants(&thing.key),
        None => is_used || thing.is_described && found.wants(&thing.key),
    }
}
