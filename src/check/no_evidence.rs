//! `no-evidence`: a statement under no quotation, or a row without one, without `because` or `inferred from`.

use super::Context;
use crate::diagnostic::{Diagnostic, Rule};
use crate::files::Kind;
use crate::model::{Dossier, Reading};

pub fn check(context: Context, diagnostics: &mut Vec<Diagnostic>) {
    let dossier = context.dossier;
    for reading in &dossier.readings {
        let reasoned = reading.because.is_some() || !reading.inferred_from.is_empty();
        // A draft may wait for its evidence, which is another rule's to say.
        if reasoned || reading.draft || !dossier.quotations_of(reading.group).is_empty() {
            continue;
        }
        if dossier.kind == Kind::Facts {
            diagnostics.push(in_row(reading));
        } else if dossier.source.is_some() {
            diagnostics.push(in_dossier(dossier, reading));
        }
    }
}

fn in_row(reading: &Reading) -> Diagnostic {
    Diagnostic::new(
        Rule::NoEvidence,
        reading.span,
        "this row has neither a quotation nor a reason",
    )
    .label("where does which source say so?")
    .help("fill in `source` and `quote`, or `because`, or `inferred_from`")
}

fn in_dossier(dossier: &Dossier, reading: &Reading) -> Diagnostic {
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
    .help(
        "quote the source above it with `> …`, or add `; because \"…\"` or `; inferred from ^id`",
    );
    match above {
        Some(quotation) => diagnostic.related(
            quotation.span,
            "prose or a heading stands between this quotation and the statement",
        ),
        None => diagnostic,
    }
}
