//! `citable table`: statements as tables.

use std::collections::HashSet;
use std::io::{self, Write};
use std::path::PathBuf;

use anyhow::Context as _;
use clap::{Args, Subcommand, ValueEnum};
use oxrdf::Term;

use super::progress::Progress;
use super::project::Project;
use super::report::report;
use super::{Exit, Usage};
use crate::compile::{self, Readings};
use crate::diagnostic::{Format as Shown, did_you_mean};
use crate::export::table;
use crate::model::Reading;
use crate::ontology::{Lookup, Ontology};
use crate::query::{self, Answer, QueryError};
use crate::store::{Build, Store};

/// Write statements as a table, which reads back to the same statements
///
/// A table of statements (`*.facts.tsv`, `*.facts.csv`) has a statement a row, with what it was read off.
#[derive(Args)]
pub struct Table {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Export(Export),
}

/// Write the statements of a property, or those that a saved query finds, as a table
///
/// The project is read anew, so that each row has all that the reading says: time, roles, confidence, source,
/// quotation and locator. A reading that rests on several quotations has several columns `quote`.
#[derive(Args)]
#[command(after_help = "\
Examples:
  citable table export memberOf                             all statements with this predicate
  citable table export memberOf -o data/members.facts.tsv   to a file, as tab-separated values
  citable table export members --format csv                 the statements in the answer of queries/members.rq

A query's statements are those whose IRIs stand in its answer, in whatever column; it is asked of the last build.
A name that is both a property and a query is the property.

Exit codes: 0 done, 1 the project or the query has an error, 2 it was asked wrongly, 3 the disk failed.")]
struct Export {
    /// A property of the vocabulary, or a saved query
    #[arg(value_name = "PROPERTY|QUERY")]
    what: String,

    /// Write to this file
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Tabs or commas between the cells [default: as FILE ends, else tabs]
    #[arg(long, value_enum)]
    format: Option<Delimiter>,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Delimiter {
    Tsv,
    Csv,
}

impl Table {
    pub fn run(self, project: &Project) -> anyhow::Result<Exit> {
        match self.command {
            Command::Export(command) => command.run(project),
        }
    }
}

impl Export {
    fn run(self, project: &Project) -> anyhow::Result<Exit> {
        let progress = Progress::new();
        let stage = |stage| progress.stage(stage);
        let written = |readings: &Readings| self.facts(project, readings);
        let (run, written) = compile::read(&project.root, &stage, written)?;
        drop(progress);
        let Some(written) = written else {
            report(&run, Shown::Full, &mut io::stderr())?;
            return Ok(Exit::Data);
        };
        let Some((text, rows)) = written? else {
            return Ok(Exit::Data);
        };
        self.write(&text)?;
        eprintln!("{}", crate::tally::counted(rows, "row", "rows"));
        Ok(Exit::Done)
    }

    /// The table, and its number of rows; nothing if the query has an error, which is told.
    fn facts(
        &self,
        project: &Project,
        readings: &Readings,
    ) -> anyhow::Result<Option<(String, usize)>> {
        let Some(keys) = self.keys(project, readings.world.ontology)? else {
            return Ok(None);
        };
        let base = &readings.world.project.base;
        let wanted = |reading: &Reading| match &keys {
            Wanted::Property(property) => reading.statement.predicate == *property,
            Wanted::Statements(iris) => iris.contains(&base.statement(&reading.key)),
        };
        Ok(Some(table::facts(readings, &wanted, self.has_tabs())?))
    }

    fn has_tabs(&self) -> bool {
        let ends = self.output.as_ref().and_then(|path| path.extension());
        match self.format {
            Some(format) => format == Delimiter::Tsv,
            None => ends.is_none_or(|ends| ends != "csv"),
        }
    }

    /// The statements that are asked for; nothing if the query has an error, which is told.
    fn keys(&self, project: &Project, ontology: &Ontology) -> anyhow::Result<Option<Wanted>> {
        if let Lookup::One(property) = ontology.find_property(&self.what) {
            return Ok(Some(Wanted::Property(property)));
        }
        let known = query::saved(&project.root)?;
        if !known.iter().any(|saved| saved.name == self.what) {
            let names = known.iter().map(|saved| saved.name.clone());
            let words = ontology.predicate_words().into_iter();
            let all: Vec<String> = names.chain(words.map(str::to_owned)).collect();
            let near =
                did_you_mean(&self.what, &all).map(|near| format!("; did you mean `{near}`?"));
            let message = format!(
                "`{}` is neither a property of the vocabulary nor a saved query{}",
                self.what,
                near.unwrap_or_default()
            );
            return Err(Usage(message).into());
        }
        std::thread::scope(|scope| {
            std::thread::Builder::new()
                .stack_size(query::STACK)
                .spawn_scoped(scope, || self.ask(project))
                .context("cannot start a thread")?
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        })
    }

    /// The IRIs in the answer of a saved query.
    fn ask(&self, project: &Project) -> anyhow::Result<Option<Wanted>> {
        let build = project.built()?;
        match self.iris(project, &build) {
            Ok(Some(iris)) => Ok(Some(Wanted::Statements(iris))),
            Ok(None) => Err(Usage(format!(
                "the query `{}` has no rows: it is no SELECT",
                self.what
            ))
            .into()),
            Err(error) => {
                eprintln!("{}", error.render());
                Ok(None)
            }
        }
    }

    fn iris(
        &self,
        project: &Project,
        build: &Build,
    ) -> Result<Option<HashSet<String>>, QueryError> {
        let question = query::named(&project.root, &self.what)?.read(&build.context)?;
        let store = Store::of(build);
        let bound = question.bind(&[], &store, &build.context)?;
        let (answer, _) = query::ask(bound, &store, false)?;
        let Answer::Solutions(solutions) = answer else {
            return Ok(None); // of ASK, CONSTRUCT and DESCRIBE
        };
        let mut iris = HashSet::new();
        for row in solutions {
            let values = row?.values.into_iter().flatten();
            iris.extend(values.filter_map(|value| match value {
                Term::NamedNode(iri) => Some(iri.into_string()),
                _ => None,
            }));
        }
        Ok(Some(iris))
    }

    fn write(&self, text: &str) -> anyhow::Result<()> {
        match &self.output {
            Some(path) => std::fs::write(path, text)
                .with_context(|| format!("cannot write {}", path.display())),
            None => Ok(io::stdout().lock().write_all(text.as_bytes())?),
        }
    }
}

enum Wanted {
    Property(crate::ontology::PropertyId),
    Statements(HashSet<String>),
}
