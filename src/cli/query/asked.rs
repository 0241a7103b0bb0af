//! A query that is asked: of the store, or of an engine.

use std::io::{self, BufWriter, Write};
use std::sync::Arc;

use oxrdf::NamedNode;
use sparesults::QueryResultsFormat;

use super::Failure;
use crate::cli::Exit;
use crate::cli::engine::{self, tell};
use crate::cli::project::Project;
use crate::engine::RESULTS;
use crate::project::{Context, EngineForm};
use crate::query::elsewhere::{Elsewhere, Objects, Remote, Reply, Unanswered};
use crate::query::{self, Answer, Federation, Format, Names, QueryError, Question};
use crate::store::Store;

/// A query with its parameters bound, and how its answer is written.
pub struct Asked<'a> {
    pub question: &'a Question,
    pub query: spargebra::Query,
    pub cite: bool,
    pub format: &'static Format,
    pub project: &'a Project,
    /// What things are called.
    pub store: &'a Store,
    pub context: &'a Context,
}

impl Asked<'_> {
    /// Asks the store, and engines of the project for what is in a SERVICE.
    pub fn of_store(&self) -> Result<Exit, Failure> {
        let mut federation = None;
        if query::is_federated(&self.query) {
            let engines = match engine::all(self.project)? {
                Ok(engines) => engines.into_values(),
                Err(exit) => return Ok(exit),
            };
            let secret = Box::new(|name: &str| std::env::var(name).ok());
            federation = Some(Arc::new(Federation::new(&self.query, engines, secret)));
        }
        let answer = query::ask_with(
            self.query.clone(),
            self.store,
            self.cite,
            federation.as_ref(),
        );
        let (answer, notes) = answer.map_err(|error| self.question.placed(error))?;
        self.write(answer, notes)
    }

    /// Asks an engine of the project about the graphs of the build.
    pub fn of_engine(&self, name: &str, graphs: Vec<NamedNode>) -> Result<Exit, Failure> {
        let engine = match engine::open(self.project, name)? {
            Ok(engine) => engine,
            Err(exit) => return Ok(exit),
        };
        let origin = self.question.origin();
        let send = |sparql: &str| {
            let answer = engine.persist(&tell, || engine.query(sparql, RESULTS));
            let answer = answer.map_err(|error| {
                let message = format!("the engine `{name}` does not answer `{origin}`: {error}");
                QueryError::Elsewhere(message)
            })?;
            let format = QueryResultsFormat::from_media_type(&answer.media_type);
            Ok(Reply {
                format: format.unwrap_or(QueryResultsFormat::Json),
                body: Box::new(answer),
            })
        };
        let triple_terms = engine.settings().form == EngineForm::Rdf12;
        let elsewhere = Elsewhere {
            triple_terms,
            graphs,
        };
        let remote = Remote::new(elsewhere, &send);
        let objects = Objects::new(&remote);
        let answer = query::ask_elsewhere(self.query.clone(), &remote, &objects, self.cite);
        let (answer, notes) = answer.map_err(|error| match error {
            Unanswered::Untold(untold) => self.question.untold(&untold),
            Unanswered::Failed(error) => error,
        })?;
        self.write(answer, notes)
    }

    /// Writes an answer, with the names that the store has for what is in it.
    fn write(&self, answer: Answer, notes: Vec<String>) -> Result<Exit, Failure> {
        for note in notes {
            eprintln!("note: {note}");
        }
        let mut names = Names::new(self.store, self.context, &self.question.prefixes);
        let mut out = BufWriter::new(io::stdout().lock());
        let rows = self.format.write(answer, &mut names, width(), &mut out)?;
        out.flush().map_err(QueryError::from)?;
        if rows == 0 && !query::is_federated(&self.query) {
            for hint in query::unknown_iris(&self.query, self.store, self.context, &names)? {
                eprintln!("hint: {hint}");
            }
        }
        Ok(Exit::Done)
    }
}

/// The width of the terminal that shows the answer, if one does.
fn width() -> Option<u16> {
    let width = comfy_table::Table::new().width();
    // A terminal that does not know its width says 0.
    width.filter(|width| *width >= 20)
}
