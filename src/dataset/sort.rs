//! Bytes sorted by a key in bounded memory: what doesn't fit is put on the disk in runs, which are merged at the end.
//!
//! Entries with the same key keep the order in which they came.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

/// How much is sorted at once, in bytes.
const CHUNK: usize = 64 << 20;
/// So many runs are merged into one before more are made, as a process may have a thousand files open.
const RUNS: usize = 64;

/// Takes keys and values in any order.
pub struct Sorter {
    folder: PathBuf,
    bytes: Vec<u8>,
    /// Where an entry starts, and how long its key and its value are.
    entries: Vec<(usize, u32, u32)>,
    runs: Vec<File>,
    chunk: usize,
}

impl Sorter {
    /// What takes more memory than it should is put in `folder`, in files without a name.
    pub fn new(folder: &Path) -> Sorter {
        Sorter {
            folder: folder.to_owned(),
            bytes: Vec::new(),
            entries: Vec::new(),
            runs: Vec::new(),
            chunk: CHUNK,
        }
    }

    pub fn push(&mut self, key: &[u8], value: &[u8]) -> io::Result<()> {
        let size = |bytes: &[u8]| u32::try_from(bytes.len()).map_err(io::Error::other);
        let entry = (self.bytes.len(), size(key)?, size(value)?);
        self.bytes.extend_from_slice(key);
        self.bytes.extend_from_slice(value);
        self.entries.push(entry);
        let taken = self.bytes.len() + self.entries.len() * size_of::<(usize, u32, u32)>();
        match taken >= self.chunk {
            true => self.spill(),
            false => Ok(()),
        }
    }

    fn sort(&mut self) {
        let bytes = &self.bytes;
        let key = |&(start, key, _): &(usize, u32, u32)| &bytes[start..start + key as usize];
        self.entries.par_sort_by(|a, b| key(a).cmp(key(b)));
    }

    fn spill(&mut self) -> io::Result<()> {
        self.sort();
        let mut out = BufWriter::new(tempfile::tempfile_in(&self.folder)?);
        for &(start, key, value) in &self.entries {
            let middle = start + key as usize;
            put(
                &mut out,
                &self.bytes[start..middle],
                &self.bytes[middle..middle + value as usize],
            )?;
        }
        self.entries.clear();
        self.bytes.clear();
        self.runs.push(rewound(out)?);
        if self.runs.len() == RUNS {
            let mut merged = Merge::new(std::mem::take(&mut self.runs))?;
            let mut out = BufWriter::new(tempfile::tempfile_in(&self.folder)?);
            while let Some((key, value)) = merged.entry()? {
                put(&mut out, key, value)?;
            }
            self.runs.push(rewound(out)?);
        }
        Ok(())
    }

    /// All of them, by their keys.
    pub fn finish(mut self) -> io::Result<Sorted> {
        if self.runs.is_empty() {
            self.sort();
            return Ok(Sorted::Held {
                bytes: self.bytes,
                entries: self.entries.into_iter(),
            });
        }
        self.spill()?;
        Ok(Sorted::Merged(Merge::new(self.runs)?))
    }
}

/// Keys and values in order.
pub enum Sorted {
    Held {
        bytes: Vec<u8>,
        entries: std::vec::IntoIter<(usize, u32, u32)>,
    },
    Merged(Merge),
}

/// A key and its value.
type Entry<'a> = (&'a [u8], &'a [u8]);

impl Sorted {
    /// The next key and value.
    pub fn entry(&mut self) -> io::Result<Option<Entry<'_>>> {
        match self {
            Sorted::Merged(merge) => merge.entry(),
            Sorted::Held { bytes, entries } => Ok(entries.next().map(|(start, key, value)| {
                let middle = start + key as usize;
                (
                    &bytes[start..middle],
                    &bytes[middle..middle + value as usize],
                )
            })),
        }
    }
}

/// A key, the run that it is of, and its value.
type Next = (Vec<u8>, usize, Vec<u8>);

/// Runs that are read together.
pub struct Merge {
    runs: Vec<BufReader<File>>,
    /// The next entry of each run; the runs are in the order in which they were made.
    heap: BinaryHeap<Reverse<Next>>,
    last: (Vec<u8>, Vec<u8>),
}

impl Merge {
    fn new(runs: Vec<File>) -> io::Result<Merge> {
        let mut merge = Merge {
            runs: runs.into_iter().map(BufReader::new).collect(),
            heap: BinaryHeap::new(),
            last: Default::default(),
        };
        for run in 0..merge.runs.len() {
            merge.fill(run)?;
        }
        Ok(merge)
    }

    fn fill(&mut self, run: usize) -> io::Result<()> {
        if let Some((key, value)) = take(&mut self.runs[run])? {
            self.heap.push(Reverse((key, run, value)));
        }
        Ok(())
    }

    fn entry(&mut self) -> io::Result<Option<Entry<'_>>> {
        let Some(Reverse((key, run, value))) = self.heap.pop() else {
            return Ok(None);
        };
        self.fill(run)?;
        self.last = (key, value);
        Ok(Some((&self.last.0, &self.last.1)))
    }
}

fn put(out: &mut impl Write, key: &[u8], value: &[u8]) -> io::Result<()> {
    for part in [key, value] {
        let size = u32::try_from(part.len()).map_err(io::Error::other)?;
        out.write_all(&size.to_le_bytes())?;
    }
    out.write_all(key)?;
    out.write_all(value)
}

fn take(from: &mut impl Read) -> io::Result<Option<(Vec<u8>, Vec<u8>)>> {
    let mut sizes = [0; 8];
    match from.read_exact(&mut sizes) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        read => read?,
    }
    let (sizes, _) = sizes.as_chunks::<4>();
    let mut part = |size: [u8; 4]| {
        let mut bytes = vec![0; u32::from_le_bytes(size) as usize];
        from.read_exact(&mut bytes).map(|()| bytes)
    };
    Ok(Some((part(sizes[0])?, part(sizes[1])?)))
}

fn rewound(out: BufWriter<File>) -> io::Result<File> {
    let mut file = out.into_inner().map_err(|error| error.into_error())?;
    file.seek(SeekFrom::Start(0))?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(chunk: usize) -> Vec<(Vec<u8>, Vec<u8>)> {
        let folder = tempfile::tempdir().unwrap();
        let mut sorter = Sorter::new(folder.path());
        sorter.chunk = chunk;
        for n in 0..20_000u32 {
            let key = (n * 7919 % 1000).to_string();
            sorter.push(key.as_bytes(), &n.to_le_bytes()).unwrap();
        }
        let mut sorted = sorter.finish().unwrap();
        let mut all = Vec::new();
        while let Some((key, value)) = sorted.entry().unwrap() {
            all.push((key.to_vec(), value.to_vec()));
        }
        all
    }

    #[test]
    fn what_is_put_on_disk_comes_in_the_same_order() {
        let held = sorted(usize::MAX);
        assert_eq!(held.len(), 20_000);
        assert!(held.is_sorted_by_key(|(key, _)| key.clone()));
        // So small that runs are merged before the end.
        assert!(held == sorted(2_000));
    }
}
