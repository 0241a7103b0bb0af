//! Definitions in Turtle, with the prefixes that lines and rows need.

use std::collections::BTreeMap;

use oxrdf::Triple;
use oxrdfio::{RdfFormat, RdfSerializer};

use crate::ontology::Ontology;
use crate::vocab::{citable, owl, rdfs, skos, xsd};

/// Writes triples, which are sorted by subject. `prefixes` has the namespaces of the import with their prefixes.
pub fn write(
    triples: &[Triple],
    prefixes: &BTreeMap<String, String>,
    ontology: &Ontology,
) -> String {
    let standard = [
        ("citable", citable::NAMESPACE),
        ("owl", owl::NAMESPACE),
        ("rdfs", rdfs::NAMESPACE),
        ("skos", skos::NAMESPACE),
        ("xsd", xsd::NAMESPACE),
    ];
    let mut serializer = RdfSerializer::from_format(RdfFormat::Turtle);
    let own = prefixes
        .iter()
        .map(|(namespace, prefix)| (prefix.as_str(), namespace.as_str()));
    // A prefix has one namespace in a project.
    let is_same = |(prefix, namespace): &(&str, &str)| {
        let known = ontology.prefixes.get(*prefix);
        known.is_none_or(|known| known == namespace)
    };
    for (prefix, namespace) in standard.into_iter().chain(own).filter(is_same) {
        if let Ok(with) = serializer.clone().with_prefix(prefix, namespace) {
            serializer = with;
        }
    }
    let mut serializer = serializer.for_writer(Vec::new());
    for triple in triples {
        serializer
            .serialize_triple(triple)
            .expect("a vector takes all");
    }
    let bytes = serializer.finish().expect("a vector takes all");
    let turtle = String::from_utf8_lossy(&bytes);
    let (mut declared, rest): (Vec<&str>, Vec<&str>) = turtle
        .lines()
        .partition(|line| line.starts_with("@prefix "));
    declared.sort_unstable();
    format!("{}\n\n{}\n", declared.join("\n"), rest.join("\n"))
}
