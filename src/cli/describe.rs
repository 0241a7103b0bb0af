//! `citable describe`: writes the description of the data set for catalogues.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::project::Project;
use super::{Exit, output};
use crate::export::describe::{Query, QueryKind, describe};
use crate::project::Context;
use crate::query::{self, QueryError};

/// Describe the data set for catalogues: DCAT and VoID
///
/// Counts, licence, publisher, links to other data sets, saved queries, and the exports with their sizes and digests, as
/// Turtle. Without -o it goes to standard output.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  citable describe                      to standard output
  citable describe -o catalogue.ttl     to a file

What is said of the data set is what citable.toml says under [project]: title, description, license, publisher, \
published, url; what is missing there, and catalogues ask for, is told on standard error. The exports are those that \
`citable crate` writes; where `url` ends in `/`, it is the address of that folder.

Exit codes: 0 done, 1 a saved query cannot be read, 2 it was asked wrongly, 3 the disk failed.")]
pub struct Describe {
    /// Write to this file, which stays as it was if something fails
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Describe {
    pub fn run(self, project: &Project) -> anyhow::Result<Exit> {
        let build = project.built()?;
        let queries = match queries(&project.root, &build.context) {
            Ok(queries) => queries,
            Err(error) => {
                eprintln!("{}", error.render());
                return Ok(super::query::exit_code(&error));
            }
        };
        let mut text = Vec::new();
        let unsaid = describe(&build, &queries, &mut text)?;
        tell_unsaid(&unsaid);
        match &self.output {
            Some(path) => output::replace(path, &text)?,
            None => io::stdout().lock().write_all(&text)?,
        }
        Ok(Exit::Done)
    }
}

/// The saved queries, as descriptions have them.
pub(super) fn queries(root: &Path, context: &Context) -> Result<Vec<Query>, QueryError> {
    let described = |saved: query::Saved| {
        let question = saved.read(context)?;
        let kind = match () {
            () if question.asks_for_graph() => QueryKind::Graph,
            () if question.asks_for_truth() => QueryKind::Ask,
            () => QueryKind::Select,
        };
        Ok(Query {
            text: saved.text()?,
            name: saved.name,
            path: saved.path,
            summary: question.header.summary,
            kind,
        })
    };
    query::saved(root)?.into_iter().map(described).collect()
}

/// Tells what catalogues ask for.
pub(super) fn tell_unsaid(keys: &[&str]) {
    if !keys.is_empty() {
        let keys = keys.join(", ");
        eprintln!("note: catalogues ask for more: citable.toml has under [project] no {keys}");
    }
}
