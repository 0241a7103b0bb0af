//! The law that a quotation is found where it was taken from, however it was typed.

use unicode_normalization::UnicodeNormalization;

use super::*;

/// A generator of numbers that is the same on every machine.
pub struct Numbers(pub u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        ((self.0 >> 33) as usize) % limit.max(1)
    }

    fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }
}

const WORDS: [&str; 24] = [
    "Interpol",
    "1990,",
    "“agency”",
    "don’t",
    "well-known",
    "éte",
    "e\u{301}te\u{323}",
    "Россия",
    "国际刑警",
    "नमस्ते",
    "שָׁלוֹם",
    "👮🏽‍♀️",
    "oﬃce",
    "wait…",
    "—",
    "a–b",
    "inter\u{AD}national",
    "(ICPO)",
    "2\\*3",
    "x|y",
    "각",
    "\u{1100}\u{1161}\u{11A8}",
    "مرحبا",
    "«la»",
];
const GAPS: [&str; 8] = [" ", " ", " ", "\n", "\r\n", "  ", "\u{A0}", "\n\n"];

pub fn written(numbers: &mut Numbers, words: usize) -> String {
    let mut text = String::new();
    for number in 0..words {
        text.push_str(numbers.pick(&WORDS));
        // A number makes passages unlike each other.
        text.push_str(&format!(
            " {}{}",
            number * 7919 % 100_003,
            numbers.pick(&GAPS)
        ));
    }
    text
}

fn retyped(passage: &str, numbers: &mut Numbers) -> String {
    let mut typed = String::new();
    for c in passage.chars() {
        match c {
            ' ' if numbers.below(3) == 0 => typed.push_str(numbers.pick(&GAPS)),
            '“' | '”' | '«' | '»' => typed.push(numbers.pick(&['"', '„', '“'])),
            '’' => typed.push('\''),
            '—' | '–' => typed.push_str(numbers.pick(&["-", "--", "–"])),
            '…' => typed.push_str("..."),
            'ﬃ' => typed.push_str("ffi"),
            _ => typed.push(c),
        }
    }
    if numbers.below(2) == 0 {
        typed.nfd().collect()
    } else {
        typed.nfc().collect()
    }
}

/// A stretch of `text` that neither begins nor ends with white space, an unseen character or inside a
/// cluster.
pub fn stretch(text: &str, numbers: &mut Numbers) -> Range<usize> {
    let boundary = |at: usize| {
        let edge = |c: Option<char>| c.is_none_or(|c| !c.is_whitespace() && !fold::is_dropped(c));
        text.is_char_boundary(at)
            && edge(text[at..].chars().next())
            && edge(text[..at].chars().next_back())
            && !text[at..].starts_with(|c| fold::is_mark(c) || matches!(c, '\u{1161}' | '\u{11A8}'))
    };
    loop {
        let start = numbers.below(text.len());
        let end = (start + 40 + numbers.below(300)).min(text.len());
        if boundary(start) && boundary(end) {
            return start..end;
        }
    }
}

#[test]
fn every_passage_is_found_where_it_is() {
    let mut numbers = Numbers(1990);
    // Long enough for the index, and too short for it.
    for words in [9000, 300] {
        let source = written(&mut numbers, words);
        let text = Text::new(&source);
        for _ in 0..1500 {
            let bytes = stretch(&source, &mut numbers);
            let chars = counted(&source, &bytes);
            let exact = Place {
                tier: Tier::Exact,
                bytes: bytes.clone(),
                chars,
            };
            assert_eq!(
                find(&source[bytes.clone()], &text),
                Found::Once(exact.clone())
            );
            let typed = retyped(&source[bytes.clone()], &mut numbers);
            let Found::Once(place) = find(&typed, &text) else {
                panic!(
                    "{typed:?} of {:?}: {:?}",
                    &source[bytes],
                    find(&typed, &text)
                )
            };
            assert!(place.tier <= Tier::Layout);
            assert_eq!(
                (place.bytes, place.chars),
                (exact.bytes, exact.chars),
                "{typed:?}"
            );
        }
    }
}

#[test]
fn every_change_is_shown_where_it_is() {
    let mut numbers = Numbers(1923);
    let source = written(&mut numbers, 9000);
    let text = Text::new(&source);
    for _ in 0..300 {
        let bytes = stretch(&source, &mut numbers);
        let passage = &source[bytes.clone()];
        // A hyphen that the cut took from its word is not the hyphen of a word.
        if passage.starts_with(typography::is_dash) || passage.ends_with(typography::is_dash) {
            continue;
        }
        // Not in the first or last word, which are cut: there the passage is anyone's guess.
        let inner = passage.find(' ').unwrap_or(0)..passage.rfind(' ').unwrap_or(0);
        let digits: Vec<usize> = passage
            .match_indices(|c: char| c.is_ascii_digit())
            .map(|(at, _)| at)
            .filter(|at| inner.contains(at))
            .collect();
        let at = numbers.pick(&digits);
        let changed = format!("{}#{}", &passage[..at], &passage[at + 1..]);
        let Found::Nowhere(Some(near)) = find(&changed, &text) else {
            panic!("{changed:?}")
        };
        assert_eq!(
            (near.at_text, near.at_quotation),
            (bytes.start + at, at),
            "{changed:?}"
        );
        assert_eq!(near.found, Some('#'));
        // A bar or an escape at an edge is layout, and outside of the passage.
        assert!(near.passage.start <= bytes.start + 2 && near.passage.end + 2 >= bytes.end);
    }
}
