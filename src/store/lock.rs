//! One build at a time.
//!
//! The lock is the operating system's, on `.citable/lock`: it is released when its process ends, however
//! it ends, so a killed build leaves nothing to clear away by hand.

use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::Path;

use super::{FOLDER, StoreError, assembly};

/// The right to put a build in place. It is given up when this is dropped.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock of the project at `root`, creating its folder. While another process builds,
    /// calls `on_wait` once and waits.
    pub fn take(root: &Path, on_wait: impl FnOnce()) -> Result<Lock, StoreError> {
        let folder = root.join(FOLDER);
        let path = folder.join("lock");
        let failed = |cause| StoreError::Write {
            path: path.clone(),
            cause,
        };
        fs::create_dir_all(&folder).map_err(failed)?;
        ignore(&folder).map_err(failed)?;
        let file = open(&path).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                on_wait();
                file.lock().map_err(failed)?;
            }
            Err(TryLockError::Error(error)) => return Err(failed(error)),
        }
        assembly::clear(root).map_err(|cause| StoreError::Write {
            path: folder,
            cause,
        })?;
        Ok(Lock { _file: file })
    }
}

/// Opens the file of the lock, and leaves what it holds: it may be a link to something else.
fn open(path: &Path) -> io::Result<File> {
    File::options()
        .write(true)
        .create(true)
        .truncate(false)
        .open(path)
}

/// Keeps the folder out of Git: all in it can be built again.
fn ignore(folder: &Path) -> io::Result<()> {
    match File::create_new(folder.join(".gitignore")) {
        Ok(mut file) => file.write_all(b"*\n"),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;
    use std::time::Duration;

    #[test]
    fn a_second_build_waits_for_the_first() {
        let root = tempfile::tempdir().unwrap();
        let first = Lock::take(root.path(), || panic!("nobody builds yet")).unwrap();
        let (said, heard) = mpsc::channel();
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let _second = Lock::take(root.path(), || said.send("waits").unwrap()).unwrap();
                said.send("builds").unwrap();
            });
            assert_eq!(heard.recv().unwrap(), "waits");
            assert!(heard.recv_timeout(Duration::from_millis(50)).is_err());
            drop(first);
            assert_eq!(heard.recv().unwrap(), "builds");
        });
    }

    #[test]
    fn the_leavings_of_a_killed_build_are_removed() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join(FOLDER);
        drop(Lock::take(root.path(), || {}).unwrap());
        for name in ["new-half", "level-0123456789abcdef", "of somebody else"] {
            fs::write(folder.join(name), "half").unwrap();
        }
        drop(Lock::take(root.path(), || {}).unwrap());
        let mut names: Vec<_> = fs::read_dir(&folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        names.sort();
        assert_eq!(names, [".gitignore", "lock", "of somebody else"]);
        let ignored = fs::read_to_string(folder.join(".gitignore")).unwrap();
        assert_eq!(ignored, "*\n");
    }
}
