//! The words of quotations, for the rules that look for a statement's parts in them.
//!
//! These rules warn, so they look in favour of the statement: a number, a year or a name counts as quoted in whatever way
//! a source may write it. What a source really has is settled elsewhere, and exactly.

mod lexicon;
mod names;
mod numbers;
mod years;

use std::cell::OnceCell;

use rustc_hash::FxHashSet;
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use crate::model::Quotation;

/// The words of adjacent quotations. Case and diacritics are set aside, and digits of any script are plain ones.
pub struct Words<'a> {
    /// As quoted.
    text: String,
    folded: String,
    /// The language of the source, BCP 47.
    lang: &'a str,
    words: OnceCell<Vec<String>>,
    numbers: OnceCell<FxHashSet<String>>,
    /// Those written out, which are looked for only where a number isn't found in digits.
    written_out: OnceCell<FxHashSet<String>>,
    squeezed: OnceCell<String>,
}

impl<'a> Words<'a> {
    /// Takes quotations from a source in the language `lang`.
    pub fn new(quotations: &[Quotation], lang: &'a str) -> Self {
        let texts: Vec<&str> = quotations
            .iter()
            .map(|quotation| quotation.text.as_str())
            .collect();
        Self::of(texts.join("\n"), lang)
    }

    fn of(text: String, lang: &'a str) -> Self {
        Self {
            folded: fold(&text),
            text,
            lang,
            words: OnceCell::new(),
            numbers: OnceCell::new(),
            written_out: OnceCell::new(),
            squeezed: OnceCell::new(),
        }
    }

    fn words(&self) -> &[String] {
        self.words
            .get_or_init(|| self.folded.unicode_words().map(str::to_owned).collect())
    }

    /// Whether they are all of a text, marks and white space aside.
    pub fn are(&self, text: &str) -> bool {
        self.squeezed() == squeeze(&fold(text))
    }

    /// Whether they have what a string says: all of it, marks and white space aside, or half of its longer words in
    /// whatever form, as a string may say it shorter.
    pub fn have_text(&self, text: &str) -> bool {
        let text = fold(text);
        if self.squeezed().contains(&squeeze(&text)) {
            return true;
        }
        let long: Vec<&str> = text
            .unicode_words()
            .filter(|word| names::tells(word))
            .collect();
        let found = long.iter().filter(|word| self.have_form(word)).count();
        found > 0 && found * 2 >= long.len()
    }

    fn squeezed(&self) -> &str {
        self.squeezed.get_or_init(|| squeeze(&self.folded))
    }
}

/// The letters and digits of a folded text.
fn squeeze(folded: &str) -> String {
    folded.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// A text without case and diacritics, digits plain, white space single.
fn fold(text: &str) -> String {
    let plain: String = if text.is_ascii() {
        text.to_ascii_lowercase()
    } else {
        let lower = text.to_lowercase();
        let letters = lower.nfkd().filter(|c| !is_mark(*c));
        letters.map(numbers::plain).collect()
    };
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_as_a_whole_or_by_their_words() {
        let words = Words::of("The code is CC 1; it «carries the day».".to_owned(), "en");
        for text in ["CC-1", "carries the day", "carry the days", "cc1"] {
            assert!(words.have_text(text), "{text}");
        }
        for text in ["CC-2", "lost the night", "z"] {
            assert!(!words.have_text(text), "{text}");
        }
        assert!(words.are("the code is CC1: it carries the day"));
        assert!(!words.are("the code is CC1"));
    }
}
