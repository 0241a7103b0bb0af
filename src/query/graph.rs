//! The triples of CONSTRUCT and DESCRIBE, in order and in RDF's formats.

use std::io::Write;

use oxrdf::graph::CanonicalizationAlgorithm;
use oxrdf::{Graph, NamedOrBlankNode, Term, Triple};
use oxrdfio::{RdfFormat, RdfSerializer};

use super::QueryError;
use crate::vocab::rdf;

/// Each triple once: by subject, types first. Blank nodes get names that depend on the graph alone, so that
/// the same question has the same answer byte for byte.
pub fn sorted(triples: Vec<Triple>) -> Vec<Triple> {
    let has_blank = |triple: &Triple| {
        matches!(triple.subject, NamedOrBlankNode::BlankNode(_))
            || matches!(triple.object, Term::BlankNode(_) | Term::Triple(_))
    };
    let mut triples = if triples.iter().any(has_blank) {
        let mut graph: Graph = triples.into_iter().collect();
        graph.canonicalize(CanonicalizationAlgorithm::Unstable);
        graph.iter().map(|triple| triple.into_owned()).collect()
    } else {
        triples
    };
    triples.sort_by_cached_key(|triple| {
        let predicate = triple.predicate.as_str().to_owned();
        let is_type = triple.predicate == rdf::TYPE;
        (
            triple.subject.to_string(),
            !is_type,
            predicate,
            triple.object.to_string(),
        )
    });
    triples.dedup();
    triples
}

/// Writes sorted triples, with those prefixes that one of them uses.
pub fn write(
    triples: &[Triple],
    format: RdfFormat,
    prefixes: &[(String, String)],
    out: &mut dyn Write,
) -> Result<(), QueryError> {
    if let RdfFormat::JsonLd { .. } = format
        && triples
            .iter()
            .any(|triple| matches!(triple.object, Term::Triple(_)))
    {
        return Err(QueryError::usage("JSON-LD cannot hold triple terms")
            .help("take `turtle`, `trig`, `ntriples` or `nquads`"));
    }
    let mut serializer = RdfSerializer::from_format(format);
    let mut used: Vec<_> = prefixes
        .iter()
        .filter(|(_, iri)| is_used(iri, triples))
        .collect();
    used.sort();
    for (name, iri) in used {
        // A prefix whose IRI is relative cannot be declared; the IRIs are written out then.
        if let Ok(with_prefix) = serializer.clone().with_prefix(name, iri) {
            serializer = with_prefix;
        }
    }
    let mut writer = serializer.for_writer(out);
    for triple in triples {
        writer.serialize_triple(triple)?;
    }
    let out = writer.finish()?;
    if let RdfFormat::RdfXml | RdfFormat::JsonLd { .. } = format {
        writeln!(out)?;
    }
    Ok(())
}

fn is_used(namespace: &str, triples: &[Triple]) -> bool {
    let starts = |term: &str| {
        term.strip_prefix('<')
            .is_some_and(|iri| iri.starts_with(namespace))
    };
    triples.iter().any(|triple| {
        starts(&triple.subject.to_string())
            || triple.predicate.as_str().starts_with(namespace)
            || match &triple.object {
                Term::Literal(literal) => literal.datatype().as_str().starts_with(namespace),
                object => object.to_string().contains(namespace),
            }
    })
}
