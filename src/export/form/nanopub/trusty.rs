//! Trusty URIs of RDF: [module RA](https://github.com/trustyuri/trustyuri-spec), which hashes the quads themselves, so that an
//! IRI says whether what is found under it is what was meant.
//!
//! An IRI that has the code in it is hashed with a space in the place of the code.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// What stands in an IRI in the place of its code until that is known.
pub const PLACE: char = ' ';

/// A quad, in the order in which quads are hashed: strings by their code points.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Line {
    pub graph: String,
    pub subject: String,
    pub predicate: String,
    pub object: Object,
}

/// An object: IRIs come before literals.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Object {
    Iri(String),
    /// Value, datatype and language: of the last two one is there, and what has no datatype comes first.
    Literal(String, Option<String>, Option<String>),
}

/// The code of quads: `RA`, and 43 digits of base 64.
pub fn code(mut lines: Vec<Line>) -> String {
    lines.sort_unstable();
    lines.dedup();
    let mut hash = Sha256::new();
    for line in &lines {
        for part in [&line.graph, &line.subject, &line.predicate] {
            hash.update(part.as_bytes());
            hash.update(b"\n");
        }
        hash.update(text(&line.object).as_bytes());
        hash.update(b"\n");
    }
    format!("RA{}", URL_SAFE_NO_PAD.encode(hash.finalize()))
}

fn text(object: &Object) -> String {
    let escaped = |value: &str| value.replace('\\', "\\\\").replace('\n', "\\n");
    match object {
        Object::Iri(iri) => iri.clone(),
        Object::Literal(value, _, Some(language)) => {
            format!("@{} {}", language.to_lowercase(), escaped(value))
        }
        Object::Literal(value, datatype, None) => {
            let datatype = datatype.as_deref().unwrap_or_default();
            format!("^{datatype} {}", escaped(value))
        }
    }
}
