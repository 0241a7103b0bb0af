//! The command line: one subcommand, one file; its doc comment is its help.
//!
//! The only room that prints, and that sees the environment, the clock and the terminal. Data goes to standard
//! output, talk to standard error.

mod asking;
mod build;
mod check;
mod completions;
mod coverage;
mod describe;
mod diff;
mod engine;
mod explain;
mod export;
mod find;
mod fmt;

mod import;
mod init;
mod link;
mod man;
mod merge;
mod output;
mod progress;
mod project;
mod publish;
mod query;

mod reconcile;
mod rename;
mod report;
mod review;
mod ro_crate;
mod show;
mod source;
mod status;
mod table;
mod watch;
mod why;

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use project::Project;

/// How a command ends: the exit codes are a contract with scripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Done; there may be warnings.
    Done = 0,
    /// The user's data has errors.
    Data = 1,
    /// The command was not called rightly.
    Usage = 2,
    /// The world failed: the disk, the store, a time-out.
    World = 3,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit as u8)
    }
}

/// A command that was not called rightly; its words say how to call it.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Usage(pub String);

/// Knowledge graphs in which every statement leads back to the words it was read from.
///
/// Dossiers are Markdown: quotations from a source, and under each what it says, one line a statement. citable
/// checks the quotations against the stored text, resolves the names against a vocabulary, and compiles all of it
/// to RDF, which it queries and exports.
#[derive(Parser)]
#[command(
    name = "citable",
    version,
    max_term_width = 100,
    after_help = "Exit codes: 0 done, 1 the data has errors, 2 wrong usage, 3 the disk or the store failed.\n\
                  Start with: citable init --demo my-project"
)]
pub struct Cli {
    /// Run as if started in DIR; the project is found there or in a folder above it
    #[arg(
        short = 'C',
        value_name = "DIR",
        global = true,
        default_value = ".",
        hide_default_value = true
    )]
    directory: PathBuf,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Init(init::Init),
    Import(import::Import),
    Check(check::Check),
    Build(build::Build),
    Coverage(coverage::CoverageArgs),
    Query(query::Query),
    Why(why::Why),
    Show(show::Show),
    Find(find::Find),
    Reconcile(reconcile::Reconcile),
    Export(export::Export),
    Describe(describe::Describe),
    Crate(ro_crate::Crate),
    Publish(publish::Publish),
    Diff(diff::Diff),
    Watch(watch::Watch),
    Table(table::Table),
    Fmt(fmt::Fmt),
    Rename(rename::Rename),
    Merge(merge::Merge),
    Source(source::Source),

    Review(review::Review),
    Link(link::Link),
    Explain(explain::Explain),
    Status(status::Status),
    Completions(completions::Completions),
    Man(man::Man),
}

/// Runs the command that the arguments say, to the end.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    match cli.dispatch() {
        Ok(exit) => exit.into(),
        Err(error) if is_closed_pipe(&error) => Exit::Done.into(),
        Err(error) => {
            eprintln!("error: {error:#}");
            let exit = if error.is::<Usage>() {
                Exit::Usage
            } else {
                Exit::World
            };
            exit.into()
        }
    }
}

impl Cli {
    fn dispatch(self) -> anyhow::Result<Exit> {
        let directory = self.directory;
        let project = || Project::find(&directory);
        match self.command {
            Command::Init(command) => command.run(&directory),
            Command::Import(command) => command.run(&project()?, &directory),
            Command::Check(command) => command.run(&project()?),
            Command::Build(command) => command.run(&project()?),
            Command::Coverage(command) => command.run(&project()?),
            Command::Query(command) => command.run(&project()?),
            Command::Why(command) => command.run(&project()?),
            Command::Show(command) => command.run(&project()?),
            Command::Find(command) => command.run(&project()?),
            Command::Reconcile(command) => command.run(&project()?),
            Command::Export(command) => command.run(&project()?),
            Command::Describe(command) => command.run(&project()?),
            Command::Crate(command) => command.run(&project()?),
            Command::Publish(command) => command.run(&project()?),
            Command::Diff(command) => command.run(&project()?, &directory),
            Command::Watch(command) => command.run(&project()?),
            Command::Table(command) => command.run(&project()?),
            Command::Fmt(command) => command.run(&project()?, &directory),
            Command::Rename(command) => command.run(&project()?),
            Command::Merge(command) => command.run(&project()?),
            Command::Review(command) => command.run(&project()?),
            Command::Link(command) => command.run(&project()?),
            Command::Source(command) => command.run(&project()?),
            Command::Explain(command) => command.run(),
            Command::Status(command) => command.run(&project()?),
            Command::Completions(command) => command.run(),
            Command::Man(command) => command.run(),
        }
    }
}

/// Whether the reader of our output went away, as `head` does: that is no failure.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause
            .downcast_ref::<io::Error>()
            .is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
    })
}
