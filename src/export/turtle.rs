//! Turtle and TriG for people (RDF 1.2 Turtle, RDF 1.2 TriG): sorted, one block a subject, a triple or a
//! few to a line, so that the difference of two exports can be read line by line.
//!
//! Every predicate ends in `;` and the block in a `.` of its own, so a new last line changes no other. A reifier
//! stands with the triple that it reifies, its own properties between `{|` and `|}`, if the triple is asserted in the same
//! graph and its subject is no reifier itself. Else it has a block of its own; the triple term in it, `<<( … )>>`,
//! asserts nothing.

mod annotations;
mod text;

use std::io::{self, Write};

use annotations::Annotations;
use text::Texts;

use super::arranged::Arranged;
use super::dataset::{Id, Quad};
use super::prefixes::Prefixes;
use crate::in_order::in_order;
use crate::vocab::rdf;

/// Writes quads in the order of their terms; those of named graphs between braces, as TriG.
pub fn write(arranged: &Arranged, prefixes: &Prefixes, out: &mut impl Write) -> io::Result<()> {
    let texts = Texts::of(arranged, prefixes);
    let reifies = arranged.find(rdf::REIFIES);
    let graphs: Vec<Annotations> = graphs(arranged)
        .map(|quads| Annotations::of(arranged, reifies, quads))
        .collect();
    let used = texts.used(&graphs);
    for (name, namespace) in prefixes.marked(&used) {
        writeln!(out, "@prefix {name}: <{}> .", text::escape_iri(namespace))?;
    }
    let pieces = pieces(&graphs);
    in_order(
        &pieces,
        |piece| piece.text(&texts),
        |_, text| out.write_all(&text?),
    )
}

/// The quads of each graph.
fn graphs<'a>(arranged: &'a Arranged) -> impl Iterator<Item = &'a [Quad]> {
    arranged.quads.chunk_by(|a, b| a.graph == b.graph)
}

/// What is written at a time; several at once, on all cores.
enum Piece<'a> {
    /// The name of a graph, and a brace.
    Open(Id),
    /// The blocks of some subjects of a graph.
    Blocks(&'a Annotations<'a>, &'a [Quad]),
    Close,
}

fn pieces<'a>(graphs: &'a [Annotations<'a>]) -> Vec<Piece<'a>> {
    /// Quads of a piece, or a few more, so that all quads of a subject are in one.
    const QUADS: usize = 1 << 13;
    let mut pieces = Vec::new();
    for graph in graphs {
        let name = graph.quads[0].graph;
        pieces.extend(name.map(Piece::Open));
        let mut left = graph.quads;
        while let Some(last) = left.get(..QUADS.min(left.len())).and_then(<[Quad]>::last) {
            let end = left.partition_point(|quad| quad.subject <= last.subject);
            pieces.push(Piece::Blocks(graph, &left[..end]));
            left = &left[end..];
        }
        pieces.extend(name.map(|_| Piece::Close));
    }
    pieces
}

impl Piece<'_> {
    fn text(&self, texts: &Texts) -> io::Result<Vec<u8>> {
        let mut out = Vec::new();
        match *self {
            Piece::Open(name) => {
                out.write_all(b"\n")?;
                texts.write(name, &mut out)?;
                out.write_all(b" {")?;
            }
            Piece::Blocks(graph, quads) => {
                let out = &mut out;
                Printer { texts, graph, out }.blocks(quads)?;
            }
            Piece::Close => out.write_all(b"}\n")?,
        }
        Ok(out)
    }
}

struct Printer<'a, W> {
    texts: &'a Texts<'a>,
    graph: &'a Annotations<'a>,
    out: &'a mut W,
}

impl<W: Write> Printer<'_, W> {
    fn blocks(&mut self, quads: &[Quad]) -> io::Result<()> {
        let graph = self.graph;
        for block in quads.chunk_by(|a, b| a.subject == b.subject) {
            let subject = block[0].subject;
            if graph.is_nested(subject) || block.iter().all(|quad| graph.is_annotation(quad)) {
                continue;
            }
            self.out.write_all(b"\n")?;
            self.texts.write(subject, self.out)?;
            self.out.write_all(b"\n")?;
            self.properties(block, 1)?;
            writeln!(self.out, ".")?;
        }
        Ok(())
    }

    /// The predicates and objects of one subject.
    fn properties(&mut self, block: &[Quad], depth: usize) -> io::Result<()> {
        for objects in block.chunk_by(|a, b| a.predicate == b.predicate) {
            let left: Vec<&Quad> = objects
                .iter()
                .filter(|quad| !self.graph.is_annotation(quad))
                .collect();
            let Some((first, others)) = left.split_first() else {
                continue;
            };
            self.indent(depth)?;
            self.texts.write_predicate(first.predicate, self.out)?;
            if others.is_empty() {
                self.out.write_all(b" ")?;
                self.object(first, depth)?;
            } else {
                self.objects(&left, depth + 1)?;
            }
            writeln!(self.out, " ;")?;
        }
        Ok(())
    }

    /// Several objects, each on its line.
    fn objects(&mut self, quads: &[&Quad], depth: usize) -> io::Result<()> {
        for (index, quad) in quads.iter().enumerate() {
            writeln!(self.out, "{}", if index == 0 { "" } else { " ," })?;
            self.indent(depth)?;
            self.object(quad, depth)?;
        }
        Ok(())
    }

    fn object(&mut self, quad: &Quad, depth: usize) -> io::Result<()> {
        self.texts.write(quad.object, self.out)?;
        for reifier in self.graph.reifiers(quad) {
            self.reifier(reifier, depth + 1)?;
        }
        Ok(())
    }

    fn reifier(&mut self, reifier: Id, depth: usize) -> io::Result<()> {
        writeln!(self.out)?;
        self.indent(depth)?;
        self.out.write_all(b"~ ")?;
        self.texts.write(reifier, self.out)?;
        let properties = self.graph.properties(reifier).unwrap_or_default();
        if properties.iter().all(|quad| self.graph.is_annotation(quad)) {
            return Ok(());
        }
        writeln!(self.out, " {{|")?;
        self.properties(properties, depth + 1)?;
        self.indent(depth)?;
        write!(self.out, "|}}")
    }

    fn indent(&mut self, depth: usize) -> io::Result<()> {
        (0..depth).try_for_each(|_| self.out.write_all(b"    "))
    }
}
