//! The stored texts that dossiers name: each known by its number, by the path in `text:`. In place of a text there may be the
//! offsets of its quotations, in `offsets:`.

use crate::diagnostic::{Diagnostic, Rule};
use crate::files::{Files, TextError};
use crate::resolve::Declaration;
use crate::span::Spanned;

/// Finds the stored text of every source that has one, or the file of offsets.
pub fn open(files: &mut Files, declared: &mut [Declaration]) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for declaration in declared {
        let file = declaration.file;
        let Some(source) = &mut declaration.source else {
            continue;
        };
        if let Some(path) = &source.text_path {
            match files.text(file, &path.value) {
                Ok(text) => source.text = Some(text),
                Err(error) => diagnostics.push(unusable(path, "stored text", &error)),
            }
        }
        if let Some(path) = &source.offsets_path {
            match files.text(file, &path.value) {
                Ok(offsets) => source.offsets = Some(offsets),
                Err(error) => diagnostics.push(unusable(path, "file of offsets", &error)),
            }
        }
    }
    diagnostics
}

fn unusable(path: &Spanned<String>, what: &str, error: &TextError) -> Diagnostic {
    let help = match what {
        "stored text" => {
            "put the source's text under data/sources/, or write `text: none` and say why in `text-why`"
        }
        _ => {
            "whoever holds the text writes it with `citable source verify`; until then delete this line"
        }
    };
    let rule = match error {
        TextError::Outside => Rule::PathOutsideProject,
        _ => Rule::TextNotFound,
    };
    Diagnostic::new(
        rule,
        path.span,
        format!("the {what} `{}` cannot be used: {error}", path.value.trim()),
    )
    .label("expected the path of a file in the project, from this dossier's folder")
    .help(help)
}
