//! CURIEs (<https://www.w3.org/TR/curie/>), by the prefixes of a set and those that SSSOM has built in.

use std::collections::BTreeMap;

use crate::vocab::{dcterms, owl, prov, rdf, rdfs, skos, xsd};

/// Prefixes that need not be declared.
const BUILT_IN: &[(&str, &str)] = &[
    ("dcterms", dcterms::NAMESPACE),
    ("linkml", "https://w3id.org/linkml/"),
    ("oboInOwl", "http://www.geneontology.org/formats/oboInOwl#"),
    ("owl", owl::NAMESPACE),
    ("pav", "http://purl.org/pav/"),
    ("prov", prov::NAMESPACE),
    ("rdf", rdf::NAMESPACE),
    ("rdfs", rdfs::NAMESPACE),
    ("semapv", "https://w3id.org/semapv/vocab/"),
    ("skos", skos::NAMESPACE),
    ("sssom", "https://w3id.org/sssom/"),
    ("xsd", xsd::NAMESPACE),
];

/// The prefixes of a set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Curies {
    pub(super) declared: BTreeMap<String, String>,
}

impl Curies {
    /// The prefixes that the set declares, with their namespaces, sorted.
    pub fn declared(&self) -> impl Iterator<Item = (&str, &str)> {
        let declared = self.declared.iter();
        declared.map(|(prefix, namespace)| (prefix.as_str(), namespace.as_str()))
    }

    /// The namespace of a prefix, built in or declared; a declaration goes before.
    pub fn namespace(&self, prefix: &str) -> Option<&str> {
        let built_in = || {
            let known = BUILT_IN.iter().find(|(known, _)| *known == prefix);
            known.map(|(_, namespace)| *namespace)
        };
        self.declared
            .get(prefix)
            .map(String::as_str)
            .or_else(built_in)
    }

    /// The IRI of a CURIE; an IRI is its own. Nothing if its prefix is not known, or no IRI comes of it.
    pub fn expand(&self, curie: &str) -> Option<String> {
        if let Some((prefix, local)) = curie.split_once(':')
            && let Some(namespace) = self.namespace(prefix)
        {
            let iri = format!("{namespace}{local}");
            return oxiri::Iri::parse(iri.as_str()).is_ok().then_some(iri);
        }
        is_iri(curie).then(|| curie.to_owned())
    }

    /// An IRI as a CURIE, by the longest namespace that there is for it.
    pub fn shorten(&self, iri: &str) -> Option<String> {
        let built_in = BUILT_IN.iter().copied();
        let (prefix, namespace) = self
            .declared()
            .chain(built_in)
            .filter(|(_, namespace)| iri.starts_with(namespace))
            .max_by(|(a, one), (b, other)| one.len().cmp(&other.len()).then(b.cmp(a)))?;
        Some(format!("{prefix}:{}", &iri[namespace.len()..]))
    }
}

/// Whether a text is an absolute IRI (RFC 3987) rather than a CURIE.
pub fn is_iri(text: &str) -> bool {
    let scheme = text.split_once(':').map(|(scheme, _)| scheme);
    let is_known = text.contains("://") || matches!(scheme, Some("urn" | "mailto"));
    is_known && oxiri::Iri::parse(text).is_ok()
}
