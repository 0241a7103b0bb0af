//! Text as HTML has it.

/// A text in which nothing is markup. Controls that HTML doesn't allow are shown as what they are.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + text.len() / 16);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\u{C}' | '\r' => escaped.push(' '),
            '\n' | '\t' => escaped.push(c),
            '\0'..'\u{20}' => escaped.push(picture(c)),
            '\u{7F}'..='\u{9F}' | '\u{FDD0}'..='\u{FDEF}' => escaped.push('\u{FFFD}'),
            c if u32::from(c) & 0xFFFE == 0xFFFE => escaped.push('\u{FFFD}'),
            c => escaped.push(c),
        }
    }
    escaped
}

/// The picture that Unicode has of a control: `␛`.
fn picture(control: char) -> char {
    char::from_u32(0x2400 + u32::from(control)).unwrap_or('\u{FFFD}')
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn nothing_is_markup() {
        assert_eq!(
            escape("<a href='x'>&\"</a>"),
            "&lt;a href=&#39;x&#39;&gt;&amp;&quot;&lt;/a&gt;"
        );
        assert_eq!(
            escape("a\r\n\u{1B}[1m\u{85}\u{FFFF}"),
            "a \n␛[1m\u{FFFD}\u{FFFD}"
        );
    }
}
