//! Builds as files change, each told by what it changes: mistakes that are new and those that are gone, statements that
//! came and went.
//!
//! A round is a build like any other, so it costs what has changed, and while something is wrong the build before stays.
//! Nothing ends the watch but who started it: a project that cannot be read is waited for.

mod news;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::compile::{self, Compilation, CompileError, Options};
use crate::diagnostic::Diagnostic;
use crate::difference::{self, Difference};
use crate::files::{Files, FilesError};
use crate::store::{Build, Lock, StoreError};

pub use news::{News, NewsError};

/// A project that is watched.
pub struct Watch {
    root: PathBuf,
    options: Options,
    /// What was told to be wrong.
    told: Told,
    /// The build that the last difference led to.
    shown: Option<Build>,
    /// Whether a round has come to its end.
    has_begun: bool,
    /// The folders outside `data/` and `ontology/` that inputs lie in.
    folders: Vec<PathBuf>,
}

/// What a round has changed.
pub struct Round {
    pub run: Compilation,
    /// Places in the diagnostics of the run.
    pub new: Vec<Diagnostic>,
    /// What is no longer wrong, a line each.
    pub gone: Vec<String>,
    /// In what the build differs from the one before; nothing if there is none of the two.
    pub difference: Option<Difference>,
    /// The number of quads and the fingerprint; nothing if nothing was built.
    pub built: Option<(u64, String)>,
}

impl Round {
    /// Of paths that have changed, those of inputs, as an editor writes others beside them for a moment.
    pub fn inputs(&self, paths: &[String]) -> Vec<String> {
        let is_input = |path: &&String| {
            self.run.files.at_path(path).is_some() || crate::files::kind_of(path).is_some()
        };
        paths.iter().filter(is_input).cloned().collect()
    }

    /// Whether anything is otherwise than after the round before.
    pub fn is_news(&self) -> bool {
        let differs = |difference: &Difference| !difference.quads.is_empty();
        let is_same = self
            .difference
            .as_ref()
            .is_some_and(|difference| !differs(difference));
        !self.new.is_empty() || !self.gone.is_empty() || self.built.is_some() && !is_same
    }
}

/// A round that did not come to its end. The next one may.
#[derive(Debug, thiserror::Error)]
pub enum RoundError {
    #[error("there is no citable.toml in {} any more; waiting for it", .0.display())]
    Gone(PathBuf),
    #[error(transparent)]
    Files(#[from] FilesError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Compile(#[from] CompileError),
}

/// What is wrong, by what it is and not by where it stands, since a line more above it moves it: how often it is, and
/// the line that tells of it.
type Told = BTreeMap<(String, &'static str, String, String), (usize, String)>;

impl Watch {
    pub fn new(root: &Path, options: Options) -> Watch {
        Watch {
            root: root.to_owned(),
            options,
            told: Told::new(),
            shown: None,
            has_begun: false,
            folders: Vec::new(),
        }
    }

    /// The folders of inputs that lie elsewhere than inputs usually do.
    pub fn folders(&self) -> &[PathBuf] {
        &self.folders
    }

    /// Builds, unless nothing has changed since the last round. `on_wait` is called if another build has to be waited for.
    pub fn round(&mut self, on_wait: impl FnOnce()) -> Result<Option<Round>, RoundError> {
        if !self.root.join("citable.toml").is_file() {
            return Err(RoundError::Gone(self.root.clone()));
        }
        let lock = Lock::take(&self.root, on_wait)?;
        let before = match Build::open(&self.root) {
            Err(StoreError::Damaged { .. }) => None,
            before => before?,
        };
        if let Some(before) = before.as_ref().filter(|before| self.has_shown(before))
            && Files::are_settled(&self.root, &before.inputs)?
        {
            return Ok(None);
        }
        let run = compile::build(&self.root, &lock, before.as_ref(), self.options, &|_| {})?;
        drop(lock);
        if !self.has_begun {
            self.shown = before;
        }
        self.has_begun = true;
        self.folders = folders(&self.root, &run.files);
        self.told(run).map(Some)
    }

    /// Whether a build is the one that was told of last.
    fn has_shown(&self, build: &Build) -> bool {
        let shown = self.shown.as_ref();
        self.has_begun && shown.is_some_and(|shown| shown.fingerprint == build.fingerprint)
    }

    /// What a run changes against the last one that was told of.
    fn told(&mut self, mut run: Compilation) -> Result<Round, RoundError> {
        let told = told(&run);
        let mut known = self.told.clone();
        let is_new = |diagnostic: &&Diagnostic| match known.get_mut(&key(&run, diagnostic)) {
            Some((count, _)) if *count > 0 => {
                *count -= 1;
                false
            }
            _ => true,
        };
        let new = run.diagnostics.iter().filter(is_new).cloned().collect();
        let left = known.into_values();
        let gone = left.flat_map(|(count, line)| std::iter::repeat_n(line, count));
        let gone = gone.collect();
        self.told = told;
        let mut difference = None;
        let mut built = None;
        if let Some(build) = run.build.take() {
            built = Some((build.quads(), build.fingerprint.clone()));
            if let Some(shown) = &self.shown {
                difference = Some(difference::of_builds(shown, &build)?);
            }
            self.shown = Some(build);
        }
        Ok(Round {
            run,
            new,
            gone,
            difference,
            built,
        })
    }
}

fn told(run: &Compilation) -> Told {
    let mut told = Told::new();
    for diagnostic in &run.diagnostics {
        let key = key(run, diagnostic);
        let line = format!(
            "{}: {}[{}]: {}",
            key.0,
            diagnostic.severity().name(),
            key.1,
            key.2
        );
        told.entry(key).or_insert((0, line)).0 += 1;
    }
    told
}

/// The file, the rule, the message, and the words that it is about.
fn key(run: &Compilation, diagnostic: &Diagnostic) -> (String, &'static str, String, String) {
    let file = run.files.get(diagnostic.span.file);
    let words = file.text.get(diagnostic.span.range()).unwrap_or_default();
    (
        file.path.clone(),
        diagnostic.rule.name(),
        diagnostic.message.clone(),
        words.to_owned(),
    )
}

/// The folders of the stored texts that sources name. Of one that isn't there, the nearest folder above it that is: there
/// it will appear.
fn folders(root: &Path, files: &Files) -> Vec<PathBuf> {
    let elsewhere = files
        .named_texts()
        .filter(|path| !path.starts_with("data/") && !path.starts_with("ontology/"));
    let there = |path: &str| {
        let path = root.join(path);
        let mut above = path.ancestors().skip(1);
        above.find(|folder| folder.is_dir()).map(Path::to_owned)
    };
    let mut folders: Vec<PathBuf> = elsewhere.filter_map(there).collect();
    folders.sort();
    folders.dedup();
    folders
}
