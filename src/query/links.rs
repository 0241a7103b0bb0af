//! Identity links in queries: `citable:knownAs` leads from an entity to what is the same elsewhere.
//!
//! A project chooses the property of its links, for each data set another one if it likes (`schema:sameAs`, `owl:sameAs`,
//! `skos:exactMatch`). A query shouldn't have to know which. So this one property stands in queries for all of them: it is no
//! property of the data, but exchanged for a path when the query is read. Nothing is stored twice, a link that is taken out is
//! gone at once, and what is sent to an engine elsewhere is plain SPARQL 1.1.

use std::mem;

use oxrdf::{NamedNode, NamedNodeRef};
use spargebra::Query;
use spargebra::algebra::{Expression, GraphPattern, PropertyPathExpression as Path};
use spargebra::term::{NamedNodePattern, TriplePattern};

use super::walk;
use crate::algebra::{children_mut, expressions_mut, operands_mut};
use crate::vocab::{IDENTITY, citable};

/// Exchanges `citable:knownAs` for the path over all properties of identity.
pub fn expand(query: &mut Query) {
    pattern(walk::pattern_mut(query));
}

fn pattern(outer: &mut GraphPattern) {
    match outer {
        GraphPattern::Bgp { patterns } => {
            let (links, rest): (Vec<_>, Vec<_>) =
                mem::take(patterns).into_iter().partition(is_link);
            *patterns = rest;
            for TriplePattern {
                subject, object, ..
            } in links
            {
                let left = mem::take(outer);
                let right = GraphPattern::Path {
                    subject,
                    path: identity(),
                    object,
                };
                *outer = match left {
                    GraphPattern::Bgp { patterns } if patterns.is_empty() => right,
                    left => GraphPattern::Join {
                        left: Box::new(left),
                        right: Box::new(right),
                    },
                };
            }
            return;
        }
        GraphPattern::Path { path, .. } => steps(path),
        _ => {}
    }
    for inner in expressions_mut(outer) {
        expression(inner);
    }
    for inner in children_mut(outer) {
        pattern(inner);
    }
}

fn expression(outer: &mut Expression) {
    match outer {
        Expression::Exists(inner) => pattern(inner),
        _ => operands_mut(outer).into_iter().for_each(expression),
    }
}

fn is_link(triple: &TriplePattern) -> bool {
    matches!(&triple.predicate, NamedNodePattern::NamedNode(iri) if is_known_as(iri))
}

fn is_known_as(iri: &NamedNode) -> bool {
    iri.as_ref() == citable::KNOWN_AS
}

/// The same within a path.
fn steps(path: &mut Path) {
    match path {
        Path::NamedNode(iri) if is_known_as(iri) => *path = identity(),
        Path::Sequence(left, right) | Path::Alternative(left, right) => {
            steps(left);
            steps(right);
        }
        Path::Reverse(inner)
        | Path::ZeroOrMore(inner)
        | Path::OneOrMore(inner)
        | Path::ZeroOrOne(inner) => steps(inner),
        Path::NamedNode(_) | Path::NegatedPropertySet(_) => {}
    }
}

fn identity() -> Path {
    let step = |iri: NamedNodeRef| Path::NamedNode(iri.into_owned());
    let [first, rest @ ..] = IDENTITY;
    rest.into_iter().fold(step(first), |path, iri| {
        Path::Alternative(Box::new(path), Box::new(step(iri)))
    })
}
