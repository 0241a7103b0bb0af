//! `no-evidence`: a statement outside a group, without `because` or `inferred from`.

use super::Context;
use crate::diagnostic::{Diagnostic, Rule};

pub fn check(context: Context, diagnostics: &mut Vec<Diagnostic>) {
    for (dossier, reading) in context.model.readings() {
        let reasoned = reading.because.is_some() || !reading.inferred_from.is_empty();
        if reading.group.is_some() || reasoned || dossier.source.is_none() {
            continue;
        }
        let above = dossier
            .quotations
            .partition_point(|quotation| quotation.span < reading.span)
            .checked_sub(1)
            .map(|last| &dossier.quotations[last]);
        let diagnostic = Diagnostic::new(
            Rule::NoEvidence,
            reading.span,
            "this statement stands under no quotation",
        )
        .label("where does the source say so?")
        .help("quote the source above it with `> …`, or add `; because \"…\"` or `; inferred from ^id`");
        diagnostics.push(match above {
            Some(quotation) => diagnostic.related(
                quotation.span,
                "prose or a heading stands between this quotation and the statement",
            ),
            None => diagnostic,
        });
    }
}
