//! `draft-used`: a statement that is exported speaks of an entity or a statement that isn't.

use std::collections::HashSet;

use super::Context;
use crate::diagnostic::{Diagnostic, Rule};
use crate::model::{Object, Reading, Resource};
use crate::span::Span;

pub fn check(context: Context, diagnostics: &mut Vec<Diagnostic>) {
    let all = context.model.readings().map(|(_, reading)| reading);
    let readings: Vec<&Reading> = all.filter(|reading| !reading.draft).collect();
    let exported: HashSet<&str> = readings
        .iter()
        .map(|reading| reading.key.as_str())
        .collect();
    for reading in readings {
        let statement = &reading.statement;
        let object = match &statement.object {
            Object::Resource(resource) => Some((resource, reading.places.object)),
            Object::Literal(_) => None,
        };
        let named = std::iter::once((&statement.subject, reading.places.subject)).chain(object);
        for (resource, span) in named {
            match resource {
                Resource::Entity(id) if context.model.entity(*id).draft => {
                    let entity = context.model.entity(*id);
                    let what = format!("`{}`", entity.label.text);
                    diagnostics.push(used(&what, span).related(entity.span, "the draft"));
                }
                Resource::Statement(id) if !exported.contains(id.as_str()) => {
                    diagnostics.push(used(&format!("`^{id}`"), span));
                }
                _ => {}
            }
        }
        for premise in &reading.inferred_from {
            if !exported.contains(premise.value.as_str()) {
                diagnostics.push(used(&format!("`^{}`", premise.value), premise.span));
            }
        }
    }
}

fn used(what: &str, span: Span) -> Diagnostic {
    let message = format!("{what} is a draft, and this statement isn't");
    Diagnostic::new(Rule::DraftUsed, span, message)
        .label("drafts are checked, and not exported")
        .help("take the `[ ]` away from the draft, or put one before this statement as well")
}
