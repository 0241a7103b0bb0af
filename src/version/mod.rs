//! States of a project that can be held against each other: the store, the working tree, revisions of git, exports.
//!
//! Whatever it comes from, a version is a [`Build`], so that whoever compares two of them has one kind of thing. What has
//! to be built or read for that goes to a folder aside, which starts from the last build as any build does; the
//! project's own build stays as it is.

mod aside;
mod export;
mod revision;
mod shape;

use std::io;
use std::path::{Path, PathBuf};

use crate::compile::{self, Compilation, CompileError, Options};
use crate::files::{Files, FilesError, Kind};
use crate::project::{self, Context};
use crate::store::{Build, Lock, StoreError};
use aside::Aside;

pub use export::UNNAMED_GRAPH;
pub use shape::{Form, Shape, same_shape};

/// Which version is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Name {
    /// The last build.
    Store,
    /// The files as they are.
    Tree,
    /// A file that was exported.
    Export(PathBuf),
    /// A revision of git, as git names it.
    Revision(String),
}

impl Name {
    /// What a word means: `store`, `.`, a file that is there and has the extension of an export, or a revision. Paths are
    /// from the folder `here`.
    pub fn of(word: &str, here: &Path) -> Name {
        let file = match here == Path::new(".") {
            true => PathBuf::from(word),
            false => here.join(word),
        };
        match word {
            "store" => Name::Store,
            "." => Name::Tree,
            word if export::is_named_so(word) && file.exists() => Name::Export(file),
            word => Name::Revision(word.to_owned()),
        }
    }
}

/// A version, open.
#[derive(Debug)]
pub struct Version {
    pub build: Build,
    pub shape: Shape,
    /// Where it was built; it goes away with it.
    folder: Option<Aside>,
}

/// A version, or why there is none.
#[derive(Debug)]
pub enum Opened {
    Version(Box<Version>),
    /// There is something wrong with its files.
    Refused(Box<Compilation>),
}

/// A version cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum VersionError {
    #[error("nothing is built yet: run `citable build` first, or compare with `.`")]
    NoBuild,
    #[error("git cannot be run: {0}")]
    NoGit(io::Error),
    #[error("there is no revision `{name}`: {why}")]
    NoRevision { name: String, why: String },
    #[error("the revision `{name}` has no citable.toml in {}", .folder)]
    NoProject { name: String, folder: String },
    #[error("git failed: {0}")]
    Git(String),
    #[error("cannot read {}: {cause}", .path.display())]
    Read { path: PathBuf, cause: io::Error },
    #[error("cannot write in {}: {cause}", .path.display())]
    Write { path: PathBuf, cause: io::Error },
    #[error("{} is not the RDF that its extension says: {why}", .path.display())]
    Syntax { path: PathBuf, why: String },
    #[error(
        "{} has blank nodes, which no export has: it cannot be told which are the same in another version",
        .path.display()
    )]
    BlankNodes { path: PathBuf },
    #[error("{0}")]
    Shapes(String),
    #[error(transparent)]
    Files(#[from] FilesError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Compile(#[from] CompileError),
}

impl VersionError {
    /// Whether something was named wrongly, rather than that the world has failed.
    pub fn is_usage(&self) -> bool {
        matches!(
            self,
            VersionError::NoBuild
                | VersionError::NoRevision { .. }
                | VersionError::NoProject { .. }
                | VersionError::Shapes(_)
        )
    }

    /// Whether what is wrong is in a file of the user's.
    pub fn is_data(&self) -> bool {
        matches!(
            self,
            VersionError::Syntax { .. } | VersionError::BlankNodes { .. }
        )
    }
}

/// Opens a version of the project at `root`. `known` is another one that was opened: what is remembered of it saves work.
pub fn open(
    root: &Path,
    name: &Name,
    known: Option<&Version>,
    stage: &dyn Fn(&'static str),
) -> Result<Opened, VersionError> {
    match name {
        Name::Store => match Build::open(root)? {
            Some(build) => Ok(Version::of_build(build, None)),
            None => Err(VersionError::NoBuild),
        },
        Name::Tree => tree(root, known, stage),
        Name::Export(path) => export::open(root, path, stage),
        Name::Revision(revision) => {
            stage("reading the revision");
            let folder = Aside::new(root)?;
            let project = revision::check_out(root, revision, folder.path())?;
            built(root, &project, known, folder, stage)
        }
    }
}

/// The files as they are. The last build is taken for them if it is of them.
fn tree(
    root: &Path,
    known: Option<&Version>,
    stage: &dyn Fn(&'static str),
) -> Result<Opened, VersionError> {
    if let Ok(Some(build)) = Build::open(root)
        && Files::are_settled(root, &build.inputs)?
    {
        return Ok(Version::of_build(build, None));
    }
    built(root, root, known, Aside::new(root)?, stage)
}

/// Builds the files in `project` aside, from what `known` or the last build of `root` remembers.
fn built(
    root: &Path,
    project: &Path,
    known: Option<&Version>,
    folder: Aside,
    stage: &dyn Fn(&'static str),
) -> Result<Opened, VersionError> {
    let place = folder.place()?;
    let of_known = known.and_then(|known| known.folder.as_ref()?.place().ok());
    folder.start_from(of_known.as_deref().unwrap_or(root));
    let lock = Lock::take(&place, || {})?;
    let before = Build::open(&place).ok().flatten();
    let options = Options::default();
    let run = compile::build_aside(project, &place, &lock, before.as_ref(), options, stage);
    let mut run = run?;
    match run.build.take() {
        Some(build) => Ok(Version::of_build(build, Some(folder))),
        None => Ok(Opened::Refused(Box::new(run))),
    }
}

impl Version {
    fn of_build(build: Build, folder: Option<Aside>) -> Opened {
        Opened::Version(Box::new(Version {
            shape: Shape::STORE,
            build,
            folder,
        }))
    }
}

/// The names that the project is known by; none if its `citable.toml` cannot be used.
fn context_of(root: &Path) -> Result<Context, VersionError> {
    if let Ok(Some(build)) = Build::open(root) {
        return Ok(build.context);
    }
    let files = Files::find(root)?;
    for config in files.of(Kind::Config).collect::<Vec<_>>() {
        files.load(config)?;
    }
    let project = project::read(&files);
    Ok(project.map_or_else(
        |_| Context::default(),
        |project| project.context(&Default::default()),
    ))
}
