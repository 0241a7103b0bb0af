//! An index of a folded text, for many quotations of one source.
//!
//! Where a *gram* (six bytes, letter case aside) stands in a text is kept for a quarter of all grams,
//! chosen by their hash. So a quotation's grams are chosen alike, and the rarest of them leads to every
//! place where the quotation can stand. Grams that are everywhere are not kept. The index is exact for
//! searching, because what it leads to is compared; for the nearest passage it gives the seeds.

/// The length of a gram in bytes.
const LENGTH: usize = 6;
/// A gram that stands in more places than this is not kept.
const COMMON: u32 = 64;
/// The only posting of a common gram. Texts are shorter than 2 GiB, so no place is this number.
const EVERYWHERE: u32 = u32::MAX;

/// Where the chosen grams of a text are.
pub(super) struct Grams {
    /// For each bucket of hashes the start of its places; one more at the end.
    starts: Vec<u32>,
    places: Vec<u32>,
    bits: u32,
}

/// A gram of a quotation that a text may have.
pub(super) struct Seed<'g> {
    /// Where the gram is in the quotation.
    pub(super) offset: usize,
    /// Where it may be in the text; `None`: in too many places to list.
    pub(super) places: Option<&'g [u32]>,
}

impl Grams {
    /// Indexes `text`, in two passes: one to count and one to place.
    pub(super) fn new(text: &str) -> Self {
        let bits = (text.len() / 8).max(16).next_power_of_two().ilog2();
        let mut counts = vec![0u32; 1 << bits];
        for (_, bucket) in chosen(text, bits) {
            counts[bucket] = counts[bucket].saturating_add(1);
        }
        let mut total = 0;
        let mut starts: Vec<u32> = Vec::with_capacity(counts.len() + 1);
        for &count in &counts {
            starts.push(total);
            total += if count > COMMON { 1 } else { count };
        }
        starts.push(total);
        let mut places = vec![EVERYWHERE; total as usize];
        for (at, bucket) in chosen(text, bits) {
            if counts[bucket] <= COMMON {
                counts[bucket] -= 1;
                places[(starts[bucket + 1] - 1 - counts[bucket]) as usize] = at as u32;
            }
        }
        Self {
            starts,
            places,
            bits,
        }
    }

    /// The chosen grams of a quotation, in its order.
    pub(super) fn seeds(&self, quotation: &str) -> impl Iterator<Item = Seed<'_>> {
        chosen(quotation, self.bits).map(|(offset, bucket)| {
            let places =
                &self.places[self.starts[bucket] as usize..self.starts[bucket + 1] as usize];
            let listed = places != [EVERYWHERE];
            Seed {
                offset,
                places: listed.then_some(places),
            }
        })
    }
}

/// The chosen grams of a text: where each is, and its bucket of `bits` bits.
fn chosen(text: &str, bits: u32) -> impl Iterator<Item = (usize, usize)> {
    text.as_bytes()
        .array_windows::<LENGTH>()
        .enumerate()
        .filter_map(move |(at, gram)| {
            let hash = hash(gram);
            (hash >> 62 == 0).then_some((at, (hash >> (62 - bits)) as usize))
        })
}

/// A hash that is the same for both cases of an ASCII letter.
fn hash(gram: &[u8; LENGTH]) -> u64 {
    let [a, b, c, d, e, f] = *gram;
    let letters = u64::from_le_bytes([a, b, c, d, e, f, 0, 0]) | 0x2020_2020_2020;
    letters.wrapping_mul(0x9E37_79B9_7F4A_7C15)
}
