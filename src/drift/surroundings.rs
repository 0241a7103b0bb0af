//! How much of what stood around words stands around them still.
//!
//! Both sides are cut into all their runs of six bytes. A run that both have counts by how near to the words it is, on the
//! side where it is farther: the next letters say most, an insertion only moves the rest away, and what was edited is
//! just not shared.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::Stood;
use super::passage::ends_sentence;

/// How many bytes on each side are looked at, to begin with.
pub const NARROW: usize = 256;
/// How many show where a passage belongs, if the nearest letters were edited.
pub const WIDE: usize = 4 * NARROW;
/// What is looked at when that doesn't decide, in turn.
pub const WINDOWS: [usize; 4] = [NARROW, WIDE, 16 * NARROW, 256 * NARROW];

/// The length of a run.
const RUN: usize = 6;
/// At so many bytes from the words, a run counts half.
const HALF: f64 = 24.0;

/// The share of the surroundings of an old place that stand around a passage of a new text: 0 to 1.
pub fn around(stood: &Stood, text: &str, passage: &Range<usize>, window: usize) -> f64 {
    let before = Side::Before.fit(stood.before, &text[..passage.start], window);
    let after = Side::After.fit(stood.after, &text[passage.end..], window);
    (before + after) / 2.0
}

/// The same of what stands around the sentences that the words are of. The rest of a sentence goes where the words go, into
/// a summary as well: it doesn't tell the place.
pub fn outside(stood: &Stood, text: &str, passage: &Range<usize>) -> f64 {
    let ends = text[passage.clone()].ends_with(ends_sentence);
    let before = |text| Side::Before.outside(text);
    let after = |text| match ends {
        true => text,
        false => Side::After.outside(text),
    };
    let (new_before, new_after) = (&text[..passage.start], &text[passage.end..]);
    let before = Side::Before.fit(before(stood.before), before(new_before), NARROW);
    let after = Side::After.fit(after(stood.after), after(new_after), NARROW);
    (before + after) / 2.0
}

/// A side of some words.
#[derive(Clone, Copy)]
enum Side {
    Before,
    After,
}

impl Side {
    /// A side as far as it is of other sentences than the words; all of it if no sentence ends near.
    fn outside(self, text: &str) -> &str {
        match self {
            Side::Before => {
                let near = text.ceil_char_boundary(text.len().saturating_sub(NARROW));
                let end = text[near..].rfind(ends_sentence);
                let end = end.map(|at| text.ceil_char_boundary(near + at + 1));
                end.map_or(text, |end| &text[..end])
            }
            Side::After => {
                let near = text.floor_char_boundary(NARROW);
                let end = text[..near].find(ends_sentence);
                let end = end.map(|at| text.ceil_char_boundary(at + 1));
                end.map_or(text, |end| &text[end..])
            }
        }
    }

    /// The share of the `old` side, by weight, that the `new` side has as well: 0 to 1.
    fn fit(self, old: &str, new: &str, window: usize) -> f64 {
        if old.trim().is_empty() || new.trim().is_empty() {
            // Nothing before and nothing before is alike: both texts begin with the words.
            let alike = old.trim().is_empty() && new.trim().is_empty();
            return if alike { 1.0 } else { 0.0 };
        }
        let mut nearest: FxHashMap<[u8; RUN], usize> = FxHashMap::default();
        let mut whole = 0.0;
        for (distance, run) in self.runs(old, window) {
            nearest.entry(run).or_insert(distance);
            whole += weight(distance);
        }
        let mut shared = 0.0;
        for (distance, run) in self.runs(new, window) {
            if let Some(known) = nearest.remove(&run) {
                shared += weight(distance.max(known));
            }
        }
        if whole > 0.0 { shared / whole } else { 0.0 }
    }

    /// The runs of a side, the nearest first, each with its distance.
    fn runs(self, text: &str, window: usize) -> impl Iterator<Item = (usize, [u8; RUN])> + '_ {
        let bytes = text.as_bytes();
        let size = bytes.len().min(window);
        let bytes = match self {
            Side::Before => &bytes[bytes.len() - size..],
            Side::After => &bytes[..size],
        };
        let last = bytes.len().saturating_sub(RUN);
        let count = if bytes.len() < RUN { 0 } else { last + 1 };
        (0..count).map(move |distance| {
            let at = match self {
                Side::Before => last - distance,
                Side::After => distance,
            };
            let mut run = [0; RUN];
            run.copy_from_slice(&bytes[at..at + RUN]);
            (distance, run)
        })
    }
}

fn weight(distance: usize) -> f64 {
    1.0 / (HALF + distance as f64)
}
