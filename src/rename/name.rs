//! A name, as it is written: in a line with brackets only where it would otherwise be taken apart.

use unicode_normalization::UnicodeNormalization;

use super::Asked;
use crate::escape::{self, Letter, Nature};
use crate::ontology::{Lookup, Ontology};
use crate::parse;
use crate::span::{FileId, Span};
use crate::syntax::{Token, TokenKind, text_of};
use crate::time::{JOINERS, OPENERS};

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

/// A name in a line.
pub fn in_line(name: &str, ontology: &Ontology) -> String {
    if is_plain(name, ontology) {
        return escape::escape(&escape::words(name));
    }
    // Brackets in a name in brackets are told apart by their balance; those without it are escaped, and so is a pair
    // that would otherwise make double brackets.
    let is_pair = name.starts_with('[') && name.ends_with(']');
    let last = name.chars().count() - 1;
    let inner = name.chars().enumerate().map(|(at, c)| match c {
        '[' | ']' if is_pair && (at == 0 || at == last) => (c, Nature::Escaped),
        '[' | ']' => (c, Nature::Mark),
        _ => (c, Nature::Words),
    });
    let open = [('[', Nature::Mark)].into_iter();
    let letters: Vec<Letter> = open.chain(inner).chain([(']', Nature::Mark)]).collect();
    escape::escape(&letters)
}

/// Whether a name is read as one wherever it stands in a line.
fn is_plain(name: &str, ontology: &Ontology) -> bool {
    let written = escape::escape(&escape::words(name));
    let mut problems = Vec::new();
    let tokens = parse::tokens(FileId(0), &written, &mut problems);
    let opens_block = |c: char| "#>-+*=~|_[".contains(c) || c.is_ascii_digit();
    problems.is_empty()
        && !name.starts_with(opens_block)
        && !name.contains(';')
        && tokens.iter().all(|token| token.kind == TokenKind::Word)
        && text_of(&tokens) == name
        && !tokens
            .iter()
            .any(|token| is_of_notation(&token.text, ontology))
        && !has_time(&tokens)
        && !matches!(tokens.as_slice(), [token] if means_otherwise(&token.text, ontology))
}

/// Whether a word is a predicate, or a word of the notation where predicates stand.
fn is_of_notation(word: &str, ontology: &Ontology) -> bool {
    let is_property = !matches!(
        ontology.find_property(word),
        Lookup::None | Lookup::NoPrefix(_)
    );
    is_property || matches!(word, "is" | "not")
}

/// Whether a part could be a time, or begin one that goes on after the name.
fn has_time(tokens: &[Token]) -> bool {
    tokens.iter().enumerate().any(|(at, token)| {
        let next = tokens.get(at + 1).map(|next| next.text.as_str());
        let goes_on = next.is_none_or(|next| {
            next.starts_with(|c: char| c.is_ascii_digit()) || matches!(next, "about" | "at" | "of")
        });
        let word = token.text.as_str();
        (OPENERS.contains(&word) || JOINERS.contains(&word)) && goes_on
    })
}

/// Whether a single word is a value, a prefixed name, or the source.
fn means_otherwise(word: &str, ontology: &Ontology) -> bool {
    matches!(word, "this" | "true" | "false") || ontology.expand(word).is_some()
}

/// A name in a cell of a table.
pub fn in_cell(name: &str, ontology: &Ontology) -> String {
    let is_special =
        name == "this" || name.starts_with(['^', '<', '[']) || ontology.expand(name).is_some();
    match is_special {
        true => format!("[{name}]"),
        false => name.to_owned(),
    }
}

/// A string with its quotation marks, as a line has it.
pub fn quoted(words: &str) -> String {
    let inner = words.chars().map(|c| match c {
        '"' => (c, Nature::Escaped),
        _ => (c, Nature::Words),
    });
    let mark = || [('"', Nature::Mark)].into_iter();
    let letters: Vec<Letter> = mark().chain(inner).chain(mark()).collect();
    escape::escape(&letters)
}
