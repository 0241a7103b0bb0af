//! A folder beside the build, for what is only needed while a command runs.
//!
//! It lies in `.citable/aside`, on the disk of the build, so that a build in it can share the files of that one. It is removed
//! when it is dropped. Of a process that was killed it is left, and the next process that needs such a folder removes
//! it: all that are running hold a lock in common.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::VersionError;
use crate::store::{Build, FOLDER};

/// How the names of our own folders begin: nothing else is removed.
const PREFIX: &str = "citable-";

/// A folder that goes away.
#[derive(Debug)]
pub struct Aside {
    folder: TempDir,
    /// Held as long as the folder is in use.
    _held: Option<File>,
}

impl Aside {
    /// A new folder for the project at `root`: with the build, or where the system has such folders if nothing can be
    /// written there.
    pub fn new(root: &Path) -> Result<Aside, VersionError> {
        let store = root.join(FOLDER);
        if store.is_dir()
            && let Ok(aside) = Aside::in_folder(&store.join("aside"))
        {
            return Ok(aside);
        }
        let folder = tempfile::Builder::new().prefix(PREFIX).tempdir();
        let folder = folder.map_err(|cause| VersionError::Write {
            path: std::env::temp_dir(),
            cause,
        })?;
        Ok(Aside {
            folder,
            _held: None,
        })
    }

    fn in_folder(folder: &Path) -> io::Result<Aside> {
        match fs::create_dir(folder) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
            _ => {}
        }
        // A link may lead anywhere, also one that came with the project.
        if !fs::symlink_metadata(folder)?.is_dir() {
            return Err(io::ErrorKind::NotADirectory.into());
        }
        let held = File::options()
            .write(true)
            .create(true)
            .truncate(false)
            .open(folder.join("lock"))?;
        if held.try_lock().is_ok() {
            sweep(folder)?;
            held.unlock()?;
        }
        held.lock_shared()?;
        Ok(Aside {
            folder: tempfile::Builder::new().prefix(PREFIX).tempdir_in(folder)?,
            _held: Some(held),
        })
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The root of a build in the folder.
    pub fn place(&self) -> Result<PathBuf, VersionError> {
        let place = self.path().join("built");
        fs::create_dir_all(&place).map_err(|cause| VersionError::Write {
            path: place.clone(),
            cause,
        })?;
        Ok(place)
    }

    /// Puts the build of `root` into the folder, so that the one that is made there starts from it. Without it, it
    /// starts from nothing.
    pub fn start_from(&self, root: &Path) {
        if let Ok(place) = self.place() {
            // A build that is replaced meanwhile, or another disk: either only costs time.
            let _ = Build::share(root, &place);
        }
    }
}

/// Removes what killed processes have left.
fn sweep(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let is_ours = entry.file_name().to_string_lossy().starts_with(PREFIX);
        if is_ours && entry.file_type()?.is_dir() {
            fs::remove_dir_all(entry.path())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_killed_process_left_is_removed_and_what_is_in_use_is_not() {
        let root = tempfile::tempdir().unwrap();
        let left = root.path().join(FOLDER).join("aside/citable-1/by/somebody");
        let other = root.path().join(FOLDER).join("aside/other");
        fs::create_dir_all(&left).unwrap();
        fs::create_dir_all(&other).unwrap();
        let first = Aside::new(root.path()).unwrap();
        assert!(!left.exists() && other.exists());
        let second = Aside::new(root.path()).unwrap();
        assert!(first.path().is_dir() && second.path().is_dir());
        let path = first.path().to_owned();
        drop(first);
        assert!(!path.exists() && second.path().is_dir());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_not_followed() {
        let (root, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let kept = elsewhere.path().join("citable-kept");
        fs::create_dir_all(&kept).unwrap();
        let store = root.path().join(FOLDER);
        fs::create_dir_all(&store).unwrap();
        std::os::unix::fs::symlink(elsewhere.path(), store.join("aside")).unwrap();
        let aside = Aside::new(root.path()).unwrap();
        assert!(kept.exists());
        assert!(!aside.path().starts_with(&store));
    }
}
