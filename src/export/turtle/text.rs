//! Terms as they stand in Turtle, written once each.

use std::fmt::Write;

use oxrdf::{Literal, NamedNodeRef};

use super::annotations::Annotations;
use crate::export::dataset::{Arranged, Id, Value};
use crate::export::prefixes::{Prefixes, is_local};
use crate::vocab::{rdf, xsd};

/// The text of every term.
pub struct Texts {
    texts: Vec<Text>,
    a: Option<Id>,
    prefixes: usize,
}

#[derive(Default)]
struct Text {
    text: String,
    /// The prefix that it uses, by its place.
    prefix: Option<usize>,
    /// The terms in it, if it is a triple term.
    parts: Option<[Id; 3]>,
}

impl Texts {
    pub fn of(arranged: &Arranged, prefixes: &Prefixes) -> Texts {
        let mut texts = Texts {
            texts: arranged
                .terms
                .iter()
                .map(|value| Text::of(value, prefixes))
                .collect(),
            a: arranged.find(rdf::TYPE),
            prefixes: prefixes.list.len(),
        };
        for id in 0..texts.texts.len() as Id {
            texts.fill(id);
        }
        texts
    }

    /// Writes the text of a triple term once those of its parts are there.
    fn fill(&mut self, id: Id) {
        let text = &self.texts[id as usize];
        let Some(parts) = text.parts.filter(|_| text.text.is_empty()) else {
            return;
        };
        parts.iter().for_each(|&part| self.fill(part));
        let [subject, predicate, object] = parts;
        let filled = format!(
            "<<( {} {} {} )>>",
            self.get(subject),
            self.predicate(predicate),
            self.get(object)
        );
        self.texts[id as usize].text = filled;
    }

    pub fn get(&self, id: Id) -> &str {
        &self.texts[id as usize].text
    }

    /// In the place of a predicate.
    pub fn predicate(&self, id: Id) -> &str {
        if Some(id) == self.a {
            "a"
        } else {
            self.get(id)
        }
    }

    /// Which prefixes the quads use, as they are written.
    pub fn used(&self, graphs: &[Annotations]) -> Vec<bool> {
        let mut used = vec![false; self.prefixes];
        for graph in graphs {
            for quad in graph.quads {
                self.mark(quad.subject, &mut used);
                quad.graph
                    .into_iter()
                    .for_each(|name| self.mark(name, &mut used));
                if !graph.is_annotation(quad) {
                    self.mark_predicate(quad.predicate, &mut used);
                    self.mark(quad.object, &mut used);
                }
            }
        }
        used
    }

    fn mark(&self, id: Id, used: &mut [bool]) {
        let text = &self.texts[id as usize];
        text.prefix
            .into_iter()
            .for_each(|prefix| used[prefix] = true);
        if let Some([subject, predicate, object]) = text.parts {
            self.mark(subject, used);
            self.mark_predicate(predicate, used);
            self.mark(object, used);
        }
    }

    fn mark_predicate(&self, id: Id, used: &mut [bool]) {
        if Some(id) != self.a {
            self.mark(id, used);
        }
    }
}

impl Text {
    fn of(value: &Value, prefixes: &Prefixes) -> Text {
        match value {
            Value::Iri(iri) => Text::iri(iri.as_ref(), prefixes),
            Value::Blank(blank) => Text {
                text: blank.to_string(),
                ..Text::default()
            },
            Value::Literal(literal) => Text::literal(literal, prefixes),
            Value::Triple(parts) => Text {
                parts: Some(*parts),
                ..Text::default()
            },
        }
    }

    fn iri(iri: NamedNodeRef, prefixes: &Prefixes) -> Text {
        match prefixes.shorten(iri.as_str(), is_local) {
            Some((prefix, local)) => Text {
                text: format!("{}:{local}", prefixes.name(prefix)),
                prefix: Some(prefix),
                parts: None,
            },
            None => Text {
                text: format!("<{}>", escape_iri(iri.as_str())),
                ..Text::default()
            },
        }
    }

    fn literal(literal: &Literal, prefixes: &Prefixes) -> Text {
        if is_shorthand(literal) {
            return Text {
                text: literal.value().to_owned(),
                ..Text::default()
            };
        }
        if literal.language().is_some() || literal.datatype() == xsd::STRING {
            return Text {
                text: literal.to_string(),
                ..Text::default()
            };
        }
        let datatype = Text::iri(literal.datatype(), prefixes);
        let value = Literal::new_simple_literal(literal.value());
        Text {
            text: format!("{value}^^{}", datatype.text),
            ..datatype
        }
    }
}

/// Whether a literal may stand bare: where the shorthand of Turtle is its lexical form, and one that readers keep. Some
/// read bare integers and decimals as numbers and print these anew, so what they would print otherwise is quoted:
/// signs and zeros that say nothing, and decimals so small that they get an exponent.
fn is_shorthand(literal: &Literal) -> bool {
    let value = literal.value();
    match literal.datatype() {
        xsd::BOOLEAN => matches!(value, "true" | "false"),
        xsd::INTEGER => value != "-0" && is_whole(value.strip_prefix('-').unwrap_or(value)),
        xsd::DECIMAL => {
            let unsigned = value.strip_prefix('-').unwrap_or(value);
            unsigned.split_once('.').is_some_and(|(whole, fraction)| {
                is_whole(whole) && is_digits(fraction) && fraction.len() <= 6
            })
        }
        xsd::DOUBLE => is_double(value),
        _ => false,
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_whole(text: &str) -> bool {
    is_digits(text) && (text == "0" || !text.starts_with('0'))
}

/// DOUBLE, but for mantissas that begin or end with their point.
fn is_double(value: &str) -> bool {
    let signs = ['+', '-'];
    let value = value.strip_prefix(signs).unwrap_or(value);
    let Some((mantissa, exponent)) = value.split_once(['e', 'E']) else {
        return false;
    };
    let exponent = exponent.strip_prefix(signs).unwrap_or(exponent);
    let is_mantissa = match mantissa.split_once('.') {
        Some((whole, fraction)) => is_digits(whole) && is_digits(fraction),
        None => is_digits(mantissa),
    };
    is_mantissa && is_digits(exponent)
}

/// An IRI between `<` and `>`: what may not stand there is escaped.
pub fn escape_iri(iri: &str) -> String {
    let mut escaped = String::with_capacity(iri.len());
    for c in iri.chars() {
        match c {
            '\0'..=' ' | '<' | '>' | '"' | '{' | '}' | '|' | '^' | '`' | '\\' => {
                write!(escaped, "\\u{:04X}", u32::from(c)).expect("a String takes everything");
            }
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shorthand_only_where_it_is_the_lexical_form() {
        let bare =
            |value: &str, datatype| is_shorthand(&Literal::new_typed_literal(value, datatype));
        for good in ["0", "-1", "195", "12345678901234567890"] {
            assert!(bare(good, xsd::INTEGER), "{good}");
        }
        for good in ["0.5", "-1.50", "0.000001"] {
            assert!(bare(good, xsd::DECIMAL), "{good}");
        }
        for good in ["1e3", "1.0E3", "-1.5E+10"] {
            assert!(bare(good, xsd::DOUBLE), "{good}");
        }
        for (bad, datatype) in [
            ("", xsd::INTEGER),
            ("-", xsd::INTEGER),
            ("-0", xsd::INTEGER),
            ("+1", xsd::INTEGER),
            ("007", xsd::INTEGER),
            (".5", xsd::DECIMAL),
            ("00.5", xsd::DECIMAL),
            ("0.0000001", xsd::DECIMAL),
            ("1.E3", xsd::DOUBLE),
            ("1.0", xsd::INTEGER),
            (" 1", xsd::INTEGER),
            ("١", xsd::INTEGER),
            ("1", xsd::DECIMAL),
            ("1.", xsd::DECIMAL),
            ("1.5", xsd::DOUBLE),
            (".e1", xsd::DOUBLE),
            ("INF", xsd::DOUBLE),
            ("1", xsd::BOOLEAN),
            ("1", xsd::NON_NEGATIVE_INTEGER),
        ] {
            assert!(!bare(bad, datatype), "{bad}");
        }
    }
}
