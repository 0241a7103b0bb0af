//! Texts of other tools, as files of a project may have them.

use crate::parse;
use crate::span::{FileId, Span};

/// A text as a name: its words with single spaces, and without characters that cannot be seen; nothing if no word is left.
pub fn name(text: &str) -> Option<String> {
    use unicode_normalization::UnicodeNormalization;
    let visible: String = tidy(text)
        .chars()
        .filter(|c| {
            let mut bytes = [0; 4];
            let letter = c.encode_utf8(&mut bytes);
            parse::invisible(letter, Span::new(FileId(0), 0, letter.len())).is_none()
        })
        .nfc()
        .collect();
    let words: Vec<&str> = visible.split_whitespace().collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// A text without control characters, which no file of a project may have, but for line ends and tabs.
pub fn tidy(text: &str) -> String {
    let plain = text.replace("\r\n", "\n").replace('\r', "\n");
    let kept = plain.chars().map(|c| match c {
        '\n' | '\t' => c,
        c if c.is_control() => ' ',
        c => c,
    });
    kept.collect::<String>().trim().to_owned()
}
