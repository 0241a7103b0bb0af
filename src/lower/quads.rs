//! Quads, collected as a segment of the store: every term once, and quads as numbers of terms.
//!
//! Terms are written as canonical N-Triples (RDF 1.2 N-Quads, canonical form), so equal terms are equal texts.

use std::fmt::Write;

use oxrdf::{LiteralRef, NamedNodeRef, TermRef};

use crate::store::{Segment, SegmentBuilder};

/// Quads in the order in which they were added.
#[derive(Default)]
pub struct Quads {
    segment: SegmentBuilder,
    /// Where the text of a term is put together.
    text: String,
}

impl Quads {
    /// The quads of one graph are added through this.
    pub fn graph(&mut self, graph: &str) -> Graph<'_> {
        let graph = self.iri(graph);
        Graph { quads: self, graph }
    }

    pub fn finish(self) -> Segment {
        self.segment.finish()
    }

    fn iri(&mut self, iri: &str) -> u32 {
        self.text.clear();
        self.text.extend(["<", iri, ">"]);
        self.segment.term(&self.text)
    }

    fn term(&mut self, term: TermRef) -> u32 {
        match term {
            TermRef::NamedNode(node) => self.iri(node.as_str()),
            TermRef::Triple(triple) => {
                let subject = self.term(triple.subject.as_ref().into());
                let predicate = self.iri(triple.predicate.as_str());
                let object = self.term(triple.object.as_ref());
                self.segment.triple(subject, predicate, object)
            }
            other => {
                self.text.clear();
                write!(self.text, "{other}").expect("a string takes everything");
                self.segment.term(&self.text)
            }
        }
    }
}

/// One graph of a collection.
pub struct Graph<'a> {
    quads: &'a mut Quads,
    graph: u32,
}

impl Graph<'_> {
    /// Adds a quad.
    pub fn add<'o>(
        &mut self,
        subject: &str,
        predicate: NamedNodeRef,
        object: impl Into<TermRef<'o>>,
    ) {
        let object = self.quads.term(object.into());
        self.quad(subject, predicate, object);
    }

    /// Adds that `statement` reifies a triple (RDF 1.2), and the triple itself where it is `asserted`.
    pub fn reify<'o>(
        &mut self,
        statement: &str,
        subject: &str,
        predicate: NamedNodeRef,
        object: impl Into<TermRef<'o>>,
        asserted: bool,
    ) {
        let subject = self.quads.iri(subject);
        let predicate = self.quads.iri(predicate.as_str());
        let object = self.quads.term(object.into());
        self.reify_terms(statement, [subject, predicate, object], asserted);
    }

    /// The same of a triple whose terms are given as N-Triples; it is asserted.
    pub fn reify_texts(&mut self, statement: &str, triple: [&str; 3]) {
        let terms = triple.map(|text| self.quads.segment.term(text));
        self.reify_terms(statement, terms, true);
    }

    fn reify_terms(&mut self, statement: &str, triple: [u32; 3], asserted: bool) {
        let [subject, predicate, object] = triple;
        let segment = &mut self.quads.segment;
        if asserted {
            segment.quad(self.graph, subject, predicate, object);
        }
        let term = segment.triple(subject, predicate, object);
        self.quad(statement, crate::vocab::rdf::REIFIES, term);
    }

    /// Adds a quad whose object is an IRI.
    pub fn link(&mut self, subject: &str, predicate: NamedNodeRef, object: &str) {
        let object = self.quads.iri(object);
        self.quad(subject, predicate, object);
    }

    /// Adds a quad whose object is a plain string.
    pub fn text(&mut self, subject: &str, predicate: NamedNodeRef, object: &str) {
        self.add(subject, predicate, LiteralRef::new_simple_literal(object));
    }

    /// Adds a quad whose object is a string in a language.
    pub fn label(&mut self, subject: &str, predicate: NamedNodeRef, text: &str, lang: &str) {
        let lang = lang.to_ascii_lowercase();
        let literal = LiteralRef::new_language_tagged_literal_unchecked(text, &lang);
        self.add(subject, predicate, literal);
    }

    fn quad(&mut self, subject: &str, predicate: NamedNodeRef, object: u32) {
        let subject = self.quads.iri(subject);
        let predicate = self.quads.iri(predicate.as_str());
        let segment = &mut self.quads.segment;
        segment.quad(self.graph, subject, predicate, object);
    }
}
