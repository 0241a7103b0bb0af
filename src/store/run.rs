//! Sorted rows of numbers in blocks: the three orders in which a level keeps its quads.
//!
//! A row is a triple and the part that it belongs to; an [`Order`] says which column comes first. A block is 64
//! rows, each written as what differs from the one before; the first row of every block stands in a directory beside the
//! blocks, which is searched by halving. So what begins with given numbers is found by some twenty steps
//! in the directory and by reading half a block.

use std::io::{self, Write};

use super::StoreError;
use super::codec::{put_row, take_row};
use super::sealed::Sealed;

/// Three terms in the order of the run, and the part.
pub type Row = [u32; 4];

/// Which terms come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Subject, predicate, object.
    Spo,
    /// Predicate, object, subject.
    Pos,
    /// Object, subject, predicate.
    Osp,
}

/// All orders, as they stand in a level.
pub const ORDERS: [Order; 3] = [Order::Spo, Order::Pos, Order::Osp];

impl Order {
    /// Three columns in this order.
    #[inline]
    pub fn arrange<T>(self, [s, p, o]: [T; 3]) -> [T; 3] {
        match self {
            Order::Spo => [s, p, o],
            Order::Pos => [p, o, s],
            Order::Osp => [o, s, p],
        }
    }

    /// Subject, predicate and object of columns in this order.
    #[inline]
    pub fn restore<T>(self, [a, b, c]: [T; 3]) -> [T; 3] {
        match self {
            Order::Spo => [a, b, c],
            Order::Pos => [c, a, b],
            Order::Osp => [b, c, a],
        }
    }
}

const BLOCK: u32 = 64;
/// A row and where its block begins.
const ENTRY: u64 = 24;

/// Where a run is in the file of its level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Run {
    pub start: u64,
    pub directory: u64,
    pub blocks: u64,
    pub rows: u64,
}

// --- Writing --------------------------------------------------------------------------------------

/// Writes the blocks of a run, and keeps its directory until they are all written.
pub struct RunWriter<W> {
    out: W,
    bytes: Vec<u8>,
    written: u64,
    directory: Vec<u8>,
    previous: Row,
    rows: u64,
}

impl<W: Write> RunWriter<W> {
    pub fn new(out: W) -> RunWriter<W> {
        RunWriter {
            out,
            bytes: Vec::new(),
            written: 0,
            directory: Vec::new(),
            previous: [0; 4],
            rows: 0,
        }
    }

    /// Adds a row, which is after all that were added.
    #[inline]
    pub fn push(&mut self, row: Row) -> io::Result<()> {
        if self.rows.is_multiple_of(u64::from(BLOCK)) {
            self.begin_block(row)?;
        } else {
            put_row(&mut self.bytes, &self.previous, &row);
        }
        self.previous = row;
        self.rows += 1;
        Ok(())
    }

    fn begin_block(&mut self, first: Row) -> io::Result<()> {
        const FULL: usize = 1 << 16;
        if self.bytes.len() >= FULL {
            self.flush()?;
        }
        for number in first {
            self.directory.extend(number.to_le_bytes());
        }
        let start = self.written + self.bytes.len() as u64;
        self.directory.extend(start.to_le_bytes());
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.write_all(&self.bytes)?;
        self.written += self.bytes.len() as u64;
        self.bytes.clear();
        Ok(())
    }

    /// Ends the run with its directory. The places in what is handed out begin at 0.
    pub fn finish(mut self) -> io::Result<(W, Run)> {
        self.flush()?;
        self.out.write_all(&self.directory)?;
        let run = Run {
            start: 0,
            directory: self.written,
            blocks: self.directory.len() as u64 / ENTRY,
            rows: self.rows,
        };
        Ok((self.out, run))
    }
}

// --- Reading --------------------------------------------------------------------------------------

impl Run {
    /// The run, where its first byte stands at `start`.
    pub fn moved(self, start: u64) -> Run {
        Run {
            start,
            directory: start + self.directory,
            ..self
        }
    }

    /// Whether the numbers can be those of a run.
    pub fn is_sound(&self, file: &Sealed) -> bool {
        self.blocks == self.rows.div_ceil(u64::from(BLOCK))
            && self.start <= self.directory
            && (self.blocks.checked_mul(ENTRY))
                .and_then(|length| length.checked_add(self.directory))
                .is_some_and(|end| end <= file.len())
    }

    fn first_row(&self, file: &Sealed, block: u64) -> Result<Row, StoreError> {
        let bytes = file.get(self.directory + block * ENTRY, 16)?;
        let (numbers, _) = bytes.as_chunks::<4>();
        Ok(std::array::from_fn(|at| u32::from_le_bytes(numbers[at])))
    }

    fn block_start(&self, file: &Sealed, block: u64) -> Result<u64, StoreError> {
        if block == self.blocks {
            return Ok(self.directory);
        }
        let offset = file.u64(self.directory + block * ENTRY + 16)?;
        let start = self
            .start
            .checked_add(offset)
            .filter(|start| *start <= self.directory);
        start.ok_or_else(|| file.damaged())
    }

    /// How many blocks begin with a row before this one.
    fn blocks_before(&self, file: &Sealed, row: &Row) -> Result<u64, StoreError> {
        let (mut low, mut high) = (0, self.blocks);
        while low < high {
            let middle = low + (high - low) / 2;
            if self.first_row(file, middle)? < *row {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        Ok(low)
    }

    /// About how many rows there are from one to another.
    pub fn count(&self, file: &Sealed, from: &Row, to: &Row) -> Result<u64, StoreError> {
        let blocks = self.blocks_before(file, to)? - self.blocks_before(file, from)?;
        Ok((blocks + 1) * u64::from(BLOCK))
    }
}

/// A place in a run.
#[derive(Clone, Debug)]
pub struct Cursor {
    run: Run,
    /// The block after the one that is read.
    next_block: u64,
    /// Where the next row stands, and where its block ends.
    at: u64,
    end: u64,
    /// The rows that the block still has.
    left: u32,
    current: Option<Row>,
}

impl Cursor {
    /// The place of the first row that is not before `row`.
    pub fn seek(file: &Sealed, run: Run, row: &Row) -> Result<Cursor, StoreError> {
        let mut cursor = Cursor {
            run,
            next_block: run.blocks_before(file, row)?.saturating_sub(1),
            at: 0,
            end: 0,
            left: 0,
            current: None,
        };
        cursor.advance(file)?;
        while cursor.current.is_some_and(|current| current < *row) {
            cursor.advance(file)?;
        }
        Ok(cursor)
    }

    /// The row at this place; none at the end.
    #[inline]
    pub fn current(&self) -> Option<Row> {
        self.current
    }

    /// Goes on to the next row.
    #[inline]
    pub fn advance(&mut self, file: &Sealed) -> Result<(), StoreError> {
        let (Some(previous), 1..) = (&self.current, self.left) else {
            return self.enter_block(file);
        };
        let mut bytes = file.get(self.at, self.end - self.at)?;
        let row = take_row(&mut bytes, previous).ok_or_else(|| file.damaged())?;
        self.at = self.end - bytes.len() as u64;
        self.left -= 1;
        self.current = Some(row);
        Ok(())
    }

    fn enter_block(&mut self, file: &Sealed) -> Result<(), StoreError> {
        let block = self.next_block;
        if block >= self.run.blocks {
            self.current = None;
            return Ok(());
        }
        self.at = self.run.block_start(file, block)?;
        self.end = self.run.block_start(file, block + 1)?;
        if self.end < self.at {
            return Err(file.damaged());
        }
        let before = block * u64::from(BLOCK);
        self.left = (self.run.rows - before).min(u64::from(BLOCK)) as u32 - 1;
        self.current = Some(self.run.first_row(file, block)?);
        self.next_block = block + 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::sealed::SealedWriter;

    fn written(rows: &[Row]) -> (Sealed, Run) {
        let folder = tempfile::tempdir().unwrap();
        let mut out = SealedWriter::create(folder.path()).unwrap();
        out.write_all(b"before").unwrap();
        let mut writer = RunWriter::new(&mut out);
        for &row in rows {
            writer.push(row).unwrap();
        }
        let (_, run) = writer.finish().unwrap();
        let (file, seal) = out.finish().unwrap();
        (Sealed::open(file.path(), &seal).unwrap(), run.moved(6))
    }

    #[test]
    fn every_row_is_found_from_every_place() {
        for count in [0, 1, 63, 64, 65, 1000] {
            let rows: Vec<Row> = (0..count).map(|n| [n / 100, n / 7, 3 * n, n % 5]).collect();
            let (file, run) = written(&rows);
            assert!(run.is_sound(&file));
            for (at, row) in rows.iter().enumerate() {
                let mut cursor = Cursor::seek(&file, run, row).unwrap();
                for expected in &rows[at..rows.len().min(at + 70)] {
                    assert_eq!(cursor.current(), Some(*expected));
                    cursor.advance(&file).unwrap();
                }
            }
            let end = Cursor::seek(&file, run, &[u32::MAX; 4]).unwrap();
            assert_eq!(end.current(), None);
        }
    }

    #[test]
    fn orders_restore_what_they_arrange() {
        for order in ORDERS {
            assert_eq!(order.restore(order.arrange([1, 2, 3])), [1, 2, 3]);
        }
    }
}
