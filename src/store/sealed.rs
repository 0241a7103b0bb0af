//! Files that are written once and then read where they lie: the ground on which a level stands.
//!
//! A sealed file is its data, and after it a checksum of every 64 KiB of it. The head of the build knows the length,
//! and the SHA-256 of the checksums. So opening reads the checksums and nothing else; each chunk is held
//! against its own when it is first looked at. A bit that flipped on the disk is an error there, and never a wrong
//! answer. The file is mapped into memory: the system keeps what is read often, and gives it back under pressure.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use memmap2::Mmap;
use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;
use xxhash_rust::xxh3::xxh3_64;

use super::StoreError;

const CHUNK: usize = 1 << 16;
const SUM: usize = 8;

/// By which a file is known to be the one that was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seal {
    /// The bytes of data, without the checksums.
    pub length: u64,
    /// The SHA-256 of the checksums.
    pub digest: [u8; 32],
}

// --- Writing --------------------------------------------------------------------------------------

/// A sealed file in the making: one that nobody sees, and that vanishes if it isn't kept.
pub struct SealedWriter {
    file: NamedTempFile,
    chunk: Vec<u8>,
    sums: Vec<u8>,
    written: u64,
}

/// The beginning of the names of files that are not in their place yet.
pub const UNFINISHED: &str = "new-";

impl SealedWriter {
    pub fn create(folder: &Path) -> Result<SealedWriter, StoreError> {
        Ok(SealedWriter {
            file: unfinished(folder).map_err(|cause| StoreError::Write {
                path: folder.to_owned(),
                cause,
            })?,
            chunk: Vec::with_capacity(CHUNK),
            sums: Vec::new(),
            written: 0,
        })
    }

    /// How many bytes were written.
    pub fn position(&self) -> u64 {
        self.written + self.chunk.len() as u64
    }

    /// Ends the file with its checksums.
    pub fn finish(mut self) -> io::Result<(NamedTempFile, Seal)> {
        let length = self.position();
        if !self.chunk.is_empty() {
            self.end_chunk()?;
        }
        self.file.write_all(&self.sums)?;
        let digest = Sha256::digest(&self.sums).into();
        Ok((self.file, Seal { length, digest }))
    }

    fn end_chunk(&mut self) -> io::Result<()> {
        self.sums.extend(xxh3_64(&self.chunk).to_le_bytes());
        self.file.write_all(&self.chunk)?;
        self.written += self.chunk.len() as u64;
        self.chunk.clear();
        Ok(())
    }
}

impl Write for SealedWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let room = CHUNK - self.chunk.len();
        let taken = bytes.len().min(room);
        self.chunk.extend_from_slice(&bytes[..taken]);
        if taken == room {
            self.end_chunk()?;
        }
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(()) // a chunk goes out when it is full, or at the end
    }
}

/// A file in `folder` that is removed when it is dropped, and as readable as any other.
pub fn unfinished(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.prefix(UNFINISHED).tempfile_in(folder)
}

// --- Reading --------------------------------------------------------------------------------------

/// A sealed file, mapped into memory.
#[derive(Debug)]
pub struct Sealed {
    path: PathBuf,
    map: Mmap,
    length: u64,
    /// A bit for each chunk that was held against its checksum.
    seen: Box<[AtomicU64]>,
}

impl Sealed {
    /// Opens a file, if it has this seal.
    pub fn open(path: &Path, seal: &Seal) -> Result<Sealed, StoreError> {
        let read = |cause| StoreError::Read {
            path: path.to_owned(),
            cause,
        };
        let file = File::open(path).map_err(read)?;
        let size = file.metadata().map_err(read)?.len();
        let chunks = seal.length.div_ceil(CHUNK as u64);
        let sums = chunks.checked_mul(SUM as u64);
        if seal.length == 0 || sums.and_then(|sums| sums.checked_add(seal.length)) != Some(size) {
            return Err(damaged(path));
        }
        let sealed = Sealed {
            path: path.to_owned(),
            map: map(&file).map_err(read)?,
            length: seal.length,
            seen: (0..chunks.div_ceil(64))
                .map(|_| AtomicU64::new(0))
                .collect(),
        };
        let sums = sealed.map.get(seal.length as usize..).unwrap_or_default();
        if Sha256::digest(sums)[..] != seal.digest {
            return Err(damaged(path));
        }
        Ok(sealed)
    }

    /// The bytes of data.
    pub fn len(&self) -> u64 {
        self.length
    }

    /// Some bytes, if there are so many and they are what was written.
    #[inline]
    pub fn get(&self, start: u64, length: u64) -> Result<&[u8], StoreError> {
        let end = start.checked_add(length).filter(|end| *end <= self.length);
        let end = end.ok_or_else(|| self.damaged())?;
        if length > 0 {
            for chunk in start / CHUNK as u64..=(end - 1) / CHUNK as u64 {
                let seen = self.seen[chunk as usize / 64].load(Relaxed);
                if seen & (1 << (chunk % 64)) == 0 {
                    self.check(chunk)?;
                }
            }
        }
        Ok(&self.map[start as usize..end as usize])
    }

    /// Four bytes as a number.
    #[inline]
    pub fn u32(&self, at: u64) -> Result<u32, StoreError> {
        let bytes = self.get(at, 4)?;
        Ok(u32::from_le_bytes(
            bytes.try_into().expect("four were asked for"),
        ))
    }

    /// Eight bytes as a number.
    #[inline]
    pub fn u64(&self, at: u64) -> Result<u64, StoreError> {
        let bytes = self.get(at, 8)?;
        Ok(u64::from_le_bytes(
            bytes.try_into().expect("eight were asked for"),
        ))
    }

    /// That the file doesn't hold what it should.
    #[cold]
    pub fn damaged(&self) -> StoreError {
        damaged(&self.path)
    }

    #[cold]
    fn check(&self, chunk: u64) -> Result<(), StoreError> {
        let start = chunk as usize * CHUNK;
        let end = (start + CHUNK).min(self.length as usize);
        let sum = self.length as usize + chunk as usize * SUM;
        if self.map[sum..sum + SUM] != xxh3_64(&self.map[start..end]).to_le_bytes() {
            return Err(self.damaged());
        }
        self.seen[chunk as usize / 64].fetch_or(1 << (chunk % 64), Relaxed);
        Ok(())
    }
}

fn damaged(path: &Path) -> StoreError {
    StoreError::Damaged {
        path: path.to_owned(),
    }
}

/// Maps a file into memory.
#[allow(unsafe_code)]
fn map(file: &File) -> io::Result<Mmap> {
    // SAFETY: the bytes must not change while they are mapped. A sealed file is never written to after it has its
    // name: a build writes new files, renames, and unlinks old ones, and an unlinked file stays while it
    // is mapped. Who writes to files in the folder of the build by other means breaks this, as with any database.
    unsafe { Mmap::map(file) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealed(bytes: &[u8]) -> (NamedTempFile, Seal) {
        let folder = std::env::temp_dir();
        let mut writer = SealedWriter::create(&folder).unwrap();
        writer.write_all(bytes).unwrap();
        assert_eq!(writer.position(), bytes.len() as u64);
        writer.finish().unwrap()
    }

    #[test]
    fn what_is_written_is_read() {
        for length in [1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK] {
            let bytes: Vec<u8> = (0..length).map(|at| (at % 251) as u8).collect();
            let (file, seal) = sealed(&bytes);
            let open = Sealed::open(file.path(), &seal).unwrap();
            assert_eq!(open.get(0, length as u64).unwrap(), bytes);
            assert_eq!(open.get(length as u64, 0).unwrap(), b"");
            for (start, length) in [(0, length as u64 + 1), (u64::MAX, 2), (length as u64, 1)] {
                assert!(open.get(start, length).is_err());
            }
        }
    }

    #[test]
    fn a_flipped_bit_is_seen_where_it_is() {
        let bytes = vec![7; 2 * CHUNK + 5];
        let (file, seal) = sealed(&bytes);
        for at in [0, CHUNK + 3, 2 * CHUNK + 4] {
            let mut changed = std::fs::read(file.path()).unwrap();
            changed[at] ^= 1;
            let other = tempfile::NamedTempFile::new().unwrap();
            std::fs::write(other.path(), &changed).unwrap();
            let open = Sealed::open(other.path(), &seal).unwrap();
            for chunk in 0..3 {
                let whole = open.get((chunk * CHUNK) as u64, 1);
                assert_eq!(whole.is_err(), chunk == at / CHUNK);
            }
        }
    }

    #[test]
    fn another_length_or_other_checksums_are_seen_at_once() {
        let (file, seal) = sealed(&vec![7; CHUNK + 5]);
        let whole = std::fs::read(file.path()).unwrap();
        let other = tempfile::NamedTempFile::new().unwrap();
        for end in [0, 5, CHUNK + 5, whole.len() - 1] {
            std::fs::write(other.path(), &whole[..end]).unwrap();
            assert!(Sealed::open(other.path(), &seal).is_err());
        }
        let mut changed = whole.clone();
        changed[CHUNK + 6] ^= 1;
        std::fs::write(other.path(), changed).unwrap();
        assert!(Sealed::open(other.path(), &seal).is_err());
    }
}
