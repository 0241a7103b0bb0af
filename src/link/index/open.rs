//! The file of an index, mapped into memory and checked.

use std::fs::File;
use std::ops::Range;
use std::path::Path;

use memmap2::Mmap;
use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64;

use super::IndexError;
use super::block::Block;
use super::build::{END, ENTRY, MARK};
use super::gram::GRAMS;

/// Names that can be looked for; any number of threads may at once.
#[derive(Debug)]
pub struct Index {
    map: Mmap,
    blocks: Vec<Range<usize>>,
    /// How many names have each trigram.
    pub(super) counts: Vec<u32>,
    pub(super) names: u64,
}

impl Index {
    /// Opens an index. All of it is held against its checksums, which takes a tenth of a second for a gigabyte in memory.
    ///
    /// # Errors
    ///
    /// If the file cannot be read, is no index of this version, or isn't as it was written; then it has to be built again.
    pub fn open(path: &Path) -> Result<Self, IndexError> {
        let read = |cause| IndexError::Read {
            path: path.to_owned(),
            cause,
        };
        let file = File::open(path).map_err(read)?;
        let foreign = || IndexError::Foreign {
            path: path.to_owned(),
        };
        if file.metadata().map_err(read)?.len() < END as u64 {
            return Err(foreign());
        }
        let map = map(&file).map_err(read)?;
        if !map.ends_with(&MARK) {
            return Err(foreign());
        }
        directory(map).ok_or_else(|| IndexError::Damaged {
            path: path.to_owned(),
        })
    }

    /// How many names it has.
    pub fn len(&self) -> u64 {
        self.names
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.names == 0
    }

    pub(super) fn blocks(&self) -> impl Iterator<Item = Block<'_>> {
        let bytes = self
            .blocks
            .iter()
            .filter_map(|place| self.map.get(place.clone()));
        bytes.filter_map(Block::read)
    }
}

/// Reads the directory and checks it and the blocks; nothing if something isn't as it was written.
fn directory(map: Mmap) -> Option<Index> {
    let end = map.len().checked_sub(END)?;
    let directory = usize::try_from(number(&map, end)?).ok()?;
    let blocks = usize::try_from(number(&map, end + 8)?).ok()?;
    let names = number(&map, end + 16)?;
    let checked = map.get(directory..end + 24)?;
    if number(&map, end + 24)? != xxh3_64(checked) {
        return None;
    }
    let counts = checked.get(blocks.checked_mul(ENTRY)?..checked.len().checked_sub(24)?)?;
    if counts.len() != GRAMS * 4 {
        return None;
    }
    let counts = counts
        .as_chunks::<4>()
        .0
        .iter()
        .map(|bytes| u32::from_le_bytes(*bytes));
    let counts = counts.collect();
    let blocks: Option<Vec<_>> = (0..blocks)
        .into_par_iter()
        .map(|block| {
            let entry = directory + block * ENTRY;
            let start = usize::try_from(number(&map, entry)?).ok()?;
            let length = usize::try_from(number(&map, entry + 8)?).ok()?;
            let place = start..start.checked_add(length)?;
            let bytes = map.get(place.clone())?;
            (number(&map, entry + 16)? == xxh3_64(bytes)).then_some(())?;
            Block::read(bytes).map(|_| place)
        })
        .collect();
    Some(Index {
        blocks: blocks?,
        counts,
        names,
        map,
    })
}

fn number(bytes: &[u8], at: usize) -> Option<u64> {
    let bytes = bytes.get(at..)?.first_chunk::<8>()?;
    Some(u64::from_le_bytes(*bytes))
}

/// Maps a file into memory.
#[allow(unsafe_code)]
fn map(file: &File) -> std::io::Result<Mmap> {
    // SAFETY: the bytes must not change while they are mapped. An index is never written to after it has its name: a
    // new one is another file that takes the name.
    unsafe { Mmap::map(file) }
}
