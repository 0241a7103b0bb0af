//! Letter-by-letter alignment of a quotation with the part of a text where it might be.
//!
//! This is Sellers' algorithm: edit distance in which the quotation may begin and end anywhere in the
//! text. Each cell holds the distance and, to tell equals apart, the later start, in one number.

use std::ops::Range;

/// The longest stretch of a quotation, in characters, that is aligned. A longer one is aligned at both
/// ends: what is between them can be far off, but not where it begins and ends.
const LONGEST: usize = 1000;
/// How far, in bytes, a text is looked at around the expected place.
const SLACK: usize = 96;

/// Where a quotation fits best.
pub(super) struct Alignment {
    /// Bytes of the text.
    pub(super) range: Range<usize>,
    /// The share of the quotation that needs no edit, 0 to 1.
    pub(super) likeness: f64,
}

/// Aligns `quotation` with `text` around byte `start`.
pub(super) fn align(quotation: &str, text: &str, start: usize) -> Alignment {
    let slack = SLACK + quotation.len().min(LONGEST) / 4;
    let letters: Vec<char> = quotation.chars().take(LONGEST + 1).collect();
    if letters.len() <= LONGEST {
        return fit(&letters, text, around(text, start, quotation.len(), slack));
    }
    let head = &letters[..LONGEST / 2];
    let mut tail: Vec<char> = quotation.chars().rev().take(LONGEST / 2).collect();
    tail.reverse();
    let bytes = |letters: &[char]| letters.iter().map(|c| c.len_utf8()).sum::<usize>();
    let first = fit(head, text, around(text, start, bytes(head), slack));
    let expected = first.range.start + quotation.len() - bytes(&tail);
    let last = fit(&tail, text, around(text, expected, bytes(&tail), 4 * slack));
    let end = if last.likeness > 0.5 {
        last.range.end
    } else {
        first.range.end
    };
    Alignment {
        range: first.range.start..end.max(first.range.end),
        likeness: first.likeness,
    }
}

/// Aligns `quotation` with the bytes `range` of `text`. Of a long one, only its beginning is.
pub(super) fn within(quotation: &str, text: &str, range: Range<usize>) -> Alignment {
    let letters: Vec<char> = quotation.chars().take(LONGEST).collect();
    fit(&letters, text, range)
}

/// The bytes of `text` from `start` on, with some before and after.
fn around(text: &str, start: usize, length: usize, slack: usize) -> Range<usize> {
    let from = text.floor_char_boundary(start.saturating_sub(slack));
    let to = text.floor_char_boundary(start.saturating_add(length).saturating_add(slack));
    from..to.max(from)
}

/// The best fit of `letters` in the bytes `range` of `text`.
fn fit(letters: &[char], text: &str, range: Range<usize>) -> Alignment {
    const EDIT: u64 = 1 << 32;
    let window: Vec<(usize, char)> = text[range.clone()].char_indices().collect();
    let late = |start: usize| u64::from(u32::MAX - start as u32);
    let mut row: Vec<u64> = (0..=window.len()).map(late).collect();
    for &letter in letters {
        let mut diagonal = row[0];
        row[0] += EDIT;
        for (index, &(_, c)) in window.iter().enumerate() {
            let substituted = diagonal + if c == letter { 0 } else { EDIT };
            diagonal = row[index + 1];
            row[index + 1] = substituted.min(diagonal + EDIT).min(row[index] + EDIT);
        }
    }
    let (end, best) = row
        .iter()
        .copied()
        .enumerate()
        .min_by_key(|&(_, cell)| cell >> 32)
        .unwrap_or((0, 0));
    let start = (u64::from(u32::MAX) - (best & u64::from(u32::MAX))) as usize;
    let byte = |index: usize| {
        window
            .get(index)
            .map_or(range.end, |&(at, _)| range.start + at)
    };
    let edits = (best >> 32) as f64;
    Alignment {
        range: byte(start)..byte(end),
        likeness: 1.0 - edits / letters.len().max(1) as f64,
    }
}
