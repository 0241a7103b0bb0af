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
mod surroundings;
#[cfg(test)]
mod tests;

use std::ops::Range;

use crate::quote::{Plain, Text, plain_words};
use passage::Passages;

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

/// So much of the old surroundings has to stand around words in the new text for them to be the quoted ones.
const FITS: f64 = 0.25;
/// And so much of what stood around their sentence.
const FITS_OUTSIDE: f64 = 0.12;
/// And so much, if the words stand elsewhere as well.
const FITS_AMONG: f64 = 0.45;
/// And so much, if it isn't known of all of those where they are now.
const FITS_HALF: f64 = 0.5;
/// With so much of them, nothing else is looked for.
const FITS_WELL: f64 = 0.75;
/// With so much, a place that fits a little as well is no rival.
const FITS_SURELY: f64 = 0.9;
/// One place has to fit so much better than another for it to be the one.
const CLEARLY: f64 = 0.12;
/// Words of so many letters are hardly written twice by chance.
const DISTINCTIVE: usize = 32;

/// Tells what became of a quotation that stood in the bytes `place` of the `old` text.
pub fn trace(quotation: &str, place: &Range<usize>, old: &Text, new: &Text) -> Fate {
    let stood = Stood::in_text(old, place);
    let places = old.plain().places(quotation).into_iter();
    let rivals: Vec<Stood> = places
        .filter(|other| other.end <= place.start || place.end <= other.start)
        .map(|other| Stood::in_text(old, &other))
        .collect();
    follow(quotation, &stood, &rivals, new)
}

/// The same by what is known of the old place, and of the `rivals`: the other places of the words in the old text.
pub fn follow(quotation: &str, stood: &Stood, rivals: &[Stood], new: &Text) -> Fate {
    let plain = new.plain();
    let places = plain.places(quotation);
    let hits: Vec<Range<usize>> = places.iter().map(|place| plain.folded(place)).collect();
    let words = plain_words(quotation);
    let search = Search {
        stood,
        rivals,
        plain,
        words: &words,
        hits: &hits,
    };
    let outcome = search.decide();
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

/// What was found: places by their number, passages in bytes of the folded text.
enum Outcome {
    Hit(usize),
    Unsure(usize, Why),
    Passage(Range<usize>),
    Nothing,
}

/// One quotation, looked for in one text.
struct Search<'a> {
    stood: &'a Stood<'a>,
    rivals: &'a [Stood<'a>],
    plain: Plain<'a>,
    /// The quotation, folded.
    words: &'a str,
    /// Where the quotation stands in the new text, in bytes of the folded text.
    hits: &'a [Range<usize>],
}

impl Search<'_> {
    fn decide(&self) -> Outcome {
        match self.best() {
            Some(Outcome::Hit(hit)) if self.is_contested(hit) => {
                return Outcome::Unsure(hit, Why::Several);
            }
            Some(Outcome::Hit(hit)) if self.is_weak(hit) => {
                let fits = self.fit(self.stood, hit, surroundings::NARROW) >= FITS_HALF;
                return match fits || self.are_rivals_placed() {
                    true => self.weighed(hit),
                    false => Outcome::Unsure(hit, Why::Several), // it may be one of those
                };
            }
            Some(outcome) => return outcome,
            None => {}
        }
        // No place has the old surroundings. What is left over was not in the old text before.
        let free: Vec<usize> = (0..self.hits.len())
            .filter(|&hit| !self.is_claimed(hit))
            .collect();
        match (self.passage(), free.as_slice()) {
            (Some(passage), _) => Outcome::Passage(passage),
            (None, []) => Outcome::Nothing,
            (None, &[hit]) if self.is_distinctive(hit) && self.are_rivals_placed() => {
                Outcome::Hit(hit)
            }
            (None, &[hit]) => Outcome::Unsure(hit, Why::Elsewhere),
            (None, &[hit, ..]) => Outcome::Unsure(hit, Why::Several),
        }
    }

    /// Whether the words, or they with the rest of their sentence, are hardly written twice by chance.
    fn is_distinctive(&self, hit: usize) -> bool {
        self.words.chars().count() >= DISTINCTIVE
            || self.fit(self.stood, hit, surroundings::NARROW) >= FITS
    }

    /// Whether it is known of each of the other old places where it is now.
    fn are_rivals_placed(&self) -> bool {
        self.rivals.iter().all(|rival| {
            let fits = |hit| self.fit(rival, hit, surroundings::NARROW) >= FITS;
            (0..self.hits.len()).any(fits)
        })
    }

    /// Whether another of the old places fits a place, and fits no other so well: then that one may be what is left there.
    fn is_contested(&self, hit: usize) -> bool {
        let window = surroundings::NARROW;
        let others = || (0..self.hits.len()).filter(|&other| other != hit);
        self.fit(self.stood, hit, window) < FITS_SURELY
            && self.rivals.iter().any(|rival| {
                let here = self.fit(rival, hit, window);
                here >= FITS_HALF && !others().any(|other| self.fit(rival, other, window) >= here)
            })
    }

    /// Whether so little of the old surroundings stands around a place that another passage could have more.
    fn is_weak(&self, hit: usize) -> bool {
        self.fit(self.stood, hit, surroundings::NARROW) < FITS_WELL
    }

    /// A place that fits, unless what could be a new wording fits half as well: then two fit.
    fn weighed(&self, hit: usize) -> Outcome {
        let fits = |place: &Range<usize>| {
            let windows = [surroundings::NARROW, surroundings::WIDE];
            windows
                .map(|window| self.fit_of(self.stood, place, window))
                .iter()
                .sum::<f64>()
        };
        match self.passage() {
            Some(passage) if fits(&passage) * 2.0 > fits(&self.hits[hit]) => {
                Outcome::Passage(passage)
            }
            _ => Outcome::Hit(hit),
        }
    }

    /// The place that has the old surroundings, if one has; if several have them, the window is widened until one stands
    /// out.
    fn best(&self) -> Option<Outcome> {
        if !(0..self.hits.len()).any(|hit| self.fits(hit, surroundings::NARROW)) {
            return None;
        }
        for window in surroundings::WINDOWS {
            if let Some(hit) = self.clearest(window) {
                return Some(Outcome::Hit(hit));
            }
        }
        let likest = self.ranked(surroundings::NARROW)[0].0;
        if self.rivals.is_empty() && self.hits.len() == 1 {
            return Some(Outcome::Hit(likest));
        }
        match self.is_claimed(likest) {
            true => None, // the place belongs to another of the old places
            false => Some(Outcome::Unsure(likest, Why::Several)),
        }
    }

    /// The place that fits clearly better than all others, and better than any of the other old places fit it.
    fn clearest(&self, window: usize) -> Option<usize> {
        let ranked = self.ranked(window);
        let (hit, fit) = ranked[0];
        let next = ranked.get(1).map_or(0.0, |&(_, fit)| fit);
        let rival = self.rival(hit, window);
        let least = match ranked.len() == 1 && self.rivals.is_empty() {
            true => FITS,
            false => FITS_AMONG,
        };
        // The surroundings of a double right beside are half the same.
        let clearly = match next >= FITS && fit < FITS_SURELY {
            true => 2.0 * CLEARLY,
            false => CLEARLY,
        };
        let fits = fit >= least && self.fits(hit, surroundings::NARROW);
        (fits && fit - next >= clearly && fit - rival >= CLEARLY).then_some(hit)
    }

    /// The places with how well they fit, the best first.
    fn ranked(&self, window: usize) -> Vec<(usize, f64)> {
        let fit = |hit| (hit, self.fit(self.stood, hit, window));
        let mut ranked: Vec<(usize, f64)> = (0..self.hits.len()).map(fit).collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        ranked
    }

    /// Whether the old surroundings stand around a place, and not only the rest of its own sentence.
    fn fits(&self, hit: usize, window: usize) -> bool {
        let text = self.plain.as_str();
        self.fit(self.stood, hit, window) >= FITS
            && surroundings::outside(self.stood, text, &self.hits[hit]) >= FITS_OUTSIDE
    }

    /// How well the best of the other old places fits a place.
    fn rival(&self, hit: usize, window: usize) -> f64 {
        let fits = self.rivals.iter();
        fits.map(|rival| self.fit(rival, hit, window))
            .fold(0.0, f64::max)
    }

    /// Whether a place belongs to another old place.
    fn is_claimed(&self, hit: usize) -> bool {
        let window = surroundings::NARROW;
        let rival = self.rival(hit, window);
        rival >= FITS && rival >= self.fit(self.stood, hit, window)
    }

    fn fit(&self, stood: &Stood, hit: usize, window: usize) -> f64 {
        self.fit_of(stood, &self.hits[hit], window)
    }

    fn fit_of(&self, stood: &Stood, passage: &Range<usize>, window: usize) -> f64 {
        surroundings::around(stood, self.plain.as_str(), passage, window)
    }

    /// The passage that stands where the words stood, or is likest to them.
    fn passage(&self) -> Option<Range<usize>> {
        Passages::new(self.words, self.stood, self.plain, self.hits).likeliest()
    }
}
