//! The passage of a stored text that is most like a quotation that is not in it, and where the two part.
//!
//! Short common stretches of bytes vote for where the quotation could begin; the few best places are
//! aligned with it, letter by letter. All of it is on the layout fold, so that the difference shown is never
//! one that a tier forgives.

use std::ops::Range;

use super::Text;
use super::align::align;
use super::brackets::{Part, parts};
use super::fold::{Fold, Level};
use super::seeds::places;

/// The least share of a quotation's letters that a passage must have, in order, to be near.
const NEAR: f64 = 0.5;
/// How far a passage is widened, in characters, to begin and end with a whole word.
const WIDEST: usize = 40;
/// The most parts of a quotation with brackets that are looked for by themselves.
const MOST_PARTS: usize = 16;

/// The passage that is most like a quotation, and the first place where the two differ. What a
/// tier forgives is no difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nearest {
    /// The bytes of the stored text, from a word's start to a word's end.
    pub passage: Range<usize>,
    /// Where the stored text differs, in bytes.
    pub at_text: usize,
    /// Where the quotation differs, in bytes of the quotation as it was given.
    pub at_quotation: usize,
    /// What the stored text has there; `None` at its end.
    pub expected: Option<char>,
    /// What the quotation has there; `None` at its end.
    pub found: Option<char>,
}

/// The nearest passage; `None` if nothing is near.
pub(super) fn nearest(quotation: &str, text: &Text) -> Option<Nearest> {
    let fold = text.fold(Level::Layout);
    let part = missing_part(quotation, fold);
    let near = nearest_part(&quotation[part.clone()], text.as_str(), fold)?;
    let at_quotation = part.start + near.at_quotation;
    let found = quotation[at_quotation..].chars().next();
    Some(Nearest {
        at_quotation,
        found,
        ..near
    })
}

/// Of a quotation with brackets the first words that the text has not; else all of it.
fn missing_part(quotation: &str, text: &Fold) -> Range<usize> {
    let parts = parts(quotation);
    let words = parts.iter().filter_map(|part| match part {
        Part::Words(range) => Some(range),
        _ => None,
    });
    let missing = |range: &&Range<usize>| {
        let part = Fold::part(
            &quotation[(*range).clone()],
            Level::Layout,
            range.start == 0,
        );
        !part.is_empty() && text.hits(&part).is_empty()
    };
    words
        .take(MOST_PARTS)
        .find(missing)
        .cloned()
        .unwrap_or(0..quotation.len())
}

fn nearest_part(quotation: &str, source: &str, text: &Fold) -> Option<Nearest> {
    let folded = Fold::new(quotation, Level::Layout);
    let best = places(text, &folded)
        .into_iter()
        .map(|start| align(&folded.text, &text.text, start))
        .filter(|alignment| alignment.likeness >= NEAR)
        .reduce(|best, next| {
            if next.likeness > best.likeness {
                next
            } else {
                best
            }
        })?;
    let fit = without_blanks(&text.text, best.range);
    let passage = widen(source, text.map.source(&fit));
    let (at, length) = parting(text, &folded, fit.start, &passage);
    let at_text = text.before(at + length);
    let at_quotation = folded.before(length);
    Some(Nearest {
        passage: passage.start..passage.end.max(at_text),
        at_text,
        at_quotation,
        expected: source[at_text..].chars().next(),
        found: None,
    })
}

/// A range without the white space at its ends.
pub(super) fn without_blanks(text: &str, range: Range<usize>) -> Range<usize> {
    let passage = &text[range.clone()];
    let blanks = passage.len() - passage.trim_start().len();
    let start = range.start + blanks;
    start..start + passage.trim().len()
}

/// Where the passage begins in the folded text, and how many bytes of it the quotation shares. It begins at `fit`,
/// the aligned letter, or, if the quotation's first word is what differs, at the start of its word.
fn parting(text: &Fold, quotation: &Fold, fit: usize, passage: &Range<usize>) -> (usize, usize) {
    let mut word = fit;
    while text.map.start(word) > passage.start && word > 0 {
        word -= 1;
    }
    while !text.text.is_char_boundary(word) {
        word += 1;
    }
    [word, fit]
        .into_iter()
        .map(|at| (at, shared(text, at, quotation)))
        .reduce(|best, next| if next.1 > best.1 { next } else { best })
        .expect("the list has two")
}

/// How many bytes the texts share from `at`, up to the first letter or hyphen that differs.
fn shared(text: &Fold, at: usize, quotation: &Fold) -> usize {
    let pairs = text.text[at..].chars().zip(quotation.text.chars());
    let length = pairs
        .take_while(|(ours, theirs)| ours == theirs)
        .map(|(c, _)| c.len_utf8())
        .sum();
    // A hyphen is before the letter at its place, so one before the differing letter counts as well.
    text.hyphens_differ_within(at, quotation, length + 1, &mut 0)
        .unwrap_or(length)
}

impl Fold {
    /// The place in the source of the folded byte `at`; of the hyphen that was taken out before it, if one
    /// was; at the end of the text, where its last letter ends.
    fn before(&self, at: usize) -> usize {
        if self.hyphen_at(at) || at == self.text.len() {
            self.map.end(at)
        } else {
            self.map.start(at)
        }
    }
}

/// Widens a range of the stored text to whole words.
fn widen(source: &str, range: Range<usize>) -> Range<usize> {
    let before = &source[..range.start];
    let after = &source[range.end..];
    let within = |c: Option<char>| c.is_some_and(is_word);
    let mut start = range.start;
    if within(source[range.start..].chars().next()) {
        start -= word_length(before.chars().rev());
    }
    let mut end = range.end;
    if within(source[..range.end].chars().next_back()) {
        end += word_length(after.chars());
    }
    start..end
}

/// The bytes of the word's part that `chars` begin with; 0 if no end of it is near.
fn word_length(chars: impl Iterator<Item = char>) -> usize {
    let mut length = 0;
    for (count, c) in chars.enumerate() {
        if !is_word(c) {
            return length;
        }
        if count == WIDEST {
            return 0;
        }
        length += c.len_utf8();
    }
    length
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || super::fold::is_mark(c)
}
