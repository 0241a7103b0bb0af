//! Questions to the store: saved queries as data, their parameters, and answers in every format.
//!
//! The way of a question: [`saved`] and [`named`] find it in `queries/`; [`Question::read`] reads its
//! header, its SPARQL and its parameters; [`Question::bind`] puts typed terms in place of the parameters,
//! in the algebra and never in the text; [`ask`] has it answered, with the citations of each row if they are
//! wanted; [`Format::write`] writes the answer. An engine [`elsewhere`] may be asked in the store's place, and a
//! [`Federation`] for what is in a SERVICE. This room neither prints nor sees a terminal: whoever
//! calls it says where to write and how wide.

mod answer;
mod citation;
mod cite;
pub mod elsewhere;
mod entity;
mod error;
mod federation;
#[cfg(test)]
pub mod fixture;
mod format;
mod graph;
mod header;
mod hint;
mod lexer;
mod library;
mod links;
mod names;
mod ndjson;
mod parameter;
mod pushed;
mod question;
mod rdf11;
mod results;
mod sparql;
mod spread;
mod substitute;
mod syntax;
mod table;
mod walk;

use crate::project::Context;
pub use answer::{Answer, Row, Solutions, ask, ask_elsewhere, ask_with};
pub use citation::Citation;
pub use entity::{find as entity, mapped};
pub use error::{Blame, Mistake, QueryError};
pub use federation::{Environment, Federation, is_federated};
pub use format::{FORMATS, Format};
pub use header::Header;
pub use hint::unknown_iris;
pub use library::{Saved, named, saved, text};
pub use names::{Names, without_controls};
pub use parameter::{Datatype, Parameter};
pub use question::Question;
pub use rdf11::Untold;

/// The stack, in bytes, that a thread needs to read and answer any query that [`Question::read`] takes.
/// The parser, the optimizer and the walks of this room go as deep as the query is nested, and a chain of
/// ten thousand UNIONs is nested ten thousand deep. Memory that is never touched costs nothing.
pub const STACK: usize = 1 << 30;

/// Prefixes that everyone means the same by.
const WELL_KNOWN: [(&str, &str); 13] = [
    ("citable", "https://w3id.org/citable/ns#"),
    ("dcterms", "http://purl.org/dc/terms/"),
    ("np", "http://www.nanopub.org/nschema#"),
    ("oa", "http://www.w3.org/ns/oa#"),
    ("org", "http://www.w3.org/ns/org#"),
    ("owl", "http://www.w3.org/2002/07/owl#"),
    ("prov", "http://www.w3.org/ns/prov#"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("schema", "https://schema.org/"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("wikibase", "http://wikiba.se/ontology#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

impl Context {
    /// The project's prefixes, and after them the well-known ones that it leaves free.
    pub fn all_prefixes(&self) -> Vec<(String, String)> {
        let mut all = self.prefixes.clone();
        for (name, iri) in WELL_KNOWN {
            if !all.iter().any(|(taken, _)| taken == name) {
                all.push((name.to_owned(), iri.to_owned()));
            }
        }
        all
    }
}
