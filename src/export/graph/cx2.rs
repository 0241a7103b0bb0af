//! [CX2](https://cytoscape.org/cx/cx2/specification/cytoscape-exchange-format-specification-(version-2)/), of NDEx and
//! Cytoscape: a list of aspects, the attributes of nodes and edges declared with their types.
//!
//! Ids are numbers, in the order of the things and relations. A thing's label is called `name` and a relation's
//! `interaction`, as Cytoscape looks for them.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde_json::json;

use super::row::{Kind, Row};
use super::{Carries, Graph, Output, Style, View, json, write_each};
use crate::export::dataset::Id;

pub const STYLE: Style = Style {
    write: Output::File(write),
    carries: Carries::Columns,
    is_xml: false,
    most: None,
};

fn write(graph: &Graph, out: &mut dyn Write) -> io::Result<()> {
    let view = View::of(graph);
    let (things, relations) = (graph.things.len(), graph.relations.len());
    let counted = |name: &str, count: usize| json!({"name": name, "elementCount": count});
    let contents = [
        json!({"CXVersion": "2.0", "hasFragments": false}),
        json!({"metaData": [
            counted("attributeDeclarations", 1), counted("networkAttributes", 1),
            counted("nodes", things), counted("edges", relations),
        ]}),
        json!({"attributeDeclarations": [{
            "networkAttributes": {"name": {"d": "string"}},
            "nodes": declared(&view.thing_columns(), "name"),
            "edges": declared(&view.relation_columns(), "interaction"),
        }]}),
        json!({"networkAttributes": [{"name": graph.title}]}),
    ];
    out.write_all(b"[\n")?;
    for content in contents {
        json::write_json(&content, out)?;
        out.write_all(b",\n")?;
    }
    aspects(&view, out)?;
    out.write_all(b"{\"status\":[{\"success\":true,\"error\":\"\"}]}\n]\n")
}

fn aspects(view: &View, out: &mut dyn Write) -> io::Result<()> {
    let graph = view.graph;
    let number = |thing: Id| {
        let place = graph.things.binary_search(&thing);
        place.expect("the ends of relations are things")
    };
    out.write_all(b"{\"nodes\":[\n")?;
    write_each(&graph.things, ",\n", out, |&thing, out| {
        write!(out, "{{\"id\":{},\"v\":", number(thing))?;
        json::write_json(&renamed(view.thing(thing), "name"), out)?;
        out.write_all(b"}")
    })?;
    out.write_all(b"\n]},\n{\"edges\":[\n")?;
    let numbered: Vec<_> = graph.relations.iter().enumerate().collect();
    write_each(&numbered, ",\n", out, |(id, said), out| {
        let [source, _, target] = said.triple;
        write!(
            out,
            "{{\"id\":{id},\"s\":{},\"t\":{},\"v\":",
            number(source),
            number(target)
        )?;
        json::write_json(&renamed(view.relation(said), "interaction"), out)?;
        out.write_all(b"}")
    })?;
    out.write_all(b"\n]},\n")
}

/// The attributes with their types, the label under the name that Cytoscape has for it.
fn declared(columns: &[(&str, Kind)], label: &str) -> serde_json::Value {
    let declared = columns.iter().map(|(name, kind)| {
        let kind = match kind {
            Kind::Text | Kind::Day => "string",
            Kind::List => "list_of_string",
            Kind::Integer => "long",
            Kind::Number => "double",
            Kind::Flag => "boolean",
        };
        let name = if *name == "label" { label } else { name };
        (name, json!({"d": kind}))
    });
    json!(declared.collect::<BTreeMap<_, _>>())
}

fn renamed(mut row: Row, label: &str) -> Row {
    for (name, _) in &mut row.0 {
        if name == "label" {
            label.clone_into(name);
        }
    }
    row
}
