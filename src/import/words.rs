//! Words for new terms, and texts as literals.

use oxrdf::Literal;

use super::found::{Term, Text, is_iri};
use super::known::local_name;

/// A text, with its language if that is one.
pub fn literal(text: &Text) -> Literal {
    let tagged = text
        .lang
        .as_ref()
        .and_then(|lang| Literal::new_language_tagged_literal(&text.text, lang).ok());
    tagged.unwrap_or_else(|| Literal::new_simple_literal(&text.text))
}

/// Whether a local name can be typed as a word, and stand in an IRI.
pub fn is_word(word: &str) -> bool {
    word.starts_with(char::is_alphabetic)
        && word
            .chars()
            .all(|c| c.is_alphanumeric() || c == '_' || c == '-')
}

/// A word for a term: of its local name, or of its label, in one piece.
pub fn word_of(term: &Term) -> String {
    let label = term.labels.first().map_or("", |label| label.text.as_str());
    let local = if is_iri(&term.key) {
        local_name(&term.key)
    } else {
        &term.key
    };
    for text in [local, label] {
        let mut word = String::new();
        for part in text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|part| !part.is_empty())
        {
            let mut letters = part.chars();
            match letters.next() {
                Some(first) if !word.is_empty() => word.extend(first.to_uppercase()),
                Some(first) => word.push(first),
                None => {}
            }
            word.push_str(letters.as_str());
        }
        if is_word(&word) {
            return word;
        }
    }
    "term".to_owned()
}
