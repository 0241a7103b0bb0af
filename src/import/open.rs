//! A file of another tool, opened: decompressed as it is read, and refused where no reader could bear it.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

use super::ImportError;

/// A reader of what a file holds, which is compressed if its name says so.
pub fn open(path: &Path) -> Result<Box<dyn Read>, ImportError> {
    let failed = |cause| ImportError::Read {
        path: path.to_owned(),
        cause,
    };
    let about = std::fs::metadata(path).map_err(failed)?;
    if !about.is_file() {
        let why = "it is not a regular file";
        return Err(failed(io::Error::new(io::ErrorKind::InvalidInput, why)));
    }
    let file = BufReader::with_capacity(1 << 16, File::open(path).map_err(failed)?);
    Ok(match path.extension().and_then(|suffix| suffix.to_str()) {
        Some("gz") => Box::new(flate2::bufread::MultiGzDecoder::new(file)),
        Some("zst") => Box::new(zstd::stream::read::Decoder::with_buffer(file).map_err(failed)?),
        _ => Box::new(file),
    })
}

/// The name of a file without the suffix of a compression.
pub fn plain_name(path: &Path) -> String {
    let name = path.file_name().map(|name| name.to_string_lossy());
    let name = name.unwrap_or_default();
    crate::files::strip_compression(&name).to_owned()
}

/// The first bytes of a file, to tell what it is.
pub fn first_bytes(path: &Path, most: u64) -> Result<Vec<u8>, ImportError> {
    let mut bytes = Vec::new();
    let mut reader = open(path)?.take(most);
    reader
        .read_to_end(&mut bytes)
        .map_err(|cause| ImportError::Read {
            path: path.to_owned(),
            cause,
        })?;
    Ok(bytes)
}

/// Lets bytes through until triple terms are nested too deep: the parsers work on the terms within a term first, which takes the
/// stack as deep as they are nested.
pub struct Shallow<R> {
    inner: R,
    depth: usize,
    /// How many of `<`, or of `)` and `>`, stand just before.
    opening: usize,
    closing: usize,
}

/// How deep triple terms may be nested.
const DEEPEST: usize = 1000;

impl<R: Read> Shallow<R> {
    pub fn new(inner: R) -> Shallow<R> {
        Shallow {
            inner,
            depth: 0,
            opening: 0,
            closing: 0,
        }
    }

    fn see(&mut self, byte: u8) {
        if byte == b'(' && self.opening >= 2 {
            self.depth += 1;
        }
        if byte == b'>' && self.closing == 2 {
            self.depth = self.depth.saturating_sub(1);
        }
        self.opening = if byte == b'<' { self.opening + 1 } else { 0 };
        self.closing = match (byte, self.closing) {
            (b')', _) => 1,
            (b'>', 1) => 2,
            _ => 0,
        };
    }
}

impl<R: Read> Read for Shallow<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        for &byte in &buffer[..count] {
            self.see(byte);
            if self.depth > DEEPEST {
                let why = format!("a triple term of this file is nested deeper than {DEEPEST}");
                return Err(io::Error::new(io::ErrorKind::InvalidData, why));
            }
        }
        Ok(count)
    }
}
