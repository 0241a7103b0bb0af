//! `domain-mismatch`: a subject of a class that the predicate's domain doesn't take.

use super::Context;
use crate::diagnostic::{Diagnostic, Rule};
use crate::model::Resource;

pub fn check(context: Context, diagnostics: &mut Vec<Diagnostic>) {
    for reading in &context.dossier.readings {
        let property = context.ontology.property(reading.statement.predicate);
        let subject = &reading.statement.subject;
        let Some(wanted) = context.unmet(subject, &property.domains) else {
            continue;
        };
        let has = context.classes(subject).unwrap_or_default();
        let message = format!(
            "`{}` says something of {}, and `{}` is {}",
            property.word,
            context.class_names(wanted, "or"),
            context.name(subject),
            context.class_names(&has, "and"),
        );
        let mut diagnostic = Diagnostic::new(Rule::DomainMismatch, reading.places.subject, message)
            .label(format!("expected {}", context.class_names(wanted, "or")));
        if context.fits_swapped(&reading.statement) {
            diagnostic =
                diagnostic.help("the other way round it would fit: exchange the two names");
        }
        if let Resource::Entity(id) = subject {
            diagnostic = diagnostic.related(context.model.entity(*id).span, "it is declared here");
        }
        diagnostics.push(diagnostic);
    }
}
