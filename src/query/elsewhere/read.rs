//! What an engine answers, read as it comes.

use std::io::Read;

use oxrdf::{Term, Variable};
use sparesults::{
    QueryResultsFormat, QueryResultsParseError, QueryResultsParser, QuerySolution,
    ReaderQueryResultsParserOutput,
};

use super::Column;
use super::booleans::truth;
use crate::query::QueryError;
use crate::query::rdf11::{parts, triple_term};

/// The bytes of an answer, in one of the W3C's formats of results.
pub struct Reply {
    pub format: QueryResultsFormat,
    pub body: Box<dyn Read>,
}

/// Solutions as they come: a value, or none, for each column.
pub type Rows = Box<dyn Iterator<Item = Result<Vec<Option<Term>>, QueryError>>>;

/// Reads an answer. Of its columns those are given that were asked for, a triple term from its parts.
pub fn read(reply: Reply, columns: Vec<Column>) -> Result<Rows, QueryError> {
    let parser = QueryResultsParser::from_format(reply.format);
    let solutions = match parser.for_reader(reply.body).map_err(unreadable)? {
        ReaderQueryResultsParserOutput::Boolean(_) => {
            let message = "the engine answers yes or no where it was asked for solutions";
            return Err(QueryError::Elsewhere(message.to_owned()));
        }
        ReaderQueryResultsParserOutput::Solutions(solutions) => solutions,
    };
    let columns: Vec<_> = columns
        .into_iter()
        .map(|column| (parts(&column.variable), column))
        .collect();
    let values = move |solution: QuerySolution| {
        let value = |(parts, column): &([Variable; 3], Column)| match solution.get(&column.variable)
        {
            Some(value) => Some(truth(value.clone(), column.is_truth)),
            None => {
                let part = |part| Some(truth(solution.get(part)?.clone(), false));
                let values = parts.each_ref().map(part);
                triple_term(values.each_ref().map(Option::as_ref))
            }
        };
        columns.iter().map(value).collect()
    };
    Ok(Box::new(solutions.map(move |solution| {
        solution.map(&values).map_err(unreadable)
    })))
}

fn unreadable(error: QueryResultsParseError) -> QueryError {
    QueryError::Elsewhere(match error {
        QueryResultsParseError::Io(error) => format!("the answer of the engine broke off: {error}"),
        QueryResultsParseError::Syntax(error) => {
            format!("what the engine answers is no answer to a query: {error}")
        }
    })
}
