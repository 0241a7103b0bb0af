//! `reviewed-by-curator`: a review by the one whose work it is over.

use super::Context;
use crate::diagnostic::{Diagnostic, Rule};
use crate::review;

pub fn check(context: Context, diagnostics: &mut Vec<Diagnostic>) {
    let Some(review) = review::of(context.dossier, context.model) else {
        return;
    };
    let curators = review::curators(context.dossier, context.model);
    let is_reviewer = |curator: &&str| review::is_same_person(&review.by, curator);
    if curators.iter().any(is_reviewer) {
        let message = format!(
            "`{}` is the curator, and cannot be the reviewer as well",
            review.by
        );
        diagnostics.push(
            Diagnostic::new(Rule::ReviewedByCurator, review.span, message)
                .label("a review is by a second person")
                .help("let someone else review it, or delete this line"),
        );
    }
}
