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

use super::dataset::{Arranged, Id, Quad};
use super::prefixes::Prefixes;

/// Writes quads in the order of their terms; those of named graphs between braces, as TriG.
pub fn write(arranged: &Arranged, prefixes: &Prefixes, out: &mut impl Write) -> io::Result<()> {
    let texts = Texts::of(arranged, prefixes);
    let graphs: Vec<Annotations> = graphs(arranged)
        .map(|quads| Annotations::of(arranged, quads))
        .collect();
    let used = texts.used(&graphs);
    for (name, namespace) in prefixes.marked(&used) {
        writeln!(out, "@prefix {name}: <{}> .", text::escape_iri(namespace))?;
    }
    for graph in &graphs {
        let name = graph.quads[0].graph;
        if let Some(name) = name {
            write!(out, "\n{} {{", texts.get(name))?;
        }
        let mut printer = Printer {
            texts: &texts,
            graph,
            out,
        };
        printer.graph()?;
        if name.is_some() {
            writeln!(out, "}}")?;
        }
    }
    Ok(())
}

/// The quads of each graph.
fn graphs(arranged: &Arranged) -> impl Iterator<Item = &[Quad]> {
    arranged.quads.chunk_by(|a, b| a.graph == b.graph)
}

struct Printer<'a, W> {
    texts: &'a Texts,
    graph: &'a Annotations<'a>,
    out: &'a mut W,
}

impl<W: Write> Printer<'_, W> {
    fn graph(&mut self) -> io::Result<()> {
        let graph = self.graph;
        for block in graph.quads.chunk_by(|a, b| a.subject == b.subject) {
            let subject = block[0].subject;
            if graph.is_nested(subject) || block.iter().all(|quad| graph.is_annotation(quad)) {
                continue;
            }
            write!(self.out, "\n{}\n", self.texts.get(subject))?;
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
            write!(self.out, "{}", self.texts.predicate(first.predicate))?;
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
        self.out.write_all(self.texts.get(quad.object).as_bytes())?;
        for &reifier in self.graph.reifiers(quad) {
            self.reifier(reifier, depth + 1)?;
        }
        Ok(())
    }

    fn reifier(&mut self, reifier: Id, depth: usize) -> io::Result<()> {
        writeln!(self.out)?;
        self.indent(depth)?;
        write!(self.out, "~ {}", self.texts.get(reifier))?;
        let properties = self.graph.of_subject(reifier);
        if !self.graph.is_nested(reifier)
            || properties.iter().all(|quad| self.graph.is_annotation(quad))
        {
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
