//! `merged-name`: a statement about an entity that was merged into another.

use super::Context;
use crate::diagnostic::{Diagnostic, Rule};
use crate::model::{Object, Resource};

pub fn check(context: Context, diagnostics: &mut Vec<Diagnostic>) {
    for reading in &context.dossier.readings {
        let roles = reading.statement.roles.iter().zip(&reading.places.roles);
        let roles = roles.filter_map(|((_, value), &(_, span))| match value {
            Object::Resource(resource) => Some((resource, span)),
            Object::Literal(_) => None,
        });
        for (resource, span) in reading.named().chain(roles) {
            let Resource::Entity(id) = resource else {
                continue;
            };
            let entity = context.model.entity(*id);
            if context.model.merged_into(*id).is_none() {
                continue;
            }
            let target = &context.model.entity(context.model.survivor(*id)).label.text;
            let message = format!("`{}` was merged into `{target}`", entity.label.text);
            diagnostics.push(
                Diagnostic::new(Rule::MergedName, span, message)
                    .label(format!("write `{target}`"))
                    .related(entity.span, "the merge is declared here")
                    .fix(span, target.clone()),
            );
        }
    }
}
