use std::io::{self, Write};

use clap::Args;
use serde::Serialize;

use super::Exit;
use super::output::Format;
use super::progress::Progress;
use super::project::Project;
use crate::compile;
use crate::diagnostic::Summary;
use crate::files::Files;
use crate::store::{Build, StoreError};
use crate::tally::{Tally, counted};

/// Show what the project holds, and whether the build is of these inputs
#[derive(Args)]
#[command(after_help = "Examples:\n  citable status\n  citable status --format json")]
pub struct Status {
    /// How it is shown
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Serialize)]
struct Report {
    project: Option<String>,
    root: String,
    #[serde(flatten)]
    tally: Tally,
    errors: usize,
    warnings: usize,
    hints: usize,
    build: State,
}

/// The build, beside the inputs.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case", tag = "state")]
enum State {
    /// Nothing was built, or another version built it.
    None,
    /// The file on disk is not what was written.
    Damaged,
    Current {
        fingerprint: String,
    },
    /// An input was added, removed or changed since.
    Stale {
        fingerprint: String,
        changed: String,
    },
}

impl Status {
    pub fn run(self, project: &Project) -> anyhow::Result<Exit> {
        let before = super::build::known_build(&project.root)?;
        let progress = Progress::new();
        let stage = |stage| progress.stage(stage);
        let run = compile::check(&project.root, before.as_ref(), &stage)?;
        drop(progress);
        let Summary {
            errors,
            warnings,
            hints,
            ..
        } = Summary::of(&run.diagnostics);
        let report = Report {
            project: run.project.as_ref().map(|project| project.title.clone()),
            root: project.root.display().to_string(),
            tally: run.tally,
            errors,
            warnings,
            hints,
            build: state(project)?,
        };
        let mut out = io::stdout().lock();
        match self.format {
            Format::Json => super::output::json(&report, &mut out)?,
            Format::Text => text(&report, &mut out)?,
        }
        Ok(Exit::Done)
    }
}

fn state(project: &Project) -> anyhow::Result<State> {
    let build = match Build::open(&project.root) {
        Ok(Some(build)) => build,
        Ok(None) => return Ok(State::None),
        Err(StoreError::Damaged { .. }) => return Ok(State::Damaged),
        Err(error) => return Err(error.into()),
    };
    let changed = Files::changed_since(&project.root, &build.inputs)?;
    let fingerprint = build.fingerprint;
    Ok(match changed {
        None => State::Current { fingerprint },
        Some(changed) => State::Stale {
            fingerprint,
            changed,
        },
    })
}

fn text(report: &Report, out: &mut impl Write) -> io::Result<()> {
    let Report { tally, .. } = report;
    writeln!(
        out,
        "{}",
        report
            .project
            .as_deref()
            .unwrap_or("citable.toml cannot be used")
    )?;
    for (name, count) in [
        ("dossiers", tally.dossiers),
        ("registers", tally.registers),
        ("tables", tally.tables),
        ("entities", tally.entities),
        ("quotations", tally.quotations),
        ("mappings", tally.mappings),
    ] {
        if name == "mappings" && count == 0 {
            continue; // most projects have none
        }
        writeln!(out, "  {name:<12} {count:>6}")?;
    }
    writeln!(out, "statements, by their evidence")?;
    for (name, count, meaning) in [
        (
            "verified",
            tally.verified,
            "the quotation stands in the stored text",
        ),
        (
            "unverified",
            tally.unverified,
            "the source has no stored text",
        ),
        (
            "reasoned",
            tally.reasoned,
            "a reason or other statements instead of a quotation",
        ),
        ("draft", tally.drafts, "checked, not exported"),
        (
            "unconfirmed",
            tally.unconfirmed,
            "of the ones above: the source doesn't vouch for it",
        ),
    ] {
        writeln!(out, "  {name:<12} {count:>6}   {meaning}")?;
    }
    writeln!(
        out,
        "checks: {}, {}, {}",
        counted(report.errors, "error", "errors"),
        counted(report.warnings, "warning", "warnings"),
        counted(report.hints, "hint", "hints"),
    )?;
    match &report.build {
        State::None => writeln!(out, "build: none; `citable build` makes one"),
        State::Damaged => writeln!(out, "build: damaged; `citable build` makes it anew"),
        State::Current { fingerprint } => {
            writeln!(
                out,
                "build: of these inputs, {}",
                super::build::short(fingerprint)
            )
        }
        State::Stale {
            fingerprint,
            changed,
        } => writeln!(
            out,
            "build: {}, and `{changed}` has changed since; `citable build` catches up",
            super::build::short(fingerprint)
        ),
    }
}
