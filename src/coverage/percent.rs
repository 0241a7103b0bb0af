//! Counts of sentences, and what part of them is read.

use std::iter::Sum;

use super::{Sentence, Standing};

/// How many sentences have come to what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    by_standing: [usize; Standing::ALL.len()],
    /// How many letters and digits the sentences have, and how many of them are read.
    pub letters: usize,
    pub letters_read: usize,
}

impl Count {
    pub fn of(sentences: &[Sentence]) -> Count {
        let mut count = Count::default();
        for sentence in sentences {
            count.by_standing[sentence.standing as usize] += 1;
            count.letters += sentence.letters;
            count.letters_read += sentence.letters_read;
        }
        count
    }

    /// How many sentences have come to this.
    pub fn of_standing(&self, standing: Standing) -> usize {
        self.by_standing[standing as usize]
    }

    pub fn sentences(&self) -> usize {
        self.by_standing.iter().sum()
    }

    /// How many sentences are read.
    pub fn read(&self) -> usize {
        let read = Standing::ALL
            .into_iter()
            .filter(|standing| standing.is_read());
        read.map(|standing| self.of_standing(standing)).sum()
    }

    /// What part of the sentences is read, in per cent; where there is none, nothing is left to read.
    pub fn percent(&self) -> f64 {
        part(self.read(), self.sentences())
    }

    /// The same of letters and digits.
    pub fn percent_of_letters(&self) -> f64 {
        part(self.letters_read, self.letters)
    }
}

impl Sum for Count {
    fn sum<I: Iterator<Item = Count>>(counts: I) -> Count {
        counts.fold(Count::default(), |mut sum, count| {
            for (sum, count) in sum.by_standing.iter_mut().zip(count.by_standing) {
                *sum += count;
            }
            sum.letters += count.letters;
            sum.letters_read += count.letters_read;
            sum
        })
    }
}

fn part(of: usize, all: usize) -> f64 {
    match all {
        0 => 100.0,
        all => of as f64 * 100.0 / all as f64,
    }
}

/// A percentage with one digit after the point, rounded down, so that what isn't whole never looks whole.
pub fn shown(percent: f64) -> String {
    format!("{:.1} %", (percent * 10.0 + 1e-9).floor() / 10.0)
}
