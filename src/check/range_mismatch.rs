//! `range-mismatch`: an object, or a role's value, of a class that the property's range doesn't take.

use super::Context;
use crate::diagnostic::{Diagnostic, Rule};
use crate::model::{Object, Resource};
use crate::ontology::PropertyId;
use crate::span::Span;

pub fn check(context: Context, diagnostics: &mut Vec<Diagnostic>) {
    for reading in &context.dossier.readings {
        let statement = &reading.statement;
        // Where only the order is wrong, that is told of the subject.
        let is_swapped = context.fits_swapped(statement);
        let object = (
            statement.predicate,
            &statement.object,
            reading.places.object,
        );
        let roles = statement
            .roles
            .iter()
            .zip(&reading.places.roles)
            .map(|((role, value), &(_, span))| (*role, value, span));
        let object = (!is_swapped).then_some(object);
        for (property, value, span) in object.into_iter().chain(roles) {
            diagnostics.extend(mismatch(context, property, value, span));
        }
    }
}

fn mismatch(
    context: Context,
    property: PropertyId,
    value: &Object,
    span: Span,
) -> Option<Diagnostic> {
    let property = context.ontology.property(property);
    let Object::Resource(resource) = value else {
        return None;
    };
    let wanted = context.unmet(resource, &property.ranges)?;
    let has = context.classes(resource).unwrap_or_default();
    let message = format!(
        "`{}` takes {}, and `{}` is {}",
        property.word,
        context.class_names(wanted, "or"),
        context.name(resource),
        context.class_names(&has, "and"),
    );
    let diagnostic = Diagnostic::new(Rule::RangeMismatch, span, message)
        .label(format!("expected {}", context.class_names(wanted, "or")));
    Some(match resource {
        Resource::Entity(id) => {
            diagnostic.related(context.model.entity(*id).span, "it is declared here")
        }
        _ => diagnostic,
    })
}
