//! A reading: who read a statement off which quotations, and what they think of it.

use oxrdf::Literal;

use super::Input;
use super::quads::Graph;
use crate::iri;
use crate::model::{Confidence, Rank, Reading, Source};
use crate::vocab::{citable, dcterms, oa, rdf, rdfs, skos, xsd};

/// A reading that stands in the dossier or table `container`, of a source if it has one.
pub fn lower(
    input: Input,
    container: &str,
    source: Option<&Source>,
    reading: &Reading,
    quotations: &[String],
    graph: &mut Graph,
) {
    let base = &input.project.base;
    let iri = format!("{container}#{}", key(reading, quotations));
    graph.link(&iri, rdf::TYPE, citable::READING.as_str());
    graph.link(&iri, rdf::TYPE, oa::ANNOTATION.as_str());
    graph.link(&iri, oa::HAS_BODY, &base.statement(&reading.key));
    for quotation in quotations {
        graph.link(&iri, oa::HAS_TARGET, quotation);
    }
    if let Some(curator) = source.and_then(|source| source.curator.as_ref()) {
        graph.text(&iri, dcterms::CREATOR, curator);
    }
    graph.link(&iri, citable::STATUS, status(source, quotations));
    if reading.unconfirmed {
        graph.link(&iri, citable::STATUS, citable::UNCONFIRMED.as_str());
    }
    rank(&iri, &reading.rank, graph);
    confidence(&iri, reading.confidence.as_ref(), graph);
    if let Some(resource) = &reading.according_to {
        graph.link(
            &iri,
            citable::ACCORDING_TO,
            resource.iri(input.model, base).as_str(),
        );
    }
    if let Some(because) = &reading.because {
        graph.text(&iri, citable::BECAUSE, because);
    }
    for id in &reading.see {
        graph.link(&iri, rdfs::SEE_ALSO, &base.statement(&id.value));
    }
    for note in &reading.notes {
        graph.text(&iri, skos::NOTE, note);
    }
}

/// What tells two readings of a dossier or table apart: the statement, and what it was read off or reasoned from.
fn key(reading: &Reading, quotations: &[String]) -> String {
    let mut parts = vec![reading.key.as_str()];
    parts.extend(quotations.iter().map(String::as_str));
    parts.extend(reading.because.as_deref());
    parts.extend(reading.inferred_from.iter().map(|id| id.value.as_str()));
    iri::key(&parts.join("\n"))
}

fn status(source: Option<&Source>, quotations: &[String]) -> &'static str {
    if quotations.is_empty() {
        citable::REASONED.as_str()
    } else if source.is_some_and(|source| source.without_text) {
        citable::UNVERIFIED.as_str()
    } else {
        citable::VERIFIED.as_str()
    }
}

fn rank(iri: &str, rank: &Rank, graph: &mut Graph) {
    let value = match rank {
        Rank::Preferred => citable::PREFERRED,
        Rank::Normal => citable::NORMAL,
        Rank::Deprecated(because) => {
            graph.text(iri, citable::DEPRECATED_BECAUSE, because);
            citable::DEPRECATED
        }
    };
    graph.link(iri, citable::RANK, value.as_str());
}

fn confidence(iri: &str, confidence: Option<&Confidence>, graph: &mut Graph) {
    match confidence {
        Some(Confidence::Level(level)) => graph.text(iri, citable::CONFIDENCE_LEVEL, level),
        Some(Confidence::Number(number)) => {
            let literal = Literal::new_typed_literal(number.as_str(), xsd::DECIMAL);
            graph.add(iri, citable::CONFIDENCE, &literal);
        }
        None => {}
    }
}
