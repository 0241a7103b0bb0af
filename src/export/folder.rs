//! Exports of several files: a folder, the old one or the new one, whole.
//!
//! It is written beside its place and renamed. With the files goes a list of them with their digests, [`MANIFEST`], in the
//! form of `sha256sum`: so `sha256sum --check` says whether they are whole, and the next export whether it may replace them. A
//! folder with a file that is not on its list, or not as it was written, holds something of the user's, and stays.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use tempfile::TempDir;
use walkdir::WalkDir;

use crate::iri::hex;

/// The name of the list of an export's files.
pub const MANIFEST: &str = "citable-export.sha256";

/// A folder that cannot be written, or must not be.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// There is something at its place that no export wrote.
    #[error(
        "{} {why}, so it is left as it is: give the name of a folder that is not there yet, or move away what is yours",
        .place.display()
    )]
    Taken { place: PathBuf, why: String },
    /// The disk failed.
    #[error("cannot write {}", .path.display())]
    Disk { path: PathBuf, source: io::Error },
}

/// A folder that is being written.
#[derive(Debug)]
pub struct Folder {
    /// Where it is asked for, and where that leads.
    named: PathBuf,
    place: PathBuf,
    aside: TempDir,
    /// The digests of the files, by their names.
    files: BTreeMap<String, String>,
}

impl Folder {
    /// Begins the folder that shall be at a place, which must be free: nothing, an empty folder, or wholly what an earlier
    /// export wrote. Until [`put`](Folder::put) nothing there changes.
    pub fn begin(place: &Path) -> Result<Folder, FolderError> {
        let named = place.to_owned();
        let place = place.canonicalize().unwrap_or_else(|_| place.to_owned());
        free(&place, &named)?;
        let aside = beside(&place).map_err(failed(&named))?;
        Ok(Folder {
            named,
            place,
            aside,
            files: BTreeMap::new(),
        })
    }

    /// Writes a file. Its name is its path in the folder, with `/`; no two have the same.
    pub fn file(
        &mut self,
        name: &str,
        write: impl FnOnce(&mut (dyn Write + Send)) -> io::Result<()>,
    ) -> io::Result<()> {
        let path = self.aside.path().join(name);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let mut out = Digested {
            out: BufWriter::with_capacity(1 << 16, File::create_new(path)?),
            digest: Sha256::new(),
        };
        write(&mut out)?;
        out.flush()?;
        let digest = hex(&out.digest.finalize());
        self.files.insert(name.to_owned(), digest);
        Ok(())
    }

    /// Puts the folder at its place, in the stead of what was there, if that is still free.
    pub fn put(self) -> Result<(), FolderError> {
        let lines = self.files.iter();
        let lines: String = lines
            .map(|(name, digest)| format!("{digest}  {name}\n"))
            .collect();
        let disk = failed(&self.named);
        fs::write(self.aside.path().join(MANIFEST), lines).map_err(&disk)?;
        free(&self.place, &self.named)?;
        if self.place.exists() {
            replace(&self.place, &self.aside).map_err(&disk)?;
        } else {
            fs::rename(self.aside.path(), &self.place).map_err(&disk)?;
        }
        // It has gone to its place, where nothing may delete it.
        let _ = self.aside.keep();
        Ok(())
    }
}

/// Moves the old folder away and the new one to its place. If that fails the old one comes back, or stays beside its place.
fn replace(place: &Path, new: &TempDir) -> io::Result<()> {
    let old = beside(place)?;
    let moved = old.path().join("old");
    fs::rename(place, &moved)?;
    let done = fs::rename(new.path(), place);
    if done.is_err() && fs::rename(&moved, place).is_err() {
        let _ = old.keep();
    }
    done
}

/// A folder that is readable as any other, where temporary ones are private.
fn beside(place: &Path) -> io::Result<TempDir> {
    let parent = place.parent().filter(|path| !path.as_os_str().is_empty());
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o777));
    builder
        .prefix(".citable-")
        .tempdir_in(parent.unwrap_or(Path::new(".")))
}

/// Whether nothing of the user's is at a place.
fn free(place: &Path, named: &Path) -> Result<(), FolderError> {
    let taken = |why: String| FolderError::Taken {
        place: named.to_owned(),
        why,
    };
    match place.symlink_metadata() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(failed(named)(error)),
        Ok(about) if !about.is_dir() => return Err(taken("is no folder".to_owned())),
        Ok(_) => {}
    }
    match foreign(place).map_err(failed(named))? {
        Some(why) => Err(taken(why)),
        None => Ok(()),
    }
}

/// What is in a folder that no export wrote, if there is such a thing.
fn foreign(place: &Path) -> io::Result<Option<String>> {
    let listed = match fs::read_to_string(place.join(MANIFEST)) {
        Ok(text) => listed(&text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => BTreeMap::new(),
        Err(error) if error.kind() == io::ErrorKind::InvalidData => BTreeMap::new(),
        Err(error) => return Err(error),
    };
    for entry in WalkDir::new(place).min_depth(1).sort_by_file_name() {
        let entry = entry?;
        let path = entry.path();
        let within = path.strip_prefix(place).unwrap_or(path);
        let names = within.iter().map(|part| part.to_string_lossy());
        let name = names.collect::<Vec<_>>().join("/");
        let is_ours = if entry.file_type().is_dir() {
            let below = format!("{name}/");
            listed.keys().any(|file| file.starts_with(&below))
        } else if entry.file_type().is_file() {
            name == MANIFEST || listed.contains_key(&name)
        } else {
            false
        };
        if !is_ours {
            return Ok(Some(format!("holds `{name}`, which no export wrote")));
        }
        match listed.get(&name) {
            Some(digest) if entry.file_type().is_file() && digest_of(path)? != *digest => {
                return Ok(Some(format!(
                    "holds `{name}`, which was changed after it was exported"
                )));
            }
            _ => {}
        }
    }
    Ok(None)
}

/// The digests of a list of files, by their names. A line that is none of `sha256sum` lists nothing.
fn listed(manifest: &str) -> BTreeMap<String, String> {
    let entries = manifest.lines().filter_map(|line| line.split_once("  "));
    entries
        .map(|(digest, name)| (name.to_owned(), digest.to_owned()))
        .collect()
}

fn digest_of(path: &Path) -> io::Result<String> {
    let mut file = BufReader::with_capacity(1 << 16, File::open(path)?);
    let mut digest = Sha256::new();
    loop {
        let bytes = file.fill_buf()?;
        if bytes.is_empty() {
            return Ok(hex(&digest.finalize()));
        }
        digest.update(bytes);
        let length = bytes.len();
        file.consume(length);
    }
}

fn failed(path: &Path) -> impl Fn(io::Error) -> FolderError {
    let path = path.to_owned();
    move |source| FolderError::Disk {
        path: path.clone(),
        source,
    }
}

/// A file whose digest is taken while it is written.
struct Digested {
    out: BufWriter<File>,
    digest: Sha256,
}

impl Write for Digested {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.digest.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
