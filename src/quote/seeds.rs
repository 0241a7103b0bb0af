//! Where in a text a quotation could nearly be: common short stretches vote for it.

use std::cmp::Reverse;

use super::fold::Fold;
use super::grams::Grams;

/// How many places are worth an alignment.
const MOST_PLACES: usize = 6;
/// Votes for places so near each other, in bytes, are counted together.
const NEIGHBOURHOOD: usize = 64;
/// From so many chosen grams that the text lists, the index is enough to say that nothing is near.
const ENOUGH_GRAMS: usize = 8;

/// The likeliest starts of `quotation` in `text`, in bytes of the folded text, best first.
pub(super) fn places(text: &Fold, quotation: &Fold) -> Vec<usize> {
    if quotation.is_empty() || text.is_empty() {
        return Vec::new();
    }
    // Whether there is an index depends on the text alone, and so does what is found.
    if let Some(grams) = text.index_now() {
        let (votes, asked) = indexed(grams, &quotation.text);
        if votes.iter().any(|&(_, count)| count > 1) || asked >= ENOUGH_GRAMS {
            return best(votes);
        }
    }
    best(scanned(&text.text, &quotation.text))
}

/// A start, by neighbourhoods, and its votes.
type Vote = (usize, u32);

/// The starts of the best neighbourhoods.
fn best(mut votes: Vec<Vote>) -> Vec<usize> {
    votes.sort_unstable_by_key(|&(place, count)| (Reverse(count), place));
    votes.truncate(MOST_PLACES);
    votes
        .into_iter()
        .map(|(place, _)| place * NEIGHBOURHOOD)
        .collect()
}

/// Votes by the index, and how many of the quotation's grams it could tell about.
fn indexed(grams: &Grams, quotation: &str) -> (Vec<Vote>, usize) {
    let mut starts = Vec::new();
    let mut asked = 0;
    for seed in grams.seeds(quotation) {
        let Some(places) = seed.places else { continue };
        asked += 1;
        starts.extend(
            places
                .iter()
                .map(|&at| (at as usize).saturating_sub(seed.offset) / NEIGHBOURHOOD),
        );
    }
    starts.sort_unstable();
    let votes = starts
        .chunk_by(|a, b| a == b)
        .map(|same| (same[0], same.len() as u32))
        .collect();
    (votes, asked)
}

/// The bytes of a quotation's start that a scan looks for.
const SCANNED: usize = 4000;
/// The buckets of four-byte stretches.
const BITS: u32 = 14;

/// Votes by looking through the whole text for any four bytes of the quotation.
fn scanned(text: &str, quotation: &str) -> Vec<Vote> {
    let quotation = &quotation.as_bytes()[..quotation.len().min(SCANNED)];
    // For each bucket one more than where in the quotation its stretch is; 0 for none.
    let mut offsets = vec![0u16; 1 << BITS];
    for (offset, stretch) in quotation.array_windows().enumerate() {
        offsets[bucket(stretch)] = offset as u16 + 1;
    }
    let mut counts = vec![0u32; text.len() / NEIGHBOURHOOD + 1];
    for (at, stretch) in text.as_bytes().array_windows().enumerate() {
        let offset = offsets[bucket(stretch)] as usize;
        if offset > 0 {
            counts[(at + 1).saturating_sub(offset) / NEIGHBOURHOOD] += 1;
        }
    }
    // A shifted word puts votes next door; the sum is attributed to the first of the two.
    let pairs = counts.iter().zip(counts.iter().skip(1).chain([&0]));
    let summed: Vec<u32> = pairs.map(|(here, next)| here + next).collect();
    let least = threshold(&summed);
    (0..)
        .zip(summed)
        .filter(|&(_, count)| count >= least)
        .collect()
}

/// A count that only few places reach, so that not every place of a large text is sorted.
fn threshold(counts: &[u32]) -> u32 {
    let most = counts.iter().copied().max().unwrap_or(0);
    (most / 2).max(1)
}

/// A bucket that is the same for both cases of an ASCII letter.
fn bucket(stretch: &[u8; 4]) -> usize {
    let letters = u32::from_le_bytes(*stretch) | 0x2020_2020;
    (letters.wrapping_mul(0x9E37_79B1) >> (32 - BITS)) as usize
}
