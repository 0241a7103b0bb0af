//! A text as its quotations are compared with it: every white space one blank, typography and layout folded away.
//!
//! Whoever follows words from one text into another works on this side, where an edit of the setting is no edit, and
//! comes back to the stored text at the end.

use std::ops::Range;

use super::align::{self, Alignment};
use super::fold::{Fold, Level};
use super::{Text, editorial, nearest, seeds};

/// A stored text, folded as far as any tier folds.
#[derive(Clone, Copy)]
pub struct Plain<'t> {
    text: &'t Text<'t>,
    fold: &'t Fold,
}

/// A passage of the folded text, and how alike it is to what was looked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Alike {
    /// Bytes of the folded text.
    pub range: Range<usize>,
    /// The share of the letters that need no edit, 0 to 1.
    pub likeness: f64,
}

impl Text<'_> {
    /// The text as its quotations are compared with it.
    pub fn plain(&self) -> Plain<'_> {
        Plain {
            text: self,
            fold: self.fold(Level::Layout),
        }
    }
}

impl<'t> Plain<'t> {
    pub fn as_str(&self) -> &'t str {
        &self.fold.text
    }

    /// The bytes of the stored text that some of the folded one stand for.
    pub fn source(&self, range: &Range<usize>) -> Range<usize> {
        self.fold.map.source(range)
    }

    /// The bytes of the folded text that stand for some of the stored one.
    pub fn folded(&self, source: &Range<usize>) -> Range<usize> {
        let (start, end) = (
            self.fold.map.folded(source.start),
            self.fold.map.folded(source.end),
        );
        let text = self.as_str();
        let start = text.floor_char_boundary(start.min(text.len()));
        let end = text.floor_char_boundary(end.min(text.len()));
        start..end.max(start)
    }

    /// The folded text before and after some bytes of it.
    pub fn beside(&self, range: &Range<usize>) -> (&'t str, &'t str) {
        let text = self.as_str();
        (&text[..range.start], &text[range.end..])
    }

    /// Every place of a quotation, by whatever tier, in the order of the text: bytes of the stored text.
    pub fn places(&self, quotation: &str) -> Vec<Range<usize>> {
        let levels = [Level::WhiteSpace, Level::Layout];
        let by_level = levels.iter().flat_map(|&level| {
            let fold = self.text.fold(level);
            let hits = fold.hits(&Fold::new(quotation, level));
            hits.into_iter().map(|hit| fold.map.source(&hit))
        });
        let mut places: Vec<Range<usize>> = by_level
            .chain(editorial::places(quotation, self.text).unwrap_or_default())
            .collect();
        places.sort_by_key(|place| (place.start, place.end));
        // Levels may differ in what they take to the edge of a place, as a list's marker.
        places.dedup_by(|next, last| next.start == last.start || next.end == last.end);
        places
    }

    /// Every place of folded words, in bytes of the folded text. What was taken out as a hyphen is not looked at.
    pub fn folded_places(&self, words: &str) -> Vec<Range<usize>> {
        self.fold.hits(&Fold::new(words, Level::WhiteSpace))
    }

    /// The passages that are likest to some folded words, by their own estimate, a few.
    pub fn alike(&self, words: &str) -> Vec<Alike> {
        let words = Fold::new(words, Level::WhiteSpace);
        let starts = seeds::places(self.fold, &words).into_iter();
        let alike =
            starts.map(|start| self.alike_of(align::align(&words.text, self.as_str(), start)));
        alike.filter(|alike| !alike.range.is_empty()).collect()
    }

    /// The part of a range that is likest to some folded words.
    pub fn likest(&self, words: &str, within: Range<usize>) -> Alike {
        self.alike_of(align::within(words, self.as_str(), within))
    }

    fn alike_of(&self, alignment: Alignment) -> Alike {
        Alike {
            range: nearest::without_blanks(self.as_str(), alignment.range),
            likeness: alignment.likeness,
        }
    }
}

/// The words of a quotation, folded; brackets are kept as they are.
pub fn plain_words(quotation: &str) -> String {
    Fold::new(quotation, Level::Layout).text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_led_into_the_folded_text_and_back() {
        let text = Text::new("A  “ﬁne”\u{ad} inter-\nnational café\u{301}.");
        let plain = text.plain();
        assert_eq!(plain.as_str(), "A \"fine\" international caf\u{e9}\u{301}.");
        for words in ["A", "inter-\nnational", "ﬁne"] {
            let at = text.as_str().find(words).unwrap();
            let source = at..at + words.len();
            assert_eq!(plain.source(&plain.folded(&source)), source, "{words}");
        }
    }

    #[test]
    fn places_of_all_tiers_are_told_each_once() {
        let text = Text::new("He said \"no\". Then he said “no”. - He said\n\"no\".");
        assert_eq!(text.plain().places("he said \"no\"").len(), 1);
        assert_eq!(text.plain().places("He said \"no\"").len(), 2);
        assert_eq!(text.plain().places("He […] \"no\"").len(), 2);
    }
}
