//! `contested-value`: a functional property with different values that hold at one time. Both are kept.

use std::collections::HashMap;

use super::Context;
use crate::diagnostic::{Diagnostic, Rule};
use crate::model::{Rank, Reading, Resource};
use crate::ontology::PropertyId;
use crate::span::Span;
use crate::time::Bounds;

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
    for readings in values.values().filter(|readings| may_contest(readings)) {
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

/// Whether two of these readings may contest each other: not where all give one value, nor where each has its
/// own time. Both are common, and long lists of them would be slow to compare one by one.
fn may_contest(readings: &[&Reading]) -> bool {
    let value = &readings[0].statement.object;
    if readings
        .iter()
        .all(|reading| reading.statement.object == *value)
    {
        return false;
    }
    let mut times: Vec<Bounds> = readings
        .iter()
        .map(|reading| reading.statement.time.bounds)
        .collect();
    times.sort_by_key(|bounds| bounds.start_latest.or(bounds.start_earliest));
    times.windows(2).any(|pair| !pair[0].is_before(pair[1]))
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
