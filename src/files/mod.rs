//! The one door to the disk: what a build reads.
//!
//! [`Files::find`] finds the inputs of a project by suffix and asks the file system for their [`Stamp`]s; it opens
//! none. A file whose stamp is that of an earlier build has the digest that it had then, so that a build of a
//! million statements opens what has changed and nothing else. [`Files::read`] reads a file for one use, after which
//! its text is gone; [`Files::load`] keeps it, for the few that all of a build look into and for those that
//! diagnostics show. Paths are relative to the project's root, with `/`.
//!
//! A file that cannot be read as text is the user's mistake: it becomes a diagnostic, and the file is
//! *broken*. A disk that fails is a [`FilesError`], and so is a file that changes while the build reads it.

mod file;
mod find;
mod read;
mod stamp;

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::SystemTime;

use rayon::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::span::{FileId, Span};
use find::{Target, leads_to};

pub use file::{File, Position, sha256};
pub use find::{kind_of, strip_compression};
pub use read::{is_compressed, open_named};
pub use stamp::Stamp;

/// What a file is to the build, by its place and suffix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// `citable.toml`.
    Config,
    /// Turtle under `ontology/`.
    Ontology,
    /// `*.dossier.md` under `data/`.
    Dossier,
    /// `*.entities.md` under `data/`.
    Register,
    /// `*.facts.tsv` and `*.facts.csv` under `data/`.
    Facts,
    /// `*.entities.tsv` and `*.entities.csv` under `data/`.
    Entities,
    /// `*.facts.tsv.reviewed` and `*.facts.csv.reviewed` under `data/`: the review of the table beside it.
    Review,
    /// `*.sssom.tsv` under `data/`, but for `*.proposed.sssom.tsv`.
    Mappings,
    /// RDF under `data/external/`, taken as it is.
    External,
    /// The stored text of a source.
    Text,
}

impl Kind {
    /// The largest size, in bytes, at which a file of this kind is read. The notation is for people to
    /// read, so a dossier beyond this is a mistake; the bound keeps a build's memory bounded as well.
    pub fn limit(self) -> u64 {
        const MIB: u64 = 1 << 20;
        match self {
            Kind::Config | Kind::Review => MIB,
            Kind::Ontology | Kind::Dossier | Kind::Register => 32 * MIB,
            Kind::Text => 128 * MIB,
            Kind::Facts | Kind::Entities | Kind::Mappings | Kind::External => 1024 * MIB,
        }
    }
}

/// The files of a project.
#[derive(Debug)]
pub struct Files {
    root: PathBuf,
    entries: Vec<Entry>,
    /// The number of each file by its path.
    numbers: HashMap<String, FileId>,
    /// Whether a folder of stored texts lies in the project, once its links are followed.
    folders: HashMap<PathBuf, bool>,
    /// What an earlier build has seen, by path.
    recalled: HashMap<String, Input>,
    /// The paths of stored texts that sources name, whether they are there or not.
    named: BTreeSet<String>,
}

/// A file, as far as it is known.
#[derive(Debug)]
struct Entry {
    path: String,
    kind: Kind,
    stamp: Option<Stamp>,
    /// Whether the project is built from it: not if it was only looked at because an earlier build was.
    is_input: bool,
    /// Its digest: of an earlier build, if the stamp settles that it is the same, or of what was read.
    digest: OnceLock<String>,
    /// A content that stands in for the one on disk.
    given: Option<String>,
    /// Its content, if it is kept, with what is wrong with it.
    kept: OnceLock<(File, Option<Diagnostic>)>,
}

impl Entry {
    /// Takes over the digest that was seen before, if the stamp settles that it still is the file's.
    fn recall(&self, seen: &HashMap<String, Input>) {
        if let (Some(input), Some(stamp)) = (seen.get(&self.path), self.stamp)
            && stamp.settles(input.stamp)
        {
            let _ = self.digest.set(input.sha256.clone());
        }
    }
}

/// A file as a build has seen it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// Relative to the project's root, with `/`.
    pub path: String,
    /// SHA-256 of the bytes on disk, in lower-case hexadecimal.
    pub sha256: String,
    pub stamp: Stamp,
}

/// The disk, or the place that was named, failed.
#[derive(Debug, thiserror::Error)]
pub enum FilesError {
    #[error("cannot read {}: {cause}", .path.display())]
    Read { path: PathBuf, cause: io::Error },
    /// Paths are part of what is built, and RDF has no name for such a one.
    #[error("the name of {} is not UTF-8: rename it", .path.display())]
    Name { path: PathBuf },
    /// Half of a build would be over the one content, and half over the other.
    #[error("{} was changed while it was read: run the command again", .path.display())]
    Changed { path: PathBuf },
}

/// Why a source's stored text could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum TextError {
    #[error("it leads out of the project")]
    Outside,
    #[error("there is no such file")]
    Missing,
}

/// Whether a path of the project leads into the project, once links are followed, however much of it is there yet.
pub fn is_inside(root: &Path, path: &str) -> bool {
    let full = root.join(path);
    let mut there = full
        .ancestors()
        .filter(|folder| folder.symlink_metadata().is_ok());
    there
        .next()
        .is_some_and(|folder| matches!(leads_to(root, folder), Target::Inside))
}

/// The bytes of a file that a person names, which may lie anywhere; nothing if there are more than `limit`.
pub fn read_named(path: &Path, limit: u64) -> io::Result<Option<Vec<u8>>> {
    read::read_bounded(path, limit)
}

impl Files {
    /// Finds the inputs of the project at `root`, in the order of their paths, and opens none.
    pub fn find(root: &Path) -> Result<Files, FilesError> {
        let mut files = Files::at(root);
        for found in find::find(root)? {
            files.push(found.path, found.kind, found.stamp);
        }
        Ok(files)
    }

    fn at(root: &Path) -> Files {
        Files {
            root: root.to_owned(),
            entries: Vec::new(),
            numbers: HashMap::new(),
            folders: HashMap::new(),
            recalled: HashMap::new(),
            named: BTreeSet::new(),
        }
    }

    /// Files from memory, for tests and for text that is not on disk.
    pub fn from_memory(files: impl IntoIterator<Item = (String, Kind, String)>) -> Files {
        let mut read = Files::at(Path::new(""));
        for (path, kind, text) in files {
            let id = read.push(path.clone(), kind, None);
            let file = File::new(path, kind, sha256(text.as_bytes()), text);
            let entry = &read.entries[id.0 as usize];
            let _ = entry.digest.set(file.sha256.clone());
            let _ = entry.kept.set((file, None));
        }
        read
    }

    /// Takes in a text that stands in no file, so that diagnostics can show it. `name` is what they call it.
    pub fn hold(&mut self, name: &str, text: &str) -> FileId {
        let id = self.push(name.to_owned(), Kind::Text, None);
        let entry = &mut self.entries[id.0 as usize];
        entry.is_input = false;
        let digest = sha256(text.as_bytes());
        let file = File::new(name.to_owned(), Kind::Text, digest, text.to_owned());
        let _ = entry.digest.set(file.sha256.clone());
        let _ = entry.kept.set((file, None));
        id
    }

    fn push(&mut self, path: String, kind: Kind, stamp: Option<Stamp>) -> FileId {
        let id = FileId(u32::try_from(self.entries.len()).expect("fewer than 2^32 files"));
        self.numbers.insert(path.clone(), id);
        let entry = Entry {
            path,
            kind,
            stamp,
            is_input: true,
            given: None,
            digest: OnceLock::new(),
            kept: OnceLock::new(),
        };
        entry.recall(&self.recalled);
        self.entries.push(entry);
        id
    }

    /// Gives the file at a path another content than it has on disk, to see what would come of it.
    pub fn give(&mut self, path: &str, content: String) {
        let Some(id) = self.at_path(path) else {
            return;
        };
        let entry = &mut self.entries[id.0 as usize];
        entry.digest = OnceLock::from(sha256(content.as_bytes()));
        entry.kept = OnceLock::new();
        entry.given = Some(content);
    }

    /// Adds a file that isn't on the disk, to see what would come of it. It is an input if its place and suffix say so.
    pub fn add(&mut self, path: &str, content: String) {
        if let (Some(kind), None) = (kind_of(path), self.at_path(path)) {
            self.push(path.to_owned(), kind, None);
            self.give(path, content);
        }
    }

    /// Leaves the file at a path out, as if it were not there.
    pub fn leave_out(&mut self, path: &str) {
        if let Some(id) = self.numbers.remove(path) {
            let entry = &mut self.entries[id.0 as usize];
            (entry.kind, entry.is_input) = (Kind::Text, false);
        }
    }

    /// Takes over the digests of an earlier build for the files whose stamps settle that they are the same; for those,
    /// too, that are found later.
    pub fn recall(&mut self, inputs: &[Input]) {
        let by_path = |input: &Input| (input.path.clone(), input.clone());
        self.recalled = inputs.iter().map(by_path).collect();
        for entry in &self.entries {
            entry.recall(&self.recalled);
        }
    }

    /// Whether the stamps alone settle that all is as it was when `recorded` inputs were read.
    pub fn are_settled(root: &Path, recorded: &[Input]) -> Result<bool, FilesError> {
        let files = Files::as_recorded(root, recorded)?;
        let known = |entry: &Entry| entry.digest.get().is_some();
        let same = files.is_some_and(|files| {
            files.entries.len() == recorded.len() && files.entries.iter().all(known)
        });
        Ok(same)
    }

    /// The inputs of a project with what is recorded of them; nothing if one of those recorded is gone.
    fn as_recorded(root: &Path, recorded: &[Input]) -> Result<Option<Files>, FilesError> {
        let mut files = Files::find(root)?;
        for input in recorded {
            if files.add_text(&input.path).is_err() {
                return Ok(None);
            }
        }
        files.recall(recorded);
        Ok(Some(files))
    }

    /// The path of a file that was added, removed or changed since `recorded` inputs were read; nothing if all is
    /// as it was.
    pub fn changed_since(root: &Path, recorded: &[Input]) -> Result<Option<String>, FilesError> {
        Files::changed_among(root, recorded, &|_| true)
    }

    /// The same, of the files that matter by their paths.
    pub fn changed_among(
        root: &Path,
        recorded: &[Input],
        matters: &(dyn Fn(&str) -> bool + Sync),
    ) -> Result<Option<String>, FilesError> {
        let Some(files) = Files::as_recorded(root, recorded)? else {
            let gone = recorded
                .iter()
                .find(|input| matters(&input.path) && !root.join(&input.path).is_file());
            return Ok(gone.map(|input| input.path.clone()));
        };
        let known: HashMap<&str, &str> = recorded
            .iter()
            .map(|input| (input.path.as_str(), input.sha256.as_str()))
            .collect();
        let ids: Vec<FileId> = files.ids().collect();
        let changed = ids.par_iter().find_first(|&&id| {
            let before = known.get(files.path(id));
            matters(files.path(id))
                && !matches!((before, files.digest(id)), (Some(before), Ok(now)) if now == *before)
        });
        Ok(changed.map(|&id| files.path(id).to_owned()))
    }

    /// All inputs as this run has seen them, by path. Those that were never asked for are left out.
    pub fn inputs(&self) -> Vec<Input> {
        let seen = |entry: &Entry| {
            let nothing = Stamp { size: 0, mark: 0 };
            Some(Input {
                path: entry.path.clone(),
                sha256: entry.digest.get()?.clone(),
                stamp: entry.stamp.unwrap_or(nothing),
            })
        };
        let inputs = self.entries.iter().filter(|entry| entry.is_input);
        let mut inputs: Vec<Input> = inputs.filter_map(seen).collect();
        inputs.sort_by(|a, b| a.path.cmp(&b.path));
        inputs
    }

    /// The stored text that the file `from` names by `path`, relative to its own folder. It is not opened.
    pub fn text(&mut self, from: FileId, path: &str) -> Result<FileId, TextError> {
        let folder = Path::new(self.path(from)).parent();
        let joined = folder.unwrap_or(Path::new("")).join(path);
        let relative = find::normalise(&joined).ok_or(TextError::Outside)?;
        self.named.insert(relative.clone());
        let id = self.add_text(&relative)?;
        self.entries[id.0 as usize].is_input = true;
        Ok(id)
    }

    /// The paths of the stored texts that were asked for, whether they are there or not.
    pub fn named_texts(&self) -> impl Iterator<Item = &str> {
        self.named.iter().map(String::as_str)
    }

    /// The number of a file that an earlier build has looked into; nothing if it is gone. It is no input unless a source
    /// still has it as its text.
    pub fn find_text(&mut self, path: &str) -> Option<FileId> {
        if let Some(&known) = self.numbers.get(path) {
            return Some(known);
        }
        let id = self.add_text(path).ok()?;
        self.entries[id.0 as usize].is_input = false;
        Some(id)
    }

    fn add_text(&mut self, relative: &str) -> Result<FileId, TextError> {
        if let Some(&known) = self.numbers.get(relative) {
            return Ok(known);
        }
        let full = self.root.join(relative);
        let about = fs::symlink_metadata(&full).map_err(|_| TextError::Missing)?;
        let about = if about.is_symlink() {
            match leads_to(&self.root, &full) {
                Target::Inside => fs::metadata(&full).map_err(|_| TextError::Missing)?,
                Target::Outside => return Err(TextError::Outside),
                Target::Nowhere => return Err(TextError::Missing),
            }
        } else {
            about
        };
        if !self.has_folder(full.parent().unwrap_or(&full)) {
            return Err(TextError::Outside);
        }
        if !about.is_file() {
            return Err(TextError::Missing);
        }
        let stamp = Stamp::of(&about, SystemTime::now());
        Ok(self.push(relative.to_owned(), Kind::Text, Some(stamp)))
    }

    /// Whether a folder lies in the project, once its links are followed. Asked once for each.
    fn has_folder(&mut self, folder: &Path) -> bool {
        if let Some(&known) = self.folders.get(folder) {
            return known;
        }
        let inside = matches!(leads_to(&self.root, folder), Target::Inside);
        self.folders.insert(folder.to_owned(), inside);
        inside
    }

    /// Reads a file for one use. What is wrong with it, if anything is, makes it broken.
    pub fn read(&self, id: FileId) -> Result<(File, Option<Diagnostic>), FilesError> {
        let entry = self.entry(id);
        if let Some(given) = &entry.given {
            let digest = sha256(given.as_bytes());
            let file = File::new(entry.path.clone(), entry.kind, digest, given.clone());
            return Ok((file, None));
        }
        let (file, problem) = read::read_file(&self.root, &entry.path, entry.kind)?;
        // A file that is refused is not read to its end, and has no digest.
        let seen = entry.digest.get_or_init(|| file.sha256.clone());
        if !file.sha256.is_empty() && *seen != file.sha256 {
            return Err(FilesError::Changed {
                path: self.root.join(&entry.path),
            });
        }
        Ok((file, problem.map(|problem| problem.at(id))))
    }

    /// Reads a file and keeps it. What is wrong with it, if anything is, makes it broken.
    pub fn load(&self, id: FileId) -> Result<(&File, Option<&Diagnostic>), FilesError> {
        let entry = self.entry(id);
        let (file, problem) = match entry.kept.get() {
            Some(kept) => kept,
            None => {
                let read = self.read(id)?;
                entry.kept.get_or_init(|| read)
            }
        };
        Ok((file, problem.as_ref()))
    }

    /// The SHA-256 of a file's bytes, in lower-case hexadecimal. It is read only if that is not known.
    pub fn digest(&self, id: FileId) -> Result<&str, FilesError> {
        let entry = self.entry(id);
        if entry.digest.get().is_none() {
            let digest = read::digest(&self.root, &entry.path, entry.kind)?;
            let _ = entry.digest.set(digest);
        }
        Ok(entry.digest.get().expect("it was set if it was not"))
    }

    fn entry(&self, id: FileId) -> &Entry {
        &self.entries[id.0 as usize]
    }

    /// A file that was loaded.
    pub fn get(&self, id: FileId) -> &File {
        let kept = self.entry(id).kept.get();
        &kept
            .expect("files are loaded before they are looked into")
            .0
    }

    pub fn path(&self, id: FileId) -> &str {
        &self.entry(id).path
    }

    pub fn kind(&self, id: FileId) -> Kind {
        self.entry(id).kind
    }

    /// The number of the file at a path.
    pub fn at_path(&self, path: &str) -> Option<FileId> {
        self.numbers.get(path).copied()
    }

    /// All files.
    pub fn ids(&self) -> impl Iterator<Item = FileId> + use<> {
        (0..self.entries.len() as u32).map(FileId)
    }

    /// The files of one kind, in the order of their paths.
    pub fn of(&self, kind: Kind) -> impl Iterator<Item = FileId> {
        self.ids().filter(move |&id| self.kind(id) == kind)
    }

    /// The words at a place, in a file that was loaded.
    pub fn slice(&self, span: Span) -> &str {
        &self.get(span.file).text[span.range()]
    }

    /// Where a byte offset of a file is, as people count; the file was loaded.
    pub fn position(&self, file: FileId, offset: usize) -> Position {
        self.get(file).position(offset)
    }
}
