//! What the text itself says of its words.
//!
//! Whether `U.S. Members` is one sentence or two, no list tells. But a word that the text also writes small is no name,
//! so with a capital it begins a sentence; and a word that it also writes without full stop is no abbreviation.

use std::cell::OnceCell;

use rustc_hash::FxHashSet;

use crate::symbol::hash;

pub(super) struct Evidence<'a> {
    text: &'a str,
    /// Hashes of the words that are written small and without a full stop somewhere.
    small: OnceCell<FxHashSet<u64>>,
}

impl<'a> Evidence<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            small: OnceCell::new(),
        }
    }

    /// Whether the first word of `tail` has a capital only because it begins a sentence.
    pub(super) fn begins_sentences(&self, tail: &str) -> bool {
        let tail = tail.trim_start_matches(|c: char| !c.is_alphanumeric());
        let word = tail.split(|c: char| !c.is_alphanumeric()).next();
        word.is_some_and(|word| {
            word.starts_with(char::is_uppercase) && self.is_small(&word.to_lowercase())
        })
    }

    /// Whether it is a word or a year, and no abbreviation.
    pub(super) fn is_word(&self, token: &str) -> bool {
        let is_year = token.len() >= 4 && token.bytes().all(|byte| byte.is_ascii_digit());
        is_year || self.is_small(token)
    }

    fn is_small(&self, word: &str) -> bool {
        let small = self.small.get_or_init(|| small_words(self.text));
        small.contains(&hash(word.as_bytes()))
    }
}

fn small_words(text: &str) -> FxHashSet<u64> {
    let mut words = FxHashSet::default();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        if c.is_alphanumeric() {
            start = start.or(Some(at));
        } else if let Some(start) = start.take() {
            let word = &text[start..at];
            if c != '.' && word.starts_with(char::is_lowercase) {
                words.insert(hash(word.as_bytes()));
            }
        }
    }
    words
}
