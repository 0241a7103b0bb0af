//! N-Triples and N-Quads (RDF 1.2): canonical lines, in the order of their bytes.

use std::io::{self, Write};

use super::dataset::{Arranged, Id, line};

/// Writes quads in the order of lines.
pub fn write(arranged: &Arranged, out: &mut impl Write) -> io::Result<()> {
    let texts: Vec<String> = (0..arranged.terms.len() as Id)
        .map(|id| text(arranged, id))
        .collect();
    let text = |id: Id| texts[id as usize].as_bytes();
    for quad in &arranged.quads {
        for id in quad.triple().into_iter().chain(quad.graph) {
            out.write_all(text(id))?;
            out.write_all(b" ")?;
        }
        out.write_all(b".\n")?;
    }
    Ok(())
}

fn text(arranged: &Arranged, id: Id) -> String {
    line(arranged.value(id), &|part| text(arranged, part))
}
