//! `merge-cycle`: entities that are merged into each other, so that none is left.

use super::Context;
use crate::diagnostic::{Diagnostic, Rule};
use crate::model::EntityId;

pub fn check(context: Context, diagnostics: &mut Vec<Diagnostic>) {
    let entities = &context.model.entities;
    for (id, entity) in (0..).map(EntityId).zip(entities) {
        let mut at = entity.merged_into;
        let mut is_first = true;
        for _ in 0..entities.len() {
            match at {
                Some(next) if next == id && !is_first => break, // a circle is told once
                Some(next) if next == id => {
                    let message =
                        format!("`{}` is merged, in the end, into itself", entity.label.text);
                    diagnostics.push(
                        Diagnostic::new(Rule::MergeCycle, entity.span, message)
                            .label("one entity of the circle has to stay")
                            .help("take `merged into` away from the one that is to be used"),
                    );
                    break;
                }
                Some(next) => {
                    is_first &= id < next;
                    at = context.model.entity(next).merged_into;
                }
                None => break,
            }
        }
    }
}
