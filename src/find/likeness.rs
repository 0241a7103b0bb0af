//! How like two names are: the same; the same but for case and accents; begun; words of it; a part of it; mistyped.
//!
//! What is forgiven in spelling is what «did you mean» forgives. A name of several words is also found by one or some of
//! them, in any order, each perhaps mistyped.

use rapidfuzz::distance::osa;
use serde::Serialize;
use unicode_normalization::UnicodeNormalization;

use crate::diagnostic::{fold, limit};
use crate::iri;

/// Beyond this many characters nobody mistypes a name, and comparing would take long.
const LONGEST: usize = 300;

/// How a name is like what is looked for; the nearest comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    Same,
    /// But for case, accents and width.
    Folded,
    /// The name begins so.
    Begins,
    /// Each word looked for begins a word of the name.
    Words,
    /// It stands somewhere in the name.
    Contains,
    /// With so many slips of the finger.
    Mistyped(usize),
}

/// What is looked for, prepared once for all names.
pub struct Wanted {
    text: String,
    folded: Vec<char>,
    words: Vec<Word>,
    whole: Option<osa::BatchComparator<char>>,
}

struct Word {
    folded: Vec<char>,
    comparator: osa::BatchComparator<char>,
}

impl Wanted {
    /// Nothing if there is nothing to look for.
    pub fn new(text: &str) -> Option<Wanted> {
        let folded = folded(text);
        let words = words(&folded).map(|word| Word {
            comparator: osa::BatchComparator::new(word.iter().copied()),
            folded: word.to_vec(),
        });
        let words = words.collect();
        let whole =
            (folded.len() <= LONGEST).then(|| osa::BatchComparator::new(folded.iter().copied()));
        (!folded.is_empty()).then(|| Wanted {
            text: text.nfc().collect(),
            words,
            whole,
            folded,
        })
    }

    /// How like a name is, if it is.
    pub fn like(&self, name: &str) -> Option<How> {
        if name.nfc().eq(self.text.chars()) {
            return Some(How::Same);
        }
        let name = folded(name);
        if name == self.folded {
            return Some(How::Folded);
        }
        if name.starts_with(&self.folded) {
            return Some(How::Begins);
        }
        if self.has_words(&name) {
            return Some(How::Words);
        }
        if name.len() > self.folded.len() && self.folded.len() > 1 && contains(&name, &self.folded)
        {
            return Some(How::Contains);
        }
        let slips = [self.slips(&name), self.slips_by_word(&name)];
        slips.into_iter().flatten().min().map(How::Mistyped)
    }

    /// Whether an IRI ends so: `Q159` is the last part of `http://www.wikidata.org/entity/Q159`.
    pub fn is_last_of(&self, iri: &str) -> bool {
        iri::last_part(iri).to_lowercase() == self.text.to_lowercase()
    }

    fn has_words(&self, name: &[char]) -> bool {
        let has = |word: &Word| words(name).any(|known| known.starts_with(&word.folded));
        !self.words.is_empty() && self.words.iter().all(has)
    }

    fn slips(&self, name: &[char]) -> Option<usize> {
        let limit = limit(&self.folded);
        if name.len().abs_diff(self.folded.len()) > limit {
            return None;
        }
        let slips = distance(self.whole.as_ref()?, name, limit)?;
        (slips < name.len().max(self.folded.len())).then_some(slips)
    }

    /// The slips in all words together, where each is near to a word of the name.
    fn slips_by_word(&self, name: &[char]) -> Option<usize> {
        if self.words.is_empty() || self.folded.len() > LONGEST {
            return None;
        }
        self.words.iter().map(|word| word.slips(name)).sum()
    }
}

impl Word {
    /// The fewest slips between it and a word of the name. Of a word that goes on, what is as long as it is compared.
    fn slips(&self, name: &[char]) -> Option<usize> {
        let limit = limit(&self.folded);
        let nearest = |known: &[char]| {
            if known.starts_with(&self.folded) {
                return Some(0);
            }
            if known.len().abs_diff(self.folded.len()) > limit {
                return None;
            }
            distance(&self.comparator, known, limit).filter(|slips| *slips < self.folded.len())
        };
        words(name).filter_map(nearest).min()
    }
}

fn distance(comparator: &osa::BatchComparator<char>, name: &[char], limit: usize) -> Option<usize> {
    let args = osa::Args::default().score_cutoff(limit);
    comparator.distance_with_args(name.iter().copied(), &args)
}

/// A text without case, accents and differences of width.
fn folded(text: &str) -> Vec<char> {
    let text = text.trim();
    if text.is_ascii() {
        return fold(text);
    }
    fold(&text.nfkd().collect::<String>())
}

fn words(folded: &[char]) -> impl Iterator<Item = &[char]> {
    folded
        .split(|c| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
}

fn contains(name: &[char], part: &[char]) -> bool {
    name.windows(part.len()).any(|window| window == part)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn like(wanted: &str, name: &str) -> Option<How> {
        Wanted::new(wanted).and_then(|wanted| wanted.like(name))
    }

    #[test]
    fn the_same_in_any_script() {
        for (wanted, name) in [
            ("jurgen stock", "Jürgen Stock"),
            ("lodz", "Łódź"),
            ("strasse", "Straße"),
            ("МОСКВА", "Москва"),
            ("ελενη", "Ελένη"),
            ("الانتربول", "الإنتربول"),
            ("ＩＣＰＯ", "ICPO"),
        ] {
            assert_eq!(like(wanted, name), Some(How::Folded), "{wanted}");
        }
        assert_eq!(like("北京", "北京"), Some(How::Same));
    }

    #[test]
    fn a_part_is_enough() {
        let name = "Interpol General Assembly";
        assert_eq!(like("Interpol", name), Some(How::Begins));
        assert_eq!(like("assembly gen", name), Some(How::Words));
        assert_eq!(like("sembly", name), Some(How::Contains));
        assert_eq!(like("刑警", "国际刑警组织"), Some(How::Contains));
        assert_eq!(like("x", name), None);
    }

    #[test]
    fn slips_are_forgiven() {
        assert_eq!(like("Intrepol", "Interpol"), Some(How::Mistyped(1)));
        assert_eq!(
            like("asembly", "Interpol General Assembly"),
            Some(How::Mistyped(1))
        );
        assert_eq!(
            like("genral asembly", "Interpol General Assembly"),
            Some(How::Mistyped(2))
        );
        assert_eq!(like("cryptojacking", "Interpol"), None);
        assert_eq!(like("ab", "cd"), None);
    }

    #[test]
    fn the_end_of_an_iri_is_an_id() {
        let wanted = Wanted::new("q159").expect("something");
        assert!(wanted.is_last_of("http://www.wikidata.org/entity/Q159"));
        assert!(!wanted.is_last_of("http://www.wikidata.org/entity/Q1590"));
    }

    #[test]
    fn very_long_texts_are_compared_quickly() {
        let long = "word ".repeat(20_000);
        assert_eq!(like(&long, "ward"), None);
        assert_eq!(like("word", &long), Some(How::Begins));
        assert!(Wanted::new(" \n").is_none());
    }
}
