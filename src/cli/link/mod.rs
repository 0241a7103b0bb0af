//! `citable link`: what entities are in data sets elsewhere.

mod asked;
mod decide;
mod duplicates;
mod fetch;
mod propose;
mod review;
mod status;

use clap::{Args, Subcommand};

use super::Exit;
use super::project::Project;

/// Link entities with data sets elsewhere: propose, decide, look over, fetch
///
/// The machine proposes, a person decides, and what was decided is kept in data/mappings/NAME.sssom.tsv. Proposals stand in a
/// file of their own, and never reach the graph. Which data sets there are is said by [datasets.NAME] in citable.toml.
#[derive(Args)]
#[command(after_help = "\
Examples:
  citable link propose wikidata                            what may be the same there
  citable link review wikidata                             decide, with one key for each pair
  citable link accept wikidata india=Q668 --by Ana         decide without a terminal
  citable link status                                      what is linked, and what is not
  citable link duplicates                                  entities that are probably one
  citable link fetch wikidata                              take over what is said there of what is linked")]
pub struct Link {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Propose(propose::Propose),
    Review(review::Review),
    Accept(decide::Accept),
    Reject(decide::Reject),
    None(decide::NoneThere),
    Status(status::Status),
    Duplicates(duplicates::Duplicates),
    Distinct(duplicates::Distinct),
    Fetch(fetch::Fetch),
}

impl Link {
    pub fn run(self, project: &Project) -> anyhow::Result<Exit> {
        match self.command {
            Command::Propose(command) => command.run(project),
            Command::Review(command) => command.run(project),
            Command::Accept(command) => command.run(project),
            Command::Reject(command) => command.run(project),
            Command::None(command) => command.run(project),
            Command::Status(command) => command.run(project),
            Command::Duplicates(command) => command.run(project),
            Command::Distinct(command) => command.run(project),
            Command::Fetch(command) => command.run(project),
        }
    }
}
