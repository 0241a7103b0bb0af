//! A quotation: a specific resource of Web Annotation, with its two selectors.

use oxrdf::Literal;

use super::Input;
use super::quads::Graph;
use crate::iri;
use crate::model::{Dossier, DossierId, Quotation, Source};
use crate::quote::Place;
use crate::vocab::{citable, oa, prov, rdf, xsd};

/// How many characters before and after a quotation its selector keeps.
const CONTEXT: usize = 32;

/// Lowers the quotations of a dossier, and hands out the IRI of each.
pub fn lower(
    input: Input,
    id: DossierId,
    dossier: &Dossier,
    source: &Source,
    graph: &mut Graph,
) -> Vec<String> {
    let mut iris = Vec::with_capacity(dossier.quotations.len());
    for (index, quotation) in dossier.quotations.iter().enumerate() {
        let place = input.evidence.place(id, index);
        let selected = Selected::new(input, quotation, source, place);
        let iri = selected.iri(input, quotation, source);
        describe(input, &iri, quotation, source, place, graph);
        selected.lower(&iri, place, graph);
        iris.push(iri);
    }
    iris
}

fn describe(
    input: Input,
    iri: &str,
    quotation: &Quotation,
    source: &Source,
    place: Option<&Place>,
    graph: &mut Graph,
) {
    let source = input.project.base.source(&source.id);
    graph.link(iri, rdf::TYPE, citable::QUOTATION.as_str());
    graph.link(iri, rdf::TYPE, oa::SPECIFIC_RESOURCE.as_str());
    graph.link(iri, oa::HAS_SOURCE, &source);
    graph.link(iri, prov::WAS_QUOTED_FROM, &source);
    if let Some(place) = place {
        graph.text(iri, citable::MATCH_TIER, place.tier.name());
    }
    if let Some(locator) = &quotation.locator {
        graph.text(iri, citable::LOCATOR, locator);
    }
}

/// The words that a quotation selects: those of the stored text where there is one.
struct Selected<'a> {
    exact: String,
    prefix: &'a str,
    suffix: &'a str,
}

impl<'a> Selected<'a> {
    fn new(
        input: Input<'a>,
        quotation: &Quotation,
        source: &Source,
        place: Option<&Place>,
    ) -> Self {
        let stored = source.text.zip(place);
        let Some((file, place)) = stored else {
            let words: Vec<&str> = quotation.text.split_whitespace().collect();
            return Self {
                exact: words.join(" "),
                prefix: "",
                suffix: "",
            };
        };
        let text = &input.files.get(file).text;
        let (before, after) = (&text[..place.bytes.start], &text[place.bytes.end..]);
        let prefix = before
            .char_indices()
            .rev()
            .nth(CONTEXT - 1)
            .map_or(0, |(at, _)| at);
        let suffix = after
            .char_indices()
            .nth(CONTEXT)
            .map_or(after.len(), |(at, _)| at);
        Self {
            exact: text[place.bytes.clone()].to_owned(),
            prefix: &before[prefix..],
            suffix: &after[..suffix],
        }
    }

    /// By the anchor's id; else by a hash of the source, the words and the locator, so that a quotation
    /// keeps its IRI when the text around it changes.
    fn iri(&self, input: Input, quotation: &Quotation, source: &Source) -> String {
        let base = &input.project.base;
        match &quotation.id {
            Some(id) => base.quotation(&format!("{}/{id}", source.id)),
            None => {
                let locator = quotation.locator.as_deref().unwrap_or("");
                let canonical = format!("{}\n{locator}\n{}", source.id, self.exact);
                base.quotation(&iri::key(&canonical))
            }
        }
    }

    fn lower(&self, iri: &str, place: Option<&Place>, graph: &mut Graph) {
        let quote = format!("{iri}#quote");
        graph.link(iri, oa::HAS_SELECTOR, &quote);
        graph.link(&quote, rdf::TYPE, oa::TEXT_QUOTE_SELECTOR.as_str());
        graph.text(&quote, oa::EXACT, &self.exact);
        for (predicate, text) in [(oa::PREFIX, self.prefix), (oa::SUFFIX, self.suffix)] {
            if !text.is_empty() {
                graph.text(&quote, predicate, text);
            }
        }
        let Some(place) = place else { return };
        let position = format!("{iri}#position");
        graph.link(iri, oa::HAS_SELECTOR, &position);
        graph.link(&position, rdf::TYPE, oa::TEXT_POSITION_SELECTOR.as_str());
        for (predicate, offset) in [(oa::START, place.chars.start), (oa::END, place.chars.end)] {
            let literal = Literal::new_typed_literal(offset.to_string(), xsd::NON_NEGATIVE_INTEGER);
            graph.add(&position, predicate, &literal);
        }
    }
}
