//! Every place of one folded text in another.

use std::ops::Range;
use std::sync::atomic::Ordering;

use memchr::memmem::Finder;

use super::fold::Fold;
use super::grams::Grams;

/// The most hits that are looked for. Whoever has a thousand places needs a longer quotation, not the
/// next thousand.
pub(super) const MOST_HITS: usize = 1000;

/// How many searches a text sees before its index pays.
const INDEX_AFTER: u32 = 16;
/// The shortest text that is worth an index.
const INDEX_FROM: usize = 1 << 16;

/// The work, in bytes compared, that a search may spend on candidates that are no hits. Only texts
/// made to be slow reach it, such as one letter a million times over; what they still hide is not found.
const MOST_WORK: usize = 1 << 30;

impl Fold {
    /// The places of `quotation` in this text, in order, overlapping ones too; at most [`MOST_HITS`].
    pub(super) fn hits(&self, quotation: &Fold) -> Vec<Range<usize>> {
        let length = quotation.text.len();
        if length == 0 || length > self.text.len() {
            return Vec::new();
        }
        let mut hits = Vec::new();
        let mut work = 0;
        self.each_place(&quotation.text, |at| {
            let range = at..at + length;
            work += length + 64;
            if self.is_whole(&range) && self.hyphens_differ(at, quotation, &mut work).is_none() {
                hits.push(range);
            }
            hits.len() < MOST_HITS && work < MOST_WORK
        });
        hits
    }

    /// Calls `visit` with every place of `needle`, in order, until it says `false`.
    fn each_place(&self, needle: &str, mut visit: impl FnMut(usize) -> bool) {
        match self.rarest(needle) {
            Some((offset, places)) => {
                let starts = places
                    .iter()
                    .filter_map(|&place| (place as usize).checked_sub(offset));
                for at in starts {
                    let here = self.text.as_bytes()[at..].starts_with(needle.as_bytes());
                    if here && !visit(at) {
                        return;
                    }
                }
            }
            None => each_place(self.text.as_bytes(), needle, visit),
        }
    }

    /// The gram of `needle` with the fewest places, if the text has an index and lists one.
    fn rarest(&self, needle: &str) -> Option<(usize, &[u32])> {
        self.index()?
            .seeds(needle)
            .filter_map(|seed| Some((seed.offset, seed.places?)))
            .min_by_key(|(_, places)| places.len())
    }

    /// The index, from the search on for which it pays. It changes how fast hits are found, not which.
    fn index(&self) -> Option<&Grams> {
        if self.searches.fetch_add(1, Ordering::Relaxed) < INDEX_AFTER {
            return self.grams.get();
        }
        self.index_now()
    }

    /// The index, unless the text is so short that it needs none.
    pub(super) fn index_now(&self) -> Option<&Grams> {
        (self.text.len() >= INDEX_FROM).then(|| self.grams.get_or_init(|| Grams::new(&self.text)))
    }
}

/// Calls `visit` with every place of `needle` in `text`, in order, until it says `false`.
pub(super) fn each_place(text: &[u8], needle: &str, mut visit: impl FnMut(usize) -> bool) {
    let finder = Finder::new(needle.as_bytes());
    let mut from = 0;
    while let Some(found) = text.get(from..).and_then(|rest| finder.find(rest)) {
        if !visit(from + found) {
            return;
        }
        from += found + 1;
    }
}
