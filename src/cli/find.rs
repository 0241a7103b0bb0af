//! `citable find`: entities by what they are called.

use std::io::{self, BufWriter, Write};

use clap::Args;

use super::Exit;
use super::asking;
use super::output::Format;
use super::project::Project;
use crate::find::{self, Found};
use crate::query::QueryError;
use crate::store::{Build, Store};

/// Find entities and sources by what they are called: name, alias, id, IRI, or id in another data set
///
/// Case, accents and slips of the finger are forgiven, and a part of a name is enough. What is nearest comes first, with the
/// name by which it was found.
#[derive(Args)]
#[command(after_help = "\
Examples:
  citable find interpol
  citable find \"jurgen stok\"
  citable find wikidata:Q159
  citable find Q159 --format json

Exit codes: 0 done, also where nothing is found, 2 it was asked wrongly, 3 the disk failed.")]
pub struct Find {
    /// What is looked for
    text: String,

    /// How it is shown
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,

    /// Build first, if an input has changed
    #[arg(long)]
    build: bool,
}

impl Find {
    pub fn run(self, project: &Project) -> anyhow::Result<Exit> {
        let build = match asking::open(project, self.build)? {
            Ok(build) => build,
            Err(exit) => return Ok(exit),
        };
        match self.find(&build) {
            Ok((found, more)) => {
                self.write(&found)?;
                if found.is_empty() {
                    eprintln!(
                        "note: nothing is called anything like `{}`",
                        self.text.trim()
                    );
                }
                if more > 0 {
                    eprintln!("note: {more} more are less near");
                }
                Ok(Exit::Done)
            }
            Err(error) => asking::refuse(&error),
        }
    }

    fn find(&self, build: &Build) -> Result<(Vec<Found>, usize), QueryError> {
        find::find(&Store::of(build), &build.context, &self.text)
    }

    fn write(&self, found: &[Found]) -> io::Result<()> {
        let mut out = BufWriter::new(io::stdout().lock());
        match self.format {
            Format::Text => {
                for one in found {
                    writeln!(out, "{}", one.line())?;
                }
            }
            Format::Json => super::output::json(&found, &mut out)?,
        }
        out.flush()
    }
}
