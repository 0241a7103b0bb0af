//! Code points of byte offsets: what an `oa:TextPositionSelector` counts in.
//!
//! Counting from the text's start for every place would make a large source quadratic in its
//! quotations, so the count is kept at every 4,096th byte.

use std::ops::Range;

const STRIDE: usize = 4096;

/// The number of code points before every `STRIDE`th byte of a text.
pub(super) struct Positions {
    counts: Vec<usize>,
}

impl Positions {
    /// Counts `text` once.
    pub(super) fn new(text: &str) -> Self {
        let mut total = 0;
        let counts = text
            .as_bytes()
            .chunks(STRIDE)
            .map(|chunk| {
                let before = total;
                total += starts(chunk);
                before
            })
            .collect();
        Self { counts }
    }

    /// The number of code points of `text` before byte `at`. `text` is the one that was counted.
    pub(super) fn code_point(&self, text: &str, at: usize) -> usize {
        let stride = (at / STRIDE).min(self.counts.len().saturating_sub(1));
        let counted = self.counts.get(stride).copied().unwrap_or(0);
        counted + starts(&text.as_bytes()[stride * STRIDE..at])
    }

    /// A byte range as a range of code points.
    pub(super) fn range(&self, text: &str, bytes: &Range<usize>) -> Range<usize> {
        self.code_point(text, bytes.start)..self.code_point(text, bytes.end)
    }
}

/// How many code points begin in `bytes`: every byte that continues none.
fn starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
}
