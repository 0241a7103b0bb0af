//! A source, and the dossier on it.

use oxrdf::Literal;

use super::Input;
use super::quads::Graph;
use crate::model::Source;
use crate::vocab::{citable, dcterms, rdf, schema, xsd};

pub fn lower(input: Input, source: &Source, graph: &mut Graph) {
    let base = &input.project.base;
    let iri = base.source(&source.id);
    graph.link(&iri, rdf::TYPE, citable::SOURCE.as_str());
    if let Some(class) = source.class {
        graph.link(&iri, rdf::TYPE, input.ontology.class(class).iri.as_str());
    }
    graph.label(&iri, schema::NAME, &source.title, &source.lang);
    graph.text(&iri, schema::IN_LANGUAGE, &source.lang);
    for (predicate, text) in [
        (schema::AUTHOR, &source.author),
        (schema::PUBLISHER, &source.publisher),
        (dcterms::RIGHTS, &source.rights),
        (citable::TEXT_WHY, &source.text_why),
    ] {
        if let Some(text) = text {
            graph.text(&iri, predicate, text);
        }
    }
    for (predicate, link) in [
        (schema::URL, &source.url),
        (schema::ARCHIVED_AT, &source.archived),
    ] {
        if let Some(link) = link {
            graph.link(&iri, predicate, link.as_str());
        }
    }
    let published = source.published.as_ref().map(|published| &published.value);
    for (predicate, date) in [
        (schema::DATE_PUBLISHED, published),
        (citable::RETRIEVED, source.retrieved.as_ref()),
    ] {
        if let Some(date) = date {
            graph.add(&iri, predicate, &Literal::from(&date.literal()));
        }
    }
    if let Some(limit) = &source.quote_limit {
        graph.text(&iri, citable::QUOTE_LIMIT, &limit.value.to_string());
    }
    if let Some(text) = source.text {
        let digest = input.files.digest(text);
        let digest = digest.expect("a text that cannot be read is an error");
        let digest = Literal::new_typed_literal(digest, xsd::HEX_BINARY);
        graph.add(&iri, citable::SHA256, &digest);
        graph.text(&iri, citable::TEXT, input.files.path(text));
    }
    lower_dossier(input, source, graph);
}

fn lower_dossier(input: Input, source: &Source, graph: &mut Graph) {
    let base = &input.project.base;
    let iri = base.dossier(&source.id);
    graph.link(&iri, rdf::TYPE, citable::DOSSIER.as_str());
    graph.link(&iri, dcterms::SOURCE, &base.source(&source.id));
    if let Some(curator) = &source.curator {
        graph.text(&iri, dcterms::CREATOR, curator);
    }
    review(input, &iri, graph);
}

/// Who has reviewed a dossier or table, if that counts.
pub fn review(input: Input, iri: &str, graph: &mut Graph) {
    if let Some(review) = crate::review::counted(input.dossier, input.model, input.file) {
        graph.text(iri, citable::REVIEWED_BY, &review.by);
        graph.add(
            iri,
            citable::REVIEWED_ON,
            &Literal::from(&review.on.literal()),
        );
    }
}
