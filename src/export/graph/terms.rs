//! What the quads say of one term: its names, and its properties.

use oxrdf::{Literal, NamedNodeRef};
use rustc_hash::FxHashMap;

use crate::export::arranged::{Arranged, Order};
use crate::export::dataset::{Dataset, Id, Quad, Text, Value};
use crate::export::prefixes::{Prefixes, is_local};
use crate::project::Context;
use crate::vocab::{citable, dcterms, oa, owl, prov, rdf, rdfs, schema, skos};

/// The words of the vocabularies that are looked for.
const WORDS: &[NamedNodeRef<'static>] = &[
    rdf::TYPE,
    rdf::REIFIES,
    skos::PREF_LABEL,
    skos::ALT_LABEL,
    skos::HIDDEN_LABEL,
    skos::DEFINITION,
    skos::NOTE,
    skos::CLOSE_MATCH,
    schema::SAME_AS,
    owl::SAME_AS,
    schema::NAME,
    schema::URL,
    rdfs::LABEL,
    rdfs::SEE_ALSO,
    dcterms::TITLE,
    dcterms::CREATOR,
    prov::WAS_DERIVED_FROM,
    oa::HAS_BODY,
    oa::HAS_SELECTOR,
    oa::HAS_SOURCE,
    oa::EXACT,
    citable::SINCE,
    citable::UNTIL,
    citable::AT,
    citable::THROUGHOUT,
    citable::AS_OF,
    citable::START_EARLIEST,
    citable::START_LATEST,
    citable::END_EARLIEST,
    citable::END_LATEST,
    citable::ASSERTED,
    citable::NEGATED,
    citable::UNIT,
    citable::RULE,
    citable::STATUS,
    citable::RANK,
    citable::CONFIDENCE,
    citable::CONFIDENCE_LEVEL,
    citable::ACCORDING_TO,
    citable::BECAUSE,
    citable::LOCATOR,
    citable::INFERRED_STATEMENT,
    citable::SOURCE,
    citable::UNCONFIRMED,
    citable::DEPRECATED,
    citable::RETRIEVED,
    owl::EQUIVALENT_CLASS,
    owl::EQUIVALENT_PROPERTY,
    rdfs::SUB_CLASS_OF,
    rdfs::SUB_PROPERTY_OF,
    schema::AUTHOR,
    schema::DATE_PUBLISHED,
    schema::IN_LANGUAGE,
    schema::PUBLISHER,
    skos::EXACT_MATCH,
];

/// The quads of all graphs together, by subject.
#[derive(Debug)]
pub struct Terms<'b> {
    arranged: Arranged<'b>,
    prefixes: Prefixes,
    language: String,
    words: FxHashMap<&'static str, Id>,
}

impl<'b> Terms<'b> {
    /// Arranges the quads. The second are the new numbers of the terms, at the places of the old ones.
    pub fn of(mut dataset: Dataset<'b>, context: &Context) -> (Terms<'b>, Vec<Id>) {
        dataset.quads.iter_mut().for_each(|quad| quad.graph = None);
        let found: Vec<_> = WORDS
            .iter()
            .filter_map(|word| Some((word.as_str(), dataset.find(*word)?)))
            .collect();
        let (arranged, ranks) = Arranged::ranked(dataset, Order::Terms);
        let words = found
            .into_iter()
            .map(|(word, id)| (word, ranks[id as usize]));
        let terms = Terms {
            arranged,
            prefixes: Prefixes::of(context, &[]),
            language: context.lang.clone(),
            words: words.collect(),
        };
        (terms, ranks)
    }

    /// The number of a word, if some quad has it.
    pub fn word(&self, word: NamedNodeRef) -> Option<Id> {
        self.words.get(word.as_str()).copied()
    }

    /// All quads, by subject.
    pub fn quads(&self) -> &[Quad] {
        &self.arranged.quads
    }

    /// The quads of a subject.
    pub fn about(&self, subject: Id) -> &[Quad] {
        let quads = &self.arranged.quads;
        let start = quads.partition_point(|quad| quad.subject < subject);
        let length = quads[start..].partition_point(|quad| quad.subject == subject);
        &quads[start..start + length]
    }

    /// The objects that a subject has by a property.
    pub fn objects(&self, subject: Id, property: NamedNodeRef) -> impl Iterator<Item = Id> {
        let property = self.word(property);
        let about = match property {
            Some(_) => self.about(subject),
            None => &[],
        };
        let of = about
            .iter()
            .filter(move |quad| Some(quad.predicate) == property);
        of.map(|quad| quad.object)
    }

    /// The texts of those objects.
    pub fn texts(&self, subject: Id, property: NamedNodeRef) -> Vec<String> {
        self.objects(subject, property)
            .map(|object| self.text(object))
            .collect()
    }

    /// Whether some text has a control character, which is an escape in the texts of terms.
    pub fn has_controls(&self) -> bool {
        let escaped = |term: &Text| match term {
            Text::Whole(text) => ["\\u00", "\\b", "\\f", "\u{FFFE}", "\u{FFFF}", "\\uFFF"]
                .iter()
                .any(|escape| text.contains(escape)),
            Text::Triple(_) => false,
        };
        self.arranged.terms.iter().any(escaped)
    }

    /// What an id stands for.
    pub fn value(&self, id: Id) -> Value<'_> {
        self.arranged.value(id)
    }

    /// An IRI, the name of a blank node, or the value of a literal.
    pub fn text(&self, id: Id) -> String {
        match self.value(id) {
            Value::Iri(iri) => iri.as_str().to_owned(),
            Value::Blank(node) => node.to_string(),
            Value::Literal(literal) => literal.value().to_owned(),
            Value::Triple(parts) => parts.map(|part| self.text(part)).join(" "),
        }
    }

    /// What a person calls it: its label in the project's language, else one in none, else the first; without labels a
    /// short form of the IRI.
    pub fn name(&self, id: Id) -> String {
        self.labels(id)
            .into_iter()
            .next()
            .unwrap_or_else(|| self.short(id))
    }

    /// All labels, that which is its name first.
    pub fn labels(&self, id: Id) -> Vec<String> {
        let mut all: Vec<String> = Vec::new();
        for label in self.label_literals(id) {
            if !all.iter().any(|known| known == label.value()) {
                all.push(label.value().to_owned());
            }
        }
        all
    }

    /// All labels with their languages, that which is its name first.
    pub fn label_literals(&self, id: Id) -> Vec<Literal> {
        let literals = |property| {
            let labels = self.objects(id, property).map(|label| self.value(label));
            labels.filter_map(|value| match value {
                Value::Literal(label) => Some(label),
                _ => None,
            })
        };
        let mut labels: Vec<(usize, Literal)> = Vec::new();
        for (tier, property) in
            (0..).zip([skos::PREF_LABEL, rdfs::LABEL, schema::NAME, dcterms::TITLE])
        {
            labels.extend(literals(property).map(|label| {
                let other = match label.language() {
                    Some(language) if language == self.language => 0,
                    None => 1,
                    Some(_) => 2,
                };
                (tier * 3 + other, label)
            }));
        }
        labels.sort_by_key(|(tier, _)| *tier);
        labels.into_iter().map(|(_, label)| label).collect()
    }

    /// The prefix of an IRI, if there is one for it, and what follows.
    pub fn split<'t>(&'t self, iri: &'t str) -> Option<(&'t str, &'t str)> {
        let (prefix, local) = self.prefixes.shorten(iri, is_local)?;
        Some((self.prefixes.name(prefix), local))
    }

    /// What follows the base in an IRI of the project's own.
    pub fn own<'i>(&self, iri: &'i str) -> Option<&'i str> {
        self.prefixes.own(iri)
    }

    /// An IRI with a prefix, if there is one for it.
    pub fn short(&self, id: Id) -> String {
        match self.value(id) {
            Value::Iri(iri) => self.short_iri(iri.as_str()),
            _ => self.text(id),
        }
    }

    /// The same of an IRI.
    pub fn short_iri(&self, iri: &str) -> String {
        match self.split(iri) {
            Some((prefix, local)) => format!("{prefix}:{local}"),
            None => iri.to_owned(),
        }
    }

    /// The prefixes with their namespaces.
    pub fn prefixes(&self) -> &[(String, String)] {
        &self.prefixes.list
    }
}
