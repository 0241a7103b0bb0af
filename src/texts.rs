//! The stored texts that dossiers name: each known by its number, by the path in `text:`.

use crate::diagnostic::{Diagnostic, Rule};
use crate::files::{Files, TextError};
use crate::resolve::Declaration;
use crate::span::Spanned;

/// Finds the stored text of every source that has one.
pub fn open(files: &mut Files, declared: &mut [Declaration]) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for declaration in declared {
        let file = declaration.file;
        let Some(source) = &mut declaration.source else {
            continue;
        };
        let Some(path) = &source.text_path else {
            continue;
        };
        match files.text(file, &path.value) {
            Ok(text) => source.text = Some(text),
            Err(error) => diagnostics.push(unusable(path, &error)),
        }
    }
    diagnostics
}

fn unusable(path: &Spanned<String>, error: &TextError) -> Diagnostic {
    let rule = match error {
        TextError::Outside => Rule::PathOutsideProject,
        _ => Rule::TextNotFound,
    };
    Diagnostic::new(
        rule,
        path.span,
        format!("the stored text `{}` cannot be used: {error}", path.value.trim()),
    )
    .label("expected the path of a file in the project, from this dossier's folder")
    .help("put the source's text under data/sources/, or write `text: none` and say why in `text-why`")
}
