//! Rows sorted in bounded memory: chunks are sorted in all three orders and put on disk, and merged at the end.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use tempfile::SpooledTempFile;

use super::codec::{put_row, take_row};
use super::dictionary::{WriteError, spool};
use super::run::{ORDERS, Order, Row, Run, RunWriter};

/// The rows of a chunk: 48 MB, and as much again while they are sorted.
const CHUNK: usize = 3_000_000;

/// Takes rows in any order: subject, predicate, object and part.
pub struct Sorter {
    folder: PathBuf,
    rows: Vec<Row>,
    spilled: [Vec<File>; 3],
    chunk: usize,
}

/// A run that only has to be copied to its place.
pub type Spooled = (SpooledTempFile, Run);

impl Sorter {
    /// What takes more memory than it should is put in `folder`.
    pub fn new(folder: &Path) -> Sorter {
        Sorter {
            folder: folder.to_owned(),
            rows: Vec::new(),
            spilled: Default::default(),
            chunk: CHUNK,
        }
    }

    #[inline]
    pub fn push(&mut self, row: Row) -> io::Result<()> {
        if self.rows.len() == self.chunk {
            self.spill()?;
        }
        self.rows.push(row);
        Ok(())
    }

    fn spill(&mut self) -> io::Result<()> {
        for (order, files) in ORDERS.into_iter().zip(&mut self.spilled) {
            files.push(write_frames(&self.folder, &sorted(&self.rows, order))?);
        }
        self.rows.clear();
        Ok(())
    }

    /// The runs in all orders.
    pub fn finish(mut self) -> Result<[Spooled; 3], WriteError> {
        if self.spilled[0].is_empty() {
            let runs = ORDERS.map(|order| write_run(&self.folder, &sorted(&self.rows, order)));
            let [spo, pos, osp] = runs;
            return Ok([spo?, pos?, osp?]);
        }
        if !self.rows.is_empty() {
            self.spill()?;
        }
        self.rows = Vec::new();
        let folder = &self.folder;
        let runs: Vec<_> = self
            .spilled
            .into_par_iter()
            .map(|files| {
                let sources = files.into_iter().map(Frames::new).collect();
                merge(sources, spool(folder))
            })
            .collect::<Result<_, WriteError>>()?;
        Ok(runs.try_into().expect("there are as many runs as orders"))
    }
}

/// The rows in an order, as numbers that compare as they do.
fn sorted(rows: &[Row], order: Order) -> Vec<u128> {
    let mut keys: Vec<u128> = rows
        .par_iter()
        .map(|&[s, p, o, part]| {
            let [a, b, c] = order.arrange([s, p, o]);
            key([a, b, c, part])
        })
        .collect();
    keys.par_sort_unstable();
    keys
}

/// A row as one number that compares as it does.
#[inline]
pub fn key(row: Row) -> u128 {
    row.into_iter()
        .fold(0, |key, number| key << 32 | u128::from(number))
}

#[inline]
fn row(key: u128) -> Row {
    [96, 64, 32, 0].map(|shift| (key >> shift) as u32)
}

fn write_run(folder: &Path, keys: &[u128]) -> io::Result<Spooled> {
    let mut writer = RunWriter::new(spool(folder));
    for &key in keys {
        writer.push(row(key))?;
    }
    writer.finish()
}

// --- Spilled rows ---------------------------------------------------------------------------------

/// Rows of a frame, which is read at once.
const FRAME: usize = 4096;

/// Writes sorted rows into a file without a name.
fn write_frames(folder: &Path, keys: &[u128]) -> io::Result<File> {
    let mut out = BufWriter::new(tempfile::tempfile_in(folder)?);
    let mut bytes = Vec::new();
    for keys in keys.chunks(FRAME) {
        bytes.clear();
        let mut previous = [0; 4];
        for &key in keys {
            put_row(&mut bytes, &previous, &row(key));
            previous = row(key);
        }
        out.write_all(&(keys.len() as u32).to_le_bytes())?;
        out.write_all(&(bytes.len() as u32).to_le_bytes())?;
        out.write_all(&bytes)?;
    }
    let mut file = out.into_inner().map_err(|error| error.into_error())?;
    file.seek(SeekFrom::Start(0))?;
    Ok(file)
}

/// Reads what was spilled.
struct Frames {
    file: BufReader<File>,
    bytes: Vec<u8>,
    at: usize,
    left: u32,
    previous: Row,
}

impl Frames {
    fn new(file: File) -> Frames {
        Frames {
            file: BufReader::new(file),
            bytes: Vec::new(),
            at: 0,
            left: 0,
            previous: [0; 4],
        }
    }

    /// Reads the next frame, if there is one.
    fn enter(&mut self) -> io::Result<bool> {
        let mut head = [0; 8];
        match self.file.read_exact(&mut head) {
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(false),
            read => read?,
        }
        let (numbers, _) = head.as_chunks::<4>();
        self.left = u32::from_le_bytes(numbers[0]);
        self.bytes
            .resize(u32::from_le_bytes(numbers[1]) as usize, 0);
        self.file.read_exact(&mut self.bytes)?;
        self.at = 0;
        self.previous = [0; 4];
        Ok(true)
    }
}

impl Rows for Frames {
    fn next(&mut self) -> Result<Option<Row>, WriteError> {
        if self.left == 0 && !self.enter()? {
            return Ok(None);
        }
        let mut bytes = &self.bytes[self.at..];
        let row = take_row(&mut bytes, &self.previous);
        let row = row.ok_or_else(|| io::Error::other("a temporary file was changed"))?;
        self.at = self.bytes.len() - bytes.len();
        self.left -= 1;
        self.previous = row;
        Ok(Some(row))
    }
}

// --- Merging --------------------------------------------------------------------------------------

/// Sorted rows, one after another.
pub trait Rows {
    fn next(&mut self) -> Result<Option<Row>, WriteError>;
}

/// Writes the rows of all sources as one run.
pub fn merge(mut sources: Vec<impl Rows>, out: SpooledTempFile) -> Result<Spooled, WriteError> {
    let mut writer = RunWriter::new(out);
    let mut heap = BinaryHeap::new();
    for (at, source) in sources.iter_mut().enumerate() {
        heap.extend(source.next()?.map(|row| Reverse((key(row), at))));
    }
    while let Some(Reverse((mut least, at))) = heap.pop() {
        let next = heap.peek().map_or(u128::MAX, |Reverse((key, _))| *key);
        // Sources hardly overlap, so one of them is mostly good for many rows.
        loop {
            writer.push(row(least))?;
            match sources[at].next()? {
                None => break,
                Some(row) if key(row) <= next => least = key(row),
                Some(row) => {
                    heap.push(Reverse((key(row), at)));
                    break;
                }
            }
        }
    }
    Ok(writer.finish()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a run says, byte for byte.
    fn bytes((mut file, run): Spooled) -> (Vec<u8>, Run) {
        let mut bytes = Vec::new();
        file.seek(SeekFrom::Start(0)).unwrap();
        file.read_to_end(&mut bytes).unwrap();
        (bytes, run)
    }

    #[test]
    fn spilled_or_not_the_runs_are_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let mut small = Sorter::new(folder.path());
        small.chunk = 700;
        let mut large = Sorter::new(folder.path());
        for n in 0..10_000u32 {
            let row = [n * 7919 % 1000, n % 13, n * 31 % 5000, n / 500];
            small.push(row).unwrap();
            large.push(row).unwrap();
        }
        let pairs = small
            .finish()
            .unwrap()
            .into_iter()
            .zip(large.finish().unwrap());
        for (small, large) in pairs {
            let (small, large) = (bytes(small), bytes(large));
            assert_eq!(small.1.rows, 10_000);
            assert!(small == large);
        }
    }
}
