//! A name is looked for: rare trigrams first, then word by word.

use rayon::prelude::*;

use super::block::{Block, NAMES};
use super::gram::{beginnings, grams};
use super::{Candidate, Index};
use crate::link::name::{Likeness, fold};

/// How many entries of lists are counted for one name.
const ENTRIES: u64 = 250_000;
/// How many trigrams of a name are counted at most.
const COUNTED: usize = 40;
/// What all trigrams of a name weigh together: with the one that each weighs at least, the counters' byte holds it.
const FULL: f64 = 215.0;
/// How many names are compared word by word.
const COMPARED: usize = 96;

impl Index {
    /// The records whose names are most like a name, the most like first, each by its nearest name. Equals are in the
    /// order of their records. The same index gives the same candidates each time.
    pub fn candidates(&self, name: &str, limit: usize) -> Vec<Candidate> {
        let folded = fold(name);
        let Some(wanted) = Wanted::new(self, &folded) else {
            return Vec::new();
        };
        let mut best = Best::new(COMPARED.max(2 * limit));
        let mut counters = Box::new([0_u8; NAMES]);
        let blocks: Vec<Block> = self.blocks().collect();
        for (number, block) in blocks.iter().enumerate() {
            wanted.count(block, &mut counters);
            wanted.collect(number, block, &counters, &mut best);
        }
        let likeness = Likeness::new(&folded);
        let mut found: Vec<(f32, u32, u32, &Block, usize)> = best
            .finish()
            .into_iter()
            .map(|(score, number, name)| {
                let block = &blocks[number];
                let like = likeness.to(block.folded(name)).value;
                (like, score, block.record(name), block, name)
            })
            .collect();
        found.sort_by(|a, b| {
            b.0.total_cmp(&a.0)
                .then(b.1.cmp(&a.1))
                .then(a.2.cmp(&b.2))
                .then(a.4.cmp(&b.4))
        });
        let mut candidates: Vec<Candidate> = Vec::with_capacity(limit);
        for (likeness, _, record, block, name) in found {
            if candidates.len() == limit {
                break;
            }
            if candidates.iter().all(|known| known.record != record) {
                candidates.push(Candidate {
                    record,
                    name: block.name(name).to_owned(),
                    likeness,
                });
            }
        }
        candidates
    }

    /// The candidates of many names, on all cores, in the order of the names.
    pub fn candidates_of<N: AsRef<str> + Sync>(
        &self,
        names: &[N],
        limit: usize,
    ) -> Vec<Vec<Candidate>> {
        names
            .par_iter()
            .map(|name| self.candidates(name.as_ref(), limit))
            .collect()
    }
}

/// What is looked for.
struct Wanted {
    /// Trigrams, and what each weighs.
    grams: Vec<(u16, u8)>,
    count: u32,
    initials: u32,
}

impl Wanted {
    fn new(index: &Index, folded: &str) -> Option<Self> {
        let mut all = Vec::new();
        grams(folded, &mut all);
        let count = u32::try_from(all.len()).ok()?;
        let known = |gram: &u16| index.counts.get(usize::from(*gram)).copied().unwrap_or(0);
        let mut all: Vec<(u32, u16)> = all.iter().map(|gram| (known(gram), *gram)).collect();
        all.retain(|(names, _)| *names > 0);
        all.sort_unstable();
        let mut left = ENTRIES;
        let taken = all.iter().take(COUNTED).take_while(|(names, _)| {
            let is_within = left > 0;
            left = left.saturating_sub(u64::from(*names));
            is_within
        });
        // A weight is no exact number.
        let weighed: Vec<(u16, f64)> = taken
            .map(|(names, gram)| (*gram, (1.0 + index.names as f64 / f64::from(*names)).ln()))
            .collect();
        let sum: f64 = weighed.iter().map(|(_, weight)| weight).sum();
        // From 1 to 215.
        let grams: Vec<(u16, u8)> = weighed
            .iter()
            .map(|(gram, weight)| (*gram, (FULL * weight / sum).max(1.0) as u8))
            .collect();
        let initials = folded.split(' ').filter(|word| word.len() == 1);
        let initials = initials.fold(0, |bits, word| bits | beginnings(word));
        (!grams.is_empty()).then_some(Self {
            grams,
            count,
            initials,
        })
    }

    /// Adds up for each name of a block what of the wanted trigrams it has.
    fn count(&self, block: &Block, counters: &mut [u8; NAMES]) {
        counters.fill(0);
        for (gram, weight) in &self.grams {
            for name in block.list(*gram) {
                let counter = &mut counters[usize::from(name)];
                *counter = counter.wrapping_add(*weight);
            }
        }
    }

    /// Hands on the names of a block that have enough to be among the best.
    fn collect(&self, number: usize, block: &Block, counters: &[u8; NAMES], best: &mut Best) {
        const STEP: usize = 64;
        let bonus = if self.initials == 0 { 0 } else { 2 * BONUS };
        for (step, some) in counters[..block.len()].chunks(STEP).enumerate() {
            let least = best.least(bonus);
            if some.iter().fold(0, |most, counted| most.max(*counted)) < least {
                continue;
            }
            for (at, counted) in some.iter().enumerate() {
                if *counted >= least {
                    let name = step * STEP + at;
                    best.push(self.score(block, name, *counted), number, name);
                }
            }
        }
    }

    /// What a name has of the wanted trigrams, less if it has many others, more if its words begin with the initials.
    fn score(&self, block: &Block, name: usize, counted: u8) -> u32 {
        let count = u32::from(block.count(name)).max(1);
        let share = (2 * self.count * 64 / (self.count + count)).min(64);
        let score = u32::from(counted) * (64 + share);
        if self.initials == 0 {
            return score;
        }
        let initials = (self.initials & block.beginnings(name)).count_ones();
        score + initials.min(2) * BONUS
    }
}

/// What a counted point is worth at most, and an initial.
const POINT: u32 = 128;
const BONUS: u32 = 20 * POINT;
/// A name with fewer points has hardly anything of what is looked for.
const FEWEST: u32 = 40;
/// How many times as many names as will be compared are collected before the best are chosen.
const AHEAD: usize = 3;

/// The best so far.
struct Best {
    limit: usize,
    found: Vec<(u32, usize, usize)>,
    /// What has to be scored to be among them.
    least: u32,
}

impl Best {
    fn new(limit: usize) -> Self {
        Self {
            limit,
            found: Vec::with_capacity(AHEAD * limit),
            least: POINT * FEWEST,
        }
    }

    /// How many points have to be counted for a name to have a chance, if it may be given so much besides.
    fn least(&self, bonus: u32) -> u8 {
        let least = self.least.saturating_sub(bonus) / POINT;
        u8::try_from(least.max(FEWEST)).unwrap_or(u8::MAX)
    }

    fn push(&mut self, score: u32, block: usize, name: usize) {
        if score > self.least {
            self.found.push((score, block, name));
            if self.found.len() == AHEAD * self.limit {
                self.cut();
            }
        }
    }

    /// Leaves the best; of equals those that came first, so that later ones need not be looked at.
    fn cut(&mut self) {
        if self.found.len() > self.limit {
            let order =
                |found: &(u32, usize, usize)| (std::cmp::Reverse(found.0), found.1, found.2);
            self.found.select_nth_unstable_by_key(self.limit - 1, order);
            self.found.truncate(self.limit);
            self.least = self.found[self.limit - 1].0;
        }
    }

    fn finish(mut self) -> Vec<(u32, usize, usize)> {
        self.cut();
        self.found
    }
}
