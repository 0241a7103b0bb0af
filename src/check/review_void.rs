//! `review-void`: a dossier or table was edited after it was reviewed.

use super::Context;
use crate::diagnostic::{Diagnostic, Rule};
use crate::review;

pub fn check(context: Context, diagnostics: &mut Vec<Diagnostic>) {
    let Some(review) = review::of(context.dossier, context.model) else {
        return;
    };
    if !review::holds(review, context.file) {
        let message = format!(
            "the review by {} on {} was over other words than these",
            review.by, review.on
        );
        diagnostics.push(
            Diagnostic::new(Rule::ReviewVoid, review.span, message)
                .label("any later edit voids a review")
                .help("`citable review` shows since which change; let someone review it as it is now, or delete this line"),
        );
    }
}
