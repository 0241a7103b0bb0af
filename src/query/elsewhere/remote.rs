//! An engine that is asked, by whatever way.

use oxrdf::Triple;
use oxrdf::Variable;
use spargebra::Query;

use super::form::{Made, Maker};
use super::read::{Reply, Rows, read};
use super::{Column, Elsewhere, Told};
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
        let rows = self.answer(&told.text, told.columns.clone())?;
        let variables: Vec<_> = told
            .columns
            .into_iter()
            .map(|column| column.variable)
            .collect();
        match told.made {
            Made::Solutions => Ok(Reported::Solutions(variables, rows)),
            Made::Boolean => Ok(Reported::Boolean(
                rows.take(1).next().transpose()?.is_some(),
            )),
            Made::Graph(template) => {
                let mut maker = Maker::new(template, variables);
                let mut triples = Vec::new();
                for row in rows {
                    triples.extend(maker.triples(&row?));
                }
                Ok(Reported::Triples(triples))
            }
        }
    }

    /// The answer to SPARQL as it is sent.
    pub(super) fn answer(&self, sparql: &str, columns: Vec<Column>) -> Result<Rows, QueryError> {
        read((self.ask)(sparql)?, columns)
    }
}
