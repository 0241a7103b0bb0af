//! A quotation with brackets, as it is looked for: the words between omissions, and how what is inserted in them may read.

use std::ops::Range;

use super::brackets::{Part, parts};
use super::fold::{Fold, Level, is_dropped, is_space};

/// The words between two omissions.
pub(super) struct Chunk {
    /// An insertion before the first words: how it may read, the longest first.
    lead: Vec<Fold>,
    pub(super) first: Fold,
    /// What follows: for each part how it may read.
    rest: Vec<Vec<Fold>>,
}

/// A quotation's chunks that have words; `None` if it has no brackets, or nothing else.
pub(super) fn chunks(quotation: &str) -> Option<Vec<Chunk>> {
    let parts = parts(quotation);
    if parts.iter().all(|part| matches!(part, Part::Words(_))) {
        return None;
    }
    let omission = |part: &Part| matches!(part, Part::Omission(_));
    let chunks: Vec<Chunk> = parts
        .split(omission)
        .filter_map(|parts| chunk(quotation, parts))
        .collect();
    (!chunks.is_empty()).then_some(chunks)
}

fn chunk(quotation: &str, parts: &[Part]) -> Option<Chunk> {
    let fold = |range: &Range<usize>| {
        Fold::part(&quotation[range.clone()], Level::Layout, range.start == 0)
    };
    let mut lead = Vec::new();
    let mut first: Option<Fold> = None;
    let mut rest = Vec::new();
    // Whether white space stands before what comes next; how the insertions since the last words read.
    let mut blank = false;
    let mut inserted: Vec<&Range<usize>> = Vec::new();
    for part in parts {
        match part {
            Part::Omission(_) => {}
            Part::Insertion(range) => inserted.push(range),
            Part::Words(range) => {
                let words = fold(range);
                let raw = &quotation[range.clone()];
                let before = blank;
                blank = ends_blank(raw);
                if words.is_empty() {
                    blank |= before;
                    continue;
                }
                let after = raw.starts_with(|c| is_space(c) || is_dropped(c));
                if first.is_none() {
                    lead = edge(readings(quotation, &inserted, (false, after)));
                    first = Some(words);
                } else {
                    rest.push(readings(quotation, &inserted, (before, after)));
                    rest.push(vec![words]);
                }
                inserted.clear();
            }
        }
    }
    if !inserted.is_empty() {
        let mut last = edge(readings(quotation, &inserted, (blank, false)));
        last.push(nothing());
        rest.push(last);
    }
    Some(Chunk {
        lead,
        first: first?,
        rest,
    })
}

fn ends_blank(raw: &str) -> bool {
    raw.trim_end_matches(is_dropped).ends_with(is_space)
}

/// How adjacent insertions with white space before and after may read, the longest first. Several in a
/// row read alike: all with brackets, all without, or nothing.
fn readings(
    quotation: &str,
    inserted: &[&Range<usize>],
    (before, after): (bool, bool),
) -> Vec<Fold> {
    let words = |cut: usize| {
        let raw: String = inserted
            .iter()
            .map(|r| &quotation[r.start + cut..r.end - cut])
            .collect();
        Fold::part(&raw, Level::Layout, false)
    };
    let mut readings: Vec<Fold> = [words(0), words(1)]
        .into_iter()
        .filter(|words| !words.is_empty())
        .map(|words| words.padded(before, after))
        .collect();
    if before || after {
        readings.push(nothing().padded(true, false));
    }
    if !(before && after) {
        readings.push(nothing());
    }
    readings
}

fn nothing() -> Fold {
    Fold::part("", Level::Layout, false)
}

/// The readings at the edge of a chunk, which neither begins nor ends with white space.
fn edge(mut readings: Vec<Fold>) -> Vec<Fold> {
    readings.retain(|words| !words.text.trim().is_empty());
    readings
}

impl Chunk {
    /// The most bytes of a folded text that the chunk matches.
    pub(super) fn longest(&self) -> usize {
        let longest = |readings: &Vec<Fold>| readings.iter().map(|fold| fold.text.len()).max();
        self.first.text.len()
            + longest(&self.lead).unwrap_or(0)
            + self.rest.iter().filter_map(longest).sum::<usize>()
    }

    /// Where the chunk can end in `text` when its first words are at `at`, the farthest first. `steps`
    /// counts what was compared.
    pub(super) fn ends(&self, text: &Fold, at: usize, steps: &mut usize) -> Vec<usize> {
        let mut ends = vec![at];
        for readings in std::iter::once(std::slice::from_ref(&self.first))
            .chain(self.rest.iter().map(Vec::as_slice))
        {
            if ends.is_empty() {
                break;
            }
            *steps += ends.len();
            let mut next: Vec<usize> = ends
                .iter()
                .flat_map(|&end| {
                    readings
                        .iter()
                        .filter_map(move |words| text.after(end, words))
                })
                .collect();
            next.sort_unstable_by(|a, b| b.cmp(a));
            next.dedup();
            next.truncate(MOST_ENDS);
            ends = next;
        }
        ends.retain(|&end| text.is_whole(&(at..end)));
        ends
    }

    /// Where the chunk starts when its first words are at `at`: before an insertion that the text has.
    pub(super) fn start(&self, text: &Fold, at: usize) -> usize {
        self.lead
            .iter()
            .filter_map(|words| {
                let start = at.checked_sub(words.text.len())?;
                text.after(start, words)
                    .filter(|_| text.text.is_char_boundary(start))
                    .map(|_| start)
            })
            .min()
            .unwrap_or(at)
    }
}

/// The most ends that a chunk may have at one place. Real ones have one or two.
const MOST_ENDS: usize = 16;

impl Fold {
    /// Where `words` end in this text, if they stand at `at`.
    fn after(&self, at: usize, words: &Fold) -> Option<usize> {
        let here = self
            .text
            .as_bytes()
            .get(at..)?
            .starts_with(words.text.as_bytes());
        let agrees = || self.hyphens_differ(at, words, &mut 0).is_none();
        (here && agrees()).then_some(at + words.text.len())
    }
}
