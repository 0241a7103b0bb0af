//! `citable query`: asks the store, with a saved query or with one of the moment.

mod asked;
mod list;

use std::fs;
use std::io::{self, IsTerminal, Read};
use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context as _;
use oxrdf::NamedNode;

use super::Exit;
use super::project::Project;
use crate::files::Files;
use crate::project::Context;
use crate::query::{self, Blame, Format, QueryError, Question};
use crate::store::{Build, Store, StoreError};
use asked::Asked;

/// Ask the store: list the saved queries, run one, or run SPARQL of your own
///
/// Without NAME, lists the saved queries of `queries/` with their parameters. A parameter is set with
/// `--set name=value`; where an entity is wanted, its name, an alias, its id or its IRI will do.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  citable query                                        what can be asked
  citable query members                                run queries/members.rq
  citable query members --set organization=Interpol    with a parameter
  citable query members --cite                         with quotations and sources
  citable query -e 'ASK { ?r v:memberOf ?i {| citable:since \"1990\"^^xsd:gYear |} }'
  citable query -f question.rq --format csv > answer.csv
  citable query members --engine library               ask the engine [engines.library] of citable.toml
  generate-query | citable query -

Exit codes: 0 done, 1 the query has an error, 2 it was asked wrongly, 3 the disk failed or time ran out.")]
pub struct Query {
    /// The saved query, as listed; `-` reads SPARQL from standard input
    #[arg(conflicts_with_all = ["expression", "file"])]
    name: Option<String>,

    /// Run this SPARQL; the project's prefixes need no declaration
    #[arg(short, long, value_name = "SPARQL", conflicts_with = "file")]
    expression: Option<String>,

    /// Run the SPARQL in this file
    #[arg(short, long, value_name = "FILE")]
    file: Option<PathBuf>,

    /// Set a parameter of the query; may be repeated
    #[arg(long = "set", value_name = "NAME=VALUE", value_parser = setting)]
    settings: Vec<(String, String)>,

    /// Write the answer as this [default: a table on a terminal, TSV in a pipe, Turtle for a graph]
    #[arg(long, value_name = "FORMAT", value_parser = formats())]
    format: Option<String>,

    /// Add to every row the quotations and sources that it rests on
    #[arg(long)]
    cite: bool,

    /// Ask this engine of citable.toml in place of the store; its columns are shown with the names of the build
    #[arg(long, value_name = "NAME")]
    engine: Option<String>,

    /// Build first, if an input has changed
    #[arg(long)]
    build: bool,

    /// Give up after so many seconds; 0 never does
    #[arg(long, value_name = "SECONDS", default_value_t = 60.0)]
    timeout: f64,
}

/// The names of the formats, for help and completions.
fn formats() -> clap::builder::PossibleValuesParser {
    let value = |format: &Format| clap::builder::PossibleValue::new(format.name).help(format.about);
    query::FORMATS.iter().map(value).collect::<Vec<_>>().into()
}

fn setting(text: &str) -> Result<(String, String), String> {
    let (name, value) = text
        .split_once('=')
        .ok_or_else(|| "expected NAME=VALUE".to_owned())?;
    Ok((name.trim().to_owned(), value.to_owned()))
}

impl Query {
    /// Runs the command, on a stack that is deep enough for any query.
    pub fn run(self, project: &Project) -> anyhow::Result<Exit> {
        std::thread::scope(|scope| {
            std::thread::Builder::new()
                .stack_size(query::STACK)
                .spawn_scoped(scope, || self.run_here(project))
                .context("cannot start a thread")?
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        })
    }

    fn run_here(&self, project: &Project) -> anyhow::Result<Exit> {
        if self.build {
            let done = super::build::build(project, crate::diagnostic::Format::Full, false, false)?;
            if done != Exit::Done {
                return Ok(done);
            }
        }
        match self.ask(project) {
            Ok(code) => Ok(code),
            Err(Failure::Query(QueryError::Write(error))) if is_closed_pipe(&error) => {
                Ok(Exit::Done)
            }
            Err(Failure::Query(error)) => {
                eprintln!("{}", error.render());
                Ok(exit_code(&error))
            }
            Err(Failure::World(error)) => Err(error),
        }
    }

    fn ask(&self, project: &Project) -> Result<Exit, Failure> {
        let build = match Build::open(&project.root) {
            Err(StoreError::Damaged { .. }) if self.is_list() => None,
            build => build.map_err(QueryError::from)?,
        };
        let context = build
            .as_ref()
            .map(|build| build.context.clone())
            .unwrap_or_default();
        match (self.question(project, &context)?, build) {
            (None, _) => list::list(&project.root, &context, self.format.as_deref()),
            (Some(question), Some(build)) => self.answer(&question, project, build),
            (Some(_), None) => {
                Err(anyhow::anyhow!("nothing is built yet: run `citable build` first").into())
            }
        }
    }

    fn is_list(&self) -> bool {
        self.name.is_none() && self.expression.is_none() && self.file.is_none()
    }

    /// The query that is asked for, if one is.
    fn question(&self, project: &Project, context: &Context) -> Result<Option<Question>, Failure> {
        let ad_hoc = |origin: &str, command: &str, text: &str| {
            Ok(Some(Question::read(origin, command, text, context, true)?))
        };
        // Whoever writes to standard input may take their time.
        if self.name.as_deref() != Some("-") {
            self.start_watchdog()?;
        }
        if let Some(text) = &self.expression {
            return ad_hoc("-e", "citable query -e '…'", text);
        }
        if let Some(file) = &self.file {
            let bytes = fs::read(file).map_err(|cause| QueryError::Read {
                path: file.clone(),
                cause,
            })?;
            let origin = file.display().to_string();
            let text = query::text(bytes, &origin)?;
            return ad_hoc(&origin, &format!("citable query -f {origin}"), &text);
        }
        match self.name.as_deref() {
            None => Ok(None),
            Some("-") => {
                let mut bytes = Vec::new();
                io::stdin()
                    .read_to_end(&mut bytes)
                    .context("cannot read standard input")?;
                self.start_watchdog()?;
                let text = query::text(bytes, "standard input")?;
                ad_hoc("standard input", "citable query -", &text)
            }
            Some(name) => Ok(Some(query::named(&project.root, name)?.read(context)?)),
        }
    }

    fn answer(
        &self,
        question: &Question,
        project: &Project,
        build: Build,
    ) -> Result<Exit, Failure> {
        let format = self.format_of(question)?;
        say_if_stale(project, &build, "`--build` builds first")?;
        for variable in question.never_bound() {
            eprintln!("warning: nothing in the query gives {variable} a value");
        }
        let store = Store::of(&build);
        let named = |(graph, _): (String, u64)| NamedNode::new_unchecked(graph);
        let graphs = build.graphs().into_iter().map(named).collect();
        let context = build.context;
        let asked = Asked {
            question,
            query: question.bind(&self.settings, &store, &context)?,
            cite: self.cite,
            format,
            project,
            store: &store,
            context: &context,
        };
        match &self.engine {
            None => asked.of_store(),
            Some(name) => asked.of_engine(name, graphs),
        }
    }

    fn format_of(&self, question: &Question) -> Result<&'static Format, QueryError> {
        let graph = question.asks_for_graph();
        let format = match self.format.as_ref().or(question.header.format.as_ref()) {
            Some(name) => Format::named(name)?,
            None => Format::default_of(graph, io::stdout().is_terminal()),
        };
        format.check(graph)?;
        Ok(format)
    }

    /// Ends the process when time is up. The database cannot be asked to stop inside some of its
    /// joins and sorts, so this does not ask.
    fn start_watchdog(&self) -> anyhow::Result<()> {
        let limit = self.timeout;
        if limit == 0.0 {
            return Ok(());
        }
        let duration = Duration::try_from_secs_f64(limit)
            .with_context(|| format!("`--timeout {limit}` is no number of seconds"))?;
        std::thread::spawn(move || {
            std::thread::sleep(duration);
            eprintln!("error: the query was stopped after {limit} s");
            eprintln!("  help: narrow it down, or allow it longer with --timeout SECONDS");
            std::process::exit(3);
        });
        Ok(())
    }
}

/// Says so where the inputs are no longer those of the build.
pub fn say_if_stale(project: &Project, build: &Build, way_out: &str) -> anyhow::Result<()> {
    say_if_stale_among(project, build, way_out, &|_| true)
}

/// The same, of the files that matter by their paths.
pub fn say_if_stale_among(
    project: &Project,
    build: &Build,
    way_out: &str,
    matters: &(dyn Fn(&str) -> bool + Sync),
) -> anyhow::Result<()> {
    if let Some(changed) = Files::changed_among(&project.root, &build.inputs, matters)? {
        eprintln!("note: `{changed}` has changed since the build; {way_out}");
    }
    Ok(())
}

// --- What went wrong ------------------------------------------------------------------------

/// Why the command ended early.
enum Failure {
    Query(QueryError),
    World(anyhow::Error),
}

impl From<QueryError> for Failure {
    fn from(error: QueryError) -> Failure {
        Failure::Query(error)
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Failure {
        Failure::World(error)
    }
}

pub(super) fn exit_code(error: &QueryError) -> Exit {
    match error.blame() {
        Blame::Data => Exit::Data,
        Blame::Usage => Exit::Usage,
        Blame::World => Exit::World,
    }
}

/// Whoever read the answer has read enough, as `head` does.
fn is_closed_pipe(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::BrokenPipe
}
