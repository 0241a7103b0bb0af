//! The order in which a query's patterns are matched, from how many triples each of them really matches.
//!
//! Oxigraph orders joins by the shape of their patterns alone: `?s p o` counts as a thousand matches and `?s p ?o` as
//! a million, whatever `p` and `o` are. So `?statement citable:asserted true`, which every statement matches, is
//! taken first, and a query over a handful of statements reads all there are. The index can count the matches of
//! a pattern as quickly as it finds the first, so the order is decided here, before the evaluator sees the query.
//!
//! What comes out is again SPARQL's algebra, with the same solutions. A [group](group) of patterns is put into an
//! [order](order) and becomes a chain of `Lateral`: its right side is matched once for each solution of its left side, with
//! what that has bound, which is a look-up in the index. Oxigraph keeps such a chain as it is and still moves filters
//! down it. Whether a pattern may be matched that way at all, rather than by itself and then joined, is
//! [`correlates`](correlate::correlates)'s to say; where it may not, or where a look-up would have to read much, the two sides are
//! hashed, each inside a `Project`, which the evaluator does not take apart.
//!
//! An OPTIONAL becomes a look-up for each solution in the same way, MINUS one for each solution where the two
//! sides surely share a variable, and the patterns within EXISTS are ordered by what is bound around them.

mod assemble;
mod bound;
mod correlate;
mod cost;
#[cfg(test)]
mod counted;
mod expression;
mod group;
mod kinds;
#[cfg(test)]
mod laws;
mod order;
mod planner;
#[cfg(test)]
mod questions;
mod scope;
#[cfg(test)]
mod shapes;
mod steps;
mod unfold;

use oxrdf::{NamedNode, Term, Variable};
use spargebra::Query;

use planner::{Place, Planner};

/// What an index knows of its triples before it reads them. Estimates will do.
pub trait Counts {
    /// How many triples match; `None` matches every term.
    fn count(
        &self,
        subject: Option<&Term>,
        predicate: Option<&NamedNode>,
        object: Option<&Term>,
    ) -> u64;

    /// How many different subjects and objects the triples of a predicate have.
    fn spread(&self, predicate: &NamedNode) -> Spread;
}

/// How the triples of a predicate spread.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spread {
    pub subjects: u64,
    pub objects: u64,
}

/// The same query, in the order that takes least.
pub fn plan(query: &Query, counts: &dyn Counts) -> Query {
    let mut query = query.clone();
    let (Query::Select { pattern, .. }
    | Query::Construct { pattern, .. }
    | Query::Describe { pattern, .. }
    | Query::Ask { pattern, .. }) = &mut query;
    *pattern = Planner::new(counts)
        .pattern(pattern, &Place::default())
        .pattern;
    query
}

/// Variables, in an order that no hash decides.
type Names = std::collections::BTreeSet<Variable>;
