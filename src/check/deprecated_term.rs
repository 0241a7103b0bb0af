//! `deprecated-term`: a class or property that the vocabulary marks with `owl:deprecated`.

use super::Context;
use crate::diagnostic::{Diagnostic, Rule};
use crate::span::Span;

pub fn check(context: Context, diagnostics: &mut Vec<Diagnostic>) {
    for reading in &context.dossier.readings {
        let property = context.ontology.property(reading.statement.predicate);
        if property.deprecated {
            diagnostics.push(deprecated(
                "property",
                &property.word,
                reading.places.predicate,
            ));
        }
        for ((role, _), &(span, _)) in reading.statement.roles.iter().zip(&reading.places.roles) {
            let role = context.ontology.property(*role);
            if role.deprecated {
                diagnostics.push(deprecated("role", &role.word, span));
            }
        }
    }
    for &id in context.entities {
        let entity = context.model.entity(id);
        for &class in &entity.classes {
            let class = context.ontology.class(class);
            if class.deprecated {
                diagnostics.push(deprecated("class", &class.word, entity.span));
            }
        }
    }
}

fn deprecated(what: &str, word: &str, span: Span) -> Diagnostic {
    Diagnostic::new(
        Rule::DeprecatedTerm,
        span,
        format!("the vocabulary no longer wants the {what} `{word}`"),
    )
    .label("it is marked with owl:deprecated")
    .help("its description in the vocabulary should say what to use instead")
}
