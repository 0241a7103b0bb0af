//! What a command writes for the user: files, the old one or the new one, whole; and JSON.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use anyhow::Context as _;
use clap::ValueEnum;
use serde::Serialize;
use tempfile::NamedTempFile;

/// How a command shows what it found, if it has no other way beside these.
#[derive(Clone, Copy, PartialEq, ValueEnum)]
pub enum Format {
    /// For people
    Text,
    /// For programs
    Json,
}

/// Writes beside the file and renames. What is no file, such as `/dev/stdout`, is written to; a link stays one, and the
/// file that it leads to is replaced.
pub fn write(
    path: &Path,
    write: impl FnOnce(&mut File) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let cannot = || format!("cannot write {}", path.display());
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    if path.exists() && !path.is_file() {
        let mut device = OpenOptions::new()
            .write(true)
            .open(&path)
            .with_context(cannot)?;
        return write(&mut device);
    }
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let mut file = beside(folder.unwrap_or(Path::new("."))).with_context(cannot)?;
    write(file.as_file_mut()).with_context(|| path.display().to_string())?;
    file.persist(&path).with_context(cannot)?;
    Ok(())
}

/// Writes what is there already.
pub fn replace(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    write(path, |file| Ok(file.write_all(bytes)?))
}

/// Writes a value as indented JSON, and a line end.
pub fn json(value: &impl Serialize, out: &mut impl Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, value)?;
    writeln!(out)
}

/// A file that is readable as any other, where those of the temporary folder are private.
fn beside(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.prefix(".citable-").tempfile_in(folder)
}
