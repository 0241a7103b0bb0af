//! RDF: reified statements of RDF 1.1 and 1.2, and the statements of Wikibase's RDF.

use std::io::BufReader;

use oxrdfio::{RdfFormat, RdfParseError, RdfParser};

use super::graph::Graph;
use super::{reified, wikibase};
use crate::import::format::syntax;
use crate::import::found::Found;
use crate::import::{ImportError, Source};
use crate::rdf::Shallow;

/// Reads a file of RDF, in the syntax that its name says.
pub fn read(source: &Source, found: &mut Found) -> Result<(), ImportError> {
    let Some(format) = syntax(&source.name) else {
        return Err(ImportError::Syntax {
            name: source.name.clone(),
        });
    };
    if format == RdfFormat::RdfXml {
        let sound = crate::rdf::unsound_xml(BufReader::new(source.open()?));
        sound.map_err(|(at, why)| source.wrong_at(&format!("byte {at}"), why))?;
    }
    let graph = graph(source, format)?;
    let reified = reified::say(&graph, found);
    let of_wikibase = wikibase::rdf::say(&graph, found);
    match reified + of_wikibase {
        0 => Err(ImportError::NothingReified {
            path: source.path.to_owned(),
        }),
        _ => Ok(()),
    }
}

fn graph(source: &Source, format: RdfFormat) -> Result<Graph, ImportError> {
    let parser = RdfParser::from_format(format);
    // A relative IRI has to start somewhere; nobody keeps one.
    let parser = parser
        .with_base_iri("https://relative.invalid/")
        .expect("it is an IRI");
    let mut graph = Graph::default();
    for quad in parser.for_reader(Shallow::new(source.open()?)) {
        let quad = quad.map_err(|error| match error {
            RdfParseError::Io(cause) => source.failed(&cause),
            RdfParseError::Syntax(error) => {
                let message = error.to_string();
                let message = message.lines().next().unwrap_or_default().to_owned();
                match error.location() {
                    Some(place) => source.wrong(place.start.line + 1, message),
                    None => source.wrong_at("somewhere", message),
                }
            }
        })?;
        graph.add(&quad);
    }
    graph.arrange();
    Ok(graph)
}
