//! A file as it was read, and where in it a byte is, as people count.

use std::sync::OnceLock;

use sha2::{Digest, Sha256};

use super::Kind;

/// A file as it was read.
#[derive(Debug)]
pub struct File {
    /// Relative to the project's root, with `/`.
    pub path: String,
    pub kind: Kind,
    /// The content, decompressed; with replacement characters where it is not UTF-8.
    pub text: String,
    /// SHA-256 of the bytes on disk, in lower-case hexadecimal.
    pub sha256: String,
    /// Whether a diagnostic already says that this cannot be used.
    pub broken: bool,
    line_starts: OnceLock<Vec<u32>>,
    /// How many code points stand before each block of [`BLOCK`] bytes.
    counted: OnceLock<Vec<u32>>,
}

/// How many bytes of a long line are counted at most to find a column in it.
const BLOCK: usize = 4096;

/// A place as people count it: both from 1, the column in Unicode code points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}

impl File {
    pub(super) fn new(path: String, kind: Kind, sha256: String, text: String) -> File {
        File {
            path,
            kind,
            text,
            sha256,
            broken: false,
            line_starts: OnceLock::new(),
            counted: OnceLock::new(),
        }
    }

    /// Where a byte is, as people count.
    pub fn position(&self, offset: usize) -> Position {
        let starts = self.line_starts.get_or_init(|| line_starts(&self.text));
        let line = starts.partition_point(|&start| start as usize <= offset);
        let start = starts[line - 1] as usize;
        let offset = offset.min(self.text.len());
        let column = if offset - start <= BLOCK {
            self.text[start..offset].chars().count()
        } else {
            self.code_points_before(offset) - self.code_points_before(start)
        };
        Position {
            line,
            column: column + 1,
        }
    }

    fn code_points_before(&self, offset: usize) -> usize {
        let bytes = self.text.as_bytes();
        let counted = self.counted.get_or_init(|| {
            let mut sum = 0;
            let before = |block| {
                let before = sum;
                sum += code_points(block) as u32;
                before
            };
            bytes.chunks(BLOCK).map(before).collect()
        });
        let block = (offset / BLOCK).min(counted.len().saturating_sub(1));
        let before = counted.get(block).map_or(0, |&count| count as usize);
        before + code_points(&bytes[block * BLOCK..offset])
    }
}

/// How many characters start in these bytes of UTF-8.
fn code_points(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
}

fn line_starts(text: &str) -> Vec<u32> {
    std::iter::once(0)
        .chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at as u32 + 1))
        .collect()
}

/// The SHA-256 of `bytes`, in lower-case hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    crate::iri::hex(&Sha256::digest(bytes))
}
