//! A quotation: a specific resource of Web Annotation, with its two selectors.

use std::borrow::Cow;
use std::ops::Range;

use oxrdf::Literal;

use super::Input;
use super::quads::Graph;
use crate::evidence::{Elsewhere, Witness};
use crate::iri;
use crate::model::{Quotation, Source};
use crate::vocab::{citable, oa, prov, rdf, xsd};

/// Lowers the quotations of a dossier or table, and hands out the IRI of each.
pub fn lower(input: Input, graph: &mut Graph) -> Vec<String> {
    let dossier = input.dossier;
    let mut iris = Vec::with_capacity(dossier.quotations.len());
    for group in &dossier.groups {
        for index in group.quotations.clone() {
            let quotation = &dossier.quotations[index];
            let source = group.source.expect("a quotation without source is told");
            let source = input.model.source(source);
            let witness = input.evidence.witness(index);
            let exact = exact(quotation, witness);
            let iri = iri(input, quotation, source, &exact);
            describe(input, &iri, quotation, source, witness, graph);
            if let Some(dismissal) = group.dismissal.as_ref().filter(|given| !given.draft) {
                graph.text(&iri, citable::DISMISSED_BECAUSE, &dismissal.because);
            }
            selectors(&iri, &exact, witness, graph);
            if let Some(elsewhere) = input.evidence.elsewhere(index) {
                lower_elsewhere(&iri, elsewhere, graph);
            }
            iris.push(iri);
        }
    }
    iris
}

fn describe(
    input: Input,
    iri: &str,
    quotation: &Quotation,
    source: &Source,
    witness: Option<&Witness>,
    graph: &mut Graph,
) {
    let source = input.project.base.source(&source.id);
    graph.link(iri, rdf::TYPE, citable::QUOTATION.as_str());
    graph.link(iri, rdf::TYPE, oa::SPECIFIC_RESOURCE.as_str());
    graph.link(iri, oa::HAS_SOURCE, &source);
    graph.link(iri, prov::WAS_QUOTED_FROM, &source);
    if let Some(witness) = witness {
        graph.text(iri, citable::MATCH_TIER, witness.place.tier.name());
    }
    if let Some(locator) = &quotation.locator {
        graph.text(iri, citable::LOCATOR, locator);
    }
}

/// The words that a quotation selects: those of the stored text where there is one.
fn exact<'a>(quotation: &Quotation, witness: Option<&'a Witness>) -> Cow<'a, str> {
    match witness {
        Some(witness) => Cow::Borrowed(&witness.exact),
        None => {
            let words: Vec<&str> = quotation.text.split_whitespace().collect();
            Cow::Owned(words.join(" "))
        }
    }
}

/// By the anchor's id; else by a hash of the source, the words and the locator, so that a quotation
/// keeps its IRI when the text around it changes.
fn iri(input: Input, quotation: &Quotation, source: &Source, exact: &str) -> String {
    let base = &input.project.base;
    match &quotation.id {
        Some(id) => base.quotation(&format!("{}/{id}", source.id)),
        None => {
            let locator = quotation.locator.as_deref();
            base.quotation(&iri::quotation_key(&source.id, locator, exact))
        }
    }
}

fn selectors(iri: &str, exact: &str, witness: Option<&Witness>, graph: &mut Graph) {
    let quote = format!("{iri}#quote");
    graph.link(iri, oa::HAS_SELECTOR, &quote);
    graph.link(&quote, rdf::TYPE, oa::TEXT_QUOTE_SELECTOR.as_str());
    graph.text(&quote, oa::EXACT, exact);
    let Some(witness) = witness else { return };
    for (predicate, text) in [(oa::PREFIX, &witness.prefix), (oa::SUFFIX, &witness.suffix)] {
        if !text.is_empty() {
            graph.text(&quote, predicate, text);
        }
    }
    lower_position(iri, &witness.place.chars, graph);
}

/// Where a quotation stands in a text that is not stored here, and in which: somebody else has seen it.
fn lower_elsewhere(iri: &str, elsewhere: &Elsewhere, graph: &mut Graph) {
    let Elsewhere { entry, text_sha256 } = elsewhere;
    lower_position(iri, &(entry.start..entry.end), graph);
    graph.text(iri, citable::MATCH_TIER, &entry.tier);
    let digest = Literal::new_typed_literal(text_sha256, xsd::HEX_BINARY);
    graph.add(iri, citable::VERIFIED_ELSEWHERE, &digest);
}

fn lower_position(iri: &str, chars: &Range<usize>, graph: &mut Graph) {
    let position = format!("{iri}#position");
    graph.link(iri, oa::HAS_SELECTOR, &position);
    graph.link(&position, rdf::TYPE, oa::TEXT_POSITION_SELECTOR.as_str());
    for (predicate, offset) in [(oa::START, chars.start), (oa::END, chars.end)] {
        let literal = Literal::new_typed_literal(offset.to_string(), xsd::NON_NEGATIVE_INTEGER);
        graph.add(&position, predicate, &literal);
    }
}
