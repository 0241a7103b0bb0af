//! What a query asks of others: the patterns of its SERVICEs (SPARQL 1.1 Federated Query).

use std::sync::Arc;

use oxigraph::sparql::{DefaultServiceHandler, QueryEvaluationError, QuerySolutionIter};
use oxiri_of_spareval::Iri;
use oxrdf::{NamedNode, Term, Variable};
use spargebra::algebra::GraphPattern;

use super::StoreError;

/// Whoever answers the SERVICEs of queries.
pub trait Services: Send + Sync {
    /// The solutions of a pattern at a service.
    fn solutions(&self, service: &NamedNode, pattern: &GraphPattern) -> Result<Served, StoreError>;
}

/// Solutions of a service, as they come: a value, or none, for each variable.
pub struct Served {
    pub variables: Vec<Variable>,
    pub rows: Box<dyn Iterator<Item = Result<Vec<Option<Term>>, StoreError>>>,
}

/// Services as the evaluator asks them.
pub(super) struct Handler(pub Arc<dyn Services>);

impl DefaultServiceHandler for Handler {
    type Error = StoreError;

    fn handle(
        &self,
        service: &NamedNode,
        pattern: &GraphPattern,
        _: Option<&Iri<String>>,
    ) -> Result<QuerySolutionIter<'static>, StoreError> {
        let served = self.0.solutions(service, pattern)?;
        let variables: Arc<[Variable]> = served.variables.into();
        let names = variables.clone();
        let rows = served.rows.map(move |row| match row {
            Ok(values) => Ok((names.clone(), values).into()),
            Err(error) => Err(QueryEvaluationError::Service(Box::new(error))),
        });
        Ok(QuerySolutionIter::new(variables, rows))
    }
}
