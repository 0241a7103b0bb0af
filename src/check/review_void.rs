//! `review-void`: a dossier was edited after it was reviewed.

use super::Context;
use crate::diagnostic::{Diagnostic, Rule};

pub fn check(context: Context, diagnostics: &mut Vec<Diagnostic>) {
    for dossier in &context.model.dossiers {
        let review = dossier
            .source
            .as_ref()
            .and_then(|source| source.review.as_ref());
        let Some(review) = review else { continue };
        if !crate::review::holds(dossier, context.files) {
            let message = format!(
                "the review by {} on {} was over other words than these",
                review.by, review.on
            );
            diagnostics.push(
                Diagnostic::new(Rule::ReviewVoid, review.span, message)
                    .label("any later edit voids a review")
                    .help("let someone review the dossier as it is now, or delete this line"),
            );
        }
    }
}
