//! The editorial tier: what a curator marks with brackets.
//!
//! `[…]` (or `[...]`) leaves out up to 600 characters of the source. Any other `[words]` is an insertion: the
//! source has it in brackets, has the words, or has nothing there. `\[` is a bracket like any letter.
//!
//! A quotation becomes [`Chunk`]s between omissions. From every place of the first chunk the next ones are
//! looked for in order, the shortest omission first. What was found to lead nowhere, or to lead to an end,
//! is remembered, so the work is bounded by places times chunks, and by [`MOST_STEPS`] in any case.

use std::collections::HashMap;
use std::ops::Range;

use super::Text;
use super::chunks::{Chunk, chunks};
use super::fold::{Fold, Level};
use super::search::{self, MOST_HITS};

/// The most characters of the stored text that one omission stands for.
const LONGEST_OMISSION: usize = 600;
/// The most bytes of a folded text that so many characters of its source become: NFC makes at most
/// three characters of one.
const LONGEST_OMISSION_FOLDED: usize = LONGEST_OMISSION * 12;
/// The most candidate places that are looked at. Past them the quotation counts as not found, as an
/// incomplete list of hits could pass for a unique one.
const MOST_STEPS: usize = 1 << 20;

/// The source's places of a quotation with brackets, in order; `None` without brackets or places.
pub(super) fn places(quotation: &str, text: &Text) -> Option<Vec<Range<usize>>> {
    let chunks = chunks(quotation)?;
    let fold = text.fold(Level::Layout);
    let mut walk = Walk {
        chunks: &chunks,
        fold,
        text: text.as_str(),
        known: HashMap::new(),
        steps: 0,
    };
    let mut places: Vec<Range<usize>> = Vec::new();
    for region in walk.regions() {
        walk.region(region, &mut places);
    }
    (walk.steps < MOST_STEPS && !places.is_empty()).then_some(places)
}

/// What a quotation quotes of the place where it stands: its parts between omissions, in order.
pub(super) fn pieces(
    quotation: &str,
    text: &Text,
    place: &Range<usize>,
) -> Option<Vec<Range<usize>>> {
    let chunks = chunks(quotation)?;
    let fold = text.fold(Level::Layout);
    let mut walk = Walk {
        chunks: &chunks,
        fold,
        text: text.as_str(),
        known: HashMap::new(),
        steps: 0,
    };
    let regions = walk.regions();
    let at = regions
        .into_iter()
        .find_map(|region| walk.first_words(region, place.start))?;
    walk.pieces(at)
}

/// A chunk that ends at a byte of the folded text.
type State = (usize, usize);

/// The way through one text.
struct Walk<'w> {
    chunks: &'w [Chunk],
    fold: &'w Fold,
    text: &'w str,
    /// Where each state that was looked at leads in the end, if anywhere.
    known: HashMap<State, Option<usize>>,
    steps: usize,
}

impl Walk<'_> {
    /// The parts of the folded text in which the first chunk can start, in order: those from which the
    /// longest words of the quotation are within reach.
    fn regions(&self) -> Vec<Range<usize>> {
        let longest = |&index: &usize| self.chunks[index].first.text.len();
        let Some(anchor) = (0..self.chunks.len()).max_by_key(longest) else {
            return Vec::new();
        };
        let hits = self.fold.hits(&self.chunks[anchor].first);
        if hits.len() == MOST_HITS {
            return std::iter::once(0..self.fold.text.len()).collect();
        }
        let before = self.chunks[..anchor]
            .iter()
            .map(Chunk::longest)
            .sum::<usize>();
        let reach = before + anchor * LONGEST_OMISSION_FOLDED;
        let mut regions: Vec<Range<usize>> = Vec::new();
        for hit in hits {
            let start = hit.start.saturating_sub(reach);
            match regions.last_mut() {
                Some(last) if start <= last.end => last.end = hit.start + 1,
                _ => regions.push(start..hit.start + 1),
            }
        }
        regions
    }

    /// Adds the places that start in a region.
    fn region(&mut self, region: Range<usize>, places: &mut Vec<Range<usize>>) {
        let (fold, first) = (self.fold, &self.chunks[0]);
        let end = (region.end + first.first.text.len() - 1).min(fold.text.len());
        let bytes = &fold.text.as_bytes()[region.start..end];
        search::each_place(bytes, &first.first.text, |at| {
            let at = region.start + at;
            if let Some(end) = self.end(at) {
                let place = fold.map.source(&(first.start(fold, at)..end));
                if places.last().is_none_or(|last| last.start != place.start) {
                    places.push(place);
                }
            }
            places.len() < MOST_HITS && self.steps < MOST_STEPS
        });
    }

    /// Where in a region the first words of the place stand that starts at `start` of the source.
    fn first_words(&self, region: Range<usize>, start: usize) -> Option<usize> {
        let (fold, first) = (self.fold, &self.chunks[0]);
        let end = (region.end + first.first.text.len() - 1).min(fold.text.len());
        let bytes = &fold.text.as_bytes()[region.start..end];
        let mut found = None;
        search::each_place(bytes, &first.first.text, |at| {
            let at = region.start + at;
            let is_it = fold.map.source(&(first.start(fold, at)..end)).start == start;
            found = is_it.then_some(at);
            !is_it
        });
        found
    }

    /// The source of each chunk if the first words are at `at`. Nothing may be known yet.
    fn pieces(&mut self, at: usize) -> Option<Vec<Range<usize>>> {
        let (fold, chunks) = (self.fold, self.chunks);
        let (_, mut way) = self.way(at)?;
        way.reverse();
        let mut start = chunks[0].start(fold, at);
        let mut pieces = Vec::with_capacity(way.len());
        for (index, &(_, end)) in way.iter().enumerate() {
            pieces.push(fold.map.source(&(start..end)));
            if let Some(&next) = way.get(index + 1) {
                start = self.start_of(next, end);
            }
        }
        Some(pieces)
    }

    /// Where a chunk that ends at a place starts, from `from` on.
    fn start_of(&mut self, (chunk, end): State, from: usize) -> usize {
        let (fold, chunk) = (self.fold, &self.chunks[chunk]);
        let mut start = from;
        search::each_place(&fold.text.as_bytes()[from..end], &chunk.first.text, |at| {
            let words = from + at;
            let ends = chunk.ends(fold, words, &mut self.steps);
            if ends.contains(&end) {
                start = chunk.start(fold, words).max(from);
            }
            !ends.contains(&end)
        });
        start
    }

    /// Where the quotation ends if its first words are at `at`.
    fn end(&mut self, at: usize) -> Option<usize> {
        self.way(at).map(|(end, _)| end)
    }

    /// The same, with the states on the way there, the last first: as far as they were not known before.
    fn way(&mut self, at: usize) -> Option<(usize, Vec<State>)> {
        let mut parents: HashMap<State, State> = HashMap::new();
        let mut open: Vec<State> = self.chunks[0]
            .ends(self.fold, at, &mut self.steps)
            .into_iter()
            .rev()
            .map(|end| (0, end))
            .collect();
        while let Some(state) = open.pop() {
            let (chunk, end) = state;
            let known = self.known.get(&state).copied();
            let reached = known.unwrap_or_else(|| (chunk + 1 == self.chunks.len()).then_some(end));
            if let Some(reached) = reached {
                let before = |state: &State| parents.get(state).copied();
                let way: Vec<State> = std::iter::successors(Some(state), before).collect();
                let lead = way.iter().map(|&state| (state, Some(reached)));
                self.known.extend(lead);
                return Some((reached, way));
            }
            if known.is_some() || self.steps >= MOST_STEPS {
                continue;
            }
            self.known.insert(state, None);
            for next in self.successors(state).into_iter().rev() {
                parents.entry(next).or_insert(state);
                open.push(next);
            }
        }
        None
    }

    /// The states that one omission after `state` leads to, the shortest omission first.
    fn successors(&mut self, (chunk, end): State) -> Vec<State> {
        let next = &self.chunks[chunk + 1];
        let fold = self.fold;
        let from = fold.map.end(end);
        let until = (end + LONGEST_OMISSION_FOLDED + next.first.text.len()).min(fold.text.len());
        let mut states = Vec::new();
        // Characters left out up to `counted`, so that they are counted once.
        let (mut omitted, mut counted) = (0, from);
        search::each_place(&fold.text.as_bytes()[end..until], &next.first.text, |at| {
            self.steps += 1;
            let words = end + at;
            let start = fold.map.start(next.start(fold, words).max(end));
            if start > counted {
                omitted += self.text[counted..start].chars().count();
                counted = start;
            }
            let near = omitted <= LONGEST_OMISSION;
            if near {
                let ends = next.ends(fold, words, &mut self.steps);
                states.extend(ends.into_iter().map(|end| (chunk + 1, end)));
            }
            near && self.steps < MOST_STEPS
        });
        states
    }
}
