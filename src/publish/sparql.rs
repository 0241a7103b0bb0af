//! The texts of queries and updates, from names and terms that were checked: IRIs as types, all else as canonical N-Triples.
//!
//! N-Triples is a part of SPARQL's own syntax, so nothing has to be parsed first, whatever its size. No text of a user's comes
//! here. Everything is plain SPARQL 1.1 that engines agree on: no `ASK`, which Virtuoso answers with a SELECT's solutions,
//! and no condition without a pattern, which it doesn't hear.

use std::fmt::Display;

use oxrdf::NamedNodeRef;

pub fn count(graph: NamedNodeRef) -> String {
    format!("SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} }}")
}

pub fn any(graph: NamedNodeRef) -> String {
    format!("SELECT ?s WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} }} LIMIT 1")
}

/// All that a graph says of some subjects, each as N-Triples: subject, predicate, object.
pub fn about<'a>(graph: NamedNodeRef, subjects: impl Iterator<Item = &'a str>) -> String {
    let subjects = subjects.collect::<Vec<_>>().join(" ");
    format!("SELECT ?s ?p ?o WHERE {{ VALUES ?s {{ {subjects} }} GRAPH {graph} {{ ?s ?p ?o }} }}")
}

/// The subjects of a class in a graph, after the one given, each with its greatest values of two properties: a page at a time,
/// as engines cut long answers short without a word.
pub fn page(
    graph: NamedNodeRef,
    class: NamedNodeRef,
    properties: [NamedNodeRef; 2],
    after: &str,
    most: usize,
) -> String {
    let [p, q] = properties;
    let after = oxrdf::Literal::new_simple_literal(after);
    let a = crate::vocab::rdf::TYPE;
    format!(
        "SELECT ?g (MAX(?v) AS ?first) (MAX(?w) AS ?second) WHERE {{ GRAPH {graph} {{ \
         ?g {a} {class} OPTIONAL {{ ?g {p} ?v }} OPTIONAL {{ ?g {q} ?w }} }} \
         FILTER(STR(?g) > {after}) }} GROUP BY ?g ORDER BY STR(?g) LIMIT {most}"
    )
}

/// Objects of a subject and a predicate, with a value of theirs if they have one.
pub fn objects(
    graph: NamedNodeRef,
    subject: NamedNodeRef,
    predicate: NamedNodeRef,
    property: NamedNodeRef,
) -> String {
    format!(
        "SELECT ?o ?v WHERE {{ GRAPH {graph} {{ {subject} {predicate} ?o OPTIONAL {{ ?o {property} ?v }} }} }}"
    )
}

/// One triple as a line.
pub fn triple(subject: NamedNodeRef, predicate: NamedNodeRef, object: impl Display) -> String {
    format!("{subject} {predicate} {object} .\n")
}

/// Puts lines of N-Triples into a graph.
pub fn insert(graph: NamedNodeRef, lines: &str) -> String {
    format!("INSERT DATA {{ GRAPH {graph} {{\n{lines}}} }}")
}

/// Takes lines of N-Triples out of a graph.
pub fn delete(graph: NamedNodeRef, lines: &str) -> String {
    format!("DELETE DATA {{ GRAPH {graph} {{\n{lines}}} }}")
}

/// Takes all that is said of a subject out of a graph, but for its class.
pub fn strip(graph: NamedNodeRef, subject: NamedNodeRef) -> String {
    let a = crate::vocab::rdf::TYPE;
    format!(
        "DELETE {{ GRAPH {graph} {{ {subject} ?p ?o }} }} WHERE {{ GRAPH {graph} {{ {subject} ?p ?o FILTER(?p != {a}) }} }}"
    )
}

/// Takes all that is said of a subject out of a graph.
pub fn erase(graph: NamedNodeRef, subject: NamedNodeRef) -> String {
    format!("DELETE WHERE {{ GRAPH {graph} {{ {subject} ?p ?o }} }}")
}

pub fn drop(graph: NamedNodeRef) -> String {
    format!("DROP SILENT GRAPH {graph}")
}

/// Puts what one graph has in the place of what another has: `COPY`, in the operations that it is defined by (SPARQL 1.1
/// Update, section 3.2.3), as there are engines that lack it, and versions that do it wrongly.
pub fn copy(from: NamedNodeRef, to: NamedNodeRef) -> String {
    let insert =
        format!("INSERT {{ GRAPH {to} {{ ?s ?p ?o }} }} WHERE {{ GRAPH {from} {{ ?s ?p ?o }} }}");
    all([drop(to), insert])
}

/// Several updates in one request (SPARQL 1.1 Update, section 3: it should be all or nothing).
pub fn all<const N: usize>(updates: [String; N]) -> String {
    updates.join(" ;\n")
}
