//! Names in quotations: whole, inflected, or by their first letters.

use unicode_segmentation::UnicodeSegmentation;

use super::{Words, fold};

/// How much of a word must begin alike for it to count as another form of it.
const STEM: usize = 4;

/// How many letters an abbreviation has.
const INITIALS: std::ops::RangeInclusive<usize> = 3..=8;

impl Words<'_> {
    /// Whether they name what is called `name`: by the whole name, a form of one of its words, or its abbreviation.
    pub fn name(&self, name: &str) -> bool {
        let folded = fold(name);
        if self.have_whole(&folded) {
            return true;
        }
        let mut long = folded.unicode_words().filter(|word| tells(word));
        long.any(|word| self.have_form(word))
            || self.abbreviate(&folded)
            || (is_abbreviation(name) && self.spell_out(&folded))
    }

    /// Whether a folded name stands in them, and not by chance inside a word, as `ada` in `canada`. A long one may: so it
    /// stands in what German and its neighbours write as one word.
    fn have_whole(&self, name: &str) -> bool {
        let begins_word = |at: usize| {
            let before = self.folded[..at].chars().next_back();
            !before.is_some_and(char::is_alphanumeric)
        };
        let is_long = name.chars().count() > STEM + 1;
        let needs_bound = name.starts_with(|c: char| c.is_alphanumeric() && !has_no_spaces(c));
        let mut places = self.folded.match_indices(name);
        places.any(|(at, _)| is_long || !needs_bound || begins_word(at))
    }

    /// Whether a word stands in them in whatever form.
    pub fn have_form(&self, word: &str) -> bool {
        self.words().iter().any(|other| is_form(word, other))
    }

    /// Whether a name of several words stands in them by its initials.
    fn abbreviate(&self, name: &str) -> bool {
        let initials: String = name
            .unicode_words()
            .filter_map(|word| word.chars().next())
            .collect();
        // `of` and the like have an initial in some abbreviations, and in others none.
        let long: String = name
            .unicode_words()
            .filter(|word| word.chars().count() > 3)
            .filter_map(|word| word.chars().next())
            .collect();
        [initials, long].iter().any(|initials| {
            INITIALS.contains(&initials.chars().count())
                && self.words().iter().any(|word| word == initials)
        })
    }

    /// Whether words in a row have the letters of an abbreviation as their initials.
    fn spell_out(&self, abbreviation: &str) -> bool {
        let initials = |keeps: fn(&str) -> bool| -> String {
            let words = self.words().iter().filter(|word| keeps(word));
            words.filter_map(|word| word.chars().next()).collect()
        };
        initials(|_| true).contains(abbreviation)
            || initials(|word| word.chars().count() > 3).contains(abbreviation)
    }
}

/// Whether a word is long enough to tell one thing from another by it.
pub fn tells(word: &str) -> bool {
    word.chars().count() >= STEM || (!word.is_ascii() && is_ideographic(word))
}

/// Whether a letter is of a script that writes no spaces between words.
fn has_no_spaces(c: char) -> bool {
    matches!(c, '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}'
        | '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Whether a word is of a script in which words are a character or two.
fn is_ideographic(word: &str) -> bool {
    word.chars()
        .all(|c| matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}'))
        && word.chars().count() > 1
}

/// Whether a name is nothing but capitals.
fn is_abbreviation(name: &str) -> bool {
    INITIALS.contains(&name.chars().count()) && name.chars().all(char::is_uppercase)
}

/// Whether two words begin alike for three quarters of the shorter, and at least [`STEM`] letters; where a language
/// inflects even short names, three of four.
fn is_form(one: &str, other: &str) -> bool {
    let (one, other) = (without_article(one), without_article(other));
    let length = |word: &str| word.chars().count();
    let common = one
        .chars()
        .zip(other.chars())
        .take_while(|(a, b)| a == b)
        .count();
    let shorter = length(one).min(length(other));
    let least = match one.is_ascii() {
        false if length(one).max(length(other)) <= STEM + 1 => STEM - 1,
        _ => STEM,
    };
    common >= least && common * 4 >= shorter * 3
}

/// A word without the article that Arabic writes in front of it, with what may stand before that.
fn without_article(word: &str) -> &str {
    let bare = word
        .strip_prefix("ال")
        .or_else(|| word.strip_prefix("وال"))
        .or_else(|| word.strip_prefix("بال"))
        .or_else(|| word.strip_prefix("لل"));
    bare.filter(|bare| bare.chars().count() >= STEM)
        .unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Words<'static> {
        Words::of(text.to_owned(), "en")
    }

    #[test]
    fn by_a_form_of_a_word() {
        let text = words("Cryptocurrencies worry the Russian ministry, says Jurgen Stock.");
        for name in [
            "cryptocurrency",
            "Russia",
            "Ministry of Internal Affairs",
            "Jürgen Stock",
        ] {
            assert!(text.name(name), "{name}");
        }
        assert!(!text.name("Interpol"));
        assert!(!words("сотрудники бюро").name("Интерпол"));
        assert!(words("в России").name("Россия"));
        assert!(words("у Анны был дом").name("Анна"));
        assert!(words("της Άννας").name("Άννα"));
        assert!(words("في الإنتربول").name("إنتربول"));
        assert!(words("与国际刑警组织合作").name("国际刑警组织"));
        assert!(!words("a Mark of honour").name("Maria"));
        assert!(!words("born in Canada").name("Ada"));
        assert!(!words("a woman of Tirana").name("Oman"));
        assert!(words("says Ada, of Oman's court").name("Ada"));
        assert!(words("das Kinderhilfswerk").name("Hilfswerk"));
        assert!(words("在北京开会").name("北京"));
    }

    #[test]
    fn by_its_abbreviation() {
        assert!(words("the NCB in Moscow").name("National Central Bureau"));
        assert!(words("the MIA in Moscow").name("Ministry of Internal Affairs"));
        assert!(words("the National Central Bureau").name("NCB"));
        assert!(words("the Ministry of Internal Affairs").name("MIA"));
        assert!(!words("the National Court").name("NCB"));
    }
}
