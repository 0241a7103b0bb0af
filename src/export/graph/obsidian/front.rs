//! The properties of a note: a block of YAML before it.

use oxrdf::NamedNodeRef;

use crate::vocab::{citable, schema};

/// What is told of sources.
pub const OF_SOURCES: [(&str, NamedNodeRef<'static>); 5] = [
    ("author", schema::AUTHOR),
    ("publisher", schema::PUBLISHER),
    ("published", schema::DATE_PUBLISHED),
    ("retrieved", citable::RETRIEVED),
    ("language", schema::IN_LANGUAGE),
];

/// Properties, in the order in which they are added.
#[derive(Debug, Default)]
pub struct Front(String);

impl Front {
    pub fn text(&mut self, key: &str, text: &str) {
        self.0.push_str(&format!("{key}: {}\n", quoted(text)));
    }

    /// A list, unless it has no entries.
    pub fn list(&mut self, key: &str, texts: &[String]) {
        if texts.is_empty() {
            return;
        }
        self.0.push_str(&format!("{key}:\n"));
        for text in texts {
            self.0.push_str(&format!("  - {}\n", quoted(text)));
        }
    }

    /// The block with its fences.
    pub fn written(self) -> String {
        format!("---\n{}---\n", self.0)
    }
}

/// A string of [YAML 1.2](https://yaml.org/spec/1.2.2/) in quotation marks, on one line; a character that YAML has not is an escape.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}' => {
                quoted.push_str(&format!("\\u{:04X}", u32::from(c)));
            }
            c if c.is_control() => quoted.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_string_is_on_one_line() {
        assert_eq!(
            quoted("a \"b\"\n\\ \u{85}"),
            "\"a \\\"b\\\"\\n\\\\ \\u0085\""
        );
    }
}
