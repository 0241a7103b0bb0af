//! [GraphML](http://graphml.graphdrawing.org/): things as nodes, relations as edges with ids, and a typed key for
//! each field. Read by networkx, igraph, Gephi, Cytoscape, Neo4j's APOC, and yEd (for which there is also [`yed`](super::yed)).
//!
//! Ids are `xs:NMTOKEN` in GraphML, which an IRI is not: so they are short, and the IRI is a field.

use std::collections::HashSet;
use std::io::{self, Write};
use std::iter;

use super::row::{Kind, Row};
use super::{Carries, Graph, Output, Style, View, write_each};
use crate::export::dataset::Id;
use crate::export::xml::{escape, token};

pub const STYLE: Style = Style {
    write: Output::File(|graph, out| write(graph, &PLAIN, out)),
    carries: Carries::Columns,
    is_xml: true,
    most: None,
};

/// What a dialect of GraphML adds.
pub struct Dialect {
    /// Attributes of the root.
    pub namespaces: &'static str,
    pub keys: &'static str,
    /// An element inside each node, made from its fields.
    pub node: fn(&Graph, Id, &Row) -> String,
    pub edge: fn(&Row) -> String,
}

const PLAIN: Dialect = Dialect {
    namespaces: "\n         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"\n         \
                 xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns \
                 http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd\"",
    keys: "",
    node: |_, _, _| String::new(),
    edge: |_| String::new(),
};

/// Writes a graph in a dialect.
pub fn write(graph: &Graph, dialect: &Dialect, out: &mut dyn Write) -> io::Result<()> {
    let view = View::of(graph);
    let (things, relations) = (view.thing_columns(), view.relation_columns());
    writeln!(
        out,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\"{}>",
        dialect.namespaces
    )?;
    if !graph.title.is_empty() {
        writeln!(out, "  <desc>{}</desc>", escape(&graph.title))?;
    }
    keys("node", "n", &things, out)?;
    keys("edge", "e", &relations, out)?;
    write!(out, "{}", dialect.keys)?;
    writeln!(out, "  <graph id=\"graph\" edgedefault=\"directed\">")?;
    let terms = &graph.terms;
    let id = |thing: Id| token(terms.short(thing));
    write_each(&graph.things, "", out, |&thing, out| {
        let row = view.thing(thing);
        writeln!(out, "    <node id=\"{}\">", id(thing))?;
        data("n", &things, &row, out)?;
        writeln!(out, "{}    </node>", (dialect.node)(graph, thing, &row))
    })?;
    write_each(&graph.relations, "", out, |said, out| {
        let row = view.relation(said);
        let [source, _, target] = said.triple.map(id);
        let edge = match said.statement {
            Some(statement) if view.details.id(said) == terms.text(statement) => id(statement),
            _ => token(view.details.id(said)),
        };
        writeln!(
            out,
            "    <edge id=\"{edge}\" source=\"{source}\" target=\"{target}\">"
        )?;
        data("e", &relations, &row, out)?;
        writeln!(out, "{}    </edge>", (dialect.edge)(&row))
    })?;
    writeln!(out, "  </graph>\n</graphml>")
}

fn keys(of: &str, prefix: &str, columns: &[(&str, Kind)], out: &mut dyn Write) -> io::Result<()> {
    let mut taken = HashSet::new();
    for (number, (name, kind)) in columns.iter().enumerate() {
        let numbered = (2..).map(|number| format!("{}_{number}", word(name)));
        let mut names = iter::once(word(name)).chain(numbered);
        let name = names.find(|name| taken.insert(name.clone()));
        let name = name.expect("there is no end of numbers");
        let kind = kind.name();
        writeln!(
            out,
            "  <key id=\"{prefix}{number}\" for=\"{of}\" attr.name=\"{name}\" attr.type=\"{kind}\"/>"
        )?;
    }
    Ok(())
}

/// The name of a column as the schema of GraphML has names, as an `xs:NMTOKEN`.
fn word(name: &str) -> String {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, ':' | '.' | '-' | '_');
    let parts = name.split(|c| !is_part(c)).filter(|part| !part.is_empty());
    let word = parts.collect::<Vec<_>>().join("_");
    match word.is_empty() {
        true => "_".to_owned(),
        false => word,
    }
}

fn data(prefix: &str, columns: &[(&str, Kind)], row: &Row, out: &mut Vec<u8>) -> io::Result<()> {
    for (number, _, text) in row.by_column(columns) {
        writeln!(
            out,
            "      <data key=\"{prefix}{number}\">{}</data>",
            escape(&text)
        )?;
    }
    Ok(())
}
