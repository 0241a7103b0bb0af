//! What was said of each case, held against what is so.

use std::fmt;

/// The four fates of quoted words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Same,
    Moved,
    Changed,
    Gone,
}

pub const FATES: [Fate; 4] = [Fate::Same, Fate::Moved, Fate::Changed, Fate::Gone];

/// What is so, or what a tool says, of one quotation: its fate and where its words stand in the new text, in code points.
#[derive(Clone, Copy, Debug)]
pub struct Verdict {
    pub fate: Fate,
    pub place: Option<(usize, usize)>,
}

/// The verdicts on many cases.
#[derive(Default)]
pub struct Score {
    /// By what is so, then by what was said.
    counts: [[usize; 4]; 4],
    /// Said to be the same or moved, and not there.
    wrong: [usize; 2],
    /// Of what has changed, and is said to have: how often the passage is the right one, and how often to the word or so.
    passages: [usize; 2],
    pub seconds: f64,
}

impl Score {
    pub fn add(&mut self, truth: Verdict, said: Verdict) {
        self.counts[truth.fate as usize][said.fate as usize] += 1;
        let right = overlap(truth.place, said.place);
        let is_there = is_found(truth, said);
        match said.fate {
            Fate::Same if !is_there => self.wrong[0] += 1,
            Fate::Moved if !is_there => self.wrong[1] += 1,
            Fate::Changed if truth.fate == Fate::Changed => {
                self.passages[0] += usize::from(right >= RIGHT);
                self.passages[1] += usize::from(right >= TO_THE_WORD);
            }
            _ => {}
        }
    }

    fn cases(&self) -> usize {
        self.counts.iter().flatten().sum()
    }
}

/// Whether what is the same or moved is said to be so, and at its place.
fn is_found(truth: Verdict, said: Verdict) -> bool {
    truth.fate == said.fate && overlap(truth.place, said.place) >= THERE
}

/// What is wrong with a verdict, if something is.
pub fn error(truth: Verdict, said: Verdict) -> Option<&'static str> {
    match said.fate {
        Fate::Same | Fate::Moved if !is_found(truth, said) => Some("wrong place"),
        _ if truth.fate != said.fate => Some("wrong fate"),
        Fate::Changed if overlap(truth.place, said.place) < RIGHT => Some("wrong passage"),
        _ => None,
    }
}

/// So much of a place and the true one has to be the same for the words to be there, for a passage to be the right one, and
/// for it to be right to the word.
const THERE: f64 = 0.9;
const RIGHT: f64 = 0.5;
const TO_THE_WORD: f64 = 0.8;

/// The share of two places that both have: 1 if they are one.
fn overlap(a: Option<(usize, usize)>, b: Option<(usize, usize)>) -> f64 {
    let (Some(a), Some(b)) = (a, b) else {
        return 0.0;
    };
    let shared = a.1.min(b.1).saturating_sub(a.0.max(b.0));
    let all = a.1.max(b.1) - a.0.min(b.0);
    shared as f64 / all.max(1) as f64
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
        writeln!(
            f,
            "| what is so | cases | same | moved | changed | gone | precision | recall |"
        )?;
        writeln!(f, "|---|---:|---:|---:|---:|---:|---:|---:|")?;
        for fate in FATES {
            let row = &self.counts[fate as usize];
            let said: usize = self.counts.iter().map(|row| row[fate as usize]).sum();
            let hits = row[fate as usize];
            // A place that is the wrong one is no hit.
            let hits = hits - self.wrong_of(fate).min(hits);
            writeln!(
                f,
                "| {} | {} | {} | {} | {} | {} | {:.4} | {:.4} |",
                format!("{fate:?}").to_lowercase(),
                row.iter().sum::<usize>(),
                row[0],
                row[1],
                row[2],
                row[3],
                share(hits, said),
                share(hits, row.iter().sum()),
            )?;
        }
        let changed = self.counts[Fate::Changed as usize];
        writeln!(
            f,
            "\nwrong *same*: {}; wrong *moved*: {}; the right passage in {:.4} of what is found to have changed, to the word in {:.4}; in {:.4} and {:.4} of all that has changed; {:.1} s for {} cases",
            self.wrong[0],
            self.wrong[1],
            share(self.passages[0], changed[Fate::Changed as usize]),
            share(self.passages[1], changed[Fate::Changed as usize]),
            share(self.passages[0], changed.iter().sum()),
            share(self.passages[1], changed.iter().sum()),
            self.seconds,
            self.cases(),
        )
    }
}

impl Score {
    /// How many of those that are rightly called so are at the wrong place: an upper bound.
    fn wrong_of(&self, fate: Fate) -> usize {
        let others: usize = (0..4)
            .filter(|&other| other != fate as usize)
            .map(|other| self.counts[other][fate as usize])
            .sum();
        match fate {
            Fate::Same => self.wrong[0].saturating_sub(others),
            Fate::Moved => self.wrong[1].saturating_sub(others),
            _ => 0,
        }
    }
}
