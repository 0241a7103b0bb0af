//! What stands in place of words that are no longer there.
//!
//! Three things lead to it: the surroundings, which may still stand with something else between or beside them; the letters of
//! the words themselves, of which a new wording mostly keeps many; and their beginning and end, between which something may have
//! been put. What is found is cut to what can be a new wording. A passage that stood elsewhere in the old text is none.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::Stood;
use super::surroundings::{Around, NARROW};
use crate::quote::{Alike, Plain};

/// How much of the surroundings, in bytes, is looked for.
const WINDOW: usize = 160;
/// Surroundings are found where so much of them is alike.
const FOUND: f64 = 0.6;
/// And surely where so much is.
const SURE: f64 = 0.95;
/// How many places of a passage in the old text are looked at.
const MOST_RIVALS: usize = 64;
/// How much of the beginning and the end of the words is looked for, in bytes, and how like it has to be.
const END: usize = 48;
const END_FOUND: f64 = 0.75;
/// A passage is a new wording if it is so like the old one: between the old surroundings, where some of them stand, anywhere.
const BETWEEN: f64 = 0.34;
const BESIDE: f64 = 0.42;
const ALONE: f64 = 0.55;
/// And it cannot be ruled out to be one if it is so like it, beside the old surroundings.
const PERHAPS: f64 = 0.3;
/// Beside old surroundings, it is looked for in so many times the length of the words.
const NEXT: usize = 2;
/// What stands between the old surroundings is at most so many times as long as the words, and some letters.
const LONGER: usize = 3;
const SLACK: usize = 200;
/// So many letters at an end of the words may all be worded anew; where more of them are not found, they are not there.
const REWORDED: usize = 48;
/// And so many more, to the end of a sentence.
const ENDING: usize = 24;
/// So much does a byte weigh that is in one text only, beside one that is in both.
const REST: f64 = 0.6;
/// What is left of words has so many letters, and so much of it is theirs.
const LEFT: usize = 24;
const THEIRS: f64 = 0.75;
/// So many of the letters beside the words show where these end.
const KNOWN: usize = 8;

/// A passage that may be a new wording, with how much speaks for it.
pub struct Candidate {
    pub range: Range<usize>,
    /// The part of it that begins and ends as the words do.
    pub core: Range<usize>,
    score: f64,
}

/// Where words are looked for that are no longer there.
pub struct Passages<'a> {
    words: &'a str,
    stood: &'a Stood<'a>,
    /// What stood around the words.
    around: Around,
    plain: Plain<'a>,
    /// The places in the new text that are no new wording, because they are the old one.
    taken: &'a [Range<usize>],
    /// Where what stood before the words may stand now, and what stood after them.
    before: Vec<Alike>,
    after: Vec<Alike>,
    /// Where those stand for sure.
    beside: Vec<Range<usize>>,
}

impl<'a> Passages<'a> {
    pub fn new(
        words: &'a str,
        stood: &'a Stood<'a>,
        plain: Plain<'a>,
        taken: &'a [Range<usize>],
    ) -> Passages<'a> {
        let before = found(plain, last(stood.before, WINDOW), FOUND);
        let after = found(plain, first(stood.after, WINDOW), FOUND);
        let sure = before
            .iter()
            .chain(&after)
            .filter(|alike| alike.likeness >= SURE);
        Passages {
            beside: sure.map(|alike| alike.range.clone()).collect(),
            words,
            stood,
            around: Around::of(stood.beside(), NARROW),
            plain,
            taken,
            before,
            after,
        }
    }

    /// The likeliest passage that stands for the words now.
    pub fn likeliest(&self) -> Option<Candidate> {
        let mut candidates = self.between();
        let next = self.next_to(SURE);
        candidates.extend(next.filter_map(|range| self.candidate(range, BESIDE, ALONE)));
        candidates.extend(self.anywhere());
        candidates.sort_by(|a, b| {
            let order = b.score.total_cmp(&a.score);
            order.then(a.range.start.cmp(&b.range.start))
        });
        candidates.into_iter().find(|next| self.is_new(next))
    }

    /// Whether something stands by the old surroundings that may be a new wording, with little of the old one.
    pub fn may_be_reworded(&self) -> bool {
        let alike = self.plain.alike(self.words).into_iter();
        let alike = alike.map(|alike| self.wider(alike.range));
        let mut ranges = self.left_between().chain(self.next_to(FOUND)).chain(alike);
        ranges.any(|range| {
            let candidate = self.candidate(range, PERHAPS, f64::INFINITY);
            candidate.is_some_and(|candidate| self.is_new(&candidate))
        })
    }

    /// Whether a passage is neither what the words or their surroundings are now nor what was in the old text before.
    fn is_new(&self, candidate: &Candidate) -> bool {
        self.is_free(&candidate.range) && !self.is_beside(candidate) && !self.is_old(candidate)
    }

    fn is_free(&self, range: &Range<usize>) -> bool {
        let overlaps = |hit: &Range<usize>| hit.start < range.end && range.start < hit.end;
        !self.taken.iter().any(overlaps)
    }

    /// Whether what a passage shares with the words stood in the old text already, elsewhere, in the surroundings that it
    /// has now: then it is another sentence, of the same form.
    fn is_old(&self, candidate: &Candidate) -> bool {
        let Some(old) = self.stood.text else {
            return false;
        };
        let text = self.plain.as_str();
        let ours = self
            .around
            .stand_around(self.plain.beside(&candidate.range));
        let (start, end) = (
            self.stood.before.len(),
            old.as_str().len() - self.stood.after.len(),
        );
        let places = old.folded_places(&text[candidate.core.clone()]);
        let elsewhere = places
            .iter()
            .filter(|place| place.end <= start || end <= place.start);
        let around = Around::of(self.plain.beside(&candidate.core), NARROW);
        elsewhere
            .take(MOST_RIVALS)
            .any(|place| around.are_around(old.beside(place)) > ours.max(super::FITS_AMONG))
    }

    /// Whether a passage is, for the most part, what stood before or after the words.
    fn is_beside(&self, candidate: &Candidate) -> bool {
        self.beside.iter().any(|beside| {
            let end = beside.end.min(candidate.range.end);
            let both = end.saturating_sub(beside.start.max(candidate.range.start));
            both * 2 > candidate.range.len()
        })
    }

    /// The passages between what stood before the words and what stood after them.
    fn between(&self) -> Vec<Candidate> {
        let gaps = self.left_between();
        gaps.filter_map(|gap| self.candidate(gap, BETWEEN, BETWEEN))
            .collect()
    }

    /// What stands between what stood before the words and what stood after them.
    fn left_between(&self) -> impl Iterator<Item = Range<usize>> {
        let gaps = self.gaps(&self.before, &self.after, |before, after| {
            before.end..after.start
        });
        gaps.into_iter()
            .map(|gap| trimmed(self.plain.as_str(), gap))
    }

    /// What stands right after what stood before the words, and right before what stood after them: where those are so like
    /// what they were, or where they begin or end both texts.
    fn next_to(&self, likeness: f64) -> impl Iterator<Item = Range<usize>> {
        let text = self.plain.as_str();
        let size = NEXT * self.words.len();
        let (before, after) = (self.stood.before, self.stood.after);
        let begins = (before.len() < WINDOW && text.starts_with(before)).then_some(before.len());
        let ends =
            (after.len() < WINDOW && text.ends_with(after)).then(|| text.len() - after.len());
        let found = move |alike: &&Alike| alike.likeness >= likeness;
        let starts = self.before.iter().filter(found).map(|it| it.range.end);
        let stops = self.after.iter().filter(found).map(|it| it.range.start);
        let behind = move |at: usize| at..text.ceil_char_boundary((at + size).min(text.len()));
        let ahead = move |at: usize| text.floor_char_boundary(at.saturating_sub(size))..at;
        let next = starts.chain(begins).map(behind);
        let next = next.chain(stops.chain(ends).map(ahead));
        next.map(|range| trimmed(text, range))
    }

    /// The passages that are like the words, wherever they stand.
    fn anywhere(&self) -> Vec<Candidate> {
        let alike = self.plain.alike(self.words);
        let whole = alike.into_iter().map(|alike| alike.range);
        let (head, tail) = (first(self.words, END), last(self.words, END));
        let ends = match self.words.len() > 2 * END {
            true => self.gaps(
                &found(self.plain, head, END_FOUND),
                &found(self.plain, tail, END_FOUND),
                |head, tail| head.start..tail.end,
            ),
            false => Vec::new(),
        };
        let ranges = whole.chain(ends);
        ranges
            .filter_map(|range| self.candidate(self.wider(range), BESIDE, ALONE))
            .collect()
    }

    /// The ranges made of a passage and one that follows it at no great distance.
    fn gaps(
        &self,
        before: &[Alike],
        after: &[Alike],
        range: impl Fn(&Range<usize>, &Range<usize>) -> Range<usize>,
    ) -> Vec<Range<usize>> {
        let longest = LONGER * self.words.len() + SLACK;
        let pairs = before
            .iter()
            .flat_map(|before| after.iter().map(move |after| (before, after)));
        pairs
            .map(|(before, after)| range(&before.range, &after.range))
            .filter(|range| range.start < range.end && range.len() <= longest)
            .collect()
    }

    /// A range with so much around it as the ends of the words may have become.
    fn wider(&self, range: Range<usize>) -> Range<usize> {
        let text = self.plain.as_str();
        let more = REWORDED * letter(self.words);
        let start = text.floor_char_boundary(range.start.saturating_sub(more));
        let end = text.ceil_char_boundary((range.end + more).min(text.len()));
        start..end
    }

    /// The part of a range that may be a new wording, if it is like enough: `beside` some of the old surroundings, or `alone`.
    fn candidate(&self, range: Range<usize>, beside: f64, alone: f64) -> Option<Candidate> {
        let text = self.plain.as_str();
        let (range, core) = self.cut(range)?;
        let around = self.around.stand_around(self.plain.beside(&range));
        let letters = self.plain.likest(self.words, range.clone()).likeness;
        let likeness = (letters + shared(self.words, &text[range.clone()])) / 2.0;
        let least = match around >= super::FITS / 2.0 {
            true => beside,
            false => alone,
        };
        let is_rest = || around >= super::FITS && is_rest(self.words, &text[range.clone()]);
        (likeness >= least || is_rest()).then_some(Candidate {
            range,
            core,
            score: likeness + around,
        })
    }

    /// A range without what cannot have been the words, and its core: what begins and ends as the words do. Before the core
    /// may stand as much as the words lack there, but not what stood before them.
    fn cut(&self, range: Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
        let text = self.plain.as_str();
        let passage = &text[range.clone()];
        let letter = letter(self.words);
        let (words, there) = [8, 5]
            .into_iter()
            .find_map(|run| ends(self.words, passage, run * letter))?;
        let core = text.floor_char_boundary(range.start + there.start)
            ..text.ceil_char_boundary(range.start + there.end);
        let lacking = |bytes: usize| match bytes > REWORDED * letter {
            true => 0,
            false => bytes + bytes / 2,
        };
        let (before, after) = (words.start, self.words.len() - words.end);
        let start = core.start - lacking(before).min(core.start - range.start);
        let ending = match after > 0 && self.words.ends_with(ends_sentence) {
            true => ENDING * letter, // a sentence may have got a longer end
            false => 0,
        };
        let end = core.end + (lacking(after) + ending).min(range.end - core.end);
        let (start, end) = (
            text.floor_char_boundary(start),
            text.ceil_char_boundary(end),
        );
        let start = start + self.start(&text[start..core.start], before, letter);
        let end = core.end + self.end(&text[core.end..end], after, letter);
        let cut = whole_words(text, trimmed(text, start..end));
        (!cut.is_empty()).then_some((cut, core))
    }

    /// Where in the text before a core the words begin, of which so many bytes are lacking: after what stood before them; if
    /// they began a sentence, where one begins.
    fn start(&self, text: &str, lacking: usize, letter: usize) -> usize {
        let known = last(self.stood.before.trim_end(), KNOWN * letter);
        if !known.is_empty()
            && let Some(at) = text.rfind(known)
        {
            return at + known.len();
        }
        match self.stood.before.trim_end().ends_with(ends_sentence) {
            true => nearest_end(text, text.len().saturating_sub(lacking)).unwrap_or(0),
            false => 0,
        }
    }

    /// The same after a core, where the words end.
    fn end(&self, text: &str, lacking: usize, letter: usize) -> usize {
        let known = first(self.stood.after.trim_start(), KNOWN * letter);
        if !known.is_empty()
            && let Some(at) = text.find(known)
        {
            return at;
        }
        match self.words.ends_with(ends_sentence) {
            true => nearest_end(text, lacking).unwrap_or(text.len()),
            false => text.len(),
        }
    }
}

/// Where a piece of the old text stands, or what is alike to it.
fn found(plain: Plain, piece: &str, likeness: f64) -> Vec<Alike> {
    if piece.trim().is_empty() {
        return Vec::new();
    }
    let mut found = plain.alike(piece);
    found.retain(|alike| alike.likeness >= likeness);
    found
}

/// How many bytes some letters take, about.
fn letter(words: &str) -> usize {
    words.len().div_ceil(words.chars().count().max(1))
}

/// The end of a sentence that is nearest to a byte of a text.
fn nearest_end(text: &str, at: usize) -> Option<usize> {
    let ends = text.char_indices().filter(|&(_, c)| ends_sentence(c));
    let ends = ends.map(|(start, c)| start + c.len_utf8());
    ends.min_by_key(|end| end.abs_diff(at))
}

pub(super) fn ends_sentence(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '。' | '！' | '？' | ';' | ':')
}

/// The parts of two texts in which most runs of bytes are in both: of the one and of the other.
fn ends(words: &str, passage: &str, run: usize) -> Option<(Range<usize>, Range<usize>)> {
    Some((densest(words, passage, run)?, densest(passage, words, run)?))
}

/// The part of `text` that has most in common with `other`: where the bytes of common runs outweigh the rest.
fn densest(text: &str, other: &str, run: usize) -> Option<Range<usize>> {
    let runs: FxHashSet<&[u8]> = other.as_bytes().windows(run).collect();
    let mut best = (0.0, 0..0);
    let (mut sum, mut start, mut common) = (0.0, 0, 0);
    for at in 0..text.len() {
        let begins = text.as_bytes().get(at..at + run);
        if begins.is_some_and(|begins| runs.contains(begins)) {
            common = at + run;
        }
        if sum <= 0.0 {
            (sum, start) = (0.0, at);
        }
        sum += if at < common { 1.0 } else { -REST };
        if sum > best.0 {
            best = (sum, start..at + 1);
        }
    }
    (best.0 > 0.0).then_some(best.1)
}

/// How much two texts share: twice the runs that both have, of all that they have.
fn shared(words: &str, passage: &str) -> f64 {
    let run = 6 * letter(words);
    let runs: FxHashSet<&[u8]> = passage.as_bytes().windows(run).collect();
    let words = words.as_bytes().windows(run);
    let all = words.len() + passage.len().saturating_sub(run - 1);
    let both = words.filter(|run| runs.contains(run)).count();
    2.0 * both as f64 / all.max(1) as f64
}

/// Whether a passage is what is left of words of which the most was taken out: nearly all of it is theirs, and it is too long
/// for that to be chance.
fn is_rest(words: &str, passage: &str) -> bool {
    let letter = letter(words);
    let run = 8 * letter;
    let runs: FxHashSet<&[u8]> = words.as_bytes().windows(run).collect();
    let both = passage.as_bytes().windows(run);
    let all = both.len();
    let both = both.filter(|piece| runs.contains(piece)).count();
    passage.len() >= LEFT * letter && both as f64 >= THEIRS * all as f64
}

fn last(text: &str, length: usize) -> &str {
    &text[text.ceil_char_boundary(text.len().saturating_sub(length))..]
}

fn first(text: &str, length: usize) -> &str {
    &text[..text.floor_char_boundary(length)]
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let passage = &text[range.clone()];
    let start = range.start + (passage.len() - passage.trim_start().len());
    start..start + passage.trim().len()
}

/// A range with the words whole that it cuts.
fn whole_words(text: &str, range: Range<usize>) -> Range<usize> {
    let is_word = |c: char| c.is_alphanumeric();
    let cuts = |before: Option<char>, after: Option<char>| {
        before.is_some_and(is_word) && after.is_some_and(is_word)
    };
    let (before, after) = (&text[..range.start], &text[range.end..]);
    let mut inside = text[range.clone()].chars();
    let (first, last) = (inside.next(), inside.next_back());
    let start = match cuts(before.chars().next_back(), first) {
        true => before.trim_end_matches(is_word).len(),
        false => range.start,
    };
    let end = match cuts(last.or(first), after.chars().next()) {
        true => range.end + (after.len() - after.trim_start_matches(is_word).len()),
        false => range.end,
    };
    start..end
}
