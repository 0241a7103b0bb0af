//! JSON for [d3-force](https://d3js.org/d3-force/link): `nodes` and `links`, whose ends are the ids of nodes
//! (`forceLink(links).id(d => d.id)`).

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
    id: "id",
};

fn write(graph: &Graph, out: &mut dyn Write) -> io::Result<()> {
    let view = View::of(graph);
    out.write_all(b"{\"nodes\":[\n")?;
    json::things(&view, &WORDS, out)?;
    out.write_all(b"\n],\n\"links\":[\n")?;
    json::relations(&view, &WORDS, out)?;
    out.write_all(b"\n]}\n")
}
