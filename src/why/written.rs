//! What a file says now, ready to be asked for one reading among ten thousand.
//!
//! A reading is told apart by the statement, by its reason, and by the letters of what it quotes: what a quotation leaves of
//! itself whatever is forgiven when it is matched. Only quotations with brackets have other letters than the words that they
//! select, and are looked through one by one.

use std::cell::OnceCell;
use std::collections::HashMap;

use super::place::Marks;
use super::quotation;
use crate::files::File;
use crate::model::{self, Reading};
use crate::quote::{self, Text};
use crate::resolve::Resolved;

/// A file as it is on disk, and what it says.
pub struct Written {
    pub file: File,
    resolved: Resolved,
    shelf: OnceCell<Shelf>,
}

/// Readings, as indices, by what tells them apart.
#[derive(Default)]
struct Shelf {
    /// By the statement alone, in the order of the file.
    by_statement: HashMap<String, Vec<usize>>,
    /// By the statement, the reason and the letters.
    by_letters: HashMap<(String, String), Vec<usize>>,
    /// Those of a statement that have a quotation with brackets.
    bracketed: HashMap<String, Vec<Bracketed>>,
}

struct Bracketed {
    reading: usize,
    /// The letters of each quotation, without what is in brackets.
    letters: Vec<Vec<String>>,
}

/// The words of a quotation that the build knows, prepared for those that may select them.
struct Known<'a> {
    quotation: &'a quotation::Quotation,
    text: Text<'a>,
    letters: String,
}

impl Written {
    pub fn new(file: File, resolved: Resolved) -> Written {
        Written {
            file,
            resolved,
            shelf: OnceCell::new(),
        }
    }

    /// The reading that says the same statement off the same words, and true; the first that says the same, and false, if
    /// none rests on the same words.
    pub fn find(&self, marks: &Marks) -> Option<(&Reading, bool)> {
        let shelf = self.shelf.get_or_init(|| Shelf::of(&self.resolved));
        let alike = shelf.by_statement.get(marks.key)?;
        let known: Vec<Known> = marks.quotations.iter().map(Known::of).collect();
        let reading = |&index: &usize| &self.resolved.dossier.readings[index];
        let mut likely = shelf.likely(marks, &known);
        let same = likely.find(|index| self.is_same(reading(index), marks, &known));
        match same {
            Some(index) => Some((reading(&index), true)),
            None => Some((reading(alike.first()?), false)),
        }
    }

    /// Whether a reading was read off the same words, or is reasoned by the same reason.
    fn is_same(&self, reading: &Reading, marks: &Marks, known: &[Known]) -> bool {
        let quotations = self.resolved.dossier.quotations_of(reading.group);
        reading.because.as_deref() == marks.because
            && quotations.len() == known.len()
            && quotations
                .iter()
                .all(|written| known.iter().any(|known| known.is_selected_by(written)))
    }
}

impl Shelf {
    fn of(resolved: &Resolved) -> Shelf {
        let mut shelf = Shelf::default();
        let dossier = &resolved.dossier;
        let readings = dossier.readings.iter().zip(&resolved.hashes).enumerate();
        for (index, (reading, hash)) in readings.filter(|(_, (reading, _))| !reading.draft) {
            let quotations = dossier.quotations_of(reading.group);
            let letters = together(
                reading.because.as_deref(),
                quotations
                    .iter()
                    .map(|it| (it.locator.as_deref(), letters(&it.text))),
            );
            let has_brackets = quotations.iter().any(|it| it.text.contains('['));
            // A statement that was given an id since the build is still known by what it says.
            let other = Some(hash).filter(|&hash| *hash != reading.key);
            for key in std::iter::once(&reading.key).chain(other) {
                shelf.put(key, index, letters.clone());
                if has_brackets {
                    let bracketed = Bracketed::of(index, quotations);
                    let beside = shelf.bracketed.entry(key.clone()).or_default();
                    beside.push(bracketed);
                }
            }
        }
        shelf
    }

    fn put(&mut self, key: &str, index: usize, letters: String) {
        let alike = self.by_statement.entry(key.to_owned()).or_default();
        alike.push(index);
        let same = self.by_letters.entry((key.to_owned(), letters));
        same.or_default().push(index);
    }

    /// The readings that may be the one with these marks, the likeliest first.
    fn likely<'s>(&'s self, marks: &Marks, known: &'s [Known]) -> impl Iterator<Item = usize> + 's {
        let letters = together(
            marks.because,
            known
                .iter()
                .map(|it| (it.quotation.locator.as_deref(), it.letters.clone())),
        );
        let same = self.by_letters.get(&(marks.key.to_owned(), letters));
        let bracketed = self.bracketed.get(marks.key).into_iter().flatten();
        let fits = |it: &&Bracketed| it.fits(known);
        same.into_iter()
            .flatten()
            .copied()
            .chain(bracketed.filter(fits).map(|it| it.reading))
    }
}

impl Bracketed {
    fn of(reading: usize, quotations: &[model::Quotation]) -> Bracketed {
        let outside = |it: &model::Quotation| {
            let words = quote::outside_brackets(&it.text);
            words.map(letters).collect()
        };
        Bracketed {
            reading,
            letters: quotations.iter().map(outside).collect(),
        }
    }

    /// Whether each quotation has its letters in words that the build knows: what can be told before it is looked for.
    fn fits(&self, known: &[Known]) -> bool {
        let has = |letters: &Vec<String>| {
            let is_in = |known: &Known| letters.iter().all(|it| known.letters.contains(it));
            known.iter().any(is_in)
        };
        self.letters.iter().all(has)
    }
}

impl<'a> Known<'a> {
    fn of(quotation: &'a quotation::Quotation) -> Known<'a> {
        Known {
            quotation,
            text: Text::new(&quotation.passage.words),
            letters: letters(&quotation.passage.words),
        }
    }

    /// Whether a quotation as it is written selects these words.
    fn is_selected_by(&self, written: &model::Quotation) -> bool {
        written.locator == self.quotation.locator && quote::stands(&written.text, &self.text)
    }
}

/// The letters and digits of words, with nothing between them.
fn letters(words: &str) -> String {
    let words = quote::plain_words(words);
    words.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// A reason, and quotations with their locators, as one key, whatever their order.
fn together<'q>(
    because: Option<&str>,
    quotations: impl Iterator<Item = (Option<&'q str>, String)>,
) -> String {
    let mut parts: Vec<String> = quotations
        .map(|(locator, letters)| format!("{locator:?} {letters}"))
        .collect();
    parts.sort_unstable();
    format!("{because:?}\n{}", parts.join("\n"))
}
