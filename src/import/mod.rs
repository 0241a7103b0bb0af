//! Statements of other tools → drafts of this project: what citable can be started with.
//!
//! A [reader](read) says what a file says as [`Found`](found::Found): things, terms, statements. [`known`] finds which of them the project has,
//! [`terms`] and [`things`] declare the rest, and [`draft`] writes a table of drafts. Then the project is checked with the new files in
//! it: a statement that it would refuse is left out and told, and only what it accepts is written. No file that is there is changed.

mod declaration;
mod draft;
pub mod format;
pub mod found;
mod known;
mod mappings;
mod open;
mod profile;
mod read;
mod references;
mod terms;
mod text;
mod things;
mod times;
mod turtle;
mod uses;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::compile::{self, Compilation, CompileError, Readings};
use crate::diagnostic::{Diagnostic, Severity};
use crate::edit::Change;
use crate::files::{Files, FilesError, Kind};
use crate::mapping;
use draft::Draft;
pub use format::{FORMATS, Format};
use found::{Found, Left};

/// What is to be brought in.
pub struct Request<'a> {
    pub path: &'a Path,
    /// As the file's name and content say, if it isn't given.
    pub format: Option<&'static Format>,
    /// What the new files are called: a slug.
    pub name: &'a str,
    /// Whose statements are wanted, by id or IRI; all, if it is empty.
    pub only: &'a [String],
}

/// How an import ends.
pub enum Outcome {
    /// The project has errors of its own, which come first.
    Unsound(Box<Compilation>),
    /// The project would have errors with the new files, beyond statements that can be left out.
    Refused(Box<Compilation>),
    Found(Box<Plan>),
}

/// What is to be written.
pub struct Plan {
    pub changes: Vec<Change>,
    pub drafts: usize,
    /// Entities that are declared; those of them that are drafts, since it isn't clear who is meant; and those that the project has.
    pub entities: usize,
    pub unclear: usize,
    pub known: usize,
    /// Properties and classes that are defined, and sources.
    pub terms: usize,
    pub sources: usize,
    pub left: Left,
}

/// Why nothing could be brought in.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error("cannot read {}: {cause}", .path.display())]
    Read { path: PathBuf, cause: io::Error },
    #[error("{}: {place}: {message}; nothing was written", .path.display())]
    Wrong {
        path: PathBuf,
        place: String,
        message: String,
    },
    #[error(
        "the name of `{name}` doesn't say in which syntax of RDF it is: let it end in .ttl, .trig, .nt, .nq, .rdf or .jsonld"
    )]
    Syntax { name: String },
    #[error(
        "{} has neither an rdf:Statement nor a reifier nor a statement of Wikibase: put RDF that is to be taken as it is under data/external/",
        .path.display()
    )]
    NothingReified { path: PathBuf },
    #[error("it isn't clear what {} is: say it with --format, which is one of {}", .path.display(), names())]
    Format { path: PathBuf },
    #[error("{} says nothing that could become a draft{}", .path.display(), about(.only))]
    Nothing { path: PathBuf, only: Vec<String> },
    #[error(transparent)]
    Files(#[from] FilesError),
    #[error(transparent)]
    Compile(#[from] CompileError),
    #[error("there already is a file `{path}`: give the import another name with --as")]
    Exists { path: String },
}

impl ImportError {
    /// Whether it was asked wrongly.
    pub fn is_usage(&self) -> bool {
        matches!(
            self,
            ImportError::Format { .. } | ImportError::Syntax { .. } | ImportError::Exists { .. }
        )
    }

    /// Whether the file is at fault.
    pub fn is_data(&self) -> bool {
        matches!(
            self,
            ImportError::Wrong { .. }
                | ImportError::NothingReified { .. }
                | ImportError::Nothing { .. }
        )
    }
}

fn names() -> String {
    FORMATS
        .iter()
        .map(|format| format.name)
        .collect::<Vec<_>>()
        .join(", ")
}

fn about(only: &[String]) -> String {
    match only {
        [] => String::new(),
        only => format!(" about {}", only.join(", ")),
    }
}

/// A file that is read.
pub struct Source {
    pub path: PathBuf,
    /// Its name without the suffix of a compression.
    pub name: String,
    /// The prefixes of the project.
    pub prefixes: BTreeMap<String, String>,
}

impl Source {
    fn open(&self) -> Result<Box<dyn Read>, ImportError> {
        open::open(&self.path)
    }

    fn wrong(&self, line: u64, message: String) -> ImportError {
        self.wrong_at(&format!("line {line}"), message)
    }

    fn wrong_at(&self, place: &str, message: String) -> ImportError {
        ImportError::Wrong {
            path: self.path.clone(),
            place: place.to_owned(),
            message,
        }
    }

    fn failed(&self, cause: &io::Error) -> ImportError {
        match cause.kind() {
            // What a decompressor says of a file that is cut off or damaged.
            io::ErrorKind::InvalidData
            | io::ErrorKind::InvalidInput
            | io::ErrorKind::UnexpectedEof
            | io::ErrorKind::Other => self.wrong_at("on the way", cause.to_string()),
            kind => ImportError::Read {
                path: self.path.clone(),
                cause: io::Error::new(kind, cause.to_string()),
            },
        }
    }
}

/// Reads a file of another tool, and says what is to be written for it in the project at `root`.
pub fn import(
    root: &Path,
    request: &Request,
    stage: &dyn Fn(&'static str),
) -> Result<Outcome, ImportError> {
    let format = match request.format {
        Some(format) => format,
        None => Format::of(request.path)?.ok_or_else(|| ImportError::Format {
            path: request.path.to_owned(),
        })?,
    };
    let (run, draft) = compile::read(root, stage, |readings| {
        stage("reading the file");
        self::draft(readings, request, format)
    })?;
    let Some(draft) = draft else {
        return Ok(Outcome::Unsound(Box::new(run)));
    };
    let mut draft = draft?;
    stage("checking what comes of it");
    // Each round leaves out what the one before has found; what is left may not stand without it.
    const ROUNDS: usize = 4;
    for _ in 0..ROUNDS {
        let changes = draft.changes();
        let run = checked(root, &changes, stage)?;
        if !run.is_refused(false) {
            return planned(root, draft, changes, request);
        }
        if !leave_out(&run, &mut draft) {
            return Ok(Outcome::Refused(Box::new(run)));
        }
    }
    let run = checked(root, &draft.changes(), stage)?;
    Ok(Outcome::Refused(Box::new(run)))
}

fn draft(readings: &Readings, request: &Request, format: &Format) -> Result<Draft, ImportError> {
    let source = Source {
        path: request.path.to_owned(),
        name: open::plain_name(request.path),
        prefixes: readings.world.ontology.prefixes.clone(),
    };
    let mut found = Found::new(request.only);
    (format.read)(&source, &mut found)?;
    let mut mapped = Vec::new();
    let files = readings.files();
    let sets = readings.numbered().map(|(_, file)| file);
    for id in sets.filter(|&id| files.kind(id) == Kind::Mappings) {
        let (file, _) = files.read(id)?;
        mapped.extend(mapping::identities(id, &file, readings.world));
    }
    Ok(Draft::new(
        found,
        readings.world,
        &mapped,
        request.name,
        &source.name,
    ))
}

/// The project with new files in it, checked.
fn checked(
    root: &Path,
    changes: &[Change],
    stage: &dyn Fn(&'static str),
) -> Result<Compilation, ImportError> {
    let mut files = Files::find(root)?;
    for change in changes {
        if files.at_path(&change.path).is_some() {
            return Err(ImportError::Exists {
                path: change.path.clone(),
            });
        }
        files.add(&change.path, change.after.clone());
    }
    Ok(compile::check_files(files, stage)?)
}

/// Takes the statements out that have errors; false if there are other errors than theirs.
fn leave_out(run: &Compilation, draft: &mut Draft) -> bool {
    let is_error = |it: &&Diagnostic| it.severity() == Severity::Error;
    let mut refused = BTreeSet::new();
    for diagnostic in run.diagnostics.iter().filter(is_error) {
        let path = run.files.path(diagnostic.span.file);
        let Some(statement) = draft.statement_at(path, diagnostic.span.start as usize) else {
            return false;
        };
        if refused.insert(statement) {
            let what = format!("statements that the project refuses ({})", diagnostic.rule);
            draft.refuse(statement, &what, &diagnostic.message);
        }
    }
    !refused.is_empty()
}

fn planned(
    root: &Path,
    draft: Draft,
    changes: Vec<Change>,
    request: &Request,
) -> Result<Outcome, ImportError> {
    if changes.is_empty() {
        return Err(ImportError::Nothing {
            path: request.path.to_owned(),
            only: request.only.to_vec(),
        });
    }
    for change in &changes {
        if root.join(&change.path).symlink_metadata().is_ok() {
            return Err(ImportError::Exists {
                path: change.path.clone(),
            });
        }
    }
    Ok(Outcome::Found(Box::new(draft.plan(changes))))
}
