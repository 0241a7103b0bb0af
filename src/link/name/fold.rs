//! A name as words of small Latin letters and digits.

use any_ascii::any_ascii_char;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::form;

/// Of a longer name the beginning is compared: so many characters.
pub const LONGEST: usize = 256;

/// The words of a name, with one space between them.
///
/// A name without any letter or digit (`!!!`, `♥`) is its own characters without spaces and controls, so that it is
/// found again. Only one that has nothing to see is empty.
pub fn fold(name: &str) -> String {
    let mut folded = Folded::default();
    if name.is_ascii() {
        for byte in name.bytes().take(LONGEST) {
            folded.push(char::from(byte));
        }
    } else {
        let beginning: String = name.chars().take(LONGEST).collect();
        for c in form::set_apart(&beginning).nfkd() {
            folded.transliterate(c);
        }
    }
    let mut text = folded.text;
    if text.is_empty() {
        let seen = |c: &char| !c.is_control() && !c.is_whitespace() && !is_invisible(*c);
        text.extend(name.chars().take(LONGEST).nfkc().filter(seen).take(LONGEST));
    }
    text
}

#[derive(Default)]
struct Folded {
    text: String,
    /// Whether the last character was one that separates words.
    apart: bool,
}

impl Folded {
    fn transliterate(&mut self, c: char) {
        if c.is_ascii() {
            self.push(c);
        } else if c.is_alphanumeric() {
            any_ascii_char(c)
                .chars()
                .for_each(|letter| self.letter(letter));
        } else if !is_combining_mark(c) && !is_invisible(c) && !is_apostrophe(c) {
            self.apart = true;
        }
    }

    /// Of what a letter is written as, marks like the soft sign's are left out.
    fn letter(&mut self, c: char) {
        if c.is_ascii_alphanumeric() {
            self.push(c);
        }
    }

    fn push(&mut self, c: char) {
        if !c.is_ascii_alphanumeric() {
            self.apart |= !is_apostrophe(c);
        } else if self.text.len() < 2 * LONGEST {
            if self.apart && !self.text.is_empty() {
                self.text.push(' ');
            }
            self.apart = false;
            self.text.push(c.to_ascii_lowercase());
        }
    }
}

/// `O'Neil` and `Oneil` are one word, and the soft signs of transliteration are none.
fn is_apostrophe(c: char) -> bool {
    matches!(
        c,
        '\'' | '`' | '’' | '‘' | 'ʼ' | 'ʻ' | 'ʹ' | 'ʾ' | 'ʿ' | '´' | '′'
    )
}

/// What has no width: joiners, marks of direction, soft hyphens, variation selectors.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
    )
}
