//! RDF/XML (RDF 1.1), by oxrdfio's serializer.
//!
//! The serializer trusts its input where XML has limits, so these are looked at first: a predicate has to end in an XML
//! name, and some control characters cannot be written at all. A carriage return can, but only as a
//! reference, or readers take it for a line feed (XML 1.0, section 2.11).

use std::collections::BTreeSet;
use std::io::{self, Write};

use oxrdf::{NamedNode, NamedOrBlankNode, Term, Triple};
use oxrdfio::{RdfFormat, RdfSerializer};

use super::ExportError;
use super::arranged::Arranged;
use super::dataset::{Id, Quad, Text, Value};
use super::prefixes::Prefixes;
use super::xml;
use crate::vocab::rdf;

/// Writes quads of the default graph, in the order of their terms.
pub fn write(
    arranged: &Arranged,
    prefixes: &Prefixes,
    out: &mut impl Write,
) -> Result<(), ExportError> {
    let a = arranged.find(rdf::TYPE);
    check(arranged)?;
    let mut serializer = RdfSerializer::from_format(RdfFormat::RdfXml);
    for (name, namespace) in used(arranged, a, prefixes) {
        if let Ok(with_prefix) = serializer.clone().with_prefix(name, namespace) {
            serializer = with_prefix;
        }
    }
    let mut writer = serializer.for_writer(CarriageReturns(out));
    for block in arranged.quads.chunk_by(|a, b| a.subject == b.subject) {
        for quad in ordered(arranged, a, block)? {
            writer.serialize_triple(&triple(arranged, quad))?;
        }
    }
    writer.finish()?.write_all(b"\n")?;
    Ok(())
}

/// The quads of a subject, so that the first can be written: the serializer makes a leading type the element's name.
fn ordered<'a>(
    arranged: &Arranged,
    a: Option<Id>,
    block: &'a [Quad],
) -> Result<Vec<&'a Quad>, ExportError> {
    let can_lead = |quad: &&Quad| {
        Some(quad.predicate) != a
            || arranged
                .iri(quad.object)
                .is_none_or(|class| !local(class).is_empty())
    };
    let leader = block
        .iter()
        .position(|quad| can_lead(&quad))
        .ok_or_else(|| ExportError::Xml {
            what: format!(
                "a thing of which only the class {} is said",
                text(arranged, block[0].object)
            ),
        })?;
    let others = block
        .iter()
        .enumerate()
        .filter(|(index, _)| *index != leader)
        .map(|(_, quad)| quad);
    Ok(std::iter::once(&block[leader]).chain(others).collect())
}

/// The prefixes of the names of elements.
fn used<'p>(
    arranged: &Arranged,
    a: Option<Id>,
    prefixes: &'p Prefixes,
) -> impl Iterator<Item = (&'p str, &'p str)> {
    let is_type = |quad: &&Quad| Some(quad.predicate) == a;
    let classes = arranged
        .quads
        .iter()
        .filter(is_type)
        .map(|quad| quad.object);
    let names: BTreeSet<Id> = arranged
        .quads
        .iter()
        .map(|quad| quad.predicate)
        .chain(classes)
        .collect();
    let names = names.iter().filter_map(|&id| arranged.iri(id));
    let namespaces: BTreeSet<&str> = names
        .map(|iri| &iri[..iri.len() - local(iri).len()])
        .collect();
    let is_used = move |(name, namespace): &(&str, &str)| {
        namespaces.contains(namespace)
            && !name.to_ascii_lowercase().starts_with("xml")
            && *name != "oxprefix"
    };
    let list = prefixes
        .list
        .iter()
        .map(|(name, namespace)| (name.as_str(), namespace.as_str()));
    list.filter(is_used)
}

/// Refuses what XML cannot hold.
fn check(arranged: &Arranged) -> Result<(), ExportError> {
    let predicates: BTreeSet<Id> = arranged.quads.iter().map(|quad| quad.predicate).collect();
    for id in predicates {
        if arranged
            .iri(id)
            .is_some_and(|iri| local(iri).is_empty() || is_reserved(iri))
        {
            let what = format!("the property {}, which is no XML name", text(arranged, id));
            return Err(ExportError::Xml { what });
        }
    }
    for value in arranged.values() {
        let text = match &value {
            Value::Iri(iri) => iri.as_str(),
            Value::Literal(literal) => literal.value(),
            _ => continue,
        };
        if let Some(c) = text.chars().find(|&c| !xml::is_char(c)) {
            let what = format!(
                "the character U+{:04X}, which stands in {text:?}",
                u32::from(c)
            );
            return Err(ExportError::Xml { what });
        }
    }
    Ok(())
}

/// Names of the syntax itself (RDF 1.1 XML Syntax, section 6.1.2).
fn is_reserved(iri: &str) -> bool {
    let names = [
        "Description",
        "li",
        "RDF",
        "ID",
        "about",
        "parseType",
        "resource",
        "nodeID",
        "datatype",
    ];
    iri.strip_prefix(rdf::NAMESPACE)
        .is_some_and(|name| names.contains(&name))
}

/// The XML name without colon that an IRI ends in.
fn local(iri: &str) -> &str {
    let start = iri.rfind(|c| !is_name_char(c)).map_or(iri.len(), |place| {
        iri[place..]
            .find(is_name_start)
            .map_or(iri.len(), |offset| place + offset)
    });
    &iri[start..]
}

fn is_name_start(c: char) -> bool {
    matches!(c, 'A'..='Z' | '_' | 'a'..='z' | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}'
        | '\u{370}'..='\u{37D}' | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}' | '\u{2070}'..='\u{218F}'
        | '\u{2C00}'..='\u{2FEF}' | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}'
        | '\u{FDF0}'..='\u{FFFD}' | '\u{10000}'..='\u{EFFFF}')
}

fn is_name_char(c: char) -> bool {
    is_name_start(c)
        || matches!(c, '-' | '.' | '0'..='9' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
}

fn text<'a>(arranged: &'a Arranged, id: Id) -> &'a str {
    match &arranged.terms[id as usize] {
        Text::Whole(text) => text,
        Text::Triple(_) => "",
    }
}

fn triple(arranged: &Arranged, quad: &Quad) -> Triple {
    let subject: NamedOrBlankNode = match arranged.value(quad.subject) {
        Value::Blank(blank) => blank.into_owned().into(),
        value => named(&value).into(),
    };
    let object: Term = match arranged.value(quad.object) {
        Value::Blank(blank) => blank.into_owned().into(),
        Value::Literal(literal) => literal.into(),
        value => named(&value).into(),
    };
    Triple::new(subject, named(&arranged.value(quad.predicate)), object)
}

fn named(value: &Value) -> NamedNode {
    match value {
        Value::Iri(iri) => iri.into_owned(),
        _ => unreachable!("a form without triple terms leaves none, and literals are objects"),
    }
}

/// Writes carriage returns as references; they only occur in literals.
struct CarriageReturns<W>(W);

impl<W: Write> Write for CarriageReturns<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for (index, part) in bytes.split(|&byte| byte == b'\r').enumerate() {
            if index > 0 {
                self.0.write_all(b"&#13;")?;
            }
            self.0.write_all(part)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}
