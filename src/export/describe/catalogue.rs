//! The description for catalogues: [DCAT 3](https://www.w3.org/TR/vocab-dcat-3/), as DCAT-AP wants it, and
//! [VoID](https://www.w3.org/TR/void/).

use std::collections::BTreeSet;
use std::io::{self, Write};

use oxrdf::{Literal, NamedNodeRef};

use super::exports::Exported;
use super::facts::{Facts, number};
use super::{Query, QueryKind};
use crate::export::arranged::{Arranged, Order};
use crate::export::dataset::{Dataset, Id, Quad};
use crate::export::prefixes::Prefixes;
use crate::export::turtle;
use crate::iri::{self, namespace};
use crate::vocab::{dcat, dcterms, foaf, prov, rdf, rdfs, sh, spdx, void, xsd};

/// Prefixes of the vocabularies of catalogues.
const PREFIXES: [(&str, &str); 5] = [
    ("dcat", dcat::NAMESPACE),
    ("foaf", foaf::NAMESPACE),
    ("sh", sh::NAMESPACE),
    ("spdx", spdx::NAMESPACE),
    ("void", void::NAMESPACE),
];

const MEDIA_TYPES: &str = "https://www.iana.org/assignments/media-types/";
const LANGUAGES: &str = "http://publications.europa.eu/resource/authority/language/";

/// Writes the description as Turtle.
pub fn write(
    facts: &Facts,
    exports: &[Exported],
    queries: &[Query],
    mut out: &mut dyn Write,
) -> io::Result<()> {
    let mut sheet = Sheet {
        dataset: Dataset::default(),
        facts,
    };
    sheet.catalogue();
    sheet.dataset();
    sheet.counts();
    sheet.links();
    for export in exports {
        sheet.distribution(export);
    }
    for query in queries {
        sheet.query(query);
    }
    let prefixes = Prefixes::of(&facts.context, &[]).and(&PREFIXES);
    let arranged = Arranged::of(sheet.dataset, Order::Terms);
    turtle::write(&arranged, &prefixes, &mut out)
}

/// What is being written.
struct Sheet<'f> {
    dataset: Dataset<'static>,
    facts: &'f Facts,
}

impl Sheet<'_> {
    fn put(&mut self, subject: &str, predicate: NamedNodeRef, object: Id) {
        let subject = self.dataset.intern_made(subject);
        let predicate = self.dataset.intern(predicate);
        self.dataset.quads.push(Quad {
            graph: None,
            subject,
            predicate,
            object,
        });
    }

    fn link(&mut self, subject: &str, predicate: NamedNodeRef, object: &str) {
        let object = self.dataset.intern_made(object);
        self.put(subject, predicate, object);
    }

    fn value(&mut self, subject: &str, predicate: NamedNodeRef, value: &Literal) {
        let value = self.dataset.intern_literal(value);
        self.put(subject, predicate, value);
    }

    fn typed(&mut self, subject: &str, class: NamedNodeRef) {
        self.link(subject, rdf::TYPE, class.as_str());
    }

    /// A text in the project's language.
    fn text(&mut self, subject: &str, predicate: NamedNodeRef, text: &str) {
        let language = self.facts.context.lang.to_ascii_lowercase();
        let text = Literal::new_language_tagged_literal_unchecked(text, language);
        self.value(subject, predicate, &text);
    }

    fn plain(&mut self, subject: &str, predicate: NamedNodeRef, text: &str) {
        self.value(subject, predicate, &Literal::new_simple_literal(text));
    }

    fn node(&self, name: &str) -> String {
        format!("{}graph/meta#{name}", self.facts.context.base)
    }

    fn catalogue(&mut self) {
        let (facts, catalogue) = (self.facts, self.node("catalogue"));
        self.typed(&catalogue, dcat::CATALOG);
        self.link(&catalogue, dcat::HAS_DATASET, &facts.dataset);
        self.common(&catalogue);
        self.license(&catalogue);
    }

    /// What catalogue and data set have alike.
    fn common(&mut self, node: &str) {
        let facts = self.facts;
        self.text(node, dcterms::TITLE, &facts.title);
        self.text(node, dcterms::DESCRIPTION, &facts.about());
        if let Some(name) = &facts.publisher {
            let publisher = self.node("publisher");
            self.link(node, dcterms::PUBLISHER, &publisher);
            self.typed(&publisher, foaf::AGENT);
            self.plain(&publisher, foaf::NAME, name);
        }
        if let Some(date) = facts.date() {
            let datatype = match date.len() {
                10 => xsd::DATE,
                _ => xsd::DATE_TIME,
            };
            let date = Literal::new_typed_literal(date, datatype);
            self.value(node, dcterms::ISSUED, &date);
        }
        if let Some(language) = language(&facts.context.lang) {
            let language = format!("{LANGUAGES}{language}");
            self.link(node, dcterms::LANGUAGE, &language);
            self.typed(&language, dcterms::LINGUISTIC_SYSTEM);
        }
    }

    fn license(&mut self, node: &str) {
        if let Some(license) = &self.facts.license {
            self.link(node, dcterms::LICENSE, license);
            self.typed(license, dcterms::LICENSE_DOCUMENT);
        }
    }

    fn dataset(&mut self) {
        let facts = self.facts;
        let itself = facts.dataset.as_str();
        self.typed(itself, dcat::DATASET);
        self.typed(itself, void::DATASET);
        self.common(itself);
        self.license(itself);
        self.plain(itself, dcterms::IDENTIFIER, &facts.name);
        if let Some(url) = &facts.url {
            self.link(itself, dcat::LANDING_PAGE, url);
            self.typed(url, foaf::DOCUMENT);
        }
        for curator in &facts.curators {
            let node = self.node(&format!("curator-{}", iri::key(curator)));
            self.link(itself, dcterms::CREATOR, &node);
            self.typed(&node, foaf::AGENT);
            self.plain(&node, foaf::NAME, curator);
        }
        for source in &facts.sources {
            self.link(itself, prov::WAS_DERIVED_FROM, &source.iri);
        }
    }

    fn counts(&mut self) {
        let facts = self.facts;
        let (itself, counts) = (facts.dataset.as_str(), &facts.counts);
        self.plain(itself, void::URI_SPACE, &facts.context.base);
        for (word, count) in [
            (void::TRIPLES, counts.triples),
            (void::ENTITIES, counts.entities),
            (void::DISTINCT_SUBJECTS, counts.subjects),
            (void::DISTINCT_OBJECTS, counts.objects),
            (void::CLASSES, counts.classes.len()),
            (void::PROPERTIES, counts.properties.len()),
        ] {
            self.value(itself, word, &number(count));
        }
        for (graph, triples) in &facts.graphs {
            self.link(itself, void::SUBSET, graph);
            self.typed(graph, void::DATASET);
            if let Some(triples) = triples {
                let triples = Literal::new_typed_literal(triples, xsd::INTEGER);
                self.value(graph, void::TRIPLES, &triples);
            }
        }
        let terms = counts.properties.keys().chain(counts.classes.keys());
        let vocabularies: BTreeSet<&str> = terms.map(|iri| namespace(iri)).collect();
        for vocabulary in vocabularies {
            self.link(itself, void::VOCABULARY, vocabulary);
        }
        for (class, count) in &counts.classes {
            let part = self.node(&format!("class-{}", iri::key(class)));
            self.link(itself, void::CLASS_PARTITION, &part);
            self.link(&part, void::CLASS, class);
            self.value(&part, void::ENTITIES, &number(*count));
        }
        for (property, count) in &counts.properties {
            let part = self.node(&format!("property-{}", iri::key(property)));
            self.link(itself, void::PROPERTY_PARTITION, &part);
            self.link(&part, void::PROPERTY, property);
            self.value(&part, void::TRIPLES, &number(*count));
        }
    }

    /// A linkset for each data set that is linked to, and each property.
    fn links(&mut self) {
        let facts = self.facts;
        for ((property, space), count) in &facts.counts.links {
            let target = self.node(&format!("linked-{}", iri::key(space)));
            self.typed(&target, void::DATASET);
            self.plain(&target, void::URI_SPACE, space);
            let links = self.node(&format!(
                "links-{}",
                iri::key(&format!("{property}\n{space}"))
            ));
            self.typed(&links, void::LINKSET);
            self.link(&facts.dataset, void::SUBSET, &links);
            self.link(&links, void::LINK_PREDICATE, property);
            self.link(&links, void::SUBJECTS_TARGET, &facts.dataset);
            self.link(&links, void::OBJECTS_TARGET, &target);
            self.value(&links, void::TRIPLES, &number(*count));
        }
    }

    fn distribution(&mut self, export: &Exported) {
        let facts = self.facts;
        let node = self.node(&iri::percent_encode(&export.path));
        self.link(&facts.dataset, dcat::HAS_DISTRIBUTION, &node);
        self.typed(&node, dcat::DISTRIBUTION);
        self.plain(&node, dcterms::TITLE, &export.path);
        self.plain(&node, dcterms::DESCRIPTION, &export.about());
        self.license(&node);
        let folder = facts.url.as_deref().filter(|url| url.ends_with('/'));
        match folder {
            Some(folder) => {
                let url = format!("{folder}{}", iri::percent_encode(&export.path));
                self.link(&node, dcat::ACCESS_URL, &url);
                self.link(&node, dcat::DOWNLOAD_URL, &url);
            }
            None => {
                let page = facts.url.as_ref().unwrap_or(&facts.context.base);
                self.link(&node, dcat::ACCESS_URL, page);
            }
        }
        let media_type = format!("{MEDIA_TYPES}{}", export.format.media_type);
        self.link(&node, dcat::MEDIA_TYPE, &media_type);
        self.typed(&media_type, dcterms::MEDIA_TYPE);
        let size = Literal::new_typed_literal(export.size.to_string(), xsd::NON_NEGATIVE_INTEGER);
        self.value(&node, dcat::BYTE_SIZE, &size);
        let checksum = format!("{node}-sha256");
        self.link(&node, spdx::CHECKSUM, &checksum);
        self.typed(&checksum, spdx::CHECKSUM_CLASS);
        self.link(&checksum, spdx::ALGORITHM, spdx::SHA256.as_str());
        self.typed(spdx::SHA256.as_str(), spdx::CHECKSUM_ALGORITHM);
        let digest = Literal::new_typed_literal(&export.sha256, xsd::HEX_BINARY);
        self.value(&checksum, spdx::CHECKSUM_VALUE, &digest);
    }

    /// A saved query, as SHACL has executable ones, so that those who find the data set can ask it.
    fn query(&mut self, query: &Query) {
        let facts = self.facts;
        let node = format!(
            "{}file/{}",
            facts.context.base,
            iri::percent_encode(&query.path)
        );
        self.link(&facts.dataset, dcterms::RELATION, &node);
        let (class, word) = match query.kind {
            QueryKind::Select => (sh::SELECT_EXECUTABLE, sh::SELECT),
            QueryKind::Ask => (sh::ASK_EXECUTABLE, sh::ASK),
            QueryKind::Graph => (sh::CONSTRUCT_EXECUTABLE, sh::CONSTRUCT),
        };
        self.typed(&node, class);
        self.plain(&node, rdfs::LABEL, &query.name);
        if !query.summary.is_empty() {
            self.plain(&node, rdfs::COMMENT, &query.summary);
        }
        self.plain(&node, word, &query.text);
    }
}

/// The code of a language in the list that DCAT-AP takes them from.
fn language(tag: &str) -> Option<String> {
    let code = tag.split('-').next()?.to_ascii_lowercase();
    let language = isolang::Language::from_639_1(&code);
    let language = language.or_else(|| isolang::Language::from_639_3(&code))?;
    Some(language.to_639_3().to_uppercase())
}
