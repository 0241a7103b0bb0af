//! Questions to the engine, and what it answers.

use oxrdf::{NamedNodeRef, Term};
use sparesults::{QueryResultsFormat, QueryResultsParser, ReaderQueryResultsParserOutput};

use super::{PublishError, Publisher, sparql};
use crate::engine::{EngineError, RESULTS};

/// Asks a SELECT; each solution has a value, or none, for each variable in the order of the SELECT.
pub fn solutions(
    publisher: &Publisher,
    query: &str,
) -> Result<Vec<Vec<Option<Term>>>, PublishError> {
    Ok(publisher.persist(|| once(publisher, query))?)
}

fn once(publisher: &Publisher, query: &str) -> Result<Vec<Vec<Option<Term>>>, EngineError> {
    let url = &publisher.engine.settings().query;
    let unreadable = |message: String| EngineError::Unreadable {
        url: url.clone(),
        message,
    };
    let failed = |error: sparesults::QueryResultsParseError| match error {
        sparesults::QueryResultsParseError::Io(cause) => EngineError::Broken {
            url: url.clone(),
            cause,
        },
        error => unreadable(error.to_string()),
    };
    let answer = publisher.engine.query(query, RESULTS)?;
    let parser = QueryResultsParser::from_format(QueryResultsFormat::Json);
    match parser.for_reader(answer).map_err(failed)? {
        ReaderQueryResultsParserOutput::Solutions(solutions) => {
            let values = solutions.map(|solution| Ok(solution.map_err(failed)?.values().to_vec()));
            values.collect()
        }
        ReaderQueryResultsParserOutput::Boolean(_) => {
            Err(unreadable("it is no solutions".to_owned()))
        }
    }
}

/// The number of triples of a graph.
pub fn count(publisher: &Publisher, graph: NamedNodeRef) -> Result<u64, PublishError> {
    let solutions = solutions(publisher, &sparql::count(graph))?;
    let count = match solutions.first().and_then(|values| values.first()) {
        Some(Some(Term::Literal(count))) => count.value().parse().ok(),
        _ => None,
    };
    count.ok_or_else(|| {
        let url = publisher.engine.settings().query.clone();
        let message = "a count is no number".to_owned();
        EngineError::Unreadable { url, message }.into()
    })
}

/// Whether a graph has any triples.
pub fn has_triples(publisher: &Publisher, graph: NamedNodeRef) -> Result<bool, PublishError> {
    Ok(!solutions(publisher, &sparql::any(graph))?.is_empty())
}
