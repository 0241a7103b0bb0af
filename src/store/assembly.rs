//! The end of a build: its new level is closed, levels are made one where there would be too many, and the files
//! get their names, the head last.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;

use super::compact::{Compaction, plan};
use super::dictionary::{Stored, WriteError};
use super::head::{self, Found, Head, LEVEL, Named, Unit};
use super::level::{Level, LevelWriter};
use super::sealed::{UNFINISHED, unfinished};
use super::spill::Sorter;
use super::{Build, FOLDER, StoreError};
use crate::iri::hex;

/// A build of which only the levels are to be settled.
pub struct Assembly<'a> {
    pub folder: &'a Path,
    pub before: Option<&'a Build>,
    pub head: Head,
    /// The file of the uppermost level, if it is a new one.
    pub file: Option<NamedTempFile>,
    /// Levels with fewer quads are made one with the level below.
    pub small: u64,
}

impl Assembly<'_> {
    /// Ends the new level, if anything is in it, and makes levels one where there would be too many.
    pub fn level(
        &mut self,
        level: LevelWriter,
        sorter: Sorter,
        parts: u32,
    ) -> Result<(), WriteError> {
        let number = self.head.levels.len() as u32;
        let uses = |unit: &Unit| {
            unit.level == number || unit.parts.iter().any(|part| part.level == number)
        };
        let mut new = None;
        if self.head.units.is_empty() {
            self.head.levels.clear(); // nothing is in force, and nobody knows a number
            self.head.fingerprint = fingerprint(&[], &[])?;
            return Ok(());
        }
        if self.head.units.iter().any(uses) {
            let (file, seal) = level.finish(sorter.finish()?)?;
            new = Some(Level::open(file.path(), &seal)?);
            self.file = Some(file);
            self.head.levels.push(Named { seal, parts });
        }
        let before = self.before.map_or(&[][..], |before| &before.levels.list);
        let levels: Vec<&Level> = before.iter().chain(&new).collect();
        self.head.fingerprint = fingerprint(&levels, &self.head.units)?;
        self.compact(&levels)
    }

    fn compact(&mut self, levels: &[&Level]) -> Result<(), WriteError> {
        let mut sizes: Vec<(u64, u64)> =
            levels.iter().map(|level| (0, level.runs[0].rows)).collect();
        for part in self.head.units.iter().flat_map(|unit| &unit.parts) {
            sizes[part.level as usize].0 += part.quads;
        }
        let Some(from) = plan(&sizes, self.small) else {
            return Ok(());
        };
        let counted = levels.iter().zip(&self.head.levels).skip(from);
        let compaction = Compaction {
            folder: self.folder,
            levels: counted
                .map(|(level, named)| (*level, named.parts))
                .collect(),
            from: from as u32,
        };
        let (file, named) = compaction.run(&mut self.head.units)?;
        self.file = Some(file);
        self.head.levels.truncate(from);
        self.head.levels.push(named);
        Ok(())
    }

    /// Gives the files their names: the head last, by which all the rest is in force.
    pub fn put_in_place(mut self, root: &Path) -> Result<(), StoreError> {
        let path = head::path(root);
        let failed = |cause| StoreError::Write {
            path: path.clone(),
            cause,
        };
        let level = self
            .file
            .take()
            .zip(self.head.levels.last().map(Named::file_name));
        let name = level.as_ref().map(|(_, name)| name.clone());
        let placed = self.place(&path, level);
        if let (Err(_), Some(name)) = (&placed, &name)
            && !self.is_of_before(name)
        {
            // That it cannot be removed either is not worth more words than the failure itself.
            let _ = fs::remove_file(self.folder.join(name));
        }
        placed.map_err(failed)?;
        // What cannot be removed now is cleared away by the next build.
        let _ = sweep(self.folder, &self.head);
        Ok(())
    }

    fn place(&self, path: &Path, level: Option<(NamedTempFile, String)>) -> io::Result<()> {
        let mut head = unfinished(self.folder)?;
        head.write_all(&self.head.to_bytes())?;
        head.as_file().sync_all()?;
        if let Some((file, name)) = level {
            file.as_file().sync_all()?;
            file.persist(self.folder.join(name))
                .map_err(|error| error.error)?;
            sync_folder(self.folder)?;
        }
        head.persist(path).map_err(|error| error.error)?;
        sync_folder(self.folder)
    }

    fn is_of_before(&self, name: &str) -> bool {
        let before = self.before.map_or(&[][..], |before| &before.head.levels);
        before.iter().any(|level| level.file_name() == name)
    }
}

/// The SHA-256 of the lines that name each graph's IRI and the digest of a part of it, sorted.
fn fingerprint(levels: &[&Level], units: &[Unit]) -> Result<String, StoreError> {
    let mut lines = Vec::new();
    for part in units.iter().flat_map(|unit| &unit.parts) {
        let level = levels
            .iter()
            .rfind(|level| level.dictionary.first <= u64::from(part.graph));
        let level = level.expect("the lowest level begins with 0");
        let Stored::Text(graph) = level.term(part.graph)? else {
            return Err(level.file.damaged());
        };
        lines.push(format!("{graph} {}\n", hex(&part.digest)));
    }
    lines.sort_unstable();
    let mut digest = Sha256::new();
    for line in lines {
        digest.update(line);
    }
    Ok(hex(&digest.finalize()))
}

/// Makes renames last. Only Unix lets a folder be opened for this.
#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

// --- Rubbish --------------------------------------------------------------------------------------

/// Removes what builds left that were killed. What another version left is its own.
pub fn clear(root: &Path) -> io::Result<()> {
    let folder = root.join(FOLDER);
    match head::read(root) {
        Ok(Found::Head(head)) => sweep(&folder, &head),
        Ok(Found::Nothing) => sweep(&folder, &Head::default()),
        _ => remove(&folder, |name| name.starts_with(UNFINISHED)),
    }
}

/// Removes the files of ours that the head doesn't name.
fn sweep(folder: &Path, head: &Head) -> io::Result<()> {
    let named: Vec<String> = head.levels.iter().map(Named::file_name).collect();
    remove(folder, |name| {
        name.starts_with(UNFINISHED)
            || name.starts_with(LEVEL) && !named.iter().any(|other| other == name)
    })
}

fn remove(folder: &Path, is_rubbish: impl Fn(&str) -> bool) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().to_str().is_some_and(&is_rubbish) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}
