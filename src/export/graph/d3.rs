//! JSON for [d3-force](https://d3js.org/d3-force/link): `nodes` and `links`, whose ends are the ids of nodes
//! (`forceLink(links).id(d => d.id)`).

use std::io::{self, Write};

use super::json::{self, Words};
use super::{Graph, Style};

pub const STYLE: Style = json::style(write);

const WORDS: Words = Words {
    around: ["", ""],
    id: "id",
    relations: "links",
};

fn write(graph: &Graph, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"{")?;
    json::lists(graph, &WORDS, out)?;
    out.write_all(b"}\n")
}
