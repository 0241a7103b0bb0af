//! `contested-value`: a functional property with different values that hold at one time. Both are kept.

use std::collections::HashMap;

use super::Context;
use crate::diagnostic::{Diagnostic, Rule};
use crate::model::{Rank, Reading, Resource};
use crate::ontology::PropertyId;
use crate::span::Span;

pub fn check(context: Context, diagnostics: &mut Vec<Diagnostic>) {
    let mut values: HashMap<(PropertyId, String), Vec<&Reading>> = HashMap::new();
    for (_, reading) in context.model.readings() {
        let statement = &reading.statement;
        if context.ontology.property(statement.predicate).functional && reading.asserts() {
            let subject = key(context, &statement.subject);
            values
                .entry((statement.predicate, subject))
                .or_default()
                .push(reading);
        }
    }
    for readings in values.values() {
        for (at, reading) in readings.iter().enumerate() {
            let other = readings[..at]
                .iter()
                .find(|earlier| contests(reading, earlier));
            if let Some(other) = other {
                diagnostics.push(contested(context, reading, other.places.object));
            }
        }
    }
}

fn key(context: Context, subject: &Resource) -> String {
    match subject {
        Resource::Source(dossier) => format!("this {}", dossier.0),
        other => context.name(other),
    }
}

fn contests(one: &Reading, other: &Reading) -> bool {
    let settled = one.rank == Rank::Preferred || other.rank == Rank::Preferred;
    !settled
        && one.statement.object != other.statement.object
        && one
            .statement
            .time
            .bounds
            .overlaps(other.statement.time.bounds)
        && one.statement.roles == other.statement.roles
}

fn contested(context: Context, reading: &Reading, other: Span) -> Diagnostic {
    let word = &context.ontology.property(reading.statement.predicate).word;
    let subject = context.name(&reading.statement.subject);
    Diagnostic::new(
        Rule::ContestedValue,
        reading.places.object,
        format!("`{word}` of `{subject}` has one value at a time, and here is a second one"),
    )
    .label("both are kept")
    .related(other, "the other value")
    .help("give each its time, mark one as `preferred` or `deprecated because \"…\"`, or let the contradiction stand")
}
