//! The words of quotations, for the rules that look for a statement's parts in them.

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use crate::model::Quotation;

/// The words of adjacent quotations. Case and diacritics are set aside: these rules warn, and a quotation may
/// inflect a name; whether the words stand in the source is settled elsewhere, and exactly.
pub struct Words<'a> {
    quotations: &'a [Quotation],
}

/// How much of a word must begin alike for it to count as another form of it.
const STEM: usize = 4;

impl<'a> Words<'a> {
    pub fn new(quotations: &'a [Quotation]) -> Self {
        Self { quotations }
    }

    /// The quotations' text, folded.
    pub fn folded(&self) -> String {
        let texts: Vec<&str> = self
            .quotations
            .iter()
            .map(|quotation| quotation.text.as_str())
            .collect();
        fold(&texts.join("\n"))
    }
}

/// A text without case and diacritics, white space single.
pub fn fold(text: &str) -> String {
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

/// Whether a folded text names what is called `name`: by the whole name, or a form of one of its words.
pub fn names(folded: &str, name: &str) -> bool {
    let name = fold(name);
    if folded.contains(&name) {
        return true;
    }
    let words: Vec<&str> = folded.unicode_words().collect();
    name.unicode_words()
        .filter(|word| word.chars().count() >= STEM)
        .any(|word| words.iter().any(|other| is_form(word, other)))
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
pub fn numbers(folded: &str) -> Vec<String> {
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
        numbers.extend(
            written
                .split([' ', '\u{A0}', '\u{202F}', ',', '.', '’', '\''])
                .map(str::to_owned),
        );
    }
    numbers
}

/// Whether a separator inside a number stands here: one with digits on both sides.
fn continues(chars: &[char], at: usize) -> bool {
    matches!(
        chars[at],
        ',' | '.' | ' ' | '\u{A0}' | '\u{202F}' | '’' | '\''
    ) && chars.get(at + 1).is_some_and(char::is_ascii_digit)
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

/// Whether a folded text has a number, in digits or written out in English.
pub fn has_number(folded: &str, number: &str) -> bool {
    let plain = number.trim_start_matches(['+', '-']);
    let trimmed = match plain.split_once('.') {
        Some((whole, part)) if part.bytes().all(|byte| byte == b'0') => whole,
        _ => plain,
    };
    let found = numbers(folded);
    if found.iter().any(|other| other == plain || other == trimmed) {
        return true;
    }
    let words = WRITTEN_OUT.iter().find(|(digits, _)| *digits == trimmed);
    words.is_some_and(|(_, words)| folded.unicode_words().any(|word| words.contains(&word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_several_habits_of_writing() {
        let text = fold("1,234 units, 1 500 more, 12.5 km, 3,5 kg, and two others of 1990.");
        for number in ["1234", "1500", "12.5", "3.5", "2", "1990", "+1234", "12.50"] {
            assert_eq!(has_number(&text, number), number != "12.50", "{number}");
        }
        assert!(!has_number(&text, "7"));
    }

    #[test]
    fn names_by_a_form_of_a_word() {
        let text = fold("Cryptocurrencies worry the Russian ministry, says Jurgen Stock.");
        for name in [
            "cryptocurrency",
            "Russia",
            "Ministry of Internal Affairs",
            "Jürgen Stock",
        ] {
            assert!(names(&text, name), "{name}");
        }
        assert!(!names(&text, "Interpol"));
        assert!(!names(&fold("сотрудники бюро"), "Интерпол"));
        assert!(names(&fold("в России"), "Россия"));
    }
}
