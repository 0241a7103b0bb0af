//! How often the right record is the first that is named, or among the first five.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::Outcome;
use crate::ours::ANSWERS;

/// Of how many names the right record was the first, and among the first five.
#[derive(Clone, Copy, Default)]
pub struct Recall {
    pub names: usize,
    pub first: usize,
    pub five: usize,
}

impl Recall {
    pub fn shares(&self) -> (f64, f64) {
        let share = |count: usize| count as f64 / self.names.max(1) as f64;
        (share(self.first), share(self.five))
    }

    /// The recall of `answers.tsv` in a folder, of all names and of those with each kind of noise.
    pub fn read(folder: &Path) -> Outcome<(Recall, BTreeMap<String, Recall>)> {
        let queries = fs::read_to_string(folder.join("queries.tsv"))?;
        let answers = fs::read_to_string(folder.join("answers.tsv"))?;
        let (mut all, mut kinds) = (Recall::default(), BTreeMap::<String, Recall>::new());
        let mut answers = answers.lines();
        for query in queries.lines() {
            let mut cells = query.split('\t');
            let (record, kind) = (cells.next().unwrap_or(""), cells.next().unwrap_or(""));
            let place = answers
                .next()
                .unwrap_or("")
                .split('\t')
                .take(ANSWERS)
                .position(|answer| answer == record);
            for recall in [&mut all, kinds.entry(kind.to_owned()).or_default()] {
                recall.names += 1;
                recall.first += usize::from(place == Some(0));
                recall.five += usize::from(place.is_some());
            }
        }
        Ok((all, kinds))
    }
}
