//! [GEXF 1.3](https://gexf.net/schema.html), of Gephi: a dynamic graph, so that the timeline shows what held when.
//!
//! A relation is there from the earliest day on which it can have begun to the latest on which it can have ended. A bound
//! that isn't known is absent and limits nothing. So the timeline at a day shows what `--as-of` that day keeps, and
//! events without a time as well.

use std::io::{self, Write};

use super::row::{Kind, Row};
use super::{Carries, Graph, Output, Style, View, write_each};
use crate::export::xml::escape;

pub const STYLE: Style = Style {
    write: Output::File(write),
    carries: Carries::Columns,
    is_xml: true,
    most: None,
};

fn write(graph: &Graph, out: &mut dyn Write) -> io::Result<()> {
    let view = View::of(graph);
    let (things, relations) = (view.thing_columns(), view.relation_columns());
    write!(
        out,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <gexf xmlns=\"http://gexf.net/1.3\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
         xsi:schemaLocation=\"http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd\" version=\"1.3\">\n  \
         <meta>\n    <creator>citable</creator>\n    <description>{}</description>\n  </meta>\n  \
         <graph mode=\"dynamic\" defaultedgetype=\"directed\" timeformat=\"date\" timerepresentation=\"interval\">\n",
        escape(&graph.title)
    )?;
    attributes("node", &things, out)?;
    attributes("edge", &relations, out)?;
    let terms = &graph.terms;
    writeln!(out, "    <nodes>")?;
    write_each(&graph.things, "", out, |&thing, out| {
        let row = view.thing(thing);
        let (id, label) = (terms.text(thing), row.get_text("label"));
        writeln!(
            out,
            "      <node id=\"{}\" label=\"{}\">",
            escape(&id),
            escape(label)
        )?;
        values(&things, &row, out)?;
        writeln!(out, "      </node>")
    })?;
    writeln!(out, "    </nodes>\n    <edges>")?;
    write_each(&graph.relations, "", out, |said, out| {
        let row = view.relation(said);
        let [source, property, target] = said.triple.map(|id| terms.text(id));
        write!(
            out,
            "      <edge id=\"{}\" source=\"{}\" target=\"{}\" kind=\"{}\" label=\"{}\"",
            escape(&view.details.id(said)),
            escape(&source),
            escape(&target),
            escape(&property),
            escape(row.get_text("label")),
        )?;
        for (name, bound) in [("start", "startEarliest"), ("end", "endLatest")] {
            match row.get_text(bound) {
                "" => {}
                day => write!(out, " {name}=\"{}\"", escape(day))?,
            }
        }
        writeln!(out, ">")?;
        values(&relations, &row, out)?;
        writeln!(out, "      </edge>")
    })?;
    writeln!(out, "    </edges>\n  </graph>\n</gexf>")
}

fn attributes(of: &str, columns: &[(&str, Kind)], out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "    <attributes class=\"{of}\">")?;
    for (number, (name, kind)) in columns.iter().enumerate() {
        let (name, kind) = (escape(name), kind.name());
        writeln!(
            out,
            "      <attribute id=\"{number}\" title=\"{name}\" type=\"{kind}\"/>"
        )?;
    }
    writeln!(out, "    </attributes>")
}

fn values(columns: &[(&str, Kind)], row: &Row, out: &mut Vec<u8>) -> io::Result<()> {
    writeln!(out, "        <attvalues>")?;
    let fields = row.by_column(columns);
    for (number, _, text) in fields.filter(|(_, name, _)| *name != "label") {
        writeln!(
            out,
            "          <attvalue for=\"{number}\" value=\"{}\"/>",
            escape(&text)
        )?;
    }
    writeln!(out, "        </attvalues>")
}
