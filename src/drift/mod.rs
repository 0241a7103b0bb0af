//! Quotation × old text × new text → what became of the words: *same*, *moved*, *changed* or *gone*.
//!
//! That the words of a quotation stand somewhere in a new text doesn't make that the place that they were quoted from: the
//! sentence may have been deleted, and said again elsewhere. So every place of the words in the new text is held against
//! the [surroundings] of the old place, and against the other places that the words had in the old text: a place that
//! belongs to one of those is not taken for the quoted one. Where two fit alike, none is taken, and a person decides.
//! Words that stand nowhere are looked for by their surroundings and by their letters; what is found is shown, and
//! never accepted.
//!
//! All of it is done on the [folded](Plain) texts, so that a text that is only set anew has not changed.
//!
//! [surroundings]: surroundings

mod passage;
mod search;
mod surroundings;
#[cfg(test)]
mod tests;

use std::ops::Range;

use crate::quote::{Plain, Text, plain_words};
use search::{FITS, FITS_AMONG, Outcome, Search};

/// What became of quoted words.
#[derive(Clone, Debug, PartialEq)]
pub enum Fate {
    /// They stand where they stood.
    Same(Found),
    /// They stand elsewhere, and nowhere else could be meant.
    Moved(Found),
    /// Something else stands there, or it cannot be told where they were meant to stand.
    Changed(Changed),
    /// Nothing in the new text is near to them.
    Gone,
}

/// Where quoted words stand in the new text.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// Bytes of the new text.
    pub bytes: Range<usize>,
    /// The other places of the same words there.
    pub others: Vec<Range<usize>>,
}

/// What stands in the new text in place of quoted words.
#[derive(Clone, Debug, PartialEq)]
pub struct Changed {
    /// Bytes of the new text.
    pub passage: Range<usize>,
    pub why: Why,
}

/// Why quoted words are not simply found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Other words stand there.
    Reworded,
    /// The words stand in other surroundings, where they may mean something else.
    Elsewhere,
    /// The words stand in several places that fit alike; the passage is one of them.
    Several,
}

impl Fate {
    /// How it is called in reports.
    pub fn name(&self) -> &'static str {
        match self {
            Fate::Same(_) => "same",
            Fate::Moved(_) => "moved",
            Fate::Changed(_) => "changed",
            Fate::Gone => "gone",
        }
    }
}

/// Where words stood in a text that may no longer be at hand: what was before and after them, as much as is known.
#[derive(Clone)]
pub struct Stood<'a> {
    /// Folded.
    pub before: &'a str,
    pub after: &'a str,
    /// Code points of the old text.
    pub chars: Range<usize>,
    /// The old text, if all of it is known.
    text: Option<Plain<'a>>,
}

impl<'a> Stood<'a> {
    /// The bytes `place` of an old text.
    pub fn in_text(old: &'a Text, place: &Range<usize>) -> Stood<'a> {
        let plain = old.plain();
        Stood {
            chars: old.chars(place),
            ..Stood::at(plain, &plain.folded(place))
        }
    }

    /// A place in the folded text; which of its characters that is doesn't matter.
    fn at(plain: Plain<'a>, folded: &Range<usize>) -> Stood<'a> {
        Stood {
            before: &plain.as_str()[..folded.start],
            after: &plain.as_str()[folded.end..],
            chars: 0..0,
            text: Some(plain),
        }
    }

    /// All that is known of what stood before and after it.
    fn beside(&self) -> (&'a str, &'a str) {
        (self.before, self.after)
    }

    /// A place of which only some folded characters before and after it are known.
    pub fn between(before: &'a str, after: &'a str, chars: Range<usize>) -> Stood<'a> {
        Stood {
            before,
            after,
            chars,
            text: None,
        }
    }
}

/// Tells what became of a quotation that stood in the bytes `place` of the `old` text.
pub fn trace(quotation: &str, place: &Range<usize>, old: &Text, new: &Text) -> Fate {
    trace_told(quotation, place, old, new, None)
}

/// The same, where a locator has `told` which place of the new text is meant: it decides between places that fit alike.
pub fn trace_told(
    quotation: &str,
    place: &Range<usize>,
    old: &Text,
    new: &Text,
    told: Option<&Range<usize>>,
) -> Fate {
    let stood = Stood::in_text(old, place);
    let places = old.plain().places(quotation).into_iter();
    let rivals: Vec<Stood> = places
        .filter(|other| other.end <= place.start || place.end <= other.start)
        .map(|other| Stood::in_text(old, &other))
        .collect();
    followed(quotation, &stood, &rivals, new, told)
}

/// The same by what is known of the old place, and of the `rivals`: the other places of the words in the old text.
pub fn follow(quotation: &str, stood: &Stood, rivals: &[Stood], new: &Text) -> Fate {
    followed(quotation, stood, rivals, new, None)
}

/// Whether words that stood alone are only a part of a word at a place: *Co* of *Company*.
fn cuts_a_word(text: &str, place: &Range<usize>, stood: &Stood) -> bool {
    let (before, after) = (&text[..place.start], &text[place.end..]);
    let mut words = text[place.clone()].chars();
    let (first, last) = (words.next(), words.next_back());
    let cuts = |inner, outer, old| is_letter(inner) && is_letter(outer) && !is_letter(old);
    let begins = before.chars().next_back();
    let ends = after.chars().next();
    cuts(first, begins, stood.before.chars().next_back())
        || cuts(last.or(first), ends, stood.after.chars().next())
}

/// Whether it is a letter or digit of a script that sets words apart by spaces: others have their blocks from Thai on.
fn is_letter(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_alphanumeric() && c < '\u{E00}')
}

fn followed(
    quotation: &str,
    stood: &Stood,
    rivals: &[Stood],
    new: &Text,
    told: Option<&Range<usize>>,
) -> Fate {
    let plain = new.plain();
    let mut places = plain.places(quotation);
    places.retain(|place| !cuts_a_word(new.as_str(), place, stood));
    let hits: Vec<Range<usize>> = places.iter().map(|place| plain.folded(place)).collect();
    let words = plain_words(quotation);
    let search = Search::new(&words, stood, rivals, plain, &hits);
    let told = told.and_then(|told| {
        let meets = |place: &Range<usize>| place.start < told.end && told.start < place.end;
        places.iter().position(meets)
    });
    let outcome = match (search.decide(), told) {
        (Outcome::Unsure(hit, Why::Several), Some(told)) if search.are_alike(hit, told) => {
            Outcome::Hit(told)
        }
        (outcome, _) => outcome,
    };
    let bytes = |hit: usize| places[hit].clone();
    match outcome {
        Outcome::Hit(hit) => {
            let found = Found {
                bytes: bytes(hit),
                others: (0..places.len())
                    .filter(|&other| other != hit)
                    .map(bytes)
                    .collect(),
            };
            if new.chars(&found.bytes) == stood.chars {
                Fate::Same(found)
            } else {
                Fate::Moved(found)
            }
        }
        Outcome::Unsure(hit, why) => Fate::Changed(Changed {
            passage: bytes(hit),
            why,
        }),
        Outcome::Passage(passage) => Fate::Changed(Changed {
            passage: plain.source(&passage),
            why: Why::Reworded,
        }),
        Outcome::Nothing => Fate::Gone,
    }
}
