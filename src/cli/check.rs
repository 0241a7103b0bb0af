use std::io;

use clap::Args;

use super::Exit;
use super::progress::compile;
use super::project::Project;
use super::report::report;
use crate::compile::Options;
use crate::diagnostic::Format;

/// Check every dossier: quotations, names, times and curation
///
/// Reads the whole project, changes nothing, and reports everything that is wrong at once, in reading order.
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
}

impl Check {
    pub fn run(self, project: &Project) -> anyhow::Result<Exit> {
        let run = compile(project, Options::default())?;
        report(&run, self.format, &mut io::stdout())?;
        if run.is_refused(self.strict) {
            return Ok(Exit::Data);
        }
        eprintln!("{}", run.tally);
        Ok(Exit::Done)
    }
}
