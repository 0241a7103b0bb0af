//! A flowchart of [Mermaid](https://mermaid.js.org/syntax/flowchart.html), which many sites show inside Markdown.
//!
//! Mermaid draws up to 500 edges where nothing else is configured, so more are not written.

use std::collections::BTreeSet;
use std::io::{self, Write};

use super::look::{self, COLOURS};
use super::{Carries, Graph, Output, Style, View, write_each};
use crate::export::dataset::Id;

pub const STYLE: Style = Style {
    write: Output::File(write),
    carries: Carries::Picture,
    is_xml: false,
    most: Some(500),
};

fn write(graph: &Graph, out: &mut dyn Write) -> io::Result<()> {
    let view = View::of(graph);
    let number = |thing: Id| {
        let place = graph.things.binary_search(&thing);
        place.expect("the ends of relations are things")
    };
    writeln!(out, "flowchart LR")?;
    let hues: BTreeSet<usize> = graph
        .things
        .iter()
        .map(|&thing| look::hue(graph, thing))
        .collect();
    for hue in hues {
        let fill = COLOURS[hue].fill;
        writeln!(
            out,
            "    classDef c{hue} fill:{fill},stroke:#555555,color:#111111"
        )?;
    }
    write_each(&graph.things, "", out, |&thing, out| {
        let label = lines(&[graph.terms.name(thing)]);
        let hue = look::hue(graph, thing);
        writeln!(out, "    n{}[\"{label}\"]:::c{hue}", number(thing))
    })?;
    write_each(&graph.relations, "", out, |said, out| {
        let row = view.relation(said);
        let [source, _, target] = said.triple;
        let arrow = if look::is_inferred(&row) {
            "-.->"
        } else {
            "-->"
        };
        let (source, target) = (number(source), number(target));
        let label = lines(&look::relation(&row));
        writeln!(out, "    n{source} {arrow}|\"{label}\"| n{target}")
    })
}

/// Lines of a label; every sign that Mermaid, Markdown or HTML could take for its own is a character's number.
fn lines(lines: &[String]) -> String {
    let lines = lines.iter().flat_map(|line| look::wrapped(line, 28));
    let escaped = lines.map(|line| {
        let escape = |c: char| match c {
            ' ' | ',' | '.' | '-' | '(' | ')' | '\'' | '/' | ':' => c.to_string(),
            c if c.is_ascii_punctuation() => format!("#{};", u32::from(c)),
            c => c.to_string(),
        };
        line.chars().map(escape).collect::<String>()
    });
    let text = escaped.collect::<Vec<_>>().join("<br/>");
    // A list of Markdown begins so.
    match text.strip_prefix('-') {
        Some(rest) => format!("#45;{rest}"),
        None => text,
    }
}
