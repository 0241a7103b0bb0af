//! What the commands have in common that answer from the build and look into the files: `why`, `show` and `find`.

use std::io::{self, IsTerminal};

use clap::ValueEnum;

use super::Exit;
use super::project::Project;
use crate::compile;
use crate::diagnostic::{Format as Shown, render};
use crate::query::{Blame, QueryError, without_controls};
use crate::store::{Build, Store};
use crate::why::{Archive, WhyError};

/// How an answer is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Text,
    /// For programs
    Json,
    /// For documents: with footnotes
    Markdown,
}

/// Why there is no answer.
pub enum Failure {
    Why(WhyError),
    World(anyhow::Error),
}

impl<E: Into<WhyError>> From<E> for Failure {
    fn from(error: E) -> Failure {
        Failure::Why(error.into())
    }
}

impl Failure {
    /// Of writing what was answered.
    pub fn write(error: impl Into<anyhow::Error>) -> Failure {
        Failure::World(error.into())
    }
}

/// The width of answers that no terminal shows.
const WIDTH: usize = 100;

/// The width of the terminal that shows the answer, or one that is easy to read.
pub fn width() -> usize {
    let terminal = if io::stdout().is_terminal() {
        super::report::terminal_width()
    } else {
        None
    };
    terminal.unwrap_or(WIDTH).min(WIDTH)
}

/// A document as a terminal may show it: what is in the names of files, too, is not to be trusted.
pub fn plain(document: &[u8]) -> String {
    without_controls(&String::from_utf8_lossy(document))
}

/// Opens the build, after it was made anew if that is wanted. Where there is none that can be used, says so.
pub fn open(project: &Project, build: bool) -> anyhow::Result<Result<Build, Exit>> {
    open_among(project, build, &|_| true)
}

/// The same; it is told if files have changed since that matter, by their paths.
pub fn open_among(
    project: &Project,
    build: bool,
    matters: &(dyn Fn(&str) -> bool + Sync),
) -> anyhow::Result<Result<Build, Exit>> {
    if build {
        let done = super::build::build(project, Shown::Full, false, false)?;
        if done != Exit::Done {
            return Ok(Err(done));
        }
    }
    let Some(build) = Build::open(&project.root)? else {
        anyhow::bail!("nothing is built yet: run `citable build` first, or say `--build`");
    };
    super::query::say_if_stale_among(project, &build, "`--build` builds first", matters)?;
    Ok(Ok(build))
}

/// Answers a question, which may be a line, from the build and the files.
pub fn answer(
    project: &Project,
    build: bool,
    question: &str,
    answer: impl FnOnce(&Archive) -> Result<(), Failure>,
) -> anyhow::Result<Exit> {
    let build = match open(project, build)? {
        Ok(build) => build,
        Err(exit) => return Ok(exit),
    };
    let store = Store::of(&build);
    let (files, outcome) = compile::look(&project.root, &build, question, |sight| {
        answer(&Archive::new(&store, &build.context, &sight))
    })?;
    match outcome {
        Ok(()) => Ok(Exit::Done),
        Err(Failure::World(error)) => Err(error),
        Err(Failure::Why(WhyError::Line(mut diagnostics))) => {
            compile::load_shown(&files, &mut diagnostics)?;
            let colour = super::report::colours(&io::stderr());
            let width = super::report::terminal_width().unwrap_or(WIDTH);
            render(
                &diagnostics,
                &files,
                Shown::Full,
                colour,
                width,
                &mut io::stderr(),
            )?;
            Ok(Exit::Usage)
        }
        Err(Failure::Why(error)) => tell(error),
    }
}

/// Tells why there is no answer.
fn tell(error: WhyError) -> anyhow::Result<Exit> {
    match error {
        WhyError::Query(error) => refuse(&error),
        WhyError::Unsaid { message, instead } => {
            eprintln!("{}", without_controls(&message));
            for line in instead {
                eprintln!("  {}", without_controls(&line));
            }
            Ok(Exit::Data)
        }
        error => Err(error.into()),
    }
}

/// Tells what is wrong with a question.
pub fn refuse(error: &QueryError) -> anyhow::Result<Exit> {
    eprintln!("{}", without_controls(&error.render()));
    Ok(match error.blame() {
        Blame::Data => Exit::Data,
        Blame::Usage => Exit::Usage,
        Blame::World => Exit::World,
    })
}
