//! Terms as their canonical N-Triples ([RDF 1.2 N-Triples, section 4](https://www.w3.org/TR/rdf12-n-triples/#canonical-ntriples)),
//! which is how a build keeps them.
//!
//! The texts were checked before they were written, so reading one is a matter of cutting. What is no term all the
//! same is `None`.

use std::borrow::Cow;

use oxrdf::{BaseDirection, BlankNode, Literal, NamedNode, Term};

/// A text, cut into what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut<'a> {
    Iri(&'a str),
    Blank(&'a str),
    /// The value as it is written between the quotation marks, and what follows them.
    Literal(&'a str, Suffix<'a>),
}

/// What follows the value of a literal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suffix<'a> {
    /// Nothing: a string.
    None,
    Language(&'a str, Option<BaseDirection>),
    Datatype(&'a str),
}

/// Cuts the text of an IRI, a blank node or a literal.
#[inline]
pub fn cut(text: &str) -> Option<Cut<'_>> {
    if let Some(iri) = text.strip_prefix('<') {
        return Some(Cut::Iri(iri.strip_suffix('>')?));
    }
    if let Some(label) = text.strip_prefix("_:") {
        return Some(Cut::Blank(label));
    }
    // Neither a language nor an IRI has a quotation mark in it.
    let (value, rest) = text.strip_prefix('"')?.rsplit_once('"')?;
    Some(Cut::Literal(value, suffix(rest)?))
}

fn suffix(text: &str) -> Option<Suffix<'_>> {
    if text.is_empty() {
        return Some(Suffix::None);
    }
    if let Some(datatype) = text.strip_prefix("^^<") {
        return Some(Suffix::Datatype(datatype.strip_suffix('>')?));
    }
    let language = text.strip_prefix('@')?;
    let (language, direction) = match language.split_once("--") {
        None => (language, None),
        Some((language, "ltr")) => (language, Some(BaseDirection::Ltr)),
        Some((language, "rtl")) => (language, Some(BaseDirection::Rtl)),
        Some(_) => return None,
    };
    Some(Suffix::Language(language, direction))
}

/// The value of a literal without escapes.
pub fn unescaped(value: &str) -> Option<Cow<'_, str>> {
    if !value.contains('\\') {
        return Some(Cow::Borrowed(value));
    }
    let mut plain = String::with_capacity(value.len());
    let mut rest = value;
    while let Some((before, after)) = rest.split_once('\\') {
        plain.push_str(before);
        let escape = after.chars().next()?;
        let digits = match escape {
            'u' => 4,
            'U' => 8,
            _ => 0,
        };
        plain.push(match escape {
            't' => '\t',
            'b' => '\u{8}',
            'n' => '\n',
            'r' => '\r',
            'f' => '\u{c}',
            '"' | '\'' | '\\' => escape,
            'u' | 'U' => char::from_u32(u32::from_str_radix(after.get(1..=digits)?, 16).ok()?)?,
            _ => return None,
        });
        rest = &after[1 + digits..];
    }
    plain.push_str(rest);
    Some(Cow::Owned(plain))
}

/// The literal of a value as it is written, and what follows it.
pub fn literal(value: &str, suffix: Suffix) -> Option<Literal> {
    let value = unescaped(value)?;
    Some(match suffix {
        Suffix::None => Literal::new_simple_literal(value),
        Suffix::Datatype(datatype) => {
            Literal::new_typed_literal(value, NamedNode::new_unchecked(datatype))
        }
        Suffix::Language(language, None) => {
            Literal::new_language_tagged_literal_unchecked(value, language)
        }
        Suffix::Language(language, Some(direction)) => {
            Literal::new_directional_language_tagged_literal_unchecked(value, language, direction)
        }
    })
}

/// The term of a text.
pub fn parsed(text: &str) -> Option<Term> {
    Some(match cut(text)? {
        Cut::Iri(iri) => NamedNode::new_unchecked(iri).into(),
        Cut::Blank(label) => BlankNode::new_unchecked(label).into(),
        Cut::Literal(value, suffix) => literal(value, suffix)?.into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_is_what_its_text_says() {
        for text in [
            "<https://example.org/a>",
            "_:b1",
            "\"\"",
            "\"a \\\"b\\\" \\\\ \\n \\t c\"",
            "\"a\"@en",
            "\"a\"@he--rtl",
            "\"01\"^^<http://www.w3.org/2001/XMLSchema#integer>",
            "\"x\"^^<https://example.org/datatype>",
        ] {
            assert_eq!(parsed(text).unwrap().to_string(), text);
        }
        assert_eq!(unescaped("\\u00e9\\U0001F600x").unwrap(), "é😀x");
        for text in ["", "<a", "\"a", "\"a\\q\"", "\"a\"x", "\"\\u12\""] {
            assert!(parsed(text).is_none(), "{text}");
        }
    }
}
