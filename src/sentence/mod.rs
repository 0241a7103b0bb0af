//! Text → its sentences.
//!
//! What is quoted of a source, and what is still to be read, is told by sentences; and whoever shows a quotation shows
//! the sentences around it. So a sentence here is what a reader would point at: [`blocks`] are taken apart first
//! (paragraphs, headings, items of lists, rows of tables), and in each the ends that Unicode's [text
//! segmentation](https://www.unicode.org/reports/tr29/#Sentence_Boundaries) finds in any script are kept or dropped by
//! [`ends`], with the [`abbreviations`] that are common. Where nobody can tell without understanding the words, two
//! sentences stay one: a sentence too long is still read as a whole, half a sentence is not.
//!
//! ```
//! let text = "Dr. Ada B. Byron signed\nOrder No. 199. It came\ninto force at once!\n\n# Sources\n";
//! let sentences: Vec<&str> = citable::sentence::sentences(text, "en")
//!     .into_iter()
//!     .map(|range| &text[range])
//!     .collect();
//! assert_eq!(sentences, ["Dr. Ada B. Byron signed\nOrder No. 199.", "It came\ninto force at once!", "Sources"]);
//! ```

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

mod abbreviations;
mod blocks;
mod ends;
mod evidence;
#[cfg(test)]
mod tests;

use blocks::{Block, Kind};
use ends::Ends;

/// The sentences of a stored text in its order, as ranges of bytes that neither touch white space nor overlap. Each has
/// a letter or a digit; signs of headings and lists stand outside. What is in none of them is layout. `lang` is the
/// language of the text (BCP 47), and decides what a full stop after a number means.
pub fn sentences(text: &str, lang: &str) -> Vec<Range<usize>> {
    let ends = Ends::new(text, lang);
    let mut sentences = Vec::new();
    for block in blocks::blocks(text) {
        match block.kind {
            Kind::Whole => sentences.extend(trimmed(text, block.range)),
            Kind::Prose => prose(text, &block, &ends, &mut sentences),
        }
    }
    sentences
}

/// The sentences of a block in which lines are only wrapped.
fn prose(text: &str, block: &Block, ends: &Ends, sentences: &mut Vec<Range<usize>>) {
    // To Unicode's rules the end of a line is the end of a sentence, so lines are joined, byte for byte.
    let joined = text[block.range.clone()].replace(['\n', '\r', '\u{C}'], " ");
    let bounds: Vec<usize> = joined
        .split_sentence_bound_indices()
        .map(|(at, _)| at)
        .collect();
    let mut start = 0;
    for end in ends.of(&joined, &bounds).into_iter().chain([joined.len()]) {
        let shift = block.range.start;
        sentences.extend(trimmed(text, start + shift..end + shift));
        start = end;
    }
}

/// A range without the white space and the unseen characters around it; nothing if it has neither a letter nor a digit.
fn trimmed(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let part = &text[range.clone()];
    if !part.contains(char::is_alphanumeric) {
        return None;
    }
    let start = range.start + (part.len() - part.trim_start_matches(is_blank).len());
    Some(start..start + part.trim_matches(is_blank).len())
}

/// White space, and what is not seen at all.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200B}' | '\u{2060}' | '\u{FEFF}')
}
