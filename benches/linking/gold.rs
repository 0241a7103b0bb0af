//! Gold sets: things of two lists of which it is known which are the same.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use citable::link::index::{Builder, Index};
use citable::link::score::{Outcome as Verdict, Score, Side, compare, decide};
use rayon::prelude::*;

use crate::Outcome;

/// How many candidates of the index are scored for each name.
const CANDIDATES: usize = 8;

/// Two lists, and which things of them are the same.
pub struct Gold {
    pub name: String,
    left: Vec<(String, Side)>,
    right: Vec<(String, Side)>,
    truth: BTreeSet<(String, String)>,
}

/// A thing of the left list beside those of the right that come into question.
pub struct Asked {
    /// Its place in its list, by which sets are halved.
    pub place: usize,
    pub scores: Vec<Score>,
    /// Whether each is the same in truth.
    pub truths: Vec<bool>,
}

/// What was decided, and how much of it is right.
#[derive(Default)]
pub struct Quality {
    pub truths: usize,
    pub proposed: usize,
    pub right: usize,
    /// True pairs among the candidates that are called probable or undecided: they wait for a person.
    pub waiting: usize,
}

impl Quality {
    pub fn precision(&self) -> f64 {
        self.right as f64 / self.proposed.max(1) as f64
    }

    pub fn recall(&self) -> f64 {
        self.right as f64 / self.truths.max(1) as f64
    }

    pub fn f1(&self) -> f64 {
        2.0 * self.right as f64 / (self.proposed + self.truths).max(1) as f64
    }
}

impl Gold {
    /// All sets in a folder.
    pub fn all(folder: &Path) -> Outcome<Vec<Gold>> {
        let Ok(entries) = fs::read_dir(folder) else {
            return Ok(Vec::new());
        };
        let mut folders: Vec<PathBuf> = entries
            .map(|entry| Ok(entry?.path()))
            .collect::<Outcome<_>>()?;
        folders.sort();
        folders.iter().map(|folder| Gold::read(folder)).collect()
    }

    fn read(folder: &Path) -> Outcome<Gold> {
        let truth = fs::read_to_string(folder.join("truth.tsv"))?;
        let pairs = truth.lines().filter_map(|line| line.split_once('\t'));
        Ok(Gold {
            name: folder
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned(),
            left: sides(&folder.join("left.tsv"))?,
            right: sides(&folder.join("right.tsv"))?,
            truth: pairs
                .map(|(one, other)| (one.to_owned(), other.to_owned()))
                .collect(),
        })
    }

    pub fn sizes(&self) -> String {
        format!("{} against {}", self.left.len(), self.right.len())
    }

    /// Every thing of the left list with its candidates, as citable finds and scores them.
    pub fn ask(&self, folder: &Path) -> Outcome<Vec<Asked>> {
        let mut builder = Builder::new(&folder.join("gold.index"))?;
        for (number, (_, side)) in (0..).zip(&self.right) {
            for name in &side.names {
                builder.add(number, name)?;
            }
        }
        let index = builder.finish()?;
        let ask =
            |(place, (iri, side)): (usize, &(String, Side))| self.ask_one(&index, place, iri, side);
        Ok(self.left.par_iter().enumerate().map(ask).collect())
    }

    fn ask_one(&self, index: &Index, place: usize, iri: &str, side: &Side) -> Asked {
        let mut records = BTreeSet::new();
        for name in &side.names {
            records.extend(
                index
                    .candidates(name, CANDIDATES)
                    .into_iter()
                    .map(|found| found.record),
            );
        }
        let others: Vec<&(String, Side)> = records
            .iter()
            .filter_map(|record| self.right.get(*record as usize))
            .collect();
        Asked {
            place,
            scores: others
                .iter()
                .map(|(_, other)| compare(side, other))
                .collect(),
            truths: others
                .iter()
                .map(|(other, _)| self.truth.contains(&(iri.to_owned(), other.clone())))
                .collect(),
        }
    }

    /// What the decisions are worth: what is called the same is a link.
    pub fn quality<'a>(&self, asked: impl Iterator<Item = &'a Asked>) -> Quality {
        let mut quality = Quality::default();
        let lefts: BTreeMap<&str, usize> =
            self.truth
                .iter()
                .fold(BTreeMap::new(), |mut counts, (left, _)| {
                    *counts.entry(left.as_str()).or_default() += 1;
                    counts
                });
        for one in asked {
            quality.truths += lefts
                .get(self.left[one.place].0.as_str())
                .copied()
                .unwrap_or(0);
            for (verdict, is_true) in decide(&one.scores).into_iter().zip(&one.truths) {
                match verdict {
                    Verdict::Same => {
                        quality.proposed += 1;
                        quality.right += usize::from(*is_true);
                    }
                    Verdict::Probable | Verdict::Undecided => {
                        quality.waiting += usize::from(*is_true)
                    }
                    Verdict::Other => {}
                }
            }
        }
        quality
    }
}

fn sides(path: &Path) -> Outcome<Vec<(String, Side)>> {
    let text = fs::read_to_string(path)?;
    let pair = |part: &String| {
        part.split_once('=')
            .map(|(kind, value)| (kind.to_owned(), value.to_owned()))
    };
    let side = |line: &str| {
        let mut cells = line.split('\t').map(|cell| {
            let parts = cell.split('|').filter(|part| !part.is_empty());
            parts.map(str::to_owned).collect::<Vec<String>>()
        });
        let mut next = || cells.next().unwrap_or_default();
        let iri = next().join("|");
        let side = Side {
            names: next(),
            classes: next(),
            dates: next().iter().filter_map(pair).collect(),
            identifiers: next().iter().filter_map(pair).collect(),
            neighbours: next(),
        };
        (iri, side)
    };
    Ok(text.lines().map(side).collect())
}
