//! `review-void`: a dossier was edited after it was reviewed.

use super::Context;
use crate::diagnostic::{Diagnostic, Rule};

pub fn check(context: Context, diagnostics: &mut Vec<Diagnostic>) {
    let source = context.own_source();
    let Some(review) = source.and_then(|source| source.review.as_ref()) else {
        return;
    };
    if !crate::review::holds(review, context.file) {
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
