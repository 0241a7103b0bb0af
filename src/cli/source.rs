//! `citable source`: texts as they come, stay and change.

mod show;

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::{Args, Subcommand};

use super::build::known_build;
use super::output::Format;
use super::progress::Progress;
use super::project::Project;
use super::report::report;
use super::{Exit, Usage};
use crate::compile::{self, Compilation, Readings};
use crate::diagnostic::Format as Shown;
use crate::edit;
use crate::extract;
use crate::files;
use crate::source::{self, SourceError, Wanted};
use crate::tally::counted;

/// Add, pin, compare and replace the texts of sources
///
/// What a source says is held in a text of its own, and every quotation against that text. When the source changes, `update`
/// tells what became of each quotation, and nothing is taken for it that is not surely it.
#[derive(Args)]
pub struct Source {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Add(Add),
    Pin(Pin),
    Status(Status),
    Update(Update),
    Verify(Verify),
}

/// Store the text of a file, and begin a dossier on it
///
/// Takes plain text in any encoding, Markdown, HTML and PDF. The text is written to data/sources/ID.txt, the dossier to
/// data/ID.dossier.md; neither may be there yet. The front matter says which file the text comes from, its digest, and
/// which library of which version extracted it. The pages of a PDF file are parted by form feeds, so that `(p. 3)` after a
/// quotation means the third.
#[derive(Args)]
#[command(after_help = "\
Examples:
  citable source add ~/Downloads/annual-report.pdf
  citable source add page.html --id interpol-page --title 'About Interpol' --lang en

Exit codes: 0 done, 1 the file has no text that can be read, 2 it was asked wrongly, 3 the disk failed.")]
struct Add {
    /// The file
    file: PathBuf,
    /// The id of the source [default: as the file is called]
    #[arg(long)]
    id: Option<String>,
    /// Its title [default: what the file says, or its name]
    #[arg(long)]
    title: Option<String>,
    /// Its language, as a BCP 47 tag [default: what the file says, or its words]
    #[arg(long, value_name = "TAG")]
    lang: Option<String>,
}

/// Write the digests of stored texts into their dossiers
///
/// From then on a text that has changed is an error. A source that is pinned to another text stays so, unless it is named.
#[derive(Args)]
#[command(after_help = "\
Examples:
  citable source pin
  citable source pin interpol-page

Exit codes: 0 done, 1 a source is pinned to another text, or its text isn't there, 2 it was asked wrongly, 3 the disk failed.")]
struct Pin {
    /// The sources [default: all that are not pinned]
    #[arg(value_name = "ID")]
    ids: Vec<String>,
}

/// Show how sources stand: text, pin, and their quotations beside the last build
///
/// A quotation is the same as in the last build, moved, changed (other words are nearest), gone, or new: the last build
/// didn't know it.
#[derive(Args)]
#[command(after_help = "\
Examples:
  citable source status
  citable source status interpol-page --format json")]
struct Status {
    /// The sources [default: all]
    #[arg(value_name = "ID")]
    ids: Vec<String>,
    /// How it is shown
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// Put the text of another file in the place of a source's
///
/// Each quotation, in all dossiers and tables, is the same, moved, changed or gone. The new text is put in place when all
/// of them stand in it, where their locators say, and else nothing is written: what has changed is shown, and --accept writes
/// what stands there now in the place of the quotation. Sources that have the same text go with it. What is gone is for
/// you: take the quotation out, or keep the old text.
#[derive(Args)]
#[command(after_help = "\
Examples:
  citable source update interpol-page new.html --dry-run
  citable source update interpol-page new.html
  citable source update interpol-page new.html --accept joined --accept 3f9ac27d

Exit codes: 0 done, 1 a quotation or its locator has changed, or is gone, 2 it was asked wrongly, 3 the disk failed.")]
struct Update {
    /// The source
    id: String,
    /// The file with the new text
    file: PathBuf,
    /// Accept what is proposed for this quotation; may be repeated
    #[arg(long, value_name = "QUOTATION", num_args = 1..)]
    accept: Vec<String>,
    /// Only show what would be done
    #[arg(long)]
    dry_run: bool,
    /// How it is shown
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// Hold the quotations of a source without a stored text against a text that you have
///
/// Where each quotation stands is written to data/sources/ID.offsets.json with the digest of the text, and the dossier
/// names that file. Whoever has the text can run the same again, and see that it is so.
#[derive(Args)]
#[command(after_help = "\
Examples:
  citable source verify closed-archive ~/Documents/report.pdf

Exit codes: 0 all stand there as they were recorded, 1 some don't, 2 it was asked wrongly, 3 the disk failed.")]
struct Verify {
    /// The source
    id: String,
    /// The file that you have
    file: PathBuf,
    /// How it is shown
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

impl Source {
    pub fn run(self, project: &Project) -> anyhow::Result<Exit> {
        match self.command {
            Command::Add(command) => command.run(project),
            Command::Pin(command) => command.run(project),
            Command::Status(command) => command.run(project),
            Command::Update(command) => command.run(project),
            Command::Verify(command) => command.run(project),
        }
    }
}

impl Add {
    fn run(self, project: &Project) -> anyhow::Result<Exit> {
        let bytes = read(&self.file)?;
        let lang = self.lang.as_deref();
        if let Some(lang) = lang.filter(|lang| oxilangtag::LanguageTag::parse(*lang).is_err()) {
            bail!(Usage(format!(
                "`{lang}` is no language tag: write one as `en` or `zh-Hant`"
            )));
        }
        let Some(settings) = settings(project)? else {
            return Ok(Exit::Data);
        };
        let wanted = Wanted {
            id: self.id,
            title: self.title,
            lang: self.lang,
        };
        let added = source::add(&project.root, &settings, &self.file, &bytes, wanted);
        let Some(added) = told(added)? else {
            return Ok(Exit::Data);
        };
        edit::write(&project.root, &added.changes)?;
        show::addition(&added)?;
        Ok(Exit::Done)
    }
}

impl Pin {
    fn run(self, project: &Project) -> anyhow::Result<Exit> {
        let (run, pinned) = survey(project, |readings| source::pin(readings, &self.ids))?;
        let Some(pinned) = pinned else {
            return refused(&run);
        };
        let Some(pinned) = told(pinned)? else {
            return Ok(Exit::Data);
        };
        edit::write(&project.root, &pinned.changes)?;
        show::pinned(&pinned)?;
        Ok(if pinned.other.is_empty() && pinned.missing.is_empty() {
            Exit::Done
        } else {
            Exit::Data
        })
    }
}

impl Status {
    fn run(self, project: &Project) -> anyhow::Result<Exit> {
        let build = known_build(&project.root)?;
        let (run, lines) = survey(project, |readings| {
            source::status(readings, &self.ids, build.as_ref())
        })?;
        let Some(lines) = lines else {
            return refused(&run);
        };
        let lines = match lines {
            Err(source::StatusError::Source(error)) => told(Err(error))?,
            other => Some(other?),
        };
        let Some(lines) = lines else {
            return Ok(Exit::Data);
        };
        match self.format {
            Format::Json => json(&lines)?,
            Format::Text => show::status(&lines, build.is_some())?,
        }
        Ok(Exit::Done)
    }
}

impl Update {
    fn run(self, project: &Project) -> anyhow::Result<Exit> {
        let bytes = read(&self.file)?;
        let progress = Progress::new();
        let stage = |stage| progress.stage(stage);
        let update = |readings: &Readings| {
            source::update(readings, &self.id, &self.file, &bytes, &self.accept)
        };
        let (run, update) = compile::skim(&project.root, &stage, update)?;
        drop(progress);
        let Some(update) = update else {
            return refused(&run);
        };
        if matches!(update, Err(SourceError::Usage(_))) && run.is_refused(false) {
            refused(&run)?; // a mistake may hide what was named
        }
        let Some(update) = told(update)? else {
            return Ok(Exit::Data);
        };
        if update.is_hindered(&run) {
            return refused(&run);
        }
        let writes = update.settled && !self.dry_run;
        if writes {
            edit::write(&project.root, &update.changes)?;
        }
        match self.format {
            Format::Json => json(&update)?,
            Format::Text => show::update(&update)?,
        }
        show::outcome(&update, self.dry_run);
        Ok(if update.settled {
            Exit::Done
        } else {
            Exit::Data
        })
    }
}

impl Verify {
    fn run(self, project: &Project) -> anyhow::Result<Exit> {
        let bytes = read(&self.file)?;
        let (run, verified) = survey(project, |readings| {
            source::verify(&project.root, readings, &self.id, &self.file, &bytes)
        })?;
        let Some(verified) = verified else {
            return refused(&run);
        };
        let Some(verified) = told(verified)? else {
            return Ok(Exit::Data);
        };
        edit::write(&project.root, &verified.changes)?;
        match self.format {
            Format::Json => json(&verified)?,
            Format::Text => show::verification(&verified)?,
        }
        let is_good = |outcome: &str| matches!(outcome, "as-recorded" | "recorded");
        let all = verified
            .quotations
            .iter()
            .all(|checked| is_good(checked.outcome));
        Ok(if all && !verified.other_text {
            Exit::Done
        } else {
            Exit::Data
        })
    }
}

/// The bytes of a file that a person names, wherever it is.
fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    let bytes = files::read_named(path, extract::LARGEST);
    if let Err(error) = &bytes
        && matches!(error.kind(), ErrorKind::NotFound | ErrorKind::InvalidInput)
    {
        bail!(Usage(format!("cannot read {}: {error}", path.display())));
    }
    let bytes = bytes.with_context(|| format!("cannot read {}", path.display()))?;
    match bytes {
        Some(bytes) => Ok(bytes),
        None => bail!(Usage(format!(
            "{} is larger than {} MiB: add the part that is quoted",
            path.display(),
            extract::LARGEST >> 20
        ))),
    }
}

/// The project's own description; if it cannot be read, that is told.
fn settings(project: &Project) -> anyhow::Result<Option<crate::project::Project>> {
    let (run, settings) = survey(project, |readings| readings.world.project.clone())?;
    if settings.is_none() {
        refused(&run)?;
    }
    Ok(settings)
}

/// Calls `visit` with what can be read of the project.
fn survey<R>(
    project: &Project,
    visit: impl FnOnce(&Readings) -> R,
) -> anyhow::Result<(Compilation, Option<R>)> {
    let progress = Progress::new();
    let stage = |stage| progress.stage(stage);
    Ok(compile::skim(&project.root, &stage, visit)?)
}

/// Tells what keeps the project from being read.
fn refused(run: &Compilation) -> anyhow::Result<Exit> {
    report(run, Shown::Full, &mut io::stderr())?;
    Ok(Exit::Data)
}

/// What came out; nothing if the user's files don't allow it, which is told.
fn told<T>(outcome: Result<T, SourceError>) -> anyhow::Result<Option<T>> {
    match outcome {
        Ok(value) => Ok(Some(value)),
        Err(SourceError::Data(message)) => {
            eprintln!("error: {message}");
            Ok(None)
        }
        Err(SourceError::Usage(message)) => bail!(Usage(message)),
        Err(error) => Err(error.into()),
    }
}

fn json(value: &impl serde::Serialize) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    super::output::json(value, &mut out)?;
    Ok(())
}

/// The sentence that a command ends with.
fn say_written(changes: &[edit::Change]) {
    let paths: Vec<String> = changes
        .iter()
        .map(|change| format!("`{}`", change.path))
        .collect();
    if !paths.is_empty() {
        eprintln!(
            "wrote {}: {}",
            counted(paths.len(), "file", "files"),
            paths.join(", ")
        );
    }
}
