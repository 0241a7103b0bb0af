//! [NetworkX's node-link JSON](https://networkx.org/documentation/stable/reference/readwrite/json_graph.html) of a
//! directed multigraph: `networkx.node_link_graph(data, edges="edges")`. The key of an edge is its id.

use std::io::{self, Write};

use super::json::{self, Words};
use super::{Graph, Style};

pub const STYLE: Style = json::style(write);

const WORDS: Words = Words {
    around: ["", ""],
    id: "key",
    relations: "edges",
};

fn write(graph: &Graph, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"{\"directed\":true,\"multigraph\":true,\"graph\":{\"name\":")?;
    json::write_json(&graph.title, out)?;
    out.write_all(b"},\n")?;
    json::lists(graph, &WORDS, out)?;
    out.write_all(b"}\n")
}
