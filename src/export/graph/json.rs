//! Rows in JSON, with everything that is known: a value has its time and evidence, a relation its roles.

use std::io::{self, Write};

use serde::Serialize;

use super::pick::Said;
use super::row::Row;
use super::thing;
use super::{Carries, Graph, Output, Style, View, write_each};
use crate::export::dataset::Id;

/// A format of JSON, which carries everything and is read at any size.
pub const fn style(write: fn(&Graph, &mut dyn Write) -> io::Result<()>) -> Style {
    Style {
        write: Output::File(write),
        carries: Carries::Everything,
        is_xml: false,
        most: None,
    }
}

/// What a format of JSON calls things, and how it wraps what it lists.
pub struct Words {
    /// Before and after each thing or relation.
    pub around: [&'static str; 2],
    /// What a relation is told from others by.
    pub id: &'static str,
    /// What the relations are listed as.
    pub relations: &'static str,
}

/// Writes the members `nodes` and that of the relations, a thing or relation a line.
pub fn lists(graph: &Graph, words: &Words, out: &mut dyn Write) -> io::Result<()> {
    let view = View::of(graph);
    out.write_all(b"\"nodes\":[\n")?;
    things(&view, words, out)?;
    write!(out, "\n],\n\"{}\":[\n", words.relations)?;
    relations(&view, words, out)?;
    out.write_all(b"\n]")
}

fn things(view: &View, words: &Words, out: &mut dyn Write) -> io::Result<()> {
    let graph = view.graph;
    write_each(&graph.things, ",\n", out, |&thing, out| {
        let mut row = Row::default();
        row.text("id", graph.terms.text(thing));
        let Row(told) = thing::row(&graph.terms, thing);
        row.0
            .extend(told.into_iter().filter(|(name, _)| name != "iri"));
        let values = thing::values(&graph.terms, &view.details, graph.values(thing));
        row.rows("values", values);
        wrapped(&row, words, out)
    })
}

fn relations(view: &View, words: &Words, out: &mut dyn Write) -> io::Result<()> {
    write_each(&view.graph.relations, ",\n", out, |said, out| {
        wrapped(&relation(view, words, said), words, out)
    })
}

fn relation(view: &View, words: &Words, said: &Said) -> Row {
    let mut row = Row::default();
    let end = |thing: Id| view.graph.terms.text(thing);
    row.text(words.id, view.details.id(said));
    row.text("source", end(said.triple[0]));
    row.text("target", end(said.triple[2]));
    row.0.extend(view.details.row(said).0);
    view.details.roles(said.statement, &mut row);
    row
}

fn wrapped(row: &Row, words: &Words, out: &mut Vec<u8>) -> io::Result<()> {
    out.extend_from_slice(words.around[0].as_bytes());
    write_json(row, out)?;
    out.extend_from_slice(words.around[1].as_bytes());
    Ok(())
}

/// Writes a value of JSON.
pub fn write_json(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    Ok(serde_json::to_writer(out, value)?)
}
