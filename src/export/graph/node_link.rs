//! [NetworkX's node-link JSON](https://networkx.org/documentation/stable/reference/readwrite/json_graph.html) of a
//! directed multigraph: `networkx.node_link_graph(data, edges="edges")`. The key of an edge is its id.

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
    around: ["", ""],
    id: "key",
};

fn write(graph: &Graph, out: &mut dyn Write) -> io::Result<()> {
    let view = View::of(graph);
    out.write_all(b"{\"directed\":true,\"multigraph\":true,\"graph\":{\"name\":")?;
    json::write_json(&graph.title, out)?;
    out.write_all(b"},\n\"nodes\":[\n")?;
    json::things(&view, &WORDS, out)?;
    out.write_all(b"\n],\n\"edges\":[\n")?;
    json::relations(&view, &WORDS, out)?;
    out.write_all(b"\n]}\n")
}
