//! RDF in any syntax. What is said of blank nodes is not read, as nothing can be linked with them.

use std::io::{BufReader, Read};
use std::path::Path;

use oxrdf::{NamedOrBlankNode, Term};
use oxrdfio::{RdfFormat, RdfParseError, RdfParser};

use super::Source;
use crate::dataset::{DatasetError, Said, Skipped, Visit};
use crate::files::open_named;
use crate::rdf::Shallow;

pub fn read(
    source: &Source,
    path: &Path,
    format: RdfFormat,
    skipped: &mut Skipped,
    visit: Visit,
) -> Result<(), DatasetError> {
    let open = || open_named(path).map_err(|cause| source.failed(cause));
    if format == RdfFormat::RdfXml {
        let sound = crate::rdf::unsound_xml(BufReader::new(open()?));
        sound.map_err(|(at, why)| DatasetError::Read {
            path: source.name.to_owned(),
            cause: std::io::Error::other(format!("byte {at}: {why}")),
        })?;
    }
    parse(source, open()?, format, skipped, visit)
}

pub fn parse(
    source: &Source,
    reader: Box<dyn Read>,
    format: RdfFormat,
    skipped: &mut Skipped,
    visit: Visit,
) -> Result<(), DatasetError> {
    // A line that is wrong is one line in these, and the next is read again.
    let is_by_line = matches!(format, RdfFormat::NTriples | RdfFormat::NQuads);
    let parser = RdfParser::from_format(format)
        .with_base_iri("https://relative.invalid/")
        .expect("it is an IRI");
    let (mut read, mut first) = (false, None);
    for quad in parser.for_reader(Shallow::new(reader)) {
        let quad = match quad {
            Ok(quad) => quad,
            Err(RdfParseError::Io(cause)) => return Err(source.failed(cause)),
            Err(RdfParseError::Syntax(error)) => {
                let line = error.location().map_or(0, |place| place.start.line + 1);
                let message = error.to_string();
                let message = message.lines().next().unwrap_or_default().to_owned();
                let wrong = source.wrong(line, message);
                if !is_by_line {
                    return Err(wrong);
                }
                skipped.add("lines that are no RDF", || wrong.to_string());
                first = first.or(Some(wrong));
                continue;
            }
        };
        read = true;
        let NamedOrBlankNode::NamedNode(subject) = quad.subject else {
            continue;
        };
        if matches!(quad.object, Term::BlankNode(_) | Term::Triple(_))
            || !source.wants(quad.predicate.as_str())
        {
            continue;
        }
        visit(Said {
            subject: subject.as_str(),
            property: quad.predicate.as_str(),
            object: quad.object,
        })?;
    }
    match first {
        Some(wrong) if !read => Err(wrong),
        _ => Ok(()),
    }
}
