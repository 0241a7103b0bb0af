//! The stored texts that dossiers name: opened once each, by the path in `text:`.

use crate::diagnostic::{Diagnostic, Rule};
use crate::files::{Files, FilesError, TextError};
use crate::resolve::Texts;
use crate::span::Spanned;
use crate::syntax::Dossier;

/// Opens the stored text of every dossier that names one.
pub fn open(files: &mut Files, trees: &[Dossier]) -> Result<(Texts, Vec<Diagnostic>), FilesError> {
    let mut texts = Texts::new();
    let mut diagnostics = Vec::new();
    for tree in trees {
        let named = tree
            .front_matter
            .as_ref()
            .and_then(|front| front.get("text"));
        let Some(path) = named.filter(|path| path.value != "none" && !path.value.trim().is_empty())
        else {
            continue;
        };
        match files.open_text(tree.file, path.value.trim()) {
            Ok((text, problem)) => {
                diagnostics.extend(problem);
                if !files.get(text).broken {
                    texts.insert(tree.file, text);
                }
            }
            Err(TextError::Disk(error)) => return Err(error),
            Err(error) => diagnostics.push(unusable(path, &error)),
        }
    }
    Ok((texts, diagnostics))
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
