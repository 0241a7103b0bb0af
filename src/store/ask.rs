//! The database: Oxigraph's engine over the levels of a build.
//!
//! A query's default graph is the *merge* of all graphs, or of those that it names with `FROM`: a triple that two
//! dossiers state is one triple. The engine's own union of graphs yields it twice, which makes counts wrong, so the
//! merge is the default graph that the engine is given.

use std::collections::BTreeSet;
use std::sync::Arc;

use oxigraph::sparql::{QueryEvaluationError, SparqlEvaluator};
use oxrdf::{GraphName, NamedNode, NamedNodeRef, Term, Triple};
use spargebra::Query;

use super::counts::Counted;
use super::dataset::Dataset;
use super::dictionary::Stored;
use super::levels::Levels;
use super::plan::plan;
use super::scan::{Pattern, Quads, Scope};
use super::service::{Handler, Services};
use super::{Answer, Build, StoreError, term};
use crate::vocab::rdf;

/// The quads of a build, ready to be asked.
pub struct Store {
    levels: Arc<Levels>,
}

impl Store {
    /// Asks a build. This costs nothing.
    pub fn of(build: &Build) -> Store {
        Store {
            levels: build.levels.clone(),
        }
    }

    /// Evaluates a query. Federated queries are refused: there is no way to the network.
    pub fn query(&self, query: &Query) -> Result<Answer, StoreError> {
        self.evaluate(query, SparqlEvaluator::new())
    }

    /// Evaluates a query of which others answer what is in a SERVICE.
    pub fn query_with(
        &self,
        query: &Query,
        services: Arc<dyn Services>,
    ) -> Result<Answer, StoreError> {
        let evaluator = SparqlEvaluator::new().with_default_service_handler(Handler(services));
        self.evaluate(query, evaluator)
    }

    fn evaluate(&self, query: &Query, evaluator: SparqlEvaluator) -> Result<Answer, StoreError> {
        let planned = plan(query, &Counted(&self.levels));
        let mut prepared = evaluator.for_query(planned);
        let default = match prepared.dataset().default_graph_graphs() {
            Some([GraphName::DefaultGraph]) | None => Scope::Merged,
            Some(graphs) => self.merge_of(graphs)?,
        };
        prepared
            .dataset_mut()
            .set_default_graph(vec![GraphName::DefaultGraph]);
        let has_triple_terms = query.to_string().contains("<<(");
        let dataset = Dataset::new(self.levels.clone(), default, has_triple_terms);
        let results = prepared
            .on_queryable_dataset(dataset)
            .execute()
            .map_err(evaluation)?;
        Ok(Answer::new(results))
    }

    fn merge_of(&self, graphs: &[GraphName]) -> Result<Scope, StoreError> {
        let mut numbers = Vec::new();
        for graph in graphs {
            numbers.extend(self.levels.number_of(&graph.to_string())?);
        }
        numbers.sort_unstable();
        Ok(Scope::MergedOf(numbers.into()))
    }

    /// The objects of `subject` and `predicate`, sorted.
    pub fn objects(
        &self,
        subject: &NamedNode,
        predicate: NamedNodeRef<'_>,
    ) -> Result<Vec<Term>, StoreError> {
        let subject = self.number(subject.as_ref())?;
        let predicate = self.number(predicate)?;
        let (Some(_), Some(_)) = (subject, predicate) else {
            return Ok(Vec::new());
        };
        let mut objects = Vec::new();
        for quad in self.find([subject, predicate, None])? {
            let ([_, _, object], _) = quad?;
            objects.push(term::term(&self.levels, object)?);
        }
        objects.sort_by_cached_key(Term::to_string);
        Ok(objects)
    }

    /// All that is said of `subject`, in whatever graph, sorted.
    pub fn about(&self, subject: NamedNodeRef<'_>) -> Result<Vec<(NamedNode, Term)>, StoreError> {
        let Some(subject) = self.number(subject)? else {
            return Ok(Vec::new());
        };
        let mut said = Vec::new();
        for quad in self.find([Some(subject), None, None])? {
            let ([_, predicate, object], _) = quad?;
            if let Term::NamedNode(predicate) = term::term(&self.levels, predicate)? {
                said.push((predicate, term::term(&self.levels, object)?));
            }
        }
        said.sort_by_cached_key(|(predicate, object)| format!("{predicate} {object}"));
        Ok(said)
    }

    /// The subjects of `predicate` and `object` that are IRIs, sorted.
    pub fn subjects(
        &self,
        predicate: NamedNodeRef<'_>,
        object: impl Into<Term>,
    ) -> Result<Vec<NamedNode>, StoreError> {
        let predicate = self.number(predicate)?;
        let object = Dataset::number(&self.levels, &object.into())?;
        let (Some(_), Some(_)) = (predicate, object) else {
            return Ok(Vec::new());
        };
        let mut subjects = Vec::new();
        for quad in self.find([None, predicate, object])? {
            let ([subject, _, _], _) = quad?;
            subjects.extend(as_iri(term::term(&self.levels, subject)?));
        }
        subjects.sort_unstable();
        Ok(subjects)
    }

    /// In which triples an IRI is the object, but for those of one predicate: each subject that is an IRI, and predicate;
    /// sorted.
    pub fn said_with(
        &self,
        object: &NamedNode,
        but: NamedNodeRef<'_>,
    ) -> Result<Vec<(NamedNode, NamedNode)>, StoreError> {
        let Some(object) = self.number(object.as_ref())? else {
            return Ok(Vec::new());
        };
        let but = self.number(but)?;
        let mut said = Vec::new();
        for quad in self.find([None, None, Some(object)])? {
            let ([subject, predicate, _], _) = quad?;
            if Some(predicate) != but {
                let subject = as_iri(term::term(&self.levels, subject)?);
                let predicate = as_iri(term::term(&self.levels, predicate)?);
                said.extend(subject.zip(predicate));
            }
        }
        said.sort_unstable();
        Ok(said)
    }

    /// The statements of which `said` holds and whose triple has an IRI as its subject or object, each with that triple;
    /// sorted. The triples of all of which `said` holds are looked through, as no index leads into a triple term.
    pub fn reifying(
        &self,
        part: &NamedNode,
        (predicate, object): (NamedNodeRef<'_>, Term),
    ) -> Result<Vec<(NamedNode, Triple)>, StoreError> {
        let (Some(part), Some(reifies), Some(predicate), Some(object)) = (
            self.number(part.as_ref())?,
            self.number(rdf::REIFIES)?,
            self.number(predicate)?,
            Dataset::number(&self.levels, &object)?,
        ) else {
            return Ok(Vec::new());
        };
        let mut found = Vec::new();
        for quad in self.find([None, Some(predicate), Some(object)])? {
            let ([statement, _, _], _) = quad?;
            for quad in self.find([Some(statement), Some(reifies), None])? {
                let ([_, _, triple], _) = quad?;
                let Stored::Triple([s, _, o]) = self.levels.term(triple)? else {
                    continue;
                };
                if (s == part || o == part)
                    && let Some(statement) = as_iri(term::term(&self.levels, statement)?)
                    && let Term::Triple(triple) = term::term(&self.levels, triple)?
                {
                    found.push((statement, *triple));
                }
            }
        }
        found.sort_by(|(a, _), (b, _)| a.cmp(b));
        Ok(found)
    }

    /// The graphs that state a triple, sorted.
    pub fn graphs_of(&self, triple: &Triple) -> Result<Vec<NamedNode>, StoreError> {
        let subject = self.levels.number_of(&triple.subject.to_string())?;
        let predicate = self.number(triple.predicate.as_ref())?;
        let object = Dataset::number(&self.levels, &triple.object)?;
        let (Some(_), Some(_), Some(_)) = (subject, predicate, object) else {
            return Ok(Vec::new());
        };
        let pattern = [subject, predicate, object];
        let mut graphs = Vec::new();
        for quad in Quads::find(&self.levels, pattern, Scope::Named)? {
            graphs.push(NamedNode::new_unchecked(self.levels.iri(quad?.1)?));
        }
        graphs.sort_unstable();
        Ok(graphs)
    }

    /// Calls `visit` with each subject and object of `predicate`, in no order.
    pub fn pairs(
        &self,
        predicate: NamedNodeRef<'_>,
        mut visit: impl FnMut(NamedNode, Term),
    ) -> Result<(), StoreError> {
        let Some(predicate) = self.number(predicate)? else {
            return Ok(());
        };
        for quad in self.find([None, Some(predicate), None])? {
            let ([subject, _, object], _) = quad?;
            if let Term::NamedNode(subject) = term::term(&self.levels, subject)? {
                visit(subject, term::term(&self.levels, object)?);
            }
        }
        Ok(())
    }

    /// Whether an IRI is the subject of anything.
    pub fn describes(&self, iri: NamedNodeRef<'_>) -> Result<bool, StoreError> {
        match self.number(iri)? {
            Some(number) => self.has([Some(number), None, None]),
            None => Ok(false),
        }
    }

    /// Whether an IRI occurs anywhere but inside a triple term.
    pub fn mentions(&self, iri: NamedNodeRef<'_>) -> Result<bool, StoreError> {
        let Some(number) = self.number(iri)? else {
            return Ok(false);
        };
        Ok(self.has([Some(number), None, None])?
            || self.has([None, Some(number), None])?
            || self.has([None, None, Some(number)])?)
    }

    /// All IRIs that are a subject, a predicate or an object. This reads the whole store.
    pub fn iris(&self) -> Result<BTreeSet<NamedNode>, StoreError> {
        let mut used = vec![false; self.levels.end() as usize];
        for quad in self.find([None; 3])? {
            let (triple, _) = quad?;
            for number in triple {
                if let Some(used) = used.get_mut(number as usize) {
                    *used = true;
                }
            }
        }
        let mut iris = BTreeSet::new();
        for number in (0..used.len()).filter(|number| used[*number]) {
            if let Stored::Text(text) = self.levels.term(number as u32)?
                && let Some(iri) = text.strip_prefix('<').and_then(|iri| iri.strip_suffix('>'))
            {
                iris.insert(NamedNode::new_unchecked(iri));
            }
        }
        Ok(iris)
    }

    fn number(&self, iri: NamedNodeRef<'_>) -> Result<Option<u32>, StoreError> {
        self.levels.number_of(&iri.to_string())
    }

    fn find(&self, pattern: Pattern) -> Result<Quads, StoreError> {
        Quads::find(&self.levels, pattern, Scope::Merged)
    }

    fn has(&self, pattern: Pattern) -> Result<bool, StoreError> {
        Ok(self.find(pattern)?.next().transpose()?.is_some())
    }
}

/// The IRI that a term is; nothing of a literal, a blank node or a triple term.
pub fn as_iri(term: Term) -> Option<NamedNode> {
    match term {
        Term::NamedNode(iri) => Some(iri),
        _ => None,
    }
}

pub(super) fn evaluation(error: QueryEvaluationError) -> StoreError {
    match error {
        QueryEvaluationError::Service(error) => match error.downcast::<StoreError>() {
            Ok(error) => *error,
            Err(error) => StoreError::Service(error.to_string()),
        },
        QueryEvaluationError::UnboundService => StoreError::Refused(
            "a SERVICE has a variable for its name, which nothing in front of it gives a value"
                .to_owned(),
        ),
        QueryEvaluationError::UnsupportedService(_) => StoreError::Refused(
            "this query has a SERVICE: the store answers from its own graphs alone".to_owned(),
        ),
        QueryEvaluationError::UnsupportedCustomFunction(function) => {
            StoreError::Refused(format!("there is no function {function}"))
        }
        QueryEvaluationError::Dataset(error) => match error.downcast::<StoreError>() {
            Ok(error) => *error,
            Err(error) => StoreError::Evaluation(error.to_string()),
        },
        error => StoreError::Evaluation(error.to_string()),
    }
}

#[cfg(test)]
impl Store {
    /// The quads of a text of N-Quads, by way of a build in a temporary folder.
    pub fn from_quads(nquads: &[u8]) -> Store {
        let root = tempfile::tempdir().expect("there is room for a test");
        let lock = super::Lock::take(root.path(), || {}).expect("nobody else is there");
        let segment = super::segment(nquads).expect("the test has good quads");
        let mut writer = Build::writer(root.path(), &lock, None).expect("the folder is there");
        writer
            .put("test", b"", &segment)
            .expect("there is room for a test");
        let build = writer.finish(Vec::new(), &Default::default());
        Store::of(&build.expect("there is room for a test"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use spargebra::SparqlParser;

    const QUADS: &str = "<a:a> <a:b> <a:c> <a:g> .\n<a:a> <a:b> <a:c> <a:h> .\n<a:s> <http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies> <<( <a:a> <a:b> <a:c> )>> <a:g> .\n";

    fn count_in(quads: &str, query: &str) -> usize {
        let store = Store::from_quads(quads.as_bytes());
        let query = SparqlParser::new().parse_query(query).unwrap();
        match store.query(&query).unwrap() {
            Answer::Solutions(solutions) => solutions.map(Result::unwrap).count(),
            _ => panic!("not a SELECT"),
        }
    }

    fn count(query: &str) -> usize {
        count_in(QUADS, query)
    }

    #[test]
    fn a_triple_of_two_graphs_is_one_triple() {
        assert_eq!(count("SELECT * { ?s <a:b> ?o }"), 1);
        assert_eq!(count("SELECT * { ?s ?p <<( <a:a> <a:b> <a:c> )>> }"), 1);
        assert_eq!(count("SELECT * { GRAPH ?g { ?s <a:b> ?o } }"), 2);
        assert_eq!(count("SELECT * { GRAPH ?g {} }"), 2);
        assert_eq!(count("SELECT * { GRAPH <a:g> { ?s ?p ?o } }"), 2);
        assert_eq!(count("SELECT * { GRAPH <a:x> { ?s ?p ?o } }"), 0);
        assert_eq!(count("SELECT * FROM <a:h> { ?s ?p ?o }"), 1);
        assert_eq!(count("SELECT * FROM <a:h> FROM <a:g> { ?s ?p ?o }"), 2);
        assert_eq!(count("SELECT * FROM NAMED <a:h> { ?s ?p ?o }"), 0);
        assert_eq!(
            count("SELECT * FROM NAMED <a:h> { GRAPH ?g { ?s ?p ?o } }"),
            1
        );
    }

    /// What is computed is the term that is stored, and literals are as they were written.
    #[test]
    fn computed_terms_are_the_stored_ones() {
        let quads = "<a:a> <a:b> \"01\"^^<http://www.w3.org/2001/XMLSchema#integer> <a:g> .\n\
            <a:c> <a:b> \"1\"^^<http://www.w3.org/2001/XMLSchema#integer> <a:g> .\n\
            <a:d> <a:b> \"2\"^^<http://www.w3.org/2001/XMLSchema#integer> <a:g> .\n\
            <a:s> <http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies> <<( <a:a> <a:b> \"01\"^^<http://www.w3.org/2001/XMLSchema#integer> )>> <a:g> .\n\
            <a:s> <a:since> \"x\" <a:g> .\n";
        for (query, expected) in [
            ("SELECT * { ?s <a:b> 1 }", 1),
            ("SELECT * { ?s <a:b> ?o FILTER(?o = 1) }", 2),
            ("SELECT * { ?s <a:b> ?o FILTER(?o > 1) }", 1),
            ("SELECT * { BIND(1 + 1 AS ?o) ?s <a:b> ?o }", 1),
            ("SELECT * { BIND(IRI(\"a:d\") AS ?s) ?s ?p ?o }", 1),
            ("SELECT * { ?s <a:b> ?o {| <a:since> ?x |} }", 1),
            ("SELECT * { ?r <a:since> ?x . ?s <a:b> ?o ~ ?r }", 1),
            (
                "SELECT DISTINCT ?o { { ?s <a:b> ?o } UNION { BIND(3 AS ?o) } UNION { BIND(1 + 2 AS ?o) } }",
                4,
            ),
        ] {
            assert_eq!(count_in(quads, query), expected, "{query}");
        }
    }

    #[test]
    fn there_is_no_network() {
        let store = Store::from_quads(QUADS.as_bytes());
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
