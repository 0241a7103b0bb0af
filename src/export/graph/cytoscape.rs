//! [Cytoscape.js JSON](https://js.cytoscape.org/#notation/elements-json), which Cytoscape desktop reads as well:
//! `elements` with nodes and edges, each with its `data`.

use std::io::{self, Write};

use super::json::{self, Words};
use super::{Carries, Graph, Style, View};

pub const STYLE: Style = Style {
    write,
    carries: Carries::Everything,
    is_xml: false,
    most: None,
};

const WORDS: Words = Words {
    around: ["{\"data\":", "}"],
    id: "id",
};

fn write(graph: &Graph, out: &mut dyn Write) -> io::Result<()> {
    let view = View::of(graph);
    out.write_all(b"{\"format_version\":\"1.0\",\"generated_by\":\"citable\",\"data\":{\"name\":")?;
    json::write_json(&graph.title, out)?;
    out.write_all(b"},\n\"elements\":{\n\"nodes\":[\n")?;
    json::things(&view, &WORDS, out)?;
    out.write_all(b"\n],\n\"edges\":[\n")?;
    json::relations(&view, &WORDS, out)?;
    out.write_all(b"\n]}}\n")
}
