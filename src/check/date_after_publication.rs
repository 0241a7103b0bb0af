//! `date-after-publication`: a source speaks of a day that came after it was published.

use super::Context;
use crate::date::Date;
use crate::diagnostic::{Diagnostic, Rule};
use crate::model::Object;
use crate::time::Phrase;
use crate::vocab::is_date;

pub fn check(context: Context, diagnostics: &mut Vec<Diagnostic>) {
    for reading in &context.dossier.readings {
        // Who marks a statement as not vouched for knows that it may not have come to pass.
        if reading.unconfirmed {
            continue;
        }
        let source = context.model.source_of(context.dossier, reading.group);
        let Some(published) = source.and_then(|source| source.published.as_ref()) else {
            continue;
        };
        let time = reading.statement.phrase.as_ref().zip(reading.places.time);
        let time = time.into_iter().flat_map(|(phrase, span)| {
            let dates = speaks_of(phrase).into_iter();
            dates.map(move |date| (date.clone(), span))
        });
        let value = value(&reading.statement.object).map(|date| (date, reading.places.object));
        let late = time
            .chain(value)
            .find(|(date, _)| date.earliest() > published.value.latest());
        if let Some((date, span)) = late {
            let word = if published.value.is_day() { "on" } else { "in" };
            let message = format!(
                "the source was published {word} {}, before {date}",
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

/// The dates at which a time says that something was so; what was so before a date need not have lasted until it.
fn speaks_of(phrase: &Phrase) -> Vec<&Date> {
    match phrase {
        Phrase::Before(_) => Vec::new(),
        phrase => phrase.dates(),
    }
}

/// The date that is the value of a statement.
fn value(object: &Object) -> Option<Date> {
    match object {
        Object::Literal(literal) if is_date(literal.datatype.as_ref()) => {
            Date::parse(&literal.value).ok()
        }
        _ => None,
    }
}
