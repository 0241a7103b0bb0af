//! A level: one immutable file with the quads of many units, and all that is needed to find them.
//!
//! ```text
//! for each unit that was put:  texts of the terms that no level below has and no unit before
//!                              its quads, a graph at a time, in the order of their lines: for export and merging
//!                              the record that the compiler keeps with it
//! table and slots              of the dictionary
//! three runs                   the quads by subject, by predicate and by object
//! footer                       where all of this is
//! checksums                    of 64 KiB each
//! ```
//!
//! The file is written from front to back and never again. What of it is still in force is not its business: the
//! head of the build lists the parts that are.

use std::io::Write;
use std::path::Path;

use tempfile::NamedTempFile;

use super::StoreError;
use super::codec::{put_row, take_row};
use super::dictionary::{Dictionary, DictionaryWriter, Stored, WriteError, append};
use super::run::Run;
use super::sealed::{Seal, Sealed, SealedWriter};
use super::spill::Spooled;

const MAGIC: [u8; 8] = *b"citable2";
/// The magic, and the numbers of a dictionary and of three runs.
const FOOTER: u64 = 8 + 8 * (5 + 3 * 4);

/// Bytes in the file of a level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub start: u64,
    pub length: u64,
}

/// A level, open.
#[derive(Debug)]
pub struct Level {
    pub file: Sealed,
    pub dictionary: Dictionary,
    pub runs: [Run; 3],
}

impl Level {
    pub fn open(path: &Path, seal: &Seal) -> Result<Level, StoreError> {
        let file = Sealed::open(path, seal)?;
        let start = file
            .len()
            .checked_sub(FOOTER)
            .ok_or_else(|| file.damaged())?;
        let (numbers, _) = file.get(start, FOOTER)?.as_chunks::<8>();
        if numbers[0] != MAGIC {
            return Err(file.damaged());
        }
        let mut numbers = numbers[1..].iter().map(|bytes| u64::from_le_bytes(*bytes));
        let mut next = || numbers.next().expect("the footer has room for all numbers");
        let dictionary = Dictionary {
            first: next(),
            terms: next(),
            table: next(),
            slots: next(),
            slot_count: next(),
        };
        let runs = std::array::from_fn(|_| Run {
            start: next(),
            directory: next(),
            blocks: next(),
            rows: next(),
        });
        let sound = dictionary.is_sound(&file) && runs.iter().all(|run| run.is_sound(&file));
        if !sound {
            return Err(file.damaged());
        }
        Ok(Level {
            file,
            dictionary,
            runs,
        })
    }

    pub fn term(&self, number: u32) -> Result<Stored<'_>, StoreError> {
        self.dictionary.term(&self.file, number)
    }

    pub fn bytes(&self, place: Place) -> Result<&[u8], StoreError> {
        self.file.get(place.start, place.length)
    }

    /// The triples of a part, in the order of their lines.
    pub fn triples(&self, place: Place) -> Triples<'_> {
        Triples {
            file: &self.file,
            cursor: PartCursor::new(place),
        }
    }
}

/// A place in a part.
#[derive(Clone, Debug)]
pub struct PartCursor {
    at: u64,
    end: u64,
    previous: [u32; 3],
}

impl PartCursor {
    pub fn new(place: Place) -> PartCursor {
        PartCursor {
            at: place.start,
            end: place.start.saturating_add(place.length),
            previous: [0; 3],
        }
    }

    /// The next triple of the part, which is in this file.
    #[inline]
    pub fn next(&mut self, file: &Sealed) -> Result<Option<[u32; 3]>, StoreError> {
        /// No triple takes more bytes.
        const MOST: u64 = 32;
        let left = self.end - self.at;
        if left == 0 {
            return Ok(None);
        }
        let bytes = file.get(self.at, left.min(MOST))?;
        let mut rest = bytes;
        let triple = take_row(&mut rest, &self.previous).ok_or_else(|| file.damaged())?;
        self.at += (bytes.len() - rest.len()) as u64;
        self.previous = triple;
        Ok(Some(triple))
    }
}

/// The triples of a part.
#[derive(Clone, Debug)]
pub struct Triples<'a> {
    file: &'a Sealed,
    cursor: PartCursor,
}

impl Iterator for Triples<'_> {
    type Item = Result<[u32; 3], StoreError>;

    /// After an error, it is given again.
    fn next(&mut self) -> Option<Self::Item> {
        self.cursor.next(self.file).transpose()
    }
}

/// A level in the making.
pub struct LevelWriter {
    out: SealedWriter,
    dictionary: DictionaryWriter,
    bytes: Vec<u8>,
}

impl LevelWriter {
    /// Terms of it are numbered from `first`.
    pub fn create(folder: &Path, first: u32) -> Result<LevelWriter, StoreError> {
        Ok(LevelWriter {
            out: SealedWriter::create(folder)?,
            dictionary: DictionaryWriter::new(first, folder),
            bytes: Vec::new(),
        })
    }

    /// The number of a term that this level has.
    #[inline]
    pub fn find(&self, hash: u128) -> Option<u32> {
        self.dictionary.find(hash)
    }

    /// Adds a term that neither this level has nor one below.
    pub fn add(&mut self, term: Stored) -> Result<u32, WriteError> {
        self.dictionary.add(term, &mut self.out)
    }

    /// Writes the triples of a part, which are in the order of their lines.
    pub fn part(
        &mut self,
        triples: impl Iterator<Item = Result<[u32; 3], WriteError>>,
    ) -> Result<Place, WriteError> {
        let mut bytes = std::mem::take(&mut self.bytes);
        bytes.clear();
        let mut previous = [0; 3];
        for triple in triples {
            let triple = triple?;
            put_row(&mut bytes, &previous, &triple);
            previous = triple;
        }
        let place = self.record(&bytes)?;
        self.bytes = bytes;
        Ok(place)
    }

    /// Writes bytes as they are.
    pub fn record(&mut self, bytes: &[u8]) -> Result<Place, WriteError> {
        let start = self.out.position();
        self.out.write_all(bytes)?;
        Ok(Place {
            start,
            length: bytes.len() as u64,
        })
    }

    /// Ends the file. It has no name to stay yet.
    pub fn finish(mut self, runs: [Spooled; 3]) -> Result<(NamedTempFile, Seal), WriteError> {
        let dictionary = self.dictionary.finish(&mut self.out)?;
        let mut numbers = vec![
            dictionary.first,
            dictionary.terms,
            dictionary.table,
            dictionary.slots,
            dictionary.slot_count,
        ];
        for (spooled, run) in runs {
            let run = run.moved(self.out.position());
            append(spooled, &mut self.out)?;
            numbers.extend([run.start, run.directory, run.blocks, run.rows]);
        }
        self.out.write_all(&MAGIC)?;
        for number in numbers {
            self.out.write_all(&number.to_le_bytes())?;
        }
        Ok(self.out.finish()?)
    }
}
