//! Texts of others inside Markdown: on one line, and nothing in them is markup.

use super::super::look;

/// A text on one line, as pictures have it: white space is a space, and nothing turns the direction of what follows.
pub fn line(text: &str) -> String {
    look::line(text)
}

/// What CommonMark, GitHub or Obsidian could take for its own.
const MARKS: &str = "\\`*_{}[]<>#|~=$%&^!";

/// A text inside a line. Every mark is escaped, and a text from right to
/// left is isolated, so that what follows stays where it is.
pub fn inline(text: &str) -> String {
    let line = line(text);
    let mut escaped = String::with_capacity(line.len() + 8);
    for (at, c) in line.char_indices() {
        // GitHub makes a link of what looks like an address, and takes escapes and footnotes behind it for a part of it.
        let is_address = c == ':' && line[at..].starts_with("://")
            || c == '.' && line[..at].to_ascii_lowercase().ends_with("www");
        if is_address || MARKS.contains(c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    isolated(&escaped)
}

/// A text between marks of isolation, if it has letters that are written from right to left.
pub fn isolated(text: &str) -> String {
    match text.chars().any(is_from_right) {
        true => format!("\u{2068}{text}\u{2069}"),
        false => text.to_owned(),
    }
}

/// Whether a letter is of a script that is written from right to left.
fn is_from_right(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}')
        || matches!(c, '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
}

/// A link to an address that can be followed; any other address as it is.
pub fn address(iri: &str) -> String {
    match iri.contains(char::is_whitespace) {
        true => inline(iri),
        false => link(&inline(iri), iri),
    }
}

/// A link whose text is Markdown, if the address can be followed; else the text.
pub fn link(text: &str, iri: &str) -> String {
    match look::link(iri) {
        Some(iri) => format!("[{text}]({})", destination(iri)),
        None => text.to_owned(),
    }
}

/// An address in parentheses: what could end it there is written with a percent sign.
fn destination(iri: &str) -> String {
    let mut written = String::with_capacity(iri.len());
    for c in iri.chars() {
        match c {
            '(' | ')' | '<' | '>' | '[' | ']' | '\\' | '"' | '\'' | '`' | '|' | '*' | '_' | '~' => {
                written.push_str(&format!("%{:02X}", u32::from(c)));
            }
            '&' => written.push_str("&amp;"),
            c if c.is_control() || c.is_whitespace() => {
                let mut bytes = [0; 4];
                for byte in c.encode_utf8(&mut bytes).bytes() {
                    written.push_str(&format!("%{byte:02X}"));
                }
            }
            c => written.push(c),
        }
    }
    written
}

/// Words of a source in quotation marks.
pub fn quoted(words: &str) -> String {
    format!("“{}”", inline(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_markup() {
        assert_eq!(
            inline("a **b** [c](d) [^1]"),
            "a \\*\\*b\\*\\* \\[c\\](d) \\[\\^1\\]"
        );
        assert_eq!(inline("two\nlines & <b>"), "two lines \\& \\<b\\>");
        assert_eq!(inline("שלום"), "\u{2068}שלום\u{2069}");
    }

    #[test]
    fn an_address_ends_where_it_ends() {
        assert_eq!(
            address("https://a.b/c_(d)?e&f"),
            "[https\\://a.b/c\\_(d)?e\\&f](https://a.b/c%5F%28d%29?e&amp;f)"
        );
        assert_eq!(address("javascript:alert(1)"), "javascript:alert(1)");
    }
}
