use std::io;

use clap::Args;

use super::asked::{self, Network};
use crate::cli::Exit;
use crate::cli::output::{self, Format};
use crate::cli::progress::Progress;
use crate::cli::project::Project;
use crate::link;
use crate::query::without_controls;
use crate::tally::counted;

/// Take over what a data set says of the things that entities are linked with
///
/// The properties under `fetch` of [datasets.NAME] go to data/external/NAME.nt, sorted, with where they come from, the day and a
/// digest above them. The build reads that file, and needs no network. If nothing has changed, the file stays as it is.
#[derive(Args)]
#[command(after_help = "\
Examples:
  citable link fetch wikidata && citable build

The day is today's in UTC, or that of SOURCE_DATE_EPOCH.

Exit codes: 0 done, 1 the data set cannot be read, 2 it was asked wrongly, 3 the disk or the network failed.")]
pub struct Fetch {
    /// The data set, as citable.toml calls it
    name: String,
    /// How it is told
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[command(flatten)]
    network: Network,
    /// Build first, if an input has changed
    #[arg(long)]
    build: bool,
}

impl Fetch {
    pub fn run(self, project: &Project) -> anyhow::Result<Exit> {
        asked::with(project, self.build, |linking| {
            let settings = linking.settings(&self.name)?;
            let progress = Progress::new();
            progress.stage("reading the data set");
            let fetched = self
                .network
                .ask(|asking| Ok(link::fetch(linking, linking.dataset(settings, asking))?))?;
            drop(progress);
            for line in fetched.skipped.lines() {
                eprintln!("note: {}", without_controls(&line));
            }
            match self.format {
                Format::Json => output::json(&fetched, &mut io::stdout().lock())?,
                Format::Text => {
                    let state = if fetched.changed { "" } else { ", as before" };
                    println!(
                        "{}: {} of {}{state}",
                        fetched.path,
                        counted(fetched.triples, "triple", "triples"),
                        counted(fetched.things, "thing", "things"),
                    );
                    for thing in &fetched.without {
                        println!("  nothing of {}", without_controls(thing));
                    }
                }
            }
            Ok(Exit::Done)
        })
    }
}
