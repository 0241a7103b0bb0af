//! `duplicate-statement`: the same statement read twice off the same quotations.

use std::collections::HashMap;

use super::Context;
use crate::diagnostic::{Diagnostic, Rule};
use crate::model::Reading;

pub fn check(context: Context, diagnostics: &mut Vec<Diagnostic>) {
    for dossier in &context.model.dossiers {
        let mut first: HashMap<(Option<usize>, &str), &Reading> = HashMap::new();
        for reading in &dossier.readings {
            let key = (reading.group, reading.key.as_str());
            match first.get(&key) {
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
