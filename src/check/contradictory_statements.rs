//! `contradictory-statements`: one quotation from which a statement and its denial are read.

use std::collections::HashMap;

use super::Context;
use crate::diagnostic::{Diagnostic, Rule};
use crate::model::{Rank, Reading};

pub fn check(context: Context, diagnostics: &mut Vec<Diagnostic>) {
    let dossier = context.dossier;
    let quoted = |reading: &&Reading| !dossier.quotations_of(reading.group).is_empty();
    let mut alike: HashMap<_, Vec<&Reading>> = HashMap::new();
    for reading in dossier.readings.iter().filter(quoted) {
        let statement = &reading.statement;
        let triple = (&statement.subject, statement.predicate, &statement.object);
        let others = alike.entry((reading.group, triple)).or_default();
        if let Some(other) = others.iter().find(|other| contradicts(reading, other)) {
            diagnostics.push(contradiction(reading, other));
        }
        others.push(reading);
    }
}

fn contradiction(reading: &Reading, other: &Reading) -> Diagnostic {
    Diagnostic::new(
        Rule::ContradictoryStatements,
        reading.span,
        "the same quotation says this and denies it",
    )
    .label("this contradicts the other statement")
    .related(other.span, "the other statement")
    .help("one of the two is misread, or each needs its own quotation or time")
}

/// Whether of two statements of one triple the one denies what the other says.
fn contradicts(one: &Reading, other: &Reading) -> bool {
    let (a, b) = (&one.statement, &other.statement);
    let withdrawn = |reading: &Reading| matches!(reading.rank, Rank::Deprecated(_));
    a.negated != b.negated
        && !withdrawn(one)
        && !withdrawn(other)
        && a.roles == b.roles
        && one.according_to == other.according_to
        && a.time.bounds.overlaps(b.time.bounds)
}
