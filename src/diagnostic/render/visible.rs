//! Text as it may be shown in a terminal.
//!
//! What a user's file holds is not to be trusted: a control character can move the cursor or change the colour, and
//! a bidirectional control can make a line read other than it is. Both are shown as `<U+202E>`. The
//! joiners U+200C and U+200D belong to the spelling of several scripts and stay.

use std::borrow::Cow;
use std::fmt::Write;

/// Whether a character would not be seen, or would change how others are seen. Tab and line feed are
/// for the caller to decide on.
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}' | '\u{200E}' | '\u{200F}'
            | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}'
            | '\u{FDD0}'..='\u{FDEF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// Appends `c` to `out` as it may be shown: a tab as four spaces, a hidden character by its number.
pub fn push_visible(out: &mut String, c: char) {
    if c == '\t' {
        out.push_str("    ");
    } else if is_hidden(c) {
        write!(out, "<U+{:04X}>", u32::from(c)).expect("a String can be written to");
    } else {
        out.push(c);
    }
}

/// Text with hidden characters made visible; line feeds stay.
pub fn visible(text: &str) -> Cow<'_, str> {
    let plain = |c: char| c == '\n' || !is_hidden(c);
    if text.chars().all(plain) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if c == '\n' {
            out.push(c);
        } else {
            push_visible(&mut out, c);
        }
    }
    Cow::Owned(out)
}

/// [`visible`] text on one line.
pub fn visible_line(text: &str) -> String {
    let lines: Vec<&str> = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    visible(&lines.join(" ")).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_characters_are_shown_by_number() {
        assert_eq!(visible("a\u{1b}[31mb"), "a<U+001B>[31mb");
        assert_eq!(
            visible("\u{9b}x\u{202e}y\u{feff}"),
            "<U+009B>x<U+202E>y<U+FEFF>"
        );
        assert_eq!(visible("a\tb\nc"), "a    b\nc");
    }

    #[test]
    fn joiners_and_marks_stay() {
        let text = "می\u{200c}خواهم e\u{301} 👩\u{200d}🚒";
        assert_eq!(visible(text), text);
    }

    #[test]
    fn a_line_is_one_line() {
        assert_eq!(visible_line("one\r\n  two\n\n\u{7}"), "one two <U+0007>");
    }
}
