//! [Cytoscape.js JSON](https://js.cytoscape.org/#notation/elements-json), which Cytoscape desktop reads as well:
//! `elements` with nodes and edges, each with its `data`.

use std::io::{self, Write};

use super::json::{self, Words};
use super::{Graph, Style};

pub const STYLE: Style = json::style(write);

const WORDS: Words = Words {
    around: ["{\"data\":", "}"],
    id: "id",
    relations: "edges",
};

fn write(graph: &Graph, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"{\"format_version\":\"1.0\",\"generated_by\":\"citable\",\"data\":{\"name\":")?;
    json::write_json(&graph.title, out)?;
    out.write_all(b"},\n\"elements\":{\n")?;
    json::lists(graph, &WORDS, out)?;
    out.write_all(b"}}\n")
}
