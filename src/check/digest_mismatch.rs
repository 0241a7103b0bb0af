//! `digest-mismatch`: the stored text is not the one that the front matter's `sha256` was made of.

use super::Context;
use crate::diagnostic::{Diagnostic, Rule};

pub fn check(context: Context, diagnostics: &mut Vec<Diagnostic>) {
    let source = context.own_source();
    let pinned = source.and_then(|source| Some((source.text?, source.sha256.as_ref()?)));
    let Some((text, pinned)) = pinned else {
        return;
    };
    // A text that cannot be read has no digest, and is told.
    let digest = context.files.digest(text).unwrap_or_default();
    if !digest.is_empty() && digest != pinned.value {
        let message = format!(
            "`{}` is not the text that was pinned: it has changed",
            context.files.path(text)
        );
        diagnostics.push(
            Diagnostic::new(Rule::DigestMismatch, pinned.span, message)
                .label("its SHA-256 is another")
                .help("if a new edition was put in its place: restore the old text, then `citable source update` follows its quotations into the new one")
                .help("if the text was corrected, and is right: read the changes, then write its new digest here")
                .fix(pinned.span, digest),
        );
    }
}
