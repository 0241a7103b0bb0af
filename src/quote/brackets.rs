//! The brackets of a quotation: where words are left out or put in.

use std::ops::Range;

use super::fold::{is_dropped, is_space};

/// A part of a quotation, by its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Words of the source.
    Words(Range<usize>),
    /// `[…]`.
    Omission(Range<usize>),
    /// Any other `[words]`, brackets included.
    Insertion(Range<usize>),
}

/// Cuts a quotation into its parts. A bracket is what is between `[` and the next `]` with no other `[`
/// between them; a bracket after a backslash, or without its other half, is a letter.
pub(super) fn parts(quotation: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut done = 0;
    let mut open = None;
    let mut escaped = false;
    for (at, byte) in quotation.bytes().enumerate() {
        match byte {
            _ if escaped => {}
            b'[' => open = Some(at),
            b']' => {
                if let Some(start) = open.take() {
                    if start > done {
                        parts.push(Part::Words(done..start));
                    }
                    done = at + 1;
                    parts.push(bracket(quotation, start..done));
                }
            }
            _ => {}
        }
        escaped = byte == b'\\' && !escaped;
    }
    if done < quotation.len() {
        parts.push(Part::Words(done..quotation.len()));
    }
    parts
}

fn bracket(quotation: &str, range: Range<usize>) -> Part {
    let inside = quotation[range.start + 1..range.end - 1].chars();
    let mut dots = 0;
    for c in inside.filter(|&c| !is_space(c) && !is_dropped(c)) {
        match c {
            '…' => dots += 3,
            '.' => dots += 1,
            _ => return Part::Insertion(range),
        }
    }
    if dots >= 3 {
        Part::Omission(range)
    } else {
        Part::Insertion(range)
    }
}
