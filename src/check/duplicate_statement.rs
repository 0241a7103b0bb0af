//! `duplicate-statement`: the same statement read twice off the same quotations.

use std::collections::HashMap;

use super::Context;
use crate::diagnostic::{Diagnostic, Rule};
use crate::model::{Reading, Statement};

pub fn check(context: Context, diagnostics: &mut Vec<Diagnostic>) {
    for dossier in &context.model.dossiers {
        let mut first: HashMap<(Option<usize>, &str), &Reading> = HashMap::new();
        for reading in &dossier.readings {
            let key = (reading.group, reading.key.as_str());
            match first.get(&key) {
                // Two statements have one key where one id is given to both, which is told already.
                Some(other) if !is_same(&other.statement, &reading.statement) => {}
                Some(other) => diagnostics.push(
                    Diagnostic::new(
                        Rule::DuplicateStatement,
                        reading.span,
                        "this statement stands under the same quotation already",
                    )
                    .label("delete one of the two")
                    .related(other.span, "it stands here first"),
                ),
                None => {
                    first.insert(key, reading);
                }
            }
        }
    }
}

/// Whether two statements with the same key are one.
fn is_same(one: &Statement, other: &Statement) -> bool {
    one.subject == other.subject
        && one.predicate == other.predicate
        && one.object == other.object
        && one.negated == other.negated
        && one.phrase == other.phrase
}
