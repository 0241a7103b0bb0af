//! The database, in memory: Oxigraph filled from a build.
//!
//! A query's default graph is the *merge* of all graphs: a triple that two dossiers state is one triple.
//! Oxigraph's own union of graphs yields it twice, which makes counts wrong, so the merge is loaded as the
//! default graph. Named graphs are loaded beside it only for a query that asks for one.

use std::collections::BTreeSet;

use oxigraph::io::{RdfFormat, RdfParseError, RdfParser};
use oxigraph::sparql::{QueryEvaluationError, SparqlEvaluator};
use oxigraph::store::{LoaderError, StorageError};
use oxrdf::{
    GraphName, GraphNameRef, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term, TermRef,
};
use spargebra::Query;

use super::{Answer, Build, StoreError};

/// Which graphs a store is to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Graphs {
    /// The merge of all graphs, as the default graph.
    Merged,
    /// The merge, and each named graph: for queries with `GRAPH` or `FROM`.
    Named,
}

/// The quads of a build, ready to be asked.
pub struct Store {
    database: oxigraph::store::Store,
}

impl Store {
    /// Loads a build.
    pub fn load(build: &Build, graphs: Graphs) -> Result<Store, StoreError> {
        Store::from_quads(build.quads(), graphs)
    }

    /// Loads N-Quads.
    pub fn from_quads(quads: &[u8], graphs: Graphs) -> Result<Store, StoreError> {
        let database = oxigraph::store::Store::new().map_err(storage)?;
        let mut loader = database.bulk_loader();
        loader
            .load_ok_quads::<RdfParseError, LoaderError>(parsed(quads).map(|quad| {
                let mut quad = quad?;
                quad.graph_name = GraphName::DefaultGraph;
                Ok(quad)
            }))
            .map_err(|error| StoreError::Load(error.to_string()))?;
        if graphs == Graphs::Named {
            loader
                .load_ok_quads::<RdfParseError, LoaderError>(parsed(quads))
                .map_err(|error| StoreError::Load(error.to_string()))?;
        }
        loader.commit().map_err(storage)?;
        Ok(Store { database })
    }

    /// Evaluates a query. Federated queries are refused: there is no way to the network.
    pub fn query(&self, query: &Query) -> Result<Answer, StoreError> {
        let results = SparqlEvaluator::new()
            .for_query(query.clone())
            .on_store(&self.database)
            .execute()
            .map_err(evaluation)?;
        Ok(Answer::new(results))
    }

    /// The objects of `subject` and `predicate`, sorted.
    pub fn objects(
        &self,
        subject: &NamedNode,
        predicate: NamedNodeRef<'_>,
    ) -> Result<Vec<Term>, StoreError> {
        let quads = self.database.quads_for_pattern(
            Some(subject.as_ref().into()),
            Some(predicate),
            None,
            Some(GraphNameRef::DefaultGraph),
        );
        let mut objects = quads
            .map(|quad| Ok(quad.map_err(storage)?.object))
            .collect::<Result<Vec<_>, StoreError>>()?;
        objects.sort_by_cached_key(Term::to_string);
        Ok(objects)
    }

    /// Calls `visit` with each subject and object of `predicate`, in no order.
    pub fn pairs(
        &self,
        predicate: NamedNodeRef<'_>,
        mut visit: impl FnMut(NamedNode, Term),
    ) -> Result<(), StoreError> {
        let graph = Some(GraphNameRef::DefaultGraph);
        for quad in self
            .database
            .quads_for_pattern(None, Some(predicate), None, graph)
        {
            let quad = quad.map_err(storage)?;
            if let NamedOrBlankNode::NamedNode(subject) = quad.subject {
                visit(subject, quad.object);
            }
        }
        Ok(())
    }

    /// Whether an IRI is the subject of anything.
    pub fn describes(&self, iri: NamedNodeRef<'_>) -> Result<bool, StoreError> {
        self.has(Some(iri), None, None)
    }

    /// Whether an IRI occurs anywhere but inside a triple term.
    pub fn mentions(&self, iri: NamedNodeRef<'_>) -> Result<bool, StoreError> {
        Ok(self.has(Some(iri), None, None)?
            || self.has(None, Some(iri), None)?
            || self.has(None, None, Some(iri.into()))?)
    }

    fn has(
        &self,
        subject: Option<NamedNodeRef<'_>>,
        predicate: Option<NamedNodeRef<'_>>,
        object: Option<TermRef<'_>>,
    ) -> Result<bool, StoreError> {
        self.database
            .quads_for_pattern(subject.map(Into::into), predicate, object, None)
            .next()
            .transpose()
            .map(|quad| quad.is_some())
            .map_err(storage)
    }

    /// All IRIs that are a subject, a predicate or an object. This reads the whole store.
    pub fn iris(&self) -> Result<BTreeSet<NamedNode>, StoreError> {
        let mut iris = BTreeSet::new();
        for quad in self.database.iter() {
            let quad: Quad = quad.map_err(storage)?;
            if let NamedOrBlankNode::NamedNode(subject) = quad.subject {
                iris.insert(subject);
            }
            if let Term::NamedNode(object) = quad.object {
                iris.insert(object);
            }
            iris.insert(quad.predicate);
        }
        Ok(iris)
    }
}

/// The quads of a text that was checked before it was written, so IRIs are not checked again.
fn parsed(quads: &[u8]) -> impl Iterator<Item = Result<Quad, RdfParseError>> {
    RdfParser::from_format(RdfFormat::NQuads)
        .lenient()
        .for_slice(quads)
        .map(|quad| quad.map_err(RdfParseError::from))
}

fn storage(error: StorageError) -> StoreError {
    StoreError::Load(error.to_string())
}

pub(super) fn evaluation(error: QueryEvaluationError) -> StoreError {
    match error {
        QueryEvaluationError::Service(_) | QueryEvaluationError::UnsupportedService(_) => {
            StoreError::Refused(
                "this query has a SERVICE: the store answers from its own graphs alone".to_owned(),
            )
        }
        QueryEvaluationError::UnsupportedCustomFunction(function) => {
            StoreError::Refused(format!("there is no function {function}"))
        }
        error => StoreError::Evaluation(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use spargebra::SparqlParser;

    const QUADS: &str = "<a:a> <a:b> <a:c> <a:g> .\n<a:a> <a:b> <a:c> <a:h> .\n<a:s> <http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies> <<( <a:a> <a:b> <a:c> )>> <a:g> .\n";

    fn count(graphs: Graphs, query: &str) -> usize {
        let store = Store::from_quads(QUADS.as_bytes(), graphs).unwrap();
        let query = SparqlParser::new().parse_query(query).unwrap();
        match store.query(&query).unwrap() {
            Answer::Solutions(solutions) => solutions.map(Result::unwrap).count(),
            _ => panic!("not a SELECT"),
        }
    }

    #[test]
    fn a_triple_of_two_graphs_is_one_triple() {
        for graphs in [Graphs::Merged, Graphs::Named] {
            assert_eq!(count(graphs, "SELECT * { ?s <a:b> ?o }"), 1);
            assert_eq!(
                count(graphs, "SELECT * { ?s ?p <<( <a:a> <a:b> <a:c> )>> }"),
                1
            );
        }
        assert_eq!(
            count(Graphs::Named, "SELECT * { GRAPH ?g { ?s <a:b> ?o } }"),
            2
        );
        assert_eq!(count(Graphs::Named, "SELECT * FROM <a:h> { ?s ?p ?o }"), 1);
    }

    #[test]
    fn there_is_no_network() {
        let store = Store::from_quads(QUADS.as_bytes(), Graphs::Merged).unwrap();
        let query = SparqlParser::new()
            .parse_query("SELECT * { SERVICE <http://localhost/> { ?s ?p ?o } }")
            .unwrap();
        let error = match store.query(&query) {
            Ok(Answer::Solutions(mut solutions)) => solutions.next().unwrap().unwrap_err(),
            Ok(_) => panic!("not a SELECT"),
            Err(error) => error,
        };
        assert!(error.to_string().contains("SERVICE"), "{error}");
    }
}
