//! Names and values as a line of a dossier or a cell of a table has them, so that they are read as what they were.
//!
//! A name stands bare where it is read as one wherever it stands, and in brackets where not. Few can be written in neither
//! way: of brackets in brackets each needs its other half.

use oxrdf::{Literal, NamedNodeRef};

use crate::escape::{self, Letter, Nature};
use crate::ontology::{Lookup, Ontology};
use crate::parse;
use crate::resolve::is_value;
use crate::span::FileId;
use crate::syntax::{Token, TokenKind, text_of};
use crate::time::{JOINERS, OPENERS};
use crate::vocab::{IDENTITY, is_date, is_numeric, skos, xsd};

/// The words by which a declaration says that a thing is the same as one elsewhere, or close to one: those of the property
/// that comes of them, or of a mapping. Nothing of other properties.
pub fn link(property: NamedNodeRef) -> Option<&'static str> {
    if IDENTITY.contains(&property) {
        return Some("same as");
    }
    (property == skos::CLOSE_MATCH).then_some("close to")
}

/// What the words of a name may mean otherwise.
pub trait Words {
    /// Whether a word is a property.
    fn has_property(&self, word: &str) -> bool;

    /// Whether a word is an IRI with a prefix.
    fn is_prefixed(&self, word: &str) -> bool;
}

impl Words for Ontology {
    fn has_property(&self, word: &str) -> bool {
        !matches!(self.find_property(word), Lookup::None | Lookup::NoPrefix(_))
    }

    fn is_prefixed(&self, word: &str) -> bool {
        self.expand(word).is_some()
    }
}

/// Where no vocabulary can be read, no word is one of it.
impl<W: Words> Words for Option<&W> {
    fn has_property(&self, word: &str) -> bool {
        self.is_some_and(|words| words.has_property(word))
    }

    fn is_prefixed(&self, word: &str) -> bool {
        self.is_some_and(|words| words.is_prefixed(word))
    }
}

/// A name in a line of a file, with the escapes that keep Markdown from taking marks for its own; nothing if no line can
/// hold it.
pub fn name_in_file(name: &str, words: &impl Words) -> Option<String> {
    written(name, words, escape::escape)
}

/// A name in a line that is shown, or typed; nothing if no line can hold it.
pub fn name_in_line(name: &str, words: &impl Words) -> Option<String> {
    written(name, words, typed).or_else(|| name_in_file(name, words))
}

/// A name in a cell of a table. Only that needs brackets which as a whole is something else: a name that has brackets around
/// it is found as it is.
pub fn name_in_cell(name: &str, words: &impl Words) -> String {
    match name == "this" || name.starts_with(['^', '<']) || words.is_prefixed(name) {
        true => format!("[{name}]"),
        false => name.to_owned(),
    }
}

/// A string in a line of a file, with its quotation marks.
pub fn quoted(words: &str) -> String {
    let inner = words.chars().map(|c| match c {
        '"' => (c, Nature::Escaped),
        _ => (c, Nature::Words),
    });
    let mark = || [('"', Nature::Mark)].into_iter();
    let letters: Vec<Letter> = mark().chain(inner).chain(mark()).collect();
    escape::escape(&letters)
}

/// A value as a line that is shown has it, without its unit.
pub fn value(literal: &Literal) -> String {
    let datatype = literal.datatype();
    if is_numeric(datatype) || is_date(datatype) || datatype == xsd::BOOLEAN {
        return literal.value().to_owned();
    }
    let words = literal.value().replace('\\', "\\\\").replace('"', "\\\"");
    let words = words.replace('\n', " ");
    match literal.language() {
        Some(lang) => format!("\"{words}\"@{lang}"),
        None => format!("\"{words}\""),
    }
}

fn written(name: &str, words: &impl Words, write: impl Fn(&[Letter]) -> String) -> Option<String> {
    let bare = write(&escape::words(name));
    if is_plain(name, &bare, words) {
        return Some(bare);
    }
    let bracketed = write(&bracketed(name));
    let mut problems = Vec::new();
    let tokens = parse::tokens(FileId(0), &bracketed, &mut problems);
    let is_read = matches!(
        tokens.as_slice(),
        [Token { kind: TokenKind::Bracketed, text, .. }] if text == name
    );
    (is_read && problems.is_empty()).then_some(bracketed)
}

/// A name in brackets. Those in it are told apart by their balance, so they stay as they are; but a pair around it would
/// make double brackets.
fn bracketed(name: &str) -> Vec<Letter> {
    let is_pair = name.starts_with('[') && name.ends_with(']');
    let last = name.chars().count().saturating_sub(1);
    let inner = name.chars().enumerate().map(|(at, c)| match c {
        '[' | ']' if is_pair && (at == 0 || at == last) => (c, Nature::Escaped),
        '[' | ']' => (c, Nature::Mark),
        _ => (c, Nature::Words),
    });
    let open = [('[', Nature::Mark)].into_iter();
    open.chain(inner).chain([(']', Nature::Mark)]).collect()
}

/// Letters with the escapes that the notation needs, and no others.
fn typed(letters: &[Letter]) -> String {
    let mut typed = String::with_capacity(letters.len());
    for &(c, nature) in letters {
        if nature == Nature::Escaped || (nature == Nature::Words && c == '\\') {
            typed.push('\\');
        }
        typed.push(c);
    }
    typed
}

/// Whether a name, as it is written, is read as one wherever it stands in a line.
fn is_plain(name: &str, written: &str, words: &impl Words) -> bool {
    let mut problems = Vec::new();
    let tokens = parse::tokens(FileId(0), written, &mut problems);
    problems.is_empty()
        && !opens_block(name)
        && !name.contains(';')
        && tokens.iter().all(|token| token.kind == TokenKind::Word)
        && text_of(&tokens) == name
        && !tokens.first().is_some_and(is_value)
        && !tokens
            .iter()
            .any(|token| is_of_notation(&token.text, words))
        && !has_time(&tokens)
        && !matches!(tokens.as_slice(), [token] if means_otherwise(&token.text, words))
}

/// Whether Markdown could take the beginning of a line for that of a heading, a list, a rule …
fn opens_block(name: &str) -> bool {
    let rest = name.trim_start_matches(|c: char| c.is_ascii_digit());
    name.starts_with(|c: char| "#>-+*=~|_[".contains(c))
        || (rest.len() < name.len() && rest.starts_with(['.', ')']))
}

/// Whether a word is a predicate, or a word of the notation where predicates stand.
fn is_of_notation(word: &str, words: &impl Words) -> bool {
    matches!(word, "is" | "not") || words.has_property(word)
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

/// Whether a single word is a prefixed name, or the source.
fn means_otherwise(word: &str, words: &impl Words) -> bool {
    word == "this" || words.is_prefixed(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A vocabulary with the property `knows` and the prefix `e`.
    struct Known;

    impl Words for Known {
        fn has_property(&self, word: &str) -> bool {
            word == "knows"
        }

        fn is_prefixed(&self, word: &str) -> bool {
            word.starts_with("e:")
        }
    }

    #[test]
    fn a_name_has_brackets_where_a_line_would_be_read_otherwise() {
        for (name, written) in [
            ("Ada", "Ada"),
            ("Order in Council", "Order in Council"),
            ("Smith, John", "Smith, John"),
            ("90th General Assembly", "90th General Assembly"),
            ("Ada in 1990", "[Ada in 1990]"),
            ("1990", "[1990]"),
            ("1. FC", "[1. FC]"),
            ("true", "[true]"),
            ("true blue", "[true blue]"),
            ("this", "[this]"),
            ("it knows", "[it knows]"),
            ("e:ada", "[e:ada]"),
            ("says \"hi\"", "[says \"hi\"]"),
            ("Ada \"the\" Q", "[Ada \"the\" Q]"),
            ("^order", "[^order]"),
            ("Knit; Purl", "[Knit; Purl]"),
            ("[x]", r"[\[x\]]"),
            ("[x] [y]", r"[\[x] [y\]]"),
            ("a[b", "a[b"),
            (r"a\", r"a\\"),
            ("# *Stars*", "[# *Stars*]"),
        ] {
            assert_eq!(name_in_line(name, &Known).as_deref(), Some(written));
        }
        assert_eq!(name_in_line("is a [b", &Known), None);
        assert_eq!(name_in_file("] [ knows", &Known), None);
    }

    #[test]
    fn in_a_file_markdown_is_escaped() {
        let in_file = |name| name_in_file(name, &Known).expect("a line can hold it");
        assert_eq!(in_file("snake_ a[b"), r"snake\_ a\[b");
        assert_eq!(in_file("# *Stars*"), r"[# \*Stars\*]");
    }

    /// Whatever is written is read as the name, alone and as the subject of a line.
    #[test]
    fn what_is_written_is_read_back() {
        let parts = [
            "a", " ", "[", "]", "\\", "\"", ";", ",", "^", "<", ">", "is", "knows", "1990", "in",
            "e:", "*", "_", "true",
        ];
        let mut state = 1u64;
        for _ in 0..20_000 {
            let name: String = (0..5)
                .map(|_| {
                    state = state
                        .wrapping_mul(6_364_136_223_846_793_005)
                        .wrapping_add(1_442_695_040_888_963_407);
                    parts[usize::try_from(state >> 33).expect("31 bits") % parts.len()]
                })
                .collect();
            let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
            if name.is_empty() {
                continue;
            }
            let written = [name_in_file(&name, &Known), name_in_line(&name, &Known)];
            for written in written.into_iter().flatten() {
                let line = format!("{written} knows");
                let mut problems = Vec::new();
                let tokens = parse::tokens(FileId(0), &line, &mut problems);
                let (last, subject) = tokens.split_last().expect("the predicate is one");
                assert!(problems.is_empty() && last.is_word("knows"), "{line}");
                assert_eq!(text_of(subject), name, "{line}");
            }
        }
    }

    #[test]
    fn a_value_stands_on_one_line() {
        let text = Literal::new_simple_literal("a \"b\"\nc\\");
        assert_eq!(value(&text), r#""a \"b\" c\\""#);
        let word = Literal::new_language_tagged_literal_unchecked("mot", "fr");
        assert_eq!(value(&word), "\"mot\"@fr");
        assert_eq!(value(&Literal::from(24)), "24");
    }
}
