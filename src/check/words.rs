//! The words of quotations, for the rules that look for a statement's parts in them.

use std::cell::OnceCell;

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use crate::model::Quotation;

/// The words of adjacent quotations. Case and diacritics are set aside: these rules warn, and a quotation may
/// inflect a name; whether the words stand in the source is settled elsewhere, and exactly.
pub struct Words<'a> {
    folded: &'a str,
    words: OnceCell<Vec<&'a str>>,
    numbers: OnceCell<Vec<String>>,
}

/// How much of a word must begin alike for it to count as another form of it.
const STEM: usize = 4;

impl<'a> Words<'a> {
    /// Takes a text that [`folded`] made.
    pub fn new(folded: &'a str) -> Self {
        Self {
            folded,
            words: OnceCell::new(),
            numbers: OnceCell::new(),
        }
    }

    fn words(&self) -> &[&'a str] {
        self.words
            .get_or_init(|| self.folded.unicode_words().collect())
    }

    fn numbers(&self) -> &[String] {
        self.numbers.get_or_init(|| numbers(self.folded))
    }

    /// Whether these digits stand in them, as part of a number or word as well.
    pub fn contain(&self, digits: &str) -> bool {
        self.folded.contains(digits)
    }

    /// Whether they name what is called `name`: by the whole name, or a form of one of its words.
    pub fn name(&self, name: &str) -> bool {
        let name = fold(name);
        if self.folded.contains(&name) {
            return true;
        }
        name.unicode_words()
            .filter(|word| word.chars().count() >= STEM)
            .any(|word| self.words().iter().any(|other| is_form(word, other)))
    }

    /// Whether a year of four digits stands in them.
    pub fn have_year(&self, year: &str) -> bool {
        self.numbers().iter().any(|number| number == year)
    }

    /// Whether they have a number, in digits or written out in English.
    pub fn have_number(&self, number: &str) -> bool {
        let plain = number.trim_start_matches(['+', '-']);
        let trimmed = match plain.split_once('.') {
            Some((whole, part)) if part.bytes().all(|byte| byte == b'0') => whole,
            _ => plain,
        };
        let found = self.numbers();
        if found.iter().any(|other| other == plain || other == trimmed) {
            return true;
        }
        let written = WRITTEN_OUT.iter().find(|(digits, _)| *digits == trimmed);
        written.is_some_and(|(_, words)| self.words().iter().any(|word| words.contains(word)))
    }
}

/// The text of quotations, folded.
pub fn folded(quotations: &[Quotation]) -> String {
    match quotations {
        [one] => fold(&one.text),
        several => {
            let texts: Vec<&str> = several
                .iter()
                .map(|quotation| quotation.text.as_str())
                .collect();
            fold(&texts.join("\n"))
        }
    }
}

/// A text without case and diacritics, white space single.
fn fold(text: &str) -> String {
    let plain: String = if text.is_ascii() {
        text.to_ascii_lowercase()
    } else {
        text.to_lowercase().nfd().filter(|c| !is_mark(*c)).collect()
    };
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

/// Whether two words begin alike for three quarters of the shorter, and at least [`STEM`] letters.
fn is_form(one: &str, other: &str) -> bool {
    let common = one
        .chars()
        .zip(other.chars())
        .take_while(|(a, b)| a == b)
        .count();
    let shorter = one.chars().count().min(other.chars().count());
    common >= STEM && common * 4 >= shorter * 3
}

/// The numbers in a folded text, without separators between thousands.
fn numbers(folded: &str) -> Vec<String> {
    let mut numbers = Vec::new();
    let chars: Vec<char> = folded.chars().collect();
    let mut at = 0;
    while at < chars.len() {
        if !chars[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let start = at;
        while at < chars.len() && (chars[at].is_ascii_digit() || continues(&chars, at)) {
            at += 1;
        }
        let written: String = chars[start..at].iter().collect();
        numbers.push(
            written
                .chars()
                .filter(|c| c.is_ascii_digit() || *c == '.')
                .collect(),
        );
        numbers.push(written.chars().filter(char::is_ascii_digit).collect());
        numbers.push(written.replace(',', "."));
        numbers.extend(written.split(is_separator).map(str::to_owned));
        // What only white space joins may be several numbers: `in 2023 12.5 km`.
        let apart = written.split(char::is_whitespace);
        numbers.extend(apart.map(|number| number.replace(',', ".")));
    }
    numbers
}

/// Whether a separator inside a number stands here: one with digits on both sides.
fn continues(chars: &[char], at: usize) -> bool {
    is_separator(chars[at]) && chars.get(at + 1).is_some_and(char::is_ascii_digit)
}

fn is_separator(c: char) -> bool {
    matches!(c, ',' | '.' | ' ' | '\u{A0}' | '\u{202F}' | '’' | '\'')
}

/// The numbers that English and its neighbours write out.
const WRITTEN_OUT: &[(&str, &[&str])] = &[
    ("0", &["zero", "none", "no"]),
    ("1", &["one", "single", "a", "an", "once"]),
    ("2", &["two", "both", "twice", "pair"]),
    ("3", &["three"]),
    ("4", &["four"]),
    ("5", &["five"]),
    ("6", &["six"]),
    ("7", &["seven"]),
    ("8", &["eight"]),
    ("9", &["nine"]),
    ("10", &["ten"]),
    ("11", &["eleven"]),
    ("12", &["twelve", "dozen"]),
    ("20", &["twenty"]),
    ("100", &["hundred"]),
    ("1000", &["thousand"]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_several_habits_of_writing() {
        let text = fold("1,234 units, 1 500 more, 12.5 km, 3,5 kg, and two others of 1990.");
        let words = Words::new(&text);
        for number in ["1234", "1500", "12.5", "3.5", "2", "1990", "+1234", "12.50"] {
            assert_eq!(words.have_number(number), number != "12.50", "{number}");
        }
        assert!(!words.have_number("7"));
    }

    #[test]
    fn names_by_a_form_of_a_word() {
        let text = fold("Cryptocurrencies worry the Russian ministry, says Jurgen Stock.");
        let words = Words::new(&text);
        for name in [
            "cryptocurrency",
            "Russia",
            "Ministry of Internal Affairs",
            "Jürgen Stock",
        ] {
            assert!(words.name(name), "{name}");
        }
        assert!(!words.name("Interpol"));
        assert!(!Words::new(&fold("сотрудники бюро")).name("Интерпол"));
        assert!(Words::new(&fold("в России")).name("Россия"));
    }
}
