//! Years in quotations: in four digits, in two, in Roman numerals, or in words.

use super::Words;

impl Words<'_> {
    /// Whether a year of four digits stands in them.
    pub fn have_year(&self, year: &str) -> bool {
        self.have_number(year) || self.have_short_year(&year[2..])
    }

    /// Whether these digits begin a number in them, as those of a decade do.
    pub fn have_digits(&self, digits: &str) -> bool {
        self.folded.contains(digits)
    }

    /// Whether any year stands in them.
    pub fn have_some_year(&self) -> bool {
        let is_year = |number: &String| {
            number.len() == 4
                && matches!(number.as_bytes()[0], b'1' | b'2')
                && !number.contains('.')
        };
        self.numbers().iter().any(is_year) || self.written_out().iter().any(is_year)
    }

    /// Whether the last digits of a year stand in them as in `1990/91`, `’91` or `17.10.91`.
    fn have_short_year(&self, digits: &str) -> bool {
        let text = &self.folded;
        text.match_indices(digits).any(|(at, _)| {
            let before = text[..at].chars().next_back();
            let after = text[at + digits.len()..].chars().next();
            matches!(
                before,
                Some('/' | '-' | '–' | '—' | '‑' | '\'' | '’' | '‘' | '.')
            ) && !after.is_some_and(|c| c.is_ascii_digit())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_several_ways_of_writing() {
        for (text, year) in [
            ("in 1990", "1990"),
            ("1990/91", "1991"),
            ("1939–45", "1945"),
            ("in ’68", "1968"),
            ("on 17.10.22", "2022"),
            ("MCMXC", "1990"),
            ("in nineteen ninety", "1990"),
            ("in two thousand and five", "2005"),
            ("١٩٩٠", "1990"),
            ("二〇二二年", "2022"),
        ] {
            let words = Words::of(text.to_owned(), "en");
            assert!(words.have_year(year), "{text}");
            assert!(!words.have_year("1967"), "{text}");
        }
        assert!(Words::of("in May 1990".to_owned(), "en").have_some_year());
        assert!(!Words::of("in May, 15 of 120".to_owned(), "en").have_some_year());
    }
}
