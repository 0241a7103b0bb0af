//! A difference as [RDF Patch](https://afs.github.io/rdf-patch/): a line for each quad that goes or comes.

use std::io::{self, Write};

use oxrdf::Quad;
use sha2::{Digest, Sha256};

use super::update::named;
use crate::iri::hex;
use crate::store::Difference;

pub fn write(difference: &Difference, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "H id <urn:uuid:{}> .", id(difference))?;
    writeln!(out, "TX .")?;
    for (letter, quads) in [("D", &difference.removed), ("A", &difference.added)] {
        for quad in quads {
            writeln!(out, "{letter} {} .", line(quad))?;
        }
    }
    writeln!(out, "TC .")
}

fn line(quad: &Quad) -> String {
    let triple = format!("{} {} {}", quad.subject, quad.predicate, quad.object);
    match named(&quad.graph_name) {
        Some(graph) => format!("{triple} {graph}"),
        None => triple,
    }
}

/// A name for the patch that depends on what is in it alone: a UUID of one's own making (RFC 9562, version 8).
fn id(difference: &Difference) -> String {
    let mut digest = Sha256::new();
    for (letter, quads) in [("D", &difference.removed), ("A", &difference.added)] {
        for quad in quads {
            digest.update(format!("{letter} {}\n", line(quad)));
        }
    }
    let mut bytes: [u8; 16] = std::array::from_fn({
        let digest = digest.finalize();
        move |at| digest[at]
    });
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let digits = hex(&bytes);
    let parts = [0..8, 8..12, 12..16, 16..20, 20..32].map(|part| &digits[part]);
    parts.join("-")
}
