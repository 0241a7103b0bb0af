//! Changes, put on the disk: all or none as far as a file system allows, and each file whole at every moment.
//!
//! First every new content is written beside its place and brought to the disk, which is where a disk that is full
//! or a folder that is closed shows itself; nothing has changed until then. Only then each is renamed into its place. A
//! file is compared with what was read before the first write, and once more just before its rename.

use std::collections::BTreeMap;
use std::fs::{self, File, Permissions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use tempfile::{Builder, TempPath};

use super::{Change, EditError};

/// Writes all changes to the project at `root`. If it fails, the error says whether any was written, and which.
pub fn write(root: &Path, changes: &[Change]) -> Result<(), EditError> {
    let places: Vec<PathBuf> = changes.iter().map(|change| place(root, change)).collect();
    let pairs = || changes.iter().zip(&places);
    for (change, place) in pairs() {
        verify(change, place)?;
    }
    // The disk takes many files at a time in the time that it takes for one.
    let staged: Vec<Result<TempPath, EditError>> = changes
        .par_iter()
        .zip(&places)
        .map(|(change, place)| stage(change, place).map_err(|cause| failed(change, cause)))
        .collect();
    let staged: Vec<TempPath> = staged.into_iter().collect::<Result<_, _>>()?;
    let mut written = 0;
    let mut outcome = Ok(());
    for (staged, (change, place)) in staged.into_iter().zip(pairs()) {
        outcome = verify(change, place).and_then(|()| put(change, place, staged));
        if outcome.is_err() {
            break;
        }
        written += 1;
    }
    let outcome = outcome.map_err(|error| partly(changes, written, error));
    outcome.and(sync_folders(&changes[..written], &places[..written]))
}

/// Where a change is written: where a link leads, as the link is not what was changed.
fn place(root: &Path, change: &Change) -> PathBuf {
    let path = root.join(&change.path);
    path.canonicalize().unwrap_or(path)
}

/// Whether a file still is what was read, and may be written.
fn verify(change: &Change, place: &Path) -> Result<(), EditError> {
    let path = change.path.clone();
    let Some(before) = &change.before else {
        return match place.symlink_metadata() {
            Ok(_) => Err(EditError::Exists { path }),
            Err(_) => Ok(()),
        };
    };
    let now = fs::read(place).map_err(|cause| failed(change, cause))?;
    if now != before.as_bytes() {
        return Err(EditError::Changed { path });
    }
    let about = fs::metadata(place).map_err(|cause| failed(change, cause))?;
    if about.permissions().readonly() {
        let cause = io::Error::new(io::ErrorKind::PermissionDenied, "it is read-only");
        return Err(failed(change, cause));
    }
    Ok(())
}

/// The new content beside its place, on the disk, with the permissions of the file that it replaces.
fn stage(change: &Change, place: &Path) -> io::Result<TempPath> {
    let folder = place.parent().unwrap_or(place);
    if change.before.is_none() {
        fs::create_dir_all(folder)?;
    }
    let mut builder = Builder::new();
    let mut staged = builder.prefix(".citable-").tempfile_in(folder)?;
    staged.write_all(change.after.as_bytes())?;
    let permissions = match fs::metadata(place) {
        Ok(about) => about.permissions(),
        Err(_) => of_a_new_file(staged.as_file())?,
    };
    staged.as_file().set_permissions(permissions)?;
    staged.as_file().sync_all()?;
    Ok(staged.into_temp_path()) // closed: there may be more of them than a process may have open
}

/// A temporary file is its owner's alone; a file in a project is for all who may read the project.
fn of_a_new_file(staged: &File) -> io::Result<Permissions> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let _ = staged;
        Ok(Permissions::from_mode(0o644))
    }
    #[cfg(not(unix))]
    Ok(staged.metadata()?.permissions())
}

fn put(change: &Change, place: &Path, staged: TempPath) -> Result<(), EditError> {
    let put = match change.before {
        Some(_) => staged.persist(place),
        None => staged.persist_noclobber(place),
    };
    put.map_err(|error| match error.error.kind() {
        io::ErrorKind::AlreadyExists => EditError::Exists {
            path: change.path.clone(),
        },
        _ => failed(change, error.error),
    })
}

/// A rename is on the disk once its folder is.
fn sync_folders(changes: &[Change], places: &[PathBuf]) -> Result<(), EditError> {
    let folders: BTreeMap<&Path, &Change> = places
        .iter()
        .zip(changes)
        .filter_map(|(place, change)| Some((place.parent()?, change)))
        .collect();
    for (folder, change) in folders {
        sync_folder(folder).map_err(|cause| failed(change, cause))?;
    }
    Ok(())
}

fn sync_folder(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    File::open(folder)?.sync_all()?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

fn failed(change: &Change, cause: io::Error) -> EditError {
    EditError::Write {
        path: change.path.clone(),
        cause,
    }
}

/// The error of the change `index`, with what was written before it.
fn partly(changes: &[Change], index: usize, error: EditError) -> EditError {
    if index == 0 {
        return error;
    }
    let paths = |changes: &[Change]| changes.iter().map(|change| change.path.clone()).collect();
    EditError::Partly {
        written: paths(&changes[..index]),
        missing: paths(&changes[index..]),
        cause: Box::new(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(path: &str, before: Option<&str>, after: &str) -> Change {
        Change {
            path: path.to_owned(),
            before: before.map(str::to_owned),
            after: after.to_owned(),
        }
    }

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (path, content) in files {
            fs::write(folder.path().join(path), content).unwrap();
        }
        folder
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn all_files_are_written_and_nothing_else_is_left() {
        let folder = folder(&[("a", "1"), ("b", "2")]);
        let changes = [
            change("a", Some("1"), "one"),
            change("b", Some("2"), "two"),
            change("sub/c", None, "three"),
        ];
        write(folder.path(), &changes).unwrap();
        let read = |path: &str| fs::read_to_string(folder.path().join(path)).unwrap();
        assert_eq!(
            (read("a"), read("b"), read("sub/c")),
            ("one".into(), "two".into(), "three".into())
        );
        assert_eq!(names(folder.path()), ["a", "b", "sub"]);
        assert_eq!(names(&folder.path().join("sub")), ["c"]);
    }

    #[test]
    fn a_file_that_has_changed_stops_all() {
        let folder = folder(&[("a", "1"), ("b", "somebody else's")]);
        let changes = [change("a", Some("1"), "one"), change("b", Some("2"), "two")];
        let error = write(folder.path(), &changes).unwrap_err();
        assert!(matches!(error, EditError::Changed { path } if path == "b"));
        assert_eq!(fs::read_to_string(folder.path().join("a")).unwrap(), "1");
        assert_eq!(names(folder.path()), ["a", "b"]);
    }

    #[test]
    fn a_new_file_never_replaces_one() {
        let folder = folder(&[("a", "1"), ("b", "2")]);
        let changes = [change("a", Some("1"), "one"), change("b", None, "two")];
        let error = write(folder.path(), &changes).unwrap_err();
        assert!(matches!(error, EditError::Exists { path } if path == "b"));
        assert_eq!(fs::read_to_string(folder.path().join("a")).unwrap(), "1");
    }

    #[test]
    fn a_failure_after_the_first_rename_says_what_was_written() {
        let changes = [change("a", Some("1"), "one"), change("b", Some("2"), "two")];
        let error = EditError::Changed { path: "b".into() };
        let said = partly(&changes, 1, error).to_string();
        assert!(
            said.ends_with("already written: `a`; not written: `b`"),
            "{said}"
        );
    }

    #[cfg(unix)]
    #[test]
    fn permissions_stay_and_a_link_stays_a_link() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = folder(&[("a", "1")]);
        let (a, link) = (folder.path().join("a"), folder.path().join("link"));
        fs::set_permissions(&a, Permissions::from_mode(0o640)).unwrap();
        symlink("a", &link).unwrap();
        write(folder.path(), &[change("link", Some("1"), "one")]).unwrap();
        assert_eq!(fs::read_to_string(&a).unwrap(), "one");
        assert_eq!(
            fs::metadata(&a).unwrap().permissions().mode() & 0o777,
            0o640
        );
        assert!(link.symlink_metadata().unwrap().is_symlink());
    }

    #[cfg(unix)]
    #[test]
    fn a_read_only_file_is_not_written() {
        use std::os::unix::fs::PermissionsExt;
        let folder = folder(&[("a", "1")]);
        let a = folder.path().join("a");
        fs::set_permissions(&a, Permissions::from_mode(0o444)).unwrap();
        let error = write(folder.path(), &[change("a", Some("1"), "one")]).unwrap_err();
        assert!(error.to_string().contains("read-only"), "{error}");
        assert_eq!(fs::read_to_string(&a).unwrap(), "1");
    }
}
