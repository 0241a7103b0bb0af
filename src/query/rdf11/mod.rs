//! A query as an engine of RDF 1.1 can answer it: triple terms become the parts of an `rdf:Statement`.
//!
//! In the form that `citable export --form rdf11` writes, a reifier's triple is three triples of its own, in the same
//! graph: `rdf:subject`, `rdf:predicate`, `rdf:object`, beside the type `rdf:Statement`. The rewriting gives a query that
//! has over that form the solutions which the query that was asked has over the build. Two things differ, and both are
//! taken care of everywhere:
//!
//! * **Triple terms are gone.** `?st rdf:reifies <<( ?s ?p ?o )>>` asks for the three parts. A variable that holds a triple
//!   term is three variables ([`parts`]); one that may hold either, as `?o` in `?s ?p ?o` does, is four. What an expression makes
//!   of a triple term it makes of the parts.
//! * **Four triples are new.** A pattern that they would match as well, such as `?s ?p ?o` or `?s a ?class`, is told not to.
//!
//! What the form cannot tell is an [`Untold`], which names the place and the way out: nothing is answered by halves.
//! Base directions are no part of the form, so a literal of the query loses its own.
//!
//! The files: `pattern` walks over the algebra, `triples` and `path` do what it finds at its leaves, `expression` and `value`
//! what is computed, `kinds` knows what a variable may hold, `terms` what is a constant, `error` what cannot be said.

mod error;
mod expression;
mod kinds;
mod path;
mod pattern;

mod terms;
mod triples;
mod value;

use std::collections::BTreeSet;

use oxrdf::{NamedOrBlankNode, Term};
use oxrdf::{Triple, Variable};
use spargebra::Query;

use super::walk::pattern_mut;
pub use error::Untold;

/// Rewrites a SELECT or an ASK, in which blank nodes have names and paths are taken apart.
pub fn rewrite(query: &Query) -> Result<Query, Untold> {
    let mut query = query.clone();
    let pattern = pattern_mut(&mut query);
    let told = pattern::told(pattern, &BTreeSet::new())?;
    *pattern = told.pattern;
    Ok(query)
}

/// The variables of the subject, predicate and object of the triple term that a variable holds.
pub fn parts(variable: &Variable) -> [Variable; 3] {
    ["subject", "predicate", "object"]
        .map(|part| Variable::new_unchecked(format!("citable_{part}_of_{}", variable.as_str())))
}

/// The triple term of its parts, as they come in a solution; none if one is missing or cannot stand where it does.
pub fn triple_term(parts: [Option<&Term>; 3]) -> Option<Term> {
    let [
        Some(subject),
        Some(Term::NamedNode(predicate)),
        Some(object),
    ] = parts
    else {
        return None;
    };
    let subject: NamedOrBlankNode = match subject {
        Term::NamedNode(iri) => iri.clone().into(),
        Term::BlankNode(node) => node.clone().into(),
        _ => return None,
    };
    Some(Triple::new(subject, predicate.clone(), object.clone()).into())
}
