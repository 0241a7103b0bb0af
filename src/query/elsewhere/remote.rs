//! An engine that is asked, by whatever way.

use oxrdf::Triple;
use oxrdf::{Term, Variable};
use spargebra::Query;

use super::form::{Made, Maker};
use super::read::{Answered, Reply, read};
use super::{Elsewhere, Told};
use crate::query::{QueryError, Untold};

/// Sends SPARQL to an engine, and gives its answer.
pub type Ask<'a> = dyn Fn(&str) -> Result<Reply, QueryError> + 'a;

/// An engine, with the way to it.
pub struct Remote<'a> {
    pub(super) engine: Elsewhere,
    ask: &'a Ask<'a>,
}

/// What an engine answers to a query of any form.
pub enum Reported {
    Boolean(bool),
    Solutions(Vec<Variable>, Rows),
    /// In no order, some perhaps more than once.
    Triples(Vec<Triple>),
}

/// Solutions as they come: a value, or none, for each column.
pub type Rows = Box<dyn Iterator<Item = Result<Vec<Option<Term>>, QueryError>>>;

/// Why there is no answer.
pub enum Unanswered {
    /// It could not be asked.
    Untold(Untold),
    /// It did not answer.
    Failed(QueryError),
}

impl From<QueryError> for Unanswered {
    fn from(error: QueryError) -> Unanswered {
        Unanswered::Failed(error)
    }
}

impl<'a> Remote<'a> {
    pub fn new(engine: Elsewhere, ask: &'a Ask<'a>) -> Remote<'a> {
        Remote { engine, ask }
    }

    /// Has a query answered.
    pub fn query(&self, query: &Query) -> Result<Reported, Unanswered> {
        let told = Told::of(query, &self.engine).map_err(Unanswered::Untold)?;
        let columns = told.variables.clone();
        let rows = match self.answer(&told.text, columns.clone())? {
            Answered::Boolean(value) => return Ok(Reported::Boolean(value)),
            Answered::Solutions(rows) => rows,
        };
        match told.made {
            Made::Solutions => Ok(Reported::Solutions(columns, rows)),
            Made::Graph(template) => {
                let mut maker = Maker::new(template, columns);
                let mut triples = Vec::new();
                for row in rows {
                    triples.extend(maker.triples(&row?));
                }
                Ok(Reported::Triples(triples))
            }
        }
    }

    /// The answer to SPARQL as it is sent.
    pub(super) fn answer(
        &self,
        sparql: &str,
        columns: Vec<Variable>,
    ) -> Result<Answered, QueryError> {
        read((self.ask)(sparql)?, columns)
    }
}
