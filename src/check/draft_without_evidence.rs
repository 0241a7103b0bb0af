//! `draft-without-evidence`: drafts that no quotation and no reason supports yet. Told once a file, since an import makes
//! many of them together.

use super::Context;
use crate::diagnostic::{Diagnostic, Rule};
use crate::files::Kind;
use crate::model::Reading;

pub fn check(context: Context, diagnostics: &mut Vec<Diagnostic>) {
    let dossier = context.dossier;
    if dossier.kind != Kind::Facts && dossier.source.is_none() {
        return;
    }
    let waits = |reading: &&Reading| {
        let reasoned = reading.because.is_some() || !reading.inferred_from.is_empty();
        reading.draft && !reasoned && dossier.quotations_of(reading.group).is_empty()
    };
    let mut waiting = dossier.readings.iter().filter(waits);
    let Some(first) = waiting.next() else {
        return;
    };
    let message = match waiting.count() {
        0 => "this draft has no evidence yet".to_owned(),
        others => format!("{} drafts of this file have no evidence yet", others + 1),
    };
    diagnostics.push(
        Diagnostic::new(Rule::DraftWithoutEvidence, first.span, message)
            .label("which source says so, and in which words?"),
    );
}
