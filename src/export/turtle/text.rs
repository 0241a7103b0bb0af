//! Terms as they stand in Turtle.

use std::fmt::Write as _;
use std::io::{self, Write};

use oxrdf::{Literal, NamedNodeRef};

use super::annotations::Annotations;
use crate::export::arranged::Arranged;
use crate::export::dataset::{Id, Value};
use crate::export::prefixes::{Prefixes, is_local};
use crate::vocab::{rdf, xsd};

/// Writes terms, with prefixes.
pub struct Texts<'a> {
    arranged: &'a Arranged<'a>,
    prefixes: &'a Prefixes,
    a: Option<Id>,
}

impl<'a> Texts<'a> {
    pub fn of(arranged: &'a Arranged, prefixes: &'a Prefixes) -> Texts<'a> {
        Texts {
            arranged,
            prefixes,
            a: arranged.find(rdf::TYPE),
        }
    }

    pub fn write(&self, id: Id, out: &mut impl Write) -> io::Result<()> {
        match self.arranged.value(id) {
            Value::Iri(iri) => self.iri(iri, out),
            Value::Blank(blank) => write!(out, "{blank}"),
            Value::Literal(literal) => self.literal(&literal, out),
            Value::Triple([subject, predicate, object]) => {
                out.write_all(b"<<( ")?;
                self.write(subject, out)?;
                out.write_all(b" ")?;
                self.write_predicate(predicate, out)?;
                out.write_all(b" ")?;
                self.write(object, out)?;
                out.write_all(b" )>>")
            }
        }
    }

    /// In the place of a predicate.
    pub fn write_predicate(&self, id: Id, out: &mut impl Write) -> io::Result<()> {
        if Some(id) == self.a {
            out.write_all(b"a")
        } else {
            self.write(id, out)
        }
    }

    fn iri(&self, iri: NamedNodeRef, out: &mut impl Write) -> io::Result<()> {
        match self.prefixes.shorten(iri.as_str(), is_local) {
            Some((prefix, local)) => {
                out.write_all(self.prefixes.name(prefix).as_bytes())?;
                out.write_all(b":")?;
                out.write_all(local.as_bytes())
            }
            None => write!(out, "<{}>", escape_iri(iri.as_str())),
        }
    }

    fn literal(&self, literal: &Literal, out: &mut impl Write) -> io::Result<()> {
        if is_shorthand(literal) {
            return out.write_all(literal.value().as_bytes());
        }
        if !has_datatype(literal) {
            return write!(out, "{literal}");
        }
        let value = Literal::new_simple_literal(literal.value());
        write!(out, "{value}^^")?;
        self.iri(literal.datatype(), out)
    }

    /// Which prefixes the quads use, as they are written.
    pub fn used(&self, graphs: &[Annotations]) -> Vec<bool> {
        let mut used = vec![false; self.prefixes.list.len()];
        let written = self.written(graphs);
        for (id, _) in (0..).zip(written).filter(|(_, is_written)| *is_written) {
            let value = self.arranged.value(id);
            let iri = match &value {
                Value::Iri(iri) => *iri,
                Value::Literal(literal) if has_datatype(literal) && !is_shorthand(literal) => {
                    literal.datatype()
                }
                _ => continue,
            };
            if let Some((prefix, _)) = self.prefixes.shorten(iri.as_str(), is_local) {
                used[prefix] = true;
            }
        }
        used
    }

    /// Which terms are written by their own texts.
    fn written(&self, graphs: &[Annotations]) -> Vec<bool> {
        let mut written = vec![false; self.arranged.terms.len()];
        for graph in graphs {
            for quad in graph.quads {
                self.mark(quad.subject, &mut written);
                quad.graph
                    .into_iter()
                    .for_each(|name| self.mark(name, &mut written));
                if !graph.is_annotation(quad) {
                    self.mark_predicate(quad.predicate, &mut written);
                    self.mark(quad.object, &mut written);
                }
            }
        }
        written
    }

    fn mark(&self, id: Id, written: &mut [bool]) {
        if !std::mem::replace(&mut written[id as usize], true)
            && let Some([subject, predicate, object]) = self.arranged.triple(id)
        {
            self.mark(subject, written);
            self.mark_predicate(predicate, written);
            self.mark(object, written);
        }
    }

    fn mark_predicate(&self, id: Id, written: &mut [bool]) {
        if Some(id) != self.a {
            self.mark(id, written);
        }
    }
}

/// Whether a literal is more than a string.
fn has_datatype(literal: &Literal) -> bool {
    literal.language().is_none() && literal.datatype() != xsd::STRING
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
