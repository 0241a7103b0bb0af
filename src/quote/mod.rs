//! Quotation × stored text → the place, or the nearest passage.
//!
//! A quotation is word for word, but a curator's editor wraps it, a web page has other quote marks than a
//! keyboard, and a printed page divides words. So both sides are folded, in [`Tier`]s from the strictest
//! on, and the first tier with a hit decides; the tier is reported, so that nobody has to guess what was
//! forgiven. No tier folds case, drops punctuation or counts edits: what a source does not
//! say is not found in it.
//!
//! A [`Text`] is prepared once and shared by all quotations of a source, on as many threads as there are.
//!
//! ```
//! use citable::quote::{Found, Text, Tier, find};
//!
//! let text = Text::new("It was founded\nin 1923. Russia joined the organization in 1990.");
//! let Found::Once(place) = find("Russia joined the\norganization", &text) else { panic!() };
//! assert_eq!(place.tier, Tier::WhiteSpace);
//! assert_eq!(place.chars, 24..54);
//!
//! let Found::Nowhere(Some(near)) = find("Russia joined the organization in 1991", &text) else { panic!() };
//! assert_eq!((near.expected, near.found), (Some('0'), Some('1')));
//! ```
//!
//! What the tiers are made of: [`map`] leads from a folded text to its source; [`fold`] folds, with
//! the table in [`typography`] and the rules in [`layout`]; [`search`] finds, with an index in [`grams`] once
//! a text is asked often; [`editorial`] follows what [`brackets`] are found in a quotation, which [`chunks`] makes of them; [`nearest`] helps when nothing is found;
//! [`plain`] is for those who follow words from one text into another.

use std::ops::Range;
use std::sync::OnceLock;

mod align;
mod brackets;
mod chunks;
mod editorial;
mod fold;
mod grams;
mod layout;
mod map;
mod nearest;
mod plain;
mod position;
mod search;
mod seeds;
#[cfg(test)]
mod tests;
mod typography;

pub use nearest::Nearest;
pub use plain::{Alike, Plain, plain_words};

use fold::{Fold, Level};
use position::Positions;

/// What was forgiven when a quotation matched, from nothing to most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tier {
    /// Nothing but white space around the quotation.
    Exact,
    /// White space, Unicode normalization, characters that are not seen.
    WhiteSpace,
    /// Quote marks, dashes, ellipses, Latin ligatures.
    Typography,
    /// Words divided at a line's end, list markers, table cells, Markdown escapes.
    Layout,
    /// Omissions and insertions that the curator marked with brackets.
    Editorial,
}

impl Tier {
    /// All tiers, the strictest first.
    pub const ALL: [Tier; 5] = [
        Tier::Exact,
        Tier::WhiteSpace,
        Tier::Typography,
        Tier::Layout,
        Tier::Editorial,
    ];

    /// The tier's name, as it is shown and exported.
    pub fn name(self) -> &'static str {
        match self {
            Tier::Exact => "exact",
            Tier::WhiteSpace => "white-space",
            Tier::Typography => "typography",
            Tier::Layout => "layout",
            Tier::Editorial => "editorial",
        }
    }
}

/// Where a quotation stands in a stored text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub tier: Tier,
    /// The bytes of the stored text, from the first quoted character to the last.
    pub bytes: Range<usize>,
    /// The same in Unicode code points, half-open, as an `oa:TextPositionSelector` counts.
    pub chars: Range<usize>,
}

/// What came of looking for a quotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// It stands in one place.
    Once(Place),
    /// It stands in these places, in the text's order; a thousand are listed at most.
    Several(Vec<Place>),
    /// It stands nowhere. With the passage that is most like it, if one is.
    Nowhere(Option<Nearest>),
}

/// A stored text, prepared for any number of quotations. What a tier needs is made when a
/// quotation first gets there. Texts of 2 GiB and more are not searched: nothing is found in them.
pub struct Text<'a> {
    text: &'a str,
    positions: OnceLock<Positions>,
    folds: [OnceLock<Fold>; 3],
}

impl<'a> Text<'a> {
    /// Takes a text as it is stored, a byte order mark and all. Nothing is computed yet.
    pub fn new(text: &'a str) -> Self {
        Self {
            text,
            positions: OnceLock::new(),
            folds: Default::default(),
        }
    }

    /// The text as it is stored.
    pub fn as_str(&self) -> &'a str {
        self.text
    }

    /// The code point offsets of a byte range that begins and ends between characters.
    pub fn chars(&self, bytes: &Range<usize>) -> Range<usize> {
        self.positions
            .get_or_init(|| Positions::new(self.text))
            .range(self.text, bytes)
    }

    fn fold(&self, level: Level) -> &Fold {
        self.folds[level as usize].get_or_init(|| Fold::new(self.text, level))
    }

    fn place(&self, tier: Tier, bytes: Range<usize>) -> Place {
        let chars = self.chars(&bytes);
        Place { tier, bytes, chars }
    }
}

/// Finds `quotation` in `text`: every place of the first tier that has any. `quotation` is the raw
/// Markdown of a block quote without its `>`, lines parted by line breaks. White space around it does
/// not count. An empty quotation stands nowhere.
pub fn find(quotation: &str, text: &Text) -> Found {
    let (tier, mut places) = match first_tier(quotation, text) {
        Some(found) => found,
        None => return Found::Nowhere(nearest::nearest(quotation, text)),
    };
    // Two hits within one atom, such as both letters of a ligature, are one place.
    places.dedup();
    let mut places: Vec<Place> = places
        .into_iter()
        .map(|bytes| text.place(tier, bytes))
        .collect();
    match places.pop() {
        Some(only) if places.is_empty() => Found::Once(only),
        last => {
            places.extend(last);
            Found::Several(places)
        }
    }
}

/// Whether a quotation stands in a text. What is not there costs less than with [`find`], which tells what is likest to it.
pub fn stands(quotation: &str, text: &Text) -> bool {
    first_tier(quotation, text).is_some()
}

/// The words of a quotation that are not in brackets, which are those of the source.
pub fn outside_brackets(quotation: &str) -> impl Iterator<Item = &str> {
    brackets::parts(quotation)
        .into_iter()
        .filter_map(|part| match part {
            brackets::Part::Words(range) => Some(&quotation[range]),
            _ => None,
        })
}

/// What a quotation quotes of the text where it was found: all of the place, or its parts between the
/// words that `[…]` leaves out; in order, in bytes.
pub fn pieces(quotation: &str, place: &Place, text: &Text) -> Vec<Range<usize>> {
    let pieces = (place.tier == Tier::Editorial)
        .then(|| editorial::pieces(quotation, text, &place.bytes))
        .flatten();
    pieces.unwrap_or_else(|| vec![place.bytes.clone()])
}

/// Whether a quotation has nothing that could be looked for: it is empty, or has only white space,
/// characters that are not seen, and places where words are left out.
pub fn is_empty(quotation: &str) -> bool {
    let words = quotation.replace("[…]", "").replace("[...]", "");
    Fold::new(&words, Level::WhiteSpace).is_empty()
}

fn first_tier(quotation: &str, text: &Text) -> Option<(Tier, Vec<Range<usize>>)> {
    exact_or_white_space(quotation, text)
        .or_else(|| folded(quotation, text, Level::Typography).map(|hits| (Tier::Typography, hits)))
        .or_else(|| folded(quotation, text, Level::Layout).map(|hits| (Tier::Layout, hits)))
        .or_else(|| editorial::places(quotation, text).map(|hits| (Tier::Editorial, hits)))
}

/// The first two tiers in one search: an exact hit is also a hit but for white space, so the exact ones
/// are those whose source is the quotation, byte for byte.
fn exact_or_white_space(quotation: &str, text: &Text) -> Option<(Tier, Vec<Range<usize>>)> {
    let raw = trimmed(quotation);
    let hits = folded(quotation, text, Level::WhiteSpace)?;
    let exact = if hits.len() < search::MOST_HITS {
        hits.iter()
            .filter(|&hit| text.text[hit.clone()] == *raw)
            .cloned()
            .collect()
    } else {
        verbatim(raw, text)
    };
    Some(if exact.is_empty() {
        (Tier::WhiteSpace, hits)
    } else {
        (Tier::Exact, exact)
    })
}

/// The places of `raw` as it is, when too many hits of the next tier stand before them.
fn verbatim(raw: &str, text: &Text) -> Vec<Range<usize>> {
    let cuts = |at: usize| text.text[at..].chars().next().is_some_and(fold::is_mark);
    let mut places = Vec::new();
    search::each_place(text.text.as_bytes(), raw, |at| {
        let end = at + raw.len();
        if !cuts(end) && (at == 0 || !cuts(at)) {
            places.push(at..end);
        }
        places.len() < search::MOST_HITS
    });
    places
}

fn folded(quotation: &str, text: &Text, level: Level) -> Option<Vec<Range<usize>>> {
    let quotation = Fold::new(quotation, level);
    let fold = text.fold(level);
    let hits: Vec<_> = fold
        .hits(&quotation)
        .iter()
        .map(|hit| fold.map.source(hit))
        .collect();
    (!hits.is_empty()).then_some(hits)
}

/// A quotation without white space and unseen characters around it.
fn trimmed(quotation: &str) -> &str {
    quotation.trim_matches(|c| fold::is_space(c) || fold::is_dropped(c))
}
