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

#[cfg(test)]
mod tests {
    use super::*;

    /// The code is the SHA-256 of what the specification says, as `sha256sum` and `base64` give it.
    #[test]
    fn quads_are_hashed_in_their_order_and_once_each() {
        let line = |object: Object| Line {
            graph: "https://x/nanopub/ #assertion".to_owned(),
            subject: "https://x/a".to_owned(),
            predicate: "https://x/p".to_owned(),
            object,
        };
        let typed = |value: &str, datatype: &str| {
            let datatype = format!("http://www.w3.org/2001/XMLSchema#{datatype}");
            Object::Literal(value.to_owned(), Some(datatype), None)
        };
        let text = "a\nb\\c";
        let tagged = Object::Literal(text.to_owned(), None, Some("en".to_owned()));
        let lines = [
            typed("b", "integer"),
            typed(text, "string"),
            Object::Iri("https://x/b".to_owned()),
            tagged,
            typed("b", "integer"),
        ];
        let expected = "RASWmxrfpestticoTT763wpq6m34Arftq5nEGQGZUgUH8";
        assert_eq!(code(lines.map(line).to_vec()), expected);
    }
}
