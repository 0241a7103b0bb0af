//! Quads, collected as lines of N-Quads.
//!
//! The build is the sorted N-Quads of the whole, so quads are written as their lines at once: one buffer, no
//! allocation for each term. The text of a line is the canonical one (RDF 1.2 N-Quads, canonical form), so
//! equal quads are equal lines.

use std::fmt::Write;

use oxrdf::{LiteralRef, NamedNodeRef, TermRef};
use rayon::prelude::*;

/// Quads as lines, in the order in which they were added.
#[derive(Debug, Default)]
pub struct Quads {
    text: String,
    /// Where each line ends.
    ends: Vec<usize>,
}

impl Quads {
    /// The lines of one graph are added through this.
    pub fn graph(&mut self, graph: &str) -> Graph<'_> {
        Graph {
            quads: self,
            end: format!(" <{graph}> .\n"),
        }
    }

    fn lines(&self) -> impl Iterator<Item = &str> {
        let mut start = 0;
        self.ends.iter().map(move |&end| {
            let line = &self.text[start..end];
            start = end;
            line
        })
    }
}

/// The lines of several collections: sorted, each once.
pub fn sorted(parts: &[Quads]) -> Vec<&str> {
    let mut lines: Vec<&str> = parts.iter().flat_map(Quads::lines).collect();
    lines.par_sort_unstable();
    lines.dedup();
    lines
}

/// One graph of a collection.
pub struct Graph<'a> {
    quads: &'a mut Quads,
    end: String,
}

impl Graph<'_> {
    /// Adds a quad.
    pub fn add<'o>(
        &mut self,
        subject: &str,
        predicate: NamedNodeRef,
        object: impl Into<TermRef<'o>>,
    ) {
        self.start(subject, predicate);
        self.term(object.into());
        self.finish();
    }

    /// Adds that `statement` reifies a triple (RDF 1.2).
    pub fn reify<'o>(
        &mut self,
        statement: &str,
        subject: &str,
        predicate: NamedNodeRef,
        object: impl Into<TermRef<'o>>,
    ) {
        self.start(statement, crate::vocab::rdf::REIFIES);
        self.push(&["<<( <", subject, "> <", predicate.as_str(), "> "]);
        self.term(object.into());
        self.push(&[" )>>"]);
        self.finish();
    }

    /// Adds a quad whose object is an IRI.
    pub fn link(&mut self, subject: &str, predicate: NamedNodeRef, object: &str) {
        self.start(subject, predicate);
        self.push(&["<", object, ">"]);
        self.finish();
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

    fn start(&mut self, subject: &str, predicate: NamedNodeRef) {
        self.push(&["<", subject, "> <", predicate.as_str(), "> "]);
    }

    fn term(&mut self, term: TermRef) {
        match term {
            TermRef::NamedNode(node) => self.push(&["<", node.as_str(), ">"]),
            other => write!(self.quads.text, "{other}").expect("a string takes everything"),
        }
    }

    fn push(&mut self, parts: &[&str]) {
        for part in parts {
            self.quads.text.push_str(part);
        }
    }

    fn finish(&mut self) {
        self.quads.text.push_str(&self.end);
        self.quads.ends.push(self.quads.text.len());
    }
}
