//! `citable rename`: another name for an entity, in all files at once.

use std::io::{self, Write as _};

use clap::Args;

use super::progress::Progress;
use super::project::Project;
use super::report::show;
use super::{Exit, Usage};
use crate::compile::Compilation;
use crate::diagnostic::{Diagnostic, Format, Severity};
use crate::edit;
use crate::rename::{self, Outcome, Plan, RenameError};
use crate::tally::counted;

/// Give an entity another name, in all files at once
///
/// The declaration gets the new name, and keeps the old one as `formerly`; every line and row that uses the old name
/// gets the new one. Quotations, notes and prose stay. The id stays, and so do all IRIs. Nothing is written unless the
/// project says the same then.
#[derive(Args)]
#[command(after_help = "\
Examples:
  citable rename \"Interpol\" \"INTERPOL\"
  citable rename --diff \"Interpol\" \"INTERPOL\"    show the change, and write nothing

Exit codes: 0 done, 1 the project has an error, or would have one then, 2 there is no such entity or the new name is
taken, 3 the disk failed.")]
pub struct Rename {
    /// The name of the entity, or its id
    #[arg(value_name = "OLD")]
    old: String,
    /// What it is called from now on
    #[arg(value_name = "NEW")]
    new: String,
    /// Write nothing, and show the change as a unified difference
    #[arg(long, visible_alias = "dry-run")]
    diff: bool,
}

impl Rename {
    pub fn run(self, project: &Project) -> anyhow::Result<Exit> {
        let progress = Progress::new();
        let stage = |stage| progress.stage(stage);
        let outcome = rename::rename(&project.root, &self.old, &self.new, &stage);
        drop(progress);
        carry_out(project, outcome, self.diff, "is now")
    }
}

/// Writes a change that was found, or shows it, or says why there is none.
pub fn carry_out(
    project: &Project,
    outcome: Result<Outcome, RenameError>,
    only_show: bool,
    becomes: &str,
) -> anyhow::Result<Exit> {
    let plan = match outcome {
        Ok(Outcome::Found(plan)) => plan,
        Ok(Outcome::Unsound(run)) => {
            show_errors(&run)?;
            return Ok(Exit::Data);
        }
        Ok(Outcome::Refused(run)) => {
            show_errors(&run)?;
            eprintln!("nothing was changed: this is how the project would be");
            return Ok(Exit::Data);
        }
        Err(RenameError::Asked(asked)) => return Err(Usage(asked.to_string()).into()),
        Err(error) => return Err(error.into()),
    };
    if only_show {
        for change in &plan.changes {
            io::stdout().lock().write_all(change.diff().as_bytes())?;
        }
    } else {
        edit::write(&project.root, &plan.changes)?;
    }
    say(&plan, becomes);
    Ok(Exit::Done)
}

/// Tells what is in the way: an error, and no warning.
fn show_errors(run: &Compilation) -> io::Result<()> {
    let is_error = |it: &&Diagnostic| it.severity() == Severity::Error;
    let errors: Vec<Diagnostic> = run.diagnostics.iter().filter(is_error).cloned().collect();
    show(&errors, &run.files, Format::Full, &mut io::stderr())
}

fn say(plan: &Plan, becomes: &str) {
    let uses = counted(plan.uses, "use", "uses");
    let files = counted(plan.changes.len(), "file", "files");
    eprintln!(
        "`{}` {becomes} `{}`: {uses} changed, in {files}",
        plan.old, plan.new
    );
    for path in &plan.reviews {
        let file = match path.ends_with(".dossier.md") {
            true => "dossier",
            false => "table",
        };
        eprintln!("{path}: the review of this {file} was over other words, and is void");
    }
}
