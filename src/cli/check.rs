use std::io;

use clap::Args;

use super::Exit;
use super::build::{known_build, say_timings};
use super::progress::Progress;
use super::project::Project;
use super::report::report;
use crate::compile;
use crate::diagnostic::Format;

/// Check every dossier: quotations, names, times and curation
///
/// Changes nothing, and reports everything that is wrong at once, in reading order. Files that have not changed since the
/// last build, and on which no change bears, are not read again.
#[derive(Args)]
#[command(after_help = "Examples:\n  \
    citable check\n  \
    citable check --strict                 warnings fail as well\n  \
    citable check --format short           a line each, for editors\n  \
    citable check --format sarif > check.sarif")]
pub struct Check {
    /// How diagnostics are shown
    #[arg(long, value_enum, default_value_t = Format::Full)]
    format: Format,
    /// Fail on warnings as on errors
    #[arg(long)]
    strict: bool,
    /// Say how long each stage took
    #[arg(long)]
    timings: bool,
}

impl Check {
    pub fn run(self, project: &Project) -> anyhow::Result<Exit> {
        let progress = Progress::new();
        let before = known_build(&project.root)?;
        let stage = |stage| progress.stage(stage);
        let run = compile::check(&project.root, before.as_ref(), &stage)?;
        if self.timings {
            say_timings(&progress, &run);
        }
        drop(progress);
        report(&run, self.format, &mut io::stdout())?;
        if run.is_refused(self.strict) {
            return Ok(Exit::Data);
        }
        eprintln!("{}", run.tally);
        Ok(Exit::Done)
    }
}
