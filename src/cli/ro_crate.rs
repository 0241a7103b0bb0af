//! `citable crate`: packs the whole project as an RO-Crate.

use std::path::PathBuf;

use super::Exit;
use super::describe::{queries, tell_unsaid};
use super::project::Project;
use crate::export::ExportError;
use crate::export::describe::{Packed, pack};

/// Pack the whole project as an RO-Crate, with its exports and descriptions
///
/// A folder with dossiers, tables, vocabulary and queries, the exports, the description for catalogues, and
/// ro-crate-metadata.json, which says of each what it is.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  citable crate interpol-crate          to a folder that is not there yet, or that this command wrote

Texts of sources go along where the `rights` of their dossiers say that they may be passed on: where they begin with CC0, \
CC BY or another licence of Creative Commons, ODbL, or \"public domain\". Of the others the description and the digest are \
there. An RO-Crate has a licence and a date: `license` and `published` under [project] in citable.toml. \
What each export leaves out is told on standard error.

Exit codes: 0 done, 1 the project doesn't say what is needed or has changed since the build, 2 it was asked wrongly, \
3 the disk failed.")]
pub struct Crate {
    /// The folder; one that exists is replaced only if it is empty, or what this command wrote
    #[arg(value_name = "FOLDER")]
    folder: PathBuf,
}

impl Crate {
    pub fn run(self, project: &Project) -> anyhow::Result<Exit> {
        let build = project.built()?;
        let queries = match queries(&project.root, &build.context) {
            Ok(queries) => queries,
            Err(error) => {
                eprintln!("{}", error.render());
                return Ok(super::query::exit_code(&error));
            }
        };
        match pack(&build, &project.root, &queries, &self.folder) {
            Ok(packed) => {
                self.tell(&packed);
                Ok(Exit::Done)
            }
            Err(error @ (ExportError::Unsaid(_) | ExportError::Changed(_))) => {
                eprintln!("error: {error}");
                Ok(Exit::Data)
            }
            Err(error) if error.is_usage() => {
                eprintln!("error: {error}");
                Ok(Exit::Usage)
            }
            Err(error) => Err(error.into()),
        }
    }

    fn tell(&self, packed: &Packed) {
        for path in &packed.withheld {
            eprintln!(
                "note: left out: {path}, since its rights do not say that it may be passed on"
            );
        }
        for (path, loss) in &packed.losses {
            eprintln!("note: {path} leaves out: {loss}");
        }
        tell_unsaid(&packed.unsaid);
        println!("packed {} files in {}", packed.files, self.folder.display());
    }
}
