//! `quotation-without-statements`: words were quoted, and nothing is read off them yet.

use super::Context;
use crate::diagnostic::{Diagnostic, Rule};
use crate::model::{Dossier, Quotation};

pub fn check(context: Context, diagnostics: &mut Vec<Diagnostic>) {
    let dossier = context.dossier;
    for group in dossier.groups.iter().filter(|group| group.bullets == 0) {
        let quotations = group.quotations.clone();
        // A statement that is cut off from its quotation is told where it stands.
        if is_followed(dossier, quotations.end) {
            continue;
        }
        let quotations = &dossier.quotations[quotations];
        diagnostics.extend(quotations.iter().map(without_statements));
    }
}

/// Whether a statement without evidence stands between a quotation, the one before `next`, and that.
fn is_followed(dossier: &Dossier, next: usize) -> bool {
    let Some(last) = next
        .checked_sub(1)
        .map(|last| dossier.quotations[last].span)
    else {
        return false;
    };
    let end = dossier.quotations.get(next).map(|quotation| quotation.span);
    let mut readings = dossier.readings.iter();
    readings.any(|reading| {
        let is_bare = reading.group.is_none()
            && reading.because.is_none()
            && reading.inferred_from.is_empty();
        is_bare && reading.span > last && end.is_none_or(|end| reading.span < end)
    })
}

fn without_statements(quotation: &Quotation) -> Diagnostic {
    Diagnostic::new(
        Rule::QuotationWithoutStatements,
        quotation.span,
        "nothing is read off this quotation yet",
    )
    .label("expected a bullet under it: subject, predicate, object")
    .help("if there is nothing to read off it, say why: `- nothing; because \"…\"`")
    .help("a bullet starts with `-`; headings, paragraphs and numbered lists are prose")
}
