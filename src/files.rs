//! The one door to the disk: what a build reads, read once.
//!
//! [`Files::read`] finds the inputs of a project by suffix and reads them. Later rooms see text, never
//! paths of the disk; the one exception is a source's stored text, which a dossier names and
//! [`Files::open_text`] fetches. Paths in a [`Files`] are relative to the project's root, with `/`.
//!
//! A file that cannot be read as text is the user's mistake: it becomes a diagnostic, and the file is
//! kept as *broken* so that the diagnostic can be shown. A disk that fails is a [`FilesError`].

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};
use std::sync::OnceLock;

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::diagnostic::{Diagnostic, Rule};
use crate::span::{FileId, Span};

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
            Kind::Config => MIB,
            Kind::Ontology | Kind::Dossier | Kind::Register => 32 * MIB,
            Kind::Text => 128 * MIB,
            Kind::External => 1024 * MIB,
        }
    }
}

/// A file as it was read.
#[derive(Debug)]
pub struct File {
    /// Relative to the project's root, with `/`.
    pub path: String,
    pub kind: Kind,
    /// The content, decompressed; with replacement characters where it is not UTF-8.
    pub text: String,
    /// SHA-256 of the bytes on disk, in lower-case hexadecimal.
    pub sha256: String,
    /// Whether a diagnostic already says that this cannot be used.
    pub broken: bool,
    line_starts: OnceLock<Vec<u32>>,
    /// How many code points stand before each block of [`BLOCK`] bytes.
    counted: OnceLock<Vec<u32>>,
}

/// How many bytes of a long line are counted at most to find a column in it.
const BLOCK: usize = 4096;

/// A place as people count it: both from 1, the column in Unicode code points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}

/// All files that a run has read.
#[derive(Debug)]
pub struct Files {
    root: PathBuf,
    files: Vec<File>,
    /// The number of each file by its path.
    numbers: HashMap<String, FileId>,
}

/// The disk, or the place that was named, failed.
#[derive(Debug, thiserror::Error)]
pub enum FilesError {
    #[error("cannot read {}: {cause}", .path.display())]
    Read { path: PathBuf, cause: io::Error },
    /// Paths are part of what is built, and RDF has no name for such a one.
    #[error("the name of {} is not UTF-8: rename it", .path.display())]
    Name { path: PathBuf },
}

/// Why a source's stored text could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum TextError {
    #[error("it leads out of the project")]
    Outside,
    #[error("there is no such file")]
    Missing,
    #[error(transparent)]
    Disk(#[from] FilesError),
}

impl Files {
    /// Reads the inputs of the project at `root`, in the order of their paths. The diagnostics are about
    /// files that are not text, too large, or links out of the project.
    pub fn read(root: &Path) -> Result<(Files, Vec<Diagnostic>), FilesError> {
        let mut found = find(root)?;
        found.sort();
        let read: Vec<_> = found
            .into_par_iter()
            .map(|(path, kind)| read_file(root, &path, kind))
            .collect::<Result<_, _>>()?;
        let mut files = Files {
            root: root.to_owned(),
            files: Vec::with_capacity(read.len()),
            numbers: HashMap::with_capacity(read.len()),
        };
        let mut diagnostics = Vec::new();
        for (file, problem) in read {
            let id = files.push(file);
            diagnostics.extend(problem.map(|problem| problem.at(id)));
        }
        Ok((files, diagnostics))
    }

    /// The path of a file that was added, removed or changed since `recorded` inputs (path and SHA-256) were
    /// read; nothing if all is as it was.
    pub fn changed_since(
        root: &Path,
        recorded: &[(String, String)],
    ) -> Result<Option<String>, FilesError> {
        let paths: HashSet<&str> = recorded.iter().map(|(path, _)| path.as_str()).collect();
        let mut found: Vec<String> = find(root)?.into_iter().map(|(path, _)| path).collect();
        found.sort();
        if let Some(added) = found.iter().find(|path| !paths.contains(path.as_str())) {
            return Ok(Some(added.clone()));
        }
        let changed = recorded.par_iter().find_first(|(path, digest)| {
            let limit = kind_of(path).unwrap_or(Kind::Text).limit();
            let bytes = read_bounded(&root.join(path), limit);
            !matches!(bytes, Ok(Some(bytes)) if sha256(&bytes) == *digest)
        });
        Ok(changed.map(|(path, _)| path.clone()))
    }

    /// The path and SHA-256 of every file that was read.
    pub fn inputs(&self) -> Vec<(String, String)> {
        let mut inputs: Vec<_> = self
            .files
            .iter()
            .map(|file| (file.path.clone(), file.sha256.clone()))
            .collect();
        inputs.sort();
        inputs
    }

    /// Files from memory, for tests and for text that is not on disk.
    pub fn from_memory(files: impl IntoIterator<Item = (String, Kind, String)>) -> Files {
        let mut read = Files {
            root: PathBuf::new(),
            files: Vec::new(),
            numbers: HashMap::new(),
        };
        for (path, kind, text) in files {
            read.push(File::new(path, kind, sha256(text.as_bytes()), text));
        }
        read
    }

    /// Opens the stored text that the file `from` names by `path`, relative to its own folder. A text
    /// that is already open is not read again. The diagnostic, if any, is about the text itself.
    pub fn open_text(
        &mut self,
        from: FileId,
        path: &str,
    ) -> Result<(FileId, Option<Diagnostic>), TextError> {
        let relative = self.resolve(from, path)?;
        if let Some(&known) = self.numbers.get(&relative) {
            return Ok((known, None));
        }
        match leads_to(&self.root, &self.root.join(&relative)) {
            Target::Inside if self.root.join(&relative).is_file() => {}
            Target::Outside => return Err(TextError::Outside),
            _ => return Err(TextError::Missing),
        }
        let (file, problem) = read_file(&self.root, &relative, Kind::Text)?;
        let id = self.push(file);
        Ok((id, problem.map(|problem| problem.at(id))))
    }

    fn resolve(&self, from: FileId, path: &str) -> Result<String, TextError> {
        let folder = Path::new(&self.get(from).path)
            .parent()
            .unwrap_or(Path::new(""));
        normalise(&folder.join(path)).ok_or(TextError::Outside)
    }

    fn push(&mut self, file: File) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).expect("fewer than 2^32 files"));
        self.numbers.insert(file.path.clone(), id);
        self.files.push(file);
        id
    }

    pub fn get(&self, id: FileId) -> &File {
        &self.files[id.0 as usize]
    }

    /// The files of one kind that can be used, in reading order.
    pub fn of(&self, kind: Kind) -> impl Iterator<Item = (FileId, &File)> {
        self.iter()
            .filter(move |(_, file)| file.kind == kind && !file.broken)
    }

    /// All files, in the order in which they were read.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &File)> {
        (0..)
            .zip(&self.files)
            .map(|(index, file)| (FileId(index), file))
    }

    /// The words at a place.
    pub fn slice(&self, span: Span) -> &str {
        &self.get(span.file).text[span.range()]
    }

    /// Where a byte offset of a file is, as people count.
    pub fn position(&self, file: FileId, offset: usize) -> Position {
        self.get(file).position(offset)
    }
}

impl File {
    fn new(path: String, kind: Kind, sha256: String, text: String) -> File {
        File {
            path,
            kind,
            text,
            sha256,
            broken: false,
            line_starts: OnceLock::new(),
            counted: OnceLock::new(),
        }
    }

    fn position(&self, offset: usize) -> Position {
        let starts = self.line_starts.get_or_init(|| line_starts(&self.text));
        let line = starts.partition_point(|&start| start as usize <= offset);
        let start = starts[line - 1] as usize;
        let offset = offset.min(self.text.len());
        let column = if offset - start <= BLOCK {
            self.text[start..offset].chars().count()
        } else {
            self.code_points_before(offset) - self.code_points_before(start)
        };
        Position {
            line,
            column: column + 1,
        }
    }

    fn code_points_before(&self, offset: usize) -> usize {
        let bytes = self.text.as_bytes();
        let counted = self.counted.get_or_init(|| {
            let mut sum = 0;
            let before = |block| {
                let before = sum;
                sum += code_points(block) as u32;
                before
            };
            bytes.chunks(BLOCK).map(before).collect()
        });
        let block = (offset / BLOCK).min(counted.len().saturating_sub(1));
        let before = counted.get(block).map_or(0, |&count| count as usize);
        before + code_points(&bytes[block * BLOCK..offset])
    }
}

/// How many characters start in these bytes of UTF-8.
fn code_points(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
}

fn line_starts(text: &str) -> Vec<u32> {
    std::iter::once(0)
        .chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at as u32 + 1))
        .collect()
}

/// The SHA-256 of `bytes`, in lower-case hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    crate::iri::hex(&Sha256::digest(bytes))
}

// --- Finding --------------------------------------------------------------------------------

/// The kind of the input at a path, if it is one.
fn kind_of(path: &str) -> Option<Kind> {
    const RDF: [&str; 6] = [".ttl", ".trig", ".nt", ".nq", ".rdf", ".jsonld"];
    if path == "citable.toml" {
        Some(Kind::Config)
    } else if path.starts_with("ontology/") {
        path.ends_with(".ttl").then_some(Kind::Ontology)
    } else if path.starts_with("data/external/") {
        let plain = strip_compression(path);
        RDF.iter()
            .any(|suffix| plain.ends_with(suffix))
            .then_some(Kind::External)
    } else if path.ends_with(".dossier.md") {
        Some(Kind::Dossier)
    } else if path.ends_with(".entities.md") {
        Some(Kind::Register)
    } else {
        None
    }
}

/// A path without the suffix of a compression.
pub fn strip_compression(path: &str) -> &str {
    path.strip_suffix(".gz")
        .or_else(|| path.strip_suffix(".zst"))
        .unwrap_or(path)
}

/// The paths of a project's inputs, in no order.
fn find(root: &Path) -> Result<Vec<(String, Kind)>, FilesError> {
    let mut found = vec![("citable.toml".to_owned(), Kind::Config)];
    for top in ["ontology", "data"] {
        let folder = root.join(top);
        if !folder.is_dir() {
            continue;
        }
        for entry in walkdir::WalkDir::new(&folder) {
            let entry = entry.map_err(|error| FilesError::Read {
                path: error.path().unwrap_or(&folder).to_owned(),
                cause: error.into(),
            })?;
            if entry.file_type().is_dir() {
                continue;
            }
            let relative = entry.path().strip_prefix(root).unwrap_or(entry.path());
            let path = with_slashes(relative);
            let Some(kind) = kind_of(&path).or_else(|| kind_behind(root, entry.path(), &path))
            else {
                continue;
            };
            if relative.to_str().is_none() {
                return Err(FilesError::Name {
                    path: entry.into_path(),
                });
            }
            found.push((path, kind));
        }
    }
    Ok(found)
}

/// Links to folders are not followed. One that leads out of the project, and would bring in what is read, is
/// taken for one of the files behind it, so that it is told.
fn kind_behind(root: &Path, full: &Path, path: &str) -> Option<Kind> {
    let is_told = full.is_dir()
        && !path.starts_with("data/sources/")
        && matches!(leads_to(root, full), Target::Outside);
    is_told.then_some(if path.starts_with("ontology/") {
        Kind::Ontology
    } else {
        Kind::Dossier
    })
}

fn with_slashes(path: &Path) -> String {
    let parts: Vec<_> = path
        .components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect();
    parts.join("/")
}

/// A relative path with `.` and `..` worked out, or nothing if it leads above its start.
fn normalise(path: &Path) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    for component in path.components() {
        match component {
            Component::Normal(part) => parts.push(part.to_str()?),
            Component::CurDir => {}
            Component::ParentDir => {
                parts.pop()?;
            }
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(parts.join("/"))
}

enum Target {
    Inside,
    Outside,
    Nowhere,
}

/// Where a path leads once its symbolic links are followed.
fn leads_to(root: &Path, path: &Path) -> Target {
    let (Ok(root), Ok(path)) = (root.canonicalize(), path.canonicalize()) else {
        return Target::Nowhere;
    };
    if path.starts_with(root) {
        Target::Inside
    } else {
        Target::Outside
    }
}

// --- Reading --------------------------------------------------------------------------------

/// A diagnostic about a file that has no number yet.
struct Problem {
    rule: Rule,
    message: String,
    label: &'static str,
    help: &'static str,
    place: std::ops::Range<usize>,
}

impl Problem {
    fn at(self, file: FileId) -> Diagnostic {
        let span = Span::new(file, self.place.start, self.place.end);
        Diagnostic::new(self.rule, span, self.message)
            .label(self.label)
            .help(self.help)
    }
}

fn read_file(root: &Path, path: &str, kind: Kind) -> Result<(File, Option<Problem>), FilesError> {
    let full = root.join(path);
    let failed = |cause| FilesError::Read {
        path: full.clone(),
        cause,
    };
    let refused = |problem| {
        let mut file = File::new(path.to_owned(), kind, String::new(), String::new());
        file.broken = true;
        Ok((file, Some(problem)))
    };
    if let Target::Outside = leads_to(root, &full) {
        return refused(outside(path));
    }
    let Some(bytes) = read_bounded(&full, kind.limit()).map_err(failed)? else {
        return refused(too_large(path, kind));
    };
    let sha256 = sha256(&bytes);
    let bytes = match decompress(path, bytes, kind.limit()) {
        Ok(Some(bytes)) => bytes,
        Ok(None) => return refused(too_large(path, kind)),
        Err(error) => return refused(not_compressed(path, &error)),
    };
    let (text, problem) = decode(path, kind, bytes);
    let mut file = File::new(path.to_owned(), kind, sha256, text);
    file.broken = problem.is_some();
    Ok((file, problem))
}

/// The bytes of a file, or nothing if there are more than `limit`. What is no file is an error: a named pipe
/// would be waited for without end.
fn read_bounded(path: &Path, limit: u64) -> io::Result<Option<Vec<u8>>> {
    let about = fs::metadata(path)?;
    if !about.is_file() {
        let why = "it is not a regular file";
        return Err(io::Error::new(io::ErrorKind::InvalidInput, why));
    }
    if about.len() > limit {
        return Ok(None);
    }
    let mut bytes = Vec::with_capacity(about.len() as usize);
    fs::File::open(path)?
        .take(limit + 1)
        .read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= limit).then_some(bytes))
}

/// The content of a file that may be compressed, or nothing if it is larger than `limit`. It is measured
/// before it is kept, so that a small file that unfolds to a huge one takes no memory.
fn decompress(path: &str, bytes: Vec<u8>, limit: u64) -> io::Result<Option<Vec<u8>>> {
    let Some(mut content) = decompressor(path, &bytes)? else {
        return Ok(Some(bytes));
    };
    let size = io::copy(&mut content.by_ref().take(limit + 1), &mut io::sink())?;
    if size > limit {
        return Ok(None);
    }
    let mut plain = Vec::with_capacity(size as usize);
    if let Some(mut content) = decompressor(path, &bytes)? {
        content.read_to_end(&mut plain)?;
    }
    Ok(Some(plain))
}

/// A reader of what the bytes of a compressed file hold; nothing if its suffix is not one of a compression.
fn decompressor<'a>(path: &str, bytes: &'a [u8]) -> io::Result<Option<Box<dyn Read + 'a>>> {
    Ok(if path.ends_with(".gz") {
        Some(Box::new(flate2::read::MultiGzDecoder::new(bytes)))
    } else if path.ends_with(".zst") {
        Some(Box::new(zstd::stream::read::Decoder::new(bytes)?))
    } else {
        None
    })
}

fn decode(path: &str, kind: Kind, bytes: Vec<u8>) -> (String, Option<Problem>) {
    match String::from_utf8(bytes) {
        Ok(text) => {
            let problem = control_character(path, kind, &text);
            (text, problem)
        }
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            let problem = Problem {
                rule: Rule::NotUtf8,
                message: format!("`{path}` is not UTF-8"),
                label: "the first byte that is not UTF-8 stands here",
                help: "save the file as UTF-8: most editors have it under «Save with encoding»",
                place: at..at + '\u{FFFD}'.len_utf8(),
            };
            (text, Some(problem))
        }
    }
}

/// A control character that has no business in text. A stored text may have those that page
/// extraction leaves behind, except NUL, which means that it is no text.
fn control_character(path: &str, kind: Kind, text: &str) -> Option<Problem> {
    let harmless = |byte: u8| matches!(byte, b'\t' | b'\n' | b'\r' | 0x0C);
    let wrong = |byte: u8| match kind {
        Kind::Text | Kind::External => byte == 0,
        _ => (byte < 0x20 && !harmless(byte)) || byte == 0x7F,
    };
    let at = text.bytes().position(wrong)?;
    Some(Problem {
        rule: Rule::ControlCharacter,
        message: format!(
            "`{path}` holds the control character U+{:04X}",
            text.as_bytes()[at]
        ),
        label: "it stands here",
        help: "delete it; if the file is full of such characters, it is not a text file",
        place: at..at + 1,
    })
}

fn outside(path: &str) -> Problem {
    Problem {
        rule: Rule::PathOutsideProject,
        message: format!("`{path}` is a link out of the project"),
        label: "",
        help: "put the file itself in its place, so that the project holds all that it is built from",
        place: 0..0,
    }
}

fn not_compressed(path: &str, error: &io::Error) -> Problem {
    Problem {
        rule: Rule::RdfSyntax,
        message: format!("`{path}` is not compressed as its suffix says: {error}"),
        label: "",
        help: "compress the file again, or give it the suffix of what it is",
        place: 0..0,
    }
}

fn too_large(path: &str, kind: Kind) -> Problem {
    Problem {
        rule: Rule::FileTooLarge,
        message: format!(
            "`{path}` is larger than the {} MiB that a file of its kind may have",
            kind.limit() >> 20
        ),
        label: "",
        help: match kind {
            Kind::Config => {
                "it holds the project's name and prefixes; the data belongs under data/"
            }
            Kind::Text => "store the part of the source that is quoted, or each part for itself",
            _ => "split it into several files; the build reads them all",
        },
        place: 0..0,
    }
}
