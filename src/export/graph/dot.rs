//! [DOT](https://graphviz.org/doc/info/lang.html), of Graphviz: `citable export --format dot | dot -Tsvg`.
//!
//! A colour for each class; inferred relations are dashed. Sources and quotations are tooltips, and things lead to
//! their IRIs, where the picture is one that has them.

use std::io::{self, Write};

use super::look;
use super::{Carries, Graph, Output, Style, View, write_each};

pub const STYLE: Style = Style {
    write: Output::File(write),
    carries: Carries::Picture,
    is_xml: false,
    most: Some(5_000),
};

fn write(graph: &Graph, out: &mut dyn Write) -> io::Result<()> {
    let view = View::of(graph);
    let terms = &graph.terms;
    writeln!(out, "digraph {} {{", quoted(&graph.title))?;
    writeln!(
        out,
        "  graph [charset=\"UTF-8\", bgcolor=\"white\", nodesep=0.4, ranksep=0.7]\n  \
         node [shape=box, style=\"rounded,filled\", color=\"#555555\", fontname=\"Helvetica,Arial,sans-serif\", fontsize=12]\n  \
         edge [color=\"#555555\", fontname=\"Helvetica,Arial,sans-serif\", fontsize=10]"
    )?;
    write_each(&graph.things, "", out, |&thing, out| {
        let iri = terms.text(thing);
        let label = look::wrapped(&terms.name(thing), 28).join("\n");
        let fill = look::COLOURS[look::hue(graph, thing)].fill;
        let classes = thing_classes(&view, thing);
        writeln!(
            out,
            "  {} [label={}, fillcolor=\"{fill}\", tooltip={}{}]",
            name(&iri),
            quoted(&label),
            quoted(&classes),
            look::link(&iri).map_or_else(String::new, |link| format!(", URL={}", quoted(link)))
        )
    })?;
    write_each(&graph.relations, "", out, |said, out| {
        let row = view.relation(said);
        let [source, _, target] = said.triple.map(|id| name(&terms.text(id)));
        let label: Vec<String> = look::relation(&row)
            .iter()
            .flat_map(|line| look::wrapped(line, 28))
            .collect();
        let style = if look::is_inferred(&row) {
            ", style=dashed"
        } else {
            ""
        };
        writeln!(
            out,
            "  {source} -> {target} [id={}, label={}, tooltip={}{style}]",
            quoted(&view.details.id(said)),
            quoted(&label.join("\n")),
            quoted(&look::tip(&row)),
        )
    })?;
    writeln!(out, "}}")
}

fn thing_classes(view: &View, thing: u32) -> String {
    let classes = super::thing::classes(&view.graph.terms, thing).into_iter();
    let names: Vec<String> = classes.map(|class| view.graph.terms.name(class)).collect();
    names.join(", ")
}

/// The name of a thing: IRIs and labels of blank nodes have neither quotation marks nor backslashes, and an entity means
/// nothing in a name.
fn name(iri: &str) -> String {
    format!("\"{}\"", iri.replace('"', "\\\""))
}

/// A quoted string whose text is shown as it is: in it a backslash and an entity would mean something else.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '&' => quoted.push_str("&amp;"),
            c if c.is_control() => quoted.push(' '),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
