//! Terms that the vocabulary uses and nothing defines: mostly slips of the pen, which would otherwise have no
//! effect, and no word said.

use std::collections::BTreeSet;

use oxrdf::{NamedNode, NamedOrBlankNode, Term, Triple};

use super::graph::Graph;
use super::read::{is_tools_own, local_name};
use crate::diagnostic::{Diagnostic, Rule, did_you_mean};
use crate::span::Span;
use crate::time::{JOINERS, OPENERS};
use crate::vocab::{citable, owl, rdf, rdfs};

/// Words of the notation that a predicate's local name would shadow: with such a name, a property is written
/// with its prefix.
const OTHER_WORDS: &[&str] = &["is", "not", "of", "publication", "about", "at", "least"];

/// The same for a role.
const QUALIFIERS: &[&str] = &[
    "confidence",
    "according",
    "because",
    "inferred",
    "see",
    "unconfirmed",
    "preferred",
    "deprecated",
    "note",
];

/// Whether a property of this local name has to be written with its prefix.
pub fn is_reserved(word: &str, predicate: bool) -> bool {
    QUALIFIERS.contains(&word)
        || (predicate
            && [OPENERS, JOINERS, OTHER_WORDS]
                .iter()
                .any(|words| words.contains(&word)))
}

/// The terms that are used and not defined, each told once. `place` finds a term in the files.
pub fn undefined(
    triples: &[Triple],
    graph: &Graph,
    place: impl Fn(&str) -> Span,
) -> Vec<Diagnostic> {
    let known: BTreeSet<&str> = graph
        .subjects()
        .map(NamedNode::as_str)
        .filter_map(|iri| iri.strip_prefix(citable::NAMESPACE))
        .collect();
    let used: BTreeSet<&NamedNode> = triples
        .iter()
        .flat_map(|triple| {
            let object = of_the_project(triple).or_else(|| of_the_tool(triple));
            object
                .into_iter()
                .chain(Some(&triple.predicate).filter(|iri| is_tools_own(iri)))
        })
        .filter(|iri| !graph.describes(iri))
        .collect();
    used.into_iter()
        .map(|iri| {
            let word = local_name(iri);
            let near = match is_tools_own(iri) {
                true => did_you_mean(word, &known),
                false => did_you_mean(word, graph.subjects().map(local_name)),
            };
            unknown(iri, word, near, place(word))
        })
        .collect()
}

fn object(triple: &Triple) -> Option<&NamedNode> {
    match &triple.object {
        Term::NamedNode(iri) => Some(iri),
        _ => None,
    }
}

fn of_the_tool(triple: &Triple) -> Option<&NamedNode> {
    object(triple).filter(|iri| is_tools_own(iri))
}

/// The object of a triple that builds the vocabulary, if it is in the namespace of its subject.
fn of_the_project(triple: &Triple) -> Option<&NamedNode> {
    let builds = [
        rdf::TYPE,
        rdfs::SUB_CLASS_OF,
        rdfs::SUB_PROPERTY_OF,
        owl::INVERSE_OF,
        citable::ALLOWED_UNIT,
    ];
    let NamedOrBlankNode::NamedNode(subject) = &triple.subject else {
        return None;
    };
    let namespace = |iri: &NamedNode| iri.as_str().len() - local_name(iri).len();
    object(triple).filter(|iri| {
        builds.contains(&triple.predicate.as_ref())
            && iri.as_str()[..namespace(iri)] == subject.as_str()[..namespace(subject)]
    })
}

fn unknown(iri: &NamedNode, word: &str, near: Option<String>, span: Span) -> Diagnostic {
    let message = format!("the vocabulary uses {iri}, which nothing defines");
    let diagnostic = Diagnostic::new(Rule::UnknownTerm, span, message);
    match near {
        Some(near) => diagnostic
            .label(format!("did you mean `{near}`?"))
            .help(format!(
                "`{word}` has no effect as long as it isn't defined"
            )),
        None => diagnostic.label("define it, or take it away"),
    }
}
