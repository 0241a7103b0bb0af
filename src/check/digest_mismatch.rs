//! `digest-mismatch`: the stored text is not the one that the front matter's `sha256` was made of.

use super::Context;
use crate::diagnostic::{Diagnostic, Rule};

pub fn check(context: Context, diagnostics: &mut Vec<Diagnostic>) {
    for dossier in &context.model.dossiers {
        let Some(source) = &dossier.source else {
            continue;
        };
        let (Some(text), Some(pinned)) = (source.text, &source.sha256) else {
            continue;
        };
        let file = context.files.get(text);
        if !file.broken && file.sha256 != pinned.value {
            let message = format!(
                "`{}` is not the text that was pinned: it has changed",
                file.path
            );
            diagnostics.push(
                Diagnostic::new(Rule::DigestMismatch, pinned.span, message)
                    .label("its SHA-256 is another")
                    .help("read the changes in the text, then write its new digest here")
                    .fix(pinned.span, file.sha256.clone()),
            );
        }
    }
}
