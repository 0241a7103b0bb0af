//! Names become blocks, on all cores, and blocks a file.
//!
//! The file is the blocks one after the other; a directory with the place and the checksum of each, and how many names have
//! each trigram; and an end of fixed length, which says where the directory is and has its checksum.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use tempfile::NamedTempFile;
use xxhash_rust::xxh3::xxh3_64;

use super::block::{Batch, Block, NAMES};
use super::gram::GRAMS;
use super::{Index, IndexError};

/// What the file ends with, and no other file: the version of its form is part of it.
pub const MARK: [u8; 16] = *b"citable names  1";

/// The bytes of the end: the directory's place, the numbers of blocks and names, a checksum, and the mark.
pub const END: usize = 4 * 8 + MARK.len();

/// The bytes that the directory has for a block.
pub const ENTRY: usize = 3 * 8;

/// Of a longer name the beginning is kept: so many bytes.
const LONGEST: usize = 1024;

/// A block is closed when its texts have so many bytes, so that long names take no more memory than short ones.
const TEXTS: usize = 8 << 20;

/// An index in the making.
pub struct Builder {
    path: PathBuf,
    file: NamedTempFile,
    written: u64,
    names: u64,
    directory: Vec<u8>,
    /// How many names have each trigram.
    counts: Vec<u32>,
    /// Those that wait to be made blocks together.
    full: Vec<Batch>,
    batch: Batch,
}

impl Builder {
    /// Begins an index that will stand at `path` when it is finished; until then nothing there changes.
    ///
    /// # Errors
    ///
    /// If the folder of `path` cannot be written to.
    pub fn new(path: &Path) -> Result<Self, IndexError> {
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        let file = unfinished(folder.unwrap_or(Path::new(".")));
        Ok(Self {
            file: file.map_err(|cause| cannot_write(path, cause))?,
            path: path.to_owned(),
            written: 0,
            names: 0,
            directory: Vec::new(),
            counts: vec![0; GRAMS],
            full: Vec::new(),
            batch: Batch::default(),
        })
    }

    /// Adds a name of a record; a record may have many. Of a name of more than a kilobyte the beginning counts.
    ///
    /// # Errors
    ///
    /// If what was added before cannot be written.
    pub fn add(&mut self, record: u32, name: &str) -> Result<(), IndexError> {
        let name = &name[..name.floor_char_boundary(LONGEST)];
        self.batch.push(record, name);
        if self.batch.len() == NAMES || self.batch.size() > TEXTS {
            self.full.push(std::mem::take(&mut self.batch));
            if self.full.len() >= rayon::current_num_threads() {
                self.write()?;
            }
        }
        Ok(())
    }

    /// Puts the index in its place, and opens it.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn finish(mut self) -> Result<Index, IndexError> {
        self.full.push(std::mem::take(&mut self.batch));
        self.write()?;
        let mut directory = std::mem::take(&mut self.directory);
        let blocks = (directory.len() / ENTRY) as u64;
        directory.extend(self.counts.iter().flat_map(|count| count.to_le_bytes()));
        let numbers = [self.written, blocks, self.names];
        let mut end: Vec<u8> = numbers
            .iter()
            .flat_map(|number| number.to_le_bytes())
            .collect();
        directory.append(&mut end);
        let sum = xxh3_64(&directory);
        directory.extend(sum.to_le_bytes());
        directory.extend(MARK);
        let path = self.path;
        let mut file = self.file;
        file.write_all(&directory)
            .map_err(|cause| cannot_write(&path, cause))?;
        file.persist(&path)
            .map_err(|error| cannot_write(&path, error.error))?;
        Index::open(&path)
    }

    fn write(&mut self) -> Result<(), IndexError> {
        let batches = std::mem::take(&mut self.full);
        let blocks: Vec<Vec<u8>> = batches.par_iter().map(Batch::encode).collect();
        for bytes in blocks {
            let block = Block::read(&bytes).expect("a block is read as it was written");
            for (count, gram) in self.counts.iter_mut().zip(0_u16..) {
                *count += u32::try_from(block.list(gram).len()).unwrap_or(0);
            }
            let length = bytes.len() as u64;
            self.names += block.len() as u64;
            for number in [self.written, length, xxh3_64(&bytes)] {
                self.directory.extend(number.to_le_bytes());
            }
            self.written += length;
            let written = self.file.write_all(&bytes);
            written.map_err(|cause| cannot_write(&self.path, cause))?;
        }
        Ok(())
    }
}

/// A file that is removed when it is dropped, and as readable as any other.
fn unfinished(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.prefix("new-").tempfile_in(folder)
}

fn cannot_write(path: &Path, cause: io::Error) -> IndexError {
    IndexError::Write {
        path: path.to_owned(),
        cause,
    }
}
