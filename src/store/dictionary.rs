//! The terms of a level: their texts by their numbers, and their numbers by their texts.
//!
//! Numbers count up over all levels of a build: a level's begin where those of the level below it end. A table has
//! eight bytes a term: where its text stands, and some bits of its hash. A hash table on disk, of the
//! same shape as in memory, leads from hashes to numbers; the bits rule out most of what only looks alike,
//! and the text itself decides. A triple term is kept as the three numbers of its parts, which are always less
//! than its own.
//!
//! While a level is written a term is known by 96 bits of its hash alone. That two of ten million texts share
//! them by chance is less likely than that the disk errs.

use std::io::{BufWriter, Read, Seek, SeekFrom, Write};
use std::path::Path;

use tempfile::SpooledTempFile;
use xxhash_rust::xxh3::xxh3_128;

use super::StoreError;
use super::codec::put_bytes;
use super::sealed::{Sealed, SealedWriter};
use super::slots::Slots;

/// The hash of a term's text.
pub fn text_hash(text: &str) -> u128 {
    xxh3_128(text.as_bytes())
}

/// The hash of a triple term, by the numbers of its parts.
pub fn triple_hash(parts: [u32; 3]) -> u128 {
    xxh3_128(&triple_bytes(parts))
}

fn triple_bytes(parts: [u32; 3]) -> [u8; 12] {
    let mut bytes = [0; 12];
    for (bytes, part) in bytes.chunks_exact_mut(4).zip(parts) {
        bytes.copy_from_slice(&part.to_le_bytes());
    }
    bytes
}

/// A term as it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stored<'a> {
    /// The canonical N-Triples of an IRI or a literal.
    Text(&'a str),
    /// The parts of a triple term.
    Triple([u32; 3]),
}

impl Stored<'_> {
    fn hash(&self) -> u128 {
        match *self {
            Stored::Text(text) => text_hash(text),
            Stored::Triple(parts) => triple_hash(parts),
        }
    }
}

/// An entry of the table: forty bits of the place, one that says whether it is a triple term, and 23 of the hash.
const PLACE: u64 = (1 << 40) - 1;
const TRIPLE: u64 = 1 << 40;
const CHECK: u64 = !(PLACE | TRIPLE);
const ENTRY: u64 = 8;
const SLOT: u64 = 4;

/// Where to look first.
fn home(hash: u128) -> u64 {
    u64::from(hash as u32)
}

fn check(hash: u128) -> u64 {
    (hash >> 64) as u64 & CHECK
}

// --- Reading --------------------------------------------------------------------------------------

/// Where the terms are in the file of a level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dictionary {
    /// The number of the first term.
    pub first: u64,
    pub terms: u64,
    pub table: u64,
    pub slots: u64,
    pub slot_count: u64,
}

impl Dictionary {
    /// The number after the last term's.
    pub fn end(&self) -> u64 {
        self.first + self.terms
    }

    /// Whether the numbers can be those of a dictionary.
    pub fn is_sound(&self, file: &Sealed) -> bool {
        let fits = |start: u64, count: u64, size: u64| {
            let end = count
                .checked_mul(size)
                .and_then(|length| length.checked_add(start));
            end.is_some_and(|end| end <= file.len())
        };
        self.first
            .checked_add(self.terms)
            .is_some_and(|end| end < u64::from(u32::MAX))
            && self.slot_count.is_power_of_two()
            && fits(self.table, self.terms, ENTRY)
            && fits(self.slots, self.slot_count, SLOT)
    }

    /// The term of a number, which must be one of this dictionary's.
    pub fn term<'a>(&self, file: &'a Sealed, number: u32) -> Result<Stored<'a>, StoreError> {
        let index = u64::from(number).checked_sub(self.first);
        let index = index.filter(|index| *index < self.terms);
        let index = index.ok_or_else(|| file.damaged())?;
        let entry = file.u64(self.table + index * ENTRY)?;
        read(file, entry, number)
    }

    /// The number of the term with this hash that `is` says is the one.
    pub fn find(
        &self,
        file: &Sealed,
        hash: u128,
        is: impl Fn(Stored) -> bool,
    ) -> Result<Option<u32>, StoreError> {
        let mask = self.slot_count - 1;
        let home = home(hash);
        for step in 0..self.slot_count {
            let at = home.wrapping_add(step) & mask;
            let Some(index) = file.u32(self.slots + at * SLOT)?.checked_sub(1) else {
                return Ok(None);
            };
            if u64::from(index) >= self.terms {
                return Err(file.damaged());
            }
            let entry = file.u64(self.table + u64::from(index) * ENTRY)?;
            let number = self.first as u32 + index;
            if entry & CHECK == check(hash) && is(read(file, entry, number)?) {
                return Ok(Some(number));
            }
        }
        Ok(None)
    }
}

fn read(file: &Sealed, entry: u64, number: u32) -> Result<Stored<'_>, StoreError> {
    let place = entry & PLACE;
    if entry & TRIPLE == 0 {
        return Ok(Stored::Text(text(file, place)?));
    }
    let (numbers, _) = file.get(place, 12)?.as_chunks::<4>();
    let parts = std::array::from_fn(|at| u32::from_le_bytes(numbers[at]));
    if parts.iter().any(|part| *part >= number) {
        return Err(file.damaged());
    }
    Ok(Stored::Triple(parts))
}

/// The text at a place, where its length stands before it.
fn text(file: &Sealed, mut place: u64) -> Result<&str, StoreError> {
    let (mut length, mut shift) = (0, 0);
    loop {
        let byte = file.get(place, 1)?[0];
        place += 1;
        length |= u64::from(byte & 0x7F) << shift;
        shift += 7;
        match byte {
            ..0x80 => break,
            _ if shift > 56 => return Err(file.damaged()),
            _ => {}
        }
    }
    std::str::from_utf8(file.get(place, length)?).map_err(|_| file.damaged())
}

// --- Writing --------------------------------------------------------------------------------------

/// Numbers terms, and writes them into a level.
pub struct DictionaryWriter {
    first: u32,
    /// The upper half of each hash.
    hashes: Vec<u64>,
    /// The lowest quarter of each hash, which says where to look.
    homes: Vec<u32>,
    slots: Slots,
    table: BufWriter<SpooledTempFile>,
    bytes: Vec<u8>,
}

impl DictionaryWriter {
    /// The first term gets the number `first`. What takes more memory than it should is put in `folder`.
    pub fn new(first: u32, folder: &Path) -> DictionaryWriter {
        DictionaryWriter {
            first,
            hashes: Vec::new(),
            homes: Vec::new(),
            slots: Slots::default(),
            table: BufWriter::new(spool(folder)),
            bytes: Vec::new(),
        }
    }

    /// The number of the term with this hash.
    #[inline]
    pub fn find(&self, hash: u128) -> Option<u32> {
        let upper = (hash >> 64) as u64;
        let is = |index: u32| {
            self.hashes[index as usize] == upper && self.homes[index as usize] == hash as u32
        };
        let found = self.slots.find(home(hash), is);
        found.map(|index| self.first + index)
    }

    /// Adds a term that isn't there, and gives its number.
    pub fn add(&mut self, term: Stored, out: &mut SealedWriter) -> Result<u32, WriteError> {
        let hash = term.hash();
        let index = u32::try_from(self.hashes.len()).map_err(|_| WriteError::Full)?;
        let number = self
            .first
            .checked_add(index)
            .filter(|number| *number < u32::MAX - 1);
        let number = number.ok_or(WriteError::Full)?;
        let place = out.position();
        if place > PLACE {
            return Err(WriteError::Full);
        }
        self.bytes.clear();
        let kind = match term {
            Stored::Text(text) => {
                put_bytes(&mut self.bytes, text.as_bytes());
                0
            }
            Stored::Triple(parts) => {
                self.bytes.extend(triple_bytes(parts));
                TRIPLE
            }
        };
        out.write_all(&self.bytes)?;
        let entry = place | kind | check(hash);
        self.table.write_all(&entry.to_le_bytes())?;
        self.hashes.push((hash >> 64) as u64);
        self.homes.push(hash as u32);
        let homes = &self.homes;
        self.slots
            .insert(home(hash), index, |index| u64::from(homes[index as usize]));
        Ok(number)
    }

    /// Writes the table and the slots.
    pub fn finish(self, out: &mut SealedWriter) -> Result<Dictionary, WriteError> {
        let terms = self.hashes.len() as u64;
        drop((self.hashes, self.homes));
        let table = out.position();
        let spooled = self
            .table
            .into_inner()
            .map_err(|error| error.into_error())?;
        append(spooled, out)?;
        let slots = out.position();
        for slot in self.slots.as_slice() {
            out.write_all(&slot.to_le_bytes())?;
        }
        Ok(Dictionary {
            first: u64::from(self.first),
            terms,
            table,
            slots,
            slot_count: self.slots.as_slice().len() as u64,
        })
    }
}

/// Why a level could not be written.
#[derive(Debug)]
pub enum WriteError {
    Io(std::io::Error),
    /// There are more terms than numbers, or more bytes than places.
    Full,
    /// What was to be copied is damaged.
    Store(StoreError),
}

impl From<std::io::Error> for WriteError {
    fn from(error: std::io::Error) -> WriteError {
        WriteError::Io(error)
    }
}

impl From<StoreError> for WriteError {
    fn from(error: StoreError) -> WriteError {
        WriteError::Store(error)
    }
}

impl WriteError {
    /// As the error of the store that it is, of a file in `folder`.
    pub fn at(self, folder: &Path) -> StoreError {
        let cause = match self {
            WriteError::Store(error) => return error,
            WriteError::Io(cause) => cause,
            WriteError::Full => {
                std::io::Error::other("there are more terms than the store can number")
            }
        };
        StoreError::Write {
            path: folder.to_owned(),
            cause,
        }
    }
}

/// A file in memory, and on disk in `folder` when it grows.
pub fn spool(folder: &Path) -> SpooledTempFile {
    const IN_MEMORY: usize = 4 << 20;
    tempfile::spooled_tempfile_in(IN_MEMORY, folder)
}

/// Copies all that was spooled.
pub fn append(mut spooled: SpooledTempFile, out: &mut SealedWriter) -> std::io::Result<()> {
    spooled.seek(SeekFrom::Start(0))?;
    let mut bytes = vec![0; 1 << 16];
    loop {
        match spooled.read(&mut bytes)? {
            0 => return Ok(()),
            length => out.write_all(&bytes[..length])?,
        }
    }
}
