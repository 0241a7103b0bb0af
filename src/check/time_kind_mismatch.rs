//! `time-kind-mismatch`: an open-ended time for what happens and is over. An event may take a while, so an
//! interval with both its ends is fine.

use super::Context;
use crate::diagnostic::{Diagnostic, Rule};
use crate::time::Phrase;

pub fn check(context: Context, diagnostics: &mut Vec<Diagnostic>) {
    for reading in &context.dossier.readings {
        let property = context.ontology.property(reading.statement.predicate);
        let lasts = match &reading.statement.phrase {
            Some(Phrase::Interval { since, until }) => since.is_none() || until.is_none(),
            Some(Phrase::Throughout { .. } | Phrase::AsOf(_)) => true,
            _ => false,
        };
        if let (Some(true), true, Some(span)) = (property.event, lasts, reading.places.time) {
            let message = format!(
                "`{}` is an event, and this time is one that lasts",
                property.word
            );
            diagnostics.push(
                Diagnostic::new(Rule::TimeKindMismatch, span, message)
                    .label("expected `on DAY`, `in P`, `between D and D`, `before D` or `after D`")
                    .help("if it does last, the vocabulary should make it a citable:StateProperty"),
            );
        }
    }
}
