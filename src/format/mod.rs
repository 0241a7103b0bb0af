//! Dossiers and registers in their normal form: the same said, with the same words, in lines that look alike.
//!
//! Nothing is re-wrapped or re-ordered, prose and front matter stay as they are, and in a quotation only escapes are
//! put in or taken away. What the result says is held against what the file said, block by block, and a block of
//! which that isn't sure is left as it was. Marks that Markdown would take for its own are [escaped](crate::escape), so that
//! other formatters of Markdown have nothing to change, and nothing to damage.
//!
//! Before that, two mistakes are [repaired](repair), since there is one way to do it: a line of a quotation without its
//! `>`, and a declaration without an id.

mod block;
mod bullet;
mod layout;
mod quotation;
mod repair;
mod said;

use std::path::Path;

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::edit::Change;
use crate::files::{File, Files, FilesError, Kind};
use crate::ontology::{self, Ontology};
use crate::project::{self, Project};
use crate::span::FileId;

use repair::Ids;

/// The files of a project that can be formatted, and what is needed for it.
pub struct Formatter {
    files: Files,
    ids: Option<Ids>,
}

impl Formatter {
    /// Reads of a project what ids depend on. Where that cannot be read, no ids are given.
    pub fn new(root: &Path) -> Result<Formatter, FilesError> {
        let files = Files::find(root)?;
        let ids = vocabulary(&files)?.map(|(project, ontology)| Ids::new(project, ontology));
        Ok(Formatter { files, ids })
    }

    /// The paths of all dossiers and registers, in their order.
    pub fn paths(&self) -> Vec<&str> {
        let of = |kind| self.files.of(kind);
        let ids = of(Kind::Dossier).chain(of(Kind::Register));
        let mut paths: Vec<&str> = ids.map(|id| self.files.path(id)).collect();
        paths.sort_unstable();
        paths
    }

    /// Formats the file at one of the [`paths`](Self::paths), as a change from what it is. A file that cannot be read
    /// as text is left, and told.
    pub fn file(&mut self, path: &str) -> Result<Result<Change, Diagnostic>, FilesError> {
        let id = self.files.at_path(path).expect("a path is one of `paths`");
        let (file, problem) = self.files.load(id)?;
        if let Some(problem) = problem.filter(|_| file.broken) {
            return Ok(Err(problem.clone()));
        }
        change(file, &self.files, self.ids.as_mut()).map(Ok)
    }

    /// Formats a text that is in no file.
    pub fn text(&mut self, content: String) -> Result<Change, FilesError> {
        let given = Files::from_memory([("<stdin>".to_owned(), kind_of(&content), content)]);
        change(given.get(FileId(0)), &self.files, self.ids.as_mut())
    }

    /// What was loaded, to show what is wrong with it.
    pub fn files(&self) -> &Files {
        &self.files
    }
}

/// A file as it is, and in its normal form.
fn change(file: &File, files: &Files, mut ids: Option<&mut Ids>) -> Result<Change, FilesError> {
    if let Some(ids) = &mut ids {
        ids.prepare(&file.text, file.kind, files)?;
    }
    Ok(Change {
        path: file.path.clone(),
        before: Some(file.text.clone()),
        after: text(file, ids),
    })
}

/// A text is a dossier if it has front matter.
fn kind_of(text: &str) -> Kind {
    match text.trim_start_matches('\u{FEFF}').starts_with("---") {
        true => Kind::Dossier,
        false => Kind::Register,
    }
}

/// The project and its vocabulary, if both can be read.
fn vocabulary(files: &Files) -> Result<Option<(Project, Ontology)>, FilesError> {
    for kind in [Kind::Config, Kind::Ontology] {
        for id in files.of(kind).collect::<Vec<_>>() {
            if files.load(id)?.0.broken {
                return Ok(None);
            }
        }
    }
    let Ok(project) = project::read(files) else {
        return Ok(None);
    };
    let (ontology, problems) = ontology::read(files, &project);
    let readable = problems.iter().all(|it| it.rule != Rule::RdfSyntax);
    Ok(readable.then_some((project, ontology)))
}

/// The normal form of a file, without a byte order mark, behind which other formatters don't find the front matter. Its
/// line ends become those of its first line.
fn text(file: &File, ids: Option<&mut Ids>) -> String {
    let body = file.text.trim_start_matches('\u{FEFF}');
    let has_crlf = body.find('\n').is_some_and(|at| body[..at].ends_with('\r'));
    let plain = body.replace("\r\n", "\n");
    let repaired = repair::repair(&plain, file.kind, ids);
    let laid = layout::layout(&repaired);
    let sure = said::in_file(&repaired, file.kind) == said::in_file(&laid, file.kind);
    let after = if sure { laid } else { repaired };
    match has_crlf {
        true => after.replace('\n', "\r\n"),
        false => after,
    }
}

/// What is wrong with the form of texts, so that a part of them could not be formatted; with the files to show it in.
pub fn problems(texts: impl IntoIterator<Item = (String, String)>) -> (Files, Vec<Diagnostic>) {
    let kind = |path: &str, text: &str| match path {
        path if path.ends_with(".entities.md") => Kind::Register,
        path if path.ends_with(".dossier.md") => Kind::Dossier,
        _ => kind_of(text),
    };
    let files = texts.into_iter().map(|(path, text)| {
        let kind = kind(&path, &text);
        (path, kind, text)
    });
    let files = Files::from_memory(files);
    let mut diagnostics = Vec::new();
    for id in files.ids() {
        let (_, found) = crate::parse::parse(id, files.get(id));
        diagnostics.extend(
            found
                .into_iter()
                .filter(|it| it.severity() == Severity::Error && it.rule != Rule::LazyQuotation),
        );
    }
    crate::diagnostic::reading_order(&mut diagnostics, &files);
    (files, diagnostics)
}
