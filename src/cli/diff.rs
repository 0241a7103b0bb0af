//! `citable diff`: what differs between two versions of the project.

use std::io::{self, Write};
use std::path::Path;

use clap::Args;

use super::Exit;
use super::progress::Progress;
use super::project::Project;
use super::report::{colours, report};
use crate::diagnostic::{Diagnostic, Severity};
use crate::difference::{self, Format};
use crate::version::{self, Name, Opened, Version, VersionError};

/// Show what differs between two versions of the project: statements, entities, sources
///
/// A version is a revision of git, `.` for the working tree, `store` for the last build, or a file that `citable export`
/// wrote. Statements are told apart as added, removed, with another time, with other evidence, or changed otherwise.
/// What is not built yet is built aside: the project's own build stays as it is.
#[derive(Args)]
#[command(after_help = "\
Examples:
  citable diff HEAD                             what the working tree changes
  citable diff main my-branch                   between two revisions
  citable diff store                            what a build would change
  citable diff published.nq .                   since an export
  citable diff main --format markdown           for a pull request
  citable diff v1 v2 --format sparql            an update that turns the one into the other
  citable diff HEAD --exit-code                 fail if anything differs

The description of the build (graph/meta) differs whenever a file does. It is part of what `sparql` and `rdf-patch` \
write, and does not count as a difference.

Exit codes: 0 done, 1 there is a difference and --exit-code was given, or a version cannot be built, 2 there is no such \
version, 3 git or the disk failed.")]
pub struct Diff {
    /// The version before: a revision, `.`, `store` or an export
    a: String,
    /// The version after
    #[arg(default_value = ".")]
    b: String,
    /// How it is written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Exit with 1 if there is a difference
    #[arg(long)]
    exit_code: bool,
}

impl Diff {
    pub fn run(self, project: &Project, here: &Path) -> anyhow::Result<Exit> {
        match self.compare(project, here) {
            Err(error) => match error.downcast_ref::<VersionError>() {
                Some(wrong) if wrong.is_usage() => {
                    eprintln!("error: {wrong}");
                    Ok(Exit::Usage)
                }
                Some(wrong) if wrong.is_data() => {
                    eprintln!("error: {wrong}");
                    Ok(Exit::Data)
                }
                _ => Err(error),
            },
            done => done,
        }
    }

    fn compare(&self, project: &Project, here: &Path) -> anyhow::Result<Exit> {
        let progress = Progress::new();
        let Some(before) = open(project, here, &self.a, None, &progress)? else {
            return Ok(Exit::Data);
        };
        let Some(after) = open(project, here, &self.b, Some(&before), &progress)? else {
            return Ok(Exit::Data);
        };
        progress.stage("comparing");
        let (before, after, shape) = version::same_shape(&project.root, before, after)?;
        let difference = difference::difference(&before, &after)?;
        drop(progress);
        if let Some(shape) = shape {
            eprintln!("note: compared as {}, which one of them is", shape.words());
        }
        let out = io::stdout().lock();
        let colour = colours(&out);
        let mut out = io::BufWriter::new(out);
        let names = [called(&self.a), called(&self.b)];
        difference.write(self.format, names, colour, &mut out)?;
        out.flush()?;
        match self.exit_code && !difference.is_empty() {
            true => Ok(Exit::Data),
            false => Ok(Exit::Done),
        }
    }
}

/// A version in words.
fn called(word: &str) -> &str {
    match word {
        "." => "the working tree",
        "store" => "the last build",
        word => word,
    }
}

/// Opens a version; nothing if something is wrong with its files, which is said.
fn open(
    project: &Project,
    here: &Path,
    word: &str,
    known: Option<&Version>,
    progress: &Progress,
) -> anyhow::Result<Option<Version>> {
    let stage = |stage| progress.stage(stage);
    let name = Name::of(word, here);
    match version::open(&project.root, &name, known, &stage)? {
        Opened::Version(version) => Ok(Some(*version)),
        Opened::Refused(mut run) => {
            let is_error = |diagnostic: &Diagnostic| diagnostic.severity() == Severity::Error;
            run.diagnostics.retain(is_error);
            report(&run, crate::diagnostic::Format::Full, &mut io::stderr())?;
            eprintln!(
                "error: {} cannot be built, so there is nothing to compare",
                called(word)
            );
            Ok(None)
        }
    }
}
