//! What the store answers: solutions, yes or no, or triples, each in types of our own.

use oxigraph::sparql::{QueryResults, QuerySolutionIter, QueryTripleIter};
use oxrdf::{Term, Triple, Variable};

use super::StoreError;
use super::ask::evaluation;

/// The answer to a query, by the query's form.
pub enum Answer {
    /// Of SELECT.
    Solutions(Solutions),
    /// Of ASK.
    Boolean(bool),
    /// Of CONSTRUCT and DESCRIBE, in no order, some perhaps more than once.
    Triples(Triples),
}

/// Solutions as they are found: each has a value, or none, for each variable.
pub struct Solutions(QuerySolutionIter<'static>);

/// Triples as they are found.
pub struct Triples(QueryTripleIter<'static>);

impl Answer {
    pub(super) fn new(results: QueryResults<'static>) -> Answer {
        match results {
            QueryResults::Solutions(solutions) => Answer::Solutions(Solutions(solutions)),
            QueryResults::Boolean(value) => Answer::Boolean(value),
            QueryResults::Graph(triples) => Answer::Triples(Triples(triples)),
        }
    }
}

impl Solutions {
    /// The variables that SELECT names, in its order.
    pub fn variables(&self) -> &[Variable] {
        self.0.variables()
    }
}

impl Iterator for Solutions {
    type Item = Result<Vec<Option<Term>>, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        let solution = self.0.next()?;
        Some(match solution {
            Ok(solution) => Ok(solution.values().to_vec()),
            Err(error) => Err(evaluation(error)),
        })
    }
}

impl Iterator for Triples {
    type Item = Result<Triple, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        Some(self.0.next()?.map_err(evaluation))
    }
}
