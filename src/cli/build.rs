use std::io::stderr;
use std::path::Path;

use anyhow::Context as _;
use clap::Args;

use super::Exit;
use super::progress::Progress;
use super::project::Project;
use super::report::report;
use crate::compile::{self, Compilation, Options};
use crate::diagnostic::Format;
use crate::files::Files;
use crate::store::{Build as Built, Lock, StoreError};

/// Check everything, then compile it to RDF under `.citable/`
///
/// While something is wrong, nothing that was built before changes. Only what a change bears on is compiled again; where no
/// input has changed since the last build, nothing is done. The same inputs give the same quads; the fingerprint is a
/// SHA-256 over them.
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
    /// Say how long each stage took
    #[arg(long)]
    timings: bool,
}

impl Build {
    pub fn run(self, project: &Project) -> anyhow::Result<Exit> {
        build(project, self.format, self.strict, self.timings)
    }
}

/// Builds a project, and says what was done.
pub fn build(
    project: &Project,
    format: Format,
    strict: bool,
    timings: bool,
) -> anyhow::Result<Exit> {
    let root = &project.root;
    let lock = Lock::take(root, || {
        eprintln!("another build of this project is running; waiting for it")
    })?;
    let options = Options {
        strict,
        epoch: epoch()?,
    };
    let before = known_build(root)?;
    if let Some(before) = before
        .as_ref()
        .filter(|_| !strict && options.epoch.is_none())
        && is_current(root, before)?
    {
        say_unchanged(before);
        return Ok(Exit::Done);
    }
    let progress = Progress::new();
    let stage = |stage| progress.stage(stage);
    let run = compile::build(root, &lock, before.as_ref(), options, &stage)?;
    if timings {
        say_timings(&progress, &run);
    }
    drop(progress);
    report(&run, format, &mut stderr())?;
    let Some(built) = &run.build else {
        eprintln!("nothing was built; what was built before is as it was");
        return Ok(Exit::Data);
    };
    if before.is_some_and(|before| before.fingerprint == built.fingerprint) {
        say_unchanged(built);
    } else {
        let (quads, fingerprint) = (built.quads(), short(&built.fingerprint));
        eprintln!(
            "built {}: {quads} quads, fingerprint {fingerprint}",
            run.tally
        );
    }
    Ok(Exit::Done)
}

fn say_unchanged(built: &Built) {
    eprintln!(
        "nothing has changed since the last build ({})",
        short(&built.fingerprint)
    );
}

/// Says how long each stage took, and how much was to be done.
pub fn say_timings(progress: &Progress, run: &Compilation) {
    for (stage, took) in progress.timings() {
        eprintln!("{:>10.1} ms  {stage}", took.as_secs_f64() * 1e3);
    }
    let (compiled, all) = run.compiled;
    eprintln!("{compiled} of {all} files compiled");
}

/// The last build; nothing if there is none that can be used, so that all is compiled anew.
pub fn known_build(root: &Path) -> anyhow::Result<Option<Built>> {
    match Built::open(root) {
        Err(StoreError::Damaged { .. }) => Ok(None),
        before => Ok(before?),
    }
}

/// Whether the inputs, and what is said of them, are those of a build, so that nothing has to be done: not if the build
/// says when it was made, since that is to be said anew, nor if a file has another stamp, which has to be written down
/// lest the file be read each time.
fn is_current(root: &Path, before: &Built) -> anyhow::Result<bool> {
    Ok(!compile::says_when(before) && Files::are_settled(root, &before.inputs)?)
}

/// The first digits of a fingerprint, to show to people.
pub fn short(fingerprint: &str) -> &str {
    &fingerprint[..12]
}

/// The time that the environment gives for reproducible builds (reproducible-builds.org).
pub fn epoch() -> anyhow::Result<Option<i64>> {
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
