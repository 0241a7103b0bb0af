//! `date-after-publication`: a source speaks of a day that came after it was published.

use super::Context;
use crate::diagnostic::{Diagnostic, Rule};

pub fn check(context: Context, diagnostics: &mut Vec<Diagnostic>) {
    for reading in &context.dossier.readings {
        // Who marks a statement as not vouched for knows that it may not have come to pass.
        if reading.unconfirmed {
            continue;
        }
        let source = context.model.source_of(context.dossier, reading.group);
        let published = source.and_then(|source| source.published.as_ref());
        let (Some(published), Some(phrase), Some(span)) =
            (published, &reading.statement.phrase, reading.places.time)
        else {
            continue;
        };
        let late = phrase
            .dates()
            .into_iter()
            .find(|date| date.earliest() > published.value.latest());
        if let Some(date) = late {
            let message = format!(
                "the source was published in {}, before {date}",
                published.value
            );
            diagnostics.push(
                Diagnostic::new(Rule::DateAfterPublication, span, message)
                    .label("this lay in the future when the source was published")
                    .related(published.span, "the date of publication")
                    .help("if the source announces it, say so: `unconfirmed`, or a property for plans"),
            );
        }
    }
}
