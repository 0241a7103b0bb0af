//! N-Triples and N-Quads (RDF 1.2): canonical lines, in the order of their bytes.

use std::io::{self, Write};

use super::arranged::Arranged;
use super::dataset::{Id, Quad, Text};
use crate::in_order::in_order;

/// Writes quads in the order of lines.
pub fn write(arranged: &Arranged, out: &mut impl Write) -> io::Result<()> {
    /// Quads that are written at a time; several times as many at once, on all cores.
    const QUADS: usize = 1 << 13;
    let pieces: Vec<&[Quad]> = arranged.quads.chunks(QUADS).collect();
    in_order(
        &pieces,
        |quads| lines(arranged, quads),
        |_, lines| out.write_all(&lines?),
    )
}

fn lines(arranged: &Arranged, quads: &[Quad]) -> io::Result<Vec<u8>> {
    let mut out = Vec::new();
    for quad in quads {
        for id in quad.triple().into_iter().chain(quad.graph) {
            write_term(arranged, id, &mut out)?;
            out.write_all(b" ")?;
        }
        out.write_all(b".\n")?;
    }
    Ok(out)
}

fn write_term(arranged: &Arranged, id: Id, out: &mut impl Write) -> io::Result<()> {
    match &arranged.terms[id as usize] {
        Text::Whole(text) => out.write_all(text.as_bytes()),
        Text::Triple(parts) => {
            out.write_all(b"<<( ")?;
            for &part in parts {
                write_term(arranged, part, out)?;
                out.write_all(b" ")?;
            }
            out.write_all(b")>>")
        }
    }
}
