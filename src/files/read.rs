//! The bytes of a file as text, or what is wrong with them.

use std::fs;
use std::io::{self, BufRead, Read};
use std::path::Path;

use super::file::{File, sha256};
use super::find::{Target, leads_to};
use super::{FilesError, Kind};
use crate::diagnostic::{Diagnostic, Rule};
use crate::span::{FileId, Span};

/// A diagnostic about a file that has no number yet.
pub(super) struct Problem {
    rule: Rule,
    message: String,
    label: &'static str,
    help: &'static str,
    place: std::ops::Range<usize>,
}

impl Problem {
    pub(super) fn at(self, file: FileId) -> Diagnostic {
        let span = Span::new(file, self.place.start, self.place.end);
        Diagnostic::new(self.rule, span, self.message)
            .label(self.label)
            .help(self.help)
    }
}

pub(super) fn read_file(
    root: &Path,
    path: &str,
    kind: Kind,
) -> Result<(File, Option<Problem>), FilesError> {
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

/// The SHA-256 of a file's bytes. One that would be refused has the digest of nothing, as if it were read.
pub(super) fn digest(root: &Path, path: &str, kind: Kind) -> Result<String, FilesError> {
    let full = root.join(path);
    if let Target::Outside = leads_to(root, &full) {
        return Ok(String::new());
    }
    match read_bounded(&full, kind.limit()) {
        Ok(bytes) => Ok(bytes.map_or(String::new(), |bytes| sha256(&bytes))),
        Err(cause) => Err(FilesError::Read { path: full, cause }),
    }
}

/// The bytes of a file, or nothing if there are more than `limit`. What is no file is an error: a named pipe
/// would be waited for without end.
pub(super) fn read_bounded(path: &Path, limit: u64) -> io::Result<Option<Vec<u8>>> {
    let about = is_file(path)?;
    if about.len() > limit {
        return Ok(None);
    }
    let mut bytes = Vec::with_capacity(about.len() as usize);
    fs::File::open(path)?
        .take(limit + 1)
        .read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= limit).then_some(bytes))
}

fn is_file(path: &Path) -> io::Result<fs::Metadata> {
    let about = fs::metadata(path)?;
    match about.is_file() {
        true => Ok(about),
        false => {
            let why = "it is not a regular file";
            Err(io::Error::new(io::ErrorKind::InvalidInput, why))
        }
    }
}

/// The content of a file that may be compressed, or nothing if it is larger than `limit`. It is measured
/// before it is kept, so that a small file that unfolds to a huge one takes no memory.
fn decompress(path: &str, bytes: Vec<u8>, limit: u64) -> io::Result<Option<Vec<u8>>> {
    let Some(compression) = compression(path) else {
        return Ok(Some(bytes));
    };
    let content = decompressor(compression, &bytes[..])?;
    let size = io::copy(&mut content.take(limit + 1), &mut io::sink())?;
    if size > limit {
        return Ok(None);
    }
    let mut plain = Vec::with_capacity(size as usize);
    decompressor(compression, &bytes[..])?.read_to_end(&mut plain)?;
    Ok(Some(plain))
}

/// A reader of a file that a person names, which may lie anywhere and is compressed if its suffix says so. What is no file
/// is an error, as in [`read_bounded`].
pub fn open_named(path: &Path) -> io::Result<Box<dyn Read>> {
    is_file(path)?;
    let file = io::BufReader::with_capacity(1 << 16, fs::File::open(path)?);
    Ok(match compression(&path.to_string_lossy()) {
        Some(compression) => decompressor(compression, file)?,
        None => Box::new(file),
    })
}

/// Whether the suffix of a file says that it is compressed.
pub fn is_compressed(path: &str) -> bool {
    compression(path).is_some()
}

#[derive(Clone, Copy)]
enum Compression {
    Gzip,
    Zstandard,
    Bzip2,
}

/// How a file is compressed, by its suffix.
fn compression(path: &str) -> Option<Compression> {
    if path.ends_with(".gz") {
        Some(Compression::Gzip)
    } else if path.ends_with(".zst") {
        Some(Compression::Zstandard)
    } else if path.ends_with(".bz2") {
        Some(Compression::Bzip2)
    } else {
        None
    }
}

fn decompressor<'a>(
    compression: Compression,
    packed: impl BufRead + 'a,
) -> io::Result<Box<dyn Read + 'a>> {
    Ok(match compression {
        Compression::Gzip => Box::new(flate2::bufread::MultiGzDecoder::new(packed)),
        Compression::Zstandard => Box::new(zstd::stream::read::Decoder::with_buffer(packed)?),
        Compression::Bzip2 => Box::new(bzip2::bufread::MultiBzDecoder::new(packed)),
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
