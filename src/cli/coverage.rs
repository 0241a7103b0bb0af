//! `citable coverage`: how much of the sources has been read.

use std::io::{self, Write as _};
use std::path::PathBuf;

use clap::Args;

use super::progress::Progress;
use super::project::Project;
use super::report::report;
use super::{Exit, Usage, output};
use crate::compile::{self, Readings};
use crate::coverage::{self, Coverage, CoverageError, Format, Standing, measure};
use crate::diagnostic::Format as Shown;

/// Show which sentences of each source are read, and which are left to read
///
/// A sentence is stated (a statement or declaration rests on it), dismissed (`nothing; because "…"` stands under it),
/// draft, quoted, or untouched. Stated and dismissed sentences are read. What is left is listed, each sentence with the
/// known entities that it names.
#[derive(Args)]
#[command(after_help = "\
Examples:
  citable coverage                              every source, and what is left to read
  citable coverage interpol-in-russia           one source, by its id
  citable coverage --fail-under 95              exit code 1 where less than 95 % is read
  citable coverage -o coverage.html             a page with the texts, and beside them what is read off them
  citable coverage -o coverage.info             for genhtml and other readers of LCOV tracefiles

What it counts is told in docs/coverage.md.

Exit codes: 0 done, 1 the project has an error or less is read, 2 it was asked wrongly, 3 the disk failed.")]
pub struct CoverageArgs {
    /// Sources, by their ids [default: all]
    #[arg(value_name = "SOURCE")]
    sources: Vec<String>,

    /// Fail where less than this part of all these sentences is read, in per cent
    #[arg(long, value_name = "N", value_parser = per_cent)]
    fail_under: Option<f64>,

    /// How it is written [default: as FILE ends, else text]
    #[arg(long, value_enum)]
    format: Option<Format>,

    /// Write to this file, which stays as it was if something fails
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

fn per_cent(text: &str) -> Result<f64, String> {
    let number = text.trim_end_matches('%').trim().parse::<f64>();
    let number = number.ok().filter(|number| (0.0..=100.0).contains(number));
    number.ok_or_else(|| "expected a number from 0 to 100".to_owned())
}

impl CoverageArgs {
    pub fn run(self, project: &Project) -> anyhow::Result<Exit> {
        let progress = Progress::new();
        let stage = |stage| progress.stage(stage);
        let measured = |readings: &Readings| {
            stage("laying quotations over the texts");
            measure(readings, &self.sources)
        };
        let (run, measured) = compile::read(&project.root, &stage, measured)?;
        drop(progress);
        let Some(measured) = measured else {
            report(&run, Shown::Full, &mut io::stderr())?;
            return Ok(Exit::Data);
        };
        let coverage = match measured {
            Err(error @ CoverageError::UnknownSource { .. }) => {
                return Err(Usage(error.to_string()).into());
            }
            measured => measured?,
        };
        self.write(&coverage)?;
        self.judge(&coverage)
    }

    fn write(&self, coverage: &Coverage) -> anyhow::Result<()> {
        let text = self.format().write(coverage);
        match &self.output {
            Some(path) => output::replace(path, text.as_bytes())?,
            None => io::stdout().lock().write_all(text.as_bytes())?,
        }
        if self.output.is_some() || self.format() != Format::Text {
            eprintln!("{}", summary(coverage));
        }
        Ok(())
    }

    fn format(&self) -> Format {
        let extension = || self.output.as_deref()?.extension()?.to_str();
        let of_file = || extension().and_then(Format::of_extension);
        self.format.or_else(of_file).unwrap_or(Format::Text)
    }

    fn judge(&self, coverage: &Coverage) -> anyhow::Result<Exit> {
        let percent = coverage.count().percent();
        match self.fail_under {
            Some(least) if percent < least => {
                let read = coverage::shown(percent);
                eprintln!(
                    "error: {read} of the sentences are read, and --fail-under wants {least} %"
                );
                Ok(Exit::Data)
            }
            _ => Ok(Exit::Done),
        }
    }
}

/// One line of what was found.
fn summary(coverage: &Coverage) -> String {
    let count = coverage.count();
    let standings = Standing::ALL
        .into_iter()
        .filter(|&standing| count.of_standing(standing) > 0);
    let standings: Vec<String> = standings
        .map(|standing| format!("{} {}", count.of_standing(standing), standing.name()))
        .collect();
    let sentences = crate::tally::counted(count.sentences(), "sentence", "sentences");
    let read = coverage::shown(count.percent());
    match standings.as_slice() {
        [] => sentences,
        _ => format!("{sentences}: {}; {read} read", standings.join(", ")),
    }
}
