//! The formats that an export can be written in.

use super::ExportError;
use crate::diagnostic::did_you_mean;

/// A format.
#[derive(Debug, PartialEq, Eq)]
pub struct Format {
    /// What it is called on the command line.
    pub name: &'static str,
    /// What it is, in a few words.
    pub about: &'static str,
    /// The extensions of its files, the usual one first; each is also a name on the command line.
    pub extensions: &'static [&'static str],
    pub media_type: &'static str,
    /// Whether it says which graph a triple is in.
    pub graphs: bool,
    /// Whether it has the triple terms of RDF 1.2.
    pub triple_terms: bool,
    pub(super) syntax: Syntax,
}

/// Which writer a format has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Syntax {
    Turtle,
    Lines,
    RdfXml,
    JsonLd,
}

/// All formats; the first is the one that is taken where nothing is said.
pub static FORMATS: [Format; 6] = [
    Format {
        name: "turtle",
        about: "Turtle: grouped by subject, with prefixes",
        extensions: &["ttl"],
        media_type: "text/turtle",
        graphs: false,
        triple_terms: true,
        syntax: Syntax::Turtle,
    },
    Format {
        name: "trig",
        about: "TriG: Turtle with graphs",
        extensions: &["trig"],
        media_type: "application/trig",
        graphs: true,
        triple_terms: true,
        syntax: Syntax::Turtle,
    },
    Format {
        name: "ntriples",
        about: "N-Triples: a triple a line",
        extensions: &["nt"],
        media_type: "application/n-triples",
        graphs: false,
        triple_terms: true,
        syntax: Syntax::Lines,
    },
    Format {
        name: "nquads",
        about: "N-Quads: a triple and its graph a line",
        extensions: &["nq"],
        media_type: "application/n-quads",
        graphs: true,
        triple_terms: true,
        syntax: Syntax::Lines,
    },
    Format {
        name: "rdfxml",
        about: "RDF/XML",
        extensions: &["rdf", "xml", "owl"],
        media_type: "application/rdf+xml",
        graphs: false,
        triple_terms: false,
        syntax: Syntax::RdfXml,
    },
    Format {
        name: "jsonld",
        about: "JSON-LD 1.1, with a context",
        extensions: &["jsonld", "json"],
        media_type: "application/ld+json",
        graphs: true,
        triple_terms: false,
        syntax: Syntax::JsonLd,
    },
];

impl Format {
    /// The format of a name or an extension.
    pub fn named(name: &str) -> Result<&'static Format, ExportError> {
        if super::form::is_legacy(name) {
            return Err(ExportError::Legacy(name.to_owned()));
        }
        let found = FORMATS.iter().find(|format| format.name == name);
        found
            .or_else(|| Self::of_extension(name))
            .ok_or_else(|| ExportError::Unknown {
                kind: "format",
                wanted: name.to_owned(),
                nearest: did_you_mean(name, FORMATS.iter().map(|format| format.name)),
            })
    }

    /// The format of a file's extension, without the dot.
    pub fn of_extension(extension: &str) -> Option<&'static Format> {
        let extension = extension.to_ascii_lowercase();
        FORMATS
            .iter()
            .find(|format| format.extensions.contains(&extension.as_str()))
    }

    /// The names of the formats that have triple terms.
    pub(super) fn with_triple_terms() -> String {
        let names = FORMATS
            .iter()
            .filter(|format| format.triple_terms)
            .map(|format| format.name);
        names.collect::<Vec<_>>().join(", ")
    }
}
