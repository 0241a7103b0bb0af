use std::io::stderr;
use std::path::Path;

use anyhow::Context as _;
use clap::Args;

use super::Exit;
use super::progress::Progress;
use super::project::Project;
use super::report::report;
use crate::compile::{Options, compile};
use crate::diagnostic::Format;
use crate::files::Files;
use crate::store::{Build as Built, Lock, StoreError};
use crate::vocab::prov;

/// Check everything, then compile it to RDF under `.citable/`
///
/// While something is wrong, nothing that was built before changes. Where no input has changed since the last
/// build, nothing is done. The same inputs give the same bytes; the fingerprint is their SHA-256.
#[derive(Args)]
#[command(after_help = "Examples:\n  \
    citable build\n  \
    citable build --strict                 warnings keep it from being built as well\n  \
    SOURCE_DATE_EPOCH=1700000000 citable build   say in the data when it was built")]
pub struct Build {
    /// How diagnostics are shown
    #[arg(long, value_enum, default_value_t = Format::Full)]
    format: Format,
    /// Build nothing while there are warnings
    #[arg(long)]
    strict: bool,
}

impl Build {
    pub fn run(self, project: &Project) -> anyhow::Result<Exit> {
        build(project, self.format, self.strict)
    }
}

/// Builds a project, and says what was done.
pub fn build(project: &Project, format: Format, strict: bool) -> anyhow::Result<Exit> {
    let root = &project.root;
    let lock = Lock::take(root, || {
        eprintln!("another build of this project is running; waiting for it")
    })?;
    let epoch = epoch()?;
    let may_keep = !strict && epoch.is_none();
    let before = if may_keep { unchanged(root)? } else { None };
    if let Some(before) = before {
        eprintln!(
            "nothing has changed since the last build ({})",
            short(&before.fingerprint)
        );
        return Ok(Exit::Done);
    }
    let progress = Progress::new();
    let options = Options {
        quads: true,
        strict,
        epoch,
    };
    let mut run = compile(root, options, &|stage| progress.stage(stage))?;
    progress.stage("writing");
    let built = match (run.quads.take(), &run.context) {
        (Some(quads), Some(context)) => {
            Some(Built::put(root, &lock, run.files.inputs(), context, quads)?)
        }
        _ => None,
    };
    drop(progress);
    report(&run, format, &mut stderr())?;
    match built {
        Some(built) => {
            let quads = memchr::memchr_iter(b'\n', built.quads()).count();
            eprintln!(
                "built {}: {quads} quads, fingerprint {}",
                run.tally,
                short(&built.fingerprint)
            );
            Ok(Exit::Done)
        }
        None => {
            eprintln!("nothing was built; what was built before is as it was");
            Ok(Exit::Data)
        }
    }
}

/// The last build, if no input has changed since. A build that cannot be used is made anew.
fn unchanged(root: &Path) -> anyhow::Result<Option<Built>> {
    let before = match Built::open(root) {
        Ok(Some(before)) => before,
        Ok(None) | Err(StoreError::Damaged { .. }) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    // One that says when it was made is made anew, so that the same inputs give the same fingerprint.
    let ended = format!("#build> {}", prov::ENDED_AT_TIME);
    if memchr::memmem::find(before.quads(), ended.as_bytes()).is_some() {
        return Ok(None);
    }
    let changed = Files::changed_since(root, &before.inputs)?;
    Ok(changed.is_none().then_some(before))
}

/// The first digits of a fingerprint, to show to people.
pub fn short(fingerprint: &str) -> &str {
    &fingerprint[..12]
}

/// The time that the environment gives for reproducible builds (reproducible-builds.org).
fn epoch() -> anyhow::Result<Option<i64>> {
    match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(text) if !text.is_empty() => {
            let seconds = text.parse().with_context(|| {
                format!("SOURCE_DATE_EPOCH is `{text}`, and not a number of seconds")
            })?;
            Ok(Some(seconds))
        }
        _ => Ok(None),
    }
}
