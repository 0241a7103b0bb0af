//! A source, and the dossier on it.

use oxrdf::Literal;

use super::Input;
use super::quads::Graph;
use crate::model::{Dossier, Source};
use crate::vocab::{citable, dcterms, rdf, schema, xsd};

pub fn lower(input: Input, dossier: &Dossier, source: &Source, graph: &mut Graph) {
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
    if let Some(text) = source.text {
        let file = input.files.get(text);
        let digest = Literal::new_typed_literal(file.sha256.as_str(), xsd::HEX_BINARY);
        graph.add(&iri, citable::SHA256, &digest);
        graph.text(&iri, citable::TEXT, &file.path);
    }
    lower_dossier(input, dossier, source, graph);
}

fn lower_dossier(input: Input, dossier: &Dossier, source: &Source, graph: &mut Graph) {
    let base = &input.project.base;
    let iri = base.dossier(&source.id);
    graph.link(&iri, rdf::TYPE, citable::DOSSIER.as_str());
    graph.link(&iri, dcterms::SOURCE, &base.source(&source.id));
    if let Some(curator) = &source.curator {
        graph.text(&iri, dcterms::CREATOR, curator);
    }
    if let Some(review) = &source.review
        && crate::review::holds(dossier, input.files)
    {
        graph.text(&iri, citable::REVIEWED_BY, &review.by);
    }
}
