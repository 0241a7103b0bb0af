//! One quotation, looked for in one text: which of the places of its words is the quoted one.

use std::cell::OnceCell;
use std::ops::Range;

use super::passage::{Candidate, Passages, ends_sentence};
use super::surroundings::{Around, NARROW, WIDE, WINDOWS, outside};
use super::{Stood, Why};
use crate::quote::Plain;

/// So much of the old surroundings has to stand around words in the new text for them to be the quoted ones.
pub const FITS: f64 = 0.25;
/// And so much of what stood around their sentence.
const FITS_OUTSIDE: f64 = 0.2;
/// And so much, if the words stand elsewhere as well.
pub const FITS_AMONG: f64 = 0.45;
/// And so much, if it isn't known of all of those where they are now.
const FITS_HALF: f64 = 0.5;
/// With so much of them, nothing else is looked for.
const FITS_WELL: f64 = 0.75;
/// With so much, a place that fits a little as well is no rival.
const FITS_SURELY: f64 = 0.9;
/// One place has to fit so much better than another for it to be the one.
const CLEARLY: f64 = 0.12;
/// Words of so many letters are hardly written twice by chance.
const DISTINCTIVE: usize = 26;
/// A passage that is so like words says nearly the same.
const NEARLY: f64 = 0.9;

/// What was found: places by their number, passages in bytes of the folded text.
pub enum Outcome {
    Hit(usize),
    Unsure(usize, Why),
    Passage(Range<usize>),
    Nothing,
}

/// One quotation, looked for in one text.
pub struct Search<'a> {
    stood: &'a Stood<'a>,
    rivals: &'a [Stood<'a>],
    plain: Plain<'a>,
    /// The quotation, folded.
    words: &'a str,
    /// Where the quotation stands in the new text, in bytes of the folded text.
    hits: &'a [Range<usize>],
    /// How well the old place fits each of them, in the narrow window.
    fits: OnceCell<Vec<f64>>,
    /// What stood around each rival, in the narrow window.
    around: OnceCell<Vec<Around>>,
    /// Where else the words could be.
    passages: OnceCell<Passages<'a>>,
}

impl<'a> Search<'a> {
    pub fn new(
        words: &'a str,
        stood: &'a Stood<'a>,
        rivals: &'a [Stood<'a>],
        plain: Plain<'a>,
        hits: &'a [Range<usize>],
    ) -> Search<'a> {
        Search {
            stood,
            rivals,
            plain,
            words,
            hits,
            fits: OnceCell::new(),
            around: OnceCell::new(),
            passages: OnceCell::new(),
        }
    }

    /// Whether two places fit alike, and the second belongs to no other old place.
    pub fn are_alike(&self, hit: usize, other: usize) -> bool {
        let (fit, of_other) = (self.fit(hit), self.fit(other));
        of_other >= FITS && fit - of_other < CLEARLY && !self.is_claimed(other)
    }

    /// Which place is the quoted one, or what stands there now.
    pub fn decide(&self) -> Outcome {
        match self.best() {
            Some(Outcome::Hit(hit)) if self.is_contested(hit) => {
                return Outcome::Unsure(hit, Why::Several);
            }
            Some(Outcome::Hit(hit)) if self.is_weak(hit) => {
                let fits = self.fit(hit) >= FITS_HALF;
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
            (Some(passage), _) => Outcome::Passage(passage.range),
            (None, []) => Outcome::Nothing,
            (None, &[hit]) if self.is_left_over(hit) => Outcome::Hit(hit),
            (None, &[hit]) => Outcome::Unsure(hit, Why::Elsewhere),
            (None, &[hit, ..]) => Outcome::Unsure(hit, Why::Several),
        }
    }

    /// Whether a place is the one to which the words were moved alone: each other place belongs to one of the other old ones,
    /// this one to none, even nearly, and where the words stood nothing stands for them.
    fn is_left_over(&self, hit: usize) -> bool {
        self.is_distinctive(hit)
            && self.hits.len() <= self.rivals.len() + 1
            && self.are_rivals_placed()
            && !self.is_claimed_within(hit, CLEARLY)
            && !self.passages().may_be_reworded()
    }

    /// Whether the words, or they with the rest of their sentence, are hardly written twice by chance.
    fn is_distinctive(&self, hit: usize) -> bool {
        self.words.chars().count() >= DISTINCTIVE || self.fit(hit) >= FITS
    }

    /// Whether it is known of each of the other old places where it is now.
    fn are_rivals_placed(&self) -> bool {
        let around = self.around_rivals();
        around.iter().enumerate().all(|(rival, around)| {
            let fits = |hit: usize| around.stand_around(self.beside(hit)) >= FITS;
            nearest(rival, self.hits.len()).any(fits)
        })
    }

    /// Whether another of the old places fits a place, and fits no other so well: then that one may be what is left there.
    fn is_contested(&self, hit: usize) -> bool {
        if self.fit(hit) >= FITS_SURELY {
            return false;
        }
        let beside = self.beside(hit);
        self.around_rivals().iter().any(|rival| {
            let here = rival.stand_around(beside);
            let fits = |other| other != hit && rival.stand_around(self.beside(other)) >= here;
            here >= FITS_HALF && !nearest(hit, self.hits.len()).any(fits)
        })
    }

    /// Whether so little of the old surroundings stands around a place that another passage could have more.
    fn is_weak(&self, hit: usize) -> bool {
        self.fit(hit) < FITS_WELL
    }

    /// A place that fits, unless what could be a new wording fits half as well: then two fit. Where one says nearly the same,
    /// those may be the words, and a place that fits on one side only a repetition.
    fn weighed(&self, hit: usize) -> Outcome {
        let windows = [NARROW, WIDE].map(|window| self.around(window));
        let fits = |place: &Range<usize>| {
            let beside = self.plain.beside(place);
            windows
                .iter()
                .map(|around| around.stand_around(beside))
                .sum::<f64>()
        };
        match self.passage() {
            Some(passage) if fits(&passage.range) * 2.0 > fits(&self.hits[hit]) => {
                Outcome::Passage(passage.range)
            }
            Some(passage) if self.says_nearly(&passage) => Outcome::Unsure(hit, Why::Elsewhere),
            _ => Outcome::Hit(hit),
        }
    }

    /// Whether a passage has nearly all letters of the words, and its own were not in the old text.
    fn says_nearly(&self, passage: &Candidate) -> bool {
        let text = self.plain.as_str();
        let is_old = |old: Plain| !old.folded_places(&text[passage.core.clone()]).is_empty();
        let likest = self.plain.likest(self.words, passage.range.clone());
        likest.likeness >= NEARLY && !self.stood.text.is_some_and(is_old)
    }

    /// The place that has the old surroundings, if one has; if several have them, the window is widened until one stands
    /// out.
    fn best(&self) -> Option<Outcome> {
        if !(0..self.hits.len()).any(|hit| self.fits(hit)) {
            return None;
        }
        for window in WINDOWS {
            if let Some(hit) = self.clearest(window) {
                return Some(Outcome::Hit(hit));
            }
        }
        let likest = self.ranked(NARROW)[0].0;
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
        let least = match ranked.len() == 1 && self.rivals.is_empty() {
            true => FITS,
            false => FITS_AMONG,
        };
        // The surroundings of a double right beside are half the same.
        let clearly = match next >= FITS && fit < FITS_SURELY {
            true => 2.0 * CLEARLY,
            false => CLEARLY,
        };
        let fits = fit >= least && self.fits(hit) && fit - next >= clearly;
        (fits && fit - self.rival(hit, window) >= CLEARLY).then_some(hit)
    }

    /// The places with how well they fit, the best first.
    fn ranked(&self, window: usize) -> Vec<(usize, f64)> {
        let mut ranked: Vec<(usize, f64)> = match window {
            NARROW => self.all_fits().iter().copied().enumerate().collect(),
            _ => {
                let around = self.around(window);
                let fit = |hit| (hit, around.stand_around(self.beside(hit)));
                (0..self.hits.len()).map(fit).collect()
            }
        };
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        ranked
    }

    /// Whether the old surroundings stand around a place, and not only the rest of its own sentence.
    fn fits(&self, hit: usize) -> bool {
        let ends = self.plain.as_str()[self.hits[hit].clone()].ends_with(ends_sentence);
        let outside = || {
            let around = Around::of(outside(self.stood.beside(), ends), NARROW);
            around.stand_around(outside(self.beside(hit), ends))
        };
        self.fit(hit) >= FITS && outside() >= FITS_OUTSIDE
    }

    /// How well the best of the other old places fits a place.
    fn rival(&self, hit: usize, window: usize) -> f64 {
        if self.rivals.is_empty() {
            return 0.0;
        }
        let around = Around::of(self.beside(hit), window);
        let fits = self.rivals.iter();
        fits.map(|rival| around.are_around(rival.beside()))
            .fold(0.0, f64::max)
    }

    /// Whether a place belongs to another old place.
    fn is_claimed(&self, hit: usize) -> bool {
        self.is_claimed_within(hit, 0.0)
    }

    /// The same, if it may fit so much better than the other one.
    fn is_claimed_within(&self, hit: usize, margin: f64) -> bool {
        let least = (self.fit(hit) - margin).max(FITS);
        let around = self.around_rivals();
        let claims = |rival: usize| around[rival].stand_around(self.beside(hit)) >= least;
        nearest(hit, around.len()).any(claims)
    }

    /// How well the old place fits a place, in the narrow window.
    fn fit(&self, hit: usize) -> f64 {
        self.all_fits()[hit]
    }

    fn all_fits(&self) -> &[f64] {
        self.fits.get_or_init(|| {
            let around = self.around(NARROW);
            let fit = |hit| around.stand_around(self.beside(hit));
            (0..self.hits.len()).map(fit).collect()
        })
    }

    /// What stood around the old place.
    fn around(&self, window: usize) -> Around {
        Around::of(self.stood.beside(), window)
    }

    fn around_rivals(&self) -> &[Around] {
        self.around.get_or_init(|| {
            let rivals = self.rivals.iter();
            rivals
                .map(|rival| Around::of(rival.beside(), NARROW))
                .collect()
        })
    }

    /// All before and after a place in the new text.
    fn beside(&self, hit: usize) -> (&str, &str) {
        self.plain.beside(&self.hits[hit])
    }

    /// The passage that stands where the words stood, or is likest to them.
    fn passage(&self) -> Option<Candidate> {
        self.passages().likeliest()
    }

    fn passages(&self) -> &Passages<'a> {
        let passages = || Passages::new(self.words, self.stood, self.plain, self.hits);
        self.passages.get_or_init(passages)
    }
}

/// The numbers of a list, those nearest to one of them first: places mostly keep their order.
fn nearest(to: usize, length: usize) -> impl Iterator<Item = usize> {
    let to = to.min(length);
    let pairs = (0..to.max(length - to)).flat_map(move |step| {
        let before = to.checked_sub(step + 1);
        let after = Some(to + step).filter(|&at| at < length);
        [after, before]
    });
    pairs.flatten()
}
