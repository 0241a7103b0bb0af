//! Texts in XML 1.0.

use std::borrow::Cow;

/// Whether XML has all characters of a text ([XML 1.0, section 2.2](https://www.w3.org/TR/xml/#charsets)).
pub fn holds(text: &str) -> bool {
    text.chars().all(is_char)
}

/// Char of XML 1.0.
pub fn is_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

/// A text for content or an attribute. What XML cannot hold becomes the replacement character.
pub fn escape(text: &str) -> Cow<'_, str> {
    let is_plain = |c: char| is_char(c) && !matches!(c, '&' | '<' | '>' | '"' | '\t' | '\n' | '\r');
    if text.chars().all(is_plain) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' => escaped.push_str("&#9;"),
            '\n' => escaped.push_str("&#10;"),
            '\r' => escaped.push_str("&#13;"),
            c if is_char(c) => escaped.push(c),
            _ => escaped.push('\u{FFFD}'),
        }
    }
    Cow::Owned(escaped)
}

/// A name that can be an `xs:NMTOKEN`: the text itself, or a key of it.
pub fn token(text: String) -> String {
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ':');
    match !text.is_empty() && text.chars().all(is_name) && !text.contains("://") {
        true => text,
        false => format!("key-{}", crate::iri::key(&text)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_read_back_but_for_what_xml_has_not() {
        let text = "a \"b\" <c> & 'd'\n\té\u{202e}😀";
        let unescaped = quick_xml::escape::unescape(&escape(text))
            .unwrap()
            .into_owned();
        assert_eq!(unescaped, text);
        assert_eq!(escape("a\u{1}b\u{FFFF}"), "a\u{FFFD}b\u{FFFD}");
        assert!(!holds("a\u{1}") && holds("a\n"));
    }

    #[test]
    fn a_token_has_no_character_that_a_name_has_not() {
        assert_eq!(token("e:russia".to_owned()), "e:russia");
        for text in ["http://x/", "a b", "", "Ρωσία"] {
            assert!(token(text.to_owned()).starts_with("key-"), "{text}");
        }
    }
}
