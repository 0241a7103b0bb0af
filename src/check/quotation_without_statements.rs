//! `quotation-without-statements`: words were quoted, and nothing is read off them yet.

use super::Context;
use crate::diagnostic::{Diagnostic, Rule};

pub fn check(context: Context, diagnostics: &mut Vec<Diagnostic>) {
    let dossier = context.dossier;
    for group in dossier.groups.iter().filter(|group| group.bullets == 0) {
        for quotation in &dossier.quotations[group.quotations.clone()] {
            diagnostics.push(
                Diagnostic::new(
                    Rule::QuotationWithoutStatements,
                    quotation.span,
                    "nothing is read off this quotation yet",
                )
                .label("expected a bullet under it: subject, predicate, object")
                .help("if there is nothing to read off it, say why: `- nothing; because \"…\"`"),
            );
        }
    }
}
