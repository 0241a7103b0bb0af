//! `citable import`: what other tools hold, as drafts.

use std::io;
use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser};

use super::progress::Progress;
use super::project::Project;
use super::report::{report, show};
use super::{Exit, Usage};
use crate::diagnostic::{Diagnostic, Format as Shown, Severity};
use crate::edit;
use crate::import::{self, FORMATS, Format, Outcome, Plan, Request};
use crate::iri::{is_slug, slug};
use crate::tally::counted;

/// Bring in what another tool holds, as drafts without evidence
///
/// Statements become rows of a new table under data/imported, each marked as a draft and noted «no evidence yet»: they are checked, and not in
/// the build. Entities and terms that the project has are found by IRI, link or name; others are declared in new files. No file that is there
/// is changed, and what cannot be carried is told.
#[derive(Args)]
#[command(after_help = "\
Examples:
  citable import Q42.json                                Special:EntityData of Wikidata
  citable import latest-all.json.gz --only Q42,Q64       two items of a dump
  citable import statements.csv --as sanctions           FollowTheMoney, into data/imported/sanctions.facts.tsv
  citable import old-graph.ttl                           RDF with rdf:Statement, or with reifiers of RDF 1.2
  citable import batch.txt --format quickstatements
  citable import mesh.sssom.tsv --dry-run                say what would come of it, and write nothing

What becomes of each format is told in docs/import.md.

Exit codes: 0 done, 1 the file or the project has an error, 2 it was asked wrongly, 3 the disk failed.")]
pub struct Import {
    /// The file; it may be compressed, as .gz, .zst or .bz2
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// How it is written [default: as its name and content say]
    #[arg(long, value_name = "FORMAT", value_parser = formats())]
    format: Option<String>,
    /// What the new files are called [default: as FILE]
    #[arg(long = "as", value_name = "NAME")]
    name: Option<String>,
    /// Only what is said about these, by their ids or IRIs
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    only: Vec<String>,
    /// Write nothing
    #[arg(long)]
    dry_run: bool,
}

fn formats() -> PossibleValuesParser {
    let value = |format: &Format| PossibleValue::new(format.name).help(format.about);
    FORMATS.iter().map(value).collect::<Vec<_>>().into()
}

impl Import {
    pub fn run(self, project: &Project, directory: &Path) -> anyhow::Result<Exit> {
        let path = match directory == Path::new(".") {
            true => self.file.clone(),
            false => directory.join(&self.file),
        };
        let name = self.name()?;
        let request = Request {
            path: &path,
            format: self.format.as_deref().and_then(Format::named),
            name: &name,
            only: &self.only,
        };
        let progress = Progress::new();
        let outcome = import::import(&project.root, &request, &|stage| progress.stage(stage));
        drop(progress);
        match outcome {
            Ok(Outcome::Found(plan)) => self.write(project, &plan),
            Ok(Outcome::Unsound(run)) => {
                report(&run, Shown::Full, &mut io::stderr())?;
                eprintln!("nothing was written: the project has an error of its own");
                Ok(Exit::Data)
            }
            Ok(Outcome::Refused(run)) => {
                let is_error = |it: &&Diagnostic| it.severity() == Severity::Error;
                let errors: Vec<Diagnostic> =
                    run.diagnostics.iter().filter(is_error).cloned().collect();
                show(&errors, &run.files, Shown::Full, &mut io::stderr())?;
                eprintln!("nothing was written: this is how the project would be");
                Ok(Exit::Data)
            }
            Err(error) if error.is_usage() => Err(Usage(error.to_string()).into()),
            Err(error) if error.is_data() => {
                eprintln!("error: {error}");
                Ok(Exit::Data)
            }
            Err(error) => Err(error.into()),
        }
    }

    fn name(&self) -> anyhow::Result<String> {
        if let Some(name) = &self.name {
            return match is_slug(name) {
                true => Ok(name.clone()),
                false => Err(Usage(format!(
                    "`{name}` cannot be the name of an import: expected a to z, digits, and single hyphens between"
                ))
                .into()),
            };
        }
        let file = self.file.file_name().map(|name| name.to_string_lossy());
        let file = file.unwrap_or_default();
        let stem = file
            .split('.')
            .find(|part| !part.is_empty())
            .unwrap_or_default();
        slug(stem).ok_or_else(|| {
            let message = format!("`{file}` gives no name to the import: give it one with --as");
            Usage(message).into()
        })
    }

    fn write(&self, project: &Project, plan: &Plan) -> anyhow::Result<Exit> {
        if !self.dry_run {
            edit::write(&project.root, &plan.changes)?;
        }
        let done = if self.dry_run { "would write" } else { "wrote" };
        for change in plan
            .changes
            .iter()
            .filter(|change| !is_source(&change.path))
        {
            eprintln!("{done} {}", change.path);
        }
        if plan.sources > 0 {
            eprintln!(
                "{done} {} beside them",
                counted(plan.sources, "dossier of a source", "dossiers of sources")
            );
        }
        say(plan);
        if !self.dry_run {
            eprintln!(
                "next: citable check; then find the words for a draft, and take its mark away"
            );
        }
        Ok(Exit::Done)
    }
}

fn is_source(path: &str) -> bool {
    path.ends_with(".dossier.md")
}

fn say(plan: &Plan) {
    let parts = [
        (plan.drafts, "draft", "drafts"),
        (plan.entities, "new entity", "new entities"),
        (plan.terms, "new term", "new terms"),
    ];
    let parts: Vec<String> = parts
        .iter()
        .map(|(count, one, many)| counted(*count, one, many))
        .collect();
    eprintln!("{}", parts.join(", "));
    if plan.known > 0 {
        let them = counted(plan.known, "entity is one", "entities are some");
        eprintln!("note: {them} that the project has");
    }
    if plan.unclear > 0 {
        let them = counted(
            plan.unclear,
            "new entity is a draft",
            "new entities are drafts",
        );
        eprintln!("note: {them}, as it isn't clear who is meant: their notes say more");
    }
    for (what, count, example) in plan.left.iter() {
        eprintln!("note: left out: {what}: {count}, first {example}");
    }
}
