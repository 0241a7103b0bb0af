//! A file of another tool, opened: decompressed as it is read.

use std::io::Read;
use std::path::Path;

use super::ImportError;
use crate::files::open_named;

/// A reader of what a file holds, which is compressed if its name says so.
pub fn open(path: &Path) -> Result<Box<dyn Read>, ImportError> {
    open_named(path).map_err(|cause| ImportError::Read {
        path: path.to_owned(),
        cause,
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
