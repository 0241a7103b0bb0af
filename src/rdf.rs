//! RDF files as input: the vocabulary's Turtle, and external RDF in any syntax.
//!
//! What we produce has no blank nodes, so those of an input are given skolem IRIs in the order in which they
//! first occur, which depends on the file's bytes alone.

use std::collections::{BTreeMap, HashMap};
use std::io::{self, Read};

use oxrdf::{BlankNode, GraphName, NamedNode, NamedOrBlankNode, Quad, Term, Triple};
use oxrdfio::{RdfFormat, RdfParser, RdfSyntaxError};

use crate::diagnostic::{Diagnostic, Rule};
use crate::files::{File, strip_compression};
use crate::iri::Base;
use crate::span::{FileId, Span};

/// An RDF file as it was read.
#[derive(Debug, Default)]
pub struct Content {
    /// The triples, in the order of the file; without blank nodes. Graph names of the file are dropped: a
    /// file is one graph.
    pub triples: Vec<Triple>,
    /// The prefixes that the file declares.
    pub prefixes: BTreeMap<String, String>,
}

/// Reads an RDF file, in the syntax that its suffix says.
pub fn read(id: FileId, file: &File, base: &Base) -> Result<Content, Box<Diagnostic>> {
    let suffix = strip_compression(&file.path).rsplit('.').next();
    let format = suffix
        .and_then(RdfFormat::from_extension)
        .expect("files of RDF are found by these suffixes");
    if nesting(&file.text) > DEEPEST {
        return Err(Box::new(too_deep(id)));
    }
    if format == RdfFormat::RdfXml {
        well_formed(id, &file.text)?;
    }
    let document = base.file(&file.path);
    let parser = RdfParser::from_format(format)
        .with_base_iri(&document)
        .expect("a base and a percent-encoded path are an IRI");
    let mut skolem = Skolem {
        base,
        path: &file.path,
        numbers: HashMap::new(),
    };
    let mut content = Content::default();
    let mut quads = parser.for_slice(file.text.as_bytes());
    for quad in &mut quads {
        let quad = quad.map_err(|error| Box::new(syntax_error(id, file, &error)))?;
        content.triples.push(skolem.triple(quad.into()));
    }
    content.prefixes = quads
        .prefixes()
        .map(|(prefix, iri)| (prefix.to_owned(), iri.to_owned()))
        .collect();
    Ok(content)
}

fn syntax_error(id: FileId, file: &File, error: &RdfSyntaxError) -> Diagnostic {
    let place = error.location().map_or(0..0, |place| {
        place.start.offset as usize..place.end.offset as usize
    });
    let boundary = |at| boundary(&file.text, at);
    let span = Span::new(
        id,
        boundary(place.start),
        boundary(place.end.max(place.start)),
    );
    let message = error.to_string();
    let message = message.lines().next().unwrap_or_default();
    Diagnostic::new(
        Rule::RdfSyntax,
        span,
        format!("this is not the RDF that the file's suffix says: {message}"),
    )
    .label("the parser stopped here")
}

/// How deep triple terms may be nested: the parsers, and we, work on the terms within a term first, which
/// takes the stack as deep as it is nested.
const DEEPEST: usize = 1000;

/// How deep triple terms are nested in a file, by their brackets alone.
fn nesting(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut depth, mut deepest) = (0usize, 0);
    for at in memchr::memchr2_iter(b'(', b')', bytes) {
        if bytes[at] == b'(' && bytes[..at].ends_with(b"<<") {
            depth += 1;
            deepest = deepest.max(depth);
        } else if bytes[at..].starts_with(b")>>") {
            depth = depth.saturating_sub(1);
        }
    }
    deepest
}

/// Lets bytes through until triple terms are nested too deep: the parsers work on the terms within a term first, which takes the
/// stack as deep as they are nested.
pub struct Shallow<R> {
    inner: R,
    depth: usize,
    /// How many of `<`, or of `)` and `>`, stand just before.
    opening: usize,
    closing: usize,
}

impl<R: Read> Shallow<R> {
    pub fn new(inner: R) -> Shallow<R> {
        Shallow {
            inner,
            depth: 0,
            opening: 0,
            closing: 0,
        }
    }

    fn see(&mut self, byte: u8) {
        if byte == b'(' && self.opening >= 2 {
            self.depth += 1;
        }
        if byte == b'>' && self.closing == 2 {
            self.depth = self.depth.saturating_sub(1);
        }
        self.opening = if byte == b'<' { self.opening + 1 } else { 0 };
        self.closing = match (byte, self.closing) {
            (b')', _) => 1,
            (b'>', 1) => 2,
            _ => 0,
        };
    }
}

impl<R: Read> Read for Shallow<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        for &byte in &buffer[..count] {
            self.see(byte);
            if self.depth > DEEPEST {
                let why = format!("a triple term of this file is nested deeper than {DEEPEST}");
                return Err(io::Error::new(io::ErrorKind::InvalidData, why));
            }
        }
        Ok(count)
    }
}

/// Whether XML closes what it opens, and isn't nested too deep: the parser of RDF/XML takes a file that was cut
/// off for a whole one, and its time grows with the square of the depth.
fn well_formed(id: FileId, text: &str) -> Result<(), Box<Diagnostic>> {
    unsound_xml(text.as_bytes()).map_err(|(at, why)| not_xml(id, boundary(text, at), &why))
}

/// The same of what a reader gives; the byte where it goes wrong, and why.
pub fn unsound_xml(reader: impl std::io::BufRead) -> Result<(), (usize, String)> {
    let mut reader = quick_xml::Reader::from_reader(reader);
    let mut buffer = Vec::new();
    let mut depth = 0usize;
    loop {
        buffer.clear();
        let event = reader.read_event_into(&mut buffer).map_err(|error| {
            let at = usize::try_from(reader.error_position()).unwrap_or(usize::MAX);
            (at, error.to_string())
        })?;
        match event {
            quick_xml::events::Event::Start(_) => depth += 1,
            quick_xml::events::Event::End(_) => depth -= 1,
            quick_xml::events::Event::Eof if depth == 0 => return Ok(()),
            quick_xml::events::Event::Eof => {
                let at = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
                return Err((at, "the file ends within an element".to_owned()));
            }
            _ => {}
        }
        if depth > DEEPEST {
            return Err((0, "its elements are nested too deep".to_owned()));
        }
    }
}

fn not_xml(id: FileId, at: usize, why: &str) -> Box<Diagnostic> {
    let message = format!("this is not the RDF that the file's suffix says: {why}");
    let diagnostic = Diagnostic::new(Rule::RdfSyntax, Span::new(id, at, at), message);
    Box::new(diagnostic.label("the parser stopped here"))
}

/// The last place at or before a byte where a character starts.
fn boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn too_deep(id: FileId) -> Diagnostic {
    Diagnostic::new(
        Rule::RdfSyntax,
        Span::new(id, 0, 0),
        format!("a triple term of this file is nested deeper than {DEEPEST}"),
    )
    .label("no file of RDF needs this")
}

struct Skolem<'a> {
    base: &'a Base,
    path: &'a str,
    numbers: HashMap<BlankNode, usize>,
}

impl Skolem<'_> {
    fn triple(&mut self, triple: Triple) -> Triple {
        Triple {
            subject: match triple.subject {
                NamedOrBlankNode::BlankNode(node) => self.iri(node).into(),
                named => named,
            },
            predicate: triple.predicate,
            object: match triple.object {
                Term::BlankNode(node) => self.iri(node).into(),
                Term::Triple(inner) => Term::Triple(Box::new(self.triple(*inner))),
                term => term,
            },
        }
    }

    fn iri(&mut self, node: BlankNode) -> NamedNode {
        let next = self.numbers.len() + 1;
        let number = *self.numbers.entry(node).or_insert(next);
        NamedNode::new_unchecked(self.base.skolem(self.path, number))
    }
}

/// The triples as quads of one graph.
pub fn in_graph(triples: Vec<Triple>, graph: &NamedNode) -> impl Iterator<Item = Quad> {
    triples
        .into_iter()
        .map(|triple| triple.in_graph(GraphName::NamedNode(graph.clone())))
}
