//! A source, and the dossier on it.

use oxrdf::Literal;

use super::Input;
use super::quads::Graph;
use crate::model::{Original, Source};
use crate::vocab::{citable, dcterms, prov, rdf, schema, xsd};

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
    if let Some(original) = &source.original {
        lower_original(input, source, original, graph);
    }
    lower_dossier(input, source, graph);
}

/// Where the stored text comes from: the file that it was extracted from, and the program that did it.
fn lower_original(input: Input, source: &Source, original: &Original, graph: &mut Graph) {
    let iri = input.project.base.source(&source.id);
    let text = source
        .text
        .map(|text| input.project.base.file(input.files.path(text)));
    let file = format!("{iri}#original");
    graph.link(&file, rdf::TYPE, prov::ENTITY.as_str());
    if let Some(name) = &original.name {
        graph.text(&file, schema::NAME, name);
    }
    if let Some(sha256) = &original.sha256 {
        let digest = Literal::new_typed_literal(sha256, xsd::HEX_BINARY);
        graph.add(&file, citable::SHA256, &digest);
    }
    if let Some(text) = &text {
        graph.link(text, prov::WAS_DERIVED_FROM, &file);
    }
    let Some(extractor) = &original.extractor else {
        return;
    };
    let (activity, program) = (format!("{iri}#extraction"), format!("{iri}#extractor"));
    graph.link(&activity, rdf::TYPE, prov::ACTIVITY.as_str());
    graph.link(&activity, prov::USED, &file);
    graph.link(&activity, prov::WAS_ASSOCIATED_WITH, &program);
    graph.link(&program, rdf::TYPE, prov::SOFTWARE_AGENT.as_str());
    graph.text(&program, schema::NAME, extractor);
    if let Some(text) = &text {
        graph.link(text, prov::WAS_GENERATED_BY, &activity);
    }
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
