//! The answer to a bound query, with the citations of each row if they are asked for.

use std::collections::{HashMap, VecDeque};
use std::rc::Rc;
use std::sync::Arc;

use oxrdf::{Term, Triple, Variable};
use spargebra::Query;

use super::citation::{Citation, Citations, Said};
use super::cite::{self, Traced};
use super::elsewhere::{Remote, Reported, Unanswered};
use super::federation::Federation;
use super::{QueryError, graph};
use crate::store::{self, Store};

/// The answer to a query, by its form.
pub enum Answer<'a> {
    /// Of SELECT.
    Solutions(Solutions<'a>),
    /// Of ASK.
    Boolean(bool),
    /// Of CONSTRUCT and DESCRIBE: each triple once, sorted.
    Graph(Vec<Triple>),
}

/// Rows as they are found.
pub struct Solutions<'a> {
    pub variables: Vec<Variable>,
    /// Whether citations were asked for.
    pub cited: bool,
    rows: Box<dyn Iterator<Item = Result<Row, QueryError>> + 'a>,
}

/// A row of an answer.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// A value, or none, for each variable.
    pub values: Vec<Option<Term>>,
    /// What the row rests on, each quotation once.
    pub citations: Vec<Rc<Citation>>,
}

impl Iterator for Solutions<'_> {
    type Item = Result<Row, QueryError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.rows.next()
    }
}

/// Asks the store. With `cite`, each row of a SELECT has its citations; the notes, for people, tell of
/// what cannot be cited.
pub fn ask(
    query: Query,
    store: &Store,
    cite: bool,
) -> Result<(Answer<'_>, Vec<String>), QueryError> {
    ask_with(query, store, cite, None)
}

/// Asks the store as [`ask`] does, and others for what is in a SERVICE.
pub fn ask_with<'a>(
    mut query: Query,
    store: &'a Store,
    cite: bool,
    federation: Option<&Arc<Federation>>,
) -> Result<(Answer<'a>, Vec<String>), QueryError> {
    let (traced, notes) = traced(&mut query, cite);
    let answer = match federation {
        None => store.query(&query)?,
        Some(federation) => {
            let query = federation.prepare(&query, store)?;
            store.query_with(&query, federation.clone())?
        }
    };
    let refused = || {
        federation
            .and_then(|federation| federation.refused())
            .map_or(Ok(()), Err)
    };
    let answer = match answer {
        store::Answer::Boolean(value) => {
            refused()?;
            Answer::Boolean(value)
        }
        store::Answer::Triples(triples) => {
            let triples = triples.collect::<Result<_, _>>()?;
            refused()?;
            Answer::Graph(graph::sorted(triples))
        }
        store::Answer::Solutions(solutions) => {
            let variables = solutions.variables().to_vec();
            let rows = Watched {
                solutions,
                federation: federation.cloned(),
            };
            Answer::Solutions(Solutions::of(variables, rows, traced, store)?)
        }
    };
    Ok((answer, notes))
}

/// Solutions, and at once when it is known what was refused and hidden.
struct Watched {
    solutions: store::Solutions,
    federation: Option<Arc<Federation>>,
}

impl Iterator for Watched {
    type Item = Result<Vec<Option<Term>>, QueryError>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = self.solutions.next();
        match self
            .federation
            .as_ref()
            .and_then(|federation| federation.refused())
        {
            Some(refused) => Some(Err(refused)),
            None => Some(next?.map_err(QueryError::from)),
        }
    }
}

/// Asks an engine elsewhere, as [`ask`] asks the store. `said` is the same engine.
pub fn ask_elsewhere<'a>(
    mut query: Query,
    remote: &Remote<'_>,
    said: &'a dyn Said,
    cite: bool,
) -> Result<(Answer<'a>, Vec<String>), Unanswered> {
    let (traced, notes) = traced(&mut query, cite);
    let answer = match remote.query(&query)? {
        Reported::Boolean(value) => Answer::Boolean(value),
        Reported::Triples(triples) => Answer::Graph(graph::sorted(triples)),
        Reported::Solutions(variables, rows) => {
            Answer::Solutions(Solutions::of(variables, rows, traced, said)?)
        }
    };
    Ok((answer, notes))
}

/// Makes a query tell of its statements, if citations are wanted, and gives the notes about that.
fn traced(query: &mut Query, cite: bool) -> (Option<Traced>, Vec<String>) {
    if !cite {
        return (None, Vec::new());
    }
    let mut traced = cite::trace(query);
    if !matches!(query, Query::Select { .. }) {
        let note = "only the rows of a SELECT have citations";
        traced.notes.push(note.to_owned());
    }
    let notes = std::mem::take(&mut traced.notes);
    (Some(traced), notes)
}

impl<'a> Solutions<'a> {
    fn of(
        mut variables: Vec<Variable>,
        rows: impl Iterator<Item = Result<Vec<Option<Term>>, QueryError>> + 'a,
        traced: Option<Traced>,
        said: &'a dyn Said,
    ) -> Result<Solutions<'a>, QueryError> {
        let Some(traced) = traced else {
            let plain = |values| Row {
                values,
                citations: Vec::new(),
            };
            let rows = Box::new(rows.map(move |values| values.map(plain)));
            return Ok(Solutions {
                variables,
                cited: false,
                rows,
            });
        };
        let shown = variables.len() - traced.added.len();
        variables.truncate(shown);
        let rows = Cited {
            rows,
            said,
            citations: Citations::new(said),
            shown,
            ready: VecDeque::new(),
        };
        let rows: Box<dyn Iterator<Item = _>> = if traced.merge {
            let (start, length) = traced.slice.unwrap_or((0, None));
            let merged = merged(rows)?.into_iter().skip(start);
            Box::new(merged.take(length.unwrap_or(usize::MAX)).map(Ok))
        } else {
            Box::new(rows)
        };
        Ok(Solutions {
            variables,
            cited: true,
            rows,
        })
    }
}

/// Rows with their citations, which are looked up for as many rows together as whoever knows them wants.
struct Cited<'a, R> {
    rows: R,
    said: &'a dyn Said,
    citations: Citations<'a>,
    /// How many columns are shown.
    shown: usize,
    ready: VecDeque<Vec<Option<Term>>>,
}

impl<R: Iterator<Item = Result<Vec<Option<Term>>, QueryError>>> Cited<'_, R> {
    fn take_some(&mut self) -> Result<(), QueryError> {
        for values in self.rows.by_ref().take(self.said.at_once()) {
            self.ready.push_back(values?);
        }
        let iri = |value: &Option<Term>| match value {
            Some(Term::NamedNode(iri)) => Some(iri.clone()),
            _ => None,
        };
        self.said
            .expect(self.ready.iter().flatten().filter_map(iri).collect())
    }
}

impl<R: Iterator<Item = Result<Vec<Option<Term>>, QueryError>>> Iterator for Cited<'_, R> {
    type Item = Result<Row, QueryError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ready.is_empty()
            && let Err(error) = self.take_some()
        {
            return Some(Err(error));
        }
        let values = self.ready.pop_front()?;
        Some(row(values, self.shown, &mut self.citations))
    }
}

/// A row of the columns that are shown; the others are statements.
fn row(
    mut values: Vec<Option<Term>>,
    shown: usize,
    citations: &mut Citations<'_>,
) -> Result<Row, QueryError> {
    let mut row = Row::default();
    for (column, value) in values.iter().enumerate() {
        let found = match value {
            Some(Term::NamedNode(statement)) if column >= shown => citations.of(statement)?,
            Some(value) => citations.of_value(value)?,
            None => continue,
        };
        row.add(&found);
    }
    values.truncate(shown);
    row.values = values;
    Ok(row)
}

impl Row {
    fn add(&mut self, citations: &[Rc<Citation>]) {
        for citation in citations {
            if !self.citations.contains(citation) {
                self.citations.push(citation.clone());
            }
        }
    }
}

/// Rows of equal values become one, where the first of them stood.
fn merged(rows: impl Iterator<Item = Result<Row, QueryError>>) -> Result<Vec<Row>, QueryError> {
    let mut places = HashMap::<Vec<Option<Term>>, usize>::new();
    let mut merged = Vec::<Row>::new();
    for row in rows {
        let row = row?;
        match places.get(&row.values) {
            Some(place) => merged[*place].add(&row.citations),
            None => {
                places.insert(row.values.clone(), merged.len());
                merged.push(row);
            }
        }
    }
    Ok(merged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::fixture;
    use spargebra::SparqlParser;

    fn asked(text: &str) -> Vec<(String, usize)> {
        let query = SparqlParser::new()
            .with_prefix("v", "https://example.org/vocabulary#")
            .unwrap()
            .parse_query(text)
            .unwrap();
        let store = fixture::store();
        let (Answer::Solutions(solutions), _) = ask(query, &store, true).unwrap() else {
            panic!("not a SELECT")
        };
        let local = |term: &Option<Term>| {
            let text = term.as_ref().map(Term::to_string).unwrap_or_default();
            text.rsplit('/')
                .next()
                .unwrap_or_default()
                .trim_end_matches('>')
                .to_owned()
        };
        solutions
            .map(Result::unwrap)
            .map(|row| (local(&row.values[0]), row.citations.len()))
            .collect()
    }

    #[test]
    fn each_row_has_its_citations() {
        let rows = asked("SELECT ?who { ?who v:memberOf ?what ~ ?st } ORDER BY ?who");
        assert_eq!(rows, [("india".into(), 1), ("russia".into(), 2)]);
        let rows = asked("SELECT ?st { ?who v:memberOf ?what ~ ?st } ORDER BY ?st");
        assert_eq!(rows, [("s01".into(), 2), ("s06".into(), 1)]);
        let rows = asked("SELECT ?who { ?who v:memberOf ?what } ORDER BY ?who");
        assert_eq!(rows, [("india".into(), 0), ("russia".into(), 0)]);
    }

    #[test]
    fn rows_of_a_distinct_query_are_merged_and_then_sliced() {
        let rows =
            asked("SELECT DISTINCT ?what { ?who v:memberOf|v:x ?y . ?who v:memberOf ?what ~ ?st }");
        assert_eq!(rows, [("interpol".into(), 3)]);
        let rows =
            asked("SELECT DISTINCT ?who { ?who ?p ?what ~ ?st } ORDER BY ?who LIMIT 2 OFFSET 1");
        assert_eq!(rows, [("interpol".into(), 5), ("ncb-russia".into(), 1)]);
        let rows = asked("SELECT ?what { ?who v:memberOf ?what ~ ?st }");
        assert_eq!(rows.len(), 2);
    }
}
