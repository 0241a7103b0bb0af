//! Text → (syntax tree, diagnostics). Never fails: what cannot be read is reported and left out.
//!
//! The container is CommonMark, read by its blocks; the lines in it are read raw, not as rendered text.
//! This room knows no vocabulary: a bullet comes out as tokens, and `resolve` says what they mean.

pub mod container;
mod front_matter;
pub mod line;

pub use line::{alone, invisible, tokens};

use crate::diagnostic::{Diagnostic, Rule};
use crate::files::{File, Kind};
use crate::span::{FileId, Span};
use crate::syntax::Dossier;

/// Reads a dossier or an entity register.
pub fn parse(id: FileId, file: &File) -> (Dossier, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let text = &file.text;
    let start = text.len() - text.trim_start_matches('\u{FEFF}').len();
    let (front_matter, body) = front_matter::parse(id, text, start, &mut diagnostics);
    if front_matter.is_none() && file.kind == Kind::Dossier && diagnostics.is_empty() {
        diagnostics.push(missing_front_matter(id, start));
    }
    let blocks = container::parse(id, text, body, &mut diagnostics);
    let dossier = Dossier {
        file: id,
        kind: file.kind,
        front_matter,
        roles: Vec::new(),
        blocks,
    };
    (dossier, diagnostics)
}

/// The byte at which the blocks of a text start, after its front matter; nothing if that isn't closed.
pub fn body(text: &str) -> Option<usize> {
    let start = text.len() - text.trim_start_matches('\u{FEFF}').len();
    match front_matter::parse(FileId(0), text, start, &mut Vec::new()) {
        (None, body) if body != start => None,
        (_, body) => Some(body),
    }
}

fn missing_front_matter(file: FileId, at: usize) -> Diagnostic {
    Diagnostic::new(
        Rule::MissingFrontMatter,
        Span::new(file, at, at),
        "a dossier starts with front matter that names its source",
    )
    .label("front matter between two lines `---` is expected here")
    .help(
        "start the file with the lines `---`, `dossier: 1`, `id: …`, `title: …`, `lang: …`, `text: …`, `---`",
    )
}
