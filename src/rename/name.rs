//! Names as they are compared, and those that an entity can be given.

use unicode_normalization::UnicodeNormalization;

use super::Asked;
use crate::notation;
use crate::ontology::Ontology;
use crate::parse;
use crate::span::{FileId, Span};

/// A name as names are compared.
pub fn normal(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    words.join(" ").nfc().collect()
}

/// A new name, or why it can be none.
pub fn clean(name: &str) -> Result<String, Asked> {
    let normal = normal(name);
    let why = if normal.is_empty() {
        Some("it has no letters")
    } else if normal.chars().any(char::is_control) {
        Some("it has a control character")
    } else if parse::invisible(&normal, Span::new(FileId(0), 0, normal.len())).is_some() {
        Some("it has a character that cannot be seen")
    } else {
        None
    };
    match why {
        Some(why) => Err(Asked::NoName { name: normal, why }),
        None => Ok(normal),
    }
}

/// A name in a line of a file.
pub fn in_line(name: &str, ontology: &Ontology) -> Result<String, Asked> {
    notation::name_in_file(name, ontology).ok_or_else(|| Asked::Unwritable {
        name: name.to_owned(),
    })
}
