//! `citable merge`: one entity of two, in all files at once.

use clap::Args;

use super::Exit;
use super::progress::Progress;
use super::project::Project;
use super::rename::carry_out;
use crate::rename;

/// Make one entity of two, in all files at once
///
/// The declaration of the double stays, with all its names, and gets `merged into`: its id is never given away, and its
/// IRI goes on to answer, as replaced by the other. Every line and row that names the double names the other then.
/// Nothing is written unless the project says the same with it as with `merged into` alone.
#[derive(Args)]
#[command(after_help = "\
Examples:
  citable merge \"Kaspersky Labs\" \"Kaspersky Lab\"
  citable merge --diff \"Kaspersky Labs\" \"Kaspersky Lab\"    show the change, and write nothing

Exit codes: 0 done, 1 the project has an error, or would have one then, 2 there is no such entity or it was merged
already, 3 the disk failed.")]
pub struct Merge {
    /// The name of the double, or its id
    #[arg(value_name = "DOUBLE")]
    double: String,
    /// The name of the entity that stays, or its id
    #[arg(value_name = "INTO")]
    into: String,
    /// Write nothing, and show the change as a unified difference
    #[arg(long, visible_alias = "dry-run")]
    diff: bool,
}

impl Merge {
    pub fn run(self, project: &Project) -> anyhow::Result<Exit> {
        let progress = Progress::new();
        let stage = |stage| progress.stage(stage);
        let outcome = rename::merge(&project.root, &self.double, &self.into, &stage);
        drop(progress);
        carry_out(project, outcome, self.diff, "is merged into")
    }
}
